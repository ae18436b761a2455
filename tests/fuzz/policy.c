/*
 * From a profile to decisions. Data that begin with a brace are a profile;
 * others choose what stands in one, which then has to be read. What is read
 * is compiled (and so verified), the policy's answer is compared with that
 * of the program around each boundary of each condition, and the policy is
 * written and read again, which has to give the same program.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "sc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(c) do { if (!(c)) abort(); } while (0)

static struct text {
	char s[1 << 17];
	size_t n;
} profile, written;

static struct program {
	struct sc_policy policy;
	struct sc_work work;
	struct sc_insn insn[SC_INSNS_MAX];
	int n;
} once, again;

/* Choices, all 0 when there are no more. */
struct choices {
	const uint8_t *data;
	size_t size;
};

static unsigned
choose(struct choices *c, unsigned n)
{
	if (!c->size)
		return 0;
	c->size--;
	return *c->data++ % n;
}

static uint64_t
number(struct choices *c)
{
	uint64_t n = 0;

	for (unsigned bytes = choose(c, 9); bytes; bytes--)
		n = n << 8 | choose(c, 256);
	return n;
}

static void
put(void *context, const char *s, size_t len)
{
	struct text *t = context;

	REQUIRE(t->n + len < sizeof t->s);
	memcpy(t->s + t->n, s, len);
	t->n += len;
}

static void __attribute__((format(printf, 1, 2)))
say(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	profile.n += (size_t)vsnprintf(profile.s + profile.n,
		sizeof profile.s - profile.n, format, ap);
	va_end(ap);
	REQUIRE(profile.n < sizeof profile.s);
}

static void
say_action(struct choices *c, const char *action, const char *data)
{
	static const char names[][13] = {
		"ALLOW", "ERRNO", "KILL_PROCESS", "LOG", "TRAP", "TRACE",
		"KILL", "KILL_THREAD", "ENOSYS"
	};
	unsigned i = choose(c, 9);

	say("\"%s\": \"SCMP_ACT_%s\"", action, names[i]);
	if ((i == 1 || i == 5) && choose(c, 2))
		say(", \"%s\": %u", data, choose(c, 4));
}

static void
say_arg(struct choices *c)
{
	static const char ops[][10] = {
		"EQ", "MASKED_EQ", "NE", "LT", "LE", "GE", "GT"
	};
	unsigned op = choose(c, 7);
	uint64_t value = number(c);

	say("{\"index\": %u, \"op\": \"SCMP_CMP_%s\", \"value\": %llu",
		choose(c, 6), ops[op], (unsigned long long)value);
	if (op == 1)
		say(", \"valueTwo\": %llu",
			(unsigned long long)(value & number(c)));
	say("}");
}

static void
say_entry(struct choices *c, const struct sc_arch *arch)
{
	unsigned names = 1 + choose(c, 3), args = choose(c, 4);

	say("{\"names\": [");
	for (unsigned i = 0; i < names; i++) {
		char name[SC_NAME_SIZE];

		if (!sc_name(arch, choose(c, 24) * 13, name))
			strcpy(name, "read");
		say("%s\"%s\"", i ? ", " : "", name);
	}
	say("], ");
	say_action(c, "action", "errnoRet");
	say(", \"args\": [");
	for (unsigned i = 0; i < args; i++) {
		say(i ? ", " : "");
		say_arg(c);
	}
	say("]}");
}

static void
say_profile(struct choices *c, const struct sc_arch *arch)
{
	static const char x32[][24] = {
		"", "SCMP_ACT_ENOSYS", "SCMP_ACT_KILL_PROCESS"
	};
	unsigned i = choose(c, 3);

	profile.n = 0;
	say("{");
	say_action(c, "defaultAction", "defaultErrnoRet");
	if (i) {
		say(", \"x-libsc\": {\"x32Action\": \"%s\", ", x32[i]);
		say_action(c, "futureAction", "futureErrnoRet");
		say("}");
	}
	say(", \"syscalls\": [");
	for (unsigned n = 0; c->size && profile.n < 50000; n++) {
		say(n ? ", " : "");
		say_entry(c, arch);
	}
	say("]}");
}

static void
agree(const struct program *p, const struct sc_data *data)
{
	uint32_t policy = sc_eval(&p->policy, data);
	uint32_t program = sc_run(p->insn, (size_t)p->n, data, NULL);

	REQUIRE(policy == program);
}

/* The boundaries of a condition, in both halves. */
static uint64_t
near(const struct sc_cond *c, unsigned i)
{
	switch (i) {
	case 0: return c->value;
	case 1: return c->value - 1;
	case 2: return c->value + 1;
	case 3: return c->value ^ UINT64_C(1) << 32;
	case 4: return c->value | ~c->mask;
	case 5: return c->value ^ (c->mask & -c->mask);
	}
	return c->value ^ UINT64_C(1) << 63;
}

static void
decide(const struct program *p)
{
	const struct sc_arch *arch = p->policy.arch;
	const uint32_t numbers[] = {
		0, sc_arch_last(arch), sc_arch_last(arch) + 1, 0x3fffffff,
		0x40000000, 0x40000001, 0x7fffffff, 0x80000000, UINT32_MAX
	};
	struct sc_data data = { .arch = sc_arch_token(arch) };

	for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		data.nr = (int32_t)numbers[i];
		agree(p, &data);
	}
	for (unsigned r = 0; r < p->policy.nrules; r++) {
		const struct sc_rule *rule = &p->policy.rules[r];

		data.nr = (int32_t)rule->nr;
		agree(p, &data);
		for (unsigned i = 0; i < 7 * rule->nconds; i++) {
			const struct sc_cond *c =
				&p->policy.conds[rule->cond + i / 7];

			data.args[c->arg] = near(c, i % 7);
			agree(p, &data);
		}
	}
	data.arch ^= 1;
	agree(p, &data);
}

static int
read_profile(struct program *p, const struct text *t,
	const struct sc_arch *arch)
{
	struct sc_target target = { arch, 0, SC_KERNEL(6, 18) };
	struct sc_oci_report report = { .note = NULL };
	int e = sc_oci_read(&p->policy, t->s, t->n, &target, &report);

	if (e)
		return e;
	p->n = sc_compile(&p->policy, p->insn, SC_INSNS_MAX, &p->work);
	REQUIRE(p->n >= 0 || p->n == -SC_E2BIG);
	if (p->n > 0)
		decide(p);
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct choices choices = { data, size };
	const struct sc_arch *arch = sc_arch_at(size & 1);
	int e;

	profile.n = 0;
	if (size && *data == '{' && size < sizeof profile.s) {
		put(&profile, (const char *)data, size);
		e = read_profile(&once, &profile, arch);
	} else {
		say_profile(&choices, arch);
		e = read_profile(&once, &profile, arch);
		REQUIRE(e == 0 || e == -SC_ENOSPC);
	}
	if (e)
		return 0;
	written.n = 0;
	REQUIRE(sc_oci_write(&once.policy, 0, put, &written) == 0);
	REQUIRE(read_profile(&again, &written, arch) == 0);
	REQUIRE(once.n == again.n);
	REQUIRE(once.n <= 0 || !memcmp(once.insn, again.insn,
		(size_t)once.n * sizeof *once.insn));
	return 0;
}
