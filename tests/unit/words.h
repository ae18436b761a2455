/*
 * The values of each word of struct seccomp_data at and beside which a
 * program may change its mind.
 */
#ifndef WORDS_H
#define WORDS_H

#include "bpf.h"
#include "variant.h"

enum { WORD_VALUES = 1024 };

struct word {
	uint32_t value[WORD_VALUES];
	unsigned n;
	uint32_t bits;          /* that are asked for */
};

struct words {
	struct word word[16];   /* by offset / 4 */
};

static inline void
word_add(struct word *w, uint32_t v)
{
	for (unsigned i = 0; i < w->n; i++)
		if (w->value[i] == v)
			return;
	if (w->n == WORD_VALUES)
		abort();
	w->value[w->n++] = v;
}

static inline void
word_add_around(struct word *w, uint32_t v)
{
	word_add(w, v - 1);
	word_add(w, v);
	word_add(w, v + 1);
}

/* None of the bits, one, all, and all others. */
static inline void
word_add_bits(struct word *w, uint32_t mask)
{
	word_add(w, 0);
	word_add(w, mask);
	word_add(w, ~mask);
	for (; mask; mask &= mask - 1)
		word_add(w, mask & -mask);
}

/* What the bits can be together, if they are few. */
static inline void
word_add_masked(struct word *w, uint32_t mask)
{
	uint32_t v = 0;

	word_add_bits(w, mask);
	if (__builtin_popcount(mask) > 7)
		return;
	do {
		word_add(w, v);
		word_add(w, v | ~mask);
		v = (v - mask) & mask;
	} while (v);
}

static inline void
words_clear(struct words *s)
{
	for (unsigned i = 0; i < 16; i++) {
		s->word[i].n = s->word[i].bits = 0;
		word_add(&s->word[i], 0);
		word_add(&s->word[i], UINT32_MAX);
	}
}

static inline void
word_add_of(struct word *w, const struct sc_insn *i)
{
	switch (i->code) {
	case BPF_ALU | BPF_AND:
		word_add_masked(w, i->k);
		break;
	case BPF_JMP | BPF_JSET:
		w->bits |= i->k;
		word_add_bits(w, i->k);
		break;
	case BPF_JMP | BPF_JEQ:
	case BPF_JMP | BPF_JGT:
	case BPF_JMP | BPF_JGE:
		word_add_around(w, i->k);
		break;
	}
}

/*
 * Two bits that different instructions ask for, if there are few: many in a
 * row all lead to the same place.
 */
static inline void
word_add_pairs(struct word *w)
{
	if (__builtin_popcount(w->bits) > 12)
		return;
	for (uint32_t a = w->bits; a; a &= a - 1)
		for (uint32_t b = a & (a - 1); b; b &= b - 1)
			word_add(w, (a & -a) | (b & -b));
}

/*
 * What each comparison of a program that sc_verify accepts looks at is the
 * same on all paths, so one pass finds it.
 */
static inline void
words_collect(struct words *s, const struct sc_insn *p, size_t n)
{
	static uint8_t at[SC_INSNS_MAX + 1];

	for (size_t i = 0; i < n; i++) {
		uint8_t next = at[i];

		if (p[i].code == BPF_LD_W_ABS)
			next = (uint8_t)(p[i].k / 4);
		else
			word_add_of(&s->word[next], &p[i]);
		if (p[i].code == (BPF_JMP | BPF_JA)) {
			at[i + 1 + p[i].k] = next;
		} else if ((p[i].code & 7) == BPF_JMP) {
			at[i + 1 + p[i].jt] = next;
			at[i + 1 + p[i].jf] = next;
		} else {
			at[i + 1] = next;
		}
	}
	for (unsigned i = 0; i < 16; i++)
		word_add_pairs(&s->word[i]);
}

/* All values of the two halves of one argument. */
static inline bool
probe_halves(struct probe *p, const struct words *s, struct sc_data *d,
	unsigned arg)
{
	const struct word *low = &s->word[4 + 2 * arg];
	const struct word *high = &s->word[5 + 2 * arg];
	uint64_t before = d->args[arg];

	for (unsigned i = 0; i < low->n; i++)
		for (unsigned j = 0; j < high->n; j++) {
			d->args[arg] = (uint64_t)high->value[j] << 32 |
				low->value[i];
			if (!probe_one(p, d))
				return false;
		}
	d->args[arg] = before;
	return true;
}

/* A call whose arguments are as the rule wants them, and 0 otherwise. */
static inline struct sc_data
probe_wanted(const struct sc_policy *p, const struct sc_rule *r)
{
	const struct sc_cond *c = &p->conds[r->cond];
	struct sc_data d = {
		.nr = (int32_t)r->nr, .arch = sc_arch_token(p->arch)
	};

	for (unsigned i = 0; i < r->nconds; i++)
		d.args[c[i].arg] = probe_satisfying(&c[i]);
	return d;
}

