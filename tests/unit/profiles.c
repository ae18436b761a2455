/*
 * usage: profiles
 *	profiles dump PROFILE ARCH [caps=0xMASK] [kernel=N.N] [network=on|off]
 *	profiles allow PROFILE ARCH NAME...
 *
 * The second form prints what a profile decides, a line for each rule of
 * each number, for the snapshots in tests/profiles; the third each name,
 * and what sc_policy_allow returns for it.
 */
#include "decide.h"

/* Snapshots */

static const char *
action_text(uint32_t action)
{
	static char text[SC_ACTION_TEXT];

	sc_action_format(action, text);
	return text;
}

static void
dump_cond(const struct sc_cond *c)
{
	static const char op[][3] = { "!=", "<", "<=", "==", ">=", ">", "==" };

	printf(" a%u:%u", c->arg, c->width);
	if (c->op == SC_MASKED_EQ)
		printf("&0x%" PRIx64, c->mask);
	printf("%s0x%" PRIx64, op[c->op], c->value);
}

static void
dump_nr(const struct sc_policy *p, uint32_t nr, const char *name)
{
	uint32_t action;
	int i;

	if (sc_policy_constant(p, nr, &action)) {
		printf("%" PRIu32 " %s %s\n", nr, name, action_text(action));
		return;
	}
	for (i = sc_policy_first(p, nr); i >= 0; i = sc_policy_next(p, i)) {
		const struct sc_rule *r = &p->rules[i];

		printf("%" PRIu32 " %s", nr, name);
		for (unsigned k = 0; k < r->nconds; k++)
			dump_cond(&p->conds[r->cond + k]);
		printf(" %s\n", action_text(r->action));
	}
}

static const struct sc_arch *
arch(const char *name)
{
	const struct sc_arch *a = sc_arch_find(name, strlen(name));

	if (!a) {
		fprintf(stderr, "no such architecture: %s\n", name);
		exit(2);
	}
	return a;
}

static int
dump(const char *profile, const struct sc_arch *a, char **option)
{
	enum sc_network network = SC_NETWORK_DEFAULT;
	unsigned major = 6, minor = 18;
	const struct sc_policy *p;
	char name[SC_NAME_SIZE];
	uint64_t caps = 0;

	for (; *option; option++) {
		if (sscanf(*option, "caps=%" SCNx64, &caps) == 1)
			continue;
		if (sscanf(*option, "kernel=%u.%u", &major, &minor) == 2)
			continue;
		network = strcmp(*option, "network=on") ? SC_NETWORK_OFF :
			SC_NETWORK_ON;
	}
	p = make(profile, a, caps, SC_KERNEL(major, minor), network);
	printf("default %s\n", action_text(p->default_action));
	printf("future %s\n", action_text(p->future_action));
	printf("second range %s\n", sc_arch_x32(a) ?
		action_text(p->x32_action) : "none");
	printf("filter %s\n", p->none ? "no" : "yes");
	for (uint32_t nr = 0; nr <= sc_arch_last(a); nr++)
		if (sc_name(a, nr, name))
			dump_nr(p, nr, name);
	return 0;
}

static int
allow_each(struct sc_policy *p, char **name)
{
	for (; *name; name++)
		printf("%s %d\n", *name, allow(p, *name));
	return 0;
}

static void
defect_1(const struct sc_arch *a)
{
	static const char *const all[] = {
		"docker", "strict", "minimal", "denylist"
	};

	test("defect 1: clone3 is ENOSYS, %s", sc_arch_name(a));
	for (unsigned i = 0; i < 4; i++) {
		compile(plain(all[i], a));
		each(&policy, ENOSYS_, "clone3");
	}
	compile(plain("strict", a));
	clone_makes_no_namespace(&policy, SC_KILL_PROCESS, 0);
	compile(plain("docker", a));
	clone_makes_no_namespace(&policy, EPERM_, 1);
	compile(make("docker", a, 1 << 21, NEW_LINUX, SC_NETWORK_DEFAULT));
	each(&policy, SC_ALLOW, "clone clone3 unshare setns mount");
}

