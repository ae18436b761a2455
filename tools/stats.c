#define _POSIX_C_SOURCE 200809L

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>
#include "cmd.h"

struct tally {
	unsigned count;
	unsigned executed;      /* by all of them */
	unsigned worst;
};

struct stats {
	struct tally all, allowed, denied;
	unsigned cacheable;
	unsigned unconditional; /* allowed whatever the arguments */
};

static void
add(struct tally *t, unsigned executed)
{
	t->count++;
	t->executed += executed;
	if (executed > t->worst)
		t->worst = executed;
}

static void
measure(struct stats *s, const struct loaded *l)
{
	uint32_t token = sc_arch_token(l->arch), last = sc_arch_last(l->arch);

	for (uint32_t nr = 0; nr <= last; nr++) {
		struct sc_data data = { .nr = (int32_t)nr, .arch = token };
		unsigned executed;
		uint32_t action = decide(l, &data, &executed);
		bool allowed = allows(action);

		add(&s->all, executed);
		add(allowed ? &s->allowed : &s->denied, executed);
		if (l->ninsns)
			s->cacheable += (unsigned)sc_cacheable(l->insn,
				l->ninsns, token, nr);
		if (!l->raw && sc_policy_constant(&l->policy, nr, &action))
			s->unconditional += action == SC_ALLOW;
	}
}

static void
print_tally(const char *of, const struct tally *t)
{
	double average = t->count ? (double)t->executed / t->count : 0;

	printf("average%s: %.2f\nworst%s: %u\n", of, average, of, t->worst);
}

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static int64_t
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/* The median, as other programs of the machine disturb some runs. */
static double
compile_us(struct loaded *l)
{
	enum { RUNS = 1001 };
	static int64_t took[RUNS];
	int64_t median;

	for (int i = 0; i < RUNS; i++) {
		int64_t start = now_ns();

		if (sc_compile(&l->policy, l->insn, SC_INSNS_MAX,
		    &l->work) != (int)l->ninsns)
			fail("%s: compiles differently", l->name);
		took[i] = now_ns() - start;
	}
	qsort(took, RUNS, sizeof *took, compare);
	median = took[RUNS / 2];
	return (double)median / 1000;
}

static int
stats(const struct options *o, const struct sc_arch *arch)
{
	struct loaded *l = load_program(o->words[0], arch, o);
	struct stats s = { .cacheable = 0 };

	if (o->time && l->raw)
		fail("%s: a program, where a policy is needed", l->name);
	measure(&s, l);
	printf("policy: %s\narch: %s\ninstructions: %zu\n", l->name,
		sc_arch_name(arch), l->ninsns);
	print_tally("", &s.all);
	printf("allowed: %u\n", s.allowed.count);
	print_tally("-allowed", &s.allowed);
	printf("denied: %u\n", s.denied.count);
	print_tally("-denied", &s.denied);
	if (!l->raw)
		printf("unconditional: %u\n", s.unconditional);
	printf("cacheable: %u\n", s.cacheable);
	if (o->time)
		printf("compile-us: %.1f\n", compile_us(l));
	return SAME;
}

int
cmd_stats(const struct options *o)
{
	return for_archs(o, stats);
}
