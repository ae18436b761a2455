/*
 * usage: orphans N
 *
 * Leaves its parent N zombies at once, waits until they are gone, and prints
 * how many milliseconds that took. Ends with 1 if some are left after ten
 * seconds.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

/* Whether the parent has another child than this process. */
static int
has_company(const char *path)
{
	char text[64], own[32];
	int fd = open(path, O_RDONLY);
	ssize_t n = read(fd, text, sizeof text - 1);

	if (fd < 0 || n < 0) {
		perror(path);
		exit(2);
	}
	close(fd);
	text[n] = 0;
	snprintf(own, sizeof own, "%d ", (int)getpid());
	return strcmp(text, own) != 0;
}

static void
leave_zombies(int n)
{
	siginfo_t info;

	while (n-- > 0) {
		pid_t pid = fork();

		if (pid < 0) {
			perror("fork");
			_exit(1);
		}
		if (pid == 0)
			_exit(0);
		waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT);
	}
	_exit(0);
}

int
main(int argc, char **argv)
{
	char path[64];
	long long start;
	int status;
	pid_t pid;

	if (argc != 2)
		return 2;
	snprintf(path, sizeof path, "/proc/%d/task/%d/children",
		(int)getppid(), (int)getppid());
	pid = fork();
	if (pid == 0)
		leave_zombies(atoi(argv[1]));
	waitid(P_PID, (id_t)pid, &(siginfo_t){ 0 }, WEXITED | WNOWAIT);
	start = now_ms();
	waitpid(pid, &status, 0);
	if (status)
		return 2;
	while (has_company(path)) {
		if (now_ms() > start + 10000)
			return 1;
		usleep(500);
	}
	printf("%lld\n", now_ms() - start);
	return 0;
}
