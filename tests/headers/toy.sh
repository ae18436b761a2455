#!/bin/sh
# usage: toy.sh
#
# Dropping a folder into arch/ adds an architecture: copies the tree, adds a
# made-up one there, and resolves its names with the sc that is built.
#
# From the environment: HOST, DEPS, OUT.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/report.sh
tree=$OUT/tree
rm -rf "$tree"
mkdir -p "$tree/arch/toy" || exit 2

tar -c --exclude=./build --exclude=./.git . | tar -x -C "$tree"
sed -e 's/^TOKEN *=.*/TOKEN = 0x4000beef/' -e 's/^X32 *=.*/X32 = 0/' \
	-e 's/^OCI *=.*/OCI = SCMP_ARCH_TOY/' \
	-e 's/^GOARCH *=.*/GOARCH = toygo/' "arch/$HOST/arch.mk" \
	>"$tree/arch/toy/arch.mk"
cat >"$tree/arch/toy/syscalls.tbl" <<-'END'
0 toy_begin
3 read
17 unshare
211 toy_end
END

build() {
	make -C "$tree" DEPS="$DEPS" "build/$HOST/sc"
}

sc() {
	"$tree/build/$HOST/sc" "$@"
}

# is NUMBER NAME [OPTION…]
is() {
	_number=$1 _call=$2
	shift 2
	sc syscalls "$@" "$_call" | grep -w "$_call" | grep -qw "$_number"
}

check 'an architecture is added by a folder alone' build
check 'a call of its own is found' is 0 toy_begin -A toy
check 'and its last one' is 211 toy_end -A toy
check 'a call that others have has its number there' is 17 unshare -A toy
check "the others keep theirs" is 272 unshare -A x86_64
check 'it is known by the names of Go' is 3 read -A toygo
check 'and of the runtime-spec' is 3 read -A SCMP_ARCH_TOY
refuse 'it has no call that it has not' is 165 mount -A toy
check 'a program is made for it' sh -c "'$tree/build/$HOST/sc' sim -A toy \
	denylist unshare | grep -x 'ERRNO(1)'"
check 'sc show has its own calls in a group' sh -c \
	"'$tree/build/$HOST/sc' show -A toy log -d toy_begin |
	grep -A1 '^others: 1 allowed, 1 refused' | grep -w toy_begin"
check 'the token is in it' sh -c "'$tree/build/$HOST/sc' dis -A toy \
	denylist | grep -i 4000beef"
report
