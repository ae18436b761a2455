/* What the files of sc-init share. */
#ifndef INIT_H
#define INIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include "linux.h"
#include "nr.h"
#include "sc.h"
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
	char **words_end;       /* the first word that is not an option */
	char **command;         /* what to run and its arguments */
	char **env;             /* its environment, when env_apply is done */

	const char *profile;    /* built-in, or NULL */
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
	uint32_t groups[GROUPS_MAX];
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
	/* What a signal is sent on as; 0 drops it. */
	uint8_t rewrite[SIGNALS + 1];
	uint8_t map_exit[256];

	bool boot;
	enum on_exit on_exit;
	unsigned nmounts;
	const char *mounts[MOUNTS_MAX]; /* TYPE:SOURCE:TARGET[:OPTIONS] */
};

/* The program that locks the workload down; n is 0 if there is none. */
struct program {
	struct sc_insn insn[SC_INSNS_MAX];
	size_t n;
};

/*
 * message.c: one line on standard error, by one write(2). Arguments are
 * strings up to a NULL, written one after the other.
 *
 * fail: `sc-init: STEP: OBJECT: REASON`, where object may be NULL, and
 * quit(125). fail_errno: the reason is what the error, negative or
 * positive, is called. warn: unless --quiet. note: with --verbose only.
 */
_Noreturn void fail(const char *step, const char *object,
	const char *reason);
_Noreturn void fail_errno(const char *step, const char *object, long error);
void say(const char *first, ...);
void warn(const char *first, ...);
void note(const char *first, ...);
void message_level(bool verbose, bool quiet);
const char *error_name(long error);

/* Where quit ends, instead of exit_group(2), if not NULL: for boot. */
extern void (*quit_hook)(int status);
_Noreturn void quit(int status);

/* Room for the decimal digits of any number, a sign and the NUL. */
#define DIGITS 24
/* Writes n in decimal, returns where the digits begin in buf. */
const char *decimal(char buf[static DIGITS], long n);

/*
 * parse.c: len decimal digits, at most max; -1 if it is anything else.
 * parse_signal: 1..64, a number or a name with or without SIG; or -1.
 */
long long parse_number(const char *s, size_t len, unsigned long long max);
int parse_signal(const char *s, size_t len);

/* options.c */
void options_parse(struct options *o, int argc, char **argv);

/*
 * profile.c: the policy as the options ask for it, compiled; preflight.c:
 * fails if the program denies a call that sc-init has to make after
 * installing it.
 */
void profile_load(const struct options *o, struct program *p);
void preflight(const struct options *o, const struct program *p);

/*
 * lockdown.c: everything from "SIGCHLD and inherited dispositions put
 * right" to "assert" in the order of set-up, for the calling process. With
 * --allow-new-privs the filter is installed on the way.
 */
void lock_down(const struct options *o, const struct program *p);

/*
 * exec.c: installs the filter (unless lock_down has) and executes the
 * command. Ends the process with a message and 125, 126 or 127.
 */
_Noreturn void start(const struct options *o, const struct program *p);

/*
 * caps.c: lowers the capabilities of the calling process to keep, with the
 * securebits set and locked and the bounding set lowered.
 */
void caps_lock(const struct options *o, uint64_t keep);

/*
 * assert.c: fails unless the calling process is locked down as the options
 * say, except for the filter.
 * status_read: reads and parses /proc/PID/status, or /proc/self/status for
 * 0; 0 or a negative errno value. status_fault: what is wrong in a
 * workload's status, or NULL.
 */
void assert_locked(const struct options *o);
int status_read(struct sc_status *status, int pid);
const char *status_fault(const struct options *o,
	const struct sc_status *status);

/*
 * supervise.c: instead of start. Calls lock_down before the fork (after it,
 * in the child, with --boot and with --allow-new-privs, as the supervisor
 * must not be under the workload's filter), and start in the child.
 */
_Noreturn void supervise(struct options *o, const struct program *p);

/*
 * boot.c: mounts and console, right after the options are parsed; sets
 * quit_hook (which the child of supervise resets).
 */
void boot_begin(struct options *o);

/* A system call with up to three arguments; a negative errno value. */
long sys(long nr, long a, long b, long c);

#endif
