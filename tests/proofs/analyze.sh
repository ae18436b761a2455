#!/bin/sh
# usage: analyze.sh
#
# clang-tidy, cppcheck, gcc's analyzer and clang's, by scan-build, find
# nothing in libsc, init and tools, as they are compiled for this machine; and
# each finds what is planted in a copy of one file of every one of the three.
#
# From the environment: HOST, GEN, BUILD, DEPS, LIB_SRC, OUT; WHOLE=1 has
# clang-tidy do what scan-build does once more.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/report.sh
mkdir -p "$OUT" && OUT=$(cd "$OUT" && pwd) || exit 2
export HOST GEN BUILD DEPS OUT
musl=$(musl "$HOST")
CLANG_TARGET=$(var "$HOST" CLANG_TARGET)

# flags FILE: sets what it is compiled with; clang cannot read gcc's specs.
flags() {
	include="-Ilibsc -Iarch/$HOST -I$GEN -I$BUILD/$HOST/gen"
	include="$include -DSC_NATIVE=sc_arch_$HOST"
	case $1 in
	*libsc/*|"$GEN"/*) flags="-std=c11 -ffreestanding $include" ;;
	*) flags="-std=c11 -isystem $musl $include" ;;
	esac
	case $1 in
	"$OUT"/*) flags="$flags -I$(basename "$(dirname "$1")")" ;;
	esac
}

# Not of the headers that a hosted clang or gcc would look for.
clang_flags() {
	flags "$1"
	flags="--target=$CLANG_TARGET -nostdlibinc $flags"
}

# A file at a time: checks of the analyzer's mix several up.
tidy() {
	checks=-clang-analyzer-\*
	[ -z "${WHOLE-}" ] || checks=
	for _file; do
		clang_flags "$_file"
		# shellcheck disable=SC2086
		clang-tidy --quiet --config-file=.clang-tidy \
			--checks="$checks" "$_file" -- $flags 2>/dev/null ||
			return
	done
}

# It doesn't know C11's _Noreturn; and it takes what a callee initialises,
# through a pointer to a structure, for uninitialised, which the analyzers and
# MemorySanitizer look for. Two assignments that are the same on purpose are
# nothing wrong. The C library's headers it asks to leave out.
cpp() {
	flags libsc/
	# shellcheck disable=SC2086
	cppcheck --quiet --std=c11 --enable=warning,portability,performance \
		--error-exitcode=1 '-D_Noreturn=__attribute__((noreturn))' \
		--suppress=uninitvar --suppress=legacyUninitvar \
		--suppress=ctuuninitvar --suppress=duplicateAssignExpression \
		${flags#* -ffreestanding } "$@"
}

# With -w it would say nothing either.
gcc_analyzer() {
	for _file; do
		flags "$_file"
		# shellcheck disable=SC2086
		gcc -fanalyzer -O0 -fdiagnostics-plain-output -nostdinc \
			-isystem "$(gcc -print-file-name=include)" \
			-isystem "$musl" $flags -c -o "$OUT/analyzed.o" \
			"$_file" || break
	done 2>"$OUT/gcc"
	cat "$OUT/gcc"
	[ ! -s "$OUT/gcc" ]
}

# The compiler that scan-build puts in front of clang's analyzer; what it
# would compile is of no use.
scanned() {
	for _file; do
		clang_flags "$_file"
		# shellcheck disable=SC2086
		"$CC" $flags -c -o "$OUT/scanned.o" "$_file" || return
	done
}

# The last of these asks for functions that no C library here has.
scan() {
	scan-build --status-bugs --use-cc=true -o "$OUT/scan" \
		--use-analyzer="$(readlink -f "$(command -v clang)")" \
		-enable-checker valist,nullability,security \
		-enable-checker optin.performance,optin.portability \
		-disable-checker \
		security.insecureAPI.DeprecatedOrUnsafeBufferHandling \
		sh tests/proofs/analyze.sh --scanned "$@" >"$OUT/scan.log" 2>&1
	_status=$?
	cat "$OUT/scan.log"
	# What cannot be parsed is no bug for it.
	[ $_status = 0 ] && ! grep -E '(error|warning):' "$OUT/scan.log"
}

if [ "${1-}" = --scanned ]; then
	shift
	scanned "$@"
	exit
fi

# control COMMAND FILE: it finds what is planted in a copy, and nothing else.
control() {
	mkdir -p "$OUT/$(dirname "$2")"
	cp "$2" "$OUT/$2" && "$1" "$OUT/$2" || return
	cat >>"$OUT/$2" <<-'END'
	int planted(int *p, int n);
	int planted(int *p, int n)
	{
		int i = 0;
		while (i < 10 && n)
			;
		if (!p)
			return *p;
		int m;
		if (n > 3)
			m = i;
		return m + n;
	}
	END
	! "$1" "$OUT/$2"
}

# finds NAME COMMAND
finds() {
	# shellcheck disable=SC2086
	check "$1 finds nothing" "$2" $LIB_SRC init/*.c tools/*.c
	for _source in libsc/caps.c init/caps.c tools/sim.c; do
		check "$1 finds what is planted in $_source" control "$2" \
			"$_source"
	done
}

rm -rf "${OUT:?}"/*
[ "$musl" ] || {
	skip analyzers 'no musl headers, see make deps'
	report
	exit
}
for tool in 'clang-tidy tidy' 'cppcheck cpp' 'gcc gcc_analyzer' \
	'scan-build scan'; do
	name=${tool% *}
	if command -v "$name" >/dev/null; then
		finds "$name" "${tool#* }"
	else
		skip "$name" 'not installed, see make deps'
	fi
done
report
