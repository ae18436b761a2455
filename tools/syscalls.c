#include <string.h>
#include "cmd.h"

static void
print(const struct options *o, const struct sc_arch *arch, uint32_t nr)
{
	char name[SC_NAME_SIZE];

	if (o->all_archs)
		printf("%s ", sc_arch_name(arch));
	printf("%u %s\n", nr, sc_name(arch, nr, name));
}

static int
list(const struct options *o, const struct sc_arch *arch)
{
	char name[SC_NAME_SIZE];

	for (uint32_t nr = 0; nr <= sc_arch_last(arch); nr++)
		if (sc_name(arch, nr, name))
			print(o, arch, nr);
	return SAME;
}

/* Whether arch has the call; prints it. */
static bool
lookup(const struct options *o, const struct sc_arch *arch, const char *word,
	int *error)
{
	char name[SC_NAME_SIZE];
	int32_t nr;

	*error = nr_parse(&nr, arch, word, strlen(word));
	if (*error)
		return false;
	if (!sc_name(arch, (uint32_t)nr, name)) {
		*error = -SC_ENOSYS;
		return false;
	}
	print(o, arch, (uint32_t)nr);
	return true;
}

static void
query(const struct options *o, const char *word)
{
	const struct sc_arch *arch;
	bool found = false;
	int error = 0;

	if (!o->all_archs)
		found = lookup(o, o->arch, word, &error);
	else
		for (unsigned i = 0; (arch = sc_arch_at(i)); i++)
			found |= lookup(o, arch, word, &error);
	if (!found)
		fail("%s: %s", word, nr_error(error));
}

int
cmd_syscalls(const struct options *o)
{
	if (!o->nwords)
		return for_archs(o, list);
	for (int i = 0; i < o->nwords; i++)
		query(o, o->words[i]);
	return SAME;
}
