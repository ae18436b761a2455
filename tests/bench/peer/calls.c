/*
 * Table 3: the time of a system call. A process for each filter, all at once,
 * each of which makes some calls when it is told to, in turn.
 */
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "peer.h"

enum { NONE, OURS, THEIRS, FLOOR, FILTERS };
enum { CALLS = 200, BATCH = 4, CALLS_MAX = 4 };

struct worker {
	pid_t pid;
	int ask, answer;
};

static double *took;    /* shared */

struct call {
	const char *name;
	long nr, a, b, c;
};

static double
time_calls(const struct call *call)
{
	double start = now_us();

	for (unsigned i = 0; i < CALLS; i++)
		syscall(call->nr, call->a, call->b, call->c);
	return (now_us() - start) * 1000 / CALLS;
}

static void
install(const struct program *p)
{
	struct sock_fprog prog = {
		.len = (unsigned short)p->n, .filter = (void *)p->insn
	};

	if (p->n && (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog)))
		_exit(1);
}

static _Noreturn void
work(const struct program *p, const struct call *call, int in, int out)
{
	char index;

	install(p);
	while (read(in, &index, 1) == 1) {
		*took = time_calls(&call[(int)index]);
		if (write(out, "", 1) != 1)
			break;
	}
	_exit(0);
}

static void
begin(struct worker *w, const struct program *p, const struct call *call)
{
	int to[2], from[2];

	if (pipe2(to, O_CLOEXEC) || pipe2(from, O_CLOEXEC))
		die("pipe2");
	w->pid = fork();
	if (w->pid < 0)
		die("fork");
	if (w->pid == 0) {
		/* Or this end, open here too, would keep it from ending. */
		close(to[1]);
		work(p, call, to[0], from[1]);
	}
	close(to[0]);
	close(from[1]);
	w->ask = to[1];
	w->answer = from[0];
}

static double
ask(const struct worker *w, char index)
{
	char done;

	if (write(w->ask, &index, 1) != 1 || read(w->answer, &done, 1) != 1)
		die("a process with a filter has ended");
	return *took;
}

static const char *
verdict(struct spread ratio, double most)
{
	return ratio.median <= most ? "met" : "MISSED";
}

static void
row(const char *profile, const char *name, double t[FILTERS][RUNS_MAX],
	unsigned runs)
{
	struct spread floor = ratio_spread(t[OURS], t[FLOOR], runs);
	struct spread other = ratio_spread(t[OURS], t[THEIRS], runs);

	printf("| %s %s |", profile, name);
	for (unsigned k = 0; k < FILTERS; k++)
		printf(" %.0f |", spread(t[k], runs).median);
	print_spread(floor, 2);
	print_spread(other, 2);
	/* What the kernel remembers takes what it takes without a program. */
	if (!strcmp(name, "getppid"))
		printf(" floor ≤ 1.02 %s |\n", verdict(floor, 1.02));
	else
		printf(" libseccomp ≤ 1.00 %s |\n", verdict(other, 1.00));
}

/* A later one has the pipes of an earlier one open: close all, then wait. */
static void
end(const struct worker *w)
{
	for (unsigned k = 0; k < FILTERS; k++) {
		close(w[k].ask);
		close(w[k].answer);
	}
	for (unsigned k = 0; k < FILTERS; k++)
		waitpid(w[k].pid, NULL, 0);
}

/*
 * Where a process's memory and its translated program come to lie makes some
 * difference, so there are new ones for each batch.
 */
static void
run(const char *profile, const struct program *program,
	const struct call *call, unsigned ncalls, unsigned runs)
{
	static double t[CALLS_MAX][FILTERS][RUNS_MAX];
	struct worker w[FILTERS];

	for (unsigned i = 0; i < runs; i++) {
		for (unsigned k = 0; k < FILTERS && i % BATCH == 0; k++)
			begin(&w[k], &program[k], call);
		for (unsigned c = 0; c < ncalls; c++)
			for (unsigned k = 0; k < FILTERS; k++)
				t[c][k][i] = ask(&w[k], (char)c);
		if (i + 1 == runs || (i + 1) % BATCH == 0)
			end(w);
	}
	for (unsigned c = 0; c < ncalls; c++)
		row(profile, call[c].name, t[c], runs);
}

/* Denies one call alone: what the kernel takes for any such answer. */
static void
deny_one(struct program *p, uint32_t nr)
{
	static const struct sc_insn insn[] = {
		{ 0x20, 0, 0, 0 }, { 0x15, 0, 1, 0 },
		{ 0x06, 0, 0, SC_ERRNO(SC_EPERM) }, { 0x06, 0, 0, SC_ALLOW }
	};

	for (p->n = 0; p->n < sizeof insn / sizeof *insn; p->n++)
		p->insn[p->n] = insn[p->n];
	p->insn[1].k = nr;
}

static void
compare(const char *profile, const struct call *call, unsigned ncalls,
	unsigned runs, bool denied)
{
	static struct sc_policy policy;
	static struct program program[FILTERS];

	policy_of(&policy, profile, sc_arch_native(), 0, SC_NETWORK_ON);
	sc_policy_deny_action(&policy, SC_ERRNO(SC_EPERM));
	program[NONE].n = 0;
	ours(&program[OURS], &policy);
	theirs(&program[THEIRS], &policy, 2);
	program[FLOOR].n = 1;
	program[FLOOR].insn[0] = (struct sc_insn){ 0x06, 0, 0, SC_ALLOW };
	if (denied)
		deny_one(&program[FLOOR], (uint32_t)call->nr);
	run(profile, program, call, ncalls, runs);
}

/* Arguments that leave the kernel as little to do as there can be. */
void
calls(unsigned runs)
{
	static const struct call allowed[] = {
		{ "getppid", SYS_getppid, 0, 0, 0 },
		{ "socket", SYS_socket, AF_UNIX, -1, 0 }
	}, checked[] = {
		{ "getppid", SYS_getppid, 0, 0, 0 },
		{ "socket", SYS_socket, AF_UNIX, -1, 0 },
		{ "mprotect", SYS_mprotect, 0, 0, PROT_READ },
		{ "ioctl FIONREAD", SYS_ioctl, -1, FIONREAD, 0 }
	}, denied[] = {
		{ "keyctl, denied", SYS_keyctl, -1, 0, 0 }
	};

	took = mmap(NULL, sizeof *took, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (took == MAP_FAILED)
		die("mmap");
	puts("| call | no filter ns | libsc ns | libseccomp 2 ns | floor ns "
		"| libsc / floor | libsc / libseccomp 2 | bar |\n"
		"| --- | --- | --- | --- | --- | --- | --- | --- |");
	compare("docker", allowed, 2, runs, false);
	compare("docker", denied, 1, runs, true);
	compare("strict", checked, 4, runs, false);
	compare("strict", denied, 1, runs, true);
}
