#include "inner.h"

/* Second names, the place of each being that of its number. */
static const char aliases[] = "EWOULDBLOCK\0EDEADLOCK\0ENOTSUP\0";
static const uint8_t alias_of[] = { SC_EAGAIN, 35, SC_EOPNOTSUPP };

int
sc_errno_find(const char *name, size_t len)
{
	char lower[SC_NAME_SIZE];
	int i = sc_list_find(aliases, name, len);

	if (i >= 0)
		return alias_of[i];
	/* "-" stands for the numbers without a name. */
	for (size_t n = 0; n < len; n++)
		if (name[n] >= 'a' || name[n] == '-')
			return -SC_ENOENT;
	i = sc_list_name_find(SC_ERRNOS_START, SC_ERRNOS, lower,
		sc_lower(lower, name, len));
	return i < 0 ? i : i + 1;
}

const char *
sc_errno_name(unsigned number, char name[SC_NAME_SIZE])
{
	if (number - 1 >= SC_ERRNOS)
		return NULL;
	sc_list_name(SC_ERRNOS_START, number - 1, name);
	sc_upper(name);
	return *name == 'E' ? name : NULL;
}
