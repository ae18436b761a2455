#include "compile.h"

#define NUMBER 16u      /* the weight of a system call */
#define CHECKED 2u      /* more for one that the kernel's cache cannot hold */

/* From the strictest. */
static const uint32_t strictness[] = {
	SC_KILL_PROCESS, SC_KILL_THREAD, SC_TRAP, SC_ERRNO(0), SC_USER_NOTIF,
	SC_TRACE(0), SC_LOG, SC_ALLOW
};

/*
 * The rules of nr that can decide, in the order in which they do: the
 * strictest first, up to the first without conditions.
 */
static unsigned
order_rules(const struct sc_policy *p, uint32_t nr, uint16_t *rule)
{
	int first = sc_policy_first(p, nr);
	unsigned n = 0;

	if (sc_policy_next(p, first) < 0) {
		rule[0] = (uint16_t)first;
		return 1;
	}
	for (unsigned k = 0; k < LENGTH(strictness); k++) {
		int i = first;

		for (; i >= 0; i = sc_policy_next(p, i)) {
			if ((p->rules[i].action & SC_ACTION) != strictness[k])
				continue;
			rule[n++] = (uint16_t)i;
			if (!p->rules[i].nconds)
				return n;
		}
	}
	return n;
}

/* The entry of what decides nr, which has rules. */
static uint16_t
entry(struct compiler *c, uint32_t nr)
{
	const struct sc_policy *p = c->policy;
	uint16_t *rule = c->work->order;
	unsigned n = order_rules(p, nr, rule);
	uint32_t otherwise = p->default_action;

	if (!p->rules[rule[n - 1]].nconds)
		otherwise = p->rules[rule[--n]].action;
	return match(c, rule, n, out_ret(&c->out, otherwise));
}

/* Whether nr gets what it would get without its rules. */
static bool
is_default(const struct sc_policy *p, uint32_t nr)
{
	uint32_t action;

	return nr <= p->arch->last && sc_policy_constant(p, nr, &action) &&
		action == p->default_action;
}

/* The numbers whose rules make a difference, in ascending order. */
static unsigned
numbers(const struct sc_policy *p, uint32_t *nr)
{
	unsigned n = 0;
	bool sorted = true;

	for (unsigned b = 0; b < SC_BUCKETS; b++) {
		unsigned i = p->head[b];

		for (; i < SC_RULES_MAX; i = p->rules[i].next)
			if (sc_policy_first(p, p->rules[i].nr) == (int)i &&
			    !is_default(p, p->rules[i].nr)) {
				nr[n++] = p->rules[i].nr;
				sorted &= n < 2 || nr[n - 2] < nr[n - 1];
			}
	}
	if (!sorted)
		sort_up(nr, n);
	return n;
}

/* The ranges of numbers, as they are gathered. */
struct ranges {
	struct compiler *c;
	struct range *r;
	unsigned n;
	uint32_t next;          /* the number after the last one covered */
};

static void
cover(struct ranges *g, uint32_t first, uint32_t last, uint16_t target)
{
	uint32_t newest = g->c->policy->arch->last, known = 1;
	uint16_t code = out_at(&g->c->out, target)->code;

	if (first <= newest)
		known += NUMBER * ((last < newest ? last : newest) - first + 1);
	if (first == last && code != RET_K)
		known += CHECKED;
	g->n = range_add(g->r, g->n, first, known, target);
	g->next = last + 1;
}

/* Covers the numbers without rules before nr. */
static void
cover_gap(struct ranges *g, uint32_t nr)
{
	const struct sc_policy *p = g->c->policy;
	struct out *o = &g->c->out;
	uint32_t newest = p->arch->last;

	if (g->next < nr && g->next <= newest)
		cover(g, g->next, nr - 1 < newest ? nr - 1 : newest,
			out_ret(o, p->default_action));
	if (g->next < nr)
		cover(g, g->next, nr - 1, out_ret(o, p->future_action));
}

/* Writes the tree of numbers; returns its root. */
static uint16_t
by_number(struct compiler *c)
{
	const struct sc_policy *p = c->policy;
	uint32_t x32 = p->arch->x32, *nr;
	struct ranges g = { .c = c };
	unsigned n;

	nr = arena_get(&c->arena, p->nrules * sizeof *nr);
	SC_ASSERT(nr);
	n = numbers(p, nr);
	g.r = arena_get(&c->arena, (2 * n + 3) * sizeof *g.r);
	c->failed |= !g.r;
	for (unsigned i = 0; i < n && !c->failed; i++) {
		uint16_t target = entry(c, nr[i]);

		cover_gap(&g, nr[i]);
		cover(&g, nr[i], nr[i], target);
	}
	if (c->failed)
		return 0;
	if (x32) {
		cover_gap(&g, x32);
		cover(&g, x32, UINT32_MAX, out_ret(&c->out, p->x32_action));
	} else {
		cover_gap(&g, UINT32_MAX);
		cover(&g, UINT32_MAX, UINT32_MAX,
			out_ret(&c->out, p->future_action));
	}
	range_singles(g.r, g.n);
	c->out.holds = HOLDS_NR;
	/* The verifier tries known numbers one by one, but not all others. */
	c->out.bits_to = p->arch->last;
	return tree(&c->out, &c->arena, g.r, g.n, &c->failed);
}

static void
program(struct compiler *c)
{
	struct out *o = &c->out;
	uint16_t kill = out_ret(o, SC_KILL_PROCESS), pos = by_number(c);

	c->failed |= o->full;
	if (c->failed)
		return;
	if (out_at(o, pos)->code != RET_K)
		pos = out_seq(o, LD_W_ABS, DATA_NR, pos);
	o->holds = 0;
	pos = out_branch(o, JEQ_K, c->policy->arch->token, pos, kill);
	out_seq(o, LD_W_ABS, DATA_ARCH, pos);
	c->failed |= o->full;
}

int
sc_compile(const struct sc_policy *policy, struct sc_insn *insn, size_t cap,
	struct sc_work *work)
{
	/* Smaller chunks can need fewer instructions, though they are slower. */
	static const uint8_t chunk[] = { SC_MATCH, 8, 1 };
	struct compiler c;
	int n;

	SC_ASSERT(sc_denies(policy->x32_action));
	if (policy->none)
		return 0;
	if (!cap)
		return -SC_ENOSPC;
	c.policy = policy;
	c.work = work;
	for (unsigned i = 0; i < LENGTH(chunk); i++) {
		out_init(&c.out, insn, cap, work->hash, work->held);
		for (unsigned k = 0; k < SC_MEMO; k++)
			work->memo[k].chunk = 0;
		c.arena.word = work->arena;
		c.arena.cap = LENGTH(work->arena);
		c.arena.used = 0;
		c.chunk = chunk[i];
		c.chunks = c.nmasked = 0;
		c.failed = false;
		program(&c);
		/* The program doesn't depend on the room for it. */
		if (!c.failed || (c.out.full && cap < SC_INSNS_MAX))
			break;
	}
	if (c.failed)
		return cap < SC_INSNS_MAX && c.out.full ? -SC_ENOSPC
			: -SC_E2BIG;
	n = out_deliver(&c.out);
	return sc_verify(insn, (size_t)n, policy, work, NULL) ? -SC_EINVAL : n;
}
