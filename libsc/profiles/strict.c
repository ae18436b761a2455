#include "profiles.h"

static const uint16_t base[] = {
	N_read, N_write, N_openat, N_close, N_fstat, N_lseek, N_fcntl, N_readv,
	N_writev, N_preadv, N_pwritev, N_preadv2, N_pwritev2, N_pread64,
	N_pwrite64, N_readlinkat, N_newfstatat, N_statx, N_faccessat,
	N_faccessat2, N_dup, N_dup3, N_pipe2, N_unlinkat, N_renameat,
	N_renameat2, N_linkat, N_symlinkat, N_fchmod, N_fchmodat, N_truncate,
	N_ftruncate, N_fallocate, N_fadvise64, N_fsync, N_fdatasync,
	N_sync_file_range, N_flock, N_fstatfs, N_statfs, N_sendfile,
	N_copy_file_range, N_splice, N_tee, N_munmap, N_brk, N_mremap,
	N_madvise, N_msync, N_mlock, N_munlock, N_mlock2, N_shmget, N_shmdt,
	N_shmctl, N_semget, N_semop, N_semctl, N_semtimedop, N_execve, N_wait4,
	N_waitid, N_exit, N_exit_group, N_getpid, N_gettid, N_getuid, N_getgid,
	N_geteuid, N_getegid, N_getppid, N_setsid, N_getgroups, N_rt_sigaction,
	N_rt_sigprocmask, N_rt_sigreturn, N_rt_sigsuspend, N_rt_sigtimedwait,
	N_rt_sigpending, N_rt_sigqueueinfo, N_sigaltstack, N_restart_syscall,
	N_kill, N_tgkill, N_clock_gettime, N_clock_getres, N_clock_nanosleep,
	N_gettimeofday, N_nanosleep, N_setitimer, N_getitimer, N_getcwd,
	N_chdir, N_fchdir, N_mkdirat, N_getdents64, N_uname, N_getrandom,
	N_futex, N_set_tid_address, N_set_robust_list, N_get_robust_list,
	N_umask, N_getrusage, N_times, N_sched_yield, N_sched_getaffinity,
	N_sched_setaffinity, N_sched_getparam, N_sched_getscheduler, N_getcpu,
	N_getxattr, N_lgetxattr, N_fgetxattr, N_listxattr, N_llistxattr,
	N_flistxattr, N_rseq, N_close_range, N_fchown, N_fchownat, N_io_setup,
	N_io_destroy, N_io_submit, N_io_getevents, N_setpgid, N_getpgid,
	N_landlock_create_ruleset, N_landlock_add_rule,
	N_landlock_restrict_self, N_getsockname, N_getpeername, N_socketpair,
	N_getsockopt, N_ppoll, N_pselect6, N_epoll_create1, N_epoll_ctl,
	N_epoll_pwait, N_eventfd2, N_signalfd4, N_timerfd_create,
	N_timerfd_settime, N_timerfd_gettime,
	/* What x86_64 has besides; getrlimit is aarch64's as well. */
	N_open, N_stat, N_lstat, N_access, N_readlink, N_dup2, N_pipe,
	N_unlink, N_rename, N_link, N_symlink, N_chmod, N_mkdir, N_rmdir,
	N_getdents, N_getpgrp, N_chown, N_lchown, N_arch_prctl, N_getrlimit,
	N_poll, N_select, N_epoll_create, N_epoll_wait, N_eventfd, N_signalfd,
	/* musl's fork, vfork and raise; none of them takes flags. */
	N_fork, N_vfork, N_tkill
};

/* They reach only what socket made, so they need no switch of their own. */
static const uint16_t network[] = {
	N_connect, N_sendto, N_recvfrom, N_sendmsg, N_recvmsg, N_shutdown,
	N_bind, N_listen, N_accept, N_accept4, N_setsockopt
};

