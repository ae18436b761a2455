/*
 * What a system call gets by its arguments. Arguments are looked at in
 * halves of 32 bits, the accumulator's width, the high half first. A state
 * is which rules can still match and which of their tests are undecided;
 * testing a half leads from one state to others. Equal states are written
 * once. A number of rules is treated at a time (a chunk), and leads to the
 * next chunk when none of its rules matches, so that what is done stays in
 * proportion to the number of rules.
 */
#include "compile.h"

enum kind {
	BOTH,   /* (arg & mask) == value, a mask of 0 for an unused half */
	DIFFER, /* arg != value */
	BELOW,  /* arg < value */
	FROM    /* arg >= value */
};

enum { LOW, HIGH };
enum verdict { NEVER, ALWAYS, DEPENDS, OPEN };

#define FULL UINT32_MAX
#define DEPTH_MAX 24
#define ZERO 16u
#define SHAPES 6u       /* so many masked bits have 2^6 values, all tried */

#define BIT(i) (UINT64_C(1) << (i))

struct state {
	uint64_t live;          /* rules that can still match */
	uint64_t high, low;     /* tests undecided; in low, only in that half */
	uint16_t holds;         /* the half in the accumulator + 1, or 0 */
};

struct chunk {
	struct compiler *c;
	unsigned nrules, ntests;
	uint16_t id;
	uint16_t otherwise;
	unsigned steps, depth;
	uint32_t limit;         /* of instructions written */
	bool failed;
};

static uint16_t decide(struct chunk *k, const struct state *s);

static unsigned
lowest(uint64_t set)
{
	return (unsigned)__builtin_ctzll(set);
}

/* gcc's own would be a call of libgcc on x86_64. */
static unsigned
bits_set(uint64_t set)
{
	unsigned n = 0;

	for (; set; set &= set - 1)
		n++;
	return n;
}

static void
halves(uint32_t half[2], uint64_t v)
{
	half[LOW] = (uint32_t)v;
	half[HIGH] = (uint32_t)(v >> 32);
}

/* Rewrites a condition; DEPENDS if it depends on the argument at all. */
static enum verdict
normalise(struct sc_work_test *t, const struct sc_cond *c)
{
	uint64_t most = c->width == 32 ? FULL : UINT64_MAX;
	uint64_t value = c->value, mask = most;

	t->arg = c->arg;
	t->wide = c->width == 64;
	t->kind = BOTH;
	switch (c->op) {
	case SC_MASKED_EQ:
		mask = c->mask;
		break;
	case SC_NE:
		t->kind = DIFFER;
		break;
	case SC_LE:
	case SC_GT:
		if (value == most)
			return c->op == SC_LE ? ALWAYS : NEVER;
		value++;
		t->kind = c->op == SC_LE ? BELOW : FROM;
		break;
	case SC_LT:
	case SC_GE:
		t->kind = c->op == SC_LT ? BELOW : FROM;
		break;
	}
	if (t->kind == BOTH && !mask)
		return ALWAYS;
	if ((t->kind == BELOW || t->kind == FROM) && !value)
		return t->kind == FROM ? ALWAYS : NEVER;
	halves(t->value, value);
	halves(t->mask, mask);
	if (!t->mask[HIGH])
		t->wide = 0;
	return DEPENDS;
}

/* Adds a rule's tests; false if it can never match. */
static bool
add_rule(struct chunk *k, const struct sc_rule *r)
{
	const struct sc_policy *p = k->c->policy;
	struct sc_work *w = k->c->work;
	unsigned first = k->ntests;

	w->tests[k->nrules] = 0;
	for (unsigned i = 0; i < r->nconds; i++) {
		struct sc_work_test *t = &w->test[k->ntests];

		switch (normalise(t, &p->conds[r->cond + i])) {
		case NEVER:
			k->ntests = first;
			return false;
		case DEPENDS:
			t->rule = (uint8_t)k->nrules;
			w->tests[k->nrules] |= BIT(k->ntests++);
			break;
		case ALWAYS:
		case OPEN:
			break;
		}
	}
	w->action[k->nrules++] = out_ret(&k->c->out, r->action);
	return true;
}

