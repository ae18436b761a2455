/*
 * The same policy by two ways gives the same program, byte for byte: docker
 * and moby's file; any policy, and what is read back after writing it. And
 * what reading and compiling costs.
 */
#define _POSIX_C_SOURCE 200809L
#define _DEFAULT_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <time.h>
#include "guard.h"
#include "sc.h"

#define MOBY "../shared/data/profiles/moby-default.json"

/* What Docker keeps unless told otherwise. */
static const char docker_caps[] = "chown,dac_override,fsetid,fowner,mknod,"
	"net_raw,setgid,setuid,setfcap,setpcap,net_bind_service,sys_chroot,"
	"kill,audit_write";

struct program {
	struct sc_policy policy;
	struct sc_work work;
	struct sc_insn insn[SC_INSNS_MAX];
	int n;
};

static struct program a, b;

static char written[1 << 18];
static size_t written_len;

static void
put(void *context, const char *text, size_t len)
{
	(void)context;
	if (written_len + len > sizeof written)
		abort();
	memcpy(written + written_len, text, len);
	written_len += len;
}

static void
compile(struct program *p)
{
	p->n = sc_compile(&p->policy, p->insn, SC_INSNS_MAX, &p->work);
}

static bool
same_program(void)
{
	return a.n == b.n && (a.n <= 0 || !memcmp(a.insn, b.insn,
		(size_t)a.n * sizeof *a.insn));
}

static int
read_into(struct program *p, const char *text, size_t len,
	const struct sc_target *target)
{
	struct sc_oci_report report = { 0 };
	int e = sc_oci_read(&p->policy, guarded(text, len), len, target,
		&report);

	if (e)
		FAIL("%u:%u %s", report.line, report.column, report.reason);
	return e;
}

/* Writes the policy of a, reads it into b, and compares. */
static bool
goes_round(unsigned flags)
{
	struct sc_target target = { a.policy.arch, 0, 0 };
	struct sc_oci_report report = { 0 };

	written_len = 0;
	if (!CHECK_INT(sc_oci_write(&a.policy, flags, put, NULL), 0))
		return false;
	if (sc_oci_read(&b.policy, guarded(written, written_len), written_len,
	    &target, &report))
		return FAIL("%u:%u %s", report.line, report.column,
			report.reason);
	CHECK_INT(report.flags, flags);
	CHECK_INT(a.policy.none, b.policy.none);
	compile(&a);
	compile(&b);
	return same_program();
}

static uint64_t
caps_of(const char *list)
{
	uint64_t caps = 0;
	const char *bad;
	size_t len;

	if (sc_cap_list(&caps, list, &bad, &len))
		abort();
	return caps;
}

static void
unexpected(void *context, enum sc_oci_level level, uint32_t line,
	uint32_t column, const char *text)
{
	(void)context;
	if (level != SC_OCI_NOTE)
		FAIL("%u:%u %s", line, column, text);
}

static void
docker(const char *text, size_t len, const struct sc_target *target)
{
	struct sc_oci_report report = { .note = unexpected };

	CHECK_INT(sc_oci_read(&a.policy, guarded(text, len), len, target,
		&report), 0);
	sc_profile(&b.policy, SC_PROFILE_DOCKER, target, SC_NETWORK_DEFAULT);
	compile(&a);
	compile(&b);
	CHECK(a.n > 0);
	CHECK(same_program());
}

static void
moby(const char *text, size_t len)
{
	static const uint32_t kernels[] = {
		SC_KERNEL(4, 4), SC_KERNEL(4, 8), SC_KERNEL(6, 18)
	};
	const uint64_t caps[] = {
		0, caps_of("sys_admin"), caps_of(docker_caps), UINT64_MAX
	};
	const struct sc_arch *arch;

	for (unsigned i = 0; arch = sc_arch_at(i), arch; i++) {
		test("oci: docker is moby's file on %s", sc_arch_name(arch));
		for (unsigned k = 0; k < 3; k++) {
			struct sc_target target = { arch, 0, kernels[k] };

			for (unsigned c = 0; c < 4; c++) {
				target.caps = caps[c];
				docker(text, len, &target);
			}
			for (unsigned c = 0; c < 41; c++) {
				target.caps = UINT64_C(1) << c;
				docker(text, len, &target);
			}
		}
	}
}

static void
cut(const char *text, size_t len)
{
	struct sc_target target = { sc_arch_native(), 0, SC_KERNEL(6, 18) };
	struct sc_oci_report report = { 0 };

	test("oci: moby's file cut short anywhere is refused");
	while (len && strchr(" \n\t", text[len - 1]))
		len--;
	for (size_t n = 0; n < len; n++)
		if (sc_oci_read(&a.policy, guarded(text, n), n, &target,
		    &report) != -SC_EINVAL || !report.line ||
		    !*report.reason)
			FAIL("at %zu", n);
	CHECK_INT(read_into(&a, text, len, &target), 0);
}

