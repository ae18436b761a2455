#define _GNU_SOURCE

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "learn.h"

/* What COMMAND's process tells before it is COMMAND. */
static struct told {
	volatile int ready;     /* listener or error are set */
	volatile int listener;
	volatile int error;     /* an errno; of execve(2) if ready */
} *told;

enum { INSNS = 9 };

struct before {
	uint64_t mask;
	struct sigaction child;
};

static long
seccomp(unsigned operation, unsigned flags, void *what)
{
	return syscall(SYS_seccomp, operation, flags, what);
}

/* sigprocmask(3) would leave out the signals that the libc uses. */
static void
set_mask(const uint64_t *mask, uint64_t *before)
{
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, mask, before, sizeof *mask);
}

/*
 * clone3 is refused as the profile will refuse it, so that what a program
 * does instead is learned. A signal can come before a call has been told, and
 * ends it with EINTR: nobody is prepared for that from exit_group, and what
 * follows rt_sigreturn isn't even code. The rest is for record_call to judge.
 */
static unsigned
filter(struct sc_insn insn[INSNS], const struct sc_arch *arch)
{
	struct sc_insn all[INSNS] = {
		{ 0x20, 0, 0, offsetof(struct sc_data, arch) },
		{ 0x15, 0, 6, sc_arch_token(arch) },
		{ 0x20, 0, 0, offsetof(struct sc_data, nr) },
		{ 0x15, 2, 0, (uint32_t)sc_nr(arch, "clone3", 6) },
		{ 0x15, 2, 0, (uint32_t)sc_nr(arch, "exit_group", 10) },
		{ 0x15, 1, 2, (uint32_t)sc_nr(arch, "rt_sigreturn", 12) },
		{ 0x06, 0, 0, SC_ERRNO(SC_ENOSYS) },
		{ 0x06, 0, 0, SC_ALLOW },
		{ 0x06, 0, 0, SC_USER_NOTIF }
	};

	memcpy(insn, all, sizeof all);
	return INSNS;
}

static int
install(const struct sc_arch *arch)
{
	struct sc_insn insn[INSNS];
	struct {
		unsigned short len;
		struct sc_insn *insn;
	} program = { (unsigned short)filter(insn, arch), insn };
	unsigned flags = K_SECCOMP_FILTER_FLAG_NEW_LISTENER;
	long fd;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -1;
	/* Linux 5.19: a signal doesn't cut short a call that was told. */
	fd = seccomp(K_SECCOMP_SET_MODE_FILTER,
		flags | K_SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV, &program);
	if (fd < 0 && errno == EINVAL)
		fd = seccomp(K_SECCOMP_SET_MODE_FILTER, flags, &program);
	return (int)fd;
}

/*
 * After the filter is installed, calls wait until the listener is heard,
 * and are what the profile will allow: execve is the only one.
 */
static _Noreturn void
become(const struct before *before, const struct sc_arch *arch,
	char **command)
{
	bool exists = command_exists(command);

	sigaction(SIGCHLD, &before->child, NULL);
	set_mask(&before->mask, NULL);
	told->listener = install(arch);
	if (told->listener < 0)
		told->error = errno;
	__atomic_store_n(&told->ready, 1, __ATOMIC_RELEASE);
	if (told->listener >= 0)
		told->error = command_execute(command);
	_exit(exists ? 126 : 127);
}

static void
prepare(struct learner *l, struct before *before)
{
	uint64_t all = UINT64_MAX;
	struct sigaction child = { .sa_handler = SIG_DFL };

	if (seccomp(K_SECCOMP_GET_NOTIF_SIZES, 0, &l->sizes))
		denied("the kernel has no user notification by seccomp: %s",
			strerror(errno));
	if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))
		denied("subreaper: %s", strerror(errno));
	set_mask(&all, &before->mask);
	sigaction(SIGCHLD, &child, &before->child);
	l->signals = (int)syscall(SYS_signalfd4, -1, &all, sizeof all,
		SFD_CLOEXEC | SFD_NONBLOCK);
	told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (l->signals < 0 || told == MAP_FAILED)
		denied("%s", strerror(errno));
}

static bool
is_ready(void)
{
	return __atomic_load_n(&told->ready, __ATOMIC_ACQUIRE);
}

/* Nothing that the child could do to wake us is possible unheard. */
static void
wait_for_listener(struct learner *l)
{
	const struct timespec pause = { 0, 50000 };

	while (!l->ended && !is_ready()) {
		nanosleep(&pause, NULL);
		l->ended = waitpid(l->pid, &l->status, WNOHANG) == l->pid;
	}
	/* It can have been ready, and ended since then. */
	if (!is_ready())
		denied("ended before it began");
	l->listener = told->listener;
	if (l->listener >= 0)
		return;
	waitpid(l->pid, NULL, 0);
	if (told->error == EBUSY)
		denied("another listener is told of these calls already");
	denied("no filter that reports calls can be installed: %s",
		strerror(told->error));
}

void
learn_start(struct learner *l, char **command)
{
	struct before before;

	prepare(l, &before);
	/*
	 * With the table of descriptors shared, the listener is here without
	 * a call to pass it on; execve ends the sharing.
	 */
	fflush(NULL);
	l->pid = (pid_t)syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
	if (l->pid < 0)
		denied("fork: %s", strerror(errno));
	if (l->pid == 0)
		become(&before, l->record.arch, command);
	wait_for_listener(l);
	/* Linux 6.6; without it, it is only slower. */
	ioctl(l->listener, (int)K_SECCOMP_IOCTL_NOTIF_SET_FLAGS,
		K_SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP);
}

bool
learn_started(char **command)
{
	bool exists = told->error == ENOENT && command_exists(command);

	if (told->error)
		fprintf(stderr, "sc: learn: %s: %s\n", command[0], exists ?
			"its interpreter or loader is missing" :
			strerror(told->error));
	return !told->error;
}