/* The value that the only test of rule i asks for with EQ. */
static bool
lone_value(const struct chunk *k, unsigned i, uint64_t *value)
{
	const struct sc_work *w = k->c->work;
	const struct sc_work_test *t;

	if (!w->tests[i] || w->tests[i] & (w->tests[i] - 1))
		return false;
	t = &w->test[lowest(w->tests[i])];
	if (t->kind != BOTH || t->mask[LOW] != FULL)
		return false;
	if (t->wide && t->mask[HIGH] != FULL)
		return false;
	*value = (uint64_t)t->value[HIGH] << 32 | t->value[LOW];
	return true;
}

/* The rule that asks for value as rule i does, of those that stay; or none. */
static uint64_t
twin(const struct chunk *k, unsigned i, uint64_t value, uint64_t live)
{
	const struct sc_work *w = k->c->work;
	const struct sc_work_test *t = &w->test[lowest(w->tests[i])];
	uint64_t v;

	for (unsigned j = 0; j < k->nrules; j++) {
		const struct sc_work_test *u;

		if (!(live >> j & 1) || !lone_value(k, j, &v) || v != value)
			continue;
		u = &w->test[lowest(w->tests[j])];
		if (u->arg == t->arg && u->wide == t->wide)
			return BIT(j);
	}
	return 0;
}

/* The single bits in which other rules' values differ from this one. */
static uint64_t
near_bits(const struct chunk *k, uint64_t value, uint64_t live)
{
	uint64_t bits = 0, v;

	for (; live; live &= live - 1)
		if (lone_value(k, lowest(live), &v) &&
		    !((v ^ value) & ((v ^ value) - 1)))
			bits |= v ^ value;
	return bits;
}

/* The bits that the values asked for by rules like i can all vary in. */
static uint64_t
free_bits(const struct chunk *k, unsigned i, uint64_t value, uint64_t live)
{
	uint64_t bits = 0, near = near_bits(k, value, live);

	for (; near; near &= near - 1) {
		uint64_t bit = near & -near, v = 0;
		bool all;

		/* Every subset of the bits found so far, with this one. */
		do {
			all = twin(k, i, value ^ bit ^ v, live);
			v = (v - bits) & bits;
		} while (all && v);
		if (all)
			bits |= bit;
	}
	return bits;
}

/* The rules next to rule i, on both sides, that have its action. */
static uint64_t
run_of(const struct chunk *k, unsigned i)
{
	const uint16_t *action = k->c->work->action;
	unsigned first = i, end = i + 1;

	while (first && action[first - 1] == action[i])
		first--;
	while (end < k->nrules && action[end] == action[i])
		end++;
	return (end < 64 ? BIT(end) : 0) - BIT(first);
}

/*
 * Values that are all combinations of some bits, and no others, become one
 * JSET of the others; in a run of values from 0 a comparison does as well.
 * No rule of another action may be overtaken.
 */
static uint64_t
join_values(struct chunk *k, uint64_t live)
{
	struct sc_work *w = k->c->work;
	uint64_t value;

	for (unsigned i = 0; i < k->nrules; i++) {
		struct sc_work_test *t;
		uint64_t bits, v = 0, run = live & run_of(k, i);

		if (!(live >> i & 1) || !lone_value(k, i, &value))
			continue;
		bits = free_bits(k, i, value, run);
		if (value & ~bits || !(bits & (bits + 1)))
			continue;
		for (v = (v - bits) & bits; v; v = (v - bits) & bits)
			live &= ~twin(k, i, value ^ v, run);
		t = &w->test[lowest(w->tests[i])];
		halves(t->mask, ~bits);
		halves(t->value, 0);
	}
	return live;
}

