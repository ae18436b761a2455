#!/bin/sh
# Tests runtest.sh and tally.sh under each shell that they must run in. It
# doesn't use them to judge themselves: a harness that lets everything pass
# would let that pass too.

# shellcheck disable=SC2016	# The $ are for the tests that are written.

here=$(cd "$(dirname "$0")" && pwd) || exit 2
tmp=$(mktemp -d "${TMPDIR:-/tmp}/selftest.XXXXXX") || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
unset BUILD EXEC TIMEOUT V FAILFAST RESULTS STATUS STDERR
mkdir "$tmp/work"
cd "$tmp" || exit 2
passed=0 failed=0 skipped=0

# run [VAR=VALUE…]: a test file that is on standard input.
run() {
	cat >a.test
	run_files "$@" -- a.test
}

# run_files [VAR=VALUE…] -- [ARG…]
run_files() {
	settings=
	while [ "$1" != -- ]; do
		settings="$settings $1"
		shift
	done
	shift
	# shellcheck disable=SC2086
	env TMPDIR="$tmp/work" $settings $shell "$here/runtest.sh" "$@" \
		>out 2>&1 </dev/null
	status=$?
}

tally() {
	$shell "$here/tally.sh" "$@" >out 2>&1
	status=$?
}

# expect NAME STATUS LAST-LINE [TEXT…]: each TEXT is somewhere in the output.
expect() {
	name="$shell: $1" want=$2 last=$3
	shift 3
	why=
	[ "$status" = "$want" ] || why="exit status $status, not $want"
	[ "$(tail -n 1 out)" = "$last" ] || why="last line isn't '$last'"
	for text; do
		grep -qF -e "$text" out || why="no '$text'"
	done
	if [ -z "$why" ]; then
		echo "PASS: $name"
		passed=$((passed + 1))
	else
		printf 'FAIL: %s\n%s\n' "$name" "$why"
		sed 's/^/| /' out
		failed=$((failed + 1))
	fi
}

one_passed="1 passed, 0 failed, 0 skipped"
one_failed="0 passed, 1 failed, 0 skipped"

passes() {
	run
	expect "$1" 0 "$one_passed" "PASS: x"
}

fails() {
	run
	expect "$1" 1 "$one_failed" "FAIL: x" "$2"
}

test_stdout() {
	passes "right output passes" <<-'EOF'
		testing "x" "printf 'a\tb\n\n%%\n'" 'a\tb\n\n%\n' "" ""
	EOF
	passes "input file and standard input" <<-'EOF'
		testing "x" "cat input -" 'one\ntwo\n' 'one\n' 'two\n'
	EOF
	passes "standard input is empty" <<-'EOF'
		testing "x" "cat; ls" "" "" ""
	EOF
	fails "wrong output" "+b" <<-'EOF'
		testing "x" "echo b" "a\n" "" ""
	EOF
	fails "missing newline" "-a" <<-'EOF'
		testing "x" "printf a" "a\n" "" ""
	EOF
	fails "extra newline" "+" <<-'EOF'
		testing "x" "printf 'a\n\n'" "a\n" "" ""
	EOF
	fails "output where none is expected" "+a" <<-'EOF'
		testing "x" "echo a" "" "" ""
	EOF
	fails "a NUL byte too many" "" <<-'EOF'
		testing "x" "printf 'a\000\n'" "a\n" "" ""
	EOF
}

test_status() {
	fails "wrong status" "exit status 1, expected 0" <<-'EOF'
		testing "x" "echo a; false" "a\n" "" ""
	EOF
	passes "STATUS" <<-'EOF'
		STATUS=125 testing "x" "exit 125" "" "" ""
	EOF
	fails "STATUS and success" "exit status 0, expected 125" <<-'EOF'
		STATUS=125 testing "x" "true" "" "" ""
	EOF
	fails "crash with the right output" "exit status 139" <<-'EOF'
		STDERR=any testing "x" "sh -c 'echo a; kill -s SEGV \$\$'" \
			"a\n" "" ""
	EOF
	fails "crash where a failure is expected" "exit status 139" <<-'EOF'
		STATUS=1 STDERR=any \
			testing "x" "sh -c 'kill -s SEGV \$\$'" "" "" ""
	EOF
	passes "crash that is expected" <<-'EOF'
		STATUS=139 STDERR=any \
			testing "x" "sh -c 'kill -s SEGV \$\$'" "" "" ""
	EOF
	fails "command not found" "exit status 127" <<-'EOF'
		STDERR=any testing "x" "/nonexistent" "" "" ""
	EOF
	fails "syntax error in a command" "exit status 2" <<-'EOF'
		STDERR=any testing "x" "(" "" "" ""
	EOF
}

