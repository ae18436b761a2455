/*
 * usage: locked [STATUS]
 *
 * Prints how the process is locked down, by system calls alone, and ends
 * with STATUS.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { VERSION_3 = 0x20080522 };

static int
bounding(void)
{
	int n = 0;

	for (int cap = 0; cap < 64; cap++)
		n += prctl(PR_CAPBSET_READ, cap, 0, 0, 0) == 1;
	return n;
}

int
main(int argc, char **argv)
{
	struct { uint32_t version; int32_t pid; } header = { VERSION_3, 0 };
	struct { uint32_t e, p, i; } caps[2];

	if (syscall(SYS_capget, &header, caps) < 0) {
		perror("capget");
		return 2;
	}
	printf("user %d, effective %x, permitted %x, inheritable %x, "
		"bounding %d, no_new_privs %d, seccomp %d\n", (int)getuid(),
		caps[0].e, caps[0].p, caps[0].i, bounding(),
		prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0),
		prctl(PR_GET_SECCOMP, 0, 0, 0, 0));
	return argc > 1 ? atoi(argv[1]) : 0;
}
