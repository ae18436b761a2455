#include "init.h"

/* Each of their many uses would be longer than a call. */
#define OUT_OF_LINE __attribute__((noinline))

OUT_OF_LINE long
sys5(long nr, long a, long b, long c, long d, long e)
{
	return sc_syscall(nr, a, b, c, d, e, 0);
}

OUT_OF_LINE long
sys(long nr, long a, long b, long c)
{
	return sys5(nr, a, b, c, 0, 0);
}
