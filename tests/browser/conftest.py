"""A real JupyterLab on a copy of the project, and a browser to try it with.

A test takes `page` (a LabPage) and `lab` (the server and its folder), finds things by role and name, and waits for what
it expects to see (`expect(...)`), never for a time. JupyterLab runs on from test to test; what tries its start takes
`new_page`. Set PMCOURSE_SCREENSHOTS to a folder to keep the pictures taken.
"""

import http.client
import math
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import BrowserContext, Error, Locator, Page, TimeoutError, expect, sync_playwright

from tests.browser.accessibility import CONTRAST, troubles

PROJECT = Path(__file__).parents[2]
COPIED = ("notebooks", "source", "release", "course_config.py", "nbgrader_config.py")
START_SECONDS = 90
WAIT_MS = 60_000  # the longest wait for anything; a busy machine of two cores is slow, not broken
RUN_MS = 120_000  # the same for a whole lesson, whose first run also makes matplotlib look through the fonts
LAID_OUT_MS = 10_000  # after which a notebook is scrolled once more
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What a test needs on top of what `pmcourse lab` starts with: no token to type, the app within reach of the helpers.
SERVER_CONFIG = """
c.IdentityProvider.token = ""
c.ServerApp.open_browser = False
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port = {port}
c.LabApp.expose_app_in_browser = True
"""
MOST_SECONDS = 120  # until a kernel has written
NOTEBOOK = "jupyterapp.shell.currentWidget"
# Place and last line of each cell that shows something.
SHOWING = f"""() => {NOTEBOOK}.model.toJSON().cells.map((cell, at) => [cell, at])
    .filter(([cell]) => cell.outputs?.length)
    .map(([cell, at]) => [at, cell.source.trim().split('\\n').at(-1)])"""
# Whether the document with this path is the current one; until it is, another that opened late is put behind it.
CURRENT = """(path) => {
    const shell = jupyterapp.shell, it = [...shell.widgets('main')].find((one) => one.context?.path === path);
    if (it && shell.currentWidget !== it) shell.activateById(it.id);
    return !!it && shell.currentWidget === it;
}"""
# Close all but the launcher, which would come at a time of its own into a place where nothing is open.
CLOSE = """(async () => {
    const launcher = (opened) => opened.id.startsWith('launcher'), all = [...jupyterapp.shell.widgets('main')];
    if (!all.some(launcher)) await jupyterapp.commands.execute('launcher:create');
    all.filter((opened) => !launcher(opened)).forEach((opened) => opened.dispose());
})()"""
# By how much the notebook's last cell ends below what can be seen; room to scroll past its end is no part of it.
HIDDEN = f"""() => {{
    const outer = {NOTEBOOK}.node.querySelector('.jp-WindowedPanel-outer');
    const last = [...outer.querySelectorAll('.jp-Cell')].at(-1);
    return outer.scrollTop + last.getBoundingClientRect().bottom - outer.getBoundingClientRect().bottom;
}}"""
# Until the cells have stood where they are for three frames: JupyterLab hears of a new size only after the page has it.
STILL = """(async () => {
    for (let same = 0, before = null; same < 3;) {
        await new Promise(requestAnimationFrame);
        const cells = [...document.querySelectorAll('.jp-WindowedPanel-outer, .jp-Cell')];
        const now = JSON.stringify(cells.map((cell) => cell.getBoundingClientRect()));
        same = now === before ? same + 1 : 0;
        before = now;
    }
})()"""
TO_TOP = f"() => {{ {NOTEBOOK}.node.querySelector('.jp-WindowedPanel-outer').scrollTop = 0; }}"
# Places of the cells that are drawn and show something.
DRAWN = """() => [...document.querySelectorAll('.jp-Notebook .jp-Cell:has(.jp-OutputArea-output)')]
    .map((cell) => Number(cell.dataset.windowedListIndex))"""
ALL_DRAWN = f"() => String(({DRAWN})()) === String(({SHOWING})().map(([at]) => at))"
# Names of fields that do not fit into their place.
CUT = """() => [...document.querySelectorAll('.jp-Notebook .pmc-field > label, .jp-Notebook .widget-checkbox label')]
    .filter((label) => label.clientWidth > 1)  // others are names for screen readers alone
    .filter((label) => label.scrollWidth > label.clientWidth + 1 || label.scrollHeight > label.clientHeight + 2)
    .map((label) => label.textContent)"""


