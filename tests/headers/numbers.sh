#!/bin/sh
# usage: numbers.sh
#
# Compares arch/*/syscalls.tbl with the kernel's headers of each
# architecture, through the compiler. The headers may be older than the
# tables: what they don't have is counted. What they have and a table hasn't
# is an error.
#
# From the environment: ARCHS, OUT.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/report.sh
mkdir -p "$OUT" || exit 2

names() {
	awk '/^[0-9]/ { print $2 }' "arch/$1/syscalls.tbl"
}

# assertions TABLE: a translation unit that compiles if it is right.
assertions() {
	echo '#include <sys/syscall.h>'
	awk '/^[0-9]/ {
		print "#ifdef __NR_" $2
		print "_Static_assert(__NR_" $2 " == " $1 ", \"" $2 "\");"
		print "#endif"
	}' "$1"
}

# known ARCH: the names of the table that the headers have.
known() {
	{
		echo '#include <sys/syscall.h>'
		names "$1" | sed 's/.*/#ifdef __NR_&\n@&\n#endif/'
	} | "$cc" -E -P - | sed -n 's/^@//p'
}

# strangers ARCH: what the headers have and the table hasn't. Some macros of
# theirs aren't calls.
strangers() {
	echo '#include <sys/syscall.h>' | "$cc" -E -dM - |
		sed -n 's/^#define __NR_\([a-z0-9_]*\) .*/\1/p' |
		grep -vx -e syscalls -e arch_specific_syscall |
		sort >"$OUT/header"
	names "$1" | sort >"$OUT/table"
	comm -23 "$OUT/header" "$OUT/table"
}

no_strangers() {
	strangers "$1" >"$OUT/strangers"
	[ -s "$OUT/header" ] && ! grep . "$OUT/strangers"
}

compile() {
	"$cc" -std=c11 -Wall -Wextra -Werror -fsyntax-only "$1"
}

one() {
	cc=$(var "$1" TRIPLET)-gcc
	if ! echo '#include <sys/syscall.h>' | "$cc" -E - >/dev/null 2>&1
	then
		skip "numbers of $1" "$cc has no kernel headers, see make deps"
		return
	fi
	assertions "arch/$1/syscalls.tbl" >"$OUT/$1.c"
	check "$1: every number that the headers know is theirs" \
		compile "$OUT/$1.c"
	known "$1" >"$OUT/known"
	echo "$1: $(wc -l <"$OUT/known") of $(names "$1" | wc -l) checked;" \
		"newer than the headers: $(names "$1" |
			grep -vxF -f "$OUT/known" | tr '\n' ' ')"
	check "$1: most numbers could be checked" \
		[ "$(wc -l <"$OUT/known")" -gt 300 ]
	check "$1: the headers have no call that the table lacks" \
		no_strangers "$1"

	awk '$2 == "unshare" { $1++ } { print }' "arch/$1/syscalls.tbl" \
		>"$OUT/wrong.tbl"
	assertions "$OUT/wrong.tbl" >"$OUT/wrong.c"
	refuse "$1: a wrong number is noticed" compile "$OUT/wrong.c"
}

for arch in $ARCHS; do
	one "$arch"
done
report
