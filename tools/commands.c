#include "cmd.h"

static const char policy_help[] =
	"POLICY is a built-in profile, or a file that holds a profile in\n"
	"JSON.\n";

static const char show_help[] =
	"POLICY is a built-in profile, or a file that holds a profile in\n"
	"JSON.\n\n"
	"Calls stand in groups, by what they are for: a line for each that\n"
	"gets anything but the default, its action before it and the\n"
	"condition of that action behind it, as in\n"
	"  ALLOW         socket(domain == AF_UNIX)\n"
	"and then those that are refused by default. Arguments that sc has\n"
	"no name for are arg0 to arg5.\n";

static const char dis_help[] =
	"POLICY is a built-in profile, a file that holds a profile in JSON,\n"
	"or a file FILE.bpf that holds a program as sc compile writes it.\n\n"
	"A line is an instruction: its index, opcode and constant, where it\n"
	"jumps to (if so, if not), and what it means.\n\n"
	"With --dot, a graph: sc dis --dot docker | dot -Tsvg >docker.svg\n";

static const char program_help[] =
	"POLICY is a built-in profile, a file that holds a profile in JSON,\n"
	"or a file FILE.bpf that holds a program as sc compile writes it.\n";

const struct command commands[] = {
	{ "profiles", cmd_profiles, 0, 0, 0, "",
		"list the built-in profiles", NULL },
	{ "syscalls", cmd_syscalls, TAKES_NUMBERS, 0, -1, "[NAME|NR]…",
		"list system calls: number and name",
		"With -A all, the architecture stands before each.\n" },
	{ "show", cmd_show, TAKES_POLICY | TAKES_JSON | TAKES_DOT, 1, 1,
		"POLICY", "a policy in words", show_help },
	{ "compile", cmd_compile, TAKES_POLICY | TAKES_OUTPUT, 1, 1, "POLICY",
		"write the program, an array of struct sock_filter",
		policy_help },
	{ "dis", cmd_dis, TAKES_POLICY | TAKES_DOT, 1, 1, "POLICY",
		"disassemble the program", dis_help },
	{ "sim", cmd_sim, TAKES_POLICY | TAKES_BATCH | TAKES_NUMBERS, 1, 8,
		"POLICY SYSCALL [ARG]…", "what a call would get",
		"POLICY is a built-in profile, a file that holds a profile in "
		"JSON,\nor a file FILE.bpf that holds a program as sc compile "
		"writes it.\nSYSCALL is a name or a number; numbers are "
		"decimal, negative or 0x.\n\n"
		"With --batch and POLICY alone, each line of standard input "
		"is a call,\n"
		"  ARCH NAME|NR [ARG]…\n"
		"ARCH is a name or an audit token (0x), and each line of "
		"output is the\naction, a tab, and how many instructions were "
		"executed. The program is\nthat of -A; with -A all it is that "
		"of the line's ARCH.\n" },
	{ "explain", cmd_explain, TAKES_POLICY | TAKES_NUMBERS, 2, -1,
		"POLICY CALL…", "which rule answers a call, and why",
		"POLICY is a built-in profile, or a file that holds a profile "
		"in JSON.\n"
		"A CALL is \"socket(AF_INET, SOCK_RAW)\", or a name or number "
		"and after it\nits arguments: socket 2 3. Arguments are "
		"numbers or constants, with | between\nflags; those that "
		"aren't given are 0.\n\n"
		"The rule that decides is the strictest of those that match, "
		"the first of\nequals; the default answers if none does.\n" },
	{ "stats", cmd_stats, TAKES_POLICY | TAKES_TIME, 1, 1, "POLICY",
		"measure the program", program_help },
	{ "diff", cmd_diff, TAKES_POLICY | TAKES_ARCHS, 1, 2,
		"POLICY POLICY, or --archs POLICY",
		"where two policies, or two architectures, decide differently",
		"A line for each difference: a call that shows it, and the "
		"two answers.\nNothing but answers is compared; of "
		"architectures, those to calls that both\nhave. Exit status "
		"1 if any differ.\n" },
	{ "learn", cmd_learn, TAKES_OUTPUT | TAKES_COMMAND, 1, -1,
		"[--] COMMAND [ARG]…",
		"run a command and write a profile of the calls it makes",
		"All its children are watched too, until the last is gone; "
		"the exit\nstatus is that of COMMAND, 128+N if signal N ended "
		"it, 126 or 127 if it\ncan't be executed, 1 if calls can't be "
		"watched here. clone3 and calls\nwithout a name are answered "
		"with ENOSYS, as under the profile.\n" },
	{ "help", cmd_help, 0, 0, 1, "[COMMAND]",
		"what a command does", NULL },
	{ NULL, NULL, 0, 0, 0, NULL, NULL, NULL }
};
