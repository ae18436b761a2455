#include "init.h"

long
sys(long nr, long a, long b, long c)
{
	return sc_syscall(nr, a, b, c, 0, 0, 0);
}
