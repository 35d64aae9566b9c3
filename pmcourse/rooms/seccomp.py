"""A filter for system calls, made by hand: what Python, its packages and a shell need is allowed, and nothing else.

A classic BPF program as Linux's seccomp takes it (Drewry 2012, Documentation/userspace-api/seccomp_filter.rst). The
room's walls are its namespaces; this shortens the list of kernel code behind them. It is a list of what is allowed, so
that a call which a later kernel brings is refused before anybody here has heard of it. What is not on it is answered
with "no such call", upon which libraries take another way. A call of another architecture ends the process.

Left out on purpose: namespaces and mounts, other processes' memory and descriptors, keys, io_uring, bpf, System V's and
POSIX's shared queues; what watches folders or files that other rooms see too (inotify, fanotify, mincore, cachestat);
what works on the machine's whole cache (sync, fadvise64, splice and its kin).

Locks lie on a file, not in a namespace, and /usr, the packages and /dev/null are the same files in every room. So none
reaches the kernel: a room is one submission's own, and there a lock is said to be had. Two submissions that are graded
at one time and were written for each other can still signal by how busy they keep the machine.
"""

from __future__ import annotations

import platform
import struct
from collections.abc import Iterator

_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_DONE, _EPERM, _ENOSYS = 0, 1, 38
_LOAD, _JUMP_EQ, _JUMP_GE, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCH, _ARG = 0, 4, 16  # offsets in struct seccomp_data; arguments are 8 bytes each
_NEW_NAMESPACES = 0x7E020000  # CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
_X32 = 0x40000000

# System call numbers: name, on x86-64, on arm64 (None: it does not exist there).
_ALLOWED = """
read 0 63; write 1 64; open 2 None; close 3 57; stat 4 None; fstat 5 80; lstat 6 None; newfstatat 262 79; statx 332 291;
lseek 8 62; pread64 17 67; pwrite64 18 68; readv 19 65; writev 20 66; preadv 295 69; pwritev 296 70; access 21 None;
faccessat 269 48; faccessat2 439 439; openat 257 56; openat2 437 437; creat 85 None; dup 32 23; dup2 33 None; dup3 292
24; pipe 22 None; pipe2 293 59; sendfile 40 71; copy_file_range 326 285; fsync 74 82; fdatasync 75 83; truncate 76 45;
ftruncate 77 46; fallocate 285 47; getdents 78 None; getdents64 217 61; getcwd 79 17; chdir 80 49; fchdir 81 50; rename
82 None; renameat 264 38; renameat2 316 276; mkdir 83 None; mkdirat 258 34; rmdir 84 None; link 86 None; linkat 265 37;
unlink 87 None; unlinkat 263 35; symlink 88 None; symlinkat 266 36; readlink 89 None; readlinkat 267 78; mknod 133 None;
mknodat 259 33; chmod 90 None; fchmod 91 52; fchmodat 268 53; fchmodat2 452 452; chown 92 None; fchown 93 55; lchown 94
None; fchownat 260 54; umask 95 166; statfs 137 43; fstatfs 138 44; utime 132 None; utimes 235 None; futimesat 261 None;
utimensat 280 88; setxattr 188 5; lsetxattr 189 6; fsetxattr 190 7; getxattr 191 8; lgetxattr 192 9; fgetxattr 193 10;
listxattr 194 11; llistxattr 195 12; flistxattr 196 13; removexattr 197 14; lremovexattr 198 15; fremovexattr 199 16;
close_range 436 436;
poll 7 None; ppoll 271 73; select 23 None; pselect6 270 72; epoll_create 213 None; epoll_create1 291 20; epoll_ctl 233
21; epoll_wait 232 None; epoll_pwait 281 22; epoll_pwait2 441 441; eventfd 284 None; eventfd2 290 19; signalfd 282 None;
signalfd4 289 74; timerfd_create 283 85; timerfd_settime 286 86; timerfd_gettime 287 87;
mmap 9 222; munmap 11 215; mprotect 10 226; mremap 25 216; msync 26 227; madvise 28 233; brk 12 214; membarrier 324 283;
fork 57 None; vfork 58 None; execve 59 221; exit 60 93; exit_group 231 94; wait4 61 260; waitid 247 95; kill 62 129;
tkill 200 130; tgkill 234 131; getpid 39 172; getppid 110 173; gettid 186 178; getpgid 121 155; setpgid 109 154; getpgrp
111 None; getsid 124 156; setsid 112 157; getuid 102 174; geteuid 107 175; getgid 104 176; getegid 108 177; getresuid
118 148; getresgid 120 150; getgroups 115 158; setuid 105 146; setgid 106 144; setreuid 113 145; setregid 114 143;
setresuid 117 147; setresgid 119 149; setgroups 116 159; capget 125 90; capset 126 91; prctl 157 167; arch_prctl 158
None; getrlimit 97 163; setrlimit 160 164; getrusage 98 165; times 100 153; sysinfo 99 179; uname 63 160;
set_tid_address 218 96; set_robust_list 273 99; futex 202 98; rseq 334 293; restart_syscall 219 128; sched_yield 24 124;
sched_getaffinity 204 123; sched_getparam 143 121; sched_getscheduler 145 120; sched_getattr 315 275;
sched_get_priority_max 146 125; sched_get_priority_min 147 126; sched_rr_get_interval 148 127; getpriority 140 141;
ioprio_get 252 31; getcpu 309 168; getrandom 318 278;
rt_sigaction 13 134; rt_sigprocmask 14 135; rt_sigreturn 15 139; rt_sigpending 127 136; rt_sigtimedwait 128 137;
rt_sigsuspend 130 133; sigaltstack 131 132; pause 34 None; alarm 37 None; getitimer 36 102; setitimer 38 103;
timer_create 222 107; timer_settime 223 110; timer_gettime 224 108; timer_getoverrun 225 109; timer_delete 226 111;
nanosleep 35 101; clock_nanosleep 230 115; clock_gettime 228 113; clock_getres 229 114; gettimeofday 96 169; time 201
None;
connect 42 203; accept 43 202; accept4 288 242; sendto 44 206; recvfrom 45 207; sendmsg 46 211; recvmsg 47 212; sendmmsg
307 269; recvmmsg 299 243; shutdown 48 210; bind 49 200; listen 50 201; getsockname 51 204; getpeername 52 205;
setsockopt 54 208; getsockopt 55 209;
"""
_OWN_PROCESS_ONLY = """
prlimit64 302 261; sched_setaffinity 203 122; sched_setscheduler 144 119; sched_setparam 142 118; sched_setattr 314 274
"""  # the first argument is a process, and must be 0: the caller
_SECOND_OWN = "setpriority 141 140; ioprio_set 251 30"  # the second argument is a process, user or group
_CLONE, _SOCKET, _SOCKETPAIR, _IOCTL, _FCNTL, _FLOCK = (56, 220), (41, 198), (53, 199), (16, 29), (72, 25), (73, 32)
_FAMILIES = (1, 2, 10)  # unix, IPv4, IPv6; the room's own network has no way out
_TERMINAL = (0x5412, 0x541C)  # TIOCSTI and TIOCLINUX put words into somebody else's terminal
_SET_LOCK = (6, 7, 37, 38)  # F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW
_WATCH_FILES = (1024, 1026, 1031)  # F_SETLEASE, F_NOTIFY; F_SETPIPE_SZ, which is counted by user and not by room
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}


