/*
 * Random policies: compiled, verified, and run on calls at and beside every
 * boundary, against sc_eval and against plain arithmetic on the rules as
 * the generator keeps them.
 *
 * Policy number i is made from SEED + i alone, so that SEED=N COUNT=1 gives
 * one again. A policy that is compiled wrongly is made as small as possible
 * and printed.
 */
#include "sc.h"
#include "test.h"

#define LENGTH(a) (sizeof (a) / sizeof *(a))

enum { RULES = 600, VECTORS_MAX = 1500 };

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
	struct rule r[RULES];
};

static struct model model;
static struct sc_policy policy;
static struct sc_work work;
static struct sc_insn insn[SC_INSNS_MAX + 1];
static int insns;

/*
 * The model's answer. Nothing of libsc is used, and comparisons are made
 * the other way round than there.
 */

static bool
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
static int
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

static uint32_t
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

static uint32_t
plain(const struct model *m, const struct sc_data *d)
{
	bool x86 = sc_arch_token(m->arch) == 0xc000003e;

	if (d->arch != (x86 ? 0xc000003e : 0xc00000b7))
		return 0x80000000;
	if (x86 && (d->nr < 0 || d->nr >= 0x40000000))
		return m->x32;
	return plain_rules(m, d);
}

/* The generator. */

struct kind {
	const char *name;
	unsigned rules_max;
	unsigned conds_max;
	unsigned numbers;       /* that the rules are spread over */
	unsigned plain_percent; /* rules without a condition */
	unsigned allow_percent; /* rules that allow */
	bool one_arg;           /* all conditions on the same argument */
	bool narrow_pool;       /* values close together */
	uint8_t ops;            /* a bit each */
};

static const struct kind kinds[] = {
	{ "anything", 200, 4, 40, 20, 50, false, false, 0x7f },
	{ "ranges of one argument", 40, 2, 1, 0, 100, true, true, 0x37 },
	{ "masks", 30, 3, 2, 0, 60, false, false, 0x48 },
	{ "many arguments", 12, 12, 2, 0, 60, false, true, 0x7f },
	{ "several actions", 30, 2, 2, 10, 15, true, true, 0x7f },
	{ "500 rules", 500, 2, 480, 80, 60, false, false, 0x7f },
	{ "at the limit", 300, 5, 6, 1, 50, false, false, 0x7f },
	{ "few and small", 4, 3, 1, 10, 50, true, true, 0x7f },
	{ "equality", 60, 1, 3, 2, 70, true, false, 0x08 },
	{ "numbers alone", 400, 0, 1200, 100, 50, false, false, 0 }
};

static uint64_t pool[12];
static unsigned pool_size;

static uint32_t
half(bool narrow)
{
	static const uint32_t some[] = {
		0, 1, 2, 0x7fffffff, 0x80000000, 0xfffffffe, UINT32_MAX
	};

	if (narrow)
		return rnd_below(8) ? rnd_below(4) : UINT32_MAX;
	return rnd_below(4) ? some[rnd_below(LENGTH(some))] : (uint32_t)rnd();
}

static void
fill_pool(const struct kind *k)
{
	pool_size = 2 + rnd_below(LENGTH(pool) - 2);
	for (unsigned i = 0; i < pool_size; i++)
		pool[i] = (uint64_t)half(k->narrow_pool) << 32 |
			half(k->narrow_pool);
}

static uint64_t
value(const struct kind *k)
{
	unsigned r = rnd_below(10);

	if (r < 7)
		return pool[rnd_below(pool_size)];
	if (r < 9)
		return (uint64_t)half(k->narrow_pool) << 32 |
			half(k->narrow_pool);
	return rnd();
}

static enum sc_op
operator(const struct kind *k)
{
	unsigned op;

	do {
		op = rnd_below(SC_MASKED_EQ + 1);
	} while (!(k->ops >> op & 1));
	return (enum sc_op)op;
}

static uint64_t
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

static struct condition
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

static uint32_t
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

static uint32_t
number(const struct kind *k, uint32_t base)
{
	if (!rnd_below(200))
		return 0x3fffffffu - rnd_below(3);
	if (!rnd_below(100))
		return rnd_below(0x3fffffff);
	return base + rnd_below(k->numbers);
}

