#include <string.h>
#include "flow.h"

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

static void
print_comparison(const struct loaded *l, const struct holds *h,
	const struct sc_insn *i)
{
	const char *op = flow_operator(i);
	char text[SC_NAME_SIZE];
	const char *name = flow_constant(l->arch, h, i->k, text);

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
	char text[SC_ACTION_TEXT], error[SC_NAME_SIZE];
	const char *name = NULL;

	sc_action_format(action, text);
	if ((action & SC_ACTION) == SC_ERRNO(0))
		name = sc_errno_name(action & SC_DATA, error);
	printf("%s%s%s", text, name ? " " : "", name ? name : "");
}

static void
print_words(const struct loaded *l, const struct holds *h,
	const struct sc_insn *i)
{
	struct holds then = flow_after(*h, i);

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
	printf("%4zu  %-7s %-10s  %-9s  ", at, flow_opcode(i->code), k, jumps);
	print_words(l, h, i);
	putchar('\n');
}

static int
dis(const struct options *o, const struct sc_arch *arch)
{
	struct loaded *l = load_program(o->words[0], arch, o);
	static struct holds at[SC_INSNS_MAX];

	if (o->dot)
		return dis_dot(l);
	if (o->all_archs)
		printf("%s:\n", sc_arch_name(arch));
	if (!l->ninsns)
		puts("no filter");
	memset(at, 0, sizeof at);
	flow_follow(at, l->insn, l->ninsns);
	for (size_t i = 0; i < l->ninsns; i++)
		print_insn(l, &at[i], i);
	return SAME;
}

int
cmd_dis(const struct options *o)
{
	return for_archs(o, dis);
}
