"""Process 1 of a locked room: loads the packages once, forks for each submission, and ends all that it leaves behind.

Nothing that a submission does reaches this process: signals from inside do not count for process 1, it cannot be
traced or read, and it hears only the grader's own socket, which the forked process does not have. It waits for nothing
but that socket without a deadline: as root no parent's death reaches it, for bubblewrap may not signal its user.
"""

from __future__ import annotations

import ast
import contextlib
import ctypes
import gc
import importlib
import inspect
import json
import math
import os
import re
import resource
import select
import signal
import socket
import sys
import time
from typing import Any

from pmcourse.rooms.scratch import WORK
from pmcourse.rooms.usage import CHECK_SECONDS, Usage, has_more_files, is_clean, is_over, memory, wipe
from pmcourse.rooms.wire import Channel

MAX_LINES = 100  # further channels to one forked process
_MOST_FILES = 20_000
_PF_EXITING, _CAPABILITY_VERSION_3 = 4, 0x20080522
_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 4, 38
_MOMENT, _END_SECONDS = 1.0, 10.0  # to wait for a process that is on its way out, and for all that were killed


def main(control_number: int) -> None:
    """Serve one grader until its socket closes."""
    control = socket.socket(fileno=control_number)
    config = json.loads(control.recv(1 << 16))
    _become_nobody(config["user"])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    serve = _prepare(config["role"], config["modules"])
    wipe()  # what loading the packages left, so that the first submission sees what all others see
    gc.collect()
    gc.freeze()
    control.send(json.dumps({"ready": True, "limited": _processes_are_limited()}).encode())
    base = memory("self", "status")
    while True:
        raw, numbers, *_ = socket.recv_fds(control, 1 << 16, 1 + MAX_LINES)
        if not raw:
            return
        message = json.loads(raw)
        if "start" in message:
            child = os.fork()
            if child == 0:
                _run_child(control, numbers, message["start"], serve)
            for number in numbers:
                os.close(number)
            _watch(control, child, message["start"], base)
        if not is_clean():
            return  # the grader opens a new room


def _become_nobody(user: int | None) -> None:
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    head, nothing = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0), (ctypes.c_uint32 * 6)()
    _call("capset", head, nothing)  # a change of user leaves the capabilities that a program could inherit
    _call("prctl", _PR_SET_DUMPABLE, 0, 0, 0, 0)
    _call("prctl", _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def _call(name: str, *values: Any) -> None:
    """A system call that Python has no function for; raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*values) != 0:
        raise OSError(ctypes.get_errno(), name)


def _prepare(role: str, modules: list[str]) -> Any:
    """Load what the role needs; returns the function that a forked process runs with its channel."""
    if role == "probe":
        return lambda channel, limits, lines: None
    for name in modules:
        with contextlib.suppress(Exception):  # a lesson's module that cannot be loaded shows in the cell that asks
            importlib.import_module(name)
    _load_what_is_lazy()
    if widgets := sys.modules.get("ipywidgets"):
        widgets.Widget.open = lambda widget: None  # there is no browser to tell about a widget
    if role == "judge":
        from pmcourse.rooms.judge import prepare

        for name, module in list(sys.modules.items()):
            if name.startswith("pmcourse.") and (beforehand := vars(module).get("beforehand")):
                beforehand()  # what a lesson computes once for all learners
    else:
        from pmcourse.rooms.desk import prepare
    return prepare()


def _load_what_is_lazy() -> None:
    """Load what modules put off until they need it: here once, instead of in each forked process."""
    known = 0
    while known < len(sys.modules):
        known = len(sys.modules)
        for module in list(sys.modules.values()):
            with contextlib.suppress(Exception):
                getattr(module, "__doc__", None)  # whatever is asked for, a module that was put off is loaded first
    for name in ({"numpy.random"} if "numpy" in sys.modules else set()) | _inside_functions():
        with contextlib.suppress(Exception):
            importlib.import_module(name)


def _inside_functions() -> set[str]:
    """What the modules of lessons that are loaded import only where a function needs it."""
    found: set[str] = set()
    for name, module in list(sys.modules.items()):
        if not re.match(r"pmcourse\.(?!kit\.|rooms\.)\w+\.", name):
            continue
        if re.search("^ +from ", source := inspect.getsource(module), re.MULTILINE):
            functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
            lines = (line for function in functions for line in function.body)
            found.update(line.module for line in lines if isinstance(line, ast.ImportFrom) and line.module)
    return found


def _run_child(control: socket.socket, numbers: list[int], limits: dict[str, Any], serve: Any) -> None:
    """The rest of a forked process's life: limits first, then what its role is. Never returns."""
    try:
        control.close()
        _call("prctl", _PR_SET_DUMPABLE, 1, 0, 0, 0)  # so that process 1 can see how much memory is shared
        os.setsid()
        nothing = os.open("/dev/null", os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nothing, standard)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        signal.signal(signal.SIGPROF, signal.SIG_IGN)  # until there is a cell to interrupt
        os.makedirs(WORK)
        os.chdir(WORK)
        _limit(limits)
        for number in numbers:
            os.set_inheritable(number, False)
        channel, *lines = (Channel(socket.socket(fileno=number)) for number in numbers)
        serve(channel, limits, lines)
    finally:
        os._exit(0)


def _limit(limits: dict[str, Any]) -> None:
    with open("/proc/self/statm", encoding="ascii") as file:
        present = int(file.read().split()[0]) * resource.getpagesize()
    cpu = math.ceil(limits["cpu_seconds"])
    for what, most in (
        (resource.RLIMIT_AS, present + int(limits["memory_mb"] * 1e6)),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, int(limits["file_mb"] * 1e6)),
        (resource.RLIMIT_NPROC, int(limits["processes"]) + 1),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_STACK, 8 << 20),
    ):
        resource.setrlimit(what, (most, most))


