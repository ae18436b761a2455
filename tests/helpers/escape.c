/*
 * usage: escape prepare DIR | escape without-setpcap COMMAND… | escape DIR
 *
 * prepare, as root: puts copies of itself into DIR, one that is setuid root
 * and one with file capabilities.
 *
 * without-setpcap, as root: executes COMMAND with every capability but
 * CAP_SETPCAP, so that its bounding set has to stay as it is.
 *
 * Otherwise tries every way out of a lock-down, each in a process of its own,
 * and prints a line: what was tried, a tab, and what came of it: the errno,
 * `killed', `nothing gained' or GAINED.
 *
 * Exit status: 1 if anything was gained, 2 if it cannot be tried, else 0.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>
#include "linux.h"
#include "sc.h"
#include "set_nr.h"
#include "syscall.h"

/* What an attempt returns, beside a negative errno. */
enum { NOTHING, GAINED };

static const char *dir;
static pid_t supervisor;
static int high_fd = 9;         /* left open by who starts this */

static long
call(const char *name, long a, long b, long c, long d, long e)
{
	int nr = sc_nr(sc_arch_native(), name, strlen(name));

	return nr < 0 ? -ENOSYS : sc_syscall(nr, a, b, c, d, e, 0);
}

#define P(x) ((long)(intptr_t)(x))

/* For calls that must not succeed. */
static long
must_fail(long r)
{
	return r < 0 ? r : GAINED;
}

/* Exit status 1 if this process holds what the workload did not have. */
static int
report(const char *uid)
{
	static char text[65536];
	struct sc_status s;
	int fd = open("/proc/self/status", O_RDONLY);
	ssize_t n = read(fd, text, sizeof text);

	if (n < 0 || sc_status_parse(&s, text, (size_t)n) < 0)
		return 2;
	return s.caps.effective || s.caps.permitted || s.caps.inheritable ||
		s.caps.ambient || s.uid[1] != (uid_t)atoi(uid);
}

/* Executes a file that tells by its exit status what it holds. */
static long
holds(const char *name, int fd)
{
	char path[PATH_MAX], uid[24], zero[] = "escape", word[] = "report";
	char *argv[] = { zero, word, uid, NULL };
	int status;
	pid_t pid;

	snprintf(path, sizeof path, "%s/%s", dir, name ? name : "");
	snprintf(uid, sizeof uid, "%d", (int)getuid());
	pid = fork();
	if (pid == 0) {
		if (fd >= 0)
			call("execveat", fd, P(""), P(argv), P(environ),
				0x1000);
		else
			execv(path, argv);
		_exit(errno == EPERM ? 3 : 4);
	}
	if (waitpid(pid, &status, 0) != pid)
		return -errno;
	if (WIFSIGNALED(status))
		kill(getpid(), WTERMSIG(status));
	switch (WEXITSTATUS(status)) {
	case 0: return NOTHING;
	case 1: return GAINED;
	case 3: return -EPERM;
	default: return -EIO;
	}
}

static long setuid_file(void) { return holds("setuid", -1); }
static long file_caps(void) { return holds("filecaps", -1); }
static long plain_exec(void) { return holds("plain", -1); }

static long
memfd_exec(void)
{
	char path[PATH_MAX], buf[4096];
	int fd = memfd_create("x", 0), from;
	ssize_t n;

	if (fd < 0)
		return -errno;
	snprintf(path, sizeof path, "%s/plain", dir);
	from = open(path, O_RDONLY);
	while ((n = read(from, buf, sizeof buf)) > 0)
		if (write(fd, buf, (size_t)n) != n)
			return -EIO;
	return holds(NULL, fd);
}

static long
clone3_user(void)
{
	uint64_t args[8] = { CLONE_NEWUSER, 0, 0, 0, SIGCHLD };
	long r = call("clone3", P(args), sizeof args, 0, 0, 0);

	if (r == 0)
		_exit(0);
	return must_fail(r);
}

static long
clone_user(void)
{
	long r = call("clone", CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);

	if (r == 0)
		_exit(0);
	return must_fail(r);
}

static long
unshare_user(void)
{
	return must_fail(call("unshare", CLONE_NEWUSER, 0, 0, 0, 0));
}

