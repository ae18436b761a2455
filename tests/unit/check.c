/* What sc_check and sc_verify refuse, by hand. */
#include "bpf.h"
#include "sc.h"
#include "test.h"

static struct sc_insn program[SC_INSNS_MAX + 1];
static struct sc_policy policy;
static struct sc_work work;
static size_t where;

static int
check(const struct sc_insn *p, size_t n)
{
	where = 9999;
	return sc_check(p, n, &where);
}

#define ACCEPT(...) do { \
	static const struct sc_insn p[] = { __VA_ARGS__ }; \
	CHECK_INT(check(p, sizeof p / sizeof *p), 0); \
} while (0)

/* The instruction at `at` is at fault. */
#define REFUSE(at, ...) do { \
	static const struct sc_insn p[] = { __VA_ARGS__ }; \
	CHECK_INT(check(p, sizeof p / sizeof *p), -SC_EINVAL); \
	CHECK_INT(where, at); \
} while (0)

#define RET INSN(BPF_RET_K, SC_ALLOW)

static void
length(void)
{
	const struct sc_insn ret = RET;

	for (size_t i = 0; i <= SC_INSNS_MAX; i++)
		program[i] = ret;
	test("from 1 to 4096 instructions");
	CHECK_INT(check(program, 0), -SC_EINVAL);
	CHECK_INT(check(program, 1), 0);
	CHECK_INT(check(program, SC_INSNS_MAX), 0);
	CHECK_INT(check(program, SC_INSNS_MAX + 1), -SC_EINVAL);
	CHECK_INT(sc_check(program, 0, NULL), -SC_EINVAL);
	CHECK_INT(sc_check(program, 1, NULL), 0);
}

static void
codes(void)
{
	static const uint16_t permitted[] = {
		BPF_LD_W_IMM, BPF_LDX_W_IMM, BPF_LD_W_ABS, BPF_LD_MEM,
		BPF_LDX_MEM, BPF_LD_W_LEN, BPF_LDX_W_LEN, BPF_ST, BPF_STX,
		0x04, 0x0c, 0x14, 0x1c, 0x24, 0x2c, 0x34, 0x3c, 0x44, 0x4c,
		0x54, 0x5c, 0x64, 0x6c, 0x74, 0x7c, 0x84, 0xa4, 0xac,
		0x05, 0x15, 0x1d, 0x25, 0x2d, 0x35, 0x3d, 0x45, 0x4d,
		BPF_RET_K, BPF_RET_A, BPF_TAX, BPF_TXA
	};
	unsigned accepted = 0;

	test("the codes that the kernel permits, of all 65536");
	for (uint32_t code = 0; code <= UINT16_MAX; code++) {
		const struct sc_insn p[] = {
			INSN(BPF_ST, 4),
			INSN((uint16_t)code, 4),
			RET, RET, RET, RET, RET
		};
		bool in = false;

		for (size_t i = 0; i < sizeof permitted / 2; i++)
			in |= permitted[i] == code;
		if (check(p, 7) != (in ? 0 : -SC_EINVAL))
			FAIL("code 0x%x", code);
		accepted += in;
	}
	CHECK_INT(accepted, sizeof permitted / 2);
}

