/* What the files of the compiler share. */
#ifndef SC_COMPILE_H
#define SC_COMPILE_H

#include "inner.h"

/*
 * A program is written from its end to its beginning, so that each jump's
 * target is known when the jump is written. A position counts from the end:
 * the last instruction has 0.
 */
struct out {
	struct sc_insn *insn;
	uint32_t cap;
	uint32_t n;
	uint16_t *hash;
	uint16_t *held;         /* by position: the accumulator before it */
	uint16_t holds;         /* for what is written next */
	uint32_t bits_to;       /* the largest value whose bits a tree tests */
	bool full;
	uint16_t ret;           /* what out_ret returned last, */
	uint32_t ret_n;         /* with so many instructions written */
};

/*
 * What the accumulator holds: 0 for not known, an argument's half (2 * arg,
 * the high half 1 more) plus 1, the number, or a half with some of its bits.
 */
enum {
	HOLDS_NR = 13,
	HOLDS_MASKED
};

void out_init(struct out *o, struct sc_insn *insn, size_t cap,
	uint16_t *hash, uint16_t *held);

/*
 * Each returns the position of an instruction that does what is asked: a
 * new one, or an equal one that was there. A jump that leads to the same
 * place either way is left out, but a branch is not.
 */
uint16_t out_ret(struct out *o, uint32_t action);
uint16_t out_jump(struct out *o, uint16_t code, uint32_t k, uint16_t taken,
	uint16_t not_taken);
uint16_t out_branch(struct out *o, uint16_t code, uint32_t k,
	uint16_t taken, uint16_t not_taken);
uint16_t out_seq(struct out *o, uint16_t code, uint32_t k, uint16_t next);

/*
 * Moves the program from the end of the buffer to its beginning, without
 * what turned out not to be needed. Returns the number of instructions.
 */
int out_deliver(struct out *o);

/* The instruction at a position. */
const struct sc_insn *out_at(const struct out *o, uint16_t pos);

/* Memory that is given back in the reverse order. */
struct arena {
	uint32_t *word;
	uint32_t cap;
	uint32_t used;
};

/* NULL if there are not as many words. */
void *arena_get(struct arena *a, size_t bytes);

/*
 * Values from first up to the next range's first have the same target.
 * A single range has one value that can occur.
 */
struct range {
	uint32_t first;
	uint32_t weight;
	uint16_t target;
	uint16_t single;
};

/*
 * Writes a tree of comparisons of the accumulator with the firsts of n
 * ranges, in ascending order from 0 and adjacent ones different. Returns
 * its root. a is for temporary use; *failed is set if it is too small.
 */
uint16_t tree(struct out *o, struct arena *a, const struct range *r,
	unsigned n, bool *failed);

/* Adds a range to r[0..n-1], or widens the last; returns the new n. */
unsigned range_add(struct range *r, unsigned n, uint32_t first,
	uint32_t weight, uint16_t target);

/* Puts n values into ascending order. */
void sort_up(uint32_t *v, unsigned n);

/* Fills in which ranges are single, for values that can all occur. */
void range_singles(struct range *r, unsigned n);

/* The compilation of one policy. */
struct compiler {
	const struct sc_policy *policy;
	struct sc_work *work;
	struct out out;
	struct arena arena;
	unsigned chunk;         /* how many rules are matched at once */
	uint16_t chunks;
	uint16_t nmasked;
	bool failed;
};

/*
 * Writes what decides nr by its arguments, given its rules in the order of
 * strictness, the last of which may be unconditional. Returns its entry.
 */
uint16_t match(struct compiler *c, const uint16_t *rule, unsigned n,
	uint16_t otherwise);

#endif