/* The rules of which some test is in set. */
static uint64_t
rules_of(const struct chunk *k, uint64_t set)
{
	uint64_t rules = 0;

	for (; set; set &= set - 1)
		rules |= BIT(k->c->work->test[lowest(set)].rule);
	return rules;
}

static uint64_t
tests_of(const struct chunk *k, uint64_t rules)
{
	uint64_t set = 0;

	for (; rules; rules &= rules - 1)
		set |= k->c->work->tests[lowest(rules)];
	return set;
}

/*
 * Drops what cannot make a difference: rules behind one that matches, and
 * the last rules if they lead where the way leads without them. Returns
 * that; it is the answer if no live rule has an undecided test.
 */
static uint16_t
prune(const struct chunk *k, struct state *s)
{
	const uint16_t *action = k->c->work->action;
	uint64_t open = s->live & rules_of(k, s->high | s->low);
	uint64_t matched = s->live & ~open, tests;
	uint16_t end = k->otherwise;

	if (matched) {
		matched &= -matched;
		open &= matched - 1;
		end = action[lowest(matched)];
	}
	while (open && action[63 - __builtin_clzll(open)] == end)
		open &= ~BIT(63 - __builtin_clzll(open));
	tests = tests_of(k, open);
	s->live = open | matched;
	s->high &= tests;
	s->low &= tests;
	return end;
}

/* Whether the test looks at some bits of the half only. */
static bool
masked(const struct sc_work_test *t, unsigned half)
{
	return t->kind == BOTH && t->mask[half] != FULL;
}

/* The undecided tests that look at a half next. */
static uint64_t
looking(const struct chunk *k, const struct state *s, unsigned arg,
	unsigned half)
{
	uint64_t set = half == HIGH ? s->high : s->low, found = 0;

	for (; set; set &= set - 1)
		if (k->c->work->test[lowest(set)].arg == arg)
			found |= set & -set;
	return found;
}

/*
 * The half to look at: the one that the most rules ask for, one that the
 * accumulator holds rather than another.
 */
static unsigned
choose(const struct chunk *k, const struct state *s)
{
	unsigned best = 0, most = 0;

	for (unsigned i = 0; i < 12; i++) {
		uint64_t set = looking(k, s, i / 2, i % 2);
		unsigned n = 4 * bits_set(rules_of(k, set));

		if (set && i + 1 == s->holds)
			n += 5;
		if (n > most) {
			most = n;
			best = i;
		}
	}
	return best;
}

/*
 * A test of a half of which the bits in word are from first to last, between
 * which no edge is. DEPENDS: on the low half. OPEN: on bits not known.
 */
static enum verdict
judge(const struct sc_work_test *t, unsigned half, uint32_t word,
	uint32_t first, uint32_t last)
{
	uint32_t v = t->value[half], mask = t->mask[half], known = FULL;
	bool more = half == HIGH;

	switch (t->kind) {
	case BOTH:
		/* The bits above the highest one that differs are known. */
		if (first != last && mask != word)
			known = ~(FULL >> __builtin_clz(first ^ last));
		if ((first ^ v) & known & (mask == word ? FULL : mask))
			return NEVER;
		if (mask & ~known)
			return OPEN;
		return more && t->mask[LOW] ? DEPENDS : ALWAYS;
	case DIFFER:
		if (first != v)
			return ALWAYS;
		return more ? DEPENDS : NEVER;
	case BELOW:
		if (first != v || !more)
			return first < v ? ALWAYS : NEVER;
		return t->value[LOW] ? DEPENDS : NEVER;
	default:
		if (first != v || !more)
			return first >= v ? ALWAYS : NEVER;
		return t->value[LOW] ? DEPENDS : ALWAYS;
	}
}

/* Takes the verdict on test i into account. */
static void
settle(const struct chunk *k, struct state *s, unsigned i, unsigned half,
	enum verdict v)
{
	const struct sc_work_test *t = &k->c->work->test[i];

