"""What learners can put into the exchange: nobody's work is taken for another's, and no entry stops the others.

Learners are accounts here: numbers that the tests give to files, with names for them. A test that needs to give files
away fails where it is not allowed to, and says so: run these as root, as continuous integration does.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import socket
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from traitlets.config import Config
from typer.testing import CliRunner

from pmcourse.authoring.release import api, collect, release
from pmcourse.cli import app
from pmcourse.course import CONFIG, load
from pmcourse.gradebook import handed_in, inbound
from pmcourse.kit.trust import given

pytestmark = pytest.mark.skipif(os.name == "nt", reason="nbgrader has no exchange on Windows")

HERE = Path(__file__).parent
NAME = "99-target"
PEOPLE = {"alice": 70001, "bob": 70002, "eve": 70003, "zoë": 70004, "Bob": 70005}
COURSE = """
from datetime import UTC, datetime
from pathlib import Path
from pmcourse.course import Course, Lesson, Limits
course = Course(
    id="own", title="The target", root=Path(__file__).parent,
    lessons=(Lesson(name="99-target", title="The target", minutes=10, due=datetime(2099, 1, 1, tzinfo=UTC)),),
    limits=Limits(file_mb=2),
)
"""


@pytest.fixture(scope="session")
def _released(tmp_path_factory):
    root = tmp_path_factory.mktemp("exchange") / "course"
    shutil.copytree(HERE / NAME, root / "source" / NAME)
    notebook = nbformat.read(root / "source" / NAME / f"{NAME}.ipynb", as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata["tags"] = ["skill:agile"]
    nbformat.write(notebook, root / "source" / NAME / f"{NAME}.ipynb")
    (root / CONFIG).write_text(COURSE)
    release(load(root), NAME)
    return root


@pytest.fixture
def exchange(_released, tmp_path, monkeypatch):
    """A course with an exchange, and accounts for all who hand in."""
    names = {number: name for name, number in PEOPLE.items()}
    byname, bynumber = pwd.getpwnam, pwd.getpwuid
    monkeypatch.setattr(
        pwd, "getpwnam", lambda name: SimpleNamespace(pw_uid=PEOPLE[name]) if name in PEOPLE else byname(name)
    )
    monkeypatch.setattr(
        pwd, "getpwuid", lambda uid: SimpleNamespace(pw_name=names[uid]) if uid in names else bynumber(uid)
    )
    shutil.copytree(_released, tmp_path / "course")
    return Exchange(load(tmp_path / "course"))


class Exchange:
    """The exchange of a course, and what learners do to it."""

    def __init__(self, course):
        self.course = course
        self.inbound = course.exchange_folder / course.id / "inbound"
        self.solution = (course.root / "source" / NAME / f"{NAME}.ipynb").read_bytes()

    def hand_in(self, learner, *, owner=None, minutes_ago=10.0, notebook=b"{}", stamp=None, files=None, name=None):
        """A folder as nbgrader's submit leaves it; `owner` is the account that made it, if that is another."""
        when = datetime.now(UTC) - timedelta(minutes=minutes_ago)
        text = when.strftime("%Y-%m-%d %H:%M:%S.%f UTC")
        folder = self.inbound / (name or f"{learner}+{NAME}+{text}+{os.urandom(4).hex()}")
        folder.mkdir()
        (folder / f"{NAME}.ipynb").write_bytes(notebook)
        if stamp is not False:
            (folder / "timestamp.txt").write_bytes(text.encode() if stamp is None else stamp)
        for file, data in (files or {}).items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(data)
        give(folder, owner or learner)
        return folder

    def collect(self):
        """What `pmcourse grade` is told: problems and notes, as one text each."""
        problems, notes = collect(self.course, NAME)
        return "\n".join(problems), "\n".join(notes)

    def submitted(self):
        """Every file in submitted/, by its path."""
        root = self.course.root / "submitted"
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file() and not path.name.endswith(".lock")
        }

    def notebook(self, learner):
        """The notebook that was collected of `learner`; None where there is none."""
        return self.submitted().get(f"{learner}/{NAME}/{NAME}.ipynb")


