#include "profiles.h"

/* Apart from the names, which more programs need. */
static const char about[][64] = {
	[SC_PROFILE_DOCKER] =
		"Docker's default profile, for the capabilities that are kept",
	[SC_PROFILE_STRICT] =
		"a short list of calls, their arguments checked; others kill",
	[SC_PROFILE_MINIMAL] =
		"122 calls that simple programs need; others are EPERM",
	[SC_PROFILE_DENYLIST] =
		"all calls but those that act on the host",
	[SC_PROFILE_LOG] = "every call is allowed, and logged",
	[SC_PROFILE_NONE] = "no filter"
};

const char *
sc_profile_about(unsigned id)
{
	return sc_profile_name(id) ? about[id] : NULL;
}
