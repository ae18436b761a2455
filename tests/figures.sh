#!/bin/sh
# usage: figures.sh BUILD ARCH…
#
# What is measured, beside its bar: programs for each ARCH, by the sc of the
# host; the size of each BUILD/ARCH/sc-init; the start-up of the host's. A
# figure without a bar is there for comparison. Exit status 1 if a bar isn't
# met.

[ $# -ge 2 ] || {
	echo "usage: figures.sh BUILD ARCH…" >&2
	exit 2
}
build=$1
shift
archs=$*
host=$build/$(uname -m)
sc=$host/sc
# none has no program.
profiles='docker strict minimal denylist log'
# The capabilities that Docker keeps unless it is told otherwise.
caps=chown,dac_override,fsetid,fowner,mknod,net_raw,setgid,setuid
caps=$caps,setfcap,setpcap,net_bind_service,sys_chroot,kill,audit_write
missed=0
stats=$(mktemp) || exit 2
trap 'rm -f "$stats"' EXIT

# row WHAT FIGURE VALUE [BAR]; an empty VALUE could not be measured.
row() {
	verdict=
	if [ -n "$4" ]; then
		verdict=$(awk -v v="$3" -v bar="$4" 'BEGIN {
			print v != "" && v + 0 <= bar ? "met" : "MISSED"
		}')
	fi
	[ "$verdict" != MISSED ] || missed=1
	printf '%-28s %-15s %8s %s\n' "$1" "$2" "${3:--}" \
		"${4:+<= $4 $verdict}"
}

# programs WHAT ARGUMENT… — measures; key FIGURE [BAR] then shows a part.
program() {
	what=$1
	shift
	"$sc" stats "$@" >"$stats" || missed=1
}

key() {
	row "$what" "$1" "$(awk -F': ' -v k="$1" '$1 == k { print $2 }' \
		"$stats")" "$2"
}

keys() {
	for k; do
		key "$k"
	done
}

cacheable() {
	program "$@"
	awk -F': ' -v what="$what" '
	{ value[$1] = $2 }
	END {
		met = value["cacheable"] != "" &&
			value["cacheable"] == value["unconditional"]
		printf "%-28s %-15s %8s == %s %s\n", what, "cacheable",
			value["cacheable"], value["unconditional"],
			met ? "met" : "MISSED"
		exit !met
	}' "$stats" || missed=1
}

for arch in $archs; do
	case $arch in
	x86_64) bars='78 9.0 10 16' strict='130 9.5 20' ;;
	aarch64) bars='80 9.0' strict= ;;
	*) bars='' strict= ;;
	esac
	program "docker $arch" -A "$arch" docker
	# shellcheck disable=SC2086
	set -- $bars
	key instructions "$1"
	key average "$2"
	key average-denied "$3"
	key worst "$4"
	program "docker $arch 14 caps" -A "$arch" -k "$caps" docker
	keys instructions average average-denied worst
	program "strict $arch network on" -A "$arch" -n on strict
	# shellcheck disable=SC2086
	set -- $strict
	key instructions "$1"
	key average "$2"
	key worst "$3"
done

for arch in $archs; do
	for profile in $profiles; do
		cacheable "$profile $arch" -A "$arch" "$profile"
	done
	cacheable "docker $arch 14 caps" -A "$arch" -k "$caps" docker
	cacheable "strict $arch network on" -A "$arch" -n on strict
done

for arch in $archs; do
	program "docker $arch" --time -A "$arch" docker
	key compile-us 50
done

for arch in $archs; do
	size=
	[ ! -f "$build/$arch/sc-init" ] ||
		size=$(wc -c <"$build/$arch/sc-init")
	row "sc-init $arch" bytes "$size" 49152
done

# Beside a static program that only execs.
start=$host/bench/start
if "$start" 300 /dev/null exec "$start" exec "$start" exit , \
	start "$host/sc-init" "$start" exit >"$stats"; then
	what="sc-init $(uname -m)"
	field() {
		row "$what" "$1" "$(awk -F '\t' -v of="$2" -v n="$3" \
			'$1 == of { print $n }' "$stats")" "$4"
	}
	field exec-us exec 3
	field start-us start 3
	field ratio start 6 1.5
else
	row "sc-init $(uname -m)" ratio '' 1.5
fi

lines=$(mktemp) || exit 2
trap 'rm -f "$stats" "$lines"' EXIT
awk 'BEGIN {
	for (i = 0; i < 1000000; i++)
		printf "x86_64 %d 0x%x %d -1\n", i % 472, i * 4097, i
}' >"$lines"
began=$(date +%s%N)
"$sc" sim --batch -A x86_64 docker <"$lines" | tail -n 1 >"$stats"
ended=$(date +%s%N)
seconds=
[ ! -s "$stats" ] || seconds=$(awk -v ns=$((ended - began)) \
	'BEGIN { printf "%.2f", ns / 1e9 }')
row "sc sim --batch, 10^6 lines" seconds "$seconds" 2

began=$(date +%s%N)
each=
if "$sc" learn -o "$stats" -- "$host/helpers/learn-calls" times=100000 \
	getppid; then
	ended=$(date +%s%N)
	each=$(awk -v ns=$((ended - began)) 'BEGIN { printf "%.1f", ns / 1e8 }')
fi
row "sc learn, each call" us "$each" 30

exit "$missed"
