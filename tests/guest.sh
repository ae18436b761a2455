#!/bin/sh
# usage: [VAR=VALUE…] tests/guest.sh ARCH [SUITE…]
#
# Boots a guest of ARCH and runs the tests in it, as root and with a copy of
# the source tree. A SUITE is a path, tests/NAME.test, or the name of a
# program of tests/unit. By default these are all run.
#
# From the environment: BUILD (build/ARCH), LIMIT seconds for the whole (1200),
# TIMEOUT seconds for each test (60); V and FAILFAST as in runtest.sh; COUNT
# and SEED for the unit tests, FAULTS and FAULTS_TIMEOUT for faults.test.
#
# Exit status: 0 all passed, 1 a failure, 2 wrong use.
set -eu
umask 022

die() {
	echo "guest.sh: $*" >&2
	exit 2
}

tests=$(cd "$(dirname "$0")" && pwd)
top=${tests%/*}
[ $# -ge 1 ] || die 'usage: guest.sh ARCH [SUITE…]'
arch=$1
shift
mk=$top/arch/$arch/arch.mk
[ -e "$mk" ] || die "no such architecture: $arch"
build=${BUILD:-$top/build/$arch}

skip() {
	echo "SKIP: guest of $arch: $*"
	echo '0 passed, 0 failed, 1 skipped'
	exit 0
}

qemu=$(sed -n 's/^QEMU_SYSTEM *= *//p' "$mk")
command -v "$qemu" >/dev/null || skip "no $qemu, see make deps"
for file in vmlinuz busybox; do
	[ -e "$top/build/deps/$arch/$file" ] ||
		skip "no $file in build/deps/$arch, see make deps"
done

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

if [ $# -eq 0 ]; then
	cd "$top"
	for suite in "$build"/tests/* tests/*.test; do
		case $suite in
		*\**) continue ;;
		*.test) set -- "$@" "$suite" ;;
		# Not the folders of objects.
		*) [ -d "$suite" ] || set -- "$@" "${suite##*/}" ;;
		esac
	done
fi

# What git keeps and what was built stays here, but for the programs.
src=$tmp/add/src
mkdir -p "$src/build"
tar -C "$top" --exclude=./build --exclude=./.git -c . | tar -C "$src" -x
mkdir "$src/build/tests"
cp "$build/sc" "$build/sc-init" "$src/build"
for program in "$build"/tests/*; do
	[ ! -f "$program" ] || cp "$program" "$src/build/tests"
done
[ ! -d "$build/helpers" ] || cp -R "$build/helpers" "$src/build"
cp "$tests/guest/init" "$tmp/add/init"
chmod 755 "$tmp/add" "$tmp/add/init"

# boot.sh's status is lost in the pipe; a missing one is a failure too.
: >"$tmp/status"
{
	"$top/qemu/boot.sh" "$arch" --sc-init "$build/sc-init" \
		--add "$tmp/add" --time "${LIMIT:-1200}" -- \
		env TIMEOUT="${TIMEOUT:-60}" V="${V-}" \
		FAILFAST="${FAILFAST-}" COUNT="${COUNT-}" SEED="${SEED-}" \
		FAULTS="${FAULTS-}" FAULTS_TIMEOUT="${FAULTS_TIMEOUT:-400}" \
		/bin/sh /src/tests/guest/run.sh /src/build "$@" 2>&1 &&
		echo 0 >"$tmp/status" || echo $? >"$tmp/status"
} | sed -u '/sc-init: workload exited/d; /\] reboot: Power down/d' |
	tee "$tmp/log"

read -r status <"$tmp/status" || status=unknown
if [ "$status" != 0 ]; then
	echo "FAIL: guest of $arch: boot.sh ended with status $status"
	echo '0 passed, 1 failed, 0 skipped'
fi >>"$tmp/log"
[ "$status" = 0 ] || tail -n 2 "$tmp/log" | head -n 1
sh "$tests/tally.sh" "$tmp/log"
