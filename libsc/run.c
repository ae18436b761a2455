#include "inner.h"

/* Classes and modes of linux/bpf_common.h; the interpreter knows them all. */
enum {
	CLASS = 0x07,
	CLASS_LD = 0, CLASS_LDX, CLASS_ST, CLASS_STX,
	CLASS_ALU, CLASS_JMP, CLASS_RET, CLASS_MISC,
	MODE = 0xe0,
	MODE_IMM = 0x00, MODE_ABS = 0x20, MODE_MEM = 0x60, MODE_LEN = 0x80,
	OP = 0xf0,
	SRC_X = 0x08,
	TXA = 0x80,
	RET_A = 0x16
};

struct machine {
	uint32_t a, x;
	uint32_t mem[16];
	const struct sc_data *data;
};

/* The kernel's structure is the same, byte for byte. */
static uint32_t
word(const struct sc_data *d, uint32_t offset)
{
	const uint8_t *at = (const uint8_t *)d + offset;

	SC_ASSERT(offset < sizeof *d && offset % 4 == 0);
	return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
		(uint32_t)at[3] << 24;
}

static uint32_t
load(const struct machine *m, const struct sc_insn *i)
{
	switch (i->code & MODE) {
	case MODE_IMM:
		return i->k;
	case MODE_MEM:
		SC_ASSERT(i->k < LENGTH(m->mem));
		return m->mem[i->k];
	case MODE_LEN:
		return sizeof *m->data;
	}
	SC_ASSERT((i->code & MODE) == MODE_ABS);
	return word(m->data, i->k);
}

static uint32_t
alu(uint32_t a, unsigned op, uint32_t b)
{
	switch (op) {
	case 0x00:
		return a + b;
	case 0x10:
		return a - b;
	case 0x20:
		return a * b;
	case 0x30:
		/* The kernel ends a program that divides by a zero X with 0. */
		return b ? a / b : 0;
	case 0x40:
		return a | b;
	case 0x50:
		return a & b;
	case 0x60:
		return a << (b & 31);
	case 0x70:
		return a >> (b & 31);
	case 0x80:
		return 0 - a;
	case 0xa0:
		return a ^ b;
	}
	SC_ASSERT(0);
	return 0;
}

static size_t
jump(const struct machine *m, const struct sc_insn *i)
{
	uint32_t b = i->code & SRC_X ? m->x : i->k;
	bool taken = false;

	switch (i->code & OP) {
	case 0x00:
		return i->k;
	case 0x10:
		taken = m->a == b;
		break;
	case 0x20:
		taken = m->a > b;
		break;
	case 0x30:
		taken = m->a >= b;
		break;
	case 0x40:
		taken = m->a & b;
		break;
	default:
		SC_ASSERT(0);
	}
	return taken ? i->jt : i->jf;
}

/* Everything but jumps and returns. */
static void
step(struct machine *m, const struct sc_insn *i)
{
	switch (i->code & CLASS) {
	case CLASS_LD:
		m->a = load(m, i);
		break;
	case CLASS_LDX:
		m->x = load(m, i);
		break;
	case CLASS_ST:
		SC_ASSERT(i->k < LENGTH(m->mem));
		m->mem[i->k] = m->a;
		break;
	case CLASS_STX:
		SC_ASSERT(i->k < LENGTH(m->mem));
		m->mem[i->k] = m->x;
		break;
	case CLASS_ALU:
		m->a = alu(m->a, i->code & OP, i->code & SRC_X ? m->x : i->k);
		break;
	default:
		if (i->code & TXA)
			m->a = m->x;
		else
			m->x = m->a;
	}
}

static bool
divides_by_zero(const struct machine *m, const struct sc_insn *i)
{
	return i->code == (CLASS_ALU | 0x30 | SRC_X) && m->x == 0;
}

uint32_t
sc_run(const struct sc_insn *insn, size_t n, const struct sc_data *data,
	unsigned *executed)
{
	struct machine m;
	unsigned count = 0;
	uint32_t result = SC_KILL_THREAD;

	m.a = m.x = 0;
	m.data = data;
	for (unsigned i = 0; i < LENGTH(m.mem); i++)
		m.mem[i] = 0;
	for (size_t pc = 0;; pc++) {
		const struct sc_insn *i = &insn[pc];

		SC_ASSERT(pc < n);
		count++;
		if ((i->code & CLASS) == CLASS_RET) {
			result = i->code == RET_A ? m.a : i->k;
			break;
		}
		if (divides_by_zero(&m, i))
			break;
		if ((i->code & CLASS) == CLASS_JMP)
			pc += jump(&m, i);
		else
			step(&m, i);
	}
	if (executed)
		*executed = count;
	return result;
}
