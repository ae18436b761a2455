#!/bin/sh
# usage: lint.sh
#
# What can be said of the sources without running them: clang's warnings for
# the programs (freestanding.sh has both compilers' for libsc), cppcheck's and
# clang-tidy's, shellcheck's, and the width of lines.
#
# From the environment: ARCHS, HOST, BUILD, GEN, DEPS, WARN, LIB_SRC, OUT.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/report.sh
mkdir -p "$OUT" || exit 2

# musl ARCH: the folder of its headers.
musl() {
	for _dir in "/usr/include/$1-linux-musl" \
		"$DEPS/$1/musl/usr/include/$1-linux-musl"; do
		[ ! -d "$_dir" ] || echo "$_dir"
	done | head -n 1
}

# programs ARCH: clang has no fault to find.
programs() {
	_status=0
	for _source in init/*.c tools/*.c tests/unit/*.c tests/helpers/*.c; do
		# shellcheck disable=SC2086
		clang --target="$(var "$1" CLANG_TARGET)" -std=c11 $WARN -Os \
			-nostdlibinc -isystem "$(musl "$1")" -Ilibsc \
			-I"arch/$1" -I"$BUILD/$1/gen" -I"$GEN" -fsyntax-only \
			"$_source" || _status=1
	done
	return $_status
}

# Not the analyzer, which takes minutes and finds what isn't there, nor what
# names and widths should be like.
CHECKS='-*,bugprone-*,misc-redundant-expression,misc-misplaced-const'
for check in easily-swappable-parameters narrowing-conversions branch-clone \
	reserved-identifier implicit-widening-of-multiplication-result \
	suspicious-string-compare suspicious-include macro-parentheses \
	assignment-in-if-condition string-literal-with-embedded-nul; do
	CHECKS="$CHECKS,-bugprone-$check"
done

tidy() {
	# shellcheck disable=SC2086
	clang-tidy --quiet --checks="$CHECKS" --warnings-as-errors='*' \
		$LIB_SRC -- -std=c11 -Ilibsc -I"arch/$HOST" -I"$GEN" \
		-I"$BUILD/$HOST/gen" -DSC_NATIVE="sc_arch_$HOST"
}

# It takes what a callee initialises for uninitialised.
cpp() {
	# shellcheck disable=SC2086
	cppcheck --quiet --std=c11 --enable=warning,portability \
		--error-exitcode=1 --suppress=uninitvar \
		--suppress=legacyUninitvar --suppress=ctuuninitvar \
		--suppress=duplicateAssignExpression -Ilibsc -I"arch/$HOST" \
		-I"$GEN" -I"$BUILD/$HOST/gen" -DSC_NATIVE="sc_arch_$HOST" \
		$LIB_SRC
}

# gcc's analyzer, of all that is shipped.
analyzer() {
	for _source in $LIB_SRC init/*.c tools/*.c; do
		gcc -fanalyzer -std=c11 -O1 -w -fdiagnostics-plain-output \
			-nostdinc -isystem "$(gcc -print-file-name=include)" \
			-isystem "$(musl "$HOST")" -Ilibsc -I"arch/$HOST" \
			-I"$GEN" -I"$BUILD/$HOST/gen" \
			-DSC_NATIVE="sc_arch_$HOST" -c -o "$OUT/analyzed.o" \
			"$_source" || return
	done 2>"$OUT/analyzer"
	cat "$OUT/analyzer"
	[ ! -s "$OUT/analyzer" ]
}

# What it has to find.
planted_leak() {
	echo '#include <stdlib.h>
	int f(void); int f(void) { char *p = malloc(3); return p != 0; }' |
		gcc -fanalyzer -Werror -x c -c -o "$OUT/analyzed.o" -
}

sh_scripts() {
	git ls-files 2>/dev/null | grep . || find . -path ./build -prune -o \
		-type f -print
}

shells() {
	sh_scripts | grep -e '\.sh$' -e '^\.ci/run$' >"$OUT/scripts"
	# shellcheck disable=SC2046
	shellcheck -x -S warning $(cat "$OUT/scripts")
}

# Columns are counted as they are shown, with tabs of 8.
wide() {
	sh_scripts | grep -e '\.[ch]$' -e '\.sh$' -e '\.awk$' -e '\.test$' \
		-e '^Makefile$' >"$OUT/sources"
	while read -r _file; do
		expand "$_file" | awk -v file="$_file" '
		length($0) > 80 { print file ":" NR ": " length($0) " columns" }
		END { print NR >>"'"$OUT/lines"'" }'
	done <"$OUT/sources"
}

narrow() {
	: >"$OUT/lines"
	wide >"$OUT/wide"
	_lines=$(awk '{ n += $1 } END { print n }' "$OUT/lines")
	_wide=$(wc -l <"$OUT/wide")
	cat "$OUT/wide"
	echo "$_wide of $_lines lines"
	[ "$_lines" -gt 1000 ] && [ $((_wide * 200)) -lt "$_lines" ]
}

# linted NAME TOOL command…
linted() {
	if command -v "$2" >/dev/null; then
		_what=$1
		shift 2
		check "$_what" "$@"
	else
		skip "$1" "no $2, see make deps"
	fi
}

for arch in $ARCHS; do
	if [ "$(musl "$arch")" ]; then
		linted "clang has no warning for the programs of $arch" clang \
			programs "$arch"
	else
		skip "clang's warnings, $arch" "no musl headers"
	fi
done
linted 'clang-tidy finds nothing in libsc' clang-tidy tidy
linted 'cppcheck finds nothing' cppcheck cpp
if [ "$(musl "$HOST")" ]; then
	linted "gcc's analyzer finds nothing" gcc analyzer
	refuse "gcc's analyzer finds a leak" planted_leak
else
	skip "gcc's analyzer" 'no musl headers'
fi
linted 'shellcheck finds nothing' shellcheck shells
check 'fewer than one line in 200 is wider than 80 columns' narrow
report
