"""The models of judging in CONTRIBUTING.md do what is said there: right earns all, and each slip its part."""

import json
import re
from pathlib import Path

import nbformat
import pytest

from pmcourse.artifact import dumps
from pmcourse.backlog.case import CASE
from pmcourse.backlog.sequence import best_order
from pmcourse.course import Limits
from pmcourse.gradebook import warm
from pmcourse.gradebook.key import AssignmentKey, KeyCell
from pmcourse.gradebook.submission import Submission
from pmcourse.gradebook.worker import grade
from pmcourse.kit.sheet_data import Sheet

TEXT = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
MODELS = dict(
    zip(
        ("function", "artefact", "sheet", "table", "mutants"),
        re.findall(r"^```python\n(.*?)^```", TEXT[TEXT.index("## Test cells") :], re.M | re.S),
        strict=True,
    )
)
TABLE = "import pandas as pd\ntable = pd.DataFrame({{'week': [2, 1], {!r}: [{}, 9]}})"
GOOD = CASE.start.reorder(best_order(CASE.start).order)
ONE_SLIP = GOOD.move("T-03", 0)  # which needs another


def sheet(weeks):
    return {"answers/sheet.json": dumps(Sheet(seed=1, answers={"weeks": weeks}))}


TRIES = [  # model, the learner's cell, files, points of 2
    ("function", "def share(part, whole):\n    return 100 * part / whole", {}, 2),
    ("function", "def share(part, whole):\n    return 25", {}, 0),
    ("sheet", "", sheet("4,0"), 2),
    ("sheet", "", sheet("0.25"), 0),
    ("table", TABLE.format("open", 7), {}, 2),
    ("table", TABLE.format("open", 8), {}, 1),
    ("table", TABLE.format("cards", 7), {}, 0),
    ("mutants", "examples = [((12, 3), 4), ((5, 2), 2.5)]", {}, 2),
    ("mutants", "examples = [((12, 3), 4)]", {}, 1),
    ("mutants", "examples = [((12, 3), 5)]", {}, 0),
    ("mutants", "examples = []", {}, 0),
    ("artefact", "", {"answers/backlog.json": dumps(GOOD)}, 2),
    ("artefact", "", {"answers/backlog.json": dumps(ONE_SLIP)}, 1),
]


@pytest.fixture(scope="module", autouse=True)
def rooms():
    yield
    warm.close_rooms()


@pytest.mark.parametrize(("model", "cell", "files", "points"), TRIES)
def test_a_model_judges_as_it_says(model, cell, files, points):
    limits = Limits(cell_seconds=10, submission_seconds=30)
    cells = (
        KeyCell("answer", "code", "...", solution=True),
        KeyCell("test", "code", MODELS[model], grade=True, locked=True, points=2.0),
    )
    key = AssignmentKey("99-trial", "99-trial", cells, limits, {})
    sources = (cell, cells[1].released)
    handed = [
        nbformat.v4.new_code_cell(source, metadata=one.metadata()) for source, one in zip(sources, cells, strict=True)
    ]
    notebook = nbformat.writes(nbformat.v4.new_notebook(cells=handed)).encode()
    result = grade(
        Submission({"99-trial.ipynb": notebook, **{name: text.encode() for name, text in files.items()}}), key
    )
    assert result.scores == {"test": points}, (result.reason, json.loads(result.notebook)["cells"][1].get("outputs"))
