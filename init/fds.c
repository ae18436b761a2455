#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include "init.h"

enum { FIRST = 3, CLOSE_RANGE_CLOEXEC = 4 };

/* struct linux_dirent64, getdents(2). */
enum { DIRENT_LENGTH = 16, DIRENT_NAME = 19 };

static void
mark(long fd)
{
	long r = sys(NR_fcntl, fd, F_SETFD, FD_CLOEXEC);

	must(r, "descriptors: %u", (unsigned)fd);
}

static void
mark_entries(const char *entry, const char *end)
{
	while (entry < end) {
		const char *name = entry + DIRENT_NAME;
		long long fd = parse_number(name, length(name), INT_MAX);
		uint16_t size;

		if (fd >= FIRST)
			mark((long)fd);
		memcpy(&size, entry + DIRENT_LENGTH, sizeof size);
		entry += size;
	}
}

/* For Linux before 5.11. */
static void
mark_listed(void)
{
	char buf[2048];
	long fd, n;

	fd = sys(NR_openat, AT_FDCWD, (long)"/proc/self/fd",
		O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	must(fd, "descriptors: /proc/self/fd");
	while ((n = sys(NR_getdents64, fd, (long)buf, sizeof buf)) > 0)
		mark_entries(buf, buf + n);
	must(n, "descriptors: /proc/self/fd");
	sys(NR_close, fd, 0, 0);
}

void
fds_mark(void)
{
	if (sys(NR_close_range, FIRST, -1, CLOSE_RANGE_CLOEXEC) < 0)
		mark_listed();
}
