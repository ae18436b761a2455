#include <errno.h>
#include "init.h"

/* Where in PATH to begin, and whether anything of that name is there. */
static const char *path;
static bool exists;
static bool installed;

void
no_filter(const struct options *o, long error, const char *whose)
{
	if (error != -ENOSYS && error != -EINVAL)
		fail("filter: %s", error_text(error));
	if (!o->best_effort)
		fail("filter: %s: this kernel cannot install one",
			error_text(error));
	warn("filter: %s: the %s runs without one", error_text(error), whose);
}

void
filter_install(const struct options *o, const struct program *p)
{
	long r;

	if (installed)
		return;
	installed = true;
	/* The filter may well deny it. */
	exists = find_command(o, &path);
	if (p->n == 0)
		return;
	r = sys(NR_prctl, K_PR_GET_SECCOMP, 0, 0);
	if (r >= 0) {
		installed_expect(o, p, r);
		r = sc_install(p->insn, p->n, p->flags | SC_INSTALL_NEW_PRIVS);
	}
	if (r < 0)
		no_filter(o, r, "workload");
	else
		installed_assert();
	if (r >= 0 && r & SC_INSTALL_LOG)
		warn("filter: the kernel cannot log what it denies");
}

/* As execvp(3), but a file in an unknown format is not given to a shell. */
static long
try_all(const struct options *o)
{
	const char *name;
	long error = -ENOENT;

	while ((name = candidate(o->command[0], &path))) {
		long r = sys(NR_execve, (long)name, (long)o->command,
			(long)o->env);

		if (r == -EACCES)
			error = r;
		else if (r != -ENOENT && r != -ENOTDIR)
			return r;
	}
	return error;
}

_Noreturn void
start(const struct options *o, const struct program *p)
{
	long error;

	filter_install(o, p);
	error = try_all(o);
	if (error == -ENOENT && exists)
		say("exec: %s: its interpreter or loader is missing",
			o->command[0]);
	else
		say("exec: %s: %s", o->command[0], error_text(error));
	quit(error == -ENOENT && !exists ? STATUS_NOTFOUND : STATUS_NOEXEC);
}
