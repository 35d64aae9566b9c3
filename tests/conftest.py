"""For all tests: say loudly when those in a browser or on a hub cannot run on this machine, and keep them apart."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).parent
BROWSER_TESTS = HERE / "browser"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A busy machine is no fault: how long an example takes, or finding one, says nothing about the code.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
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


WHY_NOT = {"browser": _no_browser(), "hub": _no_hub()}  # by the folder of the tests: None where they can run


def pytest_configure(config: pytest.Config) -> None:
    config.chromium = CHROMIUM
    config.addinivalue_line("markers", "browser: needs chromium; drives a real JupyterLab")
    config.addinivalue_line("markers", "hub: needs root, on Linux; drives a real JupyterHub with accounts of its own")


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist looks for groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Such tests share one worker, for they share one server; what cannot run is left out."""
    for kind, why_not in WHY_NOT.items():
        found = [item for item in items if item.path.is_relative_to(HERE / kind)]
        for item in found:
            item.add_marker(kind)
            item.add_marker(pytest.mark.xdist_group(kind))
        if found and why_not:
            items[:] = [item for item in items if item not in found]
            config.hook.pytest_deselected(items=found)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for kind, why_not in WHY_NOT.items():
        if why_not:
            terminalreporter.section(f"THE {kind.upper()} TESTS DID NOT RUN", sep="!", red=True, bold=True)
            terminalreporter.line(f"{why_not}\nNothing in tests/{kind} was tried.")


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
