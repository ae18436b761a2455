#include "inner.h"

const struct sc_arch *
sc_arch_find(const char *name, size_t len)
{
	const struct sc_arch *a;

	for (unsigned i = 0; (a = sc_arch_at(i)); i++)
		if (sc_list_find(a->names, name, len) >= 0)
			return a;
	return NULL;
}
