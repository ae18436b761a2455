#include <stdarg.h>
#include <stdlib.h>
#include "cmd.h"

static void
message(const char *head, const char *format, va_list values)
{
	fflush(stdout);
	fputs(head, stderr);
	vfprintf(stderr, format, values);
	putc('\n', stderr);
}

void
fail(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	message("sc: ", format, values);
	va_end(values);
	exit(BAD);
}

void
warn(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	message("sc: warning: ", format, values);
	va_end(values);
}

void *
allocate(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size);

	if (!p)
		fail("out of memory");
	return p;
}
