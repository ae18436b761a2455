#!/bin/sh
# usage: constants.sh
#
# Compares what the sources say of Linux with the headers of glibc and of the
# kernel, for each architecture, through the compiler: constants.c, and what
# is read here from the sources: enumerators that begin with K_ or SC_E,
# tokens, the commented rows of argument rules. Then the names of errors and
# of capabilities, by a program for the host.
#
# From the environment: ARCHS, HOST, BUILD, GEN, OUT.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/report.sh
mkdir -p "$OUT" || exit 2

# enumerators PREFIX FILE…: NAME VALUE of each one, the prefix cut off.
enumerators() {
	prefix=$1
	shift
	sed 's/[,{}]/\n/g' "$@" |
		sed -n "s/^[ 	]*$prefix\([A-Z][A-Z0-9_]*\) = \
\(0x[0-9a-f]*\|[0-9][0-9]*\)[ 	]*$/\1 \2/p"
}

# same NAME VALUE…, a pair on each line: assertions.
same() {
	sed 's/^\([^ ]*\) \(.*\)$/SAME(\1, \2);/'
}

# The same where the headers may be too old, or the name is our own.
same_if_known() {
	sed 's/^\([^ ]*\) \(.*\)$/#ifdef \1\nSAME(\1, \2);\n#endif/'
}

upper() {
	echo "$1" | tr '[:lower:]' '[:upper:]'
}

# values PATTERN FILE: NAME VALUE of the values of sets that match PATTERN.
values() {
	sed -n "s/^	{ \"\([A-Z0-9_]*\)\", \([-0-9a-fx]*\), \($1\)[ ,}].*/\1 \2/p" \
		"$2"
}

# generate ARCH LINUX_H CONSTANTS_C
generate() {
	enumerators K_ "$2" | same
	enumerators SC_ libsc/sc.h | grep '^E[A-Z0-9]* ' | same
	enumerators K_ init/*.[ch] | same_if_known
	enumerators '' init/*.[ch] | same_if_known
	enumerators K_ tools/learn.h | same_if_known
	sed -n 's/^#define K_\([A-Z_]*\) \(0x[0-9a-f]*\)$/\1 \2/p' \
		tools/learn.h | same_if_known
	echo "AUDIT_ARCH_$(upper "$1") $(var "$1" TOKEN)" | same
	[ "$(var "$1" X32)" = 0 ] ||
		echo "__X32_SYSCALL_BIT $(var "$1" X32)" | same
	sed -n 's|^.*, \([0-9a-fx]*\) },\{0,1\}[ 	]*/\* \([A-Z0-9_]*\) \*/$|\2 \1|p' \
		libsc/args.c | same
	sed -n 's/^	\([A-Z_]*\) = 0x8000 | \([0-9]*\),*$/CAP_\1 \2/p' \
		libsc/profiles/docker.c | same
	# These are enumerators, which no preprocessor knows.
	values PER "$3" | same
	values '[A-OQ-Z][A-Z]*\|P[RT][A-Z]*' "$3" | same_if_known
}

# compile FOLDER: with the folder's linux.h.
compile() {
	"$cc" -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Werror -fsyntax-only \
		-I"$1" -Ilibsc -I"$GEN" -I"$OUT" -include sys/syscall.h \
		tests/headers/constants.c
}

preprocess() {
	"$cc" -std=gnu11 -D_GNU_SOURCE -E -P -Ilibsc -I"$GEN" -I"$OUT" \
		-include sys/syscall.h tests/headers/constants.c |
		sed 's/_Static_assert/\n&/g'
}

headers() {
	cc=$(var "$1" TRIPLET)-gcc
	if ! echo '#include <linux/seccomp.h>' | "$cc" -E - >/dev/null 2>&1
	then
		skip "constants of $1" "$cc has no kernel headers, see make deps"
		return
	fi
	generate "$1" libsc/linux.h tools/constants.c >"$OUT/generated.h"
	check "$1: constants and layouts are those of the headers" compile libsc
	n=$(preprocess | grep -c '^_Static_assert')
	echo "$1: $n constants and offsets compared"
	check "$1: they were found in the sources" [ "$n" -gt 400 ]

	mkdir -p "$OUT/wrong"
	sed 's/K_PR_SET_SECCOMP = 22/K_PR_SET_SECCOMP = 23/' libsc/linux.h \
		>"$OUT/wrong/linux.h"
	generate "$1" "$OUT/wrong/linux.h" tools/constants.c >"$OUT/generated.h"
	refuse "$1: a wrong constant is noticed" compile "$OUT/wrong"
	sed 's/"TIOCSTI", 0x5412/"TIOCSTI", 0x5413/' tools/constants.c \
		>"$OUT/wrong/constants.c"
	generate "$1" libsc/linux.h "$OUT/wrong/constants.c" \
		>"$OUT/generated.h"
	refuse "$1: a wrong name of a value is noticed" compile libsc
	generate "$1" libsc/linux.h tools/constants.c >"$OUT/generated.h"
	sed 's/uint16_t len;/uint32_t len;/' libsc/linux.h \
		>"$OUT/wrong/linux.h"
	refuse "$1: a wrong layout is noticed" compile "$OUT/wrong"
}

# macros HEADER PATTERN: the macros of the header that are numbers.
macros() {
	echo "#include <$1>" | "$cc" -E -dM - |
		sed -n "s/^#define \($2\) [0-9][0-9]*\$/\1/p" | sort
}

run_names() {
	{
		macros errno.h 'E[A-Z0-9]*' | sed 's/.*/ERROR(&)/'
		macros linux/capability.h 'CAP_[A-Z0-9_]*' | sed 's/.*/CAP(&)/'
	} >"$OUT/listed.h"
	"$cc" -std=c11 -Wall -Wextra -Werror -Ilibsc -I"$OUT" \
		-o "$OUT/names" tests/headers/names.c \
		"$BUILD/$HOST/libsc.a" && "$OUT/names"
}

for arch in $ARCHS; do
	headers "$arch"
done
cc=$(var "$HOST" TRIPLET)-gcc
check 'names of errors and of capabilities, both ways' run_names
report
