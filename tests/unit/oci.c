/* Profiles from files: what they mean, and what is wrong with them. */
#include "guard.h"
#include "sc.h"

static struct sc_policy policy;
static struct sc_oci_report report;
static char notes[8192];

static void
note(void *context, enum sc_oci_level level, uint32_t line, uint32_t column,
	const char *text)
{
	size_t n = strlen(context);

	snprintf((char *)context + n, sizeof notes - n, "%s %u:%u %s\n",
		level == SC_OCI_NOTE ? "note" : "warning", line, column, text);
}

static const struct sc_arch *
arch(const char *name)
{
	return sc_arch_find(name, strlen(name));
}

static int
read_len(const char *text, size_t len, const char *on, uint64_t caps,
	uint32_t kernel)
{
	struct sc_target target = { arch(on), caps, kernel };

	memset(&report, 0xa5, sizeof report);
	report.note = note;
	report.context = notes;
	*notes = 0;
	return sc_oci_read(&policy, guarded(text, len), len, &target,
		&report);
}

static int
read_text(const char *text)
{
	return read_len(text, strlen(text), "x86_64", 0, SC_KERNEL(6, 18));
}

/* Reads a text that is right, without a word. */
static void
good(const char *text)
{
	if (read_text(text))
		FAIL("%u:%u %s in %s", report.line, report.column,
			report.reason, text);
	CHECK_STR(notes, "");
}

static uint32_t
decide(const char *name, uint64_t a0, uint64_t a1)
{
	struct sc_data data = {
		.nr = sc_nr(policy.arch, name, strlen(name)),
		.arch = sc_arch_token(policy.arch),
		.args = { a0, a1 }
	};

	if (data.nr < 0) {
		FAIL("no %s", name);
		return 1;
	}
	return sc_eval(&policy, &data);
}

/* A profile with this in syscalls. */
static const char *
denying(const char *entries)
{
	static char text[4096];

	snprintf(text, sizeof text, "{\"defaultAction\": \"SCMP_ACT_ERRNO\", "
		"\"syscalls\": [%s]}", entries);
	return text;
}

static const char *
allowing(const char *entries)
{
	static char text[4096];

	snprintf(text, sizeof text, "{\"defaultAction\": \"SCMP_ACT_ALLOW\", "
		"\"syscalls\": [%s]}", entries);
	return text;
}

static void
actions(void)
{
	static const struct {
		const char *name, *data;
		uint32_t action;
	} row[] = {
		{ "ALLOW", "null", SC_ALLOW },
		{ "ERRNO", "null", SC_ERRNO(1) },
		{ "ERRNO", "0", SC_ERRNO(0) },
		{ "ERRNO", "38", SC_ERRNO(38) },
		{ "ERRNO", "4095", SC_ERRNO(4095) },
		{ "ENOSYS", "null", SC_ERRNO(38) },
		{ "ENOSYS", "38", SC_ERRNO(38) },
		{ "KILL", "null", SC_KILL_THREAD },
		{ "KILL_THREAD", "null", SC_KILL_THREAD },
		{ "KILL_PROCESS", "null", SC_KILL_PROCESS },
		{ "TRAP", "null", SC_TRAP },
		{ "TRACE", "null", SC_TRACE(1) },
		{ "TRACE", "65535", SC_TRACE(65535) },
		{ "LOG", "null", SC_LOG },
	};
	char text[512];

	for (unsigned i = 0; i < sizeof row / sizeof *row; i++) {
		bool lets = row[i].action == SC_ALLOW ||
			row[i].action == SC_LOG;

		test("oci: SCMP_ACT_%s with errno %s", row[i].name,
			row[i].data);
		snprintf(text, sizeof text, "{\"defaultErrnoRet\": %s, "
			"\"defaultAction\": \"SCMP_ACT_%s\"}", row[i].data,
			row[i].name);
		good(text);
		CHECK_INT(decide("read", 0, 0), row[i].action);
		CHECK_INT(policy.future_action,
			lets ? row[i].action : SC_ERRNO(SC_ENOSYS));
		CHECK_INT(policy.x32_action, SC_KILL_PROCESS);
		CHECK_INT(report.flags, 0);
		snprintf(text, sizeof text, "{\"syscalls\": [{"
			"\"errnoRet\": %s, \"names\": [\"read\"], "
			"\"action\": \"SCMP_ACT_%s\"}], "
			"\"defaultAction\": \"SCMP_ACT_KILL_PROCESS\"}",
			row[i].data, row[i].name);
		good(text);
		CHECK_INT(decide("read", 0, 0), row[i].action);
		CHECK_INT(decide("write", 0, 0), SC_KILL_PROCESS);
	}
}

#define ARGS(args) "{\"name\": \"read\", \"action\": " \
	"\"SCMP_ACT_ALLOW\", \"args\": [" args "]}"
#define ARG(i, op, v) "{\"index\": " #i ", \"op\": \"SCMP_CMP_" op \
	"\", \"value\": " v "}"

static bool
lets(uint64_t a0, uint64_t a1)
{
	return decide("read", a0, a1) == SC_ALLOW;
}