test_stderr() {
	fails "unexpected stderr" "stderr: oops" <<-'EOF'
		testing "x" "echo oops >&2" "" "" ""
	EOF
	fails "a lone newline on stderr" "stderr isn't ''" <<-'EOF'
		testing "x" "echo >&2" "" "" ""
	EOF
	passes "STDERR=any" <<-'EOF'
		STDERR=any testing "x" "echo oops >&2" "" "" ""
	EOF
	passes "STDERR as text" <<-'EOF'
		STDERR='a: b c' testing "x" "echo a: b c >&2" "" "" ""
	EOF
	passes "STDERR as a pattern" <<-'EOF'
		STDERR='a: *c' testing "x" "printf 'a: b\nc\n' >&2" "" "" ""
	EOF
	fails "more on stderr than STDERR" "stderr isn't 'a'" <<-'EOF'
		STDERR='a' testing "x" "printf 'a\nb\n' >&2" "" "" ""
	EOF
	fails "STDERR and silence" "stderr isn't 'a*'" <<-'EOF'
		STDERR='a*' testing "x" "true" "" "" ""
	EOF
}

test_timeout() {
	run <<-'EOF'
		TIMEOUT=1 testing "x" \
			"sh -c 'sleep 30 & echo \$! >pid; wait'; :" "" "" ""
		testing "its children are killed" \
			'! grep "^State:.*sleeping" /proc/$(cat pid)/status' \
			"" "" ""
	EOF
	expect "time limit of a test, and no process left" 1 \
		"1 passed, 1 failed, 0 skipped" "FAIL: x" \
		"still running after 1 s"
	run TIMEOUT=1 <<-'EOF'
		f() { sleep 30; }
		STATUS=137 STDERR=any testing "x" "f" "" "" ""
	EOF
	expect "time limit of a run, whatever the status" 1 "$one_failed" \
		"still running after 1 s"
	fails "TIMEOUT that isn't a number" "isn't a whole number" <<-'EOF'
		TIMEOUT=1s testing "x" "true" "" "" ""
	EOF
	run TIMEOUT=1 <<-'EOF'
		skip_unless "probe hangs" sleep 30
		testing "x" "true" "" "" ""
	EOF
	expect "time limit of a probe" 0 "0 passed, 0 failed, 1 skipped"
}

test_wrong_use() {
	fails "four arguments" "5 arguments, not 4" <<-'EOF'
		testing "x" "true" "" ""
	EOF
	fails "six arguments" "5 arguments, not 6" <<-'EOF'
		testing "x" "true" "" "" "" ""
	EOF
	run <<-'EOF'
		testing
	EOF
	expect "no arguments" 1 "$one_failed"
	fails "skip without a reason" "2 arguments, not 1" <<-'EOF'
		skip "x"
	EOF
	run <<-'EOF'
		skip_unless "true"
	EOF
	expect "skip_unless without a command" 1 "$one_failed"
	run_files -- a.test nonexistent.test
	expect "missing file" 2 "runtest.sh: nonexistent.test: no such file"
	run_files -- -x a.test
	expect "unknown option" 2 \
		"runtest.sh: -x: no options, only FILE.test…"
	cp "$here/runtest.sh" work
	$shell work/runtest.sh >out 2>&1
	status=$?
	rm work/runtest.sh
	expect "no files at all" 2 "runtest.sh: work/*.test: no such file"
}

