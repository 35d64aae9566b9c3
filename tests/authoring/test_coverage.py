import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

from pmcourse.authoring.coverage import coverage, is_stale, page, write_page
from pmcourse.authoring.submissions import hidden_key, made_up_class
from pmcourse.skills import SKILLS, GradedCell, graded_cells

ROOT = Path(__file__).parents[2]


def cell(assignment, name, points=2.0, work="", by_hand=False, skills=("kanban",)):
    return GradedCell(assignment, assignment, name, points, skills, by_hand, work)


def of(*cells, skill="kanban"):
    return next(one for one in coverage(cells) if one.skill == skill)


def test_each_of_the_17_skills_is_told_also_where_nothing_grades_it():
    assert [one.skill for one in coverage([])] == [skill.id for skill in SKILLS]
    assert (of().points, of().decisions, of().is_enough) == (0, 0, False)


def test_cells_on_one_piece_of_work_are_one_decision_and_the_points_of_a_person_are_told():
    seen = of(cell("06-a", "x", work="w"), cell("06-a", "y", 1, work="w"), cell("10-b", "z", 3, by_hand=True))
    assert (seen.points, seen.by_person, seen.decisions) == (6, 3, 2)


@pytest.mark.parametrize(
    ("cells", "enough"),
    [
        ([cell("06-a", "x"), cell("06-a", "y"), cell("10-b", "z")], True),
        ([cell("06-a", "x"), cell("06-a", "y"), cell("06-a", "z")], False),  # in one assignment
        ([cell("06-a", "x", 1), cell("06-a", "y"), cell("10-b", "z")], False),  # 5 points
        ([cell("06-a", "x", 4), cell("10-b", "z", 4)], False),  # two decisions
        ([cell(name, id, by_hand=True) for name, id in (("06-a", "x"), ("06-a", "y"), ("10-b", "z"))], False),
        ([cell("06-a", "x"), cell("06-a", "y"), cell("14-capstone", "z")], False),
    ],
)
def test_a_skill_has_enough_by_assignments_points_decisions_and_not_from_a_person_alone(cells, enough):
    assert of(*cells).is_enough is enough


def test_the_page_says_what_source_says_and_a_stale_one_is_told(tmp_path):
    (tmp_path / "source").mkdir()
    assert not is_stale(tmp_path)  # a course without docs/ has no page
    (tmp_path / "docs").mkdir()
    assert is_stale(tmp_path)
    write_page(tmp_path)
    assert not is_stale(tmp_path) and "| kanban | – | 0 | 0 | 0 | not yet |" in page(tmp_path)


def test_each_of_the_17_skills_has_enough_and_the_page_says_so():
    found = coverage(graded_cells(ROOT / "source"))
    assert [one.skill for one in found if not one.is_enough] == []
    assert not is_stale(ROOT)


def test_no_skill_can_be_had_by_a_keyword_stuffer():
    cells = [cell for cell in graded_cells(ROOT / "source") if not cell.by_hand]
    given = {
        (name, grade_id): points
        for name in {cell.assignment for cell in cells}
        for learner in made_up_class(ROOT, name)
        if learner.name == "stuffer"
        for grade_id, points in learner.points.items()
    }
    for skill in SKILLS:
        mine = [cell for cell in cells if skill.id in cell.skills]
        assert sum(given[cell.assignment, cell.grade_id] for cell in mine) <= 0.25 * sum(cell.points for cell in mine)


def banks():
    """The keys of all banks: assignment, cell, and kind by id, where a cell's key is such a table."""
    for name in sorted(path.name for path in (ROOT / "source").iterdir() if path.is_dir()):
        notebook = nbformat.read(ROOT / "source" / name / f"{name}.ipynb", as_version=4)
        for one in notebook.cells:
            if re.search(r"### BEGIN HIDDEN TESTS\n\w*marking\.\w+\(\{\n", one.source):
                grade_id = one.metadata.nbgrader.grade_id
                key = hidden_key(ROOT, name, grade_id)
                if len(key) >= 20 and all(isinstance(kind, str) for kind in key.values()):
                    yield name, grade_id, key


def test_the_order_of_a_bank_does_not_tell_its_answers():
    found = list(banks())
    for name, grade_id, key in found:
        kinds = [kind for _, kind in sorted(key.items())]
        assert sum(one != other for one, other in pairwise(kinds)) > 0.5 * len(kinds), (name, grade_id)
    assert len(found) > 20
