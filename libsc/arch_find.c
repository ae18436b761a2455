#include "inner.h"

const struct sc_arch *
sc_arch_find(const char *name, size_t len)
{
	const struct sc_arch *a;

	for (unsigned i = 0; (a = sc_arch_at(i)); i++)
		if (same(name, len, a->name, length(a->name)) ||
		    same(name, len, a->goarch, length(a->goarch)) ||
		    same(name, len, a->oci, length(a->oci)))
			return a;
	return NULL;
}
