/* The JSON reader, on texts that end at a guard page. */
#include <dirent.h>
#include "guard.h"
#include "json.h"

#define CASES "../shared/data/json"

/*
 * Reads a whole text; 0, or the error. Every token must begin before its
 * end and behind the one before, and end by the end of the text.
 */
static int
read_all(const char *text, size_t len, struct json *j)
{
	uint32_t before = 0;
	int token;

	sc_json_init(j, guarded(text, len), (uint32_t)len);
	while (token = sc_json_next(j), token > JSON_END) {
		char buf[8];
		uint64_t n;

		CHECK(j->start >= before && j->start < j->pos);
		CHECK(j->pos <= len && j->depth <= JSON_DEPTH);
		before = j->pos;
		if (token == JSON_STRING || token == JSON_KEY)
			sc_json_string(j, buf, sizeof buf);
		if (token == JSON_NUMBER)
			sc_json_uint(j, &n);
	}
	CHECK(token < 0 ? j->fault != NULL : j->pos == len && !j->depth);
	CHECK(j->pos <= len);
	return token;
}

static int
valid(const char *text, size_t len)
{
	struct json j;

	return read_all(text, len, &j) == 0;
}

static const char *const good[] = {
	"0", " -0 ", "1e5", "1E+5", "0.0e-0", "-1.25", "null", "true",
	"false", "\"\"", "[]", "{}", "[ ]", "{ }", "[1,2]", "[[],{}]",
	"{\"a\":1}", "{\"a\":{\"a\":[]},\"b\":null}\r\n\t ",
	"\"\\u0000\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\ud800\\udc00\"",
	"\"\x7f\"", "\"\xc2\x80\xdf\xbf\"", "\"\xe0\xa0\x80\xed\x9f\xbf\"",
	"\"\xee\x80\x80\xef\xbf\xbf\"",
	"\"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\"",
	"{\"a\":1,\"a\":1}",            /* for the user of the reader to judge */
	"18446744073709551616"
};

