/* What the commands of sc share. */
#ifndef CMD_H
#define CMD_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include "sc.h"

#define LENGTH(a) (sizeof (a) / sizeof *(a))

/* Exit statuses; a usage error and bad input are both 2. */
enum { SAME = 0, DIFFERENT = 1, BAD = 2 };

/* Options, by who takes them; every command takes -A and -h. */
enum {
	TAKES_POLICY = 1,
	TAKES_OUTPUT = 2,
	TAKES_JSON = 4,
	TAKES_BATCH = 8,
	TAKES_ARCHS = 16,
	TAKES_TIME = 32,
	TAKES_NUMBERS = 64,     /* operands such as -1 aren't options */
	TAKES_COMMAND = 128,    /* the first operand ends the options */
	TAKES_DOT = 256
};

struct options {
	const struct sc_arch *arch;     /* the host's unless -A says */
	bool all_archs;                 /* -A all */
	struct sc_target target;        /* but for the architecture */
	enum sc_network network;
	bool harden;
	bool has_deny_action, has_kernel;
	bool changes;                   /* options that a policy takes */
	uint32_t deny_action;
	const char **allow;             /* lists; NULL after the last */
	const char **deny;
	const char *output;
	const char *merge;
	bool json, dot, batch, archs, time, args;
	bool help;
	char **words;                   /* operands; NULL after the last */
	int nwords;
};

struct command {
	const char *name;
	int (*run)(const struct options *options);
	unsigned takes;
	int least, most;                /* operands */
	const char *operands;
	const char *about;
	const char *more;               /* for sc help COMMAND; can be NULL */
};

extern const struct command commands[];

const struct command *command_find(const char *name);

/* Writes "sc: " and the message, and ends with 2. */
_Noreturn void fail(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* Writes "sc: warning: " and the message. */
void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* argv from the word after the command's on; never returns on an error. */
void options_parse(struct options *options, const struct command *command,
	int argc, char **argv);

void help_options(FILE *to, unsigned takes);

/* A calloc that doesn't fail. */
void *allocate(size_t count, size_t size);

/*
 * POLICY arguments
 */
struct loaded {
	const char *name;
	const struct sc_arch *arch;
	bool raw;                       /* a program, without a policy */
	unsigned flags;                 /* SC_INSTALL_* of a profile in JSON */
	size_t ninsns;
	struct sc_policy policy;
	struct sc_insn insn[SC_INSNS_MAX];
	struct sc_work work;
};

/* Reads or makes the policy called name, with the options laid over it. */
struct loaded *load_policy(const char *name, const struct sc_arch *arch,
	const struct options *options);

/* The same, compiled; name can be that of a raw program as well. */
struct loaded *load_program(const char *name, const struct sc_arch *arch,
	const struct options *options);

/* The profile in text, which is name's; returns its SC_INSTALL_* flags. */
unsigned load_json(struct sc_policy *policy, const char *name, const char *text,
	size_t len, const struct sc_target *target);

/*
 * Calls each for the architecture that -A chose, or for each of them; the
 * result is the largest of its.
 */
typedef int per_arch(const struct options *options,
	const struct sc_arch *arch);
int for_archs(const struct options *options, per_arch *each);

/*
 * Numbers: decimal, 0x, and both after a minus sign. nr_parse takes names as
 * well, and returns what sc_nr returns, or -SC_EINVAL. Both store on success
 * only.
 */
int arg_parse(uint64_t *value, const char *text, size_t len);
int nr_parse(int32_t *nr, const struct sc_arch *arch, const char *text,
	size_t len);

/* Why nr_parse failed, for people. */
const char *nr_error(int error);

/*
 * A call for sc explain: "socket(AF_INET, SOCK_RAW)", or a name or number
 * and after it words that are arguments. Returns how many words it is of;
 * doesn't return if it is none.
 */
struct call {
	struct sc_data data;
	unsigned given;                 /* arguments */
	bool absent;                    /* on this architecture */
	char name[SC_NAME_SIZE];        /* or the number, as it was given */
};
unsigned call_parse(struct call *call, const struct sc_arch *arch,
	char **words, bool may_be_absent);

/*
 * The answer to a call, and the instructions executed. Ends sc if the
 * policy and the program disagree.
 */
uint32_t decide(const struct loaded *loaded, const struct sc_data *data,
	unsigned *executed);

/*
 * Values of argument arg that stand for all there are: two values that make
 * no difference to these rules have one representative. False if there are
 * too many.
 */
struct classes {
	size_t count;
	uint64_t *value;
};
bool classes_of(struct classes *classes, unsigned arg,
	const struct sc_policy *a, uint32_t nr_a,
	const struct sc_policy *b, uint32_t nr_b);

/*
 * FOR PEOPLE
 *
 * call is the name of the call that an argument is of, or NULL.
 */

/* "domain", or "arg0" where sc knows no name. */
#define PARAMETER_SIZE 14
void parameter_name(char name[PARAMETER_SIZE], const char *call,
	unsigned arg);

/* "AF_UNIX", "PROT_READ|PROT_WRITE", "0x1234". */
void print_value(FILE *to, const char *call, unsigned arg, uint64_t value);

/* The same of a mask, or of what one leaves: flags have names. */
void print_bits(FILE *to, const char *call, unsigned arg, uint64_t bits);

/* The other way round, of any parameter; stores on success only. */
bool value_parse(uint64_t *value, const char *text, size_t len);

/* "socket(AF_UNIX, SOCK_STREAM)", with n arguments. */
void print_call(FILE *to, const char *call, const uint64_t args[6],
	unsigned n);

/* "flags & CLONE_NEWUSER == 0". */
void print_condition(FILE *to, const char *call, const struct sc_cond *cond);

/* These with && between them. */
void print_rule_conditions(FILE *to, const char *call,
	const struct sc_policy *policy, const struct sc_rule *rule);

/* As sc_action_format does, but "ERRNO(EPERM)". */
const char *action_name(uint32_t action, char text[SC_ACTION_TEXT]);

/* "refused: Operation not permitted". */
const char *action_words(uint32_t action);

bool allows(uint32_t action);

/*
 * "files", "memory" and so on, what calls are for; NULL after the last, which
 * is that of calls that sc doesn't know.
 */
const char *group_name(unsigned group);
unsigned group_of(const char *call);

/* What to write before a word on standard output, and after it. */
enum paint { PAINT_END, PAINT_HEAD, PAINT_ALLOWED, PAINT_CHECKED,
	PAINT_REFUSED };
const char *paint(enum paint how);

int cmd_profiles(const struct options *options);
int cmd_syscalls(const struct options *options);
int cmd_show(const struct options *options);
int cmd_compile(const struct options *options);
int cmd_dis(const struct options *options);
int cmd_sim(const struct options *options);
int cmd_stats(const struct options *options);
int cmd_diff(const struct options *options);
int cmd_explain(const struct options *options);
int cmd_learn(const struct options *options);
int cmd_help(const struct options *options);

int show_json(const struct loaded *loaded);
int dis_dot(const struct loaded *loaded);
int sim_batch(const struct options *options);

#endif
