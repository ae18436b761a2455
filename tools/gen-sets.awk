# Writes the C table of sets of system calls from a list of all names and the
# NAME.set files: names between blanks, and comments after "#". A set is a
# bit for each of all names.
function fail(why) {
	printf "%s:%d: %s\n", FILENAME, FNR, why >"/dev/stderr"
	bad = 1
	exit 1
}
# The file at i as C.
function table(i,	byte, bit, sum) {
	print "\nconst uint8_t sc_set_" set[i] "[] = {"
	for (byte = 0; byte < names; byte += 8) {
		sum = 0
		for (bit = 7; bit >= 0; bit--)
			sum = 2 * sum + ((i, byte + bit) in has)
		print "\t" sum ","
	}
	print "};"
}
BEGIN { print "#include \"profiles.h\"" }
FILENAME ~ /\.txt$/ {
	id[$1] = names++
	next
}
FNR == 1 {
	set[++sets] = FILENAME
	sub(/.*\//, "", set[sets])
	sub(/\.set$/, "", set[sets])
	gsub(/-/, "_", set[sets])
}
{
	sub(/#.*/, "")
	for (i = 1; i <= NF; i++) {
		if (!($i in id))
			fail("no such system call: " $i)
		if ((sets, id[$i]) in has)
			fail("twice in the set: " $i)
		has[sets, id[$i]]
	}
}
END {
	if (bad)
		exit 1
	for (i = 1; i <= sets; i++)
		table(i)
}
