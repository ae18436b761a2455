/* The interpreter, instruction by instruction, against values by hand. */
#include "bpf.h"
#include "sc.h"
#include "test.h"

static const struct sc_data data = {
	.nr = -2,
	.arch = 0xc000003e,
	.instruction_pointer = 0x1122334455667788,
	.args = {
		0x0000000100000002, 0x0000000300000004, 0x0000000500000006,
		0x0000000700000008, 0x000000090000000a, 0xfffffffefffffffd
	}
};

static unsigned executed;

static uint32_t
run(const struct sc_insn *insn, size_t n)
{
	return sc_run(insn, n, &data, &executed);
}

#define RUN(insn) run(insn, sizeof (insn) / sizeof *(insn))

/* A after one instruction that begins with A and X. */
static uint32_t
after(uint32_t a, uint32_t x, unsigned code, uint32_t k)
{
	const struct sc_insn p[] = {
		INSN(BPF_LDX_W_IMM, x),
		INSN(BPF_LD_W_IMM, a),
		INSN((uint16_t)code, k),
		INSN(BPF_RET_A, 0)
	};

	return RUN(p);
}

static void
arithmetic(void)
{
	static const struct {
		unsigned op;
		uint32_t a, b, result;
	} rows[] = {
		{ BPF_ADD, 1, 2, 3 },
		{ BPF_ADD, UINT32_MAX, 2, 1 },
		{ BPF_SUB, 5, 3, 2 },
		{ BPF_SUB, 3, 5, UINT32_MAX - 1 },
		{ BPF_MUL, 7, 6, 42 },
		{ BPF_MUL, 0x10001, 0x10001, 0x20001 },
		{ BPF_DIV, 43, 6, 7 },
		{ BPF_DIV, UINT32_MAX, 2, 0x7fffffff },
		{ BPF_DIV, 5, UINT32_MAX, 0 },
		{ BPF_OR, 0x0f, 0xf1, 0xff },
		{ BPF_AND, 0x0f, 0xf1, 0x01 },
		{ BPF_XOR, 0x0f, 0xf1, 0xfe },
		{ BPF_LSH, 1, 31, 0x80000000 },
		{ BPF_LSH, 3, 31, 0x80000000 },
		{ BPF_LSH, 3, 0, 3 },
		{ BPF_RSH, 0x80000000, 31, 1 },
		{ BPF_RSH, 0x80000001, 1, 0x40000000 },
		{ BPF_RSH, 7, 0, 7 }
	};

	test("arithmetic with a constant and with X");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unsigned code = BPF_ALU | rows[i].op;

		CHECK_INT(after(rows[i].a, 0, code | BPF_K, rows[i].b),
			rows[i].result);
		CHECK_INT(after(rows[i].a, rows[i].b, code | BPF_X, 0),
			rows[i].result);
	}
	CHECK_INT(after(1, 0, BPF_ALU | BPF_NEG, 0), UINT32_MAX);
	CHECK_INT(after(0, 0, BPF_ALU | BPF_NEG, 0), 0);

	test("shifts by more than 31 take the low five bits, as the kernel");
	CHECK_INT(after(1, 33, BPF_ALU | BPF_LSH | BPF_X, 0), 2);
	CHECK_INT(after(4, 33, BPF_ALU | BPF_RSH | BPF_X, 0), 2);
	CHECK_INT(after(4, 32, BPF_ALU | BPF_RSH | BPF_X, 0), 4);
}

static void
division(void)
{
	static const struct sc_insn p[] = {
		INSN(BPF_LD_W_IMM, SC_ALLOW),
		INSN(BPF_LDX_W_IMM, 0),
		INSN(BPF_ALU | BPF_DIV | BPF_X, 0),
		INSN(BPF_RET_K, SC_ALLOW)
	};

	test("a division by an X of 0 ends the program with 0");
	CHECK_INT(RUN(p), SC_KILL_THREAD);
	CHECK_INT(executed, 3);
}

static void
loads(void)
{
	static const uint32_t words[] = {
		(uint32_t)-2, 0xc000003e, 0x55667788, 0x11223344,
		2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 0xfffffffd, 0xfffffffe
	};

	test("each word of struct seccomp_data");
	for (uint32_t i = 0; i < 16; i++)
		CHECK_INT(after(99, 0, BPF_LD_W_ABS, 4 * i), words[i]);

	test("constants and the length");
	CHECK_INT(after(1, 0, BPF_LD_W_IMM, 0xdeadbeef), 0xdeadbeef);
	CHECK_INT(after(1, 0, BPF_LD_W_LEN, 0), 64);
}

static void
registers(void)
{
	static const struct sc_insn x_imm[] = {
		INSN(BPF_LDX_W_IMM, 5), INSN(BPF_TXA, 0), INSN(BPF_RET_A, 0)
	};
	static const struct sc_insn x_len[] = {
		INSN(BPF_LDX_W_LEN, 0), INSN(BPF_TXA, 0), INSN(BPF_RET_A, 0)
	};
	static const struct sc_insn tax[] = {
		INSN(BPF_LD_W_IMM, 7), INSN(BPF_TAX, 0),
		INSN(BPF_LD_W_IMM, 1), INSN(BPF_TXA, 0), INSN(BPF_RET_A, 0)
	};
	static const struct sc_insn fresh[] = { INSN(BPF_RET_A, 0) };
	static const struct sc_insn fresh_x[] = {
		INSN(BPF_TXA, 0), INSN(BPF_RET_A, 0)
	};

	test("A and X");
	CHECK_INT(RUN(x_imm), 5);
	CHECK_INT(RUN(x_len), 64);
	CHECK_INT(RUN(tax), 7);
	CHECK_INT(RUN(fresh), 0);
	CHECK_INT(RUN(fresh_x), 0);
	CHECK_INT(executed, 2);
}

