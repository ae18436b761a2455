#include <stdarg.h>
#include "init.h"

static bool verbose, quiet;
void (*quit_hook)(int status);

/* A line on its way to a descriptor. */
struct line {
	int fd;
	bool failed;
	size_t n;
	char text[512];
};

static void
flush(struct line *l)
{
	size_t done = 0;

	while (done < l->n) {
		long r = sys(NR_write, l->fd, (long)(l->text + done),
			(long)(l->n - done));

		if (r == -SC_EINTR)
			continue;
		if (r <= 0) {
			l->failed = true;
			break;
		}
		done += (size_t)r;
	}
	l->n = 0;
}

static void
put(struct line *l, char c)
{
	if (l->n == sizeof l->text)
		flush(l);
	l->text[l->n++] = c;
}

/* What others have chosen may not start a new line, or move the cursor. */
static void
put_clean(struct line *l, const char *s)
{
	for (; *s; s++)
		put(l, (unsigned char)*s < ' ' || *s == 127 ? '?' : *s);
}

static void
write_message(const char *level, const char *first, va_list ap)
{
	struct line l;

	l.fd = 2;
	l.n = 0;
	put_clean(&l, "sc-init: ");
	put_clean(&l, level);
	for (const char *s = first; s; s = va_arg(ap, const char *))
		put_clean(&l, s);
	put(&l, '\n');
	flush(&l);
}

#define SAY(level) do { \
	va_list ap; \
	va_start(ap, first); \
	write_message(level, first, ap); \
	va_end(ap); \
} while (0)

void
say(const char *first, ...)
{
	SAY("");
}

void
warn(const char *first, ...)
{
	if (!quiet)
		SAY("warning: ");
}

void
note(const char *first, ...)
{
	if (verbose)
		SAY("");
}

void
print(const char *first, ...)
{
	struct line l;
	va_list ap;

	l.fd = 1;
	l.n = 0;
	l.failed = false;
	va_start(ap, first);
	for (const char *s = first; s; s = va_arg(ap, const char *))
		for (; *s; s++)
			put(&l, *s);
	va_end(ap);
	flush(&l);
	if (l.failed)
		fail("standard output", NULL, "cannot be written");
}

void
message_level(bool be_verbose, bool be_quiet)
{
	verbose = be_verbose;
	quiet = be_quiet;
}

_Noreturn void
quit(int status)
{
	if (quit_hook)
		quit_hook(status);
	for (;;)
		sys(NR_exit_group, status, 0, 0);
}

_Noreturn void
fail(const char *step, const char *object, const char *reason)
{
	if (object)
		say(step, ": ", object, ": ", reason, NULL);
	else
		say(step, ": ", reason, NULL);
	quit(STATUS_SETUP);
}

/* What people know by these words; each has its number before it. */
static const char texts[] =
	"\1Operation not permitted\0"
	"\2No such file or directory\0"
	"\10Exec format error\0"
	"\13Resource temporarily unavailable\0"
	"\14Cannot allocate memory\0"
	"\15Permission denied\0"
	"\24Not a directory\0"
	"\25Is a directory\0"
	"\26Invalid argument\0"
	"\46Function not implemented\0";

const char *
error_text(long error)
{
	unsigned e = (unsigned)(error < 0 ? -error : error);
	const char *name = sc_errno_name(e);

	for (const char *s = texts; *s; s += length(s) + 1)
		if ((unsigned char)*s == e)
			return s + 1;
	return name ? name : "unknown error";
}

_Noreturn void
fail_errno(const char *step, const char *object, long error)
{
	fail(step, object, error_text(error));
}

const char *
decimal(char buf[static DIGITS], long n)
{
	unsigned long u = n < 0 ? -(unsigned long)n : (unsigned long)n;
	char *s = buf + DIGITS - 1;

	*s = 0;
	do
		*--s = (char)('0' + u % 10);
	while (u /= 10);
	if (n < 0)
		*--s = '-';
	return s;
}
