#include <string.h>
#include "cmd.h"

/* What the accumulator is known to hold before an instruction. */
struct holds {
	enum { NOT_REACHED, NOTHING, WORD, MASKED } what;
	uint32_t offset;        /* in struct seccomp_data */
	uint32_t mask;
};

enum {
	OFFSET_NR = 0,
	OFFSET_ARCH = 4,
	OFFSET_ARGS = 16,
	CLASS = 0x07, LD = 0, ALU = 4, JMP = 5, RET = 6,
	LD_W_ABS = 0x20,
	AND_K = 0x54,
	JA = 0x05,
	JEQ_K = 0x15, JGT_K = 0x25, JGE_K = 0x35, JSET_K = 0x45,
	RET_K = 0x06,
	ENDS = 16
};

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

static const char *
opcode(uint16_t code)
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

/* What it holds after instruction i. */
static struct holds
after(struct holds h, const struct sc_insn *i)
{
	if (i->code == LD_W_ABS) {
		h.what = WORD;
		h.offset = i->k;
		h.mask = UINT32_MAX;
	} else if (i->code == AND_K && h.what != NOTHING) {
		h.what = MASKED;
		h.mask &= i->k;
	} else if ((i->code & CLASS) == LD || (i->code & CLASS) == ALU ||
	    i->code == 0x87) {
		h.what = NOTHING;
	}
	return h;
}

/* Jumps lead forward only, so one pass reaches everything. */
static void
follow(struct holds *at, const struct sc_insn *insn, size_t n)
{
	at[0].what = NOTHING;
	for (size_t i = 0; i < n; i++) {
		struct holds h = after(at[i], &insn[i]);

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

static void
print_word(uint32_t offset)
{
	unsigned arg = (offset - OFFSET_ARGS) / 8;

	if (offset == OFFSET_NR)
		printf("nr");
	else if (offset == OFFSET_ARCH)
		printf("arch");
	else if (offset < OFFSET_ARGS)
		printf("ip%s", offset % 8 ? " high" : "");
	else
		printf("arg%u%s", arg, offset % 8 ? " high" : "");
}

static void
print_held(const struct holds *h)
{
	if (h->what == MASKED)
		putchar('(');
	if (h->what == NOTHING || h->what == NOT_REACHED)
		putchar('a');
	else
		print_word(h->offset);
	if (h->what == MASKED)
		printf(" & 0x%x)", h->mask);
}

static const char *
constant(const struct loaded *l, const struct holds *h, uint32_t k,
	char name[SC_NAME_SIZE])
{
	const struct sc_arch *a;
	uint32_t x32 = sc_arch_x32(l->arch);

	if (h->what != WORD)
		return NULL;
	if (h->offset == OFFSET_NR)
		return x32 && k == x32 ? "x32" :
			sc_name(l->arch, k, name);
	if (h->offset != OFFSET_ARCH)
		return NULL;
	for (unsigned i = 0; (a = sc_arch_at(i)); i++)
		if (sc_arch_token(a) == k)
			return sc_arch_name(a);
	return NULL;
}

static void
print_comparison(const struct loaded *l, const struct holds *h,
	const struct sc_insn *i)
{
	const char *op = i->code == JEQ_K ? "==" : i->code == JGT_K ? ">" :
		i->code == JGE_K ? ">=" : "&";
	char text[SC_NAME_SIZE];
	const char *name = constant(l, h, i->k, text);

	print_held(h);
	if (h->what == WORD && h->offset == OFFSET_NR)
		printf(" %s %u", op, i->k);
	else
		printf(" %s 0x%x", op, i->k);
	if (i->code != JSET_K && name)
		printf(" %s", name);
}

static void
print_return(uint32_t action)
{
	char text[SC_ACTION_TEXT];
	const char *name = NULL;

	sc_action_format(action, text);
	if ((action & SC_ACTION) == SC_ERRNO(0))
		name = sc_errno_name(action & SC_DATA);
	printf("%s%s%s", text, name ? " " : "", name ? name : "");
}

static void
print_words(const struct loaded *l, const struct holds *h,
	const struct sc_insn *i)
{
	struct holds then = after(*h, i);

	switch (i->code) {
	case LD_W_ABS:
	case AND_K:
		print_held(&then);
		break;
	case JEQ_K:
	case JGT_K:
	case JGE_K:
	case JSET_K:
		print_comparison(l, h, i);
		break;
	case RET_K:
		print_return(i->k);
		break;
	case JA:
		printf("go on there");
		break;
	default:
		putchar('-');
	}
}

static void
print_insn(const struct loaded *l, const struct holds *h, size_t at)
{
	const struct sc_insn *i = &l->insn[at];
	char k[12], jumps[24] = "";

	snprintf(k, sizeof k, "0x%x", i->k);
	if (i->code == JA)
		snprintf(jumps, sizeof jumps, "%zu", at + 1 + i->k);
	else if ((i->code & CLASS) == JMP)
		snprintf(jumps, sizeof jumps, "%zu %zu", at + 1 + i->jt,
			at + 1 + i->jf);
	printf("%4zu  %-7s %-10s  %-9s  ", at, opcode(i->code), k, jumps);
	print_words(l, h, i);
	putchar('\n');
}

static int
dis(const struct options *o, const struct sc_arch *arch)
{
	struct loaded *l = load_program(o->words[0], arch, o);
	static struct holds at[SC_INSNS_MAX + 1];

	if (o->all_archs)
		printf("%s:\n", sc_arch_name(arch));
	if (!l->ninsns)
		puts("no filter");
	memset(at, 0, sizeof at);
	if (l->ninsns)
		follow(at, l->insn, l->ninsns);
	for (size_t i = 0; i < l->ninsns; i++)
		print_insn(l, &at[i], i);
	return SAME;
}

int
cmd_dis(const struct options *o)
{
	return for_archs(o, dis);
}
