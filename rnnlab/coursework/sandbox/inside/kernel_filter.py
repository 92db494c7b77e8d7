"""Limits that the Linux kernel keeps on a process and its children: system calls (seccomp) and files (Landlock).

Neither needs rights, and neither can be undone. The numbers are those of the kernel's headers: linux/seccomp.h,
linux/filter.h, linux/landlock.h and the tables of system calls.
"""

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterable
from pathlib import Path

PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, SECCOMP_MODE_FILTER = 22, 38, 2
LOAD, EQUAL, AT_LEAST, ANY_BIT, AND, RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
CLONE_NAMESPACES, CLONE_THREAD = 0x7E020000, 0x10000
SHARED_ANONYMOUS = 0x21  # MAP_SHARED | MAP_ANONYMOUS: memory that no process need have mapped into its pages
ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
# Name to the numbers on x86_64 and on aarch64, which lacks some.
HIDDEN_MEMORY = {
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "msgget": (68, 186),
    "semget": (64, 190), "mq_open": (240, 180), "io_uring_setup": (425, 425), "userfaultfd": (323, 282),
}  # fmt: skip
OTHER_PROCESSES = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "pidfd_getfd": (438, 438),
    "process_madvise": (440, 440), "setpriority": (141, 140), "perf_event_open": (298, 241), "bpf": (321, 280),
}  # fmt: skip
KERNEL_KEYS = {"add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219)}
NAMESPACES = {"unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "fsopen": (430, 430)}
# Their first argument is a process: 0 is the caller.
OF_ITSELF = {
    "prlimit64": (302, 261), "sched_setaffinity": (203, 122), "sched_setscheduler": (144, 119),
    "sched_setparam": (142, 118), "sched_setattr": (314, 274),
}  # fmt: skip
SOCKET, SOCKETPAIR, MMAP, CLONE, CLONE3 = (41, 198), (53, 199), (9, 222), (56, 220), (435, 435)
FAMILIES = (1, 2, 10)  # AF_UNIX, AF_INET, AF_INET6
# Where no namespace keeps other processes, the network and the file system away.
START_AND_STOP = {
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281), "kill": (62, 129),
    "tkill": (200, 130), "rt_sigqueueinfo": (129, 138), "pidfd_send_signal": (424, 424), "pidfd_open": (434, 434),
}  # fmt: skip
FILE_ATTRIBUTES = {
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, None),
    "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54), "utime": (132, None), "utimes": (235, None),
    "futimesat": (261, None), "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6),
    "fsetxattr": (190, 7), "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "mknod": (133, None), "mknodat": (259, 33), "chroot": (161, 51),
}  # fmt: skip
TGKILL = (234, 131)
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
EXECUTE, READ_FILE, READ_DIRECTORY = 1 << 0, 1 << 2, 1 << 3
FILE_RIGHTS = EXECUTE | 1 << 1 | READ_FILE | 1 << 14  # with writing and truncating: what a rule for a file may name


def restrict_system_calls(alone: bool = False) -> None:
    """Refuse system calls to this process and all that it starts.

    Refused are memory that belongs to no process, other processes' memory and priorities, the kernel's keys, new
    namespaces, and sockets other than those of the internet and of Unix.

    Parameters
    ----------
    alone : bool
        Refuse also to start programs and processes, to signal others, to open sockets of any kind, and to change
        who may use a file.

    Raises
    ------
    OSError
        If the kernel does not offer it.
    """
    architecture, column = ARCHITECTURES.get(platform.machine(), (0, 0))
    if not architecture:
        raise OSError(errno.ENOSYS, f"there is no table of system calls for {platform.machine()}")
    program = _program(architecture, column, alone)
    code = b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("@HP", len(program), ctypes.addressof(buffer))
    _forbid_new_rights()
    _call("prctl", PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.c_char_p(header), 0, 0)


