#include "oci.h"

/* Where the unknown keys of an object stand. */
#define UNKNOWN 16
struct unknown {
	uint32_t start[UNKNOWN];
	unsigned n;
};

/* The text is that of the key which stands at start. */
static bool
is_key_at(struct oci *o, uint32_t start)
{
	uint32_t here = o->json.start;
	char text[OCI_TEXT];
	size_t len;

	o->json.start = start;
	len = sc_json_string(&o->json, text, OCI_TEXT);
	o->json.start = here;
	return sc_same(o->text, o->len, text, len);
}

/* Runtimes in Go take a key in any case for what it means; others don't. */
static void
unknown_key(struct oci *o, struct unknown *u, const char *keys)
{
	if (sc_list_find_but(keys, o->text, o->len, SC_CASE) >= 0)
		sc_oci_fail_text(o, "key in the wrong case");
	if (o->len == OCI_TEXT)
		sc_oci_fail_text(o, "key too long");
	for (unsigned i = 0; i < u->n; i++)
		if (is_key_at(o, u->start[i]))
			sc_oci_fail_text(o, "duplicate key");
	if (u->n == UNKNOWN)
		sc_oci_fail_text(o, "too many unknown keys");
	else
		u->start[u->n++] = o->json.start;
	sc_oci_warn_text(o, "unknown key, skipped");
}

/* Reads over a value, which begins at place. */
static void
skip(struct oci *o, struct json_place *place)
{
	unsigned depth = o->json.depth;

	sc_oci_next(o);
	sc_json_place(&o->json, place);
	while (!o->error && o->json.depth > depth)
		sc_oci_next(o);
}

void
sc_oci_object(struct oci *o, struct object *object, const char *keys)
{
	struct unknown unknown;

	unknown.n = 0;
	object->keys = keys;
	sc_json_place(&o->json, &object->begin);
	for (unsigned i = 0; i < OCI_KEYS; i++)
		object->value[i].pos = 0;
	while (sc_oci_next(o) == JSON_KEY) {
		struct json_place nowhere;
		int i;

		sc_oci_text(o);
		i = sc_list_find(keys, o->text, o->len);
		if (i < 0)
			unknown_key(o, &unknown, keys);
		else if (object->value[i].pos)
			sc_oci_fail_text(o, "duplicate key");
		skip(o, i < 0 ? &nowhere : &object->value[i]);
	}
	object->unknown = unknown.n > 0;
}

bool
sc_oci_get(struct oci *o, const struct object *object, unsigned key,
	enum json_token token)
{
	o->key = sc_list_item(object->keys, key);
	if (!object->value[key].pos)
		return false;
	sc_json_go(&o->json, &object->value[key]);
	return sc_oci_expect(o, token);
}
