#!/bin/sh
# usage: planted.sh
#
# Negative controls of the unit tests: each of these bugs, planted in a copy
# of one file of libsc, has to make a test fail. A bug whose place isn't there
# any more is a failure too.
#
# From the environment: HOST, BUILD, GEN, DEPS, OUT.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/report.sh
rm -rf "$OUT"
mkdir -p "$OUT" || exit 2
COUNT=${COUNT:-300}
export COUNT

specs=/usr/lib/$HOST-linux-musl/musl-gcc.specs
[ -e "$specs" ] || specs=$DEPS/$HOST/musl/musl-gcc.specs

compile() {
	"$(var "$HOST" TRIPLET)-gcc" -specs "$specs" -std=c11 -O2 -w -Ilibsc \
		-I"arch/$HOST" -I"$GEN" -I"$BUILD/$HOST/gen" \
		-DSC_NATIVE="sc_arch_$HOST" -static "$@"
}

# bug TEST FILE NAME SED: the file comes before the archive that has it too.
bug() {
	_name="$1 notices in $2.c: $3"
	_file=libsc/$2.c
	sed "$4" "$_file" >"$OUT/bug.c"
	if cmp -s "$_file" "$OUT/bug.c"; then
		fail "$_name: nothing to replace"
	elif ! compile -o "$OUT/$1" "tests/unit/$1.c" "$OUT/bug.c" \
		"$BUILD/$HOST/libsc.a" >"$OUT/log" 2>&1; then
		cat "$OUT/log"
		fail "$_name: doesn't compile"
	elif timeout 120 "$OUT/$1" </dev/null >"$OUT/log" 2>&1; then
		fail "$_name: not noticed"
	else
		pass "$_name"
	fi
}

bug policy policy 'the order of actions reversed' \
	's/return x < y ? -1 : x > y/return x > y ? -1 : x < y/'
bug policy policy 'a seventh argument' 's/c->arg > 5/c->arg > 6/'
bug policy eval 'LT taken for LE' 's/v < c->value/v <= c->value/'
bug random eval 'LT taken for LE' 's/v < c->value/v <= c->value/'
bug random eval 'GE taken for GT' 's/v >= c->value/v > c->value/'
bug policy eval 'a width ignored' 's/v &= UINT32_MAX/v \&= UINT64_MAX/'
bug random eval 'the first rule wins' \
	's/sc_action_cmp(r->action, action) < 0/0/'
bug run run 'shifts by four bits' 's/>> (b & 31)/>> (b \& 15)/'
bug run run 'the complement for the negative' 's/return 0 - a/return ~a/'
bug run run 'a sign in a comparison' \
	's/m->a > b/(int32_t)m->a > (int32_t)b/'
bug random run 'JGE taken for JGT' 's/m->a >= b/m->a > b/'
bug check check 'seventeen words of memory' 's/i->k < 16/i->k <= 16/'
bug check check 'a jump behind the end' \
	's/return i->k < left/return i->k <= left/'
bug check check 'memory read before it is written' \
	's/written = true;/written = written;/'
bug check verify 'any action for another architecture' \
	's/wrong->k == SC_KILL_PROCESS/1/'
bug check verify 'paths that join with different words' \
	's/v->held\[to\] = MIXED/v->held[to] = holds/'
bug check verify 'any answer for a number' 's/action != wanted/0/'
bug check verify 'a denied call opened by an argument' \
	's/(!known || action/(known \&\& action/'
bug random tree 'the branches of a tree exchanged' \
	's/\(JGE_K, [^,]*, *\)right, left/\1left, right/'
bug random match 'GT taken for GE' 's/value++;/;/'
bug agree match 'GT taken for GE' 's/value++;/;/'
bug arch arch 'names left out of the search' 's/mid + 1/mid + 2/'
report