# Each of these loses the tests after it, so the file must count as failed.
test_early_end() {
	early="1 passed, 1 failed, 0 skipped"
	while IFS='|' read -r what line; do
		printf '%s\n' 'testing "x" "true" "" "" ""' "$line" \
			'testing "y" "true" "" "" ""' >a.test
		run_files -- a.test
		expect "file ends early: $what" 1 "$early" \
			"FAIL: a.test: ended before its last line"
	done <<-'EOF'
		exit 0|exit 0
		exit 1|exit 1
		return|return 0
		killed|sh -c 'kill -s KILL $PPID'; :
		here-document|cat >/dev/null <<END
		unset parameter|: ${nonexistent:?}
	EOF
	printf 'testing "x" "true" "" "" ""\nfi\n' >a.test
	run_files -- a.test
	expect "syntax error" 1 "$early"
	printf 'testing "x" "true" "" "" ""\necho "\n' >a.test
	run_files -- a.test
	expect "open quote" 1 "$early"
}

test_no_tests() {
	echo 'testing "x" "true" "" "" ""' >b.test
	: >a.test
	run_files -- a.test
	expect "empty file" 1 "$one_failed" "FAIL: a.test: no tests in it"
	run_files -- a.test b.test
	expect "empty file beside another" 1 "1 passed, 1 failed, 0 skipped"
	run_files -- b.test b.test
	expect "two files" 0 "2 passed, 0 failed, 0 skipped"
	printf 'testing "x" "true" "" "" ""' >a.test
	run_files -- a.test
	expect "last line without newline" 0 "$one_passed"
}

test_skip() {
	run <<-'EOF'
		skip "x" "no x here"
		skip "y" "no y here"
	EOF
	expect "all skipped" 0 "0 passed, 0 failed, 2 skipped" \
		"SKIP: x: no x here" "SKIP: y: no y here"
	run <<-'EOF'
		skip_unless "true fails" true
		testing "a" "true" "" "" ""
		skip_unless "no x" sh -c 'echo noise; exit 1'
		testing "b" "false" "" "" ""
		skip_unless "no y" true
		STATUS=3 testing "c" "false" "" "" ""
		skip_end
		testing "d" "true" "" "" ""
	EOF
	expect "skip_unless and skip_end" 0 "2 passed, 0 failed, 2 skipped" \
		"PASS: a" "SKIP: b: no x" "SKIP: c: no x" "PASS: d"
	run <<-'EOF'
		skip_unless "no x" false
		testing "x" "true" "" ""
	EOF
	expect "wrong use fails where tests are skipped" 1 "$one_failed"
	echo 'skip_unless "no x" false; testing x false "" "" ""' >a.test
	run_files -- a.test b.test
	expect "skipping ends with the file" 0 "1 passed, 0 failed, 1 skipped"
}

test_scope() {
	run <<-'EOF'
		STATUS=3 STDERR=e TIMEOUT=9 \
			testing "a" "echo e >&2; exit 3" "" "" ""
		STATUS=3 testing "b" "true" "" ""
		skip_unless "no c" false
		STATUS=3 testing "c" "true" "" "" ""
		skip_end
		testing "d" "echo e >&2" "" "" ""
		testing "e" "exit 3" "" "" ""
		STATUS=3 testing "f" 'env | grep ^STATUS=; exit 3' "" "" ""
		testing "g" 'echo $STATUS$STDERR$TIMEOUT' "\n" "" ""
	EOF
	expect "one test's variables aren't the next one's" 1 \
		"3 passed, 3 failed, 1 skipped" "PASS: a" "FAIL: b" \
		"SKIP: c" "FAIL: d" "FAIL: e" "PASS: f" "PASS: g"
	run STATUS=3 STDERR=any <<-'EOF'
		testing "x" "true" "" "" ""
	EOF
	expect "nor are the environment's" 0 "$one_passed"
	run V=1 FAILFAST=1 RESULTS=r TIMEOUT=9 <<-'EOF'
		testing "x" 'echo $V$FAILFAST$RESULTS$TIMEOUT' "\n" "" ""
	EOF
	expect "the harness's variables aren't the command's" 0 "$one_passed"
	run <<-'EOF'
		f() { echo "$v"; }
		v=file
		testing "a" "v=command; cd /; f" "command\n" "" ""
		testing "b" "f; ls" "file\n" "" ""
	EOF
	expect "commands use the file's functions, in a subshell" 0 \
		"2 passed, 0 failed, 0 skipped"
	if sh -c 'kill -s INT $$'; then
		skipped=$((skipped + 1))
		echo "SKIP: $shell: SIGINT: ignored by who started this"
	else
		passes "commands don't ignore SIGINT" <<-'EOF'
			STATUS=130 STDERR=any testing "x" \
				"sh -c 'kill -s INT \$\$'" "" "" ""
		EOF
	fi
}