/* Each operator on a value with something in both halves. */
static void
operators(void)
{
	static const struct {
		const char *op;
		bool below, equal, above;
	} row[] = {
		{ "NE", true, false, true }, { "LT", true, false, false },
		{ "LE", true, true, false }, { "EQ", false, true, false },
		{ "GE", false, true, true }, { "GT", false, false, true },
	};
	static const uint64_t v = UINT64_C(0x500000005);

	for (unsigned i = 0; i < sizeof row / sizeof *row; i++) {
		char entry[256];

		test("oci: SCMP_CMP_%s", row[i].op);
		snprintf(entry, sizeof entry, ARGS("{\"op\": \"SCMP_CMP_%s\", "
			"\"value\": 21474836485, \"index\": 0}"), row[i].op);
		good(denying(entry));
		CHECK_INT(lets(v, 0), row[i].equal);
		CHECK_INT(lets(v - 1, 0), row[i].below);
		CHECK_INT(lets(v + 1, 0), row[i].above);
		CHECK_INT(lets(v - (UINT64_C(1) << 32), 0), row[i].below);
		CHECK_INT(lets(v + (UINT64_C(1) << 32), 0), row[i].above);
	}
	test("oci: SCMP_CMP_MASKED_EQ");
	good(denying(ARGS("{\"index\": 1, \"op\": \"SCMP_CMP_MASKED_EQ\", "
		"\"value\": 1099511627791, \"valueTwo\": 1099511627781}")));
	CHECK(lets(0, UINT64_C(0x10000000005)));
	CHECK(lets(0, UINT64_C(0xff0000fff5)) == false);
	CHECK(lets(0, UINT64_C(0xffff00000ff5)));
	CHECK(!lets(0, 5) && !lets(0, UINT64_C(0x10000000007)));
	test("oci: 2^64 - 1 and 2^53 + 1");
	good(denying(ARGS(ARG(0, "EQ", "18446744073709551615"))));
	CHECK(lets(UINT64_MAX, 0) && !lets(UINT64_MAX - 1, 0));
	good(denying(ARGS(ARG(0, "EQ", "9007199254740993"))));
	CHECK(lets(9007199254740993, 0) && !lets(9007199254740992, 0));
}

static void
arguments(void)
{
	test("oci: args of different indexes belong together");
	good(denying(ARGS(ARG(0, "EQ", "1") "," ARG(1, "EQ", "2"))));
	CHECK(lets(1, 2) && !lets(1, 3) && !lets(2, 2));

	test("oci: if two have the same index each is a rule of its own");
	good(denying(ARGS(ARG(0, "EQ", "1") "," ARG(1, "EQ", "2") ","
		ARG(0, "EQ", "3"))));
	CHECK(lets(1, 9) && lets(3, 9) && lets(9, 2) && !lets(9, 9));

	test("oci: many args of the same index");
	good(denying(ARGS(ARG(0, "EQ", "0") "," ARG(0, "EQ", "1") ","
		ARG(0, "EQ", "2") "," ARG(0, "EQ", "3") ","
		ARG(0, "EQ", "4") "," ARG(0, "EQ", "5") ","
		ARG(0, "EQ", "6") "," ARG(0, "EQ", "7") ","
		ARG(0, "EQ", "8") "," ARG(0, "EQ", "9") ","
		ARG(0, "EQ", "10") "," ARG(0, "EQ", "11") ","
		ARG(0, "EQ", "12") "," ARG(0, "EQ", "13"))));
	for (unsigned i = 0; i < 20; i++)
		CHECK_INT(lets(i, 0), i < 14);

	test("oci: all six indexes");
	good(denying(ARGS(ARG(0, "GE", "1") "," ARG(1, "GE", "1") ","
		ARG(2, "LE", "1") "," ARG(3, "LE", "1") ","
		ARG(4, "LE", "1") "," ARG(5, "LE", "1"))));
	CHECK_INT(policy.nrules, 1);
	CHECK_INT(policy.nconds, 6);
	CHECK(lets(1, 1) && !lets(0, 1) && !lets(1, 0));

	test("oci: no args, null, absent are the same");
	good(denying(ARGS("")));
	CHECK(lets(7, 7));
	good(denying("{\"name\": \"read\", \"action\": \"SCMP_ACT_ALLOW\", "
		"\"args\": null, \"includes\": null, \"excludes\": {}, "
		"\"comment\": \"\", \"errnoRet\": null, \"names\": null}"));
	CHECK(lets(7, 7));
}

static void
rules(void)
{
	test("oci: name, names, and all that a list names");
	good(denying("{\"names\": [\"read\", \"write\"], "
		"\"action\": \"SCMP_ACT_ALLOW\"}, "
		"{\"action\": \"SCMP_ACT_LOG\", \"name\": \"close\"}"));
	CHECK_INT(decide("read", 0, 0), SC_ALLOW);
	CHECK_INT(decide("write", 0, 0), SC_ALLOW);
	CHECK_INT(decide("close", 0, 0), SC_LOG);
	CHECK_INT(decide("open", 0, 0), SC_ERRNO(1));

	test("oci: escapes in names and keys");
	good(denying("{\"n\\u0061mes\": [\"re\\u0061d\"], "
		"\"action\": \"SCMP\\u005fACT_ALLOW\"}"));
	CHECK_INT(decide("read", 0, 0), SC_ALLOW);

	test("oci: defect 19, several actions in one profile");
	good(denying("{\"name\": \"read\", \"action\": \"SCMP_ACT_ALLOW\"}, "
		"{\"name\": \"ptrace\", \"action\": \"SCMP_ACT_KILL\"}"));
	CHECK_INT(decide("ptrace", 0, 0), SC_KILL_THREAD);

	test("oci: defect 20, everything allowed and nothing else");
	good(allowing(""));
	CHECK_INT(decide("read", 0, 0), SC_ALLOW);

	test("oci: defect 6, only the strictest counts, in any order");
	good(denying("{\"name\": \"read\", \"action\": \"SCMP_ACT_ALLOW\"}, "
		"{\"name\": \"read\", \"action\": \"SCMP_ACT_ERRNO\"}"));
	CHECK_INT(decide("read", 0, 0), SC_ERRNO(1));
	good(denying("{\"name\": \"read\", \"action\": \"SCMP_ACT_ERRNO\"}, "
		"{\"name\": \"read\", \"action\": \"SCMP_ACT_ALLOW\"}"));
	CHECK_INT(decide("read", 0, 0), SC_ERRNO(1));

	test("oci: allowed with and without conditions is allowed");
	good(denying("{\"name\": \"read\", \"action\": \"SCMP_ACT_ALLOW\"},"
		ARGS(ARG(0, "EQ", "1"))));
	CHECK(lets(1, 0) && lets(2, 0));

	test("oci: a call named a thousand times is one rule");
	char text[32768] = "{\"defaultAction\": \"SCMP_ACT_KILL\", "
		"\"syscalls\": [{\"action\": \"SCMP_ACT_ALLOW\", \"names\": [";
	for (unsigned i = 0; i < 2000; i++)
		strcat(text, "\"read\",");
	strcat(text, "\"write\"]}]}");
	good(text);
	CHECK_INT(policy.nrules, 2);
}

