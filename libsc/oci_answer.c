#include "oci.h"

static const char names[] =
	"ALLOW\0ERRNO\0ENOSYS\0KILL\0KILL_THREAD\0KILL_PROCESS\0TRAP\0"
	"TRACE\0LOG\0NOTIFY\0";

static const uint32_t actions[] = {
	SC_ALLOW, SC_ERRNO(0), SC_ERRNO(SC_ENOSYS), SC_KILL_THREAD,
	SC_KILL_THREAD, SC_KILL_PROCESS, SC_TRAP,
	SC_TRACE(0), SC_LOG, SC_USER_NOTIF
};

/* Without an errno of its own an answer has EPERM, as in runc. */
static uint32_t
with_data(struct oci *o, uint32_t action, bool given, uint64_t data)
{
	uint64_t most = action == SC_TRACE(0) ? SC_DATA : SC_MAX_ERRNO;

	if (action != SC_ERRNO(0) && action != SC_TRACE(0)) {
		if (given && (data > most || action != SC_ERRNO(data)))
			sc_oci_warn(o, "the action has no errno; skipped");
		return action;
	}
	if (!given)
		return action | SC_EPERM;
	if (data > most)
		sc_oci_fail(o, "errno out of range");
	return action | (data & SC_DATA);
}

bool
sc_oci_answer(struct oci *o, const struct object *object, unsigned key,
	uint32_t *action)
{
	bool found = sc_oci_string(o, object, key), given;
	uint64_t data = 0;
	int i = -1;

	if (found)
		i = sc_oci_choice(o, "SCMP_ACT_", names, "unknown action");
	if (i >= 0 && actions[i] == SC_USER_NOTIF)
		sc_oci_fail(o, "SCMP_ACT_NOTIFY needs a supervisor, and there "
			"is none");
	given = sc_oci_number(o, object, key + 1, &data);
	if (i >= 0)
		*action = with_data(o, actions[i], given, data);
	else if (given)
		sc_oci_fail(o, "an errno without an action");
	return found;
}
