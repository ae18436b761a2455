#include "oci.h"

enum {
	DEFAULT_ACTION, DEFAULT_ERRNO_RET, ARCHITECTURES, ARCH_MAP, FLAGS,
	LISTENER_PATH, LISTENER_METADATA, SYSCALLS, LIBSC
};

static void
read_flags(struct oci *o, const struct object *top)
{
	static const uint8_t flags[] = {
		SC_INSTALL_TSYNC, SC_INSTALL_LOG, SC_INSTALL_SPEC_ALLOW
	};

	if (!sc_oci_get(o, top, FLAGS, JSON_ARRAY))
		return;
	while (sc_oci_next_string(o)) {
		int i = sc_oci_choice(o, "SECCOMP_FILTER_FLAG_",
			"TSYNC\0LOG\0SPEC_ALLOW\0", "unknown flag");

		if (i >= 0)
			o->report->flags |= flags[i];
	}
}

static void
read_listener(struct oci *o, const struct object *top, unsigned key)
{
	if (sc_oci_string(o, top, key) && o->len)
		sc_oci_warn_text(o, "skipped, as there is no supervisor");
}

/* See sc_oci_write. */
static void
read_libsc(struct oci *o, const struct object *top)
{
	enum { FUTURE_ACTION, FUTURE_ERRNO_RET, X32_ACTION, X32_ERRNO_RET,
		NONE };
	struct sc_policy *p = o->policy;
	struct object own;

	if (!sc_oci_get(o, top, LIBSC, JSON_OBJECT))
		return;
	sc_oci_object(o, &own, "futureAction\0futureErrnoRet\0x32Action\0"
		"x32ErrnoRet\0none\0");
	sc_oci_answer(o, &own, FUTURE_ACTION, &p->future_action);
	if (sc_oci_answer(o, &own, X32_ACTION, &p->x32_action) &&
	    !sc_denies(p->x32_action))
		sc_oci_fail(o, "x32 numbers cannot be let through");
	p->none = sc_oci_get(o, &own, NONE, JSON_TRUE);
	if (p->none)
		sc_oci_warn(o, "no filter at all");
}

/* The defaults, which may stand behind syscalls. */
static void
read_defaults(struct oci *o, const struct object *top,
	const struct json_place *end)
{
	struct sc_policy *p = o->policy;
	uint32_t action = SC_KILL_PROCESS;

	if (!sc_oci_answer(o, top, DEFAULT_ACTION, &action))
		sc_oci_fail_at(o, end, "no defaultAction");
	sc_policy_init(p, o->target->arch, action);
	if (sc_denies(action))
		p->future_action = SC_ERRNO(SC_ENOSYS);
	sc_oci_archs(o, top, ARCHITECTURES);
	read_flags(o, top);
	read_listener(o, top, LISTENER_PATH);
	read_listener(o, top, LISTENER_METADATA);
	read_libsc(o, top);
}

static void
read_profile(struct oci *o)
{
	struct object top, entry;
	struct json_mark behind;
	struct json_place end;

	o->key = "profile";
	if (!sc_oci_expect(o, JSON_OBJECT))
		sc_oci_fail(o, "not an object");
	sc_oci_object(o, &top, "defaultAction\0defaultErrnoRet\0"
		"architectures\0archMap\0flags\0listenerPath\0"
		"listenerMetadata\0syscalls\0x-libsc\0");
	sc_json_place(&o->json, &end);
	sc_json_mark(&o->json, &behind);
	read_defaults(o, &top, &end);
	if (sc_oci_array(o, &top, SYSCALLS, &entry, OCI_ENTRY_KEYS))
		while (sc_oci_element(o, &entry))
			sc_oci_entry(o, &entry);
	sc_json_return(&o->json, &behind);
	sc_oci_next(o);
}

int
sc_oci_read(struct sc_policy *policy, const char *text, size_t len,
	const struct sc_target *target, struct sc_oci_report *report)
{
	struct oci o;

	sc_json_init(&o.json, text, len > SC_OCI_MAX ? 0 : (uint32_t)len);
	o.policy = policy;
	o.target = target;
	o.report = report;
	o.error = 0;
	o.quiet = false;
	o.len = 0;
	report->flags = 0;
	if (len > SC_OCI_MAX) {
		sc_oci_fail(&o, "larger than 1 MiB");
		o.error = -SC_E2BIG;
	}
	read_profile(&o);
	if (o.error)
		sc_policy_init(policy, target->arch, SC_KILL_PROCESS);
	return o.error;
}
