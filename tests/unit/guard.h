/* Texts that end flush against memory that cannot be read. */
#ifndef GUARD_H
#define GUARD_H

#include <sys/mman.h>
#include <unistd.h>
#include "test.h"

#define GUARD_ROOM ((size_t)2 << 20)

/* A copy of text, valid until the next call. */
static inline char *
guarded(const void *text, size_t len)
{
	static char *end;

	if (!end) {
		char *area = mmap(NULL, GUARD_ROOM + 65536,
			PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (area == MAP_FAILED)
			abort();
		end = area + GUARD_ROOM;
		if (mprotect(end, 65536, PROT_NONE))
			abort();
	}
	if (len > GUARD_ROOM)
		abort();
	return len ? memcpy(end - len, text, len) : end;
}

/* The contents of a file, in memory of its own; NULL if there is none. */
static inline char *
contents(const char *name, size_t *len)
{
	FILE *f = fopen(name, "r");
	char *text;

	if (!f)
		return NULL;
	text = malloc(GUARD_ROOM);
	if (!text)
		abort();
	*len = fread(text, 1, GUARD_ROOM, f);
	fclose(f);
	return text;
}

#endif
