#include "inner.h"

/* See tools/gen-names.awk. */
extern const char sc_names[];
extern const char sc_name_pieces[];
extern const uint16_t sc_name_start[];

#define BLOCKS ((SC_NAMES + SC_NAMES_BLOCK - 1) / SC_NAMES_BLOCK)

/* The piece that a capital letter stands for. */
static const char *
piece_of(char letter)
{
	const char *at = sc_name_pieces;

	for (; letter > 'A'; letter--)
		while (*at++)
			;
	return at;
}

/* Makes of a name the one after it, which stands at at; returns its end. */
static const char *
next(const char *at, char name[SC_NAME_SIZE])
{
	char *to = name + *at++;
	const char *piece;

	for (; *at >= ' '; at++) {
		if (*at < 'A' || *at > 'Z') {
			*to++ = *at;
			continue;
		}
		piece = piece_of(*at);
		while (*piece)
			*to++ = *piece++;
	}
	*to = 0;
	return at;
}

void
sc_name_text(unsigned index, char name[SC_NAME_SIZE])
{
	const char *at = sc_names + sc_name_start[index / SC_NAMES_BLOCK];

	for (unsigned i = 0; i <= index % SC_NAMES_BLOCK; i++)
		at = next(at, name);
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

		sc_name_text(mid * SC_NAMES_BLOCK, first);
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
	unsigned block = find_block(name, len);
	unsigned i = block * SC_NAMES_BLOCK, end = i + SC_NAMES_BLOCK;
	const char *at = sc_names + sc_name_start[block];
	char here[SC_NAME_SIZE];

	for (; i < end && i < SC_NAMES; i++) {
		at = next(at, here);
		if (compare(name, len, here) == 0)
			return (int)i;
	}
	return -SC_ENOENT;
}
