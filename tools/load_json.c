#include "cmd.h"

static void
note(void *context, enum sc_oci_level level, uint32_t line, uint32_t column,
	const char *text)
{
	const char *name = context;

	if (level == SC_OCI_WARNING)
		warn("%s:%u:%u: %s", name, line, column, text);
}

unsigned
load_json(struct sc_policy *policy, const char *name, const char *text,
	size_t len, const struct sc_target *target)
{
	struct sc_oci_report report = {
		.note = note,
		.context = (void *)name
	};

	if (!sc_oci_read(policy, text, len, target, &report))
		return report.flags;
	/* Of several architectures, which it was that failed. */
	if (target->arch != sc_arch_native())
		fail("%s:%u:%u: %s (%s)", name, report.line, report.column,
			report.reason, sc_arch_name(target->arch));
	fail("%s:%u:%u: %s", name, report.line, report.column, report.reason);
}
