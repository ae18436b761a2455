/*
 * usage: peer TABLE [RUNS]
 *
 * Prints a table that compares libsc with libseccomp.
 */
#include <string.h>
#include "peer.h"

void
die(const char *why)
{
	fflush(stdout);
	fprintf(stderr, "peer: %s failed\n", why);
	exit(1);
}

void
policy_of(struct sc_policy *policy, const char *name,
	const struct sc_arch *arch, uint64_t caps, enum sc_network network)
{
	struct sc_target target = {
		.arch = arch, .caps = caps, .kernel = SC_KERNEL(6, 1)
	};
	int id = sc_profile_find(name, strlen(name));

	if (id < 0)
		die("sc_profile_find");
	sc_profile(policy, (unsigned)id, &target, network);
}

void
ours(struct program *program, const struct sc_policy *policy)
{
	static struct sc_work work;
	int n = sc_compile(policy, program->insn, SC_INSNS_MAX, &work);

	if (n <= 0)
		die("sc_compile");
	program->n = (size_t)n;
}

int
main(int argc, char **argv)
{
	const char *table = argc > 1 ? argv[1] : "";
	int runs = argc > 2 ? atoi(argv[2]) : 101;

	if (runs < 1 || runs > RUNS_MAX)
		die("RUNS");
	if (!strcmp(table, "programs"))
		programs();
	else if (!strcmp(table, "bounds"))
		bounds();
	else if (!strcmp(table, "installation"))
		installation((unsigned)runs);
	else if (!strcmp(table, "calls"))
		calls((unsigned)runs);
	else if (!strcmp(table, "compiling"))
		compiling((unsigned)runs);
	else if (!strcmp(table, "scaling"))
		scaling((unsigned)runs);
	else
		die("TABLE");
	return 0;
}