static void
generate(struct model *m, const struct kind *k)
{
	uint32_t base = k->numbers < 100 ? rnd_below(460) : 0;
	unsigned conds = 0, arg = rnd_below(6);

	fill_pool(k);
	m->arch = sc_arch_at(rnd_below(2));
	m->otherwise = action(25);
	m->future = rnd_below(2) ? m->otherwise : action(25);
	m->x32 = rnd_below(2) ? SC_KILL_PROCESS : SC_ERRNO(38);
	m->n = rnd_below(k->rules_max + 1);
	for (unsigned i = 0; i < m->n; i++) {
		struct rule *r = &m->r[i];

		r->nr = number(k, base);
		r->action = action(k->allow_percent);
		r->n = 0;
		if (k->conds_max && rnd_below(100) >= k->plain_percent)
			r->n = 1 + rnd_below(k->conds_max);
		if (conds + r->n > SC_CONDS_MAX)
			r->n = 0;
		conds += r->n;
		for (unsigned j = 0; j < r->n; j++)
			r->c[j] = condition(k, arg);
	}
}

/* Calls. */

/* A value at which the condition holds, more often than not. */
static uint64_t
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

static uint64_t
beside(const struct condition *c)
{
	uint64_t v = c->value;

	switch (rnd_below(8)) {
	case 0:
		return v + 1;
	case 1:
		return v - 1;
	case 2:
		return v + (1ull << 32);
	case 3:
		return v - (1ull << 32);
	case 4:
		return v ^ 1ull << rnd_below(64);
	case 5:
		return v << 32 | v >> 32;
	case 6:
		return v + (1ull << 32) - 1;
	}
	return v;
}

static const struct rule *
rule_of(const struct model *m, uint32_t nr)
{
	unsigned start = rnd_below(m->n);

	for (unsigned i = 0; i < m->n; i++)
		if (m->r[(start + i) % m->n].nr == nr)
			return &m->r[(start + i) % m->n];
	return NULL;
}

/* A call that one rule matches, or nearly, or nearly another one too. */
static void
call(const struct model *m, struct sc_data *d)
{
	const struct rule *r = &m->r[rnd_below(m->n)];

	d->nr = (int32_t)r->nr;
	for (int i = 0; i < 6; i++)
		d->args[i] = rnd_below(3) ? pool[rnd_below(pool_size)] : 0;
	for (unsigned i = 0; i < r->n; i++)
		d->args[r->c[i].arg] = satisfying(&r->c[i]);
	if (r->n && rnd_below(2)) {
		const struct condition *c = &r->c[rnd_below(r->n)];

		d->args[c->arg] = beside(c);
	}
	r = rule_of(m, r->nr);
	if (r->n && !rnd_below(3)) {
		const struct condition *c = &r->c[rnd_below(r->n)];

		d->args[c->arg] = rnd_below(2) ? satisfying(c) : beside(c);
	}
}

static void
init_data(const struct model *m, struct sc_data *d)
{
	memset(d, 0, sizeof *d);
	d->arch = sc_arch_token(m->arch);
	d->instruction_pointer = 0x123456789abc;
}

/* What is wrong. */

static const char *
op_name(enum sc_op op)
{
	static const char names[][8] = {
		"NE", "LT", "LE", "EQ", "GE", "GT", "MASKED"
	};

	return names[op];
}

static void
print_model(const struct model *m)
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

static void
print_program(void)
{
	for (int i = 0; i < insns && i < 80; i++)
		printf("\t%3d: 0x%02x %3u %3u 0x%x\n", i, insn[i].code,
			insn[i].jt, insn[i].jf, insn[i].k);
}

static void
print_data(const struct sc_data *d)
{
	printf("call: arch 0x%x nr %" PRId32 " (0x%" PRIx32 ")", d->arch,
		d->nr, (uint32_t)d->nr);
	for (int i = 0; i < 6; i++)
		printf(" 0x%" PRIx64, d->args[i]);
	putchar('\n');
}

