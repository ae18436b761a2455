#!/bin/sh
# usage: freestanding.sh
#
# Proves that libsc is freestanding and allocation-free: for each
# architecture, gcc and clang, and four levels of optimisation, compiles all
# of it and shows that it calls nothing, has no data but constants without
# relocations, and a stack that is bounded. Then violations are planted in
# a copy, and each proof has to fail.
#
# From the environment, as the Makefile has them: BUILD, GEN, LIB_SRC, ARCHS,
# WARN, PURE, OUT (where to work).
set -u
export LC_ALL=C

OPTS='-O0 -O2 -Os -O3'
# Bytes: of one function, and of the deepest path, at each level but -O0.
FRAME_MAX=1024
STACK_MAX=16384
# For stack.awk. A decision of match.c is within DEPTH_MAX others.
CALLBACKS='put note'
BOUNDS=decide=$(($(sed -n 's/^#define DEPTH_MAX //p' \
	"$(dirname "$0")/../../libsc/match.c") + 1))
# The tree of a table has a limit, and 2051 ranges are halved until they fit.
BOUNDS="$BOUNDS write_tree=$(sed -n 's/^#define DEPTH \([0-9]*\)u.*/\1/p' \
	"$(dirname "$0")/../../libsc/tree.c") tree=8"

var() {
	sed -n "s/^$2 *[:?]*= *//p" "arch/$1/arch.mk"
}

pass() {
	echo "PASS: $*"
}

fail() {
	echo "FAIL: $*"
}

# compiler NAME ARCH: sets cc.
compiler() {
	case $1 in
	gcc) cc=$(var "$2" TRIPLET)-gcc ;;
	# -nostdlibinc leaves only the headers of the compiler itself.
	clang) cc="clang --target=$(var "$2" CLANG_TARGET) -nostdlibinc" ;;
	esac
	cc="$cc -std=c11 $WARN $PURE -fvisibility=hidden -ffunction-sections"
	cc="$cc -fdata-sections -fstack-usage"
	cc="$cc -I$top/libsc -I$top/arch/$2 -I$gen -I$build/$2/gen"
	cc="$cc -DSC_NATIVE=sc_arch_$2"
	case $1 in
	gcc) cc="$cc $(var "$2" ARCH_CFLAGS) -fcallgraph-info=su" ;;
	esac
}

# compile DIR FILE…: into DIR, all in one go.
compile() {
	(
		cd "$1" || exit
		shift
		# shellcheck disable=SC2086
		$cc $opt -c "$@"
	)
}

