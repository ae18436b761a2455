/*
 * The JSON reader: whatever the text, it ends, stays within it, and returns
 * to a mark as if it had never left.
 */
#include <stdlib.h>
#include <string.h>
#include "inner.h"
#include "json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(c) do { if (!(c)) abort(); } while (0)

static void
values(const struct json *j, int token)
{
	char text[256], part[256];
	uint64_t n;

	if (token == JSON_NUMBER && sc_json_uint(j, &n) == 0)
		REQUIRE(j->text[j->start] != '-');
	if (token != JSON_STRING && token != JSON_KEY)
		return;
	size_t len = sc_json_string(j, text, sizeof text);
	REQUIRE(len <= j->pos - j->start);
	REQUIRE(sc_json_string(j, part, 7) == len);
	REQUIRE(!memcmp(text, part, len < 7 ? len : 7));
	REQUIRE(sc_json_string(j, NULL, 0) == len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json j, mark, end;
	size_t tokens = 0, stop = size % 7;
	int token;

	sc_json_init(&j, (const char *)data, (uint32_t)size);
	mark = j;
	while (token = sc_json_next(&j), token > JSON_END) {
		REQUIRE(j.start < j.pos && j.pos <= size);
		REQUIRE(j.line && j.column && j.column <= j.start + 1);
		REQUIRE(j.line + j.column <= j.start + 2);
		REQUIRE(j.depth <= JSON_DEPTH);
		values(&j, token);
		if (tokens++ == stop)
			mark = j;
	}
	REQUIRE(tokens <= size && j.pos <= size);
	REQUIRE(token == JSON_END ? j.pos == size && !j.depth && tokens
		: j.fault && *j.fault);
	end = j;
	j = mark;
	for (size_t i = tokens > stop ? stop + 1 : 0; i <= tokens; i++)
		token = sc_json_next(&j);
	REQUIRE(j.pos == end.pos && j.line == end.line &&
		j.depth == end.depth && j.column == end.column);
	REQUIRE(token <= JSON_END);
	return 0;
}
