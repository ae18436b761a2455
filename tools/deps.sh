#!/bin/sh
# Installs what the build and the tests need and this machine lacks, and
# unpacks what is needed of other architectures in $DEPS/ARCH (build/deps/).
# With everything there it is quiet, needs neither root nor the network.
set -eu
umask 022

cd "$(dirname "$0")/.."
root=$(pwd -P)
TARGET=deps
. tools/packages.sh
deps=${DEPS:-build/deps}
case $deps in
/*) ;;
*) deps=$root/$deps ;;
esac

PACKAGES='make gcc libc6-dev clang clang-tools libclang-rt-dev musl-tools
	binutils qemu-user cpio strace clang-tidy cppcheck shellcheck runc
	crun util-linux procps mandoc'

# var ARCH NAME: what arch/ARCH/arch.mk says of NAME.
var() {
	sed -n "s/^$2 *[:?]*= *//p" "arch/$1/arch.mk"
}

# Package names take no underscore: x86_64-linux-gnu is x86-64-linux-gnu.
dashes() {
	echo "$1" | tr _ -
}

# The packages that this machine's package manager must hold. A qemu is
# asked for by its command, since one package holds several of them.
missing_packages() {
	want=$PACKAGES
	for arch in $archs; do
		qemu=$(var "$arch" QEMU_SYSTEM)
		command -v "$qemu" >/dev/null || dashes "$qemu"
		deb=$(var "$arch" DEB_ARCH)
		[ "$deb" = "$host" ] || want="$want libc6-dev-$deb-cross
			linux-libc-dev-$deb-cross
			gcc-$(dashes "$(var "$arch" TRIPLET)")"
	done
	# shellcheck disable=SC2086
	missing $want
}

# unpack DEB DIR PATTERN...: the files of DEB that match, into DIR.
unpack() {
	mkdir -p "$2"
	dpkg-deb --fsys-tarfile "$1" | (
		cd "$2"
		shift 2
		tar -x --no-same-owner --wildcards "$@"
	)
}

# Debian's own archives as this machine's apt knows them.
archives() {
	keyring=/usr/share/keyrings/debian-archive-keyring.gpg
	[ -e "$keyring" ] && by="[signed-by=$keyring] " || by=
	# shellcheck disable=SC2016
	apt-get indextargets --format \
		'$(ORIGIN) $(COMPONENT) $(REPO_URI) $(RELEASE)' \
		'Created-By: Packages' 2>/dev/null |
		sed -n "s|^Debian main \(.*\)|deb $by\1 main|p" | sort -u |
		grep .
}

# It knows none before its first update.
sources() {
	archives && return
	[ "$(id -u)" = 0 ] && apt-get update -qq >&2 && archives && return
	echo 'deps: apt knows no Debian archive: run apt-get update' >&2
	exit 1
}

# A package manager's state of our own: this machine's architectures and
# package lists stay as they are, and no root is needed.
private_apt() {
	apt=$deps/apt.$$
	trap 'rm -rf "$apt"' EXIT
	trap 'exit 1' HUP INT TERM
	mkdir -p "$apt/state/lists/partial" "$apt/cache/archives/partial" \
		"$apt/debs"
	: >"$apt/status"
	sources >"$apt/sources.list"
	(
		apt-config dump |
			grep -E '^Acquire::(https?|Retries|Check)' || :
		cat <<-END
		Acquire::Languages "none";
		APT::Sandbox::User "root";
		APT::Get::List-Cleanup "false";
		Dir::State "$apt/state";
		Dir::State::status "$apt/status";
		Dir::Cache "$apt/cache";
		Dir::Etc::main "/dev/null";
		Dir::Etc::parts "/dev/null";
		Dir::Etc::preferences "/dev/null";
		Dir::Etc::preferencesparts "/dev/null";
		Dir::Etc::sourcelist "$apt/sources.list";
		Dir::Etc::sourceparts "/dev/null";
		END
		for arch in $archs; do
			echo "APT::Architectures:: \"$(var "$arch" DEB_ARCH)\";"
		done
	) >"$apt/apt.conf"
	export APT_CONFIG="$apt/apt.conf"
	apt-get -qq update
}

# fetch PACKAGE: downloads it and sets $deb to its file.
fetch() {
	[ "${apt-}" ] || private_apt || return
	say "downloading $1"
	rm -f "$apt"/debs/*
	(cd "$apt/debs" && apt-get -qq download "$1") || return
	deb=$(echo "$apt"/debs/*.deb)
}

# Debian's specs name the paths of an installed package.
write_specs() {
	musl=$1
	for specs in "$musl"/usr/lib/*/musl-gcc.specs; do
		sed "s|/usr/|$musl/usr/|g" "$specs" >"$musl/specs.$$"
		mv "$musl/specs.$$" "$musl/musl-gcc.specs"
	done
}

get_musl() {
	fetch "musl-dev:$2" || die "musl-dev:$2 cannot be downloaded"
	unpack "$deb" "$apt/musl" './usr/include/*' './usr/lib/*'
	rm -rf "$1/musl"
	mv "$apt/musl" "$1/musl"
}

get_busybox() {
	fetch "busybox-static:$2" ||
		die "busybox-static:$2 cannot be downloaded"
	unpack "$deb" "$apt/busybox" '*/bin/busybox'
	mv "$(find "$apt/busybox" -type f)" "$1/busybox"
	rm -r "$apt/busybox"
}

# The metapackage depends on the kernel of the day.
get_kernel() {
	[ "${apt-}" ] || private_apt || return
	meta=linux-image-cloud-$2
	image=$(apt-cache depends "$meta:$2" |
		sed -n 's/.*Depends: \(linux-image-[^: ]*\).*/\1/p;T;q')
	[ "$image" ] || return
	fetch "$image:$2" || fetch "$image-unsigned:$2" || return
	unpack "$deb" "$apt/kernel" './boot/vmlinuz-*' || return
	echo "${image#linux-image-}" >"$1/kernel-version"
	mv "$apt/kernel/boot/"vmlinuz-* "$1/vmlinuz"
	rm -r "$apt/kernel"
}

for tool in dpkg-query dpkg-deb apt-get apt-cache; do
	command -v $tool >/dev/null ||
		die "this needs a Debian machine: no $tool here"
done
host=$(dpkg --print-architecture)
archs=$(grep -l '^DEB_ARCH' arch/*/arch.mk | cut -d/ -f2)
missing=$(missing_packages)
# shellcheck disable=SC2086
[ -z "$missing" ] || install_packages $missing

for arch in $archs; do
	debarch=$(var "$arch" DEB_ARCH)
	dir=$deps/$arch
	mkdir -p "$dir"
	if [ "$debarch" != "$host" ]; then
		[ -d "$dir/musl" ] || get_musl "$dir" "$debarch"
		grep -qsF " $dir/musl/" "$dir/musl/musl-gcc.specs" ||
			write_specs "$dir/musl"
	fi
	[ -e "$dir/busybox" ] || get_busybox "$dir" "$debarch"
	[ -e "$dir/vmlinuz" ] || get_kernel "$dir" "$debarch" ||
		say "no kernel for $arch: its guest tests will be skipped"
done
# shellcheck disable=SC2086
say ready for $archs
