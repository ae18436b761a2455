#include "oci.h"

enum { NAMES, NAME, ACTION, ERRNO_RET, ARGS, INCLUDES, EXCLUDES, COMMENT };

/* An element of syscalls, before its names are looked up. */
struct entry {
	struct place place;
	struct json names;      /* the value of names or name */
	bool named;
	struct answer answer;
	uint32_t action;
	struct oci_args args;
	bool applies;
	struct doubt include, exclude;
};

/*
 * A name or names; they are looked up when the action is known. Empty
 * means absent.
 */
static void
read_names(struct oci *o, struct entry *e, bool several)
{
	struct json names = o->json;
	bool any = false;

	if (!several)
		any = sc_oci_string(o) && o->len;
	else if (sc_oci_expect(o, JSON_ARRAY))
		while (sc_oci_next_string(o))
			any = true;
	if (!any)
		return;
	if (e->named)
		sc_oci_fail(o, "both name and names");
	e->names = names;
	e->named = true;
}

static void
read_key(struct oci *o, struct entry *e, int key)
{
	switch (key) {
	case NAMES:
	case NAME:
		read_names(o, e, key == NAMES);
		return;
	case ACTION:
		sc_oci_answer_action(o, &e->answer);
		return;
	case ERRNO_RET:
		sc_oci_answer_data(o, &e->answer);
		return;
	case ARGS:
		sc_oci_args(o, &e->args);
		return;
	case INCLUDES:
		e->applies &= sc_oci_filter(o, true, &e->include);
		return;
	case EXCLUDES:
		e->applies &= sc_oci_filter(o, false, &e->exclude);
		return;
	case COMMENT:
		sc_oci_string(o);
		return;
	}
}

static void
read_entry(struct oci *o, struct entry *e)
{
	struct keys keys;

	e->place = sc_oci_place(o);
	e->named = false;
	e->answer.action_set = false;
	e->answer.data_set = false;
	e->args.n = 0;
	e->args.apart = false;
	e->applies = true;
	e->include.any = false;
	e->exclude.any = false;
	sc_oci_keys(&keys, "names\0name\0action\0errnoRet\0args\0includes\0"
		"excludes\0comment\0");
	for (int key; key = sc_oci_key(o, &keys), key >= 0;)
		read_key(o, e, key);
	if (!e->named)
		sc_oci_fail_at(o, e->place, "no names");
	if (!e->answer.action_set)
		sc_oci_fail_at(o, e->place, "no action");
}

/*
 * What depends on something unknown is left out, or what excludes something
 * unknown left in, unless that lets calls through that may not be meant to.
 */
static void
settle(struct oci *o, struct entry *e)
{
	static const char why[] = "unknown, and not safe to pass over";
	int than_default;

	e->action = sc_oci_answer(o, &e->answer);
	than_default = sc_action_cmp(e->action, o->policy->default_action);
	if (!e->applies)
		return;
	if (e->include.any) {
		e->applies = false;
		if (than_default < 0)
			sc_oci_fail_at(o, e->include.place, why);
	} else if (e->exclude.any && than_default > 0) {
		sc_oci_fail_at(o, e->exclude.place, why);
	}
}

/* Whether nr always gets that already. */
static bool
has(const struct sc_policy *p, uint32_t nr, uint32_t action)
{
	for (int i = sc_policy_first(p, nr); i >= 0; i = sc_policy_next(p, i))
		if (!p->rules[i].nconds && p->rules[i].action == action)
			return true;
	return false;
}

static void
add_rule(struct oci *o, uint32_t nr, uint32_t action,
	const struct sc_cond *conds, unsigned n)
{
	if (!n && has(o->policy, nr, action))
		return;
	if (sc_policy_rule(o->policy, nr, action, conds, n) == 0)
		return;
	sc_oci_fail(o, "more rules than there is room for");
	o->error = -SC_ENOSPC;
}

/* Reads the arguments once more, each of which is a rule. */
static void
add_apart(struct oci *o, const struct entry *e, uint32_t nr)
{
	struct json here = o->json;
	struct sc_cond cond;

	o->json = e->args.at;
	o->quiet = true;
	sc_oci_expect(o, JSON_ARRAY);
	while (sc_oci_next_arg(o, &cond))
		add_rule(o, nr, e->action, &cond, 1);
	o->quiet = false;
	o->json = here;
}

static void
unknown_name(struct oci *o, const struct entry *e)
{
	if (sc_action_cmp(e->action, o->policy->default_action) < 0)
		sc_oci_fail_text(o, "unknown system call, and not safe to pass "
			"over");
	else
		sc_oci_warn_text(o, "unknown system call, skipped");
}

static void
add_name(struct oci *o, const struct entry *e)
{
	int nr = sc_nr(o->target->arch, o->text, o->len);

	if (nr == -SC_ENOENT)
		unknown_name(o, e);
	else if (nr >= 0 && e->args.apart)
		add_apart(o, e, (uint32_t)nr);
	else if (nr >= 0)
		add_rule(o, (uint32_t)nr, e->action, e->args.conds,
			e->args.n);
}

void
sc_oci_entry(struct oci *o)
{
	struct entry e;
	struct json end;

	read_entry(o, &e);
	if (o->error)
		return;
	settle(o, &e);
	if (!e.applies)
		return;
	end = o->json;
	o->json = e.names;
	if (sc_oci_next(o) == JSON_STRING) {
		sc_oci_text(o);
		add_name(o, &e);
	} else {
		while (sc_oci_next_string(o))
			add_name(o, &e);
	}
	o->json = end;
}
