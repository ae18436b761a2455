/*
 * Compiled by tests/headers/constants.sh against the headers of glibc and of
 * the kernel: what libsc says of Linux itself, as musl has no linux/ headers
 * and libsc has none at all.
 */
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sched.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <asm/termbits.h>
#include <linux/audit.h>
#include <linux/bpf_common.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/if_tun.h>
#include <linux/mman.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <linux/securebits.h>
#include <linux/sockios.h>
#include "inner.h"
#include "linux.h"

#define SAME(a, b) _Static_assert((a) == (b), #a " is not " #b)
#define LAYOUT(ours, theirs, member, their_member) \
	SAME(offsetof(ours, member), offsetof(theirs, their_member)); \
	SAME(sizeof ((ours *)0)->member, sizeof ((theirs *)0)->their_member)

SAME(SC_KILL_PROCESS, SECCOMP_RET_KILL_PROCESS);
SAME(SC_KILL_THREAD, SECCOMP_RET_KILL_THREAD);
SAME(SC_TRAP, SECCOMP_RET_TRAP);
SAME(SC_ERRNO(0), SECCOMP_RET_ERRNO);
SAME(SC_USER_NOTIF, SECCOMP_RET_USER_NOTIF);
SAME(SC_TRACE(0), SECCOMP_RET_TRACE);
SAME(SC_LOG, SECCOMP_RET_LOG);
SAME(SC_ALLOW, SECCOMP_RET_ALLOW);
SAME(SC_ACTION, SECCOMP_RET_ACTION_FULL);
SAME(SC_DATA, SECCOMP_RET_DATA);
SAME(SC_INSTALL_TSYNC, SECCOMP_FILTER_FLAG_TSYNC);
SAME(SC_INSTALL_LOG, SECCOMP_FILTER_FLAG_LOG);
SAME(SC_INSTALL_SPEC_ALLOW, SECCOMP_FILTER_FLAG_SPEC_ALLOW);

SAME(SC_INSNS_MAX, BPF_MAXINSNS);
SAME(LD_W_ABS, BPF_LD | BPF_W | BPF_ABS);
SAME(ALU_AND_K, BPF_ALU | BPF_AND | BPF_K);
SAME(JA, BPF_JMP | BPF_JA);
SAME(JEQ_K, BPF_JMP | BPF_JEQ | BPF_K);
SAME(JGT_K, BPF_JMP | BPF_JGT | BPF_K);
SAME(JGE_K, BPF_JMP | BPF_JGE | BPF_K);
SAME(JSET_K, BPF_JMP | BPF_JSET | BPF_K);
SAME(RET_K, BPF_RET | BPF_K);

SAME(sizeof (struct sc_data), sizeof (struct seccomp_data));
LAYOUT(struct sc_data, struct seccomp_data, nr, nr);
LAYOUT(struct sc_data, struct seccomp_data, arch, arch);
LAYOUT(struct sc_data, struct seccomp_data, instruction_pointer,
	instruction_pointer);
LAYOUT(struct sc_data, struct seccomp_data, args, args);
SAME(DATA_NR, offsetof(struct seccomp_data, nr));
SAME(DATA_ARCH, offsetof(struct seccomp_data, arch));
SAME(DATA_ARGS, offsetof(struct seccomp_data, args));
SAME(DATA_ARG_LOW(5), offsetof(struct seccomp_data, args[5]));
SAME(DATA_ARG_HIGH(5), offsetof(struct seccomp_data, args[5]) + 4);

SAME(sizeof (struct sc_insn), sizeof (struct sock_filter));
LAYOUT(struct sc_insn, struct sock_filter, code, code);
LAYOUT(struct sc_insn, struct sock_filter, jt, jt);
LAYOUT(struct sc_insn, struct sock_filter, jf, jf);
LAYOUT(struct sc_insn, struct sock_filter, k, k);

SAME(sizeof (struct k_fprog), sizeof (struct sock_fprog));
LAYOUT(struct k_fprog, struct sock_fprog, len, len);
LAYOUT(struct k_fprog, struct sock_fprog, filter, filter);

SAME(sizeof (struct k_cap_header), sizeof (struct __user_cap_header_struct));
LAYOUT(struct k_cap_header, struct __user_cap_header_struct, version,
	version);
LAYOUT(struct k_cap_header, struct __user_cap_header_struct, pid, pid);
SAME(sizeof (struct k_cap_data), sizeof (struct __user_cap_data_struct));
LAYOUT(struct k_cap_data, struct __user_cap_data_struct, effective,
	effective);
LAYOUT(struct k_cap_data, struct __user_cap_data_struct, permitted,
	permitted);
LAYOUT(struct k_cap_data, struct __user_cap_data_struct, inheritable,
	inheritable);

/* Made by the script from what the sources say. */
#include "generated.h"
