/*
 * Policies without room: an edit that needs more rules or conditions than
 * are left says so, however many are left, and else does what it does where
 * there is plenty.
 */
#include "decide.h"

static struct sc_policy before;

enum { NETWORK_OFF, NETWORK_ON, HARDEN, CALLS };

static const char *const calls[] = {
	"mount", "socket", "socketpair", "clone", "clone3", "ptrace", "prctl",
	"personality", "pkey_mprotect", "shmat", "io_uring_setup"
};

enum { EDITS = CALLS + 2 * sizeof calls / sizeof *calls };

static int
edit(unsigned i)
{
	const char *call = calls[(i - CALLS) / 2 % (sizeof calls /
		sizeof *calls)];

	switch (i) {
	case NETWORK_OFF:
		return sc_policy_network(&policy, SC_NETWORK_OFF);
	case NETWORK_ON:
		return sc_policy_network(&policy, SC_NETWORK_ON);
	case HARDEN:
		return sc_policy_harden(&policy);
	}
	return (i - CALLS) % 2 ? deny(&policy, call) : allow(&policy, call);
}

/* Of a number that no profile knows. */
static void
rule(unsigned nconds)
{
	struct sc_cond c[SC_RULE_CONDS_MAX];

	for (unsigned i = 0; i < nconds; i++)
		c[i] = (struct sc_cond){ 0, 64, SC_EQ, i, 0 };
	CHECK_INT(sc_policy_rule(&policy, 0x3fffffff, SC_TRAP, c, nconds), 0);
}

static void
leave_rules(unsigned n)
{
	while (policy.nrules + n < SC_RULES_MAX)
		rule(0);
}

static void
leave_conds(unsigned n)
{
	while (policy.nconds + n < SC_CONDS_MAX) {
		unsigned more = SC_CONDS_MAX - policy.nconds - n;

		rule(more < SC_RULE_CONDS_MAX ? more : SC_RULE_CONDS_MAX);
	}
}

/* Returns how many it was refused. */
static unsigned
with_less(unsigned i, int result, unsigned needed, void (*leave)(unsigned n))
{
	for (unsigned n = 0; n <= needed; n++) {
		memcpy(&policy, &before, sizeof policy);
		leave(n);
		if (!CHECK_INT(edit(i), n < needed ? -SC_ENOSPC : result))
			FAIL("edit %u, room for %u of %u", i, n, needed);
	}
	return needed;
}

/* All edits of policy. */
static void
edits(void)
{
	unsigned refused = 0;

	memcpy(&before, &policy, sizeof before);
	for (unsigned i = 0; i < EDITS; i++) {
		unsigned rules, conds;
		int result;

		memcpy(&policy, &before, sizeof policy);
		result = edit(i);
		if (result < 0) {
			CHECK_INT(result, -SC_EACCES);
			continue;
		}
		rules = policy.nrules - before.nrules;
		conds = policy.nconds - before.nconds;
		refused += with_less(i, result, rules, leave_rules) +
			with_less(i, result, conds, leave_conds);
	}
	printf("%u edits were refused\n", refused);
	CHECK(refused > 10);
}

static void
profiles(const struct sc_arch *a)
{
	for (unsigned id = SC_PROFILE_DOCKER; id <= SC_PROFILE_NONE; id++) {
		test("edits of %s without room, %s", sc_profile_name(id),
			sc_arch_name(a));
		plain(sc_profile_name(id), a);
		edits();
		if (id != SC_PROFILE_STRICT)
			continue;
		plain(sc_profile_name(id), a);
		CHECK_INT(sc_policy_network(&policy, SC_NETWORK_OFF), 0);
		edits();
	}
}

static void
others(const struct sc_arch *a)
{
	test("edits without room, all calls allowed by name, %s",
		sc_arch_name(a));
	custom(a, EPERM_, "socket socketpair clone clone3 execveat ioctl "
		"mprotect mmap prctl prlimit64 io_uring_setup read");
	edits();
	test("edits without room, network off and nothing allowed, %s",
		sc_arch_name(a));
	custom(a, EPERM_, "read");
	CHECK_INT(sc_policy_network(&policy, SC_NETWORK_OFF), 0);
	edits();
}

/* A rule has no more conditions than SC_RULE_CONDS_MAX. */
static void
narrowed(const struct sc_arch *a)
{
	struct sc_cond c[SC_RULE_CONDS_MAX];
	uint32_t nr = (uint32_t)sc_nr(a, "socket", 6);

	test("network off needs a condition more, %s", sc_arch_name(a));
	for (unsigned i = 0; i < SC_RULE_CONDS_MAX; i++)
		c[i] = (struct sc_cond){ 1, 64, SC_NE, i, 0 };
	for (unsigned n = SC_RULE_CONDS_MAX - 1; n <= SC_RULE_CONDS_MAX; n++) {
		sc_policy_init(&policy, a, EPERM_);
		CHECK_INT(sc_policy_rule(&policy, nr, SC_ALLOW, c, n), 0);
		CHECK_INT(sc_policy_network(&policy, SC_NETWORK_OFF),
			n < SC_RULE_CONDS_MAX ? 0 : -SC_ENOSPC);
	}
}

int
main(void)
{
	const struct sc_arch *a;

	for (unsigned i = 0; (a = sc_arch_at(i)); i++) {
		profiles(a);
		others(a);
		narrowed(a);
	}
	return test_done();
}
