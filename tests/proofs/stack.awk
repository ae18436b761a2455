# Reads what gcc writes with -fcallgraph-info=su (FILE.ci) for all of a
# library and prints the deepest path by its bytes of stack:
#
#	BYTES function function…
#
# A recursion, an indirect call, or a call of something unknown is an error,
# printed instead, with exit status 1. -v bounds='f=N g=N' names functions
# that may call themselves, up to N times deep.

function bare(title) {
	sub(/\.(part|constprop|isra|cold)[.0-9]*$/, "", title)
	sub(/^.*:/, "", title)
	return title
}

function complain(text) {
	if (!(text in complaints))
		print text
	complaints[text]
	bad = 1
}

# Sets deepest[f] and after[f], the callee on the deepest path.
function visit(f,	list, n, i, g, best, next_) {
	if (f in deepest)
		return
	if (!(f in frame)) {
		complain("unknown: " f)
		deepest[f] = 0
		return
	}
	on_path[f] = ++depth
	path[depth] = f
	n = split(calls[f], list, "\n")
	best = 0
	next_ = ""
	for (i = 1; i <= n; i++) {
		g = list[i]
		if (g == f && bare(f) in bound)
			continue
		if (g in on_path) {
			cycle(g)
			continue
		}
		visit(g)
		if (deepest[g] > best) {
			best = deepest[g]
			next_ = g
		}
	}
	depth--
	delete on_path[f]
	deepest[f] = best + frame[f] * (bare(f) in bound ? bound[bare(f)] : 1)
	after[f] = next_
}

function cycle(g,	i, text) {
	for (i = on_path[g]; i <= depth; i++)
		text = text " " bare(path[i])
	complain("recursion:" text)
}

BEGIN {
	n = split(bounds, list, " ")
	for (i = 1; i <= n; i++) {
		split(list[i], pair, "=")
		bound[pair[1]] = pair[2]
	}
}

$1 == "node:" {
	split($0, quoted, "\"")
	if (quoted[4] ~ / bytes \(/) {
		size = quoted[4]
		if (size !~ /\(static\)/)
			complain("not static: " bare(quoted[2]))
		sub(/ bytes.*/, "", size)
		sub(/^.*n/, "", size)
		frame[quoted[2]] = size + 0
	}
}

$1 == "edge:" {
	split($0, quoted, "\"")
	if (quoted[4] == "__indirect_call")
		complain("indirect call: " bare(quoted[2]))
	else if (index("\n" calls[quoted[2]], "\n" quoted[4] "\n") == 0)
		calls[quoted[2]] = calls[quoted[2]] quoted[4] "\n"
}

END {
	for (f in calls)
		sub(/\n$/, "", calls[f])
	top = ""
	for (f in frame) {
		visit(f)
		# By name where two are equal, as the order of awk's arrays isn't
		# fixed.
		if (top == "" || deepest[f] > deepest[top] ||
		    (deepest[f] == deepest[top] && f < top))
			top = f
	}
	if (top == "")
		complain("no functions")
	if (bad)
		exit 1
	text = deepest[top]
	for (f = top; f != ""; f = after[f])
		text = text " " bare(f)
	print text
}
