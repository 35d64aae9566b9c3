import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.findings import Finding, Severity, quality
from pmcourse.kit.marks import Marks
from pmcourse.stories import marks
from pmcourse.stories.case import CASE

START = CASE.assignment
CALLS = {
    "structure": (("LS-02", "LS-03", "LS-04", "LS-05"), 4),
    "wording": (("LS-02", "LS-03", "LS-04", "LS-05"), 3),
    "criteria_read": (("LS-07", "LS-10"), 2),
    "criteria_quality": (("LS-07", "LS-10"), 4),
    "split": ("LS-06", 3),
    "smaller": ("LS-06", 1.5),
    "twice": (("LS-07", "LS-08"), 1.5),
    "added": (1.5,),
    "skeleton": (3,),
    "room": (2,),
    "by_date": (("L-03", "L-10"), 1.5),
    "placed": (1,),
}


def seen(severity):
    return Finding(skill="s", criterion="c", severity=severity, message="m.", why="w", hint="h.")


@pytest.mark.parametrize("name", CALLS)
def test_the_untouched_stories_earn_nothing_and_are_told_why(name):
    account = getattr(marks, name)(START, START, *CALLS[name])
    assert account.points == 0
    lines = str(account).splitlines()
    assert lines and all(line.startswith("✗") and len(line.split()) > 5 for line in lines)


@given(st.lists(st.sampled_from(Severity), max_size=5))
def test_no_single_finding_takes_all_and_a_second_look_costs_nothing(severities):
    findings = [seen(severity) for severity in severities]
    share = quality(findings)
    assert 0 <= share <= 1
    assert share == quality([f for f in findings if f.severity is not Severity.LOOK])
    if sum(f.severity is not Severity.LOOK for f in findings) <= 1:
        assert share >= 0.5


@given(st.lists(st.tuples(st.floats(0, 10), st.sampled_from([0, 0.25, 0.5, 0.75, 1])), max_size=8))
def test_an_account_adds_up_and_has_a_line_for_each_part(parts):
    account = Marks()
    for most, share in parts:
        account.add(most, share, "why")
    assert account.points == pytest.approx(sum(most * share for most, share in parts), abs=1e-3)
    assert len(str(account).splitlines()) == len(parts)


@pytest.mark.parametrize(
    ("said", "meant", "same"),
    [
        ("a Parent", "parent", True),
        ("know when a class ends", "to know when the class ends", True),
        ("when a class ends", "know when a class ends", True),
        ("plan my evening, as a parent I need to know when a class ends", "plan my evening", False),
        ("", "parent", False),
        (None, "parent", False),
        ("teacher", "parent", False),
    ],
)
def test_a_part_is_found_whatever_its_small_words_and_not_by_copying_the_line(said, meant, same):
    assert marks.same_words(said, meant) is same


def test_a_story_that_is_linked_to_another_products_backlog_does_not_count():
    moved = START.place("LS-09", "browse", "may", 0)
    assert marks.skeleton(moved, START, 3).points == pytest.approx(0.6)
    assert marks.skeleton(moved.change("LS-09", links=("T-01",)), START, 3).points == 0


def test_an_account_says_what_was_seen_and_what_to_do():
    text = "As a learner, I want a modern certificate, so that my employer pays the fee."
    account = marks.wording(START.change("LS-04", text=text), START, ("LS-04",), 2)
    assert account.points == 1.5
    assert "▲ 1.5 of 2: LS-04. “modern” means something else to each reader." in str(account)
    assert "Next: Put in its place" in str(account)


def test_criteria_that_cannot_be_read_are_told_with_their_line():
    account = marks.criteria_read(START.change("LS-07", criteria="Given a\nIt works"), START, ("LS-07",), 1)
    assert account.points == 0 and "Line 2" in str(account)
