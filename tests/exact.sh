#!/bin/sh
# usage: exact.sh SC BUILD
#
# Prints the figures that are the same each time, a name, a tab and a value
# a line: of the programs that SC makes, for all architectures, and the size of
# each BUILD/ARCH/sc-init that is there.
set -eu

sc=$1
build=$2
caps=chown,dac_override,fsetid,fowner,mknod,net_raw,setgid,setuid
caps=$caps,setfcap,setpcap,net_bind_service,sys_chroot,kill,audit_write

# program NAME OPTION…
program() {
	name=$1
	shift
	# shellcheck disable=SC2086
	$sc stats -A all --kernel 6.1 "$@" | awk -F ': ' -v of="$name" '
	$1 == "arch" { arch = $2 }
	$1 ~ /^(instructions|average|worst|cacheable)$/ {
		printf "%s %s %s\t%s\n", of, arch, $1, $2
	}'
}

program docker docker
program 'docker 14 caps' -k "$caps" docker
program 'docker harden' --harden docker
program strict strict
program 'strict network on' -n on strict
program minimal minimal
program denylist denylist
program log log
for dir in "$(dirname "$0")"/../arch/*/; do
	arch=$(basename "$dir")
	[ ! -f "$build/$arch/sc-init" ] || printf 'sc-init %s bytes\t%d\n' \
		"$arch" "$(wc -c <"$build/$arch/sc-init")"
done
