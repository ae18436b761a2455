#include "cmd.h"

int
arg_parse(uint64_t *value, const char *text, size_t len)
{
	uint64_t most = UINT64_MAX;
	bool minus = len && text[0] == '-';
	int e;

	if (minus)
		most = (uint64_t)1 << 63;
	e = sc_number(value, most, text + minus, len - minus);
	if (!e && minus)
		*value = 0 - *value;
	return e;
}

/* As the kernel sees it: 32 bits, whichever sign they are written with. */
static int
number_32(int32_t *nr, const char *text, size_t len)
{
	uint64_t most = UINT32_MAX, n;
	bool minus = text[0] == '-';
	int e;

	if (minus)
		most = (uint64_t)1 << 31;
	e = sc_number(&n, most, text + minus, len - minus);
	if (!e)
		*nr = (int32_t)(uint32_t)(minus ? 0 - n : n);
	return e;
}

int
nr_parse(int32_t *nr, const struct sc_arch *arch, const char *text,
	size_t len)
{
	int n;

	if (len && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9')))
		return number_32(nr, text, len) ? -SC_EINVAL : 0;
	n = sc_nr(arch, text, len);
	if (n < 0)
		return n;
	*nr = n;
	return 0;
}

const char *
nr_error(int error)
{
	switch (error) {
	case -SC_ENOSYS:
		return "the architecture has no such call";
	case -SC_ENOENT:
		return "Linux has no such call";
	}
	return "not a number of 32 bits";
}
