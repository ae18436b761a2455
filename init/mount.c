#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include "supervise.h"

enum { FIELD = 256 };

static long
status(const char *path, struct stat *it)
{
	return sys5(NR_newfstatat, AT_FDCWD, (long)path, (long)it, 0, 0);
}

/* Something is mounted on a directory of another device than its parent. */
static bool
is_mounted(const char *target)
{
	struct stat root, it;

	return status("/", &root) == 0 && status(target, &it) == 0
		&& root.st_dev != it.st_dev;
}

/* Each directory on the way; mount(2) tells what is wrong with them. */
static void
make_directories(const char *target)
{
	char path[FIELD];

	for (size_t i = 1; i < sizeof path && target[i - 1]; i++) {
		path[i - 1] = target[i - 1];
		path[i] = 0;
		if (target[i] == '/' || !target[i])
			sys(NR_mkdirat, AT_FDCWD, (long)path, 0755);
	}
}

static void
mount_one(const char *type, const char *source, const char *target,
	unsigned long flags, const char *data)
{
	long r = sys5(NR_mount, (long)source, (long)target, (long)type,
		(long)flags, (long)data);

	/* A bind mount takes no other flags at first. */
	if (r == 0 && flags & MS_BIND && flags & ~(MS_BIND | MS_REC))
		r = sys5(NR_mount, 0, (long)target, 0,
			(long)(flags | MS_REMOUNT), 0);
	must(r, "mount: %s", target);
}

void
mount_missing(const char *type, const char *target, unsigned long flags,
	const char *data)
{
	if (is_mounted(target))
		return;
	make_directories(target);
	mount_one(type, type, target, flags, data);
}

static unsigned long
flag(const char *name, size_t len)
{
	static const char names[] =
		"ro\0nosuid\0nodev\0noexec\0sync\0dirsync\0noatime\0"
		"nodiratime\0relatime\0strictatime\0lazytime\0bind\0"
		"rbind\0";
	static const uint32_t flags[] = {
		MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_SYNCHRONOUS,
		MS_DIRSYNC, MS_NOATIME, MS_NODIRATIME, MS_RELATIME,
		MS_STRICTATIME, 1 << 25, MS_BIND, MS_BIND | MS_REC
	};
	int i = sc_list_find(names, name, len);

	return i < 0 ? 0 : flags[i];
}

/* The flags among options; the others, with commas between, go to data. */
static unsigned long
split_options(const char *options, char data[static FIELD])
{
	unsigned long flags = 0;
	size_t n = 0;

	while (*options) {
		size_t len = length_to(options, ',');
		unsigned long f = flag(options, len);

		flags |= f;
		if (!f && len && !same("rw", options, len)) {
			if (n)
				data[n++] = ',';
			memcpy(data + n, options, len);
			n += len;
		}
		options += len + (options[len] != 0);
	}
	data[n] = 0;
	return flags;
}

/* Copies the next of the fields between colons; the last takes the rest. */
static const char *
field(char to[static FIELD], const char *spec, bool last)
{
	size_t len = length_to(spec, last ? 0 : ':');

	if (len >= FIELD)
		fail("mount: %s: too long", spec);
	memcpy(to, spec, len);
	to[len] = 0;
	return spec + len + (spec[len] != 0);
}

void
mount_spec(const char *spec)
{
	char type[FIELD], source[FIELD], target[FIELD], rest[FIELD];
	char data[FIELD];
	unsigned long flags;

	spec = field(type, spec, false);
	spec = field(source, spec, false);
	spec = field(target, spec, false);
	field(rest, spec, true);
	flags = split_options(rest, data);
	if (equal(type, "bind"))
		flags |= MS_BIND;
	if (*target != '/')
		fail("mount: %s: not an absolute path", target);
	make_directories(target);
	mount_one(type, source, target, flags, *data ? data : NULL);
}
