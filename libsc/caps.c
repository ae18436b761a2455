#include "inner.h"
#include "linux.h"
#include "nr.h"
#include "syscall.h"

int
sc_cap_find(const char *name, size_t len)
{
	char lower[SC_NAME_SIZE];
	size_t n = sc_lower(lower, name, len);
	size_t prefix = sc_begins(lower, n, "cap_") ? 4 : 0;

	return sc_list_name_find(SC_CAPS_START, SC_CAPS, lower + prefix,
		n - prefix);
}

const char *
sc_cap_name(unsigned cap, char name[SC_NAME_SIZE])
{
	if (cap >= SC_CAPS)
		return NULL;
	sc_list_name(SC_CAPS_START, cap, name + sc_put(name, 0, "CAP_"));
	sc_upper(name);
	return name;
}

static uint64_t
join(uint32_t low, uint32_t high)
{
	return low | (uint64_t)high << 32;
}

/*
 * The two reads have to agree on which capability is the last, so that an
 * EINVAL that means something else does not cut the sets short.
 */
static int
read_bounding_and_ambient(struct sc_caps *caps)
{
	for (int cap = 0; cap <= 64; cap++) {
		long b = sc_prctl(K_PR_CAPBSET_READ, cap, 0);
		long a = sc_prctl(K_PR_CAP_AMBIENT, K_PR_CAP_AMBIENT_IS_SET,
			cap);

		if (cap > 0 && a == -SC_EINVAL && b == -SC_EINVAL)
			return 0;
		if (a < 0 || b < 0)
			return (int)(b < 0 ? b : a);
		if (cap == 64)
			break;
		caps->bounding |= (uint64_t)b << cap;
		caps->ambient |= (uint64_t)a << cap;
	}
	return -SC_ERANGE;
}

int
sc_caps_of(struct sc_caps *caps, int pid)
{
	struct k_cap_header header;
	struct k_cap_data data[2];
	long r;

	header.version = K__LINUX_CAPABILITY_VERSION_3;
	header.pid = pid;
	r = sc_syscall(NR_capget, (long)&header, (long)data, 0, 0, 0, 0);
	if (r < 0)
		return (int)r;
	WRITTEN(data);
	caps->effective = join(data[0].effective, data[1].effective);
	caps->permitted = join(data[0].permitted, data[1].permitted);
	caps->inheritable = join(data[0].inheritable, data[1].inheritable);
	caps->bounding = caps->ambient = 0;
	return 0;
}

int
sc_caps_get(struct sc_caps *caps)
{
	int e = sc_caps_of(caps, 0);

	return e ? e : read_bounding_and_ambient(caps);
}

int
sc_caps_last(void)
{
	for (int cap = 0; cap <= 64; cap++) {
		long r = sc_prctl(K_PR_CAPBSET_READ, cap, 0);

		if (r == -SC_EINVAL && cap > 0)
			return cap - 1;
		if (r < 0)
			return (int)r;
	}
	return -SC_ERANGE;
}
