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

const char *
decimal(char buf[static DIGITS], unsigned n)
{
	char *s = buf + (DIGITS - 1);

	*s = 0;
	do
		*--s = (char)('0' + n % 10);
	while (n /= 10);
	return s;
}

/*
 * What others have chosen may not start a new line of a message, or move the
 * cursor.
 */
static void
put_text(struct line *l, const char *s)
{
	for (; *s; s++)
		put(l, l->fd == 2 && ((unsigned char)*s < ' ' || *s == 127)
			? '?' : *s);
}

/* Of what printf(3) does, %s and %u. */
static void
put_format(struct line *l, const char *format, va_list ap)
{
	char digits[DIGITS];

	for (; *format; format++)
		if (*format != '%')
			put(l, *format);
		else if (*++format == 's')
			put_text(l, va_arg(ap, const char *));
		else
			put_text(l, decimal(digits, va_arg(ap, unsigned)));
}

static void
write_message(const char *level, const char *format, va_list ap,
	long error)
{
	struct line l;

	l.fd = 2;
	l.n = 0;
	put_text(&l, "sc-init: ");
	put_text(&l, level);
	put_format(&l, format, ap);
	if (error) {
		put_text(&l, ": ");
		put_text(&l, error_text(error));
	}
	put(&l, '\n');
	flush(&l);
}

#define SAY(level, error) do { \
	va_list ap; \
	va_start(ap, format); \
	write_message(level, format, ap, error); \
	va_end(ap); \
} while (0)

void
say(const char *format, ...)
{
	SAY("", 0);
}

void
warn(const char *format, ...)
{
	if (!quiet)
		SAY("warning: ", 0);
}

void
note(const char *format, ...)
{
	if (verbose)
		SAY("", 0);
}

_Noreturn void
fail(const char *format, ...)
{
	SAY("", 0);
	quit(STATUS_SETUP);
}

long
must(long r, const char *format, ...)
{
	if (r >= 0)
		return r;
	SAY("", r);
	quit(STATUS_SETUP);
}

void
print(const char *format, ...)
{
	struct line l;
	va_list ap;

	l.fd = 1;
	l.n = 0;
	l.failed = false;
	va_start(ap, format);
	put_format(&l, format, ap);
	va_end(ap);
	flush(&l);
	if (l.failed)
		fail("standard output: cannot be written");
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
	static char text[SC_NAME_SIZE];
	const char *name = sc_errno_name(e, text);

	for (const char *s = texts; *s; s += length(s) + 1)
		if ((unsigned char)*s == e)
			return s + 1;
	return name ? name : "unknown error";
}
