#define _GNU_SOURCE
#include <time.h>
#include "supervise.h"

enum { SET_SIZE = 8 };

uint64_t
signal_mask(uint64_t mask)
{
	uint64_t old = 0;

	sys5(NR_rt_sigprocmask, SIG_SETMASK, (long)&mask, (long)&old, SET_SIZE,
		0);
	return old;
}

void
signal_default(int sig)
{
	/* The kernel's struct sigaction: SIG_DFL, no flags, empty mask. */
	uint64_t action[4] = { 0 };

	sys5(NR_rt_sigaction, sig, (long)action, 0, SET_SIZE, 0);
}

int
signal_wait(siginfo_t *info, uint64_t set, const int64_t *timeout_ms)
{
	struct timespec time;

	if (timeout_ms) {
		time.tv_sec = *timeout_ms / 1000;
		time.tv_nsec = *timeout_ms % 1000 * 1000000;
	}
	return (int)sys5(NR_rt_sigtimedwait, (long)&set, (long)info,
		(long)(timeout_ms ? &time : NULL), SET_SIZE, 0);
}

bool
signal_take(int sig)
{
	siginfo_t info;
	int64_t now = 0;

	return signal_wait(&info, BIT(sig), &now) == sig;
}

long
signal_kill(int pid, int sig)
{
	return sys(NR_kill, pid, sig, 0);
}
