"""Whatever stands on an answer sheet, each test cell ends with an account.

One that raised would stop Run All before the widgets that come after it, and would tell the learner nothing.
"""

import json
from pathlib import Path

import pytest

from pmcourse.authoring.submissions import made_up_class
from pmcourse.course import load
from pmcourse.kit.marks import Marks

ROOT = Path(__file__).parents[2]
ASSIGNMENTS = [lesson.name for lesson in load(ROOT).assignments]
ODD = [None, True, 5, "", "x", "L-01", [], [1, ["a"]], {}, {"a": 1}, {"a": {"b": [1]}}, {"first": ["x"], "trials": 5}]


def test_cells(name):
    """Each graded code cell of an assignment with its hidden part."""
    notebook = json.loads((ROOT / "source" / name / f"{name}.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code" and (about.get("grade") or about.get("grade_id") == "setup"):
            yield about["grade_id"], "".join(cell["source"])


test_cells.__test__ = False


@pytest.mark.parametrize("odd", ODD, ids=repr)
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_test_cell_ends_with_an_account_whatever_the_sheet_holds(name, odd, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    right = made_up_class(ROOT, name)[0]
    sheet = json.loads(right.files["answers/sheet.json"])
    for id, answer in sheet["answers"].items():
        whole = dict.fromkeys(answer, odd) if isinstance(answer, dict) and len(id) % 2 else odd
        sheet["answers"][id] = [odd for _ in answer] if isinstance(answer, list) else whole
    for file, text in (right.files | {"answers/sheet.json": json.dumps(sheet)}).items():
        Path(file).parent.mkdir(exist_ok=True)
        Path(file).write_text(text, encoding="utf-8")

    names: dict = {}
    for grade_id, source in test_cells(name):
        *before, last = source.replace("### END HIDDEN TESTS", "").rstrip().partition("### BEGIN HIDDEN TESTS")
        if grade_id == "setup":
            exec(source, names)
            continue
        for code in (before[0], last):
            if code.strip():
                assert isinstance(eval(code.strip(), names), Marks), grade_id