/* Bits of capability(7). */
#define CHOWN UINT64_C(1)
#define DAC_OVERRIDE UINT64_C(2)
#define BOTH (CHOWN | DAC_OVERRIDE)

static void
filters(void)
{
	static const struct {
		const char *filter;
		const char *on;
		uint64_t caps;
		uint32_t kernel;
		bool applies;
	} row[] = {
#define X "x86_64", 0, SC_KERNEL(5, 4)
		{ "\"includes\": {}", X, true },
		{ "\"excludes\": {}", X, true },
		{ "\"includes\": {\"caps\": [], \"arches\": []}", X, true },
		{ "\"excludes\": {\"caps\": null, \"arches\": null}", X, true },
		{ "\"includes\": {\"minKernel\": \"5.4\"}", X, true },
		{ "\"includes\": {\"minKernel\": \"5.5\"}", X, false },
		{ "\"includes\": {\"minKernel\": \"4.19\"}", X, true },
		{ "\"includes\": {\"minKernel\": \"6.0\"}", X, false },
		{ "\"excludes\": {\"minKernel\": \"5.4\"}", X, false },
		{ "\"excludes\": {\"minKernel\": \"5.10\"}", X, true },
		{ "\"includes\": {\"arches\": [\"amd64\"]}", X, true },
		{ "\"includes\": {\"arches\": [\"x32\", \"amd64\"]}", X, true },
		{ "\"includes\": {\"arches\": [\"SCMP_ARCH_X86_64\"]}", X,
			true },
		{ "\"includes\": {\"arches\": [\"arm64\", \"s390x\"]}", X,
			false },
		{ "\"excludes\": {\"arches\": [\"amd64\"]}", X, false },
		{ "\"excludes\": {\"arches\": [\"x86\", \"SCMP_ARCH_ARM\"]}",
			X, true },
#undef X
#define A(caps) "aarch64", caps, SC_KERNEL(5, 4)
		{ "\"includes\": {\"arches\": [\"arm64\"]}", A(0), true },
		{ "\"excludes\": {\"arches\": [\"amd64\"]}", A(0), true },
#define TWO "\"caps\": [\"CAP_CHOWN\", \"CAP_DAC_OVERRIDE\"]"
		{ "\"includes\": {" TWO "}", A(0), false },
		{ "\"includes\": {" TWO "}", A(CHOWN), false },
		{ "\"includes\": {" TWO "}", A(BOTH), true },
		{ "\"excludes\": {" TWO "}", A(0), true },
		{ "\"excludes\": {" TWO "}", A(DAC_OVERRIDE), false },
		{ "\"excludes\": {" TWO "}", A(BOTH), false },
		{ "\"includes\": {\"caps\": [\"CAP_CHOWN\"]}, "
			"\"excludes\": {\"caps\": [\"CAP_DAC_OVERRIDE\"]}",
			A(CHOWN), true },
		{ "\"includes\": {\"caps\": [\"CAP_CHOWN\"]}, "
			"\"excludes\": {\"caps\": [\"CAP_DAC_OVERRIDE\"]}",
			A(BOTH), false },
		{ "\"includes\": {\"caps\": [\"CAP_CHOWN\"], "
			"\"arches\": [\"amd64\"]}", A(CHOWN), false },
#undef A
	};

	for (unsigned i = 0; i < sizeof row / sizeof *row; i++) {
		char entry[512];
		const char *text;

		test("oci: %s, %s, caps %u", row[i].filter, row[i].on,
			(unsigned)row[i].caps);
		snprintf(entry, sizeof entry, "{%s, \"name\": \"read\", "
			"\"action\": \"SCMP_ACT_ALLOW\"}", row[i].filter);
		text = denying(entry);
		CHECK_INT(read_len(text, strlen(text), row[i].on, row[i].caps,
			row[i].kernel), 0);
		CHECK_STR(notes, "");
		CHECK_INT(lets(0, 0), row[i].applies);
	}
}

#define TOP(more) "{\"defaultAction\": \"SCMP_ACT_ERRNO\", " more "}"

