#define _POSIX_C_SOURCE 200809L

#include <stdlib.h>
#include <string.h>
#include "flow.h"

/*
 * Nodes are comparisons; each way from one to the end has an end of its own,
 * so that the tree looks like one. To say which calls get there, the numbers
 * that reach each instruction are followed through the program: all that the
 * architecture knows, one for those that are newer, one for x32.
 */
enum { FEW = 3 };

struct graph {
	const struct loaded *loaded;
	size_t nnumbers;
	struct holds *holds;            /* of each instruction */
	bool *reach;                    /* of each, for each number */
	bool *drawn;                    /* of each */
};

static uint32_t
number(const struct graph *g, size_t i)
{
	uint32_t last = sc_arch_last(g->loaded->arch);

	return i <= last + 1 ? (uint32_t)i : sc_arch_x32(g->loaded->arch);
}

static bool
is_branch(const struct sc_insn *i)
{
	return (i->code & CLASS) == JMP && i->code != JA;
}

static bool
is_of_number(const struct holds *h)
{
	return (h->what == WORD || h->what == MASKED) &&
		h->offset == OFFSET_NR;
}

/* Whether the call of that number can go this way. */
static bool
goes(const struct holds *h, const struct sc_insn *i, uint32_t nr, bool yes)
{
	nr &= h->mask;
	if (!is_of_number(h))
		return true;
	switch (i->code) {
	case JEQ_K:
		return yes == (nr == i->k);
	case JGT_K:
		return yes == (nr > i->k);
	case JGE_K:
		return yes == (nr >= i->k);
	case JSET_K:
		return yes == !!(nr & i->k);
	}
	return true;
}

static size_t
target(const struct graph *g, size_t at, bool yes)
{
	const struct sc_insn *i = &g->loaded->insn[at];

	if (is_branch(i))
		return at + 1 + (yes ? i->jt : i->jf);
	return at + 1 + (i->code == JA ? i->k : 0);
}

static bool *
reach(const struct graph *g, size_t at)
{
	return g->reach + at * g->nnumbers;
}

/* The numbers that go this way from instruction at. */
static void
follow(const struct graph *g, size_t at, bool yes, bool *to)
{
	const struct sc_insn *i = &g->loaded->insn[at];

	for (size_t n = 0; n < g->nnumbers; n++)
		if (reach(g, at)[n] &&
		    goes(&g->holds[at], i, number(g, n), yes))
			to[n] = true;
}

static void
graph_start(struct graph *g, const struct loaded *l)
{
	g->loaded = l;
	g->nnumbers = sc_arch_last(l->arch) + 2 + !!sc_arch_x32(l->arch);
	g->holds = allocate(l->ninsns, sizeof *g->holds);
	g->reach = allocate(l->ninsns, g->nnumbers);
	g->drawn = allocate(l->ninsns, 1);
	flow_follow(g->holds, l->insn, l->ninsns);
	if (l->ninsns)
		memset(reach(g, 0), true, g->nnumbers);
	for (size_t i = 0; i < l->ninsns; i++) {
		if ((l->insn[i].code & CLASS) == RET)
			continue;
		follow(g, i, true, reach(g, target(g, i, true)));
		if (is_branch(&l->insn[i]))
			follow(g, i, false, reach(g, target(g, i, false)));
	}
}

/* The call whose arguments these are; NULL if several get there. */
static const char *
only_call(const struct graph *g, size_t at, char name[SC_NAME_SIZE])
{
	size_t found = g->nnumbers;

	for (size_t n = 0; n < g->nnumbers; n++) {
		if (!reach(g, at)[n])
			continue;
		if (found < g->nnumbers)
			return NULL;
		found = n;
	}
	return sc_name(g->loaded->arch, number(g, found), name);
}

