/*
 * Issues the calls on standard input, lines `ARCH NR A0 … A5` as `sc sim
 * --batch` takes them, and prints for each the errno that it got, or 0. They
 * are all read before the first is made, and all made before anything is
 * printed. The caller sees to it that they are harmless.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CALLS = 2000 };

static struct call {
	long nr;
	long args[6];
	int error;
} calls[CALLS];

static int
parse(struct call *c, char *line)
{
	char *at = strchr(line, ' ');

	if (!at)
		return -1;
	c->nr = strtol(at, &at, 0);
	for (int i = 0; i < 6; i++)
		c->args[i] = *at == '-' || at[strspn(at, " ")] == '-'
			? strtol(at, &at, 0)
			: (long)strtoul(at, &at, 0);
	return *at == '\n' ? 0 : -1;
}

int
main(void)
{
	char line[256];
	int n = 0;

	while (n < CALLS && fgets(line, sizeof line, stdin))
		if (parse(&calls[n++], line)) {
			fprintf(stderr, "not a call: %s", line);
			return 2;
		}
	for (int i = 0; i < n; i++) {
		const long *a = calls[i].args;

		if (syscall(calls[i].nr, a[0], a[1], a[2], a[3], a[4],
		    a[5]) == -1)
			calls[i].error = errno;
	}
	for (int i = 0; i < n; i++)
		printf("%d\n", calls[i].error);
	return fflush(stdout) != 0;
}
