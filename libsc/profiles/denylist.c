#include "profiles.h"

void
sc_profile_denylist(struct sc_policy *p)
{
	p->future_action = SC_ERRNO(SC_ENOSYS);
	sc_rules(p, sc_set_denylist, p->deny_action);
	if (sc_name_nr(p->arch, N_clone) >= 0)
		SC_ASSERT(!sc_args_refuse(p, N_clone, p->deny_action));
	/* Its flags lie in memory; after ENOSYS, libcs use clone. */
	sc_rule(p, N_clone3, SC_ERRNO(SC_ENOSYS), NULL, 0);
}
