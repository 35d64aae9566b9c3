"""Grading one submission in the locked rooms: points, states, limits, functions, and what may be shown."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from textwrap import indent

import nbformat
import pytest
from nbgrader.utils import determine_grade

from pmcourse.course import Limits
from pmcourse.gradebook import warm, worker
from pmcourse.gradebook.key import AssignmentKey, KeyCell
from pmcourse.gradebook.states import State
from pmcourse.gradebook.submission import Submission
from pmcourse.gradebook.worker import grade
from pmcourse.rooms import clock

SECRET = "gold-4711"
SWALLOWS = "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass"
QUICK = Limits(cell_seconds=4, submission_seconds=30, cpu_seconds=20, memory_mb=400, output_kb=64, file_mb=4)


def setup(source, name="setup"):
    return KeyCell(name, "code", source, locked=True)


def solution(name="answer"):
    return KeyCell(name, "code", "...", solution=True)


def a_test(source, name="test", points=2.0):
    return KeyCell(name, "code", source, grade=True, locked=True, points=points)


def hidden(source):
    return f"### BEGIN HIDDEN TESTS\n{source}\n### END HIDDEN TESTS"


def key_of(*cells, limits=QUICK, files=None):
    return AssignmentKey("99-trial", "99-trial", cells, limits, files or {})


def handed_in(key, answers=None, files=None, after=None):
    """The released notebook with `answers` by grade_id, and an own cell behind each cell named in `after`."""
    cells = []
    for cell in key.cells:
        metadata = cell.metadata()
        source = (answers or {}).get(cell.grade_id, cell.released)
        make = nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
        cells.append(make(source, metadata=metadata))
        if cell.grade_id in (after or {}):
            cells.append(nbformat.v4.new_code_cell(after[cell.grade_id]))
    text = nbformat.writes(nbformat.v4.new_notebook(cells=cells))
    return Submission({"99-trial.ipynb": text.encode(), **(files or {})})


def graded(answer, *tests, limits=QUICK, **more):
    """Grade a notebook of one answer cell and tests, some of which may be given as bare sources."""
    cells = [t if isinstance(t, KeyCell) else a_test(t) for t in tests]
    key = key_of(solution(), *cells, limits=limits)
    return grade(handed_in(key, {"answer": answer}, **more), key)


def shown(result, name=None):
    """All text of the graded notebook's outputs, or of the cell `name`'s."""
    cells = json.loads(result.notebook)["cells"]
    wanted = [c for c in cells if name in (None, c["metadata"].get("nbgrader", {}).get("grade_id"))]
    return json.dumps([c.get("outputs", []) for c in wanted])


@pytest.fixture(scope="module", autouse=True)
def rooms():
    yield
    warm.close_rooms()


# Points


@pytest.mark.parametrize(
    ("test", "points"),
    [
        ("assert x == 1", 2.0),
        ("assert x == 2", 0.0),
        ("x / 2", 0.5),
        ("x * 2", 2.0),
        ("x - 1", 0.0),
        ("x;", 2.0),
        ("import numpy as np\nnp.float64(1.5)", 1.5),
        ("import fractions\nfractions.Fraction(1, 2)", 0.5),
        ("None", 2.0),
        ("'well done'", 2.0),
        ("x == 1", 2.0),
        ("1 / 0", 0.0),
        ("raise SystemExit", 0.0),
        ("display(x)\nget_ipython().run_line_magic('pwd', '')", 2.0),
        ("%matplotlib inline\nassert x == 1", 2.0),
        ("import warnings; warnings.warn('careful'); import sys; print('text', file=sys.stderr)", 2.0),
    ],
)
def test_a_test_earns_what_its_last_value_says(test, points):
    result = graded("x = 1", test)

    assert result.state is State.GRADED
    assert result.scores == {"test": points}


@pytest.mark.parametrize("number", ["3.0", "-1", "float('nan')", "float('inf')", "1e400"])
def test_points_outside_the_range_count_nothing_and_are_named(number):
    result = graded("x = 1", number)

    assert result.scores == {"test": 0.0}
    assert "'test'" in result.reason and "counts 0" in result.reason
    assert "test" in result.details


def test_a_test_that_says_no_earns_nothing():
    assert graded("x = 1", "x == 2").scores == {"test": 0.0}


def test_nbgrader_reads_the_same_points_from_the_graded_notebook():
    tests = [
        "assert x == 1",
        "assert x == 2",
        "0.5 * x",
        "print('seen')",
        "x / 0",
        "import sys; print(1, file=sys.stderr)",
    ]
    cells = [a_test(source, f"test-{i}") for i, source in enumerate(tests)]

    result = graded("x = 1", *cells)

    notebook = nbformat.reads(result.notebook.decode(), as_version=4)
    nbformat.validate(notebook)
    ours = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    read = {c.metadata.nbgrader.grade_id: determine_grade(c)[0] for c in ours if c.metadata.nbgrader.grade}
    assert read == result.scores


def test_what_a_person_grades_waits_unless_it_was_left_as_released():
    letter = KeyCell("letter", "markdown", "Write here.", grade=True, solution=True, points=4)
    task = KeyCell("task", "markdown", "Do this.", task=True, locked=True, points=3)
    key = key_of(solution(), letter, task)

    written = grade(handed_in(key, {"letter": "Dear all", "answer": "x = 1"}), key)
    left = grade(handed_in(key), key)

    assert (written.scores["letter"], written.unanswered) == (None, ("task",))
    assert (left.scores["letter"], left.unanswered) == (0.0, ("answer", "letter", "task"))


def test_an_error_in_one_answer_does_not_spoil_the_next():
    key = key_of(solution("a"), a_test("assert a == 1", "ta"), solution("b"), a_test("assert b == 2", "tb"))

    result = grade(handed_in(key, {"a": "a = = 1", "b": "b = 2"}), key)

    assert result.scores == {"ta": 0.0, "tb": 2.0}
    assert "SyntaxError" in shown(result, "a")


def test_a_test_sees_values_as_they_were_where_it_stands():
    key = key_of(
        solution("a"), a_test("assert x == 1 and f() == 1", "ta"), solution("b"), a_test("assert x == 2", "tb")
    )

    result = grade(handed_in(key, {"a": "x = 1\ndef f():\n    return x", "b": "x = 2"}), key)

    assert result.scores == {"ta": 2.0, "tb": 2.0}


def test_the_instructors_set_up_runs_in_both_rooms():
    key = key_of(setup("base = 10\ndef double(n):\n    return 2 * n"), solution(), a_test("assert x == double(base)"))

    assert grade(handed_in(key, {"answer": "x = double(base)"}), key).scores == {"test": 2.0}


def test_an_instructors_function_may_read_what_the_learner_made():
    key = key_of(setup("def ready():\n    return plan == 'a plan'"), solution(), a_test("assert ready()"))

    assert grade(handed_in(key, {"answer": "plan = 'a plan'"}), key).scores == {"test": 2.0}


def test_set_up_that_reads_what_cannot_cross_still_does_what_it_can():
    set_up = setup("limit = 3\nprint(report)", "show")
    key = key_of(solution(), set_up, a_test("assert limit == 3 and x == 1"))

    assert grade(handed_in(key, {"answer": "x = 1\nreport = object()"}), key).scores == {"test": 2.0}


def test_what_a_lesson_loads_late_is_loaded_once_and_not_again_for_each_submission():
    late = "import sys\nassert {'numpy.random', 'scipy.optimize'} <= sys.modules.keys() and x == 1"
    key = key_of(setup("from pmcourse.agile import choosing"), solution(), a_test(late))

    assert grade(handed_in(key, {"answer": "x = 1"}), key).scores == {"test": 2.0}


def test_a_set_up_cell_that_only_shows_a_widget_is_not_run_for_anybody():
    show = setup("import ipywidgets\nipywidgets.IntSlider()", "slider")
    key = key_of(show, setup("ipywidgets.IntSlider()", "again"), solution(), a_test("assert x == 1"))
    submission = handed_in(key, {"answer": "x = 1"})

    first, second = grade(submission, key), grade(submission, key)

    assert (first.scores, first.notebook) == ({"test": 2.0}, second.notebook)
    assert "IntSlider" in shown(second, "slider")  # it also imports a name
    assert "IntSlider" not in shown(second, "again")


def test_a_damaged_file_is_judged_as_handed_in_although_a_set_up_cell_puts_it_aside_and_makes_a_new_one():
    """As the set-up of an assignment does, which opens the answer sheet."""
    aside = "import os\nif os.path.exists('answers/a.json'):\n    os.rename('answers/a.json', 'answers/old.json')\n"
    show = setup(aside + "    with open('answers/a.json', 'w') as file:\n        file.write('{}')", "show")
    key = key_of(show, a_test("float(open('answers/a.json').read() == '{ torn')"))
    submission = handed_in(key, files={"answers/a.json": b"{ torn"})

    assert [grade(submission, key).scores for _ in range(2)] == [{"test": 1.0}] * 2


def test_the_learners_import_serves_a_test():
    assert graded("import numpy as np\nx = np.arange(3)", "assert np.allclose(x, [0, 1, 2])").scores == {"test": 2.0}


# What a learner hands over


def test_what_cannot_cross_is_told_in_words():
    result = graded("x = (n for n in range(3))", "assert list(x) == [0, 1, 2]")

    assert result.state is State.GRADED and result.scores == {"test": 0.0}
    assert "Make a list of it with list(...)" in shown(result, "test")


@pytest.mark.parametrize(
    "value",
    ["type('Yes', (), {'__eq__': lambda s, o: True})()", "type('S', (str,), {'__eq__': lambda s, o: True})('a')"],
)
def test_a_value_that_claims_to_equal_everything_does_not_cross(value):
    result = graded(f"x = {value}", "assert x == 42")

    assert result.scores == {"test": 0.0}


READ = "import json, pathlib\nassert json.loads(pathlib.Path('{}').read_text()) == {}"


def test_files_are_read_as_they_were_where_the_test_stands():
    key = key_of(
        a_test(READ.format("a.json", "[1]"), "early"), solution(), a_test(READ.format("a.json", "[2]"), "late")
    )
    change = "open('a.json', 'w').write('[2]')"

    result = grade(handed_in(key, {"answer": change}, {"a.json": b"[1]"}), key)

    assert result.scores == {"early": 2.0, "late": 2.0}


@pytest.mark.parametrize(
    "change",
    ["open('answers/a.json', 'w').write('[2]')", "import os\nos.unlink('answers/a.json')",
     "import os\nos.unlink('answers/a.json')\nos.symlink('/etc/passwd', 'answers/a.json')"],
)  # fmt: skip
def test_what_was_made_and_handed_in_is_judged_as_handed_in_whatever_the_cells_do_to_it(change):
    key = key_of(solution(), a_test(READ.format("answers/a.json", "[1]")))

    result = grade(handed_in(key, {"answer": change}, {"answers/a.json": b"[1]"}), key)

    assert result.scores == {"test": 2.0}


def test_what_was_not_handed_in_is_judged_as_the_cells_make_it():
    key = key_of(solution(), a_test(READ.format("answers/a.json", "[2]")))
    make = "import os\nos.makedirs('answers', exist_ok=True)\nopen('answers/a.json', 'w').write('[2]')"

    assert grade(handed_in(key, {"answer": make}), key).scores == {"test": 2.0}


def test_a_linked_answer_is_not_read_and_the_learner_is_told():
    answer = "import os\nos.makedirs('answers')\nos.symlink('/etc/hostname', 'answers/a.json')"

    result = graded(answer, "open('answers/a.json').read()")

    assert result.scores == {"test": 0.0}
    assert "answers/a.json is a link" in shown(result, "test")


def test_a_learners_module_is_never_loaded_where_tests_run():
    helper = {"helper.py": b"GOOD = True", "statistics.py": b"def mean(x): return 42"}
    key = key_of(
        solution(),
        a_test("import statistics\nassert statistics.mean([1, 3]) == 2", "std"),
        a_test("import helper", "own"),
    )

    result = grade(handed_in(key, {"answer": "import helper\nprint(helper.GOOD)"}, helper), key)

    assert "True" in shown(result, "answer")
    assert result.scores == {"std": 2.0, "own": 0.0}


def test_the_instructors_files_win_over_the_learners():
    key = key_of(solution(), a_test("assert open('data.csv').read() == 'true'"), files={"data.csv": b"true"})

    result = grade(handed_in(key, {"answer": "print(open('data.csv').read())"}, {"data.csv": b"forged"}), key)

    assert result.scores == {"test": 2.0} and "true" in shown(result, "answer")


# A learner's functions


@pytest.mark.parametrize(
    ("answer", "test"),
    [
        ("def f(a, b=1, *c, **d):\n    return [a, b, c, d]", "assert f(1, 2, 3, k={4}) == [1, 2, (3,), {'k': {4}}]"),
        ("f = lambda: None", "assert f() is None and callable(f) and f.__name__ == 'function'"),
        ("def f(n):\n    return lambda m: n + m", "assert f(1)(2) == 3"),
        (
            "import numpy as np\ndef f(a):\n    return a * 2",
            "import numpy as np\nassert f(np.array([1, 2])).tolist() == [2, 4]",
        ),
        ("class C:\n    def m(self, n):\n        return n + 1\nf = C().m", "assert f(1) == 2"),
        ("count = [0]\ndef f():\n    count[0] += 1\n    return count[0]", "assert [f(), f()] == [1, 2]"),
    ],
)
def test_a_function_is_called_across(answer, test):
    result = graded(answer, test)

    assert result.scores == {"test": 2.0}, result.details


@pytest.mark.parametrize(
    ("raised", "caught"),
    [
        ("ZeroDivisionError('division by zero')", "ZeroDivisionError"),
        ("KeyError('k')", "KeyError"),
        ("type('Own', (ValueError,), {})('own')", "ValueError"),
        ("type('Own', (Exception,), {})('own')", "Exception"),
        ("UnicodeDecodeError('utf-8', b'x', 0, 1, 'why')", "UnicodeDecodeError"),
        ("SystemExit(1)", "Exception"),
    ],
)
def test_an_error_in_a_function_arrives_as_its_built_in_kind(raised, caught):
    test = f"try:\n    f()\nexcept Exception as error:\n    assert type(error) is {caught}\nelse:\n    assert False"

    result = graded(f"def f():\n    raise {raised}", test)

    assert result.scores == {"test": 2.0}, result.details


def test_what_a_function_changes_in_place_comes_back_only_with_none():
    in_place = "def f(numbers):\n    numbers.sort()"
    cheat = "def f(numbers):\n    numbers.clear()\n    return []"

    assert graded(in_place, "n = [3, 1]\nf(n)\nassert n == [1, 3]").scores == {"test": 2.0}
    assert graded(cheat, "n = [3, 1]\nassert f(n) == sorted(n)").scores == {"test": 0.0}


def test_what_a_function_gives_back_is_refused_in_words_if_it_cannot_cross():
    result = graded("def f():\n    yield 1", "assert f() == [1]")

    assert result.scores == {"test": 0.0}
    assert "what f gives back" in shown(result, "test") and "list(...)" in shown(result, "test")


@pytest.mark.parametrize("loop", ["while True:\n    pass", SWALLOWS])
def test_a_function_that_never_ends_costs_its_own_test_alone(loop):
    ends_not = "def f():\n" + indent(loop, "    ")

    result = graded(ends_not, a_test("f()", "slow"), a_test("assert 1 == 1", "next"))

    assert result.state is State.TIMED_OUT
    assert result.scores == {"slow": 0.0, "next": 2.0}
    assert "longer than a cell may" in shown(result, "slow")


def test_a_test_cannot_be_passed_by_making_it_catch_the_end():
    result = graded("import os\ndef f():\n    os._exit(0)", "try:\n    f()\nexcept BaseException:\n    pass")

    assert result.scores == {"test": 0.0}
    assert result.state is State.CRASHED


def test_nothing_that_a_test_gives_to_a_function_reaches_an_output():
    spy = "seen = []\ndef f(x):\n    seen.append(x)\n    print(x)\n    open('seen.txt', 'a').write(x)\n    return x"
    look = "import os\nprint(seen, os.path.exists('seen.txt'))"
    key = key_of(solution(), a_test(hidden(f"assert f({SECRET!r})")), solution("later"))

    result = grade(handed_in(key, {"answer": spy, "later": look}, after={"test": look}), key)

    assert result.scores == {"test": 2.0}
    assert SECRET not in shown(result) and "[] False" in shown(result, "later")


def test_what_a_hidden_test_gave_to_a_function_is_not_told_in_a_later_test():
    spy = "seen = []\ndef f(x):\n    seen.append(x)\n    return seen"
    later = "assert f(1) == 2, f'{f(1)}'"
    key = key_of(solution(), a_test(later, "open"), a_test(hidden(f"f({SECRET!r})"), "hidden"), a_test(later, "later"))

    result = grade(handed_in(key, {"answer": spy}), key)

    assert "[1, 1]" in shown(result, "open") and "[1, 1]" in shown(result, "later")
    assert SECRET not in shown(result)


def test_a_desk_that_a_learner_has_changed_cannot_ask_a_copy_that_knows_hidden_tests():
    spy = (
        "import gc\nfrom pmcourse.rooms.desk import Desk\nseen = []\ndef f(x):\n    seen.append(x)\n    return seen\n"
        "leave = Desk._leave_copy\nDesk._leave_copy = lambda desk: leave(desk) if desk.line < 0 else None\n"
    )
    later = "assert f(1) == 2, f'{f(1)}'"
    key = key_of(solution(), a_test(hidden(f"f({SECRET!r})"), "hidden"), a_test(later, "later"))

    result = grade(handed_in(key, {"answer": spy}), key)

    assert SECRET not in shown(result) and result.scores["later"] == 0


def test_below_hidden_lines_a_function_cannot_tell_what_it_was_given():
    spy = "seen = []\ndef f(x):\n    seen.append(x)\n    return seen"

    result = graded(spy, f"{hidden(f'f({SECRET!r})')}\nassert f(1) == 2, f'{{f(1)}}'")

    assert SECRET not in shown(result) and "hidden part" in shown(result)


# Hidden tests


@pytest.mark.parametrize(
    "test",
    [
        hidden(f"assert x == {SECRET!r}, 'It should be {SECRET}'"),
        hidden(f"print({SECRET!r})\n1 / 0"),
        hidden(f"raise KeyError({SECRET!r})"),
        hidden(f"f({SECRET!r})"),
        f"assert x\n{hidden(f'{{}}[{SECRET!r}]')}",
        f"{hidden(f'def check(v):{chr(10)}    assert v == {SECRET!r}, {SECRET!r}')}\ncheck(x)",
        hidden(f"x == = {SECRET!r}"),
        hidden(f"import sys\nprint({SECRET!r})\nprint({SECRET!r}, file=sys.stderr)\n{SECRET!r}"),
    ],
)
def test_hidden_tests_are_in_no_output(test):
    answer = "x = 1\ndef f(v):\n    raise ValueError(v)"

    result = graded(answer, test)

    assert SECRET not in shown(result)


def test_an_open_assertion_is_shown_and_a_hidden_one_is_only_named():
    test = f"assert x > 0, f'{{x}} is not above 0.'\n{hidden('assert x == 5')}"

    assert "-1 is not above 0." in shown(graded("x = -1", test), "test")
    assert "hidden part" in shown(graded("x = 1", test), "test")
    assert graded("x = 5", test).scores == {"test": 2.0}


def test_the_instructor_reads_in_the_details_what_a_hidden_test_said():
    result = graded("x = 1", hidden("assert x == 5, 'five was wanted'"))

    assert "five was wanted" in result.details["test"]


@pytest.mark.parametrize(
    "look",
    [
        "import gc\nprint([o for o in gc.get_objects() if isinstance(o, str) and 'gold' in o and '47' in o])",
        "!grep -rl gold-471[1] /tmp /proc/1/environ",
        "import glob\nprint([p for p in glob.glob('/**/source/**', recursive=True) if '99-trial' in p])",
        "print(In, Out, get_ipython().history_manager.input_hist_raw)",
    ],
)
def test_a_learner_finds_hidden_tests_nowhere(look):
    key = key_of(solution(), a_test(hidden(f"assert x == {SECRET!r}")), solution("later"))

    result = grade(handed_in(key, {"answer": look, "later": look}), key)

    assert SECRET not in shown(result)


# Limits and states


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("while True:\n    pass", State.TIMED_OUT),
        ("import time\ntime.sleep(60)", State.TIMED_OUT),
        (SWALLOWS, State.TIMED_OUT),
        ("import signal\nsignal.signal(signal.SIGPROF, signal.SIG_IGN)\nwhile True:\n    pass", State.TIMED_OUT),
        ("import os\nos._exit(0)", State.CRASHED),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", State.CRASHED),
        ("import ctypes\nctypes.string_at(0)", State.CRASHED),
        ("x = bytearray(10**9)", State.OUT_OF_MEMORY),
        ("import numpy as np\nx = np.ones(10**9)", State.OUT_OF_MEMORY),
        ("for _ in range(10**5):\n    print('spam' * 10)", State.OUTPUT_TOO_LARGE),
        ("print('x' * 20_000_000)", State.OUTPUT_TOO_LARGE),
        ("f = open('big', 'wb')\nwhile True:\n    f.write(b'x' * 10**6)", State.OUTPUT_TOO_LARGE),
        ("n = 0\nwhile True:\n    open(f'f{n}', 'wb').write(b'x' * 10**6)\n    n += 1", State.OUTPUT_TOO_LARGE),
        ("for n in range(10**6):\n    open(f'f{n}', 'w').close()", State.OUTPUT_TOO_LARGE),
    ],
)
def test_what_goes_too_far_ends_in_a_named_state_and_keeps_earlier_points(answer, state):
    key = key_of(solution("a"), a_test("assert f() == 1", "ta"), solution("b"), a_test("assert b == 2", "tb"))
    honest = {"a": "def f():\n    return 1", "b": "b = 2"}

    result = grade(handed_in(key, honest | {"b": answer}), key)
    after = grade(handed_in(key, honest), key)

    assert result.state is state
    assert result.scores == {"ta": 2.0, "tb": 0.0}
    assert (after.state, after.scores) == (State.GRADED, {"ta": 2.0, "tb": 2.0})


def test_many_processes_together_cannot_take_more_memory_than_one():
    answer = (
        "import os, time\nfor _ in range(8):\n    if os.fork() == 0:\n        x = bytearray(150_000_000)\n"
        "        time.sleep(60)\ntime.sleep(60)"
    )
    patient = QUICK.model_copy(update={"cell_seconds": 60, "submission_seconds": 60})

    assert graded(answer, "assert True", limits=patient).state is State.OUT_OF_MEMORY


def test_a_fork_bomb_ends_with_its_submission():
    key = key_of(solution(), a_test("assert x == 1"), limits=QUICK.model_copy(update={"processes": 20}))
    bomb = "import os\nx = 1\ntry:\n    while True:\n        os.fork()\nexcept OSError:\n    pass"

    result = grade(handed_in(key, {"answer": bomb}), key)
    after = grade(handed_in(key, {"answer": "x = 1"}), key)

    assert result.state in (State.TIMED_OUT, State.CRASHED, State.GRADED)
    assert (after.state, after.scores) == (State.GRADED, {"test": 2.0})


def test_nothing_of_a_submission_lives_on_for_the_next():
    orphan = (
        "import os, time\nopen('/tmp/left', 'w').write('here')\nif os.fork() == 0:\n    os.setsid()\n"
        "    for _ in range(100):\n        open('/dev/shm/alive', 'w').write('x')\n        time.sleep(0.05)"
    )
    folders = "sorted(os.listdir('/tmp')), os.listdir('/dev/shm')"
    look = f"import os\nprint({folders}, [p for p in os.listdir('/proc') if p.isdigit()])"

    graded(orphan, "assert True")
    result = graded(look, "assert True")

    assert "left" not in shown(result) and "alive" not in shown(result)
    assert "['work'] [] ['1', " in json.loads(result.notebook)["cells"][1]["outputs"][0]["text"]


@pytest.mark.parametrize(
    "prints",
    [
        "print('x' * 60_000_000)",
        "for _ in range(600):\n    print('x' * 100_000)",
        "for n in range(600_000):\n    print(f'{n:99}')",
        "import sys\nfor _ in range(60):\n    sys.stderr.write('é' * 500_000)",
        "import os\nos.write(1, b'x' * 60_000_000)",
        "from IPython.display import Markdown, display\nfor _ in range(60):\n    display(Markdown('x' * 1_000_000))",
        "raise ValueError('x' * 60_000_000)",
        "'x' * 60_000_000",
    ],
)
def test_sixty_megabytes_of_output_are_cut_however_they_are_put_out_and_cost_no_points(prints):
    limits = QUICK.model_copy(update={"cell_seconds": 10.0, "submission_seconds": 30.0})
    key = key_of(solution(), a_test("assert x == 1", "ta"), limits=limits)

    result = grade(handed_in(key, {"answer": f"x = 1\n{prints}"}), key)

    assert result.state in (State.OUTPUT_TOO_LARGE, State.GRADED) and result.scores == {"ta": 2.0}
    assert len(result.notebook) < 200_000


def test_a_submission_may_take_its_seconds_in_all_and_no_more():
    # as many cells as a busy machine needs, on which not all of a sleep is counted
    limits = QUICK.model_copy(update={"cell_seconds": 1.0, "submission_seconds": 2.0})
    key = key_of(*(solution(f"s{i}") for i in range(15)), a_test("assert True"), limits=limits)

    result = grade(handed_in(key, {f"s{i}": "print('seen')\nimport time\ntime.sleep(0.9)" for i in range(15)}), key)

    assert result.state is State.TIMED_OUT and result.scores == {"test": 0.0}
    assert "seen" in shown(result, "s0") and "seen" not in shown(result, "s14")


def test_a_changed_test_is_put_back_and_the_points_stand():
    key = key_of(solution(), a_test("assert x == 1"))

    result = grade(handed_in(key, {"answer": "x = 1", "test": "2.0"}), key)

    assert result.state is State.TAMPERED and result.scores == {"test": 2.0}
    assert any("'test'" in line for line in result.repairs)


@pytest.mark.parametrize("raw", [b"", b"{}", b"\0" * 10, b'{"nbformat": 4, "cells": [{}]}', b"[" * 100_000])
def test_what_is_no_notebook_is_malformed_and_says_so_in_a_notebook(raw):
    key = key_of(solution(), a_test("assert True"))

    result = grade(Submission({"99-trial.ipynb": raw}), key)

    assert result.state is State.MALFORMED and result.scores == {"test": 0.0}
    notebook = nbformat.reads(result.notebook.decode(), as_version=4)
    nbformat.validate(notebook)
    assert "malformed" in notebook.cells[0].source and "hand in again" in notebook.cells[0].source


def test_files_with_names_that_lead_out_are_left_out_and_named():
    key = key_of(solution(), a_test("assert x == 1"))
    files = {"../../evil.py": b"", "/etc/evil": b"", "ok.txt": b"x"}

    result = grade(handed_in(key, {"answer": "import os\nx = len(os.listdir()) - 1"}, files), key)

    assert result.scores == {"test": 2.0} and len(result.repairs) == 2


# What the graded notebook holds


def test_outputs_keep_text_and_pictures_and_no_code_for_a_browser():
    answer = (
        "from IPython.display import HTML, display\nimport matplotlib.pyplot as plt\n"
        "display(HTML('<script>alert(1)</script>'))\nplt.plot([1, 2]);"
    )

    result = graded(answer, "assert True")

    assert "script" not in shown(result) and "image/png" in shown(result)
    assert result.state is State.GRADED


@pytest.mark.parametrize(
    "answer",
    [
        "print('a\\ud800b', '\\0')",
        "import sys\nsys.stdout = sys.stderr = None\nx = 1",
        "get_ipython().display_formatter = None\n1",
        "get_ipython().outputs.list.append({'output_type': 'stream', 'text': 5})",
        "get_ipython().outputs.list.append({'output_type': 'display_data', 'data': {'image/png': '\\\"><script>'}})",
        "get_ipython().showtraceback = None\n1 / 0",
        "%matplotlib inline\n!echo hello\n%timeit -n1 -r1 1",
        "await __import__('asyncio').sleep(0)",
    ],
)
def test_odd_outputs_still_make_a_notebook_that_can_be_read(answer):
    result = graded(answer, "assert True")

    assert (result.state, result.scores) == (State.GRADED, {"test": 2.0})
    notebook = nbformat.reads(result.notebook.decode(), as_version=4)
    nbformat.validate(notebook)
    nbformat.writes(notebook).encode()


def test_the_same_submission_comes_to_the_same_result_twice():
    key = key_of(solution(), a_test("assert x == 1"))
    submission = handed_in(key, {"answer": "import random\nx = 1\nprint({'q', 'w', 'e'}, object)"})

    first, second = grade(submission, key), grade(submission, key)

    assert (first.notebook, first.scores, first.state) == (second.notebook, second.scores, second.state)


# The worker itself


def test_rooms_end_when_the_worker_is_killed():
    program = (
        "import time\nfrom pmcourse.gradebook import warm\n"
        "from pmcourse.gradebook.key import AssignmentKey, KeyCell\n"
        "rooms = warm.rooms(AssignmentKey('a', 'a', (KeyCell('c', 'code', '1', locked=True),)))\n"
        "print(*[room.pid for room in rooms], flush=True)\ntime.sleep(600)\n"
    )
    root = Path(warm.__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=root) as process:
        pids = [int(pid) for pid in process.stdout.readline().split()]
        assert len(pids) == 2 and all(Path(f"/proc/{pid}").exists() for pid in pids)
        inside = [int(pid) for pid in pids for pid in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert inside
    wait_until(lambda: not any(_lives(pid) for pid in pids + inside))


def wait_until(what):
    """Wait for a state, however busy the machine is; a state that never comes ends in an error."""
    until = time.monotonic() + 300
    while not what():
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.02)


def children(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_room_that_breaks_costs_its_submission_nothing():
    key = key_of(solution(), a_test("assert x == 1"))
    warm.close_rooms()
    learner, _ = warm.rooms(key)
    (process_1,) = children(learner.pid)

    def kill_while_it_grades():
        wait_until(lambda: children(process_1))
        os.kill(learner.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill_while_it_grades)
    killer.start()

    result = grade(handed_in(key, {"answer": "import time\ntime.sleep(1)\nx = 1"}), key)

    killer.join()
    assert (result.state, result.scores) == (State.GRADED, {"test": 2.0})


def test_what_a_lesson_loads_late_is_there_before_the_first_submission():
    late = "pmcourse.backlog.sequence loads networkx when it first needs it"
    loaded = f"import sys, pmcourse.backlog.sequence\nassert 'networkx.classes' in sys.modules, {late!r}"

    assert graded("", loaded).scores == {"test": 2.0}


def test_a_room_that_was_killed_is_opened_anew():
    graded("x = 1", "assert x == 1")
    for room in warm.rooms(key_of(a_test("1"))):
        os.kill(room.pid, signal.SIGKILL)
        wait_until(lambda room=room: not _lives(room.pid))

    assert graded("x = 1", "assert x == 1").scores == {"test": 2.0}


def test_seconds_are_counted_while_a_notebook_runs_or_sleeps_and_not_while_the_machine_is_busy():
    """A room that gets no processor for twice its seconds, as on a machine that is far too busy, loses nothing."""
    key = key_of(solution(), a_test("assert x == 1"), limits=QUICK.model_copy(update={"cell_seconds": 1.0}))
    warm.close_rooms()
    learner, _ = warm.rooms(key)
    (process_1,) = children(learner.pid)

    def hold_up():
        wait_until(lambda: children(process_1))
        held = [process_1, *children(process_1)]
        for pid in held:
            os.kill(pid, signal.SIGSTOP)
        time.sleep(3)  # three times what the cell may take
        for pid in held:
            os.kill(pid, signal.SIGCONT)

    holder = threading.Thread(target=hold_up)
    holder.start()

    result = grade(handed_in(key, {"answer": "x = 0\nfor n in range(3_000_000):\n    x = 1"}), key)

    holder.join()
    assert (result.state, result.scores, result.undecided) == (State.GRADED, {"test": 2.0}, False)
    assert result.seconds > 3


def test_what_the_wall_clock_cuts_off_before_it_had_its_seconds_is_no_verdict(monkeypatch):
    monkeypatch.setattr(clock, "BACKSTOP_MORE", -6)  # the wall clock comes first
    key = key_of(solution(), a_test("assert x == 1"), limits=QUICK.model_copy(update={"cell_seconds": 1.1}))

    result = grade(handed_in(key, {"answer": "import time\ntime.sleep(0.8)\nx = 1"}), key)

    assert result.undecided


def test_a_signal_from_outside_is_no_verdict_and_an_exit_is_one():
    kills = graded("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "assert True")
    exits = graded("import os\nos._exit(1)", "assert True")

    assert (kills.state, kills.undecided) == (State.CRASHED, True)
    assert (exits.state, exits.undecided) == (State.CRASHED, False)


def test_a_signal_that_ends_the_judge_before_its_first_test_is_no_verdict(monkeypatch):
    key = key_of(solution(), a_test("assert x == 1"), files={"prices.csv": b"1,2"})
    warm.close_rooms()
    (process_1,) = children(warm.rooms(key)[1].pid)
    run_tests = worker._Grading._run_tests

    def without_a_judge(grading, channel):
        (judge,) = children(process_1)
        os.kill(judge, signal.SIGKILL)
        wait_until(lambda: not _lives(judge))
        run_tests(grading, channel)

    monkeypatch.setattr(worker._Grading, "_run_tests", without_a_judge)
    result = grade(handed_in(key, {"answer": "x = 1"}), key)

    assert (result.state, result.undecided) == (State.CRASHED, True)


@pytest.mark.parametrize(
    "wastes",
    [
        "while True: pass",
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'while True: pass'])",
        "import threading\ndef work():\n    while True: pass\nt = threading.Thread(target=work)\nt.start()\nt.join()",
        "import time\ntime.sleep(600)",
        "import time\nwhile True:\n    try: time.sleep(600)\n    except BaseException: pass",
        "import os\nos.fork() or os.setsid()\nwhile True: pass",
    ],
)
def test_whoever_uses_up_the_seconds_in_whatever_way_is_timed_out_by_the_clock_of_the_room(wastes):
    result = graded(wastes, "assert True")

    assert (result.state, result.undecided) == (State.TIMED_OUT, False)


# One budget for all that crosses


def test_what_a_lesson_computes_once_for_all_learners_is_there_when_the_first_one_is_judged():
    known = "from pmcourse.experiments import worlds as w\nassert w._drift.cache_info().currsize == len(w._COMPARED)"
    assert graded("x = 1", a_test(known)).scores == {"test": 2.0}


def test_what_a_function_gives_back_is_counted_over_all_calls():
    large = "def f(n):\n    return 'x' * 3_900_000"
    few = a_test("for n in range(4):\n    assert len(f(n)) == 3_900_000", "few")
    many, after = a_test("for n in range(40):\n    f(n)", "many"), a_test("assert len(f(1)) == 3_900_000", "after")
    result = graded(large, few, many, after)

    assert result.state is State.OUTPUT_TOO_LARGE
    assert result.scores == {"few": 2.0, "many": 0.0, "after": 0.0}


def test_what_all_cells_put_out_is_counted_by_the_grader():
    lifts = "get_ipython().outputs.left = 10**9\nprint('x' * 60_000)"
    key = key_of(solution("a"), a_test("assert a == 1", "ta"), solution("b"), a_test("assert b == 2", "tb"))
    result = grade(handed_in(key, {"a": lifts + "\na = 1", "b": lifts + "\nb = 2"}), key)

    assert result.state is State.OUTPUT_TOO_LARGE
    assert result.scores == {"ta": 2.0, "tb": 2.0}
    assert len(result.notebook) < 70_000
