/*
 * Looks up the names of errors and of capabilities that the headers of glibc
 * and of the kernel have; listed.h, made by tests/headers/constants.sh, lists
 * them.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <linux/capability.h>
#include "sc.h"

static const struct row {
	const char *name;
	unsigned number;
} errors[] = {
#define CAP(name)
#define ERROR(name) { #name, name },
#include "listed.h"
#undef CAP
#undef ERROR
}, caps[] = {
#define CAP(name) { #name, name },
#define ERROR(name)
#include "listed.h"
};

#define LENGTH(a) (sizeof (a) / sizeof *(a))

static int
compare(const struct row *r, int number, const char *name)
{
	if (number == (int)r->number && name && !strcmp(name, r->name))
		return 0;
	printf("%s, %u, is %d, and back %s\n", r->name, r->number, number,
		name ? name : "nothing");
	return 1;
}

/* A second name is found, but it is the first that stands for the number. */
static int
alias(const char *name, int number)
{
	return sc_errno_find(name, strlen(name)) != number;
}

int
main(void)
{
	const struct row *r;
	char text[SC_NAME_SIZE];
	int bad = 0;

	for (r = errors; r < errors + LENGTH(errors); r++)
		bad |= compare(r, sc_errno_find(r->name, strlen(r->name)),
			sc_errno_name(r->number, text));
	for (r = caps; r < caps + LENGTH(caps); r++)
		bad |= compare(r, sc_cap_find(r->name, strlen(r->name)),
			sc_cap_name(r->number, text));
	bad |= alias("EWOULDBLOCK", EWOULDBLOCK);
	bad |= alias("EDEADLOCK", EDEADLOCK) | alias("ENOTSUP", ENOTSUP);
	printf("%zu errors, %zu capabilities\n", LENGTH(errors), LENGTH(caps));
	return bad || LENGTH(errors) < 130 || LENGTH(caps) <= CAP_LAST_CAP;
}
