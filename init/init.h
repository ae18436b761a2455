/* What the files of sc-init share. */
#ifndef INIT_H
#define INIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include "common.h"
#include "linux.h"
#include "nr.h"
#include "syscall.h"

enum {
	STATUS_SETUP = 125,     /* the workload was not executed */
	STATUS_NOEXEC = 126,    /* found, but cannot be executed */
	STATUS_NOTFOUND = 127
};

enum { SIGNALS = 64, GROUPS_MAX = 64, MOUNTS_MAX = 16 };

enum on_exit { ON_EXIT_POWEROFF, ON_EXIT_REBOOT, ON_EXIT_HALT, ON_EXIT_HOLD };

/* Options, checked; numbers stand for absent where the comment says so. */
struct options {
	char **argv;            /* all words */
	uint64_t given;         /* a bit for each of enum option */
	char **command;         /* what to run and its arguments */
	char **env;             /* its environment, when env_apply is done */

	const char *profile;    /* what it is called, a FILE too */
	unsigned profile_id;    /* SC_PROFILE_CUSTOM for a FILE */
	const char *seccomp;    /* FILE, or NULL */
	const char *sha256;     /* 64 hex digits, or NULL */
	bool harden;
	bool deny_action_set;
	uint32_t deny_action;
	bool log_denied;
	bool best_effort;
	enum sc_network network;

	uint64_t keep;          /* capabilities, a bit each */
	bool user;              /* whether uid, gid and groups are set */
	uint32_t uid, gid;
	unsigned ngroups;
	bool new_privs;         /* --allow-new-privs */

	bool keep_fds;
	const char *chdir;
	int umask;              /* or -1 */

	bool check, verbose, quiet;

	bool supervise;
	bool kill_group;
	bool subreaper;
	int pdeathsig;          /* or 0 */
	int stop_signal;        /* or 0 */
	unsigned stop_timeout_s;        /* 0: wait for ever */

	bool boot;
	enum on_exit on_exit;
	unsigned nmounts;

	/* Here, as what comes before is then nearer, in shorter code. */
	uint32_t groups[GROUPS_MAX];
	/* What a signal is sent on as; 0 drops it. */
	uint8_t rewrite[SIGNALS + 1];
	uint8_t map_exit[256];
	const char *mounts[MOUNTS_MAX]; /* TYPE:SOURCE:TARGET[:OPTIONS] */
};

/*
 * The program that locks the workload down; n is 0 if there is none. The
 * policy and the working memory are needed until it has been checked; a
 * supervisor can give their pages back.
 */
struct program {
	size_t n;
	unsigned flags;         /* SC_INSTALL_* */
	struct sc_insn insn[SC_INSNS_MAX];
	struct sc_policy policy;
	struct sc_work work;
};

/*
 * message.c: one line on standard error, by one write(2). A format has %s
 * and %u only, as in printf(3).
 *
 * fail: `sc-init: STEP: OBJECT: REASON`, and quit(125). must: returns r; if
 * it is a negative errno value, fails for that reason, without the colon in
 * format. warn: unless --quiet. note: with --verbose only.
 */
#define FORMAT(n) __attribute__((format(printf, n, n + 1)))
void say(const char *format, ...) FORMAT(1);
void warn(const char *format, ...) FORMAT(1);
void note(const char *format, ...) FORMAT(1);
_Noreturn void fail(const char *format, ...) FORMAT(1);
long must(long r, const char *format, ...) FORMAT(2);
void message_level(bool verbose, bool quiet);
const char *error_text(long error);
/* To standard output: all of it, or the process ends with 125. */
void print(const char *format, ...) FORMAT(1);

/* Where quit ends, instead of exit_group(2), if not NULL: for boot. */
extern void (*quit_hook)(int status);
_Noreturn void quit(int status);

/* Room for the decimal digits of a number and the NUL. */
#define DIGITS 12
/* Writes n in decimal, returns where the digits begin in buf. */
const char *decimal(char buf[static DIGITS], unsigned n);

/*
 * text.c. length_to: of what comes before end or the NUL. begins: s with
 * with. same: name is s, of length len. append: copies s with its NUL, and
 * returns where that is.
 */
size_t length(const char *s);
size_t length_to(const char *s, char end);
bool begins(const char *s, const char *with);
bool same(const char *name, const char *s, size_t len);
bool equal(const char *a, const char *b);
char *append(char *to, const char *s);

