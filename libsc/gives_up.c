#include "profiles.h"

/*
 * Not here: what the kernel asks capabilities for that no namespace gives.
 *
 * A group of names ends with 0, the first of all names, which is _llseek
 * and so none of a 64-bit architecture. What a group gives up is the string
 * at the same place of losses.
 */
static const uint16_t names[] = {
	N_open_by_handle_at, 0,
	N_pidfd_getfd, 0,
	N_add_key, N_keyctl, N_request_key, 0,
	N_clone3, 0,
	N_setns, N_unshare, 0,
	N_chroot, N_fsconfig, N_fsmount, N_fsopen, N_fspick, N_mount,
	N_mount_setattr, N_move_mount, N_open_tree, N_open_tree_attr,
	N_pivot_root, N_umount2, 0,
	N_io_uring_enter, N_io_uring_register, N_io_uring_setup, 0,
	N_process_vm_readv, N_process_vm_writev, N_ptrace, 0,
	N_bpf, N_create_module, N_finit_module, N_init_module,
	N_kexec_file_load, N_kexec_load, 0,
	N_userfaultfd, 0,
	N_perf_event_open, 0,
	N_syslog, 0,
	N_setrlimit, 0,
	N_personality, 0,
	N_fanotify_init, 0
};

static const char losses[] =
	"files outside the root can be opened by handle\0"
	"descriptors of other processes can be taken\0"
	"keyrings are confined by no namespace\0"
	"its flags can't be filtered: it makes namespaces of every kind\0"
	"namespaces can be entered that give capabilities\0"
	"mounts can be changed\0"
	"no filter sees what a ring does, sockets of any kind included\0"
	"memory of other processes can be read or changed\0"
	"code can be loaded into the kernel\0"
	"page faults can hold up the kernel, which helps exploits\0"
	"other processes and the kernel can be watched\0"
	"the kernel's log can be read, addresses included\0"
	"limits can be raised up to the hard limits\0"
	"readable memory can be made executable, addresses predictable\0"
	"whole mounts can be watched";

const char *
sc_name_gives_up(unsigned name)
{
	unsigned group = 0;

	for (unsigned i = 0; name && i < LENGTH(names); i++) {
		if (names[i] == name)
			return sc_list_item(losses, group);
		group += !names[i];
	}
	return NULL;
}

const char *
sc_gives_up(const char *name, size_t len)
{
	int id = sc_name_find(name, len);

	return id < 0 ? NULL : sc_name_gives_up((unsigned)id);
}
