#!/bin/sh
# usage: coverage.sh
#
# What of libsc the unit tests run, by lines and by branches, as gcov(1)
# counts; then the lines that nothing runs and the branches that nothing takes.
#
# From the environment: HOST, BUILD, GEN, LIB_SRC, OUT; BAR, in percent (95).
#
# Exit status: 0 the bar is met, 1 it isn't, 2 it cannot be measured.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/report.sh
reasons=$PWD/tests/proofs/coverage.tsv
BAR=${BAR:-95}
COUNT=${COUNT:-300}
# The same random cases each time.
SEED=1
export COUNT SEED
rm -rf "$OUT"
mkdir -p "$OUT" || exit 2
OUT=$(cd "$OUT" && pwd) || exit 2

covered() {
	gcc -std=gnu11 -O0 -g -fprofile-update=atomic --coverage \
		-Ilibsc -I"arch/$HOST" -I"$GEN" -I"$BUILD/$HOST/gen" \
		-DSC_NATIVE="sc_arch_$HOST" "$@"
}

objects=
for source in $LIB_SRC; do
	object=$OUT/$(echo "${source%.c}" | tr / _).o
	covered -c -o "$object" "$PWD/$source" || exit 2
	objects="$objects $object"
done
for source in tests/unit/*.c; do
	name=$(basename "$source" .c)
	# shellcheck disable=SC2086
	gcc -std=gnu11 -O1 -w --coverage -fprofile-update=atomic -Ilibsc \
		-I"arch/$HOST" -I"$GEN" -I"$BUILD/$HOST/gen" \
		-DSC_NATIVE="sc_arch_$HOST" -o "$OUT/$name" \
		-dumpbase "" -dumpdir "$OUT/unit-$name-" \
		"$source" $objects "$GEN"/*.c || exit 2
	timeout 300 "$OUT/$name" </dev/null >"$OUT/$name.log" 2>&1 ||
		echo "$name: status $?, see $OUT/$name.log" >&2
done

cd "$OUT" || exit 2
for object in libsc_*.o; do
	gcov -b -c -o "$object" "$object" >>report 2>&1
done
for source in $LIB_SRC; do
	echo "$(basename "$source").gcov $source"
done >files
while read -r file source; do
	[ -e "$file" ] || continue
	awk -v file="$source" '
	/^ *[0-9]+[*]?: *[0-9]+:/ { split($0, f, ":"); line = f[2] + 0
		lines++; run++; text = $0; next }
	/^ *(#####|=====): *[0-9]+:/ { split($0, f, ":"); line = f[2] + 0
		lines++; text = $0
		sub(/^[^:]*:[^:]*:[ \t]*/, "", text)
		print "not run: " file ":" line ": " text >"missing"; next }
	/^branch .* never executed/ { branches++; next }
	/^branch .* taken 0/ { branches++
		sub(/^[^:]*:[^:]*:[ \t]*/, "", text)
		print "not taken: " file ":" line ": " text >"missing"; next }
	/^branch .* taken / { branches++; taken++ }
	END { print file, run + 0, lines + 0, taken + 0, branches + 0 }
	' "$file" >>totals
	[ ! -e missing ] || cat missing >>all-missing
	rm -f missing
done <files
# Each with the reason, by its file.
sort -u all-missing | awk -F '\t' '
NR == FNR { reason[$1] = $2; next }
{
	split($0, f, ": ")
	file = f[2]
	sub(/:.*/, "", file)
	why = $0 ~ /SC_ASSERT/ ? "a bug of the caller, which traps" : reason[file]
	print $0 "  [" (why ? why : "NO REASON") "]"
}' "$reasons" - >uncovered
percent() {
	awk -v bar="$BAR" '
	{
		printf "%-28s %3d of %3d lines, %3d of %3d branches\n", $1,
			$2, $3, $4, $5
		a += $2; b += $3; c += $4; d += $5
	}
	END {
		if (!b || !d)
			exit 2
		printf "libsc: %.1f %% of %d lines, %.1f %% of %d branches\n",
			100 * a / b, b, 100 * c / d, d
		exit 100 * a < bar * b || 100 * c < bar * d
	}' totals
}
reasoned() {
	! grep -F '[NO REASON]' uncovered
}
# A reason that nothing has any more would hide what comes.
needed() {
	_needed=0
	while IFS='	' read -r _file _why; do
		grep -v SC_ASSERT uncovered | grep -qF " $_file:" && continue
		echo "$_file: all is covered"
		_needed=1
	done <"$reasons"
	return "$_needed"
}
cat uncovered
percent
check "at least $BAR % of lines and of branches" percent
check 'each that is not has a reason' reasoned
check 'each reason is needed' needed
report
