# Writes the C table of the architecture -v arch=NAME from the list of all
# names, its arch.mk and its syscalls.tbl (number name, in the order of
# numbers).
function fail(why) {
	printf "%s:%d: %s\n", FILENAME, FNR, why >"/dev/stderr"
	bad = 1
	exit 1
}
# A table of n values, each below 1024: eight bits and, four to a byte, two.
function table(value, n,	i) {
	print "\t\t.low = {"
	for (i = 0; i < n; i++)
		print "\t\t\t" value[i] % 256 ","
	print "\t\t},\n\t\t.high = {"
	for (i = 0; i < n; i += 4)
		print "\t\t\t" int(value[i] / 256) + \
			4 * int(value[i + 1] / 256) + \
			16 * int(value[i + 2] / 256) + \
			64 * int(value[i + 3] / 256) ","
	print "\t\t}"
}
FILENAME ~ /\.txt$/ {
	id[$1] = names++
	next
}
FILENAME ~ /\.mk$/ {
	if ($2 == "=")
		var[$1] = $3
	next
}
$1 !~ /^[0-9]+$/ || NF != 2 || ($1 <= last && count) {
	fail("not the next \"number name\"")
}
$1 > 1022 || names > 1024 { fail("too large for the table") }
{
	nr[id[$2]] = $1 + 1
	name[count++] = id[$2]
	last = $1
}
END {
	if (bad)
		exit 1
	print "#include \"inner.h\"\n"
	print "extern const struct sc_arch sc_arch_" arch ";\n"
	print "const struct sc_arch sc_arch_" arch " = {"
	print "\t.names = \"" arch "\\0" var["GOARCH"] "\\0" var["OCI"] "\\0\","
	print "\t.token = " var["TOKEN"] ","
	print "\t.x32 = " var["X32"] ","
	print "\t.last = " last ","
	print "\t.count = " count ","
	print "\t.nr = {"
	table(nr, names)
	print "\t},\n\t.by_nr = {"
	table(name, count)
	print "\t}\n};"
}
