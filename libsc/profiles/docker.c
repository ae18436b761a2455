#include "profiles.h"

/*
 * moby's default profile. Names that none of our architectures has are left
 * out; those that only one has are absent from the other one's table, as
 * arch_prctl and modify_ldt are from aarch64's.
 */
static const uint16_t allowed[] = {
	N_accept, N_accept4, N_access, N_adjtimex, N_alarm, N_bind, N_brk,
	N_cachestat, N_capget, N_capset, N_chdir, N_chmod, N_chown,
	N_clock_adjtime, N_clock_getres, N_clock_gettime, N_clock_nanosleep,
	N_close, N_close_range, N_connect, N_copy_file_range, N_creat, N_dup,
	N_dup2, N_dup3, N_epoll_create, N_epoll_create1, N_epoll_ctl,
	N_epoll_ctl_old, N_epoll_pwait, N_epoll_pwait2, N_epoll_wait,
	N_epoll_wait_old, N_eventfd, N_eventfd2, N_execve, N_execveat, N_exit,
	N_exit_group, N_faccessat, N_faccessat2, N_fadvise64, N_fallocate,
	N_fanotify_mark, N_fchdir, N_fchmod, N_fchmodat, N_fchmodat2, N_fchown,
	N_fchownat, N_fcntl, N_fdatasync, N_fgetxattr, N_flistxattr, N_flock,
	N_fork, N_fremovexattr, N_fsetxattr, N_fstat, N_fstatfs, N_fsync,
	N_ftruncate, N_futex, N_futex_requeue, N_futex_wait, N_futex_waitv,
	N_futex_wake, N_futimesat, N_getcpu, N_getcwd, N_getdents,
	N_getdents64, N_getegid, N_geteuid, N_getgid, N_getgroups, N_getitimer,
	N_getpeername, N_getpgid, N_getpgrp, N_getpid, N_getppid,
	N_getpriority, N_getrandom, N_getresgid, N_getresuid, N_getrlimit,
	N_get_robust_list, N_getrusage, N_getsid, N_getsockname, N_getsockopt,
	N_get_thread_area, N_gettid, N_gettimeofday, N_getuid, N_getxattr,
	N_getxattrat, N_inotify_add_watch, N_inotify_init, N_inotify_init1,
	N_inotify_rm_watch, N_io_cancel, N_ioctl, N_io_destroy, N_io_getevents,
	N_io_pgetevents, N_ioprio_get, N_ioprio_set, N_io_setup, N_io_submit,
	N_kill, N_landlock_add_rule, N_landlock_create_ruleset,
	N_landlock_restrict_self, N_lchown, N_lgetxattr, N_link, N_linkat,
	N_listen, N_listmount, N_listxattr, N_listxattrat, N_llistxattr,
	N_lremovexattr, N_lseek, N_lsetxattr, N_lstat, N_madvise,
	N_map_shadow_stack, N_membarrier, N_memfd_create, N_memfd_secret,
	N_mincore, N_mkdir, N_mkdirat, N_mknod, N_mknodat, N_mlock, N_mlock2,
	N_mlockall, N_mmap, N_mprotect, N_mq_getsetattr, N_mq_notify,
	N_mq_open, N_mq_timedreceive, N_mq_timedsend, N_mq_unlink, N_mremap,
	N_mseal, N_msgctl, N_msgget, N_msgrcv, N_msgsnd, N_msync, N_munlock,
	N_munlockall, N_munmap, N_name_to_handle_at, N_nanosleep, N_newfstatat,
	N_open, N_openat, N_openat2, N_pause, N_pidfd_open,
	N_pidfd_send_signal, N_pipe, N_pipe2, N_pkey_alloc, N_pkey_free,
	N_pkey_mprotect, N_poll, N_ppoll, N_prctl, N_pread64, N_preadv,
	N_preadv2, N_prlimit64, N_process_mrelease, N_pselect6, N_pwrite64,
	N_pwritev, N_pwritev2, N_read, N_readahead, N_readlink, N_readlinkat,
	N_readv, N_recvfrom, N_recvmmsg, N_recvmsg, N_remap_file_pages,
	N_removexattr, N_removexattrat, N_rename, N_renameat, N_renameat2,
	N_restart_syscall, N_rmdir, N_rseq, N_rt_sigaction, N_rt_sigpending,
	N_rt_sigprocmask, N_rt_sigqueueinfo, N_rt_sigreturn, N_rt_sigsuspend,
	N_rt_sigtimedwait, N_rt_tgsigqueueinfo, N_sched_getaffinity,
	N_sched_getattr, N_sched_getparam, N_sched_get_priority_max,
	N_sched_get_priority_min, N_sched_getscheduler,
	N_sched_rr_get_interval, N_sched_setaffinity, N_sched_setattr,
	N_sched_setparam, N_sched_setscheduler, N_sched_yield, N_seccomp,
	N_select, N_semctl, N_semget, N_semop, N_semtimedop, N_sendfile,
	N_sendmmsg, N_sendmsg, N_sendto, N_setfsgid, N_setfsuid, N_setgid,
	N_setgroups, N_setitimer, N_setpgid, N_setpriority, N_setregid,
	N_setresgid, N_setresuid, N_setreuid, N_setrlimit, N_set_robust_list,
	N_setsid, N_setsockopt, N_set_thread_area, N_set_tid_address, N_setuid,
	N_setxattr, N_setxattrat, N_shmat, N_shmctl, N_shmdt, N_shmget,
	N_shutdown, N_sigaltstack, N_signalfd, N_signalfd4, N_socketpair,
	N_splice, N_stat, N_statfs, N_statmount, N_statx, N_symlink,
	N_symlinkat, N_sync, N_sync_file_range, N_syncfs, N_sysinfo, N_tee,
	N_tgkill, N_time, N_timer_create, N_timer_delete, N_timer_getoverrun,
	N_timer_gettime, N_timer_settime, N_timerfd_create, N_timerfd_gettime,
	N_timerfd_settime, N_times, N_tkill, N_truncate, N_umask, N_uname,
	N_unlink, N_unlinkat, N_uretprobe, N_utime, N_utimensat, N_utimes,
	N_vfork, N_vmsplice, N_wait4, N_waitid, N_write, N_writev
};

