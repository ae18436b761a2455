/*
 * Random programs, in the kernel and here: what it accepts sc_check accepts,
 * and what it answers sc_run answers.
 */
#define _GNU_SOURCE
#include "bpf.h"
#include "live.h"
#include "sc.h"
#include "test.h"

enum { BATCH = 4096, BODY_MAX = 40 };

static const uint16_t codes[] = {
	BPF_LD_W_ABS, BPF_LD_W_ABS, BPF_LD_W_ABS, BPF_LD_W_LEN,
	BPF_LDX_W_LEN, BPF_LD_W_IMM, BPF_LDX_W_IMM, BPF_LD_MEM, BPF_LDX_MEM,
	BPF_ST, BPF_ST, BPF_STX, BPF_TAX, BPF_TXA,
	BPF_ALU | BPF_ADD, BPF_ALU | BPF_ADD | BPF_X,
	BPF_ALU | BPF_SUB, BPF_ALU | BPF_SUB | BPF_X,
	BPF_ALU | BPF_MUL, BPF_ALU | BPF_MUL | BPF_X,
	BPF_ALU | BPF_DIV, BPF_ALU | BPF_DIV | BPF_X,
	BPF_ALU | BPF_OR, BPF_ALU | BPF_OR | BPF_X,
	BPF_ALU | BPF_AND, BPF_ALU | BPF_AND | BPF_X,
	BPF_ALU | BPF_XOR, BPF_ALU | BPF_XOR | BPF_X,
	BPF_ALU | BPF_LSH, BPF_ALU | BPF_LSH | BPF_X,
	BPF_ALU | BPF_RSH, BPF_ALU | BPF_RSH | BPF_X,
	BPF_ALU | BPF_NEG,
	BPF_JMP | BPF_JA,
	BPF_JMP | BPF_JEQ, BPF_JMP | BPF_JEQ | BPF_X,
	BPF_JMP | BPF_JGT, BPF_JMP | BPF_JGT | BPF_X,
	BPF_JMP | BPF_JGE, BPF_JMP | BPF_JGE | BPF_X,
	BPF_JMP | BPF_JSET, BPF_JMP | BPF_JSET | BPF_X
};

static uint32_t
constant(void)
{
	static const uint32_t some[] = {
		0, 1, 2, 3, 31, 32, 0x7fffffff, 0x80000000, UINT32_MAX
	};

	return rnd_below(3) ? some[rnd_below(9)] : (uint32_t)rnd();
}

/* An offset that both sides know the value at: not the caller's address. */
static uint32_t
offset(void)
{
	uint32_t word = rnd_below(14);

	return 4 * (word < 2 ? word : word + 2);
}

/* An instruction after which `left` more follow; likely to be valid. */
static struct sc_insn
instruction(unsigned left)
{
	struct sc_insn i = INSN(codes[rnd_below(sizeof codes / 2)], 0);

	i.k = constant();
	if (i.code == BPF_LD_W_ABS)
		i.k = offset();
	else if (i.code == BPF_LD_MEM || i.code == BPF_LDX_MEM ||
	    i.code == BPF_ST || i.code == BPF_STX)
		i.k = rnd_below(3);
	else if (i.code == (BPF_ALU | BPF_DIV))
		i.k |= 1;
	else if (i.code == (BPF_ALU | BPF_LSH) || i.code == (BPF_ALU | BPF_RSH))
		i.k &= 31;
	if ((i.code & 7) == BPF_JMP) {
		unsigned far = left > 256 ? 256 : left;

		if (i.code == (BPF_JMP | BPF_JA))
			i.k = rnd_below(left);
		i.jt = (uint8_t)rnd_below(far);
		i.jf = (uint8_t)rnd_below(far);
	}
	return i;
}

/*
 * Memory is read in most programs only after it was written on each path,
 * as the kernel wants: places 0 to 2 are written at the start of some.
 */
static size_t
program(struct sc_insn *p, unsigned len)
{
	unsigned n = 0;

	if (len > 4 && rnd_below(4))
		for (; n < 3; n++)
			p[n] = (struct sc_insn)INSN(BPF_ST, n);
	for (; n + 1 < len; n++)
		p[n] = rnd_below(12) ? instruction(len - n - 1) :
			(struct sc_insn)INSN(BPF_RET_K, rnd_below(4096));
	p[n] = (struct sc_insn)INSN(rnd_below(2) ? BPF_RET_A : BPF_RET_K, 0);
	return len;
}

