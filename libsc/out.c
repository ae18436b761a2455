#include "compile.h"

#define NO 0xffffu
#define REACH 255u      /* of a conditional jump */
#define WAYS 4u

void
out_init(struct out *o, struct sc_insn *insn, size_t cap, uint16_t *hash,
	uint16_t *held)
{
	o->insn = insn;
	o->cap = cap < SC_INSNS_MAX ? (uint32_t)cap : SC_INSNS_MAX;
	o->n = 0;
	o->hash = hash;
	o->held = held;
	o->holds = 0;
	o->bits_to = UINT32_MAX;
	o->full = false;
	o->ret = 0;
	o->ret_n = UINT32_MAX;
	for (unsigned i = 0; i < SC_HASH; i++)
		hash[i] = NO;
}

static struct sc_insn *
at(const struct out *o, uint32_t pos)
{
	return &o->insn[o->cap - 1 - pos];
}

const struct sc_insn *
out_at(const struct out *o, uint16_t pos)
{
	return at(o, pos);
}

static bool
is_jump(const struct sc_insn *i)
{
	return (i->code & 7) == (JA & 7) && i->code != JA;
}

/*
 * An instruction is looked up by what it does: its code, its constant, what
 * is in the accumulator where that matters, and the positions that it leads
 * to.
 */
struct key {
	uint16_t code;
	uint16_t holds;
	uint16_t taken, not_taken;
	uint32_t k;
};

/* Whether an instruction uses the accumulator. */
static bool
reads(uint16_t code)
{
	return code != RET_K && code != JA && code != LD_W_ABS;
}

static struct key
key_at(const struct out *o, uint32_t pos)
{
	const struct sc_insn *i = at(o, pos);
	struct key key = { i->code, 0, NO, NO, i->k };

	if (reads(i->code))
		key.holds = o->held[pos];
	if (is_jump(i)) {
		key.taken = (uint16_t)(pos - 1 - i->jt);
		key.not_taken = (uint16_t)(pos - 1 - i->jf);
	} else if (i->code == JA) {
		key.taken = (uint16_t)(pos - 1 - i->k);
		key.k = 0;
	} else if (i->code != RET_K) {
		key.taken = (uint16_t)(pos - 1);
	}
	return key;
}

static bool
key_same(const struct key *a, const struct key *b)
{
	return a->code == b->code && a->k == b->k && a->taken == b->taken &&
		a->not_taken == b->not_taken && a->holds == b->holds;
}

/* The first of the WAYS adjacent slots that key may be in. */
static uint16_t *
slots(const struct out *o, const struct key *key)
{
	uint32_t h = key->k * 0x9e3779b1u;

	h ^= ((uint32_t)key->taken << 16 | key->not_taken) * 0x85ebca6bu;
	h ^= (key->code + ((uint32_t)key->holds << 8)) * 0xc2b2ae35u;
	return &o->hash[(h ^ h >> 15) % SC_HASH / WAYS * WAYS];
}

static bool
is_at(const struct out *o, const struct key *key, uint32_t pos)
{
	struct key here;

	/* A slot may name a position that has been given up since. */
	if (pos >= o->n)
		return false;
	here = key_at(o, pos);
	return key_same(&here, key);
}

static uint16_t
find(const struct out *o, const struct key *key)
{
	const uint16_t *slot = slots(o, key);

	for (unsigned i = 0; i < WAYS; i++)
		if (is_at(o, key, slot[i]))
			return slot[i];
	return NO;
}

/* A nearer instruction takes the slot of an equal one. */
static void
enter(struct out *o, const struct key *key, uint32_t pos)
{
	uint16_t *slot = slots(o, key);
	unsigned use = 0;

	for (unsigned i = WAYS; i-- > 0;)
		if (slot[i] >= pos)
			use = i;
	for (unsigned i = 0; i < WAYS; i++)
		if (is_at(o, key, slot[i]))
			use = i;
	slot[use] = (uint16_t)pos;
}

static uint16_t
put(struct out *o, uint16_t code, uint8_t jt, uint8_t jf, uint32_t k)
{
	struct sc_insn *i;
	struct key key;

	if (o->n == o->cap) {
		o->full = true;
		return 0;
	}
	i = at(o, o->n);
	i->code = code;
	i->jt = jt;
	i->jf = jf;
	i->k = k;
	o->held[o->n] = o->holds;
	key = key_at(o, o->n);
	enter(o, &key, o->n);
	return (uint16_t)o->n++;
}

static bool
reached(const struct out *o, uint16_t pos)
{
	return o->n - 1 - pos <= REACH;
}

