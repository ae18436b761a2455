#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include "supervise.h"

bool
proc_is_ours(const struct watch *w)
{
	char text[DIGITS], digits[DIGITS];
	const char *own = decimal(digits, w->self);
	long n = sys5(NR_readlinkat, AT_FDCWD, (long)"/proc/self", (long)text,
		sizeof text, 0);

	return n > 0 && same(own, text, (size_t)n);
}

/*
 * Close-on-exec descriptors are closed shortly before the new credentials
 * count. To open this file takes the lock that is held until then, whether
 * it may be opened or not.
 */
void
await_exec(const struct watch *w)
{
	long fd;

	if (!w->proc)
		return;
	fd = proc_open(w->pid, "/auxv");
	if (fd >= 0)
		sys(NR_close, fd, 0, 0);
}

static long
user_namespace(int pid, char name[static 64])
{
	char path[64];

	proc_path(path, pid, "/ns/user");
	return sys5(NR_readlinkat, AT_FDCWD, (long)path, (long)name, 64, 0);
}

/*
 * In a user namespace of its own making, the workload has every capability
 * over that namespace, and none over ours.
 */
static bool
in_other_namespace(int pid)
{
	char ours[64], its[64];
	long n = user_namespace(0, ours), m = user_namespace(pid, its);

	return n > 0 && m > 0 && (n != m || memcmp(ours, its, (size_t)n));
}

/* The workload runs, and may already have given up more. */
static const char *
caps_fault(const struct watch *w, const struct sc_caps *c)
{
	uint64_t excess = (c->inheritable | c->permitted | c->effective
		| c->ambient) & ~w->o->keep;

	if (!caps_bounding_left())
		excess |= c->bounding & ~w->o->keep;
	if (excess && !in_other_namespace(w->pid))
		return "holds capabilities that are not to be kept";
	return NULL;
}

/*
 * SECCOMP_MODE_DEAD of kernel/seccomp.c (Linux 5.17), which no header has: a
 * filter has just killed it.
 */
enum { SECCOMP_MODE_DEAD = 3 };

static const char *
filter_fault(const struct sc_status *s)
{
	struct sc_status own;

	if (s->seccomp != K_SECCOMP_MODE_FILTER
			&& s->seccomp != SECCOMP_MODE_DEAD)
		return "has no filter";
	/* Linux before 5.9 doesn't count them. */
	if (s->seccomp_filters == UINT32_MAX)
		return NULL;
	if (status_read(&own, 0) < 0)
		return "has filters that cannot be counted";
	if (s->seccomp_filters <= own.seccomp_filters)
		return "lacks its filter";
	return NULL;
}

/* Without /proc: what capget(2) tells of another process. */
static const char *
capget_fault(const struct watch *w)
{
	struct sc_caps caps;

	if (sc_caps_of(&caps, w->pid) < 0)
		return "tells nothing about its capabilities";
	return caps_fault(w, &caps);
}

const char *
workload_fault(const struct watch *w)
{
	struct sc_status s;
	const char *fault;
	int r;

	if (!w->proc)
		return capget_fault(w);
	r = status_read(&s, w->pid);
	/* So hidepid= of proc(5) answers. */
	if (r == -ENOENT || r == -EPERM) {
		note("supervise: /proc hides the workload");
		return capget_fault(w);
	}
	if (r < 0)
		return error_text(r);
	fault = caps_fault(w, &s.caps);
	if (fault)
		return fault;
	if (!w->o->new_privs && s.no_new_privs != 1)
		return "lacks no_new_privs";
	if (!w->filtered || w->o->best_effort)
		return NULL;
	return filter_fault(&s);
}

/* linux/sched.h: it was forked, and has executed nothing since. */
enum { K_PF_FORKNOEXEC = 0x40 };

/* Flags are the seventh field behind the name, which may hold anything. */
bool
never_executed(const struct watch *w)
{
	char text[512];
	long fd = w->proc ? proc_open(w->pid, "/stat") : -1, n;
	const char *field;
	long long flags;

	if (fd < 0)
		return false;
	n = sys(NR_read, fd, (long)text, sizeof text - 1);
	sys(NR_close, fd, 0, 0);
	if (n <= 0)
		return false;
	text[n] = 0;
	while (n > 0 && text[n] != ')')
		n--;
	field = text + n;
	for (int blanks = 7; *field && blanks; field++)
		blanks -= *field == ' ';
	flags = parse_number(field, length_to(field, ' '), UINT32_MAX);
	return flags > 0 && flags & K_PF_FORKNOEXEC;
}
