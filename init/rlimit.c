#include "init.h"

/* asm-generic/resource.h, from 0 on. */
static const char names[][11] = {
	"CPU", "FSIZE", "DATA", "STACK", "CORE", "RSS", "NPROC", "NOFILE",
	"MEMLOCK", "AS", "LOCKS", "SIGPENDING", "MSGQUEUE", "NICE", "RTPRIO",
	"RTTIME"
};

enum { RESOURCES = sizeof names / sizeof *names };

#define UNLIMITED UINT64_MAX

static char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool
same_name(const char *name, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!name[i] || name[i] != upper(text[i]))
			return false;
	return !name[len];
}

/* With or without RLIMIT_, in either case; -1 if there is none. */
static int
find(const char *text, size_t len)
{
	if (len > 7 && same_name("RLIMIT_", text, 7)) {
		text += 7;
		len -= 7;
	}
	for (int i = 0; i < RESOURCES; i++)
		if (same_name(names[i], text, len))
			return i;
	return -1;
}

/* How far the unit at the end of a number shifts it. */
static unsigned
unit(char c)
{
	switch (upper(c)) {
	case 'K': return 10;
	case 'M': return 20;
	case 'G': return 30;
	}
	return 0;
}

static bool
parse_value(uint64_t *value, const char *text, size_t len)
{
	unsigned shift = len ? unit(text[len - 1]) : 0;
	long long n;

	if (same("unlimited", text, len)) {
		*value = UNLIMITED;
		return true;
	}
	n = parse_number(text, len - (shift > 0), (UINT64_MAX >> 1) >> shift);
	if (n < 0)
		return false;
	*value = (uint64_t)n << shift;
	return true;
}

const char *
limit_parse(struct limit *limit, const char *text)
{
	size_t len = length_to(text, '=');
	const char *value = text + len + 1;

	if (!text[len])
		return "not NAME=SOFT[:HARD]";
	limit->resource = find(text, len);
	if (limit->resource < 0)
		return "no such limit";
	len = length_to(value, ':');
	if (!parse_value(&limit->soft, value, len))
		return "neither a number nor unlimited";
	limit->hard = limit->soft;
	if (!value[len])
		return NULL;
	value += len + 1;
	if (!parse_value(&limit->hard, value, length(value)))
		return "neither a number nor unlimited";
	return limit->soft > limit->hard ? "above the hard limit" : NULL;
}

static void
set(const char *text)
{
	struct limit limit;
	const char *reason = limit_parse(&limit, text);
	long r;

	if (reason)
		fail("rlimit: %s: %s", text, reason);
	/* struct rlimit64 is what comes after the resource. */
	r = sys(NR_prlimit64, 0, limit.resource, (long)&limit.soft);
	must(r, "rlimit: %s", text);
}

void
limits_set(const struct options *o)
{
	struct scan s;
	const char *text;

	scan_begin(&s, o);
	while ((text = scan_value(&s, OPTION_RLIMIT)))
		set(text);
}
