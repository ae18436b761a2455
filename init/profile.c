#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include "init.h"

/* One byte more than a profile may have shows that there are too many. */
enum { TEXT_SIZE = SC_OCI_MAX + 1 };

static uint32_t
kernel_version(void)
{
	struct utsname name;
	uint32_t kernel;
	long r = sys(NR_uname, (long)&name, 0, 0);

	must(r, "uname");
	if (sc_kernel(&kernel, name.release, length(name.release)) < 0)
		fail("uname: %s: not a version", name.release);
	return kernel;
}

/* A FIFO that nobody writes to ends at once instead of blocking. */
static long
open_profile(const char *file)
{
	long fd;

	if (equal(file, "-"))
		return 0;
	fd = sys(NR_openat, AT_FDCWD, (long)file,
		O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	must(fd, "profile: %s", file);
	return fd;
}

static long
read_some(long fd, char *text, size_t size)
{
	struct pollfd pfd = { .fd = (int)fd, .events = POLLIN };
	long r;

	do {
		r = sys(NR_read, fd, (long)text, (long)size);
		if (r == -EAGAIN)
			sys5(NR_ppoll, (long)&pfd, 1, 0, 0, 0);
	} while (r == -EAGAIN || r == -EINTR);
	return r;
}

static size_t
read_profile(const char *file, char *text)
{
	long fd = open_profile(file), r;
	size_t n = 0;

	do {
		r = read_some(fd, text + n, TEXT_SIZE - n);
		must(r, "profile: %s", file);
		n += (size_t)r;
	} while (r > 0 && n < TEXT_SIZE);
	if (n == TEXT_SIZE)
		fail("profile: %s: larger than 1 MiB", file);
	if (fd > 0)
		sys(NR_close, fd, 0, 0);
	return n;
}

static void
check_digest(const struct options *o, const char *text, size_t len)
{
	uint8_t digest[SC_SHA256_SIZE];
	int r;

	sc_sha256(digest, text, len);
	r = sc_sha256_check(digest, o->sha256, length(o->sha256));
	if (r == -SC_EINVAL)
		bad_option("sha256", o->sha256, "not 64 hexadecimal digits");
	if (r < 0)
		fail("profile: %s: its SHA-256 is another one", o->seccomp);
}

/* Tells what sc_oci_read has to say, with the file's name before it. */
static void
report(void *context, enum sc_oci_level level, uint32_t line,
	uint32_t column, const char *text)
{
	const char *file = context;

	(level == SC_OCI_WARNING ? warn : note)("profile: %s:%u:%u: %s", file,
		line, column, text);
}

static void
parse_profile(const struct options *o, struct program *p, const char *text,
	size_t len, const struct sc_target *target)
{
	struct sc_oci_report r;

	r.note = report;
	r.context = (void *)o->seccomp;
	if (sc_oci_read(&p->policy, text, len, target, &r) < 0) {
		say("profile: %s:%u:%u: %s", o->seccomp, r.line,
			r.column, r.reason);
		quit(STATUS_SETUP);
	}
	p->flags |= r.flags;
}

static void
load_file(const struct options *o, struct program *p,
	const struct sc_target *target)
{
	long text = sys5(NR_mmap, 0, TEXT_SIZE, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1);
	size_t len;

	must(text, "profile: %s", o->seccomp);
	len = read_profile(o->seccomp, (char *)text);
	if (o->sha256)
		check_digest(o, (char *)text, len);
	parse_profile(o, p, (char *)text, len, target);
	sys(NR_munmap, text, TEXT_SIZE, 0);
	if (o->network != SC_NETWORK_DEFAULT
			&& sc_policy_network(&p->policy, o->network) < 0)
		fail("profile: %s: too many rules", o->seccomp);
}

static void
load_policy(const struct options *o, struct program *p)
{
	struct sc_target target = {
		.arch = sc_arch_native(),
		.caps = o->keep,
		.kernel = kernel_version()
	};

	if (o->seccomp)
		load_file(o, p, &target);
	else
		sc_profile(&p->policy, o->profile_id, &target, o->network);
}

/* A name of a list, which has no NUL behind it. */
struct name {
	char text[64];
};

static const char *
copy(struct name *name, const char *text, size_t len)
{
	if (len >= sizeof name->text)
		len = sizeof name->text - 1;
	memcpy(name->text, text, len);
	name->text[len] = 0;
	return name->text;
}

static _Noreturn void
fail_name(const char *option, const char *name, int error)
{
	fail("%s: %s: %s", option, name,
		error == -SC_ENOENT ? "no such system call"
		: error == -SC_EACCES
			? "not one that may be added to this profile"
		: "too many rules");
}

static void
allow(struct program *p, const char *item, size_t len)
{
	struct name name;
	const char *text = copy(&name, item, len);
	int r = sc_policy_allow(&p->policy, item, len);

	if (r < 0)
		fail_name("allow", text, r);
	if (r & SC_ALLOW_ABSENT)
		note("allow: %s: not on this architecture", text);
	if (r & SC_ALLOW_FILTERED)
		warn("allow: %s: stays filtered by its arguments", text);
	if (r & SC_ALLOW_GIVES_UP)
		warn("allow: %s: %s", text, sc_gives_up(item, len));
}

static void
deny(struct program *p, const char *item, size_t len)
{
	struct name name;
	const char *text = copy(&name, item, len);
	int r = sc_policy_deny(&p->policy, item, len);

	if (r < 0)
		fail_name("deny", text, r);
	if (r & SC_ALLOW_ABSENT)
		note("deny: %s: not on this architecture", text);
}

static void
each_name(const struct options *o, struct program *p, enum option wanted,
	void (*change)(struct program *, const char *, size_t))
{
	struct scan s;
	const char *item;
	size_t len;

	scan_begin(&s, o);
	while (scan_item(&s, wanted, &item, &len))
		change(p, item, len);
}

static void
compile(struct program *p)
{
	int r = sc_compile(&p->policy, p->insn, SC_INSNS_MAX, &p->work);

	if (r == -SC_E2BIG || r == -SC_ENOSPC)
		fail("compile: more than 4096 instructions");
	must(r, "compile");
	p->n = (size_t)r;
	note("compile: %u instructions", (unsigned)r);
}

/* The kernel logs what kills and LOG unasked. */
static void
tell_denied(const struct program *p)
{
	uint32_t action = p->policy.deny_action;
	char text[SC_ACTION_TEXT];
	bool logged = action == SC_LOG || action == SC_KILL_PROCESS ||
		action == SC_KILL_THREAD || p->flags & SC_INSTALL_LOG;

	if (p->n == 0)
		return;
	sc_action_format(action, text);
	note("filter: a denied call gets %s%s", text, logged
		? "; the kernel's log has its number (type=1326)"
		: "; with --log-denied the kernel's log has its number");
}

/*
 * As sc does it. What restricts comes after what allows, so that no order of
 * options opens what another one closed.
 */
void
profile_load(const struct options *o, struct program *p)
{
	load_policy(o, p);
	each_name(o, p, OPTION_ALLOW, allow);
	if (o->harden && sc_policy_harden(&p->policy) < 0)
		fail("harden: too many rules");
	if (o->deny_action_set)
		sc_policy_deny_action(&p->policy, o->deny_action);
	each_name(o, p, OPTION_DENY, deny);
	if (o->log_denied)
		p->flags |= SC_INSTALL_LOG;
	compile(p);
	tell_denied(p);
}
