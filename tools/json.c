#include "cmd.h"

static void
put(void *context, const char *text, size_t len)
{
	fwrite(text, 1, len, context);
}

int
show_json(const struct loaded *l)
{
	if (sc_oci_write(&l->policy, l->flags, put, stdout))
		fail("%s: an OCI profile cannot express it", l->name);
	return SAME;
}
