#!/bin/sh
# usage: bench.sh BUILD HOST ARCH…
#
# Prints tables, in Markdown, of what is built in BUILD/ARCH beside the
# programs of other projects. What is compared runs in turn; a figure is the
# median, in brackets the quartiles; a ratio is the median of the ratios of
# runs next to each other. A program that isn't here has a line with SKIP.
#
# From the environment: RUNS (300), QUICK=1 for a tenth of them.
set -u

[ $# -ge 3 ] || {
	echo 'usage: bench.sh BUILD HOST ARCH…' >&2
	exit 2
}
BUILD=$(cd "$1" && pwd) || exit 2
HOST=$2
shift 2
ARCHS=$*
BENCH=$BUILD/$HOST/bench
SC=$BUILD/$HOST/sc
INIT=$BUILD/$HOST/sc-init
START=$BENCH/start
RUNS=${RUNS:-300}
[ -z "${QUICK-}" ] || RUNS=$((RUNS / 10))

tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

heading() {
	printf '\n%s\n\n' "$1"
}

head_of() {
	echo "$1"
	echo "$1" | sed 's/[^|][^|]*/ --- /g'
}

# The machine and the versions of what ours is compared with.

machine() {
	echo "$(date -u +%Y-%m-%d), $(uname -sr), $HOST," \
		"$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | uniq -c |
			sed 's/^ *\([0-9]*\) /\1 × /')"
	echo
	for package in libseccomp2 bubblewrap util-linux libcap2-bin tini \
		dumb-init catatonit runc crun; do
		version=$(dpkg-query -W -f '${Version}' "$package" \
			2>/dev/null) || version='not here'
		printf '%s %s, ' "$package" "${version:-not here}"
	done | sed 's/, $//'
	echo
}

# against TABLE HEADING [RUNS]
against() {
	heading "$2"
	if [ -x "$BENCH/peer" ]; then
		"$BENCH/peer" "$1" ${3:+"$3"}
	else
		echo 'SKIP: built without libseccomp, see make deps-bench'
	fi
}

# The commands to start, as a word list in which a comma stands alone.

commands=
skipped=

# What peer and always take is fit for eval, as no word has a quote in it.
add() {
	label=$1
	shift
	commands="$commands${commands:+ , }'$label'"
	for word; do
		commands="$commands '$word'"
	done
	printf '%s\t%s\n' "$label" "$(calls_of "$@")" >>"$tmp/calls"
}

# peer LABEL COMMAND…: one that may not be here, or may not work here.
peer() {
	if ! command -v "$2" >/dev/null; then
		skipped="$skipped| $1 | SKIP: not here |\n"
		return 1
	fi
	if ! (shift; "$@" 9<"$tmp/docker.bpf" >"$tmp/out" 2>&1); then
		skipped="$skipped| $1 | SKIP: $(tail -n 1 "$tmp/out") |\n"
		return 1
	fi
	add "$@"
}

# The system calls that strace sees, but for those of the program at the end.
calls_of() {
	if ! command -v strace >/dev/null; then
		echo -
		return
	fi
	echo $(($(traced "$@") - $(traced "$START" exit) + 1))
}

traced() {
	strace -f -o "$tmp/strace" "$@" 9<"$tmp/docker.bpf" >/dev/null 2>&1
	grep -c -v -e ' +++ ' -e ' --- ' -e ' resumed>' "$tmp/strace"
}

start_table() {
	eval "\"\$START\" $1 '$tmp/docker.bpf' $commands" >"$tmp/times" ||
		return
	head_of '| by | µs | ratio | system calls | page faults |'
	awk -F '\t' '
	FNR == NR { calls[$1] = $2; next }
	{
		printf "| %s | %s (%s–%s) | %s (%s–%s) | %s | %s |\n", $1,
			$3, $2, $4, $6, $5, $7, calls[$1], $8
	}' "$tmp/calls" "$tmp/times"
	printf %b "$skipped"
	commands=''
	skipped=''
}

executing() {
	heading '**5. Start-up: from fork to the end of a workload that ends at
once, as a ratio to a static program that only execs it**'
	add 'exec only' "$START" exec "$START" exit
	add 'the least: drop, install, exec' "$START" lock "$START" exit
	add 'sc-init, docker' "$INIT" "$START" exit
	add 'sc-init, strict' "$INIT" -p strict "$START" exit
	add 'sc-init, no filter' "$INIT" -p none "$START" exit
	peer 'setpriv, no filter' setpriv --no-new-privs --bounding-set=-all \
		--inh-caps=-all --ambient-caps=-all "$START" exit
	peer 'capsh, no filter' capsh --drop=all --no-new-privs \
		"--shell=$START" -- exit
	peer 'bwrap, our docker' bwrap --cap-drop ALL --seccomp 9 \
		--dev-bind / / "$START" exit
	start_table "$RUNS"
	sc_init=$(awk -F '\t' '$1 == "sc-init, docker" { print $6 }' \
		"$tmp/times")
	awk -v r="$sc_init" 'BEGIN {
		print "\nsc-init, docker: ≤ 1.5", r <= 1.5 ? "met" : "MISSED"
	}'
}

supervising() {
	heading 'Supervised; only sc-init locks anything down:'
	add 'exec only' "$START" exec "$START" exit
	add 'sc-init -s, docker' "$INIT" -s "$START" exit
	add 'sc-init -s, no filter' "$INIT" -s -p none "$START" exit
	peer 'tini' tini -s "$START" exit
	peer 'tini-static' tini-static -s "$START" exit
	peer 'dumb-init' dumb-init "$START" exit
	peer 'catatonit' catatonit "$START" exit
	start_table "$RUNS"
}