static long
unshare_mount(void)
{
	long r = call("unshare", CLONE_NEWUSER | CLONE_NEWNS, 0, 0, 0, 0);

	return r < 0 ? r : must_fail(call("mount", P("x"), P(dir), P("tmpfs"),
		0, 0));
}

static long
mount_tmpfs(void)
{
	return must_fail(call("mount", P("x"), P(dir), P("tmpfs"), 0, 0));
}

static long
new_mount(void)
{
	return must_fail(call("fsopen", P("tmpfs"), 0, 0, 0, 0));
}

static long
clone_tree(void)
{
	return must_fail(call("open_tree", AT_FDCWD, P("/"), 1, 0, 0));
}

static long
change_root(void)
{
	return must_fail(call("chroot", P(dir), 0, 0, 0, 0));
}

static long
device(void)
{
	char path[PATH_MAX];

	snprintf(path, sizeof path, "%s/memory", dir);
	return must_fail(call("mknodat", AT_FDCWD, P(path), S_IFCHR | 0600,
		1 << 8 | 1, 0));
}

static long
trace_supervisor(void)
{
	return must_fail(call("ptrace", PTRACE_ATTACH, supervisor, 0, 0, 0));
}

/* getppid, which the filter lets by, until a tracer has other plans for it. */
static _Noreturn void
traced(void)
{
	long r;

	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
		_exit(errno);
	raise(SIGSTOP);
	r = syscall(SYS_getppid, CLONE_NEWUSER);
	_exit(r < 0 ? errno : r > 0 ? EIO : 0);
}

static long
change_call(void)
{
	struct __ptrace_syscall_info info;
	int status;
	pid_t pid = fork();

	if (pid == 0)
		traced();
	while (waitpid(pid, &status, 0) == pid && WIFSTOPPED(status)) {
		if (WSTOPSIG(status) == SIGSTOP)
			ptrace(PTRACE_SETOPTIONS, pid, NULL,
				(void *)PTRACE_O_TRACESYSGOOD);
		else if (ptrace(PTRACE_GET_SYSCALL_INFO, pid,
				(void *)sizeof info, &info) > 0 &&
			    info.op == PTRACE_SYSCALL_INFO_ENTRY &&
			    info.entry.nr == SYS_getppid &&
			    set_nr(pid, SYS_unshare))
			return -errno;
		ptrace(PTRACE_SYSCALL, pid, NULL, NULL);
	}
	if (WIFSIGNALED(status))
		kill(getpid(), WTERMSIG(status));
	return must_fail(-WEXITSTATUS(status));
}

static long
write_memory(void)
{
	char path[64];
	int fd;

	snprintf(path, sizeof path, "/proc/%d/mem", (int)supervisor);
	fd = open(path, O_RDWR);
	return fd < 0 ? -errno : GAINED;
}

static long
process_vm(void)
{
	struct iovec ours = { &high_fd, 1 }, its = { (void *)0x400000, 1 };

	return must_fail(call("process_vm_writev", supervisor, P(&ours), 1,
		P(&its), 1));
}

static long
enter_namespace(void)
{
	char path[64];
	int fd;

	snprintf(path, sizeof path, "/proc/%d/ns/mnt", (int)supervisor);
	fd = open(path, O_RDONLY);
	return fd < 0 ? -errno : must_fail(call("setns", fd, 0, 0, 0, 0));
}

static long
steal_fd(void)
{
	int fd = (int)call("pidfd_open", supervisor, 0, 0, 0, 0);

	return must_fail(call("pidfd_getfd", fd, 2, 0, 0, 0));
}

/* Another architecture's or ABI's calls. */
#ifdef __x86_64__
static long
x32(void)
{
	return must_fail(sc_syscall(0x40000000 | SYS_unshare, CLONE_NEWUSER,
		0, 0, 0, 0, 0));
}

static long
int80(void)
{
	long r;

	/* unshare is 310 there. */
	__asm__ volatile ("int $0x80" : "=a"(r) : "a"(310),
		"b"(CLONE_NEWUSER) : "memory", "r8", "r9", "r10", "r11");
	return must_fail(r);
}
#endif

static long
uring(void)
{
	char params[256] = { 0 };

	return must_fail(call("io_uring_setup", 1, P(params), 0, 0, 0));
}

