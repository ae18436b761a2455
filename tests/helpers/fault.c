/*
 * usage: fault [-1] [-r DIR] [-x CALL] FAULT[,FAULT]… COMMAND…
 *
 * Runs COMMAND, which sets up and executes a workload, over and over under
 * ptrace(2): once as it is, and then once for each system call that it made
 * up to there and for each FAULT in that call:
 *
 *   ENAME	it isn't made, but for close(2), and fails with this errno
 *   done	it isn't made and returns 0
 *   short	it reads, or writes, 1 byte
 *   SIGNAME	it is made, and then a signal arrives
 *
 * -1 makes it process 1 of a process namespace, -r changes its root before;
 * -x leaves out a call.
 *
 * The workload never gets to run: that it would is known when its execve(2)
 * succeeds and, if there is a supervisor, that has come to its loop. Prints a
 * line of call, occurrence, process, FAULT and outcome where it isn't the one
 * that has to be: an errno has to end in 125 and one line of a step, what is
 * `done' in that or a workload that is as locked down as without faults, a
 * short call in the latter, a signal in some end or the latter. `no filter'
 * is all of the lock-down but that. The last line has the counts.
 *
 * COMMAND finds descriptors up to OPEN_MOST open. Those that the workload
 * has, its directory, umask and limits are part of how it is locked down; that
 * the kernel has not done what it says of these, nobody looks for.
 *
 * Exit status: 0, or 2 if it cannot be done.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>
#include "sc.h"
#include "set_nr.h"

enum { CALLS = 2000, ROLES = 2, FAULTS = 64, TEXT = 4096, LIMIT_S = 20 };

/* More than one call of getdents64(2) lists. */
enum { OPEN_MOST = 200 };

enum kind { NONE, ERROR, DONE, SHORT, SIGNAL };

struct fault {
	enum kind kind;
	int number;
	const char *name;
};

/* One run: what is done to call number `at` of process `role`. */
struct run {
	const struct fault *fault;
	int role, at;

	pid_t pid[ROLES];
	int calls[ROLES];
	bool begun;             /* COMMAND itself was executed */
	bool ran;
	bool looped;            /* the supervisor waits for what happens */
	bool injected, pending;
	bool ended;             /* with this status, as wait(2) has it */
	int status;
	bool left;              /* the workload outlives its supervisor */
	int action;             /* reboot(2) was called */
	char message[TEXT];
	char state[TEXT];       /* of the workload */
};

/* The calls without faults, and what they returned. */
static long recorded[ROLES][CALLS], result[ROLES][CALLS];
static struct run clean;
static char **command;
static const char *root, *left_out = "";
static bool first_process;

static _Noreturn void
die(const char *what)
{
	perror(what);
	exit(2);
}

static const char *
call_name(long nr)
{
	static char name[SC_NAME_SIZE];

	return sc_name(sc_arch_native(), (uint32_t)nr, name) ? name : "?";
}

static bool
listed(const char *list, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = list; (p = strstr(p, name)); p += n)
		if ((p == list || p[-1] == ' ') && (!p[n] || p[n] == ' '))
			return true;
	return false;
}

static void
set_register(pid_t pid, unsigned at, unsigned long value)
{
	unsigned long regs[64];
	struct iovec v = { regs, sizeof regs };

	if (ptrace(PTRACE_GETREGSET, pid, (void *)NT_PRSTATUS, &v))
		return;
	regs[at] = value;
	ptrace(PTRACE_SETREGSET, pid, (void *)NT_PRSTATUS, &v);
}

#ifdef __x86_64__
enum { RESULT = 10, THIRD = 12 };
#else
enum { RESULT = 0, THIRD = 2 };
#endif

static void
note_message(struct run *r, pid_t pid, const uint64_t *args)
{
	size_t used = strlen(r->message), n = args[2];
	struct iovec to = { r->message + used, 0 };
	struct iovec from = { (void *)(uintptr_t)args[1], 0 };
	ssize_t got;

	if (n > TEXT - 1 - used)
		n = TEXT - 1 - used;
	to.iov_len = from.iov_len = n;
	got = process_vm_readv(pid, &to, 1, &from, 1, 0);
	r->message[used + (got > 0 ? (size_t)got : 0)] = 0;
}

static void
add_state(struct run *r, const char *text)
{
	strncat(r->state, text, TEXT - 1 - strlen(r->state));
}

/* Which descriptors there are. */
static void
note_descriptors(struct run *r, pid_t pid)
{
	char path[64], text[32];
	struct dirent *entry;
	unsigned n = 0, sum = 0;
	DIR *d;

	snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
	d = opendir(path);
	while (d && (entry = readdir(d)))
		if (entry->d_name[0] != '.') {
			n++;
			sum += (unsigned)atoi(entry->d_name);
		}
	if (d)
		closedir(d);
	snprintf(text, sizeof text, "%u of %u\n", n, sum);
	add_state(r, text);
}

