# Writes the C table of the architecture -v arch=NAME from its arch.mk and
# its syscalls.tbl (number name, in the order of numbers).
FILENAME ~ /\.mk$/ {
	if ($2 == "=")
		var[$1] = $3
	next
}
$1 !~ /^[0-9]+$/ || NF != 2 || ($1 <= last && count) {
	printf "%s:%d: not the next \"number name\"\n", FILENAME, FNR \
		> "/dev/stderr"
	bad = 1
	exit 1
}
{
	nr[count] = $1
	name[count++] = $2
	last = $1
}
END {
	if (bad)
		exit 1
	print "#include \"inner.h\"\n"
	print "/* Numbers are kept plus one here, so that 0 means absent. */"
	print "extern const struct sc_arch sc_arch_" arch ";\n"
	print "const struct sc_arch sc_arch_" arch " = {"
	print "\t.name = \"" arch "\","
	print "\t.goarch = \"" var["GOARCH"] "\","
	print "\t.oci = \"" var["OCI"] "\","
	print "\t.token = " var["TOKEN"] ","
	print "\t.x32 = " var["X32"] ","
	print "\t.last = " last ","
	print "\t.count = " count ","
	print "\t.nr = {"
	for (i = 0; i < count; i++)
		print "\t\t[N_" name[i] "] = " nr[i] + 1 ","
	print "\t},\n\t.by_nr = {"
	for (i = 0; i < count; i++)
		print "\t\tN_" name[i] ","
	print "\t}\n};"
}
