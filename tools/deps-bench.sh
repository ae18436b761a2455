#!/bin/sh
# Installs what make bench compares with and this machine lacks. With
# everything there it is quiet and needs neither root nor the network.
set -eu

cd "$(dirname "$0")/.."
TARGET=deps-bench
. tools/packages.sh

PACKAGES='libseccomp-dev bubblewrap util-linux libcap2-bin tini dumb-init
	catatonit runc crun strace binutils'

command -v dpkg-query >/dev/null || die 'this needs a Debian machine'
# shellcheck disable=SC2086
missing=$(missing $PACKAGES)
# shellcheck disable=SC2086
[ -z "$missing" ] || install_packages $missing
