/* Capabilities: names, and the calling process's own sets. */
#include <ctype.h>
#include "sc.h"
#include "test.h"

enum { LAST = 40 };

/* A few by number; the headers test compares all with the kernel's. */
static void
names(void)
{
	char text[SC_NAME_SIZE];

	test("capabilities: by number");
	CHECK_STR(sc_cap_name(0, text), "CAP_CHOWN");
	CHECK_STR(sc_cap_name(10, text), "CAP_NET_BIND_SERVICE");
	CHECK_STR(sc_cap_name(21, text), "CAP_SYS_ADMIN");
	CHECK_STR(sc_cap_name(25, text), "CAP_SYS_TIME");
	CHECK_STR(sc_cap_name(LAST, text), "CAP_CHECKPOINT_RESTORE");
	CHECK(sc_cap_name(LAST + 1, text) == NULL);
	CHECK(sc_cap_name(63, text) == NULL);
	CHECK(sc_cap_name(UINT32_MAX, text) == NULL);
}

static void
both_ways(void)
{
	char low[SC_NAME_SIZE], text[SC_NAME_SIZE];

	test("capabilities: name and number agree, in any case and form");
	for (unsigned cap = 0; cap <= LAST; cap++) {
		const char *name = sc_cap_name(cap, text);
		size_t n = strlen(name);

		for (size_t i = 0; i <= n; i++)
			low[i] = (char)tolower(name[i]);
		CHECK_INT(sc_cap_find(name, n), cap);
		CHECK_INT(sc_cap_find(name + 4, n - 4), cap);
		CHECK_INT(sc_cap_find(low, n), cap);
		CHECK_INT(sc_cap_find(low + 4, n - 4), cap);
		CHECK_INT(sc_cap_find(name, n - 1), -SC_ENOENT);
		CHECK_INT(sc_cap_find(name + 1, n - 1), -SC_ENOENT);
	}
}

static void
no_names(void)
{
	static const char *const none[] = {
		"", "CAP_", "cap", "chown ", " chown", "chownx", "CAP_CAP_CHOWN",
		"0", "all"
	};

	test("capabilities: what is no name");
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		CHECK_INT(sc_cap_find(none[i], strlen(none[i])), -SC_ENOENT);
	CHECK_INT(sc_cap_find("chown\0x", 7), -SC_ENOENT);
	/* Too long for any list. */
	CHECK_INT(sc_cap_find("CAP_CHOWN_CHOWN_CHOWN_CHOWN_CHOWN_CHOWN", 39),
		-SC_ENOENT);
}

static bool
read_status(struct sc_status *status)
{
	static char text[16384];
	FILE *f = fopen("/proc/self/status", "r");
	size_t n;

	if (!f)
		return false;
	n = fread(text, 1, sizeof text, f);
	fclose(f);
	return CHECK_INT(sc_status_parse(status, text, n), 0);
}

static void
own_sets(void)
{
	struct sc_caps caps;
	struct sc_status status;
	int last = sc_caps_last();

	test("capabilities: the kernel's last one");
	CHECK(last >= 37 && last < 64);
	test("capabilities: system calls and /proc/self/status agree");
	if (!CHECK_INT(sc_caps_get(&caps), 0))
		return;
	CHECK_INT(caps.bounding >> last >> 1, 0);
	CHECK_INT(caps.effective & ~caps.permitted, 0);
	CHECK_INT(caps.ambient & ~caps.permitted, 0);
	if (!read_status(&status)) {
		skip("capabilities: /proc", "not mounted");
		return;
	}
	CHECK_INT(caps.inheritable, status.caps.inheritable);
	CHECK_INT(caps.permitted, status.caps.permitted);
	CHECK_INT(caps.effective, status.caps.effective);
	CHECK_INT(caps.bounding, status.caps.bounding);
	CHECK_INT(caps.ambient, status.caps.ambient);
}

int
main(void)
{
	names();
	both_ways();
	no_names();
	own_sets();
	return test_done();
}
