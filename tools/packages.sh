# For scripts to source: Debian's packages. $TARGET is make's.
# shellcheck shell=sh

say() {
	echo "$TARGET: $*"
}

die() {
	echo "$TARGET: $*" >&2
	exit 1
}

# missing PACKAGE...: those that are not installed.
missing() {
	have=" $(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" \
		2>/dev/null | sed -n 's/ installed$//p' | sort -u |
		tr '\n' ' ')"
	for package; do
		case $have in
		*" $package "*) ;;
		*) echo "$package" ;;
		esac
	done
}

install_packages() {
	[ "$(id -u)" -eq 0 ] || die "not installed: $*; run make $TARGET as" \
		"root, or: sudo apt-get install $*"
	say "installing $*"
	export DEBIAN_FRONTEND=noninteractive
	# A third-party source that can't be reached is no reason to stop.
	apt-get -qq update || say 'apt-get update failed, trying all the same'
	# What is installed stays: a package that wants another one removed
	# is an error.
	apt-get -qq install -y --no-install-recommends --no-remove \
		-o Dpkg::Use-Pty=0 "$@" >/dev/null </dev/null ||
		die 'apt-get install failed'
}
