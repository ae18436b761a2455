#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "cmd.h"

/*
 * A million calls are a million short lines: reading, splitting and writing
 * them has to cost less than deciding, so stdio is left out of it.
 */
enum { IN_SIZE = 1 << 16, OUT_SIZE = 1 << 16, LINE_MAX_OUT = 64, ARCHS = 16 };

struct batch {
	const struct options *options;
	unsigned long line;
	struct loaded *of[ARCHS];       /* by index; NULL until needed */

	/* The last ARCH and action, as neither changes often. */
	char arch_text[32];
	size_t arch_len;
	uint32_t token;
	const struct sc_arch *names;    /* for the names of its calls */
	const struct loaded *loaded;
	uint32_t action;
	char action_text[SC_ACTION_TEXT];
	size_t action_len;

	size_t out_len;
	char in[IN_SIZE];
	char out[OUT_SIZE];
};

static void
flush(struct batch *b)
{
	for (size_t at = 0; at < b->out_len;) {
		ssize_t n = write(1, b->out + at, b->out_len - at);

		if (n < 0 && errno != EINTR)
			fail("standard output: %s", strerror(errno));
		if (n > 0)
			at += (size_t)n;
	}
	b->out_len = 0;
}

static _Noreturn void
bad_line(struct batch *b, const char *word, size_t len, const char *why)
{
	flush(b);
	if (!len)
		fail("line %lu: %s", b->line, why);
	fail("line %lu: %.*s: %s", b->line, (int)(len < 64 ? len : 64), word,
		why);
}

/* The index of the program that -A, or the line, asks for. */
static unsigned
program_index(const struct batch *b, const struct sc_arch *of_line)
{
	const struct sc_arch *want = b->options->arch, *a;
	unsigned i = 0;

	if (b->options->all_archs && of_line)
		want = of_line;
	while ((a = sc_arch_at(i)) && a != want)
		i++;
	return i;
}

static const struct loaded *
program(struct batch *b, const struct sc_arch *of_line)
{
	unsigned i = program_index(b, of_line);

	if (i >= ARCHS)
		fail("more than %d architectures", ARCHS);
	if (!b->of[i])
		b->of[i] = load_program(b->options->words[0], sc_arch_at(i),
			b->options);
	return b->of[i];
}

static const struct sc_arch *
by_token(uint32_t token)
{
	const struct sc_arch *a;

	for (unsigned i = 0; (a = sc_arch_at(i)); i++)
		if (sc_arch_token(a) == token)
			break;
	return a;
}

static void
take_arch(struct batch *b, const char *word, size_t len)
{
	const struct sc_arch *arch;
	uint64_t token;

	if (len == b->arch_len && !memcmp(word, b->arch_text, len))
		return;
	if (len > sizeof b->arch_text)
		bad_line(b, word, len, "no such architecture");
	if (len > 2 && !memcmp(word, "0x", 2)) {
		if (sc_number(&token, UINT32_MAX, word, len))
			bad_line(b, word, len, "not an audit token");
		b->token = (uint32_t)token;
		arch = by_token(b->token);
	} else {
		arch = sc_arch_find(word, len);
		if (!arch)
			bad_line(b, word, len, "no such architecture");
		b->token = sc_arch_token(arch);
	}
	b->loaded = program(b, arch);
	b->names = arch ? arch : b->loaded->arch;
	memcpy(b->arch_text, word, len);
	b->arch_len = len;
}

/* The next word at *at, which moves behind it; its length, 0 at the end. */
static size_t
next_word(const char **at, const char *end, const char **word)
{
	const char *p = *at;

	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	*word = p;
	while (p < end && *p != ' ' && *p != '\t')
		p++;
	*at = p;
	return (size_t)(p - *word);
}

static void
answer(struct batch *b, uint32_t action, unsigned executed)
{
	char digits[12], *d = digits + sizeof digits;

	if (action != b->action || !b->action_len) {
		b->action = action;
		b->action_len = sc_action_format(action, b->action_text);
	}
	if (OUT_SIZE - b->out_len < LINE_MAX_OUT)
		flush(b);
	memcpy(b->out + b->out_len, b->action_text, b->action_len);
	b->out_len += b->action_len;
	b->out[b->out_len++] = '\t';
	*--d = '\n';
	do
		*--d = (char)('0' + executed % 10);
	while (executed /= 10);
	while (d < digits + sizeof digits)
		b->out[b->out_len++] = *d++;
}

static void
take_line(struct batch *b, const char *at, const char *end)
{
	struct sc_data data = { 0 };
	const char *word;
	size_t len = next_word(&at, end, &word);
	unsigned executed, n = 0;
	uint32_t action;
	int e;

	if (!len)
		bad_line(b, word, 0, "no architecture");
	take_arch(b, word, len);
	data.arch = b->token;
	len = next_word(&at, end, &word);
	if (!len)
		bad_line(b, word, 0, "no system call");
	e = nr_parse(&data.nr, b->names, word, len);
	if (e)
		bad_line(b, word, len, nr_error(e));
	while ((len = next_word(&at, end, &word))) {
		if (n == 6)
			bad_line(b, word, len, "a seventh argument");
		if (arg_parse(&data.args[n++], word, len))
			bad_line(b, word, len, "not a number of 64 bits");
	}
	action = decide(b->loaded, &data, &executed);
	answer(b, action, executed);
}

/* Takes the lines of in[0..len-1]; how much is left of an unended one. */
static size_t
take_lines(struct batch *b, size_t len)
{
	const char *at = b->in, *end = b->in + len, *newline;

	while ((newline = memchr(at, '\n', (size_t)(end - at)))) {
		b->line++;
		take_line(b, at, newline);
		at = newline + 1;
	}
	memmove(b->in, at, (size_t)(end - at));
	return (size_t)(end - at);
}

/* A pipe's reader gets the answers to what it wrote before more is read. */
static size_t
refill(struct batch *b, size_t len)
{
	ssize_t n;

	flush(b);
	if (len == IN_SIZE) {
		b->line++;
		bad_line(b, b->in, 0, "the line is too long");
	}
	do
		n = read(0, b->in + len, IN_SIZE - len);
	while (n < 0 && errno == EINTR);
	if (n < 0) {
		flush(b);
		fail("standard input: %s", strerror(errno));
	}
	return (size_t)n;
}

int
sim_batch(const struct options *o)
{
	static struct batch batch;
	struct batch *b = &batch;
	size_t len = 0, n;

	b->options = o;
	program(b, NULL);
	while ((n = refill(b, len)))
		len = take_lines(b, len + n);
	if (len) {
		b->line++;
		take_line(b, b->in, b->in + len);
	}
	flush(b);
	return SAME;
}
