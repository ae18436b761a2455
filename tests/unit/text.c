/* Numbers, lists, versions, errno names and actions as text. */
#include <errno.h>
#include "sc.h"
#include "test.h"

#define E(name) { #name, name },
static const struct {
	const char *name;
	int number;
} errors[] = {
	E(EPERM) E(ENOENT) E(ESRCH) E(EINTR) E(EIO) E(ENXIO) E(E2BIG)
	E(ENOEXEC) E(EBADF) E(ECHILD) E(EAGAIN) E(ENOMEM) E(EACCES) E(EFAULT)
	E(ENOTBLK) E(EBUSY) E(EEXIST) E(EXDEV) E(ENODEV) E(ENOTDIR) E(EISDIR)
	E(EINVAL) E(ENFILE) E(EMFILE) E(ENOTTY) E(ETXTBSY) E(EFBIG) E(ENOSPC)
	E(ESPIPE) E(EROFS) E(EMLINK) E(EPIPE) E(EDOM) E(ERANGE) E(EDEADLK)
	E(ENAMETOOLONG) E(ENOLCK) E(ENOSYS) E(ENOTEMPTY) E(ELOOP) E(ENOMSG)
	E(EIDRM) E(ECHRNG) E(EL2NSYNC) E(EL3HLT) E(EL3RST) E(ELNRNG)
	E(EUNATCH) E(ENOCSI) E(EL2HLT) E(EBADE) E(EBADR) E(EXFULL) E(ENOANO)
	E(EBADRQC) E(EBADSLT) E(EBFONT) E(ENOSTR) E(ENODATA) E(ETIME) E(ENOSR)
	E(ENONET) E(ENOPKG) E(EREMOTE) E(ENOLINK) E(EADV) E(ESRMNT) E(ECOMM)
	E(EPROTO) E(EMULTIHOP) E(EDOTDOT) E(EBADMSG) E(EOVERFLOW) E(ENOTUNIQ)
	E(EBADFD) E(EREMCHG) E(ELIBACC) E(ELIBBAD) E(ELIBSCN) E(ELIBMAX)
	E(ELIBEXEC) E(EILSEQ) E(ERESTART) E(ESTRPIPE) E(EUSERS) E(ENOTSOCK)
	E(EDESTADDRREQ) E(EMSGSIZE) E(EPROTOTYPE) E(ENOPROTOOPT)
	E(EPROTONOSUPPORT) E(ESOCKTNOSUPPORT) E(EOPNOTSUPP) E(EPFNOSUPPORT)
	E(EAFNOSUPPORT) E(EADDRINUSE) E(EADDRNOTAVAIL) E(ENETDOWN)
	E(ENETUNREACH) E(ENETRESET) E(ECONNABORTED) E(ECONNRESET) E(ENOBUFS)
	E(EISCONN) E(ENOTCONN) E(ESHUTDOWN) E(ETOOMANYREFS) E(ETIMEDOUT)
	E(ECONNREFUSED) E(EHOSTDOWN) E(EHOSTUNREACH) E(EALREADY)
	E(EINPROGRESS) E(ESTALE) E(EUCLEAN) E(ENOTNAM) E(ENAVAIL) E(EISNAM)
	E(EREMOTEIO) E(EDQUOT) E(ENOMEDIUM) E(EMEDIUMTYPE) E(ECANCELED)
	E(ENOKEY) E(EKEYEXPIRED) E(EKEYREVOKED) E(EKEYREJECTED) E(EOWNERDEAD)
	E(ENOTRECOVERABLE) E(ERFKILL) E(EHWPOISON)
	E(EWOULDBLOCK) E(EDEADLOCK) E(ENOTSUP)
};

