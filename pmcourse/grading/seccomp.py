"""A filter for system calls, made by hand: what no notebook needs and what would reach out of the room is refused.

A classic BPF program as Linux's seccomp takes it (Drewry 2012, Documentation/userspace-api/seccomp_filter.rst). It
allows what it does not name: the room's walls are its namespaces, and this shortens the list of kernel code behind
them. A call of another architecture ends the process.
"""

from __future__ import annotations

import platform
import struct
from collections.abc import Iterator

_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_EPERM, _ENOSYS = 1, 38
_LOAD, _JUMP_EQ, _JUMP_GE, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCH, _ARG = 0, 4, 16  # offsets in struct seccomp_data; arguments are 8 bytes each
_NEW_NAMESPACES = 0x7E020000  # CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
_X32 = 0x40000000

# System call numbers: name, on x86-64, on arm64 (None: it does not exist there).
_REFUSED = """
ptrace 101 117; process_vm_readv 310 270; process_vm_writev 311 271; kcmp 312 272; pidfd_getfd 438 438; pidfd_open 434
434; process_madvise 440 440; mount 165 40; umount2 166 39; pivot_root 155 41; chroot 161 51; setns 308 268; unshare
272 97; open_tree 428 428; move_mount 429 429; fsopen 430 430; fsconfig 431 431; fsmount 432 432; fspick 433 433;
mount_setattr 442 442; bpf 321 280; perf_event_open 298 241; userfaultfd 323 282; io_uring_setup 425 425;
io_uring_enter 426 426; io_uring_register 427 427; add_key 248 217; request_key 249 218; keyctl 250 219; memfd_secret
447 447; shmget 29 194; shmat 30 196; shmctl 31 195; semget 64 190; semop 65 193; semctl 66 191; msgget 68 186; msgsnd
69 189; msgrcv 70 188; msgctl 71 187; mq_open 240 180; mq_unlink 241 181; init_module 175 105; finit_module 313 273;
delete_module 176 106; kexec_load 246 104; kexec_file_load 320 294; reboot 169 142; swapon 167 224; swapoff 168 225;
quotactl 179 60; acct 163 89; syslog 103 116; personality 135 92; fanotify_init 300 262; open_by_handle_at 304 265;
name_to_handle_at 303 264; lookup_dcookie 212 18; sethostname 170 161; setdomainname 171 162; iopl 172 None; ioperm
173 None; modify_ldt 154 None; vhangup 153 58; nfsservctl 180 42; settimeofday 164 170; clock_settime 227 112;
adjtimex 159 171; clock_adjtime 305 266; migrate_pages 256 238; move_pages 279 239; set_mempolicy 238 237; mbind 237
235; landlock_restrict_self 446 446; uselib 134 None; ustat 136 None; sysfs 139 None
"""
_MISSING = "clone3 435 435; memfd_create 319 279"  # answered with "no such call": libraries then take another way
_OWN_PROCESS_ONLY = """
prlimit64 302 261; sched_setaffinity 203 122; sched_setscheduler 144 119; sched_setparam 142 118; sched_setattr 314 274
"""  # the first argument is a process, and must be 0: the caller
_SECOND_OWN = "setpriority 141 140; ioprio_set 251 30"  # the second argument is a process, user or group
_CLONE, _SOCKET, _SOCKETPAIR, _IOCTL = (56, 220), (41, 198), (53, 199), (16, 29)
_FAMILIES = (1, 2, 10)  # unix, IPv4, IPv6; the room's own network has no way out
_TERMINAL = (0x5412, 0x541C)  # TIOCSTI and TIOCLINUX put words into somebody else's terminal
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}


def supported() -> bool:
    """Whether this machine's architecture is one that the filter knows."""
    return platform.machine() in _MACHINES


def program() -> bytes:
    """The filter for this machine, as bubblewrap's --seccomp reads it. Raises KeyError on other architectures."""
    column, arch = _MACHINES[platform.machine()]
    code = [_do(_LOAD, _ARCH), _do(_JUMP_EQ, arch, 1, 0), _do(_RETURN, _KILL), _do(_LOAD, _NUMBER)]
    if column == 0:
        code += [_do(_JUMP_GE, _X32, 0, 1), _do(_RETURN, _KILL)]
    for number in _numbers(_REFUSED, column):
        code += [_do(_JUMP_EQ, number, 0, 1), _do(_RETURN, _ERRNO | _EPERM)]
    for number in _numbers(_MISSING, column):
        code += [_do(_JUMP_EQ, number, 0, 1), _do(_RETURN, _ERRNO | _ENOSYS)]
    for number in _numbers(_OWN_PROCESS_ONLY, column):
        code += _if_call(number, 0, [_do(_JUMP_EQ, 0, 1, 0), _do(_RETURN, _ERRNO | _EPERM)])
    for number in _numbers(_SECOND_OWN, column):
        code += _if_call(number, 1, [_do(_JUMP_EQ, 0, 1, 0), _do(_RETURN, _ERRNO | _EPERM)])
    code += _if_call(_CLONE[column], 0, [_do(_JUMP_SET, _NEW_NAMESPACES, 0, 1), _do(_RETURN, _ERRNO | _EPERM)])
    for call in (_SOCKET, _SOCKETPAIR):
        checks = [_do(_JUMP_EQ, family, len(_FAMILIES) - i, 0) for i, family in enumerate(_FAMILIES)]
        code += _if_call(call[column], 0, [*checks, _do(_RETURN, _ERRNO | _EPERM)])
    terminal = [_do(_JUMP_EQ, _TERMINAL[0], 1, 0), _do(_JUMP_EQ, _TERMINAL[1], 0, 1), _do(_RETURN, _ERRNO | _EPERM)]
    code += _if_call(_IOCTL[column], 1, terminal)
    return b"".join([*code, _do(_RETURN, _ALLOW)])


def _numbers(text: str, column: int) -> Iterator[int]:
    for entry in text.split(";"):
        number = entry.split()[1 + column]
        if number != "None":
            yield int(number)


def _if_call(number: int, argument: int, checks: list[bytes]) -> list[bytes]:
    """Run `checks` on the low half of an argument of call `number`; past them the call is allowed."""
    inside = [_do(_LOAD, _ARG + 8 * argument), *checks, _do(_RETURN, _ALLOW)]
    return [_do(_JUMP_EQ, number, 0, len(inside)), *inside]


def _do(operation: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", operation, if_true, if_false, value)
