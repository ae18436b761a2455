#include <errno.h>
#include <fcntl.h>
#include "init.h"

static const char *
caps_fault(const struct sc_caps *c, uint64_t keep, bool bounding)
{
	if (c->inheritable != keep)
		return "inheritable set";
	if (c->permitted != keep)
		return "permitted set";
	if (c->effective != keep)
		return "effective set";
	if (c->ambient != keep)
		return "ambient set";
	if (bounding && c->bounding != keep)
		return "bounding set";
	return NULL;
}

/* no_new_privs keeps execve(2) from taking what the bounding set has. */
static bool
bounding_matters(const struct options *o)
{
	return o->new_privs || !caps_bounding_left();
}

static bool
all_are(const uint32_t id[4], uint32_t want)
{
	return id[0] == want && id[1] == want && id[2] == want
		&& id[3] == want;
}

const char *
status_fault(const struct options *o, const struct sc_status *status)
{
	const char *fault = caps_fault(&status->caps, o->keep,
		bounding_matters(o));

	if (fault)
		return fault;
	if (!o->new_privs && status->no_new_privs != 1)
		return "no_new_privs";
	if (o->user && !all_are(status->uid, o->uid))
		return "user ID";
	if (o->user && !all_are(status->gid, o->gid))
		return "group ID";
	return NULL;
}

void
proc_path(char path[static 64], int pid, const char *file)
{
	char digits[DIGITS];

	path = append(path, "/proc/");
	path = append(path, pid ? decimal(digits, pid) : "self");
	append(path, file);
}

/* Far more than Linux writes, but for groups beyond number. */
enum { STATUS_SIZE = 8192, READS_MAX = 256, LINE_KEPT = 64 };

/* Where a full buf ends if a long last line is shortened. */
static size_t
shorten(const char *buf)
{
	size_t line = STATUS_SIZE;

	while (line > 0 && buf[line - 1] != '\n')
		line--;
	line += LINE_KEPT;
	return line < STATUS_SIZE ? line : STATUS_SIZE;
}

static long
read_all(long fd, char *buf)
{
	size_t n = 0;

	for (int i = 0; i < READS_MAX; i++) {
		long r = sys(NR_read, fd, (long)(buf + n),
			(long)(STATUS_SIZE - n));

		if (r <= 0)
			return r < 0 ? r : (long)n;
		n += (size_t)r;
		if (n == STATUS_SIZE)
			n = shorten(buf);
		if (n == STATUS_SIZE)
			break;
	}
	return -E2BIG;
}

long
proc_open(int pid, const char *file)
{
	char path[64];

	proc_path(path, pid, file);
	return sys(NR_openat, AT_FDCWD, (long)path, O_RDONLY | O_CLOEXEC);
}

int
status_take(struct sc_status *status, long fd)
{
	char buf[STATUS_SIZE];
	long n = read_all(fd, buf);

	if (n == -ENOENT || n == -EPERM)
		return -EIO;
	return n < 0 ? (int)n : sc_status_parse(status, buf, (size_t)n);
}

int
status_read(struct sc_status *status, int pid)
{
	long fd = proc_open(pid, "/status");
	int r;

	if (fd < 0)
		return (int)fd;
	r = status_take(status, fd);
	sys(NR_close, fd, 0, 0);
	return r;
}

static void
assert_status(const struct options *o)
{
	struct sc_status status;
	int r = status_read(&status, 0);
	const char *fault;

	if (r == -ENOENT) {
		note("assert: /proc is not mounted: by system calls alone");
		return;
	}
	if (r < 0)
		fail("assert: /proc/self/status: %s", error_text(r));
	fault = status_fault(o, &status);
	if (fault)
		fail("assert: /proc/self/status: %s", fault);
}

/*
 * Root that holds nothing gets everything back at execve(2), unless one of
 * three things is so.
 */
static void
assert_lasting(const struct options *o, uint64_t bounding, bool no_new_privs)
{
	long bits = sc_prctl(K_PR_GET_SECUREBITS, 0, 0);
	long locked = K_SECBIT_NOROOT | K_SECBIT_NOROOT_LOCKED;

	must(bits, "assert: securebits");
	if (caps_securebits() & ~bits)
		fail("assert: securebits: not what has been set");
	if (!no_new_privs && bounding != o->keep && (bits & locked) != locked)
		fail("assert: execve: would give capabilities back");
}

uint64_t
assert_caps(uint64_t keep, bool bounding)
{
	struct sc_caps caps;
	const char *fault;
	long r = sc_caps_get(&caps);

	must(r, "assert: capabilities");
	fault = caps_fault(&caps, keep, bounding);
	if (fault)
		fail("assert: %s: not what is to be kept", fault);
	return caps.bounding;
}

void
assert_locked(const struct options *o)
{
	uint64_t bounding = assert_caps(o->keep, bounding_matters(o));
	long no_new_privs;

	no_new_privs = sc_prctl(K_PR_GET_NO_NEW_PRIVS, 0, 0);
	must(no_new_privs, "assert: no_new_privs");
	if (!no_new_privs && !o->new_privs)
		fail("assert: no_new_privs: not set");
	assert_lasting(o, bounding, no_new_privs);
	user_assert(o);
	assert_status(o);
}
