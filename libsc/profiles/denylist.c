#include "profiles.h"

/*
 * Beyond what the model denies, each group holds what Linux has got since
 * for the same end, and what it forgot. Calls that only read (statmount,
 * listmount, listns, get_mempolicy, lsm_get_self_attr) are no part of it;
 * nor is modify_ldt, which docker allows too, for the sake of Wine.
 */
static const uint16_t denied[] = {
	/* The tree of mounts. */
	N_mount, N_umount, N_umount2, N_pivot_root, N_chroot, N_fsconfig,
	N_fsmount, N_fsopen, N_fspick, N_mount_setattr, N_move_mount,
	N_open_tree, N_open_tree_attr,
	/* Namespaces; clone and clone3 are below. */
	N_setns, N_unshare,
	/* Files by handle, past the mounts, or watched mount-wide. */
	N_name_to_handle_at, N_open_by_handle_at, N_fanotify_init,
	/* Other processes: memory, descriptors, what they share. */
	N_ptrace, N_process_vm_readv, N_process_vm_writev, N_kcmp,
	N_pidfd_getfd, N_process_madvise,
	/* Code in the kernel, or another kernel. */
	N_init_module, N_finit_module, N_delete_module, N_create_module,
	N_get_kernel_syms, N_query_module, N_kexec_load, N_kexec_file_load,
	N_reboot, N_bpf,
	/* Parts of the kernel that are large, observed, or held up. */
	N_perf_event_open, N_lookup_dcookie, N_syslog, N_userfaultfd,
	/* A ring's operations are seen by no filter. */
	N_io_uring_setup, N_io_uring_enter, N_io_uring_register,
	/* The keyrings, which no namespace confines. */
	N_add_key, N_request_key, N_keyctl,
	/* Ids, in every spelling. */
	N_setuid, N_setgid, N_setreuid, N_setregid, N_setresuid,
	N_setresgid, N_setfsuid, N_setfsgid, N_setgroups,
	/* How programs are executed from here on. */
	N_personality, N_lsm_set_self_attr,
	/* The clock of the host. */
	N_clock_settime, N_settimeofday, N_clock_adjtime, N_adjtimex,
	/* Its memory, discs, accounts, names, terminal and ports. */
	N_swapon, N_swapoff, N_mbind, N_set_mempolicy,
	N_set_mempolicy_home_node, N_migrate_pages, N_move_pages,
	N_quotactl, N_quotactl_fd, N_acct, N_sethostname, N_setdomainname,
	N_vhangup, N_iopl, N_ioperm,
	/* Obsolete; some kernels still have them. */
	N__sysctl, N_nfsservctl, N_sysfs, N_uselib, N_ustat
};

void
sc_profile_denylist(struct sc_policy *p)
{
	p->future_action = SC_ERRNO(SC_ENOSYS);
	sc_rules(p, denied, LENGTH(denied), p->deny_action);
	if (sc_name_nr(p->arch, N_clone) >= 0)
		SC_ASSERT(!sc_args_refuse(p, N_clone, p->deny_action));
	/* Its flags lie in memory; after ENOSYS, libcs use clone. */
	sc_rule(p, N_clone3, SC_ERRNO(SC_ENOSYS), NULL, 0);
}
