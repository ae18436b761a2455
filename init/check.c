#include <fcntl.h>
#include <unistd.h>
#include "init.h"

static void
print_caps(uint64_t keep)
{
	char text[SC_NAME_SIZE];

	print("capabilities:%s", keep ? "" : " none");
	for (unsigned cap = 0; cap < 64; cap++)
		if (keep >> cap & 1)
			print(" %s", cap_text(cap, text));
	print("\n");
}

static void
print_user(const struct options *o)
{
	if (!o->user) {
		print("user: unchanged\n");
		return;
	}
	print("user: %u\ngroup: %u\ngroups:%s", o->uid,
		o->gid, o->ngroups ? "" : " none");
	for (unsigned i = 0; i < o->ngroups; i++)
		print(" %u", o->groups[i]);
	print("\n");
}

/* As this user finds it, from this directory. */
static void
print_command(const struct options *o)
{
	const char *path, *name;

	if (!find_command(o, &path))
		fail("exec: %s: not found", o->command[0]);
	do
		name = candidate(o->command[0], &path);
	while (name && sys(NR_faccessat, AT_FDCWD, (long)name, X_OK) < 0);
	if (!name)
		fail("exec: %s: cannot be executed", o->command[0]);
	print("command: %s\n", name);
}

_Noreturn void
check_print(const struct options *o, const struct program *p)
{
	print("profile: %s\narchitecture: %s\ninstructions: %u\n",
		o->profile, sc_arch_name(p->policy.arch), (unsigned)p->n);
	print("no_new_privs: %s\n", o->new_privs ? "unchanged" : "set");
	print_caps(o->keep);
	print_user(o);
	print("mode: %s\n",
		o->boot ? "boot" : o->supervise ? "supervise" : "exec");
	print_command(o);
	quit(0);
}
