#include "init.h"

size_t
length_to(const char *s, char end)
{
	size_t n = 0;

	while (s[n] && s[n] != end)
		n++;
	return n;
}

size_t
length(const char *s)
{
	return sc_length(s);
}

bool
begins(const char *s, const char *with)
{
	while (*with)
		if (*s++ != *with++)
			return false;
	return true;
}

bool
same(const char *name, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!name[i] || name[i] != s[i])
			return false;
	return !name[len];
}

bool
equal(const char *a, const char *b)
{
	return same(a, b, length(b));
}

char *
append(char *to, const char *s)
{
	while ((*to = *s++))
		to++;
	return to;
}
