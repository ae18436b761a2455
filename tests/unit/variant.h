/*
 * The built-in profiles with what can be asked of them, numbered; and the
 * calls at which a policy may change its mind.
 */
#ifndef VARIANT_H
#define VARIANT_H

#include "sc.h"
#include "test.h"

#define VARIANT_LENGTH(a) (sizeof (a) / sizeof *(a))

/* Makes variant i; false if there are no more. name, of 96 bytes, says it. */
static inline bool
variant(unsigned i, struct sc_policy *p, char *name)
{
	static const uint64_t caps[] = { 0, 1ull << 21, (1ull << 41) - 1 };
	static const uint32_t deny[] = { 0, SC_KILL_PROCESS, SC_LOG };
	static const uint32_t kernels[] = {
		SC_KERNEL(4, 4), SC_KERNEL(6, 18)
	};
	struct sc_target t;
	unsigned id = SC_PROFILE_DOCKER + i % 6, network, harden, d, nothing;

	i /= 6;
	t.arch = sc_arch_at(i % 2);
	i /= 2;
	t.caps = caps[i % 3];
	nothing = i % 3;
	i /= 3;
	network = i % 3;
	i /= 3;
	harden = i % 2;
	i /= 2;
	d = i % 3;
	i /= 3;
	t.kernel = kernels[1 - i % 2];
	if (i >= 2)
		return false;
	sc_profile(p, id, &t, (enum sc_network)network);
	if (harden)
		sc_policy_harden(p);
	if (d)
		sc_policy_deny_action(p, deny[d]);
	snprintf(name, 96, "%s %s caps=%u network=%u%s deny=0x%x kernel=%s",
		sc_profile_name(id), sc_arch_name(t.arch), nothing, network,
		harden ? " hardened" : "", deny[d], i ? "4.4" : "6.18");
	return true;
}

/* Has call() made with each call that can matter; until it returns false. */
struct probe {
	const struct sc_policy *policy;
	bool (*call)(struct probe *, const struct sc_data *);
	/* Whether a call's other arguments can matter; NULL for yes. */
	bool (*matters)(struct probe *, const struct sc_data *);
	uint64_t calls;
};

static inline bool
probe_one(struct probe *p, const struct sc_data *d)
{
	p->calls++;
	return p->call(p, d);
}

/* A value at which the condition holds, if there is one. */
static inline uint64_t
probe_satisfying(const struct sc_cond *c)
{
	if (c->op == SC_NE || c->op == SC_GT)
		return c->value + 1;
	return c->op == SC_LT ? c->value - 1 : c->value;
}

/* One argument at and beside the boundary, in both halves. */
static inline bool
probe_argument(struct probe *p, struct sc_data *d, const struct sc_cond *c)
{
	uint64_t *arg = &d->args[c->arg], before = *arg;
	bool more = true;

	for (int high = -1; high <= 1 && more; high++)
		for (int low = -1; low <= 1 && more; low++) {
			*arg = c->value + (uint64_t)low +
				((uint64_t)high << 32);
			more = probe_one(p, d);
		}
	for (int bit = 0; bit < 64 && more; bit++) {
		*arg = before ^ 1ull << bit;
		more = probe_one(p, d);
	}
	for (int bit = 0; bit < 64 && more; bit++) {
		*arg = c->value ^ 1ull << bit;
		more = probe_one(p, d);
		*arg = 1ull << bit;
		more = more && probe_one(p, d);
	}
	*arg = UINT64_MAX;
	more = more && probe_one(p, d);
	*arg = before;
	return more;
}

/* The rule's arguments, with the others at 0 and at random. */
static inline bool
probe_rule(struct probe *p, const struct sc_rule *r)
{
	const struct sc_cond *c = &p->policy->conds[r->cond];
	struct sc_data d = { .arch = sc_arch_token(p->policy->arch) };

	d.nr = (int32_t)r->nr;
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 6; i++)
			d.args[i] = round ? rnd() : 0;
		for (unsigned i = 0; i < r->nconds; i++)
			d.args[c[i].arg] = probe_satisfying(&c[i]);
		for (unsigned i = 0; i < r->nconds; i++)
			if (!probe_argument(p, &d, &c[i]))
				return false;
	}
	return true;
}

static inline bool
probe_numbers(struct probe *p, uint32_t from, uint32_t to)
{
	struct sc_data d = { .arch = sc_arch_token(p->policy->arch) };

	for (uint32_t nr = from; nr <= to; nr++) {
		d.nr = (int32_t)nr;
		for (int round = 0; round < 2; round++) {
			for (int i = 0; i < 6; i++)
				d.args[i] = round ? UINT64_MAX : 0;
			if (!probe_one(p, &d))
				return false;
		}
	}
	return true;
}

/* Other architectures, near and far. */
static inline bool
probe_tokens(struct probe *p)
{
	uint32_t token = sc_arch_token(p->policy->arch);
	struct sc_data d = { .nr = 0 };

	for (int bit = 0; bit < 32; bit++)
		for (d.nr = -1; d.nr < 100; d.nr++) {
			d.arch = token ^ 1u << bit;
			if (!probe_one(p, &d))
				return false;
		}
	for (uint32_t delta = 1; delta < 3; delta++) {
		d.nr = 0;
		d.arch = token + delta;
		if (!probe_one(p, &d))
			return false;
		d.arch = token - delta;
		if (!probe_one(p, &d))
			return false;
	}
	return true;
}

static inline bool
probe_all(struct probe *p)
{
	static const uint32_t ranges[][2] = {
		{ 0, 1023 }, { 4095, 4097 }, { 65535, 65537 },
		{ 0x3ffffff0, 0x3fffffff }, { 0x40000000, 0x40000000 + 1023 },
		{ 0x7ffffffe, 0x80000001 }, { 0xfffffff0, 0xfffffffe }
	};

	for (size_t i = 0; i < VARIANT_LENGTH(ranges); i++)
		if (!probe_numbers(p, ranges[i][0], ranges[i][1]))
			return false;
	for (unsigned i = 0; i < p->policy->nrules; i++)
		if (!probe_rule(p, &p->policy->rules[i]))
			return false;
	return probe_tokens(p) &&
		probe_one(p, &(struct sc_data){ .nr = -1,
			.arch = sc_arch_token(p->policy->arch) });
}

#endif
