/* Random models of several kinds, and calls at which they change their mind. */
#ifndef GENERATE_H
#define GENERATE_H

#include "model.h"

#define LENGTH(a) (sizeof (a) / sizeof *(a))

struct kind {
	const char *name;
	unsigned share;         /* of SHARES policies */
	unsigned rules_min, rules_max;
	unsigned conds_max;
	unsigned numbers;       /* that the rules are spread over */
	unsigned plain_percent; /* rules without a condition */
	unsigned allow_percent; /* rules that allow */
	bool one_arg;           /* all conditions on the same argument */
	bool nested;            /* most rules differ little from another one */
	bool narrow_pool;       /* values close together */
	bool wild;              /* values anywhere, seldom the same */
	uint8_t ops;            /* a bit each */
};

enum { SHARES = 256 };

/*
 * Most are small, as a mistake shows in few rules if at all, and small ones
 * are fast. Of those at the limit, one in four or so is beyond it.
 */
static const struct kind kinds[] = {
	{ "few and small", 80, .rules_max = 4, .conds_max = 3, .numbers = 1,
		.plain_percent = 10, .allow_percent = 50, .one_arg = true,
		.narrow_pool = true, .ops = 0x7f },
	{ "OR-ed ranges of one argument", 44, .rules_min = 1, .rules_max = 40,
		.conds_max = 2, .numbers = 1, .allow_percent = 100,
		.one_arg = true, .narrow_pool = true, .ops = 0x37 },
	{ "masks", 32, .rules_max = 30, .conds_max = 3, .numbers = 2,
		.allow_percent = 60, .ops = 0x48 },
	{ "nested rules of many arguments", 28, .rules_min = 1, .rules_max = 12,
		.conds_max = 12, .numbers = 2, .allow_percent = 60,
		.nested = true, .narrow_pool = true, .ops = 0x7f },
	{ "mixed actions", 24, .rules_max = 30, .conds_max = 2, .numbers = 2,
		.plain_percent = 10, .allow_percent = 15, .one_arg = true,
		.narrow_pool = true, .ops = 0x7f },
	{ "equality", 14, .rules_max = 60, .conds_max = 1, .numbers = 3,
		.plain_percent = 2, .allow_percent = 70, .one_arg = true,
		.ops = 0x08 },
	{ "numbers alone", 10, .rules_max = 400, .numbers = 1200,
		.plain_percent = 100, .allow_percent = 50 },
	{ "anything", 14, .rules_max = 200, .conds_max = 4, .numbers = 40,
		.plain_percent = 20, .allow_percent = 50, .ops = 0x7f },
	{ "200 to 500 rules", 5, .rules_min = 200, .rules_max = 500,
		.conds_max = 2, .numbers = 480, .plain_percent = 80,
		.allow_percent = 60, .ops = 0x7f },
	{ "at the limit of 4096", 5, .rules_min = 300, .rules_max = 1000,
		.conds_max = 2, .numbers = 400, .allow_percent = 50,
		.wild = true, .ops = 0x7f }
};

/* The kind of policy number i. */
static inline unsigned
kind_of(uint64_t i)
{
	/* Prime to SHARES, so that kinds take turns. */
	unsigned at = (unsigned)(i * 101 % SHARES), k = 0;

	while (at >= kinds[k].share)
		at -= kinds[k++].share;
	return k;
}

static uint64_t pool[12];
static unsigned pool_size;

static inline uint32_t
half(bool narrow)
{
	static const uint32_t some[] = {
		0, 1, 2, 0x7fffffff, 0x80000000, 0xfffffffe, UINT32_MAX
	};

	if (narrow)
		return rnd_below(8) ? rnd_below(4) : UINT32_MAX;
	return rnd_below(4) ? some[rnd_below(LENGTH(some))] : (uint32_t)rnd();
}

static inline void
fill_pool(const struct kind *k)
{
	pool_size = 2 + rnd_below(LENGTH(pool) - 2);
	for (unsigned i = 0; i < pool_size; i++)
		pool[i] = (uint64_t)half(k->narrow_pool) << 32 |
			half(k->narrow_pool);
}

static inline uint64_t
value(const struct kind *k)
{
	unsigned r = rnd_below(10);

	if (k->wild)
		return rnd();
	if (r < 7)
		return pool[rnd_below(pool_size)];
	if (r < 9)
		return (uint64_t)half(k->narrow_pool) << 32 |
			half(k->narrow_pool);
	return rnd();
}

static inline enum sc_op
operator(const struct kind *k)
{
	unsigned op;

	do {
		op = rnd_below(SC_MASKED_EQ + 1);
	} while (!(k->ops >> op & 1));
	return (enum sc_op)op;
}

static inline uint64_t
mask(void)
{
	switch (rnd_below(6)) {
	case 0:
		return 1ull << rnd_below(64);
	case 1:
		return rnd() & rnd() & rnd();
	case 2:
		return UINT64_MAX << rnd_below(64);
	case 3:
		return UINT64_MAX >> rnd_below(64);
	case 4:
		return rnd_below(2) ? 0 : UINT64_MAX;
	}
	return rnd_below(8) | (uint64_t)rnd_below(2) << 33;
}

static inline struct condition
condition(const struct kind *k, unsigned arg)
{
	struct condition c;

	c.arg = k->one_arg ? arg : rnd_below(6);
	c.wide = rnd_below(4);
	c.op = operator(k);
	c.value = value(k);
	c.mask = 0;
	if (c.op == SC_MASKED_EQ) {
		c.mask = mask();
		c.value &= c.mask;
	}
	if (!c.wide) {
		c.value = (uint32_t)c.value;
		c.mask = (uint32_t)c.mask;
	}
	return c;
}

