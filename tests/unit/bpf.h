/* Classic BPF for the tests that write programs by hand. */
#ifndef BPF_H
#define BPF_H

#include "sc.h"

#define INSN(code, k) { (code), 0, 0, (k) }
#define JUMP(code, k, jt, jf) { (code), (jt), (jf), (k) }

/* linux/bpf_common.h and linux/filter.h. */
enum {
	BPF_LD_W_IMM = 0x00,
	BPF_LDX_W_IMM = 0x01,
	BPF_LD_W_ABS = 0x20,
	BPF_LD_MEM = 0x60,
	BPF_LDX_MEM = 0x61,
	BPF_LD_W_LEN = 0x80,
	BPF_LDX_W_LEN = 0x81,
	BPF_ST = 0x02,
	BPF_STX = 0x03,
	BPF_ALU = 0x04,         /* with an operation and a source */
	BPF_ADD = 0x00,
	BPF_SUB = 0x10,
	BPF_MUL = 0x20,
	BPF_DIV = 0x30,
	BPF_OR = 0x40,
	BPF_AND = 0x50,
	BPF_LSH = 0x60,
	BPF_RSH = 0x70,
	BPF_NEG = 0x80,
	BPF_XOR = 0xa0,
	BPF_JMP = 0x05,
	BPF_JA = 0x00,
	BPF_JEQ = 0x10,
	BPF_JGT = 0x20,
	BPF_JGE = 0x30,
	BPF_JSET = 0x40,
	BPF_K = 0x00,
	BPF_X = 0x08,
	BPF_RET_K = 0x06,
	BPF_RET_A = 0x16,
	BPF_TAX = 0x07,
	BPF_TXA = 0x87
};

#endif