def give(path, learner):
    """Let an account own `path` and all in it."""
    for each in [path, *path.rglob("*")] if path.is_dir() and not path.is_symlink() else [path]:
        try:
            os.chown(each, PEOPLE[learner], -1, follow_symlinks=False)
        except PermissionError:
            pytest.fail("These tests give files to other accounts, which only root may: run them as root.")


def test_what_each_learner_handed_in_last_is_collected(exchange):
    exchange.hand_in("alice", minutes_ago=20, notebook=b"old")
    exchange.hand_in("alice", minutes_ago=10, notebook=b"new", files={"answers/plan.json": b"[1]"})
    exchange.hand_in("zoë", notebook=b"hers")
    exchange.hand_in("bob", notebook=b"small")
    exchange.hand_in("Bob", notebook=b"LARGE")
    assert exchange.collect() == ("", "")
    assert [exchange.notebook(name) for name in ("alice", "zoë", "bob", "Bob")] == [b"new", b"hers", b"small", b"LARGE"]
    assert exchange.submitted()[f"alice/{NAME}/answers/plan.json"] == b"[1]"
    exchange.hand_in("alice", minutes_ago=5, notebook=b"newest")
    assert exchange.collect() == ("", "")
    assert exchange.notebook("alice") == b"newest"
    assert f"alice/{NAME}/answers/plan.json" not in exchange.submitted()


def test_a_link_to_the_instructors_solution_is_nobodys_work(exchange):
    link = exchange.inbound / f"eve+{NAME}+2026-01-01 00:00:00 UTC+x"
    link.symlink_to(exchange.course.root / "source" / NAME)
    give(link, "eve")
    exchange.hand_in("alice", notebook=b"hers")
    problems, _ = exchange.collect()
    assert "is a link, and must be a folder" in problems
    assert (exchange.notebook("eve"), exchange.notebook("alice")) == (None, b"hers")
    assert link.is_symlink()


def test_links_pipes_and_what_belongs_to_others_are_left_out_of_a_hand_in(exchange):
    secret = exchange.course.root / "source" / NAME / f"{NAME}.ipynb"
    alices = exchange.hand_in("alice", notebook=b"hers")
    folder = exchange.hand_in("eve", notebook=b"own", files={"deep/er/own.txt": b"own"})
    (folder / "data.txt").symlink_to(secret)
    (folder / "all").symlink_to(secret.parent)
    os.link(secret, folder / "hard.ipynb")
    os.link(alices / f"{NAME}.ipynb", folder / "alice.ipynb")
    own = folder / "own.txt"
    own.write_bytes(b"two names")
    give(own, "eve")
    os.link(own, exchange.inbound.parent / "elsewhere.txt")
    os.mkfifo(folder / "pipe.csv")
    os.mkfifo(folder / "deep" / "pipe.csv")
    shutil.copytree(secret.parent, folder / "foreign")
    with socket.socket(socket.AF_UNIX) as line:
        before = Path.cwd()
        os.chdir(folder)
        line.bind("socket.txt")
        os.chdir(before)
    problems, _ = exchange.collect()
    taken = {name for name in exchange.submitted() if name.startswith("eve/")}
    assert taken == {f"eve/{NAME}/{name}" for name in (f"{NAME}.ipynb", "timestamp.txt", "deep/er/own.txt")}
    for name in ("data.txt", "all", "hard.ipynb", "alice.ipynb", "own.txt", "pipe.csv", "deep/pipe.csv", "foreign",
                 "socket.txt"):  # fmt: skip
        assert f"eve: {name} " in problems, name
    assert "alice.ipynb belongs to alice" in problems


