# Reads what gcc writes with -fcallgraph-info=su (FILE.ci) for all of a
# library and prints the deepest path by its bytes of stack:
#
#	BYTES function function…
#
# A frame that isn't bounded, a recursion, an indirect call, or a call of
# something unknown is an error, printed instead, with exit status 1.
#
# -v bounds='f=N g=N' names functions that may be in a recursion: no more than
# N of their frames are there at once. -v callbacks='f g' names the members
# through which functions of the library's user are called; their stack is
# the user's affair.

function bare(title) {
	sub(/\.(part|constprop|isra|cold)[.0-9a-z]*$/, "", title)
	sub(/^.*:/, "", title)
	return title
}

function complain(text) {
	if (!(text in complaints))
		print text
	complaints[text]
	bad = 1
}

# Marks what f calls, directly or not, as inside[of, …].
function mark(f, of,	list, n, i) {
	n = split(calls[f], list, "\n")
	for (i = 1; i <= n; i++)
		if (!((of, list[i]) in inside)) {
			inside[of, list[i]]
			mark(list[i], of)
		}
}

# Whether a call of g by f closes a recursion that has a bound.
function closes(f, g) {
	return bare(g) in bound && (f == g || (g, f) in inside)
}

function cycle(g,	i, text) {
	for (i = on_path[g]; i <= depth; i++)
		text = text " " bare(path[i])
	complain("recursion:" text)
}

# Looks for what makes the rest impossible.
function search(f,	list, n, i) {
	seen[f]
	if (!(f in frame))
		complain("unknown: " f)
	on_path[f] = ++depth
	path[depth] = f
	n = split(calls[f], list, "\n")
	for (i = 1; i <= n; i++)
		if (closes(f, list[i]))
			continue
		else if (list[i] in on_path)
			cycle(list[i])
		else if (!(list[i] in seen))
			search(list[i])
	depth--
	delete on_path[f]
}

# The most that is on the stack from f until it leads to a call of g, or -1.
function loop(f, g,	list, n, i, best, x) {
	if ((f, g) in looped)
		return looped[f, g]
	best = -1
	n = split(calls[f], list, "\n")
	for (i = 1; i <= n; i++) {
		if (list[i] == g)
			x = 0
		else if (closes(f, list[i]))
			x = -1
		else
			x = loop(list[i], g)
		if (x > best)
			best = x
	}
	return looped[f, g] = best < 0 ? -1 : best + frame[f]
}

# Sets deepest[f] and after[f], the callee on the deepest path.
function visit(f,	list, n, i, g, best, x) {
	if (f in deepest)
		return
	best = 0
	after[f] = ""
	n = split(calls[f], list, "\n")
	for (i = 1; i <= n; i++) {
		g = list[i]
		if (closes(f, g))
			continue
		visit(g)
		if (deepest[g] > best) {
			best = deepest[g]
			after[f] = g
		}
	}
	x = bare(f) in bound ? loop(f, f) : -1
	deepest[f] = best + frame[f] + (x < 0 ? 0 : x * (bound[bare(f)] - 1))
}

# The source's line at PATH:LINE:COLUMN has to call through a callback.
function indirect(caller, at,	place, i, text) {
	split(at, place, ":")
	for (i = 0; i < place[2]; i++)
		if ((getline text <place[1]) <= 0)
			break
	close(place[1])
	for (i in callback)
		if (text ~ "->" callback[i] "\\(")
			return
	complain("indirect call: " bare(caller))
}

BEGIN {
	n = split(bounds, list, " ")
	for (i = 1; i <= n; i++) {
		split(list[i], pair, "=")
		bound[pair[1]] = pair[2]
	}
	split(callbacks, callback, " ")
}

$1 == "node:" {
	split($0, quoted, "\"")
	if (quoted[4] ~ / bytes \(/) {
		size = quoted[4]
		# What is pushed for calls is bounded too.
		if (size !~ /\((static|dynamic,bounded)\)/)
			complain("not bounded: " bare(quoted[2]))
		sub(/ bytes.*/, "", size)
		sub(/^.*n/, "", size)
		frame[quoted[2]] = size + 0
	}
}

$1 == "edge:" {
	split($0, quoted, "\"")
	if (quoted[4] == "__indirect_call")
		indirect(quoted[2], quoted[6])
	else if (index("\n" calls[quoted[2]], "\n" quoted[4] "\n") == 0)
		calls[quoted[2]] = calls[quoted[2]] quoted[4] "\n"
}

END {
	for (f in calls)
		sub(/\n$/, "", calls[f])
	for (f in frame)
		if (bare(f) in bound)
			mark(f, f)
	for (f in frame)
		if (!(f in seen))
			search(f)
	if (bad)
		exit 1
	top = ""
	for (f in frame) {
		visit(f)
		# By name where two are equal, as the order of awk's arrays isn't
		# fixed.
		if (top == "" || deepest[f] > deepest[top] ||
		    (deepest[f] == deepest[top] && f < top))
			top = f
	}
	if (top == "") {
		print "no functions"
		exit 1
	}
	text = deepest[top]
	for (f = top; f != ""; f = after[f])
		text = text " " bare(f) (bare(f) in bound ? "*" bound[bare(f)] : "")
	print text
}
