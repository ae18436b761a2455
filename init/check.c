#include "init.h"

static const char *
policy_name(const struct options *o)
{
	return o->seccomp ? o->seccomp : o->profile ? o->profile : "docker";
}

static void
print_caps(uint64_t keep)
{
	char digits[DIGITS];

	print("capabilities:", keep ? "" : " none", NULL);
	for (unsigned cap = 0; cap < 64; cap++)
		if (keep >> cap & 1) {
			const char *name = sc_cap_name(cap);

			print(" ", name ? name : decimal(digits, cap), NULL);
		}
	print("\n", NULL);
}

static void
print_user(const struct options *o)
{
	char a[DIGITS], b[DIGITS];

	if (!o->user) {
		print("user: unchanged\n", NULL);
		return;
	}
	print("user: ", decimal(a, o->uid), "\ngroup: ", decimal(b, o->gid),
		"\ngroups:", o->ngroups ? "" : " none", NULL);
	for (unsigned i = 0; i < o->ngroups; i++)
		print(" ", decimal(a, o->groups[i]), NULL);
	print("\n", NULL);
}

/* As this user finds it, from this directory. */
static void
print_command(const struct options *o)
{
	const char *path, *name;

	if (!find_command(o, &path))
		fail("exec", o->command[0], "not found");
	name = candidate(o->command[0], &path);
	print("command: ", name, "\n", NULL);
}

void
check_print(const struct options *o, const struct program *p)
{
	char digits[DIGITS];

	print("profile: ", policy_name(o), "\narchitecture: ",
		sc_arch_name(p->policy.arch), "\ninstructions: ",
		decimal(digits, (long)p->n), "\n", NULL);
	print("no_new_privs: ", o->new_privs ? "unchanged" : "set", "\n",
		NULL);
	print_caps(o->keep);
	print_user(o);
	print("mode: ", o->boot ? "boot" : o->supervise ? "supervise"
		: "exec", "\n", NULL);
	print_command(o);
}