static long
by_handle(void)
{
	struct { unsigned bytes; int type; char handle[128]; } h = { 128, 0,
		{ 0 } };
	int mount;
	long r = call("name_to_handle_at", AT_FDCWD, P("/"), P(&h), P(&mount),
		0);

	/* The root of most file systems, whatever the answer was. */
	if (r < 0) {
		h.bytes = 8;
		h.type = 1;
		h.handle[0] = 2;
	}
	return must_fail(call("open_by_handle_at", AT_FDCWD, P(&h), O_RDONLY,
		0, 0));
}

/* On a terminal that is somebody else's. */
static long
push_input(void)
{
	int unlock = 0, master = open("/dev/ptmx", O_RDWR | O_NOCTTY), slave;

	if (master < 0)
		return -errno;
	ioctl(master, TIOCSPTLCK, &unlock);
	slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY);
	if (slave < 0) {
		char path[64];
		int n;

		if (ioctl(master, TIOCGPTN, &n))
			return -errno;
		snprintf(path, sizeof path, "/dev/pts/%d", n);
		slave = open(path, O_RDWR | O_NOCTTY);
	}
	return ioctl(slave, TIOCSTI, "x") ? -errno : GAINED;
}

static long
keys(void)
{
	return must_fail(call("keyctl", 0, -4, 0, 0, 0));
}

static long
add_a_key(void)
{
	return must_fail(call("add_key", P("user"), P("x"), P("x"), 1, -4));
}

static long
read_implies_exec(void)
{
	return must_fail(call("personality", 0x400000, 0, 0, 0, 0));
}

static long
looser_filter(void)
{
	static const struct sc_insn allow = { 0x06, 0, 0, SC_ALLOW };
	int r = sc_install(&allow, 1, 0);

	if (r < 0)
		return r;
	r = (int)call("mount", P("x"), P(dir), P("tmpfs"), 0, 0);
	return r == -EPERM ? NOTHING : must_fail(r);
}

static long
strict_mode(void)
{
	return must_fail(call("seccomp", 0, 0, 0, 0, 0));
}

static long
no_filter(void)
{
	return must_fail(call("prctl", PR_SET_SECCOMP, 0, 0, 0, 0));
}

