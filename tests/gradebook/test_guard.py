"""No way around the locked rooms: whatever nbgrader was told, it grades in them or not at all."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from pmcourse.course import CONFIG, SettingError, load

BIN = Path(sys.executable).parent
STOCK = """
from nbconvert.exporters import NotebookExporter
from nbgrader.preprocessors import ClearOutput, DeduplicateIds, Execute, OverwriteCells, SaveAutoGrades
c = get_config()
c.Autograde.exporter_class = NotebookExporter
c.Autograde.pre_convert_hook = None
c.Autograde.sanitize_preprocessors = [ClearOutput, DeduplicateIds, OverwriteCells]
c.Autograde.autograde_preprocessors = [Execute, SaveAutoGrades]
"""
STOCK_JSON = {
    "Autograde": {
        "exporter_class": "nbconvert.exporters.NotebookExporter",
        "autograde_preprocessors": ["nbgrader.preprocessors.Execute", "nbgrader.preprocessors.SaveAutoGrades"],
    }
}
BROKEN = {  # a mistake, and what is said of it
    "a missing comma": ('title="A tiny course", root', 'title="A tiny course" root', ["line 7", "comma"]),
    "a misspelt class": ("limits=Limits(", "limits=Limit(", ["line 9", "'Limit' is not defined"]),
    "30 February": ("datetime(2027, 1, 10", "datetime(2027, 2, 30", ["line 8", "day is out of range for month"]),
    "a wrong value": ("memory_mb=400", "memory_mb=-400", ["Limits.memory_mb", "-400"]),
    "no course": ("course = Course(", "curse = Course(", ["'course' is not defined"]),
    "an import of nothing": ("from pathlib", "import nothing_like_it\nfrom pathlib", ["line 3", "nothing_like_it"]),
    "a null byte": ("course = ", "\0course = ", [CONFIG]),
    "a bad character": ("A tiny course", "A tiny \udcff course", [CONFIG]),
}


@pytest.fixture
def handed_in(classroom):
    """A classroom in which mallory's work leaves a mark wherever it is run outside a room."""
    mark = classroom.root.parent / "mark"
    attack = (
        f"import contextlib\nwith contextlib.suppress(OSError):\n    open({str(mark)!r}, 'w').close()\n"
        "def double(x):\n    return 2 * x"
    )
    classroom.hand_in("mallory", attack)
    return classroom


def run(program, *arguments, cwd, env=None):
    done = subprocess.run(
        [BIN / program, *arguments], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        env={name: value for name, value in os.environ.items() if name != "JUPYTER_CONFIG_PATH"} | (env or {}),
        timeout=300,
    )  # fmt: skip
    return done.returncode, done.stdout


def break_it(classroom, what):
    old, new, words = BROKEN[what]
    path = classroom.root / CONFIG
    text = path.read_text()
    assert old in text
    path.write_bytes(text.replace(old, new).encode("utf-8", "surrogateescape"))
    return words


def nothing_was_graded(classroom):
    return not (classroom.root.parent / "mark").exists() and not classroom.gradebook()


@pytest.mark.parametrize("what", BROKEN)
def test_a_mistake_in_the_settings_is_named_with_its_line_and_what_to_do(classroom, what):
    words = break_it(classroom, what)
    with pytest.raises(SettingError) as caught:
        load(classroom.root)
    told = str(caught.value)
    next = "Change it" if what == "a wrong value" else "Mend it"
    assert all(word in told for word in [*words, next]), told


def test_a_mistake_in_the_settings_ends_nbgrader_and_pmcourse_with_that_sentence_alone(handed_in):
    words = break_it(handed_in, "a wrong value")
    for program, command in (("nbgrader", "autograde"), ("pmcourse", "grade")):
        code, told = run(program, command, handed_in.name, cwd=handed_in.root)
        assert code != 0 and nothing_was_graded(handed_in)
        assert all(word in told for word in words) and "Traceback" not in told, told


def test_a_mistake_in_the_settings_ends_nbgrader_in_another_folder_too(handed_in, tmp_path):
    words = break_it(handed_in, "a missing comma")
    code, told = run("nbgrader", "autograde", handed_in.name, f"--course-dir={handed_in.root}", cwd=tmp_path)
    assert code != 0 and all(word in told for word in words)
    assert nothing_was_graded(handed_in)


def _write(place, name, text):
    place.mkdir(exist_ok=True)
    (place / name).write_text(text)
    return str(place)


