#include <errno.h>
#include "init.h"

#define BIT(cap) ((uint64_t)1 << (cap))

/* Locked, so that nothing gives root its capabilities back. */
enum {
	ROOT_IS_NOTHING = K_SECBIT_NOROOT | K_SECBIT_NOROOT_LOCKED
		| K_SECBIT_NO_SETUID_FIXUP | K_SECBIT_NO_SETUID_FIXUP_LOCKED,
	NO_AMBIENT = K_SECBIT_NO_CAP_AMBIENT_RAISE
		| K_SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED
};

/* What the process holds, and the securebits that have been set. */
static uint64_t held;
static long securebits;
static bool bounding_left;

const char *
cap_text(unsigned cap, char text[static SC_NAME_SIZE])
{
	const char *name = sc_cap_name(cap, text);

	return name ? name : decimal(text, cap);
}

static void
must_cap(long r, const char *step, unsigned cap)
{
	char text[SC_NAME_SIZE];

	/* To find a name takes longer than what it is for. */
	if (r < 0)
		must(r, "%s: %s", step, cap_text(cap, text));
}

void
caps_check(const struct options *o)
{
	char text[SC_NAME_SIZE];
	struct sc_caps caps;
	long r;

	r = sc_caps_of(&caps, 0);
	if (r < 0)
		fail("capget: %s", error_text(r));
	held = caps.effective;
	for (unsigned cap = 0; cap < 64; cap++) {
		if (!(o->keep & BIT(cap)))
			continue;
		if (!(held & BIT(cap)))
			fail("keep-cap: %s: not held", cap_text(cap, text));
		if (sc_prctl(K_PR_CAPBSET_READ, cap, 0) != 1)
			fail("keep-cap: %s: not in the bounding set",
				cap_text(cap, text));
	}
	if (o->new_privs && !(held & BIT(K_CAP_SYS_ADMIN)))
		fail("allow-new-privs: takes CAP_SYS_ADMIN, which is not"
			" held");
}

static void
add_securebits(long bits)
{
	long now = sc_prctl(K_PR_GET_SECUREBITS, 0, 0), r;

	must(now, "securebits");
	securebits |= bits;
	if ((now & bits) == bits)
		return;
	r = sc_prctl(K_PR_SET_SECUREBITS, now | bits, 0);
	must(r, "securebits");
}

static void
lower_bounding(uint64_t keep)
{
	for (unsigned cap = 0; cap <= 64; cap++) {
		long r;

		if (cap < 64 && keep & BIT(cap))
			continue;
		/* Far quicker than to drop what a container doesn't have. */
		r = sc_prctl(K_PR_CAPBSET_READ, cap, 0);
		if (r > 0)
			r = sc_prctl(K_PR_CAPBSET_DROP, cap, 0);
		if (r == -EINVAL && cap > 0)
			return;
		must_cap(r, "bounding set", cap);
	}
	fail("bounding set: more than 64 capabilities");
}

void
caps_before(uint64_t keep)
{
	long r;

	bounding_left = !(held & BIT(K_CAP_SETPCAP));
	if (bounding_left) {
		note("bounding set: left as it is, without CAP_SETPCAP");
		r = held ? sc_prctl(K_PR_SET_KEEPCAPS, 1, 0) : 0;
		must(r, "keep capabilities");
	} else {
		add_securebits(ROOT_IS_NOTHING | (keep ? 0 : NO_AMBIENT));
		lower_bounding(keep);
	}
	r = sc_prctl(K_PR_CAP_AMBIENT, K_PR_CAP_AMBIENT_CLEAR_ALL, 0);
	must(r, "ambient set");
}

static void
capset(uint64_t set, uint64_t inheritable)
{
	struct k_cap_header header = { K__LINUX_CAPABILITY_VERSION_3, 0 };
	struct k_cap_data data[2];
	long r;

	for (unsigned i = 0; i < 2; i++) {
		data[i].effective = (uint32_t)(set >> 32 * i);
		data[i].permitted = (uint32_t)(set >> 32 * i);
		data[i].inheritable = (uint32_t)(inheritable >> 32 * i);
	}
	r = sys(NR_capset, (long)&header, (long)data, 0);
	must(r, "capset");
	held = set;
}

static void
raise_ambient(uint64_t keep)
{
	for (unsigned cap = 0; cap < 64; cap++) {
		long r;

		if (!(keep & BIT(cap)))
			continue;
		r = sc_prctl(K_PR_CAP_AMBIENT, K_PR_CAP_AMBIENT_RAISE, cap);
		must_cap(r, "ambient set", cap);
	}
}

/*
 * That nothing can be raised into the ambient set can be locked only when
 * what is kept has been, which takes CAP_SETPCAP for a little longer.
 */
void
caps_narrow(uint64_t keep, uint64_t also)
{
	uint64_t setpcap = keep ? held & BIT(K_CAP_SETPCAP) : 0;

	capset(keep | also | setpcap, keep);
	if (!keep)
		return;
	raise_ambient(keep);
	if (setpcap)
		add_securebits(NO_AMBIENT);
}

void
caps_finish(uint64_t keep)
{
	if (held != keep)
		capset(keep, keep);
}

void
caps_lock(uint64_t keep)
{
	caps_before(keep);
	caps_narrow(keep, 0);
	caps_finish(keep);
}

long
caps_securebits(void)
{
	return securebits;
}

bool
caps_bounding_left(void)
{
	return bounding_left;
}
