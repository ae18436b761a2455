# Writes sc_arch_at for the architectures named on the command line with
# -v archs="NAME NAME".
BEGIN {
	n = split(archs, a, " ")
	print "#include \"inner.h\"\n"
	for (i = 1; i <= n; i++)
		print "extern const struct sc_arch sc_arch_" a[i] ";"
	print "\nconst struct sc_arch *\nsc_arch_at(unsigned index)\n{"
	for (i = 1; i <= n; i++) {
		print "\tif (index == " i - 1 ")"
		print "\t\treturn &sc_arch_" a[i] ";"
	}
	print "\treturn NULL;\n}"
}
