/*
 * libsc: a seccomp policy in, classic BPF out.
 *
 * CONVENTIONS
 *
 * The library is freestanding: it calls no libc, allocates nothing, and has
 * no mutable static data. Every function is reentrant and
 * async-signal-safe, and can be used between fork and exec. Only the
 * functions under "The kernel" make system calls.
 *
 * The caller owns all memory. A structure is initialised by the function
 * that its description names; nothing has to be released. Pointers may not
 * be NULL unless the description says so.
 *
 * A function that can fail returns 0 or a count on success, and a negative
 * errno value from the list in its description otherwise; the values are
 * the SC_E* constants below, equal to Linux's. Bad data is an error. A bug
 * of the caller (a number that the description excludes, a structure that
 * was not initialised) stops the program by __builtin_trap().
 *
 * Names are passed as pointer and length and need no terminating NUL.
 */
#ifndef SC_H
#define SC_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SC_VERSION "0.1.0"

/* errno values, those of asm-generic/errno-base.h and asm-generic/errno.h. */
enum {
	SC_EPERM = 1,
	SC_ENOENT = 2,
	SC_EINTR = 4,
	SC_E2BIG = 7,
	SC_EAGAIN = 11,
	SC_EACCES = 13,
	SC_EFAULT = 14,
	SC_EEXIST = 17,
	SC_EINVAL = 22,
	SC_ENOSPC = 28,
	SC_ERANGE = 34,
	SC_ENOSYS = 38,
	SC_ESRCH = 3,
	SC_EOPNOTSUPP = 95
};

/* The largest errno that a filter can return: MAX_ERRNO of linux/err.h. */
#define SC_MAX_ERRNO 4095

/*
 * ARCHITECTURES
 *
 * One constant object for each folder of arch/. It maps names to numbers
 * and back; both take O(log n).
 */
struct sc_arch;

/* The architecture that the library is compiled for. */
const struct sc_arch *sc_arch_native(void);

/*
 * The architecture at index, from 0, in the order of the names; NULL when
 * there are no more. A program that calls this or sc_arch_find holds the
 * tables of all architectures.
 */
const struct sc_arch *sc_arch_at(unsigned index);

/*
 * The architecture called name: uname's ("x86_64"), Go's ("amd64") or the
 * OCI runtime-spec's ("SCMP_ARCH_X86_64"). NULL if there is none.
 */
const struct sc_arch *sc_arch_find(const char *name, size_t len);

/* "x86_64", "amd64", "SCMP_ARCH_X86_64". */
const char *sc_arch_name(const struct sc_arch *arch);
const char *sc_arch_goarch(const struct sc_arch *arch);
const char *sc_arch_oci(const struct sc_arch *arch);

/* The AUDIT_ARCH_* token, linux/audit.h. */
uint32_t sc_arch_token(const struct sc_arch *arch);

/* The newest number that the table knows. */
uint32_t sc_arch_last(const struct sc_arch *arch);

/*
 * The first number of a second range of numbers that shares the token (x32
 * on x86_64: 0x40000000), or 0 where there is none.
 */
uint32_t sc_arch_x32(const struct sc_arch *arch);

/*
 * The number of the system call name. Errors: -SC_ENOSYS, Linux has the
 * call on other architectures only; -SC_ENOENT, Linux has no such call.
 */
int sc_nr(const struct sc_arch *arch, const char *name, size_t len);

/*
 * Writes the name of nr into name, and returns that; NULL if arch has no
 * such call.
 */
#define SC_NAME_SIZE 32
const char *sc_name(const struct sc_arch *arch, uint32_t nr,
	char name[SC_NAME_SIZE]);

/*
 * ACTIONS
 *
 * SECCOMP_RET_* of linux/seccomp.h; the low 16 bits are data (an errno for
 * ERRNO, a message for TRACE). KILL is KILL_THREAD.
 */
#define SC_KILL_PROCESS 0x80000000u
#define SC_KILL_THREAD 0x00000000u
#define SC_TRAP 0x00030000u
#define SC_ERRNO(e) (0x00050000u | ((uint32_t)(e) & SC_DATA))
#define SC_USER_NOTIF 0x7fc00000u
#define SC_TRACE(m) (0x7ff00000u | ((uint32_t)(m) & SC_DATA))
#define SC_LOG 0x7ffc0000u
#define SC_ALLOW 0x7fff0000u

