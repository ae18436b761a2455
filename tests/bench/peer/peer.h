/* libsc and libseccomp side by side. */
#ifndef PEER_H
#define PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "../measure.h"
#include "sc.h"

struct program {
	size_t n;
	struct sc_insn insn[SC_INSNS_MAX];
};

/* Docker's own, unless told otherwise. */
#define DOCKER_CAPS 0xa80425fbu

_Noreturn void die(const char *why);

/* The profile called name, for these capabilities. */
void policy_of(struct sc_policy *policy, const char *name,
	const struct sc_arch *arch, uint64_t caps, enum sc_network network);

/* What libsc makes of a policy. */
void ours(struct program *program, const struct sc_policy *policy);

/*
 * What libseccomp makes of the same rules, at a level of optimisation. A
 * call that it doesn't know is left out; how many is returned.
 */
unsigned theirs(struct program *program, const struct sc_policy *policy,
	unsigned level);

/* The same, but what comes of it is thrown away. */
void theirs_compile(const struct sc_policy *policy, unsigned level);

/* What no program of comparisons goes below; see lower.c. */
struct lower {
	unsigned ranges, instructions;
	double executed;                /* on average */
};

struct lower lower_bound(const struct sc_policy *policy);

/* The tables of README, by number. */
void programs(void);
void bounds(void);
void installation(unsigned runs);
void calls(unsigned runs);
void compiling(unsigned runs);
void scaling(unsigned runs);

#endif
