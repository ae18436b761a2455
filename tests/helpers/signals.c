/*
 * usage: signals N [MS]
 *
 * Says `ready`, and for each of N signals one line: its number, and
 * `value V from PID` for a queued one. After MS milliseconds without a
 * signal (5000) it ends with 1. It catches all that can be caught, 32 to 34
 * too, which a C library keeps to itself, and stops at SIGSTOP alone.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : 1;
	int ms = argc > 2 ? atoi(argv[2]) : 5000;
	uint64_t all = UINT64_MAX;
	struct timespec time = { ms / 1000, ms % 1000 * 1000000L };
	siginfo_t info;

	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, NULL, sizeof all);
	setvbuf(stdout, NULL, _IOLBF, 0);
	puts("ready");
	while (n > 0) {
		long sig = syscall(SYS_rt_sigtimedwait, &all, &info, &time,
			sizeof all);

		if (sig < 0 && errno == EINTR)
			continue;
		if (sig < 0)
			return 1;
		if (info.si_code == SI_QUEUE)
			printf("%ld value %d from %d\n", sig,
				info.si_value.sival_int, (int)info.si_pid);
		else
			printf("%ld\n", sig);
		n--;
	}
	return 0;
}
