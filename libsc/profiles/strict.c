#include "profiles.h"

/* Allowed as far as the argument rules let them. */
static const uint16_t filtered[] = {
	N_clone, N_execveat, N_ioctl, N_mmap, N_mprotect, N_prctl,
	N_prlimit64, N_shmat, N_socket
};

void
sc_profile_strict(struct sc_policy *p)
{
	sc_rules(p, sc_set_strict, SC_ALLOW);
	for (unsigned i = 0; i < LENGTH(filtered); i++)
		if (sc_name_nr(p->arch, filtered[i]) >= 0)
			SC_ASSERT(!sc_args_permit(p, filtered[i], SC_ALLOW));
	/* Its flags lie in memory; after ENOSYS, libcs use clone. */
	sc_rule(p, N_clone3, SC_ERRNO(SC_ENOSYS), NULL, 0);
}

bool
sc_strict_takes(unsigned name)
{
	for (unsigned i = 0; i < LENGTH(filtered); i++)
		if (filtered[i] == name)
			return true;
	return sc_in_set(sc_set_strict, name) ||
		sc_in_set(sc_set_strict_more, name);
}
