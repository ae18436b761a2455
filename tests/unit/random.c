/*
 * Random policies: compiled, verified, and run on calls at and beside every
 * boundary, against sc_eval and against plain arithmetic on the rules as
 * the generator keeps them.
 *
 * Policy number i is made from SEED + i alone, so that SEED=N COUNT=1 gives
 * one again. A policy that is compiled wrongly is made as small as possible
 * and printed.
 */
#include "generate.h"
#include "sc.h"
#include "test.h"

static struct model model;
static struct sc_policy policy;
static struct sc_work work;
static struct sc_insn insn[SC_INSNS_MAX + 1];
static int insns;

static void
init_data(const struct model *m, struct sc_data *d)
{
	memset(d, 0, sizeof *d);
	d->arch = sc_arch_token(m->arch);
	d->instruction_pointer = 0x123456789abc;
}

/* What is wrong. */

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

enum fault {
	FINE, BIG, RULE, COMPILE, REFUSED, CHECK_, VERIFY, EVAL, RUN, CACHE
};

static const char *
fault_name(enum fault f)
{
	static const char *const names[] = {
		"fine", "too big", "sc_policy_rule refuses a rule",
		"sc_compile fails", "sc_compile says too big, and it is not",
		"sc_check refuses the program",
		"sc_verify refuses the program", "sc_eval is wrong",
		"the program is wrong", "the program is not cacheable"
	};

	return names[f];
}

/*
 * Without anything clever, a condition takes loading, masking and comparing
 * either half, a rule a jump to the next one and a number a comparison.
 */
static bool
fits(const struct model *m)
{
	return 8 * model_conditions(m) + 3 * m->n + 16 <= SC_INSNS_MAX;
}

static enum fault
compile(const struct model *m)
{
	if (!build(m))
		return RULE;
	insns = sc_compile(&policy, insn, SC_INSNS_MAX, &work);
	if (insns == -SC_E2BIG)
		return fits(m) ? REFUSED : BIG;
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

/* Whether the fault stays without rules i to i + n - 1. */
static bool
without(unsigned i, unsigned n, const struct sc_data *d, enum fault f)
{
	static struct model before;

	before = model;
	memmove(&model.r[i], &model.r[i + n],
		(model.n - i - n) * sizeof *model.r);
	model.n -= n;
	if (judge(&model, d) == f)
		return true;
	model = before;
	return false;
}

static bool
without_condition(struct rule *r, unsigned i, const struct sc_data *d,
	enum fault f)
{
	struct rule before = *r;

	r->c[i] = r->c[--r->n];
	if (judge(&model, d) == f)
		return true;
	*r = before;
	return false;
}

/* Leaves out all rules and conditions that make no difference. */
static void
shrink(const struct sc_data *d, enum fault f)
{
	bool smaller;

	for (unsigned n = model.n / 2; n > 1; n /= 2)
		for (unsigned i = 0; i + n <= model.n;)
			i += without(i, n, d, f) ? 0 : n;
	do {
		smaller = false;
		for (unsigned i = model.n; i-- > 0;)
			smaller |= without(i, 1, d, f);
		for (unsigned i = 0; i < model.n; i++)
			for (unsigned j = model.r[i].n; j-- > 0;)
				smaller |= without_condition(&model.r[i], j,
					d, f);
	} while (smaller);
	judge(&model, d);
}

static void
report(enum fault f, const struct sc_data *d, uint64_t seed)
{
	FAIL("%s: SEED=%" PRIu64 " COUNT=1", fault_name(f), seed);
	shrink(d, f);
	model_print(&model);
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
	static uint8_t mark[sizeof again];
	size_t behind = sizeof again - cap * sizeof *again;
	int n;

	memset(mark, 0xd5, sizeof mark);
	memset(again, 0xd5, sizeof again);
	memset(&work, (int)rnd_below(256), sizeof work);
	n = sc_compile(&policy, again, cap, &work);
	if (memcmp(&again[cap], mark, behind))
		return FAIL("%zu: written behind the buffer", cap);
	if (n == -SC_ENOSPC)
		return CHECK(cap < (size_t)insns || cap < SC_INSNS_MAX);
	return CHECK_INT(n, insns) && CHECK(n <= (int)cap) &&
		CHECK(!memcmp(again, insn, (size_t)n * sizeof *insn));
}

/* A policy is compiled once more, with one of these. */
static bool
exact(void)
{
	unsigned n = (unsigned)insns, more = n + rnd_below(64);

	switch (rnd_below(5)) {
	case 0:
		return within(SC_INSNS_MAX);
	case 1:
		return within(n);
	case 2:
		return within(n - 1);
	case 3:
		return within(rnd_below(n));
	}
	return within(more < SC_INSNS_MAX ? more : SC_INSNS_MAX);
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

/* With many conditions, single bits are left to chance. */
enum { MANY = 64 };

/*
 * At and beside the boundary of a condition, and for a mask at each of its
 * bits, where the other conditions of its rule hold.
 */
static enum fault
boundary(const struct rule *r, const struct condition *c, struct sc_data *d,
	struct totals *t)
{
	unsigned n = policy.nconds > MANY ? BESIDE_MOST : BESIDE;
	uint64_t bits = policy.nconds > MANY ? 0 : c->mask;
	enum fault f = FINE;

	matching_call(r, d);
	for (unsigned i = 0; i < n && !f; i++) {
		d->args[c->arg] = beside(c, i);
		f = decide(&model, d);
		t->calls++;
	}
	for (; bits && !f; bits &= bits - 1) {
		d->args[c->arg] = c->value ^ (bits & -bits);
		f = decide(&model, d);
		t->calls++;
	}
	return f;
}

static enum fault
calls(struct sc_data *d, struct totals *t)
{
	unsigned n = policy.nconds > MANY ? 5 * MANY : 20 + 5 * policy.nconds;
	enum fault f = FINE;

	init_data(&model, d);
	for (unsigned i = 0; i < model.n && !f; i++)
		for (unsigned j = 0; j < model.r[i].n && !f; j++)
			f = boundary(&model.r[i], &model.r[i].c[j], d, t);
	for (unsigned i = 0; i < n && model.n && !f; i++) {
		random_call(&model, d);
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
	generate(&model, &kinds[kind_of(seed)]);
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
	uint64_t seed = rnd_seed(), count = test_env("COUNT", 4096);

	for (unsigned k = 0; k < LENGTH(kinds); k++) {
		struct totals t = { 0 };

		if (count == 1 && kind_of(seed) != k)
			continue;
		test("random policies: %s", kinds[k].name);
		for (uint64_t i = 0; i < count; i++)
			if (kind_of(seed + i) == k && !one(seed + i, &t))
				break;
		printf("%" PRIu64 " policies, %" PRIu64 " calls, %" PRIu64
			" instructions, at most %u, %" PRIu64
			" too big: %s\n", t.policies, t.calls,
			t.instructions, t.most, t.big, kinds[k].name);
		CHECK(t.big < t.policies || t.policies < 20);
	}
	return test_done();
}