static void
jumps(void)
{
	test("jumps stay within the program");
	ACCEPT(JUMP(BPF_JMP | BPF_JEQ, 0, 0, 0), RET);
	ACCEPT(JUMP(BPF_JMP | BPF_JEQ, 0, 1, 0), RET, RET);
	REFUSE(0, JUMP(BPF_JMP | BPF_JEQ, 0, 1, 0), RET);
	REFUSE(0, JUMP(BPF_JMP | BPF_JEQ, 0, 0, 1), RET);
	REFUSE(1, RET, JUMP(BPF_JMP | BPF_JEQ | BPF_X, 0, 255, 0), RET);
	ACCEPT(INSN(BPF_JMP | BPF_JA, 0), RET);
	ACCEPT(INSN(BPF_JMP | BPF_JA, 1), RET, RET);
	REFUSE(0, INSN(BPF_JMP | BPF_JA, 1), RET);
	REFUSE(0, INSN(BPF_JMP | BPF_JA, UINT32_MAX), RET);
	REFUSE(1, RET, INSN(BPF_JMP | BPF_JA, UINT32_MAX - 1), RET);
	REFUSE(0, INSN(BPF_JMP | BPF_JA, 0x80000000), RET, RET);

	test("the last instruction returns");
	REFUSE(1, RET, INSN(BPF_LD_W_IMM, 0));
	REFUSE(0, INSN(BPF_JMP | BPF_JA, 0));
	REFUSE(0, JUMP(BPF_JMP | BPF_JEQ, 0, 0, 0));
	ACCEPT(INSN(BPF_RET_A, 0));
}

static void
operands(void)
{
	test("loads are aligned and within struct seccomp_data");
	ACCEPT(INSN(BPF_LD_W_ABS, 0), RET);
	ACCEPT(INSN(BPF_LD_W_ABS, 60), RET);
	REFUSE(0, INSN(BPF_LD_W_ABS, 64), RET);
	REFUSE(0, INSN(BPF_LD_W_ABS, 62), RET);
	REFUSE(0, INSN(BPF_LD_W_ABS, 1), RET);
	REFUSE(0, INSN(BPF_LD_W_ABS, UINT32_MAX - 3), RET);

	test("no division by the constant 0, no shift beyond 31");
	REFUSE(0, INSN(BPF_ALU | BPF_DIV, 0), RET);
	ACCEPT(INSN(BPF_ALU | BPF_DIV, 1), RET);
	ACCEPT(INSN(BPF_ALU | BPF_DIV | BPF_X, 0), RET);
	ACCEPT(INSN(BPF_ALU | BPF_LSH, 31), RET);
	REFUSE(0, INSN(BPF_ALU | BPF_LSH, 32), RET);
	REFUSE(0, INSN(BPF_ALU | BPF_RSH, 32), RET);
	ACCEPT(INSN(BPF_ALU | BPF_RSH | BPF_X, 32), RET);
}

static void
memory(void)
{
	test("memory has 16 words, which are written before they are read");
	ACCEPT(INSN(BPF_ST, 15), INSN(BPF_LD_MEM, 15), RET);
	ACCEPT(INSN(BPF_STX, 15), INSN(BPF_LDX_MEM, 15), RET);
	REFUSE(0, INSN(BPF_ST, 16), RET);
	REFUSE(0, INSN(BPF_STX, UINT32_MAX), RET);
	ACCEPT(INSN(BPF_ST, 0), INSN(BPF_STX, 1), INSN(BPF_LD_MEM, 0),
		INSN(BPF_LDX_MEM, 1), RET);
	REFUSE(2, INSN(BPF_ST, 0), INSN(BPF_LD_MEM, 0),
		INSN(BPF_LDX_MEM, 1), RET);
	REFUSE(1, INSN(BPF_ST, 0), INSN(BPF_LD_MEM, 16), RET);
	REFUSE(0, INSN(BPF_LD_MEM, 0), RET);
	REFUSE(1, INSN(BPF_ST, 1), INSN(BPF_LDX_MEM, 0), RET);
	/* Written on one of two paths. */
	REFUSE(2, JUMP(BPF_JMP | BPF_JEQ, 0, 0, 1), INSN(BPF_ST, 0),
		INSN(BPF_LD_MEM, 0), RET);
	/* On both. */
	ACCEPT(JUMP(BPF_JMP | BPF_JEQ, 0, 0, 2), INSN(BPF_ST, 0),
		INSN(BPF_JMP | BPF_JA, 1), INSN(BPF_STX, 0),
		INSN(BPF_LD_MEM, 0), RET);
	/* Code that no path reaches counts as having all words written. */
	ACCEPT(INSN(BPF_JMP | BPF_JA, 1), INSN(BPF_LD_MEM, 0), RET);
}

