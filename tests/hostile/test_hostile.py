"""Every attack earns what its honest part earns, harms nobody, ends in a named state, and gives nothing away."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import runpy
import socket
import sys
import sysconfig
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace

import nbformat
import pytest

from pmcourse.authoring.release import api, succeeded
from pmcourse.course import Limits
from pmcourse.gradebook.run import Run
from pmcourse.gradebook.states import State
from pmcourse.gradebook.submission import Result, Submission
from pmcourse.gradebook.warm import close_rooms
from pmcourse.gradebook.worker import grade
from pmcourse.rows import Format, print_rows

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the locked room; elsewhere it refuses"),
    pytest.mark.xdist_group("hostile"),  # one course for all attacks
]

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TARGET = HERE / "99-target"
BACKLOG = ROOT / "source" / "08-backlog"
courses = SimpleNamespace(**runpy.run_path(str(ROOT / "benchmarks" / "courses.py")))
recipes = SimpleNamespace(**runpy.run_path(str(HERE / "attacks.py")))
LIMITS = Limits(cell_seconds=2.5, submission_seconds=8, memory_mb=256, output_kb=256, file_mb=8, processes=16)
ROOM = 2  # processes of a room in which nothing runs: bubblewrap, and what waits
MOST_OUTPUT = 3 * 1024 * LIMITS.output_kb  # what a room may put out, and what goes around it in the file
FULL = {
    "share-open": 1, "share-hidden": 2, "share-again": 1, "total": 3, "rows": 2, "kinds": 2, "password": 2, "plan": 2,
    "letter": None,
}  # fmt: skip
# What JupyterLab, IPython, Chromium and npm make in a new home when they are first started, by tests beside these.
FIRST_STARTS = {".cache", ".config", ".ipython", ".jupyter", ".local", ".npm", ".pki"}
FIRST_FILES = (".ipython/profile_default/startup/README", ".jupyter/migrated")
WORKSPACES = ".jupyter/lab/workspaces"  # which tabs are open in a JupyterLab that somebody uses meanwhile
HIDDEN = ("amber-owl-4417", "(1, 8)", "(3, 4)", "len(sales())", "legs in {")  # what only hidden tests know

# An honest learner who looks around: what is seen must be the same whoever came before.
LOOK_AROUND = """
import os, sys
print(sorted(os.listdir(".")), sorted(os.listdir("/tmp")), sorted(os.listdir("/dev/shm")), sorted(os.environ))
print(sum(name.isdigit() for name in os.listdir("/proc")), os.getcwd(), sys.path, len(sys.modules), dir(__builtins__))
print(os.path.expanduser("~"), sorted(globals()), sys.getrecursionlimit(), sys.gettrace(), os.sched_getaffinity(0))
"""


@pytest.fixture(scope="module")
def target(tmp_path_factory) -> SimpleNamespace:
    """The assignment to attack: its key, its release, and what an honest learner gets before any attack."""
    course = courses.own_course(tmp_path_factory.mktemp("course"), TARGET, limits=LIMITS)
    released = courses.files_in(course.root / "release" / TARGET.name)
    solved = nbformat.read(TARGET / "99-target.ipynb", as_version=4)
    solved.cells.insert(2, nbformat.v4.new_code_cell(LOOK_AROUND, id="look"))
    honest = Submission({**released, "99-target.ipynb": json.dumps(solved).encode()})
    with Run(course, TARGET.name) as run:
        key = run.key
    first = grade(honest, key)
    assert (first.state, dict(first.scores)) == (State.GRADED, FULL)
    assert any(cell["id"] == "look" and cell["outputs"] for cell in json.loads(first.notebook)["cells"])
    return SimpleNamespace(
        course=course, key=key, released=released, honest=honest, first=first,
        nothing=grade(Submission(released), key).scores,
    )  # fmt: skip


@pytest.fixture(scope="module")
def backlog(tmp_path_factory) -> SimpleNamespace:
    """The course's own backlog assignment."""
    course = courses.own_course(tmp_path_factory.mktemp("backlog"), BACKLOG)
    with Run(course, BACKLOG.name) as run:
        return SimpleNamespace(key=run.key, released=courses.files_in(course.root / "release" / BACKLOG.name))


@pytest.fixture(scope="module")
def others(target) -> Path:
    """What others have: submissions and a gradebook, in the course that the attacks are graded for."""
    for name in ("ann", "bob"):
        courses.hand_in(target.course.root, name, TARGET.name, target.honest.files)
    with Run(target.course, TARGET.name) as run:
        assert [graded.state for graded in run.grade()] == [State.GRADED] * 2
    return target.course.root