#define SC_ACTION 0xffff0000u
#define SC_DATA 0x0000ffffu

/*
 * Compares two actions as the kernel does between several filters: below 0
 * when a is stricter than b, 0 when they differ in nothing but data, above
 * 0 otherwise. KILL_PROCESS is the strictest.
 */
int sc_action_cmp(uint32_t a, uint32_t b);

/*
 * TEXT
 *
 * What the arguments of sc and sc-init, and profiles, have in common.
 */

/*
 * A number: decimal, or hexadecimal after "0x".
 * Errors: -SC_EINVAL, no number; -SC_ERANGE, above most.
 */
int sc_number(uint64_t *number, uint64_t most, const char *text, size_t len);

/*
 * Takes the first item off a list of items with commas between them: sets
 * *item and *len, and *list to what is left, NULL when that was the last
 * one. Returns 1, or 0 if *list is NULL. An item can be empty; an empty list
 * has one empty item.
 */
int sc_item(const char **list, const char **item, size_t *len);

/*
 * A comma-separated list of capabilities, as a set. *bad and *bad_len, which
 * are written on error only, are the name that is none.
 * Errors: -SC_ENOENT.
 */
int sc_cap_list(uint64_t *caps, const char *list, const char **bad,
	size_t *bad_len);

/*
 * SC_KERNEL of a version: "5.11", or a release such as "6.1.0-18-amd64".
 * Errors: -SC_EINVAL.
 */
int sc_kernel(uint32_t *kernel, const char *text, size_t len);

/*
 * The number of an errno's name ("EPERM", 1), those of asm-generic/errno.h.
 * Errors: -SC_ENOENT.
 */
int sc_errno_find(const char *name, size_t len);

/* Writes the name of an errno; NULL if Linux has none of that number. */
const char *sc_errno_name(unsigned number, char name[SC_NAME_SIZE]);

/*
 * The action that a denied call gets: "kill" (KILL_PROCESS), "trap",
 * "errno" (EPERM), "errno:NAME", "errno:N" with N from 1 to SC_MAX_ERRNO,
 * "enosys" or "log".
 * Errors: -SC_EINVAL.
 */
int sc_action_parse(uint32_t *action, const char *text, size_t len);

/*
 * Writes an action as "ALLOW", "ERRNO(1)", "TRACE(0)" or "KILL_PROCESS",
 * with a NUL, and returns its length; one that the kernel does not know as
 * "0x" and eight digits.
 */
#define SC_ACTION_TEXT 24
size_t sc_action_format(uint32_t action, char text[SC_ACTION_TEXT]);

/*
 * POLICIES
 *
 * A policy has a default action and rules. A rule says what a system call
 * gets when all conditions of the rule hold; a rule without conditions
 * always matches. If several rules match, the strictest action wins, and
 * between equal actions the earlier rule's data. The default action
 * applies only when no rule matches.
 */
enum sc_op {
	SC_NE, SC_LT, SC_LE, SC_EQ, SC_GE, SC_GT,
	SC_MASKED_EQ            /* (arg & mask) == value */
};

struct sc_cond {
	uint8_t arg;            /* 0..5 */
	uint8_t width;          /* bits: 32 looks at the low half only, or 64 */
	uint8_t op;             /* enum sc_op */
	uint64_t value;
	uint64_t mask;          /* of SC_MASKED_EQ; 0 otherwise */
};

struct sc_rule {
	uint32_t nr;
	uint32_t action;
	uint16_t next;          /* private */
	uint16_t cond;          /* index of its first condition */
	uint8_t nconds;
};

/*
 * Limits. A program has at most 4096 instructions (BPF_MAXINSNS of
 * linux/bpf_common.h); a policy with more rules than this does not fit.
 */
#define SC_RULES_MAX 1024
#define SC_CONDS_MAX 1024
#define SC_RULE_CONDS_MAX 12
#define SC_INSNS_MAX 4096
#define SC_BUCKETS 512          /* more than there are system calls */

/*
 * Fields are readable by everybody; they are written by the functions
 * below.
 */