static void
label_number(FILE *to, const struct graph *g, size_t at)
{
	const struct sc_insn *i = &g->loaded->insn[at];
	const struct holds *h = &g->holds[at];
	char text[SC_NAME_SIZE];
	const char *name = flow_constant(g->loaded->arch, h, i->k, text);

	if (h->what == MASKED)
		fprintf(to, "nr & %u %s %u", h->mask, flow_operator(i), i->k);
	else if (i->code == JSET_K)
		fprintf(to, "nr & %u", i->k);
	else if (name)
		fprintf(to, i->k <= sc_arch_last(g->loaded->arch) ? "%s %s (%u)" : "%s %s (0x%x)",
			flow_operator(i), name, i->k);
	else
		fprintf(to, "%s %u", flow_operator(i), i->k);
}

static void
label_argument(FILE *to, const struct graph *g, size_t at)
{
	const struct sc_insn *i = &g->loaded->insn[at];
	const struct holds *h = &g->holds[at];
	unsigned arg = (h->offset - OFFSET_ARGS) / 8;
	bool high = h->offset % 8;
	char call[SC_NAME_SIZE], name[PARAMETER_SIZE];
	const char *of = only_call(g, at, call);

	parameter_name(name, of, arg);
	fprintf(to, "%s%s%s%s", of ? of : "", of ? ": " : "", name,
		high ? " high" : "");
	if (h->what == MASKED) {
		fputs(" & ", to);
		print_bits(to, high ? NULL : of, arg, h->mask);
	}
	fprintf(to, " %s ", flow_operator(i));
	of = high || h->what == MASKED ? NULL : of;
	if (i->code == JSET_K)
		print_bits(to, of, arg, i->k);
	else
		print_value(to, of, arg, i->k);
}

static void
label(FILE *to, const struct graph *g, size_t at)
{
	const struct sc_insn *i = &g->loaded->insn[at];
	const struct holds *h = &g->holds[at];
	char name[SC_NAME_SIZE];

	if (!flow_operator(i) || h->what == NOTHING) {
		fprintf(to, "%s 0x%x", flow_opcode(i->code), i->k);
	} else if (h->offset == OFFSET_NR) {
		label_number(to, g, at);
	} else if (h->offset >= OFFSET_ARGS) {
		label_argument(to, g, at);
	} else {
		const char *arch = flow_constant(g->loaded->arch, h, i->k,
			name);

		fprintf(to, "%s %s ", h->offset == OFFSET_ARCH ? "arch" : "ip",
			flow_operator(i));
		if (arch)
			fputs(arch, to);
		else
			fprintf(to, "0x%x", i->k);
	}
}

/* The calls of a set: all if they are few, else the first and the last. */
static void
label_calls(FILE *to, const struct graph *g, const bool *set)
{
	const struct sc_arch *arch = g->loaded->arch;
	uint32_t last = sc_arch_last(arch), first = last, end = 0;
	char name[SC_NAME_SIZE];
	unsigned count = 0;

	for (uint32_t nr = 0; nr <= last; nr++)
		if (set[nr] && sc_name(arch, nr, name)) {
			first = nr < first ? nr : first;
			end = nr;
			count++;
		}
	if (count > FEW) {
		fprintf(to, "\n%u calls", count);
		fprintf(to, "\n%s ...", sc_name(arch, first, name));
		fprintf(to, "\n%s", sc_name(arch, end, name));
		return;
	}
	for (uint32_t nr = first; count && nr <= end; nr++)
		if (set[nr] && sc_name(arch, nr, name))
			fprintf(to, "\n%s", name);
	if (!count && set[last + 1])
		fputs("\nnewer calls", to);
	else if (!count)
		fputs(g->nnumbers > last + 2 && set[last + 2] ?
			"\nx32 calls" : "\nno call", to);
}

/* As a string of dot's; long alternatives in lines of their own. */
static void
put_label(char *text)
{
	fputs("label=\"", stdout);
	for (; *text; text++)
		if (*text == '\n')
			fputs("\\n", stdout);
		else if (*text == '|')
			fputs("|\\n", stdout);
		else
			printf("%s%c", strchr("\"\\", *text) ? "\\" : "",
				*text);
	putchar('"');
}

