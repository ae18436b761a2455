# Takes a Markdown file apart into the current directory: its Nth block of a
# LANGUAGE is LANGUAGE.N. In blocks of the language console, `$ ' stands before
# a command and what it prints is below: COMMANDS gets a line for each, its
# number and its place, with the command in command.N and the rest in
# printed.N.

function command(text) {
	print ++commands, FILENAME ":" FNR >"COMMANDS"
	printf "%s\n", text >("command." commands)
	printf "" >("printed." commands)
}

/^```/ {
	if (language) {
		language = ""
	} else {
		language = substr($0, 4)
		file = language "." ++blocks[language]
		printf "" >file
	}
	next
}
language {
	print >file
}
language == "console" && /^\$ / {
	command(substr($0, 3))
	next
}
language == "console" {
	print >("printed." commands)
}
