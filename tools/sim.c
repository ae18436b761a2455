#include <string.h>
#include "cmd.h"

static void
arguments(struct sc_data *data, const struct options *o)
{
	for (int i = 2; i < o->nwords; i++) {
		const char *word = o->words[i];

		if (arg_parse(&data->args[i - 2], word, strlen(word)))
			fail("%s: not a number of 64 bits", word);
	}
}

/* -A all: an architecture that lacks the call has "-". */
static int
sim(const struct options *o, const struct sc_arch *arch)
{
	struct sc_data data = { .arch = sc_arch_token(arch) };
	char text[SC_ACTION_TEXT] = "-";
	const char *call = o->words[1];
	int e = nr_parse(&data.nr, arch, call, strlen(call));
	unsigned executed;

	if (e && !(o->all_archs && e == -SC_ENOSYS))
		fail("%s: %s", call, nr_error(e));
	arguments(&data, o);
	if (!e)
		sc_action_format(decide(load_program(o->words[0], arch, o),
			&data, &executed), text);
	if (o->all_archs)
		printf("%s ", sc_arch_name(arch));
	puts(text);
	return SAME;
}

int
cmd_sim(const struct options *o)
{
	if (o->batch && o->nwords > 1)
		fail("sim --batch: wants POLICY alone; calls come from "
			"standard input");
	if (o->batch && !strcmp(o->words[0], "-"))
		fail("sim --batch: calls come from standard input, so POLICY "
			"can't be -");
	if (o->batch)
		return sim_batch(o);
	if (o->nwords < 2)
		fail("sim: wants POLICY SYSCALL [ARG]…; see sc help sim");
	return for_archs(o, sim);
}
