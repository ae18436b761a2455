/*
 * Every field of every instruction of the profiles' programs is changed, in
 * each way that is likely to matter. sc_verify must refuse the mutant, or
 * the comparison that tests/unit/agree.c makes must notice it, or it has to
 * be equivalent: the field is not used, or all words at and between which
 * either program can change its mind get the same answer, one argument at a
 * time and several by chance.
 */
#include "bpf.h"
#include "guard.h"
#include "sc.h"
#include "test.h"
#include "variant.h"
#include "words.h"

#define LENGTH(a) (sizeof (a) / sizeof *(a))

static struct sc_policy policy;
static struct sc_work work;
static struct sc_insn right[SC_INSNS_MAX], mutant[SC_INSNS_MAX];
static struct words words;
static size_t n, changed;       /* of the mutant, the instruction */

static struct {
	unsigned mutants, refused, noticed, unused, equivalent;
} total;

static bool
answers_alike(struct probe *p, const struct sc_data *d)
{
	(void)p;
	return sc_run(right, n, d, NULL) == sc_run(mutant, n, d, NULL);
}

static bool
answers_right(struct probe *p, const struct sc_data *d)
{
	return sc_eval(p->policy, d) == sc_run(mutant, n, d, NULL);
}

/* Where an instruction that sc_verify permits leads; RET to the end. */
static size_t
next(const struct sc_insn *x, size_t i, const struct sc_data *d, uint32_t *a)
{
	bool taken = false;

	switch (x->code) {
	case BPF_LD_W_ABS:
		memcpy(a, (const char *)d + x->k, sizeof *a);
		return i + 1;
	case BPF_ALU | BPF_AND:
		*a &= x->k;
		return i + 1;
	case BPF_JMP | BPF_JA:
		return i + 1 + x->k;
	case BPF_JMP | BPF_JEQ:
		taken = *a == x->k;
		break;
	case BPF_JMP | BPF_JGT:
		taken = *a > x->k;
		break;
	case BPF_JMP | BPF_JGE:
		taken = *a >= x->k;
		break;
	case BPF_JMP | BPF_JSET:
		taken = *a & x->k;
		break;
	default:
		return n;
	}
	return i + 1 + (taken ? x->jt : x->jf);
}

/* Whether the changed instruction is reached and does something else. */
static bool
comes_apart(struct probe *p, const struct sc_data *d)
{
	uint32_t a = 0, b;
	size_t i = 0, j;

	(void)p;
	while (i < changed)
		i = next(&right[i], i, d, &a);
	if (i > changed)
		return false;
	b = a;
	i = next(&right[changed], changed, d, &a);
	j = next(&mutant[changed], changed, d, &b);
	return i != j || a != b || i == n;
}

/* What agree.c does with a program, as far as it can make a difference. */
static bool
noticed(void)
{
	struct probe p = { .policy = &policy, .call = answers_right,
		.matters = comes_apart };

	words_clear(&words);
	words_collect(&words, mutant, n);
	return !probe_words(&p, &words) || !probe_all(&p) ||
		!probe_pairs(&p, &words);
}

/* Whether the kernel looks at the fields in which the two differ. */
static bool
uses_difference(const struct sc_insn *a, const struct sc_insn *b)
{
	bool branches = (a->code & 7) == BPF_JMP && a->code != BPF_JMP;

	return a->code != b->code || a->k != b->k || branches;
}

static bool
equivalent(void)
{
	struct probe p = { .policy = &policy, .call = answers_alike };

	words_clear(&words);
	words_collect(&words, right, n);
	words_collect(&words, mutant, n);
	return probe_words(&p, &words) && probe_together(&p, &words);
}

static void
judge(size_t i)
{
	total.mutants++;
	if (sc_verify(mutant, n, &policy, &work, NULL)) {
		total.refused++;
	} else if (!uses_difference(&right[i], &mutant[i])) {
		total.unused++;
	} else if (noticed()) {
		total.noticed++;
	} else if (equivalent()) {
		total.equivalent++;
	} else {
		FAIL("instruction %zu: 0x%02x %u %u 0x%x, not noticed when "
			"0x%02x %u %u 0x%x", i, right[i].code, right[i].jt,
			right[i].jf, right[i].k, mutant[i].code, mutant[i].jt,
			mutant[i].jf, mutant[i].k);
	}
}

static unsigned step, turn;

static void
attempt(size_t i, uint16_t code, uint8_t jt, uint8_t jf, uint32_t k)
{
	const struct sc_insn *x = &right[i];

	if (code == x->code && jt == x->jt && jf == x->jf && k == x->k)
		return;
	if (turn++ % step)
		return;
	mutant[i] = (struct sc_insn){ code, jt, jf, k };
	changed = i;
	judge(i);
	mutant[i] = *x;
}

