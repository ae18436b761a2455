#include "cmd.h"

static void
put(void *context, const char *text, size_t len)
{
	fwrite(text, 1, len, context);
}

/*
 * Whether rule i has an action that the call's other rules don't have. That
 * of the default can stand beside stricter ones: runtimes leave it out.
 */
static bool
is_other(const struct sc_policy *p, int i, int first)
{
	uint32_t a = p->rules[i].action, b = p->rules[first].action;

	if (a == b)
		return false;
	if (a == p->default_action)
		return sc_action_cmp(b, a) > 0;
	return b != p->default_action || sc_action_cmp(a, b) > 0;
}

static bool
is_mixed(const struct sc_policy *p, uint32_t nr)
{
	int first = sc_policy_first(p, nr), i, k;
	uint32_t action;

	if (sc_policy_constant(p, nr, &action))
		return false;
	for (i = first; i >= 0; i = sc_policy_next(p, i))
		for (k = first; k != i; k = sc_policy_next(p, k))
			if (is_other(p, i, k))
				return true;
	return false;
}

/* To libseccomp, a rule without conditions comes before all others. */
static void
warn_of_runtimes(const struct sc_policy *p)
{
	char name[SC_NAME_SIZE];

	for (uint32_t nr = 0; nr <= sc_arch_last(p->arch); nr++)
		if (sc_name(p->arch, nr, name) && is_mixed(p, nr))
			warn("%s: has rules of several actions, of which "
				"runtimes may not take the strictest", name);
}

int
show_json(const struct loaded *l)
{
	warn_of_runtimes(&l->policy);
	if (sc_oci_write(&l->policy, l->flags, put, stdout))
		fail("%s: an OCI profile cannot express it", l->name);
	return SAME;
}
