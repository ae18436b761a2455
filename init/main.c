#include "init.h"

int
main(int argc, char **argv, char **env)
{
	static struct options o;
	static struct program p;

	boot_expect(&o, argv);
	options_parse(&o, argc, argv, env);
	supervise_early(&o);
	boot_begin(&o);
	profile_load(&o, &p);
	preflight(&o, &p);
	if (o.check) {
		check_print(&o, &p);
		quit(0);
	}
	if (o.supervise)
		supervise(&o, &p);
	lock_down(&o, &p);
	start(&o, &p);
}
