#include "inner.h"

/*
 * What the accumulator holds before an instruction, in held[]: nothing as
 * the instruction is not reached, the token, a word of the data, different
 * things on different paths, or what the AND at an index has left of a
 * word.
 */
enum {
	UNREACHED,
	TOKEN,
	MIXED,
	WORD,           /* + offset / 4 */
	ANDED = 32      /* + index */
};

struct verifier {
	const struct sc_insn *insn;
	size_t n;
	uint16_t *held;
};

static bool
equal(const struct verifier *v, uint16_t a, uint16_t b)
{
	if (a == b)
		return true;
	if (a < ANDED || b < ANDED)
		return false;
	a -= ANDED;
	b -= ANDED;
	return v->insn[a].k == v->insn[b].k && v->held[a] == v->held[b];
}

static void
lead(struct verifier *v, size_t to, uint16_t holds)
{
	if (v->held[to] == UNREACHED)
		v->held[to] = holds;
	else if (!equal(v, v->held[to], holds))
		v->held[to] = MIXED;
}

static bool
load_permitted(uint32_t k)
{
	return k == DATA_NR || k >= DATA_ARGS;
}

/* One instruction that is reached; false if it breaks a promise. */
static bool
follow(struct verifier *v, size_t i)
{
	const struct sc_insn *x = &v->insn[i];
	uint16_t holds = v->held[i];

	switch (x->code) {
	case LD_W_ABS:
		lead(v, i + 1, (uint16_t)(WORD + x->k / 4));
		return load_permitted(x->k);
	case ALU_AND_K:
		lead(v, i + 1, (uint16_t)(ANDED + i));
		return holds > WORD && holds < ANDED;
	case JEQ_K:
	case JGT_K:
	case JGE_K:
	case JSET_K:
		lead(v, i + 1 + x->jt, holds);
		lead(v, i + 1 + x->jf, holds);
		return holds >= WORD;
	case JA:
		lead(v, i + 1 + x->k, holds);
		return true;
	}
	return x->code == RET_K;
}

/* The first two instructions are the arch check. */
static bool
arch_checked(const struct sc_insn *insn, size_t n, uint32_t token)
{
	const struct sc_insn *wrong;

	if (n < 3 || insn[0].code != LD_W_ABS || insn[0].k != DATA_ARCH)
		return false;
	if (insn[1].code != JEQ_K || insn[1].k != token)
		return false;
	wrong = &insn[2 + insn[1].jf];
	return wrong->code == RET_K && wrong->k == SC_KILL_PROCESS;
}

static bool
paths(struct verifier *v, size_t *where)
{
	const struct sc_insn *x = v->insn;

	for (size_t i = 0; i < v->n; i++)
		v->held[i] = UNREACHED;
	lead(v, 2 + x[1].jt, TOKEN);
	lead(v, 2 + x[1].jf, TOKEN);
	for (size_t i = 2; i < v->n; i++) {
		*where = i;
		if (v->held[i] == UNREACHED || !follow(v, i))
			return false;
	}
	return true;
}

/* A number, and how far those above it fare as it does. */
struct span {
	uint32_t nr, last;
	bool bits;              /* some were asked for */
};

/* Whether a comparison of the number jumps. */
static bool
jumps(const struct sc_insn *x, struct span *s)
{
	uint32_t nr = s->nr, end = UINT32_MAX;
	bool taken = false;

	switch (x->code) {
	case JEQ_K:
		taken = nr == x->k;
		end = taken ? nr : nr < x->k ? x->k - 1 : end;
		break;
	case JGE_K:
		taken = nr >= x->k;
		end = taken ? end : x->k - 1;
		break;
	case JGT_K:
		taken = nr > x->k;
		end = taken ? end : x->k;
		break;
	case JSET_K:
		taken = nr & x->k;
		end = nr;
		s->bits = true;
		break;
	}
	if (end < s->last)
		s->last = end;
	return taken;
}

/*
 * seccomp_is_const_allow: follows the program as far as the number and the
 * token determine it. Returns whether they determine all of it.
 */
