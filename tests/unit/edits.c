#include "decide.h"

static struct sc_policy other;

static void
network_off(const struct sc_arch *a)
{
	test("network off, in every profile, %s", sc_arch_name(a));
	for (unsigned id = SC_PROFILE_DOCKER; id <= SC_PROFILE_NONE; id++) {
		only_unix(make(sc_profile_name(id), a, ALL_CAPS, NEW_LINUX,
			SC_NETWORK_OFF));
		if (id != SC_PROFILE_LOG)
			each(&policy, SC_ALLOW, NETWORK);
	}
	test("network off opens nothing, %s", sc_arch_name(a));
	custom(a, EPERM_, "read");
	CHECK_INT(sc_policy_network(&policy, SC_NETWORK_OFF), 0);
	compile(&policy);
	each(&policy, EPERM_, "socket socketpair connect");
	CHECK_INT(allow(&policy, "socket"), SC_ALLOW_FILTERED);
	CHECK_INT(allow(&policy, "socketpair"), SC_ALLOW_FILTERED);
	only_unix(&policy);
	CHECK_INT(allow(&policy, "io_uring_setup"), SC_ALLOW_GIVES_UP);
	plain("strict", a);
	CHECK_INT(deny(&policy, "socket"), 0);
	CHECK_INT(sc_policy_network(&policy, SC_NETWORK_ON), 0);
	compile(&policy);
	each(&policy, SC_KILL_PROCESS, "socket");
}

/* A call that is allowed by other arguments as well as the family. */
static void
network_off_narrows(const struct sc_arch *a)
{
	static const struct sc_cond conds[] = {
		{ 0, 64, SC_LT, 20, 0 }, { 1, 32, SC_EQ, 2, 0 },
		{ 0, 32, SC_NE, 2, 0 }
	};
	uint32_t nr = (uint32_t)sc_nr(a, "socket", 6);
	const uint64_t high = UINT64_C(1) << 32;

	test("network off keeps other conditions, %s", sc_arch_name(a));
	sc_policy_init(&policy, a, EPERM_);
	CHECK_INT(sc_policy_rule(&policy, nr, SC_ALLOW, conds, 3), 0);
	CHECK_INT(sc_policy_rule(&policy, nr, SC_KILL_PROCESS, conds + 1, 1),
		0);
	CHECK_INT(sc_policy_network(&policy, SC_NETWORK_OFF), 0);
	compile(&policy);
	CHECK_INT(decide(&policy, "socket", 1, 2, 0), SC_KILL_PROCESS);
	CHECK_INT(decide(&policy, "socket", 1, 3, 0), EPERM_);
	sc_policy_init(&policy, a, EPERM_);
	CHECK_INT(sc_policy_rule(&policy, nr, SC_LOG, conds, 3), 0);
	CHECK_INT(sc_policy_network(&policy, SC_NETWORK_OFF), 0);
	compile(&policy);
	CHECK_INT(decide(&policy, "socket", 1, 2, 0), SC_LOG);
	CHECK_INT(decide(&policy, "socket", 1 | high, 2, 0), EPERM_);
	CHECK_INT(decide(&policy, "socket", 3, 2, 0), EPERM_);
	CHECK_INT(decide(&policy, "socket", 1, 1, 0), EPERM_);
}

static void
allowing(const struct sc_arch *a)
{
	struct sc_policy *p = plain("docker", a);

	test("allow and deny, %s", sc_arch_name(a));
	CHECK_INT(allow(p, "mount"), SC_ALLOW_GIVES_UP);
	CHECK_INT(allow(p, "clone3"), SC_ALLOW_GIVES_UP);
	CHECK_INT(allow(p, "vhangup"), 0);
	CHECK_INT(allow(p, "clone"), SC_ALLOW_FILTERED);
	CHECK_INT(allow(p, "socket"), SC_ALLOW_FILTERED);
	CHECK_INT(allow(p, "read"), 0);
	CHECK_INT(allow(p, "waitpid"), SC_ALLOW_ABSENT);
	CHECK_INT(allow(p, "nonsense"), -SC_ENOENT);
	CHECK_INT(deny(p, "read"), 0);
	CHECK_INT(deny(p, "vhangup"), 0);
	CHECK_INT(deny(p, "socket"), 0);
	CHECK_INT(deny(p, "waitpid"), SC_ALLOW_ABSENT);
	CHECK_INT(deny(p, "nonsense"), -SC_ENOENT);
	compile(p);
	each(p, SC_ALLOW, "mount clone3");
	each(p, EPERM_, "read vhangup socket");
	clone_makes_no_namespace(p, EPERM_, 1);

	p = plain("denylist", a);
	CHECK_INT(allow(p, "ptrace"), SC_ALLOW_GIVES_UP);
	CHECK_INT(allow(p, "clone"), SC_ALLOW_FILTERED);
	CHECK_INT(deny(p, "read"), 0);
	compile(p);
	each(p, SC_ALLOW, "ptrace");
	each(p, EPERM_, "read");
	clone_makes_no_namespace(p, EPERM_, 0);

	p = plain("log", a);
	CHECK_INT(allow(p, "ptrace"), 0);
	compile(p);
	each(p, SC_ALLOW, "ptrace");
}

