#!/bin/sh
# usage: sanitize.sh
#
# The unit tests and the shell tests, with sanitizers in libsc, sc, sc-init and
# the tests themselves: clang's for addresses and undefined behaviour, and the
# one for memory that is read before it is written (not in sc-init, whose
# system calls it doesn't see). On this machine, against its C library.
#
# Without WHOLE=1 fewer of them.
# tests/sanitize/left-out.tsv has the shell tests that can't run so, other.tsv
# single ones that go another way; each with the reason.
#
# From the environment: HOST, BUILD, GEN, LIB_SRC, OUT.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/report.sh
rm -rf "$OUT"
mkdir -p "$OUT" && OUT=$(cd "$OUT" && pwd) || exit 2
BUILD=$(cd "$BUILD" && pwd) || exit 2
COUNT=${COUNT:-50}
export COUNT

# wanted NAME: whether the shell test runs something that is sanitized, and
# without WHOLE is one of those of check.
wanted() {
	[ "$san" = address ] ||
		grep -Eq '\$SC([^A-Z_]|$)' "tests/$1.test" || return
	[ -z "${WHOLE-}" ] || return 0
	case $san:$1 in
	address:denied|address:init-exec|address:init-profile) ;;
	address:sc-show|address:supervise-others) ;;
	memory:denied|memory:oci|memory:sc-*) ;;
	*) return 1 ;;
	esac
}

# A report goes to a file of its own, as tests look at standard error and may
# want it to be of any kind. What is allocated for a command is left to its
# end; the unit tests look for leaks, unless they install filters, under which
# to look for them would take denied calls.
options() {
	reports=$dir/reports/report
	_common=log_path=$reports:exitcode=97
	export ASAN_OPTIONS="$_common:detect_leaks=$1"
	export UBSAN_OPTIONS="$_common:print_stacktrace=1"
	export MSAN_OPTIONS="$_common"
}

# tests/sanitize/start.c takes the place of a function that is shared.
runtime=$(dirname "$(clang -print-file-name="libclang_rt.asan-$HOST.so")")
address() {
	# shellcheck disable=SC2086
	clang -fsanitize=address,undefined -fno-sanitize-recover=all \
		-shared-libsan "-Wl,-rpath,$runtime" $flags "$@"
}

memory() {
	# shellcheck disable=SC2086
	clang -fsanitize=memory -fno-sanitize-recover=all \
		-fno-omit-frame-pointer -Itests/sanitize $flags "$@"
}

# A report of any of them, also of what a test expects to fail.
silent() {
	! grep -rhE 'ERROR: |WARNING: MemorySan|runtime error: ' \
		"$dir/reports"
}

