/* Table 1: the programs. */
#include <string.h>
#include "peer.h"

struct tally {
	unsigned count, executed, worst;
};

struct figures {
	struct tally all, allowed, denied, checked;
	unsigned cacheable;
};

static void
add(struct tally *t, unsigned executed)
{
	t->count++;
	t->executed += executed;
	if (executed > t->worst)
		t->worst = executed;
}

static double
average(const struct tally *t)
{
	return t->count ? (double)t->executed / t->count : 0;
}

static struct figures
measure(const struct program *p, const struct sc_policy *policy)
{
	struct figures f;
	uint32_t token = sc_arch_token(policy->arch), action;

	memset(&f, 0, sizeof f);
	for (uint32_t nr = 0; nr <= sc_arch_last(policy->arch); nr++) {
		struct sc_data data = { .nr = (int32_t)nr, .arch = token };
		unsigned executed;
		uint32_t answer = sc_run(p->insn, p->n, &data, &executed);

		add(&f.all, executed);
		if (!sc_policy_constant(policy, nr, &action))
			add(&f.checked, executed);
		else
			add(answer == SC_ALLOW ? &f.allowed : &f.denied,
				executed);
		f.cacheable += (unsigned)sc_cacheable(p->insn, p->n, token,
			nr);
	}
	return f;
}

static void
row(const char *of, const char *by, const struct program *p,
	const struct sc_policy *policy)
{
	struct figures f = measure(p, policy);

	printf("| %s | %s | %zu | %.2f | %u | %.2f | %.2f | %.2f | %u |\n",
		of, by, p->n, average(&f.all), f.all.worst,
		average(&f.allowed), average(&f.denied), average(&f.checked),
		f.cacheable);
}

/* That both are told the same shows in what they answer. */
static unsigned
differences(const struct program *a, const struct program *b,
	const struct sc_policy *policy)
{
	uint32_t token = sc_arch_token(policy->arch);
	unsigned n = 0;

	for (uint32_t nr = 0; nr <= sc_arch_last(policy->arch); nr++) {
		struct sc_data data = { .nr = (int32_t)nr, .arch = token };

		n += sc_run(a->insn, a->n, &data, NULL) !=
			sc_run(b->insn, b->n, &data, NULL);
	}
	return n;
}

static void
compare(const char *of, const struct sc_policy *policy)
{
	static struct program mine, other;

	ours(&mine, policy);
	row(of, "libsc", &mine, policy);
	for (unsigned level = 1; level <= 2; level++) {
		unsigned left_out = theirs(&other, policy, level);
		char by[32];

		if (differences(&mine, &other, policy) > left_out)
			die("libseccomp answers differently");
		snprintf(by, sizeof by, "libseccomp %u%s", level,
			left_out ? " (a)" : "");
		row(of, by, &other, policy);
	}
}

static void
each(void (*f)(const char *of, const struct sc_policy *policy))
{
	static const struct {
		const char *profile, *more;
		uint64_t caps;
	} row[] = {
		{ "docker", "", 0 },
		{ "docker", " 14 caps", DOCKER_CAPS },
		{ "strict", " network on", 0 }
	};
	static struct sc_policy policy;
	const struct sc_arch *arch;

	for (unsigned i = 0; (arch = sc_arch_at(i)); i++)
		for (unsigned k = 0; k < sizeof row / sizeof *row; k++) {
			char of[64];

			snprintf(of, sizeof of, "%s %s%s", row[k].profile,
				sc_arch_name(arch), row[k].more);
			policy_of(&policy, row[k].profile, arch, row[k].caps,
				SC_NETWORK_ON);
			f(of, &policy);
		}
}

void
programs(void)
{
	puts("| policy | by | instructions | average | worst | allowed | "
		"denied | by arguments | cacheable |\n"
		"| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
	each(compare);
	puts("\n(a) less the calls that this libseccomp doesn't know");
}

static void
distance(const char *of, const struct sc_policy *policy)
{
	static struct program mine;
	struct lower lower = lower_bound(policy);
	struct figures f;

	ours(&mine, policy);
	f = measure(&mine, policy);
	printf("| %s | %u | %zu | %u | %+.0f %% | %.2f | %.2f | %+.0f %% |\n",
		of, lower.ranges, mine.n, lower.instructions,
		100.0 * (double)mine.n / lower.instructions - 100,
		average(&f.all), lower.executed,
		100 * average(&f.all) / lower.executed - 100);
}

void
bounds(void)
{
	puts("| policy | ranges | instructions | at least | distance | "
		"average | at least | distance |\n"
		"| --- | --- | --- | --- | --- | --- | --- | --- |");
	each(distance);
}
