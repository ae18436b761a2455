#include "cmd.h"

static void
print_action(uint32_t action)
{
	char text[SC_ACTION_TEXT];

	sc_action_format(action, text);
	printf("%-13s", text);
}

static void
print_name(const struct loaded *l, uint32_t nr)
{
	char name[SC_NAME_SIZE];

	if (sc_name(l->arch, nr, name))
		fputs(name, stdout);
	else
		printf("%u", nr);
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
print_alternatives(const struct sc_policy *p, int index)
{
	uint32_t action = p->rules[index].action;
	unsigned n = 0;

	for (int i = index; i >= 0; i = sc_policy_next(p, i)) {
		const struct sc_rule *r = &p->rules[i];

		if (r->action != action)
			continue;
		fputs(n++ ? " || " : "(", stdout);
		print_rule_conditions(stdout, p, r);
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
show_conditional(const struct loaded *l, uint32_t nr)
{
	const struct sc_policy *p = &l->policy;

	for (int i = sc_policy_first(p, nr); i >= 0; i = sc_policy_next(p, i)) {
		uint32_t action = p->rules[i].action;

		if (told(p, i))
			continue;
		print_action(action);
		print_name(l, nr);
		if (!unconditional(p, nr, action))
			print_alternatives(p, i);
		putchar('\n');
	}
}

static void
show_call(const struct loaded *l, uint32_t nr)
{
	uint32_t action;

	if (!sc_policy_constant(&l->policy, nr, &action)) {
		show_conditional(l, nr);
	} else if (action != l->policy.default_action) {
		print_action(action);
		print_name(l, nr);
		putchar('\n');
	}
}

static void
show_field(const char *name, uint32_t action)
{
	char text[SC_ACTION_TEXT];

	sc_action_format(action, text);
	printf("%s: %s\n", name, text);
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
	uint32_t last = sc_arch_last(l->arch);
	char name[SC_NAME_SIZE];

	printf("policy: %s\narch: %s\n", l->name, sc_arch_name(l->arch));
	if (p->none) {
		puts("no filter");
		return;
	}
	show_field("default", p->default_action);
	show_field("future", p->future_action);
	if (sc_arch_x32(l->arch))
		show_field("x32", p->x32_action);
	show_flags(l->flags);
	for (uint32_t nr = 0; nr <= last; nr++)
		if (sc_name(l->arch, nr, name))
			show_call(l, nr);
}

static int
show(const struct options *o, const struct sc_arch *arch)
{
	struct loaded *l = load_policy(o->words[0], arch, o);

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
	return for_archs(o, show);
}
