#include <stdlib.h>
#include <string.h>
#include "cmd.h"

struct entry {
	uint32_t nr;
	unsigned group;
	char name[SC_NAME_SIZE];
};

/* The calls of an architecture by their groups, then by name. */
struct calls {
	size_t count;
	struct entry *call;
};

/* How many of some calls get what. */
struct counts {
	unsigned allowed, checked, refused;
};

static int
compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void
list(struct calls *c, const struct sc_arch *arch)
{
	uint32_t last = sc_arch_last(arch);

	c->count = 0;
	c->call = allocate(last + 1, sizeof *c->call);
	for (uint32_t nr = 0; nr <= last; nr++) {
		struct entry *call = &c->call[c->count];

		if (!sc_name(arch, nr, call->name))
			continue;
		call->nr = nr;
		call->group = group_of(call->name);
		c->count++;
	}
	qsort(c->call, c->count, sizeof *c->call, compare);
}

static struct counts
count(const struct sc_policy *p, const struct entry *call, size_t n)
{
	struct counts k = { 0, 0, 0 };
	uint32_t action;

	for (size_t i = 0; i < n; i++)
		if (!sc_policy_constant(p, call[i].nr, &action))
			k.checked++;
		else if (allows(action))
			k.allowed++;
		else
			k.refused++;
	return k;
}

static void
print_counts(const struct counts *k)
{
	const char *comma = "";

	if (k->allowed)
		printf("%u allowed", k->allowed), comma = ", ";
	if (k->checked)
		printf("%s%u by arguments", comma, k->checked), comma = ", ";
	if (k->refused)
		printf("%s%u refused", comma, k->refused);
	putchar('\n');
}

static void
print_action(uint32_t action, bool checked)
{
	char text[SC_ACTION_TEXT];

	printf("%s%-13s%s ", paint(!allows(action) ? PAINT_REFUSED :
		checked ? PAINT_CHECKED : PAINT_ALLOWED),
		action_name(action, text), paint(PAINT_END));
}

/* Whether an earlier rule of the call has the same action. */
static bool
told(const struct sc_policy *p, int index)
{
	const struct sc_rule *r = &p->rules[index];
	int i = sc_policy_first(p, r->nr);

	while (i != index && p->rules[i].action != r->action)
		i = sc_policy_next(p, i);
	return i != index;
}

/* The alternatives from rule index on that have its action. */
static void
print_alternatives(const struct sc_policy *p, const char *name, int index)
{
	uint32_t action = p->rules[index].action;
	unsigned n = 0;

	for (int i = index; i >= 0; i = sc_policy_next(p, i)) {
		const struct sc_rule *r = &p->rules[i];

		if (r->action != action)
			continue;
		fputs(n++ ? " || " : "(", stdout);
		print_rule_conditions(stdout, name, p, r);
	}
	putchar(')');
}

/* Whether a rule without conditions gives action to nr. */
static bool
unconditional(const struct sc_policy *p, uint32_t nr, uint32_t action)
{
	int i = sc_policy_first(p, nr);

	while (i >= 0 && (p->rules[i].nconds || p->rules[i].action != action))
		i = sc_policy_next(p, i);
	return i >= 0;
}

static void
show_checked(const struct sc_policy *p, const struct entry *c)
{
	for (int i = sc_policy_first(p, c->nr); i >= 0;
	    i = sc_policy_next(p, i)) {
		uint32_t action = p->rules[i].action;

		if (told(p, i))
			continue;
		print_action(action, true);
		fputs(c->name, stdout);
		if (!unconditional(p, c->nr, action))
			print_alternatives(p, c->name, i);
		putchar('\n');
	}
}

static bool
is_default(const struct sc_policy *p, uint32_t nr)
{
	uint32_t action;

	return sc_policy_constant(p, nr, &action) &&
		action == p->default_action;
}

static void
show_call(const struct sc_policy *p, const struct entry *c)
{
	uint32_t action;

	if (!sc_policy_constant(p, c->nr, &action)) {
		show_checked(p, c);
	} else if (action != p->default_action) {
		print_action(action, false);
		puts(c->name);
	}
}

/* What a policy that allows some calls refuses, in lines of 78 columns. */
static void
show_defaults(const struct sc_policy *p, const struct entry *call, size_t n)
{
	size_t column = 0;

	if (allows(p->default_action))
		return;
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(call[i].name);

		if (!is_default(p, call[i].nr))
			continue;
		if (!column)
			column = (size_t)printf("refused by default:");
		if (column + 1 + len > 78)
			column = (size_t)printf("\n ") - 1;
		column += (size_t)printf(" %s", call[i].name);
	}
	if (column)
		putchar('\n');
}

static void
show_group(const struct sc_policy *p, const struct entry *call, size_t n)
{
	struct counts k = count(p, call, n);

	printf("\n%s%s:%s ", paint(PAINT_HEAD), group_name(call->group),
		paint(PAINT_END));
	print_counts(&k);
	for (size_t i = 0; i < n; i++)
		show_call(p, &call[i]);
	show_defaults(p, call, n);
}

static void
show_groups(const struct sc_policy *p, const struct calls *c)
{
	for (size_t i = 0, n; i < c->count; i += n) {
		for (n = 1; i + n < c->count; n++)
			if (c->call[i + n].group != c->call[i].group)
				break;
		show_group(p, &c->call[i], n);
	}
}

static void
show_field(const char *name, uint32_t action)
{
	char text[SC_ACTION_TEXT];

	printf("%s: %s, %s\n", name, action_name(action, text),
		action_words(action));
}

static void
show_flags(unsigned flags)
{
	if (flags)
		printf("flags:%s%s%s\n",
			flags & SC_INSTALL_TSYNC ? " TSYNC" : "",
			flags & SC_INSTALL_LOG ? " LOG" : "",
			flags & SC_INSTALL_SPEC_ALLOW ? " SPEC_ALLOW" : "");
}

static void
show_words(const struct loaded *l)
{
	const struct sc_policy *p = &l->policy;
	struct counts k;
	struct calls c;

	printf("policy: %s\narch: %s\n", l->name, sc_arch_name(l->arch));
	if (p->none) {
		puts("no filter: everything is allowed");
		return;
	}
	show_field("default", p->default_action);
	show_field("future", p->future_action);
	if (sc_arch_x32(l->arch))
		show_field("x32", p->x32_action);
	show_flags(l->flags);
	list(&c, l->arch);
	k = count(p, c.call, c.count);
	fputs("calls: ", stdout);
	print_counts(&k);
	show_groups(p, &c);
	free(c.call);
}

static int
show(const struct options *o, const struct sc_arch *arch)
{
	struct loaded *l = o->dot ? load_program(o->words[0], arch, o) :
		load_policy(o->words[0], arch, o);

	if (o->dot)
		return dis_dot(l);
	if (o->json)
		return show_json(l);
	show_words(l);
	return SAME;
}

int
cmd_show(const struct options *o)
{
	if (o->json && o->all_archs)
		fail("show --json: for one architecture at a time");
	if (o->json && o->dot)
		fail("show: either --json or --dot");
	return for_archs(o, show);
}