/* Before 4.8 a tracer could change a call after the filter had seen it. */
static const uint16_t allowed_since_4_8[] = {
	N_process_vm_readv, N_process_vm_writev, N_ptrace
};

static const uint16_t allowed_on_x86[] = {
	N_arch_prctl, N_modify_ldt
};

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
	BPF = 0x8000 | 39
};

/* Each capability, and the names that it opens. */
static const uint16_t allowed_with[] = {
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

/* All but AF_ALG (38) and AF_VSOCK (40), which leads out of a guest. */
static const struct sc_cond sockets[] = {
	{ 0, 64, SC_LT, 38, 0 },
	{ 0, 64, SC_EQ, 39, 0 },
	{ 0, 64, SC_GT, 40, 0 }
};

/* PER_LINUX, PER_LINUX32, UNAME26, both, and 2^32 - 1, which only asks. */
static const struct sc_cond personalities[] = {
	{ 0, 64, SC_EQ, 0, 0 },
	{ 0, 64, SC_EQ, 8, 0 },
	{ 0, 64, SC_EQ, 0x20000, 0 },
	{ 0, 64, SC_EQ, 0x20008, 0 },
	{ 0, 64, SC_EQ, 0xffffffff, 0 }
};

/*
 * No CLONE_NEW* flag. CLONE_NEWTIME isn't among them because clone takes
 * that bit for a part of the exit signal.
 */
static const struct sc_cond no_namespaces = {
	0, 64, SC_MASKED_EQ, 0, 0x7e020000
};

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

static void
allow_each(struct sc_policy *p, unsigned name, const struct sc_cond *conds,
	unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		sc_rule(p, name, SC_ALLOW, &conds[i], 1);
}

void
sc_profile_docker(struct sc_policy *p, const struct sc_target *target)
{
	p->future_action = SC_ERRNO(SC_ENOSYS);
	sc_rules(p, allowed, LENGTH(allowed), SC_ALLOW);
	if (target->kernel >= SC_KERNEL(4, 8))
		sc_rules(p, allowed_since_4_8, LENGTH(allowed_since_4_8),
			SC_ALLOW);
	allow_each(p, N_socket, sockets, LENGTH(sockets));
	allow_each(p, N_personality, personalities, LENGTH(personalities));
	sc_rules(p, allowed_on_x86, LENGTH(allowed_on_x86), SC_ALLOW);
	allow_with(p, target->caps);
	if (has(target->caps, SYS_ADMIN))
		return;
	sc_rule(p, N_clone, SC_ALLOW, &no_namespaces, 1);
	/* Its flags lie in memory; after ENOSYS, libcs use clone. */
	sc_rule(p, N_clone3, SC_ERRNO(SC_ENOSYS), NULL, 0);
}