static void
write_xor_execute(const struct sc_policy *p, const char *name)
{
	const uint64_t high = UINT64_C(1) << 40;

	for (uint64_t prot = 0; prot < 64; prot++) {
		uint32_t want = (prot & 6) == 6 ? SC_KILL_PROCESS : SC_ALLOW;

		CHECK_INT(decide(p, name, 0, 4096, prot), want);
		CHECK_INT(decide(p, name, 0, 4096, prot | high), want);
	}
}

static void
defect_3(const struct sc_arch *a)
{
	struct sc_policy *p = plain("strict", a);

	test("defect 3: W^X by every way, %s", sc_arch_name(a));
	CHECK_INT(allow(p, "pkey_mprotect"), SC_ALLOW_FILTERED);
	CHECK_INT(allow(p, "personality"), SC_ALLOW_FILTERED);
	CHECK_INT(allow(p, "mprotect"), SC_ALLOW_FILTERED);
	CHECK_INT(allow(p, "mmap"), SC_ALLOW_FILTERED);
	compile(p);
	write_xor_execute(p, "mprotect");
	write_xor_execute(p, "mmap");
	write_xor_execute(p, "pkey_mprotect");
	CHECK_INT(decide(p, "shmat", 1, 0, 010000), SC_ALLOW);
	CHECK_INT(decide(p, "shmat", 1, 0, 0100000), SC_KILL_PROCESS);
	CHECK_INT(decide(p, "shmat", 1, 0, 0110000), SC_KILL_PROCESS);
	CHECK_INT(decide(p, "personality", 0, 0, 0), SC_ALLOW);
	CHECK_INT(decide(p, "personality", 0xffffffff, 0, 0), SC_ALLOW);
	CHECK_INT(decide(p, "personality", 0x400000, 0, 0), SC_KILL_PROCESS);
	CHECK_INT(decide(p, "personality", 0x400008, 0, 0), SC_KILL_PROCESS);
}

static void
defect_4(const struct sc_arch *a)
{
	const struct sc_policy *p = plain("strict", a);

	test("defect 4: PR_CAP_AMBIENT only asks, %s", sc_arch_name(a));
	compile(p);
	for (uint64_t what = 0; what < 10; what++)
		CHECK_INT(decide(p, "prctl", 47, what, 10),
			what == 1 ? SC_ALLOW : SC_KILL_PROCESS);
	for (uint64_t option = 0; option < 100; option++) {
		static const char ok[] = { 1, 2, 15, 16, 23, 27, 36, 37, 38,
			39, 40, 47, 0 };
		bool listed = option && strchr(ok, (int)option);

		CHECK_INT(decide(p, "prctl", option, 1, 0),
			listed ? SC_ALLOW : SC_KILL_PROCESS);
	}
}

static void
defect_5(const struct sc_arch *a)
{
	test("defect 5: --harden lets prlimit64 only read, %s",
		sc_arch_name(a));
	custom(a, EPERM_, "read prlimit64");
	CHECK_INT(sc_policy_harden(&policy), 1);
	compile(&policy);
	CHECK_INT(decide(&policy, "prlimit64", 0, 7, 0), SC_ALLOW);
	CHECK_INT(decide(&policy, "prlimit64", 0, 7, 1), EPERM_);
	CHECK_INT(decide(&policy, "prlimit64", 0, 7, UINT64_C(1) << 32),
		EPERM_);
	CHECK_INT(decide(&policy, "read", 0, 0, 0), SC_ALLOW);
}

