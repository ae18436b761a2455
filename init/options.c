#include "init.h"

/* NULL, or what is wrong with the value. */
typedef const char *fault;

static fault
parse_profile(struct options *o, const char *value)
{
	int id = sc_profile_find(value, length(value));

	o->profile = value;
	o->profile_id = (unsigned)id;
	return id < 0 ? "no such profile" : NULL;
}

static fault
parse_network(struct options *o, const char *value)
{
	if (equal(value, "on"))
		o->network = SC_NETWORK_ON;
	else if (equal(value, "off"))
		o->network = SC_NETWORK_OFF;
	else
		return "neither on nor off";
	return NULL;
}

static fault
parse_deny_action(struct options *o, const char *value)
{
	o->deny_action_set = true;
	if (sc_action_parse(&o->deny_action, value, length(value)) < 0)
		return "none of kill, trap, errno, errno:NAME, errno:N,"
			" enosys, log";
	return NULL;
}

static fault
parse_caps(struct options *o, const char *value)
{
	uint64_t caps;
	const char *bad;
	size_t len;

	if (sc_cap_list(&caps, value, &bad, &len) < 0)
		return "not a list of capabilities";
	o->keep |= caps;
	return NULL;
}

static fault
parse_umask(struct options *o, const char *value)
{
	o->umask = 0;
	if (!*value)
		return "not an octal number up to 777";
	for (; *value; value++) {
		if (*value < '0' || *value > '7')
			return "not an octal number up to 777";
		o->umask = o->umask * 8 + (*value - '0');
		if (o->umask > 0777)
			return "not an octal number up to 777";
	}
	return NULL;
}

static fault
parse_env(const char *value)
{
	return *value != '=' && value[length_to(value, '=')] ? NULL
		: "not NAME=VALUE";
}

static fault
parse_unset_env(const char *value)
{
	return *value && !value[length_to(value, '=')] ? NULL : "not a name";
}

static fault
parse_limit(const char *value)
{
	struct limit limit;

	return limit_parse(&limit, value);
}

static fault
parse_one_signal(int *signal, const char *value)
{
	*signal = parse_signal(value, length(value));
	return *signal > 0 ? NULL : "no such signal";
}

static fault
parse_seconds(struct options *o, const char *value)
{
	long long n = parse_number(value, length(value), 1000000);

	if (n < 0)
		return "not a number of seconds up to 1000000";
	o->stop_timeout_s = (unsigned)n;
	return NULL;
}

static fault
parse_rewrite(struct options *o, const char *value)
{
	size_t len = length_to(value, ':');
	const char *second = value + len + (value[len] != 0);
	int from = parse_signal(value, len), to;

	to = equal(second, "0") ? 0 : parse_signal(second, length(second));
	if (from < 0 || to < 0 || !value[len])
		return "not SIGNAL:SIGNAL or SIGNAL:0";
	o->rewrite[from] = (uint8_t)to;
	return NULL;
}

static fault
parse_map_exit(struct options *o, const char *value)
{
	size_t len = length_to(value, ':');
	const char *second = value + len + (value[len] != 0);
	long long from = parse_number(value, len, 255);
	long long to = parse_number(second, length(second), 255);

	if (from < 0 || to < 0)
		return "not STATUS:STATUS, each up to 255";
	o->map_exit[from] = (uint8_t)to;
	return NULL;
}

static fault
parse_on_exit(struct options *o, const char *value)
{
	/* In the order of enum on_exit. */
	int i = sc_list_find("poweroff\0reboot\0halt\0hold\0", value,
		length(value));

	if (i < 0)
		return "none of poweroff, reboot, halt, hold";
	o->on_exit = (enum on_exit)i;
	return NULL;
}

static fault
parse_mount(struct options *o, const char *value)
{
	size_t len = length_to(value, ':');

	if (!len || !value[len]
			|| !value[len + 1 + length_to(value + len + 1, ':')])
		return "not TYPE:SOURCE:TARGET[:OPTIONS]";
	if (o->nmounts == MOUNTS_MAX)
		return "more than 16 mounts";
	o->mounts[o->nmounts++] = value;
	return NULL;
}

static fault
parse_value(struct options *o, enum option option, const char *value)
{
	switch (option) {
	case OPTION_PROFILE: return parse_profile(o, value);
	case OPTION_SECCOMP: o->seccomp = value; break;
	case OPTION_SHA256: o->sha256 = value; break;
	case OPTION_CHDIR: o->chdir = value; break;
	case OPTION_NETWORK: return parse_network(o, value);
	case OPTION_DENY_ACTION: return parse_deny_action(o, value);
	case OPTION_KEEP_CAP: return parse_caps(o, value);
	case OPTION_USER: return user_parse(o, value);
	case OPTION_RLIMIT: return parse_limit(value);
	case OPTION_UMASK: return parse_umask(o, value);
	case OPTION_ENV: return parse_env(value);
	case OPTION_UNSET_ENV: return parse_unset_env(value);
	case OPTION_STOP_SIGNAL:
		return parse_one_signal(&o->stop_signal, value);
	case OPTION_PDEATHSIG:
		return parse_one_signal(&o->pdeathsig, value);
	case OPTION_STOP_TIMEOUT: return parse_seconds(o, value);
	case OPTION_REWRITE: return parse_rewrite(o, value);
	case OPTION_MAP_EXIT: return parse_map_exit(o, value);
	case OPTION_ON_EXIT: return parse_on_exit(o, value);
	case OPTION_MOUNT: return parse_mount(o, value);
	default: break;         /* read where the policy is made */
	}
	return NULL;
}