static inline uint32_t
action(unsigned allow_percent)
{
	static const uint32_t some[] = {
		SC_ERRNO(1), SC_ERRNO(38), SC_ERRNO(0), SC_ERRNO(4095),
		SC_ERRNO(1), SC_KILL_PROCESS, SC_KILL_THREAD, SC_TRAP,
		SC_TRAP | 7, SC_USER_NOTIF, SC_TRACE(0), SC_TRACE(5), SC_LOG
	};

	return rnd_below(100) < allow_percent ? SC_ALLOW :
		some[rnd_below(LENGTH(some))];
}

static inline uint32_t
number(const struct kind *k, uint32_t base)
{
	if (!rnd_below(200))
		return 0x3fffffffu - rnd_below(3);
	if (!rnd_below(100))
		return rnd_below(0x3fffffff);
	return base + rnd_below(k->numbers);
}

/* One condition more, or less, or another one than an earlier rule has. */
static inline void
vary(struct rule *r, const struct rule *of, const struct kind *k, unsigned arg)
{
	unsigned what = rnd_below(3);

	r->nr = of->nr;
	r->n = of->n;
	memcpy(r->c, of->c, sizeof r->c);
	if (what == 0 && r->n < k->conds_max)
		r->c[r->n++] = condition(k, arg);
	else if (what == 1 && r->n > 1)
		r->n--;
	else if (r->n)
		r->c[rnd_below(r->n)] = condition(k, arg);
}

static inline void
generate_rule(struct model *m, unsigned i, const struct kind *k, uint32_t base,
	unsigned arg)
{
	struct rule *r = &m->r[i];

	r->action = action(k->allow_percent);
	if (k->nested && i && rnd_below(4)) {
		vary(r, &m->r[rnd_below(i)], k, arg);
		return;
	}
	r->nr = number(k, base);
	r->n = 0;
	if (k->conds_max && rnd_below(100) >= k->plain_percent)
		r->n = 1 + rnd_below(k->conds_max);
	for (unsigned j = 0; j < r->n; j++)
		r->c[j] = condition(k, arg);
}

static inline void
generate(struct model *m, const struct kind *k)
{
	uint32_t base = k->numbers < 100 ? rnd_below(460) : 0;
	unsigned conds = 0, arg = rnd_below(6);

	fill_pool(k);
	m->arch = sc_arch_at(rnd_below(2));
	m->otherwise = action(25);
	m->future = rnd_below(2) ? m->otherwise : action(25);
	m->x32 = rnd_below(2) ? SC_KILL_PROCESS : SC_ERRNO(38);
	m->n = k->rules_min + rnd_below(k->rules_max - k->rules_min + 1);
	for (unsigned i = 0; i < m->n; i++) {
		generate_rule(m, i, k, base, arg);
		if (conds + m->r[i].n > SC_CONDS_MAX)
			m->r[i].n = 0;
		conds += m->r[i].n;
	}
}

/* Calls. */

/* A value at which the condition holds, more often than not. */
static inline uint64_t
satisfying(const struct condition *c)
{
	uint64_t v = c->value;

	if (c->op == SC_MASKED_EQ)
		v |= rnd() & ~c->mask;
	else if (c->op == SC_NE || c->op == SC_GT)
		v += rnd_below(2) ? 1 : 1ull << 32;
	else if (c->op == SC_LT)
		v -= rnd_below(2) ? 1 : 1ull << 32;
	if (!c->wide && rnd_below(2))
		v = (uint32_t)v | rnd() << 32;
	return v;
}

/* At the boundary and beside it, in either half; the first five matter most. */
enum { BESIDE_MOST = 5, BESIDE = 10 };

static inline uint64_t
beside(const struct condition *c, unsigned which)
{
	uint64_t v = c->value;

	switch (which) {
	case 1:
		return v + 1;
	case 2:
		return v - 1;
	case 3:
		return v + (1ull << 32);
	case 4:
		return v - (1ull << 32);
	case 5:
		return v ^ 1ull << rnd_below(64);
	case 6:
		return v << 32 | v >> 32;
	case 7:
		return v + (1ull << 32) - 1;
	case 8:
		return v | ~c->mask;
	case 9:
		return ~v;
	}
	return v;
}

static inline const struct rule *
rule_of(const struct model *m, uint32_t nr)
{
	unsigned start = rnd_below(m->n);

	for (unsigned i = 0; i < m->n; i++)
		if (m->r[(start + i) % m->n].nr == nr)
			return &m->r[(start + i) % m->n];
	return NULL;
}

/* A call that the rule matches, if any does. */
static inline void
matching_call(const struct rule *r, struct sc_data *d)
{
	d->nr = (int32_t)r->nr;
	for (int i = 0; i < 6; i++)
		d->args[i] = rnd_below(3) ? pool[rnd_below(pool_size)] : 0;
	for (unsigned i = 0; i < r->n; i++)
		d->args[r->c[i].arg] = satisfying(&r->c[i]);
}

/* That, or nearly, or nearly another one's too. */
static inline void
random_call(const struct model *m, struct sc_data *d)
{
	const struct rule *r = &m->r[rnd_below(m->n)];

	matching_call(r, d);
	if (r->n && rnd_below(2)) {
		const struct condition *c = &r->c[rnd_below(r->n)];

		d->args[c->arg] = beside(c, rnd_below(BESIDE));
	}
	r = rule_of(m, r->nr);
	if (r->n && !rnd_below(3)) {
		const struct condition *c = &r->c[rnd_below(r->n)];

		d->args[c->arg] = rnd_below(2) ? satisfying(c) :
			beside(c, rnd_below(BESIDE));
	}
}

#endif