static void
built_in(void)
{
	static const uint64_t caps[] = { 0, 1 << 21, UINT64_MAX };
	const struct sc_arch *arch;

	for (unsigned i = 0; arch = sc_arch_at(i), arch; i++)
	for (unsigned id = SC_PROFILE_DOCKER; id <= SC_PROFILE_NONE; id++) {
		test("oci: %s on %s goes round", sc_profile_name(id),
			sc_arch_name(arch));
		for (unsigned v = 0; v < 3 * 3 * 2 * 4; v++) {
			struct sc_target target = { arch, caps[v % 3],
				SC_KERNEL(6, 18) };
			unsigned deny = v / 18;

			sc_profile(&a.policy, id, &target, v / 3 % 3);
			if (v / 9 % 2)
				CHECK(sc_policy_harden(&a.policy) >= 0);
			if (deny == 1)
				sc_policy_deny_action(&a.policy, SC_LOG);
			if (deny == 2)
				sc_policy_deny_action(&a.policy,
					SC_KILL_PROCESS);
			if (deny == 3) {
				sc_policy_allow(&a.policy, "io_setup", 8);
				sc_policy_allow(&a.policy, "personality", 11);
				sc_policy_deny(&a.policy, "openat", 6);
				sc_policy_deny(&a.policy, "clone", 5);
				a.policy.x32_action = SC_ERRNO(SC_ENOSYS);
			}
			if (!goes_round(v % 8))
				FAIL("not in variant %u", v);
		}
	}
}

static uint32_t
random_action(void)
{
	static const uint32_t actions[] = {
		SC_KILL_PROCESS, SC_KILL_THREAD, SC_TRAP, SC_LOG, SC_ALLOW,
		SC_ALLOW
	};
	unsigned i = rnd_below(9);

	if (i < 6)
		return actions[i];
	return i == 6 ? SC_TRACE(rnd_below(3)) : SC_ERRNO(rnd_below(3));
}

static uint64_t
random_value(void)
{
	uint64_t v = rnd() >> rnd_below(64);

	return rnd_below(2) ? v : rnd_below(4);
}

static void
random_cond(struct sc_cond *c, unsigned arg)
{
	uint64_t most;

	c->arg = (uint8_t)arg;
	c->width = rnd_below(2) ? 64 : 32;
	most = c->width == 32 ? UINT32_MAX : UINT64_MAX;
	c->op = (uint8_t)rnd_below(SC_MASKED_EQ + 1);
	if (c->width == 32 && c->op != SC_EQ)
		c->op = SC_MASKED_EQ;
	c->mask = c->op == SC_MASKED_EQ ? random_value() & most : 0;
	c->value = random_value() & most;
	if (c->op == SC_MASKED_EQ)
		c->value &= c->mask;
}

static void
random_policy(const struct sc_arch *arch)
{
	unsigned n = rnd_below(rnd_below(4) ? 8 : 60);
	unsigned calls = 1 + rnd_below(12);

	sc_policy_init(&a.policy, arch, random_action());
	while (n--) {
		struct sc_cond c[6];
		unsigned nconds = 0, skip = rnd_below(7);
		uint32_t nr = rnd_below(calls) * 7;
		char name[SC_NAME_SIZE];

		for (unsigned i = skip; i < 6 && nconds < 3; i++)
			if (rnd_below(2))
				random_cond(&c[nconds++], i);
		if (!sc_name(arch, nr, name))
			continue;
		CHECK_INT(sc_policy_rule(&a.policy, nr, random_action(), c,
			nconds), 0);
		if (!rnd_below(20))
			sc_policy_remove(&a.policy, nr);
	}
	a.policy.future_action = random_action();
	if (rnd_below(2))
		a.policy.x32_action = SC_ERRNO(SC_ENOSYS);
}

static void
random_policies(void)
{
	uint64_t count = test_env("COUNT", 3000);
	const struct sc_arch *arch;

	test("oci: %" PRIu64 " random policies go round", count);
	rnd_seed();
	for (uint64_t i = 0; i < count; i++) {
		uint64_t seed = test_state.random;

		arch = sc_arch_at(rnd_below(2));
		random_policy(arch);
		if (!goes_round(rnd_below(8)))
			FAIL("policy of SEED=%" PRIu64, seed);
	}
}