/* A rule that kills some arguments stays; an allow doesn't undo it. */
static void
allowing_beside(const struct sc_arch *a)
{
	static const struct sc_cond zero = { 0, 64, SC_EQ, 0, 0 };
	uint32_t nr = (uint32_t)sc_nr(a, "ptrace", 6);

	test("allow and deny leave stricter rules alone, %s",
		sc_arch_name(a));
	sc_policy_init(&policy, a, EPERM_);
	sc_policy_rule(&policy, nr, SC_KILL_PROCESS, &zero, 1);
	sc_policy_rule(&policy, nr, ENOSYS_, NULL, 0);
	CHECK_INT(allow(&policy, "ptrace"), SC_ALLOW_FILTERED);
	compile(&policy);
	CHECK_INT(decide(&policy, "ptrace", 0, 0, 0), SC_KILL_PROCESS);
	CHECK_INT(decide(&policy, "ptrace", 1, 0, 0), SC_ALLOW);
	CHECK_INT(deny(&policy, "ptrace"), 0);
	compile(&policy);
	CHECK_INT(decide(&policy, "ptrace", 0, 0, 0), SC_KILL_PROCESS);
	CHECK_INT(decide(&policy, "ptrace", 1, 0, 0), EPERM_);
	sc_policy_init(&policy, a, EPERM_);
	sc_policy_rule(&policy, nr, SC_ALLOW, &zero, 1);
	sc_policy_rule(&policy, nr, SC_TRAP, NULL, 0);
	CHECK_INT(allow(&policy, "ptrace"), SC_ALLOW_FILTERED);
	compile(&policy);
	CHECK_INT(decide(&policy, "ptrace", 0, 0, 0), SC_ALLOW);
	CHECK_INT(decide(&policy, "ptrace", 1, 0, 0), EPERM_);
}

static void
deny_action(const struct sc_arch *a)
{
	uint64_t none[6] = { 0 };
	struct sc_policy *p = plain("docker", a);

	test("deny-action replaces denials, not answers, %s",
		sc_arch_name(a));
	CHECK_INT(deny(p, "read"), 0);
	sc_policy_deny_action(p, SC_KILL_PROCESS);
	compile(p);
	each(p, SC_KILL_PROCESS, "read mount");
	each(p, ENOSYS_, "clone3");
	CHECK_INT(decide_nr(p, 1000, none), ENOSYS_);
	CHECK_INT(decide(p, "clone", 0x10000000, 0, 0), SC_KILL_PROCESS);

	p = plain("strict", a);
	sc_policy_deny_action(p, SC_TRAP);
	compile(p);
	each(p, SC_TRAP, "mount ptrace");
	each(p, ENOSYS_, "clone3");
	CHECK_INT(decide_nr(p, 1000, none), SC_TRAP);
	CHECK_INT(decide(p, "mprotect", 0, 0, 6), SC_TRAP);

	p = plain("denylist", a);
	CHECK_INT(sc_policy_network(p, SC_NETWORK_OFF), 0);
	sc_policy_deny_action(p, SC_KILL_PROCESS);
	compile(p);
	each(p, SC_KILL_PROCESS, "mount ptrace io_uring_setup");
	each(p, ENOSYS_, "clone3");
	each(p, SC_ALLOW, "read");
	clone_makes_no_namespace(p, SC_KILL_PROCESS, 0);
	CHECK_INT(decide(p, "socket", 2, 1, 0), SC_KILL_PROCESS);
	sc_policy_deny_action(p, SC_LOG);
	compile(p);
	each(p, SC_LOG, "mount ptrace io_uring_setup");

	p = plain("strict", a);
	sc_policy_deny_action(p, SC_LOG);
	compile(p);
	each(p, SC_LOG, "mount ptrace");
	each(p, SC_ALLOW, "read");
	each(p, ENOSYS_, "clone3");
	if (sc_arch_x32(a))
		CHECK_INT(decide_nr(p, sc_arch_x32(a), none),
			SC_KILL_PROCESS);
}

