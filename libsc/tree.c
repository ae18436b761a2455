/*
 * A tree of comparisons. Ranges are first joined to segments, each of which
 * is decided by a chain of JEQ on its lone values with what remains at its
 * end; then the segments are parted by JGE in the tree of least expected
 * cost (Garsia and Wachs' algorithm; Knuth, TAOCP 6.2.2). Its size does not
 * depend on its shape, so the two steps lose little against doing both at
 * once.
 */
#include "compile.h"

/* One instruction more executed on average is worth this many in size. */
#define EXEC 24u
#define CHAIN 8u        /* the longest chain of JEQ */
#define DEPTH 40u

struct segment {
	uint32_t weight;
	uint16_t begin, end;    /* indices of ranges */
	uint16_t base;          /* the target at the chain's end */
	uint16_t depth;
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

/* The binary logarithm in sixteenths, between powers of two a line. */
static uint32_t
log16(uint32_t x)
{
	unsigned e = 31 - (unsigned)__builtin_clz(x);

	return 16 * e + (uint32_t)(((uint64_t)x << 4 >> e) - 16);
}

/*
 * What a segment costs: its chain of m comparisons and one JGE, the chain's
 * execution, and the depth that a leaf of its weight can be expected to
 * have.
 */
static uint32_t
cost(uint32_t total, uint32_t weight, uint32_t lone, unsigned m)
{
	uint32_t exec = m * (weight - lone) + (m + 1) * lone / 2;

	exec += (uint32_t)((uint64_t)weight * (log16(total) - log16(weight))
		/ 16);
	return total * (1 + m) + EXEC * exec;
}

struct best {
	uint32_t cost;
	uint16_t from, base;
};

/* The best last segment of those that end before range j. */
static void
best_segment(struct best *b, const struct range *r, unsigned j,
	uint32_t total)
{
	uint32_t weight = 0, in_base = 0;
	uint16_t base = r[j - 1].target;
	bool wide = false;
	unsigned m = 0;

	b[j].cost = UINT32_MAX;
	for (unsigned i = j; i-- > 0 && m <= CHAIN;) {
		uint32_t c;

		weight += r[i].weight;
		if (!r[i].single && !wide) {
			wide = true;
			base = r[i].target;
			in_base = m = 0;
			for (unsigned k = i + 1; k < j; k++)
				if (r[k].target == base)
					in_base += r[k].weight;
				else
					m++;
		}
		if (r[i].target == base)
			in_base += r[i].weight;
		else if (r[i].single)
			m++;
		else
			break;
		c = b[i].cost + cost(total, weight, weight - in_base, m);
		if (c < b[j].cost) {
			b[j].cost = c;
			b[j].from = (uint16_t)i;
			b[j].base = base;
		}
	}
}

static unsigned
segments(struct segment **out, struct arena *a, const struct range *r,
	unsigned n)
{
	struct best *b = arena_get(a, (n + 1) * sizeof *b);
	uint32_t total = 0;
	unsigned count = 0;
	struct segment *s;

	if (!b)
		return 0;
	for (unsigned i = 0; i < n; i++)
		total += r[i].weight;
	b[0].cost = 0;
	for (unsigned j = 1; j <= n; j++)
		best_segment(b, r, j, total);
	for (unsigned j = n; j; j = b[j].from)
		count++;
	*out = s = arena_get(a, count * sizeof *s);
	if (!s)
		return 0;
	for (unsigned j = n, k = count; j; j = b[j].from) {
		s[--k].begin = b[j].from;
		s[k].end = (uint16_t)j;
		s[k].base = b[j].base;
		s[k].weight = 0;
		for (unsigned i = b[j].from; i < j; i++)
			s[k].weight += r[i].weight;
	}
	return count;
}

struct item {
	uint32_t weight;
	uint32_t node;
};

struct pair {
	uint16_t left, right;
};

/* Joins two neighbours of the n items, as the algorithm says. */
static void
join(struct item *item, unsigned n, struct pair *pair, unsigned node)
{
	unsigned k = 1;
	uint32_t sum;

	while (k + 1 < n && item[k - 1].weight > item[k + 1].weight)
		k++;
	sum = item[k - 1].weight + item[k].weight;
	pair->left = (uint16_t)item[k - 1].node;
	pair->right = (uint16_t)item[k].node;
	for (unsigned i = k; i + 1 < n; i++)
		item[i] = item[i + 1];
	for (k--; k && item[k - 1].weight < sum; k--)
		item[k] = item[k - 1];
	item[k].weight = sum;
	item[k].node = node;
}

/* Finds the depth of each segment in the tree. */
static bool
depths(struct segment *s, unsigned n, struct arena *a)
{
	struct item *item = arena_get(a, n * sizeof *item);
	struct pair *pair = arena_get(a, n * sizeof *pair);
	uint16_t *depth = arena_get(a, 2 * n * sizeof *depth);

	if (!item || !pair || !depth)
		return false;
	for (unsigned i = 0; i < n; i++) {
		item[i].weight = s[i].weight;
		item[i].node = i;
	}
	for (unsigned i = 0; i + 1 < n; i++)
		join(item, n - i, &pair[i], n + i);
	depth[2 * n - 2] = 0;
	for (unsigned i = n - 1; i-- > 0;) {
		depth[pair[i].left] = depth[n + i] + 1;
		depth[pair[i].right] = depth[n + i] + 1;
	}
	for (unsigned i = 0; i < n; i++)
		s[i].depth = depth[i];
	return true;
}

/* The heaviest lone value is asked for first, so it is written last. */
static uint16_t
chain(struct out *o, const struct range *r, const struct segment *s)
{
	uint16_t pos = s->base;
	uint64_t done = 0;

	for (;;) {
		unsigned next = s->end;

		for (unsigned i = s->begin; i < s->end; i++)
			if (r[i].target != s->base &&
			    !(done >> (i - s->begin) & 1) &&
			    (next == s->end || r[i].weight <= r[next].weight))
				next = i;
		if (next == s->end)
			return pos;
		done |= UINT64_C(1) << (next - s->begin);
		pos = out_jump(o, JEQ_K, r[next].first, r[next].target, pos);
	}
}

/* The depths of the leaves, from left to right, determine the tree. */
static uint16_t
write(struct out *o, const struct range *r, const struct segment *s,
	unsigned n)
{
	struct { uint32_t first; uint16_t pos, depth; } stack[DEPTH];
	unsigned top = 0;

	for (unsigned i = 0; i < n; i++) {
		SC_ASSERT(top < DEPTH);
		stack[top].first = r[s[i].begin].first;
		stack[top].pos = chain(o, r, &s[i]);
		stack[top++].depth = s[i].depth;
		while (top > 1 && stack[top - 1].depth == stack[top - 2].depth)
		{
			top--;
			stack[top - 1].pos = out_jump(o, JGE_K,
				stack[top].first, stack[top].pos,
				stack[top - 1].pos);
			stack[top - 1].depth--;
		}
	}
	SC_ASSERT(top == 1);
	return stack[0].pos;
}

uint16_t
tree(struct out *o, struct arena *a, const struct range *r, unsigned n,
	bool *failed)
{
	struct segment *s = NULL;
	uint32_t used = a->used;
	unsigned count = segments(&s, a, r, n);
	uint16_t pos = 0;

	if (count && depths(s, count, a))
		pos = write(o, r, s, count);
	else
		*failed = true;
	a->used = used;
	return pos;
}