# Each proof takes the folder of a compiled library, prints what is wrong
# and fails, or is silent. The first also makes the folder's all.o.
proof_undefined() {
	rm -f "$1/libsc.a" "$1/all.o"
	"$triplet-ar" rcsD "$1/libsc.a" "$1"/*.o &&
		"$triplet-ld" -r --whole-archive "$1/libsc.a" -o "$1/all.o" ||
		return
	"$triplet-nm" -u "$1/all.o" | grep . && return 1
	# That it isn't empty.
	"$triplet-nm" "$1/all.o" | grep -q ' T sc_arch_at$' || {
		echo 'sc_arch_at is missing'
		return 1
	}
}

# Whatever isn't code or a constant, by the kind of symbol and by section;
# and constants that hold addresses.
proof_data() {
	"$triplet-nm" "$1/all.o" | grep -v ' [TtRr] ' && return 1
	"$triplet-size" -A "$1/all.o" | awk '
	$1 ~ /^\.(t?data|t?bss|init|fini|ctors|dtors|preinit)/ && $2 > 0 ||
	$1 ~ /^\.rela\.(rodata|data)/ && $2 > 0 {
		print $1, $2
		bad = 1
	}
	END { exit bad }'
}

# A frame is static but for what is pushed for calls: gcc calls that
# dynamic and bounded, and has counted it.
proof_frames() {
	most=$FRAME_MAX
	[ "$opt" != -O0 ] || most=$((2 * FRAME_MAX))
	cat "$1"/*.su | awk -v most="$most" '
	$3 !~ /^(static|dynamic,bounded)$/ || $2 > most {
		print
		bad = 1
	}
	END { exit bad || !NR }'
}

proof_stack() {
	deepest=$(cat "$1"/*.ci | awk -v bounds="$BOUNDS" \
		-v callbacks="$CALLBACKS" -f "$top/tests/proofs/stack.awk") || {
		echo "$deepest"
		return 1
	}
	most=$STACK_MAX
	[ "$opt" != -O0 ] || most=$((2 * STACK_MAX))
	[ "${deepest%% *}" -le "$most" ] || {
		echo "$deepest"
		return 1
	}
}

# check NAME proof ARG: runs a proof that should hold.
check() {
	if complaint=$("$2" "$3" 2>&1); then
		pass "$1"
	else
		echo "$complaint" | head -n 20
		fail "$1"
	fi
}

# planted NAME proof DIR <CODE: the code, added to the library in DIR, makes
# the proof fail, having compiled.
planted() {
	rm -rf "$3.planted"
	mkdir "$3.planted"
	cp "$3"/*.o "$3"/*.su "$3.planted"
	[ "$2" != proof_stack ] || cp "$3"/*.ci "$3.planted"
	rm -f "$3.planted/all.o"
	cat >"$3.planted/planted.c"
	if ! complaint=$(compile "$3.planted" planted.c 2>&1); then
		echo "$complaint"
		fail "$1: doesn't compile"
	elif [ "$2" = proof_data ] && ! proof_undefined "$3.planted"; then
		fail "$1: doesn't link"
	elif "$2" "$3.planted" >/dev/null 2>&1; then
		fail "$1: not noticed"
	else
		pass "$1"
	fi
	rm -rf "$3.planted"
}

plant_undefined() {
	planted "$1: a struct copy is noticed" proof_undefined "$dir" <<-'END'
	struct big { char c[50000]; };
	void planted(struct big *a, const struct big *b);
	void planted(struct big *a, const struct big *b) { *a = *b; }
	END
	planted "$1: a call of malloc is noticed" proof_undefined "$dir" <<-'END'
	void *malloc(__SIZE_TYPE__ n);
	void *planted(void);
	void *planted(void) { return malloc(1); }
	END
}

plant_data() {
	planted "$1: a variable is noticed" proof_data "$dir" <<-'END'
	int planted(void);
	int planted(void) { static int n = 1; return n++; }
	END
	planted "$1: a variable that begins as 0 is noticed" proof_data \
		"$dir" <<-'END'
	int planted(void);
	int planted(void) { static int n; return n++; }
	END
	planted "$1: a table of pointers is noticed" proof_data "$dir" <<-'END'
	const char *planted(int i);
	extern const char *const planted_names[2];
	const char *const planted_names[2] = { "a", "bc" };
	const char *planted(int i) { return planted_names[i]; }
	END
}

plant_stack() {
	planted "$1: alloca is noticed" proof_frames "$dir" <<-'END'
	char planted(int n);
	char planted(int n)
	{
		volatile char *p = __builtin_alloca(n);
		p[n / 2] = 1;
		return p[n / 2];
	}
	END
	planted "$1: a large frame is noticed" proof_frames "$dir" <<-'END'
	char planted(int n);
	char planted(int n)
	{
		volatile char a[20000];
		a[n] = 1;
		return a[n];
	}
	END
}

plant_graph() {
	planted "$1: a recursion is noticed" proof_stack "$dir" <<-'END'
	int planted(int n), planted_too(int n);
	__attribute__((noinline)) int planted(int n)
	{
		volatile int v = n;
		return n ? planted_too(n - 1) * v : 0;
	}
	__attribute__((noinline)) int planted_too(int n)
	{
		volatile int v = n;
		return n ? planted(n - 1) + v : 0;
	}
	END
	planted "$1: a function that calls itself is noticed" proof_stack \
		"$dir" <<-'END'
	int planted(int n);
	int planted(int n)
	{
		volatile int v = n;
		return n ? planted(n - 1) * v + planted(v - 2) : 0;
	}
	END
	planted "$1: an indirect call is noticed" proof_stack "$dir" <<-'END'
	int planted(int (*f)(int));
	int planted(int (*f)(int)) { return f(1) + 1; }
	END
	planted "$1: a deep path is noticed" proof_stack "$dir" <<-'END'
	#define F(f, g) int f(int n); \
		__attribute__((noinline)) int f(int n) \
		{ volatile int a[600]; a[n] = g; return a[1]; }
	F(planted0, n) F(planted1, planted0(n)) F(planted2, planted1(n))
	F(planted3, planted2(n)) F(planted4, planted3(n))
	F(planted5, planted4(n)) F(planted6, planted5(n))
	F(planted7, planted6(n)) F(planted8, planted7(n))
	F(planted9, planted8(n)) F(planted10, planted9(n))
	END
}

plant_warning() {
	mkdir -p "$dir.planted"
	echo 'int planted(int n); int planted(int n) { int m; return n; }' \
		>"$dir.planted/planted.c"
	if compile "$dir.planted" planted.c >/dev/null 2>&1; then
		fail "$1: an unused variable is not noticed"
	else
		pass "$1: an unused variable is noticed"
	fi
	rm -rf "$dir.planted"
}

# variant ARCH COMPILER OPT
variant() {
	arch=$1 opt=$3
	name="$1 $2 $3"
	triplet=$(var "$arch" TRIPLET)
	dir=$OUT/$1-$2$3
	rm -rf "$dir"
	mkdir -p "$dir"
	compiler "$2" "$1"
	# shellcheck disable=SC2086
	if ! complaint=$(compile "$dir" $sources 2>&1); then
		echo "$complaint" | head -n 20
		fail "$name: compiles without a warning"
		return
	fi
	# Two sources of the same name would have become one object.
	# shellcheck disable=SC2012,SC2086
	if [ "$(ls "$dir"/*.o | wc -l)" -ne "$(echo $sources | wc -w)" ]; then
		fail "$name: not an object for each source"
		return
	fi
	pass "$name: compiles without a warning"
	check "$name: calls nothing outside" proof_undefined "$dir"
	check "$name: no data but plain constants" proof_data "$dir"
	check "$name: each frame is static and small" proof_frames "$dir"
	if [ "$2" = gcc ]; then
		deepest=
		check_stack
	fi
	[ "$3" = -O2 ] || return 0
	plant_warning "$name"
	plant_undefined "$name"
	plant_data "$name"
	plant_stack "$name"
	[ "$2" != gcc ] || plant_graph "$name"
}

# Not through check, which would lose what is found to a subshell.
check_stack() {
	if proof_stack "$dir" >"$dir/complaint"; then
		echo "deepest path, $name: $deepest"
		pass "$name: the stack is bounded"
	else
		cat "$dir/complaint"
		fail "$name: the stack is bounded"
	fi
}

# The headers that each FILE includes: four of C's that a freestanding
# compiler has, and the library's own.
proof_includes() {
	sed -n 's/^[ 	]*#[ 	]*include[ 	]*//p' "$@" | sort -u |
	while read -r header; do
		case $header in
		'<stddef.h>'|'<stdint.h>'|'<stdbool.h>'|'<limits.h>') ;;
		\"*\")
			file=$(echo "$header" | tr -d '"')
			own=
			for file in libsc/"$file" libsc/profiles/"$file" \
				arch/*/"$file" "$gen/$file" \
				"$build"/*/gen/"$file"
			do
				[ ! -e "$file" ] || own=$file
			done
			[ "$own" ] || echo "$header"
			;;
		*) echo "$header" ;;
		esac
	done | {
		! grep .
	}
}

