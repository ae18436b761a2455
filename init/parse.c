#include "init.h"

/* signal(7), from 1 on. */
static const char names[] =
	"HUP\0INT\0QUIT\0ILL\0TRAP\0ABRT\0BUS\0FPE\0KILL\0USR1\0SEGV\0USR2\0"
	"PIPE\0ALRM\0TERM\0STKFLT\0CHLD\0CONT\0STOP\0TSTP\0TTIN\0TTOU\0URG\0"
	"XCPU\0XFSZ\0VTALRM\0PROF\0WINCH\0IO\0PWR\0SYS\0";

/* The C library keeps 32 and 33 to itself. */
enum { RTMIN = 34, RTMAX = SIGNALS };

long long
parse_number(const char *s, size_t len, unsigned long long max)
{
	unsigned long long n = 0;

	if (len == 0 || len > 18)
		return -1;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		n = n * 10 + (unsigned)(s[i] - '0');
	}
	return n <= max ? (long long)n : -1;
}

/* What follows RTMIN or RTMAX: nothing, or sign and a number. */
static int
offset(const char *s, size_t len, char sign)
{
	if (len == 0)
		return 0;
	if (*s != sign)
		return -1;
	return (int)parse_number(s + 1, len - 1, RTMAX - RTMIN);
}

static int
parse_real_time(const char *s, size_t len)
{
	int n;

	if (len >= 5 && begins(s, "RTMIN")) {
		n = offset(s + 5, len - 5, '+');
		return n < 0 ? -1 : RTMIN + n;
	}
	if (len >= 5 && begins(s, "RTMAX")) {
		n = offset(s + 5, len - 5, '-');
		return n < 0 ? -1 : RTMAX - n;
	}
	return -1;
}

int
parse_signal(const char *s, size_t len)
{
	int n = (int)parse_number(s, len, SIGNALS);

	if (n >= 0)
		return n > 0 ? n : -1;
	if (len > 3 && begins(s, "SIG")) {
		s += 3;
		len -= 3;
	}
	n = sc_list_find(names, s, len);
	return n < 0 ? parse_real_time(s, len) : n + 1;
}
