/*
 * On the running kernel: every profile's program, with every action turned
 * into an errno that nothing else returns, so that no call is really made;
 * and then the actions themselves, for calls that are denied.
 */
#define _GNU_SOURCE
#include "bpf.h"
#include "live.h"
#include "sc.h"
#include "syscall.h"
#include "test.h"
#include "variant.h"
#include "words.h"

static struct sc_policy policy;
static struct sc_work work;
static struct sc_insn insn[SC_INSNS_MAX];
static int insns;

/* In order of strictness; errno values of the kernel's end at 530 or so. */
static const struct {
	uint32_t action, errno_;
} marks[] = {
	{ SC_KILL_PROCESS, 4000 }, { SC_KILL_THREAD, 4001 },
	{ SC_TRAP, 4002 }, { SC_USER_NOTIF, 4003 }, { SC_TRACE(0), 4004 },
	{ SC_LOG, 4005 }, { SC_ALLOW, 4006 }
};

/* What a marked program answers instead of action. */
static uint32_t
mark(uint32_t action)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (marks[i].action == action)
			return SC_ERRNO(marks[i].errno_);
	if ((action & SC_ACTION) != SC_ERRNO(0))
		abort();
	return action;
}

struct live {
	struct probe probe;
	struct sc_data data;    /* where they differ */
	long answer;
	uint32_t expected;
	uint64_t asked;
	bool finished;
};

/*
 * uretprobe and uprobe get by every filter (seccomp_is_const_allow's
 * exception in kernel/seccomp.c), and end the process.
 */
static bool
exempt(uint32_t nr)
{
	char name[SC_NAME_SIZE];

	return sc_name(policy.arch, nr, name) &&
		(!strcmp(name, "uretprobe") || !strcmp(name, "uprobe"));
}

static bool
ask(struct probe *p, const struct sc_data *d)
{
	struct live *l = (struct live *)p;
	const uint64_t *a = d->args;

	if (d->arch != sc_arch_token(policy.arch) || exempt((uint32_t)d->nr))
		return true;
	l->asked++;
	l->expected = sc_run(insn, (size_t)insns, d, NULL);
	if (l->expected != mark(sc_eval(&policy, d)))
		l->expected = 0;
	l->data = *d;
	l->answer = sc_syscall(d->nr, (long)a[0], (long)a[1], (long)a[2],
		(long)a[3], (long)a[4], (long)a[5]);
	return l->expected == SC_ERRNO(-l->answer);
}

/*
 * Before what doesn't return, the sanitizer for addresses makes calls, and
 * then tells of those that fail, by calls.
 */
#define ENDS __attribute__((no_sanitize("address")))

/*
 * Nothing but a fault ends this child: its exit_group would get an errno
 * too.
 */
ENDS static void
child(struct live *l)
{
	static struct words words;

	words_clear(&words);
	words_collect(&words, insn, (size_t)insns);
	l->probe.policy = &policy;
	l->probe.call = ask;
	if (sc_install(insn, (size_t)insns, 0) == 0)
		l->finished = probe_all(&l->probe) &&
			probe_words(&l->probe, &words);
	__builtin_trap();
}

static void
marked(struct live *l)
{
	int status;
	pid_t pid;

	insns = sc_compile(&policy, insn, SC_INSNS_MAX, &work);
	if (!CHECK(insns > 0))
		return;
	for (int i = 0; i < insns; i++)
		if (insn[i].code == BPF_RET_K)
			insn[i].k = mark(insn[i].k);
	memset(l, 0, sizeof *l);
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		child(l);
	status = live_wait(pid);
	CHECK(WIFSIGNALED(status) && (WTERMSIG(status) == SIGILL ||
		WTERMSIG(status) == SIGTRAP));
	printf("%" PRIu64 " calls\n", l->asked);
	CHECK(l->asked > 4000);
	if (!l->finished)
		FAIL("nr %d 0x%" PRIx64 " 0x%" PRIx64 " 0x%" PRIx64 " 0x%"
			PRIx64 " 0x%" PRIx64 " 0x%" PRIx64 ": kernel %ld, "
			"expected 0x%x", l->data.nr, l->data.args[0],
			l->data.args[1], l->data.args[2], l->data.args[3],
			l->data.args[4], l->data.args[5], l->answer,
			l->expected);
}

static void
profile(unsigned id, uint32_t deny, bool harden, enum sc_network network)
{
	struct sc_target t = {
		.arch = sc_arch_native(), .kernel = SC_KERNEL(6, 18)
	};

	sc_profile(&policy, id, &t, network);
	if (harden)
		sc_policy_harden(&policy);
	if (deny)
		sc_policy_deny_action(&policy, deny);
}

static void
answers(void)
{
	struct live *l = live_shared(sizeof *l);

	for (unsigned id = SC_PROFILE_DOCKER; id <= SC_PROFILE_LOG; id++) {
		test("%s: the kernel answers as the interpreter",
			sc_profile_name(id));
		profile(id, 0, false, SC_NETWORK_DEFAULT);
		marked(l);
		profile(id, SC_TRAP, true, SC_NETWORK_OFF);
		marked(l);
	}
}

