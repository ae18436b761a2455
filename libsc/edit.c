#include "profiles.h"

void
sc_policy_unlink(struct sc_policy *p, int index)
{
	uint16_t *at = &p->head[p->rules[index].nr % SC_BUCKETS];

	while (*at != index)
		at = &p->rules[*at].next;
	*at = p->rules[index].next;
}

/* What the rules of nr with conditions amount to. */
enum filter {
	UNFILTERED,
	DENIES_SOME,    /* an ALLOW beside them leaves them in force */
	ALLOWS_SOME     /* an ALLOW beside them would override them */
};

static enum filter
filter(const struct sc_policy *p, uint32_t nr)
{
	enum filter f = UNFILTERED;

	for (int i = sc_policy_first(p, nr); i >= 0; i = sc_policy_next(p, i)) {
		if (!p->rules[i].nconds)
			continue;
		if (!sc_denies(p->rules[i].action))
			return ALLOWS_SOME;
		f = DENIES_SOME;
	}
	return f;
}

/* Removes the rules that keep nr from being allowed whatever it is given. */
static void
drop_denials(struct sc_policy *p, uint32_t nr)
{
	int next;

	for (int i = sc_policy_first(p, nr); i >= 0; i = next) {
		next = sc_policy_next(p, i);
		if (!p->rules[i].nconds && p->rules[i].action != SC_ALLOW)
			sc_policy_unlink(p, i);
	}
}

static int
allow_nr(struct sc_policy *p, uint32_t nr)
{
	if (p->default_action == SC_ALLOW)
		return 0;
	return sc_policy_rule(p, nr, SC_ALLOW, NULL, 0);
}

/* Allows a call that has no rule left. */
static int
open_up(struct sc_policy *p, unsigned name, uint32_t nr)
{
	int e;

	if (p->profile == SC_PROFILE_STRICT && sc_args_known(name))
		e = sc_args_permit(p, name, SC_ALLOW);
	else
		e = allow_nr(p, nr);
	if (!e && p->network == SC_NETWORK_OFF)
		e = sc_network_restrict(p, name);
	if (e)
		return e;
	if (filter(p, nr) != UNFILTERED)
		return SC_ALLOW_FILTERED;
	return sc_name_gives_up(name) ? SC_ALLOW_GIVES_UP : 0;
}

int
sc_policy_allow(struct sc_policy *p, const char *name, size_t len)
{
	int id = sc_name_find(name, len), e = 0;
	uint32_t action;
	bool constant;
	int nr;

	if (id < 0)
		return id;
	if (p->profile == SC_PROFILE_STRICT && !sc_strict_takes((unsigned)id))
		return -SC_EACCES;
	nr = sc_name_nr(p->arch, (unsigned)id);
	if (nr < 0)
		return SC_ALLOW_ABSENT;
	constant = sc_policy_constant(p, nr, &action);
	if (constant && action == SC_ALLOW)
		return 0;
	drop_denials(p, nr);
	switch (filter(p, nr)) {
	case UNFILTERED:
		e = open_up(p, (unsigned)id, nr);
		/* What was only logged so far is no new loss. */
		return constant && action == SC_LOG && e > 0
			? e & ~SC_ALLOW_GIVES_UP : e;
	case DENIES_SOME:
		e = allow_nr(p, nr);
		break;
	case ALLOWS_SOME:
		break;
	}
	return e ? e : SC_ALLOW_FILTERED;
}

int
sc_policy_deny_nr(struct sc_policy *p, uint32_t nr)
{
	int next;

	p->none = 0;
	for (int i = sc_policy_first(p, nr); i >= 0; i = next) {
		next = sc_policy_next(p, i);
		if (sc_action_cmp(p->rules[i].action, p->deny_action) >= 0)
			sc_policy_unlink(p, i);
	}
	if (p->deny_action == p->default_action)
		return 0;
	return sc_policy_rule(p, nr, p->deny_action, NULL, 0);
}

int
sc_policy_deny(struct sc_policy *p, const char *name, size_t len)
{
	int nr = sc_nr(p->arch, name, len);

	if (nr < 0)
		return nr == -SC_ENOSYS ? SC_ALLOW_ABSENT : nr;
	return sc_policy_deny_nr(p, (uint32_t)nr);
}

/* Whether it stands for "denied", not for an answer of its own. */
static bool
is_denial(const struct sc_policy *p, uint32_t action)
{
	if (action == p->deny_action)
		return true;
	if (sc_denies(p->default_action))
		return action == p->default_action;
	switch (action & SC_ACTION) {
	case SC_KILL_PROCESS:
	case SC_KILL_THREAD:
	case SC_TRAP:
		return true;
	}
	return action == SC_ERRNO(SC_EPERM);
}

void
sc_policy_deny_action(struct sc_policy *p, uint32_t action)
{
	uint32_t old = p->default_action;

	for (unsigned i = 0; i < p->nrules; i++)
		if (is_denial(p, p->rules[i].action))
			p->rules[i].action = action;
	if (sc_denies(old)) {
		p->default_action = action;
		if (p->future_action == old)
			p->future_action = action;
	}
	p->deny_action = action;
}
