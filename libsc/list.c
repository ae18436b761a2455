#include "inner.h"

const char *
sc_list_item(const char *list, unsigned index)
{
	while (index--)
		list += length(list) + 1;
	return list;
}

int
sc_list_find(const char *list, const char *text, size_t len)
{
	size_t n;

	for (int i = 0; (n = length(list)); i++, list += n + 1)
		if (same(text, len, list, n))
			return i;
	return -1;
}
