/* Policies: what may be put into one, and what it answers. */
#include "sc.h"
#include "test.h"

static struct sc_policy policy;

static const struct sc_arch *
arch(const char *name)
{
	return sc_arch_find(name, strlen(name));
}

static void
init(const char *name, uint32_t action)
{
	sc_policy_init(&policy, arch(name), action);
}

static int
rule(uint32_t nr, uint32_t action)
{
	return sc_policy_rule(&policy, nr, action, NULL, 0);
}

static struct sc_cond
cond(unsigned arg, unsigned width, enum sc_op op, uint64_t value,
	uint64_t mask)
{
	return (struct sc_cond){
		.arg = (uint8_t)arg, .width = (uint8_t)width,
		.op = (uint8_t)op, .value = value, .mask = mask
	};
}

static int
rule1(uint32_t nr, uint32_t action, struct sc_cond c)
{
	return sc_policy_rule(&policy, nr, action, &c, 1);
}

static uint32_t
eval(uint32_t nr, uint64_t arg0)
{
	struct sc_data d = {
		.nr = (int32_t)nr, .arch = sc_arch_token(policy.arch),
		.args = { arg0 }
	};

	return sc_eval(&policy, &d);
}

static void
actions(void)
{
	static const uint32_t strictest_first[] = {
		SC_KILL_PROCESS, SC_KILL_THREAD, SC_TRAP, SC_ERRNO(1),
		SC_USER_NOTIF, SC_TRACE(1), SC_LOG, SC_ALLOW
	};

	test("the kernel's order of actions");
	for (int i = 0; i < 8; i++)
		for (int j = 0; j < 8; j++) {
			int c = sc_action_cmp(strictest_first[i],
				strictest_first[j]);

			CHECK_INT(c < 0, i < j);
			CHECK_INT(c > 0, i > j);
		}
	CHECK_INT(sc_action_cmp(SC_ERRNO(1), SC_ERRNO(38)), 0);
	CHECK_INT(sc_action_cmp(SC_TRAP | 1, SC_TRAP), 0);
}

static void
initial(void)
{
	test("a policy without rules");
	init("x86_64", SC_ERRNO(SC_EPERM));
	CHECK_INT(policy.default_action, SC_ERRNO(1));
	CHECK_INT(policy.future_action, SC_ERRNO(1));
	CHECK_INT(policy.x32_action, SC_KILL_PROCESS);
	CHECK_INT(policy.deny_action, SC_ERRNO(1));
	CHECK_INT(policy.profile, SC_PROFILE_CUSTOM);
	CHECK_INT(policy.none, 0);
	CHECK_INT(policy.nrules, 0);
	CHECK_INT(eval(0, 0), SC_ERRNO(1));
	CHECK_INT(sc_policy_first(&policy, 0), -1);

	init("x86_64", SC_ALLOW);
	CHECK_INT(policy.deny_action, SC_ERRNO(SC_EPERM));
	init("x86_64", SC_LOG);
	CHECK_INT(policy.deny_action, SC_ERRNO(SC_EPERM));
	init("x86_64", SC_KILL_PROCESS);
	CHECK_INT(policy.deny_action, SC_KILL_PROCESS);
}

static void
refused_actions(void)
{
	static const uint32_t bad[] = {
		SC_KILL_PROCESS | 1, SC_KILL_THREAD | 1, SC_ALLOW | 1,
		SC_LOG | 1, SC_USER_NOTIF | 1, SC_ERRNO(4096),
		SC_ERRNO(0xffff), 0x00010000, 0x7ffd0000, 0x7ffe0000,
		0x80010000, 0xffffffff, 0x00040000
	};
	static const uint32_t good[] = {
		SC_KILL_PROCESS, SC_KILL_THREAD, SC_ALLOW, SC_LOG,
		SC_USER_NOTIF, SC_ERRNO(0), SC_ERRNO(4095), SC_TRAP,
		SC_TRAP | 0xffff, SC_TRACE(0), SC_TRACE(0xffff)
	};

	test("known and unknown actions");
	init("x86_64", SC_ALLOW);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK_INT(rule(1, bad[i]), -SC_EINVAL);
	CHECK_INT(policy.nrules, 0);
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		CHECK_INT(rule(1, good[i]), 0);
}

