/* The JSON reader; not for users. */
#ifndef SC_JSON_H
#define SC_JSON_H

#include "sc.h"

/*
 * What may stand at the reader's place, and what it has just read. A key is
 * a token of its own; commas and colons are none.
 */
enum json_token {
	JSON_END,               /* the end of the text */
	JSON_OBJECT, JSON_OBJECT_END,
	JSON_ARRAY, JSON_ARRAY_END,
	JSON_KEY,
	JSON_STRING, JSON_NUMBER, JSON_TRUE, JSON_FALSE, JSON_NULL
};

/* The deepest nesting that is read, a bit of the reader's map each. */
#define JSON_DEPTH 64

/*
 * A place in a text. Copying the structure marks a place that can be
 * returned to. Everything is counted in bytes.
 */
struct json {
	const char *text;
	uint32_t len;
	uint32_t pos;
	uint32_t start;         /* the token just read begins here */
	uint32_t line, column;  /* and there, or the fault is; from 1 */
	const char *fault;
	uint8_t depth;
	/* private: */
	uint8_t expect;
	uint32_t row, row_start;        /* of pos */
	uint64_t objects;       /* which levels are objects */
};

/* Where a token begins. */
struct json_place {
	uint32_t pos, row, row_start;
};

/*
 * The place of the token just read. Not returned, as clang calls memcpy for
 * that when it does not optimise.
 */
void sc_json_place(const struct json *j, struct json_place *place);

/* Returns to a place, where a value begins. */
void sc_json_go(struct json *j, const struct json_place *place);

/* What is behind the token just read. */
struct json_mark {
	uint32_t pos, row, row_start;
	uint8_t depth, expect;
};

void sc_json_mark(const struct json *j, struct json_mark *mark);
void sc_json_return(struct json *j, const struct json_mark *mark);

void sc_json_init(struct json *j, const char *text, uint32_t len);

/*
 * Reads one token of a text that RFC 8259 permits; strings are checked to
 * be UTF-8 with whole surrogate pairs. Returns an enum json_token, or
 * -SC_EINVAL with fault saying what is wrong; the reader is then of no more
 * use. After JSON_END comes JSON_END.
 */
int sc_json_next(struct json *j);

/*
 * The decoded key or string just read: writes at most size bytes of it,
 * which may include NUL, and returns how long it is.
 */
size_t sc_json_string(const struct json *j, char *buf, size_t size);

/*
 * The number just read. Errors: -SC_EINVAL, it has a sign, a fraction or an
 * exponent; -SC_ERANGE, above UINT64_MAX.
 */
int sc_json_uint(const struct json *j, uint64_t *value);

#endif
