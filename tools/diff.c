#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "cmd.h"

struct side {
	const struct loaded *loaded;
	const char *label;
};

/* The same call in two policies; its numbers can differ. */
struct compared {
	const struct side *a, *b;
	const char *name;
	uint32_t nr_a, nr_b;
	struct classes classes[6];
	uint64_t args[6];
};

/* Pairs of answers of one call that have been told. */
struct pairs {
	size_t count, room;
	struct { uint32_t a, b; } *pair;
};

enum { CALLS_MAX = 1 << 22 };

static uint32_t
answer(const struct side *side, uint32_t nr, const uint64_t args[6])
{
	const struct loaded *l = side->loaded;
	struct sc_data data = { .nr = (int32_t)nr };

	data.arch = sc_arch_token(l->arch);
	for (unsigned i = 0; i < 6; i++)
		data.args[i] = args[i];
	return sc_eval(&l->policy, &data);
}

static void
grow(struct pairs *p)
{
	p->room = p->room ? 2 * p->room : 16;
	p->pair = realloc(p->pair, p->room * sizeof *p->pair);
	if (!p->pair)
		fail("out of memory");
}

/* Whether the pair is new. */
static bool
remember(struct pairs *p, uint32_t a, uint32_t b)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->pair[i].a == a && p->pair[i].b == b)
			return false;
	if (p->count == p->room)
		grow(p);
	p->pair[p->count].a = a;
	p->pair[p->count++].b = b;
	return true;
}

/* How many arguments play a part. */
static unsigned
arguments(const struct compared *c)
{
	unsigned n = 6;

	while (n && c->classes[n - 1].count <= 1)
		n--;
	return n;
}

static void
print_difference(const struct compared *c, uint32_t a, uint32_t b)
{
	char text_a[SC_ACTION_TEXT], text_b[SC_ACTION_TEXT];

	print_call(stdout, c->name, c->args, arguments(c));
	printf(": %s %s, %s %s\n", c->a->label, action_name(a, text_a),
		c->b->label, action_name(b, text_b));
}

/* The answers to a call whose arguments play no part. */
static int
tell(const struct compared *c, uint32_t a, uint32_t b)
{
	if (a == b)
		return SAME;
	print_difference(c, a, b);
	return DIFFERENT;
}

/* Sets the arguments to the next of all combinations; false at the end. */
static bool
next_call(struct compared *c, size_t at[6])
{
	for (unsigned i = 0; i < 6; i++) {
		at[i] = (at[i] + 1) % c->classes[i].count;
		c->args[i] = c->classes[i].value[at[i]];
		if (at[i])
			return true;
	}
	return false;
}

static void
classify(struct compared *c)
{
	double calls = 1;

	for (unsigned i = 0; i < 6; i++) {
		if (!classes_of(&c->classes[i], i, &c->a->loaded->policy,
		    c->nr_a, &c->b->loaded->policy, c->nr_b))
			fail("%s: too many kinds of values of arg%u to "
				"compare", c->name, i);
		c->args[i] = c->classes[i].value[0];
		calls *= (double)c->classes[i].count;
	}
	if (calls > CALLS_MAX)
		fail("%s: more than %d kinds of arguments to compare",
			c->name, CALLS_MAX);
}

static int
compare_filtered(struct compared *c)
{
	struct pairs pairs = { .pair = NULL };
	size_t at[6] = { 0 };
	int result = SAME;

	classify(c);
	do {
		uint32_t a = answer(c->a, c->nr_a, c->args);
		uint32_t b = answer(c->b, c->nr_b, c->args);

		if (a == b)
			continue;
		result = DIFFERENT;
		if (remember(&pairs, a, b))
			print_difference(c, a, b);
	} while (next_call(c, at));
	for (unsigned i = 0; i < 6; i++)
		free(c->classes[i].value);
	free(pairs.pair);
	return result;
}