static void
archs(void)
{
	test("oci: foreign architectures are noted");
	CHECK_INT(read_text(TOP("\"architectures\": [\"SCMP_ARCH_X86\", "
		"\"SCMP_ARCH_X86_64\", \"SCMP_ARCH_X32\"]")), 0);
	CHECK_STR(notes,
		"note 1:55 foreign architecture, its calls are killed: "
		"\"SCMP_ARCH_X86\"\n"
		"note 1:92 foreign architecture, its calls are killed: "
		"\"SCMP_ARCH_X32\"\n");

	test("oci: archMap, with notes for ours alone");
	CHECK_INT(read_text(TOP("\"archMap\": [{\"architecture\": "
		"\"SCMP_ARCH_AARCH64\", \"subArchitectures\": "
		"[\"SCMP_ARCH_ARM\"]}, {\"subArchitectures\": "
		"[\"SCMP_ARCH_X86\"], \"architecture\": "
		"\"SCMP_ARCH_X86_64\"}]")), 0);
	CHECK_STR(notes,
		"note 1:149 foreign architecture, its calls are killed: "
		"\"SCMP_ARCH_X86\"\n");

	test("oci: no architectures are any");
	good(TOP("\"architectures\": [], \"archMap\": null"));
	good(TOP("\"architectures\": null, \"archMap\": []"));
}

static void
flags(void)
{
	test("oci: flags");
	good(TOP("\"flags\": [\"SECCOMP_FILTER_FLAG_LOG\", "
		"\"SECCOMP_FILTER_FLAG_TSYNC\"]"));
	CHECK_INT(report.flags, SC_INSTALL_LOG | SC_INSTALL_TSYNC);
	good(TOP("\"flags\": [\"SECCOMP_FILTER_FLAG_SPEC_ALLOW\"]"));
	CHECK_INT(report.flags, SC_INSTALL_SPEC_ALLOW);
	good(TOP("\"flags\": []"));
	CHECK_INT(report.flags, 0);
	good(TOP("\"listenerPath\": \"\", \"listenerMetadata\": null"));
}

/* Names that Linux has elsewhere, and names that it has not. */
static void
names(void)
{
	test("oci: calls of other architectures are skipped");
	good(denying("{\"names\": [\"arm_fadvise64_64\", \"s390_pci_mmio_read\","
		" \"riscv_flush_icache\", \"socketcall\", \"_llseek\", "
		"\"chown32\", \"clock_gettime64\"], "
		"\"action\": \"SCMP_ACT_ALLOW\"}"));
	CHECK_INT(policy.nrules, 0);
	good(allowing("{\"names\": [\"socketcall\", \"read\"], "
		"\"action\": \"SCMP_ACT_KILL\"}"));
	CHECK_INT(policy.nrules, 1);

	test("oci: an unknown name that would be allowed");
	CHECK_INT(read_text(denying("{\"names\": [\"raed\", \"write\"], "
		"\"action\": \"SCMP_ACT_ALLOW\"}")), 0);
	CHECK_STR(notes, "warning 1:61 unknown system call, skipped: "
		"\"raed\"\n");
	CHECK_INT(decide("write", 0, 0), SC_ALLOW);
	CHECK_INT(policy.nrules, 1);

	test("oci: an unknown name that would get the default or the like");
	CHECK_INT(read_text(denying("{\"name\": \"raed\", "
		"\"action\": \"SCMP_ACT_ENOSYS\"}")), 0);
	CHECK(strstr(notes, "skipped"));
	CHECK_INT(read_text(allowing("{\"name\": \"raed\", "
		"\"action\": \"SCMP_ACT_ALLOW\"}")), 0);
	CHECK(strstr(notes, "skipped"));

	test("oci: an unknown name in an entry for others");
	good(allowing("{\"name\": \"raed\", \"action\": \"SCMP_ACT_KILL\", "
		"\"includes\": {\"arches\": [\"arm64\"]}}"));

	test("oci: unknown names can be told on a terminal");
	CHECK_INT(read_text(denying("{\"name\": \"a\\u001b[31m\\n\xc3\xa9\", "
		"\"action\": \"SCMP_ACT_ALLOW\"}")), 0);
	CHECK(strstr(notes, ": \"a?[31m???\"\n"));
	CHECK_INT(read_text(denying("{\"name\": \"aaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", "
		"\"action\": \"SCMP_ACT_ALLOW\"}")), 0);
	CHECK(strstr(notes, "aaa...\"\n"));
}

