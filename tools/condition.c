#include <inttypes.h>
#include "cmd.h"

static void
value(FILE *to, uint64_t v)
{
	fprintf(to, v < 10 ? "%" PRIu64 : "0x%" PRIx64, v);
}

static void
condition(FILE *to, const struct sc_cond *c)
{
	static const char ops[][3] = {
		[SC_NE] = "!=", [SC_LT] = "<", [SC_LE] = "<=",
		[SC_EQ] = "==", [SC_GE] = ">=", [SC_GT] = ">",
		[SC_MASKED_EQ] = "=="
	};
	const char *cast = c->width == 32 ? "(u32)" : "";

	if (c->op == SC_MASKED_EQ) {
		fprintf(to, "(%sarg%d & ", cast, c->arg);
		value(to, c->mask);
		putc(')', to);
	} else {
		fprintf(to, "%sarg%d", cast, c->arg);
	}
	fprintf(to, " %s ", ops[c->op]);
	value(to, c->value);
}

void
print_rule_conditions(FILE *to, const struct sc_policy *p,
	const struct sc_rule *r)
{
	for (unsigned i = 0; i < r->nconds; i++) {
		if (i)
			fputs(" && ", to);
		condition(to, &p->conds[r->cond + i]);
	}
}
