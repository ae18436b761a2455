#!/bin/sh
# usage: same.sh
#
# The same policy gives the same program on every architecture, with every
# compiler and at every level; and the same source the same files, wherever
# the tree lies.
#
# From the environment: ARCHS, HOST, BUILD, GEN, DEPS, LIB_SRC, OUT.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/report.sh
rm -rf "$OUT"
mkdir -p "$OUT" || exit 2

# hosted NAME CC…: tests/unit/digest.c and libsc, for this machine.
hosted() {
	_name=$1
	shift
	# shellcheck disable=SC2086
	"$@" -std=c11 -w -Ilibsc -I"arch/$HOST" -I"$GEN" -I"$BUILD/$HOST/gen" \
		-DSC_NATIVE="sc_arch_$HOST" -o "$OUT/$_name" \
		tests/unit/digest.c $LIB_SRC "$GEN"/*.c
}

digest() {
	"$@" | sed -n 's/^digest of //p'
}

# agrees command…: its digest is the first one's.
agrees() {
	_digest=$(digest "$@")
	echo "$_digest, not $first"
	[ "$_digest" = "$first" ]
}

first=$(digest "$BUILD/$HOST/tests/digest")
echo "$first"
check 'there is a digest' [ ${#first} -gt 64 ]
for arch in $ARCHS; do
	[ "$arch" != "$HOST" ] || continue
	emulator=$(var "$arch" QEMU_USER)
	if command -v "$emulator" >/dev/null; then
		check "programs are the same on $arch" \
			agrees "$emulator" "$BUILD/$arch/tests/digest"
	else
		skip "programs are the same on $arch" "no $emulator"
	fi
done
for opt in -O0 -O3; do
	for cc in gcc clang; do
		check "libsc compiles, hosted: $cc $opt" \
			hosted "$cc$opt" "$cc" "$opt"
		check "programs are the same: $cc $opt" agrees "$OUT/$cc$opt"
	done
done

tree=$OUT/elsewhere
mkdir "$tree"
tar -c --exclude=./build --exclude=./.git . | tar -x -C "$tree"

builds() {
	make -C "$tree" -j "$(nproc)" DEPS="$DEPS" ARCH="$1" all
}

for arch in $ARCHS; do
	check "$arch: another tree builds" builds "$arch"
	for file in libsc.a sc-init sc; do
		check "$arch: the same $file from another tree" \
			cmp "$BUILD/$arch/$file" "$tree/build/$arch/$file"
	done
done
report