/* The policy of the model; false if a rule is refused. */
static bool
build(const struct model *m)
{
	sc_policy_init(&policy, m->arch, m->otherwise);
	policy.future_action = m->future;
	policy.x32_action = m->x32;
	for (unsigned i = 0; i < m->n; i++) {
		const struct rule *r = &m->r[i];
		struct sc_cond c[SC_RULE_CONDS_MAX];

		for (unsigned j = 0; j < r->n; j++) {
			c[j].arg = (uint8_t)r->c[j].arg;
			c[j].width = r->c[j].wide ? 64 : 32;
			c[j].op = (uint8_t)r->c[j].op;
			c[j].value = r->c[j].value;
			c[j].mask = r->c[j].mask;
		}
		if (sc_policy_rule(&policy, r->nr, r->action, c, r->n))
			return false;
	}
	return true;
}

enum fault { FINE, BIG, RULE, COMPILE, CHECK_, VERIFY, EVAL, RUN, CACHE };

static const char *
fault_name(enum fault f)
{
	static const char *const names[] = {
		"fine", "too big", "sc_policy_rule refuses a rule",
		"sc_compile fails", "sc_check refuses the program",
		"sc_verify refuses the program", "sc_eval is wrong",
		"the program is wrong", "the program is not cacheable"
	};

	return names[f];
}

static enum fault
compile(const struct model *m)
{
	if (!build(m))
		return RULE;
	insns = sc_compile(&policy, insn, SC_INSNS_MAX, &work);
	if (insns == -SC_E2BIG)
		return BIG;
	if (insns <= 0)
		return COMPILE;
	if (sc_check(insn, (size_t)insns, NULL))
		return CHECK_;
	if (sc_verify(insn, (size_t)insns, &policy, &work, NULL))
		return VERIFY;
	return FINE;
}

static enum fault
decide(const struct model *m, const struct sc_data *d)
{
	uint32_t right = plain(m, d);

	if (sc_eval(&policy, d) != right)
		return EVAL;
	if (sc_run(insn, (size_t)insns, d, NULL) != right)
		return RUN;
	return FINE;
}

/* A call that is allowed whatever its arguments is cached, no other one. */
static enum fault
cached(const struct model *m, uint32_t nr)
{
	uint32_t always;
	int constant = sc_policy_constant(&policy, nr, &always);
	int is = sc_cacheable(insn, (size_t)insns, sc_arch_token(m->arch), nr);

	if (constant && always == SC_ALLOW && !is)
		return CACHE;
	return is && constant && always != SC_ALLOW ? CACHE : FINE;
}

static enum fault
judge(const struct model *m, const struct sc_data *d)
{
	enum fault f = compile(m);

	if (f == FINE)
		f = decide(m, d);
	return f == FINE ? cached(m, (uint32_t)d->nr) : f;
}

static bool
still(const struct sc_data *d, enum fault f)
{
	return judge(&model, d) == f;
}

/* Leaves out all rules and conditions that make no difference. */
static void
shrink(const struct sc_data *d, enum fault f)
{
	static struct model before;
	bool smaller;

	do {
		smaller = false;
		for (unsigned i = model.n; i-- > 0;) {
			before = model;
			memmove(&model.r[i], &model.r[i + 1],
				(model.n-- - i - 1) * sizeof *model.r);
			if (still(d, f))
				smaller = true;
			else
				model = before;
		}
		for (unsigned i = 0; i < model.n; i++)
			for (unsigned j = model.r[i].n; j-- > 0;) {
				struct rule *r = &model.r[i];

				before = model;
				r->c[j] = r->c[--r->n];
				if (still(d, f))
					smaller = true;
				else
					model = before;
			}
	} while (smaller);
	judge(&model, d);
}

static void
report(enum fault f, const struct sc_data *d, uint64_t seed)
{
	FAIL("%s: SEED=%" PRIu64 " COUNT=1", fault_name(f), seed);
	shrink(d, f);
	print_model(&model);
	if (f == COMPILE) {
		printf("sc_compile: %d\n", insns);
		return;
	}
	print_data(d);
	printf("right: 0x%x, sc_eval 0x%x\n", plain(&model, d),
		sc_eval(&policy, d));
	if (f > COMPILE)
		print_program();
}

/*
 * With less room either the same program or none, whatever was in the
 * working memory, and nothing is written behind the buffer.
 */
