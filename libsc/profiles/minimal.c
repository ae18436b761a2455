#include "profiles.h"

/*
 * None of them looks at arguments: clone takes namespace flags here, and
 * prlimit64 sets limits. sc_policy_harden is for that.
 */
static const uint16_t allowed[] = {
	N_exit, N_exit_group, N_wait4, N_waitid, N_execve, N_execveat, N_clone,
	N_fork, N_vfork, N_brk, N_mmap, N_munmap, N_mprotect, N_mremap,
	N_madvise, N_read, N_write, N_readv, N_writev, N_pread64, N_pwrite64,
	N_open, N_openat, N_close, N_lseek, N_dup, N_dup2, N_dup3, N_pipe,
	N_pipe2, N_poll, N_ppoll, N_select, N_pselect6, N_fstat, N_stat,
	N_lstat, N_newfstatat, N_access, N_faccessat, N_faccessat2, N_readlink,
	N_readlinkat, N_fcntl, N_ioctl, N_ftruncate, N_truncate, N_rename,
	N_renameat, N_renameat2, N_unlink, N_unlinkat, N_mkdir, N_mkdirat,
	N_rmdir, N_chmod, N_fchmod, N_fchmodat, N_chown, N_fchown, N_fchownat,
	N_symlink, N_symlinkat, N_link, N_linkat, N_getcwd, N_chdir, N_fchdir,
	N_getdents64, N_getdents, N_rt_sigaction, N_rt_sigprocmask,
	N_rt_sigreturn, N_sigaltstack, N_kill, N_tgkill, N_clock_gettime,
	N_clock_getres, N_gettimeofday, N_time, N_nanosleep, N_clock_nanosleep,
	N_getpid, N_getppid, N_gettid, N_getuid, N_getgid, N_geteuid,
	N_getegid, N_getgroups, N_getresuid, N_getresgid, N_getrlimit,
	N_prlimit64, N_arch_prctl, N_set_tid_address, N_set_robust_list,
	N_get_robust_list, N_prctl, N_rseq, N_getrandom, N_futex, N_socket,
	N_connect, N_sendto, N_recvfrom, N_sendmsg, N_recvmsg, N_bind,
	N_listen, N_accept, N_accept4, N_getsockname, N_getpeername,
	N_getsockopt, N_setsockopt, N_shutdown, N_uname, N_umask, N_sysinfo,
	N_statfs, N_fstatfs
};

void
sc_profile_minimal(struct sc_policy *p)
{
	p->future_action = SC_ERRNO(SC_ENOSYS);
	sc_rules(p, allowed, LENGTH(allowed), SC_ALLOW);
	/* glibc takes EPERM for an answer, and starts no thread. */
	sc_rule(p, N_clone3, SC_ERRNO(SC_ENOSYS), NULL, 0);
}
