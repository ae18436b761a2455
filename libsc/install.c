#include "inner.h"
#include "linux.h"
#include "nr.h"
#include "syscall.h"

static long
seccomp(unsigned flags, const struct k_fprog *prog)
{
	return sc_syscall(NR_seccomp, K_SECCOMP_SET_MODE_FILTER, flags,
		(long)prog, 0, 0, 0);
}

/* Each of its many uses would be longer than a call. */
__attribute__((noinline)) long
sc_prctl(long option, long a, long b)
{
	return sc_syscall(NR_prctl, option, a, b, 0, 0, 0);
}

int
sc_install(const struct sc_insn *insn, size_t n, unsigned flags)
{
	unsigned kernel_flags = flags & ~(unsigned)SC_INSTALL_NEW_PRIVS;
	struct k_fprog prog;
	long r;

	SC_ASSERT(!(kernel_flags & ~(unsigned)(SC_INSTALL_TSYNC
		| SC_INSTALL_LOG | SC_INSTALL_SPEC_ALLOW)));
	if (n == 0 || n > SC_INSNS_MAX)
		return -SC_EINVAL;
	if (!(flags & SC_INSTALL_NEW_PRIVS)) {
		r = sc_prctl(K_PR_SET_NO_NEW_PRIVS, 1, 0);
		if (r < 0)
			return (int)r;
	}

	prog.len = (uint16_t)n;
	prog.filter = insn;
	r = seccomp(kernel_flags, &prog);
	if (r == -SC_ENOSYS && kernel_flags == 0)
		r = sc_prctl(K_PR_SET_SECCOMP, K_SECCOMP_MODE_FILTER,
			(long)&prog);
	/* Linux before 4.14 does not know SECCOMP_FILTER_FLAG_LOG. */
	if (r == -SC_EINVAL && (kernel_flags & SC_INSTALL_LOG)) {
		r = seccomp(kernel_flags & ~(unsigned)SC_INSTALL_LOG, &prog);
		if (r == 0)
			return SC_INSTALL_LOG;
	}
	/* The identity of a thread that could not be synchronised. */
	return r > 0 ? -SC_ESRCH : (int)r;
}
