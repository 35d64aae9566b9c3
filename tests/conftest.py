"""For all tests: say loudly when the browser tests cannot run on this machine, and keep them apart from the others."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

BROWSER_TESTS = Path(__file__).parent / "browser"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A busy machine is no fault: how long an example takes, or finding one, says nothing about the code.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
CHROMIUM = next((path for name in CHROMIUMS if (path := shutil.which(name))), None)


def pytest_configure(config: pytest.Config) -> None:
    config.chromium = CHROMIUM
    config.addinivalue_line("markers", "browser: needs chromium; drives a real JupyterLab")


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist looks for groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests share one worker, for they share one JupyterLab; without chromium they are left out."""
    browser = [item for item in items if item.path.is_relative_to(BROWSER_TESTS)]
    for item in browser:
        item.add_marker("browser")
        item.add_marker(pytest.mark.xdist_group("browser"))
    if browser and CHROMIUM is None:
        items[:] = [item for item in items if item not in browser]
        config.hook.pytest_deselected(items=browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if CHROMIUM is None:
        terminalreporter.section("THE BROWSER TESTS DID NOT RUN", sep="!", red=True, bold=True)
        terminalreporter.line(f"There is no chromium on this machine (looked on the PATH for: {', '.join(CHROMIUMS)}).")
        terminalreporter.line("Nothing in tests/browser was tried. On Debian or Ubuntu: sudo apt install chromium")


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
