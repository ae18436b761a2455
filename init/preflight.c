#include <fcntl.h>
#include "init.h"

static _Noreturn void
fail_denied(const struct options *o, const struct program *p, uint32_t nr,
	uint32_t action)
{
	char name_text[SC_NAME_SIZE], text[SC_ACTION_TEXT];
	const char *name = sc_name(p->policy.arch, nr, name_text);

	const char *by = "--deny";

	sc_action_format(action, text);
	if (!is_denied(o, name)) {
		if (sc_policy_first(&p->policy, nr) < 0)
			fail("pre-flight: %s: denied by the profile (%s); "
				"--allow %s would permit it", name, text, name);
		by = "a rule of the profile";
	}
	fail("pre-flight: %s: denied by %s (%s)", name, by, text);
}

static uint32_t
answer(const struct program *p, uint32_t nr, long a, long b, long c)
{
	struct sc_data data = {
		.nr = (int32_t)nr,
		.arch = sc_arch_token(p->policy.arch),
		.args = { (uint64_t)a, (uint64_t)b, (uint64_t)c }
	};

	return sc_run(p->insn, p->n, &data, NULL);
}

static bool
made(uint32_t action)
{
	return action == SC_ALLOW || action == SC_LOG;
}

bool
permits(const struct program *p, uint32_t nr, long a)
{
	return made(answer(p, nr, a, 0, 0));
}

static void
require(const struct options *o, const struct program *p, uint32_t nr,
	long a, long b, long c)
{
	uint32_t action = answer(p, nr, a, b, c);

	if (!made(action))
		fail_denied(o, p, nr, action);
}

/* What lock_finish does after it has installed the filter. */
static void
require_lock_finish(const struct options *o, const struct program *p)
{
	static const struct {
		uint16_t nr;
		int16_t a;
		uint32_t b, c;
	} calls[] = {
		{ NR_capset, 0, 0, 0 },
		{ NR_capget, 0, 0, 0 },
		{ NR_prctl, K_PR_GET_NO_NEW_PRIVS, 0, 0 },
		{ NR_prctl, K_PR_GET_SECUREBITS, 0, 0 },
		{ NR_openat, AT_FDCWD, 0, O_RDONLY | O_CLOEXEC },
		{ NR_read, 3, 0, 0 },
		{ NR_close, 3, 0, 0 },
		/* With --user. */
		{ NR_getresuid, 0, 0, 0 },
		{ NR_getresgid, 0, 0, 0 },
		{ NR_getgroups, GROUPS_MAX, 0, 0 }
	};
	unsigned n = sizeof calls / sizeof *calls - (o->user ? 0 : 3);

	for (unsigned i = 0; i < n; i++)
		require(o, p, calls[i].nr, calls[i].a, calls[i].b, calls[i].c);
	for (unsigned cap = 0; cap <= 64; cap++) {
		require(o, p, NR_prctl, K_PR_CAPBSET_READ, cap, 0);
		require(o, p, NR_prctl, K_PR_CAP_AMBIENT,
			K_PR_CAP_AMBIENT_IS_SET, cap);
	}
}

void
preflight(const struct options *o, const struct program *p)
{
	caps_check(o);
	if (p->n == 0)
		return;
	require(o, p, NR_execve, (long)o->command[0], (long)o->command,
		(long)o->env);
	require(o, p, NR_exit_group, STATUS_NOTFOUND, 0, 0);
	if (o->new_privs)
		require_lock_finish(o, p);
}
