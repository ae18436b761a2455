# bash completion for sc and sc-init. What there is to complete they are asked
# for, so that this knows as much as they do.

_sc_ask() {
	"${sc:-sc}" "$@" 2>/dev/null
}

# _sc_options TEXT: the options in a help text.
_sc_options() {
	grep -E '^  ' <<<"$1" | grep -oE -- '(^| )--?[[:alnum:]][[:alnum:]-]*'
}

# _sc_words WORD…: those that the current word begins.
_sc_words() {
	mapfile -t COMPREPLY < <(compgen -W "$*" -- "$cur")
}

# _sc_list WORD…: the same after the last comma.
_sc_list() {
	local before=''

	case $cur in
	*,*) before=${cur%,*}, ;;
	esac
	mapfile -t COMPREPLY < <(compgen -P "$before" -W "$*" -- "${cur##*,}")
	compopt -o nospace 2>/dev/null
}

_sc_files() {
	mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	compopt -o filenames 2>/dev/null
}

_sc_policies() {
	_sc_files
	mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen \
		-W "$(_sc_ask profiles | cut -d ' ' -f 1)" -- "$cur")
}

_sc_capabilities="chown dac_override dac_read_search fowner fsetid kill setgid
setuid setpcap linux_immutable net_bind_service net_broadcast net_admin
net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot sys_ptrace
sys_pacct sys_admin sys_boot sys_nice sys_resource sys_time sys_tty_config
mknod lease audit_write audit_control setfcap mac_override mac_admin syslog
wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore"

# The value of option $1. False if it takes none.
_sc_value() {
	case $1 in
	-p|--profile) _sc_words "$(_sc_ask profiles | cut -d ' ' -f 1)" ;;
	-A|--arch) _sc_words all "$(_sc_ask syscalls -A all read |
		cut -d ' ' -f 1)" ;;
	-n|--network) _sc_words on off ;;
	-a|--allow|-d|--deny) _sc_list "$(_sc_ask syscalls | cut -d ' ' -f 2)" ;;
	-k|--keep-cap) _sc_list "$_sc_capabilities" ;;
	--deny-action) _sc_words kill trap errno enosys log ;;
	--on-exit) _sc_words poweroff reboot halt hold ;;
	--stop-signal|--pdeathsig)
		mapfile -t COMPREPLY < <(compgen -A signal -- "$cur") ;;
	-f|--seccomp|-o|--output|--merge) _sc_files ;;
	--chdir) mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
	--sha256|-u|--user|--rlimit|--umask|--env|--unset-env|--kernel|\
	--stop-timeout|--rewrite|--map-exit|--mount) ;;
	*) return 1 ;;
	esac
	return 0
}

# Whether option $1 takes a value; letters before it don't matter.
_sc_takes_value() {
	local cur='' COMPREPLY

	_sc_value "$1"
}

# The index of the first word from $1 on that is neither an option nor a value.
_sc_first() {
	local i

	for ((i = $1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		--) echo $((i + 1)); return ;;
		=) i=$((i + 1)) ;;
		-*)
			if [[ ${COMP_WORDS[i + 1]} != = ]] &&
			    _sc_takes_value "${COMP_WORDS[i]}"; then
				i=$((i + 1))
			fi ;;
		*) break ;;
		esac
	done
	echo "$i"
}

# The option whose value the current word is, if it is one; bash takes an
# equals sign for a word of its own.
_sc_option() {
	local prev=${COMP_WORDS[COMP_CWORD - 1]}

	if [[ $cur == = ]]; then
		cur=
		printf "%s\n" "$prev"
	elif [[ $prev == = ]]; then
		printf "%s\n" "${COMP_WORDS[COMP_CWORD - 2]}"
	else
		printf "%s\n" "$prev"
	fi
}

# The command that begins at word $1, and its words.
_sc_command() {
	if ((COMP_CWORD == $1)); then
		mapfile -t COMPREPLY < <(compgen -c -- "$cur")
	elif declare -F _command_offset >/dev/null; then
		_command_offset "$1"
	else
		_sc_files
	fi
}

_sc_init() {
	local cur=${COMP_WORDS[COMP_CWORD]} first option

	COMPREPLY=()
	option=$(_sc_option)
	[[ $cur != = ]] || cur=
	first=$(_sc_first 1)
	if ((first < COMP_CWORD)); then
		_sc_command "$first"
	elif [[ ${COMP_WORDS[COMP_CWORD - 1]} == -- ]]; then
		_sc_command "$COMP_CWORD"
	elif _sc_value "$option"; then
		:
	elif [[ $cur == -* ]]; then
		_sc_words "$(_sc_options "$("${COMP_WORDS[0]}" --help)")"
	else
		_sc_command "$COMP_CWORD"
	fi
}

_sc_operand() {
	case $1 in
	syscalls) _sc_words "$(_sc_ask syscalls | cut -d ' ' -f 2)" ;;
	help) _sc_words "$(_sc_commands)" ;;
	profiles) ;;
	sim|explain)
		if [[ ${COMP_WORDS[COMP_CWORD - 1]} == "$1" ]]; then
			_sc_policies
		else
			_sc_words "$(_sc_ask syscalls | cut -d ' ' -f 2)"
		fi ;;
	*) _sc_policies ;;
	esac
}

_sc_commands() {
	_sc_ask help | sed -n 's/^  \([a-z]*\) .*/\1/p'
}

_sc() {
	local cur=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]}
	local sc=${COMP_WORDS[0]} option first

	COMPREPLY=()
	if ((COMP_CWORD == 1)); then
		_sc_words "$(_sc_commands)" --version
		return
	fi
	option=$(_sc_option)
	[[ $cur != = ]] || cur=
	if [[ $command == learn ]]; then
		first=$(_sc_first 2)
		if ((first < COMP_CWORD)) || [[ $option == -- ]]; then
			_sc_command "$first"
			return
		fi
	fi
	if ((COMP_CWORD > 2)) && _sc_value "$option"; then
		:
	elif [[ $cur == -* ]]; then
		_sc_words "$(_sc_options "$(_sc_ask help "$command")")"
	elif [[ $command == learn ]]; then
		_sc_command "$COMP_CWORD"
	else
		_sc_operand "$command"
	fi
}

complete -F _sc sc
complete -F _sc_init sc-init
