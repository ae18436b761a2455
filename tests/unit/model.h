/*
 * Policies as the generator of random ones keeps them, and what they decide
 * by plain arithmetic: nothing of libsc decides here, and comparisons are made
 * the other way round than there.
 */
#ifndef MODEL_H
#define MODEL_H

#include "sc.h"
#include "test.h"

struct condition {
	unsigned arg;
	bool wide;
	enum sc_op op;
	uint64_t value, mask;
};

struct rule {
	uint32_t nr, action;
	unsigned n;
	struct condition c[SC_RULE_CONDS_MAX];
};

struct model {
	const struct sc_arch *arch;
	uint32_t otherwise, future, x32;
	unsigned n;
	struct rule r[SC_RULES_MAX];
};

static inline bool
true_of(const struct condition *c, uint64_t v)
{
	bool greater, equal;

	if (!c->wide)
		v = v << 32 >> 32;
	greater = c->value < v;
	equal = !(c->value ^ v);
	return (c->op == SC_EQ && equal) || (c->op == SC_NE && !equal) ||
		(c->op == SC_GT && greater) ||
		(c->op == SC_GE && (greater || equal)) ||
		(c->op == SC_LT && !greater && !equal) ||
		(c->op == SC_LE && !greater) ||
		(c->op == SC_MASKED_EQ && !((v ^ c->value) & c->mask));
}

/* 0 for the strictest. */
static inline int
rank(uint32_t action)
{
	static const uint16_t order[] = {
		0x8000, 0x0000, 0x0003, 0x0005, 0x7fc0, 0x7ff0, 0x7ffc, 0x7fff
	};
	int i = 0;

	while (order[i] != action >> 16)
		i++;
	return i;
}

static inline uint32_t
plain_rules(const struct model *m, const struct sc_data *d)
{
	const struct rule *best = NULL;
	bool any = false;

	for (unsigned i = 0; i < m->n; i++) {
		const struct rule *r = &m->r[i];
		unsigned true_count = 0;

		if (r->nr != (uint32_t)d->nr)
			continue;
		any = true;
		for (unsigned j = 0; j < r->n; j++)
			true_count += true_of(&r->c[j], d->args[r->c[j].arg]);
		if (true_count == r->n &&
		    (!best || rank(best->action) > rank(r->action)))
			best = r;
	}
	if (best)
		return best->action;
	if (!any && (uint32_t)d->nr > sc_arch_last(m->arch))
		return m->future;
	return m->otherwise;
}

static inline uint32_t
plain(const struct model *m, const struct sc_data *d)
{
	bool x86 = sc_arch_token(m->arch) == 0xc000003e;

	if (d->arch != (x86 ? 0xc000003e : 0xc00000b7))
		return 0x80000000;
	if (x86 && (d->nr < 0 || d->nr >= 0x40000000))
		return m->x32;
	return plain_rules(m, d);
}

static inline unsigned
model_conditions(const struct model *m)
{
	unsigned n = 0;

	for (unsigned i = 0; i < m->n; i++)
		n += m->r[i].n;
	return n;
}

static inline const char *
op_name(enum sc_op op)
{
	static const char names[][8] = {
		"NE", "LT", "LE", "EQ", "GE", "GT", "MASKED"
	};

	return names[op];
}

static inline void
model_print(const struct model *m)
{
	printf("%s, default 0x%x, future 0x%x, x32 0x%x, %u rules:\n",
		sc_arch_name(m->arch), m->otherwise, m->future, m->x32, m->n);
	for (unsigned i = 0; i < m->n && i < 60; i++) {
		const struct rule *r = &m->r[i];

		printf("  nr %u action 0x%x", r->nr, r->action);
		for (unsigned j = 0; j < r->n; j++)
			printf(" (a%u %s/%d 0x%" PRIx64 " mask 0x%" PRIx64 ")",
				r->c[j].arg, op_name(r->c[j].op),
				r->c[j].wide ? 64 : 32, r->c[j].value,
				r->c[j].mask);
		putchar('\n');
	}
}

#endif
