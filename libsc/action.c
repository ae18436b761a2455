#include "inner.h"

static const struct {
	char name[13];
	bool data;
	uint32_t action;
} actions[] = {
	{ "KILL_PROCESS", false, SC_KILL_PROCESS },
	{ "KILL_THREAD", false, SC_KILL_THREAD },
	{ "TRAP", false, SC_TRAP },
	{ "ERRNO", true, SC_ERRNO(0) },
	{ "USER_NOTIF", false, SC_USER_NOTIF },
	{ "TRACE", true, SC_TRACE(0) },
	{ "LOG", false, SC_LOG },
	{ "ALLOW", false, SC_ALLOW }
};

/* What --deny-action takes. */
static const struct {
	char name[8];
	uint32_t action;
} denials[] = {
	{ "kill", SC_KILL_PROCESS },
	{ "trap", SC_TRAP },
	{ "errno", SC_ERRNO(SC_EPERM) },
	{ "enosys", SC_ERRNO(SC_ENOSYS) },
	{ "log", SC_LOG }
};

static bool
begins(const char *text, size_t len, const char *with)
{
	size_t n = length(with);

	return len >= n && same(text, n, with, n);
}

int
sc_action_parse(uint32_t *action, const char *text, size_t len)
{
	uint64_t n;
	int e;

	for (unsigned i = 0; i < LENGTH(denials); i++) {
		const char *name = denials[i].name;

		if (same(text, len, name, length(name))) {
			*action = denials[i].action;
			return 0;
		}
	}
	if (!begins(text, len, "errno:"))
		return -SC_EINVAL;
	text += 6;
	len -= 6;
	e = sc_errno_find(text, len);
	if (e < 0) {
		if (sc_number(&n, SC_MAX_ERRNO, text, len) || n == 0)
			return -SC_EINVAL;
		e = (int)n;
	}
	*action = SC_ERRNO(e);
	return 0;
}

static size_t
put(char *to, size_t at, const char *from)
{
	while (*from)
		to[at++] = *from++;
	return at;
}

static size_t
put_decimal(char *to, size_t at, unsigned n)
{
	unsigned place = 1;

	while (n / place >= 10)
		place *= 10;
	for (; place; place /= 10)
		to[at++] = (char)('0' + n / place % 10);
	return at;
}

size_t
sc_action_format(uint32_t action, char text[SC_ACTION_TEXT])
{
	uint32_t data = action & SC_DATA;
	size_t n = 0;

	for (unsigned i = 0; i < LENGTH(actions); i++) {
		if (actions[i].action != (action & SC_ACTION))
			continue;
		n = put(text, n, actions[i].name);
		if (actions[i].data || data) {
			text[n++] = '(';
			n = put_decimal(text, n, data);
			text[n++] = ')';
		}
		break;
	}
	if (!n) {
		n = put(text, n, "0x");
		for (int shift = 28; shift >= 0; shift -= 4)
			text[n++] = "0123456789abcdef"[action >> shift & 15];
	}
	text[n] = 0;
	return n;
}