/*
 * parse.c: len decimal digits, at most max; -1 if it is anything else.
 * parse_signal: 1..64, a number or a name with or without SIG; or -1.
 */
long long parse_number(const char *s, size_t len, unsigned long long max);
int parse_signal(const char *s, size_t len);

/*
 * scan.c: goes through the options, one by one, as often as is wanted; what
 * can be given several times is read where it is needed, instead of being
 * stored. scan_next ends the process if a word is no option of ours or
 * lacks its value. The order is that of the help text.
 */
enum option {
	OPTION_PROFILE, OPTION_SECCOMP, OPTION_SHA256, OPTION_HARDEN,
	OPTION_NETWORK, OPTION_ALLOW, OPTION_DENY, OPTION_DENY_ACTION,
	OPTION_LOG_DENIED, OPTION_KEEP_CAP, OPTION_USER, OPTION_RLIMIT,
	OPTION_KEEP_FDS, OPTION_CHDIR, OPTION_UMASK, OPTION_ENV,
	OPTION_UNSET_ENV, OPTION_CLEAR_ENV, OPTION_ALLOW_NEW_PRIVS,
	OPTION_BEST_EFFORT, OPTION_SUPERVISE, OPTION_KILL_GROUP,
	OPTION_STOP_SIGNAL, OPTION_STOP_TIMEOUT, OPTION_REWRITE,
	OPTION_MAP_EXIT, OPTION_SUBREAPER, OPTION_PDEATHSIG, OPTION_BOOT,
	OPTION_ON_EXIT, OPTION_MOUNT, OPTION_CHECK, OPTION_VERBOSE,
	OPTION_QUIET, OPTION_VERSION, OPTION_HELP,
	OPTIONS, OPTION_END = OPTIONS
};

struct scan {
	char **at;              /* at the end, the first word that is none */
	uint64_t given;
	const char *cluster;    /* the rest of a word of letters */
	enum option option;     /* the one that was found last, */
	const char *value;      /* and its value, or NULL */
	const char *list;       /* what scan_item has not yet returned */
};

void scan_begin(struct scan *s, const struct options *o);
enum option scan_next(struct scan *s);
/* The next value of an option that takes one, or NULL; its next item. */
const char *scan_value(struct scan *s, enum option wanted);
bool scan_item(struct scan *s, enum option wanted, const char **item,
	size_t *len);
/* Room for the longest name. */
#define OPTION_SIZE 24
const char *option_name(enum option option, char text[static OPTION_SIZE]);
/* Whether --deny names the call. */
bool is_denied(const struct options *o, const char *call);
_Noreturn void bad_option(const char *option, const char *value,
	const char *reason);

/* options.c; help.c: what --help prints. */
void options_parse(struct options *o, char **argv, char **env);
/* Whether it is called so, as the kernel calls its first program. */
bool called_init(char **argv);
extern const char help[];

/* env.c: sets o->env as the options say. */
void env_apply(struct options *o, char **env);
const char *env_get(char **env, const char *name);

/* user.c: UID[:GID[:GID,...]]; NULL or what is wrong with it. */
const char *user_parse(struct options *o, const char *text);
void user_change(const struct options *o);
void user_assert(const struct options *o);

/* rlimit.c: NULL or what is wrong with NAME=SOFT[:HARD]. */
struct limit {
	int resource;
	uint64_t soft, hard;    /* as prlimit64(2) takes them */
};
const char *limit_parse(struct limit *limit, const char *text);
void limits_set(const struct options *o);

/* fds.c: marks all descriptors above 2 close-on-exec. */
void fds_mark(void);

/*
 * profile.c: the policy as the options ask for it, compiled; preflight.c:
 * fails if the program denies a call that sc-init has to make after
 * installing it.
 */
void profile_load(const struct options *o, struct program *p);
void preflight(const struct options *o, const struct program *p);
/* Whether the program lets by a call whose arguments after a are 0. */
bool permits(const struct program *p, uint32_t nr, long a);

/*
 * lockdown.c: everything from "SIGCHLD and inherited dispositions put
 * right" to "assert" in the order of set-up, for the calling process.
 * lock_finish begins where a supervisor and its workload part with
 * --allow-new-privs, by installing the filter.
 */
