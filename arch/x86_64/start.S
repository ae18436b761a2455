/* Where the kernel enters sc-init: the stack holds argc, argv, environ. */
	.globl	_start
_start:
	mov	%rsp, %rdi
	xor	%ebp, %ebp
	call	begin

	.section .note.GNU-stack, "", %progbits
