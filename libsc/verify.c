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
	ANDED = 32,     /* + index */
	FAR = 0x8000    /* besides: reached with a number not known */
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

/* Where x leads if the number is above last: 1 where it jumps, 2 on, 3 both. */
static unsigned
leads_far(const struct sc_insn *x, uint32_t last)
{
	switch (x->code) {
	case JEQ_K:
		return x->k <= last ? 2 : 3;
	case JGT_K:
		return x->k <= last ? 1 : 3;
	case JGE_K:
		return x->k <= last + 1 ? 1 : 3;
	}
	return 3;
}

/*
 * Bits of the number are only asked for where it is a known one, as known
 * numbers are tried one by one, and others only beside the constants that
 * they are compared with.
 */
static bool
bits_known(struct verifier *v, uint32_t last, size_t *where)
{
	v->held[2 + v->insn[1].jt] |= FAR;
	for (size_t i = 2; i < v->n; i++) {
		const struct sc_insn *x = &v->insn[i];
		bool number = v->held[i] == (FAR | (WORD + DATA_NR));
		unsigned to = number ? leads_far(x, last) : 3;

		*where = i;
		if (!(v->held[i] & FAR) || x->code == RET_K)
			continue;
		if (number && x->code == JSET_K)
			return false;
		if (x->code == JA) {
			v->held[i + 1 + x->k] |= FAR;
			continue;
		}
		if (x->code == LD_W_ABS || x->code == ALU_AND_K) {
			v->held[i + 1] |= FAR;
			continue;
		}
		if (to & 1)
			v->held[i + 1 + x->jt] |= FAR;
		if (to & 2)
			v->held[i + 1 + x->jf] |= FAR;
	}
	return true;
}

/*
 * seccomp_is_const_allow: follows the program as far as the number and the
 * token determine it. Returns whether they determine all of it.
 */
static bool
determined(const struct sc_insn *insn, size_t n, uint32_t token, uint32_t nr,
	uint32_t *action)
{
	uint32_t a = 0;

	for (size_t i = 0; i < n; i++) {
		const struct sc_insn *x = &insn[i];
		bool taken = false;

		switch (x->code) {
		case LD_W_ABS:
			if (x->k != DATA_NR && x->k != DATA_ARCH)
				return false;
			a = x->k == DATA_NR ? nr : token;
			continue;
		case RET_K:
			*action = x->k;
			return true;
		case ALU_AND_K:
			a &= x->k;
			continue;
		case JA:
			i += x->k;
			continue;
		case JEQ_K:
			taken = a == x->k;
			break;
		case JGE_K:
			taken = a >= x->k;
			break;
		case JGT_K:
			taken = a > x->k;
			break;
		case JSET_K:
			taken = a & x->k;
			break;
		default:
			return false;
		}
		i += taken ? x->jt : x->jf;
	}
	return false;
}

int
sc_cacheable(const struct sc_insn *insn, size_t n, uint32_t token,
	uint32_t nr)
{
	uint32_t action;

	return determined(insn, n, token, nr, &action) && action == SC_ALLOW;
}

/* Whether nr, if it always gets the same answer, gets it at once. */
static bool
answered(const struct sc_insn *insn, size_t n, const struct sc_policy *p,
	uint32_t nr)
{
	uint32_t wanted, action;

	if (!sc_policy_constant(p, nr, &wanted))
		return true;
	if (determined(insn, n, p->arch->token, nr, &action))
		return action == wanted;
	return wanted != SC_ALLOW;
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
	return answered(v->insn, v->n, p, nr - 1) &&
		answered(v->insn, v->n, p, nr) &&
		answered(v->insn, v->n, p, nr + 1);
}

/*
 * All known numbers, and those at which the policy or the program can change
 * its mind: between them, both treat all numbers alike.
 */
static bool
all_answered(const struct verifier *v, const struct sc_policy *p)
{
	uint32_t known = p->arch->last + 1u;

	for (uint32_t nr = 0; nr <= known; nr++)
		if (!answered(v->insn, v->n, p, nr))
			return false;
	for (unsigned i = 0; i < p->nrules; i++)
		if (p->rules[i].nr >= known &&
		    !around_answered(v, p, p->rules[i].nr))
			return false;
	for (size_t i = 2; i < v->n; i++)
		if ((v->held[i] & ~FAR) == WORD + DATA_NR &&
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
	if (!paths(&v, where) || !bits_known(&v, policy->arch->last, where))
		return -SC_EACCES;
	*where = 0;
	return all_answered(&v, policy) ? 0 : -SC_EACCES;
}
