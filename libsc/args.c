#include "profiles.h"
#include "linux.h"

/* Places in values. */
enum {
	ZERO, PROT = ZERO, IOCTL = PROT + 3, PERSONALITY = IOCTL + 13,
	PRCTL = PERSONALITY + 5, SOCKET = PRCTL + 12, VALUES = SOCKET + 3
};

static const uint32_t values[] = {
	/* PROT_WRITE and PROT_EXEC: neither, or one of them, never both. */
	0, 2, 4,

	0x5401,         /* TCGETS */
	0x5402,         /* TCSETS */
	0x5403,         /* TCSETSW */
	0x5404,         /* TCSETSF */
	0x540b,         /* TCFLSH */
	0x540f,         /* TIOCGPGRP */
	0x5410,         /* TIOCSPGRP */
	0x5413,         /* TIOCGWINSZ */
	0x5429,         /* TIOCGSID */
	0x541b,         /* FIONREAD */
	0x5421,         /* FIONBIO */
	0x5451,         /* FIOCLEX */
	0x5450,         /* FIONCLEX */

	/* docker's: READ_IMPLIES_EXEC would undo the rules of PROT. */
	0,
	0x8,            /* PER_LINUX32 */
	0x20000,        /* UNAME26 */
	0x20008,
	0xffffffff,     /* only asks */

	1,              /* PR_SET_PDEATHSIG */
	2,              /* PR_GET_PDEATHSIG */
	15,             /* PR_SET_NAME */
	16,             /* PR_GET_NAME */
	23,             /* PR_CAPBSET_READ */
	27,             /* PR_GET_SECUREBITS */
	36,             /* PR_SET_CHILD_SUBREAPER */
	37,             /* PR_GET_CHILD_SUBREAPER */
	38,             /* PR_SET_NO_NEW_PRIVS */
	39,             /* PR_GET_NO_NEW_PRIVS */
	40,             /* PR_GET_TID_ADDRESS */
	K_PR_CAP_AMBIENT,       /* see is_ambient */

	1,              /* AF_UNIX */
	2,              /* AF_INET */
	10              /* AF_INET6 */
};

_Static_assert(LENGTH(values) == VALUES, "places in values");

/*
 * A call is as it should be if the argument, masked, is one of n values from
 * first on. A mask of 0 stands for all bits.
 *
 * The width is that of the kernel's parameter, except where the mask leaves
 * the high half out anyway.
 */
static const struct call {
	uint16_t name;
	uint8_t arg;
	uint8_t width;
	uint32_t mask;
	uint8_t first;
	uint8_t n;
} calls[] = {
	/* CLONE_NEWTIME, NEWNS, NEWCGROUP, UTS, IPC, USER, PID, NET */
	{ N_clone, 0, 32, 0x7e020080, ZERO, 1 },
	/* AT_EMPTY_PATH executes what no path leads to. */
	{ N_execveat, 4, 32, 0x1000, ZERO, 1 },
	{ N_ioctl, 1, 32, 0, IOCTL, PERSONALITY - IOCTL },
	{ N_mmap, 2, 32, 6, PROT, IOCTL - PROT },
	{ N_mprotect, 2, 32, 6, PROT, IOCTL - PROT },
	{ N_pkey_mprotect, 2, 32, 6, PROT, IOCTL - PROT },
	/* SHM_EXEC maps for writing and executing at once. */
	{ N_shmat, 2, 32, 0x8000, ZERO, 1 },
	{ N_personality, 0, 32, 0, PERSONALITY, PRCTL - PERSONALITY },
	{ N_prctl, 0, 32, 0, PRCTL, SOCKET - PRCTL },
	/* Without new limits it only reads; the pointer has 64 bits. */
	{ N_prlimit64, 2, 64, 0, ZERO, 1 },
	{ N_socket, 0, 32, 0, SOCKET, VALUES - SOCKET }
};

/* Only K_PR_CAP_AMBIENT_IS_SET of it changes nothing. */
static bool
is_ambient(const struct call *call, uint32_t value)
{
	return call->name == N_prctl && value == K_PR_CAP_AMBIENT;
}

