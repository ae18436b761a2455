#include "oci.h"

enum { NAMES, NAME, ACTION, ERRNO_RET, ARGS, INCLUDES, EXCLUDES, COMMENT };

/*
 * An element of syscalls. If two of its arguments have the same index all
 * stay apart: each is a rule of its own, as in runc, and they are read again
 * for each name.
 */
struct entry {
	const struct object *object;
	uint32_t action;
	bool applies;
	bool apart;
	uint8_t nconds;
	struct sc_cond conds[6];
};

static void
read_args(struct oci *o, struct entry *e)
{
	struct object arg;
	struct sc_cond cond;
	uint32_t seen = 0;

	e->nconds = 0;
	e->apart = false;
	if (!sc_oci_array(o, e->object, ARGS, &arg, OCI_ARG_KEYS))
		return;
	while (sc_oci_arg(o, &arg, &cond)) {
		if (seen >> cond.arg & 1)
			e->apart = true;
		seen |= 1u << cond.arg;
		if (e->nconds < LENGTH(e->conds))
			e->conds[e->nconds++] = cond;
	}
}

/*
 * What includes something unknown is left out, which is stricter if it would
 * allow calls; and what excludes something unknown is left in, which is
 * stricter if it would not let calls through that the default denies.
 */
static void
read_filters(struct oci *o, struct entry *e)
{
	static const char why[] = "unknown, and not safe to pass over";
	uint32_t otherwise = o->policy->default_action;
	bool include, exclude;

	e->applies = sc_oci_filter(o, e->object, INCLUDES, true, &include);
	e->applies &= sc_oci_filter(o, e->object, EXCLUDES, false, &exclude);
	if (!e->applies)
		return;
	if (include) {
		e->applies = false;
		if (e->action != SC_ALLOW)
			sc_oci_fail_at(o, &e->object->value[INCLUDES], why);
	} else if (exclude && sc_action_cmp(e->action, otherwise) > 0) {
		sc_oci_fail_at(o, &e->object->value[EXCLUDES], why);
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
	if (o->error || (!n && has(o->policy, nr, action)))
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
	struct json_mark here;
	struct object arg;
	struct sc_cond cond;

	sc_json_mark(&o->json, &here);
	o->quiet = true;
	if (sc_oci_array(o, e->object, ARGS, &arg, OCI_ARG_KEYS))
		while (sc_oci_arg(o, &arg, &cond))
			add_rule(o, nr, e->action, &cond, 1);
	o->quiet = false;
	sc_json_return(&o->json, &here);
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

/* The name that was just read. */
static void
add_name(struct oci *o, const struct entry *e)
{
	int nr = sc_nr(o->target->arch, o->text, o->len);

	if (!e->applies)
		return;
	if (nr == -SC_ENOENT)
		unknown_name(o, e);
	else if (nr >= 0 && e->apart)
		add_apart(o, e, (uint32_t)nr);
	else if (nr >= 0)
		add_rule(o, (uint32_t)nr, e->action, e->conds, e->nconds);
}

/* A name or names. Empty means absent. */
static void
read_names(struct oci *o, const struct entry *e)
{
	bool any = false;

	if (sc_oci_get(o, e->object, NAMES, JSON_ARRAY))
		for (; sc_oci_next_string(o); any = true)
			add_name(o, e);
	if (sc_oci_string(o, e->object, NAME) && o->len) {
		if (any)
			sc_oci_fail(o, "both name and names");
		any = true;
		add_name(o, e);
	}
	if (!any)
		sc_oci_fail_at(o, &e->object->begin, "no names");
}

void
sc_oci_entry(struct oci *o, const struct object *object)
{
	struct entry e;
	bool answered;

	e.object = object;
	e.action = SC_KILL_PROCESS;
	answered = sc_oci_answer(o, object, ACTION, &e.action);
	read_args(o, &e);
	read_filters(o, &e);
	sc_oci_string(o, object, COMMENT);
	read_names(o, &e);
	if (!answered)
		sc_oci_fail_at(o, &object->begin, "no action");
}
