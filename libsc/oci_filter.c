#include "oci.h"

enum { CAPS, ARCHES, MIN_KERNEL };

/*
 * In all three: what includes asks for has to be there, what excludes names
 * must not be. doubt is set if this depends on an unknown name.
 */
static bool
caps_pass(struct oci *o, const struct object *filter, bool includes,
	bool *doubt)
{
	bool pass = true;

	if (!sc_oci_get(o, filter, CAPS, JSON_ARRAY))
		return true;
	while (sc_oci_next_string(o)) {
		int cap = sc_cap_find(o->text, o->len);

		if (cap < 0) {
			sc_oci_warn_text(o, "unknown capability");
			*doubt = true;
		} else if ((o->target->caps >> cap & 1) != includes) {
			pass = false;
		}
	}
	return pass;
}

/* An unknown one is no doubt if ours is there as well. */
static bool
arches_pass(struct oci *o, const struct object *filter, bool includes,
	bool *doubt)
{
	bool ours = false, empty = true, unknown = false;

	if (!sc_oci_get(o, filter, ARCHES, JSON_ARRAY))
		return true;
	for (; sc_oci_next_string(o); empty = false) {
		if (sc_oci_our_arch(o)) {
			ours = true;
		} else if (!sc_oci_known_arch(o)) {
			sc_oci_warn_text(o, "unknown architecture");
			unknown = true;
		}
	}
	if (!unknown || ours)
		return empty || ours == includes;
	*doubt = true;
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
	bool includes, bool *doubt)
{
	struct object filter;
	bool pass;

	*doubt = false;
	if (!sc_oci_get(o, object, key, JSON_OBJECT))
		return true;
	sc_oci_object(o, &filter, "caps\0arches\0minKernel\0");
	*doubt = filter.unknown;
	pass = caps_pass(o, &filter, includes, doubt);
	pass &= arches_pass(o, &filter, includes, doubt);
	return kernel_passes(o, &filter, includes) && pass;
}
