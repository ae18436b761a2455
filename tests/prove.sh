#!/bin/sh
# usage: prove.sh
#
# Tries to prove the tree wrong, part by part, and ends with a page of
# figures. What `make check` does in short is done at length here, on two
# processors if there are. Random policies take what is left of MINUTES, a
# third of them at the least; with MINUTES=30 or more they go on until there
# have been a million.
#
# From the environment: MINUTES (30), SEED (the time, so that each run tries
# other things), JOBS (how many at once try random policies), and what
# tests/all.sh takes.
#
# Exit status: 0 nothing was found, 1 something was, 2 wrong use.
set -u
cd "$(dirname "$0")/.." || exit 2
. tests/report.sh

HOST=${HOST:-$(uname -m)}
MINUTES=${MINUTES:-30}
SEED=${SEED:-$(date +%s)}
JOBS=${JOBS:-$(nproc)}
OUT=$BUILD/prove
case $MINUTES in
''|*[!0-9]*|0)
	echo "prove.sh: MINUTES=$MINUTES is not a number of minutes" >&2
	exit 2 ;;
esac
rm -rf "$OUT"
mkdir -p "$OUT" && OUT=$(cd "$OUT" && pwd) || exit 2
BUILD=$(cd "$BUILD" && pwd) || exit 2
# Of analyze.sh and sanitize.sh, what check leaves out.
WHOLE=1
export HOST BUILD SEED OUT WHOLE
native=$BUILD/$HOST
seconds=$((MINUTES * 60))
begun=$(date +%s)
million=1000000

page=$OUT/page
: >"$page"
figure() {
	printf '%-24s %s\n' "$1" "$2" | tee -a "$page"
}

# run NAME COMMAND…: its output goes to OUT/NAME.log.
run() {
	_run=$1
	shift
	_start=$(date +%s)
	"$@" >"$OUT/$_run.log" 2>&1 </dev/null
	echo "$? $(($(date +%s) - _start))" >"$OUT/$_run.ended"
}

# judge NAME: how that ended; a failure is shown, and what was left out. What
# says nothing has failed, and what left all of it out has not passed.
judge() {
	read -r _status _took <"$OUT/$1.ended" || _status=unknown _took=0
	echo "== $1"
	if [ "$_status" = 0 ] && ! grep -q '^FAIL' "$OUT/$1.log" &&
		grep -q -e '^PASS' -e '^SKIP' "$OUT/$1.log"; then
		grep '^SKIP' "$OUT/$1.log"
		if grep -q '^PASS' "$OUT/$1.log"; then
			pass "$1 ($_took s)"
		else
			skip "$1" 'all of it was'
		fi
	else
		grep -v '^PASS' "$OUT/$1.log" | tail -n 40
		fail "$1: status $_status, see $OUT/$1.log"
	fi
}

part() {
	run "$@"
	judge "$1"
}

# sum PART PATTERN: the sum of the numbers that begin `N PATTERN` in its log.
sum() {
	grep -oE "[0-9]+ $2" "$OUT/$1.log" |
		awk '{ n += $1 } END { printf "%.0f", n }'
}

# asked PART: how many of its calls a kernel answered.
asked() {
	awk '/^[0-9]+ calls\r?$/ { n += $1 } END { printf "%.0f", n }' \
		"$OUT/$1.log"
}

# counts PART: `N passed, N failed, N skipped` over its log.
counts() {
	awk '/^PASS: / { p++ } /^FAIL: / { f++ } /^SKIP: / { s++ }
	END { printf "%d passed, %d failed, %d skipped", p, f, s }' \
		"$OUT/$1.log"
}

shell() {
	BUILD=$native sh tests/runtest.sh "$@"
}

# What runs beside the rest: the kernels of emulated machines, fuzzing, random
# policies.

# With COUNT below 1000 decisions are spot checks.
guest_count=200 guest_faults=
if [ "$MINUTES" -ge 10 ]; then
	guest_count=2000 guest_faults=EPERM
fi
guest() {
	FAULTS=$guest_faults FAULTS_TIMEOUT=600 LIMIT=1800 TIMEOUT=300 \
		COUNT=$guest_count BUILD=$BUILD/$1 sh tests/guest.sh "$1" \
		agree calls kernel tests/privilege.test tests/faults.test
}
fuzz() {
	OUT=$OUT/fuzz TIME=$((seconds / 18)) sh tests/proofs/fuzz.sh
}

# worker N: makes every JOBS-th batch of random policies. What else runs goes
# first, as some of it looks at the clock.
batch=5000
worker() {
	_i=$1
	while [ "$(date +%s)" -lt "$least" ] || { [ "$MINUTES" -ge 30 ] &&
		[ $((_i * batch)) -lt "$million" ]; }
	do
		SEED=$((SEED + _i * batch)) COUNT=$batch \
			nice "$native/tests/random" || return
		_i=$((_i + JOBS))
	done
}
random() {
	_n=0 _pids='' _wrong=0
	least=$(($(date +%s) + seconds / 3))
	[ "$least" -gt $((begun + seconds)) ] || least=$((begun + seconds))
	while [ "$_n" -lt "$JOBS" ]; do
		worker "$_n" >"$OUT/random.$_n" 2>&1 &
		_pids="$_pids $!"
		_n=$((_n + 1))
	done
	for _pid in $_pids; do
		wait "$_pid" || _wrong=1
	done
	cat "$OUT"/random.[0-9]*
	return "$_wrong"
}

