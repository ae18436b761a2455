#!/bin/sh
# Runs a shell, another program and a row of system calls without sc-init and
# with it, and prints both side by side; first natively, then under qemu-user
# for the other architectures. See make demo.
#
# From the environment, as the Makefile has them: BUILD, DEPS, HOST, ARCHS.
#
# Exit status: 1 if anything isn't locked down as it should be.
set -eu

cd "$(dirname "$0")/.."
build=${BUILD:-build} deps=${DEPS:-build/deps}
host=${HOST:-$(uname -m)}
archs=${ARCHS:-$host}
failed=0

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

# var ARCH NAME: what arch/ARCH/arch.mk says of NAME.
var() {
	sed -n "s/^$2 *[:?]*= *//p" "arch/$1/arch.mk"
}

wrong() {
	echo
	echo "demo: $*" >&2
	failed=1
}

# A mount namespace for each command, as some of the calls succeed.
private='unshare -m'
as=
[ "$(id -u)" -eq 0 ] || {
	private='unshare -rm'
	as=', as root in a user namespace'
}
$private true 2>/dev/null || private='' as=

# The shell reads /proc/self/status itself, as sort does.
# shellcheck disable=SC2016
own_status='while read -r line; do echo "$line"; done </proc/self/status'

# status LABEL COMMAND...: a row of what COMMAND prints of /proc/self/status.
status() {
	label=$1
	shift
	# shellcheck disable=SC2086
	$private "$@" >"$tmp/status" || {
		wrong "$label: exit status $?"
		return
	}
	awk -v label="$label" '
	{ value[$1] = $2 }
	END {
		printf "  %-34s %-17s %-10s  %s\n", label, value["CapEff:"],
			value["NoNewPrivs:"], value["Seccomp:"]
	}' "$tmp/status"
}

# locked SECCOMP: whether the status just shown is the one it should be.
locked() {
	awk -v seccomp="$1" '
	{ value[$1] = $2 }
	END {
		exit !(value["CapEff:"] ~ /^0+$/ &&
			value["CapPrm:"] ~ /^0+$/ &&
			value["NoNewPrivs:"] == 1 &&
			value["Seccomp:"] == seccomp)
	}' "$tmp/status" || wrong "not locked down: see above"
}

heading() {
	printf '  %-34s %-17s %-10s  %s\n' "$1" CapEff NoNewPrivs Seccomp
}

calls() {
	cat <<-END
	getpid
	mount demo $tmp/mnt tmpfs
	unshare 0x10000000
	clone3 @0x10000000,0,0,0,17,0,0,0 64
	bpf 0 @0x400000002,0x100000004 16
	ptrace 0
	END
	x32=$(var "$host" X32)
	nr=$(awk '$2 == "getpid" { print $1 }' "arch/$host/syscalls.tbl")
	[ "$x32" = 0 ] || printf '0x%x\n' "$((x32 + nr))"
}

about() {
	cat <<-END
	getpid
	mount a file system
	unshare(CLONE_NEWUSER)
	clone3(CLONE_NEWUSER)
	bpf(BPF_MAP_CREATE)
	ptrace(PTRACE_TRACEME)
	END
	[ "$(var "$host" X32)" = 0 ] || echo 'getpid by its x32 number'
}

# column FILE COMMAND...: what each of the calls got.
column() {
	file=$1
	shift
	set -- "$@" "$build/$host/helpers/try"
	while read -r call; do
		set -- "$@" "$call"
	done <"$tmp/calls"
	# shellcheck disable=SC2086
	$private "$@" >"$file.raw" || wrong "$*: exit status $?"
	cut -d ' ' -f 2- "$file.raw" >"$file"
}

native() {
	init=$build/$host/sc-init
	shell=$deps/$host/busybox
	mkdir "$tmp/mnt"

	echo "What programs read in their own /proc/self/status:"
	echo
	heading "$host"
	status 'sh' "$shell" sh -c "$own_status"
	status 'sc-init sh' "$init" "$shell" sh -c "$own_status"
	locked 2
	status 'sort' sort /proc/self/status
	status 'sc-init sort' "$init" sort /proc/self/status
	locked 2
	echo
	echo 'No capability is left, no_new_privs is set, a filter is installed'
	echo '(Seccomp 2): set-user-ID programs can give nothing back.'

	calls >"$tmp/calls"
	about >"$tmp/about"
	column "$tmp/without"
	column "$tmp/docker" "$init"
	column "$tmp/strict" "$init" --profile strict
	echo
	echo 'What system calls get; docker is the profile if none is named:'
	echo
	printf '  %-24s  %-16s  %-16s  %s\n' '' without sc-init \
		'-p strict'
	paste "$tmp/about" "$tmp/without" "$tmp/docker" "$tmp/strict" |
		awk -F '\t' '
		{ printf "  %-24s  %-16s  %-16s  %s\n", $1, $2, $3, $4 }'
	refused
	echo
	echo 'clone3 is ENOSYS, as its flags are out of reach of a filter: C'
	echo 'libraries then use clone, whose flags are checked. docker allows'
	echo 'ptrace, as Docker does; --deny ptrace refuses it.'
}

# What is refused, whatever could be done before.
refused() {
	[ "$(sed -n 1p "$tmp/docker") $(sed -n 1p "$tmp/strict")" = \
		'done done' ] || wrong 'getpid should be allowed'
	! sed -e 1d -e 6d "$tmp/docker" | grep -q 'done' ||
		wrong 'docker should have refused that'
	! sed 1d "$tmp/strict" | grep -q 'done' ||
		wrong 'strict should have refused that'
}

# Threads, pipes and files of its own.
unaware() {
	seq 300000 | awk '{ print $1 * 7919 % 300007 }' >"$tmp/numbers"
	sort --parallel=2 -n "$tmp/numbers" >"$tmp/sorted"
	"$build/$host/sc-init" sort --parallel=2 -n "$tmp/numbers" |
		cmp - "$tmp/sorted" || wrong 'sort: another output'
	echo
	echo "sort of $(wc -l <"$tmp/numbers") lines, with threads, prints" \
		"the same under sc-init."
}

# The emulator's own process is what executes, and is locked down.
emulated() {
	arch=$1
	qemu=$(var "$arch" QEMU_USER)
	init=$build/$arch/sc-init
	run=$(command -v "$qemu") || {
		wrong "no $qemu; see make deps"
		return
	}
	set -- "$run" "$deps/$arch/busybox" sh -c "$own_status"
	echo
	echo "$arch, emulated by $qemu, which has no seccomp. sc-init says so"
	echo "and doesn't run the program:"
	echo
	"$run" "$init" "$@" >"$tmp/out" 2>"$tmp/err" && ended=0 || ended=$?
	sed 's/^/  /' "$tmp/err"
	echo "  exit status $ended"
	if [ "$ended" -ne 125 ] || [ -s "$tmp/out" ]; then
		wrong 'it should have ended with 125'
	fi
	echo
	echo 'With --best-effort it goes on without a filter, and with the rest:'
	echo
	heading "$arch"
	status 'sh' "$@"
	status 'sc-init --best-effort sh' \
		"$run" "$init" --quiet --best-effort "$@"
	locked 0
}

echo
echo 'sc-init locks itself down, then executes a program. The same programs'
echo "without it and with it$as:"
echo
native
unaware
for arch in $archs; do
	[ "$arch" = "$host" ] || emulated "$arch"
done
echo
[ "$failed" -eq 0 ] || exit 1
echo "$build/$host/sc-init is one static file; README.md says how to use it."
echo 'make deps check runs all tests; make boot ARCH=NAME boots a kernel.'
