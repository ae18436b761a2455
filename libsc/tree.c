/*
 * A tree of comparisons of least cost, by dynamic programming over
 * intervals of ranges. An interval is decided at once by a leaf: a chain of
 * JEQ on its lone values with what remains at its end, or one JSET where
 * some bits tell its two targets apart. Or it is parted by a JGE. As in
 * optimal search trees (Knuth, TAOCP 6.2.2), the best place to part is looked
 * for between those of the two intervals that are shorter by one; leaves
 * make that a good guess instead of a theorem. More ranges than the table
 * has room for are first halved.
 */
#include "compile.h"

/* One instruction more executed on average is worth this many in size. */
#define EXEC 1000u
#define CHAIN 8u        /* the longest chain of JEQ */
#define LEAF 12u        /* the most ranges in a leaf */
#define LIMIT 112u      /* the most ranges in a table */
#define DEPTH 22u       /* of the tree of a table */

struct leaf {
	uint32_t cost;
	uint32_t mask;          /* of JSET; 0 for a chain */
	uint16_t base;          /* the target at the chain's end, or for 0 */
	uint16_t other;         /* the target for bits of the mask */
	unsigned end;           /* of the ranges */
};

/* Intervals i to j, 0 <= i < j <= n, are at index row[i] + j, from 1 on. */
struct table {
	struct out *out;
	const struct range *r;
	unsigned n;
	uint32_t *sum;          /* of the weights before a range */
	uint32_t *row;
	uint32_t *cost;
	uint8_t *root;          /* where the interval is parted */
};

void *
arena_get(struct arena *a, size_t bytes)
{
	uint32_t words = (uint32_t)((bytes + 3) / 4);
	void *p = a->word + a->used;

	if (words > a->cap - a->used)
		return NULL;
	a->used += words;
	return p;
}

void
sort_up(uint32_t *v, unsigned n)
{
	for (unsigned gap = n / 2; gap; gap /= 2)
		for (unsigned i = gap; i < n; i++) {
			uint32_t x = v[i];
			unsigned j = i;

			for (; j >= gap && v[j - gap] > x; j -= gap)
				v[j] = v[j - gap];
			v[j] = x;
		}
}

unsigned
range_add(struct range *r, unsigned n, uint32_t first, uint32_t weight,
	uint16_t target)
{
	if (n && r[n - 1].target == target) {
		r[n - 1].weight += weight;
		r[n - 1].single = 0;
		return n;
	}
	r[n].first = first;
	r[n].weight = weight;
	r[n].target = target;
	r[n].single = 1;
	return n + 1;
}

void
range_singles(struct range *r, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		r[i].single = (i + 1 < n ? r[i + 1].first : 0) - r[i].first
			== 1;
}

/* What m comparisons cost that make exec steps, times weight, in all. */
static uint32_t
price(const struct table *t, unsigned m, uint32_t exec)
{
	return t->sum[t->n] * m + EXEC * exec;
}

/* A leaf for the ranges from begin on, while their end moves up. */
struct growing {
	const struct table *t;
	unsigned begin, end;
	uint32_t weight;
	/* As a chain of m. */
	bool chained, wide;
	uint16_t base;
	unsigned m;
	uint32_t lone;          /* the weight of its lone values */
	/* By bits: the two targets, and the bits that their values have. */
	unsigned targets;
	uint16_t target[2];
	uint32_t bits[2];
};

static uint32_t
last_of(const struct table *t, unsigned i)
{
	return i + 1 < t->n ? t->r[i + 1].first - 1 : UINT32_MAX;
}

/* A range that is no lone value is what remains at the chain's end. */
static void
grow_chain(struct growing *g, const struct range *x)
{
	if (!x->single && !g->wide) {
		g->wide = true;
		g->base = x->target;
		g->lone = g->m = 0;
		for (unsigned k = g->begin; k < g->end; k++)
			if (g->t->r[k].target != g->base) {
				g->lone += g->t->r[k].weight;
				g->m++;
			}
	} else if (x->target != g->base) {
		g->lone += x->weight;
		g->m++;
		g->chained = x->single;
	}
	if (g->m > CHAIN)
		g->chained = false;
}