/* Changes one field to something that may be wrong. */
static void
damage(struct sc_insn *p, size_t n)
{
	struct sc_insn *i = &p[rnd_below((unsigned)n)];

	switch (rnd_below(7)) {
	case 0:
		i->code = (uint16_t)(rnd() & 0xff);
		break;
	case 1:
		i->code = (uint16_t)(i->code ^ 1u << rnd_below(16));
		break;
	case 2:
		i->k = rnd_below(80);
		break;
	case 3:
		i->k = constant();
		break;
	case 4:
		i->jt = (uint8_t)rnd();
		break;
	case 5:
		i->jf = (uint8_t)rnd();
		break;
	case 6:
		i->code = codes[rnd_below(sizeof codes / 2)];
		break;
	}
}

/*
 * Fills this process with filters that allow everything until there is no
 * room for one more: an acceptable program then gets ENOMEM, any other still
 * EINVAL, and nothing more is ever installed. The kernel takes 32768
 * instructions in all, with 4 more for each filter (MAX_INSNS_PER_PATH in
 * kernel/seccomp.c).
 */
static bool
fill(void)
{
	static struct sc_insn p[SC_INSNS_MAX];
	const struct sc_insn allow = INSN(BPF_RET_K, SC_ALLOW);
	size_t n = SC_INSNS_MAX;
	int error;

	for (size_t i = 0; i < n; i++)
		p[i] = allow;
	do {
		error = live_install(p, n);
		if (error == ENOMEM)
			n /= 2;
	} while (n && (!error || error == ENOMEM));
	return error == ENOMEM;
}

struct verdicts {
	uint64_t seen, accepted, differ;
	struct sc_insn first[SC_INSNS_MAX];     /* where they differ */
	size_t n;
	int ours, kernel;
	bool filled;
};

static void
try(struct verdicts *v, const struct sc_insn *p, size_t n)
{
	int ours = sc_check(p, n, NULL), kernel = live_install(p, n);

	v->seen++;
	v->accepted += kernel == ENOMEM;
	if ((ours == 0 && kernel == ENOMEM) ||
	    (ours == -SC_EINVAL && kernel == EINVAL))
		return;
	if (!v->differ++) {
		v->n = n;
		v->ours = ours;
		v->kernel = kernel;
		memcpy(v->first, p, n * sizeof *p);
	}
}

/* A length now and then that isn't one. */
static void
compare_verdicts(struct verdicts *v, uint64_t count)
{
	static struct sc_insn p[SC_INSNS_MAX];

	live_no_new_privs();
	v->filled = fill();
	if (!v->filled)
		return;
	try(v, p, 0);
	for (uint64_t i = 0; i < count; i++) {
		unsigned n = 1 + rnd_below(rnd_below(100) ? 12 :
			rnd_below(10) ? 600 : SC_INSNS_MAX);

		program(p, n);
		for (unsigned d = rnd_below(4); d; d--)
			damage(p, n);
		try(v, p, n);
	}
}

static void
show(const struct sc_insn *p, size_t n)
{
	for (size_t i = 0; i < n && i < 100; i++)
		printf("\t%3zu: 0x%02x %3u %3u 0x%x\n", i, p[i].code,
			p[i].jt, p[i].jf, p[i].k);
}

static void
acceptance(void)
{
	struct verdicts *v = live_shared(sizeof *v);
	uint64_t count = test_env("COUNT", 40000);
	pid_t pid;

	test("sc_check accepts what the kernel accepts");
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		compare_verdicts(v, count);
		_exit(0);
	}
	CHECK_INT(live_wait(pid), 0);
	CHECK(v->filled);
	printf("%" PRIu64 " programs, %" PRIu64 " accepted\n", v->seen,
		v->accepted);
	CHECK_INT(v->seen, count + 1);
	CHECK(v->accepted > v->seen / 10);
	CHECK(v->accepted < v->seen / 10 * 9);
	if (v->differ) {
		FAIL("%" PRIu64 " verdicts differ; the first: sc_check %d, "
			"kernel errno %d", v->differ, v->ours, v->kernel);
		show(v->first, v->n);
	}
}

enum { CALLS = 4 };

struct answers {
	int result[CALLS];      /* errno, or 0 */
	int installed;
};