static const char *const bad[] = {
	"", " ", "\f1", "00", "01", "-", "-a", "+1", ".5", "1.", "1.e1",
	"1e", "1e+", "0x1", "1a", "1 1", "NaN", "Infinity", "nul", "nulll",
	"True", "tru", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{",
	"}", "{\"a\"", "{\"a\":", "{\"a\":}", "{\"a\":1", "{\"a\":1,",
	"{\"a\":1,}", "{,}", "{1:1}", "{a:1}", "{\"a\" 1}", "{\"a\"::1}",
	"[}", "{]", "[1}", "{\"a\":1]", "[]]", "[1]2", "\"", "\"\\\"",
	"\"\\", "\"\\x\"", "\"\\u\"", "\"\\u12\"", "\"\\u123g\"",
	"\"\\U1234\"", "\"\n\"", "\"\t\"", "\"\x1f\"", "'a'", "/**/1", "1//",
	"\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\"",
	"\"\\ud800\\ue000\"", "\"\\ud800x\"", "\"\\ud800\\n\"", "\"\\ud800\\u\"",
	"\"\x80\"", "\"\xbf\"", "\"\xc0\x80\"", "\"\xc1\xbf\"", "\"\xc2\"",
	"\"\xc2 \"", "\"\xe0\x9f\xbf\"", "\"\xe1\x80\"", "\"\xed\xa0\x80\"",
	"\"\xed\xbf\xbf\"", "\"\xf0\x8f\xbf\xbf\"", "\"\xf1\x80\x80\"",
	"\"\xf4\x90\x80\x80\"", "\"\xf5\x80\x80\x80\"",
	"\"\xf8\x88\x80\x80\x80\"", "\"\xfe\"", "\"\xff\"",
	"\xef\xbb\xbf{}"
};

static void
texts(void)
{
	test("json: accepts what RFC 8259 permits");
	for (unsigned i = 0; i < sizeof good / sizeof *good; i++)
		if (!valid(good[i], strlen(good[i])))
			FAIL("refused: %s", good[i]);
	test("json: refuses what it does not");
	for (unsigned i = 0; i < sizeof bad / sizeof *bad; i++)
		if (valid(bad[i], strlen(bad[i])))
			FAIL("accepted: %s", bad[i]);
	CHECK(!valid("1\0", 2));
	CHECK(!valid("\"\0\"", 3));
}

static void
truncated(void)
{
	static const char text[] = "{\"a\": [true, false, null, -1.5e+3, "
		"\"\\ud83d\\ude00\xf0\x9f\x98\x80\\n\"], \"b\": {\"c\": {}}}";

	test("json: a text cut short anywhere is refused");
	CHECK(valid(text, sizeof text - 1));
	for (size_t n = 0; n < sizeof text - 1; n++)
		if (valid(text, n))
			FAIL("accepted: %.*s", (int)n, text);
}

static void
nesting(void)
{
	char text[2 * JSON_DEPTH + 3];

	test("json: nests %d deep and no deeper", JSON_DEPTH);
	for (unsigned n = JSON_DEPTH; n <= JSON_DEPTH + 1; n++) {
		memset(text, '[', n);
		memset(text + n, ']', n);
		CHECK_INT(valid(text, 2 * n), n == JSON_DEPTH);
	}
	/* Arrays and objects by turns, closed the wrong way round. */
	CHECK(valid("[{\"a\":[{\"a\":[]}]}]", 18));
	CHECK(!valid("[{\"a\":[{\"a\":[}]]}]", 18));
}

struct decoded {
	const char *text;
	const char *value;
	size_t len;
};

static const struct decoded strings[] = {
	{ "\"\"", "", 0 },
	{ "\"read\"", "read", 4 },
	{ "\"\\u0072ead\"", "read", 4 },
	{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t", 8 },
	{ "\"a\\u0000b\"", "a\0b", 3 },
	{ "\"\\u007f\\u0080\\u07FF\"", "\x7f\xc2\x80\xdf\xbf", 5 },
	{ "\"\\u0800\\uFFFF\"", "\xe0\xa0\x80\xef\xbf\xbf", 6 },
	{ "\"\\uD800\\uDC00\"", "\xf0\x90\x80\x80", 4 },
	{ "\"\\udbff\\udfff\"", "\xf4\x8f\xbf\xbf", 4 },
	{ "\"\xc2\x80\xe0\xa0\x80\xf0\x90\x80\x80\"",
		"\xc2\x80\xe0\xa0\x80\xf0\x90\x80\x80", 9 },
};

static void
decoding(void)
{
	for (unsigned i = 0; i < sizeof strings / sizeof *strings; i++) {
		const struct decoded *s = &strings[i];
		size_t n = strlen(s->text);
		struct json j;
		char buf[16];

		test("json: decodes %s", s->text);
		sc_json_init(&j, guarded(s->text, n), (uint32_t)n);
		CHECK_INT(sc_json_next(&j), JSON_STRING);
		for (size_t size = 0; size < sizeof buf; size++) {
			memset(buf, '#', sizeof buf);
			CHECK_INT(sc_json_string(&j, buf, size), s->len);
			n = s->len < size ? s->len : size;
			CHECK(!memcmp(buf, s->value, n));
			CHECK(buf[n] == '#');
		}
	}
}

static void
numbers(void)
{
	static const struct {
		const char *text;
		int error;
		uint64_t value;
	} row[] = {
		{ "0", 0, 0 },
		{ "7 ", 0, 7 },
		{ "4294967296", 0, 4294967296 },
		{ "9007199254740993", 0, 9007199254740993 },
		{ "18446744073709551615", 0, UINT64_MAX },
		{ "18446744073709551616", -SC_ERANGE, 0 },
		{ "99999999999999999999999999", -SC_ERANGE, 0 },
		{ "-0", -SC_EINVAL, 0 },
		{ "-1", -SC_EINVAL, 0 },
		{ "1.0", -SC_EINVAL, 0 },
		{ "1e0", -SC_EINVAL, 0 },
		{ "1E2", -SC_EINVAL, 0 },
	};

	for (unsigned i = 0; i < sizeof row / sizeof *row; i++) {
		size_t n = strlen(row[i].text);
		uint64_t value = 0;
		struct json j;

		test("json: the number %s", row[i].text);
		sc_json_init(&j, guarded(row[i].text, n), (uint32_t)n);
		CHECK_INT(sc_json_next(&j), JSON_NUMBER);
		CHECK_INT(sc_json_uint(&j, &value), row[i].error);
		CHECK_INT(value, row[i].value);
	}
}

static void
places(void)
{
	static const char text[] = "{\n  \"a\"\n\n: [1,\r\n\t\"b\\u000a\"]\n,x";
	static const struct {
		int token;
		unsigned line, column;
	} row[] = {
		{ JSON_OBJECT, 1, 1 }, { JSON_KEY, 2, 3 },
		{ JSON_ARRAY, 4, 3 }, { JSON_NUMBER, 4, 4 },
		{ JSON_STRING, 5, 2 }, { JSON_ARRAY_END, 5, 11 },
		{ -SC_EINVAL, 6, 2 }
	};
	struct json j, mark;

	test("json: lines and columns, also after going back");
	sc_json_init(&j, guarded(text, sizeof text - 1), sizeof text - 1);
	mark = j;
	for (unsigned i = 0; i < sizeof row / sizeof *row; i++) {
		if (i == 2)
			mark = j;
		if (i == 5 && mark.depth == 1) {
			j = mark;
			mark.depth = 0;
			i = 2;
		}
		CHECK_INT(sc_json_next(&j), row[i].token);
		CHECK_INT(j.line, row[i].line);
		CHECK_INT(j.column, row[i].column);
	}
	CHECK_STR(j.fault, "a key in quotes expected");
	CHECK_INT(mark.depth, 0);
}

/* JSONTestSuite: y_ is to be accepted, n_ refused, i_ either. */
static void
suite(void)
{
	DIR *dir = opendir(CASES);
	unsigned n = 0;

	if (!dir) {
		skip("json: JSONTestSuite", "there is no " CASES);
		return;
	}
	test("json: JSONTestSuite");
	for (struct dirent *e; e = readdir(dir), e;) {
		char name[sizeof CASES + 256];
		size_t len;
		char *text;

		if (!strstr(e->d_name, ".json"))
			continue;
		snprintf(name, sizeof name, CASES "/%s", e->d_name);
		text = contents(name, &len);
		if (!text) {
			FAIL("cannot read %s", name);
			continue;
		}
		if (valid(text, len) != (*e->d_name == 'y') &&
		    *e->d_name != 'i')
			FAIL("wrong answer to %s", e->d_name);
		free(text);
		n++;
	}
	closedir(dir);
	CHECK_INT(n, 318);
}

int
main(void)
{
	texts();
	truncated();
	nesting();
	decoding();
	numbers();
	places();
	suite();
	return test_done();
}
