"""Which way imports point, for every module that there is: a new lesson is guarded without being named.

The floors are read from the bottom; a module may import from its own floor and from those below. A circle is a fault
anywhere, even of two modules.
"""

import subprocess
import sys
from pathlib import Path

import grimp
import networkx as nx
import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "pmcourse"
GROUND = ("errors", "findings", "skills", "rows", "sheets", "artifact")
SCREEN = ("board", "controls", "kit", "course", "nbgrader_settings")
LESSONS = tuple(sorted(path.parent.name for path in PACKAGE.glob("*/lesson.py")))
FLOORS = (GROUND, SCREEN, LESSONS, ("rooms",), ("gradebook",), ("authoring",), ("cli",))
# In a lesson's folder: what is named on a line imports nothing of what is named on a later line.
IN_A_LESSON = ("model", "checks", "plot", "widget", "lesson")
IN_THE_KIT = ("colours", "readers", "look", "block", "editor", "exercise")
MOST_LINES = 300
NO_SCREEN = ("ipywidgets", "IPython", "matplotlib", "anywidget")


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("pmcourse", exclude_type_checking_imports=True, cache_dir=None)


def floor(module):
    part = module.split(".")[1]
    return next((at for at, floor in enumerate(FLOORS) if part in floor), None)


def arrows(graph):
    for module in sorted(graph.modules):
        if module.startswith("pmcourse."):
            for other in sorted(graph.find_modules_directly_imported_by(module)):
                if other.startswith("pmcourse."):
                    yield module, other


def test_every_part_of_the_package_stands_on_a_floor():
    parts = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert parts - {"__init__"} == {part for floor in FLOORS for part in floor}


def test_no_arrow_runs_upwards(graph):
    assert [(one, other) for one, other in arrows(graph) if floor(one) < floor(other)] == []


def test_a_module_is_short_enough_to_be_read_at_one_go_or_says_why_not():
    lines = {
        str(path.relative_to(PACKAGE)): path.read_text(encoding="utf-8").count("\n") for path in PACKAGE.rglob("*.py")
    }
    assert {name: many for name, many in lines.items() if many > MOST_LINES} == {}


def test_the_rooms_know_no_lesson(graph):
    known = [(one, other) for one, other in arrows(graph) if one.startswith("pmcourse.rooms.")]
    assert [(one, other) for one, other in known if other.split(".")[1] in LESSONS] == []


def test_no_modules_import_each_other_in_a_circle(graph):
    drawn = nx.DiGraph(arrows(graph))
    assert [sorted(knot) for knot in nx.strongly_connected_components(drawn) if len(knot) > 1] == []


@pytest.mark.parametrize(("folder", "order"), [*((lesson, IN_A_LESSON) for lesson in LESSONS), ("kit", IN_THE_KIT)])
def test_in_a_folder_the_model_knows_nothing_of_checks_these_nothing_of_widgets_and_so_on(graph, folder, order):
    there = [(at, f"pmcourse.{folder}.{name}") for at, name in enumerate(order)]
    for low, module in there:
        for high, other in there:
            if low < high and {module, other} <= graph.modules:
                assert not graph.chain_exists(importer=module, imported=other, as_packages=True), (module, other)


@pytest.mark.parametrize("lesson", LESSONS)
def test_models_and_checks_load_neither_jupyter_nor_matplotlib(lesson):
    names = [name for name in ("model", "checks", "case") if list((PACKAGE / lesson).glob(f"{name}*"))]
    plain = ["pmcourse.artifact", "pmcourse.findings", *(f"pmcourse.{lesson}.{name}" for name in names)]
    code = f"import sys, {', '.join(plain)}; print([m for m in {NO_SCREEN} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout.strip() == "[]", run.stderr


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_opens_where_there_is_neither_unix_nor_a_grader(lesson):
    """In a browser's Python there is no fork, no gradebook and little that is compiled."""
    code = (
        "import sys\n"
        "for name in ('resource', 'fcntl', 'nbgrader', 'sqlalchemy', 'rapidfuzz', 'distributed', 'psutil'):\n"
        "    sys.modules[name] = None\n"  # an import of it fails
        f"import pmcourse.{lesson}.lesson\nprint('open')"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout == "open\n", run.stderr


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_opens_without_numpy_pandas_matplotlib_or_a_database(lesson):
    """They take longer to load than the lesson; a lazy module is not loaded before something of it is used."""
    code = (
        f"import sys, types, pmcourse.{lesson}.lesson\n"
        "from pmcourse import course\n"
        "course.load()  # the syllabus, of which each lesson shows its own line\n"
        "heavy = ('numpy', 'pandas', 'matplotlib', 'networkx', 'scipy', 'sqlalchemy', 'rich')\n"
        "print([m for m in heavy if type(sys.modules.get(m)) is types.ModuleType])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.stdout.strip() == "[]", run.stderr