@pytest.fixture(scope="module")
def family(target, others) -> int:
    """How many processes there are besides this one when nothing is being graded: the two rooms' and Python's own."""
    grade(target.honest, target.key)
    return len(_descendants())


@pytest.fixture(scope="module")
def knocks() -> Iterator[list[str]]:
    """Whoever connects to this machine from where there should be no network."""
    heard: list[str] = []
    doors = []
    for family, address in ((socket.AF_INET, ("127.0.0.1", recipes.PORT)), (socket.AF_UNIX, f"\0{recipes.MARK}")):
        door = socket.socket(family)
        if family == socket.AF_INET:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            door.bind(address)
        except OSError:
            assert family == socket.AF_UNIX  # another worker of this test run listens there
            continue
        door.listen()
        doors.append(door)

        def listen(door: socket.socket = door) -> None:
            while True:
                try:
                    heard.append(str(door.accept()[1]))
                except OSError:
                    return

        threading.Thread(target=listen, daemon=True).start()
    yield heard
    for door in doors:
        door.close()


def test_the_corpus_is_large_and_each_attack_says_what_it_tries():
    assert len(recipes.ATTACKS) >= 45
    assert len({attack.name for attack in recipes.ATTACKS}) == len(recipes.ATTACKS)
    assert all(len(attack.tries.split()) >= 3 for attack in recipes.ATTACKS)