static void
note_directory(struct run *r, pid_t pid)
{
	char path[64], to[256];
	ssize_t n;

	snprintf(path, sizeof path, "/proc/%d/cwd", (int)pid);
	n = readlink(path, to, sizeof to - 1);
	to[n > 0 ? n : 0] = 0;
	add_state(r, to);
	add_state(r, "\n");
}

/* The lines of a file of /proc/PID that begin with one of the keys. */
static void
note_lines(struct run *r, pid_t pid, const char *file,
	const char *const keys[])
{
	char path[64], line[256];
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof line, f))
		for (size_t i = 0; keys[i]; i++)
			if (!strncmp(line, keys[i], strlen(keys[i])))
				add_state(r, line);
	if (f)
		fclose(f);
}

/* How a process is locked down: what the filter does not change comes first. */
static void
note_state(struct run *r, pid_t pid)
{
	static const char *const status[] = {
		"Umask:", "Uid:", "Gid:", "Groups:", "Cap", "NoNewPrivs:",
		"Seccomp", NULL
	};
	static const char *const limits[] = { "Max ", NULL };

	note_descriptors(r, pid);
	note_directory(r, pid);
	note_lines(r, pid, "limits", limits);
	note_lines(r, pid, "status", status);
}

/* Entering a call. What would touch the machine is never made. */
static void
enter(struct run *r, int role, pid_t pid, long nr, const uint64_t *args)
{
	int at = r->calls[role];

	if (nr == SYS_rt_sigtimedwait && role == 0 && !args[2]) {
		r->looped = true;
		return;
	}
	r->calls[role]++;
	if (nr == SYS_write && args[0] == 2)
		note_message(r, pid, args);
	if (nr == SYS_sync || nr == SYS_reboot)
		set_nr(pid, SYS_getppid);
	if (nr == SYS_reboot)
		r->action = 1;
	if (!r->fault) {
		if (at >= CALLS)
			die("too many calls");
		recorded[role][at] = nr;
		return;
	}
	if (role != r->role || at != r->at)
		return;
	r->injected = nr == recorded[role][at];
	r->pending = r->fault->kind != SHORT;
	if (r->fault->kind == SHORT)
		set_register(pid, THIRD, 1);
	/* Linux closes a descriptor whatever it then says. */
	else if (r->fault->kind != SIGNAL && nr != SYS_close)
		set_nr(pid, SYS_getppid);
}

/* Leaving it: the signal that is to arrive, or 0. */
static int
leave(struct run *r, int role, pid_t pid, long value)
{
	if (!r->fault && r->calls[role])
		result[role][r->calls[role] - 1] = value;
	if (!r->fault || role != r->role || !r->pending)
		return 0;
	r->pending = false;
	if (r->fault->kind == SIGNAL)
		return r->fault->number;
	set_register(pid, RESULT, r->fault->kind == DONE ? 0 :
		(unsigned long)-(long)r->fault->number);
	return 0;
}

static int
syscall_stop(struct run *r, int role, pid_t pid)
{
	struct __ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, (void *)sizeof info, &info)
			<= 0)
		return 0;
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY && r->begun)
		enter(r, role, pid, (long)info.entry.nr,
			(const uint64_t *)info.entry.args);
	else if (info.op == PTRACE_SYSCALL_INFO_EXIT && r->begun)
		return leave(r, role, pid, (long)info.exit.rval);
	return 0;
}

/* Whether the process goes on; the workload doesn't. */
static bool
event(struct run *r, int role, pid_t pid, int what)
{
	unsigned long child;

	switch (what) {
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
	case PTRACE_EVENT_CLONE:
		if (!ptrace(PTRACE_GETEVENTMSG, pid, NULL, &child))
			r->pid[1] = (pid_t)child;
		return true;
	case PTRACE_EVENT_EXEC:
		if (role == 0 && !r->begun) {
			r->begun = true;
			return true;
		}
		r->ran = true;
		note_state(r, pid);
		return false;
	}
	return true;
}

static _Noreturn void
child(int go)
{
	char c;

	if (read(go, &c, 1) != 1)
		_exit(99);
	close(go);
	if (root && (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    chroot(root) || chdir("/")))
		_exit(99);
	execvp(command[0], command);
	_exit(99);
}

