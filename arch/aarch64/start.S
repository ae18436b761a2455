/* Where the kernel enters sc-init: the stack holds argc, argv, environ. */
	.globl	_start
_start:
	mov	x0, sp
	mov	x29, #0
	mov	x30, #0
	b	begin

	.section .note.GNU-stack, "", %progbits
