/* What the files of supervision and boot share. */
#ifndef SUPERVISE_H
#define SUPERVISE_H

#include <signal.h>
#include "init.h"

#define BIT(sig) ((uint64_t)1 << ((sig) - 1))
#define ALL_SIGNALS UINT64_MAX

static inline bool
is_terminal_stop(int sig)
{
	return sig == SIGTSTP || sig == SIGTTIN || sig == SIGTTOU;
}

/* The supervisor's view of its workload. Descriptors are -1 if absent. */
struct watch {
	const struct options *o;
	int self;               /* process ids */
	int pid;
	int group;              /* the process group that sc-init was given */
	uint64_t mask;          /* the signal mask that sc-init was given */

	int terminal;           /* whose foreground the workload shares */
	int ready[2];           /* a pipe: the workload was executed */
	int lowered[2];         /* a pipe: the supervisor is locked down */
	int signals;            /* tells that one is pending, until then */
	int pidfd;
	int log;                /* tells of denied calls */
	bool audit;             /* it is a socket, not the kernel's log */
	int children;           /* /proc/self/task/PID/children */
	bool proc;              /* /proc shows our process namespace */

	struct program *p;
	bool filtered;          /* the workload has a filter, */
	bool kills;             /* whose policy kills it, or sends SIGSYS */

	bool started;           /* the workload was executed */
	bool ended;             /* it was reaped, with this wait status */
	int status;
	bool alone;             /* no child is left */
	bool killing;           /* what is left gets SIGKILL */
	int64_t deadline_ms;    /* of --stop-timeout; or 0 */
	uint8_t answer[512];    /* to each call; see supervise_denied.c */
};

/*
 * signal.c: all 64 signals, by raw calls, as the C library keeps 32 to 34
 * to itself. signal_mask returns the mask that was set before.
 * signal_wait: the next signal of set, or a negative errno value; NULL
 * waits for ever. signal_take: whether sig was pending; it no longer is.
 */
uint64_t signal_mask(uint64_t mask);
void signal_default(int sig);
int signal_wait(siginfo_t *info, uint64_t set, const int64_t *timeout_ms);
bool signal_take(int sig);
long signal_kill(int pid, int sig);

/*
 * signal_forward.c: forward sends a signal that sc-init got on to the workload;
 * forward_left to whatever runs beside sc-init.
 */
void forward(struct watch *w, siginfo_t *info);
void forward_left(struct watch *w, int sig);

/*
 * supervise_terminal.c: job control. terminal_find sets w->terminal;
 * terminal_enter gives the child its session or group, and the terminal.
 */
void terminal_find(struct watch *w);
void terminal_enter(const struct watch *w);
void terminal_stopped(struct watch *w, int sig);
void terminal_suspend(struct watch *w);
void terminal_continue(struct watch *w, siginfo_t *info);
void terminal_leave(struct watch *w);

/* supervise_loop.c: what the supervisor does until the workload has ended. */
void watch_signals(struct watch *w);
_Noreturn void watch_loop(struct watch *w);

/*
 * supervise_filter.c: the supervisor's own filter. filter_make compiles it
 * after the fork, into memory of its own but with the help of p's.
 * memory_give_back: what set-up has touched, and nobody needs any more.
 */
void filter_make(const struct watch *w, struct program *p);
void filter_enter(const struct watch *w);
void memory_give_back(const struct program *p);

/*
 * supervise_check.c: proc_is_ours: whether /proc is there, and calls processes
 * by the same numbers as we. await_exec: until the workload's execve(2) is
 * done. workload_fault: what is then wrong with its process, or NULL if it
 * is locked down. never_executed: whether it has ended before, so that there
 * is nothing wrong.
 */
bool proc_is_ours(const struct watch *w);
void await_exec(const struct watch *w);
const char *workload_fault(const struct watch *w);
bool never_executed(const struct watch *w);

/*
 * supervise_denied.c: which call the workload was killed for. denied_begin
 * needs the policy, before filter_make, and may ask for the filter's denials
 * to be logged. denied_tell: when it has ended.
 */
void denied_begin(struct watch *w, struct program *p);
void denied_tell(const struct watch *w, int status);

/*
 * supervise_log.c: log_open sets w->log. log_narrow, once the workload's id
 * is known, uses p->insn up. log_read waits a little for the workload's
 * last record.
 */
struct denied {
	bool known;
	uint32_t token;         /* an audit token */
	uint64_t nr;
};
void log_open(struct watch *w);
void log_narrow(const struct watch *w, struct program *p);
void log_read(const struct watch *w, struct denied *d);

/* supervise.c: fd above 2; fails with a message if that isn't possible. */
int own_fd(const char *what, long fd);

/* boot.c: the request for reboot(2) that --on-exit stands for; 0 for hold. */
uint32_t boot_request(const struct options *o);

/* mount.c: fails with a message. mount_missing: unless something is. */
void mount_spec(const char *spec);
void mount_missing(const char *type, const char *target, unsigned long flags,
	const char *data);

#endif