expect.set_options(timeout=WAIT_MS)


class Lab:
    """A running JupyterLab: `url`, and the `folder` that it shows, a copy of the project."""

    def __init__(self, folder: Path, url: str, log: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.url = url
        self.log = log
        self.environment = environment

    def notebook(self, name: str, *cells: str) -> str:
        """Write a scratch notebook with these code cells; returns its path for `LabPage.open`."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        path = self.folder / "scratch" / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        nbformat.write(notebook, path)
        return f"scratch/{path.name}"


class LabPage:
    """A browser's tab with JupyterLab in it. `page` is Playwright's own."""

    def __init__(self, page: Page, lab: Lab, screenshots: Path, runs_on: bool) -> None:
        self.page = page
        self.lab = lab
        self._screenshots = screenshots
        self._runs_on = runs_on

    def open(self, path: str = "") -> None:
        """Open the notebook at `path` (from the project's root) alone, and wait until its kernel is idle.

        JupyterLab starts anew, which takes three times as long as opening a notebook, but in a tab where it runs on.
        """
        if self._runs_on and self.runs:
            self.script(CLOSE)
            if path:
                self.command("docmanager:open", path=path)
                self.until(CURRENT, path)
        else:
            self.page.goto(f"{self.lab.url}/lab/tree/{path}?reset" if path else f"{self.lab.url}/lab?reset")
        self._ready(path)

    @property
    def runs(self) -> bool:
        """Whether JupyterLab runs in this tab, and waits for no answer."""
        runs = self.page.evaluate("() => !!window.jupyterapp && !document.querySelector('.jp-Dialog')")
        return runs and self.page.url.startswith(self.lab.url)

    def open_assignment(self, name: str) -> Path:
        """Open the released assignment in work/, as copied there by hand, and run it; returns its folder."""
        folder = self.lab.folder / "work" / name
        shutil.copytree(PROJECT / "release" / name, folder, dirs_exist_ok=True)
        self.open(f"work/{name}/{name}.ipynb")
        self.run_all()  # what has been copied by hand does not start by itself
        return folder

    def reload(self, path: str) -> None:
        """Reload the page as a learner would; the notebook at `path` comes back with it."""
        self.page.reload()
        self._ready(path)

    def _ready(self, path: str) -> None:
        self.until("() => window.jupyterapp?.restored.then(() => true)")
        if path:
            name = path.rsplit("/", 1)[-1]
            self.until(f"name => {NOTEBOOK}?.context?.path.endsWith(name)", name)
            self.until(  # a lesson starts by itself
                f"""() => {NOTEBOOK}.context.isReady && ({NOTEBOOK}.model.getMetadata('pmcourse')?.starts !== true
                    || ['started', 'stopped', 'left'].includes({NOTEBOOK}.node.dataset.pmcourse))""",
                wait_ms=RUN_MS,
            )
            self.idle()

    def until(self, function: str, given: object = None, wait_ms: int = WAIT_MS) -> None:
        """Wait until this JavaScript function says yes.

        Asked ten times a second: in each frame, as is the custom, asking draws frames that nobody looks at.
        """
        self.page.wait_for_function(function, arg=given, polling=100, timeout=wait_ms)

    def script(self, promise: str, given: object = None, wait_ms: int = WAIT_MS) -> object:
        """Evaluate JavaScript in the page (`given` is at hand), and wait for its promise, but not for ever."""
        late = f"JupyterLab did not finish within {wait_ms // 1000} s: {promise}"
        return self.page.evaluate(
            f"""([given, late]) => Promise.race([
                (async () => {{ return {promise}; }})(),
                new Promise((_, fail) => setTimeout(() => fail(new Error(late)), {wait_ms})),
            ])""",
            [given, late],
        )

    def command(self, name: str, wait_ms: int = WAIT_MS, **arguments: object) -> None:
        """Run one of JupyterLab's commands and wait for its end."""
        self.script("jupyterapp.commands.execute(given[0], given[1]).then(() => null)", [name, arguments], wait_ms)

    def idle(self, wait_ms: int = WAIT_MS) -> None:
        """Wait until the notebook's kernel has nothing to do."""
        self.script(f"{NOTEBOOK}.sessionContext.ready")
        self.until(f"() => {NOTEBOOK}.sessionContext.session?.kernel?.status === 'idle'", wait_ms=wait_ms)

    def run_all(self) -> None:
        """Run all cells; fails where one of them shows an error."""
        self.command("notebook:run-all-cells", RUN_MS)
        self._ran()

    def run_cell(self, containing: str) -> None:
        """Run the one cell whose code contains this text; fails where it shows an error."""
        self._activate(containing)
        self.command("notebook:run-cell", RUN_MS)
        self._ran()

    def _ran(self) -> None:
        self.idle(RUN_MS)
        errors = self.page.evaluate(
            f"""() => {NOTEBOOK}.model.toJSON().cells.flatMap((cell) => cell.outputs ?? [])
                .filter((each) => each.output_type === 'error').map((each) => each.ename + ': ' + each.evalue)"""
        )
        assert errors == []

    def _activate(self, containing: str) -> int:
        """Make the one cell with this text the active one, in sight; returns its place."""
        at = self.page.evaluate(
            f"text => {NOTEBOOK}.model.toJSON().cells.findIndex((cell) => cell.source.includes(text))", containing
        )
        assert at >= 0, f"no cell contains {containing!r}"
        self._show(at)
        return at

    def _show(self, at: int) -> None:
        """Make the cell at this place the active one, in sight."""
        self.page.evaluate(
            f"""at => {{
                {NOTEBOOK}.content.deselectAll();
                {NOTEBOOK}.content.activeCellIndex = at;
                return {NOTEBOOK}.content.scrollToItem(at, 'start');
            }}""",
            at,
        )

    def restart(self) -> None:
        """Restart the kernel, as from the menu Kernel, and say yes."""
        self.page.evaluate("() => { window.restarted = jupyterapp.commands.execute('notebook:restart-kernel'); }")
        self.page.get_by_role("dialog").get_by_role("button", name="Confirm Kernel Restart").click()
        self.script("window.restarted.then(() => null)")
        self.idle()

    def save(self) -> None:
        self.command("docmanager:save")

    def theme(self, name: str) -> None:
        """Switch to "light" or "dark"."""
        light = "true" if name == "light" else "false"
        if self.page.locator("body").get_attribute("data-jp-theme-light") == light:
            return  # JupyterLab would fetch and draw it again
        self.command("apputils:change-theme", theme=f"JupyterLab {name.capitalize()}")
        expect(self.page.locator("body")).to_have_attribute("data-jp-theme-light", light)

    def sidebar(self, shown: bool) -> None:
        """Show or hide the file browser, which on a narrow screen takes all the room."""
        self.page.evaluate("shown => shown ? jupyterapp.shell.expandLeft() : jupyterapp.shell.collapseLeft()", shown)

    def size(self, width: int, height: int = 900) -> None:
        self.page.set_viewport_size({"width": width, "height": height})
        self.script(STILL)

    def cell(self, containing: str) -> Locator:
        """The one notebook cell whose code contains this text, scrolled into sight."""
        at = self._activate(containing)
        cell = self.page.locator(f'.jp-Notebook:visible .jp-Cell[data-windowed-list-index="{at}"]')
        with suppress(AssertionError):  # while what stands above it is still being drawn, it may get out of sight again
            expect(cell).to_be_visible(timeout=LAID_OUT_MS)
            return cell
        self._show(at)
        expect(cell).to_be_visible()
        return cell

    def pick(self, choice: Locator, starting: str) -> None:
        """Choose, by arrow keys alone, the option of a list that starts with this; the list keeps the focus.

        Not by typing its name, of which a browser on a busy machine forgets the first letters before the last come.
        """
        choice.focus()
        options = [option.replace("\N{NO-BREAK SPACE}", " ") for option in choice.locator("option").all_text_contents()]
        [wanted] = [at for at, option in enumerate(options) if option.startswith(starting)]
        way = wanted - choice.evaluate("(list) => list.selectedIndex")
        for _ in range(abs(way)):
            self.page.keyboard.press("ArrowDown" if way > 0 else "ArrowUp")
        expect(choice).to_have_js_property("selectedIndex", wanted)

    def accessible(self, selector: str = ".jp-OutputArea-output") -> None:
        """axe-core finds nothing at all in what the selector matches, and leaves no question open."""
        with self._stretched():
            self._judge(selector)

    def _judge(self, selector: str) -> None:
        """The same, of a window in which all is in sight already."""
        assert self.page.locator(selector).count(), f"nothing on the page matches {selector!r}"
        found = troubles(self.page, selector)
        assert found == [], "\n".join(found)

    def unlock(self, *cells: str) -> None:
        """Guess in each prediction, as far as it is not yet done, so that what it hides is shown.

        By keys: what the one before shows moves this one away from under a mouse.
        """
        for code in cells:
            cell = self.cell(code)
            lock = cell.get_by_role("button", name="Lock my guess and show")
            if lock.is_enabled():
                choice = cell.get_by_role("radio").first
                choice.press("Space")
                expect(choice).to_be_checked()
                lock.press("Enter")
            expect(cell.get_by_text("In fact:").or_(cell.get_by_text("As you guessed:"))).to_be_visible()

    def look(self, called: str, sight: tuple[str, int]) -> None:
        """Have all that the notebook shows in sight: no name is cut off, and axe finds nothing."""
        theme, width = sight
        self.theme(theme)
        self.size(width)
        self.sidebar(width > 1000)
        for at, code in self.page.evaluate(SHOWING) if "PMCOURSE_SCREENSHOTS" in os.environ else ():
            self._show(at)
            self.picture(f"{called}-{re.sub('[^a-z0-9]+', '-', code).strip('-')}-{theme}-{width}")
        with self._stretched():
            with suppress(TimeoutError):  # what comes into sight is drawn when there is time, and may take more room
                while not self.page.evaluate(ALL_DRAWN):
                    self.until(f"() => ({ALL_DRAWN})() || ({HIDDEN})() > 0")
                    self._stretch()
            with suppress(TimeoutError):  # what is still being laid out gets its room
                self.until(f"() => ({CUT})().length === 0")
            assert self.page.evaluate(CUT) == []
            assert self.page.evaluate(DRAWN) == [at for at, _ in self.page.evaluate(SHOWING)]
            self._judge(".jp-Notebook .jp-OutputArea-output")

    def contrasts(self, shown: Locator, part: str = "color") -> list[float]:
        """The contrast of each thing that is shown; `part` is one of its colours."""
        expect(shown.first).to_be_visible()  # with a new theme a cell may be drawn anew
        return shown.evaluate_all(f"(nodes, part) => nodes.map((node) => ({CONTRAST})(node, part))", part)

    @contextmanager
    def _stretched(self) -> Iterator[None]:
        """Make the window so high that the whole notebook is in sight: axe judges no colour of what is not."""
        width, height = (self.page.viewport_size[side] for side in ("width", "height"))
        self._stretch()
        yield
        self.size(width, height)

    def _stretch(self) -> None:
        width = self.page.viewport_size["width"]
        while (hidden := self.page.evaluate(HIDDEN)) > 0:  # what comes into sight may take more room than was kept
            self.size(width, self.page.viewport_size["height"] + math.ceil(hidden))
        self.page.evaluate(TO_TOP)  # there is room to scroll past the end, and what has gone up there is not in sight

    def picture(self, name: str) -> None:
        """Keep a screenshot, where they are asked for."""
        if "PMCOURSE_SCREENSHOTS" in os.environ:
            self.last_sight(name)

    def last_sight(self, name: str) -> Path:
        """Keep a screenshot in any case."""
        path = self._screenshots / f"{name}.png"
        self.page.screenshot(path=path)
        return path


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _up(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/api")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """What was in sight when a test failed is kept as a picture."""
    report = yield
    if report.failed:
        for tab in {one for one in item.funcargs.values() if isinstance(one, LabPage)}:
            with suppress(Error):  # of a tab that is closed
                report.sections.append(("last sight", str(tab.last_sight(f"last-{item.name}"))))
    return report


@pytest.fixture(params=[("light", 1280), ("dark", 800)], ids=["light-1280", "dark-800"])
def sight(request: pytest.FixtureRequest) -> tuple[str, int]:
    """A theme and a width in which a lesson must be sound: both of each, without all four pairs."""
    return request.param


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab as `make lab` starts it, on a copy of the project, with settings and home of its own."""
    home = tmp_path_factory.mktemp("home")
    folder = tmp_path_factory.mktemp("course")
    for name in COPIED:
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("answers", ".ipynb_checkpoints"))
        elif source.exists():
            shutil.copy(source, folder / name)
    config = folder / "course_config.py"  # with due dates that no test outlives
    config.write_text(
        re.sub(r"datetime\(20\d\d,", "datetime(2127,", config.read_text(encoding="utf-8")), encoding="utf-8"
    )
    port = _free_port()
    (home / "jupyter_server_config.py").write_text(SERVER_CONFIG.format(port=port), encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    }
    log = home / "lab.log"
    command = [sys.executable, "-c", "from pmcourse.cli import main; main()", "lab"]
    with log.open("w") as out:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _up(port):
            assert process.poll() is None, f"JupyterLab ended at once:\n{log.read_text()}"
            assert time.monotonic() < deadline, f"no JupyterLab after {START_SECONDS} s:\n{log.read_text()}"
            time.sleep(0.2)
        yield Lab(folder, f"http://127.0.0.1:{port}", log, environment)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


@pytest.fixture(scope="session")
def browser(pytestconfig: pytest.Config) -> Iterator[BrowserContext]:
    """One browser whose tabs share a cache, or each would fetch JupyterLab anew."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=pytestconfig.chromium, args=CHROMIUM_ARGUMENTS)
        context = browser.new_context(accept_downloads=True)
        context.set_default_timeout(WAIT_MS)
        yield context
        browser.close()


@contextmanager
def _tab(lab: Lab, browser: BrowserContext, pictures: Path, runs_on: bool = False) -> Iterator[LabPage]:
    screenshots = Path(os.environ.get("PMCOURSE_SCREENSHOTS", pictures)).absolute()
    screenshots.mkdir(parents=True, exist_ok=True)
    tab = LabPage(browser.new_page(), lab, screenshots, runs_on)
    yield tab
    tab.page.close()


@pytest.fixture(scope="session")
def tab_that_runs_on(lab: Lab, browser: BrowserContext, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabPage]:
    """One tab for all tests but those of JupyterLab's start, which takes longer than most tests."""
    with _tab(lab, browser, tmp_path_factory.mktemp("pictures"), runs_on=True) as tab:
        yield tab


@contextmanager
def _desk(tab: LabPage) -> Iterator[LabPage]:
    """The tab as it begins, of 1280 x 900 px."""
    tab.size(1280)
    if tab.runs:
        tab.sidebar(True)
    yield tab
    if tab.runs:
        tab.script(CLOSE)
        tab.theme("light")
        tab.script("jupyterapp.serviceManager.sessions.shutdownAll()")
    else:
        tab.page.goto("about:blank")


@pytest.fixture
def page(tab_that_runs_on: LabPage) -> Iterator[LabPage]:
    with _desk(tab_that_runs_on) as tab:
        yield tab


@pytest.fixture
def new_page(lab: Lab, browser: BrowserContext, tmp_path: Path) -> Iterator[LabPage]:
    """A tab in which JupyterLab starts with each notebook, for tests of what it does then."""
    with _tab(lab, browser, tmp_path) as tab, _desk(tab):
        yield tab


@pytest.fixture(scope="module")
def shared_page(tab_that_runs_on: LabPage) -> Iterator[LabPage]:
    """The tab for all tests of a module that share a notebook. Those that take `page` close it, so they come last."""
    with _desk(tab_that_runs_on) as tab:
        yield tab


@pytest.fixture(scope="session")
def wait_until() -> Callable[[Callable[[], bool]], None]:
    """A function that waits for what the kernel writes, but not for ever."""

    def wait(seen: Callable[[], bool]) -> None:
        end = time.monotonic() + MOST_SECONDS
        while not seen():
            assert time.monotonic() < end, "it did not come"
            time.sleep(0.1)

    return wait