struct sc_policy {
	const struct sc_arch *arch;
	uint32_t default_action;
	uint32_t future_action; /* numbers above sc_arch_last without a rule */
	uint32_t x32_action;    /* numbers from sc_arch_x32 on */
	uint32_t deny_action;   /* what a call denied by sc_policy_deny gets */
	uint8_t profile;        /* enum sc_profile_id */
	uint8_t none;           /* no filter at all: everything is allowed */
	uint8_t network;        /* what sc_policy_network was told last */
	uint16_t nrules;
	uint16_t nconds;
	uint16_t head[SC_BUCKETS];      /* private */
	struct sc_rule rules[SC_RULES_MAX];
	struct sc_cond conds[SC_CONDS_MAX];
};

/*
 * Initialises a policy without rules. future_action is set to
 * default_action, x32_action to SC_KILL_PROCESS, deny_action to the default
 * action if that denies, else to ERRNO(EPERM); the caller may assign other
 * actions to these three fields, but neither ALLOW nor LOG to x32_action.
 */
void sc_policy_init(struct sc_policy *policy, const struct sc_arch *arch,
	uint32_t default_action);

/*
 * Adds a rule; conds may be NULL if nconds is 0. nr is below 0x40000000 and
 * need not be in the table.
 *
 * Errors: -SC_EINVAL, nr or nconds out of range, an unknown action, an
 * errno above SC_MAX_ERRNO, an argument index above 5, a width other than
 * 32 or 64, an unknown op, a value or mask that does not fit the width, a
 * MASKED_EQ value with bits outside its mask, a mask with another op;
 * -SC_ENOSPC, no room for the rule or its conditions.
 */
int sc_policy_rule(struct sc_policy *policy, uint32_t nr, uint32_t action,
	const struct sc_cond *conds, unsigned nconds);

/* Removes every rule of nr; the room that they took is not reclaimed. */
void sc_policy_remove(struct sc_policy *policy, uint32_t nr);

/*
 * The index of the first rule of nr, or of the next one after rule index;
 * -1 when there are no more. Rules come in the order in which they were
 * added.
 */
int sc_policy_first(const struct sc_policy *policy, uint32_t nr);
int sc_policy_next(const struct sc_policy *policy, int index);

/*
 * Whether nr gets action whatever its arguments: 1 and *action, or 0 if
 * it depends on the arguments.
 */
int sc_policy_constant(const struct sc_policy *policy, uint32_t nr,
	uint32_t *action);

/* struct seccomp_data of linux/seccomp.h. */
struct sc_data {
	int32_t nr;
	uint32_t arch;
	uint64_t instruction_pointer;
	uint64_t args[6];
};

/* The policy's answer, worked out without BPF. */
uint32_t sc_eval(const struct sc_policy *policy, const struct sc_data *data);

/*
 * PROGRAMS
 */

/* struct sock_filter of linux/filter.h. */
struct sc_insn {
	uint16_t code;
	uint8_t jt;
	uint8_t jf;
	uint32_t k;
};

/* Working memory of sc_compile and sc_verify; needs no initialisation. */
#define SC_HASH 2048
#define SC_MEMO 128
#define SC_MATCH 64
#define SC_MASKS 256
struct sc_work {
	uint32_t arena[10240];
	uint16_t hash[SC_HASH];
	uint16_t held[SC_INSNS_MAX];
	uint16_t order[SC_RULES_MAX];
	struct sc_work_masked {
		uint32_t mask, var;
	} masked[SC_MASKS];
	struct sc_work_memo {
		uint64_t live, high, low;
		uint16_t holds, target, chunk;
	} memo[SC_MEMO];
	struct sc_work_test {
		uint32_t value[2], mask[2];     /* low half, high half */
		uint8_t kind, arg, wide, rule;
	} test[SC_MATCH];
	uint64_t tests[SC_MATCH];       /* of each rule */
	uint16_t action[SC_MATCH];      /* of each rule, a position */
};

/*
 * Compiles policy into insn[0..] and verifies the result. cap is the number
 * of instructions that insn has room for; more than SC_INSNS_MAX is never
 * used. The same policy gives the same program on every host.
 *
 * Returns the number of instructions; 0 for a policy with none set.
 * Errors: -SC_ENOSPC, cap is too small (there has to be room for a few more
 * than are returned); -SC_E2BIG, the program would have more than
 * SC_INSNS_MAX instructions; -SC_EINVAL, the verifier refuses the program,
 * which is a bug of the library.
 * After an error the contents of insn are unspecified.
 */
int sc_compile(const struct sc_policy *policy, struct sc_insn *insn,
	size_t cap, struct sc_work *work);