/* All bits that some value from first to last has. */
static uint32_t
bits_between(uint32_t first, uint32_t last)
{
	if (first == last)
		return first;
	return first | last | UINT32_MAX >> __builtin_clz(first ^ last);
}

/* More than two targets, or values too large, can't be parted by bits. */
static void
grow_bits(struct growing *g, const struct range *x, uint32_t last)
{
	unsigned k = 0;

	while (k < g->targets && g->target[k] != x->target)
		k++;
	if (k == 2 || last > g->t->out->bits_to) {
		g->targets = 3;
		return;
	}
	if (k == g->targets) {
		g->targets++;
		g->target[k] = x->target;
		g->bits[k] = 0;
	}
	g->bits[k] |= bits_between(x->first, last);
}

/* Whether each value of range i has a bit of mask. */
static bool
all_have(const struct table *t, unsigned i, uint32_t mask)
{
	uint64_t v = t->r[i].first;

	while (v & mask) {
		unsigned above = 32 - (unsigned)__builtin_clz((uint32_t)v &
			mask);

		v = ((v >> above) + 1) << above;
		if (v > last_of(t, i))
			return true;
	}
	return false;
}

/*
 * The bits that part the targets: no value of target[zero] has one, each
 * value of the other target does. 0 if there are none.
 */
static uint32_t
parting_bits(const struct growing *g, unsigned zero)
{
	uint32_t mask = g->bits[!zero] & ~g->bits[zero];

	for (unsigned k = g->begin; mask && k < g->end; k++)
		if (g->t->r[k].target != g->target[zero] &&
		    !all_have(g->t, k, mask))
			return 0;
	return mask;
}

/* The best leaf for what has been grown; a cost of UINT32_MAX for none. */
static struct leaf
best_leaf(const struct growing *g)
{
	uint32_t cost = price(g->t, 1, g->weight);
	struct leaf leaf;

	leaf.cost = UINT32_MAX;
	leaf.mask = 0;
	leaf.base = leaf.other = g->base;
	leaf.end = g->end;
	if (g->chained)
		leaf.cost = price(g->t, g->m, g->m * (g->weight - g->lone) +
			(g->m + 1) * g->lone / 2);
	if (g->targets != 2)
		return leaf;
	for (unsigned zero = 0; zero < 2 && cost < leaf.cost; zero++) {
		uint32_t mask = parting_bits(g, zero);

		if (!mask)
			continue;
		leaf.cost = cost;
		leaf.mask = mask;
		leaf.base = g->target[zero];
		leaf.other = g->target[!zero];
	}
	return leaf;
}

/*
 * The leaves for ranges i to i + 1, to i + 2, up to j, as far as there are
 * any. Puts their costs into cost[], and returns the last.
 */
static struct leaf
leaves(const struct table *t, unsigned i, unsigned j, uint32_t *cost)
{
	struct growing g;
	struct leaf leaf;

	g.t = t;
	g.begin = g.end = i;
	g.weight = g.m = g.lone = g.targets = 0;
	g.chained = true;
	g.wide = false;
	g.base = t->r[i].target;
	do {
		const struct range *x = &t->r[g.end];

		g.weight += x->weight;
		if (g.chained)
			grow_chain(&g, x);
		if (g.targets < 3)
			grow_bits(&g, x, last_of(t, g.end));
		g.end++;
		leaf = best_leaf(&g);
		*cost++ = leaf.cost;
		/* Values that no bits part seldom are parted further on. */
	} while (g.end < j && (g.chained || leaf.cost != UINT32_MAX));
	return leaf;
}

/*
 * Works out the intervals from i on, for which there are leaves, from the
 * shorter ones. The best place to part moves up with their end.
 */
