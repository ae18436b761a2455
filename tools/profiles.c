#include "cmd.h"

int
cmd_profiles(const struct options *o)
{
	(void)o;
	for (unsigned id = SC_PROFILE_DOCKER; id <= SC_PROFILE_NONE; id++)
		printf("%-9s %s\n", sc_profile_name(id), sc_profile_about(id));
	return SAME;
}
