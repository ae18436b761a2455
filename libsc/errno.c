#include "inner.h"

#define LAST 133u

/*
 * asm-generic/errno-base.h and asm-generic/errno.h, which both architectures
 * use, from 1 on; Linux has no 41 and no 58.
 */
static const char names[] =
	"EPERM\0ENOENT\0ESRCH\0EINTR\0EIO\0ENXIO\0E2BIG\0ENOEXEC\0EBADF\0"
	"ECHILD\0EAGAIN\0ENOMEM\0EACCES\0EFAULT\0ENOTBLK\0EBUSY\0EEXIST\0"
	"EXDEV\0ENODEV\0ENOTDIR\0EISDIR\0EINVAL\0ENFILE\0EMFILE\0ENOTTY\0"
	"ETXTBSY\0EFBIG\0ENOSPC\0ESPIPE\0EROFS\0EMLINK\0EPIPE\0EDOM\0"
	"ERANGE\0EDEADLK\0ENAMETOOLONG\0ENOLCK\0ENOSYS\0ENOTEMPTY\0ELOOP\0"
	"\0ENOMSG\0EIDRM\0ECHRNG\0EL2NSYNC\0EL3HLT\0EL3RST\0ELNRNG\0"
	"EUNATCH\0ENOCSI\0EL2HLT\0EBADE\0EBADR\0EXFULL\0ENOANO\0EBADRQC\0"
	"EBADSLT\0\0EBFONT\0ENOSTR\0ENODATA\0ETIME\0ENOSR\0ENONET\0ENOPKG\0"
	"EREMOTE\0ENOLINK\0EADV\0ESRMNT\0ECOMM\0EPROTO\0EMULTIHOP\0"
	"EDOTDOT\0EBADMSG\0EOVERFLOW\0ENOTUNIQ\0EBADFD\0EREMCHG\0ELIBACC\0"
	"ELIBBAD\0ELIBSCN\0ELIBMAX\0ELIBEXEC\0EILSEQ\0ERESTART\0ESTRPIPE\0"
	"EUSERS\0ENOTSOCK\0EDESTADDRREQ\0EMSGSIZE\0EPROTOTYPE\0"
	"ENOPROTOOPT\0EPROTONOSUPPORT\0ESOCKTNOSUPPORT\0EOPNOTSUPP\0"
	"EPFNOSUPPORT\0EAFNOSUPPORT\0EADDRINUSE\0EADDRNOTAVAIL\0ENETDOWN\0"
	"ENETUNREACH\0ENETRESET\0ECONNABORTED\0ECONNRESET\0ENOBUFS\0"
	"EISCONN\0ENOTCONN\0ESHUTDOWN\0ETOOMANYREFS\0ETIMEDOUT\0"
	"ECONNREFUSED\0EHOSTDOWN\0EHOSTUNREACH\0EALREADY\0EINPROGRESS\0"
	"ESTALE\0EUCLEAN\0ENOTNAM\0ENAVAIL\0EISNAM\0EREMOTEIO\0EDQUOT\0"
	"ENOMEDIUM\0EMEDIUMTYPE\0ECANCELED\0ENOKEY\0EKEYEXPIRED\0"
	"EKEYREVOKED\0EKEYREJECTED\0EOWNERDEAD\0ENOTRECOVERABLE\0ERFKILL\0"
	"EHWPOISON";

/* Second names, the place of each being that of its number. */
static const char aliases[] = "EWOULDBLOCK\0EDEADLOCK\0ENOTSUP";
static const uint8_t alias_of[] = { SC_EAGAIN, 35, SC_EOPNOTSUPP };

/* The index, from 0, of name among the count strings of list, or -1. */
static int
find(const char *list, unsigned count, const char *name, size_t len)
{
	for (unsigned i = 0; i < count; i++) {
		size_t n = length(list);

		if (n && same(name, len, list, n))
			return (int)i;
		list += n + 1;
	}
	return -1;
}

int
sc_errno_find(const char *name, size_t len)
{
	int i = find(names, LAST, name, len);

	if (i >= 0)
		return i + 1;
	i = find(aliases, LENGTH(alias_of), name, len);
	return i >= 0 ? alias_of[i] : -SC_ENOENT;
}

const char *
sc_errno_name(unsigned number)
{
	const char *name = names;

	if (number == 0 || number > LAST)
		return NULL;
	while (--number)
		name += length(name) + 1;
	return *name ? name : NULL;
}
