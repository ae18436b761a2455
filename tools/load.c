#include <errno.h>
#include <string.h>
#include "cmd.h"

static bool
is_raw(const char *name)
{
	size_t len = strlen(name);

	return len > 4 && !strcmp(name + len - 4, ".bpf");
}

static FILE *
open_file(const char *name)
{
	FILE *file = fopen(name, "rb");

	if (!file && errno == ENOENT && !strchr(name, '/'))
		fail("%s: no such profile, nor a file of that name", name);
	if (!file)
		fail("%s: %s", name, strerror(errno));
	return file;
}

static size_t
read_stream(FILE *file, const char *name, void *to, size_t max)
{
	size_t len = fread(to, 1, max, file);

	if (ferror(file))
		fail("%s: %s", name, strerror(errno));
	if (len == max && getc(file) != EOF)
		fail("%s: larger than %zu bytes", name, max);
	return len;
}

/*
 * The size of what is in the file, at most max bytes. Standard input stays
 * open: the command of sc learn has it too, at its end.
 */
static size_t
read_file(const char *name, void *to, size_t max)
{
	FILE *file;
	size_t len;

	if (!strcmp(name, "-"))
		return read_stream(stdin, name, to, max);
	file = open_file(name);
	len = read_stream(file, name, to, max);
	fclose(file);
	return len;
}

static void
load_raw(struct loaded *l)
{
	size_t len = read_file(l->name, l->insn, sizeof l->insn), where;

	l->raw = true;
	l->ninsns = len / sizeof *l->insn;
	if (len == 0 || len % sizeof *l->insn)
		fail("%s: %zu bytes are not an array of struct sock_filter",
			l->name, len);
	if (sc_check(l->insn, l->ninsns, &where))
		fail("%s: instruction %zu: the kernel would refuse it",
			l->name, where);
}

static void
no_room(const struct loaded *l, int error)
{
	if (error == -SC_ENOSPC)
		fail("%s: more rules than fit into a policy", l->name);
}

static void
allow_name(struct loaded *l, const char *name, size_t len)
{
	int flags = sc_policy_allow(&l->policy, name, len), n = (int)len;

	no_room(l, flags);
	if (flags == -SC_ENOENT)
		fail("--allow %.*s: Linux has no such call", n, name);
	if (flags < 0)
		fail("--allow %.*s: may not be added to %s", n, name,
			l->name);
	if (flags & SC_ALLOW_ABSENT)
		warn("--allow %.*s: %s has no such call", n, name,
			sc_arch_name(l->arch));
	if (flags & SC_ALLOW_FILTERED)
		warn("--allow %.*s: stays filtered by its arguments", n,
			name);
	if (flags & SC_ALLOW_GIVES_UP)
		warn("--allow %.*s: %s", n, name, sc_gives_up(name, len));
}

static void
deny_name(struct loaded *l, const char *name, size_t len)
{
	int flags = sc_policy_deny(&l->policy, name, len), n = (int)len;

	no_room(l, flags);
	if (flags < 0)
		fail("--deny %.*s: Linux has no such call", n, name);
	if (flags & SC_ALLOW_ABSENT)
		warn("--deny %.*s: %s has no such call", n, name,
			sc_arch_name(l->arch));
}

static void
each_name(struct loaded *l, const char **lists,
	void (*take)(struct loaded *, const char *, size_t))
{
	const char *name, *list;
	size_t len;

	while ((list = *lists++))
		while (sc_item(&list, &name, &len))
			take(l, name, len);
}

/*
 * As sc-init does it. What restricts comes after what allows, so that no
 * order of options opens what another one closed.
 */
static void
lay_over(struct loaded *l, const struct options *o)
{
	each_name(l, o->allow, allow_name);
	if (o->harden)
		no_room(l, sc_policy_harden(&l->policy));
	if (o->has_deny_action)
		sc_policy_deny_action(&l->policy, o->deny_action);
	each_name(l, o->deny, deny_name);
}

/*
 * A file that was read. A policy can be needed for several architectures,
 * but a pipe is read only once, and a file can change.
 */
struct text {
	struct text *next;
	const char *name;
	size_t len;
	char bytes[SC_OCI_MAX];
};

static const struct text *
text_of(const char *name)
{
	static struct text *read;
	struct text *t = read;

	while (t && strcmp(t->name, name))
		t = t->next;
	if (t)
		return t;
	t = allocate(1, sizeof *t);
	t->next = read;
	t->name = name;
	t->len = read_file(name, t->bytes, sizeof t->bytes);
	return read = t;
}

static void
load_file(struct loaded *l, const struct sc_target *target,
	enum sc_network network)
{
	const struct text *t = text_of(l->name);

	l->flags = load_json(&l->policy, l->name, t->bytes, t->len, target);
	if (network != SC_NETWORK_DEFAULT)
		no_room(l, sc_policy_network(&l->policy, network));
}

static void
load(struct loaded *l, const struct options *o)
{
	struct sc_target target = o->target;
	int id = sc_profile_find(l->name, strlen(l->name));

	target.arch = l->arch;
	if (id >= 0)
		sc_profile(&l->policy, (unsigned)id, &target, o->network);
	else
		load_file(l, &target, o->network);
	lay_over(l, o);
}

static struct loaded *
start(const char *name, const struct sc_arch *arch)
{
	struct loaded *l = allocate(1, sizeof *l);

	l->name = name;
	l->arch = arch;
	return l;
}

struct loaded *
load_policy(const char *name, const struct sc_arch *arch,
	const struct options *o)
{
	struct loaded *l = start(name, arch);

	if (is_raw(name))
		fail("%s: a program, where a policy is needed", name);
	load(l, o);
	return l;
}

struct loaded *
load_program(const char *name, const struct sc_arch *arch,
	const struct options *o)
{
	struct loaded *l = start(name, arch);
	int n;

	if (is_raw(name)) {
		if (o->changes)
			fail("%s: a program, which no option changes", name);
		load_raw(l);
		return l;
	}
	load(l, o);
	n = sc_compile(&l->policy, l->insn, SC_INSNS_MAX, &l->work);
	if (n == -SC_E2BIG || n == -SC_ENOSPC)
		fail("%s: more than %d instructions", name, SC_INSNS_MAX);
	if (n < 0)
		fail("%s: the verifier refuses the program", name);
	l->ninsns = (size_t)n;
	return l;
}

int
for_archs(const struct options *o, per_arch *each)
{
	const struct sc_arch *arch;
	int result = 0;

	if (!o->all_archs)
		return each(o, o->arch);
	for (unsigned i = 0; (arch = sc_arch_at(i)); i++) {
		int r = each(o, arch);

		if (r > result)
			result = r;
	}
	return result;
}