static void
defect_7(const struct sc_arch *a)
{
	const char *names = "open_by_handle_at pidfd_getfd keyctl add_key "
		"request_key clone3 io_uring_setup io_uring_enter "
		"io_uring_register syslog setrlimit fanotify_init";
	struct sc_policy *p = plain("strict", a);
	const char *name;

	test("defect 7: what gives the sandbox away says so, %s",
		sc_arch_name(a));
	while ((name = word(&names))) {
		CHECK_INT(allow(p, name), SC_ALLOW_GIVES_UP);
		CHECK(sc_gives_up(name, strlen(name)) != NULL);
		/* It is allowed now, so a second time gives up no more. */
		CHECK_INT(allow(p, name), 0);
	}
	compile(p);
	each(p, SC_ALLOW, "open_by_handle_at clone3 io_uring_setup setrlimit");
	CHECK_STR(sc_gives_up("read", 4), NULL);
	CHECK_STR(sc_gives_up("_llseek", 7), NULL);
	CHECK_STR(sc_gives_up("nonsense", 8), NULL);
	CHECK_INT(allow(p, "ptrace"), -SC_EACCES);
	CHECK_INT(allow(p, "mount"), -SC_EACCES);
	CHECK_INT(allow(p, "memfd_create"), -SC_EACCES);
	CHECK_INT(allow(p, "waitpid"), -SC_EACCES);
	CHECK_INT(allow(p, "nonsense"), -SC_ENOENT);
}

static void
defect_9(void)
{
	const struct sc_arch *a = sc_arch_find("aarch64", 7);
	struct sc_policy *p = plain("strict", a);

	test("defect 9: aarch64 has the numbers that it has");
	CHECK_INT(sc_nr(a, "mknod", 5), -SC_ENOSYS);
	CHECK_INT(sc_nr(a, "fchmodat2", 9), 452);
	CHECK_INT(sc_nr(a, "io_pgetevents", 13), 292);
	CHECK_INT(sc_nr(a, "uretprobe", 9), -SC_ENOSYS);
	CHECK_INT(allow(p, "mknod"), SC_ALLOW_ABSENT);
	CHECK_INT(allow(p, "fchmodat2"), 0);
	CHECK_INT(allow(p, "io_pgetevents"), 0);
	CHECK_INT(allow(p, "setrlimit"), SC_ALLOW_GIVES_UP);
	compile(p);
	each(p, SC_ALLOW, "fadvise64 sendfile getrlimit setrlimit fchmodat2 "
		"io_pgetevents tkill");
	compile(plain("denylist", a));
	each(&policy, EPERM_, "kexec_load lookup_dcookie");
}

static void
defect_10(const struct sc_arch *a)
{
	const char *names = "preadv pwritev preadv2 pwritev2 statfs fstatfs "
		"getxattr lgetxattr fgetxattr listxattr llistxattr "
		"flistxattr sched_getparam sched_getscheduler sync_file_range";
	struct sc_policy *p = plain("strict", a);
	const char *list = names, *name;

	test("defect 10: what is allowed can be named, %s", sc_arch_name(a));
	compile(p);
	each(p, SC_ALLOW, names);
	while ((name = word(&list)))
		CHECK_INT(allow(p, name), 0);
}

static void
defect_11(const struct sc_arch *a)
{
	test("defect 11: musl forks and raises under strict, %s",
		sc_arch_name(a));
	compile(plain("strict", a));
	each(&policy, SC_ALLOW, "fork vfork tkill");
}

static void
all_cacheable(const struct sc_policy *p)
{
	uint32_t action, token = sc_arch_token(p->arch);

	compile(p);
	for (uint32_t nr = 0; nr < 600; nr++)
		if (sc_policy_constant(p, nr, &action) && action == SC_ALLOW)
			CHECK(sc_cacheable(insn, (size_t)ninsn, token, nr));
}

static void
defect_12(const struct sc_arch *a)
{
	test("defect 12: the kernel caches what is always allowed, %s",
		sc_arch_name(a));
	for (unsigned id = SC_PROFILE_DOCKER; id < SC_PROFILE_LOG; id++)
		all_cacheable(plain(sc_profile_name(id), a));
}

