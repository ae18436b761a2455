#include "inner.h"
#include "linux.h"
#include "nr.h"
#include "syscall.h"

/* linux/capability.h */
static const char names[][23] = {
	"CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER",
	"CAP_FSETID", "CAP_KILL", "CAP_SETGID", "CAP_SETUID", "CAP_SETPCAP",
	"CAP_LINUX_IMMUTABLE", "CAP_NET_BIND_SERVICE", "CAP_NET_BROADCAST",
	"CAP_NET_ADMIN", "CAP_NET_RAW", "CAP_IPC_LOCK", "CAP_IPC_OWNER",
	"CAP_SYS_MODULE", "CAP_SYS_RAWIO", "CAP_SYS_CHROOT", "CAP_SYS_PTRACE",
	"CAP_SYS_PACCT", "CAP_SYS_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_NICE",
	"CAP_SYS_RESOURCE", "CAP_SYS_TIME", "CAP_SYS_TTY_CONFIG", "CAP_MKNOD",
	"CAP_LEASE", "CAP_AUDIT_WRITE", "CAP_AUDIT_CONTROL", "CAP_SETFCAP",
	"CAP_MAC_OVERRIDE", "CAP_MAC_ADMIN", "CAP_SYSLOG", "CAP_WAKE_ALARM",
	"CAP_BLOCK_SUSPEND", "CAP_AUDIT_READ", "CAP_PERFMON", "CAP_BPF",
	"CAP_CHECKPOINT_RESTORE"
};

static char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool
same_in_any_case(const char *upper_case, const char *name, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!upper_case[i] || upper_case[i] != upper(name[i]))
			return false;
	return !upper_case[len];
}

int
sc_cap_find(const char *name, size_t len)
{
	for (unsigned i = 0; i < LENGTH(names); i++)
		if (same_in_any_case(names[i], name, len)
				|| same_in_any_case(names[i] + 4, name, len))
			return (int)i;
	return -SC_ENOENT;
}

const char *
sc_cap_name(unsigned cap)
{
	return cap < LENGTH(names) ? names[cap] : NULL;
}

static long
prctl(long option, long a, long b)
{
	return sc_syscall(NR_prctl, option, a, b, 0, 0, 0);
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
	caps->bounding = caps->ambient = 0;
	for (int cap = 0; cap <= 64; cap++) {
		long b = prctl(K_PR_CAPBSET_READ, cap, 0);
		long a = prctl(K_PR_CAP_AMBIENT, K_PR_CAP_AMBIENT_IS_SET,
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
sc_caps_get(struct sc_caps *caps)
{
	struct k_cap_header header;
	struct k_cap_data data[2];
	long r;

	header.version = K__LINUX_CAPABILITY_VERSION_3;
	header.pid = 0;
	r = sc_syscall(NR_capget, (long)&header, (long)data, 0, 0, 0, 0);
	if (r < 0)
		return (int)r;
	caps->effective = join(data[0].effective, data[1].effective);
	caps->permitted = join(data[0].permitted, data[1].permitted);
	caps->inheritable = join(data[0].inheritable, data[1].inheritable);
	return read_bounding_and_ambient(caps);
}

int
sc_caps_last(void)
{
	for (int cap = 0; cap <= 64; cap++) {
		long r = prctl(K_PR_CAPBSET_READ, cap, 0);

		if (r == -SC_EINVAL && cap > 0)
			return cap - 1;
		if (r < 0)
			return (int)r;
	}
	return -SC_ERANGE;
}