def _watch(control: socket.socket, child: int, limits: dict[str, Any], base: int) -> None:
    """Until the grader says stop: look at time, memory and files. Then end all, wipe, and say how it had ended.

    What goes too far costs the child its life first: copies of it that answer calls for earlier tests may go on. Only
    if that does not help are all ended.
    """
    why, most, most_files = "", base + limits["memory_mb"] * 1e6, _MOST_FILES
    usage = Usage()
    waiting = select.poll()
    waiting.register(control, select.POLLIN)
    while True:
        heard = waiting.poll(CHECK_SECONDS * 1000)
        usage.look()
        if heard:
            raw = control.recv(1 << 16)
            if not raw:
                os._exit(0)  # the grader is gone: with process 1 the whole room ends
            message = json.loads(raw)
            if "stop" in message:
                break
            if "used" in message:
                control.send(json.dumps({"cpu": usage.cpu, "asleep": usage.asleep}).encode())
            else:
                _kill(child, signal.SIGPROF if "interrupt" in message else signal.SIGKILL)
        elif over := "memory" if is_over(most) else "files" if has_more_files(most_files) else "":
            if why:
                _end_all()
            why, most_files = why or over, 2 * _MOST_FILES
            _kill(child, signal.SIGKILL)
    how = why or _how(child, limits["cpu_seconds"])
    _end_all()
    control.send(json.dumps({"why": how, "clean": wipe()}).encode())


def _is_ending(child: int) -> bool:
    """Whether `child` is on its way out: its channel closes a moment before it can be waited for."""
    with open(f"/proc/{child}/stat", "rb") as file:
        flags = int(file.read().rsplit(b")", 1)[1].split()[6])
    return bool(flags & _PF_EXITING)


def _kill(child: int, number: int) -> None:
    """Send `child` a signal; it stays to be waited for: if it was waited for already its number may be another's."""
    with contextlib.suppress(ChildProcessError):
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            os.kill(child, number)


def _how(child: int, cpu_seconds: float) -> str:
    until = time.monotonic() + _MOMENT  # its first thread can be gone for good while another one goes on
    while not (ended := os.wait4(child, os.WNOHANG))[0]:
        if not _is_ending(child) or time.monotonic() > until:
            return "stopped"
        time.sleep(0.001)
    _, status, used = ended
    if os.WIFSIGNALED(status):
        return "cpu" if used.ru_utime + used.ru_stime > cpu_seconds - 0.2 else "killed"
    return "exited"


def _end_all() -> None:
    """Kill every other process of the room until none is left; if one stays for seconds, end the room with it."""
    until = time.monotonic() + _END_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.0002)
    os._exit(1)


def _processes_are_limited() -> bool:
    """Whether the kernel counts processes by room; tried in a process that is thrown away."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_NPROC, (3, 3))  # process 1, this one, and one more
        made = []
        with contextlib.suppress(OSError):
            for _ in range(4):
                if (one := os.fork()) == 0:
                    time.sleep(5)
                    os._exit(0)
                made.append(one)
        os._exit(0 if len(made) == 1 else 1)
    _, status = os.waitpid(child, 0)
    _end_all()
    return os.waitstatus_to_exitcode(status) == 0
