#include <errno.h>
#include <unistd.h>
#include "init.h"

/*
 * How it is going to show: by the mode, by the number of filters, which a
 * descriptor of /proc/self/status tells, or not at all.
 */
static bool by_mode, by_count;
static long status_fd;
static uint32_t before;

/* Linux before 5.9 doesn't count them: UINT32_MAX, if there are any. */
static uint32_t
filters(void)
{
	struct sc_status s;
	long r = status_fd;

	if (r >= 0)
		r = status_take(&s, r);
	if (r < 0)
		fail("assert: /proc/self/status: %s", error_text(r));
	return s.seccomp ? s.seccomp_filters : 0;
}

static void
count_before(void)
{
	status_fd = proc_open(0, "/status");
	if (status_fd == -ENOENT)
		return;
	before = filters();
	by_count = before != UINT32_MAX;
	/* What is read at the beginning is made up anew. */
	must(sys(NR_lseek, status_fd, 0, SEEK_SET), "filter: lseek");
}

void
installed_expect(const struct options *o, const struct program *p, long mode)
{
	by_mode = mode == 0 && permits(p, NR_prctl, K_PR_GET_SECCOMP);
	/* A supervisor counts them. */
	if (by_mode || o->supervise)
		return;
	if (permits(p, NR_read, 3))
		count_before();
	if (!by_count)
		note("filter: installed, but unchecked");
}

void
installed_assert(void)
{
	if ((by_mode && sys(NR_prctl, K_PR_GET_SECCOMP, 0, 0)
			!= K_SECCOMP_MODE_FILTER)
			|| (by_count && filters() <= before))
		fail("filter: not installed");
}
