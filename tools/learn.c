#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "learn.h"

static struct {
	const char *name;
	FILE *file;
	bool made;              /* it wasn't there, and is no profile yet */
} to;

/* However sc ends. */
static void
output_discard(void)
{
	if (to.made)
		remove(to.name);
}

void
denied(const char *format, ...)
{
	va_list values;

	fputs("sc: learn: ", stderr);
	va_start(values, format);
	vfprintf(stderr, format, values);
	va_end(values);
	putc('\n', stderr);
	exit(DIFFERENT);
}

/*
 * That it can be written is known before COMMAND runs; what is in it stays
 * until there is a profile.
 */
static void
output_open(const char *name)
{
	int fd;

	to.name = name ? name : "standard output";
	to.file = stdout;
	to.made = false;
	if (!name)
		return;
	to.made = access(name, F_OK) != 0;
	fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	to.file = fd < 0 ? NULL : fdopen(fd, "w");
	if (!to.file)
		fail("%s: %s", name, strerror(errno));
	atexit(output_discard);
}

static _Noreturn void
output_failed(void)
{
	int error = errno;
	struct stat st;

	/* A part of a profile is none. */
	if (to.file != stdout && !fstat(fileno(to.file), &st) &&
	    S_ISREG(st.st_mode))
		remove(to.name);
	fail("%s: %s", to.name, strerror(error));
}

static void
put(void *context, const char *text, size_t len)
{
	fwrite(text, 1, len, context);
}

static void
output_write(const struct sc_policy *p, unsigned flags)
{
	struct stat st;

	if (to.file != stdout && !fstat(fileno(to.file), &st) &&
	    S_ISREG(st.st_mode) && ftruncate(fileno(to.file), 0))
		output_failed();
	if (sc_oci_write(p, flags, put, to.file))
		fail("%s: what was learned is no OCI profile", to.name);
	if (fflush(to.file) || ferror(to.file))
		output_failed();
	to.made = false;
}

/* What will be refused whatever a profile says. */
static void
tell_refused(const struct record *r)
{
	if (r->foreign.count)
		warn("learn: a call of another ABI (audit architecture 0x%x, "
			"number %u) was killed, as a filter will do%s",
			r->foreign.first.arch,
			(uint32_t)r->foreign.first.nr,
			r->foreign.count > 1 ? "; and others" : "");
	if (r->unknown.count)
		warn("learn: call %d, which has no name, was answered with "
			"ENOSYS, and won't be allowed%s",
			r->unknown.first.nr,
			r->unknown.count > 1 ? "; and others" : "");
}

static int
status_of(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
		WEXITSTATUS(status);
}

int
cmd_learn(const struct options *o)
{
	const struct sc_arch *native = sc_arch_native();
	struct loaded *l = NULL;
	struct sc_policy *policy;
	struct learner learner = { .listener = -1 };

	if (o->all_archs || o->arch != native)
		fail("learn: only for the host's architecture, %s",
			sc_arch_name(native));
	if (o->merge)
		l = load_policy(o->merge, native, o);
	policy = l ? &l->policy : allocate(1, sizeof *policy);
	if (!l)
		learn_nothing(policy, native);
	output_open(o->output);
	record_init(&learner.record, native, o->args);
	learn_start(&learner, o->words);
	learn_serve(&learner);
	if (!learn_started(o->words))
		return status_of(learner.status);
	record_unheard(&learner.record);
	tell_refused(&learner.record);
	learned(policy, &learner.record, l ? o->merge : to.name);
	output_write(policy, l ? l->flags : 0);
	return status_of(learner.status);
}