/*
 * One argument at a time, the others as a rule wants them. With only one
 * that it wants, that one has been had with the number's first rule.
 */
static inline bool
probe_rule_words(struct probe *p, const struct words *s,
	const struct sc_rule *r)
{
	const struct sc_cond *c = &p->policy->conds[r->cond];
	struct sc_data d = probe_wanted(p->policy, r);
	int first = sc_policy_first(p->policy, r->nr);

	for (unsigned arg = 0; arg < 6; arg++) {
		if (r->nconds == 1 && arg == c->arg &&
		    &p->policy->rules[first] != r)
			continue;
		if (!probe_halves(p, s, &d, arg))
			return false;
	}
	return true;
}

/* Each value of the low half of an argument, and then of its high half. */
static inline unsigned
words_count(const struct words *s, unsigned arg)
{
	return s->word[4 + 2 * arg].n + s->word[5 + 2 * arg].n;
}

static inline uint64_t
words_value(const struct words *s, unsigned arg, unsigned i, uint64_t before)
{
	const struct word *low = &s->word[4 + 2 * arg], *high = low + 1;

	return i < low->n ? low->value[i] :
		(uint64_t)high->value[i - low->n] << 32 | (uint32_t)before;
}

/* Each argument but the first at each of its values, the others unchanged. */
static inline bool
probe_second(struct probe *p, const struct words *s, struct sc_data *d,
	unsigned first)
{
	for (unsigned arg = 0; arg < 6; arg++) {
		uint64_t before = d->args[arg];

		for (unsigned i = 0; arg != first && i < words_count(s, arg);
		    i++) {
			d->args[arg] = words_value(s, arg, i, before);
			if (!probe_one(p, d))
				return false;
		}
		d->args[arg] = before;
	}
	return true;
}

/* One argument at each of its values, and with each of these another one. */
static inline bool
probe_two(struct probe *p, const struct words *s, struct sc_data *d,
	unsigned arg)
{
	uint64_t before = d->args[arg];

	for (unsigned i = 0; i < words_count(s, arg); i++) {
		d->args[arg] = words_value(s, arg, i, before);
		if ((!p->matters || p->matters(p, d)) &&
		    !probe_second(p, s, d, arg))
			return false;
	}
	d->args[arg] = before;
	return true;
}

/* Whether an earlier rule of the number wants this argument and no other. */
static inline bool
probe_had(const struct sc_policy *p, const struct sc_rule *r)
{
	int i = sc_policy_first(p, r->nr);

	/* One that was removed isn't among them. */
	for (; i >= 0 && &p->rules[i] != r; i = sc_policy_next(p, i))
		if (p->rules[i].nconds == 1 &&
		    p->conds[p->rules[i].cond].arg == p->conds[r->cond].arg)
			return true;
	return false;
}

/*
 * Two arguments at a time, of which a rule wants the first; the others as
 * it wants them. Only where p->matters for the first, if that is set.
 */
static inline bool
probe_pairs(struct probe *p, const struct words *s)
{
	for (unsigned i = 0; i < p->policy->nrules; i++) {
		const struct sc_rule *r = &p->policy->rules[i];
		const struct sc_cond *c = &p->policy->conds[r->cond];
		struct sc_data d = probe_wanted(p->policy, r);

		if (r->nconds == 1 && probe_had(p->policy, r))
			continue;
		for (unsigned k = 0; k < r->nconds; k++)
			if (!probe_two(p, s, &d, c[k].arg))
				return false;
	}
	return true;
}

static inline uint32_t
word_any(const struct word *w)
{
	return w->value[rnd_below(w->n)];
}

/* Several arguments at once, for each rule with conditions. */
static inline bool
probe_together(struct probe *p, const struct words *s)
{
	for (unsigned i = 0; i < 16u * p->policy->nrules; i++) {
		const struct sc_rule *r = &p->policy->rules[i / 16];
		struct sc_data d = probe_wanted(p->policy, r);

		if (!r->nconds)
			continue;
		for (unsigned arg = 0; arg < 6; arg++)
			if (rnd_below(2))
				d.args[arg] = (uint64_t)word_any(
					&s->word[5 + 2 * arg]) << 32 |
					word_any(&s->word[4 + 2 * arg]);
		if (!probe_one(p, &d))
			return false;
	}
	return true;
}

/* All numbers and arguments at which the program may change its mind. */
static inline bool
probe_words(struct probe *p, const struct words *s)
{
	struct sc_data d = { .arch = sc_arch_token(p->policy->arch) };

	for (unsigned i = 0; i < s->word[0].n; i++) {
		d.nr = (int32_t)s->word[0].value[i];
		if (!probe_one(p, &d))
			return false;
	}
	for (unsigned i = 0; i < p->policy->nrules; i++)
		if (p->policy->rules[i].nconds &&
		    !probe_rule_words(p, s, &p->policy->rules[i]))
			return false;
	return true;
}

#endif
