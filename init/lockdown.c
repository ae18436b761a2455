#include "init.h"

#define BIT(cap) ((uint64_t)1 << (cap))

enum { SIGCHLD_NUMBER = 17, SIGSET_SIZE = 8 };

/*
 * If SIGCHLD is ignored, which execve(2) hands on, children vanish before
 * their parent can wait for them.
 */
static void
reset_sigchld(void)
{
	/* As large as struct sigaction of the kernel on any architecture. */
	static const unsigned long dfl[8];
	long r = sys5(NR_rt_sigaction, SIGCHLD_NUMBER, (long)dfl, 0,
		SIGSET_SIZE, 0);

	must(r, "signals: SIGCHLD");
}

static void
change_directory(const struct options *o)
{
	long r;

	if (o->umask >= 0)
		sys(NR_umask, o->umask, 0, 0);
	if (!o->chdir)
		return;
	r = sys(NR_chdir, (long)o->chdir, 0, 0);
	must(r, "chdir: %s", o->chdir);
}

static void
set_no_new_privs(void)
{
	long r = sc_prctl(K_PR_SET_NO_NEW_PRIVS, 1, 0);

	must(r, "no_new_privs");
}

/* The parent may have ended before it could make a difference. */
void
set_pdeathsig(const struct options *o, long parent)
{
	long r;

	if (!o->pdeathsig)
		return;
	r = sc_prctl(K_PR_SET_PDEATHSIG, o->pdeathsig, 0);
	must(r, "pdeathsig");
	if (sys(NR_getppid, 0, 0, 0) != parent)
		fail("pdeathsig: the parent has ended");
}

void
lock_down(const struct options *o)
{
	long parent = o->pdeathsig ? sys(NR_getppid, 0, 0, 0) : 0;

	reset_sigchld();
	limits_set(o);
	change_directory(o);
	if (!o->keep_fds)
		fds_mark();

	if (!o->new_privs)
		set_no_new_privs();
	caps_before(o->keep);
	user_change(o);
	caps_narrow(o->keep, o->new_privs ? BIT(K_CAP_SYS_ADMIN) : 0);
	set_pdeathsig(o, parent);
}

/* Nothing of this may happen under the filter, except with new_privs. */
void
lock_finish(const struct options *o, const struct program *p)
{
	if (o->new_privs)
		filter_install(o, p);
	caps_finish(o->keep);
	assert_locked(o);
}
