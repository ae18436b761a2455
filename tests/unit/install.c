/*
 * sc_install, on the running kernel, and on older ones that a filter stands
 * in for: it answers seccomp(2) or prctl(2) as they would.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include "bpf.h"
#include "live.h"
#include "sc.h"
#include "test.h"

static const struct sc_insn allow[] = { INSN(BPF_RET_K, SC_ALLOW) };

/* getppid gets ERRNO(77). */
static const struct sc_insn marked[] = {
	INSN(BPF_LD_W_ABS, 0),
	JUMP(BPF_JMP | BPF_JEQ, SYS_getppid, 0, 1),
	INSN(BPF_RET_K, SC_ERRNO(77)),
	INSN(BPF_RET_K, SC_ALLOW)
};

enum { MARKED = sizeof marked / sizeof *marked };

static long *result;

static bool
in_force(void)
{
	return syscall(SYS_getppid) == -1 && errno == 77;
}

/* nr gets the errno where its argument at offset has a bit of mask. */
static void
older(uint32_t nr, uint32_t error, uint32_t offset, uint32_t mask)
{
	const struct sc_insn p[] = {
		INSN(BPF_LD_W_ABS, 0),
		JUMP(BPF_JMP | BPF_JEQ, nr, 0, 3),
		INSN(BPF_LD_W_ABS, offset),
		JUMP(BPF_JMP | BPF_JSET, mask, 0, 1),
		INSN(BPF_RET_K, SC_ERRNO(error)),
		INSN(BPF_RET_K, SC_ALLOW)
	};

	if (sc_install(p, sizeof p / sizeof *p, 0))
		_exit(2);
}

/* The result of what a child does, and whether the marked filter is there. */
static void
outcome(const char *name, long (*what)(void), long want, bool filtered)
{
	pid_t pid;

	test("sc_install: %s", name);
	fflush(stdout);
	result[0] = result[1] = -1000;
	pid = fork();
	if (pid == 0) {
		result[0] = what();
		result[1] = in_force();
		exit(0);
	}
	CHECK_INT(live_wait(pid), 0);
	CHECK_INT(result[0], want);
	CHECK_INT(result[1], filtered);
}

static long plain(void) { return sc_install(marked, MARKED, 0); }
static long none(void) { return sc_install(marked, 0, 0); }
static long many(void) { return sc_install(marked, SC_INSNS_MAX + 1, 0); }

static long
wrong(void)
{
	static const struct sc_insn p[] = { INSN(BPF_LD_W_ABS, 3) };

	return sc_install(p, 1, 0);
}

static long
flags(void)
{
	return sc_install(marked, MARKED, SC_INSTALL_LOG | SC_INSTALL_TSYNC);
}

static long
sets_no_new_privs(void)
{
	long r = sc_install(marked, MARKED, 0);

	return r ? r : prctl(K_PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
}

static long
new_privs(void)
{
	if (setresuid(1, 1, 1))
		return -999;
	return sc_install(marked, MARKED, SC_INSTALL_NEW_PRIVS);
}

static long
no_seccomp(void)
{
	older(SYS_seccomp, SC_ENOSYS, 16, UINT32_MAX);
	return sc_install(marked, MARKED, 0);
}

static long
no_seccomp_flags(void)
{
	older(SYS_seccomp, SC_ENOSYS, 16, UINT32_MAX);
	return sc_install(marked, MARKED, SC_INSTALL_LOG);
}

static long
no_log(void)
{
	older(SYS_seccomp, SC_EINVAL, 24, SC_INSTALL_LOG);
	return sc_install(marked, MARKED, SC_INSTALL_LOG);
}

static long
no_log_and_wrong(void)
{
	static const struct sc_insn p[] = { INSN(BPF_LD_W_ABS, 3) };

	older(SYS_seccomp, SC_EINVAL, 24, SC_INSTALL_LOG);
	return sc_install(p, 1, SC_INSTALL_LOG);
}

static long
no_no_new_privs(void)
{
	older(SYS_prctl, SC_EPERM, 16, 0x20);
	return sc_install(marked, MARKED, 0);
}

static pthread_barrier_t barrier;

static void *
other(void *context)
{
	(void)context;
	sc_install(allow, 1, 0);
	pthread_barrier_wait(&barrier);
	pause();
	return NULL;
}

/* A thread has a filter of its own, and can't have ours. */
static long
beside_other(unsigned flags)
{
	pthread_t thread;

	pthread_barrier_init(&barrier, NULL, 2);
	if (pthread_create(&thread, NULL, other, NULL))
		return -999;
	pthread_barrier_wait(&barrier);
	return sc_install(marked, MARKED, flags);
}

static long
unsynchronised(void)
{
	return beside_other(SC_INSTALL_TSYNC);
}

static long
no_log_and_unsynchronised(void)
{
	older(SYS_seccomp, SC_EINVAL, 24, SC_INSTALL_LOG);
	return beside_other(SC_INSTALL_TSYNC | SC_INSTALL_LOG);
}

int
main(void)
{
	const char *reason = live_reason();

	if (reason) {
		skip("sc_install", reason);
		return test_done();
	}
	result = live_shared(2 * sizeof *result);
	outcome("the filter is in force", plain, 0, true);
	outcome("no_new_privs is set", sets_no_new_privs, 1, true);
	outcome("with flags", flags, 0, true);
	outcome("no program", none, -SC_EINVAL, false);
	outcome("a program that is too long", many, -SC_EINVAL, false);
	outcome("what the kernel refuses", wrong, -SC_EINVAL, false);
	if (getuid() == 0)
		outcome("no_new_privs unset takes CAP_SYS_ADMIN", new_privs,
			-SC_EACCES, false);
	else
		skip("sc_install: no_new_privs unset", "not root");
	outcome("without seccomp(2), by prctl(2)", no_seccomp, 0, true);
	outcome("without seccomp(2), flags are not left out",
		no_seccomp_flags, -SC_ENOSYS, false);
	outcome("without the flag LOG, and that is told", no_log,
		SC_INSTALL_LOG, true);
	outcome("without the flag LOG, what is wrong stays so",
		no_log_and_wrong, -SC_EINVAL, false);
	outcome("no_new_privs cannot be set", no_no_new_privs, -SC_EPERM,
		false);
	outcome("a thread that cannot be synchronised", unsynchronised,
		-SC_ESRCH, false);
	outcome("and that without the flag LOG", no_log_and_unsynchronised,
		-SC_ESRCH, false);
	return test_done();
}