/* i is stored to each place from A and from X, and read into A and X. */
static void
memory(void)
{
	test("the 16 words of memory");
	for (uint32_t i = 0; i < 16; i++) {
		const struct sc_insn p[] = {
			INSN(BPF_LD_W_IMM, 100 + i),
			INSN(BPF_ST, i),
			INSN(BPF_LDX_W_IMM, 1000),
			INSN(BPF_STX, (i + 1) % 16),
			INSN(BPF_LD_W_IMM, 0),
			INSN(BPF_LDX_MEM, i),
			INSN(BPF_LD_MEM, (i + 1) % 16),
			INSN(BPF_ALU | BPF_ADD | BPF_X, 0),
			INSN(BPF_RET_A, 0)
		};

		CHECK_INT(RUN(p), 1100 + i);
	}
}

/* 1 if a jump from A with k or X is taken, else 0. */
static uint32_t
taken(unsigned op, uint32_t a, uint32_t b, bool by_x)
{
	const struct sc_insn p[] = {
		INSN(BPF_LD_W_IMM, a),
		INSN(BPF_LDX_W_IMM, by_x ? b : ~b),
		JUMP((uint16_t)(BPF_JMP | op | (by_x ? BPF_X : BPF_K)),
			by_x ? ~b : b, 1, 3),
		INSN(BPF_RET_K, 90),
		INSN(BPF_RET_K, 1),
		INSN(BPF_RET_K, 91),
		INSN(BPF_RET_K, 0)
	};

	return RUN(p);
}

static void
jumps(void)
{
	static const struct {
		uint32_t a, b;
		uint8_t jeq, jgt, jge, jset;
	} rows[] = {
		{ 5, 5, 1, 0, 1, 1 },
		{ 5, 6, 0, 0, 0, 1 },
		{ 6, 5, 0, 1, 1, 1 },
		{ 4, 3, 0, 1, 1, 0 },
		{ 0, 0, 1, 0, 1, 0 },
		{ UINT32_MAX, 0, 0, 1, 1, 0 },
		{ 0, UINT32_MAX, 0, 0, 0, 0 },
		{ 0x80000000, 0x7fffffff, 0, 1, 1, 0 },
		{ 0x80000000, 0x80000000, 1, 0, 1, 1 }
	};

	test("jumps compare without a sign, with a constant and with X");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (int by_x = 0; by_x < 2; by_x++) {
			uint32_t a = rows[i].a, b = rows[i].b;

			CHECK_INT(taken(BPF_JEQ, a, b, by_x), rows[i].jeq);
			CHECK_INT(taken(BPF_JGT, a, b, by_x), rows[i].jgt);
			CHECK_INT(taken(BPF_JGE, a, b, by_x), rows[i].jge);
			CHECK_INT(taken(BPF_JSET, a, b, by_x), rows[i].jset);
		}
}

static struct sc_insn longest[SC_INSNS_MAX];

static void
far_jumps(void)
{
	const struct sc_insn allow = INSN(BPF_RET_K, SC_ALLOW);
	const struct sc_insn trap = INSN(BPF_RET_K, SC_TRAP);

	test("the longest jumps");
	for (size_t i = 0; i < SC_INSNS_MAX; i++)
		longest[i] = trap;
	longest[SC_INSNS_MAX - 1] = allow;
	longest[0] = (struct sc_insn)INSN(BPF_JMP | BPF_JA, SC_INSNS_MAX - 2);
	CHECK_INT(run(longest, SC_INSNS_MAX), SC_ALLOW);
	CHECK_INT(executed, 2);
	longest[0] = (struct sc_insn)JUMP(BPF_JMP | BPF_JEQ, 0, 255, 0);
	longest[256] = allow;
	CHECK_INT(run(longest, SC_INSNS_MAX), SC_ALLOW);
	longest[0] = (struct sc_insn)JUMP(BPF_JMP | BPF_JEQ, 1, 0, 255);
	CHECK_INT(run(longest, SC_INSNS_MAX), SC_ALLOW);
	longest[0] = (struct sc_insn)INSN(BPF_JMP | BPF_JA, 0);
	CHECK_INT(run(longest, SC_INSNS_MAX), SC_TRAP);

	test("4096 instructions one after the other");
	for (size_t i = 0; i < SC_INSNS_MAX - 1; i++)
		longest[i] = (struct sc_insn)INSN(BPF_ALU | BPF_ADD, 1);
	longest[SC_INSNS_MAX - 1] = (struct sc_insn)INSN(BPF_RET_A, 0);
	CHECK_INT(run(longest, SC_INSNS_MAX), SC_INSNS_MAX - 1);
	CHECK_INT(executed, SC_INSNS_MAX);
	CHECK_INT(sc_run(longest, SC_INSNS_MAX, &data, NULL),
		SC_INSNS_MAX - 1);
}

int
main(void)
{
	arithmetic();
	division();
	loads();
	registers();
	memory();
	jumps();
	far_jumps();
	return test_done();
}