test_directory() {
	cat >a.test <<-'EOF'
		testing "a" "touch left; ls" "input\nleft\n" "i" ""
		testing "b" "ls" "left\n" "" ""
	EOF
	echo 'testing "c" "ls -A" "" "" ""' >b.test
	run_files -- a.test b.test
	expect "a fresh directory for each file" 0 \
		"3 passed, 0 failed, 0 skipped"
	ls -A work >out
	status=$?
	expect "nothing is left behind" 0 ""
}

test_environment() {
	run EXEC=echo BUILD=/b <<-'EOF'
		testing "a" "$SC x" "/b/sc x\n" "" ""
		testing "b" '$SC_INIT x' "/b/sc-init x\n" "" ""
	EOF
	expect "EXEC and BUILD" 0 "2 passed, 0 failed, 0 skipped"
	run BUILD=b <<-EOF
		testing "a" 'echo \$SC \$BUILD' "$tmp/b/sc $tmp/b\n" "" ""
		testing "b" 'test -f \$TOP/tests/runtest.sh' "" "" ""
	EOF
	expect "relative BUILD, TOP" 0 "2 passed, 0 failed, 0 skipped"
	run V=1 <<-'EOF'
		testing "x" "echo a" "a\n" "" ""
	EOF
	expect "V=1" 0 "$one_passed" "; echo a) </dev/null"
	printf '%s\n' 'testing "x" "false" "" "" ""' \
		'testing "y" "true" "" "" ""' >a.test
	echo 'testing "z" "true" "" "" ""' >b.test
	run_files FAILFAST=1 -- a.test b.test
	expect "FAILFAST=1" 1 "$one_failed"
	run_files FAILFAST=1 -- b.test b.test
	expect "FAILFAST=1 without a failure" 0 "2 passed, 0 failed, 0 skipped"
	rm -f results
	run_files RESULTS=results -- b.test a.test
	cp results out
	expect "RESULTS" 1 "1 passed, 1 failed, 0 skipped" "$one_passed"
}

test_paste() {
	run EXEC=echo BUILD="/b" <<-'EOF'
		testing "x" "\$SC it\\'s; cat input -; exit 3" "" "1\n'" "2\n"
	EOF
	grep '^(cd' out >pasted
	TMPDIR="$tmp/work" sh ./pasted >out
	status=$?
	rm -rf work/*
	expect "a failure prints what repeats it" 3 "'2" "/b/sc it's" "1"
}

test_tally() {
	printf 'PASS: x\n1 passed, 2 failed, 3 skipped\n' >bad
	printf 'PASS: x\n4 passed, 0 failed, 5 skipped\n' >good
	printf 'PASS: x\n' >died
	echo "0 passed, 0 failed, 0 skipped" >none
	cat good good >results
	tally good
	expect "tally of one" 0 "4 passed, 0 failed, 5 skipped"
	tally good results
	expect "tally of RESULTS" 0 "12 passed, 0 failed, 15 skipped"
	tally bad good
	expect "tally of a failure" 1 "5 passed, 2 failed, 8 skipped"
	tally good died
	expect "tally of a suite that died" 1 "4 passed, 1 failed, 5 skipped" \
		"FAIL: died: doesn't end in its results"
	cat good died >diedlater
	tally diedlater
	expect "tally of a second suite that died" 1 \
		"4 passed, 1 failed, 5 skipped"
	tally good none
	expect "tally of no tests" 1 "4 passed, 1 failed, 5 skipped"
	tally good nonexistent
	expect "tally of a missing log" 1 "4 passed, 1 failed, 5 skipped"
	tally
	expect "tally of nothing" 2 "usage: tally.sh LOG…"
}

for shell in "dash" "bash --posix" "busybox sh"; do
	if ! $shell -c : 2>/dev/null; then
		echo "SKIP: $shell: all: there is no ${shell%% *} here"
		skipped=$((skipped + 1))
		continue
	fi
	test_stdout
	test_status
	test_stderr
	test_timeout
	test_wrong_use
	test_early_end
	test_no_tests
	test_skip
	test_scope
	test_directory
	test_environment
	test_paste
	test_tally
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