bundle() {
	mkdir -p "$tmp/bundle/rootfs/proc" "$tmp/bundle/rootfs/dev"
	cp "$START" "$INIT" "$tmp/bundle/rootfs/"
	cat >"$tmp/bundle/config.json" <<-END
	{"ociVersion": "1.0.2", "root": {"path": "rootfs", "readonly": true},
	"process": {"terminal": false, "user": {"uid": 0, "gid": 0},
		"args": ["/start", "exit"], "env": [], "cwd": "/",
		"noNewPrivileges": true},
	"mounts": [{"destination": "/proc", "type": "proc",
		"source": "proc"}],
	"linux": {"namespaces": [{"type": "pid"}, {"type": "mount"}],
		"seccomp": $("$SC" show --json docker)}}
	END
}

containers() {
	heading 'A container of two namespaces with the same profile:'
	bundle
	add 'sc-init, docker (no container)' "$INIT" "$START" exit
	# Where the control groups are mounted in a way that it does not take.
	crun="crun --root $tmp/state --cgroup-manager=disabled run \
		-b $tmp/bundle bench"
	# shellcheck disable=SC2086
	peer crun $crun || peer 'crun, unshare and mount' unshare -m sh -c \
		"mount -t tmpfs none /sys/fs/cgroup && exec $crun"
	peer runc runc --root "$tmp/state" run -b "$tmp/bundle" bench
	start_table $((RUNS / 15 + 1))
}

bytes() {
	wc -c <"$1" | tr -d ' '
}

crowd_table() {
	eval "\"\$BENCH/crowd\" $1 $2 $commands" >"$tmp/crowd"
	commands=''
}

# add_ready [LABEL] COMMAND…: each with a workload that waits.
add_ready() {
	commands="$commands${commands:+ , }'$1'"
	shift
	for word in "$@" "$START" ready; do
		commands="$commands '$word'"
	done
}

waiting() {
	add_ready sc-init "$INIT" -s
	for name in tini-static tini dumb-init catatonit; do
		command -v $name >/dev/null || continue
		case $name in
		tini*) add_ready $name $name -s ;;
		*) add_ready $name $name ;;
		esac
	done
}

sizes() {
	heading '**6. Size, and memory while waiting for the workload**'
	command -v readelf >/dev/null || {
		echo 'SKIP: no readelf, see make deps-bench'
		return
	}
	waiting
	crowd_table 10 3
	head_of '| program | bytes | linked | private dirty KiB | resident KiB |'
	while IFS='	' read -r name _ _ _ _ _ _ dirty resident; do
		path=$(command -v "$name") || path=$INIT
		linked=static
		! readelf -l "$path" | grep -q INTERP || linked=dynamic
		echo "| $name | $(bytes "$path") | $linked | $dirty |" \
			"$resident |"
	done <"$tmp/crowd"
	for arch in $ARCHS; do
		[ "$arch" = "$HOST" ] ||
			echo "| sc-init $arch | $(bytes "$BUILD/$arch/sc-init"
				) | static | | |"
	done
	for arch in $ARCHS; do
		echo
		echo "sc-init $arch: ≤ 49152" \
			"$([ "$(bytes "$BUILD/$arch/sc-init")" -le 49152 ] &&
				echo met || echo MISSED)"
	done
}

crowds() {
	many=1000
	[ -z "${QUICK-}" ] || many=100
	heading "**7. Scale: $many at once, each with a workload**"
	waiting
	crowd_table $many 3
	head_of '| by | ms until all are up | ratio | private dirty KiB each |'
	awk -F '\t' '{
		printf "| %s | %s (%s–%s) | %s (%s–%s) | %s |\n", $1,
			$3, $2, $4, $6, $5, $7, $8
	}' "$tmp/crowd"
}

simulation() {
	awk 'BEGIN {
		for (i = 0; i < 1000000; i++)
			printf "x86_64 %d 0x%x %d -1\n", i % 472, i * 4097, i
	}' >"$tmp/lines"
	began=$(date +%s%N)
	"$SC" sim --batch -A x86_64 docker <"$tmp/lines" >/dev/null || return
	ended=$(date +%s%N)
	echo
	awk -v ns=$((ended - began)) 'BEGIN {
		printf "sc sim --batch: %.1f million lines per second\n",
			1e3 / ns * 1e6
	}'
}

"$SC" compile -o "$tmp/docker.bpf" docker || exit
machine
against programs '**1. Programs: instructions; executed for one call, over
all numbers; numbers that the kernel can remember as allowed**'
against bounds 'Below what no program of comparisons can go, as is argued in
tests/bench/peer/lower.c, and the distance from it:'
against installation '**2. Installation: seccomp(2) itself**' "$RUNS"
against calls '**3. Each call; the floor is a filter of one instruction, or
one that denies this call alone**' $((RUNS / 3 + 1))
against compiling '**4. Compiling: from a policy to its program**' \
	$((RUNS / 3 + 1))
if n=$("$BENCH/noalloc"); then
	printf '\n%s\n' "0 allocations and 0 system calls in $n compilations,
where malloc(3) aborts and the kernel allows read, write and exit only."
fi
: >"$tmp/calls"
executing
supervising
containers
sizes
crowds
simulation
against scaling 'Compiling, by the number of rules:' 31
