# Writes names.h (-v out=h) or names.c (-v out=c) from a sorted list of
# all system call names, one a line.
#
# In the blob a name is a byte below ' ', how many characters it has in
# common with the name before, and the others. A capital letter stands for
# several characters, see pieces. Each block of names begins afresh.
function in_common(a, b,	n) {
	while (n < 31 && substr(a, n + 1, 1) == substr(b, n + 1, 1))
		n++
	return n
}
function packed(text,	i) {
	for (i = 1; i <= pieces; i++)
		gsub(piece[i], sprintf("%c", 64 + i), text)
	return text
}
BEGIN {
	BLOCK = 32
	SIZE = 32
	pieces = split("_module _file_ range mount time name pen ock ctl at " \
		"et re it id tr se in st ad li ro ll le ve 64 32", piece)
}
$1 !~ /^[a-z0-9_]+$/ || length($1) >= SIZE {
	print "not a name: " $1 >"/dev/stderr"
	bad = 1
	exit 1
}
{ name[n++] = $1 }
END {
	if (bad)
		exit 1
	if (out == "h") {
		print "enum {"
		for (i = 0; i < n; i++)
			print "\tN_" name[i] ","
		print "\tSC_NAMES\n};"
		print "\n#define SC_NAMES_BLOCK " BLOCK
		exit
	}
	print "#include \"inner.h\"\n\nconst char sc_name_pieces[] ="
	for (i = 1; i <= pieces; i++)
		print "\t\"" piece[i] "\\0\""
	print "\t;\n\nconst char sc_names[] ="
	for (i = 0; i < n; i++) {
		common = i % BLOCK ? in_common(name[i - 1], name[i]) : 0
		rest = packed(substr(name[i], common + 1))
		printf "\t\"\\%03o%s\"\n", common, rest
		if (i % BLOCK == 0)
			start[blocks++] = at
		at += 1 + length(rest)
	}
	print "\t;\n\nconst uint16_t sc_name_start[] = {"
	for (i = 0; i < blocks; i++)
		print "\t" start[i] + 0 ","
	print "};"
}
