#include "inner.h"

/* Compares the key with an entry of the blob as strcmp does. */
static int
compare(const char *key, size_t len, const char *name)
{
	for (size_t i = 0; i < len; i++)
		if (key[i] != name[i] || !name[i])
			return (unsigned char)key[i] < (unsigned char)name[i]
				? -1 : 1;
	return name[len] ? -1 : 0;
}

int
sc_name_find(const char *name, size_t len)
{
	unsigned low = 0, high = SC_NAMES;

	while (low < high) {
		unsigned mid = (low + high) / 2;
		int c = compare(name, len, sc_names + sc_name_start[mid]);

		if (c == 0)
			return (int)mid;
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return -SC_ENOENT;
}

int
sc_nr(const struct sc_arch *arch, const char *name, size_t len)
{
	int i = sc_name_find(name, len);

	if (i < 0)
		return i;
	return arch->nr[i] ? arch->nr[i] - 1 : -SC_ENOSYS;
}

const char *
sc_name(const struct sc_arch *arch, uint32_t nr)
{
	unsigned low = 0, high = arch->count;

	while (low < high) {
		unsigned mid = (low + high) / 2;
		unsigned name = arch->by_nr[mid];
		uint32_t here = arch->nr[name] - 1u;

		if (here == nr)
			return sc_names + sc_name_start[name];
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
	return arch->name;
}

const char *
sc_arch_goarch(const struct sc_arch *arch)
{
	return arch->goarch;
}

const char *
sc_arch_oci(const struct sc_arch *arch)
{
	return arch->oci;
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
