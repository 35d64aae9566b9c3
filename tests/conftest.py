"""For all tests: a learner's desk, and what they press and read. Tests in a browser or on a hub are kept apart, and it
is said loudly when they cannot run on this machine.
"""

import asyncio
import gc
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from html import unescape
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from pmcourse.errors import CourseError

if TYPE_CHECKING:
    from click.testing import Result

HERE = Path(__file__).parent
BROWSER_TESTS = HERE / "browser"
_OPEN = "pmcourse.artifact.file._open"  # the files that a kernel has open
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A busy machine is no fault: how long an example takes, or finding one, says nothing about the code.
settings.register_profile("any machine", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
CHROMIUM = next((path for name in CHROMIUMS if (path := shutil.which(name))), None)
HUB_PROGRAMS = (
    "node", "npm", "useradd", "chpasswd", "runuser", "openssl", "ip", "nsenter", "setpriv", "prlimit", "unshare"
)  # fmt: skip


def _no_browser() -> str | None:
    if CHROMIUM is None:
        return (
            f"There is no chromium on this machine (looked on the PATH for: {', '.join(CHROMIUMS)}). On Debian or "
            "Ubuntu: sudo apt install chromium"
        )
    return None


def _no_hub() -> str | None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "They make accounts and start a hub, which root alone can. On Linux: sudo make test, or in a container."
    if missing := [name for name in HUB_PROGRAMS if shutil.which(name) is None]:
        return (
            f"Missing on this machine: {', '.join(missing)}. On Debian or Ubuntu: "
            "sudo apt install npm passwd openssl iproute2 util-linux"
        )
    above = "lowerdir=/etc,upperdir=/mnt/up,workdir=/mnt/work"
    disk = f"mount -t tmpfs none /mnt; mkdir /mnt/up /mnt/work; mount -t overlay none -o {above} /etc"
    tried = subprocess.run(
        ["unshare", "--mount", "--net", "--pid", "--fork", "--mount-proc", "sh", "-ec", disk],
        capture_output=True, text=True,
    )  # fmt: skip
    if tried.returncode:
        return f"Root may not make namespaces and disks here ({tried.stderr.strip()}). A container needs --privileged."
    return None


SERVERS = {"browser": 2, "hub": 1}  # side by side, by the folder of the tests
WHY_NOT = {"browser": _no_browser(), "hub": _no_hub()}  # by the folder of the tests: None where they can run


def pytest_configure(config: pytest.Config) -> None:
    config.args[:] = _by_folder(config.args)
    config.chromium = CHROMIUM
    config.addinivalue_line("markers", "browser: needs chromium; drives a real JupyterLab")
    config.addinivalue_line("markers", "hub: needs root, on Linux; drives a real JupyterHub with accounts of its own")


def _by_folder(args: list[str]) -> list[str]:
    """What was named on the command line, with what lies in one folder side by side.

    pytest 9 forgets a folder's conftest.py when it comes back to the folder from one above it.
    """
    paths = [Path(arg.split("::")[0]) for arg in args]
    folders = [path if path.is_dir() else path.parent for path in paths]
    return sorted(args, key=lambda arg: folders.index(folders[args.index(arg)]))


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist looks for groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Such tests share a worker, for they share a server; what cannot run is left out."""
    for kind, why_not in WHY_NOT.items():
        found = [item for item in items if item.path.is_relative_to(HERE / kind)]
        files = sorted({item.path for item in found})
        for item in found:
            item.add_marker(kind)
            item.add_marker(pytest.mark.xdist_group(f"{kind} {files.index(item.path) % SERVERS[kind]}"))
        if found and why_not:
            items[:] = [item for item in items if item not in found]
            config.hook.pytest_deselected(items=found)


def pytest_collection_finish() -> None:
    """What is there by now stays to the end: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for kind, why_not in WHY_NOT.items():
        if why_not:
            terminalreporter.section(f"THE {kind.upper()} TESTS DID NOT RUN", sep="!", red=True, bold=True)
            terminalreporter.line(f"{why_not}\nNothing in tests/{kind} was tried.")


@pytest.fixture(autouse=True, scope="session")
def _changes_come_when_they_are_made() -> Iterator[None]:
    """What a test changes right after a press of Check was not held back by a browser."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pmcourse.kit.exercise.JUST", 0.0)
        yield


@pytest.fixture
def new_kernel(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A function that begins anew as in a restarted kernel: no artefact is open."""
    return lambda: monkeypatch.setattr(_OPEN, {})


@pytest.fixture
def other_kernel(monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    """A function that runs something as a second kernel would, beside what is open in this one."""

    def run(work: Callable[..., object], *arguments: object) -> object:
        with monkeypatch.context() as beside:
            beside.setattr(_OPEN, {})
            return work(*arguments)

    return run


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new_kernel: Callable[[], None]) -> Path:
    """A new learner's folder, in which the test runs, and a new kernel."""
    monkeypatch.chdir(tmp_path)
    new_kernel()
    return tmp_path


@pytest.fixture
def focused(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The widgets that were given the keyboard's focus."""
    found: list[object] = []
    monkeypatch.setattr("ipywidgets.DOMWidget.focus", lambda self: found.append(self))
    return found


@pytest.fixture
def reply() -> Callable[[object], str]:
    """A function that presses Check my answer of an exercise; returns what the learner then reads."""

    def press(exercise: object) -> str:
        exercise.check.click()
        return unescape(re.sub(r"<[^>]+>", "", exercise.reply.value))

    return press


@pytest.fixture
def all_right(reply: Callable[[object], str]) -> Callable[..., None]:
    """A function that fills in a choice for each: right when all are; of each wrong one it says where to look."""

    def check(lesson: ModuleType, name: str, right: dict[str, str], options: Iterable[str] = ()) -> None:
        exercise, texts = getattr(lesson, f"exercise_{name}")(), lesson.exercise.texts(name)
        for id, truth in right.items():
            exercise.widget.fill(right | {id: next(one for one in [*options, *right.values()] if one != truth)})
            assert texts[id][:25] in reply(exercise)
        exercise.widget.fill(right)
        assert "✓ Right" in reply(exercise)

    return check


@pytest.fixture
def upload() -> Callable[[object, str, bytes], None]:
    """A function that gives a widget's button Load a file of this name and content, as a browser does."""

    def load(widget: object, name: str, content: bytes) -> None:
        about = {"name": name, "type": "text/csv", "size": len(content), "last_modified": datetime(2026, 1, 1)}
        widget.upload.value = ({**about, "content": memoryview(content)},)

    return load


@pytest.fixture(scope="module")
def run(request: pytest.FixtureRequest) -> "Callable[..., Result]":
    """A function that runs the commands of the lesson whose test this is, as typed after `pmcourse LESSON`."""
    from typer.testing import CliRunner

    app = import_module(f"pmcourse.{request.path.parent.name}.commands").app
    return lambda *arguments, input=None: CliRunner().invoke(app, [str(one) for one in arguments], input=input)


@pytest.fixture(scope="module")
def refused(run: "Callable[..., Result]") -> Callable[..., str]:
    """A function that runs them in the same way where they must refuse; returns what they say then."""

    def say(*arguments: object, input: str | None = None) -> str:
        result = run(*arguments, input=input)
        assert isinstance(result.exception, CourseError), result.output
        return str(result.exception)

    return say


@pytest.fixture(scope="module")
def printed(run: "Callable[..., Result]") -> Callable[..., Any]:
    """A function that runs them in the same way; returns the rows that they print."""
    return lambda *arguments, input=None: json.loads(run(*arguments, "--format", "json", input=input).stdout)


@pytest.fixture(autouse=True)
def no_loop_of_the_browser(request: pytest.FixtureRequest) -> Iterator[None]:
    """Playwright leaves its event loop marked as running in the process; other tests begin as in a plain program."""
    running = asyncio._get_running_loop()
    if running is None or request.path.is_relative_to(BROWSER_TESTS):
        yield
        return
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)
