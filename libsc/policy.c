#include "inner.h"

#define NONE 0xffffu
#define NR_MAX 0x3fffffffu

void
sc_policy_init(struct sc_policy *p, const struct sc_arch *arch,
	uint32_t action)
{
	p->arch = arch;
	p->default_action = action;
	p->future_action = action;
	p->x32_action = SC_KILL_PROCESS;
	p->deny_action = sc_denies(action) ? action : SC_ERRNO(SC_EPERM);
	p->profile = SC_PROFILE_CUSTOM;
	p->none = 0;
	p->network = SC_NETWORK_DEFAULT;
	p->nrules = 0;
	p->nconds = 0;
	for (unsigned i = 0; i < SC_BUCKETS; i++)
		p->head[i] = NONE;
}

bool
sc_denies(uint32_t action)
{
	return sc_action_cmp(action, SC_LOG) < 0;
}

int
sc_action_cmp(uint32_t a, uint32_t b)
{
	int32_t x = (int32_t)(a & SC_ACTION), y = (int32_t)(b & SC_ACTION);

	return x < y ? -1 : x > y;
}

static bool
action_known(uint32_t action)
{
	switch (action & SC_ACTION) {
	case SC_ERRNO(0):
		return (action & SC_DATA) <= SC_MAX_ERRNO;
	case SC_TRAP:
	case SC_TRACE(0):
		return true;
	case SC_KILL_PROCESS:
	case SC_KILL_THREAD:
	case SC_USER_NOTIF:
	case SC_LOG:
	case SC_ALLOW:
		return !(action & SC_DATA);
	}
	return false;
}

static bool
cond_known(const struct sc_cond *c)
{
	uint64_t bits = c->value | c->mask;

	if (c->arg > 5 || c->op > SC_MASKED_EQ)
		return false;
	if (c->width != 64 && (c->width != 32 || bits > UINT32_MAX))
		return false;
	return !(c->op == SC_MASKED_EQ ? c->value & ~c->mask : c->mask);
}

/* Where the index of nr's last rule, or NONE, is kept. */
static uint16_t *
tail(struct sc_policy *p, uint32_t nr)
{
	uint16_t *at = &p->head[nr % SC_BUCKETS];

	while (*at != NONE)
		at = &p->rules[*at].next;
	return at;
}

int
sc_policy_rule(struct sc_policy *p, uint32_t nr, uint32_t action,
	const struct sc_cond *conds, unsigned nconds)
{
	struct sc_rule *r;

	if (nr > NR_MAX || nconds > SC_RULE_CONDS_MAX || !action_known(action))
		return -SC_EINVAL;
	for (unsigned i = 0; i < nconds; i++)
		if (!cond_known(&conds[i]))
			return -SC_EINVAL;
	if (p->nrules == SC_RULES_MAX || nconds + p->nconds > SC_CONDS_MAX)
		return -SC_ENOSPC;
	*tail(p, nr) = p->nrules;
	r = &p->rules[p->nrules++];
	r->nr = nr;
	r->action = action;
	r->next = NONE;
	r->cond = p->nconds;
	r->nconds = (uint8_t)nconds;
	for (unsigned i = 0; i < nconds; i++)
		p->conds[p->nconds++] = conds[i];
	return 0;
}

void
sc_policy_remove(struct sc_policy *p, uint32_t nr)
{
	uint16_t *at = &p->head[nr % SC_BUCKETS];

	while (*at != NONE) {
		struct sc_rule *r = &p->rules[*at];

		if (r->nr == nr)
			*at = r->next;
		else
			at = &r->next;
	}
}

/* From index i of a bucket's list on, the first rule of nr. */
static int
rule_from(const struct sc_policy *p, unsigned i, uint32_t nr)
{
	while (i != NONE && p->rules[i].nr != nr)
		i = p->rules[i].next;
	return i == NONE ? -1 : (int)i;
}

int
sc_policy_first(const struct sc_policy *p, uint32_t nr)
{
	return rule_from(p, p->head[nr % SC_BUCKETS], nr);
}

int
sc_policy_next(const struct sc_policy *p, int index)
{
	const struct sc_rule *r = &p->rules[index];

	return rule_from(p, r->next, r->nr);
}
