#include <errno.h>
#include <string.h>
#include <sys/utsname.h>
#include "cmd.h"

/* Stores value, or returns why it can't. */
typedef const char *take(struct options *o, const char *value);

static const char *
take_arch(struct options *o, const char *value)
{
	o->all_archs = !strcmp(value, "all");
	if (o->all_archs)
		return NULL;
	o->arch = sc_arch_find(value, strlen(value));
	return o->arch ? NULL : "no such architecture";
}

static const char *
take_help(struct options *o, const char *value)
{
	(void)value;
	o->help = true;
	return NULL;
}

static const char *
take_keep_cap(struct options *o, const char *value)
{
	static char why[64];
	const char *bad;
	uint64_t caps;
	size_t len;

	if (sc_cap_list(&caps, value, &bad, &len)) {
		snprintf(why, sizeof why, "no capability is called \"%.*s\"",
			(int)(len < 24 ? len : 24), bad);
		return why;
	}
	o->target.caps |= caps;
	return NULL;
}

static const char *
take_network(struct options *o, const char *value)
{
	if (!strcmp(value, "on"))
		o->network = SC_NETWORK_ON;
	else if (!strcmp(value, "off"))
		o->network = SC_NETWORK_OFF;
	else
		return "neither on nor off";
	return NULL;
}

static void
append(const char **list, const char *value)
{
	while (*list)
		list++;
	*list = value;
}

static const char *
take_allow(struct options *o, const char *value)
{
	append(o->allow, value);
	return NULL;
}

static const char *
take_deny(struct options *o, const char *value)
{
	append(o->deny, value);
	return NULL;
}

static const char *
take_deny_action(struct options *o, const char *value)
{
	o->has_deny_action = true;
	if (sc_action_parse(&o->deny_action, value, strlen(value)))
		return "not kill, trap, errno, errno:NAME, errno:N, enosys "
			"or log";
	return NULL;
}

static const char *
take_harden(struct options *o, const char *value)
{
	(void)value;
	o->harden = true;
	return NULL;
}

static const char *
take_kernel(struct options *o, const char *value)
{
	if (sc_kernel(&o->target.kernel, value, strlen(value)))
		return "not a version such as 5.11";
	o->has_kernel = true;
	return NULL;
}

static const char *
take_output(struct options *o, const char *value)
{
	o->output = value;
	return NULL;
}

static const char *
take_json(struct options *o, const char *value)
{
	(void)value;
	o->json = true;
	return NULL;
}

static const char *
take_dot(struct options *o, const char *value)
{
	(void)value;
	o->dot = true;
	return NULL;
}

static const char *
take_batch(struct options *o, const char *value)
{
	(void)value;
	o->batch = true;
	return NULL;
}

static const char *
take_archs(struct options *o, const char *value)
{
	(void)value;
	o->archs = true;
	return NULL;
}

static const char *
take_time(struct options *o, const char *value)
{
	(void)value;
	o->time = true;
	return NULL;
}

static const char *
take_args(struct options *o, const char *value)
{
	(void)value;
	o->args = true;
	return NULL;
}

static const char *
take_merge(struct options *o, const char *value)
{
	if (o->merge)
		return "a second profile to merge; merge one at a time";
	o->merge = value;
	return NULL;
}

static const struct option {
	unsigned taken_by;              /* 0: by all */
	char letter;
	const char *name;
	const char *value;              /* NULL: it takes none */
	take *take;
	const char *about;
} table[] = {
	{ 0, 'A', "arch", "NAME", take_arch,
		"for this architecture, or all; the host's by default" },
	{ TAKES_POLICY, 'k', "keep-cap", "NAME,…", take_keep_cap,
		"the capabilities that are kept; none by default" },
	{ TAKES_POLICY, 'n', "network", "on|off", take_network,
		"off: only AF_UNIX sockets can be made" },
	{ TAKES_POLICY, 'a', "allow", "NAME,…", take_allow,
		"allow more calls" },
	{ TAKES_POLICY, 'd', "deny", "NAME,…", take_deny,
		"deny more calls" },
	{ TAKES_POLICY, 0, "deny-action", "ACTION", take_deny_action,
		"kill, trap, errno[:NAME|:N], enosys or log" },
	{ TAKES_POLICY, 0, "harden", NULL, take_harden,
		"lay the argument rules of strict over the policy" },
	{ TAKES_POLICY, 0, "kernel", "VERSION", take_kernel,
		"for this kernel; the running one by default" },
	{ TAKES_OUTPUT, 'o', "output", "FILE", take_output,
		"write to FILE instead of standard output" },
	{ TAKES_JSON, 0, "json", NULL, take_json,
		"as an OCI profile" },
	{ TAKES_DOT, 0, "dot", NULL, take_dot,
		"the program as a graph, for graphviz" },
	{ TAKES_BATCH, 0, "batch", NULL, take_batch,
		"for each line of standard input" },
	{ TAKES_ARCHS, 0, "archs", NULL, take_archs,
		"one policy on all architectures" },
	{ TAKES_TIME, 0, "time", NULL, take_time,
		"also the time that compiling takes" },
	{ TAKES_COMMAND, 0, "args", NULL, take_args,
		"also the values of arguments that matter" },
	{ TAKES_COMMAND, 0, "merge", "FILE", take_merge,
		"together with what the profile FILE allows" },
	{ 0, 'h', "help", NULL, take_help, "what this command does" }
};

