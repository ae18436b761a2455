#include <stdlib.h>
#include <string.h>
#include "cmd.h"

/*
 * Whether a condition holds depends on the order of the argument and a
 * constant, or on whether some bits are those of a constant. Reading the
 * argument from its highest bit on, either is an automaton of at most three
 * states; the product of all of them, run over 64 bits, reaches just the
 * combinations that some value has. One value is kept for each.
 *
 * They would be too many where each bit has a rule of its own, did they not
 * become the same again as soon as a rule is known to match: what only less
 * strict rules look at is ignored from there on.
 */
enum state { SAME_SO_FAR, LESS, MORE, IGNORED };

enum answer { NO, YES, OPEN };

struct key {
	uint64_t value;
	uint64_t mask;
	bool masked;
};

enum { SLOTS = 1 << 14, STATES_MAX = SLOTS / 2 };

struct set {
	size_t count;
	uint64_t *value;        /* of each state */
	uint8_t *state;         /* of each state, one for each key */
	uint16_t slot[SLOTS];   /* index + 1, or 0 */
};

/* A rule, as far as it looks at the argument. */
struct alternative {
	uint32_t action;
	bool alone;             /* it looks at no other argument */
	unsigned nconds;
	uint16_t key[SC_RULE_CONDS_MAX];
	uint8_t op[SC_RULE_CONDS_MAX];
};

/* The rules of a call in one policy, in their order. */
struct side {
	size_t count;
	struct alternative *rule;
	uint8_t *answer;        /* of each rule, for one state */
};

struct machine {
	size_t nkeys;
	struct key *key;
	bool *used;             /* of each key, for one state */
	struct side side[2];
};

static uint16_t
add_key(struct machine *m, const struct sc_cond *c)
{
	struct key k = { c->value, c->mask, c->op == SC_MASKED_EQ };
	size_t i = 0;

	if (!k.masked)
		k.mask = c->width == 32 ? UINT32_MAX : UINT64_MAX;
	while (i < m->nkeys && (m->key[i].value != k.value ||
	    m->key[i].mask != k.mask || m->key[i].masked != k.masked))
		i++;
	if (i == m->nkeys)
		m->key[m->nkeys++] = k;
	return (uint16_t)i;
}

static void
add_rule(struct machine *m, struct alternative *to, unsigned arg,
	const struct sc_policy *p, const struct sc_rule *r)
{
	to->action = r->action;
	to->alone = true;
	to->nconds = 0;
	for (unsigned i = 0; i < r->nconds; i++) {
		const struct sc_cond *c = &p->conds[r->cond + i];

		if (c->arg != arg) {
			to->alone = false;
			continue;
		}
		to->key[to->nconds] = add_key(m, c);
		to->op[to->nconds++] = c->op;
	}
}

static void
add_rules(struct machine *m, struct side *s, unsigned arg,
	const struct sc_policy *p, uint32_t nr)
{
	s->rule = allocate(p->nrules, sizeof *s->rule);
	s->answer = allocate(p->nrules, sizeof *s->answer);
	s->count = 0;
	for (int i = sc_policy_first(p, nr); i >= 0; i = sc_policy_next(p, i))
		add_rule(m, &s->rule[s->count++], arg, p, &p->rules[i]);
}

static enum answer
holds(const struct key *k, uint8_t op, uint8_t state, uint64_t unread)
{
	if (state == IGNORED)
		return NO;
	if (state == SAME_SO_FAR && k->mask & unread)
		return OPEN;
	switch (op) {
	case SC_NE:
		return state == SAME_SO_FAR ? NO : YES;
	case SC_LT:
		return state == LESS ? YES : NO;
	case SC_LE:
		return state == MORE ? NO : YES;
	case SC_GE:
		return state == LESS ? NO : YES;
	case SC_GT:
		return state == MORE ? YES : NO;
	}
	return state == SAME_SO_FAR ? YES : NO;
}

static enum answer
matches(const struct machine *m, const struct alternative *r,
	const uint8_t *state, uint64_t unread)
{
	enum answer all = r->alone ? YES : OPEN;

	for (unsigned i = 0; i < r->nconds; i++) {
		enum answer one = holds(&m->key[r->key[i]], r->op[i],
			state[r->key[i]], unread);

		if (one == NO)
			return NO;
		if (one == OPEN)
			all = OPEN;
	}
	return all;
}

