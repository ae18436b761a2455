#include <inttypes.h>
#include "cmd.h"

static _Noreturn void
disagree(const struct loaded *l, const struct sc_data *d, uint32_t by_policy,
	uint32_t by_program)
{
	char a[SC_ACTION_TEXT], b[SC_ACTION_TEXT];

	sc_action_format(by_policy, a);
	sc_action_format(by_program, b);
	fail("%s: the policy says %s and the program %s to 0x%" PRIx32
		" %" PRId32 " 0x%" PRIx64 " 0x%" PRIx64 " 0x%" PRIx64
		" 0x%" PRIx64 " 0x%" PRIx64 " 0x%" PRIx64
		", which is a bug of sc", l->name, a, b, d->arch, d->nr,
		d->args[0], d->args[1], d->args[2], d->args[3], d->args[4],
		d->args[5]);
}

uint32_t
decide(const struct loaded *l, const struct sc_data *data, unsigned *executed)
{
	uint32_t by_program, by_policy;

	*executed = 0;
	by_program = SC_ALLOW;
	if (l->ninsns)
		by_program = sc_run(l->insn, l->ninsns, data, executed);
	if (l->raw)
		return by_program;
	by_policy = sc_eval(&l->policy, data);
	if (by_policy != by_program)
		disagree(l, data, by_policy, by_program);
	return by_program;
}
