#include <stdlib.h>
#include <string.h>
#include "cmd.h"

/*
 * Whether a condition holds depends on the order of the argument and a
 * constant, or on whether some bits are those of a constant. Reading the
 * argument from its highest bit on, either is an automaton of at most three
 * states; the product of all of them, run over 64 bits, reaches just the
 * combinations that some value has. One value is kept for each.
 */
enum state { SAME_SO_FAR, LESS, MORE };

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

struct machine {
	size_t nkeys;
	struct key *key;
};

static void
add_key(struct machine *m, const struct sc_cond *c)
{
	struct key k = { c->value, c->mask, c->op == SC_MASKED_EQ };

	if (!k.masked)
		k.mask = c->width == 32 ? UINT32_MAX : UINT64_MAX;
	for (size_t i = 0; i < m->nkeys; i++)
		if (m->key[i].value == k.value && m->key[i].mask == k.mask &&
		    m->key[i].masked == k.masked)
			return;
	m->key[m->nkeys++] = k;
}

static void
add_keys(struct machine *m, unsigned arg, const struct sc_policy *p,
	uint32_t nr)
{
	for (int i = sc_policy_first(p, nr); i >= 0; i = sc_policy_next(p, i))
		for (unsigned c = 0; c < p->rules[i].nconds; c++) {
			const struct sc_cond *cond =
				&p->conds[p->rules[i].cond + c];

			if (cond->arg == arg)
				add_key(m, cond);
		}
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
static void
commit(struct set *s, size_t nkeys, uint64_t value)
{
	uint8_t *state = s->state + s->count * nkeys;
	size_t at = hash(state, nkeys);

	for (; s->slot[at]; at = (at + 1) % SLOTS)
		if (!memcmp(s->state + (s->slot[at] - 1u) * nkeys, state,
		    nkeys))
			return;
	if (s->count == STATES_MAX)
		fail("more than %d kinds of values of one argument",
			STATES_MAX);
	s->value[s->count++] = value;
	s->slot[at] = (uint16_t)s->count;
}

static void
step(const struct machine *m, struct set *to, const struct set *from,
	uint64_t bit)
{
	to->count = 0;
	memset(to->slot, 0, sizeof to->slot);
	for (size_t i = 0; i < 2 * from->count; i++) {
		const uint8_t *was = from->state + i / 2 * m->nkeys;
		uint8_t *state = to->state + to->count * m->nkeys;
		bool one = i % 2;

		for (size_t k = 0; k < m->nkeys; k++)
			state[k] = advance(&m->key[k], was[k], bit, one);
		commit(to, m->nkeys, from->value[i / 2] | (one ? bit : 0));
	}
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

void
classes_of(struct classes *classes, unsigned arg,
	const struct sc_policy *a, uint32_t nr_a,
	const struct sc_policy *b, uint32_t nr_b)
{
	struct machine m = { 0, NULL };
	struct set *now, *next, *swap;

	m.key = allocate(a->nconds + b->nconds, sizeof *m.key);
	add_keys(&m, arg, a, nr_a);
	add_keys(&m, arg, b, nr_b);
	now = set_new(m.nkeys);
	next = set_new(m.nkeys);
	for (uint64_t bit = (uint64_t)1 << 63; bit; bit >>= 1) {
		step(&m, next, now, bit);
		swap = now;
		now = next;
		next = swap;
	}
	classes->count = now->count;
	classes->value = now->value;
	now->value = NULL;
	set_free(now);
	set_free(next);
	free(m.key);
}
