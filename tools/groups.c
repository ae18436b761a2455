#include <string.h>
#include "cmd.h"

/*
 * Each call is in one group: where most people would look for it. A call is
 * with what it acts on, unless acting on that is for whoever runs the machine.
 */
static const struct group {
	const char *name;
	const char *calls;              /* with blanks between */
} groups[] = {
	{ "files",
		"access chdir chmod chown close close_range copy_file_range "
		"creat dup dup2 dup3 faccessat faccessat2 fadvise64 fallocate "
		"fchdir fchmod fchmodat fchmodat2 fchown fchownat fcntl "
		"fdatasync fgetxattr file_getattr file_setattr flistxattr "
		"flock fremovexattr fsetxattr fstat fstatfs fsync ftruncate "
		"futimesat getcwd getdents getdents64 getxattr getxattrat "
		"ioctl lchown lgetxattr link linkat listxattr listxattrat "
		"llistxattr lremovexattr lseek lsetxattr lstat mkdir mkdirat "
		"mknod mknodat name_to_handle_at newfstatat open "
		"open_by_handle_at openat openat2 pread64 preadv preadv2 "
		"pwrite64 pwritev pwritev2 read readahead readlink "
		"readlinkat readv removexattr removexattrat rename renameat "
		"renameat2 rmdir sendfile setxattr setxattrat splice stat "
		"statfs statx symlink symlinkat sync sync_file_range syncfs "
		"tee truncate umask unlink unlinkat ustat utime utimensat "
		"utimes vmsplice write writev" },
	{ "asynchronous files",
		"io_cancel io_destroy io_getevents io_pgetevents io_setup "
		"io_submit io_uring_enter io_uring_register io_uring_setup" },
	{ "events",
		"epoll_create epoll_create1 epoll_ctl epoll_ctl_old "
		"epoll_pwait epoll_pwait2 epoll_wait epoll_wait_old eventfd "
		"eventfd2 fanotify_init fanotify_mark inotify_add_watch "
		"inotify_init inotify_init1 inotify_rm_watch poll ppoll "
		"pselect6 select" },
	{ "memory",
		"brk cachestat get_mempolicy madvise map_shadow_stack mbind "
		"memfd_create memfd_secret migrate_pages mincore mlock "
		"mlock2 mlockall mmap move_pages mprotect mremap mseal msync "
		"munlock munlockall munmap pkey_alloc pkey_free "
		"pkey_mprotect process_madvise process_mrelease "
		"remap_file_pages set_mempolicy set_mempolicy_home_node "
		"userfaultfd" },
	{ "processes",
		"arch_prctl clone clone3 execve execveat exit exit_group fork "
		"get_robust_list get_thread_area getpgid getpgrp getpid "
		"getppid getsid gettid modify_ldt personality pidfd_getfd "
		"pidfd_open prctl rseq set_robust_list set_thread_area "
		"set_tid_address setpgid setsid uselib vfork wait4 waitid" },
	{ "scheduling and limits",
		"getcpu getpriority getrlimit getrusage ioprio_get ioprio_set "
		"membarrier prlimit64 rseq_slice_yield sched_get_priority_max "
		"sched_get_priority_min sched_getaffinity sched_getattr "
		"sched_getparam sched_getscheduler sched_rr_get_interval "
		"sched_setaffinity sched_setattr sched_setparam "
		"sched_setscheduler sched_yield setpriority setrlimit times" },
	{ "users and capabilities",
		"capget capset getegid geteuid getgid getgroups getresgid "
		"getresuid getuid setfsgid setfsuid setgid setgroups setregid "
		"setresgid setresuid setreuid setuid" },
	{ "signals",
		"kill pause pidfd_send_signal restart_syscall rt_sigaction "
		"rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn "
		"rt_sigsuspend rt_sigtimedwait rt_tgsigqueueinfo sigaltstack "
		"signalfd signalfd4 tgkill tkill" },
	{ "time",
		"alarm clock_getres clock_gettime clock_nanosleep getitimer "
		"gettimeofday nanosleep setitimer time timer_create "
		"timer_delete timer_getoverrun timer_gettime timer_settime "
		"timerfd_create timerfd_gettime timerfd_settime" },
	{ "IPC",
		"futex futex_requeue futex_wait futex_waitv futex_wake "
		"mq_getsetattr mq_notify mq_open mq_timedreceive mq_timedsend "
		"mq_unlink msgctl msgget msgrcv msgsnd pipe pipe2 semctl "
		"semget semop semtimedop shmat shmctl shmdt shmget" },
	{ "network",
		"accept accept4 bind connect getpeername getsockname "
		"getsockopt listen recvfrom recvmmsg recvmsg sendmmsg sendmsg "
		"sendto setsockopt shutdown socket socketpair" },
	{ "sandboxing",
		"landlock_add_rule landlock_create_ruleset "
		"landlock_restrict_self lsm_get_self_attr lsm_list_modules "
		"lsm_set_self_attr seccomp" },
	{ "system information", "getrandom sysfs sysinfo uname" },
	{ "keys", "add_key keyctl request_key" },
	{ "tracing",
		"bpf kcmp lookup_dcookie perf_event_open process_vm_readv "
		"process_vm_writev ptrace uprobe uretprobe" },
	{ "mounts and namespaces",
		"chroot fsconfig fsmount fsopen fspick listmount listns mount "
		"mount_setattr move_mount open_tree open_tree_attr pivot_root "
		"setns statmount umount2 unshare" },
	{ "system administration",
		"_sysctl acct adjtimex clock_adjtime clock_settime "
		"delete_module finit_module init_module ioperm iopl "
		"kexec_file_load kexec_load quotactl quotactl_fd reboot "
		"setdomainname sethostname settimeofday swapoff swapon syslog "
		"vhangup" },
	{ "not in Linux any more",
		"afs_syscall create_module get_kernel_syms getpmsg nfsservctl "
		"putpmsg query_module security tuxcall vserver" },
	{ "others", "" }                /* of an architecture that is new */
};

const char *
group_name(unsigned group)
{
	return group < LENGTH(groups) ? groups[group].name : NULL;
}

static bool
is_among(const char *calls, const char *call)
{
	size_t len = strlen(call);

	for (const char *at = calls; *at; at += *at == ' ') {
		size_t n = strcspn(at, " ");

		if (n == len && !memcmp(at, call, n))
			return true;
		at += n;
	}
	return false;
}

unsigned
group_of(const char *call)
{
	unsigned g = 0;

	while (g < LENGTH(groups) - 1 && !is_among(groups[g].calls, call))
		g++;
	return g;
}
