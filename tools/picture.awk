# Makes an SVG of graphviz smaller: what most elements have stands once, and
# what nothing refers to is gone.
/^<!--/ {
	comment = 1
}
comment {
	if (/-->$/)
		comment = 0
	next
}
/^<title>/ || /^<g id="[ne]/ || /^<\/g>/ {
	next
}
/^<g / {
	sub(/ id="[^"]*" class="[^"]*"/, "")
	print
	print "<style>text{font:10px sans-serif;text-anchor:middle}"
	print "path{fill:none;stroke:#000}polygon{stroke:#000}"
	print ".label{font-size:8px}</style>"
	next
}
/^<(path|polygon|text)/ {
	sub(/ font-family="[^"]*"/, "")
	sub(/ font-size="8.00"/, " class=\"label\"")
	sub(/ font-size="[0-9.]*"/, "")
	sub(/ text-anchor="middle"/, "")
	sub(/ fill="(none|black)"/, "")
	sub(/ stroke="black"/, "")
	gsub(/\.[0-9]+/, "")
}
/^<\/svg>/ {
	print "</g>"
}
{
	print
}