/* Marks the keys of the rules that can still decide. */
static void
mark(struct machine *m, struct side *s, const uint8_t *state, uint64_t unread)
{
	size_t best = s->count;

	for (size_t i = 0; i < s->count; i++) {
		s->answer[i] = (uint8_t)matches(m, &s->rule[i], state, unread);
		if (s->answer[i] == YES && (best == s->count ||
		    sc_action_cmp(s->rule[i].action,
			s->rule[best].action) < 0))
			best = i;
	}
	for (size_t i = 0; i < s->count; i++) {
		const struct alternative *r = &s->rule[i];
		int order = best == s->count ? -1 :
			sc_action_cmp(r->action, s->rule[best].action);

		if (s->answer[i] == NO || order > 0 ||
		    (order == 0 && i > best))
			continue;
		for (unsigned k = 0; k < r->nconds; k++)
			m->used[r->key[k]] = true;
	}
}

static void
ignore_unused(struct machine *m, uint8_t *state, uint64_t unread)
{
	memset(m->used, 0, m->nkeys * sizeof *m->used);
	mark(m, &m->side[0], state, unread);
	mark(m, &m->side[1], state, unread);
	for (size_t k = 0; k < m->nkeys; k++)
		if (!m->used[k])
			state[k] = IGNORED;
}

static uint8_t
advance(const struct key *k, uint8_t state, uint64_t bit, bool one)
{
	bool want = k->value & bit;

	if (state != SAME_SO_FAR || !(k->mask & bit) || one == want)
		return state;
	return one || k->masked ? MORE : LESS;
}

static size_t
hash(const uint8_t *state, size_t len)
{
	uint64_t h = 0xcbf29ce484222325;

	for (size_t i = 0; i < len; i++)
		h = (h ^ state[i]) * 0x100000001b3;
	return (size_t)(h >> 32) % SLOTS;
}

/* Adds the state that is written behind the last one, unless it is there. */
static bool
commit(struct set *s, size_t nkeys, uint64_t value)
{
	uint8_t *state = s->state + s->count * nkeys;
	size_t at = hash(state, nkeys);

	for (; s->slot[at]; at = (at + 1) % SLOTS)
		if (!memcmp(s->state + (s->slot[at] - 1u) * nkeys, state,
		    nkeys))
			return true;
	if (s->count == STATES_MAX)
		return false;
	s->value[s->count++] = value;
	s->slot[at] = (uint16_t)s->count;
	return true;
}

static bool
step(struct machine *m, struct set *to, const struct set *from, uint64_t bit)
{
	to->count = 0;
	memset(to->slot, 0, sizeof to->slot);
	for (size_t i = 0; i < 2 * from->count; i++) {
		const uint8_t *was = from->state + i / 2 * m->nkeys;
		uint8_t *state = to->state + to->count * m->nkeys;
		bool one = i % 2;

		for (size_t k = 0; k < m->nkeys; k++)
			state[k] = advance(&m->key[k], was[k], bit, one);
		ignore_unused(m, state, bit - 1);
		if (!commit(to, m->nkeys, from->value[i / 2] |
		    (one ? bit : 0)))
			return false;
	}
	return true;
}

static struct set *
set_new(size_t nkeys)
{
	struct set *s = allocate(1, sizeof *s);

	s->value = allocate(STATES_MAX, sizeof *s->value);
	s->state = allocate((STATES_MAX + 1) * nkeys, 1);
	s->count = 1;
	return s;
}

static void
set_free(struct set *s)
{
	free(s->value);
	free(s->state);
	free(s);
}

static void
machine_new(struct machine *m, unsigned arg, const struct sc_policy *a,
	uint32_t nr_a, const struct sc_policy *b, uint32_t nr_b)
{
	m->nkeys = 0;
	m->key = allocate(a->nconds + b->nconds, sizeof *m->key);
	m->used = allocate(a->nconds + b->nconds, sizeof *m->used);
	add_rules(m, &m->side[0], arg, a, nr_a);
	add_rules(m, &m->side[1], arg, b, nr_b);
}

static void
machine_free(struct machine *m)
{
	for (size_t i = 0; i < LENGTH(m->side); i++) {
		free(m->side[i].rule);
		free(m->side[i].answer);
	}
	free(m->key);
	free(m->used);
}

bool
classes_of(struct classes *classes, unsigned arg,
	const struct sc_policy *a, uint32_t nr_a,
	const struct sc_policy *b, uint32_t nr_b)
{
	struct machine m;
	struct set *now, *next, *swap;
	bool fits = true;

	machine_new(&m, arg, a, nr_a, b, nr_b);
	now = set_new(m.nkeys);
	next = set_new(m.nkeys);
	for (uint64_t bit = (uint64_t)1 << 63; bit && fits; bit >>= 1) {
		fits = step(&m, next, now, bit);
		swap = now;
		now = next;
		next = swap;
	}
	classes->count = now->count;
	classes->value = now->value;
	now->value = NULL;
	set_free(now);
	set_free(next);
	machine_free(&m);
	return fits;
}
