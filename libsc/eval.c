#include "inner.h"

bool
sc_cond_holds(const struct sc_cond *c, uint64_t v)
{
	if (c->width == 32)
		v &= UINT32_MAX;
	switch (c->op) {
	case SC_NE:
		return v != c->value;
	case SC_LT:
		return v < c->value;
	case SC_LE:
		return v <= c->value;
	case SC_EQ:
		return v == c->value;
	case SC_GE:
		return v >= c->value;
	case SC_GT:
		return v > c->value;
	case SC_MASKED_EQ:
		return (v & c->mask) == c->value;
	}
	SC_ASSERT(0);
	return false;
}

static bool
matches(const struct sc_policy *p, const struct sc_rule *r,
	const struct sc_data *data)
{
	for (unsigned i = 0; i < r->nconds; i++) {
		const struct sc_cond *c = &p->conds[r->cond + i];

		if (!sc_cond_holds(c, data->args[c->arg]))
			return false;
	}
	return true;
}

/* What nr gets when none of its rules, from the first on, matches. */
static uint32_t
otherwise(const struct sc_policy *p, uint32_t nr, int first)
{
	if (first < 0 && nr > p->arch->last)
		return p->future_action;
	return p->default_action;
}

uint32_t
sc_eval(const struct sc_policy *p, const struct sc_data *data)
{
	uint32_t nr = (uint32_t)data->nr, action = 0;
	bool matched = false;
	int first;

	if (p->none)
		return SC_ALLOW;
	if (data->arch != p->arch->token)
		return SC_KILL_PROCESS;
	if (p->arch->x32 && nr >= p->arch->x32)
		return p->x32_action;
	first = sc_policy_first(p, nr);
	for (int i = first; i >= 0; i = sc_policy_next(p, i)) {
		const struct sc_rule *r = &p->rules[i];

		if (!matches(p, r, data))
			continue;
		if (!matched || sc_action_cmp(r->action, action) < 0)
			action = r->action;
		matched = true;
	}
	return matched ? action : otherwise(p, nr, first);
}

/*
 * The strictest unconditional rule decides when no rule with conditions is
 * stricter; without one, any condition can make a difference.
 */
int
sc_policy_constant(const struct sc_policy *p, uint32_t nr, uint32_t *action)
{
	bool always = false, conds = false;
	uint32_t strictest = 0;
	int first;

	if (p->none || (p->arch->x32 && nr >= p->arch->x32)) {
		*action = p->none ? SC_ALLOW : p->x32_action;
		return 1;
	}
	first = sc_policy_first(p, nr);
	for (int i = first; i >= 0; i = sc_policy_next(p, i)) {
		const struct sc_rule *r = &p->rules[i];

		conds |= r->nconds;
		if (r->nconds)
			continue;
		if (!always || sc_action_cmp(r->action, strictest) < 0)
			strictest = r->action;
		always = true;
	}
	strictest = always ? strictest : otherwise(p, nr, first);
	*action = strictest;
	for (int i = first; conds && i >= 0; i = sc_policy_next(p, i)) {
		const struct sc_rule *r = &p->rules[i];

		if (r->nconds && r->action != strictest &&
		    (!always || sc_action_cmp(r->action, strictest) <= 0))
			return 0;
	}
	return 1;
}
