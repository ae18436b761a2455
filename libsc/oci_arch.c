#include "oci.h"

bool
sc_oci_our_arch(const struct oci *o)
{
	return sc_list_find(o->target->arch->names, o->text, o->len) >= 0;
}

/* Go's names and, in lower case and without SCMP_ARCH_, libseccomp's. */
static const char archs[] =
	"386\0aarch64\0amd64\0arm\0arm64\0loong64\0loongarch64\0m68k\0mips\0"
	"mips64\0mips64le\0mips64n32\0mips64p32\0mips64p32le\0mipsel\0"
	"mipsel64\0mipsel64n32\0mipsle\0parisc\0parisc64\0ppc\0ppc64\0"
	"ppc64le\0riscv64\0s390\0s390x\0sh\0sheb\0x32\0x86\0x86_64\0";

static const char not_ours[] =
	"not for the architecture that it is to be used on";

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

bool
sc_oci_known_arch(const struct oci *o)
{
	static const char prefix[] = "SCMP_ARCH_";
	size_t n = sizeof prefix - 1, len = o->len;
	char name[OCI_TEXT];

	if (!sc_begins(o->text, len, prefix))
		return sc_list_find(archs, o->text, len) >= 0;
	len -= n;
	for (size_t i = 0; i < len; i++)
		name[i] = lower(o->text[n + i]);
	return sc_list_find(archs, name, len) >= 0;
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
