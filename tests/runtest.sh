#!/bin/sh
# usage: [VAR=VALUE…] runtest.sh [FILE.test…]
#
# Runs the tests in each FILE, by default every *.test beside this script.
# A FILE is shell, read in a new empty directory, with these functions:
#
#   testing "name" "command" "expected stdout" "input file" "stdin"
#	Runs the command in a subshell. The last three go through printf %b;
#	"input file", if not empty, is the contents of the file `input`. It
#	passes if stdout is exactly as expected, stderr empty and the status
#	0. Before it, for this test only: STATUS=N another status (128+N for
#	signal N), STDERR=PATTERN a shell pattern for the whole of stderr
#	less its last newlines, or `any`; TIMEOUT=SECONDS another time limit.
#   skip "name" "reason"
#   skip_unless "reason" command…
#	Unless the command succeeds, skips the tests from here to skip_end.
#
# and these variables: SC and SC_INIT, the commands under test; BUILD, where
# they are; TOP, the source tree. Names with a leading _ are the harness's.
#
# From the environment: BUILD (build/ARCH), EXEC (an emulator), TIMEOUT (20),
# V=1 prints each command, FAILFAST=1 stops at the first failure, RESULTS=FILE
# gets a line of counts for each test file.
#
# Exit status: 0 all passed, 1 a failure, 2 wrong use.

_die() {
	echo "runtest.sh: $*" >&2
	exit 2
}

_quote() {
	printf "'%s'" "$(printf '%s\n' "$1" | sed "s/'/'\\\\''/g")"
}

# One line that does what testing "$@" does, for pasting into a shell.
_paste() {
	# shellcheck disable=SC2016
	printf '(cd "$(mktemp -d)"; '
	case $2 in
	*\$SC*|*\$BUILD*|*\$TOP*)
		printf 'export TOP=%s BUILD=%s SC=%s SC_INIT=%s; ' \
			"$(_quote "$TOP")" "$(_quote "$BUILD")" \
			"$(_quote "$SC")" "$(_quote "$SC_INIT")" ;;
	esac
	[ -z "$4" ] || printf 'printf %%b %s >input; ' "$(_quote "$4")"
	if [ -n "$5" ]; then
		printf 'printf %%b %s | eval %s)\n' "$(_quote "$5")" \
			"$(_quote "$2")"
	else
		printf '%s) </dev/null\n' "$2"
	fi
}

# Each is stopped before its children are listed, so that none is missed.
_kill_tree() {
	kill -s STOP "$1"
	# shellcheck disable=SC2013
	for _child in $(cat "/proc/$1/task/"*/children); do
		_kill_tree "$_child"
	done
	kill -s KILL "$1"
}

# Commands run in the foreground and this beside them, not the other way round:
# a shell starts background commands with SIGINT and SIGQUIT ignored, which
# they can't undo. timeout(1) can't run a shell function.
_watchdog() {
	_last=
	while sleep 1 && kill -0 $$; do
		read -r _pid _limit <"$_tmp/running" || continue
		if [ "$_pid" != "$_last" ]; then
			_last=$_pid _waited=0
			continue
		fi
		_waited=$((_waited + 1))
		[ "$_waited" -ge "$_limit" ] || continue
		: >"$_tmp/late.$_pid"
		_kill_tree "$_pid"
	done
}

# _bounded SECONDS command…: sets _status to its exit status, or to `late`.
_bounded() {
	(
		# shellcheck disable=SC2016
		sh -c 'echo $PPID "$0"' "$1" >"$_tmp/running"
		shift
		"$@"
	)
	_status=$?
	read -r _pid _limit <"$_tmp/running"
	: >"$_tmp/running"
	if [ -e "$_tmp/late.$_pid" ]; then
		rm -f "$_tmp/late.$_pid"
		_status=late
	fi
}

_stderr_fits() {
	case $1 in
	any) return 0 ;;
	'') [ ! -s "$_tmp/stderr" ]; return ;;
	esac
	# shellcheck disable=SC2254
	case $(cat "$_tmp/stderr") in
	$1) return 0 ;;
	esac
	return 1
}

_count() {
	echo "$1" >>"$_tmp/counts"
}

_fail() {
	printf 'FAIL: %s\n%s\n' "$1" "$2"
	_count fail
	if [ -n "$_failfast" ]; then
		_count end
		exit 1
	fi
}

_complain() {
	if [ "$_status" = late ]; then
		echo "$_file: still running after $_seconds s"
	elif [ "$_status" != "$_want" ]; then
		echo "$_file: exit status $_status, expected $_want"
	fi
	(cd "$_tmp" && diff -u -L expected -L stdout expected stdout)
	_stderr_fits "$_stderr" ||
		printf "%s: stderr isn't '%s'\n" "$_file" "$_stderr"
}