@pytest.mark.parametrize("inside", [False, True])
def test_nothing_that_takes_anothers_place_while_it_is_copied_is_read(exchange, tmp_path, inside):
    """Three hundred files are copied while links are renamed over them, over and over."""
    secret = exchange.course.root / "source" / NAME
    folder = exchange.hand_in("eve", notebook=b"own", files={f"{n:03}.txt": b"own" for n in range(300)})
    aside, stop = exchange.inbound.parent / "aside", threading.Event()
    aside.mkdir()

    def race():
        for n in range(10**6):
            if stop.is_set():
                return
            link = aside / str(n)
            if inside:
                link.symlink_to(secret / f"{NAME}.ipynb")
                os.rename(link, folder / f"{NAME if n % 2 else f'{n % 300:03}'}{'.ipynb' if n % 2 else '.txt'}")
            else:
                link.symlink_to(secret)
                os.rename(folder, aside / f"folder{n}")
                os.rename(link, folder)
                os.unlink(folder)
                os.rename(aside / f"folder{n}", folder)

    racer = threading.Thread(target=race)
    racer.start()
    try:
        for _ in range(5):
            exchange.collect()
            assert exchange.solution not in exchange.submitted().values()
            shutil.rmtree(exchange.course.root / "submitted" / "eve", ignore_errors=True)
    finally:
        stop.set()
        racer.join()


@pytest.mark.parametrize("by", ["a link", "another's folder", "a file"])
def test_a_folder_that_was_replaced_after_it_was_looked_at_is_not_taken(exchange, monkeypatch, by):
    alices = exchange.hand_in("alice", notebook=b"hers")
    eves = exchange.hand_in("eve", minutes_ago=1, notebook=b"own")
    exchange.hand_in("eve", minutes_ago=20, notebook=b"before")
    look = inbound.hand_ins

    def look_and_be_raced(*given):
        found = look(*given)
        shutil.rmtree(eves)
        if by == "a link":
            eves.symlink_to(exchange.course.root / "source" / NAME)
        elif by == "a file":
            eves.write_bytes(exchange.solution)
        else:
            shutil.copytree(alices, eves)
            give(eves, "alice")
        return found

    monkeypatch.setattr(inbound, "hand_ins", look_and_be_raced)
    problems, _ = exchange.collect()
    assert eves.name in problems
    assert (exchange.notebook("eve"), exchange.notebook("alice")) == (b"before", b"hers")


def test_nobody_hands_in_for_another(exchange):
    exchange.hand_in("bob", minutes_ago=20, notebook=b"bob's own")
    forged = exchange.hand_in("bob", owner="eve", minutes_ago=1, notebook=b"nothing")
    problems, _ = exchange.collect()
    assert f"{forged.name} says that bob hands in, but it belongs to eve" in problems
    assert exchange.notebook("bob") == b"bob's own"
    assert forged.is_dir()


def test_a_hand_in_that_was_collected_is_not_replaced_by_anothers(exchange):
    exchange.hand_in("bob", minutes_ago=20, notebook=b"bob's own")
    exchange.collect()
    exchange.hand_in("bob", owner="eve", minutes_ago=1, notebook=b"nothing")
    exchange.collect()
    assert exchange.notebook("bob") == b"bob's own"


def test_a_learner_without_an_account_is_nobody(exchange):
    exchange.hand_in("ghost", owner="eve")
    problems, _ = exchange.collect()
    assert "ghost hands in, but it belongs to eve" in problems
    assert exchange.notebook("ghost") is None


def test_moving_anothers_folder_to_ones_own_name_gives_nobody_anything(exchange):
    folder = exchange.hand_in("alice", notebook=b"hers")
    os.rename(folder, exchange.inbound / f"eve+{NAME}+2026-01-01 00:00:00 UTC+x")
    problems, _ = exchange.collect()
    assert "says that eve hands in, but it belongs to alice" in problems
    assert exchange.submitted() == {}


def test_released_work_changes_hands_where_nobody_can_move_anothers(exchange):
    assert exchange.inbound.stat().st_mode & 0o1002 == 0o1002


