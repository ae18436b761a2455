/* The rules of a policy, told to libseccomp. */
#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <unistd.h>
#include "peer.h"

static const enum scmp_compare ops[] = {
	SCMP_CMP_NE, SCMP_CMP_LT, SCMP_CMP_LE, SCMP_CMP_EQ, SCMP_CMP_GE,
	SCMP_CMP_GT, SCMP_CMP_MASKED_EQ
};

/* It has no 32-bit comparisons, but a mask says the same of equality. */
static struct scmp_arg_cmp
condition(const struct sc_cond *c)
{
	if (c->width == 32 && c->op == SC_EQ)
		return SCMP_CMP(c->arg, SCMP_CMP_MASKED_EQ, UINT32_MAX,
			c->value);
	if (c->width == 32 && c->op != SC_MASKED_EQ)
		die("a comparison that libseccomp can't make");
	if (c->op == SC_MASKED_EQ)
		return SCMP_CMP(c->arg, SCMP_CMP_MASKED_EQ, c->mask,
			c->value);
	return SCMP_CMP(c->arg, ops[c->op], c->value, 0);
}

/* It takes this machine's numbers and translates them by name. */
static int
number_of(const struct sc_policy *policy, uint32_t nr)
{
	char name[SC_NAME_SIZE];

	if (policy->arch == sc_arch_native())
		return (int)nr;
	if (!sc_name(policy->arch, nr, name))
		return __NR_SCMP_ERROR;
	return seccomp_syscall_resolve_name(name);
}

static bool
add_rule(scmp_filter_ctx filter, const struct sc_policy *policy,
	const struct sc_rule *rule)
{
	struct scmp_arg_cmp cmp[SC_RULE_CONDS_MAX];
	int nr = number_of(policy, rule->nr), r;

	if (nr == __NR_SCMP_ERROR)
		return false;
	for (unsigned i = 0; i < rule->nconds; i++)
		cmp[i] = condition(&policy->conds[rule->cond + i]);
	r = seccomp_rule_add_array(filter, rule->action, nr, rule->nconds,
		cmp);
	if (r < 0 && r != -EACCES)
		die("seccomp_rule_add_array");
	return true;
}

static void
choose_arch(scmp_filter_ctx filter, const struct sc_policy *policy)
{
	uint32_t token = sc_arch_token(policy->arch);

	if (token == sc_arch_token(sc_arch_native()))
		return;
	if (seccomp_arch_add(filter, token) < 0 ||
	    seccomp_arch_remove(filter, SCMP_ARCH_NATIVE) < 0)
		die("seccomp_arch_add");
}

static scmp_filter_ctx
context(const struct sc_policy *policy, unsigned level, unsigned *left_out)
{
	scmp_filter_ctx filter = seccomp_init(policy->default_action);

	*left_out = 0;
	if (!filter ||
	    seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH,
		SCMP_ACT_KILL_PROCESS) < 0 ||
	    seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, level) < 0)
		die("seccomp_init");
	choose_arch(filter, policy);
	for (unsigned i = 0; i < policy->nrules; i++) {
		const struct sc_rule *rule = &policy->rules[i];

		if (rule->nr <= sc_arch_last(policy->arch) &&
		    rule->action != policy->default_action)
			*left_out += !add_rule(filter, policy, rule);
	}
	return filter;
}

unsigned
theirs(struct program *program, const struct sc_policy *policy,
	unsigned level)
{
	unsigned left_out;
	scmp_filter_ctx filter = context(policy, level, &left_out);
	int fd = memfd_create("program", MFD_CLOEXEC);
	ssize_t bytes;

	if (fd < 0 || seccomp_export_bpf(filter, fd) < 0)
		die("seccomp_export_bpf");
	bytes = pread(fd, program->insn, sizeof program->insn, 0);
	if (bytes <= 0 || (size_t)bytes % sizeof *program->insn)
		die("pread");
	program->n = (size_t)bytes / sizeof *program->insn;
	close(fd);
	seccomp_release(filter);
	return left_out;
}

void
theirs_compile(const struct sc_policy *policy, unsigned level)
{
	static int fd = -1;
	unsigned left_out;
	scmp_filter_ctx filter = context(policy, level, &left_out);

	if (fd < 0)
		fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (fd < 0 || seccomp_export_bpf(filter, fd) < 0)
		die("seccomp_export_bpf");
	seccomp_release(filter);
}
