#include "init.h"

/*
 * In the order of enum option: the letter or a blank, = where there is a
 * value, and the name.
 */
static const char table[] =
	"p=profile\0"
	"f=seccomp\0"
	" =sha256\0"
	"  harden\0"
	"n=network\0"
	"a=allow\0"
	"d=deny\0"
	" =deny-action\0"
	"  log-denied\0"
	"k=keep-cap\0"
	"u=user\0"
	" =rlimit\0"
	"  keep-fds\0"
	" =chdir\0"
	" =umask\0"
	" =env\0"
	" =unset-env\0"
	"  clear-env\0"
	"  allow-new-privs\0"
	"  best-effort\0"
	"s supervise\0"
	"g kill-group\0"
	" =stop-signal\0"
	" =stop-timeout\0"
	" =rewrite\0"
	"  subreaper\0"
	" =pdeathsig\0"
	" =map-exit\0"
	"  boot\0"
	" =on-exit\0"
	" =mount\0"
	"  check\0"
	"v verbose\0"
	"q quiet\0"
	"  version\0"
	"h help\0";

enum { LETTER = 0, VALUE = 1, NAME = 2 };

static const char *
entry(enum option option)
{
	const char *e = table;

	for (unsigned i = 0; i < option; i++)
		e += length(e) + 1;
	return e;
}

static bool
takes_value(enum option option)
{
	return entry(option)[VALUE] == '=';
}

const char *
option_name(enum option option)
{
	return entry(option) + NAME;
}

_Noreturn void
bad_option(const char *option, const char *value, const char *reason)
{
	fail("options: %s%s%s: %s; see sc-init --help", option,
		value ? ": " : "", value ? value : "", reason);
}

/* By its name, or by its letter if name is NULL. */
static enum option
find(const char *name, size_t len, char letter)
{
	const char *e = table;
	unsigned i;

	for (i = 0; i < OPTIONS; i++) {
		if (name ? same(e + NAME, name, len)
				: e[LETTER] == letter)
			break;
		e += length(e) + 1;
	}
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
	size_t len = length_to(name, '=');
	enum option option = find(name, len, 0);

	if (option == OPTION_END)
		bad_option(word, NULL, "no such option");
	if (!takes_value(option) && name[len])
		bad_option(word, NULL, "takes no value");
	if (name[len])
		s->value = name + len + 1;
	else if (takes_value(option))
		take_value(s, word);
	return option;
}

static enum option
next_letter(struct scan *s)
{
	char word[3] = { '-', *s->cluster, 0 };
	enum option option = find(NULL, 0, *s->cluster++);

	if (option == OPTION_END)
		bad_option(word, NULL, "no such option");
	if (takes_value(option) && *s->cluster) {
		s->value = s->cluster;
		s->cluster = "";
	} else if (takes_value(option)) {
		take_value(s, word);
	}
	return option;
}

bool
is_denied(const struct options *o, const char *call)
{
	struct scan s;
	enum option option;

	scan_begin(&s, o->argv);
	while ((option = scan_next(&s)) != OPTION_END) {
		const char *list = option == OPTION_DENY ? s.value : NULL;
		const char *item;
		size_t len;

		while (sc_item(&list, &item, &len))
			if (same(call, item, len))
				return true;
	}
	return false;
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