static void
part(struct table *t, unsigned i)
{
	uint32_t *left = t->cost + t->row[i], one = price(t, 1, 0);
	uint8_t *root = t->root + t->row[i];
	const uint8_t *below = t->root + t->row[i + 1];
	unsigned n = t->n, from = i + 1;

	for (unsigned j = i + 2; j <= n; j++) {
		const uint32_t *right = t->cost + t->row[from] + j;
		uint32_t best = UINT32_MAX;
		unsigned to = below[j];

		for (unsigned k = from; k <= to; k++) {
			if (left[k] + *right < best) {
				best = left[k] + *right;
				from = k;
			}
			/* Each row is shorter by one than that above. */
			right += n - 1 - k;
		}
		root[j] = (uint8_t)from;
		best += one + EXEC * (t->sum[j] - t->sum[i]);
		if (best < left[j])
			left[j] = best;
	}
}

static void
fill(struct table *t)
{
	uint32_t at = 0;

	t->sum[0] = 0;
	for (unsigned i = 0; i < t->n; i++) {
		t->sum[i + 1] = t->sum[i] + t->r[i].weight;
		t->row[i] = at - i;
		at += t->n - i;
	}
	for (unsigned i = t->n; i-- > 0;) {
		uint32_t *cost = t->cost + t->row[i];

		for (unsigned j = i + 1; j <= t->n; j++)
			cost[j] = UINT32_MAX;
		leaves(t, i, t->n - i < LEAF ? t->n : i + LEAF, cost + i + 1);
		t->root[t->row[i] + i + 1] = (uint8_t)i;
		if (i + 1 < t->n)
			part(t, i);
	}
}

/* The heaviest lone value is asked for first, so it is written last. */
static uint16_t
write_leaf(const struct table *t, unsigned i, unsigned j,
	const struct leaf *leaf)
{
	uint16_t pos = leaf->base;
	uint32_t done = 0;

	if (leaf->mask)
		return out_jump(t->out, JSET_K, leaf->mask, leaf->other, pos);
	for (;;) {
		unsigned next = j;

		for (unsigned k = i; k < j; k++)
			if (t->r[k].target != leaf->base &&
			    !(done >> (k - i) & 1) && (next == j ||
			    t->r[k].weight <= t->r[next].weight))
				next = k;
		if (next == j)
			return pos;
		done |= 1u << (next - i);
		pos = out_jump(t->out, JEQ_K, t->r[next].first,
			t->r[next].target, pos);
	}
}

static uint16_t
write_tree(const struct table *t, unsigned i, unsigned j, unsigned depth)
{
	unsigned k = t->root[t->row[i] + j];
	uint16_t left, right;

	SC_ASSERT(depth < DEPTH);
	/* Weights would have to differ very much, but the stack is finite. */
	if (depth > DEPTH / 2)
		k = (i + j) / 2;
	if (j - i <= LEAF) {
		uint32_t unused[LEAF];
		struct leaf leaf = leaves(t, i, j, unused);

		if (leaf.end == j && leaf.cost == t->cost[t->row[i] + j])
			return write_leaf(t, i, j, &leaf);
	}
	left = write_tree(t, i, k, depth + 1);
	right = write_tree(t, k, j, depth + 1);
	return out_jump(t->out, JGE_K, t->r[k].first, right, left);
}

static bool
table_get(struct table *t, struct arena *a)
{
	unsigned n = t->n, size = n * (n + 1) / 2 + 1;

	if (n > LIMIT)
		return false;
	t->sum = arena_get(a, (n + 1) * sizeof *t->sum);
	t->row = arena_get(a, n * sizeof *t->row);
	t->cost = arena_get(a, size * sizeof *t->cost);
	t->root = arena_get(a, size);
	return t->sum && t->row && t->cost && t->root;
}

uint16_t
tree(struct out *o, struct arena *a, const struct range *r, unsigned n,
	bool *failed)
{
	struct table t;
	uint32_t used = a->used;
	uint16_t left = 0, right;
	unsigned k = n / 2;
	bool fits;

	t.out = o;
	t.r = r;
	t.n = n;
	fits = table_get(&t, a);
	if (fits) {
		fill(&t);
		left = write_tree(&t, 0, n, 0);
	}
	a->used = used;
	*failed |= !fits && n < LEAF;
	if (fits || *failed)
		return left;
	left = tree(o, a, r, k, failed);
	right = tree(o, a, r + k, n - k, failed);
	return out_jump(o, JGE_K, r[k].first, right, left);
}