void
sc_condition(struct sc_cond *c, unsigned arg, unsigned width, enum sc_op op,
	uint32_t value, uint32_t mask)
{
	c->arg = (uint8_t)arg;
	c->width = (uint8_t)width;
	c->op = (uint8_t)op;
	c->value = value;
	c->mask = mask;
}

static const struct call *
find(unsigned name)
{
	for (unsigned i = 0; i < LENGTH(calls); i++)
		if (calls[i].name == name)
			return &calls[i];
	return NULL;
}

bool
sc_args_known(unsigned name)
{
	return find(name);
}

int
sc_args_permit(struct sc_policy *p, unsigned name, uint32_t action)
{
	int nr = sc_name_nr(p->arch, name), e = 0;
	const struct call *call = find(name);
	struct sc_cond c[2];

	SC_ASSERT(nr >= 0 && call);
	for (unsigned i = 0; !e && i < call->n; i++) {
		uint32_t value = values[call->first + i];

		sc_condition(&c[0], call->arg, call->width,
			call->mask ? SC_MASKED_EQ : SC_EQ, value, call->mask);
		sc_condition(&c[1], 1, 32, SC_EQ, 1, 0);
		e = sc_policy_rule(p, (uint32_t)nr, action, c,
			is_ambient(call, value) ? 2 : 1);
	}
	return e;
}

/* Whether one of n values is equal to value in some bits. */
static bool
among(const uint32_t *v, unsigned n, uint32_t value, uint32_t bits)
{
	for (unsigned i = 0; i < n; i++)
		if (!((v[i] ^ value) & bits))
			return true;
	return false;
}

/* Whether all values are equal in some bits. */
static bool
agree(const uint32_t *v, unsigned n, uint32_t bits)
{
	for (unsigned i = 1; i < n; i++)
		if ((v[i] ^ v[0]) & bits)
			return false;
	return true;
}

/*
 * Refuses what leaves the values at this bit: agrees with one of them in all
 * higher bits, differs in this one, and then agrees with none. Where all
 * values have the same higher bits, the bit alone tells.
 */
static int
refuse_at(struct sc_policy *p, uint32_t nr, uint32_t action,
	const struct call *call, uint32_t bit)
{
	uint32_t mask = call->mask ? call->mask : UINT32_MAX;
	uint32_t upward = mask & ~(bit - 1);
	const uint32_t *v = values + call->first;
	struct sc_cond c;
	int e = 0;

	if (!(mask & bit))
		return 0;
	if (agree(v, call->n, upward))
		upward = bit;
	for (unsigned i = 0; !e && i < call->n; i++) {
		uint32_t value = (v[i] ^ bit) & upward;

		if (among(v, i, v[i], upward) ||
		    among(v, call->n, value, upward))
			continue;
		sc_condition(&c, call->arg, 32, SC_MASKED_EQ, value, upward);
		e = sc_policy_rule(p, nr, action, &c, 1);
	}
	return e;
}

/*
 * No rule here has two conditions on one argument: in the profiles of OCI
 * runtimes these would be alternatives. In 64 bits, what only ends like the
 * right value is refused as well.
 */
int
sc_args_refuse(struct sc_policy *p, unsigned name, uint32_t action)
{
	int nr = sc_name_nr(p->arch, name), e = 0;
	const struct call *call = find(name);
	struct sc_cond c[2];

	SC_ASSERT(nr >= 0 && call);
	if (call->width == 64) {
		sc_condition(&c[0], call->arg, 64, SC_NE, values[call->first],
			0);
		return sc_policy_rule(p, (uint32_t)nr, action, c, 1);
	}
	for (uint32_t bit = 1u << 31; !e && bit; bit >>= 1)
		e = refuse_at(p, (uint32_t)nr, action, call, bit);
	if (e || name != N_prctl)
		return e;
	sc_condition(&c[0], call->arg, 32, SC_EQ, K_PR_CAP_AMBIENT, 0);
	sc_condition(&c[1], 1, 64, SC_NE, 1, 0);
	return sc_policy_rule(p, (uint32_t)nr, action, c, 2);
}
