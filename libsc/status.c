#include "inner.h"

/* What has been seen of a text. */
struct reader {
	const char *at;
	const char *end;
	uint32_t seen;
};

enum field {
	UID, GID, INHERITABLE, PERMITTED, EFFECTIVE, BOUNDING, AMBIENT,
	NO_NEW_PRIVS, SECCOMP, SECCOMP_FILTERS, FIELDS
};

static const char names[FIELDS][17] = {
	[UID] = "Uid:",
	[GID] = "Gid:",
	[INHERITABLE] = "CapInh:",
	[PERMITTED] = "CapPrm:",
	[EFFECTIVE] = "CapEff:",
	[BOUNDING] = "CapBnd:",
	[AMBIENT] = "CapAmb:",
	[NO_NEW_PRIVS] = "NoNewPrivs:",
	[SECCOMP] = "Seccomp:",
	[SECCOMP_FILTERS] = "Seccomp_filters:"
};

/* A kernel without seccomp, or before 5.9, leaves these two out. */
#define OPTIONAL (1u << SECCOMP | 1u << SECCOMP_FILTERS)
#define ALL ((1u << FIELDS) - 1)

static unsigned
digit(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (unsigned)(c - 'a') + 10;
	return 16;
}

/* A number after blanks, or false. */
static bool
number(struct reader *r, unsigned base, uint64_t most, uint64_t *n)
{
	const char *begin;

	while (r->at < r->end && (*r->at == '\t' || *r->at == ' '))
		r->at++;
	begin = r->at;
	*n = 0;
	for (; r->at < r->end && digit(*r->at) < base; r->at++) {
		unsigned d = digit(*r->at);

		if (*n > (most - d) / base)
			return false;
		*n = *n * base + d;
	}
	return r->at > begin;
}

static bool
word(struct reader *r, uint32_t *n)
{
	uint64_t value;

	if (!number(r, 10, UINT32_MAX, &value))
		return false;
	*n = (uint32_t)value;
	return true;
}

static bool
four(struct reader *r, uint32_t n[4])
{
	return word(r, &n[0]) && word(r, &n[1]) && word(r, &n[2])
		&& word(r, &n[3]);
}

static bool
set(struct reader *r, uint64_t *caps)
{
	return number(r, 16, UINT64_MAX, caps);
}

static bool
value(struct sc_status *s, struct reader *r, enum field field)
{
	switch (field) {
	case UID: return four(r, s->uid);
	case GID: return four(r, s->gid);
	case INHERITABLE: return set(r, &s->caps.inheritable);
	case PERMITTED: return set(r, &s->caps.permitted);
	case EFFECTIVE: return set(r, &s->caps.effective);
	case BOUNDING: return set(r, &s->caps.bounding);
	case AMBIENT: return set(r, &s->caps.ambient);
	case NO_NEW_PRIVS: return word(r, &s->no_new_privs);
	case SECCOMP: return word(r, &s->seccomp);
	case SECCOMP_FILTERS: return word(r, &s->seccomp_filters);
	case FIELDS: break;
	}
	return false;
}

static bool
begins(const struct reader *r, const char *name)
{
	size_t n = length(name);

	return (size_t)(r->end - r->at) >= n && same(r->at, n, name, n);
}

static bool
at_line_end(const struct reader *r)
{
	return r->at < r->end && *r->at == '\n';
}

/* Reads a line that matters, and leaves the others alone. */
static bool
line(struct sc_status *status, struct reader *r)
{
	for (unsigned i = 0; i < FIELDS; i++) {
		if (!begins(r, names[i]))
			continue;
		if (r->seen & 1u << i)
			return false;
		r->seen |= 1u << i;
		r->at += length(names[i]);
		return value(status, r, (enum field)i) && at_line_end(r);
	}
	return true;
}

int
sc_status_parse(struct sc_status *status, const char *text, size_t len)
{
	struct reader r = { text, text + len, 0 };

	status->seccomp = UINT32_MAX;
	status->seccomp_filters = UINT32_MAX;
	while (r.at < r.end) {
		if (!line(status, &r))
			return -SC_EINVAL;
		while (r.at < r.end && *r.at != '\n')
			r.at++;
		/* A last line without its end has been cut short. */
		if (r.at == r.end)
			return -SC_EINVAL;
		r.at++;
	}
	return (r.seen | OPTIONAL) == ALL ? 0 : -SC_EINVAL;
}
