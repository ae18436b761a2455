/* What the built-in profiles and the edits of policies share. */
#ifndef PROFILES_H
#define PROFILES_H

#include "inner.h"

/* Sets of names, from profiles/NAME.set. */
extern const uint8_t sc_set_docker[];
extern const uint8_t sc_set_strict[];
extern const uint8_t sc_set_strict_more[];
extern const uint8_t sc_set_minimal[];
extern const uint8_t sc_set_denylist[];

static inline bool
sc_in_set(const uint8_t *set, unsigned name)
{
	return set[name / 8] >> name % 8 & 1;
}

/*
 * Adds a rule without conditions for each name of the set that the policy's
 * architecture has. Absence is not an error: a set serves every
 * architecture.
 */
void sc_rules(struct sc_policy *policy, const uint8_t *set, uint32_t action);

/* As sc_policy_rule, for what is known to be right and to fit. */
void sc_rule(struct sc_policy *policy, unsigned name, uint32_t action,
	const struct sc_cond *conds, unsigned nconds);

/* Fills in a condition. */
void sc_condition(struct sc_cond *cond, unsigned arg, unsigned width,
	enum sc_op op, uint32_t value, uint32_t mask);

/* The rules of a profile, laid into an initialised policy. */
void sc_profile_docker(struct sc_policy *policy,
	const struct sc_target *target);
void sc_profile_strict(struct sc_policy *policy);
void sc_profile_minimal(struct sc_policy *policy);
void sc_profile_denylist(struct sc_policy *policy);

/* Whether strict lets --allow name the call. */
bool sc_strict_takes(unsigned name);

/*
 * ARGUMENT RULES, what strict asks of a call's arguments. Those of socket
 * are for SC_NETWORK_ON.
 */
bool sc_args_known(unsigned name);

/*
 * Gives the call action where its arguments are as the rules ask, by rules
 * that match then. What else it gets is up to the default action.
 *
 * Errors: -SC_ENOSPC.
 */
int sc_args_permit(struct sc_policy *policy, unsigned name, uint32_t action);

/*
 * The other way round: gives the call action where its arguments are not as
 * the rules ask.
 *
 * Errors: -SC_ENOSPC.
 */
int sc_args_refuse(struct sc_policy *policy, unsigned name, uint32_t action);

/* As sc_gives_up. */
const char *sc_name_gives_up(unsigned name);

/* Lays the rule of SC_NETWORK_OFF over the call, if it makes sockets. */
int sc_network_restrict(struct sc_policy *policy, unsigned name);

/* Removes the rule at index. */
void sc_policy_unlink(struct sc_policy *policy, int index);

/* As sc_policy_deny, for a call that the architecture has. */
int sc_policy_deny_nr(struct sc_policy *policy, uint32_t nr);

#endif
