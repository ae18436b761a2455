#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/wait.h>
#include "supervise.h"

#define BIT64(n) ((uint64_t)1 << (n))

static struct watch watch;

int
own_fd(const char *what, long fd)
{
	long above;

	must(fd, "supervise: %s", what);
	if (fd > 2)
		return (int)fd;
	/* The workload's first three, where they are missing, stay so. */
	above = sys(NR_fcntl, fd, F_DUPFD_CLOEXEC, 3);
	must(above, "supervise: %s", what);
	sys(NR_close, fd, 0, 0);
	return (int)above;
}

static void
open_pipe(int ends[2])
{
	long r = sys(NR_pipe2, (long)ends, O_CLOEXEC, 0);

	must(r, "supervise: pipe");
	ends[0] = own_fd("pipe", ends[0]);
	ends[1] = own_fd("pipe", ends[1]);
}

static void
open_signals(struct watch *w)
{
	uint64_t all = ALL_SIGNALS;
	long fd = sys5(NR_signalfd4, -1, (long)&all, sizeof all, O_CLOEXEC, 0);

	w->signals = own_fd("signalfd", fd);
}

/* Those whom --stop-timeout has to end, but the kernel may not list them. */
static void
open_children(struct watch *w)
{
	char path[64], digits[DIGITS];
	long fd;

	append(append(append(path, "/proc/self/task/"),
		decimal(digits, w->self)), "/children");
	fd = sys(NR_openat, AT_FDCWD, (long)path, O_RDONLY | O_CLOEXEC);
	w->children = fd < 0 ? -1 : own_fd("children", fd);
}

void
supervise_early(const struct options *o)
{
	struct watch *w = &watch;

	w->o = o;
	w->self = (int)sys(NR_getpid, 0, 0, 0);
	if (o->supervise && w->self == 1)
		w->mask = signal_mask(ALL_SIGNALS);
}

/*
 * Whether the supervisor has something left to lose after the fork. Then the
 * child waits for that.
 */
static bool
holds_more(const struct watch *w)
{
	return w->o->boot || w->o->new_privs || w->o->keep;
}

/* Before limits could get in the way. */
static void
watch_begin(struct watch *w, const struct options *o)
{
	long r;

	if (w->self != 1)
		w->mask = signal_mask(ALL_SIGNALS);
	w->group = (int)sys(NR_getpgid, 0, 0, 0);
	w->pidfd = w->children = w->terminal = -1;
	w->proc = proc_is_ours(w);
	signal_default(SIGCHLD);
	open_pipe(w->ready);
	if (holds_more(w))
		open_pipe(w->lowered);
	open_signals(w);
	if (!o->boot)
		terminal_find(w);
	if (w->self == 1)
		return;
	if (o->stop_timeout_s && w->proc)
		open_children(w);
	if (!o->subreaper && !o->stop_timeout_s)
		return;
	r = sc_prctl(K_PR_SET_CHILD_SUBREAPER, 1, 0);
	must(r, "supervise: subreaper");
}

/* The child's: tells the supervisor that it isn't the workload's status. */
static void
tell_failure(int status)
{
	char c = (char)status;

	sys(NR_write, watch.ready[1], (long)&c, 1);
}

/* The supervisor's, until its loop runs. */
static void (*outer_hook)(int status);

static void
abandon(int status)
{
	if (!watch.ended) {
		signal_kill(watch.pid, SIGKILL);
		/* And what it has begun. */
		signal_kill(-watch.pid, SIGKILL);
	}
	if (outer_hook)
		outer_hook(status);
}

static void
await_lowered(const struct watch *w)
{
	char c;
	long r;

	sys(NR_close, w->lowered[1], 0, 0);
	r = sys(NR_read, w->lowered[0], (long)&c, 1);
	if (must(r, "supervise: pipe") == 0)
		fail("supervise: the supervisor has ended");
}

/* Whether the child locks itself down to the end, and not the supervisor. */
static bool
is_late(const struct options *o)
{
	return o->boot || o->new_privs;
}

static _Noreturn void
child(struct watch *w, const struct program *p)
{
	quit_hook = tell_failure;
	if (holds_more(w))
		await_lowered(w);
	terminal_enter(w);
	signal_mask(w->mask);
	if (w->o->boot)
		lock_down(w->o);
	else
		set_pdeathsig(w->o, w->self);
	if (is_late(w->o))
		lock_finish(w->o, p);
	start(w->o, p);
}

