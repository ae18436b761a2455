#!/bin/sh
# usage: all.sh [SUITE…]
#
# Runs every suite of tests, as many at once as there are processors, and
# prints what failed or was skipped, a line for each suite, and the sum.
# A SUITE is a name as in those lines, or its beginning: unit, shell/aarch64,
# proofs/same. The whole output of each is in OUT/SUITE.log.
#
# From the environment, as the Makefile has them: BUILD (build), OUT, ARCHS,
# HOST, and what tests/proofs need. GUESTS=0 leaves out the tests in booted
# guests; JOBS is how many suites run at once; V=1 prints all output.
#
# Exit status: 0 all passed, 1 a failure, 2 wrong use.
set -u

# How many random things an emulator is asked to do, which is slow.
EMULATED_COUNT=200
# Seconds for one program of tests/unit.
LIMIT=600
SLOW='faults boot qemu'
# These boot machines or build trees, and don't go by EXEC.
HOST_ONLY='boot install qemu'

var() {
	sed -n "s/^$2 *[:?]*= *//p" "arch/$1/arch.mk"
}

# The emulator for ARCH's programs, or nothing.
emulator() {
	[ "$1" = "$HOST" ] || var "$1" QEMU_USER
}

# Those that take long begin early.
suites() {
	for arch in $ARCHS; do
		[ "${GUESTS:-1}" = 0 ] || echo "guest/$arch"
	done
	for name in $SLOW; do
		echo "shell/$HOST/$name"
	done
	echo proofs/freestanding
	for script in tests/proofs/*.sh tests/headers/*.sh; do
		name=${script#tests/}
		echo "${name%.sh}"
	done
	for arch in $HOST $ARCHS; do
		for source in tests/unit/*.c; do
			echo "unit/$arch/$(basename "$source" .c)"
		done
		for test in tests/*.test; do
			name=$(basename "$test" .test)
			case " $HOST_ONLY " in
			*" $name "*) [ "$arch" = "$HOST" ] || continue ;;
			esac
			echo "shell/$arch/$name"
		done
	done
	echo harness
}

# unit ARCH PROGRAM
unit() {
	emulator=$(emulator "$1")
	if [ "$emulator" ]; then
		COUNT=${COUNT:-$EMULATED_COUNT}
		export COUNT
	fi
	if [ "$emulator" ] && ! command -v "$emulator" >/dev/null; then
		echo "SKIP: unit tests of $1: no $emulator, see make deps"
		echo '0 passed, 0 failed, 1 skipped'
		return
	fi
	# shellcheck disable=SC2086
	timeout "$LIMIT" $emulator "$BUILD/$1/tests/$2" </dev/null
}

# shell ARCH NAME
shell() {
	emulator=$(emulator "$1")
	if [ "$emulator" ] && ! command -v "$emulator" >/dev/null; then
		echo "SKIP: $2.test on $1: no $emulator, see make deps"
		echo '0 passed, 0 failed, 1 skipped'
		return
	fi
	BUILD="$BUILD/$1" EXEC=$emulator sh tests/runtest.sh "tests/$2.test"
}

run() {
	case $1 in
	guest/*)
		COUNT=${COUNT:-$EMULATED_COUNT} BUILD="$BUILD/${1#guest/}" \
			sh tests/guest.sh "${1#guest/}"
		;;
	shell/*)
		test=${1#shell/}
		shell "${test%%/*}" "${test#*/}"
		;;
	harness) sh tests/runtest-selftest.sh ;;
	seeds) sh tests/seeds.sh ;;
	unit/*)
		program=${1#unit/}
		unit "${program%%/*}" "${program#*/}"
		;;
	*) OUT="$OUT/$1" sh "tests/$1.sh" ;;
	esac
}

# judge LOG STATUS: makes LOG.result, the last line of a suite's log. That
# the status says something else is a failure too, like a missing last line.
judge() {
	tail -n 1 "$1" >"$1.result"
	if sh tests/tally.sh "$1.result" >"$1.tally" && [ "$2" -ne 0 ]; then
		echo "FAIL: $suite: ended with status $2" >>"$1"
		echo '0 passed, 1 failed, 0 skipped' >>"$1.result"
	fi
	sh tests/tally.sh "$1.result" >"$1.tally"
}

# What came before a FAIL since the last PASS, SKIP or FAIL says why, and some
# of what comes after it. Skips are told by their reasons.
digest() {
	awk '
	/^(PASS|SKIP|FAIL): / || / passed, .* failed, / {
		if (/^FAIL: /)
			printf "%s%s\n", text, $0
		if (/^SKIP: /) {
			reason = $0
			sub(/^.*: /, "", reason)
			if (!(reason in skips))
				order[++reasons] = reason
			skips[reason]++
			skipped[reason] = $0
		}
		text = ""
		lines = 0
		after = /^FAIL: / ? 40 : 0
		next
	}
	after > 0 {
		print
		after--
		next
	}
	lines++ < 100 { text = text $0 "\n" }
	END {
		printf "%s", text
		for (i = 1; i <= reasons; i++) {
			reason = order[i]
			if (skips[reason] == 1)
				print skipped[reason]
			else
				print "SKIP: " skips[reason] " tests: " reason
		}
	}' "$1"
}

# One suite, of several at once: all that it prints, it prints in one go.
one() {
	suite=$1
	log=$OUT/$suite.log
	mkdir -p "$(dirname "$log")"
	start=$(date +%s)
	run "$suite" >"$log" 2>&1 </dev/null
	judge "$log" $?
	{
		if [ "${V-}" ]; then cat "$log"; else digest "$log"; fi
		sed '$d' "$log.tally"
		echo "$suite: $(tail -n 1 "$log.tally")," \
			"$(($(date +%s) - start)) s"
	} >"$log.digest"
	cat "$log.digest"
}

cd "$(dirname "$0")/.." || exit 2
HOST=${HOST:-$(uname -m)}
ARCHS=${ARCHS:-$HOST}
BUILD=${BUILD:-build}
mkdir -p "$BUILD" && BUILD=$(cd "$BUILD" && pwd) || exit 2
OUT=${OUT:-$BUILD/check}
mkdir -p "$OUT" && OUT=$(cd "$OUT" && pwd) || exit 2
export HOST ARCHS BUILD OUT

if [ "${1-}" = --one ]; then
	one "$2"
	exit
fi

wanted=
for suite in $(suites | awk '!seen[$0]++'); do
	for prefix in "${@:-}"; do
		case $suite in
		"$prefix"|"${prefix%/}"/*) wanted="$wanted $suite" ;;
		*) [ "$prefix" ] || wanted="$wanted $suite" ;;
		esac
	done
done
[ "$wanted" ] || {
	echo "all.sh: no such suite: $*" >&2
	exit 2
}
find "$OUT" -name '*.log.result' -exec rm -f {} +
# shellcheck disable=SC2086
printf '%s\n' $wanted |
	xargs -P "${JOBS:-$(nproc)}" -n 1 sh tests/all.sh --one
# It reads the others' logs.
if [ $# -eq 0 ]; then
	one seeds
	wanted="$wanted seeds"
fi
logs=
for suite in $wanted; do
	logs="$logs $OUT/$suite.log.result"
done
echo
# shellcheck disable=SC2086
sh tests/tally.sh $logs
