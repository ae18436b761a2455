#define _GNU_SOURCE
#include <sys/ioctl.h>
#include <sys/mman.h>
#include "supervise.h"

enum { PAGE = 4096, STACK = 1 << 18 };

static struct sc_insn insn[128];
static int insns;

static void
allow(struct sc_policy *policy, unsigned nr, unsigned arg, uint32_t value)
{
	struct sc_cond cond = { (uint8_t)arg, 32, SC_EQ, value, 0 };

	if (sc_policy_rule(policy, nr, SC_ALLOW, &cond, 1) < 0)
		fail("supervise: filter: no room");
}

static void
allow_any(struct sc_policy *policy, unsigned nr)
{
	if (sc_policy_rule(policy, nr, SC_ALLOW, NULL, 0) < 0)
		fail("supervise: filter: no room");
}

static void
allow_terminal(struct sc_policy *policy)
{
	allow(policy, NR_ioctl, 1, TIOCGPGRP);
	allow(policy, NR_ioctl, 1, TIOCSPGRP);
	/* To be stopped as the rest of its job. */
	allow_any(policy, NR_rt_sigprocmask);
}

static void
allow_boot(struct sc_policy *policy, const struct options *o)
{
	allow_any(policy, NR_sync);
	allow(policy, NR_ioctl, 1, TCSBRK);
	if (boot_request(o))
		allow(policy, NR_reboot, 2, boot_request(o));
}

static void
allow_loop(struct sc_policy *policy, const struct watch *w)
{
	sc_policy_init(policy, sc_arch_native(), SC_KILL_PROCESS);
	allow_any(policy, NR_rt_sigtimedwait);
	allow_any(policy, NR_wait4);
	allow_any(policy, NR_kill);
	allow_any(policy, NR_rt_sigqueueinfo);
	allow(policy, NR_write, 0, 2);
	allow_any(policy, NR_exit_group);
	if (w->log >= 0)
		allow(policy, NR_read, 0, (uint32_t)w->log);
	if (w->o->kill_group)
		allow_any(policy, NR_pidfd_send_signal);
	if (w->o->stop_timeout_s)
		allow_any(policy, NR_clock_gettime);
	if (w->children >= 0)
		allow_any(policy, NR_pread64);
	if (w->o->boot)
		allow_boot(policy, w->o);
	else if (w->terminal >= 0 && !w->o->kill_group)
		allow_terminal(policy);
}

void
filter_make(const struct watch *w, struct program *p)
{
	allow_loop(&p->policy, w);
	insns = sc_compile(&p->policy, insn, sizeof insn / sizeof *insn,
		&p->work);
	must(insns, "supervise: filter");
}

/* Gives back whole pages; reading them again would yield zeros. */
static void
give_back(uintptr_t from, uintptr_t to)
{
	from = (from + PAGE - 1) & -(uintptr_t)PAGE;
	to &= -(uintptr_t)PAGE;
	if (from < to)
		sys(NR_madvise, (long)from, (long)(to - from),
			MADV_DONTNEED);
}

void
filter_enter(const struct watch *w)
{
	int r = sc_install(insn, (size_t)insns, 0);

	if (r < 0)
		no_filter(w->o, r, "supervisor");
}

/* The stack below this function's caller, and the workload's program. */
void
memory_give_back(const struct program *p)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);

	give_back((uintptr_t)p, (uintptr_t)(p + 1));
	give_back(here - STACK, here - PAGE);
}
