#define _GNU_SOURCE
#include <sys/wait.h>
#include "supervise.h"

enum answer { PERMITTED, BY_ARGUMENTS, DENIED };

static enum answer
answer_of(const struct sc_policy *policy, uint32_t nr)
{
	uint32_t action;

	if (!sc_policy_constant(policy, nr, &action))
		return BY_ARGUMENTS;
	return sc_action_cmp(action, SC_LOG) < 0 ? DENIED : PERMITTED;
}

static bool
is_trap(uint32_t action)
{
	return (action & SC_ACTION) == SC_TRAP;
}

static bool
is_fatal(uint32_t action)
{
	return sc_action_cmp(action, SC_TRAP) <= 0;
}

/* Whether it has such an action, other than for another ABI. */
static bool
has(const struct sc_policy *policy, bool (*is)(uint32_t action))
{
	for (unsigned i = 0; i < policy->nrules; i++)
		if (is(policy->rules[i].action))
			return true;
	return is(policy->default_action) || is(policy->future_action);
}

void
denied_begin(struct watch *w, struct program *p)
{
	uint32_t last = sc_arch_last(sc_arch_native());

	w->p = p;
	w->log = -1;
	w->filtered = p->n > 0;
	if (!w->filtered)
		return;
	w->kills = has(&p->policy, is_fatal);
	for (uint32_t nr = 0; nr <= last && nr < sizeof w->answer; nr++)
		w->answer[nr] = (uint8_t)answer_of(&p->policy, nr);
	log_open(w);
	/* KILL is always told, TRAP when it is asked for. */
	if (w->log >= 0 && has(&p->policy, is_trap))
		p->flags |= SC_INSTALL_LOG;
}

/* Whether --allow could add it; the policy itself is no longer there. */
static bool
can_be_allowed(const struct watch *w, const char *name)
{
	struct sc_policy *policy = &w->p->policy;
	const char *profile = w->o->profile ? w->o->profile : "docker";

	sc_policy_init(policy, sc_arch_native(), SC_KILL_PROCESS);
	if (!w->o->seccomp)
		policy->profile = (uint8_t)sc_profile_find(profile,
			length(profile));
	return sc_policy_allow(policy, name, length(name)) >= 0;
}

#define KILLED "workload killed: call "
#define BY " denied by profile %s"

static void
say_denied(const struct watch *w, const char *profile, const char *name,
	uint32_t nr)
{
	if (is_denied(w->o, name))
		say(KILLED "%s (%u) denied by --deny %s", name, nr, name);
	else if (can_be_allowed(w, name))
		say(KILLED "%s (%u)" BY "; --allow %s would permit it", name,
			nr, profile, name);
	else
		say(KILLED "%s (%u)" BY "%s", name, nr, profile,
			w->o->seccomp ? "" : ", to which it may not be added");
}

static void
say_call(const struct watch *w, const struct denied *d, const char *profile)
{
	const struct sc_arch *arch = sc_arch_native();
	uint32_t nr = (uint32_t)d->nr;
	char text[SC_NAME_SIZE];
	const char *name = sc_name(arch, nr, text);

	if (d->token != sc_arch_token(arch) || (sc_arch_x32(arch) &&
			nr >= sc_arch_x32(arch)))
		say(KILLED "%u of another ABI, which no profile allows", nr);
	else if (!name || nr >= sizeof w->answer)
		say(KILLED "%u, which has no name," BY, nr, profile);
	else if (w->answer[nr] == PERMITTED)
		say(KILLED "%s (%u) denied by a filter of its own", name, nr);
	else if (w->answer[nr] == BY_ARGUMENTS)
		say(KILLED "%s (%u) with these arguments" BY, name, nr,
			profile);
	else
		say_denied(w, profile, name, nr);
}

void
denied_tell(const struct watch *w, int status)
{
	const char *profile = w->o->seccomp ? w->o->seccomp
		: w->o->profile ? w->o->profile : "docker";
	struct denied d = { 0 };

	if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSYS ||
			!w->filtered)
		return;
	log_read(w, &d);
	if (d.known)
		say_call(w, &d, profile);
	else if (w->kills)
		say("workload killed by SIGSYS: which call was denied, if one "
			"was, the kernel does not tell here; with "
			"--deny-action log its log has it");
}
