#include "cmd.h"

static void
overview(void)
{
	puts("usage: sc COMMAND [OPTION]… [OPERAND]…\n\n"
		"Looks at seccomp policies, for any architecture.\n");
	for (const struct command *c = commands; c->name; c++)
		printf("  %-10s%s\n", c->name, c->about);
	puts("\nsc help COMMAND tells the operands and options.");
}

int
cmd_help(const struct options *o)
{
	const struct command *c;

	if (!o->nwords) {
		overview();
		return SAME;
	}
	c = command_find(o->words[0]);
	if (!c)
		fail("%s: no such command; see sc help", o->words[0]);
	printf("usage: sc %s [OPTION]… %s\n\n%s\n", c->name, c->operands,
		c->about);
	if (c->more)
		printf("\n%s", c->more);
	putchar('\n');
	help_options(stdout, c->takes);
	return SAME;
}