/* Warnings, each of which is about something without effect. */
static void
warnings(void)
{
	static const struct {
		const char *text, *warning;
	} row[] = {
		{ TOP("\"x\": {\"a\": [1, {}]}, \"y\": 1"),
			"warning 1:37 unknown key, skipped: \"x\"\n"
			"warning 1:58 unknown key, skipped: \"y\"\n" },
		{ TOP("\"Syscall\": []"), "\"Syscall\"" },
		{ TOP("\"syscalls\": [{\"nmae\": 1, \"name\": \"read\", "
			"\"action\": \"SCMP_ACT_ALLOW\"}]"), "\"nmae\"" },
		{ TOP("\"syscalls\": [{\"name\": \"read\", \"args\": ["
			"{\"index\": 0, \"op\": \"SCMP_CMP_EQ\", "
			"\"value\": 1, \"valueTwo\": 2}], "
			"\"action\": \"SCMP_ACT_ALLOW\"}]"), "valueTwo" },
		{ TOP("\"syscalls\": [{\"name\": \"read\", \"args\": ["
			"{\"index\": 0, \"op\": \"SCMP_CMP_EQ\", \"width\": "
			"3, \"value\": 1}], \"action\": "
			"\"SCMP_ACT_ALLOW\"}]"), "\"width\"" },
		{ TOP("\"syscalls\": [{\"name\": \"read\", \"errnoRet\": 1, "
			"\"action\": \"SCMP_ACT_ALLOW\"}]"), "no errno" },
		{ TOP("\"listenerPath\": \"/run/s\""), "supervisor" },
		{ TOP("\"x-libsc\": {\"none\": true}"), "no filter" },
		{ TOP("\"x-libsc\": {\"more\": true}"), "\"more\"" },
		{ TOP("\"syscalls\": [{\"name\": \"read\", \"includes\": "
			"{\"caps\": [\"CAP_CHONW\"]}, "
			"\"action\": \"SCMP_ACT_ALLOW\"}]"),
			"unknown capability: \"CAP_CHONW\"" },
		{ TOP("\"syscalls\": [{\"name\": \"read\", \"includes\": "
			"{\"arches\": [\"arm46\"], \"x\": 1}, "
			"\"action\": \"SCMP_ACT_ALLOW\"}]"),
			"unknown architecture: \"arm46\"" },
		{ TOP("\"syscalls\": [{\"name\": \"read\", \"includes\": "
			"{\"kernel\": \"4.8\"}, "
			"\"action\": \"SCMP_ACT_ALLOW\"}]"),
			"unknown key, skipped: \"kernel\"" },
		{ TOP("\"syscalls\": [{\"name\": \"read\", \"excludes\": "
			"{\"arches\": [\"arm46\"]}, "
			"\"action\": \"SCMP_ACT_KILL\"}]"),
			"unknown architecture: \"arm46\"" },
	};

	for (unsigned i = 0; i < sizeof row / sizeof *row; i++) {
		test("oci: a warning of %s", row[i].text);
		CHECK_INT(read_text(row[i].text), 0);
		if (!strstr(notes, row[i].warning))
			FAIL("it is: %s", notes);
		if (strstr(row[i].text, "includes"))
			CHECK_INT(policy.nrules, 0);
	}
}

#define ENTRY(more) TOP("\"syscalls\": [{\"name\": \"read\", " \
	"\"action\": \"SCMP_ACT_ALLOW\", " more "}]")
#define BAD_ARG(more) ENTRY("\"args\": [{" more "}]")
#define OPEN(filter) "{\"defaultAction\": \"SCMP_ACT_ALLOW\", " \
	"\"syscalls\": [{\"name\": \"read\", " filter \
	", \"action\": \"SCMP_ACT_KILL\"}]}"

