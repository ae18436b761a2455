#!/bin/sh
# usage: qemu/root.sh ARCH DIR
#
# Makes DIR a root directory for a guest: busybox under all of its names and
# what programs expect to find beside it.
set -eu
umask 022

cd "$(dirname "$0")/.."
arch=$1 dir=$2
busybox=build/deps/$arch/busybox
if [ "$arch" = "$(uname -m)" ]; then
	run=
else
	run=$(sed -n 's/^QEMU_USER *= *//p' "arch/$arch/arch.mk")
fi

mkdir -p "$dir/bin" "$dir/dev" "$dir/etc" "$dir/proc" "$dir/root" \
	"$dir/run" "$dir/sys" "$dir/tmp" "$dir/usr" "$dir/var"
chmod 700 "$dir/root"
chmod 1777 "$dir/tmp"
ln -s bin "$dir/sbin"
ln -s ../bin "$dir/usr/bin"
ln -s ../bin "$dir/usr/sbin"
cp "$busybox" "$dir/bin"
# shellcheck disable=SC2086
names=$($run "$busybox" --list)
for name in $names; do
	[ "$name" = busybox ] || ln -s busybox "$dir/bin/$name"
done
cat >"$dir/etc/passwd" <<'END'
root:x:0:0:root:/root:/bin/sh
user:x:1000:1000:user:/:/bin/sh
nobody:x:65534:65534:nobody:/:/bin/false
END
cat >"$dir/etc/group" <<'END'
root:x:0:
user:x:1000:
nogroup:x:65534:
END
echo '127.0.0.1 localhost' >"$dir/etc/hosts"