static void
refused_conditions(void)
{
	const struct sc_cond bad[] = {
		cond(6, 64, SC_EQ, 0, 0),
		cond(255, 64, SC_EQ, 0, 0),
		cond(0, 0, SC_EQ, 0, 0),
		cond(0, 16, SC_EQ, 0, 0),
		cond(0, 33, SC_EQ, 0, 0),
		cond(0, 128, SC_EQ, 0, 0),
		cond(0, 64, (enum sc_op)7, 0, 0),
		cond(0, 64, (enum sc_op)255, 0, 0),
		cond(0, 32, SC_EQ, 1ull << 32, 0),
		cond(0, 32, SC_GE, UINT64_MAX, 0),
		cond(0, 32, SC_MASKED_EQ, 0, 1ull << 32),
		cond(0, 32, SC_MASKED_EQ, 1ull << 32, 1ull << 32),
		cond(0, 64, SC_MASKED_EQ, 2, 1),
		cond(0, 64, SC_MASKED_EQ, 1ull << 63, 1),
		cond(0, 64, SC_EQ, 0, 1),
		cond(0, 64, SC_NE, 1, 1)
	};
	const struct sc_cond good[] = {
		cond(5, 64, SC_EQ, UINT64_MAX, 0),
		cond(0, 32, SC_GT, UINT32_MAX, 0),
		cond(0, 64, SC_MASKED_EQ, 0, 0),
		cond(0, 64, SC_MASKED_EQ, UINT64_MAX, UINT64_MAX),
		cond(0, 32, SC_MASKED_EQ, 1, UINT32_MAX)
	};

	test("known and unknown conditions");
	init("x86_64", SC_ALLOW);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (rule1(1, SC_ALLOW, bad[i]) != -SC_EINVAL)
			FAIL("bad[%zu] is taken", i);
	CHECK_INT(policy.nrules, 0);
	CHECK_INT(policy.nconds, 0);
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (rule1(1, SC_ALLOW, good[i]))
			FAIL("good[%zu] is refused", i);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct sc_cond both[2] = { good[0], bad[i] };

		CHECK_INT(sc_policy_rule(&policy, 1, SC_ALLOW, both, 2),
			-SC_EINVAL);
	}
	CHECK_INT(policy.nrules, sizeof good / sizeof *good);
}

static void
refused_numbers(void)
{
	test("numbers, up to x32's");
	init("x86_64", SC_ALLOW);
	CHECK_INT(rule(0x40000000, SC_ERRNO(1)), -SC_EINVAL);
	CHECK_INT(rule(0x80000000, SC_ERRNO(1)), -SC_EINVAL);
	CHECK_INT(rule(UINT32_MAX, SC_ERRNO(1)), -SC_EINVAL);
	CHECK_INT(rule(0x3fffffff, SC_ERRNO(1)), 0);
	CHECK_INT(eval(0x3fffffff, 0), SC_ERRNO(1));
	CHECK_INT(eval(0x3ffffffe, 0), SC_ALLOW);
}

static void
limits(void)
{
	struct sc_cond c[SC_RULE_CONDS_MAX + 1];
	unsigned n;

	for (n = 0; n <= SC_RULE_CONDS_MAX; n++)
		c[n] = cond(n % 6, 64, SC_NE, n, 0);
	test("a rule holds %u conditions", SC_RULE_CONDS_MAX);
	init("x86_64", SC_ALLOW);
	CHECK_INT(sc_policy_rule(&policy, 1, SC_TRAP, c, n), -SC_EINVAL);
	CHECK_INT(sc_policy_rule(&policy, 1, SC_TRAP, c, n - 1), 0);
	CHECK_INT(policy.nconds, n - 1);

	test("a policy holds %u rules", SC_RULES_MAX);
	init("x86_64", SC_ALLOW);
	for (n = 0; n < SC_RULES_MAX; n++)
		CHECK_INT(rule(n, SC_ERRNO(n)), 0);
	CHECK_INT(rule(n, SC_ERRNO(n)), -SC_ENOSPC);
	CHECK_INT(policy.nrules, SC_RULES_MAX);
	for (n = 0; n < SC_RULES_MAX; n++)
		CHECK_INT(eval(n, 0), SC_ERRNO(n));
	CHECK_INT(eval(n, 0), SC_ALLOW);

	test("a policy holds %u conditions", SC_CONDS_MAX);
	init("x86_64", SC_ALLOW);
	for (n = 0; n + 12 <= SC_CONDS_MAX; n += 12)
		CHECK_INT(sc_policy_rule(&policy, 1, SC_TRAP, c, 12), 0);
	CHECK_INT(sc_policy_rule(&policy, 1, SC_TRAP, c, 12), -SC_ENOSPC);
	CHECK_INT(policy.nconds, n);
	CHECK_INT(sc_policy_rule(&policy, 1, SC_TRAP, c, SC_CONDS_MAX - n), 0);
	CHECK_INT(sc_policy_rule(&policy, 1, SC_TRAP, c, 1), -SC_ENOSPC);
	CHECK_INT(sc_policy_rule(&policy, 1, SC_TRAP, c, 0), 0);
	CHECK_INT(policy.nconds, SC_CONDS_MAX);
}

