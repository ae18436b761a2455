# Writes names.h (-v out=h) or names.c (-v out=c) from a sorted list of
# all system call names, one a line.
{ name[n++] = $1 }
END {
	if (out == "h") {
		print "enum {"
		for (i = 0; i < n; i++)
			print "\tN_" name[i] ","
		print "\tSC_NAMES\n};"
		exit
	}
	print "#include \"inner.h\"\n\nconst char sc_names[] ="
	for (i = 0; i < n; i++)
		print "\t\"" name[i] "\\0\""
	print "\t;\n\nconst uint16_t sc_name_start[SC_NAMES + 1] = {"
	for (i = 0; i < n; i++) {
		print "\t" at ","
		at += length(name[i]) + 1
	}
	print "\t" at "\n};"
}
BEGIN { at = 0 }
