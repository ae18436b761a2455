#define _POSIX_C_SOURCE 200809L

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cmd.h"

/* See no-color.org. */
static bool
wanted(void)
{
	const char *no = getenv("NO_COLOR"), *terminal = getenv("TERM");

	return isatty(1) && !(no && *no) && terminal && *terminal &&
		strcmp(terminal, "dumb");
}

const char *
paint(enum paint how)
{
	static const char codes[][8] = {
		[PAINT_END] = "\033[0m",
		[PAINT_HEAD] = "\033[1m",
		[PAINT_ALLOWED] = "\033[32m",
		[PAINT_CHECKED] = "\033[33m",
		[PAINT_REFUSED] = "\033[31m"
	};
	static enum { UNKNOWN, NO, YES } painted;

	if (painted == UNKNOWN)
		painted = wanted() ? YES : NO;
	return painted == YES ? codes[how] : "";
}
