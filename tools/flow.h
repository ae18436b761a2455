/* What sc dis and its --dot know of a program. */
#ifndef FLOW_H
#define FLOW_H

#include "cmd.h"

/* linux/bpf_common.h, and offsets in struct seccomp_data. */
enum {
	OFFSET_NR = 0,
	OFFSET_ARCH = 4,
	OFFSET_ARGS = 16,
	CLASS = 0x07, LD = 0, ALU = 4, JMP = 5, RET = 6,
	LD_W_ABS = 0x20,
	AND_K = 0x54,
	JA = 0x05,
	JEQ_K = 0x15, JGT_K = 0x25, JGE_K = 0x35, JSET_K = 0x45,
	RET_K = 0x06,
	TXA = 0x87
};

/* What the accumulator is known to hold before an instruction. */
struct holds {
	enum { NOT_REACHED, NOTHING, WORD, MASKED } what;
	uint32_t offset;        /* in struct seccomp_data */
	uint32_t mask;
};

/* at has an element for each instruction, and is all 0. */
void flow_follow(struct holds *at, const struct sc_insn *insn, size_t n);

/* What it holds after instruction i. */
struct holds flow_after(struct holds before, const struct sc_insn *i);

/* "jeq", or "?". */
const char *flow_opcode(uint16_t code);

/* "==", ">", ">=" or "&"; NULL if i doesn't compare with a constant. */
const char *flow_operator(const struct sc_insn *i);

/* The name of k where it is compared with what is held, or NULL. */
const char *flow_constant(const struct sc_arch *arch, const struct holds *held,
	uint32_t k, char name[SC_NAME_SIZE]);

#endif
