/*
 * usage: try 'CALL [ARG]…'…
 *
 * Makes each call in a process of its own and prints a line: the call's name
 * and `done`, the errno, or the signal that ended the process. CALL is a name
 * or a number. ARG is a number; @N,N… for the address of an array of 64-bit
 * numbers; anything else is the address of a string.
 *
 * Exit status: 0, whatever the calls got; 2 wrong use.
 */
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include "sc.h"
#include "syscall.h"

enum { ARGS = 6, NUMBERS = 16 };

/* No call returns it. */
#define UNKNOWN LONG_MIN

struct call {
	const char *name;
	long nr;
	long args[ARGS];
	uint64_t numbers[ARGS][NUMBERS];
};

static _Noreturn void
wrong(const char *what, const char *why)
{
	fprintf(stderr, "try: %s: %s\n", what, why);
	exit(2);
}

static bool
number(uint64_t *n, const char *text, size_t len)
{
	bool minus = len > 1 && *text == '-';

	if (sc_number(n, UINT64_MAX, text + minus, len - minus) < 0)
		return false;
	if (minus)
		*n = -*n;
	return true;
}

static void
array(uint64_t *numbers, const char *list)
{
	const char *item;
	size_t len;

	for (unsigned i = 0; sc_item(&list, &item, &len); i++)
		if (i == NUMBERS || !number(&numbers[i], item, len))
			wrong(item, "not a list of 16 numbers or less");
}

static long
argument(char *word, uint64_t numbers[NUMBERS])
{
	uint64_t n;

	if (*word == '@') {
		array(numbers, word + 1);
		return (long)(intptr_t)numbers;
	}
	return number(&n, word, strlen(word)) ? (long)n : (long)(intptr_t)word;
}

static void
parse(struct call *call, char *text)
{
	char *word = strtok(text, " ");
	uint64_t nr;

	if (!word)
		wrong("CALL", "missing");
	memset(call, 0, sizeof *call);
	call->name = word;
	call->nr = sc_nr(sc_arch_native(), word, strlen(word));
	if (call->nr < 0) {
		if (!number(&nr, word, strlen(word)))
			wrong(word, "no such call here");
		call->nr = (long)nr;
	}
	for (unsigned i = 0; (word = strtok(NULL, " ")); i++) {
		if (i == ARGS)
			wrong(word, "a call has 6 arguments at most");
		call->args[i] = argument(word, call->numbers[i]);
	}
}

/* The process that a call like clone(2) makes has nothing to say. */
static _Noreturn void
child(const struct call *call, volatile long *result)
{
	const long *a = call->args;
	pid_t self = getpid();
	long r = sc_syscall(call->nr, a[0], a[1], a[2], a[3], a[4], a[5]);

	if (getpid() == self)
		*result = r;
	_exit(0);
}

static void
print(const struct call *call, int status, long result)
{
	char text[SC_NAME_SIZE];
	const char *name = sc_errno_name((unsigned)-result, text);

	printf("%s ", call->name);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		puts("killed by SIGSYS");
	else if (WIFSIGNALED(status))
		printf("killed by signal %d\n", WTERMSIG(status));
	else if (result == UNKNOWN)
		puts("exited");
	else if (result >= 0)
		puts("done");
	else if (name)
		puts(name);
	else
		printf("errno %ld\n", -result);
}

static void
try(struct call *call, volatile long *result)
{
	int status;
	pid_t pid;

	*result = UNKNOWN;
	pid = fork();
	if (pid == 0)
		child(call, result);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		wrong(call->name, "no process to make it");
	print(call, status, *result);
}

int
main(int argc, char **argv)
{
	static struct call call;
	void *result = mmap(NULL, sizeof(long), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (argc < 2)
		wrong("usage", "try 'CALL [ARG]...'...");
	if (result == MAP_FAILED)
		wrong("mmap", "failed");
	setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	while (*++argv) {
		parse(&call, *argv);
		try(&call, result);
	}
	return 0;
}
