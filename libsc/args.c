#include "profiles.h"

/*
 * A call is as it should be if one of its rows holds: the argument, masked,
 * is the value. A mask of 0 stands for all bits. The rows of a call stand
 * together and differ in nothing but the value.
 *
 * The width is that of the kernel's parameter, except where the mask leaves
 * the high half out anyway.
 */
static const struct row {
	uint16_t name;
	uint8_t arg;
	uint8_t width;
	uint32_t mask;
	uint32_t value;
} rows[] = {
	/* CLONE_NEWTIME, NEWNS, NEWCGROUP, UTS, IPC, USER, PID, NET */
	{ N_clone, 0, 32, 0x7e020080, 0 },
	/* AT_EMPTY_PATH executes what no path leads to. */
	{ N_execveat, 4, 32, 0x1000, 0 },

	{ N_ioctl, 1, 32, 0, 0x5401 },          /* TCGETS */
	{ N_ioctl, 1, 32, 0, 0x5402 },          /* TCSETS */
	{ N_ioctl, 1, 32, 0, 0x5403 },          /* TCSETSW */
	{ N_ioctl, 1, 32, 0, 0x5404 },          /* TCSETSF */
	{ N_ioctl, 1, 32, 0, 0x540b },          /* TCFLSH */
	{ N_ioctl, 1, 32, 0, 0x540f },          /* TIOCGPGRP */
	{ N_ioctl, 1, 32, 0, 0x5410 },          /* TIOCSPGRP */
	{ N_ioctl, 1, 32, 0, 0x5413 },          /* TIOCGWINSZ */
	{ N_ioctl, 1, 32, 0, 0x5429 },          /* TIOCGSID */
	{ N_ioctl, 1, 32, 0, 0x541b },          /* FIONREAD */
	{ N_ioctl, 1, 32, 0, 0x5421 },          /* FIONBIO */
	{ N_ioctl, 1, 32, 0, 0x5451 },          /* FIOCLEX */
	{ N_ioctl, 1, 32, 0, 0x5450 },          /* FIONCLEX */

	/* PROT_WRITE and PROT_EXEC: neither, or one of them, never both. */
	{ N_mmap, 2, 32, 6, 0 },
	{ N_mmap, 2, 32, 6, 2 },
	{ N_mmap, 2, 32, 6, 4 },
	{ N_mprotect, 2, 32, 6, 0 },
	{ N_mprotect, 2, 32, 6, 2 },
	{ N_mprotect, 2, 32, 6, 4 },
	{ N_pkey_mprotect, 2, 32, 6, 0 },
	{ N_pkey_mprotect, 2, 32, 6, 2 },
	{ N_pkey_mprotect, 2, 32, 6, 4 },
	/* SHM_EXEC maps for writing and executing at once. */
	{ N_shmat, 2, 32, 0x8000, 0 },
	/* docker's: READ_IMPLIES_EXEC would undo the rules above. */
	{ N_personality, 0, 32, 0, 0 },
	{ N_personality, 0, 32, 0, 0x8 },       /* PER_LINUX32 */
	{ N_personality, 0, 32, 0, 0x20000 },   /* UNAME26 */
	{ N_personality, 0, 32, 0, 0x20008 },
	{ N_personality, 0, 32, 0, 0xffffffff },        /* only asks */

	{ N_prctl, 0, 32, 0, 1 },               /* PR_SET_PDEATHSIG */
	{ N_prctl, 0, 32, 0, 2 },               /* PR_GET_PDEATHSIG */
	{ N_prctl, 0, 32, 0, 15 },              /* PR_SET_NAME */
	{ N_prctl, 0, 32, 0, 16 },              /* PR_GET_NAME */
	{ N_prctl, 0, 32, 0, 23 },              /* PR_CAPBSET_READ */
	{ N_prctl, 0, 32, 0, 27 },              /* PR_GET_SECUREBITS */
	{ N_prctl, 0, 32, 0, 36 },              /* PR_SET_CHILD_SUBREAPER */
	{ N_prctl, 0, 32, 0, 37 },              /* PR_GET_CHILD_SUBREAPER */
	{ N_prctl, 0, 32, 0, 38 },              /* PR_SET_NO_NEW_PRIVS */
	{ N_prctl, 0, 32, 0, 39 },              /* PR_GET_NO_NEW_PRIVS */
	{ N_prctl, 0, 32, 0, 40 },              /* PR_GET_TID_ADDRESS */
	{ N_prctl, 0, 32, 0, 47 },              /* and see is_ambient */

	/* Without new limits it only reads; the pointer has 64 bits. */
	{ N_prlimit64, 2, 64, 0, 0 },

	{ N_socket, 0, 32, 0, 1 },              /* AF_UNIX */
	{ N_socket, 0, 32, 0, 2 },              /* AF_INET */
	{ N_socket, 0, 32, 0, 10 }              /* AF_INET6 */
};