static void
defect_13(const struct sc_arch *a)
{
	uint64_t none[6] = { 0 };

	test("defect 13: numbers from 480 on can be allowed, %s",
		sc_arch_name(a));
	sc_policy_init(&policy, a, SC_KILL_PROCESS);
	CHECK_INT(sc_policy_rule(&policy, 480, SC_ALLOW, NULL, 0), 0);
	CHECK_INT(sc_policy_rule(&policy, 4096, SC_ALLOW, NULL, 0), 0);
	compile(&policy);
	CHECK_INT(decide_nr(&policy, 480, none), SC_ALLOW);
	CHECK_INT(decide_nr(&policy, 4096, none), SC_ALLOW);
	CHECK_INT(decide_nr(&policy, 479, none), SC_KILL_PROCESS);
	CHECK_INT(decide_nr(&policy, 481, none), SC_KILL_PROCESS);
}

static void
defect_15(const struct sc_arch *a)
{
	test("defect 15: network off leaves AF_UNIX usable, %s",
		sc_arch_name(a));
	only_unix(plain("strict", a));
	each(&policy, SC_ALLOW, NETWORK);
	compile(make("strict", a, 0, NEW_LINUX, SC_NETWORK_ON));
	each(&policy, SC_ALLOW, NETWORK " socketpair");
	for (uint64_t family = 0; family < 64; family++)
		CHECK_INT(decide(&policy, "socket", family, 1, 0),
			family == 1 || family == 2 || family == 10 ?
			SC_ALLOW : SC_KILL_PROCESS);
}

static void
defect_18(const struct sc_arch *a)
{
	const struct sc_policy *p = plain("minimal", a);

	test("defect 18: minimal can run programs, %s", sc_arch_name(a));
	compile(p);
	each(p, SC_ALLOW, "execve execveat clone fcntl ioctl prctl socket "
		"getrandom openat read write close mmap munmap mprotect brk "
		"exit exit_group wait4 waitid futex newfstatat faccessat2 "
		"getdents64 rt_sigaction rt_sigreturn set_tid_address");
	each(p, EPERM_, "ptrace mount bpf unshare setns reboot");
}

static void
defect_19(const struct sc_arch *a)
{
	int ptrace = sc_nr(a, "ptrace", 6), enosys = sc_nr(a, "bpf", 3);

	test("defect 19: each rule keeps its own action, %s", sc_arch_name(a));
	custom(a, EPERM_, "read");
	sc_policy_rule(&policy, (uint32_t)ptrace, SC_KILL_PROCESS, NULL, 0);
	sc_policy_rule(&policy, (uint32_t)enosys, ENOSYS_, NULL, 0);
	compile(&policy);
	each(&policy, SC_ALLOW, "read");
	each(&policy, SC_KILL_PROCESS, "ptrace");
	each(&policy, ENOSYS_, "bpf");
	each(&policy, EPERM_, "write");
}

static void
defect_20(const struct sc_arch *a)
{
	test("defect 20: allow by default and no rule is a policy, %s",
		sc_arch_name(a));
	custom(a, SC_ALLOW, "");
	compile(&policy);
	CHECK(ninsn > 0);
	each(&policy, SC_ALLOW, "read mount");
	custom(a, SC_ALLOW, "read write");
	compile(&policy);
	each(&policy, SC_ALLOW, "read mount");
}

static void
defect_23(const struct sc_arch *a)
{
	const struct sc_policy *p = plain("denylist", a);

	test("defects 22, 23: denylist denies every call of a kind, %s",
		sc_arch_name(a));
	compile(p);
	clone_makes_no_namespace(p, EPERM_, 0);
	each(p, ENOSYS_, "clone3");
	each(p, EPERM_, "open_tree open_tree_attr move_mount fsopen fsconfig "
		"fsmount fspick mount_setattr io_uring_setup io_uring_enter "
		"io_uring_register pidfd_getfd process_madvise kcmp "
		"setresuid setresgid setreuid setregid setfsuid setfsgid "
		"setgroups setuid setgid quotactl_fd set_mempolicy_home_node "
		"kexec_load kexec_file_load lsm_set_self_attr");
	each(p, SC_ALLOW, "read getuid getresuid statmount listmount "
		"get_mempolicy socket capset seccomp");
}

