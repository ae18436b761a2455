#include <string.h>
#include "init.h"

/*
 * The options are those of the help text: --NAME behind two blanks or, if
 * there is a letter, behind -LETTER and a comma; one blank, and no more, is
 * before a value. Returns the first NAME from at on; NULL if there is none.
 */
static const char *
next_name(const char *at)
{
	for (; *at; at++)
		if (*at == '-' && begins(at - 1, " --") &&
				(at[-2] == ' ' || at[-2] == ','))
			return at + 2;
	return NULL;
}

static size_t
name_length(const char *name)
{
	size_t n = 0;

	while (name[n] > ' ')
		n++;
	return n;
}

const char *
option_name(enum option option, char text[static OPTION_SIZE])
{
	const char *name = help;
	size_t len;

	do
		name = next_name(name);
	while (option--);
	len = name_length(name);
	memcpy(text, name, len);
	text[len] = 0;
	return text;
}

_Noreturn void
bad_option(const char *option, const char *value, const char *reason)
{
	fail("options: %s%s%s: %s; see sc-init --help", option,
		value ? ": " : "", value ? value : "", reason);
}

/*
 * Finds an option by its name or, if that is NULL, by the letter of word.
 * Returns whether it takes a value.
 */
static bool
find(struct scan *s, const char *word, const char *name, size_t len)
{
	const char *at = help;

	for (s->option = 0; (at = next_name(at)); s->option++) {
		size_t n = name_length(at);

		if (name ? n == len && !memcmp(at, name, n)
				: at[-4] == ',' && at[-5] == word[1])
			return at[n] == ' ' && at[n + 1] != ' ';
	}
	bad_option(word, NULL, "no such option");
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

static void
next_long(struct scan *s, const char *word)
{
	const char *name = word + 2;
	size_t len = length_to(name, '=');
	bool takes_value = find(s, word, name, len);

	if (name[len])
		s->value = name + len + 1;
	else if (takes_value)
		take_value(s, word);
	if (!takes_value && s->value)
		bad_option(word, NULL, "takes no value");
}

static void
next_letter(struct scan *s)
{
	char word[3] = { '-', *s->cluster++, 0 };

	if (!find(s, word, NULL, 0))
		return;
	if (*s->cluster)
		s->value = s->cluster;
	else
		take_value(s, word);
	s->cluster = "";
}

bool
is_denied(const struct options *o, const char *call)
{
	struct scan s;
	const char *item;
	size_t len;

	scan_begin(&s, o);
	while (scan_item(&s, OPTION_DENY, &item, &len))
		if (same(call, item, len))
			return true;
	return false;
}

void
scan_begin(struct scan *s, const struct options *o)
{
	s->at = o->argv;
	if (*s->at)
		s->at++;
	s->given = o->given;
	s->cluster = "";
	s->list = NULL;
}

enum option
scan_next(struct scan *s)
{
	const char *word = *s->at;

	s->value = NULL;
	s->option = OPTION_END;
	if (!*s->cluster) {
		if (!word || word[0] != '-' || !word[1])
			return OPTION_END;
		s->at++;
		if (word[1] == '-') {
			if (word[2])
				next_long(s, word);
			return s->option;
		}
		s->cluster = word + 1;
	}
	next_letter(s);
	return s->option;
}

const char *
scan_value(struct scan *s, enum option wanted)
{
	enum option option;

	if (!(s->given >> wanted & 1))
		return NULL;
	do
		option = scan_next(s);
	while (option != wanted && option != OPTION_END);
	return s->value;
}

bool
scan_item(struct scan *s, enum option wanted, const char **item, size_t *len)
{
	while (!sc_item(&s->list, item, len)) {
		s->list = scan_value(s, wanted);
		if (!s->list)
			return false;
	}
	return true;
}
