#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include "init.h"

/* Where no PATH is set. */
#define PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

static bool
join(char *to, const char *dir, size_t len, const char *name)
{
	size_t n = length(name);

	if (len + n + 2 > PATH_MAX)
		return false;
	memcpy(to, dir, len);
	if (len)
		to[len++] = '/';
	memcpy(to + len, name, n + 1);
	return true;
}

const char *
candidate(const char *command, const char **path)
{
	static char name[PATH_MAX];

	if (*path && command[length_to(command, '/')]) {
		*path = NULL;
		return command;
	}
	while (*path && *command) {
		const char *dir = *path;
		size_t len = length_to(dir, ':');

		*path = dir[len] ? dir + len + 1 : NULL;
		if (join(name, dir, len, command))
			return name;
	}
	return NULL;
}

/* As this user sees it; what execve(2) says is what counts. */
static bool
missing(const char *name)
{
	long r = sys(NR_faccessat, AT_FDCWD, (long)name, F_OK);

	return r == -ENOENT || r == -ENOTDIR;
}

bool
find_command(const struct options *o, const char **path)
{
	const char *first = env_get(o->env, "PATH");
	const char *here, *next, *name;

	if (!first)
		first = PATH;
	next = first;
	do {
		here = next;
		name = candidate(o->command[0], &next);
	} while (name && missing(name));
	*path = name ? here : first;
	return name != NULL;
}