def test_what_nbgrader_hands_in_can_be_changed_by_its_owner_alone(exchange, monkeypatch):
    config = Config()
    exchange.course.configure(config)
    config.CourseDirectory.assignment_id = NAME
    config.Exchange.cache = str(exchange.course.root / "cache")
    shutil.copytree(exchange.course.root / "release" / NAME, exchange.course.work_folder / NAME)
    monkeypatch.chdir(exchange.course.work_folder)
    submit = ExchangeFactory(config=config).Submit(
        coursedir=CourseDirectory(config=config), authenticator=Authenticator(config=config), config=config
    )
    submit.start()
    [folder] = exchange.inbound.iterdir()
    assert [path for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o022] == []


ODD = {
    "a file": lambda place: (place / f"eve+{NAME}+2026-01-01 00:00:00 UTC+x").write_text("x"),
    "a pipe": lambda place: os.mkfifo(place / f"eve+{NAME}+2026-01-01 00:00:00 UTC+x"),
    "bytes that are no text": lambda place: os.mkdir(
        os.fsencode(place) + b"/\xff\xfe+" + NAME.encode() + b"+2026-01-01 00:00:00 UTC+x"
    ),
    "a time that is no time": lambda place: (place / f"eve+{NAME}+yesterday+x").mkdir(),
    "30 February": lambda place: (place / f"eve+{NAME}+2026-02-30 00:00:00 UTC+x").mkdir(),
    "a very long time": lambda place: (place / f"eve+{NAME}+{'9' * 150} UTC+x").mkdir(),
    "a missing part": lambda place: (place / f"eve+{NAME}").mkdir(),
    "no part at all": lambda place: (place / "hello").mkdir(),
    "no learner": lambda place: (place / f"+{NAME}+2026-01-01 00:00:00 UTC+x").mkdir(),
    "the folder above": lambda place: (place / f"..+{NAME}+2026-01-01 00:00:00 UTC+x").mkdir(),
    "a hidden folder": lambda place: (place / f".eve+{NAME}+2026-01-01 00:00:00 UTC+x").mkdir(),
    "a pattern": lambda place: (place / f"*+{NAME}+2026-01-01 00:00:00 UTC+x").mkdir(),
    "letters that look like others": lambda place: (place / f"zoe\u0308+{NAME}+2026-01-01 00:00:00 UTC+x").mkdir(),
    "a line break and a colour": lambda place: (place / f"eve\n\x1b[31m+{NAME}+2026-01-01 00:00:00 UTC+x").mkdir(),
    "a locked folder": lambda place: (place / f"eve+{NAME}+2026-01-01 00:00:00 UTC+x").mkdir(mode=0),
}


@pytest.mark.parametrize("check_owner", [True, False])
@pytest.mark.parametrize("what", ODD)
def test_one_odd_entry_is_named_and_kept_and_the_rest_goes_on(exchange, what, check_owner):
    if not check_owner:
        exchange.course = exchange.course.model_copy(update={"check_owner": False})
    exchange.hand_in("alice", notebook=b"hers")
    before = set(os.listdir(exchange.inbound))
    ODD[what](exchange.inbound)
    [odd] = set(os.listdir(exchange.inbound)) - before
    problems, _ = exchange.collect()
    assert exchange.notebook("alice") == b"hers"
    if not (what == "a locked folder" and not check_owner):  # root may look into any folder
        assert problems.startswith(inbound.shown(odd)), problems
        assert problems.isprintable() and "left where it is" in problems
        assert {name.split("/")[0] for name in exchange.submitted()} == {"alice"}
    assert odd in os.listdir(exchange.inbound)
    assert not (exchange.course.root / NAME).exists()


def test_a_socket_in_inbound_stops_nobody(exchange, monkeypatch):
    exchange.hand_in("alice", notebook=b"hers")
    monkeypatch.chdir(exchange.inbound)
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(f"eve+{NAME}+2026-01-01 00:00:00 UTC+x")
        problems, _ = exchange.collect()
    assert "is a socket, and must be a folder" in problems
    assert exchange.notebook("alice") == b"hers"