/*
 * Of read, which is 0 on x86_64 and allowed, and of 1, which is not.
 * The verifier takes the program as the compiler would write it.
 */
#define TOKEN 0xc000003e
#define HEAD(to_kill) INSN(BPF_LD_W_ABS, 4), \
	JUMP(BPF_JMP | BPF_JEQ, TOKEN, 0, to_kill), \
	INSN(BPF_LD_W_ABS, 0)
#define JEQ(k, jt, jf) JUMP(BPF_JMP | BPF_JEQ, k, jt, jf)
#define JGE(k, jt, jf) JUMP(BPF_JMP | BPF_JGE, k, jt, jf)
#define JSET(k, jt, jf) JUMP(BPF_JMP | BPF_JSET, k, jt, jf)
#define KILL INSN(BPF_RET_K, SC_KILL_PROCESS)
#define EPERM_ INSN(BPF_RET_K, SC_ERRNO(1))

static int
verify(const struct sc_insn *p, size_t n)
{
	return sc_verify(p, n, &policy, &work, &where);
}

#define VERIFY(expected, ...) do { \
	static const struct sc_insn p[] = { __VA_ARGS__ }; \
	CHECK_INT(check(p, sizeof p / sizeof *p), 0); \
	CHECK_INT(verify(p, sizeof p / sizeof *p), expected); \
} while (0)

static void
only_read(void)
{
	sc_policy_init(&policy, sc_arch_find("x86_64", 6), SC_ERRNO(1));
	CHECK_INT(sc_policy_rule(&policy, 0, SC_ALLOW, NULL, 0), 0);
}

static void
verified(void)
{
	test("the verifier accepts what is right");
	only_read();
	VERIFY(0, HEAD(5), JGE(0x40000000, 3, 0), JEQ(0, 0, 1), RET,
		EPERM_, KILL);
	VERIFY(0, HEAD(4), JGE(1, 0, 3), JGE(0x40000000, 1, 0),
		EPERM_, KILL, RET);
	VERIFY(0, HEAD(6), INSN(BPF_JMP | BPF_JA, 0), JGE(0x40000000, 3, 0),
		JEQ(0, 0, 1), RET, EPERM_, KILL);
}

static void
unverified_start(void)
{
	test("the verifier wants the architecture's check first");
	only_read();
	/* The number first. */
	VERIFY(-SC_EACCES, INSN(BPF_LD_W_ABS, 0), JGE(0x40000000, 5, 0),
		JEQ(0, 0, 3), INSN(BPF_LD_W_ABS, 4), JEQ(TOKEN, 0, 2), RET,
		EPERM_, KILL);
	/* Another token. */
	VERIFY(-SC_EACCES, INSN(BPF_LD_W_ABS, 4), JEQ(0xc00000b7, 0, 5),
		INSN(BPF_LD_W_ABS, 0), JGE(0x40000000, 3, 0), JEQ(0, 0, 1),
		RET, EPERM_, KILL);
	/* An errno for it; only the thread is killed; no check at all. */
	VERIFY(-SC_EACCES, HEAD(4), JGE(0x40000000, 3, 0), JEQ(0, 0, 1), RET,
		EPERM_, KILL);
	VERIFY(-SC_EACCES, HEAD(6), JGE(0x40000000, 3, 0), JEQ(0, 0, 1), RET,
		EPERM_, KILL, INSN(BPF_RET_K, SC_KILL_THREAD));
	VERIFY(-SC_EACCES, INSN(BPF_LD_W_ABS, 0), JGE(0x40000000, 3, 0),
		JEQ(0, 0, 1), RET, EPERM_, KILL);
}

