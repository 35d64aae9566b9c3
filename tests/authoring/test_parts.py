"""A lesson's core and its part for who has more time: notebook, lesson.toml and minutes say the same."""

import pytest

from pmcourse.authoring.parts import misplaced_parts, split
from pmcourse.course import Lesson

CELLS = (
    "# Wishes", 'goals("20-wishes")', "lesson.exercise_mean()", "## Summary", 'finish("20-wishes")',
    'assignment("20-wishes")', "## If you have more time", "lesson.exercise_order()", "## Sources\n\n- A book.",
)  # fmt: skip


def cells(*sources):
    return [
        {"cell_type": "code" if one.endswith(")") else "markdown", "id": f"cell-{at}", "source": [one]}
        for at, one in enumerate(sources)
    ]


@pytest.fixture
def found(tmp_path):
    (tmp_path / "pmcourse/wishes").mkdir(parents=True)

    def look(*sources, more=20, marks="[mean]\n[order]\nbonus = true\n"):
        (tmp_path / "pmcourse/wishes/lesson.toml").write_text(marks)
        lesson = Lesson(name="20-wishes", title="Wishes", minutes=60, more=more)
        return list(misplaced_parts(tmp_path, lesson, cells(*sources)))

    return look


def test_the_part_for_who_has_more_time_ends_where_the_sources_begin():
    core, more = split(cells(*CELLS))
    assert [one["source"][0] for one in more] == list(CELLS[6:8])
    assert [one["source"][0] for one in core] == list(CELLS[:6])


def test_a_lesson_whose_parts_agree_has_no_problem(found):
    assert found(*CELLS) == []
    assert found(*CELLS[:6], CELLS[8], more=0, marks="[mean]\n") == []


@pytest.mark.parametrize(
    ("sources", "settings", "told"),
    [
        (CELLS, {"more": 0}, "more=0 for 20-wishes, and its notebook has a part"),
        ((*CELLS[:6], CELLS[8]), {"marks": "[mean]\n"}, "more=20 for 20-wishes, and its notebook has no part"),
        (CELLS, {"marks": "[mean]\n[order]\n"}, "[order] stands in the notebook's part “If you have more time”; add"),
        (CELLS, {"marks": "[mean]\nbonus = true\n[order]\nbonus = true\n"}, "[mean] stands in the notebook's core"),
        (CELLS, {"marks": "[mean]\n[order]\nbonus = true\n[fit]\n"}, "[fit] stands nowhere in the notebook"),
        ((*CELLS[:3], *CELLS[6:8], *CELLS[3:6], CELLS[8]), {}, "its end must be in this order"),
        ((CELLS[0], "**If you have more time:** play.", *CELLS[1:]), {}, "'cell-1': “If you have more time” stands in"),
    ],
)  # fmt: skip
def test_parts_that_do_not_agree_are_told_with_what_to_change(found, sources, settings, told):
    assert any(told in line for line in found(*sources, **settings))