static void
defect_24(const struct sc_arch *a)
{
	uint64_t none[6] = { 0 };

	test("defect 24: no call by a number of another range, %s",
		sc_arch_name(a));
	for (unsigned id = SC_PROFILE_DOCKER; id < SC_PROFILE_NONE; id++) {
		const struct sc_policy *p = plain(sc_profile_name(id), a);
		uint32_t x32 = sc_arch_x32(a);

		compile(p);
		if (x32) {
			CHECK_INT(decide_nr(p, x32 | 272, none),
				SC_KILL_PROCESS);
			CHECK_INT(decide_nr(p, x32, none), SC_KILL_PROCESS);
			CHECK_INT(decide_nr(p, UINT32_MAX, none),
				SC_KILL_PROCESS);
		} else if (id != SC_PROFILE_LOG) {
			CHECK(!lets(decide_nr(p, UINT32_MAX, none)));
		}
		for (uint32_t nr = 472; nr < 600; nr++)
			CHECK_INT(decide_nr(p, nr, none), p->future_action);
		CHECK_INT(p->future_action, id == SC_PROFILE_LOG ? SC_LOG :
			id == SC_PROFILE_STRICT ? SC_KILL_PROCESS : ENOSYS_);
	}
}

static void
defect_25(const struct sc_arch *a)
{
	test("defect 25: minimal lets glibc fall back to clone, %s",
		sc_arch_name(a));
	compile(plain("minimal", a));
	each(&policy, ENOSYS_, "clone3");
	each(&policy, SC_ALLOW, "clone");
}

static void
defect_28(const struct sc_arch *a)
{
	test("defect 28: no call waits for a line of others, %s",
		sc_arch_name(a));
	for (unsigned id = SC_PROFILE_DOCKER; id < SC_PROFILE_LOG; id++) {
		struct sc_data d = { 0, sc_arch_token(a), 0, { 0 } };
		unsigned n;

		compile(plain(sc_profile_name(id), a));
		for (; d.nr <= (int32_t)sc_arch_last(a); d.nr++) {
			sc_run(insn, (size_t)ninsn, &d, &n);
			CHECK(n <= 25);
		}
	}
}

/* Names and numbers */

static void
names(void)
{
	test("the profiles have names");
	for (unsigned id = SC_PROFILE_DOCKER; id <= SC_PROFILE_NONE; id++) {
		const char *name = sc_profile_name(id);

		if (!CHECK(name && sc_profile_about(id)))
			continue;
		CHECK_INT(sc_profile_find(name, strlen(name)), id);
	}
	CHECK_INT(sc_profile_find("docker", 6), SC_PROFILE_DOCKER);
	CHECK_INT(sc_profile_find("dockerx", 7), -SC_ENOENT);
	CHECK_INT(sc_profile_find("docke", 5), -SC_ENOENT);
	CHECK_INT(sc_profile_find("", 0), -SC_ENOENT);
	CHECK_STR(sc_profile_name(SC_PROFILE_CUSTOM), NULL);
	CHECK_STR(sc_profile_about(SC_PROFILE_NONE + 1), NULL);
}

static unsigned
count(const struct sc_policy *p, uint32_t action)
{
	char name[SC_NAME_SIZE];
	unsigned n = 0;
	uint32_t got;

	for (uint32_t nr = 0; nr <= sc_arch_last(p->arch); nr++)
		n += sc_name(p->arch, nr, name) &&
			sc_policy_constant(p, nr, &got) && got == action;
	return n;
}

static void
log_and_none(const struct sc_arch *a)
{
	struct sc_policy *p = plain("log", a);

	test("log lets every call pass and logs it, %s", sc_arch_name(a));
	compile(p);
	each(p, SC_LOG, "read mount clone3 ptrace reboot");
	test("none is no filter, %s", sc_arch_name(a));
	p = plain("none", a);
	CHECK_INT(p->none, 1);
	CHECK_INT(sc_compile(p, insn, SC_INSNS_MAX, &work), 0);
	test("a denial turns none into a filter, %s", sc_arch_name(a));
	CHECK_INT(deny(p, "mount"), 0);
	CHECK_INT(p->none, 0);
	compile(p);
	each(p, EPERM_, "mount");
	each(p, SC_ALLOW, "read ptrace");
	plain("none", a);
	CHECK_INT(sc_policy_network(p, SC_NETWORK_OFF), 0);
	CHECK_INT(p->none, 0);
	plain("none", a);
	CHECK(sc_policy_harden(p) >= 9);
	CHECK_INT(p->none, 0);
}

