#!/bin/sh
# usage: seeds.sh
#
# After all other suites: each test of tests/seeds.tsv is there, has passed
# somewhere and failed nowhere. A defect of which no test could run is
# skipped.
#
# From the environment: OUT, where tests/all.sh has put the suites' logs.
#
# Exit status: 0 all passed, 1 a failure, 2 wrong use.
set -u
cd "$(dirname "$0")/.." || exit 2
[ -d "${OUT-}" ] || {
	echo 'seeds.sh: no OUT with the logs of tests/all.sh' >&2
	exit 2
}

DEFECTS=28

# logs: SUITE<TAB>RESULT<TAB>NAME, a line for each test that has run.
logs() {
	for log in "$OUT"/shell/*/*.log "$OUT"/unit/*/*.log; do
		[ -e "$log" ] || continue
		suite=${log#"$OUT/"}
		suite=${suite%.log}
		case $suite in
		unit/*/*) suite=unit/${suite##*/} ;;
		shell/*) suite=shell ;;
		esac
		sed -n "s,^\\(PASS\\|FAIL\\|SKIP\\): ,$suite	\\1	,p" "$log"
	done
}

logs | awk -F '\t' -v defects="$DEFECTS" '
# A skip is followed by its reason, and any test by an architecture.
function matches(test, name) {
	return test == name || index(test, name ": ") == 1 ||
		test ~ /, (x86_64|aarch64)(:.*)?$/ && index(test, name ", ") == 1
}
function result(suite, name, of, i) {
	of["PASS"] = of["FAIL"] = of["SKIP"] = 0
	for (i = 1; i <= n; i++)
		if (suites[i] == suite && matches(tests[i], name))
			of[results[i]]++
	if (of["FAIL"])
		return "failed"
	if (of["PASS"])
		return "passed"
	return of["SKIP"] ? "skipped" : "is not there"
}
table {
	if (/^#/)
		next
	if (NF != 3 || $1 !~ /^[0-9]+$/ || $1 < 1 || $1 > defects)
		bad = bad "tests/seeds.tsv:" FNR ": wrong\n"
	row[++rows] = $0
	next
}
{ n++; suites[n] = $1; results[n] = $2; tests[n] = $3 }
END {
	for (i = 1; i <= rows; i++) {
		split(row[i], f, "\t")
		r = result(f[2], f[3], of)
		count[f[1], r]++
		all[f[1]]++
		if (r == "failed" || r == "is not there")
			why[f[1]] = why[f[1]] f[2] ": " f[3] ": " r "\n"
	}
	printf "%s", bad
	fail = bad != ""
	for (d = 1; d <= defects; d++) {
		if (why[d] || !all[d]) {
			printf "%s", all[d] ? why[d] : "no test of it\n"
			print "FAIL: defect " d " is absent"
			fail++
		} else if (!count[d, "passed"]) {
			print "SKIP: defect " d " is absent: its tests were"
			skip++
		} else {
			print "PASS: defect " d " is absent: " \
				count[d, "passed"] " tests"
			pass++
		}
	}
	printf "%d passed, %d failed, %d skipped\n", pass, fail, skip
	exit fail > 0
}' table=1 tests/seeds.tsv table=0 -
