#!/bin/sh
# usage: lint.sh
#
# How the sources are written: clang's warnings for the programs
# (freestanding.sh has both compilers' for libsc, analyze.sh the checkers),
# those of shellcheck for the scripts, and the width of lines.
#
# From the environment: ARCHS, BUILD, GEN, DEPS, WARN, OUT.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/report.sh
mkdir -p "$OUT" || exit 2

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
linted 'shellcheck finds nothing' shellcheck shells
check 'fewer than one line in 200 is wider than 80 columns' narrow
report
