#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cmd.h"

/* A part of a program is none: it must not stay behind. */
static void
give_up(const char *name, FILE *to)
{
	int error = errno;
	struct stat st;

	if (to != stdout && !fstat(fileno(to), &st) && S_ISREG(st.st_mode))
		remove(name);
	fail("%s: %s", name, strerror(error));
}

static void
write_program(const struct loaded *l, const char *name, FILE *to)
{
	if (fwrite(l->insn, sizeof *l->insn, l->ninsns, to) != l->ninsns ||
	    fflush(to))
		give_up(name, to);
}

int
cmd_compile(const struct options *o)
{
	const char *file = o->output;
	const char *name = file ? file : "standard output";
	struct loaded *l;
	FILE *to = stdout;

	if (o->all_archs)
		fail("compile: for one architecture at a time");
	l = load_program(o->words[0], o->arch, o);
	if (l->ninsns == 0)
		fail("%s: installs no filter, so there is no program",
			l->name);
	if (!file && isatty(1))
		fail("compile: not to a terminal; use -o FILE");
	if (file)
		to = fopen(name, "wb");
	if (!to)
		fail("%s: %s", name, strerror(errno));
	write_program(l, name, to);
	if (file && fclose(to))
		fail("%s: %s", name, strerror(errno));
	return SAME;
}
