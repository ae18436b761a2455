/*
 * Every profile on every architecture, with whatever can be asked of it: the
 * program decides as the policy does, at each boundary of each condition.
 */
#include "sc.h"
#include "test.h"
#include "variant.h"
#include "words.h"

enum { VARIANTS = 6 * 2 * 3 * 3 * 2 * 3 * 2 };

struct comparison {
	struct probe probe;
	struct sc_data data;    /* where they differ */
	uint32_t eval, run;
};

/* Of so many programs, one is asked with two arguments at a time. */
static unsigned pairs;

static struct sc_policy policy;
static struct sc_work work;
static struct sc_insn insn[SC_INSNS_MAX];
static int insns;

static bool
same(struct probe *p, const struct sc_data *d)
{
	struct comparison *c = (struct comparison *)p;

	c->eval = sc_eval(&policy, d);
	c->run = sc_run(insn, (size_t)insns, d, NULL);
	c->data = *d;
	return c->eval == c->run;
}

static bool
agree(uint64_t *calls)
{
	static struct words words;
	static unsigned programs;
	struct comparison c = { .probe = { .policy = &policy, .call = same } };
	bool fine;

	words_clear(&words);
	words_collect(&words, insn, (size_t)insns);
	fine = probe_all(&c.probe) && probe_words(&c.probe, &words);
	if (fine && programs++ % pairs == 0)
		fine = probe_pairs(&c.probe, &words) &&
			probe_together(&c.probe, &words);
	*calls += c.probe.calls;
	if (fine)
		return true;
	return FAIL("arch 0x%x nr %d 0x%" PRIx64 " 0x%" PRIx64 " 0x%" PRIx64
		" 0x%" PRIx64 " 0x%" PRIx64 " 0x%" PRIx64
		": eval 0x%x, run 0x%x", c.data.arch, c.data.nr,
		c.data.args[0], c.data.args[1], c.data.args[2],
		c.data.args[3], c.data.args[4], c.data.args[5], c.eval, c.run);
}

/* Design, section 2: what is allowed whatever its arguments is cached. */
static bool
cached(void)
{
	uint32_t token = sc_arch_token(policy.arch), action;

	for (uint32_t nr = 0; nr < 1024; nr++) {
		int constant = sc_policy_constant(&policy, nr, &action);
		int is = sc_cacheable(insn, (size_t)insns, token, nr);

		if (is != (constant && action == SC_ALLOW))
			return FAIL("nr %u: cached is %d", nr, is);
	}
	return CHECK(!sc_cacheable(insn, (size_t)insns, ~token, 0));
}

/* Nothing is allowed on another architecture, or by an x32 number. */
static bool
closed(void)
{
	struct sc_data d = { .arch = 0x40000003 };

	for (d.nr = 0; d.nr < 512; d.nr++)
		if (sc_run(insn, (size_t)insns, &d, NULL) != SC_KILL_PROCESS)
			return FAIL("i386's %d is not killed", d.nr);
	if (!sc_arch_x32(policy.arch))
		return true;
	d.arch = sc_arch_token(policy.arch);
	for (uint32_t nr = 0; nr < 1024; nr++) {
		d.nr = (int32_t)(sc_arch_x32(policy.arch) + nr);
		if (sc_run(insn, (size_t)insns, &d, NULL) != SC_KILL_PROCESS)
			return FAIL("x32's %u is not killed", nr);
	}
	return true;
}

/* What the policy holds, and nothing else; the sum of the instructions. */
static unsigned
program(uint64_t *calls)
{
	insns = sc_compile(&policy, insn, SC_INSNS_MAX, &work);
	if (policy.none ? CHECK_INT(insns, 0) : CHECK(insns > 0) &&
	    CHECK_INT(sc_check(insn, (size_t)insns, NULL), 0) &&
	    CHECK_INT(sc_verify(insn, (size_t)insns, &policy, &work,
		NULL), 0) && agree(calls) && cached() && closed())
		return (unsigned)insns;
	return 0;
}

/* Docker keeps 14 capabilities, unless it is told otherwise. */
static void
capabilities(unsigned step)
{
	const uint64_t docker = 0xa80425fb, all = (1ull << 41) - 1;
	uint64_t calls = 0;
	unsigned n = 0;

	test("each capability alone, Docker's 14, all: as the policy");
	for (unsigned i = 0; i < 6 * 2 * 44; i += step, n++) {
		struct sc_target t = {
			.arch = sc_arch_at(i / 6 % 2),
			.kernel = SC_KERNEL(6, 18)
		};
		unsigned cap = i / 12;

		t.caps = cap < 41 ? 1ull << cap : cap == 41 ? docker :
			cap == 42 ? all : 0;
		sc_profile(&policy, SC_PROFILE_DOCKER + i % 6, &t,
			SC_NETWORK_DEFAULT);
		if (!program(&calls) && !policy.none)
			printf("%s, capabilities 0x%" PRIx64 "\n",
				sc_profile_name(SC_PROFILE_DOCKER + i % 6),
				t.caps);
	}
	printf("%u policies, %" PRIu64 " calls\n", n, calls);
	CHECK(calls > 4000 * (uint64_t)n / 2);
}

int
main(void)
{
	uint64_t calls = 0, instructions = 0;
	/* Prime to the variants' periods. For emulators, which are slow. */
	unsigned step = test_env("COUNT", VARIANTS) < VARIANTS ? 7 : 1;
	unsigned most = 0, n = 0;
	char name[96];

	pairs = test_env("COUNT", 0) ? 7 : 1;
	rnd_seed();
	test("all profiles: the program decides as the policy does");
	for (unsigned i = 0; variant(i, &policy, name); i += step, n++) {
		unsigned length = program(&calls);

		instructions += length;
		if (length > most)
			most = length;
		if (length || policy.none)
			continue;
		printf("%s\n", name);
	}
	printf("%u policies, %" PRIu64 " calls, %" PRIu64
		" instructions, at most %u\n", n, calls, instructions, most);
	CHECK_INT(n, (VARIANTS + step - 1) / step);
	capabilities(step);
	return test_done();
}
