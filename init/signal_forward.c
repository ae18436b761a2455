#define _GNU_SOURCE
#include <errno.h>
#include "supervise.h"

/* linux/pidfd.h, Linux 6.9. */
enum { K_PIDFD_SIGNAL_PROCESS_GROUP = 4 };

/* What sig is sent on as; 0 drops it. */
static int
rewritten(const struct options *o, int sig)
{
	int to = o->rewrite[sig];

	if (to != sig)
		return to;
	if (sig == SIGTERM && o->stop_signal)
		return o->stop_signal;
	/* A session of its own has no shell that could stop it. */
	if (o->kill_group && is_terminal_stop(sig))
		return SIGSTOP;
	return to;
}

/*
 * The value of a queued signal, and who sent it, stay with it. The kernel
 * lets nobody pretend that a signal came from kill(2) or from itself.
 */
static bool
is_queued(const siginfo_t *info)
{
	return info->si_code < 0 && info->si_code != SI_TKILL;
}

static long
queue(int pid, int sig, siginfo_t *info)
{
	return sys(NR_rt_sigqueueinfo, pid, sig, (long)info);
}

static long
send_one(struct watch *w, int sig, siginfo_t *info)
{
	if (is_queued(info) && queue(w->pid, sig, info) == 0)
		return 0;
	return signal_kill(w->pid, sig);
}

static long
send_group(struct watch *w, int sig, siginfo_t *info)
{
	long r = -ENOSYS;

	if (is_queued(info) && w->pidfd >= 0) {
		info->si_signo = sig;
		r = sys5(NR_pidfd_send_signal, w->pidfd, sig, (long)info,
			K_PIDFD_SIGNAL_PROCESS_GROUP, 0);
	}
	if (r < 0)
		r = signal_kill(-w->pid, sig);
	/* The child may not have come to make its group. */
	return r == -ESRCH ? send_one(w, sig, info) : r;
}

void
forward(struct watch *w, siginfo_t *info)
{
	int sig = rewritten(w->o, info->si_signo);
	long r;

	if (sig == 0)
		return;
	if (w->ended) {
		forward_left(w, sig);
		return;
	}
	r = w->o->kill_group ? send_group(w, sig, info)
		: send_one(w, sig, info);
	if (r < 0 && r != -ESRCH)
		warn("signal %u: workload: %s", (unsigned)sig, error_text(r));
}

/* Sends sig to each process that text, of length n, lists. */
static void
send_listed(const char *text, long n, int sig)
{
	int pid = 0;

	for (long i = 0; i < n; i++) {
		if (text[i] != ' ') {
			pid = pid * 10 + (text[i] - '0');
			continue;
		}
		signal_kill(pid, sig);
		pid = 0;
	}
}

/* The length of text up to and with its last blank. */
static long
whole_words(const char *text, long n)
{
	while (n > 0 && text[n - 1] != ' ')
		n--;
	return n;
}

static void
send_children(const struct watch *w, int sig)
{
	char text[512];
	long n, at = 0;

	while ((n = sys5(NR_pread64, w->children, (long)text, sizeof text,
			at, 0)) > 0) {
		n = whole_words(text, n);
		if (n == 0)
			break;
		send_listed(text, n, sig);
		at += n;
	}
}

void
forward_left(struct watch *w, int sig)
{
	if (w->self == 1) {
		signal_kill(-1, sig);
		return;
	}
	signal_kill(-w->pid, sig);
	if (w->children >= 0)
		send_children(w, sig);
}
