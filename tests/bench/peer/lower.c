/*
 * What no program can go below that tells numbers apart by comparing them,
 * as JEQ, JGE and JGT do, in whatever order and however it shares its parts.
 *
 * Fewest comparisons: where two neighbouring numbers get different answers,
 * one comparison must answer differently for the two. JGE and JGT do so in
 * one place, JEQ K on both sides of K. So it is the number of such places,
 * less the most pairs of them that a lone value lies between.
 *
 * Fewest executed: numbers can only end at the same return if what lies
 * between them and has another answer are lone values, taken out by JEQ. So
 * every return serves one such run of numbers, and the average path is no
 * shorter than in Huffman's tree of the runs.
 *
 * A JSET tells many numbers apart at once, and can beat both.
 */
#include <string.h>
#include "peer.h"

enum { RANGES_MAX = 1024 };

struct range {
	uint32_t first, count;
	uint32_t weight;                /* how many the table has of it */
	uint32_t action;
	int rule;                       /* the first, if by arguments; or -1 */
};

static bool
same_cond(const struct sc_cond *a, const struct sc_cond *b)
{
	return a->arg == b->arg && a->width == b->width && a->op == b->op &&
		a->value == b->value && a->mask == b->mask;
}

static bool
same_rule(const struct sc_policy *p, int i, int k)
{
	const struct sc_rule *a = &p->rules[i], *b = &p->rules[k];

	if (a->action != b->action || a->nconds != b->nconds)
		return false;
	for (unsigned c = 0; c < a->nconds; c++)
		if (!same_cond(&p->conds[a->cond + c], &p->conds[b->cond + c]))
			return false;
	return true;
}

static bool
same(const struct sc_policy *p, const struct range *a, const struct range *b)
{
	int i = a->rule, k = b->rule;

	if (i < 0 || k < 0)
		return i < 0 && k < 0 && a->action == b->action;
	while (i >= 0 && k >= 0) {
		if (!same_rule(p, i, k))
			return false;
		i = sc_policy_next(p, i);
		k = sc_policy_next(p, k);
	}
	return i == k;
}

static unsigned
append(struct range *r, unsigned n, const struct sc_policy *p,
	struct range next)
{
	if (n && same(p, &r[n - 1], &next)) {
		r[n - 1].count += next.count;
		r[n - 1].weight += next.weight;
		return n;
	}
	if (n == RANGES_MAX)
		die("a table of ranges");
	r[n] = next;
	return n + 1;
}

static unsigned
ranges(const struct sc_policy *p, struct range *r)
{
	uint32_t last = sc_arch_last(p->arch), x32 = sc_arch_x32(p->arch);
	unsigned n = 0;

	for (uint32_t nr = 0; nr <= last; nr++) {
		struct range next = { nr, 1, 1, 0, -1 };

		if (!sc_policy_constant(p, nr, &next.action))
			next.rule = sc_policy_first(p, nr);
		n = append(r, n, p, next);
	}
	n = append(r, n, p, (struct range){ last + 1,
		(x32 ? x32 : UINT32_MAX) - last, 0, p->future_action, -1 });
	if (x32)
		n = append(r, n, p, (struct range){ x32, x32, 0,
			p->x32_action, -1 });
	return n;
}

/* Pairs of neighbouring places, taken from the left. */
static unsigned
comparisons(const struct range *r, unsigned n)
{
	unsigned places = n - 1, i = 1;

	while (i + 1 < n) {
		if (r[i].count == 1) {
			places--;
			i++;
		}
		i++;
	}
	return places;
}

/* Adds the weights of the run that begins with range i, and marks it. */
static uint32_t
run_weight(const struct sc_policy *p, const struct range *r, unsigned n,
	unsigned i, bool *taken)
{
	uint32_t weight = 0;

	for (unsigned k = i; k < n; k++)
		if (!taken[k] && same(p, &r[i], &r[k])) {
			weight += r[k].weight;
			taken[k] = true;
		} else if (r[k].count > 1) {
			break;
		}
	return weight;
}

static int
heavier(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? 1 : x > y ? -1 : 0;
}

/* The sum of the depths of all, in Huffman's tree. */
static uint32_t
huffman(uint32_t *weight, unsigned n)
{
	uint32_t cost = 0;

	while (n > 1) {
		qsort(weight, n, sizeof *weight, heavier);
		n--;
		weight[n - 1] += weight[n];
		cost += weight[n - 1];
	}
	return cost;
}

static double
executed(const struct sc_policy *p, const struct range *r, unsigned n)
{
	static bool taken[RANGES_MAX];
	static uint32_t weight[RANGES_MAX];
	unsigned runs = 0, checked = 0, all = sc_arch_last(p->arch) + 1;

	memset(taken, 0, sizeof taken);
	for (unsigned i = 0; i < n; i++) {
		if (r[i].rule >= 0)
			checked += r[i].weight;
		if (!taken[i] && r[i].weight)
			weight[runs++] = run_weight(p, r, n, i, taken);
	}
	/* Loads of arch and nr, one comparison, a return; arguments twice. */
	return 4 + (double)(huffman(weight, runs) + 2 * checked) / all;
}

/* Loads, the comparison of arch, the returns; arguments take two at least. */
static unsigned
besides(const struct sc_policy *p, const struct range *r, unsigned n)
{
	unsigned count = 3 + 1;

	for (unsigned i = 0; i < n; i++) {
		bool known = r[i].rule < 0 && r[i].action == SC_KILL_PROCESS;

		for (unsigned k = 0; k < i; k++)
			known |= same(p, &r[i], &r[k]);
		if (!known)
			count += r[i].rule < 0 ? 1 : 2;
	}
	return count;
}

struct lower
lower_bound(const struct sc_policy *policy)
{
	static struct range r[RANGES_MAX];
	unsigned n = ranges(policy, r);

	return (struct lower){
		.ranges = n,
		.instructions = comparisons(r, n) + besides(policy, r, n),
		.executed = executed(policy, r, n)
	};
}
