#include "inner.h"

size_t
sc_put(char *to, size_t at, const char *from)
{
	while (*from)
		to[at++] = *from++;
	return at;
}

size_t
sc_length(const char *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}

bool
sc_begins(const char *text, size_t len, const char *with)
{
	for (; *with; with++, text++, len--)
		if (!len || *text != *with)
			return false;
	return true;
}

bool
sc_same(const char *a, size_t alen, const char *b, size_t blen)
{
	if (alen != blen)
		return false;
	for (size_t i = 0; i < alen; i++)
		if (a[i] != b[i])
			return false;
	return true;
}

const char *
sc_list_item(const char *list, unsigned index)
{
	while (index--)
		list += sc_length(list) + 1;
	return list;
}

int
sc_list_find_but(const char *list, const char *text, size_t len, int but)
{
	for (int i = 0; *list; i++) {
		size_t n = 0;

		while (n < len && list[n] && !((list[n] ^ text[n]) & ~but))
			n++;
		list += n;
		if (n == len && !*list)
			return i;
		list += sc_length(list) + 1;
	}
	return -1;
}

int
sc_list_find(const char *list, const char *text, size_t len)
{
	return sc_list_find_but(list, text, len, 0);
}
