#include "inner.h"

/* See tools/gen-names.awk. */
extern const uint8_t sc_names[];
extern const uint8_t sc_name_pairs[];
extern const uint16_t sc_name_start[];

#define BLOCKS ((SC_NAMES + SC_NAMES_BLOCK - 1) / SC_NAMES_BLOCK)

/* Makes of a name the one after it, which stands at at; returns its end. */
static const uint8_t *
next(const uint8_t *at, char name[SC_NAME_SIZE])
{
	uint8_t waiting[SC_NAMES_DEPTH];
	char *to = name + *at++;
	unsigned n = 0, c;

	while (n || *at >= ' ') {
		c = n ? waiting[--n] : *at++;
		for (; c >= SC_NAMES_PAIR; c = sc_name_pairs[2 * c]) {
			c -= SC_NAMES_PAIR;
			waiting[n++] = sc_name_pairs[2 * c + 1];
		}
		*to++ = (char)c;
	}
	*to = 0;
	return at;
}

void
sc_list_name(unsigned list, unsigned index, char name[SC_NAME_SIZE])
{
	const uint8_t *at = sc_names + sc_name_start[list];

	do
		at = next(at, name);
	while (index--);
}

void
sc_upper(char *text)
{
	for (; *text; text++)
		if (*text >= 'a')
			*text -= 'a' - 'A';
}

size_t
sc_lower(char to[SC_NAME_SIZE], const char *text, size_t len)
{
	size_t n = 0;

	for (; n < len && n < SC_NAME_SIZE - 1; n++) {
		to[n] = text[n];
		if (to[n] >= 'A' && to[n] <= 'Z')
			to[n] += 'a' - 'A';
	}
	return n;
}

int
sc_list_name_find(unsigned list, unsigned n, const char *name, size_t len)
{
	const uint8_t *at = sc_names + sc_name_start[list];
	char here[SC_NAME_SIZE];

	for (unsigned i = 0; i < n; i++) {
		at = next(at, here);
		if (sc_same(here, sc_length(here), name, len))
			return (int)i;
	}
	return -SC_ENOENT;
}

void
sc_name_text(unsigned index, char name[SC_NAME_SIZE])
{
	sc_list_name(index / SC_NAMES_BLOCK, index % SC_NAMES_BLOCK, name);
}

/* Compares the key with a name as strcmp does. */
static int
compare(const char *key, size_t len, const char *name)
{
	for (size_t i = 0; i < len; i++)
		if (key[i] != name[i] || !name[i])
			return (unsigned char)key[i] < (unsigned char)name[i]
				? -1 : 1;
	return name[len] ? -1 : 0;
}

/* The last block that does not begin behind the name. */
static unsigned
find_block(const char *name, size_t len)
{
	unsigned low = 0, high = BLOCKS;
	char first[SC_NAME_SIZE];

	while (high - low > 1) {
		unsigned mid = (low + high) / 2;

		sc_list_name(mid, 0, first);
		if (compare(name, len, first) < 0)
			high = mid;
		else
			low = mid;
	}
	return low;
}

int
sc_name_find(const char *name, size_t len)
{
	unsigned block = find_block(name, len), first = block * SC_NAMES_BLOCK;
	int i = sc_list_name_find(block, block < BLOCKS - 1 ? SC_NAMES_BLOCK
		: SC_NAMES - first, name, len);

	return i < 0 ? i : (int)first + i;
}
