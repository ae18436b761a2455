#include <string.h>
#include "init.h"

enum { PROT_READ_WRITE = 3, MAP_PRIVATE_ANONYMOUS = 0x22 };

static bool
is_named(const char *entry, const char *name, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (entry[i] != name[i])
			return false;
	return entry[len] == '=';
}

const char *
env_get(char **env, const char *name)
{
	size_t len = length(name);

	for (; *env; env++)
		if (is_named(*env, name, len))
			return *env + len + 1;
	return NULL;
}

/* Removes every entry of that name; returns where the list then ends. */
static char **
remove_name(char **env, const char *name, size_t len)
{
	char **to = env;

	for (; *env; env++)
		if (!is_named(*env, name, len))
			*to++ = *env;
	*to = NULL;
	return to;
}

static void
apply(char **env, enum option option, const char *value)
{
	char **end;

	if (option == OPTION_UNSET_ENV) {
		remove_name(env, value, length(value));
	} else if (option == OPTION_ENV) {
		end = remove_name(env, value, length_to(value, '='));
		end[0] = (char *)value;
		end[1] = NULL;
	}
}

static size_t
count(char **list)
{
	size_t n = 0;

	while (list[n])
		n++;
	return n;
}

/* Memory for as many entries as there can be at most. */
static char **
allocate(size_t n)
{
	long r = sys5(NR_mmap, 0, (long)(n * sizeof (char *)), PROT_READ_WRITE,
		MAP_PRIVATE_ANONYMOUS, -1);

	return (char **)must(r, "environment");
}

/* As env(1): cleared first, wherever the option stands. */
void
env_apply(struct options *o, char **env)
{
	const uint64_t cleared = (uint64_t)1 << OPTION_CLEAR_ENV;
	const uint64_t changed = cleared | (uint64_t)1 << OPTION_ENV
		| (uint64_t)1 << OPTION_UNSET_ENV;
	size_t n = o->given & cleared ? 0 : count(env);
	struct scan s;
	enum option option;

	o->env = env;
	if (!(o->given & changed))
		return;
	o->env = allocate(n + count(o->argv) + 1);
	memcpy(o->env, env, n * sizeof *env);
	o->env[n] = NULL;
	scan_begin(&s, o);
	while ((option = scan_next(&s)) != OPTION_END)
		apply(o->env, option, s.value);
}
