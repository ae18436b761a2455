/*
 * usage: learn-calls WORD…
 *
 * Does what the words say, one after the other, with as few other calls as
 * can be:
 *
 *   NAME[:ARG[,ARG]…]	makes this system call; NAME can be a number
 *   times=N		the call that follows, N times
 *   print		prints what the last call returned
 *   status		ends, with its errno as the exit status
 *   thread		the rest is done by another thread
 *   child		by a child process, whose exit status is passed on
 *   daemon		by a process of another session, a while later
 *   die		by nobody: kills itself
 *   interrupted	stops its parent; a signal comes a while later
 *   handler	the same in the handler of another signal
 *
 * Exit status: 0, or 2 for wrong use, but for `status`.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "sc.h"
#include "syscall.h"

static void words(char **word);

static _Noreturn void
wrong(const char *word)
{
	fprintf(stderr, "learn-calls: %s: not known\n", word);
	exit(2);
}

static long
number(const char *text)
{
	uint64_t n;

	if (sc_number(&n, UINT64_MAX, text, strlen(text)))
		wrong(text);
	return (long)n;
}

static long
call(char *word, long times)
{
	char *args = strchr(word, ':'), *arg;
	long nr, a[6] = { 0 }, r = 0;

	if (args)
		*args++ = 0;
	nr = sc_nr(sc_arch_native(), word, strlen(word));
	if (nr < 0)
		nr = number(word);
	for (int i = 0; i < 6 && args; i++) {
		arg = args;
		args = strchr(arg, ',');
		if (args)
			*args++ = 0;
		a[i] = number(arg);
	}
	while (times--)
		r = sc_syscall(nr, a[0], a[1], a[2], a[3], a[4], a[5]);
	return r;
}

static void *
run(void *rest)
{
	words(rest);
	return NULL;
}

static void
thread(char **rest)
{
	pthread_t id;

	if (pthread_create(&id, NULL, run, rest))
		exit(2);
	pthread_join(id, NULL);
}

static void
child(char **rest)
{
	int status;
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		words(rest);
		_exit(0);
	}
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		exit(2);
	exit(WEXITSTATUS(status));
}

static void
daemon_of(char **rest)
{
	const struct timespec a_while = { 0, 300000000 };

	if (fork())
		_exit(0);
	setsid();
	if (fork())
		_exit(0);
	nanosleep(&a_while, NULL);
	words(rest);
	_exit(0);
}

static void
nothing(int signal)
{
	(void)signal;
}

static void
interrupted(int signal)
{
	const struct sigaction action = { .sa_handler = nothing };
	const struct itimerval a_while = { .it_value = { 0, 100000 } };

	(void)signal;
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &a_while, NULL);
	kill(getppid(), SIGSTOP);
}

static void
handler(void)
{
	const struct sigaction action = { .sa_handler = interrupted };

	sigaction(SIGUSR1, &action, NULL);
	raise(SIGUSR1);
}

static void
words(char **word)
{
	long result = 0, times = 1;

	for (; *word; word++) {
		if (!strncmp(*word, "times=", 6)) {
			times = number(*word + 6);
		} else if (!strcmp(*word, "print")) {
			printf("%ld\n", result);
			fflush(stdout);
		} else if (!strcmp(*word, "status")) {
			_exit((int)-result);
		} else if (!strcmp(*word, "die")) {
			kill(getpid(), SIGKILL);
		} else if (!strcmp(*word, "interrupted")) {
			interrupted(0);
		} else if (!strcmp(*word, "handler")) {
			handler();
		} else if (!strcmp(*word, "thread")) {
			thread(word + 1);
			return;
		} else if (!strcmp(*word, "child")) {
			child(word + 1);
		} else if (!strcmp(*word, "daemon")) {
			daemon_of(word + 1);
		} else {
			result = call(*word, times);
			times = 1;
		}
	}
}

int
main(int argc, char **argv)
{
	if (argc < 2)
		wrong("no word");
	words(argv + 1);
	_exit(0);
}