includes() {
	set -- libsc/*.[ch] libsc/profiles/*.[ch] arch/*/*.h "$gen"/*.[ch] \
		"$build"/*/gen/*.h
	if proof_includes "$@"; then
		pass "only freestanding headers are included"
	else
		fail "only freestanding headers are included"
	fi
	for header in '<string.h>' '<errno.h>' '<linux/seccomp.h>' \
		'"stdlib.h"' 'MACRO'; do
		printf '\t#  include %s\n' "$header" >"$OUT/planted.c"
		if proof_includes "$@" "$OUT/planted.c" >/dev/null; then
			fail "an include of $header is noticed"
		else
			pass "an include of $header is noticed"
		fi
	done
}

top=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
cd "$top" || exit 2
mkdir -p "$OUT" || exit 2
gen=$(cd "$GEN" && pwd) && build=$(cd "$BUILD" && pwd) &&
	OUT=$(cd "$OUT" && pwd) || exit 2
sources=
for source in $LIB_SRC; do
	sources="$sources $top/$source"
done
for source in "$gen"/*.c; do
	sources="$sources $source"
done

if [ $# -eq 3 ]; then
	variant "$@" >"$OUT/$1-$2$3.log" 2>&1
	exit
fi

rm -rf "${OUT:?}"/*
includes >"$OUT/includes.log"
for a in $ARCHS; do
	for c in gcc clang; do
		for o in $OPTS; do
			echo "$a $c $o"
		done
	done
done | xargs -P "$(nproc)" -L 1 sh "$0"
cat "$OUT"/*.log
awk '
/^PASS: / { passed++ }
/^FAIL: / { failed++ }
END {
	printf "%d passed, %d failed, 0 skipped\n", passed, failed
	exit failed || !passed
}' "$OUT"/*.log