/*
 * Checks a program as the kernel does before it accepts it
 * (bpf_check_classic in net/core/filter.c, seccomp_check_filter in
 * kernel/seccomp.c). *where, if where is not NULL, is the index of the
 * instruction at fault.
 *
 * Errors: -SC_EINVAL, the kernel would refuse it.
 */
int sc_check(const struct sc_insn *insn, size_t n, size_t *where);

/*
 * sc_check, and what libsc promises besides: only LD W ABS of nr, arch and
 * args, JEQ, JGE, JGT, JSET with a constant, JA, ALU AND with a constant
 * and RET with a constant; the arch check first on every path, with
 * KILL_PROCESS for another architecture; at each comparison the accumulator
 * holds one known word on all paths that lead there; bits of the number are
 * asked for among known numbers only; everything is reachable; each call that
 * gets the same action of policy whatever its arguments is decided before an
 * argument is loaded, and gets that action.
 *
 * Errors: -SC_EINVAL, the kernel would refuse it; -SC_EACCES, one of the
 * promises is broken.
 */
int sc_verify(const struct sc_insn *insn, size_t n,
	const struct sc_policy *policy, struct sc_work *work, size_t *where);

/*
 * Interprets a program that sc_check accepts: every instruction that
 * seccomp permits, not only those that sc_compile emits. *executed, if
 * executed is not NULL, is the number of instructions executed.
 */
uint32_t sc_run(const struct sc_insn *insn, size_t n,
	const struct sc_data *data, unsigned *executed);

/*
 * Whether the kernel's cache of constant ALLOW answers would hold nr
 * (seccomp_is_const_allow in kernel/seccomp.c, Linux 5.11): 1 or 0.
 */
int sc_cacheable(const struct sc_insn *insn, size_t n, uint32_t token,
	uint32_t nr);

/*
 * PROFILES
 */
enum sc_profile_id {
	SC_PROFILE_CUSTOM,      /* made by hand or read from a file */
	SC_PROFILE_DOCKER,
	SC_PROFILE_STRICT,
	SC_PROFILE_MINIMAL,
	SC_PROFILE_DENYLIST,
	SC_PROFILE_LOG,
	SC_PROFILE_NONE
};

enum sc_network { SC_NETWORK_DEFAULT, SC_NETWORK_ON, SC_NETWORK_OFF };

/* What a profile is resolved for. */
struct sc_target {
	const struct sc_arch *arch;
	uint64_t caps;          /* the capabilities that are kept, a bit each */
	uint32_t kernel;        /* SC_KERNEL(major, minor) */
};

#define SC_KERNEL(major, minor) ((uint32_t)(major) << 16 | (uint32_t)(minor))

/* The profile called name, or -SC_ENOENT. */
int sc_profile_find(const char *name, size_t len);

/*
 * Name and one line of description of the built-in profile id; NULL if
 * there is none, SC_PROFILE_CUSTOM included.
 */
const char *sc_profile_name(unsigned id);
const char *sc_profile_about(unsigned id);

/*
 * Initialises policy as the built-in profile id (not SC_PROFILE_CUSTOM).
 * network is what sc_policy_network takes; SC_NETWORK_DEFAULT means off for
 * strict and leaves the other profiles as they are.
 */
void sc_profile(struct sc_policy *policy, unsigned id,
	const struct sc_target *target, enum sc_network network);

/*
 * EDITS of a policy, built-in or not. They are meant to be made in the
 * order in which they stand here (the last two in either order), so that
 * nothing that one closes is opened by another. An edit that denies
 * anything in a policy with none set makes it a filter that allows the
 * rest. After -SC_ENOSPC an edit can be half made, and open what it should
 * have closed: the policy is of no use then.
 *
 * Their rules never have two conditions on one argument, so that an OCI
 * profile can say the same.
 */

/*
 * SC_NETWORK_OFF: only AF_UNIX sockets can be made. socket takes AF_UNIX as
 * far as the policy lets it; so does socketpair, which would also know
 * AF_TIPC; io_uring_setup, _enter and _register are denied, because a ring
 * makes sockets past every filter. The network calls (connect, accept,
 * sendto and so on) stay as they are, as they can reach nothing else.
 *
 * SC_NETWORK_ON in strict: AF_UNIX, AF_INET and AF_INET6; what is denied
 * stays denied. In other profiles it changes nothing.
 *
 * Errors: -SC_ENOSPC.
 */
int sc_policy_network(struct sc_policy *policy, enum sc_network network);