static void
unverified_answers(void)
{
	test("the verifier compares each number with the policy");
	only_read();
	/* x32 open; 1 allowed too; 0 denied; 0 decided by an argument. */
	VERIFY(-SC_EACCES, HEAD(4), JEQ(0, 0, 1), RET, EPERM_, KILL);
	VERIFY(-SC_EACCES, HEAD(5), JGE(0x40000000, 3, 0), JGE(2, 1, 0), RET,
		EPERM_, KILL);
	VERIFY(-SC_EACCES, HEAD(4), JGE(0x40000000, 2, 0), JEQ(5, 0, 0),
		EPERM_, KILL);
	VERIFY(-SC_EACCES, HEAD(7), JGE(0x40000000, 5, 0), JEQ(0, 0, 3),
		INSN(BPF_LD_W_ABS, 16), JEQ(7, 0, 1), RET, EPERM_, KILL);
	/* 1, which is denied, is allowed for an argument. */
	VERIFY(-SC_EACCES, HEAD(8), JGE(0x40000000, 6, 0), JEQ(0, 3, 0),
		JEQ(1, 0, 3), INSN(BPF_LD_W_ABS, 16), JEQ(7, 0, 1), RET,
		EPERM_, KILL);
	/* Another errno; a number far beyond the table. */
	VERIFY(-SC_EACCES, HEAD(5), JGE(0x40000000, 3, 0), JEQ(0, 0, 1), RET,
		INSN(BPF_RET_K, SC_ERRNO(2)), KILL);
	VERIFY(-SC_EACCES, HEAD(6), JGE(0x40000000, 4, 0), JEQ(0, 1, 0),
		JEQ(0x3fffffff, 0, 1), RET, EPERM_, KILL);
	/* The last number of a run that is otherwise right; a bit of one. */
	VERIFY(-SC_EACCES, HEAD(6), JGE(0x40000000, 4, 0), JEQ(0, 1, 0),
		JGE(471, 0, 1), RET, EPERM_, KILL);
	VERIFY(-SC_EACCES, HEAD(7), JGE(0x40000000, 5, 0), JEQ(0, 2, 0),
		JGE(470, 2, 0), JSET(256, 0, 1), RET, EPERM_, KILL);
}

/* Numbers that have rules, though no table has them. */
static void
unverified_numbers(void)
{
	test("the verifier tries the numbers of all rules");
	only_read();
	CHECK_INT(sc_policy_rule(&policy, 5000, SC_TRAP, NULL, 0), 0);
	VERIFY(0, HEAD(7), JGE(0x40000000, 5, 0), JEQ(0, 0, 1), RET,
		JEQ(5000, 0, 1), INSN(BPF_RET_K, SC_TRAP), EPERM_, KILL);
	VERIFY(-SC_EACCES, HEAD(5), JGE(0x40000000, 3, 0), JEQ(0, 0, 1), RET,
		EPERM_, KILL);
	/* The next one as well; more than was asked for. */
	VERIFY(-SC_EACCES, HEAD(8), JGE(0x40000000, 6, 0), JEQ(0, 0, 1), RET,
		JGE(5000, 0, 2), JGE(5002, 1, 0), INSN(BPF_RET_K, SC_TRAP),
		EPERM_, KILL);
}

