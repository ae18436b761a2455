#include "profiles.h"

/* A ring's IORING_OP_SOCKET makes sockets that no filter sees. */
static const uint16_t rings[] = {
	N_io_uring_setup, N_io_uring_enter, N_io_uring_register
};

/* Whether the call, if there is one, gets ALLOW or LOG for some arguments. */
static bool
lets(const struct sc_policy *p, int nr)
{
	uint32_t action;

	return nr >= 0 && (!sc_policy_constant(p, (uint32_t)nr, &action) ||
		!sc_denies(action));
}

/*
 * Lets the rule match for AF_UNIX only, or not at all if it asks for another
 * domain. socketpair knows AF_UNIX and AF_TIPC, which reaches other machines;
 * AF_UNSPEC, which has no sockets, stays so that one masked test will do.
 */
static int
narrow(struct sc_policy *p, int index, bool pair)
{
	const struct sc_rule *r = &p->rules[index];
	struct sc_cond c[SC_RULE_CONDS_MAX + 1];
	unsigned n = 0, width = 32;

	sc_policy_unlink(p, index);
	for (unsigned i = 0; i < r->nconds; i++) {
		const struct sc_cond *own = &p->conds[r->cond + i];

		if (own->arg != 0) {
			c[n++] = *own;
			continue;
		}
		if (!sc_cond_holds(own, 1))
			return 0;
		pair = false;
		if (own->width == 64)
			width = 64;
	}
	if (n == SC_RULE_CONDS_MAX)
		return -SC_ENOSPC;
	if (pair)
		sc_condition(&c[n], 0, 32, SC_MASKED_EQ, 0, 0xfffffffe);
	else
		sc_condition(&c[n], 0, width, SC_EQ, 1, 0);
	return sc_policy_rule(p, r->nr, r->action, c, n + 1);
}

/*
 * Where the default denies, by narrowing what is allowed, which an OCI
 * profile can say as well; otherwise by denying the rest.
 */
int
sc_network_restrict(struct sc_policy *p, unsigned name)
{
	bool pair = name == N_socketpair;
	int nr = sc_name_nr(p->arch, name);
	int last = p->nrules, e = 0, next;
	struct sc_cond others;

	if ((name != N_socket && !pair) || !lets(p, nr))
		return 0;
	if (!sc_denies(p->default_action)) {
		sc_condition(&others, 0, 64, pair ? SC_GT : SC_NE, 1, 0);
		return sc_policy_rule(p, (uint32_t)nr, p->deny_action,
			&others, 1);
	}
	for (int i = sc_policy_first(p, (uint32_t)nr); !e && i >= 0 && i < last;
	    i = next) {
		next = sc_policy_next(p, i);
		if (!sc_denies(p->rules[i].action))
			e = narrow(p, i, pair);
	}
	return e;
}

static int
off(struct sc_policy *p)
{
	int e = sc_network_restrict(p, N_socket);

	if (!e)
		e = sc_network_restrict(p, N_socketpair);
	for (unsigned i = 0; !e && i < LENGTH(rings); i++) {
		int nr = sc_name_nr(p->arch, rings[i]);

		if (lets(p, nr))
			e = sc_policy_deny_nr(p, (uint32_t)nr);
	}
	return e;
}

/* In strict, whose rule depends on it. What is denied stays denied. */
static int
on(struct sc_policy *p)
{
	int socket = sc_name_nr(p->arch, N_socket);
	int pair = sc_name_nr(p->arch, N_socketpair);
	int e = 0;

	if (lets(p, socket)) {
		sc_policy_remove(p, (uint32_t)socket);
		e = sc_args_permit(p, N_socket, SC_ALLOW);
	}
	if (!e && lets(p, pair)) {
		sc_policy_remove(p, (uint32_t)pair);
		e = sc_policy_rule(p, (uint32_t)pair, SC_ALLOW, NULL, 0);
	}
	return e;
}

int
sc_policy_network(struct sc_policy *p, enum sc_network network)
{
	if (network == SC_NETWORK_DEFAULT)
		return 0;
	p->network = (uint8_t)network;
	if (network == SC_NETWORK_OFF) {
		p->none = 0;
		return off(p);
	}
	return p->profile == SC_PROFILE_STRICT ? on(p) : 0;
}
