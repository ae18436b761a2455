#define _GNU_SOURCE

#include <string.h>
#include <errno.h>
#include <fcntl.h>
#include "cmd.h"

const struct command *
command_find(const char *name)
{
	for (const struct command *c = commands; c->name; c++)
		if (!strcmp(c->name, name))
			return c;
	return NULL;
}

static const struct command *
chosen(const char *name)
{
	const struct command *c;

	if (!strcmp(name, "-h") || !strcmp(name, "--help"))
		name = "help";
	c = command_find(name);
	if (!c)
		fail("%s: no such command; see sc help", name);
	return c;
}

static int
run(const struct command *c, int argc, char **argv)
{
	struct options o;
	char *about[] = { (char *)c->name, NULL };

	options_parse(&o, c, argc, argv);
	if (o.help) {
		o.words = about;
		o.nwords = 1;
		return cmd_help(&o);
	}
	if (o.nwords < c->least)
		fail("%s: wants %s; see sc help %s", c->name, c->operands,
			c->name);
	if (c->most >= 0 && o.nwords > c->most)
		fail("%s: %s: one word too many; see sc help %s", c->name,
			o.words[c->most], c->name);
	return c->run(&o);
}

/*
 * What is opened later must not become standard error, and get messages
 * written into it. These can't be read from, nor written to, like none.
 */
static void
hold_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null", (fd ? O_RDONLY : O_WRONLY)
				| O_CLOEXEC);
}

int
main(int argc, char **argv)
{
	int status;

	hold_descriptors();

	if (argc < 2)
		fail("no command; see sc help");
	if (!strcmp(argv[1], "--version")) {
		puts("sc " SC_VERSION);
		status = SAME;
	} else {
		status = run(chosen(argv[1]), argc - 2, argv + 2);
	}
	if (fflush(stdout) || ferror(stdout))
		fail("standard output: %s", strerror(errno));
	return status;
}
