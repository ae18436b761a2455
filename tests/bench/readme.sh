#!/bin/sh
# usage: readme.sh README TABLES
#
# Puts the tables that bench.sh printed into README, in the place of those
# between its two comments.
set -eu

[ $# -eq 2 ] && [ -s "$2" ]
[ "$(grep -c -e '^<!-- make bench -->$' -e '^<!-- end -->$' "$1")" = 2 ]
awk -v tables="$2" '
/^<!-- end -->$/ { inside = 0; print "" }
!inside
/^<!-- make bench -->$/ {
	inside = 1
	print ""
	while ((getline text <tables) > 0)
		print text
}' "$1" >"$2.readme"
cat "$2.readme" >"$1"
rm "$2.readme"
