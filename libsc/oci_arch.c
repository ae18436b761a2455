#include "oci.h"

bool
sc_oci_our_arch(const struct oci *o)
{
	return sc_list_find(o->target->arch->names, o->text, o->len) >= 0;
}

static const char not_ours[] =
	"not for the architecture that it is to be used on";

/* Go's names and, without SCMP_ARCH_ and in lower case, libseccomp's. */
bool
sc_oci_known_arch(const struct oci *o)
{
	static const char prefix[] = "SCMP_ARCH_";
	const char *name = o->text;
	char lower[SC_NAME_SIZE];
	size_t len = o->len;

	if (sc_begins(name, len, prefix)) {
		len -= sizeof prefix - 1;
		len = sc_lower(lower, name + sizeof prefix - 1, len);
		name = lower;
	}
	return sc_list_name_find(SC_ARCHS_START, SC_ARCHS, name, len) >= 0;
}

/* The list of architectures at a key; each that is not ours is noted. */
static void
read_list(struct oci *o, const struct object *object, unsigned key,
	bool *listed, bool *ours)
{
	if (!sc_oci_get(o, object, key, JSON_ARRAY))
		return;
	while (sc_oci_next_string(o)) {
		*listed = true;
		if (sc_oci_our_arch(o))
			*ours = true;
		else
			sc_oci_note_text(o, "foreign architecture, its calls "
				"are killed");
	}
}

/* Those that go with another one say nothing about ours. */
static void
read_map(struct oci *o, const struct object *object, unsigned key,
	bool *listed, bool *ours)
{
	enum { ARCHITECTURE, SUB_ARCHITECTURES };
	struct object map;
	bool subs;

	if (!sc_oci_array(o, object, key, &map,
	    "architecture\0subArchitectures\0"))
		return;
	for (; sc_oci_element(o, &map); *listed = true) {
		bool our = sc_oci_string(o, &map, ARCHITECTURE) &&
			sc_oci_our_arch(o);

		*ours |= our;
		o->quiet = !our;
		read_list(o, &map, SUB_ARCHITECTURES, &subs, &subs);
		o->quiet = false;
	}
}

void
sc_oci_archs(struct oci *o, const struct object *object, unsigned key)
{
	bool listed = false, mapped = false, ours = false;

	read_list(o, object, key, &listed, &ours);
	if (listed && !ours)
		sc_oci_fail_at(o, &object->value[key], not_ours);
	read_map(o, object, key + 1, &mapped, &ours);
	if (mapped && listed)
		sc_oci_fail_at(o, &object->value[key + 1],
			"both architectures and archMap");
	if (mapped && !ours)
		sc_oci_fail_at(o, &object->value[key + 1], not_ours);
}