def test_an_entry_of_another_assignment_is_not_spoken_of(exchange):
    (exchange.inbound / "eve+98-other+2026-01-01 00:00:00 UTC+x").mkdir()
    (exchange.inbound / "eve+98-other+never+x").mkdir()
    assert exchange.collect() == ("", "")


TOO_MUCH = {
    "files": ("more than 2,000 files", {f"{n}.txt": b"" for n in range(2001)}),
    "depth": ("more than 20 deep", {"/".join("d" * 22) + "/x.txt": b""}),
}


@pytest.mark.parametrize("what", TOO_MUCH)
def test_a_hand_in_without_measure_is_refused_and_the_one_before_it_counts(exchange, what):
    words, files = TOO_MUCH[what]
    exchange.hand_in("eve", minutes_ago=20, notebook=b"before")
    exchange.hand_in("eve", minutes_ago=10, notebook=b"after", files=files)
    problems, _ = exchange.collect()
    assert words in problems
    assert exchange.notebook("eve") == b"before"


def test_files_without_measure_are_neither_read_nor_copied(exchange):
    folder = exchange.hand_in("eve", minutes_ago=20, notebook=b"own")
    with open(folder / "sparse.bin", "wb") as file:
        file.truncate(1 << 40)
    give(folder, "eve")
    problems, _ = exchange.collect()
    assert "eve: sparse.bin is larger than 2 MB" in problems
    assert exchange.notebook("eve") == b"own"
    folder = exchange.hand_in("eve", minutes_ago=10, files={f"{n}.bin": bytes(1_900_000) for n in range(60)})
    assert "holds more than 100 MB" in exchange.collect()[0]
    assert exchange.notebook("eve") == b"own"
    assert sum(map(len, exchange.submitted().values())) < 1000


def printed(megabytes):
    """The target's notebook with so much printed in its first cell of code."""
    notebook = nbformat.read(HERE / NAME / f"{NAME}.ipynb", as_version=4)
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code")
    cell.outputs = [nbformat.v4.new_output("stream", text="x" * int(megabytes * 1e6))]
    return nbformat.writes(notebook).encode()


def test_a_notebook_that_is_large_by_what_it_printed_is_taken_and_read_without(exchange):
    exchange.hand_in("alice", notebook=printed(60))
    problems, _ = exchange.collect()
    read = handed_in.read(exchange.course.root / "submitted" / "alice" / NAME, exchange.course.limits.file_mb)
    assert problems == ""
    assert len(read.files[f"{NAME}.ipynb"]) < 1e6 and "had 60 MB" in read.told[0]


def test_a_notebook_of_any_size_is_handed_in_without_what_it_printed(exchange, tmp_path, monkeypatch):
    here = tmp_path / NAME
    shutil.copytree(exchange.course.root / "release" / NAME, here)
    (here / f"{NAME}.ipynb").write_bytes(printed(150))
    (here / "answers").mkdir()
    (here / "answers" / "x.json").write_text("{}")
    monkeypatch.chdir(tmp_path)
    grader = api(exchange.course)
    grader.coursedir.assignment_id = NAME
    grader.config.Exchange.assignment_dir = str(tmp_path)

    grader.exchange.Submit(coursedir=grader.coursedir, authenticator=grader.authenticator, parent=grader).start()

    (folder,) = exchange.inbound.iterdir()
    assert (folder / "answers" / "x.json").read_text() == "{}"
    assert len(nbformat.read(folder / f"{NAME}.ipynb", as_version=4).cells) == len(
        nbformat.read(HERE / NAME / f"{NAME}.ipynb", as_version=4).cells
    )
    assert (here / f"{NAME}.ipynb").stat().st_size > 150e6


