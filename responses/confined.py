"""What a process gives up for good before it looks at what nobody vouches for. Linux does the holding.

What holds where:
- everywhere: limits on memory, processor time, new files and open files, set by the process itself before it reads
  a byte of it, which no program can raise again;
- on Linux on x86-64 and ARM: a filter on system calls. No socket, no other program, no process made, signalled or
  looked into by its calls, no file opened for writing, renamed or removed, whatever the code in the process becomes.
  Threads of its own, where it needs some;
- where user namespaces are allowed: a network without interfaces as well, and none of the environment of the same
  user's other processes, which elsewhere can be read under /proc (docs/operations.md).
Where the filter cannot be set, Python's own sockets and subprocesses are refused, which holds against accidents only.
"""

import ctypes
import platform
import resource
import struct
import sys

MEMORY = 512 * 1024 * 1024
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_FILTER = 38, 22, 2
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_CLONE_THREAD = 0x10000
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | 1, 0x80000000  # 1 is EPERM
_UNKNOWN = 0x00050000 | 38  # ENOSYS: the C library then takes the older call, of which a filter sees the flags
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_WRITING = 0o1 | 0o2 | 0o100 | 0o1000  # O_WRONLY, O_RDWR, O_CREAT, O_TRUNC

# Numbers of system calls: sockets, programs, processes and their groups, signals, changes to files, io_uring (which
# does all of them).
_X86 = {
    "arch": 0xC000003E,
    "refused": [41, 42, 43, 49, 50, 53, 288, 56, 57, 58, 59, 322, 435, 62, 109, 112, 200, 234, 101, 310, 311, 425,
                426, 427, 76, 77, 82, 83, 84, 85, 86, 87, 88, 90, 91, 92, 93, 94, 133, 165, 258, 259, 260, 263, 264,
                265, 266, 268, 316, 437, 272, 308, 321, 129, 297, 424, 434, 438],
    "open": {2: 1, 257: 2},  # open and openat, each with the place of its flags
    "thread": (56, 435),  # clone and clone3
}  # fmt: skip
_ARM = {
    "arch": 0xC00000B7,
    "refused": [198, 199, 200, 201, 202, 203, 242, 220, 221, 281, 435, 129, 130, 131, 154, 157, 117, 270, 271, 425,
                426, 427, 45, 46, 33, 34, 35, 36, 37, 38, 276, 52, 53, 54, 55, 40, 437, 97, 268, 280, 138, 240, 424,
                434, 438],
    "open": {56: 2},
    "thread": (220, 435),
}  # fmt: skip


def confine(seconds: int, memory: int = MEMORY, *, threads: bool = False) -> None:
    """Takes from this process all that its work needs not but the network. `seconds` is of processor time, `memory` in
    bytes.

    `threads`: whether it may have several.
    """
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_CPU, seconds)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, 64)
    if not threads:  # which count as processes
        _limit(resource.RLIMIT_NPROC, 0)
    if not filter_calls(threads=threads):
        sys.addaudithook(_refuse)


def _limit(what: int, most: int) -> None:
    hard = resource.getrlimit(what)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(what, (most, most))
    except (ValueError, OSError):  # macOS has no limit on memory
        if sys.platform == "linux":
            raise


def leave_network() -> bool:
    """Moves into a network of its own that is connected to nothing; whether the system let it."""
    if sys.platform != "linux":
        return False
    return ctypes.CDLL(None).unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0


def filter_calls(*, threads: bool = False) -> bool:
    """Sets the filter on system calls; whether it now holds."""
    calls = {"x86_64": _X86, "aarch64": _ARM}.get(platform.machine())
    if sys.platform != "linux" or not calls:
        return False
    program = _program(calls, threads)
    code = ctypes.create_string_buffer(program, len(program))
    rules = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    libc = ctypes.CDLL(None)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return libc.prctl(_PR_SET_SECCOMP, _SECCOMP_FILTER, ctypes.create_string_buffer(rules, len(rules)), 0, 0) == 0


def _program(calls: dict, threads: bool) -> bytes:
    """The filter in the kernel's own little language: of each step (code, jump if true, jump if false, value)."""
    number, arch, argument = 0, 4, 16  # where the kernel puts the call, the processor, and the first argument
    steps = [(_LOAD, 0, 0, arch), (_EQUAL, 1, 0, calls["arch"]), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, number)]
    # x86-64 knows a second set of numbers for the same calls, from here on.
    steps += [(_AT_LEAST, 0, 1, 0x40000000), (_RETURN, 0, 0, _REFUSE)]
    if threads:
        clone, clone3 = calls["thread"]
        steps += [(_EQUAL, 0, 1, clone3), (_RETURN, 0, 0, _UNKNOWN)]
        steps += [(_EQUAL, 0, 4, clone), (_LOAD, 0, 0, argument), (_ANY_BIT, 0, 1, _CLONE_THREAD)]
        steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    for refused in calls["refused"]:
        steps += [(_EQUAL, 0, 1, refused), (_RETURN, 0, 0, _REFUSE)]
    for call, place in calls["open"].items():
        steps += [(_EQUAL, 0, 4, call), (_LOAD, 0, 0, argument + 8 * place), (_ANY_BIT, 0, 1, _WRITING)]
        steps += [(_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]
    steps.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _refuse(event: str, _arguments) -> None:
    if event.startswith(("socket.connect", "socket.bind", "socket.sendto", "subprocess.", "os.exec", "os.system")):
        raise PermissionError(event)
