#include <string.h>
#include "learn.h"

/* Answered with this, a libc falls back to what can be filtered. */
void
learn_nothing(struct sc_policy *p, const struct sc_arch *arch)
{
	int clone3 = sc_nr(arch, "clone3", 6);

	sc_policy_init(p, arch, SC_ERRNO(SC_EPERM));
	p->future_action = SC_ERRNO(SC_ENOSYS);
	if (clone3 >= 0)
		sc_policy_rule(p, (uint32_t)clone3, SC_ERRNO(SC_ENOSYS),
			NULL, 0);
}

static _Noreturn void
no_room(const char *name)
{
	fail("%s: more rules than fit into a policy", name);
}

static bool
permits(uint32_t action)
{
	return sc_action_cmp(action, SC_LOG) >= 0;
}

/* Whether the rule is one that list() makes; an OCI profile has 64 bits. */
static bool
is_listed(const struct sc_policy *p, const struct sc_rule *r, unsigned arg)
{
	const struct sc_cond *c = &p->conds[r->cond];

	if (r->nconds != 1 || r->action != SC_ALLOW || c->arg != arg)
		return false;
	return c->width == 32 ? c->op == SC_EQ : c->op == SC_MASKED_EQ &&
		c->mask == UINT32_MAX;
}

/* Whether rules that allow more of nr's calls can stand beside its rules. */
static bool
can_unite(const struct sc_policy *p, uint32_t nr, const char *name)
{
	bool refuses = permits(p->default_action);
	char call[SC_NAME_SIZE];

	for (int i = sc_policy_first(p, nr); i >= 0; i = sc_policy_next(p, i))
		refuses |= !permits(p->rules[i].action);
	if (refuses)
		warn("%s: refuses %s by its arguments, and it was called: "
			"it is allowed with any", name,
			sc_name(p->arch, nr, call));
	return !refuses;
}

/* The rules that allow nr for each value of arg. */
static void
list(struct sc_policy *p, const char *name, uint32_t nr, unsigned arg,
	const struct values *v)
{
	struct sc_cond c = { .arg = (uint8_t)arg, .width = 32, .op = SC_EQ };

	for (unsigned i = 0; i < v->count; i++) {
		c.value = v->value[i];
		if (sc_policy_rule(p, nr, SC_ALLOW, &c, 1))
			no_room(name);
	}
}

/* The rules of nr but for those of list(), whose values go to v. */
static unsigned
split(const struct sc_policy *p, uint32_t nr, unsigned arg,
	struct values *v, struct sc_rule *others)
{
	unsigned n = 0;

	for (int i = sc_policy_first(p, nr); i >= 0;
	    i = sc_policy_next(p, i)) {
		const struct sc_rule *r = &p->rules[i];

		if (is_listed(p, r, arg))
			values_add(v, (uint32_t)p->conds[r->cond].value);
		else
			others[n++] = *r;
	}
	return n;
}

/* False if there are too many values, those of the policy included. */
static bool
add_values(struct sc_policy *p, const char *name, uint32_t nr, unsigned arg,
	struct values *v)
{
	struct sc_rule others[SC_RULES_MAX];
	unsigned n = split(p, nr, arg, v, others);
	char call[SC_NAME_SIZE];

	if (v->count > VALUES_MAX) {
		warn("%s: too many values of its argument to list: "
			"it is allowed with any", sc_name(p->arch, nr, call));
		return false;
	}
	sc_policy_remove(p, nr);
	for (unsigned i = 0; i < n; i++)
		if (sc_policy_rule(p, nr, others[i].action,
		    &p->conds[others[i].cond], others[i].nconds))
			no_room(name);
	list(p, name, nr, arg, v);
	return true;
}

static void
learned_call(struct sc_policy *p, const struct record *r, uint32_t nr,
	const char *name)
{
	unsigned arg = r->argument[nr];
	struct values v;
	uint32_t action;

	if (!sc_policy_constant(p, nr, &action)) {
		arg = can_unite(p, nr, name) ? arg : 0;
	} else if (permits(action)) {
		return;
	} else {
		sc_policy_remove(p, nr);
	}
	if (r->args && arg) {
		v = *r->values[nr];
		if (add_values(p, name, nr, arg - 1, &v))
			return;
	}
	sc_policy_remove(p, nr);
	if (sc_policy_rule(p, nr, SC_ALLOW, NULL, 0))
		no_room(name);
}

void
learned(struct sc_policy *p, const struct record *r, const char *name)
{
	for (uint32_t nr = 0; nr <= sc_arch_last(r->arch); nr++)
		if (r->called[nr])
			learned_call(p, r, nr, name);
}
