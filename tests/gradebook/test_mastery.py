import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.gradebook.mastery import Grade, item_statistics, mastery, wilson
from pmcourse.skills import GradedCell

KANBAN = GradedCell("10-kanban", "10-kanban", "wip", 2, ("kanban",), False)
LETTER = GradedCell("10-kanban", "10-kanban", "letter", 4, ("kanban", "agile"), True)


def test_wilsons_interval_agrees_with_the_worked_example_of_newcombe_1998():
    low, high = wilson(81 / 263, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_without_evidence_the_interval_is_everything():
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.floats(0, 1), st.integers(1, 500))
def test_the_interval_holds_the_share_and_narrows_with_more_items(share, items):
    low, high = wilson(share, items)
    assert 0 <= low <= share + 1e-9 and share - 1e-9 <= high <= 1
    more_low, more_high = wilson(share, items * 4)
    assert more_high - more_low < high - low


def test_points_count_towards_every_skill_of_the_cell():
    rows = mastery([Grade("ada", KANBAN, 1, False), Grade("ada", LETTER, 3, False)])
    assert {m.skill: (m.earned, m.possible, m.items) for m in rows} == {"kanban": (4, 6, 2), "agile": (3, 4, 1)}


def test_a_written_answer_that_nobody_has_read_is_pending_and_not_zero():
    rows = {m.skill: m for m in mastery([Grade("ada", KANBAN, 2, False), Grade("ada", LETTER, 0, True)])}
    assert (rows["kanban"].share, rows["kanban"].pending) == (1.0, 1)
    assert rows["agile"].share is None


def test_an_item_that_the_strong_fail_and_the_weak_pass_discriminates_negatively():
    other = GradedCell("10-kanban", "10-kanban", "flow", 2, ("kanban",), False)
    grades = [
        Grade(name, cell, points, False)
        for name, flow, wip in (("a", 2, 0), ("b", 1, 1), ("c", 0, 2))
        for cell, points in ((other, flow), (KANBAN, wip))
    ]
    assert [round(s.discrimination, 6) for s in item_statistics(grades)] == [-1, -1]


def test_an_item_that_everybody_solves_has_no_discrimination_and_difficulty_one():
    [statistics] = item_statistics([Grade("a", KANBAN, 2, False), Grade("b", KANBAN, 2, False)])
    assert statistics.discrimination is None
    assert statistics.difficulty == pytest.approx(1.0)
