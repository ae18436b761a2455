#!/bin/sh
# usage: tests/guest/run.sh BUILD SUITE...
#
# In the guest: runs each SUITE and sees to it that it ends in its results.

cd "${0%/*}/../.." || exit
export BUILD="$1"
shift

for suite; do
	echo "== $suite"
	case $suite in
	*.test) set -- sh tests/runtest.sh "$suite" ;;
	*) set -- "$BUILD/tests/$suite" ;;
	esac
	{
		"$@" </dev/null 2>&1
		echo $? >/tmp/status
	} | tee /tmp/log
	read -r status </tmp/status
	failed=$(tail -n 1 /tmp/log |
		sed -n 's/^[0-9]* passed, \([0-9]*\) failed, .*/\1/p')
	case $status:$failed in
	0:0|[1-9]*:[1-9]*) ;;
	*)
		echo "FAIL: $suite: ended with status $status"
		echo "0 passed, 1 failed, 0 skipped"
	esac
done