static bool
determined(const struct sc_insn *insn, size_t n, uint32_t token,
	struct span *s, uint32_t *action)
{
	struct span arch, and, *a = &and;

	arch.nr = token;
	and.nr = 0;
	arch.last = and.last = 0;
	s->last = UINT32_MAX;
	s->bits = false;
	for (size_t i = 0; i < n; i++) {
		const struct sc_insn *x = &insn[i];

		switch (x->code) {
		case LD_W_ABS:
			if (x->k != DATA_NR && x->k != DATA_ARCH)
				return false;
			a = x->k == DATA_NR ? s : &arch;
			continue;
		case RET_K:
			*action = x->k;
			return true;
		case ALU_AND_K:
			s->last = s->nr;
			and.nr = a->nr & x->k;
			a = &and;
			continue;
		case JA:
			i += x->k;
			continue;
		case JEQ_K:
		case JGE_K:
		case JGT_K:
		case JSET_K:
			i += jumps(x, a) ? x->jt : x->jf;
			continue;
		}
		return false;
	}
	return false;
}

int
sc_cacheable(const struct sc_insn *insn, size_t n, uint32_t token,
	uint32_t nr)
{
	struct span s;
	uint32_t action;

	s.nr = nr;
	return determined(insn, n, token, &s, &action) && action == SC_ALLOW;
}

/*
 * Whether from nr to to, what always gets the same answer gets it at once.
 * Bits may only be asked of known numbers, which are all tried.
 */
static bool
answered(const struct verifier *v, const struct sc_policy *p, uint32_t nr,
	uint32_t to)
{
	bool begins = true, known = false;
	uint32_t wanted, action = 0;
	struct span s;

	for (s.nr = nr;; s.nr++) {
		if (begins)
			known = determined(v->insn, v->n, p->arch->token, &s,
				&action);
		if (s.bits && s.nr > p->arch->last)
			return false;
		if (sc_policy_constant(p, s.nr, &wanted) &&
		    (!known || action != wanted))
			return false;
		if (s.nr == to)
			return true;
		begins = s.nr == s.last;
	}
}

static bool
compares(uint16_t code)
{
	return code == JEQ_K || code == JGT_K || code == JGE_K;
}

/* nr and the numbers beside it; before 0 is the last one. */
static bool
around_answered(const struct verifier *v, const struct sc_policy *p,
	uint32_t nr)
{
	for (uint32_t i = 0; i < 3; i++)
		if (!answered(v, p, nr - 1 + i, nr - 1 + i))
			return false;
	return true;
}

/*
 * All known numbers, and those at which the policy or the program can change
 * its mind, with the next one: between them, both treat all numbers alike.
 */
static bool
all_answered(const struct verifier *v, const struct sc_policy *p)
{
	uint32_t known = p->arch->last + 1u;

	if (!answered(v, p, 0, known))
		return false;
	for (unsigned i = 0; i < p->nrules; i++)
		if (p->rules[i].nr >= known &&
		    !around_answered(v, p, p->rules[i].nr))
			return false;
	for (size_t i = 2; i < v->n; i++)
		if (v->held[i] == WORD + DATA_NR &&
		    compares(v->insn[i].code) && v->insn[i].k >= known &&
		    !around_answered(v, p, v->insn[i].k))
			return false;
	return around_answered(v, p, p->arch->x32);
}

int
sc_verify(const struct sc_insn *insn, size_t n,
	const struct sc_policy *policy, struct sc_work *work, size_t *where)
{
	struct verifier v = { insn, n, work->held };
	size_t unused;
	int r;

	where = where ? where : &unused;
	r = sc_check(insn, n, where);
	if (r)
		return r;
	*where = 0;
	if (!arch_checked(insn, n, policy->arch->token))
		return -SC_EACCES;
	if (!paths(&v, where))
		return -SC_EACCES;
	*where = 0;
	return all_answered(&v, policy) ? 0 : -SC_EACCES;
}
