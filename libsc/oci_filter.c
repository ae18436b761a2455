#include "oci.h"

/* Keeps where the first unknown name stands, on which something depends. */
static void
unknown(struct oci *o, struct doubt *doubt, const char *what)
{
	sc_oci_warn_text(o, what);
	if (doubt->any)
		return;
	doubt->any = true;
	doubt->place = sc_oci_place(o);
}

/*
 * In all three: what includes asks for has to be there, what excludes names
 * must not be.
 */
static bool
caps_pass(struct oci *o, bool includes, struct doubt *doubt)
{
	bool pass = true;

	if (!sc_oci_expect(o, JSON_ARRAY))
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

static bool
arches_pass(struct oci *o, bool includes, struct doubt *doubt)
{
	struct doubt inner = { false, { 0, 0 } };
	bool ours = false, empty = true;

	if (!sc_oci_expect(o, JSON_ARRAY))
		return true;
	for (; sc_oci_next_string(o); empty = false) {
		if (sc_oci_our_arch(o))
			ours = true;
		else if (!sc_oci_known_arch(o))
			unknown(o, &inner, "unknown architecture");
	}
	if (!inner.any || ours)
		return empty || ours == includes;
	*doubt = inner;
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
kernel_passes(struct oci *o, bool includes)
{
	uint32_t least;

	if (!sc_oci_string(o))
		return true;
	if (!version(o, &least)) {
		sc_oci_fail_text(o, "not a version of Linux");
		return true;
	}
	return (o->target->kernel >= least) == includes;
}

bool
sc_oci_filter(struct oci *o, bool includes, struct doubt *doubt)
{
	struct keys keys;
	bool pass = true;

	if (!sc_oci_expect(o, JSON_OBJECT))
		return true;
	sc_oci_keys(&keys, "caps\0arches\0minKernel\0");
	for (int key; key = sc_oci_key(o, &keys), key >= 0;)
		switch (key) {
		case 0:
			pass &= caps_pass(o, includes, doubt);
			break;
		case 1:
			pass &= arches_pass(o, includes, doubt);
			break;
		case 2:
			pass &= kernel_passes(o, includes);
			break;
		}
	return pass;
}
