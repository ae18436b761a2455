#include "profiles.h"

static const uint16_t names[] = {
	N_clone, N_clone3, N_execveat, N_ioctl, N_mprotect, N_mmap, N_prctl,
	N_prlimit64, N_socket
};

/* Whether the call is allowed whatever its arguments, and by which action. */
static bool
allowed(const struct sc_policy *p, unsigned name, uint32_t *action)
{
	int nr = sc_name_nr(p->arch, name);

	return nr >= 0 && sc_policy_constant(p, (uint32_t)nr, action) &&
		!sc_denies(*action);
}

static int
harden(struct sc_policy *p, unsigned name, uint32_t action)
{
	uint32_t nr = (uint32_t)sc_name_nr(p->arch, name);

	if (action == p->default_action || name == N_clone3 ||
	    sc_denies(p->default_action))
		sc_policy_remove(p, nr);
	/* Its flags lie in memory; after ENOSYS, libcs use clone. */
	if (name == N_clone3)
		return sc_policy_rule(p, nr, SC_ERRNO(SC_ENOSYS), NULL, 0);
	if (sc_denies(p->default_action))
		return sc_args_permit(p, name, action);
	return sc_args_refuse(p, name, p->deny_action);
}

int
sc_policy_harden(struct sc_policy *p)
{
	uint32_t action;
	int e, n = 0;

	for (unsigned i = 0; i < LENGTH(names); i++) {
		if (!allowed(p, names[i], &action))
			continue;
		e = harden(p, names[i], action);
		if (e)
			return e;
		p->none = 0;
		n++;
	}
	return n;
}
