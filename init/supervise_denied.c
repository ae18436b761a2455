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

	sc_policy_init(policy, sc_arch_native(), SC_KILL_PROCESS);
	policy->profile = (uint8_t)w->o->profile_id;
	return sc_policy_allow(policy, name, length(name)) >= 0;
}

static void
say_known(const struct watch *w, const char *name, uint32_t nr)
{
	const char *by = " denied by profile ", *whom = w->o->profile;
	const char *then = "", *which = "", *end = "";

	if (w->answer[nr] == PERMITTED) {
		by = " denied by a filter of its own";
		whom = "";
	} else if (w->answer[nr] == BY_ARGUMENTS) {
		by = " with these arguments denied by profile ";
	} else if (is_denied(w->o, name)) {
		by = " denied by --deny ";
		whom = name;
	} else if (can_be_allowed(w, name)) {
		then = "; --allow ";
		which = name;
		end = " would permit it";
	} else if (!w->o->seccomp) {
		then = ", to which it may not be added";
	}
	say("workload killed: call %s (%u)%s%s%s%s%s", name, nr, by, whom,
		then, which, end);
}

static void
say_call(const struct watch *w, const struct denied *d)
{
	const struct sc_arch *arch = sc_arch_native();
	uint32_t nr = (uint32_t)d->nr;
	char text[SC_NAME_SIZE];
	const char *name = sc_name(arch, nr, text);

	if (d->token != sc_arch_token(arch) || (sc_arch_x32(arch) &&
			nr >= sc_arch_x32(arch)))
		say("workload killed: call %u of another ABI, which no profile"
			" allows", nr);
	else if (!name || nr >= sizeof w->answer)
		say("workload killed: call %u, which has no name, denied by "
			"profile %s", nr, w->o->profile);
	else
		say_known(w, name, nr);
}

void
denied_tell(const struct watch *w, int status)
{
	struct denied d = { 0 };

	if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSYS ||
			!w->filtered)
		return;
	log_read(w, &d);
	if (d.known)
		say_call(w, &d);
	else if (w->kills)
		say("workload killed by SIGSYS: which call was denied, if one "
			"was, the kernel does not tell here; with "
			"--deny-action log its log has it");
}
