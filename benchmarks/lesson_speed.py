"""What a learner waits for, in a browser: an open lesson, its first widget, and in lesson 08 a move and an edit.

Goals: the first widget within 2 s of the open lesson; a move and an edit are seen within 100 ms, also with 200 items.
Needs Chromium (its path in CHROMIUM, or on PATH) and nothing beside it on the machine. Takes about two minutes.
Run: python benchmarks/lesson_speed.py [LESSON ...]
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import BrowserContext, Page, sync_playwright

from pmcourse.artifact import save
from pmcourse.backlog.case import CASE
from pmcourse.backlog.model import Backlog

PROJECT = Path(__file__).parents[1]
GOALS = {"first widget": 2.0, "move": 0.1, "edit": 0.1}  # seconds
ROUNDS = 5
PATIENCE = 120  # seconds
OPEN = "() => window.jupyterapp?.shell?.currentWidget?.node?.querySelector('.jp-RenderedMarkdown h1')"
WIDGET = "() => document.querySelector('.jp-Notebook .jp-OutputArea-output .jupyter-widgets')"
STARTED = "() => ['started', 'stopped'].includes(window.jupyterapp?.shell?.currentWidget?.node?.dataset?.pmcourse)"
TO_TABLE = """() => {
    const notebook = jupyterapp.shell.currentWidget;
    const at = notebook.model.toJSON().cells.findIndex((cell) => cell.source.includes('lesson.table('));
    return notebook.content.scrollToItem(at, 'start');
}"""
# Milliseconds from an act in the first row of the table to the frame in which what it changes has changed.
SEEN = """([act, changes, value]) => new Promise((done) => {
    const row = document.querySelector('.pmc-backlog .pmc-row:not(.pmc-head)');
    const text = () => row.querySelector(changes).textContent;
    const before = text(), begun = performance.now();
    const look = () => text() === before ? requestAnimationFrame(look) : done(performance.now() - begun);
    if (act === 'move') row.querySelector('button.pmc-down').click();
    else {
        const field = row.querySelector('.pmc-field input');
        field.value = value;
        field.dispatchEvent(new Event('change', { bubbles: true }));
    }
    look();
})"""


@contextmanager
def jupyterlab(course: Path, home: Path) -> Iterator[str]:
    """The address of a JupyterLab as `make lab` starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = "c.IdentityProvider.token = ''\nc.ServerApp.open_browser = False\nc.ServerApp.ip = '127.0.0.1'\n"
    settings += f"c.ServerApp.port = {port}\nc.LabApp.expose_app_in_browser = True\n"
    (home / "jupyter_server_config.py").write_text(settings)
    environment = os.environ | {
        "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home), "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"), "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "spaces"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }  # fmt: skip
    command = [sys.executable, "-c", "from pmcourse.cli import main; main()", "lab"]
    process = subprocess.Popen(
        command, cwd=course, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api", timeout=2).read()
                break
            except OSError:
                time.sleep(0.3)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def opened(browser: BrowserContext, url: str, lesson: str) -> tuple[Page, float, float]:
    """The page of a lesson, the seconds until it is open, and those from then to its first widget."""
    page = browser.new_page()
    begun = time.perf_counter()
    page.goto(f"{url}/lab/tree/notebooks/{lesson}.ipynb?reset")
    page.wait_for_function(OPEN)
    there = time.perf_counter()
    page.wait_for_function(WIDGET)
    return page, there - begun, time.perf_counter() - there


def acts(page: Page) -> dict[str, float]:
    """Seconds until a move and an edit in the first backlog table are seen: the middle of some."""
    page.wait_for_function(STARTED)
    page.evaluate(TO_TABLE)
    page.wait_for_selector(".pmc-backlog .pmc-row:not(.pmc-head) .pmc-score")
    return {
        "move": median(page.evaluate(SEEN, ["move", ".pmc-title", ""]) for _ in range(ROUNDS)) / 1000,
        "edit": median(page.evaluate(SEEN, ["edit", ".pmc-score", f"{77 + at}"]) for at in range(ROUNDS)) / 1000,
    }


def main() -> None:
    chosen = sys.argv[1:] or [path.stem for path in sorted((PROJECT / "notebooks").glob("*.ipynb"))]
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        course, home = Path(place, "course"), Path(place, "home")
        home.mkdir()
        course.mkdir()
        for name in ("notebooks", "release"):
            left = shutil.ignore_patterns("answers", ".ipynb_checkpoints")
            shutil.copytree(PROJECT / name, course / name, ignore=left)
        for name in ("course_config.py", "nbgrader_config.py"):
            shutil.copy(PROJECT / name, course / name)
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
        with jupyterlab(course, home) as url:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            context.set_default_timeout(PATIENCE * 1000)
            for lesson in chosen:
                page, there, widget = opened(context, url, lesson)
                goal = GOALS["first widget"]
                print(
                    f"{lesson:<16} open {there:5.1f} s, first widget {widget:5.1f} s after (goal {goal:g} s)",
                    flush=True,
                )
                page.close()
            items = CASE.start.items
            for count in (len(items), 200):
                many = tuple(items[n % len(items)].but(id=f"Q-{n}", depends_on=()) for n in range(count))
                save(course / "notebooks" / "answers" / "backlog.json", Backlog(title="Many", items=many))
                page, *_ = opened(context, url, "08-backlog")
                for name, seconds in acts(page).items():
                    goal = 1000 * GOALS[name]
                    print(f"08 {name}, {count:>3} items: {1000 * seconds:5.0f} ms (goal {goal:.0f} ms)", flush=True)
                page.evaluate("jupyterapp.serviceManager.sessions.shutdownAll()")
                page.close()
            browser.close()


if __name__ == "__main__":
    main()
