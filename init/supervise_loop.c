#define _GNU_SOURCE
#include <errno.h>
#include <sys/wait.h>
#include <time.h>
#include "supervise.h"

/* How long SIGKILL is given to take effect. */
enum { KILL_TIME_MS = 1000 };

static int64_t
now_ms(void)
{
	struct timespec time;

	sys(NR_clock_gettime, CLOCK_MONOTONIC, (long)&time, 0);
	WRITTEN(time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* From now on, what is left has the time of --stop-timeout to end. */
static void
start_timer(struct watch *w)
{
	if (w->o->stop_timeout_s && !w->deadline_ms)
		w->deadline_ms = now_ms()
			+ (int64_t)w->o->stop_timeout_s * 1000;
}

static int
stop_signal(const struct watch *w)
{
	return w->o->stop_signal ? w->o->stop_signal : SIGTERM;
}

static int
exit_status(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status)
		: WEXITSTATUS(status);
}

/* What the child says if it failed before it executed the workload. */
static bool
setup_failed(const struct watch *w)
{
	char status;

	return !w->started && sys(NR_read, w->ready[0], (long)&status, 1) == 1;
}

static _Noreturn void
leave(struct watch *w)
{
	int status = exit_status(w->ended ? w->status : SIGKILL);

	terminal_leave(w);
	quit(w->started ? w->o->map_exit[status] : status);
}

/* The words are a promise: programs look for them on the console. */
static void
tell_end(const struct watch *w)
{
	if (WIFSIGNALED(w->status))
		say("workload killed by signal %u",
			(unsigned)WTERMSIG(w->status));
	else
		say("workload exited with status %u",
			(unsigned)WEXITSTATUS(w->status));
}

static void
workload_ended(struct watch *w, int status)
{
	w->ended = true;
	w->status = status;
	if (setup_failed(w))
		leave(w);
	w->started = true;
	denied_tell(w, status);
	if (w->o->boot)
		tell_end(w);
	if (w->o->stop_timeout_s) {
		start_timer(w);
		forward_left(w, stop_signal(w));
	} else if (w->o->kill_group) {
		signal_kill(-w->pid, stop_signal(w));
	}
}

static void
child_changed(struct watch *w, int pid, int status)
{
	if (pid != w->pid)
		return;
	if (!WIFSTOPPED(status))
		workload_ended(w, status);
	else if (w->terminal >= 0)
		terminal_stopped(w, WSTOPSIG(status));
}

static void
reap(struct watch *w)
{
	int status;
	long pid;

	while ((pid = sys5(NR_wait4, -1, (long)&status,
			WNOHANG | WUNTRACED, 0, 0)) > 0)
		child_changed(w, (int)pid, status);
	if (w->ended && (pid == -ECHILD || !w->o->stop_timeout_s))
		leave(w);
	/* Orphans of what was killed. */
	if (w->killing)
		forward_left(w, SIGKILL);
}

static void
time_is_up(struct watch *w)
{
	if (w->killing)
		leave(w);
	w->killing = true;
	w->deadline_ms = now_ms() + KILL_TIME_MS;
	forward_left(w, SIGKILL);
}

static void
handle(struct watch *w, siginfo_t *info)
{
	int sig = info->si_signo;

	/* Of a message that could not be written. */
	if ((sig == SIGPIPE || sig == SIGXFSZ) && info->si_pid == w->self)
		return;
	if (sig == SIGCHLD) {
		reap(w);
		if (info->si_code > 0)
			return;
	}
	if (sig == SIGCONT) {
		terminal_continue(w, info);
		return;
	}
	if (w->o->rewrite[sig] == 0)
		return;
	if (sig == SIGTERM || sig == w->o->stop_signal)
		start_timer(w);
	forward(w, info);
	if (is_terminal_stop(sig))
		terminal_suspend(w);
}

void
watch_signals(struct watch *w)
{
	siginfo_t info;
	int64_t now = 0;

	while (signal_wait(&info, ALL_SIGNALS, &now) > 0)
		handle(w, &info);
}

_Noreturn void
watch_loop(struct watch *w)
{
	siginfo_t info;
	int64_t left;
	int sig;

	for (;;) {
		left = w->deadline_ms ? w->deadline_ms - now_ms() : 0;
		if (left < 0)
			left = 0;
		sig = signal_wait(&info, ALL_SIGNALS,
			w->deadline_ms ? &left : NULL);
		if (sig > 0)
			handle(w, &info);
		else if (sig == -EAGAIN)
			time_is_up(w);
	}
}