@pytest.fixture
def fetch(exchange, tmp_path, monkeypatch):
    """A function that fetches the assignment, from the course of that name, onto a desk, which it returns."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))

    def run(course=None):
        grader = api(exchange.course)
        grader.coursedir.course_id = course or grader.coursedir.course_id
        grader.coursedir.assignment_id = NAME
        desk = tmp_path / "desk" / grader.coursedir.course_id
        desk.mkdir(parents=True)
        grader.config.Exchange.assignment_dir = str(desk)
        grader.exchange.FetchAssignment(
            coursedir=grader.coursedir, authenticator=grader.authenticator, parent=grader
        ).start()
        return desk / NAME

    return run


def starts(notebook, monkeypatch):
    """For each cell with code of a notebook that is opened where it lies, whether it runs by itself."""
    monkeypatch.chdir(notebook.parent)
    cells = nbformat.read(notebook, as_version=4).cells
    return given(json.dumps([cell.source for cell in cells if cell.cell_type == "code"]))


def test_what_is_fetched_as_it_was_released_starts_where_it_was_fetched_to(fetch, tmp_path, monkeypatch):
    notebook = fetch() / f"{NAME}.ipynb"
    assert set(starts(notebook, monkeypatch)) == {"1"}

    elsewhere = tmp_path / "submitted"
    elsewhere.mkdir()
    shutil.copy(notebook, elsewhere)
    assert set(starts(elsewhere / notebook.name, monkeypatch)) == {"0"}


def test_a_cell_that_was_changed_or_added_does_not_start(fetch, monkeypatch):
    notebook = fetch() / f"{NAME}.ipynb"
    content = nbformat.read(notebook, as_version=4)
    code = next(cell for cell in content.cells if cell.cell_type == "code")
    code.source += "\nimport os"
    content.cells.append(nbformat.v4.new_code_cell("import os"))
    nbformat.write(content, notebook)
    found = starts(notebook, monkeypatch)
    assert found[0] == found[-1] == "0"
    assert set(found[1:-1]) == {"1"}


def test_nothing_starts_from_a_course_that_somebody_else_made_in_the_exchange(exchange, fetch, monkeypatch):
    root = exchange.inbound.parents[1]
    shutil.copytree(exchange.inbound.parents[0], root / "another", ignore=shutil.ignore_patterns("inbound"))
    (root / "another" / "inbound").mkdir()
    assert set(starts(fetch("another") / f"{NAME}.ipynb", monkeypatch)) == {"0"}


NO_TIMES = {
    "digits": b"9" * 80_000,
    "millions of digits": b"9" * 5_000_000,
    "a path in the zone": b"2026-01-01 00:00:00 ../../../../etc/passwd",
    "another format": b"1 Jan 2026",
    "another zone": b"2026-01-01 00:00:00 EST",
    "30 February": b"2026-02-30 00:00:00 UTC",
    "no text": b"\xff\xfe\x00",
    "nothing": b"",
    "digits of another script": "２０２６-01-01 00:00:00 UTC".encode(),
    "none": False,
}


@pytest.mark.parametrize("what", NO_TIMES)
def test_a_time_that_is_no_time_is_the_time_of_arrival(exchange, what):
    exchange.hand_in("eve", notebook=b"own", stamp=NO_TIMES[what])
    arrived = datetime.now(UTC).replace(tzinfo=None)
    problems, notes = exchange.collect()
    assert "eve: its timestamp.txt is missing or no time, so the time of arrival counts." in notes
    assert exchange.notebook("eve") == b"own"
    when = handed_in.timestamp(exchange.course.root / "submitted" / "eve" / NAME)
    assert abs(when - arrived) < timedelta(minutes=1)
    assert problems == ""


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: os.symlink("/dev/zero", path)])
def test_a_time_that_is_no_file_is_the_time_of_arrival(exchange, make):
    folder = exchange.hand_in("eve", stamp=False)
    make(folder / "timestamp.txt")
    give(folder, "eve")
    assert "the time of arrival counts" in exchange.collect()[1]
    assert handed_in.timestamp(exchange.course.root / "submitted" / "eve" / NAME) is not None


def test_a_time_in_the_future_is_the_time_of_arrival_and_keeps_nothing_newer_out(exchange):
    exchange.hand_in("eve", minutes_ago=-60 * 24 * 365, notebook=b"first")
    assert "says a time after its arrival" in exchange.collect()[1]
    assert handed_in.timestamp(exchange.course.root / "submitted" / "eve" / NAME) <= datetime.now(UTC).replace(
        tzinfo=None
    )
    exchange.hand_in("eve", minutes_ago=-1, notebook=b"second")
    exchange.collect()
    assert exchange.notebook("eve") == b"second"


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.write_bytes(b"9" * 5_000_000)])
def test_an_odd_time_in_submitted_neither_hangs_nor_ends_nbgraders_run(exchange, make):
    folder = exchange.course.root / "submitted" / "eve" / NAME
    shutil.copytree(exchange.course.root / "release" / NAME, folder)
    assert api(exchange.course).autograde(NAME, "eve")["success"]
    make(folder / "timestamp.txt")
    shutil.copytree(exchange.course.root / "release" / NAME, folder.parents[1] / "alice" / NAME)
    assert api(exchange.course).autograde(NAME, "*", force=False)["success"]
    assert (exchange.course.root / "autograded" / "alice" / NAME / f"{NAME}.ipynb").is_file()


def test_an_inbound_that_somebody_else_made_is_not_used(exchange):
    exchange.hand_in("alice")
    os.chown(exchange.inbound, PEOPLE["eve"], -1)
    with pytest.raises(Exception, match="it belongs to eve"):
        exchange.collect()
    assert exchange.submitted() == {}


def test_where_all_have_one_account_it_is_said_once_with_the_setting_that_allows_it(exchange, monkeypatch):
    for name in ("alice", "bob", "eve"):
        exchange.hand_in(name, owner="zoë", notebook=name.encode())
    problems, _ = exchange.collect()
    assert problems.startswith("Hand-ins of 3 learners all belong to zoë")
    assert "check_owner=False in course_config.py" in problems and "\n" not in problems
    assert exchange.submitted() == {}
    monkeypatch.chdir(exchange.course.root)
    told = CliRunner().invoke(app, ["doctor"])
    assert told.exit_code == 1 and "Hand-ins of 3 learners all belong to zoë" in told.output

    config = exchange.course.root / CONFIG
    config.write_text(config.read_text().replace('id="own"', 'id="own", check_owner=False'))
    exchange.course = load(exchange.course.root)
    assert exchange.collect() == ("", "")
    assert [exchange.notebook(name) for name in ("alice", "bob", "eve")] == [b"alice", b"bob", b"eve"]
    assert "everybody can hand in as anybody" in CliRunner().invoke(app, ["doctor"]).output


def test_a_million_entries_are_told_in_a_few_lines(exchange):
    for n in range(300):
        (exchange.inbound / f"rubbish {n}").mkdir()
    exchange.hand_in("alice", notebook=b"hers")
    exchange.collect()
    assert exchange.notebook("alice") == b"hers"
    done = api(exchange.course).collect(NAME)
    assert not done["success"]
    assert "… and 280 more of this kind." in done["log"]
    assert len(done["log"].splitlines()) < 30


def test_formgraders_button_and_nbgraders_command_collect_in_the_same_way(exchange):
    exchange.hand_in("bob", minutes_ago=20, notebook=b"bob's own")
    exchange.hand_in("bob", owner="eve", minutes_ago=1, notebook=b"nothing")
    done = api(exchange.course).collect(NAME)
    assert not done["success"]
    assert "says that bob hands in, but it belongs to eve" in done["log"]
    assert exchange.notebook("bob") == b"bob's own"


def test_grading_ends_with_status_1_and_names_what_was_left(exchange, monkeypatch):
    exchange.hand_in("alice", notebook=exchange.solution)
    (exchange.inbound / "hello").mkdir()
    monkeypatch.chdir(exchange.course.root)
    done = CliRunner().invoke(app, ["grade", NAME, "--workers", "1", "--format", "csv"])
    assert done.exit_code == 1
    assert "hello has not the name of a hand-in" in done.output
    assert f"{NAME},alice,graded,15.0" in done.output