/* Numbers that are equal modulo SC_BUCKETS share a list. */
static void
lists(void)
{
	uint32_t a = 7, b = 7 + SC_BUCKETS, c = 7 + 2 * SC_BUCKETS;
	int i;

	test("rules come in the order in which they were added");
	init("x86_64", SC_ALLOW);
	CHECK_INT(rule(a, SC_ERRNO(1)), 0);
	CHECK_INT(rule(b, SC_ERRNO(2)), 0);
	CHECK_INT(rule(a, SC_ERRNO(3)), 0);
	CHECK_INT(rule(c, SC_ERRNO(4)), 0);
	CHECK_INT(rule(b, SC_ERRNO(5)), 0);
	i = sc_policy_first(&policy, a);
	CHECK_INT(i, 0);
	i = sc_policy_next(&policy, i);
	CHECK_INT(i, 2);
	CHECK_INT(sc_policy_next(&policy, i), -1);
	i = sc_policy_first(&policy, b);
	CHECK_INT(i, 1);
	i = sc_policy_next(&policy, i);
	CHECK_INT(i, 4);
	CHECK_INT(sc_policy_next(&policy, i), -1);
	CHECK_INT(sc_policy_first(&policy, 8), -1);
	CHECK_INT(sc_policy_first(&policy, 7 + 3 * SC_BUCKETS), -1);

	test("removing a number's rules leaves the others");
	sc_policy_remove(&policy, a);
	CHECK_INT(sc_policy_first(&policy, a), -1);
	CHECK_INT(sc_policy_first(&policy, b), 1);
	CHECK_INT(sc_policy_next(&policy, 1), 4);
	CHECK_INT(eval(a, 0), SC_ALLOW);
	CHECK_INT(eval(b, 0), SC_ERRNO(2));
	CHECK_INT(eval(c, 0), SC_ERRNO(4));
	sc_policy_remove(&policy, c);
	sc_policy_remove(&policy, c);
	CHECK_INT(eval(c, 0), SC_ALLOW);
	CHECK_INT(eval(b, 0), SC_ERRNO(2));
	CHECK_INT(rule(a, SC_ERRNO(6)), 0);
	CHECK_INT(eval(a, 0), SC_ERRNO(6));
	sc_policy_remove(&policy, b);
	CHECK_INT(eval(b, 0), SC_ALLOW);
	CHECK_INT(eval(a, 0), SC_ERRNO(6));
}

static void
alternatives(void)
{
	const struct sc_cond eq1 = cond(0, 64, SC_EQ, 1, 0);
	const struct sc_cond ge1 = cond(0, 64, SC_GE, 1, 0);

	test("the strictest rule that matches wins, in any order");
	init("x86_64", SC_ERRNO(99));
	CHECK_INT(rule1(1, SC_ALLOW, ge1), 0);
	CHECK_INT(rule1(1, SC_KILL_PROCESS, eq1), 0);
	CHECK_INT(rule1(2, SC_KILL_PROCESS, eq1), 0);
	CHECK_INT(rule1(2, SC_ALLOW, ge1), 0);
	for (uint32_t nr = 1; nr <= 2; nr++) {
		CHECK_INT(eval(nr, 0), SC_ERRNO(99));
		CHECK_INT(eval(nr, 1), SC_KILL_PROCESS);
		CHECK_INT(eval(nr, 2), SC_ALLOW);
	}

	test("between equal actions the earlier rule's data");
	CHECK_INT(rule1(3, SC_ERRNO(5), ge1), 0);
	CHECK_INT(rule1(3, SC_ERRNO(6), eq1), 0);
	CHECK_INT(rule(3, SC_ERRNO(7)), 0);
	CHECK_INT(eval(3, 0), SC_ERRNO(7));
	CHECK_INT(eval(3, 1), SC_ERRNO(5));

	test("the default, stricter than all rules, applies when none matches");
	init("x86_64", SC_KILL_PROCESS);
	CHECK_INT(rule1(1, SC_LOG, ge1), 0);
	CHECK_INT(rule1(1, SC_TRACE(3), eq1), 0);
	CHECK_INT(eval(1, 0), SC_KILL_PROCESS);
	CHECK_INT(eval(1, 1), SC_TRACE(3));
	CHECK_INT(eval(1, 2), SC_LOG);
}