void lock_down(const struct options *o);
void lock_finish(const struct options *o, const struct program *p);
void set_pdeathsig(const struct options *o, long parent);

/*
 * exec.c: installs the filter (unless lock_finish has) and executes the
 * command. Ends the process with a message and 125, 126 or 127. no_filter:
 * fails, unless --best-effort forgives the error.
 */
_Noreturn void start(const struct options *o, const struct program *p);
void filter_install(const struct options *o, const struct program *p);
void no_filter(const struct options *o, long error, const char *whose);

/*
 * installed.c: that the kernel has installed the filter, and doesn't only say
 * so. installed_expect, before that, with what PR_GET_SECCOMP returns;
 * installed_assert, after it, fails unless that shows.
 */
void installed_expect(const struct options *o, const struct program *p,
	long mode);
void installed_assert(void);

/*
 * find.c: candidate returns the next name to try, which the next call
 * overwrites, and moves *path on; NULL at the end. find_command sets *path
 * to where in PATH there first is such a file; false if there is none.
 */
const char *candidate(const char *command, const char **path);
bool find_command(const struct options *o, const char **path);

/* check.c: prints what would happen, after lock_down, and ends. */
_Noreturn void check_print(const struct options *o, const struct program *p);

/*
 * caps.c: the steps that lower the capabilities of the calling process to
 * keep. caps_before locks the securebits, lowers the bounding set and
 * clears the ambient set; caps_narrow, after the change of user, leaves
 * keep and what the rest of set-up takes; caps_finish leaves keep alone.
 * caps_lock is all three, for a process that stays as it is otherwise.
 */
void caps_check(const struct options *o);
/* The name of a capability, or its number, for a message. */
const char *cap_text(unsigned cap, char text[static SC_NAME_SIZE]);
void caps_before(uint64_t keep);
void caps_narrow(uint64_t keep, uint64_t also);
void caps_finish(uint64_t keep);
void caps_lock(uint64_t keep);
/* What has to be among the securebits now. */
long caps_securebits(void);
/* The bounding set could not be lowered, as CAP_SETPCAP was not held. */
bool caps_bounding_left(void);

/*
 * assert.c: fails unless the calling process is locked down as the options
 * say, except for the filter. assert_caps: only that all sets are keep; the
 * bounding set if that matters. Returns this one.
 * proc_path: /proc/PID, or /proc/self for 0, and then file. proc_open: opens
 * that for reading.
 * status_read: reads and parses /proc/PID/status, or /proc/self/status for
 * 0; 0 or a negative errno value, -ENOENT and -EPERM only if it cannot be
 * opened. status_take: its second half, of an open file.
 * status_fault: what is wrong in a workload's status, or NULL.
 */
uint64_t assert_caps(uint64_t keep, bool bounding);
void assert_locked(const struct options *o);
void proc_path(char path[static 64], int pid, const char *file);
long proc_open(int pid, const char *file);
int status_read(struct sc_status *status, int pid);
int status_take(struct sc_status *status, long fd);
const char *status_fault(const struct options *o,
	const struct sc_status *status);

/*
 * supervise.c: supervise_early, as soon as the options are known: the kernel
 * drops what is sent to process 1 before it has asked for it.
 * supervise: instead of start. Calls lock_down before the fork (after it,
 * in the child, with --boot) and lock_finish as well (but with --boot and
 * with --allow-new-privs, as the supervisor must not be under the workload's
 * filter), and start in the child.
 */
void supervise_early(const struct options *o);
_Noreturn void supervise(struct options *o, struct program *p);

/*
 * boot.c: boot_expect, before the options are parsed: if process 1 is going
 * to boot a machine, then whatever fails has to end in --on-exit, so it
 * sets quit_hook (which the child of supervise resets). boot_begin, when
 * they are known: mounts and console, with --boot.
 */
void boot_expect(const struct options *o, char **argv);
void boot_begin(struct options *o);

/*
 * System calls; a negative errno value. sys is for those that take three
 * arguments or fewer: what the others would be is not said.
 */
static inline __attribute__((always_inline)) long
sys(long nr, long a, long b, long c)
{
	return sc_syscall3(nr, a, b, c);
}

long sys5(long nr, long a, long b, long c, long d, long e);

#endif
