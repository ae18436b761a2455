#include "profiles.h"

/* From SC_PROFILE_DOCKER on. */
static const char names[] =
	"docker\0strict\0minimal\0denylist\0log\0none\0";

static bool
is_profile(unsigned id)
{
	return id >= SC_PROFILE_DOCKER && id <= SC_PROFILE_NONE;
}

int
sc_profile_find(const char *name, size_t len)
{
	int i = sc_list_find(names, name, len);

	return i < 0 ? -SC_ENOENT : i + SC_PROFILE_DOCKER;
}

const char *
sc_profile_name(unsigned id)
{
	return is_profile(id) ?
		sc_list_item(names, id - SC_PROFILE_DOCKER) : NULL;
}

void
sc_rule(struct sc_policy *p, unsigned name, uint32_t action,
	const struct sc_cond *conds, unsigned nconds)
{
	int nr = sc_name_nr(p->arch, name);

	if (nr >= 0)
		SC_ASSERT(!sc_policy_rule(p, (uint32_t)nr, action, conds,
			nconds));
}

void
sc_rules(struct sc_policy *p, const uint8_t *set, uint32_t action)
{
	for (unsigned name = 0; name < SC_NAMES; name++)
		if (sc_in_set(set, name))
			sc_rule(p, name, action, NULL, 0);
}

static uint32_t
default_action(unsigned id)
{
	switch (id) {
	case SC_PROFILE_DOCKER:
	case SC_PROFILE_MINIMAL:
		return SC_ERRNO(SC_EPERM);
	case SC_PROFILE_STRICT:
		return SC_KILL_PROCESS;
	case SC_PROFILE_LOG:
		return SC_LOG;
	}
	return SC_ALLOW;
}

void
sc_profile(struct sc_policy *p, unsigned id, const struct sc_target *target,
	enum sc_network network)
{
	SC_ASSERT(is_profile(id));
	sc_policy_init(p, target->arch, default_action(id));
	p->profile = (uint8_t)id;
	switch (id) {
	case SC_PROFILE_DOCKER:
		sc_profile_docker(p, target);
		break;
	case SC_PROFILE_STRICT:
		sc_profile_strict(p);
		if (network == SC_NETWORK_DEFAULT)
			network = SC_NETWORK_OFF;
		break;
	case SC_PROFILE_MINIMAL:
		sc_profile_minimal(p);
		break;
	case SC_PROFILE_DENYLIST:
		sc_profile_denylist(p);
		break;
	case SC_PROFILE_NONE:
		p->none = 1;
		break;
	}
	SC_ASSERT(sc_policy_network(p, network) == 0);
}
