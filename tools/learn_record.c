#include <stdlib.h>
#include <string.h>
#include "learn.h"

/*
 * The arguments that say which of many things a call does. All are taken as
 * 32 bits by the kernel, or have no meaning beyond.
 */
static const struct {
	char name[14];
	uint8_t arg;
} matters[] = {
	{ "clone", 0 },
	{ "fcntl", 1 },
	{ "ioctl", 1 },
	{ "mmap", 2 },
	{ "mprotect", 2 },
	{ "personality", 0 },
	{ "pkey_mprotect", 2 },
	{ "prctl", 0 },
	{ "socket", 0 }
};

void
record_init(struct record *r, const struct sc_arch *arch, bool args)
{
	size_t numbers = (size_t)sc_arch_last(arch) + 1;

	memset(r, 0, sizeof *r);
	r->arch = arch;
	r->args = args;
	r->called = allocate(numbers, sizeof *r->called);
	r->argument = allocate(numbers, sizeof *r->argument);
	r->values = allocate(numbers, sizeof *r->values);
	for (size_t i = 0; i < LENGTH(matters); i++) {
		const char *name = matters[i].name;
		int nr = sc_nr(arch, name, strlen(name));

		if (nr < 0)
			continue;
		r->argument[nr] = matters[i].arg + 1;
		r->values[nr] = allocate(1, sizeof *r->values[nr]);
	}
}

bool
values_add(struct values *v, uint32_t value)
{
	unsigned i = 0;

	if (v->count > VALUES_MAX)
		return false;
	while (i < v->count && v->value[i] < value)
		i++;
	if (i < v->count && v->value[i] == value)
		return true;
	if (v->count++ == VALUES_MAX)
		return false;
	memmove(v->value + i + 1, v->value + i,
		(v->count - 1 - i) * sizeof *v->value);
	v->value[i] = value;
	return true;
}

static void
refuse(struct refused *r, const struct sc_data *data)
{
	if (r->count++ == 0)
		r->first = *data;
}

/* Numbers that share the token with another ABI, and -1. */
static bool
is_foreign(const struct sc_arch *arch, const struct sc_data *data)
{
	return data->arch != sc_arch_token(arch) || (sc_arch_x32(arch) &&
		(uint32_t)data->nr >= sc_arch_x32(arch));
}

enum verdict
record_call(struct record *r, const struct sc_data *data)
{
	uint32_t nr = (uint32_t)data->nr;
	char name[SC_NAME_SIZE];

	if (is_foreign(r->arch, data)) {
		refuse(&r->foreign, data);
		return FOREIGN;
	}
	if (nr > sc_arch_last(r->arch) || !sc_name(r->arch, nr, name)) {
		refuse(&r->unknown, data);
		return UNKNOWN;
	}
	r->called[nr] = true;
	if (r->args && r->argument[nr])
		values_add(r->values[nr],
			(uint32_t)data->args[r->argument[nr] - 1]);
	return CONTINUE;
}

static bool *
called(struct record *r, const char *name)
{
	return &r->called[sc_nr(r->arch, name, strlen(name))];
}

void
record_unheard(struct record *r)
{
	*called(r, "exit_group") = true;
	*called(r, "rt_sigreturn") = *called(r, "rt_sigaction");
}