static bool
within(size_t cap)
{
	static struct sc_insn again[SC_INSNS_MAX + 1];
	const struct sc_insn mark = { 0xdead, 0xbe, 0xef, 0x12345678 };
	int n;

	for (size_t i = 0; i <= SC_INSNS_MAX; i++)
		again[i] = mark;
	memset(&work, (int)rnd_below(256), sizeof work);
	n = sc_compile(&policy, again, cap, &work);
	for (size_t i = cap; i <= SC_INSNS_MAX; i++)
		if (memcmp(&again[i], &mark, sizeof mark))
			return FAIL("%zu: written behind the buffer", cap);
	if (n == -SC_ENOSPC)
		return CHECK(cap < SC_INSNS_MAX);
	return CHECK_INT(n, insns) && CHECK(n <= (int)cap) &&
		CHECK(!memcmp(again, insn, (size_t)n * sizeof *insn));
}

static bool
exact(void)
{
	unsigned n = (unsigned)insns, more = n + rnd_below(64);

	return within(SC_INSNS_MAX) && within(n) && within(n - 1) &&
		within(rnd_below(n)) &&
		within(more < SC_INSNS_MAX ? more : SC_INSNS_MAX);
}

struct totals {
	uint64_t policies, calls, instructions, big;
	unsigned most;
};

/* Every number with arguments of 0, and other architectures. */
static enum fault
sweep(struct sc_data *d, struct totals *t)
{
	static const uint32_t numbers[] = {
		0x3ffffffc, 0x3ffffffd, 0x3ffffffe, 0x3fffffff, 0x40000000,
		0x40000001, 0x40000110, 0x7fffffff, 0x80000000, 0xfffffffe,
		UINT32_MAX
	};
	static const uint32_t tokens[] = {
		0, 0x40000003, 0xc000003e, 0xc00000b7, 0x4000003e, 0xc000003f
	};
	uint32_t last = sc_arch_last(model.arch) + 3;
	enum fault f = FINE;

	init_data(&model, d);
	for (uint32_t i = 0; i <= last + LENGTH(numbers) && !f; i++) {
		d->nr = (int32_t)(i <= last ? i : numbers[i - last - 1]);
		f = decide(&model, d);
		if (f == FINE)
			f = cached(&model, (uint32_t)d->nr);
		t->calls++;
	}
	for (unsigned i = 0; i < LENGTH(tokens) && !f; i++) {
		d->arch = tokens[i];
		d->nr = (int32_t)(model.n ? model.r[0].nr : 0);
		f = decide(&model, d);
		t->calls++;
	}
	return f;
}

static enum fault
calls(struct sc_data *d, struct totals *t)
{
	unsigned n = 40 + 12 * policy.nconds;
	enum fault f = FINE;

	init_data(&model, d);
	if (!model.n)
		return FINE;
	for (unsigned i = 0; i < n && i < VECTORS_MAX && !f; i++) {
		call(&model, d);
		f = decide(&model, d);
		t->calls++;
	}
	return f;
}

/* False when it is not worth going on. */
static bool
one(uint64_t seed, struct totals *t)
{
	struct sc_data d;
	enum fault f;

	test_state.random = seed * 0x9e3779b97f4a7c15;
	generate(&model, &kinds[seed % LENGTH(kinds)]);
	init_data(&model, &d);
	t->policies++;
	f = compile(&model);
	if (f == BIG) {
		t->big++;
		return true;
	}
	if (f == FINE) {
		t->instructions += (unsigned)insns;
		if ((unsigned)insns > t->most)
			t->most = (unsigned)insns;
		f = sweep(&d, t);
	}
	if (f == FINE)
		f = calls(&d, t);
	if (f != FINE) {
		report(f, &d, seed);
		return false;
	}
	if (!exact()) {
		printf("SEED=%" PRIu64 " COUNT=1\n", seed);
		return false;
	}
	return true;
}

int
main(void)
{
	uint64_t seed = rnd_seed(), count = test_env("COUNT", 1000);

	for (unsigned k = 0; k < LENGTH(kinds); k++) {
		struct totals t = { 0 };

		if (count == 1 && seed % LENGTH(kinds) != k)
			continue;
		test("random policies: %s", kinds[k].name);
		for (uint64_t i = 0; i < count; i++)
			if ((seed + i) % LENGTH(kinds) == k &&
			    !one(seed + i, &t))
				break;
		printf("%" PRIu64 " policies, %" PRIu64 " calls, %" PRIu64
			" instructions, at most %u, %" PRIu64 " too big\n",
			t.policies, t.calls, t.instructions, t.most, t.big);
		CHECK(t.big < t.policies || !t.policies);
	}
	return test_done();
}
