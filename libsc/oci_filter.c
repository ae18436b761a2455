#include "oci.h"

enum { CAPS, ARCHES, MIN_KERNEL };

/* Keeps where the first unknown name stands, on which something depends. */
static void
unknown(struct oci *o, struct json_place *doubt, const char *what)
{
	sc_oci_warn_text(o, what);
	if (!doubt->pos)
		sc_json_place(&o->json, doubt);
}

/*
 * In all three: what includes asks for has to be there, what excludes names
 * must not be.
 */
static bool
caps_pass(struct oci *o, const struct object *filter, bool includes,
	struct json_place *doubt)
{
	bool pass = true;

	if (!sc_oci_get(o, filter, CAPS, JSON_ARRAY))
		return true;
	while (sc_oci_next_string(o)) {
		int cap = sc_cap_find(o->text, o->len);

		if (cap < 0)
			unknown(o, doubt, "unknown capability");
		else if ((o->target->caps >> cap & 1) != includes)
			pass = false;
	}
	return pass;
}

/* An unknown one is no doubt if ours is there as well. */
static bool
arches_pass(struct oci *o, const struct object *filter, bool includes,
	struct json_place *doubt)
{
	struct json_place inner;
	bool ours = false, empty = true;

	inner.pos = 0;
	if (!sc_oci_get(o, filter, ARCHES, JSON_ARRAY))
		return true;
	for (; sc_oci_next_string(o); empty = false) {
		if (sc_oci_our_arch(o))
			ours = true;
		else if (!sc_oci_known_arch(o))
			unknown(o, &inner, "unknown architecture");
	}
	if (!inner.pos || ours)
		return empty || ours == includes;
	doubt->pos = inner.pos;
	doubt->row = inner.row;
	doubt->row_start = inner.row_start;
	return true;
}

/* MAJOR.MINOR and no more, as in moby. */
static bool
version(const struct oci *o, uint32_t *kernel)
{
	unsigned dots = 0;

	for (unsigned i = 0; i < o->len; i++)
		if (o->text[i] < '0' || o->text[i] > '9')
			dots++;
	return dots == 1 && sc_kernel(kernel, o->text, o->len) == 0;
}

static bool
kernel_passes(struct oci *o, const struct object *filter, bool includes)
{
	uint32_t least;

	if (!sc_oci_string(o, filter, MIN_KERNEL))
		return true;
	if (!version(o, &least)) {
		sc_oci_fail_text(o, "not a version of Linux");
		return true;
	}
	return (o->target->kernel >= least) == includes;
}

bool
sc_oci_filter(struct oci *o, const struct object *object, unsigned key,
	bool includes, struct json_place *doubt)
{
	struct object filter;
	bool pass;

	doubt->pos = 0;
	if (!sc_oci_get(o, object, key, JSON_OBJECT))
		return true;
	sc_oci_object(o, &filter, "caps\0arches\0minKernel\0");
	pass = caps_pass(o, &filter, includes, doubt);
	pass &= arches_pass(o, &filter, includes, doubt);
	return kernel_passes(o, &filter, includes) && pass;
}
