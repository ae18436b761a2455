/*
 * The simulator vectors of libseccomp's tests, which are data of their own;
 * see the README beside them. The environment's VECTORS is their folder.
 *
 * A case is compared for the architecture whose token it has. There is no
 * answer to a wrong one but KILL_PROCESS here, nor to x32's numbers.
 */
#define _GNU_SOURCE
#include "sc.h"
#include "test.h"

#define FOLDER "../shared/data/vectors"

static struct sc_policy policy;
static struct sc_work work;
static struct sc_insn insn[SC_INSNS_MAX];
static int insns;

static char *filters;           /* all of the file */
static unsigned long cases, foreign;

static char *
slurp(const char *folder, const char *name)
{
	char path[512], *text;
	size_t len;
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	f = fopen(path, "r");
	if (!f)
		return NULL;
	fseek(f, 0, SEEK_END);
	len = (size_t)ftell(f);
	rewind(f);
	text = calloc(1, len + 1);
	if (fread(text, 1, len, f) != len)
		abort();
	fclose(f);
	return text;
}

/* The rest of a line, cut off at its end; *text goes to the next one. */
static char *
line(char **text)
{
	char *begin = *text, *end = strchr(begin, '\n');

	if (!end) {
		*text = begin + strlen(begin);
		return begin;
	}
	*end = 0;
	*text = end + 1;
	return begin;
}

static uint32_t
action(const char *s)
{
	unsigned n = 0;

	sscanf(s, "%*[A-Z_](%u)", &n);
	if (!strncmp(s, "KILL_PROCESS", 12))
		return SC_KILL_PROCESS;
	if (!strncmp(s, "KILL", 4))
		return SC_KILL_THREAD;
	if (!strncmp(s, "TRAP", 4))
		return SC_TRAP | n;
	if (!strncmp(s, "ERRNO(", 6))
		return SC_ERRNO(n);
	if (!strncmp(s, "TRACE(", 6))
		return SC_TRACE(n);
	if (!strcmp(s, "LOG"))
		return SC_LOG;
	if (!strcmp(s, "ALLOW"))
		return SC_ALLOW;
	fprintf(stderr, "no action: %s\n", s);
	exit(2);
}

/* aI OP 0xV or aI&0xMASK==0xV, without spaces. */
static struct sc_cond
condition(const char *s)
{
	static const char ops[][3] = { "!=", "<", "<=", "==", ">=", ">" };
	struct sc_cond c = { .width = 64 };
	char op[3] = "";
	unsigned arg;

	if (sscanf(s, "a%u&%" SCNx64 "==%" SCNx64, &arg, &c.mask,
	    &c.value) == 3) {
		/* As libseccomp does; here it would be an error. */
		c.value &= c.mask;
		c.op = SC_MASKED_EQ;
	} else if (sscanf(s, "a%u%2[!<>=]%" SCNx64, &arg, op,
	    &c.value) == 3) {
		while (strcmp(ops[c.op], op))
			c.op++;
	} else {
		fprintf(stderr, "no condition: %s\n", s);
		exit(2);
	}
	c.arg = (uint8_t)arg;
	return c;
}

/* Whether word is one of a list; end is what stands between two. */
static bool
among(const char *list, char end, const char *word)
{
	size_t len = strlen(word);

	for (;; list++) {
		if (!strncmp(list, word, len) &&
		    (!list[len] || list[len] == end))
			return true;
		list = strchr(list, end);
		if (!list)
			return false;
	}
}

/* rule ACTION NAME nr=N [exact] on=ARCHES [CONDITION]... */
static void
add_rule(char *s, bool native)
{
	struct sc_cond c[SC_RULE_CONDS_MAX];
	unsigned n = 0;
	char *save, *word, *name;
	int known, nr = -1;
	uint32_t a;

	strtok_r(s, " ", &save);
	a = action(strtok_r(NULL, " ", &save));
	name = strtok_r(NULL, " ", &save);
	sscanf(strtok_r(NULL, " ", &save), "nr=%d", &nr);
	known = sc_nr(policy.arch, name, strlen(name));
	if (native && known >= 0)
		CHECK_INT(known, nr);
	else if (known >= 0 || *name != '#')
		nr = known;
	while ((word = strtok_r(NULL, " ", &save))) {
		if (!strncmp(word, "on=", 3)) {
			if (!among(word + 3, ',', sc_arch_name(policy.arch)))
				return;
		} else if (strcmp(word, "exact")) {
			c[n++] = condition(word);
		}
	}
	/* What the architecture doesn't have has a number below 0. */
	if (nr >= 0)
		CHECK_INT(sc_policy_rule(&policy, (uint32_t)nr, a, c, n), 0);
}