/*
 * Allows name: removes the rules that deny it whatever its arguments are,
 * and adds one that allows it unless rules with conditions do so already.
 * A call that the policy answers by its arguments stays argument-filtered;
 * in strict, pkey_mprotect and personality get argument rules; with
 * SC_NETWORK_OFF, socket and socketpair make AF_UNIX sockets only. A ring
 * that is allowed makes all kinds of them.
 *
 * Returns a set of SC_ALLOW_* flags. Errors: -SC_ENOENT, Linux has no such
 * call; -SC_EACCES, strict, and not one of the names that may be added to
 * it; -SC_ENOSPC.
 */
int sc_policy_allow(struct sc_policy *policy, const char *name, size_t len);
#define SC_ALLOW_ABSENT 1       /* the architecture has no such call */
#define SC_ALLOW_FILTERED 2     /* is or stays filtered by its arguments */
#define SC_ALLOW_GIVES_UP 4     /* it wasn't allowed; see sc_gives_up */

/*
 * What allowing the system call name gives up, as a part of a sentence
 * ("mounts can be changed"); NULL if nothing in particular.
 */
const char *sc_gives_up(const char *name, size_t len);

/*
 * Lays the argument rules of strict over clone, execveat, ioctl, mprotect,
 * mmap, prctl, prlimit64 and socket where the policy allows (or logs) them
 * whatever their arguments are, and answers ENOSYS to clone3 if it allows
 * that. Other arguments get the default action if it denies, else
 * policy->deny_action.
 *
 * Returns the number of calls changed. Errors: -SC_ENOSPC.
 */
int sc_policy_harden(struct sc_policy *policy);

/*
 * Denies name: it gets policy->deny_action instead of what its rules say.
 * Stricter rules stay.
 *
 * Returns 0 or SC_ALLOW_ABSENT. Errors: -SC_ENOENT; -SC_ENOSPC.
 */
int sc_policy_deny(struct sc_policy *policy, const char *name, size_t len);

/*
 * Replaces what a denied call gets: policy->deny_action; the default action
 * where that denies, and future_action if it is the same; the actions of
 * the rules that are equal to either; and in a policy whose default is
 * ALLOW or LOG, also KILL_PROCESS, KILL_THREAD, TRAP and ERRNO(EPERM) of
 * any rule. Another ERRNO is an answer of the policy's own (clone3's
 * ENOSYS) and stays.
 */
void sc_policy_deny_action(struct sc_policy *policy, uint32_t action);

/*
 * PROFILES FROM FILES
 *
 * Seccomp profiles as JSON (RFC 8259): linux.seccomp of the OCI
 * runtime-spec, and moby's dialect of it with archMap, name, includes and
 * excludes, which are resolved for a target.
 */

/* The size of the largest profile that is read, in bytes. */
#define SC_OCI_MAX 0x100000

enum sc_oci_level {
	SC_OCI_NOTE,            /* nothing has to be done about it */
	SC_OCI_WARNING          /* something in the profile has no effect */
};

struct sc_oci_report {
	/*
	 * Set by the caller: is told what is not an error; text is a line
	 * of printable ASCII without a newline, valid during the call.
	 * note may be NULL.
	 */
	void (*note)(void *context, enum sc_oci_level level, uint32_t line,
		uint32_t column, const char *text);
	void *context;

	/* Set by sc_oci_read: SC_INSTALL_* that the profile asks for. */
	unsigned flags;

	/* Set by sc_oci_read on an error: where, from 1, in bytes; what. */
	uint32_t line;
	uint32_t column;
	char reason[160];
};

/*
 * Initialises policy as the profile text[0..len-1] for target.
 *
 * future_action is ENOSYS unless the default action is ALLOW or LOG. A
 * name that Linux has on another architecture is skipped; a name that
 * Linux does not have is skipped with a warning if its calls then get an
 * action that is no less strict, and is an error otherwise. If two
 * arguments of a rule have the same index, each is a rule of its own. An
 * unknown key is skipped with a warning; it is an error if it differs from
 * a known one in case only, and in includes and excludes unless the entry
 * is then left out, or left in, for something stricter.
 *
 * Errors: -SC_EINVAL, not a profile, or one that cannot be honoured;
 * -SC_E2BIG, len is above SC_OCI_MAX; -SC_ENOSPC, more rules or conditions
 * than a policy has room for. *report then says where and what, and policy
 * denies everything.
 */