/* Whether a program like this one has been asked before. */
static bool
asked_before(void)
{
	static uint8_t digests[64 * 6][SC_SHA256_SIZE];
	static unsigned n;

	insns = sc_compile(&policy, insn, SC_INSNS_MAX, &work);
	if (!CHECK(insns > 0) || !CHECK(n < sizeof digests / sizeof *digests))
		return false;
	sc_sha256(digests[n], insn, (size_t)insns * sizeof *insn);
	for (unsigned i = 0; i < n; i++)
		if (!memcmp(digests[i], digests[n], SC_SHA256_SIZE))
			return true;
	n++;
	return false;
}

/* None, each alone, Docker's 14, all. The same program is asked once. */
static void
capabilities(void)
{
	struct live *l = live_shared(sizeof *l);
	unsigned step = test_env("COUNT", 1000) < 1000 ? 11 : 1;
	unsigned n = 0, same = 0;

	test("no capability, each, Docker's 14, all: the kernel answers as "
		"the interpreter");
	for (unsigned i = 0; i < 5 * 44; i += step, n++) {
		unsigned cap = i / 5;
		struct sc_target t = {
			.arch = sc_arch_native(), .kernel = SC_KERNEL(6, 18),
			.caps = cap < 41 ? 1ull << cap : cap == 41 ?
				0xa80425fb : cap == 42 ? (1ull << 41) - 1 : 0
		};

		sc_profile(&policy, SC_PROFILE_DOCKER + i % 5, &t,
			SC_NETWORK_DEFAULT);
		if (asked_before())
			same++;
		else
			marked(l);
	}
	printf("%u policies, %u of them the same program as another one\n", n,
		same);
	CHECK(same < n);
}

enum { KILLED = 1, TRAPPED, RETURNED };

struct outcome {
	int kind;
	long value;
};

static struct outcome *outcome;

ENDS static void
on_sigsys(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	(void)context;
	outcome->kind = TRAPPED;
	outcome->value = info->si_syscall;
	__builtin_trap();
}

/* The child can only fault its way out, whatever the filter is. */
ENDS static void
denied_child(uint32_t nr)
{
	struct sigaction action = { .sa_sigaction = on_sigsys,
		.sa_flags = SA_SIGINFO };

	sigaction(SIGSYS, &action, NULL);
	if (sc_install(insn, (size_t)insns, 0) == 0) {
		outcome->kind = KILLED;
		outcome->value = sc_syscall(nr, 0, 0, 0, 0, 0, 0);
		outcome->kind = RETURNED;
	}
	__builtin_trap();
}

static void
denied(uint32_t nr, uint32_t action)
{
	int status;
	pid_t pid;

	memset(outcome, 0, sizeof *outcome);
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		denied_child(nr);
	status = live_wait(pid);
	switch (action & SC_ACTION) {
	case SC_KILL_PROCESS:
	case SC_KILL_THREAD:
		if (outcome->kind != KILLED || !WIFSIGNALED(status) ||
		    WTERMSIG(status) != SIGSYS)
			FAIL("nr %u isn't killed: kind %d, status 0x%x", nr,
				outcome->kind, status);
		break;
	case SC_TRAP:
		if (outcome->kind != TRAPPED ||
		    (uint32_t)outcome->value != nr)
			FAIL("nr %u isn't trapped: kind %d, status 0x%x", nr,
				outcome->kind, status);
		break;
	case SC_ERRNO(0):
		if (outcome->kind != RETURNED ||
		    outcome->value != -(long)(action & SC_DATA))
			FAIL("nr %u returns %ld, not -%u", nr, outcome->value,
				action & SC_DATA);
		break;
	}
}

/* Every number that is denied whatever its arguments, really issued. */
static void
deny_all(void)
{
	static const uint32_t others[] = {
		600, 0x3fffffff, 0x40000000, 0x40000000 | 272, UINT32_MAX
	};
	unsigned n = 0;

	insns = sc_compile(&policy, insn, SC_INSNS_MAX, &work);
	if (!CHECK(insns > 0))
		return;
	for (uint32_t i = 0; i <= sc_arch_last(policy.arch) + 5; i++) {
		uint32_t nr = i <= sc_arch_last(policy.arch) ? i :
			others[i - sc_arch_last(policy.arch) - 1], action;

		if (exempt(nr) || !sc_policy_constant(&policy, nr, &action) ||
		    sc_action_cmp(action, SC_USER_NOTIF) >= 0)
			continue;
		denied(nr, action);
		n++;
	}
	printf("%u numbers\n", n);
	CHECK(n >= 4);
}

static void
actions(void)
{
	static const uint32_t deny[] = {
		0, SC_KILL_PROCESS, SC_KILL_THREAD, SC_TRAP, SC_ERRNO(95)
	};

	outcome = live_shared(sizeof *outcome);
	for (unsigned id = SC_PROFILE_DOCKER; id <= SC_PROFILE_DENYLIST; id++)
		for (size_t i = 0; i < sizeof deny / sizeof *deny; i++) {
			test("%s: what is denied, deny action 0x%x",
				sc_profile_name(id), deny[i]);
			profile(id, deny[i], false, SC_NETWORK_DEFAULT);
			deny_all();
		}
}

int
main(void)
{
	const struct rlimit none = { 0, 0 };
	const char *reason = live_reason();

	if (reason) {
		skip("the kernel answers as the interpreter", reason);
		skip("no capability, each, Docker's 14, all", reason);
		skip("what is denied", reason);
		return test_done();
	}
	setrlimit(RLIMIT_CORE, &none);
	rnd_seed();
	answers();
	capabilities();
	actions();
	return test_done();
}
