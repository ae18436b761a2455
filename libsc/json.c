#include "inner.h"
#include "json.h"

enum { VALUE, FIRST_VALUE, FIRST_KEY, COMMA, END };

void
sc_json_init(struct json *j, const char *text, uint32_t len)
{
	j->text = text;
	j->len = len;
	j->pos = 0;
	j->start = 0;
	j->row = j->line = j->column = 1;
	j->row_start = 0;
	j->expect = VALUE;
	j->depth = 0;
	j->objects = 0;
}

void
sc_json_place(const struct json *j, struct json_place *place)
{
	place->pos = j->start;
	place->row = j->line;
	place->row_start = j->start - j->column + 1;
}

void
sc_json_go(struct json *j, const struct json_place *place)
{
	j->pos = place->pos;
	j->row = place->row;
	j->row_start = place->row_start;
	j->expect = VALUE;
}

void
sc_json_mark(const struct json *j, struct json_mark *mark)
{
	mark->pos = j->pos;
	mark->row = j->row;
	mark->row_start = j->row_start;
	mark->depth = j->depth;
	mark->expect = j->expect;
}

void
sc_json_return(struct json *j, const struct json_mark *mark)
{
	j->pos = mark->pos;
	j->row = mark->row;
	j->row_start = mark->row_start;
	j->depth = mark->depth;
	j->expect = mark->expect;
}

/* The byte at i, or -1 at the end of the text. */
static int
byte_at(const struct json *j, uint32_t i)
{
	return i < j->len ? (unsigned char)j->text[i] : -1;
}

static int
peek(const struct json *j)
{
	return byte_at(j, j->pos);
}

static void
skip_space(struct json *j)
{
	int c;

	while (c = peek(j), c == ' ' || c == '\t' || c == '\n' || c == '\r') {
		j->pos++;
		if (c == '\n') {
			j->row++;
			j->row_start = j->pos;
		}
	}
}

static void
set_place(struct json *j)
{
	j->line = j->row;
	j->column = j->pos - j->row_start + 1;
}

/* The next token begins after the space here. */
static void
begin(struct json *j)
{
	skip_space(j);
	j->start = j->pos;
	set_place(j);
}

static bool
is_digit(int c)
{
	return c >= '0' && c <= '9';
}

/* The four hexadecimal digits at i, or -1. */
static int
hex4(const struct json *j, uint32_t i)
{
	int n = 0;

	for (uint32_t end = i + 4; i < end; i++) {
		int c = byte_at(j, i);
		unsigned d = c < 0 ? 16 : sc_digit((char)c);

		if (d > 15)
			return -1;
		n = n << 4 | (int)d;
	}
	return n;
}

/* Reads \uXXXX, two of them if it is a surrogate; the code point or -1. */
static int32_t
unicode_escape(const struct json *j, uint32_t *at)
{
	int high = hex4(j, *at + 2), low;

	*at += 6;
	if (high < 0xd800 || high > 0xdfff)
		return high;
	if (high > 0xdbff || byte_at(j, *at) != '\\' ||
	    byte_at(j, *at + 1) != 'u')
		return -1;
	low = hex4(j, *at + 2);
	*at += 6;
	if (low < 0xdc00 || low > 0xdfff)
		return -1;
	return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

static int32_t
escape(const struct json *j, uint32_t *at)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	int c = byte_at(j, *at + 1);

	if (c == 'u')
		return unicode_escape(j, at);
	*at += 2;
	for (unsigned i = 0; i < sizeof from - 1; i++)
		if (c == from[i])
			return to[i];
	return -1;
}

/* A character of two to four bytes, RFC 3629. */
static int32_t
utf8(const struct json *j, uint32_t *at)
{
	int c = byte_at(j, (*at)++);
	int more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
	int32_t least = more == 3 ? 0x10000 : more == 2 ? 0x800 : 0x80;
	int32_t point = c & (0x3f >> more);

	if (c < 0xc0 || c > 0xf7)
		return -1;
	for (; more; more--) {
		c = byte_at(j, (*at)++);
		if ((c & ~0x3f) != 0x80)
			return -1;
		point = point << 6 | (c & 0x3f);
	}
	if (point < least || point > 0x10ffff || (point & ~0x7ff) == 0xd800)
		return -1;
	return point;
}

/*
 * The character of a string at *at, which is moved behind it; -1 if it is
 * none.
 */
static int32_t
character(const struct json *j, uint32_t *at)
{
	int c = byte_at(j, *at);

	if (c < 0x20)
		return -1;
	if (c == '\\')
		return escape(j, at);
	if (c >= 0x80)
		return utf8(j, at);
	(*at)++;
	return c;
}

static int
fault(struct json *j, const char *what)
{
	j->fault = what;
	set_place(j);
	return -SC_EINVAL;
}

static const char *
string_fault(const struct json *j)
{
	int c = peek(j);

	if (c < 0)
		return "unterminated string";
	if (c == '\\')
		return "not an escape sequence";
	return c < 0x20 ? "control character in a string" : "not UTF-8";
}