@pytest.mark.parametrize("attack", recipes.ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_gains_nothing_and_harms_nobody(attack, target, others, family, knocks):
    before, files = _fingerprint(others), attack.files_of(target.released)
    with_pictures = any(name in data for data in files.values() for name in (b"matplotlib", b"ipywidgets"))

    result = grade(Submission(files), target.key)

    assert dict(result.scores) == {**target.nothing, **attack.earns}
    assert result.state in attack.states
    assert len(result.reason) > 40
    assert len(result.notebook) < 3 * sum(map(len, files.values())) + MOST_OUTPUT
    assert _fingerprint(others) == before
    assert knocks == []
    _gives_nothing_away(result)

    after = grade(target.honest, target.key)
    assert (after.state, after.scores) == (target.first.state, target.first.scores)
    assert json.loads(after.notebook) == json.loads(target.first.notebook)
    assert len(_descendants()) == family + ROOM * with_pictures  # nothing of the attack lives on
    if with_pictures:
        close_rooms()  # the third one too


def test_nobody_outside_can_reach_a_submission(target):
    attack = next(attack for attack in recipes.ATTACKS if attack.name == "network-in")
    reached, ended = [], threading.Event()

    def knock() -> None:
        while not ended.wait(0.01):
            for family, address in (
                (socket.AF_INET, ("127.0.0.1", recipes.PORT + 1)), (socket.AF_UNIX, f"\0{recipes.MARK}-in"),
            ):  # fmt: skip
                with socket.socket(family) as visitor:
                    if visitor.connect_ex(address) == 0:
                        reached.append(address)

    thread = threading.Thread(target=knock)
    thread.start()
    result = grade(Submission(attack.files_of(target.released)), target.key)
    ended.set()
    thread.join()

    assert result.state is State.GRADED
    assert "timed out" in json.dumps(json.loads(result.notebook))  # it listened, and nobody came
    assert reached == []


def test_points_that_a_careless_test_gives_are_not_told_to_the_learner(target):
    attack = next(attack for attack in recipes.ATTACKS if attack.name == "negative")
    result = grade(Submission(attack.files_of(target.released)), target.key)

    assert result.scores["rows"] == 0
    assert "rows" in result.reason  # it is said that something was odd, but not what a hidden line came to
    assert "-1e+09" in result.details["rows"]
    told = json.dumps([result.reason, [cell.get("outputs") for cell in json.loads(result.notebook)["cells"]]])
    assert "-1e+09" not in told
    assert "1000000001" not in told


def test_the_course_goes_on_as_usual_when_half_of_the_class_attacks(tmp_path):
    names = (
        "script-in-feedback", "formulas-in-lists", "names-that-climb", "tests-emptied", "kills-parent", "null-bytes",
        "shadow-modules", "hundred-thousand-cells", "odd-values-in-cells", "half-a-surrogate", "zip-slip", "orphan",
        "picture-not-attached", "text-without-end", "output-cap-lifted",
    )  # fmt: skip
    course = courses.own_course(tmp_path / "course", TARGET, limits=LIMITS)
    released = courses.files_in(course.root / "release" / TARGET.name)
    model = {**released, "99-target.ipynb": (TARGET / "99-target.ipynb").read_bytes()}
    attackers = {attack.name: attack for attack in recipes.ATTACKS if attack.name in names}
    for name, attack in attackers.items():
        courses.hand_in(course.root, name, TARGET.name, attack.files_of(released))
    for number in range(4):
        courses.hand_in(course.root, f"honest-{number:02}", TARGET.name, model)

    with Run(course, TARGET.name) as run:
        list(run.grade(workers=2))
        rows = {row["learner"]: row for row in run.rows()}

    assert set(rows) == set(names) | {f"honest-{number:02}" for number in range(4)}
    for name, row in rows.items():
        points = courses.points_of(course.database, course.id, name, TARGET.name)
        if name in attackers:
            assert row["state"] in attackers[name].states
            assert sum(score or 0 for score in points.values()) == sum(
                score or 0 for score in attackers[name].earns.values()
            )
        else:
            assert (row["state"], points) == (State.GRADED, FULL)
        assert len(row["reason"]) > 40

    succeeded(api(course).generate_feedback(TARGET.name, force=True), "write feedback")
    for name in rows:
        page = (course.root / "feedback" / name / TARGET.name / "99-target.html").read_text()
        assert rows[name]["state"] in page
        body = page[page.index("<body") :]
        assert _Dangers.in_page(body) == []
        assert "Traceback" not in body
        for secret in HIDDEN:
            assert secret not in body.replace("&quot;", '"').replace("&#39;", "'")


class _Dangers(HTMLParser):
    """Finds what a browser would run or fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    @classmethod
    def in_page(cls, page: str) -> list[str]:
        parser = cls()
        parser.feed(page)
        return parser.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "form", "base", "meta", "link", "style", "svg"):
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith(("javascript:", "data:text")):
                self.found.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("tries", recipes.BACKLOG_ATTACKS)
def test_the_courses_own_assignment_cannot_be_forged_either(tries, backlog):
    made = nbformat.reads(backlog.released["08-backlog.ipynb"].decode(), as_version=4)
    made.cells.insert(2, nbformat.v4.new_code_cell(dedent(recipes.BACKLOG_ATTACKS[tries])))
    result = grade(Submission({**backlog.released, "08-backlog.ipynb": json.dumps(made).encode()}), backlog.key)

    assert dict(result.scores) == dict.fromkeys(backlog.key.max_points(), 0)
    assert result.state is State.GRADED


def test_a_list_of_grades_holds_no_formula(capsys):
    rows = [{"learner": '=HYPERLINK("http://x")', "reason": "@SUM(1) was no notebook"}]
    print_rows(rows, ("learner", "reason"), Format.CSV)
    assert not any(
        cell.startswith(("=", "@", "+", "-"))
        for row in csv.reader(io.StringIO(capsys.readouterr().out))
        for cell in row
    )


def _gives_nothing_away(result: Result) -> None:
    cells = json.loads(result.notebook)["cells"]
    told = json.dumps([result.reason, result.repairs, [cell.get("outputs") for cell in cells]])
    own = json.dumps([cell["source"] for cell in cells if not cell["metadata"].get("nbgrader", {}).get("locked")])
    for secret in HIDDEN:
        assert secret not in told
        assert secret not in own


def _descendants() -> set[int]:
    """Every process that was started, by whatever detours, from this one, without those that have ended."""
    parents: dict[int, int] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            state, parent = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state != "Z":
            parents[int(name)] = int(parent)
    found = {os.getpid()}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {os.getpid()}


def _fingerprint(course: Path) -> str:
    """A hash of all that an attack could want to change: the course, start-up files, packages, the home folder."""
    whole = hashlib.sha256()
    home = Path.home()
    start_up = [home / ".ipython/profile_default/startup", home / ".local/lib", home / ".ssh", home / ".jupyter"]
    others = {home / name for name in FIRST_FILES} | set((home / WORKSPACES).glob("*"))
    files = {path for folder in (course, *start_up) for path in folder.rglob("*") if path.is_file()}
    for path in sorted(files - others):
        whole.update(str(path).encode() + path.read_bytes())
    for name in (".bashrc", ".profile", ".pythonrc.py", ".ipython/profile_default/ipython_config.py"):
        whole.update((home / name).read_bytes() if (home / name).is_file() else b"-")
    for folder in (
        Path(sysconfig.get_path("purelib")),
        Path(sys.prefix),
        Path(os.__file__).parent,
        ROOT / "pmcourse",
        home,
    ):
        whole.update("\n".join(sorted(set(os.listdir(folder)) - FIRST_STARTS)).encode())
    packages = [
        Path(sysconfig.get_path("purelib"), "numpy/__init__.py"),
        ROOT / "pmcourse/__init__.py",
        Path(os.__file__),
    ]
    for path in packages:
        whole.update(path.read_bytes())
    whole.update(str(os.path.lexists(f"/tmp/{recipes.MARK}")).encode())
    return whole.hexdigest()