static void
mutate(size_t i)
{
	static const uint16_t codes[] = {
		BPF_LD_W_ABS, BPF_LD_W_IMM, BPF_LDX_W_IMM, BPF_ALU | BPF_AND,
		BPF_ALU | BPF_OR, BPF_JMP | BPF_JA, BPF_JMP | BPF_JEQ,
		BPF_JMP | BPF_JGT, BPF_JMP | BPF_JGE, BPF_JMP | BPF_JSET,
		BPF_RET_K, BPF_RET_A, BPF_TAX
	};
	static const uint32_t constants[] = {
		0, UINT32_MAX, SC_ALLOW, SC_LOG, SC_KILL_THREAD,
		SC_KILL_PROCESS, SC_ERRNO(0), SC_ERRNO(1), SC_ERRNO(38)
	};
	const struct sc_insn x = right[i];

	for (size_t c = 0; c < LENGTH(codes); c++)
		attempt(i, codes[c], x.jt, x.jf, x.k);
	for (int bit = 0; bit < 16; bit++)
		attempt(i, (uint16_t)(x.code ^ 1u << bit), x.jt, x.jf, x.k);
	for (int bit = 0; bit < 32; bit++)
		attempt(i, x.code, x.jt, x.jf, x.k ^ 1u << bit);
	for (size_t c = 0; c < LENGTH(constants); c++)
		attempt(i, x.code, x.jt, x.jf, constants[c]);
	attempt(i, x.code, x.jt, x.jf, x.k + 1);
	attempt(i, x.code, x.jt, x.jf, x.k - 1);
	attempt(i, x.code, x.jf, x.jt, x.k);
	for (unsigned j = 0; j < 256; j = j < 8 ? j + 1 : 2 * j) {
		attempt(i, x.code, (uint8_t)(x.jt + j), x.jf, x.k);
		attempt(i, x.code, (uint8_t)(x.jt - j), x.jf, x.k);
		attempt(i, x.code, x.jt, (uint8_t)(x.jf + j), x.k);
		attempt(i, x.code, x.jt, (uint8_t)(x.jf - j), x.k);
	}
}

/* Of the policy; a turn is one of step mutants. */
static void
all_mutants(void)
{
	int compiled = sc_compile(&policy, right, SC_INSNS_MAX, &work);

	if (!CHECK(compiled > 0))
		return;
	n = (size_t)compiled;
	memcpy(mutant, right, n * sizeof *mutant);
	memset(&total, 0, sizeof total);
	for (size_t i = 0; i < n; i++)
		mutate(i);
	printf("%u mutants: %u refused, %u noticed, %u equivalent, %u in a "
		"field that is not used\n", total.mutants, total.refused,
		total.noticed, total.equivalent, total.unused);
	CHECK(total.mutants > n / step);
	CHECK(total.refused > total.mutants / 2);
}

/* With so many rules that deny, one mutant takes milliseconds. */
static bool
is_slow(unsigned id, bool harden)
{
	return harden && (id == SC_PROFILE_DENYLIST || id == SC_PROFILE_LOG);
}

static void
profile(unsigned id, unsigned arch, enum sc_network network, bool harden)
{
	unsigned whole = step;
	static const char *const networks[] = { "", ", network on",
		", network off" };
	struct sc_target t = {
		.arch = sc_arch_at(arch), .kernel = SC_KERNEL(6, 18)
	};

	test("mutants of %s%s%s, %s", sc_profile_name(id), networks[network],
		harden ? ", hardened" : "", sc_arch_name(t.arch));
	sc_profile(&policy, id, &t, network);
	if (harden)
		sc_policy_harden(&policy);
	if (is_slow(id, harden))
		step *= 101;
	all_mutants();
	step = whole;
}

/* What is kept of capabilities, and edits, as sc-init makes them. */
static void
file(const char *path, unsigned arch, bool edited)
{
	struct sc_target t = {
		.arch = sc_arch_at(arch), .caps = edited ? 0xa80425fb : 0,
		.kernel = SC_KERNEL(6, 18)
	};
	struct sc_oci_report report = { 0 };
	const char *name = strrchr(path, '/') + 1;
	size_t len;
	char *text = contents(path, &len);

	if (!text) {
		skip(name, "there is no such file");
		return;
	}
	test("mutants of %s%s, %s", name, edited ? ", 14 capabilities, "
		"network off, hardened" : "", sc_arch_name(t.arch));
	if (CHECK_INT(sc_oci_read(&policy, text, len, &t, &report), 0)) {
		if (edited) {
			CHECK(sc_policy_network(&policy, SC_NETWORK_OFF) >= 0);
			CHECK(sc_policy_harden(&policy) >= 0);
		}
		all_mutants();
	}
	free(text);
}

int
main(void)
{
	static const char moby[] = "../shared/data/profiles/moby-default.json";

	/* For emulators, which are slow: not every mutant. */
	step = test_env("COUNT", 0) ? 13 : 1;
	for (unsigned arch = 0; arch < 2; arch++) {
		for (unsigned id = SC_PROFILE_DOCKER; id <= SC_PROFILE_LOG;
		    id++) {
			profile(id, arch, SC_NETWORK_DEFAULT, false);
			profile(id, arch, SC_NETWORK_OFF, true);
		}
		profile(SC_PROFILE_STRICT, arch, SC_NETWORK_ON, false);
		file(moby, arch, false);
		file(moby, arch, true);
		file("tests/fuzz/corpus/profile/arguments", arch, false);
		file("tests/fuzz/corpus/profile/own", arch, false);
		file("tests/fuzz/corpus/profile/dialect", arch, true);
	}
	return test_done();
}
