#include "flow.h"

/* All that seccomp permits (seccomp_check_filter in kernel/seccomp.c). */
static const struct {
	uint8_t code;
	char name[8];
} opcodes[] = {
	{ LD_W_ABS, "ld" }, { 0x00, "ld #" }, { 0x80, "ld len" },
	{ 0x60, "ld M" }, { 0x01, "ldx #" }, { 0x81, "ldx len" },
	{ 0x61, "ldx M" }, { 0x02, "st" }, { 0x03, "stx" },
	{ 0x04, "add" }, { 0x0c, "add x" }, { 0x14, "sub" },
	{ 0x1c, "sub x" }, { 0x24, "mul" }, { 0x2c, "mul x" },
	{ 0x34, "div" }, { 0x3c, "div x" }, { 0x44, "or" },
	{ 0x4c, "or x" }, { AND_K, "and" }, { 0x5c, "and x" },
	{ 0x64, "lsh" }, { 0x6c, "lsh x" }, { 0x74, "rsh" },
	{ 0x7c, "rsh x" }, { 0x84, "neg" }, { 0xa4, "xor" },
	{ 0xac, "xor x" }, { 0x07, "tax" }, { 0x87, "txa" },
	{ JA, "ja" }, { JEQ_K, "jeq" }, { 0x1d, "jeq x" },
	{ JGT_K, "jgt" }, { 0x2d, "jgt x" }, { JGE_K, "jge" },
	{ 0x3d, "jge x" }, { JSET_K, "jset" }, { 0x4d, "jset x" },
	{ RET_K, "ret" }, { 0x16, "ret a" }
};

const char *
flow_opcode(uint16_t code)
{
	for (size_t i = 0; i < LENGTH(opcodes); i++)
		if (opcodes[i].code == code)
			return opcodes[i].name;
	return "?";
}

static void
join(struct holds *at, const struct holds *from)
{
	if (at->what == NOT_REACHED)
		*at = *from;
	else if (at->what != from->what || at->offset != from->offset ||
	    at->mask != from->mask)
		at->what = NOTHING;
}

struct holds
flow_after(struct holds h, const struct sc_insn *i)
{
	if (i->code == LD_W_ABS) {
		h.what = WORD;
		h.offset = i->k;
		h.mask = UINT32_MAX;
	} else if (i->code == AND_K && h.what != NOTHING) {
		h.what = MASKED;
		h.mask &= i->k;
	} else if ((i->code & CLASS) == LD || (i->code & CLASS) == ALU ||
	    i->code == TXA) {
		h.what = NOTHING;
	}
	return h;
}

/* Jumps lead forward only, so one pass reaches everything. */
void
flow_follow(struct holds *at, const struct sc_insn *insn, size_t n)
{
	if (n)
		at[0].what = NOTHING;
	for (size_t i = 0; i < n; i++) {
		struct holds h = flow_after(at[i], &insn[i]);

		if (at[i].what == NOT_REACHED || (insn[i].code & CLASS) == RET)
			continue;
		if (insn[i].code == JA) {
			join(&at[i + 1 + insn[i].k], &h);
		} else if ((insn[i].code & CLASS) == JMP) {
			join(&at[i + 1 + insn[i].jt], &h);
			join(&at[i + 1 + insn[i].jf], &h);
		} else {
			join(&at[i + 1], &h);
		}
	}
}

const char *
flow_operator(const struct sc_insn *i)
{
	switch (i->code) {
	case JEQ_K:
		return "==";
	case JGT_K:
		return ">";
	case JGE_K:
		return ">=";
	case JSET_K:
		return "&";
	}
	return NULL;
}

const char *
flow_constant(const struct sc_arch *arch, const struct holds *h, uint32_t k,
	char name[SC_NAME_SIZE])
{
	const struct sc_arch *a;
	uint32_t x32 = sc_arch_x32(arch);

	if (h->what != WORD)
		return NULL;
	if (h->offset == OFFSET_NR)
		return x32 && k == x32 ? "x32" : sc_name(arch, k, name);
	if (h->offset != OFFSET_ARCH)
		return NULL;
	for (unsigned i = 0; (a = sc_arch_at(i)); i++)
		if (sc_arch_token(a) == k)
			return sc_arch_name(a);
	return NULL;
}