static int
compare(const struct side *a, uint32_t nr_a, const struct side *b,
	uint32_t nr_b, const char *name)
{
	struct compared c = { a, b, name, nr_a, nr_b, { { 0, NULL } }, { 0 } };
	uint32_t in_a, in_b;

	if (!sc_policy_constant(&a->loaded->policy, nr_a, &in_a) ||
	    !sc_policy_constant(&b->loaded->policy, nr_b, &in_b))
		return compare_filtered(&c);
	in_a = answer(a, nr_a, c.args);
	in_b = answer(b, nr_b, c.args);
	return tell(&c, in_a, in_b);
}

/* Calls by their names, as far as both architectures have them. */
static int
compare_names(const struct side *a, const struct side *b)
{
	const struct sc_arch *in_a = a->loaded->arch, *in_b = b->loaded->arch;
	uint32_t last = sc_arch_last(in_a);
	char text[SC_NAME_SIZE];
	int result = SAME;

	for (uint32_t nr = 0; nr <= last; nr++) {
		const char *name = sc_name(in_a, nr, text);
		int nr_b = name ? sc_nr(in_b, name, strlen(name)) : -1;

		if (nr_b >= 0)
			result |= compare(a, nr, b, (uint32_t)nr_b, name);
	}
	return result | compare(a, last + 1, b, sc_arch_last(in_b) + 1,
		"future calls");
}

/* A number without a name: told by itself if a policy has rules for it. */
static int
compare_unnamed(const struct side *a, const struct side *b, uint32_t nr,
	bool *told)
{
	char number[16];

	if (sc_policy_first(&a->loaded->policy, nr) >= 0 ||
	    sc_policy_first(&b->loaded->policy, nr) >= 0) {
		snprintf(number, sizeof number, "%" PRIu32, nr);
		return compare(a, nr, b, nr, number);
	}
	if (*told)
		return SAME;
	*told = true;
	return compare(a, nr, b, nr, "unassigned calls");
}

/* Those of other architectures: only where there is no filter aren't killed. */
static int
compare_foreign(const struct side *a, const struct side *b)
{
	struct compared c = { a, b, "foreign calls", 0, 0, { { 0, NULL } },
		{ 0 } };
	struct sc_data data = { .arch = ~sc_arch_token(a->loaded->arch) };
	uint32_t in_a = sc_eval(&a->loaded->policy, &data);
	uint32_t in_b = sc_eval(&b->loaded->policy, &data);

	return tell(&c, in_a, in_b);
}

static int
compare_numbers(const struct side *a, const struct side *b)
{
	const struct sc_arch *arch = a->loaded->arch;
	uint32_t last = sc_arch_last(arch), x32 = sc_arch_x32(arch);
	char text[SC_NAME_SIZE];
	bool told = false;
	int result = SAME;

	for (uint32_t nr = 0; nr <= last; nr++) {
		const char *name = sc_name(arch, nr, text);

		if (name)
			result |= compare(a, nr, b, nr, name);
		else
			result |= compare_unnamed(a, b, nr, &told);
	}
	result |= compare(a, last + 1, b, last + 1, "future calls");
	if (x32)
		result |= compare(a, x32, b, x32, "x32 calls");
	return result | compare_foreign(a, b);
}

static int
diff_policies(const struct options *o, const struct sc_arch *arch)
{
	struct side a = { load_policy(o->words[0], arch, o), o->words[0] };
	struct side b = { load_policy(o->words[1], arch, o), o->words[1] };

	if (o->all_archs)
		printf("%s:\n", sc_arch_name(arch));
	return compare_numbers(&a, &b);
}

static int
diff_archs(const struct options *o)
{
	const struct sc_arch *arch;
	struct side a = { load_policy(o->words[0], o->arch, o),
		sc_arch_name(o->arch) };
	int result = SAME;

	for (unsigned i = 0; (arch = sc_arch_at(i)); i++) {
		struct side b = { load_policy(o->words[0], arch, o),
			sc_arch_name(arch) };

		if (arch != o->arch)
			result |= compare_names(&a, &b);
	}
	return result;
}

int
cmd_diff(const struct options *o)
{
	if (o->nwords != (o->archs ? 1 : 2))
		fail("diff: wants %s", command_find("diff")->operands);
	return o->archs ? diff_archs(o) : for_archs(o, diff_policies);
}