	if (v == NEVER)
		s->live &= ~BIT(t->rule);
	s->high &= ~BIT(i);
	if (half == HIGH && v == DEPENDS)
		s->low |= BIT(i);
	else
		s->low &= ~BIT(i);
}

static bool
state_same(const struct state *a, const struct state *b)
{
	return a->live == b->live && a->high == b->high && a->low == b->low;
}

/* Takes into account that the bits in word of a half are first to last. */
static void
learn(const struct chunk *k, struct state *s, uint64_t set, unsigned half,
	uint32_t word, uint32_t first, uint32_t last)
{
	for (; set; set &= set - 1) {
		unsigned i = lowest(set);
		enum verdict v = judge(&k->c->work->test[i], half, word,
			first, last);

		if (v != OPEN)
			settle(k, s, i, half, v);
	}
}

/* All values that masked bits can have; returns how many. */
static unsigned
shapes(uint32_t mask, uint32_t *edge)
{
	unsigned n = 0;
	uint32_t v = 0;

	do {
		edge[n++] = v;
		v = (v - mask) & mask;
	} while (v);
	return n;
}

/* The values at which something changes, from 0 on; returns how many. */
static unsigned
edges(const struct chunk *k, uint64_t set, unsigned half, uint32_t mask,
	uint32_t *edge)
{
	unsigned n = 0, m = 1;

	edge[n++] = 0;
	for (; set; set &= set - 1) {
		const struct sc_work_test *t = &k->c->work->test[lowest(set)];
		bool span = half == LOW && (t->kind == BELOW ||
			t->kind == FROM);

		if (mask == FULL && masked(t, half))
			continue;
		edge[n++] = t->value[half];
		if (!span && t->value[half] != FULL)
			edge[n++] = t->value[half] + 1;
	}
	sort_up(edge, n);
	for (unsigned i = 1; i < n; i++)
		if (edge[i] != edge[m - 1])
			edge[m++] = edge[i];
	return m;
}

static uint16_t
load(struct chunk *k, const struct state *s, unsigned var, uint16_t pos)
{
	uint32_t offset = var % 2 == HIGH ? DATA_ARG_HIGH(var / 2)
		: DATA_ARG_LOW(var / 2);

	if (s->holds == var + 1 || out_at(&k->c->out, pos)->code == RET_K)
		return pos;
	return out_seq(&k->c->out, LD_W_ABS, offset, pos);
}

/* What the accumulator holds after AND; equal words have equal numbers. */
static uint16_t
word_masked(struct compiler *c, unsigned var, uint32_t mask)
{
	struct sc_work_masked *m = c->work->masked;
	unsigned i;

	for (i = 0; i < c->nmasked && i < SC_MASKS; i++)
		if (m[i].mask == mask && m[i].var == var)
			return (uint16_t)(HOLDS_MASKED + i);
	/* Without room, the word is taken for one that was not seen yet. */
	if (i < SC_MASKS) {
		m[i].mask = mask;
		m[i].var = var;
	}
	return (uint16_t)(HOLDS_MASKED + c->nmasked++);
}

/* Bits of which some are set, or none. */
static uint16_t
by_any_bit(struct chunk *k, const struct state *s, unsigned var,
	uint64_t set, uint32_t mask)
{
	struct state any = *s, none = *s;
	uint16_t yes, no;

	any.holds = none.holds = (uint16_t)(var + 1);
	/* With one bit, mask is its value; with more, nothing asks for it. */
	learn(k, &any, set, var % 2, mask, mask, mask);
	learn(k, &none, set, var % 2, mask, 0, 0);
	yes = decide(k, &any);
	no = decide(k, &none);
	k->c->out.holds = (uint16_t)(var + 1);
	return load(k, s, var, out_jump(&k->c->out, JSET_K, mask, yes, no));
}

/* Two bits that are only told apart from the rest when both are set. */
static uint16_t
by_two_bits(struct chunk *k, uint32_t mask, const struct range *r)
{
	struct out *o = &k->c->out;
	uint32_t low = mask & -mask;
	uint16_t pos;

	pos = out_jump(o, JSET_K, mask - low, r[1].target, r[0].target);
	return out_jump(o, JSET_K, low, pos, r[0].target);
}