/* Allowed as far as the argument rules let them. */
static const uint16_t filtered[] = {
	N_clone, N_execveat, N_ioctl, N_mmap, N_mprotect, N_prctl,
	N_prlimit64, N_shmat, N_socket
};

/* What --allow may add. For what some of them give up, see gives_up.c. */
static const uint16_t opt_in[] = {
	N_io_uring_setup, N_io_uring_enter, N_io_uring_register, N_msgget,
	N_msgsnd, N_msgrcv, N_msgctl, N_mq_open, N_mq_unlink, N_mq_timedsend,
	N_mq_timedreceive, N_mq_notify, N_mq_getsetattr, N_timer_create,
	N_timer_settime, N_timer_gettime, N_timer_getoverrun, N_timer_delete,
	N_inotify_init, N_inotify_init1, N_inotify_add_watch,
	N_inotify_rm_watch, N_fanotify_init, N_fanotify_mark, N_mincore,
	N_mlockall, N_munlockall, N_membarrier, N_process_madvise, N_mbind,
	N_set_mempolicy, N_get_mempolicy, N_set_mempolicy_home_node,
	N_pkey_mprotect, N_pkey_alloc, N_pkey_free, N_cachestat,
	N_remap_file_pages, N_sync, N_syncfs, N_readahead, N_vmsplice,
	N_openat2, N_name_to_handle_at, N_open_by_handle_at, N_io_cancel,
	N_io_pgetevents, N_creat, N_fchmodat2, N_statmount, N_listmount,
	N_utimensat, N_utimes, N_utime, N_futimesat, N_setxattr, N_lsetxattr,
	N_fsetxattr, N_removexattr, N_lremovexattr, N_fremovexattr,
	N_setxattrat, N_getxattrat, N_listxattrat, N_removexattrat, N_recvmmsg,
	N_sendmmsg, N_sched_setparam, N_sched_setscheduler,
	N_sched_get_priority_max, N_sched_get_priority_min,
	N_sched_rr_get_interval, N_sched_setattr, N_sched_getattr, N_setrlimit,
	N_getpriority, N_setpriority, N_ioprio_set, N_ioprio_get, N_pause,
	N_alarm, N_sysinfo, N_personality, N_vhangup, N_time, N_pidfd_open,
	N_pidfd_send_signal, N_pidfd_getfd, N_setuid, N_setgid, N_setreuid,
	N_setregid, N_setresuid, N_getresuid, N_setresgid, N_getresgid,
	N_setfsuid, N_setfsgid, N_setgroups, N_getsid, N_capget,
	N_rt_tgsigqueueinfo, N_mknod, N_mknodat, N_syslog, N_clock_settime,
	N_clock_adjtime, N_adjtimex, N_kcmp, N_epoll_pwait2, N_futex_waitv,
	N_futex_wake, N_futex_wait, N_futex_requeue, N_seccomp, N_add_key,
	N_request_key, N_keyctl,
	/* Denied by a rule of its own. */
	N_clone3
};

void
sc_profile_strict(struct sc_policy *p)
{
	sc_rules(p, base, LENGTH(base), SC_ALLOW);
	sc_rules(p, network, LENGTH(network), SC_ALLOW);
	for (unsigned i = 0; i < LENGTH(filtered); i++)
		if (sc_name_nr(p->arch, filtered[i]) >= 0)
			SC_ASSERT(!sc_args_permit(p, filtered[i], SC_ALLOW));
	/* Its flags lie in memory; after ENOSYS, libcs use clone. */
	sc_rule(p, N_clone3, SC_ERRNO(SC_ENOSYS), NULL, 0);
}

static bool
among(unsigned name, const uint16_t *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == name)
			return true;
	return false;
}

bool
sc_strict_takes(unsigned name)
{
	return among(name, base, LENGTH(base)) ||
		among(name, network, LENGTH(network)) ||
		among(name, filtered, LENGTH(filtered)) ||
		among(name, opt_in, LENGTH(opt_in));
}
