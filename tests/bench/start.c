/*
 * usage: start RUNS COMMAND [ARG]…
 *
 * The time from fork to exit of COMMAND running this program, which then
 * ends at once, as a ratio to that of a static program that only execs it:
 * this program. Runs of both alternate, as the machine's speed wavers.
 */
#define _POSIX_C_SOURCE 200809L

#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS_MAX = 10000, WORDS_MAX = 64 };

extern char **environ;

static int64_t
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static double
run_us(char **argv)
{
	int64_t start = now_ns();
	int status;
	pid_t pid;

	if (posix_spawn(&pid, argv[0], NULL, NULL, argv, environ) ||
	    waitpid(pid, &status, 0) != pid || status) {
		fprintf(stderr, "start: %s failed\n", argv[0]);
		exit(1);
	}
	return (double)(now_ns() - start) / 1000;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double
median(double *took, int runs)
{
	qsort(took, (size_t)runs, sizeof *took, compare);
	return took[runs / 2];
}

int
main(int argc, char **argv)
{
	static double with[RUNS_MAX], without[RUNS_MAX], ratio[RUNS_MAX];
	static char do_exec[] = "exec", do_exit[] = "exit";
	char *only[] = { argv[0], do_exec, argv[0], do_exit, NULL };
	char *words[WORDS_MAX];
	int runs, n = 0;

	if (argc == 2 && !strcmp(argv[1], "exit"))
		return 0;
	if (argc > 2 && !strcmp(argv[1], "exec")) {
		execve(argv[2], argv + 2, environ);
		return 127;
	}
	runs = argc > 2 ? atoi(argv[1]) : 0;
	if (runs < 1 || runs > RUNS_MAX || argc > WORDS_MAX - 3) {
		fputs("usage: start RUNS COMMAND [ARG]...\n", stderr);
		return 2;
	}
	for (int i = 2; i < argc; i++)
		words[n++] = argv[i];
	words[n++] = argv[0];
	words[n++] = do_exit;
	words[n] = NULL;
	for (int i = 0; i < runs; i++) {
		without[i] = run_us(only);
		with[i] = run_us(words);
		ratio[i] = with[i] / without[i];
	}
	printf("exec-us: %.0f\nstart-us: %.0f\nratio: %.2f\n",
		median(without, runs), median(with, runs),
		median(ratio, runs));
	return 0;
}
