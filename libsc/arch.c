#include "inner.h"

/* A value of the table, from the three bytes that it can be in. */
static unsigned
value(const struct sc_arch *arch, unsigned i)
{
	unsigned at = i * arch->bits;
	const uint8_t *b = arch->table + at / 8;

	return (b[0] | b[1] << 8 | b[2] << 16) >> at % 8 &
		((1u << arch->bits) - 1);
}

int
sc_name_nr(const struct sc_arch *arch, unsigned name)
{
	unsigned n = value(arch, arch->count + name);

	return n ? (int)n - 1 : -SC_ENOSYS;
}

int
sc_nr(const struct sc_arch *arch, const char *name, size_t len)
{
	int i = sc_name_find(name, len);

	return i < 0 ? i : sc_name_nr(arch, (unsigned)i);
}

const char *
sc_name(const struct sc_arch *arch, uint32_t nr, char name[SC_NAME_SIZE])
{
	unsigned low = 0, high = arch->count;

	while (low < high) {
		unsigned mid = (low + high) / 2;
		unsigned index = value(arch, mid);
		uint32_t here = (uint32_t)sc_name_nr(arch, index);

		if (here == nr) {
			sc_name_text(index, name);
			return name;
		}
		if (nr < here)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

const char *
sc_arch_name(const struct sc_arch *arch)
{
	return sc_list_item(arch->names, 0);
}

const char *
sc_arch_goarch(const struct sc_arch *arch)
{
	return sc_list_item(arch->names, 1);
}

const char *
sc_arch_oci(const struct sc_arch *arch)
{
	return sc_list_item(arch->names, 2);
}

uint32_t
sc_arch_token(const struct sc_arch *arch)
{
	return arch->token;
}

uint32_t
sc_arch_last(const struct sc_arch *arch)
{
	return arch->last;
}

uint32_t
sc_arch_x32(const struct sc_arch *arch)
{
	return arch->x32;
}