#define FLAG(option, member) { option, offsetof(struct options, member) }

static void
set_flag(struct options *o, enum option option)
{
	static const struct {
		uint16_t option, at;
	} flags[] = {
		FLAG(OPTION_HARDEN, harden),
		FLAG(OPTION_LOG_DENIED, log_denied),
		FLAG(OPTION_KEEP_FDS, keep_fds),
		FLAG(OPTION_ALLOW_NEW_PRIVS, new_privs),
		FLAG(OPTION_BEST_EFFORT, best_effort),
		FLAG(OPTION_SUPERVISE, supervise),
		FLAG(OPTION_KILL_GROUP, kill_group),
		FLAG(OPTION_SUBREAPER, subreaper),
		FLAG(OPTION_BOOT, boot),
		FLAG(OPTION_CHECK, check)
	};

	switch (option) {
	case OPTION_VERBOSE: o->verbose = true; o->quiet = false; break;
	case OPTION_QUIET: o->quiet = true; o->verbose = false; break;
	case OPTION_VERSION:
		print("sc-init %s\n", SC_VERSION);
		quit(0);
	case OPTION_HELP:
		print("%s", help);
		quit(0);
	default: break;         /* --clear-env is read by env_apply */
	}
	for (unsigned i = 0; i < sizeof flags / sizeof *flags; i++)
		if (flags[i].option == option)
			*((bool *)o + flags[i].at) = true;
}

static void
set_defaults(struct options *o, char **argv)
{
	o->argv = argv;
	o->umask = -1;
	o->profile = "docker";
	o->profile_id = SC_PROFILE_DOCKER;
	for (unsigned i = 0; i <= SIGNALS; i++)
		o->rewrite[i] = (uint8_t)i;
	for (unsigned i = 0; i < 256; i++)
		o->map_exit[i] = (uint8_t)i;
}

bool
called_init(char **argv)
{
	const char *name = argv[0];

	if (!name)
		return false;
	while (name[length_to(name, '/')])
		name += length_to(name, '/') + 1;
	return equal(name, "init");
}

static _Noreturn void
fail_alone(unsigned option, unsigned needs)
{
	char name[OPTION_SIZE], needed[OPTION_SIZE];

	fail("options: --%s: only with --%s; see sc-init --help",
		option_name((enum option)option, name),
		option_name((enum option)needs, needed));
}

/* What is given and would have no effect. */
static void
check_use(const struct options *o)
{
	static const struct {
		uint8_t option, needs;
	} uses[] = {
		{ OPTION_SHA256, OPTION_SECCOMP },
		{ OPTION_KILL_GROUP, OPTION_SUPERVISE },
		{ OPTION_STOP_SIGNAL, OPTION_SUPERVISE },
		{ OPTION_STOP_TIMEOUT, OPTION_SUPERVISE },
		{ OPTION_REWRITE, OPTION_SUPERVISE },
		{ OPTION_SUBREAPER, OPTION_SUPERVISE },
		{ OPTION_MAP_EXIT, OPTION_SUPERVISE },
		{ OPTION_ON_EXIT, OPTION_BOOT },
		{ OPTION_MOUNT, OPTION_BOOT }
	};

	uint64_t given = o->given;

	if (o->supervise)
		given |= (uint64_t)1 << OPTION_SUPERVISE;
	if (o->boot)
		given |= (uint64_t)1 << OPTION_BOOT;
	for (unsigned i = 0; i < sizeof uses / sizeof *uses; i++)
		if (given >> uses[i].option & ~(given >> uses[i].needs) & 1)
			fail_alone(uses[i].option, uses[i].needs);
	if (o->seccomp && given >> OPTION_PROFILE & 1)
		bad_option("seccomp", o->seccomp, "--profile is there too");
}

void
options_parse(struct options *o, char **argv, char **env)
{
	struct scan s;
	enum option option;

	set_defaults(o, argv);
	scan_begin(&s, o);
	while ((option = scan_next(&s)) != OPTION_END) {
		const char *reason = NULL;
		char name[OPTION_SIZE];

		o->given |= (uint64_t)1 << option;
		if (s.value)
			reason = parse_value(o, option, s.value);
		else
			set_flag(o, option);
		if (reason)
			bad_option(option_name(option, name), s.value, reason);
	}
	message_level(o->verbose, o->quiet);
	if (called_init(argv) && sys(NR_getpid, 0, 0, 0) == 1)
		o->boot = true;
	o->supervise |= o->boot;
	check_use(o);
	if (o->seccomp) {
		o->profile = o->seccomp;
		o->profile_id = SC_PROFILE_CUSTOM;
	}
	if (!*s.at)
		bad_option("COMMAND", NULL, "missing");
	o->command = s.at;
	env_apply(o, env);
}
