#include "inner.h"

struct writer {
	const struct sc_policy *policy;
	bool comma;             /* an entry stands before the next one */
	void (*put)(void *context, const char *text, size_t len);
	void *context;
};

static const struct {
	uint32_t action;
	char name[16];
} actions[] = {
	{ SC_KILL_PROCESS, "KILL_PROCESS" },
	{ SC_KILL_THREAD, "KILL_THREAD" },
	{ SC_TRAP, "TRAP" },
	{ SC_ERRNO(0), "ERRNO" },
	{ SC_TRACE(0), "TRACE" },
	{ SC_LOG, "LOG" },
	{ SC_ALLOW, "ALLOW" }
};

static const char *
action_name(uint32_t action)
{
	for (unsigned i = 0; i < LENGTH(actions); i++)
		if (actions[i].action == (action & SC_ACTION))
			return actions[i].name;
	return NULL;
}

static bool
has_data(uint32_t action)
{
	action &= SC_ACTION;
	return action == SC_ERRNO(0) || action == SC_TRACE(0);
}

static bool
can_say_action(uint32_t action)
{
	return action_name(action) && (has_data(action) ||
		!(action & SC_DATA));
}

static bool
can_say_rule(const struct sc_policy *p, const struct sc_rule *r)
{
	char name[SC_NAME_SIZE];
	unsigned args = 0;

	for (unsigned i = 0; i < r->nconds; i++) {
		const struct sc_cond *c = &p->conds[r->cond + i];

		if (args >> c->arg & 1 || (c->width == 32 &&
		    c->op != SC_EQ && c->op != SC_MASKED_EQ))
			return false;
		args |= 1u << c->arg;
	}
	return sc_name(p->arch, r->nr, name) && can_say_action(r->action);
}

/* Whether the rule was not removed. */
static bool
in_force(const struct sc_policy *p, int index)
{
	int i = sc_policy_first(p, p->rules[index].nr);

	while (i >= 0 && i != index)
		i = sc_policy_next(p, i);
	return i == index;
}

static bool
can_say(const struct sc_policy *p)
{
	if (!can_say_action(p->default_action) ||
	    !can_say_action(p->future_action) ||
	    !can_say_action(p->x32_action))
		return false;
	for (int i = 0; i < p->nrules; i++)
		if (in_force(p, i) && !can_say_rule(p, &p->rules[i]))
			return false;
	return true;
}

static void
text(const struct writer *w, const char *s)
{
	w->put(w->context, s, sc_length(s));
}

static void
number(const struct writer *w, uint64_t n)
{
	char digits[20];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + n % 10);
	while (n /= 10);
	w->put(w->context, digits + at, sizeof digits - at);
}

static void
member(const struct writer *w, const char *before, uint64_t n)
{
	text(w, before);
	number(w, n);
}

/* Two keys, of which the second is there if the action has data. */
static void
answer(const struct writer *w, const char *action_key,
	const char *data_key, uint32_t action)
{
	text(w, action_key);
	text(w, "\"SCMP_ACT_");
	text(w, action_name(action));
	text(w, "\"");
	if (has_data(action))
		member(w, data_key, action & SC_DATA);
}

static bool
same_conds(const struct sc_policy *p, const struct sc_rule *a,
	const struct sc_rule *b)
{
	if (a->nconds != b->nconds)
		return false;
	for (unsigned i = 0; i < a->nconds; i++) {
		const struct sc_cond *x = &p->conds[a->cond + i];
		const struct sc_cond *y = &p->conds[b->cond + i];

		if (x->arg != y->arg || x->width != y->width ||
		    x->op != y->op || x->value != y->value ||
		    x->mask != y->mask)
			return false;
	}
	return true;
}

/* Whether two calls get the same, by the same rules in the same order. */
static bool
same_rules(const struct sc_policy *p, uint32_t a, uint32_t b)
{
	int i = sc_policy_first(p, a), j = sc_policy_first(p, b);
	uint32_t x, y;
	int constant = sc_policy_constant(p, a, &x);

	if (constant != sc_policy_constant(p, b, &y))
		return false;
	if (constant)
		return x == y;
	while (i >= 0 && j >= 0) {
		if (p->rules[i].action != p->rules[j].action ||
		    !same_conds(p, &p->rules[i], &p->rules[j]))
			return false;
		i = sc_policy_next(p, i);
		j = sc_policy_next(p, j);
	}
	return i == j;
}

/* The number of a name that gets something else than the default, or -1. */
static int
special(const struct sc_policy *p, unsigned name, bool constant)
{
	int nr = sc_name_nr(p->arch, name);
	uint32_t action;

	if (nr < 0 || p->none)
		return -1;
	if (sc_policy_constant(p, (uint32_t)nr, &action) != constant)
		return -1;
	return constant && action == p->default_action ? -1 : nr;
}

/* The names from first on that get the same as it. */
static void
names(const struct writer *w, unsigned first, bool constant)
{
	const struct sc_policy *p = w->policy;
	uint32_t nr = (uint32_t)sc_name_nr(p->arch, first);
	char name[SC_NAME_SIZE];

	text(w, "\t\t\t\"names\": [");
	for (unsigned n = first; n < SC_NAMES; n++) {
		int other = special(p, n, constant);

		if (other < 0 || !same_rules(p, nr, (uint32_t)other))
			continue;
		text(w, n == first ? "\n\t\t\t\t\"" : ",\n\t\t\t\t\"");
		sc_name_text(n, name);
		text(w, name);
		text(w, "\"");
	}
	text(w, "\n\t\t\t],\n");
}

