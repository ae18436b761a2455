/* The parser of /proc/PID/status. */
#include "sc.h"
#include "test.h"

static const char whole[] =
	"Name:\tx\nUmask:\t0022\nState:\tR (running)\n"
	"Uid:\t1\t2\t3\t4294967294\nGid:\t5\t6\t7\t8\n"
	"FDSize:\t64\nGroups:\t4 24 \nNStgid:\t1\n"
	"CapInh:\t0000000000000001\nCapPrm:\t0000000000000402\n"
	"CapEff:\t000001ffffffffff\nCapBnd:\tffffffffffffffff\n"
	"CapAmb:\t0000000000000000\n"
	"NoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t13\n"
	"Speculation_Store_Bypass:\tthread vulnerable\n";

static int
parse(struct sc_status *s, const char *text)
{
	return sc_status_parse(s, text, strlen(text));
}

/* The text with the first old replaced by new. */
static const char *
with(const char *old, const char *new)
{
	static char text[sizeof whole + 200];
	const char *at = strstr(whole, old);
	size_t n = (size_t)(at - whole);

	memcpy(text, whole, n);
	strcpy(text + n, new);
	strcat(text, at + strlen(old));
	return text;
}

static void
values(void)
{
	struct sc_status s;

	test("status: every field");
	CHECK_INT(parse(&s, whole), 0);
	CHECK_INT(s.uid[0], 1);
	CHECK_INT(s.uid[1], 2);
	CHECK_INT(s.uid[2], 3);
	CHECK_INT(s.uid[3], 4294967294);
	CHECK_INT(s.gid[0], 5);
	CHECK_INT(s.gid[1], 6);
	CHECK_INT(s.gid[2], 7);
	CHECK_INT(s.gid[3], 8);
	CHECK_INT(s.caps.inheritable, 1);
	CHECK_INT(s.caps.permitted, 0x402);
	CHECK_INT(s.caps.effective, 0x1ffffffffff);
	CHECK(s.caps.bounding == UINT64_MAX);
	CHECK_INT(s.caps.ambient, 0);
	CHECK_INT(s.no_new_privs, 1);
	CHECK_INT(s.seccomp, 2);
	CHECK_INT(s.seccomp_filters, 13);
}

static void
missing(void)
{
	static const char *const lines[] = {
		"Uid:", "Gid:", "CapInh:", "CapPrm:", "CapEff:", "CapBnd:",
		"CapAmb:", "NoNewPrivs:"
	};
	struct sc_status s;

	test("status: a line is missing");
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		CHECK_INT(parse(&s, with(lines[i], "X:")), -SC_EINVAL);
	CHECK_INT(parse(&s, ""), -SC_EINVAL);
	test("status: a kernel without seccomp, or without its count");
	CHECK_INT(parse(&s, with("Seccomp:", "X:")), 0);
	CHECK_INT(s.seccomp, UINT32_MAX);
	CHECK_INT(parse(&s, with("Seccomp_filters:", "X:")), 0);
	CHECK_INT(s.seccomp, 2);
	CHECK_INT(s.seccomp_filters, UINT32_MAX);
}

static void
malformed(void)
{
	static const struct {
		const char *old, *new;
	} rows[] = {
		{ "CapInh:\t0000000000000001\n",
			"CapInh:\t1\nCapInh:\t0\n" },
		{ "Seccomp:\t2\n", "Seccomp:\t2\nSeccomp:\t0\n" },
		{ "CapEff:\t000001ffffffffff", "CapEff:\t" },
		{ "CapEff:\t000001ffffffffff", "CapEff:\t1ffffffffffffffff" },
		{ "CapEff:\t000001ffffffffff", "CapEff:\t0x1" },
		{ "CapEff:\t000001ffffffffff", "CapEff:\tFF" },
		{ "CapEff:\t000001ffffffffff", "CapEff:\t1 2" },
		{ "NoNewPrivs:\t1", "NoNewPrivs:\tyes" },
		{ "NoNewPrivs:\t1", "NoNewPrivs:\t-1" },
		{ "NoNewPrivs:\t1", "NoNewPrivs:\t4294967296" },
		{ "NoNewPrivs:\t1", "NoNewPrivs:" },
		{ "Uid:\t1\t2\t3\t4294967294", "Uid:\t1\t2\t3" },
		{ "Uid:\t1\t2\t3\t4294967294", "Uid:\t1\t2\t3\t4\t5" },
		{ "Uid:\t1\t2\t3\t4294967294", "Uid:\t1\t2\t3\ta" }
	};
	struct sc_status s;

	test("status: malformed");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (!CHECK_INT(parse(&s, with(rows[i].old, rows[i].new)),
		    -SC_EINVAL))
			printf("... with %s\n", rows[i].new);
}

static void
truncated(void)
{
	const char *last = strstr(whole, "NoNewPrivs:\t1\n");
	size_t need = (size_t)(last - whole) + strlen("NoNewPrivs:\t1\n");
	struct sc_status s;

	test("status: cut short anywhere");
	for (size_t n = 0; n < sizeof whole - 1; n++) {
		bool whole_lines = n >= need && whole[n - 1] == '\n';

		if (!CHECK_INT(sc_status_parse(&s, whole, n),
		    whole_lines ? 0 : -SC_EINVAL))
			printf("... after %zu bytes\n", n);
	}
}

int
main(void)
{
	values();
	missing();
	malformed();
	truncated();
	return test_done();
}