static int
string(struct json *j, enum json_token token)
{
	j->pos++;
	while (peek(j) != '"') {
		uint32_t at = j->pos;

		if (character(j, &at) < 0)
			return fault(j, string_fault(j));
		j->pos = at;
	}
	j->pos++;
	return token;
}

static bool
digits(struct json *j)
{
	if (!is_digit(peek(j)))
		return false;
	while (is_digit(peek(j)))
		j->pos++;
	return true;
}

static bool
number(struct json *j)
{
	if (peek(j) == '-')
		j->pos++;
	if (peek(j) == '0')
		j->pos++;
	else if (!digits(j))
		return false;
	if (peek(j) == '.') {
		j->pos++;
		if (!digits(j))
			return false;
	}
	if (peek(j) == 'e' || peek(j) == 'E') {
		j->pos++;
		if (peek(j) == '+' || peek(j) == '-')
			j->pos++;
		if (!digits(j))
			return false;
	}
	return true;
}

static bool
word(struct json *j, const char *name)
{
	for (; *name; name++, j->pos++)
		if (peek(j) != *name)
			return false;
	return true;
}

static bool
in_object(const struct json *j)
{
	return j->objects >> (j->depth - 1) & 1;
}

static void
after_value(struct json *j)
{
	j->expect = j->depth ? COMMA : END;
}

static int
open(struct json *j, bool object)
{
	if (j->depth == JSON_DEPTH)
		return fault(j, "nested too deeply");
	j->objects &= ~((uint64_t)1 << j->depth);
	j->objects |= (uint64_t)object << j->depth;
	j->depth++;
	j->pos++;
	j->expect = object ? FIRST_KEY : FIRST_VALUE;
	return object ? JSON_OBJECT : JSON_ARRAY;
}

static int
close(struct json *j)
{
	bool object = in_object(j);

	j->pos++;
	j->depth--;
	after_value(j);
	return object ? JSON_OBJECT_END : JSON_ARRAY_END;
}

static int
key(struct json *j)
{
	if (peek(j) != '"')
		return fault(j, "a key in quotes expected");
	if (string(j, JSON_KEY) < 0)
		return -SC_EINVAL;
	skip_space(j);
	if (peek(j) != ':')
		return fault(j, "':' expected");
	j->pos++;
	j->expect = VALUE;
	return JSON_KEY;
}

/* A value that is no container; c is its first byte. */
static int
scalar(struct json *j, int c)
{
	int token = c == 't' ? JSON_TRUE : c == 'f' ? JSON_FALSE : JSON_NULL;

	after_value(j);
	if (c == '"')
		return string(j, JSON_STRING);
	if (c == '-' || is_digit(c))
		return number(j) ? JSON_NUMBER : fault(j, "not a number");
	if (word(j, c == 't' ? "true" : c == 'f' ? "false" : "null"))
		return token;
	return fault(j, c < 0 ? "unexpected end" : "not a value");
}

static int
value(struct json *j)
{
	int c = peek(j);

	if (c == '{' || c == '[')
		return open(j, c == '{');
	return scalar(j, c);
}

/* What comes after a value in an object or array. */
static int
more(struct json *j)
{
	bool object = in_object(j);

	if (peek(j) == (object ? '}' : ']'))
		return close(j);
	if (peek(j) != ',')
		return fault(j, object ? "',' or '}' expected" :
			"',' or ']' expected");
	j->pos++;
	begin(j);
	return object ? key(j) : value(j);
}

int
sc_json_next(struct json *j)
{
	begin(j);
	switch (j->expect) {
	case COMMA:
		return more(j);
	case FIRST_KEY:
		return peek(j) == '}' ? close(j) : key(j);
	case FIRST_VALUE:
		return peek(j) == ']' ? close(j) : value(j);
	case VALUE:
		return value(j);
	}
	return j->pos < j->len ? fault(j, "nothing may follow") : JSON_END;
}

/* Writes the UTF-8 form of point to out; returns how many bytes. */
static size_t
encode(int32_t point, char out[4])
{
	static const uint8_t mark[] = { 0, 0xc0, 0xe0, 0xf0 };
	size_t n = 1 + (point > 0x7f) + (point > 0x7ff) + (point > 0xffff);

	for (size_t i = n - 1; i; i--, point >>= 6)
		out[i] = (char)(0x80 | (point & 0x3f));
	out[0] = (char)(mark[n - 1] | point);
	return n;
}

size_t
sc_json_string(const struct json *j, char *buf, size_t size)
{
	uint32_t at = j->start + 1;
	size_t len = 0;

	while (byte_at(j, at) != '"') {
		char utf[4];
		size_t n = encode(character(j, &at), utf);

		for (size_t i = 0; i < n; i++, len++)
			if (len < size)
				buf[len] = utf[i];
	}
	return len;
}

int
sc_json_uint(const struct json *j, uint64_t *number)
{
	uint32_t end = j->start;

	while (is_digit(byte_at(j, end)))
		end++;
	if (end != j->pos)
		return -SC_EINVAL;
	return sc_number(number, UINT64_MAX, j->text + j->start,
		end - j->start);
}
