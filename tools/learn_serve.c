#define _GNU_SOURCE

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "learn.h"

/* The kernel's can be larger than what is known of it here. */
static union {
	struct k_notif it;
	char room[512];
} notif;
static union {
	struct k_response it;
	char room[512];
} response;

static void
lost(struct learner *l, const char *what)
{
	int error = errno;

	kill(l->pid, SIGKILL);
	if (error == EINVAL)
		denied("calls can be watched, but not let by, before "
			"Linux 5.5");
	denied("%s: %s", what, strerror(error));
}

static void
respond(struct learner *l, int error, unsigned flags)
{
	memset(&response, 0, l->sizes.response);
	response.it.id = notif.it.id;
	response.it.error = -error;
	response.it.flags = flags;
	/* Whoever called can be gone. */
	if (ioctl(l->listener, (int)K_SECCOMP_IOCTL_NOTIF_SEND, &response) &&
	    errno != ENOENT)
		lost(l, "answer");
}

/* As every filter of ours does. */
static void
end_caller(struct learner *l)
{
	if (!ioctl(l->listener, (int)K_SECCOMP_IOCTL_NOTIF_ID_VALID,
	    &notif.it.id))
		kill((pid_t)notif.it.pid, SIGKILL);
}

static void
hear(struct learner *l)
{
	memset(&notif, 0, l->sizes.notif);
	if (ioctl(l->listener, (int)K_SECCOMP_IOCTL_NOTIF_RECV, &notif)) {
		if (errno != ENOENT && errno != EINTR)
			lost(l, "notification");
		return;
	}
	switch (record_call(&l->record, &notif.it.data)) {
	case CONTINUE:
		respond(l, 0, K_SECCOMP_USER_NOTIF_FLAG_CONTINUE);
		break;
	case UNKNOWN:
		respond(l, ENOSYS, 0);
		break;
	case FOREIGN:
		end_caller(l);
		break;
	}
}

static void
hang_up(struct learner *l)
{
	close(l->listener);
	l->listener = -1;
}

/*
 * The kernel says that the last user of the filter is gone from Linux 5.8
 * on; before, that there are no children left does.
 */
void
learn_serve(struct learner *l)
{
	int patience = 2000;
	bool children = true;

	while (children && (l->listener >= 0 || !l->ended)) {
		struct pollfd fds[] = {
			{ .fd = l->listener, .events = POLLIN },
			{ .fd = l->signals, .events = POLLIN }
		};

		int n = poll(fds, LENGTH(fds), l->ended ? patience : -1);

		if (n < 0)
			lost(l, "poll");
		if (n == 0) {
			patience = -1;
			fputs("sc: learn: the command has ended; waiting for "
				"what it left running\n", stderr);
		}
		if (fds[0].revents & POLLIN)
			hear(l);
		else if (fds[0].revents)
			hang_up(l);
		if (fds[1].revents) {
			learn_signals(l);
			children = learn_reap(l);
		}
	}
}
