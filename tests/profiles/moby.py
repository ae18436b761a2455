#!/usr/bin/env python3
"""usage: moby.py PROFILE.json SYSCALLS.tbl ARCH [caps=0xMASK] [kernel=N.N]

Resolves moby's profile and prints it in the form of the snapshots. It is
written from moby's documentation of the format, and shares nothing with
libsc, so that each tests the other.
"""
import json
import sys

CAPS = """CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID
SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW
IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT
SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE
AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM
BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE""".split()
GOARCH = {"x86_64": "amd64", "aarch64": "arm64"}
OPS = {"NE": "!=", "LT": "<", "LE": "<=", "EQ": "==", "GE": ">=", "GT": ">"}


def version(text):
    return tuple(int(n) for n in text.split("."))


def applies(entry, arch, caps, kernel):
    inc, exc = entry.get("includes", {}), entry.get("excludes", {})
    if any(c not in caps for c in inc.get("caps", [])):
        return False
    if inc.get("arches") and arch not in inc["arches"]:
        return False
    if kernel < version(inc.get("minKernel", "0.0")):
        return False
    return not (set(exc.get("caps", [])) & caps or
                arch in exc.get("arches", []))


def action(name, errno):
    name = name.replace("SCMP_ACT_", "")
    return "ERRNO(%d)" % errno if name == "ERRNO" else name


def condition(arg):
    op, value = arg["op"].replace("SCMP_CMP_", ""), arg["value"]
    if op == "MASKED_EQ":
        return "a%d:64&0x%x==0x%x" % (arg["index"], value,
                                      arg.get("valueTwo", 0))
    return "a%d:64%s0x%x" % (arg["index"], OPS[op], value)


def options(words):
    caps, kernel = 0, (6, 18)
    for word in words:
        key, value = word.split("=")
        if key == "caps":
            caps = int(value, 16)
        else:
            kernel = version(value)
    return {"CAP_" + c for i, c in enumerate(CAPS) if caps >> i & 1}, kernel


def main(path, table, arch, *words):
    caps, kernel = options(words)
    with open(path) as f:
        profile = json.load(f)
    default = action(profile["defaultAction"], profile["defaultErrnoRet"])
    rules = {}
    for entry in profile["syscalls"]:
        if not applies(entry, GOARCH[arch], caps, kernel):
            continue
        what = action(entry["action"], entry.get("errnoRet", 1))
        for name in entry["names"]:
            rules.setdefault(name, []).append(
                ([condition(a) for a in entry.get("args", [])], what))
    print("default", default)
    print("future ERRNO(38)")
    print("second range", "KILL_PROCESS" if arch == "x86_64" else "none")
    print("filter yes")
    for line in open(table):
        nr, name = line.split()
        mine = rules.get(name, [([], default)])
        # Every rule of the profile that has conditions allows.
        always = [what for conds, what in mine if not conds]
        if len(set(always)) > 1:
            sys.exit(name + ": two answers")
        for conds, what in [([], always[0])] if always else mine:
            print(" ".join([nr, name] + conds + [what]))


main(*sys.argv[1:])
