#include "inner.h"

/*
 * The codes that seccomp_check_filter lets through: those of inner.h, which
 * are all that most programs have, then loads from and stores to the sixteen
 * words of memory, constants, the length, arithmetic, and comparisons with X.
 */
static bool
code_known(uint16_t code)
{
	static const uint8_t known[] = {
		JEQ_K, JGE_K, LD_W_ABS, RET_K, JSET_K, JA, JGT_K, ALU_AND_K,
		0x00, 0x60, 0x80,               /* LD: IMM MEM LEN */
		0x01, 0x61, 0x81,               /* LDX: IMM MEM LEN */
		0x02, 0x03,                     /* ST STX */
		0x04, 0x0c, 0x14, 0x1c, 0x24, 0x2c, 0x34, 0x3c,
		0x44, 0x4c, 0x5c, 0x64, 0x6c, 0x74, 0x7c,
		0xa4, 0xac, 0x84,               /* ALU, with K and with X; NEG */
		0x1d, 0x2d, 0x3d, 0x4d,         /* jumps, with X */
		0x16,                           /* RET A */
		0x07, 0x87                      /* TAX TXA */
	};

	for (unsigned i = 0; i < LENGTH(known); i++)
		if (code == known[i])
			return true;
	return false;
}

static bool
operand_valid(const struct sc_insn *i)
{
	switch (i->code) {
	case LD_W_ABS:
		return i->k < sizeof (struct sc_data) && i->k % 4 == 0;
	case 0x60:
	case 0x61:
	case 0x02:
	case 0x03:
		return i->k < 16;
	case 0x34:
		return i->k != 0;
	case 0x64:
	case 0x74:
		return i->k < 32;
	}
	return true;
}

static bool
jumps(const struct sc_insn *i)
{
	return (i->code & 7) == 5;
}

/* With left instructions behind it. */
static bool
target_valid(const struct sc_insn *i, size_t left)
{
	if (i->code == JA)
		return i->k < left;
	return !jumps(i) || (i->jt < left && i->jf < left);
}

/* Bits, one for each instruction. */
struct bits {
	uint8_t byte[SC_INSNS_MAX / 8];
};

static void
put(struct bits *b, size_t i)
{
	b->byte[i / 8] |= (uint8_t)(1u << i % 8);
}

static bool
get(const struct bits *b, size_t i)
{
	return b->byte[i / 8] >> i % 8 & 1;
}

/*
 * Whether on every path the word of memory is written before it is read,
 * as far as check_load_and_stores of the kernel sees it: it goes through
 * the program once, and takes a return to lead to the next instruction.
 */
static bool
word_written(const struct sc_insn *insn, size_t n, uint32_t word,
	size_t *where)
{
	struct bits missing;
	bool written = false;

	for (size_t i = 0; i < LENGTH(missing.byte); i++)
		missing.byte[i] = 0;
	for (size_t i = 0; i < n; i++) {
		const struct sc_insn *x = &insn[i];

		written = written && !get(&missing, i);
		if ((x->code == 0x02 || x->code == 0x03) && x->k == word)
			written = true;
		if ((x->code == 0x60 || x->code == 0x61) && x->k == word &&
		    !written) {
			*where = i;
			return false;
		}
		if (!jumps(x))
			continue;
		if (!written && x->code == JA)
			put(&missing, i + 1 + x->k);
		if (!written && x->code != JA) {
			put(&missing, i + 1 + x->jt);
			put(&missing, i + 1 + x->jf);
		}
		written = true;
	}
	return true;
}

int
sc_check(const struct sc_insn *insn, size_t n, size_t *where)
{
	size_t unused;

	where = where ? where : &unused;
	*where = 0;
	if (!n || n > SC_INSNS_MAX)
		return -SC_EINVAL;
	for (size_t i = 0; i < n; i++) {
		*where = i;
		if (!code_known(insn[i].code) || !operand_valid(&insn[i]) ||
		    !target_valid(&insn[i], n - 1 - i))
			return -SC_EINVAL;
	}
	if (insn[n - 1].code != RET_K && insn[n - 1].code != 0x16)
		return -SC_EINVAL;
	for (size_t i = 0; i < n; i++)
		if ((insn[i].code == 0x60 || insn[i].code == 0x61) &&
		    !word_written(insn, n, insn[i].k, where))
			return -SC_EINVAL;
	return 0;
}
