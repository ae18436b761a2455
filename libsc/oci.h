/* What the files of the profile reader share; not for users. */
#ifndef SC_OCI_H
#define SC_OCI_H

#include "inner.h"
#include "json.h"

/* Longer than every name that means something in a profile. */
#define OCI_TEXT 64

struct place {
	uint32_t line;
	uint32_t column;
};

struct oci {
	struct json json;
	struct sc_policy *policy;
	const struct sc_target *target;
	struct sc_oci_report *report;
	int error;              /* once it is set, nothing more is read */
	bool quiet;             /* reading something for the second time */
	bool archs_listed;
	bool archs_ours;
	uint8_t len;
	char text[OCI_TEXT];    /* the first bytes of the last key or string */
	const char *key;        /* the last known key */
};

/* The keys of an object that have been read. */
#define OCI_UNKNOWN 16
struct keys {
	const char *names;      /* those that are known, a list as below */
	uint32_t seen;          /* a bit each */
	uint32_t unknown[OCI_UNKNOWN];          /* where they stand */
	unsigned nunknown;
};

/* An action and its errno are two keys, in any order. */
struct answer {
	bool action_set, data_set;
	uint32_t action;
	uint32_t data;
	struct place data_place;
};

/* Where the token just read begins. */
struct place sc_oci_place(const struct oci *o);

/*
 * What went wrong, there or at the token just read, and the text that it is
 * about. Only the first is kept.
 */
void sc_oci_fail_at(struct oci *o, struct place place, const char *what);
void sc_oci_fail(struct oci *o, const char *what);
void sc_oci_fail_text(struct oci *o, const char *what);

/* What is no error. */
void sc_oci_warn_at(struct oci *o, struct place place, const char *what);
void sc_oci_warn_text(struct oci *o, const char *what);
void sc_oci_note_text(struct oci *o, const char *what);

/* A token, or below 0 on an error. */
int sc_oci_next(struct oci *o);

/* Decodes the key or string just read into text. */
void sc_oci_text(struct oci *o);

/* Reads over a value. */
void sc_oci_skip(struct oci *o);

/*
 * Whether the value that comes is a token of this kind, which is then read.
 * It is an error unless it is, or is null, which stands for absence.
 */
bool sc_oci_expect(struct oci *o, enum json_token token);
bool sc_oci_string(struct oci *o);
bool sc_oci_number(struct oci *o, uint64_t *number);

/*
 * Whether another string or object comes in an array that has been entered;
 * the array's name is for the message.
 */
bool sc_oci_next_string(struct oci *o);
bool sc_oci_next_object(struct oci *o, const char *array);

/*
 * The index of the next known key of an object that has been entered, -1
 * after the last one or on an error. A key that stands there twice is an
 * error; an unknown one is passed over with a warning.
 */
void sc_oci_keys(struct keys *keys, const char *names);
int sc_oci_key(struct oci *o, struct keys *keys);

/* The index of text in a list of strings with "" at its end, or -1. */
int sc_oci_find(const char *list, const char *text, size_t len);

/* Whether a key of the object, by its index, has been read. */
static inline bool
sc_oci_seen(const struct keys *keys, int index)
{
	return keys->seen >> index & 1;
}

/* Reads the value of a key of an answer. */
void sc_oci_answer_action(struct oci *o, struct answer *answer);
void sc_oci_answer_data(struct oci *o, struct answer *answer);

/* The action of an answer both keys of which, if present, were read. */
uint32_t sc_oci_answer(struct oci *o, const struct answer *answer);

/*
 * The value of args. If two have the same index they stay apart: each is a
 * rule of its own, as in runc, and they are read again from at.
 */
struct oci_args {
	struct json at;
	bool apart;
	uint8_t n;
	struct sc_cond conds[6];
};
void sc_oci_args(struct oci *o, struct oci_args *args);
bool sc_oci_next_arg(struct oci *o, struct sc_cond *cond);

/* Reads an element of syscalls, which has been entered. */
void sc_oci_entry(struct oci *o);

/* Reads includes or excludes; false if the entry is not for the target. */
struct doubt {
	bool any;               /* it names something unknown: */
	struct place place;
};
bool sc_oci_filter(struct oci *o, bool includes, struct doubt *doubt);

/* The text is a name of the target's architecture; of any. */
bool sc_oci_our_arch(const struct oci *o);
bool sc_oci_known_arch(const struct oci *o);

/* Reads the value of archMap, or that of architectures. */
void sc_oci_archs(struct oci *o, bool map);

#endif
