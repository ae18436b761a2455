#include "oci.h"

struct place
sc_oci_place(const struct oci *o)
{
	struct place place = { o->json.line, o->json.column };

	return place;
}

static size_t
put(char *to, size_t at, const char *from)
{
	while (*from)
		to[at++] = *from++;
	return at;
}

/* Bytes that a terminal might not just show become question marks. */
static size_t
put_text(char *to, size_t at, const struct oci *o)
{
	at = put(to, at, ": \"");
	for (unsigned i = 0; i < o->len; i++) {
		char c = o->text[i];

		to[at++] = c >= ' ' && c <= '~' ? c : '?';
	}
	return put(to, at, o->len == OCI_TEXT ? "...\"" : "\"");
}

static void
report(struct oci *o, struct place place, const char *what, bool text)
{
	struct sc_oci_report *r = o->report;
	size_t n = put(r->reason, 0, what);

	SC_ASSERT(n + OCI_TEXT + 8 < sizeof r->reason);
	if (text)
		n = put_text(r->reason, n, o);
	r->reason[n] = 0;
	r->line = place.line;
	r->column = place.column;
}

static void
fail(struct oci *o, struct place place, const char *what, bool text)
{
	if (o->error)
		return;
	o->error = -SC_EINVAL;
	report(o, place, what, text);
}

void
sc_oci_fail_at(struct oci *o, struct place place, const char *what)
{
	fail(o, place, what, false);
}

void
sc_oci_fail(struct oci *o, const char *what)
{
	fail(o, sc_oci_place(o), what, false);
}

void
sc_oci_fail_text(struct oci *o, const char *what)
{
	fail(o, sc_oci_place(o), what, true);
}

static void
tell(struct oci *o, enum sc_oci_level level, struct place place,
	const char *what, bool text)
{
	struct sc_oci_report *r = o->report;

	if (o->error || o->quiet || !r->note)
		return;
	report(o, place, what, text);
	r->note(r->context, level, r->line, r->column, r->reason);
}

void
sc_oci_warn_at(struct oci *o, struct place place, const char *what)
{
	tell(o, SC_OCI_WARNING, place, what, false);
}

void
sc_oci_warn_text(struct oci *o, const char *what)
{
	tell(o, SC_OCI_WARNING, sc_oci_place(o), what, true);
}

void
sc_oci_note_text(struct oci *o, const char *what)
{
	tell(o, SC_OCI_NOTE, sc_oci_place(o), what, true);
}

int
sc_oci_next(struct oci *o)
{
	const char *why;
	int token;

	if (o->error)
		return o->error;
	token = sc_json_next(&o->json, &why);
	if (token < 0)
		sc_oci_fail(o, why);
	return token;
}

void
sc_oci_skip(struct oci *o)
{
	unsigned depth = o->json.depth;

	while (sc_oci_next(o) >= 0 && o->json.depth > depth)
		;
}

/* The value of the last key is of the wrong type. */
static void
wrong_type(struct oci *o, enum json_token token)
{
	o->len = (uint8_t)put(o->text, 0, o->key);
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

void
sc_oci_text(struct oci *o)
{
	size_t len = sc_json_string(&o->json, o->text, OCI_TEXT);

	o->len = len < OCI_TEXT ? (uint8_t)len : OCI_TEXT;
}

bool
sc_oci_string(struct oci *o)
{
	if (!sc_oci_expect(o, JSON_STRING))
		return false;
	sc_oci_text(o);
	return true;
}

bool
sc_oci_next_string(struct oci *o)
{
	int token = sc_oci_next(o);

	if (token == JSON_STRING)
		sc_oci_text(o);
	else if (token != JSON_ARRAY_END)
		wrong_type(o, JSON_STRING);
	return token == JSON_STRING;
}

bool
sc_oci_next_object(struct oci *o, const char *array)
{
	int token = sc_oci_next(o);

	o->key = array;
	if (token != JSON_OBJECT && token != JSON_ARRAY_END)
		wrong_type(o, JSON_OBJECT);
	return token == JSON_OBJECT;
}

bool
sc_oci_number(struct oci *o, uint64_t *number)
{
	int e;

	if (!sc_oci_expect(o, JSON_NUMBER))
		return false;
	e = sc_json_uint(&o->json, number);
	if (e == -SC_ERANGE)
		sc_oci_fail(o, "number too large");
	else if (e)
		wrong_type(o, JSON_NUMBER);
	return !e;
}

int
sc_oci_find(const char *list, const char *text, size_t len)
{
	size_t n;

	for (int i = 0; (n = length(list)); i++, list += n + 1)
		if (same(text, len, list, n))
			return i;
	return -1;
}

void
sc_oci_keys(struct keys *keys, const char *names)
{
	keys->names = names;
	keys->seen = 0;
	keys->nunknown = 0;
}

/* The text is that of the unknown key which stands at start. */
static bool
is_key_at(const struct oci *o, uint32_t start)
{
	struct json there = o->json;
	char text[OCI_TEXT];

	there.start = start;
	return same(o->text, o->len, text,
		sc_json_string(&there, text, OCI_TEXT));
}

static void
unknown_key(struct oci *o, struct keys *keys)
{
	if (o->len == OCI_TEXT)
		sc_oci_fail_text(o, "key too long");
	for (unsigned i = 0; i < keys->nunknown; i++)
		if (is_key_at(o, keys->unknown[i]))
			sc_oci_fail_text(o, "duplicate key");
	if (keys->nunknown == OCI_UNKNOWN)
		sc_oci_fail_text(o, "too many unknown keys");
	if (o->error)
		return;
	keys->unknown[keys->nunknown++] = o->json.start;
	sc_oci_warn_text(o, "unknown key, skipped");
	sc_oci_skip(o);
}

static const char *
item(const char *list, int index)
{
	while (index--)
		list += length(list) + 1;
	return list;
}

int
sc_oci_key(struct oci *o, struct keys *keys)
{
	int i;

	while (sc_oci_next(o) == JSON_KEY) {
		sc_oci_text(o);
		i = sc_oci_find(keys->names, o->text, o->len);
		if (i < 0) {
			unknown_key(o, keys);
			continue;
		}
		if (sc_oci_seen(keys, i))
			sc_oci_fail_text(o, "duplicate key");
		o->key = item(keys->names, i);
		keys->seen |= 1u << i;
		return o->error ? -1 : i;
	}
	return -1;
}