uint16_t
out_ret(struct out *o, uint32_t action)
{
	struct key key = { RET_K, 0, NO, NO, action };
	const struct sc_insn *last = at(o, o->ret);

	/* Most calls get what the one before them gets. */
	if (o->ret_n == o->n && last->code == RET_K && last->k == action)
		return o->ret;
	o->ret = find(o, &key);
	if (o->ret == NO)
		o->ret = put(o, RET_K, 0, 0, action);
	o->ret_n = o->n;
	return o->ret;
}

/*
 * A position within reach that does the same: the same one, or a copy of
 * the return, or a far jump.
 */
static uint16_t
near(struct out *o, uint16_t pos)
{
	struct key key = key_at(o, pos);
	uint16_t copy;

	if (reached(o, pos))
		return pos;
	if (key.code != RET_K && key.code != JA) {
		key.code = JA;
		key.holds = 0;
		key.k = 0;
		key.taken = pos;
		key.not_taken = NO;
	}
	copy = find(o, &key);
	if (copy != NO && reached(o, copy))
		return copy;
	if (key.code == RET_K)
		return put(o, RET_K, 0, 0, key.k);
	return put(o, JA, 0, 0, o->n - 1 - key.taken);
}

static uint16_t
put_jump(struct out *o, uint16_t code, uint32_t k, uint16_t t, uint16_t f)
{
	while (!o->full && !(reached(o, t) && reached(o, f))) {
		t = near(o, t);
		f = near(o, f);
	}
	return put(o, code, (uint8_t)(o->n - 1 - t), (uint8_t)(o->n - 1 - f),
		k);
}

uint16_t
out_branch(struct out *o, uint16_t code, uint32_t k, uint16_t t, uint16_t f)
{
	struct key key = { code, o->holds, t, f, k };
	uint16_t pos;

	if (o->full)
		return 0;
	pos = find(o, &key);
	return pos == NO ? put_jump(o, code, k, t, f) : pos;
}

uint16_t
out_jump(struct out *o, uint16_t code, uint32_t k, uint16_t t, uint16_t f)
{
	return t == f ? t : out_branch(o, code, k, t, f);
}

/* Makes the last instruction written one that does what pos does. */
static void
put_again(struct out *o, uint16_t pos)
{
	struct key key = key_at(o, pos);
	uint16_t holds = o->holds;

	o->holds = key.holds;
	if (key.code == RET_K)
		put(o, RET_K, 0, 0, key.k);
	else if (is_jump(at(o, pos)))
		put_jump(o, key.code, key.k, key.taken, key.not_taken);
	else
		put(o, JA, 0, 0, o->n - 1 - pos);
	o->holds = holds;
}

uint16_t
out_seq(struct out *o, uint16_t code, uint32_t k, uint16_t next)
{
	struct key key = { code, reads(code) ? o->holds : 0, next, NO, k };
	uint16_t pos;

	if (o->full)
		return 0;
	pos = find(o, &key);
	if (pos != NO)
		return pos;
	if (next + 1u != o->n)
		put_again(o, next);
	return put(o, code, 0, 0, k);
}

/* Numbers the positions that are needed anew in held[], NO for others. */
static uint32_t
renumber(struct out *o)
{
	uint32_t n = 0;

	for (uint32_t pos = 0; pos < o->n; pos++)
		o->held[pos] = NO;
	o->held[o->n - 1] = 0;
	for (uint32_t pos = o->n; pos-- > 0;) {
		struct key key = key_at(o, pos);

		if (o->held[pos] == NO)
			continue;
		if (key.taken != NO)
			o->held[key.taken] = 0;
		if (key.not_taken != NO)
			o->held[key.not_taken] = 0;
	}
	for (uint32_t pos = 0; pos < o->n; pos++)
		if (o->held[pos] != NO)
			o->held[pos] = (uint16_t)n++;
	return n;
}

int
out_deliver(struct out *o)
{
	uint32_t n = renumber(o), at = 0;

	for (uint32_t pos = o->n; pos-- > 0;) {
		struct key key = key_at(o, pos);
		struct sc_insn *i = &o->insn[at];
		uint32_t here = o->held[pos];

		if (here == NO)
			continue;
		i->code = key.code;
		i->k = key.k;
		i->jt = i->jf = 0;
		if (key.not_taken != NO) {
			i->jt = (uint8_t)(here - 1 - o->held[key.taken]);
			i->jf = (uint8_t)(here - 1 - o->held[key.not_taken]);
		} else if (key.code == JA) {
			i->k = here - 1 - o->held[key.taken];
		}
		at++;
	}
	SC_ASSERT(at == n);
	return (int)n;
}
