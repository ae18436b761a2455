#include "profiles.h"

/*
 * Not here: what the kernel asks capabilities for that no namespace gives.
 * A list ends with 0, the first of all names, which is _llseek and so none
 * of a 64-bit architecture.
 */
static const struct {
	char loss[80];
	uint16_t names[14];
} losses[] = {
	{ "files outside the root can be opened by their handles",
		{ N_open_by_handle_at } },
	{ "descriptors can be taken from other processes",
		{ N_pidfd_getfd } },
	{ "keyrings can be used that no namespace confines",
		{ N_add_key, N_keyctl, N_request_key } },
	{ "its flags can't be filtered, so it makes namespaces of every kind",
		{ N_clone3 } },
	{ "namespaces can be entered in which the workload has capabilities",
		{ N_setns, N_unshare } },
	{ "mounts can be changed",
		{ N_chroot, N_fsconfig, N_fsmount, N_fsopen, N_fspick, N_mount,
		N_mount_setattr, N_move_mount, N_open_tree, N_open_tree_attr,
		N_pivot_root, N_umount2 } },
	{ "what a ring does is seen by no filter, sockets of any kind included",
		{ N_io_uring_enter, N_io_uring_register, N_io_uring_setup } },
	{ "the memory of other processes can be read or changed",
		{ N_process_vm_readv, N_process_vm_writev, N_ptrace } },
	{ "code can be loaded into the kernel",
		{ N_bpf, N_create_module, N_finit_module, N_init_module,
		N_kexec_file_load, N_kexec_load } },
	{ "the kernel can be held up at a page fault, which helps exploits",
		{ N_userfaultfd } },
	{ "other processes and the kernel can be watched at work",
		{ N_perf_event_open } },
	{ "the kernel's log can be read, addresses included",
		{ N_syslog } },
	{ "limits can be raised as far as the hard limits",
		{ N_setrlimit } },
	{ "readable memory can be made executable, addresses predictable",
		{ N_personality } },
	{ "files can be watched in the whole of a mount",
		{ N_fanotify_init } }
};

const char *
sc_gives_up(const char *name, size_t len)
{
	int id = sc_name_find(name, len);

	if (id <= 0)
		return NULL;
	for (unsigned i = 0; i < LENGTH(losses); i++)
		for (unsigned k = 0; k < LENGTH(losses[i].names); k++)
			if (losses[i].names[k] == id)
				return losses[i].loss;
	return NULL;
}