/* Started, stopped for the first time, and traced. */
static void
begin(struct run *r)
{
	const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK |
		PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
		PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
	long flags = SIGCHLD | (root ? CLONE_NEWNS : 0) |
		(first_process ? CLONE_NEWPID : 0);
	int go[2], status;
	pid_t pid;

	if (pipe2(go, O_CLOEXEC))
		die("pipe");
	pid = (pid_t)syscall(SYS_clone, flags, 0, 0, 0, 0);
	if (pid < 0)
		die("clone");
	if (pid == 0)
		child(go[0]);
	if (ptrace(PTRACE_SEIZE, pid, NULL, (void *)options) ||
	    ptrace(PTRACE_INTERRUPT, pid, NULL, NULL) ||
	    waitpid(pid, &status, __WALL) != pid ||
	    ptrace(PTRACE_SYSCALL, pid, NULL, NULL))
		die("ptrace");
	if (write(go[1], "", 1) != 1)
		die("write");
	close(go[0]);
	close(go[1]);
	r->pid[0] = pid;
}

/* Ends all that is left. */
static void
finish(struct run *r)
{
	for (int i = 0; i < ROLES; i++)
		if (r->pid[i] > 0)
			kill(r->pid[i], SIGKILL);
	while (waitpid(-1, NULL, __WALL) > 0)
		;
	r->pid[0] = r->pid[1] = 0;
}

static bool
over(const struct run *r)
{
	return (r->ran && (r->looped || !r->pid[1])) || r->action ||
		!r->pid[0];
}

static void
stopped(struct run *r, int role, pid_t pid, int status)
{
	int what = status >> 16, sig = WSTOPSIG(status), deliver = 0;

	if (sig == (SIGTRAP | 0x80))
		deliver = syscall_stop(r, role, pid);
	else if (what && !event(r, role, pid, what))
		return;
	else if (!what && sig != SIGTRAP)
		deliver = sig;
	ptrace(PTRACE_SYSCALL, pid, NULL, (void *)(long)deliver);
}

static volatile sig_atomic_t late;
static struct run *running;

/* Whether the workload, which was stopped, is about to end by a signal. */
static bool
is_ending(pid_t pid)
{
	for (int i = 0; i < 100; i++) {
		int status;

		if (waitpid(pid, &status, __WALL | WNOHANG) == pid &&
		    !WIFSTOPPED(status))
			return true;
		usleep(10000);
	}
	return false;
}

static void
on_alarm(int sig)
{
	(void)sig;
	late = 1;
	for (int i = 0; i < ROLES; i++)
		if (running->pid[i] > 0)
			kill(running->pid[i], SIGKILL);
}

static void
run(struct run *r)
{
	int status, role;
	pid_t pid;

	running = r;
	late = 0;
	begin(r);
	alarm(LIMIT_S);
	while (!over(r) && (pid = waitpid(-1, &status, __WALL)) > 0) {
		if (pid == r->pid[0])
			role = 0;
		else
			role = 1;
		if (WIFSTOPPED(status)) {
			stopped(r, role, pid, status);
			continue;
		}
		if (role == 0) {
			r->ended = true;
			r->status = status;
		}
		if (pid == r->pid[role])
			r->pid[role] = role ? -1 : 0;
	}
	if (r->ran && r->ended && r->pid[1] > 0)
		r->left = !is_ending(r->pid[1]);
	alarm(0);
	finish(r);
}

/* Judging. */

static bool
one_line(const char *message)
{
	const char *end = strchr(message, '\n'), *step = message + 9;

	return !strncmp(message, "sc-init: ", 9) && end && !end[1] &&
		strchr(step, ':') && strstr(step, ": ") < end;
}

static bool
refused(const struct run *r, long nr)
{
	int status = r->ended && WIFEXITED(r->status) ?
		WEXITSTATUS(r->status) : -1;

	if (!one_line(r->message))
		return false;
	if (r->action)
		return true;
	return status == 125 ||
		(nr == SYS_execve && (status == 126 || status == 127));
}

static const char *
compare(const struct run *r)
{
	const char *filter = strstr(clean.state, "Seccomp:");

	if (!strcmp(r->state, clean.state))
		return "locked";
	return filter && !strncmp(r->state, clean.state,
		(size_t)(filter - clean.state)) ? "no filter" :
		"NOT LOCKED DOWN";
}

static const char *
outcome(const struct run *r, long nr)
{
	static char text[TEXT + 40];
	/* A supervisor that ended takes the workload with it. */
	bool ran = r->ran && !r->ended && !r->action;

	if (late)
		return "hangs";
	if (!r->injected)
		return "another call there";
	if (r->left)
		return "the workload is left";
	if (!ran && refused(r, nr))
		return "refused";
	if (ran)
		return compare(r);
	if (r->ended && WIFSIGNALED(r->status))
		snprintf(text, sizeof text, "signal %d", WTERMSIG(r->status));
	else
		snprintf(text, sizeof text, "status 0x%x, `%s'", r->status,
			r->message);
	return text;
}