def _program(architecture: int, column: int, alone: bool) -> list[tuple[int, int, int, int]]:
    """The instructions of the filter: code, jump if true, jump if false, operand."""
    refuse, program = REFUSE | errno.EPERM, [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, architecture)]
    program += [(RETURN, 0, 0, KILL), (LOAD, 0, 0, NUMBER)]
    program += [(AT_LEAST, 0, 1, 0x40000000), (RETURN, 0, 0, refuse)]  # another table of calls on x86_64

    def when_called(numbers: tuple[int, int | None], *body: tuple[int, int, int, int]) -> None:
        if (number := numbers[column]) is not None:
            program.extend([(EQUAL, 0, len(body), number), *body])

    def argument(place: int) -> tuple[int, int, int, int]:
        return LOAD, 0, 0, ARGUMENTS + 8 * place  # the lower half: both machines are little-endian

    refused: dict[str, tuple[int, int | None]] = {}
    refused |= HIDDEN_MEMORY | OTHER_PROCESSES | KERNEL_KEYS | NAMESPACES
    refused |= START_AND_STOP | FILE_ATTRIBUTES | {"socket": SOCKET} if alone else {}
    for numbers in refused.values():
        when_called(numbers, (RETURN, 0, 0, refuse))
    allow = (RETURN, 0, 0, ALLOW)
    for numbers in OF_ITSELF.values():
        when_called(numbers, argument(0), (EQUAL, 0, 1, 0), allow, (EQUAL, 0, 1, os.getpid()), allow,
                    (RETURN, 0, 0, refuse))  # fmt: skip
    for numbers in (SOCKET, SOCKETPAIR):
        families = [one for family in FAMILIES for one in ((EQUAL, 0, 1, family), allow)]
        when_called(numbers, argument(0), *families, (RETURN, 0, 0, REFUSE | errno.EAFNOSUPPORT))
    when_called(MMAP, argument(3), (AND, 0, 0, SHARED_ANONYMOUS), (EQUAL, 0, 1, SHARED_ANONYMOUS),
                (RETURN, 0, 0, refuse), allow)  # fmt: skip
    thread = [(ANY_BIT, 1, 0, CLONE_THREAD), (RETURN, 0, 0, refuse)] if alone else []
    when_called(CLONE, argument(0), (ANY_BIT, 0, 1, CLONE_NAMESPACES), (RETURN, 0, 0, refuse), *thread, allow)
    when_called(CLONE3, (RETURN, 0, 0, REFUSE | errno.ENOSYS))  # its flags are out of sight: C libraries use clone then
    if alone:
        when_called(TGKILL, argument(0), (EQUAL, 1, 0, os.getpid()), (RETURN, 0, 0, refuse), allow)
    return [*program, allow]


def restrict_files(readable: Iterable[str], writable: Iterable[str], withheld: Iterable[str] = ()) -> None:
    """Let this process open only what lies in some folders.

    Parameters
    ----------
    readable, writable : iterable of str
        Folders and files; what is not there is passed over.
    withheld : iterable of str
        Folders in readable ones that are not to be read, but for their names.

    Raises
    ------
    OSError
        If the kernel does not offer it.
    """
    version = _call("syscall", LANDLOCK_CREATE, 0, 0, 1)
    every = (1 << (13 if version == 1 else 14 if version == 2 else 15)) - 1
    attributes = struct.pack("=QQQ", every, 0, 0)[: 8 if version < 4 else 16 if version < 6 else 24]
    ruleset = _call("syscall", LANDLOCK_CREATE, ctypes.c_char_p(attributes), len(attributes), 0)

    def allow(path: str, rights: int) -> None:
        try:
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            return
        rights &= every if os.path.isdir(path) else every & FILE_RIGHTS
        rule = struct.pack("=Qi", rights, descriptor)
        _call("syscall", LANDLOCK_ADD, ruleset, 1, ctypes.c_char_p(rule), 0)
        os.close(descriptor)

    def allow_reading(path: Path) -> None:  # a rule holds for all that is below
        if path in outside:
            return
        if path.is_dir() and any(one.is_relative_to(path) for one in outside):
            allow(str(path), READ_DIRECTORY)
            for entry in path.iterdir():
                allow_reading(entry)
        else:
            allow(str(path), READ_FILE | READ_DIRECTORY)

    outside = {Path(folder).resolve() for folder in withheld}
    for folder in readable:
        allow_reading(Path(folder).resolve())
    for path in writable:
        allow(path, every & ~EXECUTE)
    _forbid_new_rights()
    _call("syscall", LANDLOCK_RESTRICT, ruleset, 0)
    os.close(ruleset)


def _forbid_new_rights() -> None:
    _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def _call(function: str, *arguments: object) -> int:
    """Call a function of the C library. Raises OSError."""
    library = ctypes.CDLL(None, use_errno=True)
    words = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    result: int = getattr(library, function)(*words)
    if result < 0:
        raise OSError(ctypes.get_errno(), function)
    return result