/* In a policy that allows the rest, what is refused by name is denied. */
static void
deny_action_by_name(const struct sc_arch *a)
{
	static const struct {
		const char *name;
		uint32_t action, then;
	} rules[] = {
		{ "mount", SC_KILL_PROCESS, SC_LOG },
		{ "ptrace", SC_KILL_THREAD, SC_LOG },
		{ "bpf", SC_TRAP, SC_LOG },
		{ "keyctl", EPERM_, SC_LOG },
		{ "clone3", ENOSYS_, ENOSYS_ },
		{ "chroot", SC_TRACE(7), SC_TRACE(7) },
		{ "sync", SC_USER_NOTIF, SC_USER_NOTIF },
		{ "read", SC_ALLOW, SC_ALLOW }
	};

	test("deny-action where all is allowed but a few, %s",
		sc_arch_name(a));
	sc_policy_init(&policy, a, SC_ALLOW);
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		int nr = sc_nr(a, rules[i].name, strlen(rules[i].name));

		CHECK_INT(sc_policy_rule(&policy, (uint32_t)nr,
			rules[i].action, NULL, 0), 0);
	}
	sc_policy_deny_action(&policy, SC_LOG);
	compile(&policy);
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		each(&policy, rules[i].then, rules[i].name);
	each(&policy, SC_ALLOW, "write");
}

static const char *const hardened[] = {
	"clone", "execveat", "ioctl", "mprotect", "mmap", "prctl",
	"prlimit64", "socket"
};

/* Half of them near what the rules look for. */
static uint64_t
some_value(void)
{
	static const uint32_t near[] = {
		0, 6, 10, 47, 0x1000, 0x5400, 0x5410, 0x5450, 0x7e020080
	};
	uint64_t v = near[rnd_below(9)];

	switch (rnd_below(4)) {
	case 0:
		return v ^ rnd_below(64);
	case 1:
		return v ^ UINT64_C(1) << rnd_below(64);
	case 2:
		return rnd_below(64);
	}
	return rnd();
}

/*
 * What strict allows is allowed, what it doesn't isn't; except that a
 * policy which allows by default may refuse garbage in the high half.
 */
static void
as_strict(const struct sc_policy *p, const struct sc_policy *strict)
{
	bool opens = lets(p->default_action);

	for (unsigned i = 0; i < 20000; i++) {
		const char *name = hardened[rnd_below(8)];
		uint64_t args[6];
		int nr = sc_nr(p->arch, name, strlen(name));
		struct sc_data d = { nr, sc_arch_token(p->arch), 0, { 0 } };
		bool got, want;

		for (unsigned k = 0; k < 6; k++)
			args[k] = some_value();
		memcpy(d.args, args, sizeof args);
		got = lets(decide_nr(p, (uint32_t)nr, args));
		want = sc_eval(strict, &d) == SC_ALLOW;
		if (got == want ||
		    (opens && !got && nr == sc_nr(p->arch, "prctl", 5) &&
		    args[1] >> 32))
			continue;
		FAIL("%s %" PRIx64 " %" PRIx64 " %" PRIx64 ": %d", name,
			args[0], args[1], args[2], got);
	}
}

