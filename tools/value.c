#include <inttypes.h>
#include <string.h>
#include "cmd.h"
#include "constants.h"

/* No more flags than bits, and what isn't one. */
enum { PARTS = 65 };

static const struct parameter *
parameter(const char *call, unsigned arg)
{
	for (size_t i = 0; call && i < nparameters; i++)
		if (parameters[i].arg == arg &&
		    !strcmp(parameters[i].call, call))
			return &parameters[i];
	return NULL;
}

static bool
is_in(const struct constant *c, unsigned set)
{
	return set & FLAG ? c->set == set : (c->set & ~FLAG) == (int)set;
}

void
parameter_name(char name[PARAMETER_SIZE], const char *call, unsigned arg)
{
	const struct parameter *p = parameter(call, arg);

	if (p)
		snprintf(name, PARAMETER_SIZE, "%s", p->name);
	else
		snprintf(name, PARAMETER_SIZE, "arg%u", arg);
}

/* A negative int can come with its sign or without it. */
static const struct constant *
exactly(unsigned set, uint64_t v)
{
	for (size_t i = 0; set != PLAIN && i < nconstants; i++) {
		const struct constant *c = &constants[i];

		if (is_in(c, set) && (v == c->value ||
		    (v <= UINT32_MAX && v == (uint32_t)c->value)))
			return c;
	}
	return NULL;
}

static bool
is_inet(uint64_t domain)
{
	const struct constant *c = exactly(AF, (uint32_t)domain);

	return c && (!strcmp(c->name, "AF_INET") ||
		!strcmp(c->name, "AF_INET6"));
}

/* args can be NULL. What a protocol is called depends on the domain. */
static unsigned
set_among(const char *call, unsigned arg, const uint64_t args[6])
{
	const struct parameter *p = parameter(call, arg);

	if (p && p->set == IPPROTO && !(args && is_inet(args[0])))
		return PLAIN;
	return p ? p->set : PLAIN;
}

static unsigned
set_of(const char *call, unsigned arg)
{
	return set_among(call, arg, NULL);
}

/* What is left without flags: clone(2) has a signal there. */
static const struct constant *
base(unsigned set, uint64_t v)
{
	return exactly(set == CLONE ? SIG : set, v);
}

static bool
is_flag_of(const struct constant *c, unsigned set, uint64_t v)
{
	return c->set == (set | FLAG) && (v & c->value) == c->value;
}

static bool
has_flags(unsigned set)
{
	for (size_t i = 0; i < nconstants; i++)
		if (is_flag_of(&constants[i], set, UINT64_MAX))
			return true;
	return false;
}

/* The constants that make v up; none if some of it has no name. */
static unsigned
take_apart(const struct constant *part[static PARTS], unsigned set,
	uint64_t v)
{
	uint64_t rest = v;
	unsigned n = 0;

	part[0] = exactly(set, v);
	if (part[0] || set == PLAIN)
		return part[0] ? 1 : 0;
	for (size_t i = 0; i < nconstants; i++)
		if (is_flag_of(&constants[i], set, v))
			rest &= ~constants[i].value;
	if (rest && !(part[n++] = base(set, rest)))
		return 0;
	v &= ~rest;
	for (size_t i = 0; v && i < nconstants; i++)
		if (is_flag_of(&constants[i], set, v)) {
			part[n++] = &constants[i];
			v &= ~constants[i].value;
		}
	return n;
}

static void
print(FILE *to, unsigned set, uint64_t v, bool in_brackets)
{
	const struct constant *part[PARTS];
	unsigned n = take_apart(part, set, v);

	if (!n) {
		fprintf(to, v < 10 ? "%" PRIu64 : "0x%" PRIx64, v);
		return;
	}
	in_brackets = in_brackets && n > 1;
	if (in_brackets)
		putc('(', to);
	for (unsigned i = 0; i < n; i++)
		fprintf(to, "%s%s", i ? "|" : "", part[i]->name);
	if (in_brackets)
		putc(')', to);
}

void
print_value(FILE *to, const char *call, unsigned arg, uint64_t v)
{
	print(to, set_of(call, arg), v, false);
}

void
print_bits(FILE *to, const char *call, unsigned arg, uint64_t bits)
{
	print(to, set_of(call, arg) | FLAG, bits, false);
}

/* That all bits are compared that the kernel looks at isn't worth a mask. */
static bool
is_masked(const struct sc_cond *c, unsigned set)
{
	if (c->op != SC_MASKED_EQ || c->mask == UINT64_MAX)
		return false;
	return c->mask != UINT32_MAX || set == PLAIN;
}

/* What has names has 32 bits, so these need no (u32). */
void
print_condition(FILE *to, const char *call, const struct sc_cond *c)
{
	static const char ops[][3] = {
		[SC_NE] = "!=", [SC_LT] = "<", [SC_LE] = "<=",
		[SC_EQ] = "==", [SC_GE] = ">=", [SC_GT] = ">",
		[SC_MASKED_EQ] = "=="
	};
	unsigned set = set_of(call, c->arg);
	bool masked = is_masked(c, set);
	char name[PARAMETER_SIZE];

	parameter_name(name, call, c->arg);
	fprintf(to, "%s%s", c->width == 32 && set == PLAIN ? "(u32)" : "",
		name);
	if (masked) {
		fputs(" & ", to);
		print(to, set | FLAG, c->mask, true);
	}
	fprintf(to, " %s ", ops[c->op]);
	if (masked && (!c->value || !has_flags(set)))
		set = PLAIN;
	print(to, set, c->value, false);
}

void
print_rule_conditions(FILE *to, const char *call,
	const struct sc_policy *p, const struct sc_rule *r)
{
	for (unsigned i = 0; i < r->nconds; i++) {
		if (i)
			fputs(" && ", to);
		print_condition(to, call, &p->conds[r->cond + i]);
	}
}

void
print_call(FILE *to, const char *call, const uint64_t args[6], unsigned n)
{
	fputs(call, to);
	for (unsigned i = 0; i < n; i++) {
		fputs(i ? ", " : "(", to);
		print(to, set_among(call, i, args), args[i], false);
	}
	if (n)
		putc(')', to);
}

static bool
find(uint64_t *value, const char *name, size_t len)
{
	for (size_t i = 0; i < nconstants; i++)
		if (strlen(constants[i].name) == len &&
		    !memcmp(constants[i].name, name, len)) {
			*value = constants[i].value;
			return true;
		}
	*value = 0;
	return len == 4 && !memcmp(name, "NULL", 4);
}

/* The first of several with bars between; *text and *len are what is left. */
static size_t
first_of(const char **text, size_t *len, const char **first)
{
	const char *bar = memchr(*text, '|', *len);
	size_t n = bar ? (size_t)(bar - *text) : *len;

	*first = *text;
	*len -= bar ? n + 1 : n;
	*text = bar ? bar + 1 : NULL;
	while (n && **first == ' ')
		++*first, n--;
	while (n && (*first)[n - 1] == ' ')
		n--;
	return n;
}

bool
value_parse(uint64_t *value, const char *text, size_t len)
{
	uint64_t sum = 0, v;

	while (text) {
		const char *one;
		size_t n = first_of(&text, &len, &one);

		if (!find(&v, one, n) && arg_parse(&v, one, n))
			return false;
		sum |= v;
	}
	*value = sum;
	return true;
}
