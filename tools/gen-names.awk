# Writes names.h (-v out=h) or names.c (-v out=c) from lists of names, one a
# line: first the sorted one of all system calls, then others, which are in
# names.h by what their files are called.
#
# In the blob a name is a byte below ' ', how many characters it has in
# common with the name before, and the others in lower case. A byte above
# 'z' stands for a pair of bytes, which may stand for pairs in turn: again
# and again, the most frequent pair is made one. Each block of system calls
# and each other list begins afresh.
function fail(why) {
	print FILENAME ": " why >"/dev/stderr"
	bad = 1
	exit 1
}
function in_common(a, b,	n) {
	while (n < 31 && substr(a, n + 1, 1) == substr(b, n + 1, 1))
		n++
	return n
}
# Appends a name to the blob; begin is whether it begins afresh.
function add(text, begin,	common, i) {
	if (begin) {
		previous = ""
		start[starts++] = used
	}
	common = in_common(previous, text)
	byte[used++] = common
	for (i = common + 1; i <= length(text); i++)
		byte[used++] = code[substr(text, i, 1)]
	previous = text
}
# The most frequent pair, 256 * first + second; of several the smallest.
function best_pair(	i, pair, count, best) {
	split("", count)
	for (i = 1; i < used; i++)
		if (byte[i - 1] >= 32 && byte[i] >= 32)
			count[byte[i - 1] * 256 + byte[i]]++
	best = 0
	for (pair in count)
		if (count[pair] > count[best] || \
		    (count[pair] == count[best] && pair + 0 < best))
			best = pair + 0
	return best
}
# Makes one of each such pair.
function join_pairs(pair, into,	i, n, s) {
	s = n = 0
	for (i = 0; i < used; i++) {
		if (s < starts && start[s] == i) {
			start[s] = n
			s++
		}
		if (i + 1 < used && byte[i] * 256 + byte[i + 1] == pair) {
			byte[n++] = into
			i++
		} else {
			byte[n++] = byte[i]
		}
	}
	used = n
}
function print_bytes(value, n,	i) {
	for (i = 0; i < n; i++)
		printf("%s%d,%s", i % 16 ? "" : "\t", value[i],
			i % 16 == 15 || i == n - 1 ? "\n" : " ")
}
# The others of a pair wait while its first is expanded.
function pack(	into, pair, first, second) {
	for (into = FIRST_PAIR; into < 256; into++) {
		pair = best_pair()
		first = int(pair / 256)
		second = pair % 256
		join_pairs(pair, into)
		halves[pairs++] = first
		halves[pairs++] = second
		waiting[into] = waiting[first] + 1
		if (waiting[second] > waiting[into])
			waiting[into] = waiting[second]
		if (waiting[into] > DEPTH)
			fail("pairs in pairs too deeply")
	}
}
BEGIN {
	BLOCK = 32
	SIZE = 32
	DEPTH = 16
	used = starts = 0
	for (i = 32; i < 127; i++)
		code[sprintf("%c", i)] = i
	FIRST_PAIR = code["z"] + 1
}
/^#/ { next }
FILENAME != file {
	file = FILENAME
	lists++
	list = file
	gsub(/^.*\/|\.[a-z]*$/, "", list)
	name_of[lists] = toupper(list)
	size[lists] = 0
}
tolower($1) !~ /^[a-z0-9_-]+$/ || length($1) >= SIZE - 1 {
	fail("not a name: " $1)
}
{ name[lists, size[lists]++] = tolower($1) }
END {
	if (bad)
		exit 1
	n = size[1]
	blocks = int((n + BLOCK - 1) / BLOCK)
	if (out == "h") {
		print "enum {"
		for (i = 0; i < n; i++)
			print "\tN_" name[1, i] ","
		print "\tSC_NAMES\n};"
		print "\n#define SC_NAMES_BLOCK " BLOCK
		print "#define SC_NAMES_DEPTH " DEPTH
		print "#define SC_NAMES_PAIR " FIRST_PAIR
		for (i = 2; i <= lists; i++) {
			print "#define SC_" name_of[i] " " size[i]
			print "#define SC_" name_of[i] "_START " \
				blocks + i - 2
		}
		exit
	}
	for (l = 1; l <= lists; l++)
		for (i = 0; i < size[l]; i++)
			add(name[l, i], l == 1 ? i % BLOCK == 0 : i == 0)
	byte[used++] = 0
	pack()
	print "#include \"inner.h\"\n\nconst uint8_t sc_names[] = {"
	print_bytes(byte, used)
	print "};\n\nconst uint8_t sc_name_pairs[] = {"
	print_bytes(halves, pairs)
	print "};\n\nconst uint16_t sc_name_start[] = {"
	print_bytes(start, starts)
	print "};"
}