def supported() -> bool:
    """Whether this machine's architecture is one that the filter knows."""
    return platform.machine() in _MACHINES


def program(machine: str | None = None) -> bytes:
    """The filter for this machine, or one called `x86_64` or `aarch64`, as bubblewrap's --seccomp reads it.

    Raises KeyError on other architectures.
    """
    column, arch = _MACHINES[machine or platform.machine()]
    code = [_do(_LOAD, _ARCH), _do(_JUMP_EQ, arch, 1, 0), _do(_RETURN, _KILL), _do(_LOAD, _NUMBER)]
    if column == 0:
        code += [_do(_JUMP_GE, _X32, 0, 1), _do(_RETURN, _KILL)]
    code += _if_call(_FCNTL[column], 1, [*_answer(_SET_LOCK, _DONE), *_answer(_WATCH_FILES, _EPERM)])
    code += _if_call(_IOCTL[column], 1, _answer(_TERMINAL, _EPERM))
    code += _if_call(_CLONE[column], 0, [_do(_JUMP_SET, _NEW_NAMESPACES, 0, 1), _do(_RETURN, _ERRNO | _EPERM)])
    for call in (_SOCKET, _SOCKETPAIR):
        checks = [_do(_JUMP_EQ, family, len(_FAMILIES) - i, 0) for i, family in enumerate(_FAMILIES)]
        code += _if_call(call[column], 0, [*checks, _do(_RETURN, _ERRNO | _EPERM)])
    for number in _numbers(_OWN_PROCESS_ONLY, column):
        code += _if_call(number, 0, [_do(_JUMP_EQ, 0, 1, 0), _do(_RETURN, _ERRNO | _EPERM)])
    for number in _numbers(_SECOND_OWN, column):
        code += _if_call(number, 1, [_do(_JUMP_EQ, 0, 1, 0), _do(_RETURN, _ERRNO | _EPERM)])
    code += _answer((_FLOCK[column],), _DONE)
    for number in _numbers(_ALLOWED, column):
        code += [_do(_JUMP_EQ, number, 0, 1), _do(_RETURN, _ALLOW)]
    return b"".join([*code, _do(_RETURN, _ERRNO | _ENOSYS)])


def _numbers(text: str, column: int) -> Iterator[int]:
    for entry in filter(str.strip, text.split(";")):
        number = entry.split()[1 + column]
        if number != "None":
            yield int(number)


def _answer(values: tuple[int, ...], error: int) -> list[bytes]:
    """Where what was loaded is one of `values`, give back `error` (0: as if it had been done) and do nothing."""
    return [step for value in values for step in (_do(_JUMP_EQ, value, 0, 1), _do(_RETURN, _ERRNO | error))]


def _if_call(number: int, argument: int, checks: list[bytes]) -> list[bytes]:
    """Run `checks` on the low half of an argument of call `number`; past them the call is allowed."""
    inside = [_do(_LOAD, _ARG + 8 * argument), *checks, _do(_RETURN, _ALLOW)]
    return [_do(_JUMP_EQ, number, 0, len(inside)), *inside]


def _do(operation: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", operation, if_true, if_false, value)