library() {
	for _source in $LIB_SRC "$GEN"/*.c; do
		"$san" -c -o "$dir/$(echo "$_source" | tr / _).o" \
			"$_source" || return
	done
	ar rcs "$dir/libsc.a" "$dir"/*.o
}

# memory.c has functions that a sanitizer has its own of.
programs() {
	"$san" -o "$dir/sc" tools/*.c "$dir/libsc.a" || return
	[ "$san" = memory ] && {
		ln -s "$BUILD/$HOST/sc-init" "$dir/sc-init"
		return
	}
	_sources=
	for _source in init/*.c; do
		[ "$_source" = init/memory.c ] ||
			_sources="$_sources $_source"
	done
	# shellcheck disable=SC2086
	"$san" -o "$dir/sc-init" $_sources tests/sanitize/start.c \
		"$dir/libsc.a"
}

# unit NAME
unit() {
	"$san" -o "$dir/unit-$1" "tests/unit/$1.c" "$dir/libsc.a" || return
	rm -f "$dir/reports"/*
	timeout 600 "$dir/unit-$1" </dev/null >"$dir/unit-$1.log" 2>&1 &&
		silent && return
	cat "$dir/reports"/* 2>/dev/null
	grep -v ^PASS "$dir/unit-$1.log"
	return 1
}

units() {
	for _source in tests/unit/*.c; do
		_unit=$(basename "$_source" .c)
		case ${WHOLE-}$san:$_unit in
		*:oci_same)
			skip "$san: $_unit" 'it measures time and stack'
			continue ;;
		memory:agree|memory:calls|memory:mutants)
			skip "$san: $_unit" 'minutes; make prove does it'
			continue ;;
		esac
		case $_unit in
		calls|install|kernel) options 0 ;;
		*) options 1 ;;
		esac
		check "$san: $_unit" unit "$_unit"
	done
}

# shell NAME: shows what failed but is not in other.tsv.
shell() {
	rm -f "$dir/reports"/*
	BUILD=$dir TIMEOUT=120 sh tests/runtest.sh "tests/$1.test" \
		>"$dir/$1.log" 2>&1 </dev/null
	awk -F '\t' -v test="$1" '
	NR == FNR { if ($1 == test) other[$2] = 1; next }
	/^(PASS|SKIP|FAIL): / { show = 0; ran = 1 }
	/^FAIL: / && !(substr($0, 7) in other) { show = bad = 1 }
	show
	END { exit bad || !ran }
	' tests/sanitize/other.tsv "$dir/$1.log" && silent
}

shells() {
	options 0
	for _test in tests/*.test; do
		_name=$(basename "$_test" .test)
		wanted "$_name" || continue
		_why=$(awk -F '\t' -v test="$_name" -v san="$san" '
			$1 == test && ($2 == "" || $2 == san) { print $3 }
			' tests/sanitize/left-out.tsv)
		if [ "$_why" ]; then
			skip "$san: $_name.test" "$_why"
			continue
		fi
		check "$san: $_name.test" shell "$_name"
		if [ "$san" = address ]; then
			others "$_name"
		fi
	done
}

# Those of other.tsv that did.
others() {
	while IFS='	' read -r _test_name _single _why; do
		[ "$_test_name" = "$1" ] &&
			grep -qxF "FAIL: $_single" "$dir/$1.log" &&
			skip "$san: $_single" "$_why"
	done <tests/sanitize/other.tsv
}

# planted NAME <CODE: a program with this in it is ended with a report.
planted() {
	cat >"$dir/planted.c"
	rm -f "$dir/reports"/*
	if ! "$san" -o "$dir/planted" "$dir/planted.c" "$dir/libsc.a"; then
		fail "$san: $1: doesn't compile"
	elif "$dir/planted" || silent >/dev/null; then
		fail "$san: $1"
	else
		pass "$san: $1"
	fi
}

# in_program NAME FILE SED COMMAND…: so is sc or sc-init, with a bug in FILE.
in_program() {
	_what="$san: $1" _source=$2
	sed "$3" "$_source" >"$dir/bug.c"
	shift 3
	_rest=
	[ "${_source%%/*}" = tools ] || _rest=tests/sanitize/start.c
	for _other in "${_source%%/*}"/*.c; do
		case $_other in
		"$_source"|init/memory.c) ;;
		*) _rest="$_rest $_other" ;;
		esac
	done
	rm -f "$dir/reports"/*
	# shellcheck disable=SC2086
	if cmp -s "$_source" "$dir/bug.c"; then
		fail "$_what: nothing to replace"
	elif ! "$san" -I"$(dirname "$_source")" -o "$dir/bug" \
		"$dir/bug.c" $_rest "$dir/libsc.a"; then
		fail "$_what: doesn't compile"
	elif "$dir/bug" "$@" >/dev/null 2>&1 || silent >/dev/null; then
		fail "$_what"
	else
		pass "$_what"
	fi
}

# The environment of one sanitizer: sets dir and flags.
begin() {
	san=$1
	dir=$OUT/$san
	mkdir -p "$dir/reports"
	# Users other than this one report as well.
	chmod 1777 "$dir/reports"
	for _name in helpers tests sc.h; do
		ln -s "$BUILD/$HOST/$_name" "$dir/$_name"
	done
	flags="-std=gnu11 -O1 -g -Ilibsc -Iarch/$HOST -I$GEN"
	flags="$flags -I$BUILD/$HOST/gen -DSC_NATIVE=sc_arch_$HOST"
	options 1
	check "$san: libsc compiles" library
	check "$san: the programs compile" programs
}

controls_address() {
	planted 'a store behind an array is noticed' <<-'END'
	#include <stdlib.h>
	int main(void)
	{
		char *p = malloc(3);
		p[rand() % 1 + 3] = 1;
		return p[3] - 1;
	}
	END
	planted 'memory that was given back is noticed' <<-'END'
	#include <stdlib.h>
	int main(void) { char *volatile p = malloc(3); free(p); return *p; }
	END
	planted 'a leak is noticed' <<-'END'
	#include <stdlib.h>
	static char *volatile p;
	int main(void) { p = malloc(3); p = 0; return 0; }
	END
	planted 'an overflow is noticed' <<-'END'
	#include <limits.h>
	int main(void) { volatile int n = INT_MAX; n = n + 1; return 0; }
	END
	options 0
	in_program 'a store behind an array of sc is noticed' tools/sim.c \
		's/^{$/{ static volatile int a[2], n = 2; a[n] = 1;/' \
		sim docker read
	in_program 'a store behind an array of sc-init is noticed' \
		init/main.c \
		's/^{$/{ static volatile int a[2], n = 2; a[n] = 1;/' true
}

controls_memory() {
	planted 'what is read before it is written is noticed' <<-'END'
	#include "sc.h"
	int main(void)
	{
		struct sc_caps caps;
		return caps.effective ? sc_caps_get(&caps) : 0;
	}
	END
	planted 'what the kernel would read so is noticed' <<-'END'
	#include "sc.h"
	int main(void)
	{
		struct sc_insn insn[2];
		insn[0].code = 6;
		sc_install(insn, 2, SC_INSTALL_NEW_PRIVS);
		return 0;
	}
	END
	options 0
	in_program 'what sc reads before it is written is noticed' \
		tools/sim.c 's/^{$/{ volatile int n; if (n) fflush(0);/' \
		sim docker read
}

# sanitizer NAME
sanitizer() {
	begin "$1"
	"controls_$1"
	units
	shells
}

if command -v clang >/dev/null; then
	sanitizer address
	sanitizer memory
else
	skip 'sanitizers' 'no clang, see make deps'
fi
report
