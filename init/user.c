#include "init.h"

/* The ID at *text, which is moved behind it and a separator. */
static bool
take_id(const char **text, char separator, uint32_t *id)
{
	size_t len = length_to(*text, separator);
	/* (uid_t)-1 means `leave it as it is'. */
	long long n = parse_number(*text, len, UINT32_MAX - 1);

	if (n < 0)
		return false;
	*id = (uint32_t)n;
	*text = (*text)[len] ? *text + len + 1 : NULL;
	return true;
}

const char *
user_parse(struct options *o, const char *text)
{
	static const char fault[] = "not UID[:GID[:GID,...]] in decimal";

	o->user = true;
	o->ngroups = 0;
	if (!take_id(&text, ':', &o->uid))
		return fault;
	o->gid = o->uid;
	if (text && !take_id(&text, ':', &o->gid))
		return fault;
	while (text) {
		if (o->ngroups == GROUPS_MAX)
			return "more than 64 groups";
		if (!take_id(&text, ',', &o->groups[o->ngroups]))
			return fault;
		o->ngroups++;
	}
	return NULL;
}

static bool
contains(const uint32_t *set, long n, uint32_t id)
{
	for (long i = 0; i < n; i++)
		if (set[i] == id)
			return true;
	return false;
}

/* Whether the supplementary groups are those asked for, in any order. */
static bool
groups_are(const struct options *o)
{
	uint32_t now[GROUPS_MAX];
	long n = sys(NR_getgroups, GROUPS_MAX, (long)now, 0);

	if (n != (long)o->ngroups)
		return false;
	WRITTEN(now);
	for (long i = 0; i < n; i++)
		if (!contains(now, n, o->groups[i])
				|| !contains(o->groups, n, now[i]))
			return false;
	return true;
}

/*
 * Without CAP_SETGID, and in a user namespace that denies setgroups(2), the
 * groups have to be right already.
 */
static void
set_groups(const struct options *o)
{
	long r = sys(NR_setgroups, o->ngroups, (long)o->groups, 0);

	if (r < 0 && !(r == -SC_EPERM && groups_are(o)))
		fail("setgroups: %s", error_text(r));
}

void
user_change(const struct options *o)
{
	long r;

	if (!o->user)
		return;
	set_groups(o);
	r = sys(NR_setresgid, o->gid, o->gid, o->gid);
	must(r, "setresgid: %u", o->gid);
	r = sys(NR_setresuid, o->uid, o->uid, o->uid);
	must(r, "setresuid: %u", o->uid);
}

static void
assert_ids(long nr, const char *name, uint32_t want)
{
	uint32_t id[3];
	long r = sys(nr, (long)&id[0], (long)&id[1], (long)&id[2]);

	must(r, "assert: %s", name);
	WRITTEN(id);
	if (id[0] != want || id[1] != want || id[2] != want)
		fail("assert: %s: not what was asked for", name);
}

void
user_assert(const struct options *o)
{
	if (!o->user)
		return;
	assert_ids(NR_getresuid, "getresuid", o->uid);
	assert_ids(NR_getresgid, "getresgid", o->gid);
	if (!groups_are(o))
		fail("assert: getgroups: not what was asked for");
}
