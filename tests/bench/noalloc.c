/*
 * Makes each built-in profile, for each architecture, into a program where
 * malloc(3) and its kind abort and where the kernel lets nothing pass but
 * read, write and exit; and shows that either would be noticed. Prints how
 * many programs there were.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "sc.h"

enum { MODE_STRICT = 1 };       /* of linux/seccomp.h */

void *
malloc(size_t size)
{
	(void)size;
	abort();
}

void *
calloc(size_t n, size_t size)
{
	(void)n;
	return malloc(size);
}

void *
realloc(void *p, size_t size)
{
	(void)p;
	return malloc(size);
}

void
free(void *p)
{
	(void)p;
	abort();
}

static unsigned
compile_all(void)
{
	static struct sc_policy policy;
	static struct sc_work work;
	static struct sc_insn insn[SC_INSNS_MAX];
	struct sc_target target = { .kernel = SC_KERNEL(6, 1) };
	unsigned n = 0;

	for (unsigned i = 0; (target.arch = sc_arch_at(i)); i++)
		for (unsigned id = SC_PROFILE_DOCKER; id <= SC_PROFILE_LOG;
		     id++) {
			sc_profile(&policy, id, &target, SC_NETWORK_DEFAULT);
			if (sc_compile(&policy, insn, SC_INSNS_MAX,
			    &work) <= 0)
				return 0;
			n++;
		}
	return n;
}

static unsigned
allocate(void)
{
	/* Or the compiler would see that nothing comes of it. */
	void *(*volatile get)(size_t) = malloc;

	return get(1) != NULL;
}

static unsigned
map(void)
{
	return mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		0) != MAP_FAILED;
}

/* Exits from a confined child with what f returns; its wait status. */
static int
confined(unsigned (*f)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (prctl(PR_SET_SECCOMP, MODE_STRICT))
			_exit(0);
		syscall(SYS_exit, f());
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -1;
	return status;
}

int
main(void)
{
	int status = confined(compile_all);

	if (!WIFSIGNALED(confined(allocate)) || !WIFSIGNALED(confined(map))) {
		fputs("noalloc: an allocation is not noticed\n", stderr);
		return 1;
	}
	if (!WIFEXITED(status) || !WEXITSTATUS(status)) {
		fputs("noalloc: it allocated, or failed\n", stderr);
		return 1;
	}
	printf("%d\n", WEXITSTATUS(status));
	return 0;
}
