/*
 * Stands in for arch/ARCH/start.S where sc-init is linked with a C library,
 * as the sanitizers need: the words that begin finds on the stack.
 */
#include <stdlib.h>

_Noreturn void begin(long *stack);

/*
 * AddressSanitizer's answer to the end of a process is system calls, for the
 * sake of a stack that is left; a supervisor's filter kills for them.
 */
void __asan_handle_no_return(void);

void
__asan_handle_no_return(void)
{
}

int
main(int argc, char **argv, char **env)
{
	size_t n = 0, words = (size_t)argc + 2;
	static long *stack;

	while (env[n++])
		words++;
	stack = calloc(words + 1, sizeof *stack);
	if (!stack)
		return 125;
	stack[0] = argc;
	for (int i = 0; i < argc; i++)
		stack[1 + i] = (long)argv[i];
	for (size_t i = 0; i < n; i++)
		stack[argc + 2 + (int)i] = (long)env[i];
	begin(stack);
}
