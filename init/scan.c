#include <string.h>
#include "init.h"

/* In the order of enum option. */
static const struct {
	char name[16];
	char letter;
	bool value;
} table[OPTIONS] = {
	{ "profile", 'p', true },
	{ "seccomp", 'f', true },
	{ "sha256", 0, true },
	{ "harden", 0, false },
	{ "network", 'n', true },
	{ "allow", 'a', true },
	{ "deny", 'd', true },
	{ "deny-action", 0, true },
	{ "log-denied", 0, false },
	{ "keep-cap", 'k', true },
	{ "user", 'u', true },
	{ "rlimit", 0, true },
	{ "keep-fds", 0, false },
	{ "chdir", 0, true },
	{ "umask", 0, true },
	{ "env", 0, true },
	{ "unset-env", 0, true },
	{ "clear-env", 0, false },
	{ "allow-new-privs", 0, false },
	{ "best-effort", 0, false },
	{ "supervise", 's', false },
	{ "kill-group", 'g', false },
	{ "stop-signal", 0, true },
	{ "stop-timeout", 0, true },
	{ "rewrite", 0, true },
	{ "subreaper", 0, false },
	{ "pdeathsig", 0, true },
	{ "map-exit", 0, true },
	{ "boot", 0, false },
	{ "on-exit", 0, true },
	{ "mount", 0, true },
	{ "check", 0, false },
	{ "verbose", 'v', false },
	{ "quiet", 'q', false },
	{ "version", 0, false },
	{ "help", 'h', false }
};

const char *
option_name(enum option option)
{
	return table[option].name;
}

_Noreturn void
bad_option(const char *option, const char *value, const char *reason)
{
	if (value)
		say("options: ", option, ": ", value, ": ", reason,
			"; see sc-init --help", NULL);
	else
		say("options: ", option, ": ", reason,
			"; see sc-init --help", NULL);
	quit(STATUS_SETUP);
}

static enum option
find_name(const char *name, size_t len)
{
	unsigned i = 0;

	while (i < OPTIONS && (strlen(table[i].name) != len
			|| memcmp(table[i].name, name, len)))
		i++;
	return (enum option)i;
}

static enum option
find_letter(char letter)
{
	unsigned i = 0;

	while (i < OPTIONS && table[i].letter != letter)
		i++;
	return (enum option)i;
}

/* The value is the next word. */
static void
take_value(struct scan *s, const char *word)
{
	s->value = *s->at;
	if (!s->value)
		bad_option(word, NULL, "needs a value");
	s->at++;
}

static enum option
next_long(struct scan *s, const char *word)
{
	const char *name = word + 2;
	size_t len = strcspn(name, "=");
	enum option option = find_name(name, len);

	if (option == OPTION_END)
		bad_option(word, NULL, "no such option");
	if (!table[option].value && name[len])
		bad_option(word, NULL, "takes no value");
	if (name[len])
		s->value = name + len + 1;
	else if (table[option].value)
		take_value(s, word);
	return option;
}

static enum option
next_letter(struct scan *s)
{
	char word[3] = { '-', *s->cluster, 0 };
	enum option option = find_letter(*s->cluster++);

	if (option == OPTION_END)
		bad_option(word, NULL, "no such option");
	if (table[option].value && *s->cluster) {
		s->value = s->cluster;
		s->cluster = "";
	} else if (table[option].value) {
		take_value(s, word);
	}
	return option;
}

void
scan_begin(struct scan *s, char **argv)
{
	s->at = argv;
	if (*argv)
		s->at++;
	s->cluster = "";
}

enum option
scan_next(struct scan *s)
{
	const char *word = *s->at;

	s->value = NULL;
	if (*s->cluster)
		return next_letter(s);
	if (!word || word[0] != '-' || !word[1])
		return OPTION_END;
	s->at++;
	if (word[1] != '-') {
		s->cluster = word + 1;
		return next_letter(s);
	}
	return word[2] ? next_long(s, word) : OPTION_END;
}
