#include "oci.h"

static const char names[] =
	"SCMP_ACT_ALLOW\0SCMP_ACT_ERRNO\0SCMP_ACT_ENOSYS\0SCMP_ACT_KILL\0"
	"SCMP_ACT_KILL_THREAD\0SCMP_ACT_KILL_PROCESS\0SCMP_ACT_TRAP\0"
	"SCMP_ACT_TRACE\0SCMP_ACT_LOG\0SCMP_ACT_NOTIFY\0";

static const uint32_t actions[] = {
	SC_ALLOW, SC_ERRNO(0), SC_ERRNO(SC_ENOSYS), SC_KILL_THREAD,
	SC_KILL_THREAD, SC_KILL_PROCESS, SC_TRAP,
	SC_TRACE(0), SC_LOG, SC_USER_NOTIF
};

void
sc_oci_answer_action(struct oci *o, struct answer *a)
{
	int i;

	if (!sc_oci_string(o))
		return;
	i = sc_oci_find(names, o->text, o->len);
	if (i < 0) {
		sc_oci_fail_text(o, "unknown action");
		return;
	}
	a->action = actions[i];
	a->action_set = true;
	if (a->action == SC_USER_NOTIF)
		sc_oci_fail(o, "SCMP_ACT_NOTIFY needs a supervisor, and there "
			"is none");
}

void
sc_oci_answer_data(struct oci *o, struct answer *a)
{
	uint64_t n;

	if (!sc_oci_number(o, &n))
		return;
	a->data_place = sc_oci_place(o);
	a->data = n > SC_DATA ? SC_DATA + 1 : (uint32_t)n;
	a->data_set = true;
}

/* Without an errno of its own an answer has EPERM, as in runc. */
uint32_t
sc_oci_answer(struct oci *o, const struct answer *a)
{
	uint32_t most = a->action == SC_TRACE(0) ? SC_DATA : SC_MAX_ERRNO;

	if (a->action != SC_ERRNO(0) && a->action != SC_TRACE(0)) {
		if (a->data_set && a->action != SC_ERRNO(a->data))
			sc_oci_warn_at(o, a->data_place,
				"the action has no errno; skipped");
		return a->action;
	}
	if (!a->data_set)
		return a->action | SC_EPERM;
	if (a->data > most)
		sc_oci_fail_at(o, a->data_place, "errno out of range");
	return a->action | (a->data & SC_DATA);
}
