/* What the files of libsc share with those of sc-init; not for users. */
#ifndef SC_COMMON_H
#define SC_COMMON_H

#include "sc.h"

/* Of a string; whether two texts are equal, and one begins as a string. */
size_t sc_length(const char *s);
bool sc_same(const char *a, size_t alen, const char *b, size_t blen);
bool sc_begins(const char *text, size_t len, const char *with);

/* Copies a string without its NUL to to[at]; returns where it ends. */
size_t sc_put(char *to, size_t at, const char *from);

/*
 * Lists are strings, each with its NUL, and an empty one at the end: the one
 * at index, and the index of text or -1.
 */
const char *sc_list_item(const char *list, unsigned index);
int sc_list_find(const char *list, const char *text, size_t len);

/*
 * As sc_list_find, but some bits of each byte don't matter: SC_CASE is that
 * in which a capital letter differs from a small one.
 */
#define SC_CASE 0x20
int sc_list_find_but(const char *list, const char *text, size_t len, int but);

/* The value of a hexadecimal digit, or 16 if c is none. */
unsigned sc_digit(char c);

/* Letters of a name, to its NUL; it has nothing behind z. */
void sc_upper(char *text);

/* A copy in lower case, cut off behind what any name has; its length. */
size_t sc_lower(char to[SC_NAME_SIZE], const char *text, size_t len);

/* prctl(2). */
long sc_prctl(long option, long a, long b);

/*
 * What capget(2) tells of process pid, or of the calling one for 0: the
 * other two sets are empty. A negative errno value.
 */
int sc_caps_of(struct sc_caps *caps, int pid);

#endif