static void
mixed(void)
{
	test("defect 19: read ALLOW, ptrace KILL, others ERRNO");
	init("x86_64", SC_ERRNO(1));
	CHECK_INT(rule(0, SC_ALLOW), 0);
	CHECK_INT(rule(101, SC_KILL_THREAD), 0);
	CHECK_INT(eval(0, 0), SC_ALLOW);
	CHECK_INT(eval(101, 0), SC_KILL_THREAD);
	CHECK_INT(eval(2, 0), SC_ERRNO(1));

	test("defect 13: an allowed number of 480 and more");
	CHECK_INT(rule(480, SC_ALLOW), 0);
	CHECK_INT(rule(1000, SC_ALLOW), 0);
	CHECK_INT(eval(480, 0), SC_ALLOW);
	CHECK_INT(eval(1000, 0), SC_ALLOW);

	test("defect 20: default ALLOW without a rule");
	init("x86_64", SC_ALLOW);
	CHECK_INT(eval(2, 0), SC_ALLOW);
}

static void
numbers(void)
{
	uint32_t last;

	test("numbers that are newer than the table");
	init("x86_64", SC_ALLOW);
	policy.future_action = SC_ERRNO(SC_ENOSYS);
	last = sc_arch_last(policy.arch);
	CHECK_INT(rule(last + 2, SC_TRAP), 0);
	CHECK_INT(eval(last, 0), SC_ALLOW);
	CHECK_INT(eval(last + 1, 0), SC_ERRNO(SC_ENOSYS));
	CHECK_INT(eval(last + 2, 0), SC_TRAP);
	CHECK_INT(eval(last + 3, 0), SC_ERRNO(SC_ENOSYS));
	CHECK_INT(eval(0x3fffffff, 0), SC_ERRNO(SC_ENOSYS));

	test("a newer number with a condition that doesn't hold: the default");
	CHECK_INT(rule1(last + 4, SC_TRAP, cond(0, 64, SC_EQ, 1, 0)), 0);
	CHECK_INT(eval(last + 4, 1), SC_TRAP);
	CHECK_INT(eval(last + 4, 0), SC_ALLOW);

	test("defect 24: x32 and -1 are closed, also where all else is open");
	CHECK_INT(eval(0x40000000, 0), SC_KILL_PROCESS);
	CHECK_INT(eval(0x40000000 | 272, 0), SC_KILL_PROCESS);
	CHECK_INT(eval(0x7fffffff, 0), SC_KILL_PROCESS);
	CHECK_INT(eval(0x80000000, 0), SC_KILL_PROCESS);
	CHECK_INT(eval(UINT32_MAX, 0), SC_KILL_PROCESS);
	policy.x32_action = SC_ERRNO(SC_ENOSYS);
	CHECK_INT(eval(0x40000000, 0), SC_ERRNO(SC_ENOSYS));
	CHECK_INT(eval(UINT32_MAX, 0), SC_ERRNO(SC_ENOSYS));

	test("aarch64 has no second range of numbers");
	init("aarch64", SC_ALLOW);
	policy.future_action = SC_ERRNO(SC_ENOSYS);
	CHECK_INT(eval(0x40000000, 0), SC_ERRNO(SC_ENOSYS));
	CHECK_INT(eval(UINT32_MAX, 0), SC_ERRNO(SC_ENOSYS));
}

static void
wrong_arch(void)
{
	static const uint32_t tokens[] = {
		0, 0x40000003, 0x0000003e, 0x4000003e, 0x8000003e, 0xc000003f,
		0xc00000b7, 0x40000028, 0xc00000f3, UINT32_MAX
	};
	struct sc_data d = { .nr = 0 };

	test("another architecture's calls");
	init("x86_64", SC_ALLOW);
	for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
		d.arch = tokens[i];
		CHECK_INT(sc_eval(&policy, &d), SC_KILL_PROCESS);
	}
	d.arch = 0xc000003e;
	CHECK_INT(sc_eval(&policy, &d), SC_ALLOW);
	policy.none = 1;
	d.arch = 0;
	CHECK_INT(sc_eval(&policy, &d), SC_ALLOW);
}