/* The filter for arch; 0 if it isn't for it, below 0 if it isn't there. */
static int
build(const char *id, const struct sc_arch *arch, bool native)
{
	char head[128], *text, *s;
	bool has = false;

	snprintf(head, sizeof head, "### filter %s ", id);
	text = strstr(filters, head);
	if (!text)
		return -1;
	text = strdup(text);
	s = text;
	line(&s);
	sc_policy_init(&policy, arch, SC_KILL_THREAD);
	while (*s && *s != '#') {
		char *l = line(&s);

		if (!strncmp(l, "default ", 8))
			sc_policy_init(&policy, arch, action(l + 8));
		else if (!strncmp(l, "arches ", 7))
			has = among(l + 7, ' ', sc_arch_name(arch));
		else if (!strncmp(l, "rule ", 5))
			add_rule(l, native);
	}
	free(text);
	if (!has)
		return 0;
	insns = sc_compile(&policy, insn, SC_INSNS_MAX, &work);
	return CHECK(insns > 0) ? 1 : -1;
}

/* What is expected of us. */
static uint32_t
expected(const struct sc_data *d, const char *theirs, int built)
{
	bool wrong = !built;

	if (d->arch == 0xc000003e && (uint32_t)d->nr >= 0x40000000)
		wrong = true;
	if (!wrong)
		return action(theirs);
	CHECK_INT(action(theirs), SC_KILL_THREAD);
	foreign++;
	return SC_KILL_PROCESS;
}

static void
one(char *s)
{
	static char filter[64], arch_of_filter[16];
	static int built;
	struct sc_data d = { .nr = 0 };
	const struct sc_arch *arch;
	char *field[12], *save;
	uint32_t want;

	for (int i = 0; i < 12; i++)
		field[i] = strtok_r(i ? NULL : s, "\t", &save);
	if (!field[11]) {
		FAIL("a line of too few fields");
		return;
	}
	d.arch = (uint32_t)strtoul(field[3], NULL, 0);
	d.nr = (int32_t)strtoul(field[4], NULL, 0);
	for (int i = 0; i < 6; i++)
		d.args[i] = field[5 + i][0] == '-' ? 0 :
			strtoull(field[5 + i], NULL, 0);
	arch = d.arch == 0xc000003e ? sc_arch_find("x86_64", 6) :
		d.arch == 0xc00000b7 ? sc_arch_find("aarch64", 7) :
		sc_arch_find(field[2], strlen(field[2]));
	if (strcmp(filter, field[1]) ||
	    strcmp(arch_of_filter, sc_arch_name(arch))) {
		snprintf(filter, sizeof filter, "%s", field[1]);
		snprintf(arch_of_filter, sizeof arch_of_filter, "%s",
			sc_arch_name(arch));
		built = build(filter, arch, !strcmp(field[2], arch_of_filter));
	}
	if (!CHECK(built >= 0))
		return;
	want = expected(&d, field[11], built && d.arch == sc_arch_token(arch));
	cases++;
	if (!built)
		return;
	if (sc_eval(&policy, &d) != want ||
	    sc_run(insn, (size_t)insns, &d, NULL) != want)
		FAIL("%s: %s, eval 0x%x, run 0x%x", field[0], field[11],
			sc_eval(&policy, &d),
			sc_run(insn, (size_t)insns, &d, NULL));
}

int
main(void)
{
	const char *folder = getenv("VECTORS") ? getenv("VECTORS") : FOLDER;
	char *table = slurp(folder, "libseccomp-cases.tsv"), *text = table;

	filters = slurp(folder, "libseccomp-filters.txt");
	if (!table || !filters) {
		skip("the vectors of libseccomp's tests", "no " FOLDER);
		return test_done();
	}
	test("the vectors of libseccomp's tests");
	line(&text);
	while (*text)
		one(line(&text));
	printf("%lu cases, %lu of them on another architecture\n", cases,
		foreign);
	CHECK(cases > 9000);
	free(table);
	free(filters);
	return test_done();
}
