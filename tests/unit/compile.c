/* Policies at the limits of what sc_compile takes, and beyond. */
#define _GNU_SOURCE
#include "live.h"
#include "sc.h"
#include "test.h"

static struct sc_policy policy;
static struct sc_work work;
static struct sc_insn insn[SC_INSNS_MAX];

static struct sc_data
call(uint32_t nr)
{
	return (struct sc_data){
		.nr = (int32_t)nr, .arch = sc_arch_token(policy.arch)
	};
}

static void
agree(int n, const struct sc_data *d)
{
	CHECK_INT(sc_run(insn, (size_t)n, d, NULL), sc_eval(&policy, d));
}

/* A rule that asks for bits of both halves of each argument, twice. */
static void
masked_rule(uint32_t nr, uint64_t value)
{
	struct sc_cond c[SC_RULE_CONDS_MAX];

	for (unsigned i = 0; i < SC_RULE_CONDS_MAX; i++) {
		uint64_t mask = UINT64_C(0x0123456789abcdef) << i / 6;

		c[i] = (struct sc_cond){
			.arg = (uint8_t)(i % 6), .width = 64,
			.op = SC_MASKED_EQ, .mask = mask,
			.value = mask & value
		};
	}
	CHECK_INT(sc_policy_rule(&policy, nr, SC_ALLOW, c,
		SC_RULE_CONDS_MAX), 0);
}

static void
masks(unsigned others)
{
	struct sc_data d;
	int n;

	test("a rule of %d masks beside %u others", SC_RULE_CONDS_MAX,
		others);
	sc_policy_init(&policy, sc_arch_native(), SC_ERRNO(1));
	masked_rule(1, UINT64_C(0x1111111111111111));
	for (unsigned i = 0; i < others; i++)
		CHECK_INT(sc_policy_rule(&policy, 1000 + 2 * i, SC_ALLOW,
			NULL, 0), 0);
	n = sc_compile(&policy, insn, SC_INSNS_MAX, &work);
	if (!CHECK(n > 0))
		return;
	d = call(1);
	agree(n, &d);
	for (unsigned i = 0; i < 6; i++)
		d.args[i] = UINT64_C(0x1111111111111111);
	agree(n, &d);
	for (unsigned i = 0; i < 6 * 64; i++) {
		d.args[i / 64] ^= UINT64_C(1) << i % 64;
		agree(n, &d);
		d.args[i / 64] ^= UINT64_C(1) << i % 64;
	}
	for (unsigned i = 990; i < 1010 + 2 * others; i++) {
		d = call(i);
		agree(n, &d);
	}
}

/* Every other number, which is as many ranges as there can be. */
static void
ranges(unsigned count)
{
	int n;

	test("%u numbers apart", count);
	sc_policy_init(&policy, sc_arch_native(), SC_ERRNO(1));
	for (unsigned i = 0; i < count; i++)
		CHECK_INT(sc_policy_rule(&policy, 3 * i, i % 2 ? SC_ALLOW :
			SC_ERRNO(2), NULL, 0), 0);
	n = sc_compile(&policy, insn, SC_INSNS_MAX, &work);
	if (!CHECK(n > 0))
		return;
	for (unsigned i = 0; i < 3 * count + 3; i++) {
		struct sc_data d = call(i);

		agree(n, &d);
	}
}

/* With any room, the program or -SC_ENOSPC; with a little more, the program. */
static void
rooms(void)
{
	static struct sc_insn small[SC_INSNS_MAX];
	struct sc_target t = { .arch = sc_arch_native(),
		.kernel = SC_KERNEL(6, 18) };
	int n;

	test("room for so many instructions");
	sc_profile(&policy, SC_PROFILE_STRICT, &t, SC_NETWORK_ON);
	n = sc_compile(&policy, insn, SC_INSNS_MAX, &work);
	CHECK(n > 0);
	for (size_t cap = 0; cap <= SC_INSNS_MAX; cap++) {
		int m = sc_compile(&policy, small, cap, &work);

		if (m == -SC_ENOSPC)
			CHECK(cap < (size_t)n + 64);
		else if (CHECK_INT(m, n))
			CHECK(!memcmp(small, insn, (size_t)n * sizeof *insn));
	}
}

static void
too_long(void)
{
	test("rules for which no program is long enough");
	sc_policy_init(&policy, sc_arch_native(), SC_ERRNO(1));
	for (uint32_t i = 0; policy.nconds + SC_RULE_CONDS_MAX <=
	    SC_CONDS_MAX; i++)
		masked_rule(i, rnd());
	CHECK_INT(sc_compile(&policy, insn, SC_INSNS_MAX, &work), -SC_E2BIG);
	CHECK_INT(sc_compile(&policy, insn, 64, &work), -SC_ENOSPC);
}

/* Nothing lets the numbers of another ABI through, which have no rules. */
static void
open_x32(uint32_t action)
{
	int status;
	pid_t pid;

	test("x32 numbers that get 0x%x: a bug of the caller", action);
	sc_policy_init(&policy, sc_arch_find("x86_64", 6), SC_ALLOW);
	policy.x32_action = action;
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		_exit(sc_compile(&policy, insn, SC_INSNS_MAX, &work) < 0);
	status = live_wait(pid);
	CHECK(WIFSIGNALED(status) && (WTERMSIG(status) == SIGILL ||
		WTERMSIG(status) == SIGTRAP));
}

int
main(void)
{
	open_x32(SC_ALLOW);
	open_x32(SC_LOG);
	masks(0);
	masks(600);
	ranges(100);
	ranges(SC_RULES_MAX);
	rooms();
	too_long();
	return test_done();
}