static FILE *
label_start(char **text)
{
	static size_t size;
	FILE *to = open_memstream(text, &size);

	if (!to)
		fail("out of memory");
	return to;
}

static void
label_end(FILE *to, char **text)
{
	if (fclose(to))
		fail("out of memory");
	put_label(*text);
	free(*text);
}

static void
draw_end(const struct graph *g, size_t at, bool yes, size_t end)
{
	const struct sc_insn *ret = &g->loaded->insn[end];
	bool *set = allocate(g->nnumbers, 1), allowed;
	char name[SC_ACTION_TEXT], *text;
	FILE *to = label_start(&text);

	allowed = ret->code == RET_K && allows(ret->k);
	printf("\te%zu%c [", at, yes ? 'y' : 'n');
	fputs(ret->code == RET_K ? action_name(ret->k, name) : "a", to);
	follow(g, at, yes, set);
	if (is_of_number(&g->holds[at]))
		label_calls(to, g, set);
	label_end(to, &text);
	printf(" fillcolor=\"%s\"]\n", allowed ? "#d5ecd4" : "#f6d5d0");
	free(set);
}

/* Nothing is drawn of loads: a comparison says what it looks at. */
static bool
is_skipped(const struct sc_insn *i)
{
	return i->code == LD_W_ABS || i->code == AND_K || i->code == JA;
}

static void
draw_edge(const struct graph *g, size_t at, bool yes)
{
	const struct sc_insn *insn = g->loaded->insn;
	size_t to = target(g, at, yes);

	while (is_skipped(&insn[to]))
		to = target(g, to, true);
	if ((insn[to].code & CLASS) == RET) {
		draw_end(g, at, yes, to);
		printf("\tn%zu -> e%zu%c", at, at, yes ? 'y' : 'n');
	} else {
		printf("\tn%zu -> n%zu", at, to);
		g->drawn[to] = true;
	}
	if (is_branch(&insn[at]))
		fputs(yes ? " [label=yes]" : " [label=no style=dashed]",
			stdout);
	putchar('\n');
}

static void
draw(const struct graph *g, size_t at)
{
	FILE *to;
	char *text;

	printf("\tn%zu [", at);
	to = label_start(&text);
	label(to, g, at);
	label_end(to, &text);
	puts("]");
	draw_edge(g, at, true);
	if (is_branch(&g->loaded->insn[at]))
		draw_edge(g, at, false);
}

static void
draw_all(const struct graph *g)
{
	const struct sc_insn *insn = g->loaded->insn;
	size_t start = 0;

	while (is_skipped(&insn[start]))
		start = target(g, start, true);
	g->drawn[start] = true;
	if ((insn[start].code & CLASS) == RET)
		draw_end(g, start, true, start);
	else
		for (size_t i = start; i < g->loaded->ninsns; i++)
			if (g->drawn[i])
				draw(g, i);
}

int
dis_dot(const struct loaded *l)
{
	struct graph g;
	FILE *to;
	char *text;

	printf("digraph {\n\tgraph [rankdir=LR nodesep=0.08 ranksep=0.25 ");
	to = label_start(&text);
	fprintf(to, "%s, %s", l->name, sc_arch_name(l->arch));
	if (!l->ninsns)
		fputs(": no filter", to);
	label_end(to, &text);
	puts("]\n\tgraph [fontname=\"sans-serif\" labelloc=t]\n"
		"\tnode [fontname=\"sans-serif\" fontsize=10 shape=box "
		"style=filled\n\t\tfillcolor=white margin=\"0.06,0.03\" "
		"height=0.2 width=0.2]\n"
		"\tedge [fontname=\"sans-serif\" fontsize=8 arrowsize=0.5]");
	graph_start(&g, l);
	if (l->ninsns)
		draw_all(&g);
	puts("}");
	free(g.holds);
	free(g.reach);
	free(g.drawn);
	return SAME;
}