/* What the format has no words for. */
static void
unsayable(void)
{
	static const struct sc_cond twice[] = {
		{ 0, 64, SC_GT, 1, 0 }, { 0, 64, SC_LT, 9, 0 }
	};
	static const struct sc_cond half[] = { { 0, 32, SC_NE, 1, 0 } };
	const struct sc_arch *arch = sc_arch_native();

	test("oci: what cannot be written is not");
	written_len = 0;
	for (unsigned i = 0; i < 5; i++) {
		sc_policy_init(&a.policy, arch, SC_ERRNO(1));
		if (i == 0)
			sc_policy_rule(&a.policy, 0, SC_ALLOW, twice, 2);
		if (i == 1)
			sc_policy_rule(&a.policy, 0, SC_ALLOW, half, 1);
		if (i == 2)
			sc_policy_rule(&a.policy, 2000, SC_ALLOW, NULL, 0);
		if (i == 3)
			sc_policy_rule(&a.policy, 0, SC_USER_NOTIF, NULL, 0);
		if (i == 4)
			sc_policy_rule(&a.policy, 0, SC_TRAP | 1, NULL, 0);
		CHECK_INT(sc_oci_write(&a.policy, 0, put, NULL),
			-SC_EOPNOTSUPP);
		sc_policy_remove(&a.policy, 0);
		sc_policy_remove(&a.policy, 2000);
		written_len = 0;
		CHECK_INT(sc_oci_write(&a.policy, 0, put, NULL), 0);
		CHECK(written_len > 0);
	}
	written_len = 0;
	for (unsigned i = 0; i < 3; i++) {
		sc_policy_init(&a.policy, arch, SC_ERRNO(1));
		if (i == 0)
			a.policy.default_action = SC_USER_NOTIF;
		if (i == 1)
			a.policy.future_action = SC_USER_NOTIF;
		if (i == 2)
			a.policy.x32_action = SC_USER_NOTIF;
		CHECK_INT(sc_oci_write(&a.policy, 0, put, NULL),
			-SC_EOPNOTSUPP);
		CHECK_INT(written_len, 0);
	}
}

/* Working memory, all of one byte that is not likely to be written. */
enum { PAINT = 0xa7, STACK = 1 << 18, PAGE = 4096 };

struct job {
	const char *text;
	size_t len;
	struct program *p;
	int error;
	double best_us;
};

static void *
do_job(void *argument)
{
	struct job *j = argument;
	struct sc_target target = { sc_arch_native(), 0, SC_KERNEL(6, 18) };
	struct sc_oci_report report;

	report.note = NULL;
	j->error = sc_oci_read(&j->p->policy, j->text, j->len, &target,
		&report);
	compile(j->p);
	return NULL;
}

static size_t
pages_touched(const unsigned char *area, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < size; i += PAGE)
		for (size_t k = 0; k < PAGE; k++)
			if (area[i + k] != PAINT) {
				n++;
				break;
			}
	return n;
}

/* In a thread of its own, whose stack can be looked at. */
static void
memory(const char *text, size_t len)
{
	size_t size = (sizeof(struct program) + PAGE - 1) & -(size_t)PAGE;
	unsigned char *stack = aligned_alloc(PAGE, STACK);
	unsigned char *area = aligned_alloc(PAGE, size);
	struct job job = { text, len, (void *)area, 0, 0 };
	pthread_attr_t attr;
	pthread_t thread;
	size_t bytes;

	test("oci: moby's file needs at most 64 KiB to be read and compiled");
	memset(stack, PAINT, STACK);
	memset(area, PAINT, size);
	pthread_attr_init(&attr);
	if (pthread_attr_setstack(&attr, stack, STACK) ||
	    pthread_create(&thread, &attr, do_job, &job)) {
		FAIL("no thread");
		return;
	}
	pthread_join(thread, NULL);
	CHECK_INT(job.error, 0);
	CHECK(job.p->n > 0);
	bytes = PAGE * (pages_touched(stack, STACK) +
		pages_touched(area, size));
	printf("oci: %zu bytes touched, %zu of them stack\n", bytes,
		PAGE * pages_touched(stack, STACK));
	if (bytes > 65536)
		FAIL("%zu bytes", bytes);
	free(stack);
	free(area);
}

static double
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* qemu-user has no seccomp(2), and times of its own. */
static bool
emulated(void)
{
	return syscall(SYS_seccomp, 2, 0, NULL) < 0 && errno == ENOSYS;
}

/* The best of many, as the machine does other things too. */
static void
duration(const char *text, size_t len)
{
	struct job job = { text, len, &a, 0, 0 };
	double best = 1e9, start;

	if (emulated()) {
		skip("oci: how long reading and compiling takes", "emulated");
		return;
	}
	test("oci: moby's file is read and compiled in at most 1 ms");
	for (unsigned i = 0; i < 200; i++) {
		start = now_us();
		do_job(&job);
		start = now_us() - start;
		best = start < best ? start : best;
	}
	printf("oci: %.0f us\n", best);
	if (best > 1000)
		FAIL("%.0f us", best);
}

static void
files(void)
{
	size_t len;
	char *text = contents(MOBY, &len);

	if (!text) {
		skip("oci: moby's file", "there is no " MOBY);
		return;
	}
	moby(text, len);
	cut(text, len);
	memory(text, len);
	duration(text, len);
	free(text);
}

int
main(void)
{
	built_in();
	random_policies();
	unsayable();
	files();
	return test_done();
}
