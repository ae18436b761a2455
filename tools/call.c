#include <string.h>
#include "cmd.h"

static void
argument(struct call *c, const char *text, size_t len)
{
	if (c->given == LENGTH(c->data.args))
		fail("%.*s: a seventh argument", (int)len, text);
	if (!value_parse(&c->data.args[c->given++], text, len))
		fail("%.*s: neither a number nor a constant that sc knows",
			(int)len, text);
}

/* What is between the brackets. */
static void
arguments(struct call *c, const char *text, size_t len)
{
	const char *comma;

	while (len && *text == ' ')
		text++, len--;
	if (!len)
		return;
	while ((comma = memchr(text, ',', len))) {
		argument(c, text, (size_t)(comma - text));
		len -= (size_t)(comma + 1 - text);
		text = comma + 1;
	}
	argument(c, text, len);
}

/* What Linux has elsewhere can be asked of all architectures at once. */
static void
name(struct call *c, const struct sc_arch *arch, const char *text, size_t len,
	bool may_lack)
{
	int e = nr_parse(&c->data.nr, arch, text, len);

	c->absent = e == -SC_ENOSYS && may_lack;
	if (e && !c->absent)
		fail("%.*s: %s", (int)len, text, nr_error(e));
	if (e || !sc_name(arch, (uint32_t)c->data.nr, c->name))
		snprintf(c->name, sizeof c->name, "%.*s", (int)len, text);
}

unsigned
call_parse(struct call *c, const struct sc_arch *arch, char **words,
	bool may_lack)
{
	const char *word = words[0];
	size_t len = strcspn(word, " ("), end = strlen(word);
	const char *bracket = word + len + strspn(word + len, " ");
	unsigned n = 1;
	uint64_t value;

	memset(c, 0, sizeof *c);
	c->data.arch = sc_arch_token(arch);
	name(c, arch, word, *bracket == '(' ? len : end, may_lack);
	if (*bracket == '(') {
		if (word[end - 1] != ')')
			fail("%s: no ) at the end", word);
		arguments(c, bracket + 1,
			(size_t)(word + end - 1 - bracket - 1));
		return 1;
	}
	while (words[n] && value_parse(&value, words[n], strlen(words[n])))
		argument(c, words[n], strlen(words[n])), n++;
	return n;
}
