/* What the files of the profile reader share; not for users. */
#ifndef SC_OCI_H
#define SC_OCI_H

#include "inner.h"
#include "json.h"

/* Longer than every name that means something in a profile. */
#define OCI_TEXT 64

/* The most keys that are known in one object. */
#define OCI_KEYS 9

struct oci {
	struct json json;
	struct sc_policy *policy;
	const struct sc_target *target;
	struct sc_oci_report *report;
	int error;              /* once it is set, nothing more is read */
	bool quiet;             /* reading something for the second time */
	uint8_t len;
	char text[OCI_TEXT];    /* the first bytes of the last key or string */
	const char *key;        /* of the value that is read */
};

/*
 * An object is first read over as a whole, and then its values in whatever
 * order suits the reader.
 */
struct object {
	const char *keys;       /* those that are known, a list */
	const char *array;      /* the key of the array that it is in */
	struct json_mark end;   /* behind it */
	struct json_place begin;
	bool unknown;           /* there are others */
	struct json_place value[OCI_KEYS];      /* pos is 0 for an absent one */
};

/*
 * What went wrong at the token just read, and the text that it is about.
 * Only the first is kept.
 */
void sc_oci_fail(struct oci *o, const char *what);
void sc_oci_fail_text(struct oci *o, const char *what);

/* As sc_oci_fail, of the token that begins at a place. */
void sc_oci_fail_at(struct oci *o, const struct json_place *place,
	const char *what);

/* What is no error. */
void sc_oci_warn(struct oci *o, const char *what);
void sc_oci_warn_text(struct oci *o, const char *what);
void sc_oci_note_text(struct oci *o, const char *what);

/* A token, or below 0 on an error. */
int sc_oci_next(struct oci *o);

/* Decodes the key or string just read into text. */
void sc_oci_text(struct oci *o);

/*
 * Reads a token of this kind. It is an error unless one comes, or null,
 * which stands for absence.
 */
bool sc_oci_expect(struct oci *o, enum json_token token);

/*
 * Reads over an object that has been entered. A key that stands there twice
 * is an error; an unknown one is passed over with a warning.
 */
void sc_oci_object(struct oci *o, struct object *object, const char *keys);

/*
 * Whether the object has the key, by its index, and its value is no null.
 * The token that it begins with is read, which has to be of the kind.
 */
bool sc_oci_get(struct oci *o, const struct object *object, unsigned key,
	enum json_token token);
bool sc_oci_string(struct oci *o, const struct object *object, unsigned key);
bool sc_oci_number(struct oci *o, const struct object *object, unsigned key,
	uint64_t *number);

/* Whether another string comes in an array that has been entered. */
bool sc_oci_next_string(struct oci *o);

/*
 * Enters an array of objects, to be read into element one by one. What else
 * is read between two elements does not matter.
 */
bool sc_oci_array(struct oci *o, const struct object *object, unsigned key,
	struct object *element, const char *keys);
bool sc_oci_element(struct oci *o, struct object *element);

/*
 * The index in list of the text, which has to begin with prefix; it is an
 * error, as what says, if it isn't there, and the index -1.
 */
int sc_oci_choice(struct oci *o, const char *prefix, const char *list,
	const char *what);

/*
 * The action that stands at a key, with the errno at the next one. False if
 * there is none.
 */
bool sc_oci_answer(struct oci *o, const struct object *object, unsigned key,
	uint32_t *action);

/*
 * The conditions of an element of args, after the next is read; false if
 * there are no more.
 */
#define OCI_ARG_KEYS "index\0value\0valueTwo\0op\0"
bool sc_oci_arg(struct oci *o, struct object *arg, struct sc_cond *cond);

/* Reads an element of syscalls. */
#define OCI_ENTRY_KEYS "names\0name\0action\0errnoRet\0args\0includes\0" \
	"excludes\0comment\0"
void sc_oci_entry(struct oci *o, const struct object *object);

/*
 * Reads includes or excludes; false if the entry is not for the target.
 * doubt: this depends on something unknown.
 */
bool sc_oci_filter(struct oci *o, const struct object *object, unsigned key,
	bool includes, bool *doubt);

/* The text is a name of the target's architecture; of any. */
bool sc_oci_our_arch(const struct oci *o);
bool sc_oci_known_arch(const struct oci *o);

/* Reads architectures and archMap, the key after it. */
void sc_oci_archs(struct oci *o, const struct object *object, unsigned key);

#endif
