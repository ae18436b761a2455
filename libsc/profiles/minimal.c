#include "profiles.h"

void
sc_profile_minimal(struct sc_policy *p)
{
	p->future_action = SC_ERRNO(SC_ENOSYS);
	sc_rules(p, sc_set_minimal, SC_ALLOW);
	/* glibc takes EPERM for an answer, and starts no thread. */
	sc_rule(p, N_clone3, SC_ERRNO(SC_ENOSYS), NULL, 0);
}