# Each sets things up and says what to start where: arguments, folder, environment.
WAYS = {
    "the exporter, by option": lambda root: (
        ["--Autograde.exporter_class=nbconvert.exporters.NotebookExporter"], root, {}
    ),
    "the preprocessors, by option": lambda root: (
        ["--Autograde.autograde_preprocessors=nbgrader.preprocessors.Execute"], root, {}
    ),
    "the hook, by option": lambda root: (["--Autograde.pre_convert_hook=os.getcwd"], root, {}),
    "another gradebook": lambda root: (["--db=sqlite:///other.db"], root, {}),
    "another course": lambda root: (["--CourseDirectory.course_id=other"], root, {}),
    "other folders": lambda root: (
        ["--CourseDirectory.autograded_directory=elsewhere"], root, {}
    ),
    "a JSON file beside it": lambda root: (
        [], Path(_write(root, "nbgrader_config.json", json.dumps(STOCK_JSON))), {}
    ),
    "another file, by option": lambda root: (
        [f"--config={_write(root.parent / 'x', 'other.py', STOCK)}/other.py"], root, {}
    ),
    "JUPYTER_CONFIG_PATH": lambda root: (
        [], root, {"JUPYTER_CONFIG_PATH": _write(root.parent / "x", "nbgrader_config.py", STOCK)}
    ),
    "JUPYTER_CONFIG_DIR": lambda root: (
        [], root, {"JUPYTER_CONFIG_DIR": _write(root.parent / "x", "nbgrader_config.py", STOCK)}
    ),
    "jupyter_config.py": lambda root: (
        [], root, {"JUPYTER_CONFIG_DIR": _write(root.parent / "x", "jupyter_config.py", STOCK)}
    ),
    "JUPYTER_NO_CONFIG": lambda root: ([], root, {"JUPYTER_NO_CONFIG": "1"}),
    "no nbgrader_config.py": lambda root: ([], (root / "nbgrader_config.py").unlink() or root, {}),
    "a damaged nbgrader_config.py": lambda root: ([], Path(_write(root, "nbgrader_config.py", "c = (")), {}),
    "a foreign nbgrader_config.py": lambda root: ([], Path(_write(root, "nbgrader_config.py", STOCK)), {}),
    "another folder, by options": lambda root: (
        [f"--CourseDirectory.directory_structure={root}/{{nbgrader_step}}/{{student_id}}/{{assignment_id}}",
         f"--db=sqlite:///{root}/gradebook.db", "--course=tiny"], root.parent, {},
    ),
    "a folder in the course": lambda root: ([f"--db=sqlite:///{root}/gradebook.db"], root / "submitted", {}),
    "a course that cannot be imported": lambda root: (
        [], root, {"PYTHONPATH": _write(root.parent / "x", "pmcourse.py", "raise ImportError('not here')")}
    ),
    "nothing": lambda root: ([], root, {}),
    "another folder": lambda root: ([f"--course-dir={root}"], root.parent, {}),
}  # fmt: skip
GRADED = {"nothing", "another folder", "another file, by option", "JUPYTER_CONFIG_PATH", "JUPYTER_CONFIG_DIR",
          "jupyter_config.py", "JUPYTER_NO_CONFIG"}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_nbgrader_grades_in_the_locked_rooms_or_not_at_all(handed_in, way):
    options, folder, env = WAYS[way](handed_in.root)
    code, told = run("nbgrader", "autograde", handed_in.name, *options, cwd=folder, env=env)
    assert not (handed_in.root.parent / "mark").exists(), told
    if way in GRADED:
        assert code == 0 and handed_in.score("mallory", "double-test").score == 2, told
    else:
        assert code != 0 and not handed_in.gradebook(), told
        if way != "a damaged nbgrader_config.py":  # nbgrader's own words
            assert "Traceback" not in told, told


def _free_port():
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]


def test_formgraders_button_says_what_is_wrong_and_the_server_goes_on(handed_in):
    """A mistake is made while the server runs, in which somebody may have work that is not saved."""
    port, token = _free_port(), secrets.token_hex(8)
    server = subprocess.Popen(
        [BIN / "jupyter", "server", "--no-browser", "--allow-root", f"--port={port}",
         f"--IdentityProvider.token={token}",
         "--ServerApp.port_retries=0", "--ServerApp.disable_check_xsrf=True"],
        cwd=handed_in.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip

    def ask(path, data=None):
        address = f"http://127.0.0.1:{port}/{path}"
        request = urllib.request.Request(address, data, {"Authorization": f"token {token}"})
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)

    button = f"formgrader/api/submission/{handed_in.name}/mallory/autograde"
    try:
        while True:  # until it answers, or ends
            assert server.poll() is None, "the server has ended"
            try:
                ask("api/status")
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
        words = break_it(handed_in, "a missing comma")
        answer = ask(button, b"")
        assert not answer["success"] and all(word in answer["log"] for word in words), answer
        assert nothing_was_graded(handed_in)
        old, new, _ = BROKEN["a missing comma"]
        path = handed_in.root / CONFIG
        path.write_text(path.read_text().replace(new, old))
        for _ in range(2):  # the lock is free again
            assert ask(button, b"")["success"]
        assert handed_in.score("mallory", "double-test").score == 2
        assert not (handed_in.root.parent / "mark").exists()
    finally:
        server.terminate()
        server.wait(30)