/* Writes what tells m ranges of a half, or of its masked bits, apart. */
static uint16_t
write_ranges(struct chunk *k, unsigned var, uint32_t mask,
	const struct range *r, unsigned m)
{
	struct compiler *c = k->c;
	uint16_t pos;

	c->out.holds = (uint16_t)(var + 1);
	if (m == 2 && bits_set(mask) == 2 && r[1].first == mask)
		return by_two_bits(k, mask, r);
	if (mask != FULL)
		c->out.holds = word_masked(c, var, mask);
	pos = tree(&c->out, &c->arena, r, m, &k->failed);
	c->out.holds = (uint16_t)(var + 1);
	if (mask == FULL || m == 1 || k->failed)
		return pos;
	return out_seq(&c->out, ALU_AND_K, mask, pos);
}

/* Decides the tests in set, which look at a half or its masked bits. */
static uint16_t
by_value(struct chunk *k, const struct state *s, unsigned var, uint64_t set,
	uint32_t mask)
{
	struct compiler *c = k->c;
	uint32_t used = c->arena.used;
	bool few = bits_set(mask) <= SHAPES;
	unsigned most = few ? 1u << bits_set(mask) : 2 * bits_set(set) + 1;
	uint32_t *edge = arena_get(&c->arena, most * sizeof *edge);
	struct range *r = arena_get(&c->arena, most * sizeof *r);
	struct state before, next;
	unsigned n, m = 0;
	uint16_t pos = 0;

	if (!edge || !r) {
		k->failed = true;
		c->arena.used = used;
		return 0;
	}
	n = few ? shapes(mask, edge) : edges(k, set, var % 2, mask,
		edge);
	for (unsigned i = 0; i < n; i++) {
		uint32_t last = i + 1 < n ? edge[i + 1] - 1 : FULL;

		next = *s;
		next.holds = mask == FULL ? (uint16_t)(var + 1) : 0;
		learn(k, &next, set, var % 2, mask, edge[i], last);
		if (!i || !state_same(&next, &before))
			pos = decide(k, &next);
		before = next;
		m = range_add(r, m, edge[i], i ? 1 : ZERO, pos);
	}
	/* Of few values, each is the only one that can occur in its range. */
	if (!few)
		range_singles(r, m);
	if (!k->failed)
		pos = write_ranges(k, var, mask, r, m);
	c->arena.used = used;
	return load(k, s, var, pos);
}

/*
 * The undecided tests of a half to make next: those for bits that are all
 * clear, which one instruction answers, before those for whole words, and
 * these before what is left of a mask.
 */
static uint64_t
next_tests(const struct chunk *k, uint64_t set, unsigned half, uint32_t *mask)
{
	const struct sc_work_test *test = k->c->work->test;
	unsigned best = 0;
	uint64_t found = 0;

	*mask = FULL;
	for (uint64_t x = set; x; x &= x - 1) {
		const struct sc_work_test *t = &test[lowest(x)];
		unsigned rank = !masked(t, half) ? 2 : t->value[half] ? 1 : 3;

		if (rank > best) {
			best = rank;
			*mask = rank == 2 ? FULL : t->mask[half];
		}
	}
	for (uint64_t x = set; x; x &= x - 1)
		if (*mask == FULL || test[lowest(x)].mask[half] == *mask)
			found |= x & -x;
	return found;
}

static uint16_t
expand(struct chunk *k, const struct state *s)
{
	unsigned var = choose(k, s);
	uint32_t mask, values = 0;
	uint64_t set = next_tests(k, looking(k, s, var / 2, var % 2), var % 2,
		&mask);

	for (uint64_t x = set; x; x &= x - 1)
		values |= k->c->work->test[lowest(x)].value[var % 2];
	if (mask != FULL && (!values || !(mask & (mask - 1))))
		return by_any_bit(k, s, var, set, mask);
	return by_value(k, s, var, set, mask);
}