/* A signal may end anything but the lock-down, and that only with a status. */
static bool
expected(const struct run *r, const char *outcome)
{
	enum kind kind = r->fault->kind;

	if (!strcmp(outcome, "refused"))
		return kind != SHORT;
	if (!strcmp(outcome, "locked"))
		return kind != ERROR;
	return kind == SIGNAL && !late && r->injected && !r->left &&
		(!r->ran || !strcmp(r->state, clean.state)) &&
		(r->action || (r->ended && r->status));
}

/* What can be done to a call. */
static bool
applies(const struct fault *f, const char *name)
{
	if (f->kind == SHORT)
		return listed("read pread64", name);
	if (f->kind == DONE)
		return listed("prctl capset setresuid setresgid setgroups "
			"seccomp rt_sigaction rt_sigprocmask mount", name);
	return f->kind == SIGNAL || !listed("getpid getppid umask exit_group "
		"set_tid_address arch_prctl exit", name);
}

static uint64_t injected, refusals, locks;

static void
attempt(int role, int at, int occurrence, const struct fault *f)
{
	long nr = recorded[role][at];
	const char *name = call_name(nr), *what;
	struct run r;

	if (!strcmp(name, left_out) || !applies(f, name) || (f->kind == ERROR &&
	    result[role][at] == -f->number))
		return;
	memset(&r, 0, sizeof r);
	r.fault = f;
	r.role = role;
	r.at = at;
	run(&r);
	injected++;
	what = outcome(&r, nr);
	refusals += !strcmp(what, "refused");
	locks += !strcmp(what, "locked");
	if (!expected(&r, what))
		printf("%s %d %s %s: %s\n", call_name(nr), occurrence,
			role ? "child" : "first", f->name, what);
}

static void
attempt_all(const struct fault *faults, int n)
{
	for (int role = 0; role < ROLES; role++)
		for (int at = 0; at < clean.calls[role]; at++) {
			int occurrence = 1;

			for (int i = 0; i < at; i++)
				occurrence += recorded[role][i] ==
					recorded[role][at];
			for (int i = 0; i < n; i++)
				attempt(role, at, occurrence, &faults[i]);
		}
}

static struct fault
parse(const char *name)
{
	static const struct { const char *name; int number; } signals[] = {
		{ "SIGTERM", SIGTERM }, { "SIGHUP", SIGHUP },
		{ "SIGUSR1", SIGUSR1 }, { "SIGCHLD", SIGCHLD },
		{ "SIGCONT", SIGCONT }, { "SIGPIPE", SIGPIPE },
		{ "SIGINT", SIGINT }, { "SIGRT", 40 }
	};
	struct fault f = { ERROR, 0, name };

	if (!strcmp(name, "done"))
		f.kind = DONE;
	else if (!strcmp(name, "short"))
		f.kind = SHORT;
	else if (strncmp(name, "SIG", 3))
		f.number = sc_errno_find(name, strlen(name));
	else
		for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
			if (!strcmp(name, signals[i].name)) {
				f.kind = SIGNAL;
				f.number = signals[i].number;
			}
	if (f.kind == ERROR && f.number <= 0) {
		fprintf(stderr, "fault: %s: no such fault\n", name);
		exit(2);
	}
	return f;
}

int
main(int argc, char **argv)
{
	static struct fault faults[FAULTS];
	const struct sigaction action = { .sa_handler = on_alarm };
	int option, n = 0;

	while ((option = getopt(argc, argv, "+1r:x:")) != -1) {
		if (option == '1')
			first_process = true;
		else if (option == 'r')
			root = optarg;
		else if (option == 'x')
			left_out = optarg;
		else
			return 2;
	}
	if (argc - optind < 2)
		die("usage");
	for (char *s = strtok(argv[optind], ","); s; s = strtok(NULL, ","))
		if (n < FAULTS)
			faults[n++] = parse(s);
	command = argv + optind + 1;
	sigaction(SIGALRM, &action, NULL);
	setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	for (int fd = 3; fd <= OPEN_MOST; fd++)
		if (fcntl(fd, F_GETFD) < 0 && dup2(0, fd) < 0)
			die("dup2");
	run(&clean);
	if (!clean.ran || !*clean.state) {
		fprintf(stderr, "fault: without a fault: status 0x%x: %s\n",
			clean.status, clean.message);
		return 2;
	}
	attempt_all(faults, n);
	printf("%d calls, %llu faults: %llu refused, %llu locked down\n",
		clean.calls[0] + clean.calls[1], (unsigned long long)injected,
		(unsigned long long)refusals, (unsigned long long)locks);
	return 0;
}