static void
unverified_code(void)
{
	static const struct sc_cond small = { 0, 32, SC_LT, 2, 0 };

	test("the verifier permits few instructions, and none that is unused");
	only_read();
	VERIFY(-SC_EACCES, HEAD(6), INSN(BPF_TAX, 0), JGE(0x40000000, 3, 0),
		JEQ(0, 0, 1), RET, EPERM_, KILL);
	VERIFY(-SC_EACCES, HEAD(6), INSN(BPF_ST, 0), JGE(0x40000000, 3, 0),
		JEQ(0, 0, 1), RET, EPERM_, KILL);
	VERIFY(-SC_EACCES, HEAD(6), INSN(BPF_ALU | BPF_ADD, 0),
		JGE(0x40000000, 3, 0), JEQ(0, 0, 1), RET, EPERM_, KILL);
	VERIFY(-SC_EACCES, HEAD(6), INSN(BPF_LDX_W_IMM, 0),
		JGE(0x40000000, 3, 0), JEQ(0, 0, 1), RET, EPERM_, KILL);
	VERIFY(-SC_EACCES, HEAD(6), JGE(0x40000000, 4, 0), JEQ(0, 0, 2), RET,
		RET, EPERM_, KILL);
	/* Bits are left of words of arguments only. */
	VERIFY(-SC_EACCES, HEAD(6), JGE(0x40000000, 4, 0),
		INSN(BPF_ALU | BPF_AND, 0x3fffffff), JEQ(0, 0, 1), RET,
		EPERM_, KILL);

	test("the verifier wants one known word at each comparison");
	/* With the same word on both, there is nothing wrong. */
	VERIFY(0, HEAD(8), JGE(0x40000000, 6, 0), JEQ(0, 3, 0),
		JEQ(1, 0, 1), INSN(BPF_LD_W_ABS, 0), JEQ(1, 1, 1), RET,
		EPERM_, KILL);
	/* A is the number or an argument where the paths of 0 and 1 meet. */
	CHECK_INT(sc_policy_rule(&policy, 1, SC_ALLOW, &small, 1), 0);
	VERIFY(-SC_EACCES, HEAD(8), JGE(0x40000000, 6, 0), JEQ(0, 2, 0),
		JEQ(1, 0, 3), INSN(BPF_LD_W_ABS, 16), JGE(2, 1, 0), RET,
		EPERM_, KILL);
}

/* Whether the program's answer to nr is held, as an ALLOW. */
#define CACHED(expected, nr, ...) do { \
	static const struct sc_insn p[] = { __VA_ARGS__ }; \
	CHECK_INT(check(p, sizeof p / sizeof *p), 0); \
	CHECK_INT(sc_cacheable(p, sizeof p / sizeof *p, TOKEN, nr), \
		expected); \
} while (0)

/* What seccomp_is_const_allow goes through, and where it gives up. */
static void
cached(void)
{
	test("what the kernel's cache would hold, of other programs");
	CACHED(1, 7, RET);
	CACHED(0, 7, INSN(BPF_RET_K, SC_LOG));
	CACHED(0, 7, INSN(BPF_LD_W_IMM, 7), RET);
	CACHED(0, 7, INSN(BPF_LD_W_ABS, 16), RET);
	CACHED(0, 7, INSN(BPF_TAX, 0), RET);
	CACHED(0, 7, INSN(BPF_LD_W_ABS, 0), INSN(BPF_ALU | BPF_OR, 1), RET);
	CACHED(0, 7, INSN(BPF_LD_W_ABS, 0), INSN(BPF_RET_A, 0));
	CACHED(1, 0x105, INSN(BPF_LD_W_ABS, 0), INSN(BPF_ALU | BPF_AND, 0xff),
		JEQ(5, 0, 1), RET, KILL);
	CACHED(0, 0x105, INSN(BPF_LD_W_ABS, 0), INSN(BPF_ALU | BPF_AND, 0x1ff),
		JEQ(5, 0, 1), RET, KILL);
	CACHED(1, 7, INSN(BPF_LD_W_ABS, 4), INSN(BPF_ALU | BPF_AND, 0x3e),
		JEQ(0x3e, 0, 1), RET, KILL);
	CACHED(0, 7, INSN(BPF_LD_W_ABS, 4), JEQ(0xc00000b7, 0, 1), RET, KILL);
	CACHED(1, 7, INSN(BPF_LD_W_ABS, 0), JUMP(BPF_JMP | BPF_JGT, 6, 0, 1),
		RET, KILL);
	CACHED(0, 6, INSN(BPF_LD_W_ABS, 0), JUMP(BPF_JMP | BPF_JGT, 6, 0, 1),
		RET, KILL);
	CACHED(1, 6, INSN(BPF_JMP | BPF_JA, 1), KILL, RET);
}

int
main(void)
{
	length();
	codes();
	jumps();
	operands();
	memory();
	verified();
	unverified_start();
	unverified_answers();
	unverified_numbers();
	unverified_code();
	cached();
	return test_done();
}
