#!/bin/sh
# usage: sanitize.sh
#
# The unit tests with gcc's address and undefined-behaviour sanitizers in
# them and in libsc, on this machine.
#
# From the environment: HOST, BUILD, GEN, LIB_SRC, OUT.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/report.sh
rm -rf "$OUT"
mkdir -p "$OUT" || exit 2
COUNT=${COUNT:-100}
export COUNT

sanitized() {
	gcc -std=gnu11 -O1 -g -fsanitize=address,undefined \
		-fno-sanitize-recover=all -Ilibsc -I"arch/$HOST" -I"$GEN" \
		-I"$BUILD/$HOST/gen" -DSC_NATIVE="sc_arch_$HOST" "$@"
}

# In one go, several at once.
library() {
	for _source in $LIB_SRC "$GEN"/*.c; do
		echo "$_source $OUT/$(echo "$_source" | tr / _).o"
	done >"$OUT/list"
	while read -r _source _object; do
		sanitized -c -o "$_object" "$_source" || return
	done <"$OUT/list"
	ar rcs "$OUT/libsc.a" "$OUT"/*.o
}

runs() {
	sanitized -o "$OUT/$1" "tests/unit/$1.c" "$OUT/libsc.a" || return
	timeout 120 "$OUT/$1" </dev/null >"$OUT/$1.log" 2>&1 && return
	grep -v ^PASS "$OUT/$1.log"
	return 1
}

# A store behind an array, and an overflow.
planted() {
	cat >"$OUT/planted.c"
	sanitized -o "$OUT/planted" "$OUT/planted.c" "$OUT/libsc.a" &&
		"$OUT/planted"
}

check 'libsc compiles with sanitizers' library
for source in tests/unit/*.c; do
	name=$(basename "$source" .c)
	case $name in
	# Their children are under filters that the sanitizers don't survive.
	calls|install|kernel) continue ;;
	# It measures time and stack.
	oci_same) continue ;;
	esac
	check "$name with sanitizers" runs "$name"
done
refuse 'a store behind an array is noticed' planted <<'END'
#include <stdlib.h>
int main(void) { char *p = malloc(3); p[rand() % 1 + 3] = 1; return p[3] - 1; }
END
refuse 'an overflow is noticed' planted <<'END'
#include <limits.h>
int main(void) { volatile int n = INT_MAX; n = n + 1; return 0; }
END
report