void
help_options(FILE *to, unsigned takes)
{
	char text[40];

	for (size_t i = 0; i < LENGTH(table); i++) {
		const struct option *t = &table[i];
		int pad = 0;

		if (t->taken_by && !(t->taken_by & takes))
			continue;
		snprintf(text, sizeof text, "%c%c%c --%s%s%s",
			t->letter ? '-' : ' ', t->letter ? t->letter : ' ',
			t->letter ? ',' : ' ', t->name, t->value ? " " : "",
			t->value ? t->value : "");
		/* The ellipsis has three bytes and one column. */
		if (t->value && strstr(t->value, "…"))
			pad = 2;
		fprintf(to, "  %-*s %s\n", 25 + pad, text, t->about);
	}
}

struct words {
	const struct command *command;
	struct options *options;
	int argc, at;
	char **argv;
};

static void
hand_over(struct words *w, const struct option *t, const char *shown,
	const char *value)
{
	const char *why;

	if (t->taken_by && !(t->taken_by & w->command->takes))
		fail("%s: takes no %s", w->command->name, shown);
	if (t->value && !value) {
		if (w->at == w->argc)
			fail("%s: wants a value, %s", shown, t->value);
		value = w->argv[w->at++];
	}
	w->options->changes |= t->taken_by == TAKES_POLICY;
	why = t->take(w->options, value);
	if (why)
		fail("%s %s: %s", shown, value, why);
}

static void
long_option(struct words *w, const char *word)
{
	size_t len = strcspn(word + 2, "=");
	const char *value = word[2 + len] ? word + 2 + len + 1 : NULL;

	for (size_t i = 0; i < LENGTH(table); i++) {
		const struct option *t = &table[i];
		char shown[40];

		if (strlen(t->name) != len || memcmp(t->name, word + 2, len))
			continue;
		snprintf(shown, sizeof shown, "--%s", t->name);
		if (value && !t->value)
			fail("%s: takes no value", shown);
		hand_over(w, t, shown, value);
		return;
	}
	fail("%.*s: no such option; see sc help %s", (int)len + 2, word,
		w->command->name);
}

static void
short_option(struct words *w, const char *word)
{
	char shown[] = { '-', word[1], 0 };

	for (size_t i = 0; i < LENGTH(table); i++) {
		const struct option *t = &table[i];

		if (!t->letter || t->letter != word[1])
			continue;
		if (word[2] && !t->value)
			fail("%s: takes no value", shown);
		hand_over(w, t, shown, word[2] ? word + 2 : NULL);
		return;
	}
	fail("%s: no such option; see sc help %s", shown, w->command->name);
}

static bool
is_option(const struct words *w, const char *word)
{
	if (word[0] != '-' || !word[1])
		return false;
	return !(w->command->takes & TAKES_NUMBERS &&
		word[1] >= '0' && word[1] <= '9');
}

static void
start(struct options *o, int argc)
{
	memset(o, 0, sizeof *o);
	o->arch = sc_arch_native();
	o->allow = allocate((size_t)argc + 1, sizeof *o->allow);
	o->deny = allocate((size_t)argc + 1, sizeof *o->deny);
	o->words = allocate((size_t)argc + 1, sizeof *o->words);
}

/* Asked only where it matters: a filter can refuse uname(2). */
static void
running_kernel(struct options *o, const struct command *command)
{
	bool takes_kernel = command->takes & TAKES_POLICY;
	const char *instead = takes_kernel ? "; use --kernel" : "";
	struct utsname running;
	const char *release = running.release;

	if (o->has_kernel || o->help || !(takes_kernel || o->merge))
		return;
	if (uname(&running))
		fail("uname: %s%s", strerror(errno), instead);
	if (sc_kernel(&o->target.kernel, release, strlen(release)))
		fail("%s: not a kernel version%s", release, instead);
}

void
options_parse(struct options *o, const struct command *command, int argc,
	char **argv)
{
	struct words w = { command, o, argc, 0, argv };
	bool ended = false;

	start(o, argc);
	while (w.at < argc) {
		char *word = argv[w.at++];

		if (ended || !is_option(&w, word))
			o->words[o->nwords++] = word;
		else if (!strcmp(word, "--"))
			ended = true;
		else if (word[1] == '-')
			long_option(&w, word);
		else
			short_option(&w, word);
		ended |= w.command->takes & TAKES_COMMAND && o->nwords;
	}
	running_kernel(o, command);
}
