#include "inner.h"

static const char names[] =
	"KILL_PROCESS\0KILL_THREAD\0TRAP\0ERRNO\0USER_NOTIF\0TRACE\0"
	"LOG\0ALLOW\0";

static const uint32_t actions[] = {
	SC_KILL_PROCESS, SC_KILL_THREAD, SC_TRAP, SC_ERRNO(0), SC_USER_NOTIF,
	SC_TRACE(0), SC_LOG, SC_ALLOW
};

/* What --deny-action takes. */
static const char denial_names[] = "kill\0trap\0errno\0enosys\0log\0";

static const uint32_t denials[] = {
	SC_KILL_PROCESS, SC_TRAP, SC_ERRNO(SC_EPERM), SC_ERRNO(SC_ENOSYS),
	SC_LOG
};

int
sc_action_parse(uint32_t *action, const char *text, size_t len)
{
	int i = sc_list_find(denial_names, text, len), e;
	uint64_t n;

	if (i >= 0) {
		*action = denials[i];
		return 0;
	}
	if (!sc_begins(text, len, "errno:"))
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
put_decimal(char *to, size_t at, unsigned n)
{
	unsigned place = 1;

	while (n / place >= 10)
		place *= 10;
	for (; place; place /= 10)
		to[at++] = (char)('0' + n / place % 10);
	return at;
}

static size_t
put_hexadecimal(char *to, size_t at, uint32_t n)
{
	for (int shift = 28; shift >= 0; shift -= 4)
		to[at++] = "0123456789abcdef"[n >> shift & 15];
	return at;
}

size_t
sc_action_format(uint32_t action, char text[SC_ACTION_TEXT])
{
	uint32_t kind = action & SC_ACTION, data = action & SC_DATA;
	unsigned i = 0;
	size_t n;

	while (i < LENGTH(actions) && actions[i] != kind)
		i++;
	if (i == LENGTH(actions)) {
		n = put_hexadecimal(text, sc_put(text, 0, "0x"), action);
	} else {
		n = sc_put(text, 0, sc_list_item(names, i));
		if (data || kind == SC_ERRNO(0) || kind == SC_TRACE(0)) {
			text[n++] = '(';
			n = put_decimal(text, n, data);
			text[n++] = ')';
		}
	}
	text[n] = 0;
	return n;
}
