/*
 * usage: send PID SIGNAL [VALUE]
 *
 * Sends any signal by its number: with kill(2), or, with a value, as
 * sigqueue(3) does.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	siginfo_t info;
	long r;

	if (argc < 3)
		return 2;
	if (argc == 3) {
		r = syscall(SYS_kill, atoi(argv[1]), atoi(argv[2]));
	} else {
		memset(&info, 0, sizeof info);
		info.si_code = SI_QUEUE;
		info.si_pid = getpid();
		info.si_uid = getuid();
		info.si_value.sival_int = atoi(argv[3]);
		r = syscall(SYS_rt_sigqueueinfo, atoi(argv[1]), atoi(argv[2]),
			&info);
	}
	if (r < 0)
		perror("send");
	return r < 0;
}