testing() {
	_want=${STATUS:-0} _stderr=${STDERR-} _seconds=${TIMEOUT:-$_timeout}
	# Some shells keep an assignment before a function after its return.
	unset STATUS STDERR TIMEOUT
	if [ $# -ne 5 ]; then
		_fail "${1-testing}" "$_file: testing takes 5 arguments, not $#"
		return 0
	fi
	case $_seconds in
	*[!0-9]*)
		_fail "$1" "$_file: TIMEOUT=$_seconds isn't a whole number"
		return 0 ;;
	esac
	if [ -n "$_skip" ]; then
		skip "$1" "$_skip"
		return 0
	fi
	[ -z "$_verbose" ] || _paste "$@"

	printf %b "$3" >"$_tmp/expected"
	[ -z "$4" ] || printf %b "$4" >input
	printf %b "$5" >"$_tmp/stdin"
	_bounded "$_seconds" eval "$2" \
		<"$_tmp/stdin" >"$_tmp/stdout" 2>"$_tmp/stderr"
	[ -z "$4" ] || rm -f input

	_complain >"$_tmp/complaint" 2>&1
	if [ -s "$_tmp/complaint" ]; then
		sed 's/^/stderr: /' "$_tmp/stderr" >>"$_tmp/complaint"
		_paste "$@" >>"$_tmp/complaint"
		_fail "$1" "$(cat "$_tmp/complaint")"
	else
		printf 'PASS: %s\n' "$1"
		_count pass
	fi
}

skip() {
	if [ $# -ne 2 ]; then
		_fail "${1-skip}" "$_file: skip takes 2 arguments, not $#"
		return 0
	fi
	printf 'SKIP: %s: %s\n' "$1" "$2"
	_count skip
}

skip_unless() {
	if [ $# -lt 2 ] || [ -z "$1" ]; then
		_fail skip_unless "$_file: skip_unless takes a reason, command"
		return 0
	fi
	_reason=$1
	shift
	[ -z "$_skip" ] || return 0
	_bounded "$_timeout" "$@" </dev/null >/dev/null 2>&1
	[ "$_status" = 0 ] || _skip=$_reason
}

skip_end() {
	_skip=
}

_number_of() {
	grep -c "^$1\$" "$_tmp/counts"
}

# Sets _p, _f and _s to what passed, failed and was skipped. The last line of
# the copy is reached only if nothing before it ended the shell, returned, or
# left a quote or a here-document open.
_run_file() {
	_file=$1 _why=
	rm -rf "$_tmp/dir" "$_tmp/copy"
	mkdir "$_tmp/dir" "$_tmp/copy"
	: >"$_tmp/counts"
	_copy=$_tmp/copy/$(basename "$_file")
	{ cat "$_file"; printf '\n_count end\n'; } >"$_copy"
	# shellcheck source=/dev/null
	(cd "$_tmp/dir" && . "$_copy") </dev/null
	_status=$?

	_p=$(_number_of pass) _f=$(_number_of fail) _s=$(_number_of skip)
	if [ "$(_number_of end)" != 1 ]; then
		_why="ended before its last line, status $_status"
	elif [ "$_p $_f $_s" = "0 0 0" ]; then
		_why="no tests in it"
	fi
	if [ -n "$_why" ]; then
		printf 'FAIL: %s: %s\n' "$_file" "$_why"
		_f=$((_f + 1))
	fi
}

_sum() {
	echo "$1 passed, $2 failed, $3 skipped"
}

[ $# -gt 0 ] || set -- "$(dirname "$0")"/*.test
for _file; do
	case $_file in
	-*) _die "$_file: no options, only FILE.test…" ;;
	esac
	[ -f "$_file" ] || _die "$_file: no such file"
done

LC_ALL=C
TOP=$(cd "$(dirname "$0")/.." && pwd) || exit 2
BUILD=${BUILD:-$TOP/build/$(uname -m)}
case $BUILD in
/*) ;;
*) BUILD=$PWD/$BUILD ;;
esac
SC="${EXEC:+$EXEC }$BUILD/sc"
SC_INIT="${EXEC:+$EXEC }$BUILD/sc-init"
export LC_ALL TOP BUILD SC SC_INIT

# Not for the commands under test, which may be this script again.
_timeout=${TIMEOUT:-20} _verbose=${V-} _failfast=${FAILFAST-}
_results=${RESULTS:-/dev/null} _skip=
unset TIMEOUT V FAILFAST RESULTS STATUS STDERR

_tmp=$(mktemp -d "${TMPDIR:-/tmp}/runtest.XXXXXX") || exit 2
trap 'rm -rf "$_tmp"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
: >"$_tmp/running"
_watchdog </dev/null >/dev/null 2>&1 &

_passed=0 _failed=0 _skipped=0
for _file; do
	_run_file "$_file"
	_sum "$_p" "$_f" "$_s" >>"$_results"
	_passed=$((_passed + _p))
	_failed=$((_failed + _f))
	_skipped=$((_skipped + _s))
	[ -z "$_failfast" ] || [ "$_failed" -eq 0 ] || break
done
_sum "$_passed" "$_failed" "$_skipped"
[ "$_failed" -eq 0 ]
