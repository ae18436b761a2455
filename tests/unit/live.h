/* For the tests that ask the running kernel. */
#ifndef LIVE_H
#define LIVE_H

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "linux.h"
#include "sc.h"
#include "test.h"

/* seccomp(2) with SECCOMP_SET_MODE_FILTER: 0 or an errno. */
static inline int
live_install(const struct sc_insn *insn, size_t n)
{
	struct k_fprog prog = { (uint16_t)n, insn };

	if (syscall(SYS_seccomp, K_SECCOMP_SET_MODE_FILTER, 0, &prog) == 0)
		return 0;
	return errno;
}

static inline void
live_no_new_privs(void)
{
	if (prctl(K_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) {
		perror("PR_SET_NO_NEW_PRIVS");
		abort();
	}
}

/*
 * NULL if filters can be installed here, or else the reason why not. An
 * emulator passes the question on to nobody and says ENOSYS or EINVAL. With
 * a NULL program, a kernel that has seccomp says EFAULT.
 */
static inline const char *
live_reason(void)
{
	static char reason[80];

	if (syscall(SYS_seccomp, K_SECCOMP_SET_MODE_FILTER, 0, NULL) == 0 ||
	    errno == EFAULT)
		return NULL;
	snprintf(reason, sizeof reason, "seccomp(2) says %s here",
		strerror(errno));
	return reason;
}

/* Memory that a child's writes are seen in. */
static inline void *
live_shared(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED) {
		perror("mmap");
		abort();
	}
	return p;
}

/* Waits for pid and returns what waitpid(2) says of it. */
static inline int
live_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR) {
			perror("waitpid");
			abort();
		}
	return status;
}

#endif
