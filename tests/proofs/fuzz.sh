#!/bin/sh
# usage: fuzz.sh
#
# Fuzzes what reads texts from outside, with clang's libFuzzer and its
# sanitizers of addresses and undefined behaviour: each target replays its
# corpus and then makes up inputs for TIME seconds (20). A target whose code
# has a bug planted in it has to fail on the corpus alone.
#
# From the environment, as the Makefile has them: BUILD, GEN, LIB_SRC, HOST;
# OUT (where to work, keep what is found and start from it the next time),
# TIME, SEED.
set -u

TIME=${TIME:-20}
# The longest input. Compiling is what takes the time with policies.
LENGTH=4096
POLICY_LENGTH=1024

cd "$(dirname "$0")/../.." || exit 2
HOST=${HOST:-$(uname -m)}
BUILD=${BUILD:-build}
GEN=${GEN:-$BUILD/gen}
OUT=${OUT:-$BUILD/check/proofs/fuzz}
LIB_SRC=${LIB_SRC:-$(echo libsc/*.c libsc/profiles/*.c)}
export LC_ALL=C
mkdir -p "$OUT" || exit 2
passed=0 failed=0 skipped=0

pass() {
	echo "PASS: fuzz: $*"
	passed=$((passed + 1))
}

fail() {
	echo "FAIL: fuzz: $*"
	failed=$((failed + 1))
}

finish() {
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" -eq 0 ]
	exit
}

# compile OBJECT SOURCE
compile() {
	clang -std=c11 -g -O2 -Wall -Wextra -Werror -Wshadow \
		-fsanitize=fuzzer-no-link,address,undefined \
		-fno-sanitize-recover=all -Ilibsc "-Iarch/$HOST" "-I$GEN" \
		"-I$BUILD/$HOST/gen" "-DSC_NATIVE=sc_arch_$HOST" \
		-c -o "$1" "$2"
}

# link PROGRAM OBJECT…
link() {
	program=$1
	shift
	clang -fsanitize=fuzzer,address,undefined -o "$program" "$@"
}

# object SOURCE: where it is.
object() {
	echo "$OUT/o/$(echo "$1" | tr / -).o"
}

# The folders of what a target starts with, the first its own.
corpus() {
	case $1 in
	json) echo "$OUT/$1.found" tests/fuzz/corpus/json ;;
	*) echo "$OUT/$1.found" tests/fuzz/corpus/profile ;;
	esac
}

# fuzz TARGET
fuzz() {
	length=$LENGTH
	[ "$1" != policy ] || length=$POLICY_LENGTH
	mkdir -p "$OUT/$1.found"
	# shellcheck disable=SC2046
	if "$OUT/$1" -max_total_time="$TIME" -timeout=10 -rss_limit_mb=512 \
		-max_len="$length" ${SEED:+-seed="$SEED"} -verbosity=0 \
		-print_final_stats=1 -dict=tests/fuzz/profile.dict \
		-artifact_prefix="$OUT/$1." $(corpus "$1") >"$OUT/$1.log" 2>&1
	then
		runs=$(sed -n 's/^stat::number_of_executed_units: *//p' \
			"$OUT/$1.log")
		echo "$1: $runs runs"
		# As many as the corpus has would mean that none was made up.
		if [ "$runs" -gt 100 ]; then
			pass "$1"
		else
			fail "$1: only its corpus"
		fi
	else
		head -n 60 "$OUT/$1.log"
		fail "$1"
	fi
}

# planted TARGET NAME FILE SED: the corpus alone shows the bug.
planted() {
	sed "$4" "$3" >"$OUT/planted.c"
	if cmp -s "$3" "$OUT/planted.c"; then
		fail "$2: cannot be planted in $3"
		return
	fi
	objects=
	for source in $LIB_SRC "$GEN"/*.c "tests/fuzz/$1.c"; do
		[ "$source" = "$3" ] || objects="$objects $(object "$source")"
	done
	# shellcheck disable=SC2086
	if ! { compile "$OUT/planted.o" "$OUT/planted.c" &&
		link "$OUT/planted" "$OUT/planted.o" $objects; } \
		>"$OUT/planted.log" 2>&1
	then
		head -n 20 "$OUT/planted.log"
		fail "$2: does not compile"
		return
	fi
	# shellcheck disable=SC2046
	if "$OUT/planted" -runs=0 -artifact_prefix="$OUT/planted." \
		$(corpus "$1" | cut -d ' ' -f 2) >"$OUT/planted.log" 2>&1
	then
		fail "$2 is not noticed"
	else
		pass "$2 is noticed"
	fi
}

echo 'int LLVMFuzzerTestOneInput(const char *, unsigned long);
int LLVMFuzzerTestOneInput(const char *s, unsigned long n)
{ return s && n > 9; }' >"$OUT/try.c"
if ! clang -fsanitize=fuzzer,address,undefined -o "$OUT/try" "$OUT/try.c" \
	>"$OUT/try.log" 2>&1 || ! "$OUT/try" -runs=1 >"$OUT/try.log" 2>&1
then
	echo 'SKIP: fuzz: no clang with libFuzzer, see make deps'
	skipped=1
	finish
fi

mkdir -p "$OUT/o"
objects=
for source in $LIB_SRC "$GEN"/*.c; do
	objects="$objects $(object "$source")"
	if ! compile "$(object "$source")" "$source"; then
		fail "$source does not compile"
		finish
	fi
done
for target in json profile policy; do
	source=tests/fuzz/$target.c
	# shellcheck disable=SC2086
	if compile "$(object "$source")" "$source" &&
		link "$OUT/$target" "$(object "$source")" $objects
	then
		fuzz "$target"
	else
		fail "$target: does not compile"
	fi
done
planted json 'reading a byte too far' libsc/json.c \
	's/return i < j->len ?/return i <= j->len ?/'
planted profile 'text that is not fit for a terminal' libsc/oci_token.c \
	"s/c >= ' ' \&\& c <= '~' ? c : '?'/c/"
planted policy 'a wrong comparison' libsc/eval.c \
	's/return v < c->value/return v <= c->value/'
finish
