/* What the tests of profiles and of edits share. */
#ifndef DECIDE_H
#define DECIDE_H

#include "sc.h"
#include "test.h"

#define ENOSYS_ SC_ERRNO(SC_ENOSYS)
#define EPERM_ SC_ERRNO(SC_EPERM)
#define NEW_LINUX SC_KERNEL(6, 18)
#define ALL_CAPS ((UINT64_C(1) << 41) - 1)

/* policy is what most functions work on; insn, the last compile()'s. */
static struct sc_policy policy;
static struct sc_work work;
static struct sc_insn insn[SC_INSNS_MAX];
static int ninsn;

static inline struct sc_policy *
make(const char *profile, const struct sc_arch *arch, uint64_t caps,
	uint32_t kernel, enum sc_network network)
{
	struct sc_target t = { arch, caps, kernel };
	int id = sc_profile_find(profile, strlen(profile));

	if (id < 0) {
		fprintf(stderr, "no such profile: %s\n", profile);
		exit(2);
	}
	sc_profile(&policy, (unsigned)id, &t, network);
	return &policy;
}

static inline struct sc_policy *
plain(const char *profile, const struct sc_arch *arch)
{
	return make(profile, arch, 0, NEW_LINUX, SC_NETWORK_DEFAULT);
}

/* What a policy decides, by two ways that share no code. */

static inline void
compile(const struct sc_policy *p)
{
	ninsn = sc_compile(p, insn, SC_INSNS_MAX, &work);
	CHECK(ninsn > 0 || (ninsn == 0 && p->none));
}

static inline uint32_t
decide_nr(const struct sc_policy *p, uint32_t nr, const uint64_t args[6])
{
	struct sc_data d = { (int32_t)nr, sc_arch_token(p->arch), 0, { 0 } };
	uint32_t action;

	memcpy(d.args, args, sizeof d.args);
	action = sc_eval(p, &d);
	if (ninsn > 0)
		CHECK_INT(sc_run(insn, (size_t)ninsn, &d, NULL), action);
	return action;
}

/* For the program of the last compile(). */
static inline uint32_t
decide(const struct sc_policy *p, const char *name, uint64_t a0, uint64_t a1,
	uint64_t a2)
{
	uint64_t args[6] = { a0, a1, a2 };
	int nr = sc_nr(p->arch, name, strlen(name));

	if (nr < 0) {
		FAIL("%s: no such call", name);
		return 1;
	}
	return decide_nr(p, (uint32_t)nr, args);
}

static inline bool
lets(uint32_t action)
{
	return action == SC_ALLOW || action == SC_LOG;
}

/* The words of a list, one after the other. */
static inline const char *
word(const char **list)
{
	static char text[64];
	size_t n;

	*list += strspn(*list, " ");
	n = strcspn(*list, " ");
	memcpy(text, *list, n);
	text[n] = 0;
	*list += n;
	return n ? text : NULL;
}

/* Each name that the architecture has is decided so, whatever it is given. */
static inline void
each(const struct sc_policy *p, uint32_t action, const char *names)
{
	unsigned found = 0;
	const char *name;

	while ((name = word(&names))) {
		int nr = sc_nr(p->arch, name, strlen(name));
		uint32_t got;

		if (nr < 0) {
			CHECK_INT(nr, -SC_ENOSYS);
			continue;
		}
		found++;
		if (!sc_policy_constant(p, (uint32_t)nr, &got))
			FAIL("%s depends on its arguments", name);
		else if (got != action)
			FAIL("%s gets 0x%" PRIx32, name, got);
		decide(p, name, UINT64_MAX, UINT64_MAX, UINT64_MAX);
	}
	CHECK(found > 0);
}

static inline int
allow(struct sc_policy *p, const char *name)
{
	return sc_policy_allow(p, name, strlen(name));
}

static inline int
deny(struct sc_policy *p, const char *name)
{
	return sc_policy_deny(p, name, strlen(name));
}

/* CLONE_NEW*, linux/sched.h; NEWTIME is clone3's, and first */
static const uint32_t namespaces[] = {
	0x80, 0x20000, 0x02000000, 0x04000000, 0x08000000, 0x10000000,
	0x20000000, 0x40000000
};

static inline void
clone_makes_no_namespace(const struct sc_policy *p, uint32_t denied,
	unsigned from)
{
	CHECK_INT(decide(p, "clone", 0x1200011, 0, 0), SC_ALLOW);
	CHECK_INT(decide(p, "clone", 0x3d0f00, 0, 0), SC_ALLOW);
	for (unsigned i = from; i < 8; i++) {
		uint64_t flags = namespaces[i] | 0x3d0f00;

		CHECK_INT(decide(p, "clone", flags, 0, 0), denied);
		flags |= UINT64_C(0xdead) << 32;
		CHECK_INT(decide(p, "clone", flags, 0, 0), denied);
	}
}

static inline void
custom(const struct sc_arch *a, uint32_t default_action, const char *names)
{
	const char *name;
	int nr;

	sc_policy_init(&policy, a, default_action);
	while ((name = word(&names)))
		if ((nr = sc_nr(a, name, strlen(name))) >= 0)
			CHECK_INT(sc_policy_rule(&policy, (uint32_t)nr,
				SC_ALLOW, NULL, 0), 0);
}

#define NETWORK "connect sendto recvfrom sendmsg recvmsg shutdown bind " \
	"listen accept accept4 setsockopt"

static inline void
only_unix(const struct sc_policy *p)
{
	const uint64_t high = UINT64_C(1) << 32;

	compile(p);
	CHECK(lets(decide(p, "socket", 1, 1, 0)));
	CHECK(lets(decide(p, "socketpair", 1, 1, 0)) ||
		p->profile == SC_PROFILE_MINIMAL);
	for (uint64_t family = 0; family < 64; family++) {
		if (family == 1)
			continue;
		CHECK(!lets(decide(p, "socket", family, 1, 0)));
		CHECK(!lets(decide(p, "socket", family | high, 1, 0)));
		if (family == 0)
			continue;
		CHECK(!lets(decide(p, "socketpair", family, 1, 0)));
		CHECK(!lets(decide(p, "socketpair", family | high, 1, 0)));
	}
	CHECK(!lets(decide(p, "io_uring_setup", 1, 0, 0)));
	CHECK(!lets(decide(p, "io_uring_enter", 0, 0, 0)));
	CHECK(!lets(decide(p, "io_uring_register", 0, 0, 0)));
}

#endif
