#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "cmd.h"

/* What was written of a program is none: it must not stay behind. */
static void
give_up(const char *name)
{
	int error = errno;

	if (name)
		remove(name);
	fail("%s: %s", name ? name : "standard output", strerror(error));
}

int
cmd_compile(const struct options *o)
{
	struct loaded *l;
	FILE *to = stdout;

	if (o->all_archs)
		fail("compile: for one architecture at a time");
	l = load_program(o->words[0], o->arch, o);
	if (l->ninsns == 0)
		fail("%s: installs no filter, so there is no program",
			l->name);
	if (!o->output && isatty(1))
		fail("compile: not to a terminal; use -o FILE");
	if (o->output)
		to = fopen(o->output, "wb");
	if (!to)
		fail("%s: %s", o->output, strerror(errno));
	if (fwrite(l->insn, sizeof *l->insn, l->ninsns, to) != l->ninsns ||
	    fflush(to))
		give_up(o->output);
	if (o->output && fclose(to))
		give_up(o->output);
	return SAME;
}
