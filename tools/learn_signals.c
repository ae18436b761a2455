#define _GNU_SOURCE

#include <ctype.h>
#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include "learn.h"

/* From /proc/PID/stat: whether it is our child; and its state. */
static bool
is_child(const char *pid, char *state)
{
	char name[64], text[512], *after;
	size_t len;
	FILE *file;

	snprintf(name, sizeof name, "/proc/%s/stat", pid);
	file = fopen(name, "re");
	if (!file)
		return false;
	len = fread(text, 1, sizeof text - 1, file);
	fclose(file);
	text[len] = 0;
	/* After "PID (NAME) STATE "; the name can hold anything. */
	after = strrchr(text, ')');
	if (!after || strlen(after) <= 4)
		return false;
	*state = after[2];
	return strtol(after + 4, NULL, 10) == getpid();
}

typedef void visit(pid_t pid, char state, int signal);

/* What COMMAND left behind, of which we have become the parent. */
static void
visit_rest(visit *each, int signal)
{
	DIR *proc = opendir("/proc");
	struct dirent *e;
	char state;

	while (proc && (e = readdir(proc)))
		if (isdigit((unsigned char)e->d_name[0]) &&
		    is_child(e->d_name, &state))
			each((pid_t)strtol(e->d_name, NULL, 10), state,
				signal);
	if (proc)
		closedir(proc);
}

static void
send(pid_t pid, char state, int signal)
{
	(void)state;
	kill(pid, signal);
}

/*
 * The kernel does this to a stopped process that loses its shell, but not
 * where another parent in the session, which we are, could look after it.
 */
static void
wake(pid_t pid, char state, int signal)
{
	if (state != 'T')
		return;
	kill(pid, signal);
	kill(pid, SIGCONT);
}

static void
pass_on(struct learner *l, const struct signalfd_siginfo *s)
{
	int signal = (int)s->ssi_signo;
	union sigval value = { .sival_ptr = (void *)(uintptr_t)s->ssi_ptr };

	if (s->ssi_code == SI_QUEUE)
		sigqueue(l->pid, signal, value);
	else
		kill(l->pid, signal);
}

/* The terminal has sent it to COMMAND as well. */
static bool
from_terminal(const struct signalfd_siginfo *s)
{
	if (s->ssi_code <= 0)
		return false;
	switch (s->ssi_signo) {
	case SIGHUP:
	case SIGINT:
	case SIGQUIT:
	case SIGTSTP:
	case SIGTTIN:
	case SIGTTOU:
	case SIGCONT:
	case SIGWINCH:
		return true;
	}
	return false;
}

static void
after_the_end(struct learner *l, int signal)
{
	switch (signal) {
	case SIGHUP:
	case SIGINT:
	case SIGQUIT:
	case SIGTERM:
		l->killing = l->asked;
		l->asked = true;
		visit_rest(send, l->killing ? SIGKILL : signal);
	}
}

static void
take(struct learner *l, const struct signalfd_siginfo *s)
{
	switch (s->ssi_signo) {
	case SIGCHLD:
		return;
	case SIGTSTP:
	case SIGTTIN:
	case SIGTTOU:
		l->stop_asked = true;
	}
	if (l->ended)
		after_the_end(l, (int)s->ssi_signo);
	else if (!from_terminal(s))
		pass_on(l, s);
}

void
learn_signals(struct learner *l)
{
	struct signalfd_siginfo s;

	while (read(l->signals, &s, sizeof s) == sizeof s)
		take(l, &s);
}

/*
 * A job of the shell stops as a whole. But when COMMAND alone was stopped,
 * what is to wake it again can need our answers.
 */
static void
stop(struct learner *l)
{
	if (!l->stopped || !l->stop_asked)
		return;
	l->stop_asked = l->stopped = false;
	raise(SIGSTOP);
	kill(l->pid, SIGCONT);
}

bool
learn_reap(struct learner *l)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG | WUNTRACED
	    | WCONTINUED)) > 0) {
		if (pid != l->pid)
			continue;
		l->stopped = WIFSTOPPED(status);
		if (l->stopped || WIFCONTINUED(status))
			continue;
		l->ended = true;
		l->status = status;
		visit_rest(wake, SIGHUP);
	}
	stop(l);
	if (l->killing)
		visit_rest(send, SIGKILL);
	return pid == 0;
}
