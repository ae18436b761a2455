/*
 * usage: start RUNS FILE LABEL COMMAND [ARG]… [, LABEL COMMAND [ARG]…]…
 *        start exec COMMAND [ARG]…
 *        start lock COMMAND [ARG]…
 *        start exit
 *        start ready
 *
 * The time from fork to exit of each COMMAND, which all have FILE open as
 * descriptor 9. Runs of all of them alternate, as the machine's speed wavers.
 * Prints for each, with tabs between: the label; the quartiles in µs; the
 * quartiles of the ratio to the first command in the same round; page faults.
 *
 * The other forms are there to be started: a static program that does
 * nothing but exec; one that first drops every capability and installs the
 * filter in descriptor 9, and checks none of it; one that ends at once; and
 * one that says so when it runs and then waits.
 */
#include <fcntl.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "commands.h"
#include "measure.h"

extern char **environ;

static double took[COMMANDS_MAX][RUNS_MAX];

/* struct sock_fprog, linux/filter.h. */
struct program {
	unsigned short n;
	void *insn;
};

static _Noreturn void
die(const char *what)
{
	fprintf(stderr, "start: %s failed\n", what);
	exit(1);
}

/* Returns the page faults. */
static long
run(char **argv, const char *file, double *us)
{
	posix_spawn_file_actions_t actions;
	struct rusage usage;
	double start;
	int status;
	pid_t pid;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 9, file, O_RDONLY, 0);
	start = now_us();
	if (posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ) ||
	    wait4(pid, &status, 0, &usage) != pid || status)
		die(argv[0]);
	*us = now_us() - start;
	posix_spawn_file_actions_destroy(&actions);
	return usage.ru_minflt;
}

static void
print(struct spread s, int places)
{
	printf("\t%.*f\t%.*f\t%.*f", places, s.low, places, s.median, places,
		s.high);
}

static void
compare(const struct command *c, unsigned n, const char *file, unsigned runs)
{
	struct spread ratio[COMMANDS_MAX];
	long faults[COMMANDS_MAX];

	for (unsigned i = 0; i < runs; i++)
		for (unsigned k = 0; k < n; k++)
			faults[k] = run(c[k].argv, file, &took[k][i]);
	for (unsigned k = 0; k < n; k++)
		ratio[k] = ratio_spread(took[k], took[0], runs);
	for (unsigned k = 0; k < n; k++) {
		printf("%s", c[k].label);
		print(spread(took[k], runs), 0);
		print(ratio[k], 2);
		printf("\t%ld\n", faults[k]);
	}
}

/* The system calls that locking down takes at the least. */
static void
lock(void)
{
	enum { SET_MODE_FILTER = 1, CAP_VERSION_3 = 0x20080522 };
	static uint64_t insn[4096];
	uint32_t header[2] = { CAP_VERSION_3 }, none[6] = { 0 };
	struct program p = { .insn = insn };
	ssize_t bytes = read(9, insn, sizeof insn);

	for (unsigned long cap = 0; !prctl(PR_CAPBSET_DROP, cap, 0, 0, 0);)
		cap++;
	p.n = bytes > 0 ? (unsigned short)(bytes / 8) : 0;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    syscall(SYS_capset, header, none) ||
	    syscall(SYS_seccomp, SET_MODE_FILTER, 0, &p))
		die("lock");
}

int
main(int argc, char **argv)
{
	struct command commands[COMMANDS_MAX];
	int runs;
	unsigned n;

	if (argc == 2 && !strcmp(argv[1], "exit"))
		return 0;
	if (argc == 2 && !strcmp(argv[1], "ready"))
		return write(1, "", 1) == 1 ? pause() : 1;
	if (argc > 2 && !strcmp(argv[1], "lock"))
		lock();
	if (argc > 2 && (!strcmp(argv[1], "exec") ||
	    !strcmp(argv[1], "lock"))) {
		execve(argv[2], argv + 2, environ);
		return 127;
	}
	runs = argc > 4 ? atoi(argv[1]) : 0;
	n = runs > 0 ? commands_parse(commands, argv + 3) : 0;
	if (runs > RUNS_MAX || n == 0) {
		fputs("usage: start RUNS FILE LABEL COMMAND [ARG]... "
			"[, LABEL COMMAND [ARG]...]...\n", stderr);
		return 2;
	}
	compare(commands, n, argv[2], (unsigned)runs);
	return 0;
}
