/* Table 2: the time that seccomp(2) takes. */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "peer.h"

static double *took;

static _Noreturn void
install(const struct program *p)
{
	struct sock_fprog prog = {
		.len = (unsigned short)p->n, .filter = (void *)p->insn
	};
	double start;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		_exit(1);
	start = now_us();
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog))
		_exit(1);
	*took = now_us() - start;
	_exit(0);
}

static double
once(const struct program *p)
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		install(p);
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status)
		die("seccomp(2)");
	return *took;
}

static void
compare(const char *profile, unsigned runs)
{
	static struct sc_policy policy;
	static struct program program[3] = {
		[2] = { 1, { { 0x06, 0, 0, SC_ALLOW } } }
	};
	static double t[3][RUNS_MAX];
	struct spread ratio;

	policy_of(&policy, profile, sc_arch_native(), 0, SC_NETWORK_ON);
	ours(&program[0], &policy);
	theirs(&program[1], &policy, 2);
	for (unsigned i = 0; i < runs; i++)
		for (unsigned k = 0; k < 3; k++)
			t[k][i] = once(&program[k]);
	ratio = ratio_spread(t[0], t[1], runs);
	printf("| %s |", profile);
	for (unsigned k = 0; k < 3; k++)
		print_spread(spread(t[k], runs), 1);
	print_spread(ratio, 2);
	printf(" ≤ 0.40 %s |\n", ratio.median <= 0.40 ? "met" : "MISSED");
}

void
installation(unsigned runs)
{
	took = mmap(NULL, sizeof *took, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (took == MAP_FAILED)
		die("mmap");
	puts("| policy | libsc µs | libseccomp 2 µs | one instruction µs | "
		"libsc / libseccomp 2 | bar |\n"
		"| --- | --- | --- | --- | --- | --- |");
	compare("docker", runs);
	compare("strict", runs);
}
