# For scripts that print their own results; to be read with `.` from the top
# of the tree. Nothing here works in a subshell, as it counts.
# shellcheck shell=sh

_passed=0 _failed=0 _skipped=0

pass() {
	echo "PASS: $*"
	_passed=$((_passed + 1))
}

fail() {
	echo "FAIL: $*"
	_failed=$((_failed + 1))
}

# skip NAME REASON
skip() {
	echo "SKIP: $1: $2"
	_skipped=$((_skipped + 1))
}

# check NAME command…: passes if the command succeeds, else shows its output.
check() {
	_name=$1
	shift
	if _output=$("$@" 2>&1); then
		pass "$_name"
	else
		printf '%s\n' "$_output" | head -n 30
		fail "$_name"
	fi
}

# refuse NAME command…: passes if the command fails, as it has to.
refuse() {
	_name=$1
	shift
	if "$@" >/dev/null 2>&1; then
		fail "$_name"
	else
		pass "$_name"
	fi
}

# The last line, and the exit status.
report() {
	echo "$_passed passed, $_failed failed, $_skipped skipped"
	[ "$_failed" -eq 0 ] && [ $((_passed + _skipped)) -gt 0 ]
}

# var ARCH NAME: what arch/ARCH/arch.mk says of NAME.
var() {
	sed -n "s/^$2 *[:?]*= *//p" "arch/$1/arch.mk"
}

# musl ARCH: the folder of its headers, in DEPS if it is not this machine's.
musl() {
	for _dir in "/usr/include/$1-linux-musl" \
		"$DEPS/$1/musl/usr/include/$1-linux-musl"; do
		[ ! -d "$_dir" ] || echo "$_dir"
	done | head -n 1
}
