/* Architectures and the tables of names. */
#include "sc.h"
#include "test.h"
#include <sys/utsname.h>

static int
nr(const struct sc_arch *a, const char *name)
{
	return sc_nr(a, name, strlen(name));
}

static const struct sc_arch *
find(const char *name)
{
	return sc_arch_find(name, strlen(name));
}

static void
known(const char *name, const char *goarch, const char *oci, uint32_t token,
	uint32_t x32)
{
	const struct sc_arch *a = find(name);

	test("%s by each of its names", name);
	if (!CHECK(a != NULL))
		return;
	CHECK_STR(sc_arch_name(a), name);
	CHECK_STR(sc_arch_goarch(a), goarch);
	CHECK_STR(sc_arch_oci(a), oci);
	CHECK(find(goarch) == a);
	CHECK(find(oci) == a);
	CHECK_INT(sc_arch_token(a), token);
	CHECK_INT(sc_arch_x32(a), x32);
}

static void
unknown(void)
{
	static const char *const names[] = {
		"", "x86", "X86_64", "x86_6", "x86_64x", "amd6", "arm",
		"SCMP_ARCH_X86", "SCMP_ARCH_X32", "scmp_arch_x86_64", "riscv64"
	};

	test("what is no architecture");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (find(names[i]))
			FAIL("\"%s\" is found", names[i]);
	CHECK(!sc_arch_find("x86_64", 7));
}

static void
order(void)
{
	const char *before = "";
	const struct sc_arch *a;
	unsigned n;

	test("architectures in the order of their names, the native one too");
	for (n = 0; (a = sc_arch_at(n)); n++) {
		CHECK(strcmp(before, sc_arch_name(a)) < 0);
		before = sc_arch_name(a);
		CHECK(find(before) == a);
	}
	CHECK(n >= 2);
	CHECK(!sc_arch_at(n + 1));
	CHECK(!sc_arch_at(UINT32_MAX));
}

static void
native(void)
{
	struct utsname u;

	test("the native architecture is uname's");
	CHECK_INT(uname(&u), 0);
	CHECK_STR(sc_arch_name(sc_arch_native()), u.machine);
	CHECK(find(u.machine) == sc_arch_native());
}

static void
both_ways(const struct sc_arch *a, unsigned expected)
{
	unsigned count = 0;
	char text[SC_NAME_SIZE];
	uint32_t last = 0;

	test("%s: %u names, both ways", sc_arch_name(a), expected);
	for (uint32_t i = 0; i <= 0x10000; i++) {
		const char *name = sc_name(a, i, text);

		if (!name)
			continue;
		if (nr(a, name) != (int)i)
			FAIL("%s is %d, not %u", name, nr(a, name), i);
		count++;
		last = i;
	}
	CHECK_INT(count, expected);
	CHECK_INT(sc_arch_last(a), last);

	test("%s: numbers that have no name", sc_arch_name(a));
	CHECK(!sc_name(a, last + 1, text));
	CHECK(!sc_name(a, 0x3fffffff, text));
	CHECK(!sc_name(a, 0x40000000, text));
	CHECK(!sc_name(a, 0x7fffffff, text));
	CHECK(!sc_name(a, UINT32_MAX, text));
}

/* A name is neither cut nor continued, and its length counts. */
static void
no_such_name(const struct sc_arch *a)
{
	char own[SC_NAME_SIZE], text[64];

	test("%s: what is not a name", sc_arch_name(a));
	for (uint32_t i = 0; i <= sc_arch_last(a); i++) {
		const char *name = sc_name(a, i, own);
		size_t len = name ? strlen(name) : 0;

		if (!name)
			continue;
		CHECK_INT(sc_nr(a, name, len + 1), -SC_ENOENT);
		snprintf(text, sizeof text, "%s_", name);
		CHECK_INT(nr(a, text), -SC_ENOENT);
		snprintf(text, sizeof text, "%s", name);
		text[len / 2] = (char)(text[len / 2] ^ 0x20);
		CHECK_INT(nr(a, text), -SC_ENOENT);
	}
	CHECK_INT(nr(a, ""), -SC_ENOENT);
	CHECK_INT(nr(a, "\xff"), -SC_ENOENT);
	CHECK_INT(nr(a, "zzz"), -SC_ENOENT);
	CHECK_INT(nr(a, "rea"), -SC_ENOENT);
	CHECK_INT(nr(a, "unshar"), -SC_ENOENT);
	CHECK_INT(nr(a, "__NR_read"), -SC_ENOENT);
}

static void
elsewhere(void)
{
	const struct sc_arch *x = find("x86_64"), *arm = find("aarch64");

	test("names of other architectures are told from typing errors");
	CHECK_INT(nr(x, "open"), 2);
	CHECK_INT(nr(arm, "open"), -SC_ENOSYS);
	CHECK_INT(nr(x, "arch_prctl"), 158);
	CHECK_INT(nr(arm, "arch_prctl"), -SC_ENOSYS);
	CHECK_INT(nr(x, "arm_fadvise64_64"), -SC_ENOSYS);
	CHECK_INT(nr(arm, "arm_fadvise64_64"), -SC_ENOSYS);
	CHECK_INT(nr(x, "s390_runtime_instr"), -SC_ENOSYS);
	CHECK_INT(nr(arm, "opem"), -SC_ENOENT);
}

/* seeds.md, 9: numbers that are easily got wrong. */
static void
surprises(void)
{
	const struct sc_arch *x = find("x86_64"), *arm = find("aarch64");

	test("defect 9: numbers of aarch64 that are not x86_64's");
	CHECK_INT(nr(arm, "io_pgetevents"), 292);
	CHECK_INT(nr(x, "io_pgetevents"), 333);
	CHECK_INT(nr(x, "uretprobe"), 335);
	CHECK_INT(nr(arm, "uretprobe"), -SC_ENOSYS);
	CHECK_INT(nr(arm, "mknod"), -SC_ENOSYS);
	CHECK_INT(nr(arm, "fchmodat2"), 452);
	CHECK_INT(nr(arm, "fadvise64"), 223);
	CHECK_INT(nr(arm, "sendfile"), 71);
	CHECK_INT(nr(arm, "getrlimit"), 163);
	CHECK_INT(nr(arm, "setrlimit"), 164);
	CHECK_INT(nr(arm, "kexec_load"), 104);
	CHECK_INT(nr(arm, "lookup_dcookie"), 18);
}

int
main(void)
{
	const struct sc_arch *a;

	known("x86_64", "amd64", "SCMP_ARCH_X86_64", 0xc000003e, 0x40000000);
	known("aarch64", "arm64", "SCMP_ARCH_AARCH64", 0xc00000b7, 0);
	unknown();
	order();
	native();
	both_ways(find("x86_64"), 385);
	both_ways(find("aarch64"), 327);
	for (unsigned i = 0; (a = sc_arch_at(i)); i++)
		no_such_name(a);
	elsewhere();
	surprises();
	return test_done();
}