static void
harden(const struct sc_arch *a)
{
	struct sc_target t = { a, 0, NEW_LINUX };
	struct sc_policy *p = &policy;

	test("harden lays the rules of strict over a policy, %s",
		sc_arch_name(a));
	sc_profile(&other, SC_PROFILE_STRICT, &t, SC_NETWORK_ON);
	custom(a, EPERM_, "clone clone3 execveat ioctl mprotect mmap prctl "
		"prlimit64 socket read");
	CHECK_INT(sc_policy_harden(p), 9);
	compile(p);
	each(p, SC_ALLOW, "read");
	each(p, ENOSYS_, "clone3");
	as_strict(p, &other);
	CHECK_INT(sc_policy_harden(p), 0);

	custom(a, SC_ALLOW, "read");
	CHECK_INT(sc_policy_harden(p), 9);
	compile(p);
	each(p, SC_ALLOW, "read write");
	each(p, ENOSYS_, "clone3");
	as_strict(p, &other);
	custom(a, SC_LOG, "read ioctl");
	CHECK_INT(sc_policy_harden(p), 9);
	compile(p);
	as_strict(p, &other);
	CHECK_INT(sc_policy_harden(plain("strict", a)), 0);
	/* docker filters clone and socket, and answers clone3, already. */
	CHECK_INT(sc_policy_harden(plain("docker", a)), 6);
	CHECK_INT(sc_policy_harden(plain("denylist", a)), 7);
}

/* No edit but allow makes a call possible that wasn't. */

static void
random_rule(struct sc_policy *p, const char *name)
{
	static const uint32_t action[] = {
		SC_KILL_PROCESS, SC_TRAP, EPERM_, ENOSYS_, SC_LOG, SC_ALLOW,
		SC_ALLOW, SC_ALLOW
	};
	int nr = sc_nr(p->arch, name, strlen(name));
	struct sc_cond c[3];
	unsigned n = rnd_below(4);

	for (unsigned i = 0; i < n; i++) {
		uint64_t most = UINT64_MAX;

		c[i].arg = (uint8_t)rnd_below(3);
		c[i].width = rnd_below(2) ? 32 : 64;
		c[i].op = (uint8_t)rnd_below(7);
		if (c[i].width == 32)
			most = UINT32_MAX;
		c[i].mask = c[i].op == SC_MASKED_EQ ? some_value() & most : 0;
		c[i].value = some_value() & most;
		if (c[i].op == SC_MASKED_EQ)
			c[i].value &= c[i].mask;
	}
	CHECK_INT(sc_policy_rule(p, (uint32_t)nr, action[rnd_below(8)], c, n),
		0);
}

static void
random_policy(const struct sc_arch *a)
{
	static const uint32_t action[] = {
		SC_KILL_PROCESS, EPERM_, SC_LOG, SC_ALLOW
	};

	sc_policy_init(&policy, a, action[rnd_below(4)]);
	for (unsigned i = rnd_below(16); i; i--)
		random_rule(&policy, rnd_below(4) ? hardened[rnd_below(8)] :
			"socketpair");
}

static void
random_edit(const struct sc_arch *a)
{
	const char *name = hardened[rnd_below(8)];
	int e = 0;

	random_policy(a);
	memcpy(&other, &policy, sizeof other);
	switch (rnd_below(3)) {
	case 0:
		e = sc_policy_network(&policy, SC_NETWORK_OFF);
		break;
	case 1:
		e = sc_policy_harden(&policy);
		break;
	case 2:
		e = deny(&policy, name);
		break;
	}
	CHECK(e >= 0);
}

static void
edits_never_open(const struct sc_arch *a)
{
	test("no edit opens a policy, %s", sc_arch_name(a));
	ninsn = 0;
	for (unsigned n = 0; n < 2000; n++) {
		random_edit(a);
		for (unsigned i = 0; i < 40; i++) {
			struct sc_data d = { 0, sc_arch_token(a), 0, { 0 } };
			const char *name = hardened[i % 8];

			if (i % 9 == 8)
				name = "socketpair";
			d.nr = sc_nr(a, name, strlen(name));
			for (unsigned k = 0; k < 6; k++)
				d.args[k] = some_value();
			if (sc_action_cmp(sc_eval(&policy, &d),
			    sc_eval(&other, &d)) > 0)
				FAIL("%s: 0x%" PRIx32 ", was 0x%" PRIx32, name,
					sc_eval(&policy, &d),
					sc_eval(&other, &d));
		}
	}
}

static void
on(const struct sc_arch *a)
{
	network_off(a);
	network_off_narrows(a);
	allowing(a);
	allowing_beside(a);
	deny_action(a);
	deny_action_by_name(a);
	harden(a);
	edits_never_open(a);
}

int
main(void)
{
	const struct sc_arch *a;

	rnd_seed();
	for (unsigned i = 0; (a = sc_arch_at(i)); i++)
		on(a);
	return test_done();
}
