# AUDIT_ARCH_AARCH64 of linux/audit.h.
TOKEN = 0xc00000b7
# There is no second range of numbers.
X32 = 0
OCI = SCMP_ARCH_AARCH64
GOARCH = arm64

DEB_ARCH = arm64
TRIPLET = aarch64-linux-gnu
CLANG_TARGET = aarch64-linux-gnu
# Debian's gcc calls out of line for atomics; libsc may call nothing.
ARCH_CFLAGS = -mno-outline-atomics
# sc-init is smaller than the 1 MiB that an address then reaches.
ARCH_SMALL = -mcmodel=tiny -fomit-frame-pointer
QEMU_USER = qemu-aarch64
QEMU_SYSTEM = qemu-system-aarch64
QEMU_MACHINE = -M virt -cpu cortex-a57
QEMU_CONSOLE = ttyAMA0
