/* What the files of libsc share; not for users. */
#ifndef SC_INNER_H
#define SC_INNER_H

#include <limits.h>
#include <stdbool.h>
/*
 * -fvisibility=hidden is for definitions only; what is merely declared would
 * be reached through a global offset table.
 */
#pragma GCC visibility push(hidden)
#include "sc.h"
#include "common.h"
#include "names.h"

/* Caller bugs, and ours. */
#define SC_ASSERT(c) do { if (!(c)) __builtin_trap(); } while (0)

#define LENGTH(a) (sizeof (a) / sizeof *(a))

/*
 * Without pointers, so that the object needs no relocation. A name is
 * spoken of by its index among all names (names.h, N_read). The table's
 * values are so many bits each: count names, in the order of their numbers,
 * and for each of all names its number + 1, or 0.
 */
struct sc_arch {
	char names[48];         /* a list: name, goarch, oci */
	uint32_t token;
	uint32_t x32;
	uint16_t last;
	uint16_t count;
	uint8_t bits;
	uint8_t table[];
};

/* The number of a name, or -SC_ENOSYS if arch has no such call. */
int sc_name_nr(const struct sc_arch *arch, unsigned name);

/*
 * Lists of names in lower case, of system calls SC_NAMES_BLOCK in each from 0
 * on, and SC_ERRNOS_START, SC_CAPS_START and SC_ARCHS_START: writes one with
 * a NUL; the index of a name among n, or -SC_ENOENT.
 */
void sc_list_name(unsigned list, unsigned index, char name[SC_NAME_SIZE]);
int sc_list_name_find(unsigned list, unsigned n, const char *name, size_t len);

/* Writes a name, with a NUL. */
void sc_name_text(unsigned index, char name[SC_NAME_SIZE]);

/* The index of name, or -SC_ENOENT. */
int sc_name_find(const char *name, size_t len);

/* Whether a call that gets action is not made. */
bool sc_denies(uint32_t action);

/* Whether the condition holds if its argument is v. */
bool sc_cond_holds(const struct sc_cond *cond, uint64_t v);

/* Instruction codes, linux/bpf_common.h. */
enum {
	LD_W_ABS = 0x20,
	ALU_AND_K = 0x54,
	JA = 0x05,
	JEQ_K = 0x15,
	JGT_K = 0x25,
	JGE_K = 0x35,
	JSET_K = 0x45,
	RET_K = 0x06
};

/* Offsets in struct seccomp_data; both architectures are little-endian. */
enum {
	DATA_NR = 0,
	DATA_ARCH = 4,
	DATA_ARGS = 16
};

#define DATA_ARG_LOW(i) (DATA_ARGS + 8 * (i))
#define DATA_ARG_HIGH(i) (DATA_ARGS + 8 * (i) + 4)

#endif
