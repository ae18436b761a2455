/*
 * Constants of Linux's user-space headers, which musl does not have. Each is
 * called as there, with a K_ before it, and is the same on every
 * architecture.
 */
#ifndef LINUX_H
#define LINUX_H

#include <stdint.h>

/* linux/prctl.h */
enum {
	K_PR_SET_PDEATHSIG = 1,
	K_PR_SET_DUMPABLE = 4,
	K_PR_SET_KEEPCAPS = 8,
	K_PR_GET_SECCOMP = 21,
	K_PR_SET_SECCOMP = 22,
	K_PR_CAPBSET_READ = 23,
	K_PR_CAPBSET_DROP = 24,
	K_PR_GET_SECUREBITS = 27,
	K_PR_SET_SECUREBITS = 28,
	K_PR_SET_CHILD_SUBREAPER = 36,
	K_PR_SET_NO_NEW_PRIVS = 38,
	K_PR_GET_NO_NEW_PRIVS = 39,
	K_PR_CAP_AMBIENT = 47,
	K_PR_CAP_AMBIENT_IS_SET = 1,
	K_PR_CAP_AMBIENT_RAISE = 2,
	K_PR_CAP_AMBIENT_CLEAR_ALL = 4
};

/* linux/seccomp.h */
enum {
	K_SECCOMP_MODE_FILTER = 2,
	K_SECCOMP_SET_MODE_FILTER = 1,
	K_SECCOMP_FILTER_FLAG_TSYNC = 1,
	K_SECCOMP_FILTER_FLAG_LOG = 2,
	K_SECCOMP_FILTER_FLAG_SPEC_ALLOW = 4
};

/* linux/securebits.h */
enum {
	K_SECBIT_NOROOT = 0x01,
	K_SECBIT_NOROOT_LOCKED = 0x02,
	K_SECBIT_NO_SETUID_FIXUP = 0x04,
	K_SECBIT_NO_SETUID_FIXUP_LOCKED = 0x08,
	K_SECBIT_KEEP_CAPS = 0x10,
	K_SECBIT_KEEP_CAPS_LOCKED = 0x20,
	K_SECBIT_NO_CAP_AMBIENT_RAISE = 0x40,
	K_SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED = 0x80
};

/* linux/capability.h */
enum {
	K__LINUX_CAPABILITY_VERSION_3 = 0x20080522,
	K_CAP_KILL = 5,
	K_CAP_SETGID = 6,
	K_CAP_SETUID = 7,
	K_CAP_SETPCAP = 8,
	K_CAP_SYS_ADMIN = 21,
	K_CAP_SYS_BOOT = 22
};

/* struct __user_cap_header_struct and two of __user_cap_data_struct. */
struct k_cap_header {
	uint32_t version;
	int32_t pid;
};

struct k_cap_data {
	uint32_t effective;
	uint32_t permitted;
	uint32_t inheritable;
};

/*
 * What a system call has written through an address that it was given, which
 * nothing else tells those who read the code.
 */
#define WRITTEN(object) __asm__ ("" : "=m"(object))

/* struct sock_fprog of linux/filter.h. */
struct k_fprog {
	uint16_t len;
	const void *filter;
};

#endif