static const struct wrong {
	const char *text;
	const char *reason;     /* from its first letter on */
	unsigned line, column;  /* or 0: anywhere */
} wrongs[] = {
	/* no JSON */
	{ "", "unexpected end", 1, 1 },
	{ "\n\n", "unexpected end", 3, 1 },
	{ "{", "a key in quotes expected", 1, 2 },
	{ "{\"defaultAction\": \"SCMP_ACT_KILL\"} x", "nothing may follow",
		1, 36 },
	{ "{\"defaultAction\":\n \"SCMP_ACT_KILL\"\n,}",
		"a key in quotes expected", 3, 2 },
	{ TOP("\"x\": \"\\x\""), "not an escape sequence", 1, 43 },
	{ TOP("\"x\": \"\xff\""), "not UTF-8", 1, 43 },
	/* no profile */
	{ "[]", "must be an object: \"profile\"", 1, 1 },
	{ "1", "must be an object", 1, 1 },
	{ "null", "not an object", 1, 1 },
	{ "{}", "no defaultAction", 1, 2 },
	{ "{\"syscalls\": []}", "no defaultAction", 1, 16 },
	{ "{\"defaultAction\": null}", "no defaultAction", 1, 23 },
	/* each key with a wrong type */
	{ "{\"defaultAction\": 1}", "must be a string: \"defaultAction\"",
		1, 19 },
	{ "{\"defaultAction\": [\"SCMP_ACT_KILL\"]}", "must be a string", 1,
		19 },
	{ TOP("\"defaultErrnoRet\": \"1\""), "must be a whole number from 0: "
		"\"defaultErrnoRet\"", 1, 56 },
	{ TOP("\"defaultErrnoRet\": -1"), "must be a whole number", 1, 56 },
	{ TOP("\"defaultErrnoRet\": 1.0"), "must be a whole number", 1, 56 },
	{ TOP("\"architectures\": \"SCMP_ARCH_X86_64\""),
		"must be an array: \"architectures\"", 1, 54 },
	{ TOP("\"architectures\": [1]"), "must be a string", 1, 55 },
	{ TOP("\"architectures\": [null]"), "must be a string", 1, 55 },
	{ TOP("\"archMap\": {}"), "must be an array: \"archMap\"", 1, 48 },
	{ TOP("\"archMap\": [\"SCMP_ARCH_X86_64\"]"), "must be an object", 1,
		49 },
	{ TOP("\"archMap\": [{\"architecture\": 1}]"),
		"must be a string: \"architecture\"", 0, 0 },
	{ TOP("\"archMap\": [{\"subArchitectures\": \"\"}]"),
		"must be an array: \"subArchitectures\"", 0, 0 },
	{ TOP("\"archMap\": [{\"subArchitectures\": [1]}]"),
		"must be a string", 0, 0 },
	{ TOP("\"flags\": \"SECCOMP_FILTER_FLAG_LOG\""), "must be an array",
		0, 0 },
	{ TOP("\"flags\": [1]"), "must be a string", 0, 0 },
	{ TOP("\"listenerPath\": 1"), "must be a string", 0, 0 },
	{ TOP("\"listenerMetadata\": {}"), "must be a string", 0, 0 },
	{ TOP("\"syscalls\": {}"), "must be an array: \"syscalls\"", 1, 49 },
	{ TOP("\"syscalls\": [1]"), "must be an object: \"syscalls\"", 1,
		50 },
	{ TOP("\"syscalls\": [null]"), "must be an object", 1, 50 },
	{ TOP("\"syscalls\": [{\"names\": \"read\"}]"), "must be an array: "
		"\"names\"", 0, 0 },
	{ TOP("\"syscalls\": [{\"names\": [1]}]"), "must be a string: "
		"\"names\"", 0, 0 },
	{ TOP("\"syscalls\": [{\"names\": [\"read\", null]}]"),
		"must be a string", 0, 0 },
	{ TOP("\"syscalls\": [{\"name\": [\"read\"]}]"),
		"must be a string: \"name\"", 0, 0 },
	{ TOP("\"syscalls\": [{\"action\": 1}]"),
		"must be a string: \"action\"", 0, 0 },
	{ ENTRY("\"errnoRet\": \"EPERM\""), "must be a whole number", 0, 0 },
	{ ENTRY("\"args\": {}"), "must be an array: \"args\"", 0, 0 },
	{ ENTRY("\"args\": [1]"), "must be an object: \"args\"", 0, 0 },
	{ ENTRY("\"args\": [null]"), "must be an object: \"args\"", 0, 0 },
	{ ENTRY("\"includes\": []"), "must be an object: \"includes\"", 0, 0 },
	{ ENTRY("\"excludes\": \"\""), "must be an object: \"excludes\"", 0,
		0 },
	{ ENTRY("\"comment\": 1"), "must be a string: \"comment\"", 0, 0 },
	{ ENTRY("\"includes\": {\"caps\": \"CAP_CHOWN\"}"),
		"must be an array: \"caps\"", 0, 0 },
	{ ENTRY("\"includes\": {\"caps\": [0]}"), "must be a string", 0, 0 },
	{ ENTRY("\"includes\": {\"arches\": \"amd64\"}"),
		"must be an array: \"arches\"", 0, 0 },
	{ ENTRY("\"excludes\": {\"arches\": [0]}"), "must be a string", 0,
		0 },
	{ ENTRY("\"excludes\": {\"minKernel\": 4.8}"),
		"must be a string: \"minKernel\"", 0, 0 },
	{ BAD_ARG("\"index\": \"0\""), "must be a whole number", 0, 0 },
	{ BAD_ARG("\"value\": \"0\""), "must be a whole number", 0, 0 },
	{ BAD_ARG("\"valueTwo\": []"), "must be a whole number", 0, 0 },
	{ BAD_ARG("\"op\": 0"), "must be a string: \"op\"", 0, 0 },
	{ TOP("\"x-libsc\": []"), "must be an object: \"x-libsc\"", 0, 0 },
	{ TOP("\"x-libsc\": {\"none\": false}"), "must be true: \"none\"", 0,
		0 },
	{ TOP("\"x-libsc\": {\"x32Action\": 1}"), "must be a string", 0, 0 },
	{ TOP("\"x-libsc\": {\"futureErrnoRet\": \"\"}"),
		"must be a whole number", 0, 0 },
	{ TOP("\"k12345678901234567890123456789012345678901234567890123456789"
		"0123456\": 1"), "key too long: \"k1234567890", 1, 37 },
	/* duplicate keys */
	{ TOP("\"defaultAction\": \"SCMP_ACT_ALLOW\""), "duplicate key: "
		"\"defaultAction\"", 1, 37 },
	{ TOP("\"\\u0064efaultAction\": \"SCMP_ACT_ALLOW\""),
		"duplicate key", 1, 37 },
	{ TOP("\"x\": 1,\n \"x\"\n\n: 1"), "duplicate key: \"x\"", 2, 2 },
	{ TOP("\"x\": 1, \"x\": 1"), "duplicate key: \"x\"", 1, 45 },
	{ TOP("\"x\": 1, \"y\": 1, \"\\u0078\": 1"), "duplicate key", 1,
		53 },
	{ ENTRY("\"action\": \"SCMP_ACT_ALLOW\""), "duplicate key", 0, 0 },
	{ BAD_ARG("\"index\": 0, \"index\": 0"), "duplicate key", 0, 0 },
	{ ENTRY("\"includes\": {\"caps\": [], \"caps\": []}"),
		"duplicate key", 0, 0 },
	{ TOP("\"archMap\": [{\"architecture\": \"SCMP_ARCH_X86_64\", "
		"\"architecture\": \"SCMP_ARCH_X86_64\"}]"), "duplicate key",
		0, 0 },
	/* keys that mean something to some */
	{ TOP("\"Syscalls\": []"), "key in the wrong case: \"Syscalls\"", 1,
		37 },
	{ ENTRY("\"ARGS\": []"), "key in the wrong case: \"ARGS\"", 0, 0 },
	{ ENTRY("\"includes\": {\"minkernel\": \"4.8\"}"),
		"key in the wrong case", 0, 0 },
	{ BAD_ARG("\"valuetwo\": 1"), "key in the wrong case", 0, 0 },
	/* actions and errnos */
	{ "{\"defaultAction\": \"ALLOW\"}", "unknown action: \"ALLOW\"", 1,
		19 },
	{ "{\"defaultAction\": \"\"}", "unknown action: \"\"", 1, 19 },
	{ "{\"defaultAction\": \"SCMP_ACT_ALLOW\\u0000\"}",
		"unknown action: \"SCMP_ACT_ALLOW?\"", 1, 19 },
	{ "{\"defaultAction\": \"SCMP_ACT_allow\"}", "unknown action", 1,
		19 },
	{ "{\"defaultAction\": \"SCMP_ACT_NOTIFY\"}", "SCMP_ACT_NOTIFY needs",
		1, 19 },
	{ TOP("\"syscalls\": [{\"name\": \"read\", \"action\": "
		"\"SCMP_ACT_NOTIFY\"}]"), "SCMP_ACT_NOTIFY needs", 0, 0 },
	{ TOP("\"defaultErrnoRet\": 4096"), "errno out of range", 1, 56 },
	{ TOP("\"defaultErrnoRet\": 4294967297"), "errno out of range", 1,
		56 },
	{ TOP("\"defaultErrnoRet\": 18446744073709551616"),
		"number too large", 1, 56 },
	{ "{\"defaultAction\": \"SCMP_ACT_TRACE\", \"defaultErrnoRet\": "
		"65536}", "errno out of range", 0, 0 },
	{ TOP("\"syscalls\": [{\"name\": \"read\", \"action\": "
		"\"SCMP_ACT_ERRNO\", \"errnoRet\": 4096}]"),
		"errno out of range", 0, 0 },
	/* entries */
	{ TOP("\"syscalls\": [{\"action\": \"SCMP_ACT_ALLOW\"}]"), "no names",
		1, 50 },
	{ TOP("\"syscalls\": [{\"names\": [], \"action\": "
		"\"SCMP_ACT_ALLOW\"}]"), "no names", 1, 50 },
	{ TOP("\"syscalls\": [{\"name\": \"\", \"action\": "
		"\"SCMP_ACT_ALLOW\"}]"), "no names", 1, 50 },
	{ TOP("\"syscalls\": [\n{\"names\": [\"read\"]}]"), "no action", 2,
		1 },
	{ ENTRY("\"names\": [\"write\"]"), "both name and names", 0, 0 },
	/* arguments */
	{ BAD_ARG(""), "index, value and op are needed", 0, 0 },
	{ BAD_ARG("\"value\": 1, \"op\": \"SCMP_CMP_EQ\""),
		"index, value and op are needed", 0, 0 },
	{ BAD_ARG("\"index\": 0, \"op\": \"SCMP_CMP_EQ\""),
		"index, value and op are needed", 0, 0 },
	{ BAD_ARG("\"index\": 0, \"value\": 1"),
		"index, value and op are needed", 0, 0 },
	{ BAD_ARG("\"index\": 6, \"value\": 1, \"op\": \"SCMP_CMP_EQ\""),
		"index above 5", 0, 0 },
	{ BAD_ARG("\"index\": 256, \"value\": 1, \"op\": \"SCMP_CMP_EQ\""),
		"index above 5", 0, 0 },
	{ BAD_ARG("\"index\": -1"), "must be a whole number", 0, 0 },
	{ BAD_ARG("\"value\": -1"), "must be a whole number", 0, 0 },
	{ BAD_ARG("\"value\": 18446744073709551616"), "number too large", 0,
		0 },
	{ BAD_ARG("\"value\": 1e3"), "must be a whole number", 0, 0 },
	{ BAD_ARG("\"op\": \"SCMP_CMP_\""), "unknown operator: \"SCMP_CMP_\"",
		0, 0 },
	{ BAD_ARG("\"op\": \"==\""), "unknown operator", 0, 0 },
	{ BAD_ARG("\"index\": 0, \"value\": 4, \"valueTwo\": 3, "
		"\"op\": \"SCMP_CMP_MASKED_EQ\""),
		"valueTwo has bits outside the mask", 0, 0 },
	/* architectures */
	{ TOP("\"architectures\": [\"SCMP_ARCH_AARCH64\"]"),
		"not for the architecture", 0, 0 },
	{ TOP("\"architectures\": [\"SCMP_ARCH_X86\", \"SCMP_ARCH_X32\"]"),
		"not for the architecture", 0, 0 },
	{ TOP("\"archMap\": [{\"architecture\": \"SCMP_ARCH_S390X\", "
		"\"subArchitectures\": [\"SCMP_ARCH_X86_64\"]}]"),
		"not for the architecture", 0, 0 },
	{ TOP("\"archMap\": [{}]"), "not for the architecture", 0, 0 },
	{ TOP("\"archMap\": [{\"architecture\": \"SCMP_ARCH_X86_64\"}], "
		"\"architectures\": [\"SCMP_ARCH_X86_64\"]"),
		"both architectures and archMap", 0, 0 },
	/* flags */
	{ TOP("\"flags\": [\"SECCOMP_FILTER_FLAG_NEW_LISTENER\"]"),
		"unknown flag: \"SECCOMP_FILTER_FLAG_NEW_LISTENER\"", 0, 0 },
	{ TOP("\"flags\": [\"\"]"), "unknown flag: \"\"", 0, 0 },
	/* conditions that nobody can judge */
	{ ENTRY("\"includes\": {\"minKernel\": \"4\"}"),
		"not a version of Linux: \"4\"", 0, 0 },
	{ ENTRY("\"includes\": {\"minKernel\": \"4.8.1\"}"),
		"not a version", 0, 0 },
	{ ENTRY("\"includes\": {\"minKernel\": \"4.8-rc1\"}"),
		"not a version", 0, 0 },
	{ ENTRY("\"excludes\": {\"minKernel\": \"\"}"), "not a version", 0,
		0 },
	{ ENTRY("\"excludes\": {\"minKernel\": \"4.65536\"}"),
		"not a version", 0, 0 },
	{ ENTRY("\"excludes\": {\"caps\": [\"CAP_CHONW\"]}"),
		"unknown, and not safe", 1, 107 },
	{ ENTRY("\"excludes\": {\"arches\": [\"amd46\"]}"),
		"unknown, and not safe", 0, 0 },
	{ ENTRY("\"excludes\": {\"kernel\": \"4.8\"}"),
		"unknown, and not safe", 0, 0 },
	{ OPEN("\"includes\": {\"kernel\": \"4.8\"}"),
		"unknown, and not safe", 0, 0 },
	/* another entry may allow what this one does not */
	{ TOP("\"syscalls\": [{\"name\": \"read\", \"action\": "
		"\"SCMP_ACT_ERRNO\", \"includes\": {\"caps\": "
		"[\"CAP_CHONW\"]}}]"), "unknown, and not safe", 0, 0 },
	{ OPEN("\"includes\": {\"caps\": [\"CAP_CHONW\"]}"),
		"unknown, and not safe", 0, 0 },
	{ OPEN("\"includes\": {\"arches\": [\"amd46\"]}"),
		"unknown, and not safe", 0, 0 },
	/* unknown names that would open the policy */
	{ "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": "
		"[\"write\", \"raed\"], \"action\": \"SCMP_ACT_ERRNO\"}]}",
		"unknown system call, and not safe to pass over: \"raed\"", 1,
		70 },
	{ "{\"defaultAction\": \"SCMP_ACT_LOG\", \"syscalls\": [{\"name\": "
		"\"raed\", \"action\": \"SCMP_ACT_ERRNO\"}]}",
		"unknown system call, and", 0, 0 },
	{ TOP("\"syscalls\": [{\"name\": \"raed\", \"action\": "
		"\"SCMP_ACT_KILL_PROCESS\"}]"), "unknown system call, and",
		0, 0 },
	/* our own keys */
	{ TOP("\"x-libsc\": {\"x32Action\": \"SCMP_ACT_ALLOW\"}"),
		"x32 numbers cannot be let through", 0, 0 },
	{ TOP("\"x-libsc\": {\"x32ErrnoRet\": 1}"),
		"an errno without an action", 0, 0 },
	{ TOP("\"x-libsc\": {\"futureErrnoRet\": 1}"),
		"an errno without an action", 0, 0 },
};