static long
clear_no_new_privs(void)
{
	return must_fail(call("prctl", PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
}

static long
clear_securebits(void)
{
	return must_fail(call("prctl", PR_SET_SECUREBITS, 0, 0, 0, 0));
}

static long
raise_ambient(void)
{
	return must_fail(call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE,
		21, 0, 0));
}

static long
take_caps(void)
{
	struct k_cap_header header = { K__LINUX_CAPABILITY_VERSION_3, 0 };
	struct k_cap_data data[2] = { { 1 << 21, 1 << 21, 0 }, { 0, 0, 0 } };

	return must_fail(call("capset", P(&header), P(data), 0, 0, 0));
}

/* Root is another user, for whom it is no gain. */
static long
become_root(void)
{
	uid_t other = getuid() ? 0 : 1;
	long r = call("setresuid", other, other, other, 0, 0);

	return must_fail(r);
}

static long
inherited(void)
{
	struct stat s;

	return fstat(high_fd, &s) ? -errno : GAINED;
}

static long
load_bpf(void)
{
	char attr[128] = { 0 };

	attr[0] = 2, attr[4] = 4, attr[8] = 4, attr[12] = 1;
	return must_fail(call("bpf", 0, P(attr), sizeof attr, 0, 0));
}

static long
load_module(void)
{
	return must_fail(call("finit_module", -1, P(""), 0, 0, 0));
}

static long
raw_socket(void)
{
	return must_fail(call("socket", AF_INET, SOCK_RAW, 1, 0, 0));
}

static long
packet_socket(void)
{
	return must_fail(call("socket", AF_PACKET, SOCK_RAW, 0, 0, 0));
}

static const struct {
	const char *what;
	long (*attempt)(void);
} attempts[] = {
	{ "execute a setuid-root program", setuid_file },
	{ "execute a program with file capabilities", file_caps },
	{ "execute a program as whoever it is", plain_exec },
	{ "memfd_create, then execveat", memfd_exec },
	{ "capset of CAP_SYS_ADMIN", take_caps },
	{ "prctl: raise an ambient capability", raise_ambient },
	{ "prctl: clear the securebits", clear_securebits },
	{ "prctl: clear no_new_privs", clear_no_new_privs },
	{ "setresuid to root, or from root", become_root },
	{ "clone3 of a user namespace", clone3_user },
	{ "clone of a user namespace", clone_user },
	{ "unshare of a user namespace", unshare_user },
	{ "unshare -Ur, then mount a tmpfs", unshare_mount },
	{ "mount a tmpfs", mount_tmpfs },
	{ "fsopen of a tmpfs", new_mount },
	{ "open_tree of a copy of /", clone_tree },
	{ "setns to the supervisor's namespaces", enter_namespace },
	{ "chroot", change_root },
	{ "mknod of /dev/mem", device },
	{ "ptrace of the supervisor", trace_supervisor },
	{ "ptrace of a child, whose call becomes unshare", change_call },
	{ "write to the supervisor's /proc/PID/mem", write_memory },
	{ "process_vm_writev to the supervisor", process_vm },
	{ "pidfd_getfd from the supervisor", steal_fd },
	{ "a descriptor that was open", inherited },
	{ "open_by_handle_at", by_handle },
	{ "io_uring_setup", uring },
	{ "bpf", load_bpf },
	{ "finit_module", load_module },
	{ "keyctl", keys },
	{ "add_key", add_a_key },
	{ "a raw socket", raw_socket },
	{ "a packet socket", packet_socket },
	{ "ioctl TIOCSTI", push_input },
	{ "personality READ_IMPLIES_EXEC", read_implies_exec },
	{ "a second filter that allows all", looser_filter },
	{ "seccomp: SET_MODE_STRICT", strict_mode },
	{ "prctl: switch seccomp off", no_filter },
#ifdef __x86_64__
	{ "an x32 number", x32 },
	{ "int 0x80", int80 },
#endif
};

static bool
try(size_t i, volatile long *result)
{
	const char *name;
	char text[SC_NAME_SIZE];
	int status;
	pid_t pid;

	*result = -EIO;
	pid = fork();
	if (pid == 0) {
		*result = attempts[i].attempt();
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return false;
	printf("%s\t", attempts[i].what);
	if (WIFSIGNALED(status))
		puts(WTERMSIG(status) == SIGSYS ? "killed" : "another signal");
	else if (*result == NOTHING)
		puts("nothing gained");
	else if (*result == GAINED)
		puts("GAINED");
	else if ((name = sc_errno_name((unsigned)-*result, text)))
		puts(name);
	else
		printf("errno %ld\n", -*result);
	return WIFSIGNALED(status) || *result != GAINED;
}

/* A copy of this program, DIR/NAME, of which `how' is so. */
static void
copy(const char *name, const char *how)
{
	/* struct vfs_cap_data: effective, revision 2, CAP_CHOWN permitted */
	static const uint32_t caps[5] = { 0x02000001, 1, 0, 0, 0 };
	char path[PATH_MAX], buf[65536];
	int from = open("/proc/self/exe", O_RDONLY), to;
	ssize_t n;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	to = open(path, O_WRONLY | O_CREAT | O_EXCL, 0755);
	while ((n = read(from, buf, sizeof buf)) > 0)
		if (write(to, buf, (size_t)n) != n)
			break;
	close(from);
	if (n || close(to) || chmod(path, how[0] == 's' ? 04755 : 0755) ||
	    (how[0] == 'c' && setxattr(path, "security.capability", caps,
	    sizeof caps, 0))) {
		perror(path);
		exit(2);
	}
}

static _Noreturn void
without_setpcap(char **command)
{
	enum { CAP_SETPCAP = 8 };

	if (prctl(PR_CAPBSET_DROP, CAP_SETPCAP, 0, 0, 0) == 0)
		execvp(command[0], command);
	perror(command[0]);
	exit(2);
}

int
main(int argc, char **argv)
{
	volatile long *result;
	bool safe = true;

	if (argc == 3 && !strcmp(argv[1], "report"))
		return report(argv[2]);
	if (argc > 2 && !strcmp(argv[1], "without-setpcap"))
		without_setpcap(argv + 2);
	dir = argv[argc - 1];
	if (argc == 3 && !strcmp(argv[1], "prepare")) {
		copy("plain", "-");
		copy("setuid", "s");
		copy("filecaps", "c");
		return 0;
	}
	result = mmap(NULL, sizeof *result, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (argc != 2 || result == MAP_FAILED)
		return 2;
	setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	supervisor = getppid();
	for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
		safe &= try(i, result);
	return !safe;
}
