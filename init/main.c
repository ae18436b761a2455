#include "init.h"

static _Noreturn void
run(char **argv, char **env)
{
	static struct options o;
	static struct program p;

	boot_expect(&o, argv);
	options_parse(&o, argv, env);
	supervise_early(&o);
	boot_begin(&o);
	profile_load(&o, &p);
	preflight(&o, &p);
	if (o.supervise && !o.check)
		supervise(&o, &p);
	/* --check as /init still has to turn the machine off. */
	if (!o.boot)
		lock_down(&o);
	if (o.check)
		check_print(&o, &p);
	lock_finish(&o, &p);
	start(&o, &p);
}

/*
 * What start.S calls, instead of the C library's start: sc-init needs
 * nothing that it sets up, which is thread-local storage and stdio.
 */
_Noreturn void begin(long *stack);

__attribute__((used)) _Noreturn void
begin(long *stack)
{
	char **argv = (char **)(stack + 1);

	run(argv, argv + stack[0] + 1);
}
