#include <inttypes.h>
#include "cmd.h"

/* So many rules that don't match are shown in any case. */
enum { FEW = 4 };

static bool
matches(const struct sc_policy *p, const struct sc_rule *r,
	const struct sc_data *data)
{
	static struct sc_policy alone;

	sc_policy_init(&alone, p->arch, SC_KILL_PROCESS);
	sc_policy_rule(&alone, r->nr, SC_ALLOW, &p->conds[r->cond],
		r->nconds);
	return sc_eval(&alone, data) == SC_ALLOW;
}

/*
 * The rule that decides: the strictest of those that match, the first of
 * equals. -1 if none matches.
 */
static int
deciding(const struct sc_policy *p, const struct sc_data *data)
{
	int best = -1;

	for (int i = sc_policy_first(p, (uint32_t)data->nr); i >= 0;
	    i = sc_policy_next(p, i))
		if (matches(p, &p->rules[i], data) && (best < 0 ||
		    sc_action_cmp(p->rules[i].action,
			p->rules[best].action) < 0))
			best = i;
	return best;
}

static bool
is_x32(const struct sc_arch *arch, uint32_t nr)
{
	return sc_arch_x32(arch) && nr >= sc_arch_x32(arch);
}

/* What decides where there is no rule, in the order of sc_eval. */
static const char *
otherwise(const struct sc_policy *p, uint32_t nr)
{
	if (p->none)
		return "nothing, as there is no filter";
	if (is_x32(p->arch, nr))
		return "the answer to x32 numbers";
	if (sc_policy_first(p, nr) >= 0)
		return "the default, as no rule matches";
	if (nr > sc_arch_last(p->arch))
		return "the answer to calls that are newer than sc";
	return "the default, as there is no rule for the call";
}

static void
print_rule(const struct sc_policy *p, const struct call *c,
	const struct sc_rule *r)
{
	char text[SC_ACTION_TEXT];

	printf("%s %s", action_name(r->action, text), c->name);
	if (r->nconds) {
		putchar('(');
		print_rule_conditions(stdout, c->name, p, r);
		putchar(')');
	} else {
		printf(" whatever its arguments are");
	}
}

/* Whether condition i of the rule is fulfilled. */
static bool
holds(const struct sc_policy *p, const struct call *c,
	const struct sc_rule *r, unsigned i)
{
	struct sc_rule alone = { .nr = r->nr, .nconds = 1,
		.cond = (uint16_t)(r->cond + i) };

	return matches(p, &alone, &c->data);
}

/* What keeps the rule from matching. */
static void
print_failing(const struct sc_policy *p, const struct call *c,
	const struct sc_rule *r)
{
	const struct sc_cond *cond;
	char name[PARAMETER_SIZE];
	unsigned i = 0;
	uint64_t value;

	while (holds(p, c, r, i))
		i++;
	cond = &p->conds[r->cond + i];
	value = c->data.args[cond->arg];
	parameter_name(name, c->name, cond->arg);
	if (cond->op == SC_MASKED_EQ && value & cond->mask &&
	    value & ~cond->mask) {
		printf(": of these, %s has ", name);
		print_bits(stdout, c->name, cond->arg, value & cond->mask);
	} else {
		printf(": %s is ", name);
		print_value(stdout, c->name, cond->arg, value);
	}
	putchar('\n');
}

static void
print_match(const struct sc_policy *p, const struct call *c,
	const struct sc_rule *r, const struct sc_rule *decides)
{
	fputs("also matches: ", stdout);
	print_rule(p, c, r);
	puts(sc_action_cmp(r->action, decides->action) ?
		", which is less strict" : ", which comes later");
}

/* Of many rules that don't match, those of which a part is fulfilled. */
static void
print_others(const struct sc_policy *p, const struct call *c, int decides)
{
	unsigned shown = 0, more = 0;

	for (int i = sc_policy_first(p, (uint32_t)c->data.nr); i >= 0;
	    i = sc_policy_next(p, i)) {
		const struct sc_rule *r = &p->rules[i];

		if (i == decides)
			continue;
		if (matches(p, r, &c->data)) {
			print_match(p, c, r, &p->rules[decides]);
		} else if (shown < FEW || holds(p, c, r, 0)) {
			fputs("doesn't match: ", stdout);
			print_rule(p, c, r);
			print_failing(p, c, r);
			shown++;
		} else {
			more++;
		}
	}
	if (more)
		printf("doesn't match: %u more\n", more);
}

static void
print_decision(const struct sc_policy *p, const struct call *c)
{
	uint32_t nr = (uint32_t)c->data.nr;
	bool by_number = p->none || is_x32(p->arch, nr);
	int i = by_number ? -1 : deciding(p, &c->data);
	char text[SC_ACTION_TEXT];

	fputs("decided by: ", stdout);
	if (i >= 0)
		print_rule(p, c, &p->rules[i]);
	else
		fputs(otherwise(p, nr), stdout);
	putchar('\n');
	if (by_number)
		return;
	print_others(p, c, i);
	if (i >= 0)
		printf("default: %s\n", action_name(p->default_action, text));
}

static void
print_program(const struct loaded *l, const struct call *c, uint32_t action,
	unsigned executed)
{
	if (!l->ninsns)
		return;
	printf("executed: %u of %zu instructions\n", executed, l->ninsns);
	if (sc_cacheable(l->insn, l->ninsns, c->data.arch,
	    (uint32_t)c->data.nr))
		puts("cached: yes, Linux 5.11 and later skip the filter");
	else if (action == SC_ALLOW)
		puts("cached: no, its arguments are looked at");
	else
		puts("cached: no, only what is allowed is");
}

/* As many arguments as were given or play a part. */
static unsigned
arguments_of(const struct sc_policy *p, const struct call *c)
{
	unsigned n = c->given;
	int i = sc_policy_first(p, (uint32_t)c->data.nr);

	for (; i >= 0; i = sc_policy_next(p, i))
		for (unsigned k = 0; k < p->rules[i].nconds; k++) {
			unsigned arg = p->conds[p->rules[i].cond + k].arg;

			n = arg < n ? n : arg + 1;
		}
	return n;
}

static void
explain(const struct loaded *l, const struct call *c)
{
	char text[SC_ACTION_TEXT];
	unsigned executed;
	uint32_t action;

	fputs("call: ", stdout);
	print_call(stdout, c->name, c->data.args,
		c->absent ? c->given : arguments_of(&l->policy, c));
	printf("\narch: %s\n", sc_arch_name(l->arch));
	if (c->absent) {
		puts("number: none, the architecture has no such call");
		return;
	}
	printf("number: %" PRId32 "\n", c->data.nr);
	action = decide(l, &c->data, &executed);
	printf("answer: %s%s%s, %s\n", paint(allows(action) ? PAINT_ALLOWED :
		PAINT_REFUSED), action_name(action, text), paint(PAINT_END),
		action_words(action));
	print_decision(&l->policy, c);
	print_program(l, c, action, executed);
}

static int
explain_all(const struct options *o, const struct sc_arch *arch)
{
	struct loaded *l = load_program(o->words[0], arch, o);
	static bool again;
	struct call c;

	if (l->raw)
		fail("%s: a program, where a policy is needed", l->name);
	for (int i = 1; i < o->nwords; again = true) {
		i += (int)call_parse(&c, arch, o->words + i, o->all_archs);
		if (again)
			putchar('\n');
		explain(l, &c);
	}
	return SAME;
}

int
cmd_explain(const struct options *o)
{
	return for_archs(o, explain_all);
}
