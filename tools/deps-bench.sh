#!/bin/sh
# Installs what make bench compares with and this machine lacks. With
# everything there it is quiet and needs neither root nor the network.
set -eu

PACKAGES='libseccomp-dev bubblewrap util-linux libcap2-bin tini dumb-init
	catatonit runc crun strace binutils'

say() {
	echo "deps-bench: $*"
}

die() {
	echo "deps-bench: $*" >&2
	exit 1
}

command -v dpkg-query >/dev/null || die 'this needs a Debian machine'
missing=
for package in $PACKAGES; do
	dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null |
		grep -qx installed || missing="$missing $package"
done
[ "$missing" ] || exit 0
# shellcheck disable=SC2086
set -- $missing
[ "$(id -u)" -eq 0 ] || die "not installed: $*; run make deps-bench as root," \
	"or: sudo apt-get install $*"
say "installing $*"
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update || say 'apt-get update failed, trying all the same'
apt-get -qq install -y --no-install-recommends --no-remove \
	-o Dpkg::Use-Pty=0 "$@" >/dev/null </dev/null ||
	die 'apt-get install failed'
