"""usage: random-profiles.py SC COUNT SEED [planted]

Makes COUNT random profiles, and asks SC (a command) what calls get under
them. Compares the answers with what the runtime-spec and moby say, worked out
here from the same JSON, and, for calls with one rule, with what libseccomp
compiles. Prints each difference, and at the end the numbers of answers that
were compared with either; planted: the expectation is wrong in one point.
"""
import ctypes
import json
import random
import shlex
import subprocess
import sys

SC, COUNT = shlex.split(sys.argv[1]), int(sys.argv[2])
PLANTED = sys.argv[4:] == ["planted"]
chance = random.Random(sys.argv[3])

ARCHS = {"x86_64": ("amd64", 0xc000003e), "aarch64": ("arm64", 0xc00000b7)}
# From the strictest, with what libseccomp calls them.
ACTIONS = {"KILL_PROCESS": 0x80000000, "KILL_THREAD": 0, "TRAP": 0x30000,
	"ERRNO": 0x50000, "TRACE": 0x7ff00000, "LOG": 0x7ffc0000,
	"ALLOW": 0x7fff0000}
STRICTNESS = list(ACTIONS)
OPS = ["NE", "LT", "LE", "EQ", "GE", "GT", "MASKED_EQ"]
CAPS = ["CAP_SYS_ADMIN", "CAP_SYS_PTRACE", "CAP_BPF", "CAP_CHOWN"]
MAX = 2**64 - 1


def sc(*args, text=None):
	return subprocess.run([*SC, *args], input=text, text=True,
		stdout=subprocess.PIPE, check=True).stdout


def numbers(arch):
	lines = sc("syscalls", "-A", arch).splitlines()
	return {name: int(nr) for nr, name in map(str.split, lines)}


NR = {arch: numbers(arch) for arch in ARCHS}
NAMES = sorted({*NR["x86_64"], *NR["aarch64"], "arm_fadvise64_64", "fcntl64"})


# Profiles

def value():
	return chance.choice([0, 1, 2, 2**32 - 1, 2**32, 2**53 + 1, 2**63, MAX,
		chance.randrange(64), 1 << chance.randrange(64),
		chance.getrandbits(32), chance.getrandbits(64),
		chance.randrange(4) << 32 | chance.randrange(4)])


def shuffled(keys):
	keys = list(keys.items())
	chance.shuffle(keys)
	return dict(keys)


def argument(index):
	arg = {"index": index, "value": value()}
	op = chance.choice(OPS)
	arg["op"] = "SCMP_CMP_" + op
	if op == "MASKED_EQ" and chance.random() < .8:
		arg["valueTwo"] = value() & arg["value"]
	return shuffled(arg)


def arguments():
	n = chance.choice([0, 0, 1, 1, 1, 2, 3, 6])
	if chance.random() < .2:
		return [argument(chance.randrange(2)) for _ in range(n)]
	return [argument(i) for i in chance.sample(range(6), n)]


def action(key, errno_key):
	name = chance.choice(["ALLOW"] * 6 + ["ERRNO"] * 3 + ["ENOSYS", "KILL",
		"TRACE", *ACTIONS])
	answer = {key: "SCMP_ACT_" + name}
	if name in ("ERRNO", "TRACE") and chance.random() < .5:
		answer[errno_key] = chance.choice([0, 2, 38, 4094])
	return answer


def condition():
	return {key: chance.choice(values) for key, values in {
		"caps": [[], CAPS[:1], CAPS[1:3], CAPS[2:]],
		"arches": [[], ["amd64"], ["arm64", "s390x"], ["arm"]],
		"minKernel": ["3.17", "4.8", "5.9", "5.10"]
	}.items() if chance.random() < .5}


def entry(names):
	e = {"names": chance.choices(names, k=chance.choice([1, 1, 2, 5]))}
	if chance.random() < .2:
		e = {"name": e["names"][0]}
	e.update(action("action", "errnoRet"), args=arguments())
	for key in "includes", "excludes":
		if chance.random() < .15:
			e[key] = condition()
	return shuffled(e)


def profile():
	names = chance.sample(NAMES, chance.choice([2, 10, 40]))
	entries = [entry(names) for _ in range(chance.choice([1, 3, 10, 25]))]
	return shuffled({"syscalls": entries,
		**action("defaultAction", "defaultErrnoRet")})


# What they mean

def meaning(name, errno):
	name = name.removeprefix("SCMP_ACT_")
	if name in ("ERRNO", "TRACE"):
		return name, 1 if errno is None else errno
	return {"KILL": ("KILL_THREAD", 0),
		"ENOSYS": ("ERRNO", 38)}.get(name, (name, 0))


def holds(arg, args):
	a, v = args[arg["index"]], arg["value"]
	return [a != v, a < v, a <= v, a == v, a > v if PLANTED else a >= v,
		a > v, a & v == arg.get("valueTwo", 0)][ops_index(arg)]


def ops_index(arg):
	return OPS.index(arg["op"].removeprefix("SCMP_CMP_"))


