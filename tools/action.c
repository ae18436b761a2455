#include <string.h>
#include "cmd.h"

bool
allows(uint32_t action)
{
	return sc_action_cmp(action, SC_LOG) >= 0;
}

const char *
action_name(uint32_t action, char text[SC_ACTION_TEXT])
{
	char name[SC_NAME_SIZE];
	const char *error = NULL;

	if ((action & SC_ACTION) == SC_ERRNO(0))
		error = sc_errno_name(action & SC_DATA, name);
	if (error)
		snprintf(text, SC_ACTION_TEXT, "ERRNO(%s)", error);
	else
		sc_action_format(action, text);
	return text;
}

const char *
action_words(uint32_t action)
{
	static char words[80];
	char name[SC_NAME_SIZE];

	switch (action & SC_ACTION) {
	case SC_KILL_PROCESS:
		return "kills the process";
	case SC_KILL_THREAD:
		return "kills the thread";
	case SC_TRAP:
		return "refused with SIGSYS";
	case SC_USER_NOTIF:
		return "a supervisor decides";
	case SC_TRACE(0):
		return "a tracer decides";
	case SC_LOG:
		return "allowed and logged";
	case SC_ALLOW:
		return "allowed";
	}
	if (!sc_errno_name(action & SC_DATA, name))
		return "refused";
	snprintf(words, sizeof words, "refused: %s",
		strerror((int)(action & SC_DATA)));
	return words;
}