static void
errors(void)
{
	for (unsigned i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
		const struct wrong *w = &wrongs[i];

		test("oci: error %u: %s", i, w->text);
		CHECK_INT(read_text(w->text), -SC_EINVAL);
		if (strncmp(report.reason, w->reason, strlen(w->reason)))
			FAIL("%u:%u %s", report.line, report.column,
				report.reason);
		if (w->line) {
			CHECK_INT(report.line, w->line);
			CHECK_INT(report.column, w->column);
		}
		CHECK_INT(policy.default_action, SC_KILL_PROCESS);
		CHECK_INT(policy.nrules, 0);
		CHECK_INT(policy.none, 0);
	}
}

static void
sizes(void)
{
	static char text[SC_OCI_MAX + 2];
	size_t n = strlen(strcpy(text, TOP("\"syscalls\": []")));

	test("oci: 1 MiB is not too large, a byte more is");
	memset(text + n, ' ', sizeof text - n);
	CHECK_INT(read_len(text, SC_OCI_MAX, "x86_64", 0, 0), 0);
	CHECK_INT(read_len(text, SC_OCI_MAX + 1, "x86_64", 0, 0), -SC_E2BIG);
	CHECK_STR(report.reason, "larger than 1 MiB");
	CHECK_INT(report.line, 1);
	CHECK_INT(report.column, 1);
	CHECK_INT(policy.default_action, SC_KILL_PROCESS);

	test("oci: more rules than there is room for");
	n = strlen(strcpy(text, "{\"defaultAction\": \"SCMP_ACT_ERRNO\", "
		"\"syscalls\": [{\"name\": \"read\", "
		"\"action\": \"SCMP_ACT_ALLOW\", \"args\": ["));
	for (unsigned i = 0; i <= SC_RULES_MAX; i++)
		n += (size_t)sprintf(text + n, "%s{\"index\": 0, \"value\": "
			"%u, \"op\": \"SCMP_CMP_EQ\"}", i ? "," : "", i);
	n += (size_t)sprintf(text + n, "]}]}");
	CHECK_INT(read_len(text, n, "x86_64", 0, 0), -SC_ENOSPC);
	CHECK_STR(report.reason, "more rules than there is room for");

	test("oci: more than 16 unknown keys of an object");
	n = strlen(strcpy(text, "{\"defaultAction\": \"SCMP_ACT_ERRNO\""));
	for (unsigned i = 0; i < 17; i++) {
		n += (size_t)sprintf(text + n, ", \"k%u\": 1", i);
		text[n] = '}';
		CHECK_INT(read_len(text, n + 1, "x86_64", 0, 0),
			i < 16 ? 0 : -SC_EINVAL);
	}
	CHECK_STR(report.reason, "too many unknown keys: \"k16\"");

	test("oci: a report without a callback");
	struct sc_target target = { arch("x86_64"), 0, 0 };
	report.note = NULL;
	strcpy(text, TOP("\"x\": 1"));
	CHECK_INT(sc_oci_read(&policy, text, strlen(text), &target, &report),
		0);
}

int
main(void)
{
	actions();
	operators();
	arguments();
	rules();
	filters();
	archs();
	flags();
	names();
	warnings();
	errors();
	sizes();
	return test_done();
}
