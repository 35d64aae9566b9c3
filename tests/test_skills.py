import json
from pathlib import Path

import pytest

from pmcourse.skills import SKILLS, GradedCell, SkillError, graded_cells, skill

SOURCE = Path(__file__).parents[1] / "source"
NAMES = (
    "hypothesis-driven development · Product Management · Design Thinking · agile · Lean Startup · "
    "Product/Market Fit · Innovation Pipeline · agile user stories · User Experience Design (UXD) · "
    "Agile Software Development · Software Development · Usability Testing · Continuous Delivery · "
    "agile product management · backlog management · Kanban · XP"
)


def cell(grade_id="q1", grade=True, points=2, solution=False, tags=("skill:kanban",)):
    nbgrader = {"grade": grade, "grade_id": grade_id, "solution": solution, "locked": True, "schema_version": 3}
    if grade:
        nbgrader["points"] = points
    return {"cell_type": "code", "metadata": {"nbgrader": nbgrader, "tags": list(tags)}, "source": ""}


@pytest.fixture
def source(tmp_path):
    def write(*cells, name="10-kanban"):
        folder = tmp_path / "source" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{folder.name}.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4}), encoding="utf-8")
        return tmp_path / "source"

    return write


def test_the_17_skills_stand_in_the_specializations_order_and_spelling():
    assert tuple(skill.name for skill in SKILLS) == tuple(NAMES.split(" · "))
    assert len({skill.id for skill in SKILLS}) == 17


def test_a_skill_is_found_by_its_id():
    assert skill("xp").name == "XP"


def test_an_unknown_skill_is_refused_with_the_known_ones():
    with pytest.raises(SkillError, match=r"must be one of hypothesis-driven-development, .* \(got 'juggling'\)"):
        skill("juggling")


def test_graded_cells_are_read_in_order_with_points_skills_and_who_grades_them(source):
    source(cell("b", points=3, tags=("skill:xp", "other", "skill:kanban", "skill:xp")), name="13-delivery")
    root = source(
        {"cell_type": "markdown", "metadata": {}, "source": "words"},
        cell("shown", grade=False, tags=()),
        cell("essay", solution=True, points=0.5),
    )
    assert graded_cells(root) == [
        GradedCell("10-kanban", "10-kanban", "essay", 0.5, ("kanban",), by_hand=True),
        GradedCell("13-delivery", "13-delivery", "b", 3.0, ("xp", "kanban"), by_hand=False),
    ]


def test_a_graded_cell_without_a_skill_is_named_with_its_notebook(source):
    root = source(cell("lonely", tags=("hide-input",)))
    with pytest.raises(SkillError, match=r"10-kanban/10-kanban\.ipynb, cell 'lonely': .*must carry a tag.*got none"):
        graded_cells(root)


@pytest.mark.parametrize("grade", [True, False])
def test_an_unknown_skill_tag_is_named_with_its_notebook_and_cell_even_where_nothing_is_graded(source, grade):
    root = source(cell("q7", grade=grade, tags=("skill:kanban", "skill:juggling")))
    with pytest.raises(SkillError, match=r"10-kanban/10-kanban\.ipynb, cell 'q7': tag 'skill:juggling' names no skill"):
        graded_cells(root)


@pytest.mark.parametrize("text", ["not json", "[]", '{"cells": [{}]}', '{"worksheets": []}', '{"cells": [3]}'])
def test_a_notebook_that_cannot_be_read_is_named(source, text):
    root = source()
    (root / "10-kanban" / "10-kanban.ipynb").write_text(text)
    with pytest.raises(SkillError, match=r"10-kanban/10-kanban\.ipynb must be a notebook"):
        graded_cells(root)


def test_jupyters_checkpoints_are_no_assignments(source):
    source(cell("old", tags=()), name=".ipynb_checkpoints")
    assert [found.grade_id for found in graded_cells(source(cell("q1")))] == ["q1"]


def test_every_graded_cell_of_the_course_is_tagged_and_no_name_stands_twice_in_a_notebook():
    cells = graded_cells(SOURCE)
    assert len(cells) >= 10
    assert len({(cell.notebook, cell.grade_id) for cell in cells}) == len(cells)
    assert all(cell.points > 0 for cell in cells)