/* 32 bits are 64 of which the mask leaves out the upper ones. */
static void
condition(const struct writer *w, const struct sc_cond *c)
{
	static const char ops[][10] = {
		"NE", "LT", "LE", "EQ", "GE", "GT", "MASKED_EQ"
	};
	bool low = c->width == 32 && c->op == SC_EQ;
	bool masked = low || c->op == SC_MASKED_EQ;

	member(w, "\t\t\t\t{\n\t\t\t\t\t\"index\": ", c->arg);
	member(w, ",\n\t\t\t\t\t\"value\": ", low ? UINT32_MAX :
		masked ? c->mask : c->value);
	if (masked)
		member(w, ",\n\t\t\t\t\t\"valueTwo\": ", c->value);
	text(w, ",\n\t\t\t\t\t\"op\": \"SCMP_CMP_");
	text(w, ops[masked ? SC_MASKED_EQ : c->op]);
	text(w, "\"\n\t\t\t\t}");
}

static void
entry(struct writer *w, unsigned name, uint32_t action,
	const struct sc_rule *r)
{
	unsigned nconds = r ? r->nconds : 0;

	text(w, w->comma ? ",\n\t\t{\n" : "\n\t\t{\n");
	w->comma = true;
	names(w, name, !r);
	answer(w, "\t\t\t\"action\": ", ",\n\t\t\t\"errnoRet\": ", action);
	for (unsigned i = 0; i < nconds; i++) {
		text(w, i ? ",\n" : ",\n\t\t\t\"args\": [\n");
		condition(w, &w->policy->conds[r->cond + i]);
	}
	text(w, nconds ? "\n\t\t\t]\n\t\t}" : "\n\t\t}");
}

/* Whether a name before this one has been written with it. */
static bool
written(const struct sc_policy *p, unsigned name, bool constant)
{
	for (unsigned n = 0; n < name; n++) {
		int nr = special(p, n, constant);

		if (nr >= 0 && same_rules(p, (uint32_t)nr,
		    (uint32_t)sc_name_nr(p->arch, name)))
			return true;
	}
	return false;
}

/* The calls whose arguments do not matter, or the others. */
static void
entries(struct writer *w, bool constant)
{
	const struct sc_policy *p = w->policy;

	for (unsigned n = 0; n < SC_NAMES; n++) {
		int nr = special(p, n, constant), i;
		uint32_t action;

		if (nr < 0 || written(p, n, constant))
			continue;
		if (sc_policy_constant(p, (uint32_t)nr, &action)) {
			entry(w, n, action, NULL);
			continue;
		}
		for (i = sc_policy_first(p, (uint32_t)nr); i >= 0;
		    i = sc_policy_next(p, i))
			entry(w, n, p->rules[i].action, &p->rules[i]);
	}
}

static void
flag_names(struct writer *w, unsigned flags)
{
	static const char names[][11] = { "TSYNC", "LOG", "SPEC_ALLOW" };

	if (!flags)
		return;
	text(w, ",\n\t\"flags\": [");
	for (unsigned i = 0; i < LENGTH(names); i++) {
		if (!(flags >> i & 1))
			continue;
		text(w, flags & ((1u << i) - 1) ? ",\n" : "\n");
		text(w, "\t\t\"SECCOMP_FILTER_FLAG_");
		text(w, names[i]);
		text(w, "\"");
	}
	text(w, "\n\t]");
}

/* What a reader could not know. */
static void
own(struct writer *w)
{
	const struct sc_policy *p = w->policy;
	bool future = p->future_action != (sc_denies(p->default_action) ?
		SC_ERRNO(SC_ENOSYS) : p->default_action);
	bool x32 = p->arch->x32 && p->x32_action != SC_KILL_PROCESS;
	const char *before = ",\n\t\"x-libsc\": {\n";

	if (p->none) {
		text(w, before);
		text(w, "\t\t\"none\": true\n\t}");
		return;
	}
	if (future) {
		text(w, before);
		answer(w, "\t\t\"futureAction\": ",
			",\n\t\t\"futureErrnoRet\": ", p->future_action);
		before = ",\n";
	}
	if (x32) {
		text(w, before);
		answer(w, "\t\t\"x32Action\": ",
			",\n\t\t\"x32ErrnoRet\": ", p->x32_action);
	}
	if (future || x32)
		text(w, "\n\t}");
}

int
sc_oci_write(const struct sc_policy *p, unsigned flags,
	void (*put)(void *context, const char *text, size_t len),
	void *context)
{
	struct writer w = { p, false, put, context };

	if (!can_say(p))
		return -SC_EOPNOTSUPP;
	answer(&w, "{\n\t\"defaultAction\": ", ",\n\t\"defaultErrnoRet\": ",
		p->none ? SC_ALLOW : p->default_action);
	text(&w, ",\n\t\"architectures\": [\n\t\t\"");
	text(&w, sc_arch_oci(p->arch));
	text(&w, "\"\n\t]");
	flag_names(&w, flags);
	own(&w);
	text(&w, ",\n\t\"syscalls\": [");
	entries(&w, true);
	entries(&w, false);
	text(&w, w.comma ? "\n\t]\n}\n" : "]\n}\n");
	return 0;
}
