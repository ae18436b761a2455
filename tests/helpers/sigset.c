/*
 * usage: sigset [-i SIGNAL | -b SIGNAL]... [-t MS] COMMAND [ARG]...
 *
 * Executes COMMAND with signals ignored or blocked, by number and by raw
 * system calls; -t sets an alarm, which goes on after execve(2).
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

static void
ignore(int sig)
{
	/* The kernel's struct sigaction. */
	uint64_t action[4] = { (uint64_t)(uintptr_t)SIG_IGN };

	if (syscall(SYS_rt_sigaction, sig, action, NULL, 8) < 0)
		perror("sigset: ignore");
}

static void
block(int sig)
{
	uint64_t set = (uint64_t)1 << (sig - 1);

	if (syscall(SYS_rt_sigprocmask, SIG_BLOCK, &set, NULL, 8) < 0)
		perror("sigset: block");
}

static void
alarm_in(int ms)
{
	struct itimerval t = { .it_value = { ms / 1000, ms % 1000 * 1000 } };

	setitimer(ITIMER_REAL, &t, NULL);
}

int
main(int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "+i:b:t:")) != -1) {
		if (option == 'i')
			ignore(atoi(optarg));
		else if (option == 'b')
			block(atoi(optarg));
		else if (option == 't')
			alarm_in(atoi(optarg));
		else
			return 2;
	}
	if (!argv[optind])
		return 2;
	execvp(argv[optind], argv + optind);
	perror("sigset: execvp");
	return 2;
}
