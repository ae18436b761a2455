#include "inner.h"
#include "linux.h"
#include "nr.h"
#include "syscall.h"

enum { NAMES = 41 };

/* linux/capability.h, from 0 on. */
static const char names[] =
	"CAP_CHOWN\0CAP_DAC_OVERRIDE\0CAP_DAC_READ_SEARCH\0CAP_FOWNER\0"
	"CAP_FSETID\0CAP_KILL\0CAP_SETGID\0CAP_SETUID\0CAP_SETPCAP\0"
	"CAP_LINUX_IMMUTABLE\0CAP_NET_BIND_SERVICE\0CAP_NET_BROADCAST\0"
	"CAP_NET_ADMIN\0CAP_NET_RAW\0CAP_IPC_LOCK\0CAP_IPC_OWNER\0"
	"CAP_SYS_MODULE\0CAP_SYS_RAWIO\0CAP_SYS_CHROOT\0CAP_SYS_PTRACE\0"
	"CAP_SYS_PACCT\0CAP_SYS_ADMIN\0CAP_SYS_BOOT\0CAP_SYS_NICE\0"
	"CAP_SYS_RESOURCE\0CAP_SYS_TIME\0CAP_SYS_TTY_CONFIG\0CAP_MKNOD\0"
	"CAP_LEASE\0CAP_AUDIT_WRITE\0CAP_AUDIT_CONTROL\0CAP_SETFCAP\0"
	"CAP_MAC_OVERRIDE\0CAP_MAC_ADMIN\0CAP_SYSLOG\0CAP_WAKE_ALARM\0"
	"CAP_BLOCK_SUSPEND\0CAP_AUDIT_READ\0CAP_PERFMON\0CAP_BPF\0"
	"CAP_CHECKPOINT_RESTORE";

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
	const char *cap = names;

	for (int i = 0; i < NAMES; i++) {
		if (same_in_any_case(cap, name, len)
				|| same_in_any_case(cap + 4, name, len))
			return i;
		cap += sc_length(cap) + 1;
	}
	return -SC_ENOENT;
}

const char *
sc_cap_name(unsigned cap)
{
	return cap < NAMES ? sc_list_item(names, cap) : NULL;
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
