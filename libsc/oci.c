#include "oci.h"

enum {
	DEFAULT_ACTION, DEFAULT_ERRNO_RET, ARCHITECTURES, ARCH_MAP, FLAGS,
	LISTENER_PATH, LISTENER_METADATA, SYSCALLS, LIBSC
};

/* What stands beside syscalls. */
struct top {
	struct answer usual;
	struct answer future;
	struct answer x32;
	bool none;
	struct place none_place;
	struct json syscalls;
};

static void
read_flags(struct oci *o)
{
	static const char names[] = "SECCOMP_FILTER_FLAG_TSYNC\0"
		"SECCOMP_FILTER_FLAG_LOG\0SECCOMP_FILTER_FLAG_SPEC_ALLOW\0";
	static const uint8_t flags[] = {
		SC_INSTALL_TSYNC, SC_INSTALL_LOG, SC_INSTALL_SPEC_ALLOW
	};

	if (!sc_oci_expect(o, JSON_ARRAY))
		return;
	while (sc_oci_next_string(o)) {
		int i = sc_oci_find(names, o->text, o->len);

		if (i < 0)
			sc_oci_fail_text(o, "unknown flag");
		else
			o->report->flags |= flags[i];
	}
}

static void
read_listener(struct oci *o)
{
	if (sc_oci_string(o) && o->len)
		sc_oci_warn_text(o, "skipped, as there is no supervisor");
}

/* See sc_oci_write. */
static void
read_libsc(struct oci *o, struct top *top)
{
	struct keys keys;

	if (!sc_oci_expect(o, JSON_OBJECT))
		return;
	sc_oci_keys(&keys, "futureAction\0futureErrnoRet\0x32Action\0"
		"x32ErrnoRet\0none\0");
	for (int key; key = sc_oci_key(o, &keys), key >= 0;) {
		struct answer *a = key < 2 ? &top->future : &top->x32;

		if (key == 4) {
			top->none = sc_oci_expect(o, JSON_TRUE);
			top->none_place = sc_oci_place(o);
		} else if (key & 1) {
			sc_oci_answer_data(o, a);
		} else {
			sc_oci_answer_action(o, a);
		}
	}
}

static void
read_key(struct oci *o, struct top *top, int key)
{
	switch (key) {
	case DEFAULT_ACTION:
		sc_oci_answer_action(o, &top->usual);
		return;
	case DEFAULT_ERRNO_RET:
		sc_oci_answer_data(o, &top->usual);
		return;
	case ARCHITECTURES:
	case ARCH_MAP:
		sc_oci_archs(o, key == ARCH_MAP);
		return;
	case FLAGS:
		read_flags(o);
		return;
	case LISTENER_PATH:
	case LISTENER_METADATA:
		read_listener(o);
		return;
	case SYSCALLS:
		top->syscalls = o->json;
		sc_oci_skip(o);
		return;
	case LIBSC:
		read_libsc(o, top);
		return;
	}
}

static void
answer_init(struct answer *a)
{
	a->action_set = false;
	a->data_set = false;
	a->action = 0;
}

/* Everything but syscalls, whose defaults may stand behind it. */
static bool
read_top(struct oci *o, struct top *top)
{
	struct keys keys;

	answer_init(&top->usual);
	answer_init(&top->future);
	answer_init(&top->x32);
	top->none = false;
	sc_oci_keys(&keys, "defaultAction\0defaultErrnoRet\0architectures\0"
		"archMap\0flags\0listenerPath\0listenerMetadata\0syscalls\0"
		"x-libsc\0");
	o->key = "profile";
	if (!sc_oci_expect(o, JSON_OBJECT))
		sc_oci_fail(o, "not an object");
	for (int key; key = sc_oci_key(o, &keys), key >= 0;)
		read_key(o, top, key);
	if (!top->usual.action_set)
		sc_oci_fail(o, "no defaultAction");
	sc_oci_next(o);
	return !o->error && sc_oci_seen(&keys, SYSCALLS);
}

static void
own_answer(struct oci *o, const struct answer *a, uint32_t *action)
{
	if (a->action_set)
		*action = sc_oci_answer(o, a);
	else if (a->data_set)
		sc_oci_fail_at(o, a->data_place, "an errno without an action");
}

static void
set_defaults(struct oci *o, const struct top *top)
{
	struct sc_policy *p = o->policy;

	sc_policy_init(p, o->target->arch, sc_oci_answer(o, &top->usual));
	if (sc_denies(p->default_action))
		p->future_action = SC_ERRNO(SC_ENOSYS);
	own_answer(o, &top->future, &p->future_action);
	own_answer(o, &top->x32, &p->x32_action);
	if (!sc_denies(p->x32_action))
		sc_oci_fail(o, "x32 numbers cannot be let through");
	p->none = top->none;
	if (p->none)
		sc_oci_warn_at(o, top->none_place, "no filter at all");
}

static void
read_profile(struct oci *o)
{
	struct top top;
	bool syscalls = read_top(o, &top);

	if (o->error)
		return;
	set_defaults(o, &top);
	if (!syscalls)
		return;
	o->json = top.syscalls;
	o->key = "syscalls";
	if (sc_oci_expect(o, JSON_ARRAY))
		while (sc_oci_next_object(o, "syscalls"))
			sc_oci_entry(o);
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
	o.archs_listed = false;
	o.archs_ours = false;
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
