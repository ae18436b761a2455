/* Table 4: from a policy to its program; and how that grows with rules. */
#include "peer.h"

static struct program program;

static double
ours_us(const struct sc_policy *policy)
{
	double start = now_us();

	ours(&program, policy);
	return now_us() - start;
}

static double
theirs_us(const struct sc_policy *policy, unsigned level)
{
	double start = now_us();

	theirs_compile(policy, level);
	return now_us() - start;
}

static void
compare(const char *name, const struct sc_policy *policy, unsigned level,
	unsigned runs)
{
	static double t[2][RUNS_MAX];
	struct spread ratio;

	for (unsigned i = 0; i < runs; i++) {
		t[0][i] = ours_us(policy);
		t[1][i] = theirs_us(policy, level);
	}
	ratio = ratio_spread(t[1], t[0], runs);
	printf("| %s | %u |", name, level);
	print_spread(spread(t[0], runs), 1);
	print_spread(spread(t[1], runs), 1);
	print_spread(ratio, 1);
	printf(" ≥ 50 %s |\n", ratio.median >= 50 ? "met" : "MISSED");
}

void
compiling(unsigned runs)
{
	static const char *const profile[] = { "docker", "strict" };
	static struct sc_policy policy;

	puts("| policy | level | libsc µs | libseccomp µs | "
		"libseccomp / libsc | bar |\n"
		"| --- | --- | --- | --- | --- | --- |");
	for (unsigned k = 0; k < 2; k++)
		for (unsigned level = 1; level <= 2; level++) {
			policy_of(&policy, profile[k], sc_arch_native(), 0,
				SC_NETWORK_ON);
			compare(profile[k], &policy, level, runs);
		}
}

/* Lone values at distances that no bit tells apart. */
static void
rules(struct sc_policy *policy, unsigned n)
{
	sc_policy_init(policy, sc_arch_native(), SC_ERRNO(SC_EPERM));
	for (unsigned i = 0; i < n; i++) {
		uint32_t nr = i * 7 + i * i * 37 / 16 % 5;

		if (sc_policy_rule(policy, nr, SC_ALLOW, NULL, 0) < 0)
			die("sc_policy_rule");
	}
}

void
scaling(unsigned runs)
{
	static const unsigned count[] = { 10, 30, 100, 300, 1000 };
	static struct sc_policy policy;
	static double t[RUNS_MAX];

	puts("| rules | instructions | libsc µs | µs a rule |\n"
		"| --- | --- | --- | --- |");
	for (unsigned k = 0; k < sizeof count / sizeof *count; k++) {
		struct spread s;

		rules(&policy, count[k]);
		for (unsigned i = 0; i < runs; i++)
			t[i] = ours_us(&policy);
		s = spread(t, runs);
		printf("| %u | %zu |", count[k], program.n);
		print_spread(s, 1);
		printf(" %.2f |\n", s.median / count[k]);
	}
}
