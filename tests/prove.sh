#!/bin/sh
# usage: prove.sh
#
# Tries to prove the tree wrong for about MINUTES, part by part, and ends with
# a page of figures. What `make check` does in short is done at length here.
#
# From the environment: MINUTES (30), SEED (the time, so that each run tries
# other things), and what tests/all.sh takes.
#
# Exit status: 0 nothing was found, 1 something was, 2 wrong use.
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/report.sh

HOST=${HOST:-$(uname -m)}
MINUTES=${MINUTES:-30}
SEED=${SEED:-$(date +%s)}
OUT=$BUILD/prove
case $MINUTES in
''|*[!0-9]*|0)
	echo "prove.sh: MINUTES=$MINUTES is not a number of minutes" >&2
	exit 2 ;;
esac
rm -rf "$OUT"
mkdir -p "$OUT" && OUT=$(cd "$OUT" && pwd) || exit 2
BUILD=$(cd "$BUILD" && pwd) || exit 2
export HOST BUILD SEED OUT
native=$BUILD/$HOST
seconds=$((MINUTES * 60))

page=$OUT/page
: >"$page"
figure() {
	printf '%-24s %s\n' "$1" "$2" | tee -a "$page"
}

# part NAME command…: its output is in OUT/NAME.log; a failure is shown.
part() {
	_part=$1
	shift
	echo "== $_part"
	_start=$(date +%s)
	"$@" >"$OUT/$_part.log" 2>&1 </dev/null
	_status=$?
	_took=$(($(date +%s) - _start))
	if [ $_status = 0 ] && ! grep -q '^FAIL' "$OUT/$_part.log"; then
		pass "$_part ($_took s)"
	else
		grep -v '^PASS' "$OUT/$_part.log" | tail -n 40
		fail "$_part: status $_status, see $OUT/$_part.log"
	fi
}

# sum PART PATTERN: the sum of the numbers that begin `N PATTERN` in its log.
sum() {
	grep -oE "[0-9]+ $2" "$OUT/$1.log" |
		awk '{ n += $1 } END { printf "%.0f", n }'
}

# counts PART: `N passed, N failed, N skipped` over its log.
counts() {
	awk '/^PASS: / { p++ } /^FAIL: / { f++ } /^SKIP: / { s++ }
	END { printf "%d passed, %d failed, %d skipped", p, f, s }' \
		"$OUT/$1.log"
}

# 1: decisions

native_decisions() {
	"$native/tests/agree" && "$native/tests/calls" &&
		COUNT=40000 "$native/tests/kernel"
}
guest() {
	LIMIT=1200 COUNT=200 BUILD=$BUILD/$1 sh tests/guest.sh "$1" \
		agree calls kernel tests/privilege.test
}
part decisions native_decisions
figure 'decisions compared' "$(sum decisions calls), $(sum decisions policies) \
policies, eval = run = kernel"
for arch in $ARCHS; do
	[ "${GUESTS:-1}" = 0 ] && break
	part "guest-$arch" guest "$arch"
	figure "in a guest, $arch" \
		"$(sum "guest-$arch" calls) decisions; $(counts "guest-$arch")"
done

# 2: the compiler, for a third of the time, or a million policies

random() {
	_end=$(($(date +%s) + seconds / 3)) _done=0
	while [ "$_done" -lt 1000000 ] && [ "$(date +%s)" -lt "$_end" ]; do
		SEED=$((SEED + _done)) COUNT=5000 "$native/tests/random" ||
			return
		_done=$((_done + 5000))
	done
	echo "$_done random policies"
}
part random random
figure 'random policies' "$(sum random 'random policies'), \
$(sum random calls) calls, from SEED=$SEED"
part vectors "$native/tests/vectors"
figure 'vectors of others' "$(counts vectors)"

# 3: mutation

part mutants "$native/tests/mutants"
figure 'mutants' "$(sum mutants 'mutants:'): \
$(sum mutants refused) refused, $(sum mutants noticed) noticed, \
$(sum mutants equivalent) equivalent, $(sum mutants 'in a field') unused, \
$(grep -c 'not noticed' "$OUT/mutants.log") survive"

# 4: set-up under faults

shell() {
	BUILD=$native sh tests/runtest.sh "$@"
}
faults() {
	FAULTS=$1 FAULTS_TIMEOUT=900 FAULTS_COUNTS=$OUT/faults.counts \
		shell tests/faults.test
}
if [ "$MINUTES" -ge 10 ]; then
	errors=EPERM,ENOENT,ESRCH,EINTR,EIO,EBADF,EAGAIN,ENOMEM,EACCES,EFAULT
	errors=$errors,EBUSY,EINVAL,EMFILE,ENOSPC,ELOOP,ENOSYS,EOPNOTSUPP
	errors=$errors,done,short,SIGTERM,SIGHUP,SIGCHLD,SIGCONT,SIGRT
else
	errors=EPERM,EINTR,ENOMEM,ENOSYS,done,short,SIGTERM
fi
part faults faults "$errors"
figure 'faults in set-up' "$(awk '{ n += $3; r += $5; l += $7 }
	END { print n ": " r " refused, " l " locked down all the same" }' \
	"$OUT/faults.counts")"

# 5: privilege

part privilege shell tests/privilege.test
figure 'ways back tried' "39, by 2 users under 2 profiles: \
$(counts privilege)"

# 6: fuzzing, for a sixth of the time; sanitizers; static analysis

fuzz() {
	OUT=$OUT/fuzz TIME=$((seconds / 18)) sh tests/proofs/fuzz.sh
}
part fuzz fuzz
figure 'fuzzing' "$(counts fuzz), $((seconds / 18)) s for each target"
for proof in sanitize lint freestanding coverage; do
	part "$proof" env OUT="$OUT/$proof" sh "tests/proofs/$proof.sh"
	figure "$proof" "$(counts "$proof")"
done

echo
echo "make prove MINUTES=$MINUTES SEED=$SEED, $HOST, Linux $(uname -r), \
$(git rev-parse --short HEAD 2>/dev/null), $(date -u +%Y-%m-%d)"
cat "$page"
report
