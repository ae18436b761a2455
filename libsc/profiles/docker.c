#include "profiles.h"

/* linux/capability.h, with a bit that no name has. */
enum {
	DAC_READ_SEARCH = 0x8000 | 2,
	SYS_MODULE = 0x8000 | 16,
	SYS_RAWIO = 0x8000 | 17,
	SYS_CHROOT = 0x8000 | 18,
	SYS_PTRACE = 0x8000 | 19,
	SYS_PACCT = 0x8000 | 20,
	SYS_ADMIN = 0x8000 | 21,
	SYS_BOOT = 0x8000 | 22,
	SYS_NICE = 0x8000 | 23,
	SYS_TIME = 0x8000 | 25,
	SYS_TTY_CONFIG = 0x8000 | 26,
	SYSLOG = 0x8000 | 34,
	PERFMON = 0x8000 | 38,
	BPF = 0x8000 | 39,
	LINUX_4_8 = 0x8000 | 63         /* no capability, the kernel */
};

/*
 * Each capability, and the names that it opens. Before 4.8 a tracer could
 * change a call after the filter had seen it.
 */
static const uint16_t allowed_with[] = {
	LINUX_4_8, N_process_vm_readv, N_process_vm_writev, N_ptrace,
	DAC_READ_SEARCH, N_open_by_handle_at,
	SYS_ADMIN, N_bpf, N_clone, N_clone3, N_fanotify_init, N_fsconfig,
	N_fsmount, N_fsopen, N_fspick, N_lookup_dcookie, N_lsm_get_self_attr,
	N_lsm_list_modules, N_lsm_set_self_attr, N_mount, N_mount_setattr,
	N_move_mount, N_open_tree, N_perf_event_open, N_quotactl,
	N_quotactl_fd, N_setdomainname, N_sethostname, N_setns, N_syslog,
	N_umount2, N_unshare,
	SYS_BOOT, N_reboot,
	SYS_CHROOT, N_chroot,
	SYS_MODULE, N_delete_module, N_init_module, N_finit_module,
	SYS_PACCT, N_acct,
	SYS_PTRACE, N_kcmp, N_pidfd_getfd, N_process_madvise,
	N_process_vm_readv, N_process_vm_writev, N_ptrace,
	SYS_RAWIO, N_iopl, N_ioperm,
	SYS_TIME, N_settimeofday, N_clock_settime,
	SYS_TTY_CONFIG, N_vhangup,
	SYS_NICE, N_get_mempolicy, N_mbind, N_set_mempolicy,
	N_set_mempolicy_home_node,
	SYSLOG, N_syslog,
	BPF, N_bpf,
	PERFMON, N_perf_event_open
};

/* What the first argument may be, in 64 bits. */
static const struct {
	uint16_t name;
	uint16_t op;
	uint32_t value;
} allowed_if[] = {
	/* All but AF_ALG (38) and AF_VSOCK (40), which leads out of a guest. */
	{ N_socket, SC_LT, 38 },
	{ N_socket, SC_EQ, 39 },
	{ N_socket, SC_GT, 40 },
	/* PER_LINUX, PER_LINUX32, UNAME26, both, and one that only asks. */
	{ N_personality, SC_EQ, 0 },
	{ N_personality, SC_EQ, 8 },
	{ N_personality, SC_EQ, 0x20000 },
	{ N_personality, SC_EQ, 0x20008 },
	{ N_personality, SC_EQ, 0xffffffff }
};

/*
 * The CLONE_NEW* flags. CLONE_NEWTIME isn't among them because clone takes
 * that bit for a part of the exit signal.
 */
#define NAMESPACES 0x7e020000u

static bool
has(uint64_t caps, unsigned cap)
{
	return caps >> (cap & 63) & 1;
}

static void
allow_with(struct sc_policy *p, uint64_t caps)
{
	bool kept = false;

	for (unsigned i = 0; i < LENGTH(allowed_with); i++)
		if (allowed_with[i] & 0x8000)
			kept = has(caps, allowed_with[i]);
		else if (kept)
			sc_rule(p, allowed_with[i], SC_ALLOW, NULL, 0);
}

void
sc_profile_docker(struct sc_policy *p, const struct sc_target *target)
{
	struct sc_cond c;
	uint64_t linux_4_8 = target->kernel >= SC_KERNEL(4, 8);

	p->future_action = SC_ERRNO(SC_ENOSYS);
	sc_rules(p, sc_set_docker, SC_ALLOW);
	for (unsigned i = 0; i < LENGTH(allowed_if); i++) {
		sc_condition(&c, 0, 64, (enum sc_op)allowed_if[i].op,
			allowed_if[i].value, 0);
		sc_rule(p, allowed_if[i].name, SC_ALLOW, &c, 1);
	}
	allow_with(p, target->caps | linux_4_8 << (LINUX_4_8 & 63));
	if (has(target->caps, SYS_ADMIN))
		return;
	sc_condition(&c, 0, 64, SC_MASKED_EQ, 0, NAMESPACES);
	sc_rule(p, N_clone, SC_ALLOW, &c, 1);
	/* Its flags lie in memory; after ENOSYS, libcs use clone. */
	sc_rule(p, N_clone3, SC_ERRNO(SC_ENOSYS), NULL, 0);
}
