#include <string.h>

/*
 * What the compiler calls by itself. The C library's are faster for more than
 * sc-init ever copies, and larger.
 */
#define USED __attribute__((used))

USED void *
memcpy(void *restrict to, const void *restrict from, size_t n)
{
	const char *f = from;

	for (char *t = to; n; n--)
		*t++ = *f++;
	return to;
}

USED void *
memset(void *to, int c, size_t n)
{
	for (char *t = to; n; n--)
		*t++ = (char)c;
	return to;
}

USED int
memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *x = a, *y = b;

	for (; n && *x == *y; n--)
		x++, y++;
	return n ? *x - *y : 0;
}
