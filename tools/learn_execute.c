#define _GNU_SOURCE

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "learn.h"

/* Where no PATH is set; sc-init's. */
#define PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

/* 0 or an errno. */
typedef int attempt(const char *name, char **command);

static int
look(const char *name, char **command)
{
	(void)command;
	return access(name, F_OK) ? errno : 0;
}

static int
execute(const char *name, char **command)
{
	execv(name, command);
	return errno;
}

static int
in_directory(const char *dir, int len, char **command, attempt *try)
{
	char name[PATH_MAX];
	int n = snprintf(name, sizeof name, "%.*s%s%s", len, dir,
		len ? "/" : "", command[0]);

	return n < (int)sizeof name ? try(name, command) : ENOENT;
}

/* As execvp(3), but without what that does on an unknown format. */
static int
everywhere(char **command, attempt *try)
{
	const char *dir = getenv("PATH"), *end;
	int error = ENOENT, e;

	if (strchr(command[0], '/'))
		return try(command[0], command);
	for (dir = dir ? dir : PATH; dir && command[0][0];
	    dir = *end ? end + 1 : NULL) {
		end = strchrnul(dir, ':');
		e = in_directory(dir, (int)(end - dir), command, try);
		if (e == EACCES)
			error = e;
		else if (e != ENOENT && e != ENOTDIR)
			return e;
	}
	return error;
}

bool
command_exists(char **command)
{
	int e = everywhere(command, look);

	return e != ENOENT && e != ENOTDIR;
}

int
command_execute(char **command)
{
	return everywhere(command, execute);
}