/* PR_CAP_AMBIENT: only PR_CAP_AMBIENT_IS_SET (1) changes nothing. */
static bool
is_ambient(const struct row *r)
{
	return r->name == N_prctl && r->value == 47;
}

static void
condition(struct sc_cond *c, unsigned arg, unsigned width, enum sc_op op,
	uint32_t value, uint32_t mask)
{
	c->arg = (uint8_t)arg;
	c->width = (uint8_t)width;
	c->op = (uint8_t)op;
	c->value = value;
	c->mask = mask;
}

static void
row_condition(struct sc_cond *c, const struct row *r)
{
	condition(c, r->arg, r->width, r->mask ? SC_MASKED_EQ : SC_EQ,
		r->value, r->mask);
}

/* The rows of name are those from *end - the returned number on. */
static unsigned
find(unsigned name, unsigned *end)
{
	unsigned first = 0;

	while (first < LENGTH(rows) && rows[first].name != name)
		first++;
	*end = first;
	while (*end < LENGTH(rows) && rows[*end].name == name)
		++*end;
	return first;
}

bool
sc_args_known(unsigned name)
{
	unsigned end;

	return find(name, &end) < end;
}

int
sc_args_permit(struct sc_policy *p, unsigned name, uint32_t action)
{
	int nr = sc_name_nr(p->arch, name);
	unsigned end, i = find(name, &end);
	struct sc_cond c[2];
	int e = 0;

	SC_ASSERT(nr >= 0 && i < end);
	for (; !e && i < end; i++) {
		row_condition(&c[0], &rows[i]);
		condition(&c[1], 1, 32, SC_EQ, 1, 0);
		e = sc_policy_rule(p, (uint32_t)nr, action, c,
			is_ambient(&rows[i]) ? 2 : 1);
	}
	return e;
}

/* Whether no row from i up to end agrees with value in bits. */
static bool
differs(unsigned i, unsigned end, uint32_t value, uint32_t bits)
{
	for (; i < end; i++)
		if (!((rows[i].value ^ value) & bits))
			return false;
	return true;
}

static bool
agree(unsigned i, unsigned end, uint32_t bits)
{
	for (unsigned k = i + 1; k < end; k++)
		if ((rows[k].value ^ rows[i].value) & bits)
			return false;
	return true;
}

/*
 * Refuses what leaves the rows at this bit: agrees with one of them in all
 * higher bits, differs in this one, and then agrees with none. Where all
 * rows have the same higher bits, the bit alone tells.
 */
static int
refuse_at(struct sc_policy *p, uint32_t nr, uint32_t action, unsigned first,
	unsigned end, uint32_t bit)
{
	uint32_t mask = rows[first].mask ? rows[first].mask : UINT32_MAX;
	uint32_t upward = mask & ~(bit - 1);
	struct sc_cond c;
	int e = 0;

	if (agree(first, end, upward))
		upward = bit;
	for (unsigned i = first; !e && i < end; i++) {
		uint32_t value = (rows[i].value ^ bit) & upward;

		if (!differs(first, i, rows[i].value, upward) ||
		    !differs(first, end, value, upward))
			continue;
		condition(&c, rows[i].arg, 32, SC_MASKED_EQ, value, upward);
		e = sc_policy_rule(p, nr, action, &c, 1);
	}
	return e;
}

/* In 64 bits: what only ends like the right value is refused as well. */
static int
refuse_others(struct sc_policy *p, uint32_t nr, uint32_t action,
	const struct row *r)
{
	struct sc_cond c[2];

	if (!is_ambient(r)) {
		condition(&c[0], r->arg, 64, SC_NE, r->value, 0);
		return sc_policy_rule(p, (uint32_t)nr, action, c, 1);
	}
	row_condition(&c[0], r);
	condition(&c[1], 1, 64, SC_NE, 1, 0);
	return sc_policy_rule(p, (uint32_t)nr, action, c, 2);
}

/*
 * No rule here has two conditions on one argument: in the profiles of OCI
 * runtimes these would be alternatives.
 */
int
sc_args_refuse(struct sc_policy *p, unsigned name, uint32_t action)
{
	int nr = sc_name_nr(p->arch, name);
	unsigned end, first = find(name, &end);
	uint32_t mask;
	int e = 0;

	SC_ASSERT(nr >= 0 && first < end);
	if (rows[first].width == 64)
		return refuse_others(p, (uint32_t)nr, action, &rows[first]);
	mask = rows[first].mask ? rows[first].mask : UINT32_MAX;
	for (uint32_t bit = 1u << 31; !e && bit; bit >>= 1)
		if (mask & bit)
			e = refuse_at(p, (uint32_t)nr, action, first, end, bit);
	for (unsigned i = first; !e && i < end; i++)
		if (is_ambient(&rows[i]))
			e = refuse_others(p, (uint32_t)nr, action,
				&rows[i]);
	return e;
}
