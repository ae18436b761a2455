#!/bin/sh
# usage: qemu/boot.sh ARCH [OPTION]... [--] COMMAND [ARG]...
#
# Boots a kernel of ARCH in an emulated machine whose /init is sc-init and
# whose workload is COMMAND. The console goes to standard output.
#
#   --kernel FILE    another kernel than Debian's
#   --sc-init FILE   another sc-init than build/ARCH/sc-init
#   --init OPTIONS   for sc-init, separated by blanks
#   --root DIR       the root directory; without it busybox and little more.
#                    It needs a /bin/sh where COMMAND holds quotes, control
#                    characters or more than a line
#   --add DIR        laid over the root directory; may be given repeatedly
#   --append WORDS   for the kernel's command line
#   --time SECONDS   the time limit (120)
#
# The exit status is the workload's, or 128 + N when signal N ended it; 124
# when time was up, 125 when the guest or this script failed.
set -eu
umask 022
# What follows deals in bytes, as the kernel's command line does.
export LC_ALL=C

die() {
	echo "boot.sh: $*" >&2
	exit 125
}

var() {
	sed -n "s/^$1 *[:?]*= *//p" "$top/arch/$arch/arch.mk"
}

# archive DIR: as the kernel unpacks it, over what came before.
archive() {
	(cd "$1" && find . -mindepth 1 | sort |
		cpio -o -H newc -R 0:0 --quiet --reproducible) ||
		die "no archive of $1"
}

# The kernel splits its command line at blanks outside of double quotes,
# has no way to write a double quote, and drops what follows a second --.
# An initial - would be taken for an option of sc-init.
representable() {
	for word; do
		case $word in
		''|--|*\"*|*[!\ -~]*) return 1 ;;
		esac
	done
	case $1 in
	-*) return 1 ;;
	esac
}

quoted() {
	printf ' "%s"' "$@"
}

# A script that runs the words, whatever they hold.
script() {
	printf '#!/bin/sh\nexec --'
	for word; do
		printf '%s\n' "$word" |
			sed "s/'/'\\\\''/g; 1s/^/ '/; \$s/\$/'/" | head -c -1
	done
	echo
}

top=$(cd "$(dirname "$0")/.." && pwd)
[ $# -ge 1 ] || die 'usage: boot.sh ARCH [OPTION]... [--] COMMAND...'
arch=$1
shift
[ -e "$top/arch/$arch/arch.mk" ] || die "no such architecture: $arch"
kernel=$top/build/deps/$arch/vmlinuz
sc_init=$top/build/$arch/sc-init
init='' append='' limit=120

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 125' HUP INT TERM

while [ $# -gt 0 ]; do
	case $1 in
	--) shift; break ;;
	--*) [ $# -ge 2 ] || die "$1 needs a value" ;;
	*) break ;;
	esac
	case $1 in
	--kernel) kernel=$2 ;;
	--sc-init) sc_init=$2 ;;
	--init) init=$2 ;;
	--root) archive "$2" >"$tmp/root.cpio" ;;
	--add) archive "$2" >>"$tmp/add.cpio" ;;
	--append) append=$2 ;;
	--time) limit=$2 ;;
	*) die "no such option: $1" ;;
	esac
	shift 2
done
[ $# -ge 1 ] || die 'no command'
qemu=$(var QEMU_SYSTEM)
command -v "$qemu" >/dev/null || die "no $qemu; see make deps"
[ -e "$kernel" ] || die "no kernel $kernel; see make deps"
[ -e "$sc_init" ] || die "no $sc_init; see make ARCH=$arch"

if ! [ -e "$tmp/root.cpio" ]; then
	sh "$top/qemu/root.sh" "$arch" "$tmp/root"
	archive "$tmp/root" >"$tmp/root.cpio"
fi

mkdir "$tmp/init"
cp "$sc_init" "$tmp/init/init"
line="console=$(var QEMU_CONSOLE) quiet loglevel=3 panic=-1${append:+ $append}"
line="$line -- --boot --on-exit poweroff${init:+ $init}"
whole="$line$(quoted "$@")"
# The kernel takes 2047 bytes, and 31 words for /init.
# shellcheck disable=SC2086
if ! representable "$@" || [ ${#whole} -gt 2047 ] ||
    [ $(($# + $(set -- $init && echo $#))) -gt 28 ]; then
	script "$@" >"$tmp/init/cmd"
	chmod +x "$tmp/init/cmd"
	whole="$line /cmd"
fi
archive "$tmp/init" >"$tmp/init.cpio"
: >>"$tmp/add.cpio"
cat "$tmp/root.cpio" "$tmp/init.cpio" "$tmp/add.cpio" >"$tmp/initrd"

# shellcheck disable=SC2046
{
	timeout --foreground -k 5 "$limit" "$qemu" $(var QEMU_MACHINE) \
		-accel tcg -m 512 -nodefaults -display none -serial stdio \
		-no-reboot -kernel "$kernel" -initrd "$tmp/initrd" \
		-append "$whole" </dev/null && status=0 || status=$?
	echo "$status" >"$tmp/status"
} | sed -u 's/\r//g' | tee "$tmp/console"

[ "$(cat "$tmp/status")" -ne 124 ] || {
	echo "boot.sh: the guest was still running after $limit s" >&2
	exit 124
}
! grep -q 'Kernel panic - not syncing' "$tmp/console" ||
	die 'the kernel panicked'
ended=$(sed -n 's/.*sc-init: workload //p' "$tmp/console" | tail -n 1)
case $ended in
'exited with status '*) exit "${ended##* }" ;;
'killed by signal '*) exit $((128 + ${ended##* })) ;;
esac
die "the guest ended without a word of its workload"
