#include "oci.h"

enum { INDEX, VALUE, VALUE_TWO, OP };

/* In the order of enum sc_op. */
static const char ops[] = "NE\0LT\0LE\0EQ\0GE\0GT\0MASKED_EQ\0";

/* MASKED_EQ has its mask in value, and in valueTwo what is left of it. */
static void
second_value(struct oci *o, struct sc_cond *c, uint64_t two)
{
	if (c->op != SC_MASKED_EQ) {
		if (two)
			sc_oci_warn(o, "valueTwo skipped, which the operator "
				"does not take");
		return;
	}
	c->mask = c->value;
	c->value = two;
	if (two & ~c->mask)
		sc_oci_fail(o, "valueTwo has bits outside the mask");
}

bool
sc_oci_arg(struct oci *o, struct object *arg, struct sc_cond *c)
{
	uint64_t index = 0, two = 0;

	if (!sc_oci_element(o, arg))
		return false;
	if (sc_oci_number(o, arg, INDEX, &index) && index > 5)
		sc_oci_fail(o, "index above 5");
	c->arg = (uint8_t)index;
	c->width = 64;
	c->op = SC_EQ;
	if (sc_oci_string(o, arg, OP))
		c->op = (uint8_t)sc_oci_choice(o, "SCMP_CMP_", ops,
			"unknown operator");
	c->value = 0;
	c->mask = 0;
	sc_oci_number(o, arg, VALUE, &c->value);
	sc_oci_number(o, arg, VALUE_TWO, &two);
	second_value(o, c, two);
	if (!arg->value[INDEX].pos || !arg->value[VALUE].pos ||
	    !arg->value[OP].pos)
		sc_oci_fail_at(o, &arg->begin, "index, value and op are needed");
	return !o->error;
}
