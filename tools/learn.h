/* What the files of sc learn share. */
#ifndef LEARN_H
#define LEARN_H

#include <sys/types.h>
#include "cmd.h"

/*
 * linux/seccomp.h, which musl does not have; each is called as there, with a
 * K_ before it.
 */
enum {
	K_SECCOMP_SET_MODE_FILTER = 1,
	K_SECCOMP_GET_NOTIF_SIZES = 3,
	K_SECCOMP_FILTER_FLAG_NEW_LISTENER = 8,
	K_SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV = 32,
	K_SECCOMP_USER_NOTIF_FLAG_CONTINUE = 1,
	K_SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP = 1
};

#define K_SECCOMP_IOCTL_NOTIF_RECV 0xc0502100
#define K_SECCOMP_IOCTL_NOTIF_SEND 0xc0182101
#define K_SECCOMP_IOCTL_NOTIF_ID_VALID 0x40082102
#define K_SECCOMP_IOCTL_NOTIF_SET_FLAGS 0x40082104

struct k_notif_sizes {
	uint16_t notif;
	uint16_t response;
	uint16_t data;
};

struct k_notif {
	uint64_t id;
	uint32_t pid;
	uint32_t flags;
	struct sc_data data;
};

struct k_response {
	uint64_t id;
	int64_t value;
	int32_t error;
	uint32_t flags;
};

/*
 * More values of an argument than this, and it isn't one that a profile
 * could list: no program has that many requests of its own.
 */
#define VALUES_MAX 64

struct values {
	unsigned count;                 /* VALUES_MAX + 1: too many */
	uint32_t value[VALUES_MAX];     /* ascending */
};

/* Calls that a profile can't allow. */
struct refused {
	unsigned long count;
	struct sc_data first;
};

/* What was called, by its number up to the last that has a name. */
struct record {
	const struct sc_arch *arch;
	bool args;
	bool *called;
	uint8_t *argument;      /* the one that matters, plus 1; or 0 */
	struct values **values; /* of those; NULL for the others */
	struct refused foreign; /* of another ABI, which were killed */
	struct refused unknown; /* without a name, to which ENOSYS was said */
};

enum verdict { CONTINUE, UNKNOWN, FOREIGN };

void record_init(struct record *record, const struct sc_arch *arch,
	bool args);

/* Notes a call, and says what it has to get. */
enum verdict record_call(struct record *record, const struct sc_data *data);

/*
 * Adds the calls that aren't told: exit_group, and rt_sigreturn to what sets
 * up handlers of signals.
 */
void record_unheard(struct record *record);

/* Adds value; false if there are too many. */
bool values_add(struct values *values, uint32_t value);

/*
 * Adds what was called to policy, which is one that was read or a new one;
 * name is whose, for messages.
 */
void learned(struct sc_policy *policy, const struct record *record,
	const char *name);

/* A policy that allows nothing. */
void learn_nothing(struct sc_policy *policy, const struct sc_arch *arch);

struct learner {
	struct record record;
	struct k_notif_sizes sizes;
	int listener;           /* -1 once nobody is left to be heard */
	int signals;
	pid_t pid;              /* COMMAND's */
	int status;             /* as waitpid(2) has it, once it has ended */
	bool ended;
	bool stopped;
	bool stop_asked;
	bool asked;             /* what is left has been told to end */
	bool killing;           /* and is now made to */
};

/* Writes "sc: learn: " and the message, and ends with 1 and no profile. */
_Noreturn void denied(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/*
 * Starts COMMAND under a filter that reports every call to learner. It ends
 * sc if that isn't possible.
 */
void learn_start(struct learner *learner, char **command);

/* COMMAND is looked for as sc-init does. The result is an errno. */
bool command_exists(char **command);
int command_execute(char **command);

/* Whether COMMAND could be executed; says why not. */
bool learn_started(char **command);

/* Until COMMAND and all that it has left behind are gone. */
void learn_serve(struct learner *learner);

/* Takes every signal that waits. */
void learn_signals(struct learner *learner);

/* Reaps; false if there are no children at all any more. */
bool learn_reap(struct learner *learner);

#endif
