#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include "supervise.h"

/* linux/reboot.h */
#define MAGIC1 0xfee1deadl
#define MAGIC2 672274793l
#define CMD_RESTART 0x01234567u
#define CMD_HALT 0xcdef0123u
#define CMD_POWER_OFF 0x4321fedcu

static const struct options *options;

uint32_t
boot_request(const struct options *o)
{
	switch (o->on_exit) {
	case ON_EXIT_REBOOT: return CMD_RESTART;
	case ON_EXIT_HALT: return CMD_HALT;
	case ON_EXIT_HOLD: return 0;
	default: return CMD_POWER_OFF;
	}
}

/* The end of process 1 would be a panic. */
static _Noreturn void
hold(void)
{
	siginfo_t info;
	int status;

	for (;;) {
		signal_wait(&info, ALL_SIGNALS, NULL);
		while (sys5(NR_wait4, -1, (long)&status, 1, 0, 0) > 0)
			;
	}
}

/* What was said has to leave the machine first. */
static void
boot_end(int status)
{
	uint32_t request = boot_request(options);
	long r;

	(void)status;
	sys(NR_sync, 0, 0, 0);
	sys(NR_ioctl, 2, TCSBRK, 1);
	if (request) {
		r = sys(NR_reboot, MAGIC1, MAGIC2, request);
		say("boot: reboot: %s", error_text(r));
	}
	hold();
}

static bool
may_reboot(void)
{
	struct sc_caps caps;

	return sc_caps_of(&caps, 0) == 0 && caps.effective >> K_CAP_SYS_BOOT & 1;
}

static bool
has_word(char **words, const char *word)
{
	for (; *words && !equal(*words, "--"); words++)
		if (equal(*words, word))
			return true;
	return false;
}

/* If the kernel could not, as there was no /dev/console to open yet. */
static void
open_console(void)
{
	long fd = sys(NR_openat, AT_FDCWD, (long)"/dev/console",
		O_RDWR | O_NOCTTY);

	must(fd, "boot: /dev/console");
	for (int i = 0; i <= 2; i++)
		if (fd != i)
			sys(NR_dup3, fd, i, 0);
	if (fd > 2)
		sys(NR_close, fd, 0, 0);
}

static void
mount_dev(void)
{
	mount_missing("devtmpfs", "/dev", MS_NOSUID | MS_NOEXEC, "mode=0755");
}

void
boot_expect(const struct options *o, char **argv)
{
	bool init = called_init(argv);

	if (sys(NR_getpid, 0, 0, 0) != 1 || !may_reboot()
			|| (!init && !has_word(argv, "--boot")))
		return;
	options = o;
	quit_hook = boot_end;
	if (init) {
		mount_dev();
		open_console();
	}
}

void
boot_begin(struct options *o)
{
	if (!o->boot)
		quit_hook = NULL;
	if (!o->boot || o->check)
		return;
	if (!quit_hook)
		fail("boot: takes process 1, and CAP_SYS_BOOT");
	mount_dev();
	open_console();
	mount_missing("proc", "/proc", MS_NOSUID | MS_NODEV | MS_NOEXEC,
		NULL);
	mount_missing("sysfs", "/sys", MS_NOSUID | MS_NODEV | MS_NOEXEC,
		NULL);
	mount_missing("tmpfs", "/run", MS_NOSUID | MS_NODEV | MS_NOEXEC,
		"mode=0755");
	for (unsigned i = 0; i < o->nmounts; i++)
		mount_spec(o->mounts[i]);
}
