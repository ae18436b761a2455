/*
 * The commands to compare, as words of one command line: LABEL WORD… for
 * each, with a lone comma between them.
 */
#ifndef COMMANDS_H
#define COMMANDS_H

#include <stdlib.h>
#include <string.h>

enum { COMMANDS_MAX = 16 };

struct command {
	const char *label;
	char **argv;
};

/* Puts a NULL where a comma was. Returns how many; 0 if there are too many. */
static inline unsigned
commands_parse(struct command *c, char **word)
{
	unsigned n = 0;

	while (word[0] && word[1] && n < COMMANDS_MAX) {
		c[n].label = word[0];
		c[n++].argv = ++word;
		while (*word && strcmp(*word, ","))
			word++;
		if (!*word)
			return n;
		*word++ = NULL;
	}
	return 0;
}

#endif
