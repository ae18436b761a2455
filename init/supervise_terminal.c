#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/ioctl.h>
#include "supervise.h"

static int
foreground(const struct watch *w)
{
	int group;

	if (sys(NR_ioctl, w->terminal, TIOCGPGRP, (long)&group) < 0)
		return -1;
	WRITTEN(group);
	return group;
}

static void
set_foreground(const struct watch *w, int group)
{
	sys(NR_ioctl, w->terminal, TIOCSPGRP, (long)&group);
}

/*
 * Without job control a shell starts so what it leaves in the background, in
 * its own group, and goes on to read from the terminal itself.
 */
static bool
ignores_keys(void)
{
	uint64_t action[4] = { 0 };

	sys5(NR_rt_sigaction, SIGINT, 0, (long)action, sizeof (uint64_t), 0);
	return action[0] == (uintptr_t)SIG_IGN;
}

/* A descriptor for the controlling terminal, above 2; -1 without one. */
static int
open_terminal(void)
{
	int group;
	long fd;

	for (int i = 0; i <= 2; i++) {
		if (sys(NR_ioctl, i, TIOCGPGRP, (long)&group) < 0) {
			if (i == 0 && ignores_keys())
				return -1;
			continue;
		}
		fd = sys(NR_fcntl, i, F_DUPFD_CLOEXEC, 3);
		must(fd, "supervise: terminal");
		return (int)fd;
	}
	fd = sys(NR_openat, AT_FDCWD, (long)"/dev/tty",
		O_RDWR | O_NOCTTY | O_CLOEXEC);
	return fd < 0 ? -1 : (int)fd;
}

/* Drops sig, if pending, unless somebody else sent it. */
static void
drop_own(const struct watch *w, int sig)
{
	siginfo_t info;
	int64_t now = 0;

	if (signal_wait(&info, BIT(sig), &now) == sig
			&& info.si_pid != w->self)
		signal_kill(w->self, sig);
}

/*
 * A session leader gives up its terminal, so that the child's session can
 * take it. That hangs the session up: the signals are for nobody.
 */
static void
give_up_terminal(const struct watch *w)
{
	if (sys(NR_getsid, 0, 0, 0) != w->self
			|| sys(NR_ioctl, w->terminal, TIOCNOTTY, 0) < 0)
		return;
	drop_own(w, SIGHUP);
	drop_own(w, SIGCONT);
}

void
terminal_find(struct watch *w)
{
	w->terminal = open_terminal();
	if (w->terminal >= 0 && w->o->kill_group)
		give_up_terminal(w);
}

void
terminal_enter(const struct watch *w)
{
	int console = w->o->boot ? 0 : w->terminal;

	if (w->o->kill_group || w->o->boot) {
		sys(NR_setsid, 0, 0, 0);
		if (console >= 0)
			sys(NR_ioctl, console, TIOCSCTTY, 0);
		return;
	}
	sys(NR_setpgid, 0, 0, 0);
	if (w->terminal >= 0 && foreground(w) == w->group)
		set_foreground(w, (int)sys(NR_getpid, 0, 0, 0));
}

/*
 * The terminal has stopped the workload's group. It would have stopped the
 * rest of the shell's job as well, sc-init among it, if that had been one
 * group; then the shell takes over. SIGCONT says that it has, and is done.
 * In an orphaned group the kernel stops nobody, as no shell is there who
 * could ever continue it; neither may the workload stay stopped.
 */
void
terminal_stopped(struct watch *w, int sig)
{
	bool had = foreground(w) == w->pid;
	int own = sig == SIGSTOP ? SIGTSTP : sig;
	siginfo_t info = { .si_signo = SIGCONT };

	if (had)
		set_foreground(w, w->group);
	signal_kill(0, own);
	signal_mask(ALL_SIGNALS & ~BIT(own));
	signal_mask(ALL_SIGNALS);
	if (signal_take(SIGCONT)) {
		terminal_continue(w, &info);
		return;
	}
	if (had)
		set_foreground(w, w->pid);
	if (sig == SIGTSTP)
		signal_kill(-w->pid, SIGCONT);
}

/*
 * sc-init itself was told to stop. SIGCONT is dealt with before the SIGCHLD
 * that tells of the workload's stop, which would stop sc-init again.
 */
void
terminal_suspend(struct watch *w)
{
	siginfo_t info = { .si_signo = SIGCONT };

	signal_kill(w->self, SIGSTOP);
	if (signal_take(SIGCONT))
		terminal_continue(w, &info);
}

/*
 * A shell's fg gives the terminal to sc-init's group, its bg does not. Either
 * is meant for the whole job.
 */
void
terminal_continue(struct watch *w, siginfo_t *info)
{
	if (w->terminal >= 0 && foreground(w) == w->group)
		set_foreground(w, w->pid);
	if (w->terminal >= 0 && w->o->rewrite[SIGCONT] == SIGCONT)
		signal_kill(-w->pid, SIGCONT);
	else
		forward(w, info);
}

/* Only if nobody else has come to have it. */
void
terminal_leave(struct watch *w)
{
	int group;

	if (w->terminal < 0 || w->o->kill_group)
		return;
	group = foreground(w);
	if (group > 0 && (group == w->pid || signal_kill(-group, 0) < 0))
		set_foreground(w, w->group);
}
