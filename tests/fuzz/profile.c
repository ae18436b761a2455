/*
 * The profile reader: whatever the text, it ends and stays within it; what it
 * says can be printed, and after an error nothing is allowed.
 */
#include <stdlib.h>
#include "sc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(c) do { if (!(c)) abort(); } while (0)

static void
line(const char *text)
{
	REQUIRE(*text);
	for (; *text; text++)
		REQUIRE(*text >= ' ' && *text <= '~');
}

static void
note(void *context, enum sc_oci_level level, uint32_t row, uint32_t column,
	const char *text)
{
	REQUIRE(level == SC_OCI_NOTE || level == SC_OCI_WARNING);
	REQUIRE(row && column);
	line(text);
	++*(unsigned *)context;
}

static void
denies_all(const struct sc_policy *p)
{
	REQUIRE(p->default_action == SC_KILL_PROCESS && !p->nrules);
	REQUIRE(p->future_action == SC_KILL_PROCESS && !p->none);
	REQUIRE(p->x32_action == SC_KILL_PROCESS);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint64_t caps[] = { 0, 1 << 21, UINT64_MAX };
	static struct sc_policy policy;
	const struct sc_arch *arch;

	for (unsigned i = 0; arch = sc_arch_at(i), arch; i++) {
		struct sc_target target = {
			arch, caps[size % 3], SC_KERNEL(size % 8, 4)
		};
		unsigned notes = 0;
		struct sc_oci_report r = { .note = note, .context = &notes };
		int e = sc_oci_read(&policy, (const char *)data, size,
			&target, &r);

		REQUIRE(notes <= size);
		if (!e)
			continue;
		REQUIRE(e == -SC_EINVAL || e == -SC_ENOSPC);
		REQUIRE(r.line && r.line <= size + 1);
		REQUIRE(r.column && r.column <= size + 1);
		line(r.reason);
		denies_all(&policy);
	}
	return 0;
}
