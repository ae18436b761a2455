/*
 * usage: crowd NUMBER ROUNDS LABEL COMMAND [ARG]… [, LABEL …]…
 *
 * Starts so many of each COMMAND at once, which are to write a byte each
 * when they are up and then to wait for SIGTERM; in turn, so many rounds.
 * Prints for each, with tabs between: the label; the quartiles of the
 * milliseconds until all were up; of the same, as a ratio to the first
 * command's; and the KiB of private dirty and of resident memory of one
 * process that was started, on average.
 */
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include "commands.h"
#include "measure.h"

enum { NUMBER_MAX = 10000, ROUNDS_MAX = 100 };

extern char **environ;

struct result {
	double took_ms[ROUNDS_MAX];
	double dirty, resident; /* KiB */
};

static pid_t pids[NUMBER_MAX];

static _Noreturn void
die(const char *what)
{
	fprintf(stderr, "crowd: %s failed\n", what);
	exit(1);
}

/* All that write are to be gone with the last of them. */
static void
start(char **argv, unsigned n, int out)
{
	posix_spawn_file_actions_t actions;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, out, 1);
	for (unsigned i = 0; i < n; i++)
		if (posix_spawnp(&pids[i], argv[0], &actions, NULL, argv,
		    environ))
			die(argv[0]);
	posix_spawn_file_actions_destroy(&actions);
	close(out);
}

static void
await(unsigned n, int in)
{
	char buf[256];

	while (n) {
		ssize_t r = read(in, buf, sizeof buf);

		if (r <= 0)
			die("a command");
		n -= (unsigned)r;
	}
}

/* Adds what smaps_rollup, see proc(5), says of a process. */
static void
add_memory(struct result *r, pid_t pid)
{
	char path[64], line[128];
	double kib;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
	f = fopen(path, "r");
	if (!f)
		die(path);
	while (fgets(line, sizeof line, f)) {
		if (sscanf(line, "Rss: %lf", &kib) == 1)
			r->resident += kib;
		else if (sscanf(line, "Private_Dirty: %lf", &kib) == 1)
			r->dirty += kib;
	}
	fclose(f);
}

static void
stop(unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		kill(pids[i], SIGTERM);
	for (unsigned i = 0; i < n; i++)
		waitpid(pids[i], NULL, 0);
}

static void
round_of(const struct command *c, unsigned n, unsigned round,
	struct result *r)
{
	/* A supervisor may not have come to rest when its workload runs. */
	const struct timespec settle = { .tv_nsec = 100000000 };
	int fds[2];
	double began = now_us();

	if (pipe2(fds, O_CLOEXEC))
		die("pipe2");
	start(c->argv, n, fds[1]);
	await(n, fds[0]);
	r->took_ms[round] = (now_us() - began) / 1000;
	nanosleep(&settle, NULL);
	for (unsigned i = 0; i < n; i++)
		add_memory(r, pids[i]);
	stop(n);
	close(fds[0]);
}

static void
print(const char *label, struct result *r, struct spread ratio,
	unsigned n, unsigned rounds)
{
	struct spread ms = spread(r->took_ms, rounds);

	printf("%s\t%.1f\t%.1f\t%.1f\t%.2f\t%.2f\t%.2f\t%.0f\t%.0f\n", label,
		ms.low, ms.median, ms.high, ratio.low, ratio.median,
		ratio.high, r->dirty / n / rounds, r->resident / n / rounds);
}

int
main(int argc, char **argv)
{
	static struct result result[COMMANDS_MAX];
	struct command command[COMMANDS_MAX];
	struct spread ratio[COMMANDS_MAX];
	int number = argc > 4 ? atoi(argv[1]) : 0;
	int rounds = argc > 4 ? atoi(argv[2]) : 0;
	unsigned n = argc > 4 ? commands_parse(command, argv + 3) : 0;

	if (number < 1 || number > NUMBER_MAX || rounds < 1 ||
	    rounds > ROUNDS_MAX || n == 0) {
		fputs("usage: crowd NUMBER ROUNDS LABEL COMMAND [ARG]... "
			"[, LABEL COMMAND [ARG]...]...\n", stderr);
		return 2;
	}
	for (int i = 0; i < rounds; i++)
		for (unsigned k = 0; k < n; k++)
			round_of(&command[k], (unsigned)number, (unsigned)i,
				&result[k]);
	for (unsigned k = 0; k < n; k++)
		ratio[k] = ratio_spread(result[k].took_ms, result[0].took_ms,
			(unsigned)rounds);
	for (unsigned k = 0; k < n; k++)
		print(command[k].label, &result[k], ratio[k],
			(unsigned)number, (unsigned)rounds);
	return 0;
}