/* The answer to arg0 of one condition. */
static int
holds(struct sc_cond c, uint64_t value)
{
	init("x86_64", SC_ERRNO(1));
	CHECK_INT(rule1(1, SC_ALLOW, c), 0);
	return eval(1, value) == SC_ALLOW;
}

static void
operators(void)
{
	const uint64_t big = 0x500000007;
	static const uint64_t values[] = {
		0, 7, 0x500000006, 0x500000007, 0x500000008, 0x400000008,
		0x600000006, UINT64_MAX
	};
	/* A bit each for NE LT LE EQ GE GT, from the lowest. */
	static const uint8_t expected[] = {
		0x07, 0x07, 0x07, 0x1c, 0x31, 0x07, 0x31, 0x31
	};

	test("the operators, 64 bits");
	for (int i = 0; i < 8; i++)
		for (int op = SC_NE; op <= SC_GT; op++)
			CHECK_INT(holds(cond(0, 64, (enum sc_op)op, big, 0),
				values[i]), expected[i] >> op & 1);

	test("the operators, 32 bits");
	CHECK(holds(cond(0, 32, SC_EQ, 7, 0), big));
	CHECK(!holds(cond(0, 64, SC_EQ, 7, 0), big));
	CHECK(!holds(cond(0, 32, SC_NE, 7, 0), big));
	CHECK(holds(cond(0, 32, SC_LT, 8, 0), UINT64_MAX << 32 | 7));
	CHECK(!holds(cond(0, 32, SC_GT, 7, 0), UINT64_MAX << 32 | 7));
	CHECK(holds(cond(0, 32, SC_GE, 0xffffffff, 0), 0xffffffff));

	test("masks");
	CHECK(holds(cond(0, 64, SC_MASKED_EQ, 0, 0), 12345));
	CHECK(holds(cond(0, 64, SC_MASKED_EQ, 1ull << 40, 3ull << 40),
		5ull << 40 | 9));
	CHECK(!holds(cond(0, 64, SC_MASKED_EQ, 1ull << 40, 3ull << 40),
		3ull << 40));
	CHECK(holds(cond(0, 32, SC_MASKED_EQ, 4, 6), UINT64_MAX - 2));
	CHECK(!holds(cond(0, 32, SC_MASKED_EQ, 0, 6), UINT64_MAX));
}

static void
constant(void)
{
	const struct sc_cond c = cond(0, 64, SC_EQ, 1, 0);
	uint32_t action = 1;

	test("whether a call's answer depends on its arguments");
	init("x86_64", SC_ERRNO(1));
	CHECK_INT(sc_policy_constant(&policy, 5, &action), 1);
	CHECK_INT(action, SC_ERRNO(1));
	CHECK_INT(rule1(1, SC_ALLOW, c), 0);
	CHECK_INT(sc_policy_constant(&policy, 1, &action), 0);
	CHECK_INT(rule(2, SC_ALLOW), 0);
	CHECK_INT(rule1(2, SC_TRAP, c), 0);
	CHECK_INT(sc_policy_constant(&policy, 2, &action), 0);
	CHECK_INT(rule(3, SC_TRAP), 0);
	CHECK_INT(rule1(3, SC_ALLOW, c), 0);
	CHECK_INT(sc_policy_constant(&policy, 3, &action), 1);
	CHECK_INT(action, SC_TRAP);
	CHECK_INT(rule1(4, SC_ERRNO(1), c), 0);
	CHECK_INT(sc_policy_constant(&policy, 4, &action), 1);
	CHECK_INT(action, SC_ERRNO(1));
	CHECK_INT(rule(6, SC_ERRNO(2)), 0);
	CHECK_INT(rule1(6, SC_ERRNO(3), c), 0);
	action = SC_ERRNO(2);
	if (sc_policy_constant(&policy, 6, &action))
		CHECK_INT(action, SC_ERRNO(2));
}

int
main(void)
{
	actions();
	initial();
	refused_actions();
	refused_conditions();
	refused_numbers();
	limits();
	lists();
	alternatives();
	mixed();
	numbers();
	wrong_arch();
	operators();
	constant();
	return test_done();
}