def applies(e, arch, caps, kernel):
	def version(filters):
		return tuple(map(int, filters["minKernel"].split(".")))

	inc, exc = e.get("includes", {}), e.get("excludes", {})
	ours = ARCHS[arch][0]
	return not (
		ours in exc.get("arches", []) or
		inc.get("arches") and ours not in inc["arches"] or
		caps & set(exc.get("caps", [])) or
		set(inc.get("caps", [])) - caps or
		"minKernel" in exc and kernel >= version(exc) or
		"minKernel" in inc and kernel < version(inc))


class Policy:
	def __init__(self, p, arch, caps, kernel):
		self.arch, self.rules = arch, {}
		self.default = meaning(p["defaultAction"],
			p.get("defaultErrnoRet"))
		for e in p["syscalls"]:
			if applies(e, arch, caps, kernel):
				self.add(e)

	def add(self, e):
		what = meaning(e["action"], e.get("errnoRet"))
		args = e["args"]
		if len({arg["index"] for arg in args}) < len(args):
			alternatives = [[arg] for arg in args]
		else:
			alternatives = [args]
		for name in e.get("names") or [e["name"]]:
			if name in NR[self.arch]:
				self.rules.setdefault(name, []).extend(
					(what, conditions)
					for conditions in alternatives)

	def answer(self, name, args):
		matching = [a for a, conditions in self.rules[name]
			if all(holds(c, args) for c in conditions)]
		kind, data = min(matching or [self.default],
			key=lambda a: STRICTNESS.index(a[0]))
		return f"{kind}({data})" if kind in ("ERRNO", "TRACE") else kind

	def calls(self):
		for name, rules in self.rules.items():
			for _, conditions in rules:
				for _ in range(3):
					yield name, near(conditions)


# Arguments for which the conditions hold, or nearly do.
def near(conditions):
	args = [value() for _ in range(6)]
	for c in conditions:
		v = c["value"]
		if ops_index(c) == 6:
			v = c.get("valueTwo", 0) | ~v & value()
		args[c["index"]] = chance.choice([v, v + 1, v - 1, v ^ 2**32,
			v ^ 1 << chance.randrange(64)]) & MAX
	return args


# libseccomp

class Compare(ctypes.Structure):
	_fields_ = [("arg", ctypes.c_uint), ("op", ctypes.c_int),
		("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]


try:
	lib = ctypes.CDLL("libseccomp.so.2")
	lib.seccomp_init.restype = ctypes.c_void_p
except OSError:
	lib = None


def add_rule(context, name, rule):
	(kind, data), conditions = rule
	compare = (Compare * 6)(*(Compare(c["index"], ops_index(c) + 1,
		c["value"], c.get("valueTwo", 0)) for c in conditions))
	nr = lib.seccomp_syscall_resolve_name(name.encode())
	return nr != -1 and not lib.seccomp_rule_add_array(context,
		ctypes.c_uint32(ACTIONS[kind] | data), nr, len(conditions),
		compare)


# Writes its program; returns the names that it can be asked for.
def by_libseccomp(policy, file):
	kind, data = policy.default
	context = ctypes.c_void_p(lib.seccomp_init(
		ctypes.c_uint32(ACTIONS[kind] | data)))
	token = ctypes.c_uint32(ARCHS[policy.arch][1])
	if lib.seccomp_arch_exist(context, token):
		lib.seccomp_arch_add(context, token)
		lib.seccomp_arch_remove(context, ctypes.c_uint32(0))
	names = {name for name, rules in policy.rules.items()
		if len(rules) == 1 and rules[0][0] != policy.default and
		add_rule(context, name, rules[0])}
	with open(file, "wb") as program:
		if lib.seccomp_export_bpf(context, program.fileno()):
			sys.exit("libseccomp: no program")
	lib.seccomp_release(context)
	return names


# Comparing

def ask(policy, calls, *args):
	nr = NR[policy.arch]
	text = "".join(f"{policy.arch} {nr[name]} {' '.join(map(str, a))}\n"
		for name, a in calls)
	lines = sc("sim", "--batch", "-A", policy.arch, *args, text=text)
	return [line.split("\t")[0] for line in lines.splitlines()]


def compare(policy, calls, got, of):
	for (name, args), answer in zip(calls, got, strict=True):
		want = policy.answer(name, args)
		if answer != want:
			print(of, policy.arch, name, args, answer, "not",
				want)
	return len(calls)


def main():
	counts = [0, 0]
	for _ in range(COUNT):
		arch = chance.choice(list(ARCHS))
		caps = chance.choices(CAPS, k=2)
		kernel = chance.choice([(4, 7), (4, 8), (5, 10), (6, 18)])
		p = profile()
		with open("profile.json", "w", encoding="utf-8") as file:
			json.dump(p, file)
		policy = Policy(p, arch, set(caps), kernel)
		calls = list(policy.calls())
		counts[0] += compare(policy, calls, ask(policy, calls, "-k",
			",".join(caps), "--kernel", "%d.%d" % kernel,
			"profile.json"), "sc:")
		if not lib:
			continue
		names = by_libseccomp(policy, "program.bpf")
		calls = [call for call in calls if call[0] in names]
		counts[1] += compare(policy, calls, ask(policy, calls,
			"program.bpf"), "libseccomp:")
	print(*counts)


main()
