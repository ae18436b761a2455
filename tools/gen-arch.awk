# Writes the C table of the architecture -v arch=NAME from the list of all
# names, its arch.mk and its syscalls.tbl (number name, in the order of
# numbers).
function fail(why) {
	printf "%s:%d: %s\n", FILENAME, FNR, why >"/dev/stderr"
	bad = 1
	exit 1
}
# Appends a value to the table, as so many bits, the lowest first.
function add(value) {
	pending += value * 2 ^ held
	for (held += bits; held >= 8; held -= 8) {
		printf "\t\t%d,\n", pending % 256
		pending = int(pending / 256)
	}
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
{
	nr[id[$2]] = $1 + 1
	name[count++] = id[$2]
	last = $1
}
END {
	if (bad)
		exit 1
	for (bits = 1; 2 ^ bits <= last + 1 || 2 ^ bits < names; bits++)
		;
	if (bits > 17)
		fail("too large for the table")
	print "#include \"inner.h\"\n"
	print "extern const struct sc_arch sc_arch_" arch ";\n"
	print "const struct sc_arch sc_arch_" arch " = {"
	print "\t.names = \"" arch "\\0" var["GOARCH"] "\\0" var["OCI"] "\\0\","
	print "\t.token = " var["TOKEN"] ","
	print "\t.x32 = " var["X32"] ","
	print "\t.last = " last ","
	print "\t.count = " count ","
	print "\t.bits = " bits ","
	print "\t.table = {"
	for (i = 0; i < count; i++)
		add(name[i])
	for (i = 0; i < names; i++)
		add(nr[i])
	# What is left, and what is read beyond it.
	printf "\t\t%d, 0, 0\n\t}\n};\n", pending
}
