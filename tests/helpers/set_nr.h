/* At its entry, a traced system call becomes another one. */
#ifndef SET_NR_H
#define SET_NR_H

#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/uio.h>

static inline long
set_nr(pid_t pid, long nr)
{
#ifdef __x86_64__
	/* offsetof(struct user, regs.orig_rax) */
	return ptrace(PTRACE_POKEUSER, pid, (void *)(15 * 8), (void *)nr);
#else
	int n = (int)nr;
	struct iovec v = { &n, sizeof n };

	/* NT_ARM_SYSTEM_CALL of linux/elf.h */
	return ptrace(PTRACE_SETREGSET, pid, (void *)0x404, &v);
#endif
}

#endif