static void
errno_names(void)
{
	size_t n = sizeof errors / sizeof *errors;
	char name[SC_NAME_SIZE];

	test("text: errno names are those of errno.h");
	for (size_t i = 0; i < n; i++)
		CHECK_INT(sc_errno_find(errors[i].name,
			strlen(errors[i].name)), errors[i].number);
	for (size_t i = 0; i < n - 3; i++)
		CHECK_STR(sc_errno_name((unsigned)errors[i].number, name),
			errors[i].name);

	test("text: no errno");
	CHECK_STR(sc_errno_name(0, name), NULL);
	CHECK_STR(sc_errno_name(41, name), NULL);
	CHECK_STR(sc_errno_name(58, name), NULL);
	CHECK_STR(sc_errno_name(134, name), NULL);
	CHECK_STR(sc_errno_name(UINT32_MAX, name), NULL);
	CHECK_INT(sc_errno_find("", 0), -SC_ENOENT);
	CHECK_INT(sc_errno_find("-", 1), -SC_ENOENT);
	CHECK_INT(sc_errno_find("EPER", 4), -SC_ENOENT);
	CHECK_INT(sc_errno_find("EPERMX", 6), -SC_ENOENT);
	CHECK_INT(sc_errno_find("eperm", 5), -SC_ENOENT);
	CHECK_INT(sc_errno_find("EPERM\0ENOENT", 12), -SC_ENOENT);
}

static void
number(const char *text, int want, uint64_t value)
{
	uint64_t n = 7;

	if (!CHECK_INT(sc_number(&n, UINT64_MAX, text, strlen(text)), want) ||
	    !CHECK(n == (want ? 7 : value)))
		FAIL("of \"%s\"", text);
}

static void
numbers(void)
{
	uint64_t n;

	test("text: numbers");
	number("0", 0, 0);
	number("007", 0, 7);
	number("0x0", 0, 0);
	number("0xfF", 0, 255);
	number("0X10", 0, 16);
	number("18446744073709551615", 0, UINT64_MAX);
	number("0xffffffffffffffff", 0, UINT64_MAX);
	number("18446744073709551616", -SC_ERANGE, 0);
	number("99999999999999999999999", -SC_ERANGE, 0);
	number("0x10000000000000000", -SC_ERANGE, 0);
	CHECK_INT(sc_number(&n, 10, "10", 2), 0);
	CHECK_INT(sc_number(&n, 10, "11", 2), -SC_ERANGE);

	test("text: no numbers");
	number("", -SC_EINVAL, 0);
	number("0x", -SC_EINVAL, 0);
	number("x", -SC_EINVAL, 0);
	number("-1", -SC_EINVAL, 0);
	number("+1", -SC_EINVAL, 0);
	number(" 1", -SC_EINVAL, 0);
	number("1 ", -SC_EINVAL, 0);
	number("1f", -SC_EINVAL, 0);
	number("0xg", -SC_EINVAL, 0);
	number("1.", -SC_EINVAL, 0);
	number("99999999999999999999999x", -SC_EINVAL, 0);
}

static void
items(const char *list, const char *want)
{
	char got[64] = "";
	const char *item, *rest = list;
	size_t len;

	while (sc_item(&rest, &item, &len)) {
		strcat(got, "[");
		strncat(got, item, len);
		strcat(got, "]");
	}
	CHECK_STR(got, want);
}

static void
lists(void)
{
	const char *bad = NULL;
	uint64_t caps = 5;
	size_t len = 0;

	test("text: items of a list");
	items("a", "[a]");
	items("a,bc,d", "[a][bc][d]");
	items("", "[]");
	items(",", "[][]");
	items("a,", "[a][]");
	items("a,,b", "[a][][b]");

	test("text: lists of capabilities");
	CHECK_INT(sc_cap_list(&caps, "chown,CAP_NET_RAW,cap_kill", &bad, &len),
		0);
	CHECK_INT(caps, 1 << 0 | 1 << 13 | 1 << 5);
	CHECK_INT(sc_cap_list(&caps, "chown,fly,walk", &bad, &len), -SC_ENOENT);
	CHECK(len == 3 && !memcmp(bad, "fly", 3));
	CHECK_INT(caps, 1 << 0 | 1 << 13 | 1 << 5);
	CHECK_INT(sc_cap_list(&caps, "chown,", &bad, &len), -SC_ENOENT);
	CHECK_INT(len, 0);
}

static void
version(const char *text, int want, uint32_t value)
{
	uint32_t kernel = 7;

	if (!CHECK_INT(sc_kernel(&kernel, text, strlen(text)), want) ||
	    !CHECK_INT(kernel, want ? 7 : value))
		FAIL("of \"%s\"", text);
}

