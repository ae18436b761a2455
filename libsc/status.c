#include "inner.h"

/* What has been seen of a text. */
struct reader {
	const char *at;
	const char *end;
	uint32_t seen;
};

static const char names[] =
	"Seccomp:\0Seccomp_filters:\0Uid:\0Gid:\0NoNewPrivs:\0"
	"CapInh:\0CapPrm:\0CapEff:\0CapBnd:\0CapAmb:\0";

/* Where each goes: decimal to 32 bits, hexadecimal to 64. */
static const struct field {
	uint8_t offset;
	uint8_t base;
	uint8_t count;
} fields[] = {
	{ offsetof(struct sc_status, seccomp), 10, 1 },
	{ offsetof(struct sc_status, seccomp_filters), 10, 1 },
	{ offsetof(struct sc_status, uid), 10, 4 },
	{ offsetof(struct sc_status, gid), 10, 4 },
	{ offsetof(struct sc_status, no_new_privs), 10, 1 },
	{ offsetof(struct sc_status, caps.inheritable), 16, 1 },
	{ offsetof(struct sc_status, caps.permitted), 16, 1 },
	{ offsetof(struct sc_status, caps.effective), 16, 1 },
	{ offsetof(struct sc_status, caps.bounding), 16, 1 },
	{ offsetof(struct sc_status, caps.ambient), 16, 1 }
};

/* A kernel without seccomp, or before 5.9, leaves out the first two. */
#define OPTIONAL 3u
#define ALL ((1u << LENGTH(fields)) - 1)

/* The kernel writes small letters. */
static unsigned
digit(char c)
{
	return c >= 'A' && c <= 'F' ? 16 : sc_digit(c);
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
value(struct sc_status *status, struct reader *r, const struct field *f)
{
	unsigned char *to = (unsigned char *)status + f->offset;
	uint64_t most = f->base == 16 ? UINT64_MAX : UINT32_MAX, n;

	for (unsigned i = 0; i < f->count; i++) {
		if (!number(r, f->base, most, &n))
			return false;
		if (f->base == 16)
			((uint64_t *)(void *)to)[i] = n;
		else
			((uint32_t *)(void *)to)[i] = (uint32_t)n;
	}
	return true;
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
	const char *begin = r->at;
	int i;

	while (r->at < r->end && *r->at != '\n' && *r->at++ != ':')
		;
	i = sc_list_find(names, begin, (size_t)(r->at - begin));
	if (i < 0)
		return true;
	if (r->seen & 1u << i)
		return false;
	r->seen |= 1u << i;
	return value(status, r, &fields[i]) && at_line_end(r);
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
