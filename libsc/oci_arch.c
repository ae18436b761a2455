#include "oci.h"

bool
sc_oci_our_arch(const struct oci *o)
{
	const struct sc_arch *a = o->target->arch;

	return same(o->text, o->len, a->oci, length(a->oci)) ||
		same(o->text, o->len, a->goarch, length(a->goarch)) ||
		same(o->text, o->len, a->name, length(a->name));
}

/* Go's names and, in lower case and without SCMP_ARCH_, libseccomp's. */
static const char archs[] =
	"386\0aarch64\0amd64\0arm\0arm64\0loong64\0loongarch64\0m68k\0mips\0"
	"mips64\0mips64le\0mips64n32\0mips64p32\0mips64p32le\0mipsel\0"
	"mipsel64\0mipsel64n32\0mipsle\0parisc\0parisc64\0ppc\0ppc64\0"
	"ppc64le\0riscv64\0s390\0s390x\0sh\0sheb\0x32\0x86\0x86_64\0";

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

	if (len < n || !same(o->text, n, prefix, n))
		return sc_oci_find(archs, o->text, len) >= 0;
	len -= n;
	for (size_t i = 0; i < len; i++)
		name[i] = lower(o->text[n + i]);
	return sc_oci_find(archs, name, len) >= 0;
}

/* An array of architectures; each that is not ours is noted. */
static void
read_archs(struct oci *o)
{
	if (!sc_oci_expect(o, JSON_ARRAY))
		return;
	while (sc_oci_next_string(o)) {
		o->archs_listed = true;
		if (sc_oci_our_arch(o))
			o->archs_ours = true;
		else
			sc_oci_note_text(o, "foreign architecture, its calls "
				"are killed");
	}
}

/* Architectures that go with another one say nothing about ours. */
static void
read_strings(struct oci *o)
{
	if (sc_oci_expect(o, JSON_ARRAY))
		while (sc_oci_next_string(o))
			;
}

static void
read_arch_map(struct oci *o)
{
	struct json subs;
	struct keys keys;
	bool ours = false;

	sc_oci_keys(&keys, "architecture\0subArchitectures\0");
	for (int key; key = sc_oci_key(o, &keys), key >= 0;) {
		if (key == 0) {
			ours = sc_oci_string(o) && sc_oci_our_arch(o);
			continue;
		}
		subs = o->json;
		read_strings(o);
	}
	if (ours && sc_oci_seen(&keys, 1)) {
		struct json end = o->json;

		o->json = subs;
		read_archs(o);
		o->json = end;
	}
	o->archs_listed = true;
	o->archs_ours |= ours;
}

void
sc_oci_archs(struct oci *o, bool map)
{
	struct place place = sc_oci_place(o);
	bool already = o->archs_listed;

	o->archs_listed = false;
	if (!map)
		read_archs(o);
	else if (sc_oci_expect(o, JSON_ARRAY))
		while (sc_oci_next_object(o, "archMap"))
			read_arch_map(o);
	if (already && o->archs_listed)
		sc_oci_fail_at(o, place, "both architectures and archMap");
	if (o->archs_listed && !o->archs_ours)
		sc_oci_fail_at(o, place, "not for the architecture that it is "
			"to be used on");
	o->archs_listed |= already;
}
