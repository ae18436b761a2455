/*
 * Stands in for arch/ARCH/syscall.h under MemorySanitizer, which sees nothing
 * of a raw system call: what the kernel reads has to be initialised, and what
 * it writes is.
 */
#define sc_syscall raw_syscall
#include_next "syscall.h"
#undef sc_syscall
#include <sanitizer/msan_interface.h>
#include "linux.h"
#include "nr.h"

static inline void
reads_program(const struct k_fprog *program)
{
	__msan_check_mem_is_initialized(&program->len, sizeof program->len);
	__msan_check_mem_is_initialized(&program->filter,
		sizeof program->filter);
	__msan_check_mem_is_initialized(program->filter, 8 * program->len);
}

static inline long
sc_syscall(long nr, long a, long b, long c, long d, long e, long f)
{
	long r;

	if (nr == NR_seccomp && a == K_SECCOMP_SET_MODE_FILTER)
		reads_program((const struct k_fprog *)c);
	if (nr == NR_capget)
		__msan_check_mem_is_initialized((const void *)a,
			sizeof (struct k_cap_header));
	r = raw_syscall(nr, a, b, c, d, e, f);
	if (nr == NR_capget && r == 0)
		__msan_unpoison((void *)b, 2 * sizeof (struct k_cap_data));
	return r;
}