static void
lower_own(const struct watch *w)
{
	uint64_t keep = 0;

	if (w->o->boot)
		keep = BIT64(K_CAP_SYS_BOOT)
			| (w->o->user ? BIT64(K_CAP_KILL) : 0);
	/* A workload that changes its user is still to get its signals. */
	else if (w->o->keep & BIT64(K_CAP_SETUID) || w->o->new_privs)
		keep = w->o->keep & BIT64(K_CAP_KILL);
	if (!w->o->boot) {
		caps_finish(keep);
		return;
	}
	caps_lock(keep);
	/* A wrong answer may have cut a loop short. */
	assert_caps(keep, !caps_bounding_left());
}

static void
close_from_to(unsigned first, unsigned last)
{
	if (sys(NR_close_range, first, last, 0) == 0)
		return;
	/* Before Linux 5.9. */
	for (unsigned fd = first; fd <= last && fd < 65536; fd++)
		sys(NR_close, fd, 0, 0);
}

/* Nobody shall find held open what the loop doesn't use. */
static void
close_others(const struct watch *w)
{
	const int used[] = { 2, w->terminal, w->pidfd, w->children, w->log };
	unsigned low = 0, next = 0;

	for (; next != UINT_MAX; low = next + 1) {
		next = UINT_MAX;
		for (unsigned i = 0; i < sizeof used / sizeof *used; i++)
			if (used[i] >= (int)low && (unsigned)used[i] < next)
				next = (unsigned)used[i];
		if (next > low)
			close_from_to(low, next - 1);
	}
}

/*
 * Until the child's end of the pipe is closed by its execve. Signals are
 * looked after meanwhile: it may be told to end, or to stop.
 */
static void
await_start(struct watch *w)
{
	struct pollfd fds[2] = {
		{ .fd = w->ready[0], .events = POLLIN },
		{ .fd = w->signals, .events = POLLIN }
	};

	for (;;) {
		sys5(NR_ppoll, (long)fds, 2, 0, 0, 0);
		if (fds[1].revents)
			watch_signals(w);
		/* Its failure is told: SIGCHLD follows. */
		if (fds[0].revents & POLLIN)
			fds[0].fd = -1;
		else if (fds[0].revents)
			break;
	}
	w->started = true;
}

static void
open_pidfd(struct watch *w)
{
	long fd;

	if (!w->o->kill_group)
		return;
	fd = sys(NR_pidfd_open, w->pid, 0, 0);
	w->pidfd = fd < 0 ? -1 : (int)fd;
}

static void
check_workload(const struct watch *w)
{
	const char *fault = workload_fault(w);

	if (fault && !never_executed(w))
		fail("supervise: %u: %s", (unsigned)w->pid, fault);
}

/*
 * The child comes first: what can wait is done when it has executed the
 * workload.
 */
static _Noreturn void
parent(struct watch *w)
{
	outer_hook = quit_hook;
	quit_hook = abandon;
	sys(NR_close, w->ready[1], 0, 0);
	/* It is the other session's. */
	if (w->o->kill_group || w->o->boot)
		w->terminal = -1;
	if (holds_more(w)) {
		lower_own(w);
		sys(NR_write, w->lowered[1], (long)"", 1);
		sys(NR_close, w->lowered[1], 0, 0);
	}
	open_pidfd(w);
	/* While the child executes the workload. */
	filter_make(w, w->p);
	await_start(w);
	await_exec(w);
	if (!w->ended)
		check_workload(w);
	/* A short workload has ended by now. */
	watch_signals(w);
	close_others(w);
	log_narrow(w, w->p);
	memory_give_back(w->p);
	filter_enter(w);
	quit_hook = outer_hook;
	watch_loop(w);
}

/* Else a workload of the same user could write to its memory. */
static void
forbid_access(void)
{
	long r = sc_prctl(K_PR_SET_DUMPABLE, 0, 0);

	must(r, "supervise: dumpable");
}

_Noreturn void
supervise(struct options *o, struct program *p)
{
	struct watch *w = &watch;
	long ppid = sys(NR_getppid, 0, 0, 0);
	long pid;

	watch_begin(w, o);
	denied_begin(w, p);
	if (o->boot)
		set_pdeathsig(o, ppid);
	else
		lock_down(o);
	if (!is_late(o))
		lock_finish(o, p);
	forbid_access();
	pid = sys(NR_clone, SIGCHLD, 0, 0);
	must(pid, "supervise: fork");
	w->pid = (int)pid;
	if (pid == 0)
		child(w, p);
	parent(w);
}
