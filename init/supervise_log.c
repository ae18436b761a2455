#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include "supervise.h"

/*
 * Which call a filter has killed a process for is told to its handler of
 * SIGSYS, to a tracer, and by the audit system, as
 *
 *	audit(TIME): ... pid=N ... arch=HEX syscall=N ... code=0xHEX
 *
 * What stands between these words is quoted so that it holds no blank. It
 * goes to who listens to a multicast group, which takes CAP_AUDIT_READ, and
 * to the kernel's log, where it has to pass a rate limit, unless an audit
 * daemon takes it. Both are told by a thread of the kernel, a little later.
 */
enum { LOG_TIME_MS = 200, LOG_STEP_MS = 5 };

/* linux/audit.h */
enum { K_AUDIT_SECCOMP = 1326, K_AUDIT_NLGRP_READLOG = 1 };

/* linux/netlink.h */
enum { K_NETLINK_AUDIT = 9, NETLINK_HEADER = 16, NETLINK_TYPE = 4 };

/* struct sockaddr_nl of linux/netlink.h. */
struct k_netlink_address {
	uint16_t family;
	uint16_t pad;
	uint32_t pid;
	uint32_t groups;
};

/* Where the process id can stand in a message, with a label before it. */
enum { PID_FROM = 64, PID_TO = 176 };

/* PROC_PID_INIT_INO of linux/proc_ns.h: audit has this namespace's ids. */
#define OUTERMOST "pid:[4026531836]"

static bool
is_outermost(void)
{
	char text[sizeof OUTERMOST];
	long n = sc_syscall(NR_readlinkat, AT_FDCWD,
		(long)"/proc/self/ns/pid", (long)text, sizeof text, 0, 0);

	return n > 0 && same(OUTERMOST, text, (size_t)n);
}

static long
open_audit(void)
{
	const struct k_netlink_address address = {
		.family = AF_NETLINK, .groups = K_AUDIT_NLGRP_READLOG
	};
	long fd = sys(NR_socket, AF_NETLINK,
		SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, K_NETLINK_AUDIT), r;

	if (fd < 0)
		return fd;
	r = sys(NR_bind, fd, (long)&address, sizeof address);
	if (r < 0)
		sys(NR_close, fd, 0, 0);
	return r < 0 ? r : fd;
}

static long
open_kmsg(void)
{
	long fd = sys(NR_openat, AT_FDCWD, (long)"/dev/kmsg",
		O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd >= 0)
		sys(NR_lseek, fd, 0, SEEK_END);
	return fd;
}

void
log_open(struct watch *w)
{
	long fd;

	w->log = -1;
	if (!w->proc || !is_outermost())
		return;
	fd = open_audit();
	w->audit = fd >= 0;
	if (fd < 0)
		fd = open_kmsg();
	if (fd >= 0)
		w->log = own_fd("log", fd);
}

static struct sc_insn *
add(struct sc_insn *at, uint16_t code, uint8_t jt, uint8_t jf, uint32_t k)
{
	*at = (struct sc_insn){ code, jt, jf, k };
	return at + 1;
}

/* As the kernel loads words: big-endian. */
static uint32_t
word(const char *text)
{
	uint32_t w = 0;

	for (int i = 0; i < 4; i++)
		w = w << 8 | (unsigned char)text[i];
	return w;
}

/*
 * What others do must not fill the socket, though some of it may pass. A
 * message with " pid=PID comm=" has one of four parts of this at a multiple
 * of four bytes; those looked for hold most digits.
 */
