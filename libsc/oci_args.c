#include "oci.h"

enum { INDEX, VALUE, VALUE_TWO, OP };

/* In the order of enum sc_op. */
static const char ops[] =
	"SCMP_CMP_NE\0SCMP_CMP_LT\0SCMP_CMP_LE\0SCMP_CMP_EQ\0SCMP_CMP_GE\0"
	"SCMP_CMP_GT\0SCMP_CMP_MASKED_EQ\0";

static void
read_op(struct oci *o, struct sc_cond *c)
{
	int op;

	if (!sc_oci_string(o))
		return;
	op = sc_oci_find(ops, o->text, o->len);
	if (op < 0)
		sc_oci_fail_text(o, "unknown operator");
	else
		c->op = (uint8_t)op;
}

static void
read_index(struct oci *o, struct sc_cond *c)
{
	uint64_t index;

	if (!sc_oci_number(o, &index))
		return;
	if (index > 5)
		sc_oci_fail(o, "index above 5");
	else
		c->arg = (uint8_t)index;
}

/* MASKED_EQ has its mask in value, and in valueTwo what is left of it. */
static void
finish(struct oci *o, struct sc_cond *c, struct place place, uint64_t two)
{
	if (c->op != SC_MASKED_EQ) {
		if (two)
			sc_oci_warn_at(o, place, "valueTwo skipped, which the "
				"operator does not take");
		return;
	}
	c->mask = c->value;
	c->value = two;
	if (two & ~c->mask)
		sc_oci_fail_at(o, place, "valueTwo has bits outside the mask");
}

static void
read_arg(struct oci *o, struct sc_cond *c)
{
	static const uint32_t needed = 1u << INDEX | 1u << VALUE | 1u << OP;
	struct place place = sc_oci_place(o);
	uint64_t two = 0;
	struct keys keys;

	sc_oci_keys(&keys, "index\0value\0valueTwo\0op\0");
	for (int key; key = sc_oci_key(o, &keys), key >= 0;) {
		if (key == INDEX)
			read_index(o, c);
		else if (key == OP)
			read_op(o, c);
		else
			sc_oci_number(o, key == VALUE ? &c->value : &two);
	}
	if ((keys.seen & needed) != needed)
		sc_oci_fail_at(o, place, "index, value and op are needed");
	finish(o, c, place, two);
}

bool
sc_oci_next_arg(struct oci *o, struct sc_cond *c)
{
	if (!sc_oci_next_object(o, "args"))
		return false;
	c->arg = 0;
	c->width = 64;
	c->op = SC_EQ;
	c->value = 0;
	c->mask = 0;
	read_arg(o, c);
	return !o->error;
}

void
sc_oci_args(struct oci *o, struct oci_args *args)
{
	uint32_t seen = 0;
	struct sc_cond cond;

	args->at = o->json;
	if (!sc_oci_expect(o, JSON_ARRAY))
		return;
	while (sc_oci_next_arg(o, &cond)) {
		if (seen >> cond.arg & 1)
			args->apart = true;
		seen |= 1u << cond.arg;
		if (args->n < LENGTH(args->conds))
			args->conds[args->n++] = cond;
	}
}
