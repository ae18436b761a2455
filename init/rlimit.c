#include "init.h"

/* asm-generic/resource.h, from 0 on. */
static const char names[] =
	"cpu\0fsize\0data\0stack\0core\0rss\0nproc\0nofile\0memlock\0as\0"
	"locks\0sigpending\0msgqueue\0nice\0rtprio\0rttime\0";

#define UNLIMITED UINT64_MAX

/* With or without RLIMIT_, in either case; -1 if there is none. */
static int
find(const char *text, size_t len)
{
	char lower[SC_NAME_SIZE];
	size_t n = sc_lower(lower, text, len);
	size_t prefix = sc_begins(lower, n, "rlimit_") ? 7 : 0;

	return sc_list_find(names, lower + prefix, n - prefix);
}

/* How far the unit at the end of a number shifts it. */
static unsigned
unit(char c)
{
	switch (c) {
	case 'K': case 'k': return 10;
	case 'M': case 'm': return 20;
	case 'G': case 'g': return 30;
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
	r = sys5(NR_prlimit64, 0, limit.resource, (long)&limit.soft, 0, 0);
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
