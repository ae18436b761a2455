# AUDIT_ARCH_X86_64 of linux/audit.h.
TOKEN = 0xc000003e
# Numbers from here on are x32 calls (__X32_SYSCALL_BIT); 0 where there is
# no such second range.
X32 = 0x40000000
OCI = SCMP_ARCH_X86_64
GOARCH = amd64

DEB_ARCH = amd64
TRIPLET = x86_64-linux-gnu
CLANG_TARGET = x86_64-linux-gnu
ARCH_CFLAGS =
# Pays here, and costs on aarch64. Large constants would be aligned to 32
# bytes, and the stack to 16, which only wider registers take; a function with
# any number of arguments would be told how many of those are used.
ARCH_SMALL = -fno-inline-functions-called-once -fno-jump-tables \
	-fno-tree-forwprop -fno-tree-loop-optimize -fconserve-stack \
	-malign-data=abi -mpreferred-stack-boundary=3 -mskip-rax-setup
QEMU_USER = qemu-x86_64
QEMU_SYSTEM = qemu-system-x86_64
QEMU_MACHINE = -M pc
QEMU_CONSOLE = ttyS0
