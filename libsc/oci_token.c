#include "oci.h"

/* Bytes that a terminal might not just show become question marks. */
static size_t
put_text(char *to, size_t at, const struct oci *o)
{
	at = sc_put(to, at, ": \"");
	for (unsigned i = 0; i < o->len; i++) {
		char c = o->text[i];

		to[at++] = c >= ' ' && c <= '~' ? c : '?';
	}
	return sc_put(to, at, o->len == OCI_TEXT ? "...\"" : "\"");
}

static void
report(struct oci *o, const char *what, bool text)
{
	struct sc_oci_report *r = o->report;
	size_t n = sc_put(r->reason, 0, what);

	SC_ASSERT(n + OCI_TEXT + 8 < sizeof r->reason);
	if (text)
		n = put_text(r->reason, n, o);
	r->reason[n] = 0;
	r->line = o->json.line;
	r->column = o->json.column;
}

static void
fail(struct oci *o, const char *what, bool text)
{
	if (o->error)
		return;
	o->error = -SC_EINVAL;
	report(o, what, text);
}

void
sc_oci_fail(struct oci *o, const char *what)
{
	fail(o, what, false);
}

void
sc_oci_fail_text(struct oci *o, const char *what)
{
	fail(o, what, true);
}

void
sc_oci_fail_at(struct oci *o, const struct json_place *place, const char *what)
{
	o->json.line = place->row;
	o->json.column = place->pos - place->row_start + 1;
	sc_oci_fail(o, what);
}

static void
tell(struct oci *o, enum sc_oci_level level, const char *what, bool text)
{
	struct sc_oci_report *r = o->report;

	if (o->error || o->quiet || !r->note)
		return;
	report(o, what, text);
	r->note(r->context, level, r->line, r->column, r->reason);
}

void
sc_oci_warn(struct oci *o, const char *what)
{
	tell(o, SC_OCI_WARNING, what, false);
}

void
sc_oci_warn_text(struct oci *o, const char *what)
{
	tell(o, SC_OCI_WARNING, what, true);
}

void
sc_oci_note_text(struct oci *o, const char *what)
{
	tell(o, SC_OCI_NOTE, what, true);
}

int
sc_oci_next(struct oci *o)
{
	int token;

	if (o->error)
		return o->error;
	token = sc_json_next(&o->json);
	if (token < 0)
		sc_oci_fail(o, o->json.fault);
	return token;
}

/* The value of the key is of the wrong type. */
static void
wrong_type(struct oci *o, enum json_token token)
{
	o->len = (uint8_t)sc_put(o->text, 0, o->key);
	sc_oci_fail_text(o, token == JSON_OBJECT ? "must be an object" :
		token == JSON_ARRAY ? "must be an array" :
		token == JSON_STRING ? "must be a string" :
		token == JSON_TRUE ? "must be true" :
		"must be a whole number from 0");
}

bool
sc_oci_expect(struct oci *o, enum json_token token)
{
	int got = sc_oci_next(o);

	if (got != (int)token && got != JSON_NULL)
		wrong_type(o, token);
	return got == (int)token;
}

/* The same in an array, where its end may come instead. */
static bool
next(struct oci *o, enum json_token token)
{
	int got = sc_oci_next(o);

	if (got != (int)token && got != JSON_ARRAY_END)
		wrong_type(o, token);
	return got == (int)token;
}

void
sc_oci_text(struct oci *o)
{
	size_t len = sc_json_string(&o->json, o->text, OCI_TEXT);

	o->len = len < OCI_TEXT ? (uint8_t)len : OCI_TEXT;
}

bool
sc_oci_next_string(struct oci *o)
{
	bool found = next(o, JSON_STRING);

	if (found)
		sc_oci_text(o);
	return found;
}

bool
sc_oci_array(struct oci *o, const struct object *object, unsigned key,
	struct object *element, const char *keys)
{
	bool found = sc_oci_get(o, object, key, JSON_ARRAY);

	sc_json_mark(&o->json, &element->end);
	element->array = o->key;
	element->keys = keys;
	return found;
}

bool
sc_oci_element(struct oci *o, struct object *element)
{
	sc_json_return(&o->json, &element->end);
	o->key = element->array;
	if (!next(o, JSON_OBJECT))
		return false;
	sc_oci_object(o, element, element->keys);
	sc_json_mark(&o->json, &element->end);
	return true;
}

bool
sc_oci_string(struct oci *o, const struct object *object, unsigned key)
{
	bool found = sc_oci_get(o, object, key, JSON_STRING);

	if (found)
		sc_oci_text(o);
	return found;
}

bool
sc_oci_number(struct oci *o, const struct object *object, unsigned key,
	uint64_t *number)
{
	int e;

	if (!sc_oci_get(o, object, key, JSON_NUMBER))
		return false;
	e = sc_json_uint(&o->json, number);
	if (e == -SC_ERANGE)
		sc_oci_fail(o, "number too large");
	else if (e)
		wrong_type(o, JSON_NUMBER);
	return !e;
}

int
sc_oci_choice(struct oci *o, const char *prefix, const char *list,
	const char *what)
{
	size_t n = sc_length(prefix);
	int i = -1;

	if (sc_begins(o->text, o->len, prefix))
		i = sc_list_find(list, o->text + n, o->len - n);
	if (i < 0)
		sc_oci_fail_text(o, what);
	return i;
}
