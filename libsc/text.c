#include "inner.h"

unsigned
sc_digit(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 16;
}

int
sc_number(uint64_t *number, uint64_t most, const char *text, size_t len)
{
	unsigned base = 10;
	uint64_t n = 0;
	size_t i = 0;
	bool large = false;

	if (len > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
		base = 16;
		i = 2;
	}
	if (i == len)
		return -SC_EINVAL;
	for (; i < len; i++) {
		unsigned d = sc_digit(text[i]);

		if (d >= base)
			return -SC_EINVAL;
		large |= n > (UINT64_MAX - d) / base;
		n = n * base + d;
	}
	if (large || n > most)
		return -SC_ERANGE;
	*number = n;
	return 0;
}

int
sc_item(const char **list, const char **item, size_t *len)
{
	size_t n = 0;

	if (!*list)
		return 0;
	while ((*list)[n] && (*list)[n] != ',')
		n++;
	*item = *list;
	*len = n;
	*list = (*list)[n] ? *list + n + 1 : NULL;
	return 1;
}

int
sc_cap_list(uint64_t *caps, const char *list, const char **bad,
	size_t *bad_len)
{
	uint64_t set = 0;
	const char *item;
	size_t len;

	while (sc_item(&list, &item, &len)) {
		int cap = sc_cap_find(item, len);

		if (cap < 0) {
			*bad = item;
			*bad_len = len;
			return cap;
		}
		set |= (uint64_t)1 << cap;
	}
	*caps = set;
	return 0;
}

/* How many decimal digits text begins with. */
static size_t
digits(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && sc_digit(text[n]) < 10)
		n++;
	return n;
}

int
sc_kernel(uint32_t *kernel, const char *text, size_t len)
{
	uint64_t major, minor;
	size_t n = digits(text, len), m;

	if (n == len || text[n] != '.')
		return -SC_EINVAL;
	m = digits(text + n + 1, len - n - 1);
	if (sc_number(&major, UINT16_MAX, text, n) ||
	    sc_number(&minor, UINT16_MAX, text + n + 1, m))
		return -SC_EINVAL;
	n += 1 + m;
	if (n < len && text[n] != '.' && text[n] != '-' && text[n] != '+')
		return -SC_EINVAL;
	*kernel = SC_KERNEL(major, minor);
	return 0;
}