static void
versions(void)
{
	test("text: kernel versions");
	version("4.8", 0, SC_KERNEL(4, 8));
	version("6.18.0", 0, SC_KERNEL(6, 18));
	version("6.1.0-18-amd64", 0, SC_KERNEL(6, 1));
	version("7.0-rc1", 0, SC_KERNEL(7, 0));
	version("5.10+", 0, SC_KERNEL(5, 10));
	version("65535.65535", 0, UINT32_MAX);
	CHECK(SC_KERNEL(4, 19) < SC_KERNEL(5, 4));

	test("text: no kernel versions");
	version("", -SC_EINVAL, 0);
	version("5", -SC_EINVAL, 0);
	version("5.", -SC_EINVAL, 0);
	version(".5", -SC_EINVAL, 0);
	version("5.x", -SC_EINVAL, 0);
	version("5.4x", -SC_EINVAL, 0);
	version("v5.4", -SC_EINVAL, 0);
	version("0x5.4", -SC_EINVAL, 0);
	version("65536.0", -SC_EINVAL, 0);
	version("5.65536", -SC_EINVAL, 0);
}

static void
denial(const char *text, int want, uint32_t value)
{
	uint32_t action = 7;

	if (!CHECK_INT(sc_action_parse(&action, text, strlen(text)), want) ||
	    !CHECK_INT(action, want ? 7 : value))
		FAIL("of \"%s\"", text);
}

static void
denials(void)
{
	test("text: what --deny-action takes");
	denial("kill", 0, SC_KILL_PROCESS);
	denial("trap", 0, SC_TRAP);
	denial("errno", 0, SC_ERRNO(EPERM));
	denial("errno:EACCES", 0, SC_ERRNO(EACCES));
	denial("errno:1", 0, SC_ERRNO(1));
	denial("errno:4095", 0, SC_ERRNO(4095));
	denial("enosys", 0, SC_ERRNO(ENOSYS));
	denial("log", 0, SC_LOG);

	test("text: what --deny-action refuses");
	denial("", -SC_EINVAL, 0);
	denial("allow", -SC_EINVAL, 0);
	denial("KILL", -SC_EINVAL, 0);
	denial("kill:1", -SC_EINVAL, 0);
	denial("errno:", -SC_EINVAL, 0);
	denial("errno:0", -SC_EINVAL, 0);
	denial("errno:-1", -SC_EINVAL, 0);
	denial("errno:4096", -SC_EINVAL, 0);
	denial("errno:4294967297", -SC_EINVAL, 0);
	denial("errno:EFOO", -SC_EINVAL, 0);
	denial("errnoEPERM", -SC_EINVAL, 0);
}

static void
shown(uint32_t action, const char *want)
{
	char text[SC_ACTION_TEXT + 1];
	size_t len;

	memset(text, '#', sizeof text);
	len = sc_action_format(action, text);
	CHECK_STR(text, want);
	CHECK_INT(len, strlen(want));
	CHECK(text[SC_ACTION_TEXT] == '#');
}

static void
actions(void)
{
	test("text: actions");
	shown(SC_ALLOW, "ALLOW");
	shown(SC_LOG, "LOG");
	shown(SC_TRACE(0), "TRACE(0)");
	shown(SC_TRACE(65535), "TRACE(65535)");
	shown(SC_USER_NOTIF, "USER_NOTIF");
	shown(SC_ERRNO(0), "ERRNO(0)");
	shown(SC_ERRNO(10), "ERRNO(10)");
	shown(SC_ERRNO(4095), "ERRNO(4095)");
	shown(SC_TRAP, "TRAP");
	shown(SC_KILL_THREAD, "KILL_THREAD");
	shown(SC_KILL_PROCESS, "KILL_PROCESS");
	shown(SC_KILL_PROCESS | 65535, "KILL_PROCESS(65535)");
	shown(0x12345678, "0x12345678");
	shown(0x90000000, "0x90000000");
}

int
main(void)
{
	errno_names();
	numbers();
	lists();
	versions();
	denials();
	actions();
	return test_done();
}
