/* Names of parameters and of their values, for those that matter. */
#ifndef CONSTANTS_H
#define CONSTANTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a parameter's values are called; a byte of a row says it. */
enum {
	PLAIN,                  /* numbers */
	AF, SOCK, IPPROTO, CLONE, SIG, PROT, MAP, SHM, PR, IOCTL, FCNTL, PER,
	O, DIRFD, AT, ACCESS, UNLINK, RLIMIT, ARCH, PTRACE,
	/* Can be ORed to others of its set; a parameter takes only such. */
	FLAG = 0x80
};

struct constant {
	const char *name;
	uint64_t value;
	uint8_t set;
};

/* In an order that tries those of several bits first. */
extern const struct constant constants[];
extern const size_t nconstants;

struct parameter {
	char call[20];
	uint8_t arg;
	uint8_t set;
	char name[14];
};

extern const struct parameter parameters[];
extern const size_t nparameters;

#endif
