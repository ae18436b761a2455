/*
 * usage: pty STEP... -- COMMAND [ARG]...
 *
 * Runs COMMAND as the leader of a session with a new terminal, which neither
 * echoes nor changes what is written. A STEP is one of
 *
 *	?TEXT	wait until TEXT was written, after what was waited for last
 *	!TEXT	type TEXT; ^C, ^Z, ^D, ^\ and ^J are keys
 *	.N	wait N milliseconds
 *	%	hang the terminal up
 *
 * Afterwards waits for COMMAND's end and prints its exit status. What it
 * wrote is printed only where a TEXT didn't come within ten seconds.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { TIME_MS = 10000 };

static char seen[65536];
static size_t nseen, used;
static int master;

static void
die(const char *what)
{
	fprintf(stderr, "pty: %s: %s\n", what, strerror(errno));
	exit(2);
}

static long long
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static void
run(char **command)
{
	struct termios t;
	int fd = open(ptsname(master), O_RDWR | O_NOCTTY);

	if (fd < 0 || setsid() < 0 || ioctl(fd, TIOCSCTTY, 0) < 0)
		die("terminal");
	/* What runs these tests may ignore them. */
	for (int sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	tcgetattr(fd, &t);
	t.c_oflag &= ~(tcflag_t)OPOST;
	t.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(fd, TCSANOW, &t);
	dup2(fd, 0);
	dup2(fd, 1);
	dup2(fd, 2);
	if (fd > 2)
		close(fd);
	close(master);
	execvp(*command, command);
	die(*command);
}

/* Reads what there is within some milliseconds; false at the end. */
static int
more(int ms)
{
	struct pollfd p = { .fd = master, .events = POLLIN };
	ssize_t n;

	if (poll(&p, 1, ms) <= 0)
		return 1;
	if (nseen == sizeof seen)
		die("too much output");
	n = read(master, seen + nseen, sizeof seen - nseen);
	if (n <= 0)
		return 0;
	nseen += (size_t)n;
	return 1;
}

static void
expect(const char *text)
{
	long long end = now_ms() + TIME_MS;
	int open = 1;

	for (;;) {
		char *at = memmem(seen + used, nseen - used, text,
			strlen(text));

		if (at) {
			used = (size_t)(at - seen) + strlen(text);
			return;
		}
		if (!open || now_ms() > end) {
			printf("no '%s' in:\n%.*s\n", text, (int)nseen, seen);
			exit(1);
		}
		open = more(100);
	}
}

static void
type(const char *text)
{
	for (; *text; text++) {
		char c = *text;

		if (c == '^' && text[1])
			c = *++text & 0x1f;
		if (write(master, &c, 1) != 1)
			die("write");
	}
}

static void
pass(int ms)
{
	long long end = now_ms() + ms;

	while (now_ms() < end)
		if (!more((int)(end - now_ms())))
			usleep(1000);
}

static void
step(const char *s)
{
	switch (*s) {
	case '?': expect(s + 1); break;
	case '!': type(s + 1); break;
	case '.': pass(atoi(s + 1)); break;
	case '%':
		close(master);
		master = -1;
		break;
	default:
		errno = EINVAL;
		die(s);
	}
}

static int
finish(pid_t pid)
{
	long long end = now_ms() + TIME_MS;
	int status;

	while (waitpid(pid, &status, WNOHANG) == 0) {
		if (now_ms() > end) {
			printf("still running after:\n%.*s\n", (int)nseen,
				seen);
			return 1;
		}
		if (master < 0 || !more(20))
			usleep(20000);
	}
	if (WIFSIGNALED(status))
		printf("signal %d\n", WTERMSIG(status));
	else
		printf("status %d\n", WEXITSTATUS(status));
	return 0;
}

int
main(int argc, char **argv)
{
	int steps = 1;
	pid_t pid;

	while (steps < argc && strcmp(argv[steps], "--"))
		steps++;
	if (steps + 1 >= argc) {
		errno = EINVAL;
		die("usage");
	}
	master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0)
		die("no pseudo-terminal");
	pid = fork();
	if (pid < 0)
		die("fork");
	if (pid == 0)
		run(argv + steps + 1);
	for (int i = 1; i < steps; i++)
		step(argv[i]);
	return finish(pid);
}