beside() {
	for _arch in $ARCHS; do
		[ "${GUESTS:-1}" = 0 ] || run "guest-$_arch" guest "$_arch"
	done
	run fuzz fuzz
	run random random
}
beside &

# 1: decisions

decisions() {
	"$native/tests/agree" && "$native/tests/calls" &&
		COUNT=40000 "$native/tests/kernel"
}
part decisions decisions
figure 'decisions compared' "$(sum decisions calls) of \
$(sum decisions policies) policies: eval = run; \
$(asked decisions) of the kernel"

# 3: mutation

part mutants "$native/tests/mutants"
figure 'mutants' "$(sum mutants 'mutants:'): \
$(sum mutants refused) refused, $(sum mutants noticed) noticed, \
$(sum mutants equivalent) equivalent, $(sum mutants 'in a field') unused, \
$(grep -c 'not noticed' "$OUT/mutants.log") survive"
part vectors "$native/tests/vectors"
figure 'vectors of others' "$(sum vectors cases); $(counts vectors)"

# 4: set-up under faults

faults() {
	FAULTS=$1 FAULTS_TIMEOUT=1200 FAULTS_COUNTS=$OUT/faults.counts \
		shell tests/faults.test
}
errors=EPERM,EINTR,ENOMEM,ENOSYS
if [ "$MINUTES" -ge 10 ]; then
	# What the manual pages of the calls that set-up makes have.
	errors=EPERM,ENOENT,ESRCH,EINTR,EIO,ENXIO,E2BIG,ENOEXEC,EBADF,ECHILD
	errors=$errors,EAGAIN,ENOMEM,EACCES,EFAULT,ENOTBLK,EBUSY,EEXIST,EXDEV
	errors=$errors,ENODEV,ENOTDIR,EISDIR,EINVAL,ENFILE,EMFILE,ENOTTY
	errors=$errors,ETXTBSY,EFBIG,ENOSPC,ESPIPE,EROFS,EPIPE,ENOSYS,ELOOP
	errors=$errors,ENAMETOOLONG,EOVERFLOW,ELIBBAD,EUSERS,EOPNOTSUPP
	errors=$errors,EAFNOSUPPORT,EPROTONOSUPPORT,ENOBUFS,EADDRINUSE
	errors=$errors,ECANCELED,ESTALE
	signals=,SIGHUP,SIGCHLD,SIGCONT,SIGRT,SIGPIPE,SIGINT,SIGUSR1
fi
part faults faults "$errors,done,short,SIGTERM${signals-}"
figure 'faults in set-up' "$(awk '{ c += $1; n += $3; r += $5; l += $7 }
	END { print n " in " c " calls of " NR " modes: " r " refused, " \
		l " locked down all the same" }' "$OUT/faults.counts")"

# 5: privilege

part privilege shell tests/privilege.test
figure 'ways back tried' "$(grep -c '^	{ "' tests/helpers/escape.c), \
by 2 users under 2 profiles: $(counts privilege)"

# 6: static analysis

for proof in lint analyze freestanding same planted sanitize coverage; do
	part "$proof" env OUT="$OUT/$proof" sh "tests/proofs/$proof.sh"
	figure "$proof" "$(counts "$proof")"
done

wait
for arch in $ARCHS; do
	[ "${GUESTS:-1}" = 0 ] && break
	judge "guest-$arch"
	figure "in a guest, $arch" \
		"$(sum "guest-$arch" calls) decisions, $(asked "guest-$arch") \
of the kernel; $(counts "guest-$arch")"
done
judge fuzz
figure 'fuzzing' "$(sum fuzz runs) inputs; $(counts fuzz)"

# 2: the compiler

judge random
figure 'random policies' "$(sum random policies), $(sum random calls) calls, \
from SEED=$SEED"
# N policies, N calls, N instructions, at most N, N too big: KIND
awk -F ', | policies| calls| too big: |at most ' '/ too big: / {
	kind = $NF
	policies[kind] += $1
	calls[kind] += $3
	most[kind] = $7 > most[kind] ? $7 : most[kind]
	big[kind] += $8
}
END {
	for (kind in policies)
		printf "  %-30s %7d, %10d calls, at most %4d instructions%s\n",
			kind, policies[kind], calls[kind], most[kind],
			big[kind] ? ", " big[kind] " refused as too big" : ""
}' "$OUT/random.log" | sort | tee -a "$page"

echo
echo "make prove MINUTES=$MINUTES SEED=$SEED: $(($(date +%s) - begun)) s, \
$HOST, Linux $(uname -r), $(git rev-parse --short HEAD 2>/dev/null), \
$(date -u +%Y-%m-%d)"
cat "$page"
report