static void
docker_by_kernel(const struct sc_arch *a)
{
	test("docker lets debuggers in from Linux 4.8 on, %s",
		sc_arch_name(a));
	compile(make("docker", a, 0, SC_KERNEL(4, 7), SC_NETWORK_DEFAULT));
	each(&policy, EPERM_, "ptrace process_vm_readv process_vm_writev");
	compile(make("docker", a, 0, SC_KERNEL(4, 8), SC_NETWORK_DEFAULT));
	each(&policy, SC_ALLOW, "ptrace process_vm_readv process_vm_writev");
	compile(make("docker", a, 1 << 19, SC_KERNEL(4, 4),
		SC_NETWORK_DEFAULT));
	each(&policy, SC_ALLOW, "ptrace process_vm_readv kcmp pidfd_getfd");
}

/* With more capabilities, docker never allows less. */
static void
docker_grows(const struct sc_arch *a)
{
	static struct sc_policy other;

	test("docker allows more with each capability, %s", sc_arch_name(a));
	for (unsigned cap = 0; cap < 64; cap++) {
		struct sc_target t = { a, 0, NEW_LINUX };
		unsigned more = 0, less = 0;

		sc_profile(&other, SC_PROFILE_DOCKER, &t, SC_NETWORK_DEFAULT);
		t.caps = UINT64_C(1) << cap;
		sc_profile(&policy, SC_PROFILE_DOCKER, &t, SC_NETWORK_DEFAULT);
		for (uint32_t nr = 0; nr < 500; nr++) {
			uint32_t x = 0, y = 0;

			sc_policy_constant(&other, nr, &x);
			sc_policy_constant(&policy, nr, &y);
			more += y == SC_ALLOW && x != SC_ALLOW;
			less += x == SC_ALLOW && y != SC_ALLOW;
		}
		CHECK_INT(less, 0);
		if (cap == 21)
			CHECK(more >= 24);
		if (cap > 40)
			CHECK_INT(more, 0);
	}
}

static void
on(const struct sc_arch *a)
{
	defect_1(a);
	defect_3(a);
	defect_4(a);
	defect_5(a);
	defect_7(a);
	defect_10(a);
	defect_11(a);
	defect_12(a);
	defect_13(a);
	defect_15(a);
	defect_18(a);
	defect_19(a);
	defect_20(a);
	defect_23(a);
	defect_24(a);
	defect_25(a);
	defect_28(a);
	log_and_none(a);
	docker_by_kernel(a);
	docker_grows(a);
	test("minimal: its names that the architecture has, %s",
		sc_arch_name(a));
	CHECK_INT(count(plain("minimal", a), SC_ALLOW),
		sc_nr(a, "open", 4) < 0 ? 100 : 122);
}

int
main(int argc, char **argv)
{
	const struct sc_arch *a;

	if (argc >= 4 && !strcmp(argv[1], "dump"))
		return dump(argv[2], arch(argv[3]), argv + 4);
	if (argc >= 4 && !strcmp(argv[1], "allow"))
		return allow_each(plain(argv[2], arch(argv[3])), argv + 4);
	if (argc > 1) {
		fprintf(stderr, "usage: profiles [dump PROFILE ARCH "
			"[caps=0xMASK] [kernel=N.N] [network=on|off]]\n"
			"\tprofiles allow PROFILE ARCH NAME...\n");
		return 2;
	}
	names();
	defect_9();
	for (unsigned i = 0; (a = sc_arch_at(i)); i++)
		on(a);
	return test_done();
}
