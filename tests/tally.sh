#!/bin/sh
# usage: tally.sh LOG…
#
# Sums the lines `N passed, N failed, N skipped` of several suites' output, or
# of the files that RESULTS= of runtest.sh names, into one such line. A LOG
# that doesn't end in one, or has no tests, is a failure.

[ $# -gt 0 ] || {
	echo "usage: tally.sh LOG…" >&2
	exit 2
}

passed=0 failed=0 skipped=0
sums='^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$'
for log; do
	why='' before=$((passed + failed + skipped))
	if ! tail -n 1 "$log" | grep -qE "$sums"; then
		why="doesn't end in its results"
	fi
	while read -r p _ f _ s _; do
		passed=$((passed + p))
		failed=$((failed + f))
		skipped=$((skipped + s))
	done <<-EOF
		$(grep -E "$sums" "$log" || echo 0 - 0 - 0 -)
	EOF
	if [ -z "$why" ] && [ $((passed + failed + skipped)) -eq "$before" ]
	then
		why="no tests"
	fi
	if [ -n "$why" ]; then
		echo "FAIL: $log: $why"
		failed=$((failed + 1))
	fi
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