static size_t
only_pid(struct sc_insn *insn, int pid)
{
	const uint16_t type = K_AUDIT_SECCOMP;
	const uint8_t *byte = (const uint8_t *)&type;
	struct sc_insn *at = insn;
	char text[DIGITS + 16], digits[DIGITS];
	unsigned tests = 5 * (PID_TO - PID_FROM) / 4;

	append(append(append(text, " pid="), decimal(digits, pid)), " comm=");
	at = add(at, 0x28, 0, 0, NETLINK_TYPE); /* LD H ABS */
	at = add(at, 0x15, 1, 0, (uint32_t)byte[0] << 8 | byte[1]);
	at = add(at, 0x06, 0, 0, 0);            /* RET */
	for (unsigned i = 0; i < tests; i++)
		if (i % 5 == 0)                 /* LD W ABS, JEQ */
			at = add(at, 0x20, 0, 0, PID_FROM + i / 5 * 4);
		else
			at = add(at, 0x15, (uint8_t)(tests - i), 0,
				word(text + 3 + i % 5));
	at = add(at, 0x06, 0, 0, 0);
	at = add(at, 0x06, 0, 0, UINT32_MAX);
	return (size_t)(at - insn);
}

void
log_narrow(const struct watch *w, struct program *p)
{
	struct k_fprog program = { 0, p->insn };

	if (w->log < 0 || !w->audit)
		return;
	program.len = (uint16_t)only_pid(p->insn, w->pid);
	sc_syscall(NR_setsockopt, w->log, SOL_SOCKET, SO_ATTACH_FILTER,
		(long)&program, sizeof program, 0);
}

/* What follows the word, or NULL. */
static const char *
after(const char *text, const char *word)
{
	while (*text && !begins(text, word))
		text++;
	return *text ? text + length(word) : NULL;
}

static uint64_t
number(const char *text, unsigned base)
{
	uint64_t n = 0;

	for (;; text++) {
		unsigned digit = sc_digit(*text);

		if (digit >= base)
			return n;
		n = n * base + digit;
	}
}

static bool
is_fatal(uint32_t action)
{
	action &= SC_ACTION;
	return action == SC_KILL_PROCESS || action == SC_KILL_THREAD ||
		action == SC_TRAP;
}

static void
parse(struct denied *d, const char *text, int pid)
{
	const char *whose = after(text, " pid=");
	const char *token = whose ? after(whose, " arch=") : NULL;
	const char *nr = token ? after(token, " syscall=") : NULL;
	const char *code = nr ? after(nr, " code=0x") : NULL;

	if (!code || number(whose, 10) != (uint64_t)pid ||
			!is_fatal((uint32_t)number(code, 16)))
		return;
	d->known = true;
	d->token = (uint32_t)number(token, 16);
	d->nr = *nr == '-' ? UINT32_MAX : number(nr, 10);
}

/*
 * A record of the kernel's log is PRIORITY,NUMBER,TIME,FLAGS;TEXT. What
 * processes write to it has a facility other than the kernel's, which is 0,
 * in its priority.
 */
static void
parse_record(struct denied *d, const struct watch *w, char *text, size_t len)
{
	const char *begin = text;

	text[len] = 0;
	if (w->audit)
		begin = len > NETLINK_HEADER ? text + NETLINK_HEADER : NULL;
	else
		begin = number(text, 10) >> 3 ? NULL
			: after(text, ";audit: type=1326 ");
	if (begin)
		parse(d, begin, w->pid);
}

/* Without a call of its own that the filter would have to hold. */
static void
sleep_a_little(void)
{
	siginfo_t info;
	int64_t ms = LOG_STEP_MS;

	signal_wait(&info, 0, &ms);
}

/* The last one about the workload. */
void
log_read(const struct watch *w, struct denied *d)
{
	unsigned steps = LOG_TIME_MS / LOG_STEP_MS;
	char text[2048];
	long n;

	while (w->log >= 0) {
		n = sys(NR_read, w->log, (long)text, sizeof text - 1);
		if (n > 0) {
			parse_record(d, w, text, (size_t)n);
		} else if (n == -EAGAIN) {
			if (d->known || steps-- == 0)
				return;
			sleep_a_little();
		/* Records were lost, or one is longer than this. */
		} else if (n != -EPIPE && n != -EINVAL && n != -ENOBUFS) {
			return;
		}
	}
}