static struct sc_work_memo *
memo_of(const struct chunk *k, const struct state *s)
{
	uint64_t h = s->live * UINT64_C(0x9e3779b97f4a7c15);

	h ^= s->high * UINT64_C(0xc2b2ae3d27d4eb4f);
	h ^= (s->low + s->holds) * UINT64_C(0x165667b19e3779f9);
	return &k->c->work->memo[(h ^ h >> 32) % SC_MEMO];
}

static uint16_t
decide(struct chunk *k, const struct state *state)
{
	struct sc_work_memo *memo;
	struct state s = *state;
	uint16_t end = prune(k, &s), pos;

	if (!(s.high | s.low))
		return end;
	k->failed |= !k->steps || k->depth == DEPTH_MAX ||
		k->c->out.full || k->c->out.n > k->limit;
	if (k->failed)
		return 0;
	memo = memo_of(k, &s);
	if (memo->chunk == k->id && memo->live == s.live &&
	    memo->high == s.high && memo->low == s.low &&
	    memo->holds == s.holds)
		return memo->target;
	k->steps--;
	k->depth++;
	pos = expand(k, &s);
	k->depth--;
	memo->live = s.live;
	memo->high = s.high;
	memo->low = s.low;
	memo->holds = s.holds;
	memo->target = pos;
	memo->chunk = k->id;
	return pos;
}

/* Rules first to end of a list; false if they are too many at once. */
static bool
begin(struct chunk *k, const uint16_t *rule, unsigned first, unsigned end,
	struct state *s)
{
	const struct sc_policy *p = k->c->policy;

	k->nrules = k->ntests = 0;
	for (unsigned i = first; i < end; i++) {
		const struct sc_rule *r = &p->rules[rule[i]];

		if (k->ntests + r->nconds > SC_MATCH)
			return false;
		add_rule(k, r);
	}
	s->live = k->nrules < 64 ? BIT(k->nrules) - 1 : UINT64_MAX;
	s->live = join_values(k, s->live);
	s->high = s->low = 0;
	s->holds = 0;
	for (unsigned i = 0; i < k->ntests; i++)
		if (k->c->work->test[i].wide)
			s->high |= BIT(i);
		else
			s->low |= BIT(i);
	return true;
}

/*
 * One chunk. Expanding states can take more steps, or more instructions,
 * than asking for one rule after the other; then the chunk has failed, what
 * it wrote is given up, and a smaller one is tried.
 */
static bool
match_chunk(struct compiler *c, const uint16_t *rule, unsigned first,
	unsigned end, uint16_t *pos)
{
	uint32_t written = c->out.n;
	struct chunk k;
	struct state s;

	k.c = c;
	k.id = ++c->chunks;
	k.otherwise = *pos;
	k.depth = 0;
	k.failed = false;
	if (begin(&k, rule, first, end, &s)) {
		k.steps = 6 * k.ntests + 32;
		k.limit = k.nrules == 1 ? UINT32_MAX : written + 4 +
			3 * k.ntests + 2 * bits_set(s.high);
		*pos = decide(&k, &s);
		if (!k.failed)
			return true;
		*pos = k.otherwise;
	}
	if (!c->out.full)
		c->out.n = written;
	return false;
}

uint16_t
match(struct compiler *c, const uint16_t *rule, unsigned n,
	uint16_t otherwise)
{
	uint16_t pos = otherwise;
	unsigned size = c->chunk;

	/* What was too much once is likely to be so again. */
	while (n && !c->failed) {
		size = 2 * size < c->chunk ? 2 * size : c->chunk;
		size = n < size ? n : size;
		while (size && !c->out.full &&
		       !match_chunk(c, rule, n - size, n, &pos))
			size /= 2;
		if (!size || c->out.full)
			c->failed = true;
		n -= size;
	}
	return pos;
}
