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
# Pays here, and costs on aarch64; large constants are aligned to 32 bytes
# unless told not to.
ARCH_SMALL = -fno-inline-functions-called-once -fno-jump-tables \
	-malign-data=abi
QEMU_USER = qemu-x86_64
QEMU_SYSTEM = qemu-system-x86_64
QEMU_MACHINE = -M pc
QEMU_CONSOLE = ttyS0