/* getppid is never made: the program answers with an errno, which may be 0. */
static void
child(struct answers *a, const struct sc_insn *p, size_t n,
	struct sc_data *data)
{
	live_no_new_privs();
	a->installed = live_install(p, n);
	if (a->installed)
		_exit(1);
	for (int i = 0; i < CALLS; i++) {
		const uint64_t *v = data[i].args;

		errno = 0;
		if (syscall(data[i].nr, v[0], v[1], v[2], v[3], v[4], v[5]))
			a->result[i] = errno ? errno : -2;
		else
			a->result[i] = 0;
	}
	_exit(0);
}

/*
 * A random body between a start that lets all other calls by and an end
 * that folds A into an errno. A body that divides by 0 kills the child.
 */
static size_t
runnable(struct sc_insn *p)
{
	static const struct sc_insn head[] = {
		INSN(BPF_LD_W_ABS, 0),
		JUMP(BPF_JMP | BPF_JEQ, SYS_getppid, 1, 0),
		INSN(BPF_RET_K, SC_ALLOW)
	};
	static const struct sc_insn tail[] = {
		INSN(BPF_TAX, 0),
		INSN(BPF_ALU | BPF_RSH, 20),
		INSN(BPF_ALU | BPF_XOR | BPF_X, 0),
		INSN(BPF_TAX, 0),
		INSN(BPF_ALU | BPF_RSH, 10),
		INSN(BPF_ALU | BPF_XOR | BPF_X, 0),
		INSN(BPF_ALU | BPF_AND, 0xfff),
		INSN(BPF_ALU | BPF_OR, SC_ERRNO(0)),
		INSN(BPF_RET_A, 0)
	};
	size_t n = 3, body;

	memcpy(p, head, sizeof head);
	do {
		body = program(p + n, 6 + rnd_below(BODY_MAX - 6)) - 1;
	} while (sc_check(p + n, body + 1, NULL));
	for (size_t i = n; i < n + body; i++)
		if (p[i].code == BPF_RET_K)
			p[i].k = SC_ERRNO(p[i].k);
	n += body;
	memcpy(p + n, tail, sizeof tail);
	return n + sizeof tail / sizeof *tail;
}

static void
arguments(struct sc_data *data)
{
	for (int i = 0; i < CALLS; i++) {
		data[i].nr = SYS_getppid;
		data[i].arch = sc_arch_token(sc_arch_native());
		for (int j = 0; j < 6; j++)
			data[i].args[j] = (uint64_t)constant() << 32 |
				constant();
	}
}

/* The number of calls that could be compared; -1 if one differs. */
static int
compare_answers(struct answers *a)
{
	struct sc_insn p[3 + BODY_MAX + 9];
	struct sc_data data[CALLS];
	size_t n = runnable(p);
	pid_t pid;
	int status;

	arguments(data);
	memset(a, 0xff, sizeof *a);
	pid = fork();
	if (pid == 0)
		child(a, p, n, data);
	status = live_wait(pid);
	for (int i = 0; i < CALLS; i++) {
		uint32_t ours = sc_run(p, n, &data[i], NULL);

		if (ours == SC_KILL_THREAD && a->result[i] == -1 &&
		    WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
			return i + 1;
		if (ours != SC_ERRNO(a->result[i]) || a->result[i] < 0) {
			FAIL("sc_run 0x%x, kernel %d, install %d, status 0x%x",
				ours, a->result[i], a->installed, status);
			show(p, n);
			return -1;
		}
	}
	return CALLS;
}

static void
answers(void)
{
	struct answers *a = live_shared(sizeof *a);
	uint64_t count = test_env("COUNT", 40000) / 40;
	unsigned calls = 0, killed = 0;

	test("sc_run answers what the kernel answers");
	fflush(stdout);
	for (uint64_t i = 0; i < count; i++) {
		int n = compare_answers(a);

		if (n < 0)
			break;
		calls += (unsigned)n;
		killed += n < CALLS;
	}
	printf("%" PRIu64 " programs, %u calls, %u divided by 0\n", count,
		calls, killed);
	CHECK(calls >= count);
}

int
main(void)
{
	const struct rlimit none = { 0, 0 };
	const char *reason = live_reason();

	if (reason) {
		skip("sc_check accepts what the kernel accepts", reason);
		skip("sc_run answers what the kernel answers", reason);
		return test_done();
	}
	setrlimit(RLIMIT_CORE, &none);
	rnd_seed();
	acceptance();
	answers();
	return test_done();
}