int sc_oci_read(struct sc_policy *policy, const char *text, size_t len,
	const struct sc_target *target, struct sc_oci_report *report);

/*
 * Writes policy as an OCI profile that sc_oci_read turns into a policy
 * with the same program, and that runtimes take. Where a call has rules of
 * several actions, these may not decide by the strictest. put is called
 * with the text piece by piece. flags is a set of SC_INSTALL_TSYNC,
 * SC_INSTALL_LOG and SC_INSTALL_SPEC_ALLOW. What the format cannot say (the
 * answer to future and x32 numbers, no filter at all) stands in the key
 * "x-libsc", which runtimes skip.
 *
 * Errors: -SC_EOPNOTSUPP, the format cannot express a rule: the number has
 * no name, the action is USER_NOTIF, two conditions of the rule look at
 * the same argument, or a condition compares 32 bits other than for
 * equality. Nothing is then written.
 */
int sc_oci_write(const struct sc_policy *policy, unsigned flags,
	void (*put)(void *context, const char *text, size_t len),
	void *context);

/*
 * SHA-256, FIPS 180-4
 */
#define SC_SHA256_SIZE 32

/* The digest of data[0..len-1], which may be NULL if len is 0. */
void sc_sha256(uint8_t digest[SC_SHA256_SIZE], const void *data, size_t len);

/*
 * Compares a digest with its form in hexadecimal, 64 digits of either case.
 *
 * Errors: -SC_EINVAL, hex is not that; -SC_EACCES, they differ.
 */
int sc_sha256_check(const uint8_t digest[SC_SHA256_SIZE], const char *hex,
	size_t len);

/*
 * CAPABILITIES, see capabilities(7)
 */
struct sc_caps {
	uint64_t inheritable;
	uint64_t permitted;
	uint64_t effective;
	uint64_t bounding;
	uint64_t ambient;
};

/* The parts of /proc/PID/status that matter here, see proc(5). */
struct sc_status {
	struct sc_caps caps;
	uint32_t uid[4];        /* real, effective, saved, file system */
	uint32_t gid[4];
	uint32_t no_new_privs;
	uint32_t seccomp;       /* 0 none, 1 strict, 2 filter; UINT32_MAX
				   where the kernel has no seccomp */
	uint32_t seccomp_filters;       /* UINT32_MAX where not told (< 5.9) */
};

/*
 * Parses the text of /proc/PID/status.
 *
 * Errors: -SC_EINVAL, a line is missing, twice there, or not as expected.
 */
int sc_status_parse(struct sc_status *status, const char *text, size_t len);

/*
 * The number of the capability name, with or without "CAP_", in any case.
 * Errors: -SC_ENOENT.
 */
int sc_cap_find(const char *name, size_t len);

/* Writes "CAP_CHOWN"; NULL if the library knows none of that number. */
const char *sc_cap_name(unsigned cap, char name[SC_NAME_SIZE]);

/*
 * THE KERNEL
 *
 * The functions in this part make system calls. They return what the
 * kernel says as a negative errno value, and the errors listed.
 */

/* Reads the five sets by capget(2) and prctl(2). */
int sc_caps_get(struct sc_caps *caps);

/*
 * The kernel's own last capability, found by asking for one after the other
 * until it says that there is no such capability.
 */
int sc_caps_last(void);

#define SC_INSTALL_TSYNC 1
#define SC_INSTALL_LOG 2
#define SC_INSTALL_SPEC_ALLOW 4
#define SC_INSTALL_NEW_PRIVS 0x100      /* leave no_new_privs as it is */

/*
 * Sets no_new_privs (unless SC_INSTALL_NEW_PRIVS, which needs
 * CAP_SYS_ADMIN) and installs the program with seccomp(2); with prctl(2)
 * only if seccomp(2) is ENOSYS and no flag is asked for. It cannot be
 * undone.
 *
 * Returns 0, or SC_INSTALL_LOG if the kernel does not know
 * SECCOMP_FILTER_FLAG_LOG and the filter was installed without it.
 * Errors: the kernel's, -SC_EINVAL for a program of 0 or more than
 * SC_INSNS_MAX instructions; -SC_ESRCH, TSYNC, and a thread could not be
 * synchronised.
 */
int sc_install(const struct sc_insn *insn, size_t n, unsigned flags);

#ifdef __cplusplus
}
#endif

#endif
