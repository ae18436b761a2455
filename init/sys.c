#include "init.h"

/* Each of its many uses would be longer than a call. */
__attribute__((noinline)) long
sys5(long nr, long a, long b, long c, long d, long e)
{
	return sc_syscall(nr, a, b, c, d, e, 0);
}
