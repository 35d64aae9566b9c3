"""An account says of each part what it earned, why, and what to do next."""

import re
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.authoring.submissions import made_up_class
from pmcourse.course import load
from pmcourse.errors import CourseError
from pmcourse.findings import Finding, Severity, gravest_first, quality
from pmcourse.kit.catalogue import Catalogue
from pmcourse.kit.marks import Marks

TOML = """
[defaults]
skill = "kanban"
severity = "should"

[too_many]
message = "{item} has {count:g} cards."
why = "They wait."
hint = "Finish {item} first."

[idle]
criterion = "empty"
severity = "look"
message = "Nothing is there."
why = "W."
hint = "H."
rewrite = "{item}, better"
"""


@pytest.fixture
def catalogue(tmp_path):
    (tmp_path / "texts.toml").write_text(TOML)
    return Catalogue(tmp_path / "texts.toml")


def found(severity):
    return Finding(skill="kanban", criterion="c", severity=severity, message="WHAT.", why="WHY.", hint="NEXT.")


def test_each_line_has_sign_points_reason_and_next_step():
    marks = Marks()
    marks.add(2, True, "All there.", "not said")
    marks.add(2, 0.5, "Half.", "Do the rest.", "Part B")
    marks.add(1, False, "Nothing.", "Begin.")
    assert str(marks).splitlines() == [
        "✓ 2 of 2: All there.",
        "▲ 1 of 2: Part B. Half. Next: Do the rest.",
        "✗ 0 of 1: Nothing. Next: Begin.",
    ]
    assert marks.points == 3


def test_what_waits_for_a_person_earns_nothing_yet_and_says_how_much_it_may_add():
    marks = (
        Marks().add(0.5, True, "It can be read.").wait(1, "These words are not known.", "LS-03").wait(0.5, "Nor these.")
    )
    assert str(marks).splitlines()[1:] == [
        "◐ 0 of 1: LS-03. These words are not known. A person reads this: up to 1 point more.",
        "◐ 0 of 0.5: Nor these. A person reads this: up to 0.5 points more.",
    ]
    assert (marks.points, marks.waiting) == (0.5, 1.5)


def test_a_line_that_waits_is_told_in_each_cell():
    said = {}
    assert Marks().wait(1, "Not known.").told_after(said, "a") == Marks().wait(1, "Not known.").told_after(said, "b")


@given(st.lists(st.tuples(st.floats(0, 10), st.floats(0, 1)), max_size=10))
def test_points_are_the_sum_of_the_lines(parts):
    marks = Marks()
    for most, share in parts:
        marks.add(most, share, "why")
    assert marks.points == pytest.approx(sum(most * share for most, share in parts), abs=1e-3)


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(ValueError, match="from 0 to 1"):
        Marks().add(1, share, "why")


def test_findings_cost_by_their_weight_and_are_told():
    marks = Marks()
    marks.weigh(4, "LS-1", [found(Severity.LOOK), found(Severity.SHOULD)])
    assert marks.points == 3 and "LS-1. WHAT. WHY. Next: NEXT." in str(marks)


@given(st.lists(st.sampled_from(list(Severity)), max_size=8))
def test_quality_falls_with_each_finding_that_costs_and_never_below_nothing(severities):
    findings = [found(severity) for severity in severities]
    assert 0 <= quality(findings) <= 1
    assert quality([*findings, found(Severity.LOOK)]) == quality(findings)
    assert quality([*findings, found(Severity.MUST)]) <= quality(findings)


@given(st.lists(st.sampled_from(list(Severity)), max_size=8))
def test_the_gravest_finding_comes_first_and_none_is_lost(severities):
    order = list(Severity)
    seen = [finding.severity for finding in gravest_first([found(severity) for severity in severities])]
    assert seen == sorted(severities, key=order.index)


def test_a_finding_takes_its_texts_from_the_catalogue(catalogue):
    seen = catalogue.finding("too_many", "K-1", count=3)
    assert (seen.message, seen.hint, seen.severity) == ("K-1 has 3 cards.", "Finish K-1 first.", Severity.SHOULD)
    assert seen.where.item == "K-1" and seen.criterion == "too_many"
    guess = catalogue.finding("idle", "K-2", span=(0, 2), severity=Severity.MUST)
    assert (guess.criterion, guess.severity, guess.rewrite) == ("empty", Severity.MUST, "K-2, better")
    assert (guess.where.start, guess.where.end) == (0, 2)
    assert catalogue.criteria == ("too_many", "empty")


def test_an_unknown_kind_a_missing_slot_and_a_missing_text_are_named(catalogue, tmp_path):
    with pytest.raises(CourseError, match=r"no \[nothing\]"):
        catalogue.finding("nothing")
    with pytest.raises(CourseError, match="wants the slot 'count'"):
        catalogue.finding("too_many", "K-1")
    (tmp_path / "bad.toml").write_text("[x]\nskill='a'\n")
    with pytest.raises(CourseError, match=r"\[x\] has no 'severity'"):
        _ = Catalogue(tmp_path / "bad.toml").entries


def test_braces_in_what_a_learner_typed_are_left_alone(catalogue):
    assert catalogue.finding("too_many", "{count} {x}", count=1).message == "{count} {x} has 1 cards."


@pytest.mark.parametrize(
    ("given", "share"),
    [
        ("600", 1), (600, 1), ("604", 1), ("600,0", 1), ("-600", 0.5), ("6", 0.5), (60000, 0.5), ("300", 0.5),
        ("700", 0), ("", 0), (None, 0), ("six hundred", 1), ("sixty", 0), (float("inf"), 0), (float("nan"), 0),
    ],
)  # fmt: skip
def test_a_number_earns_all_near_the_truth_and_half_with_a_known_slip(given, share):
    marks = Marks().number(2, "L-01", given, 600, slips={"Half of it.": 300})
    assert marks.points == 2 * share
    assert "600" not in str(marks) or given in ("600", 600, "600,0", "-600", 60000)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_the_tolerance_is_taken_from_the_truth_and_never_from_the_answer(truth, value):
    assert Marks().number(1, "x", value, truth).points < 1 or abs(value - truth) <= 0.01 * max(abs(truth), 1) + 1e-9


@pytest.mark.parametrize(
    ("given", "points", "why"),
    [("a", 2, "Right."), ("b", 0, "Not this."), (None, 0, "Not answered yet."), ("", 0, "Not answered yet.")],
)
def test_one_choice_earns_all_or_nothing_and_says_why(given, points, why):
    marks = Marks().one(2, given, "a", "Look again.", wrong="Not this.")
    assert marks.points == points and why in str(marks)
    assert ("Look again." in str(marks)) is (points == 0)


TEXTS = {"a": "Noor", "b": "Bram", "c": "Femi"}
TRUTH = {"a": "wish", "b": "duty", "c": ("wish", "duty")}


def test_each_text_earns_its_part_and_several_options_may_be_right():
    marks = Marks().each(3, {"a": "Wishes.", "b": "wish", "c": "duty"}, TRUTH, TEXTS, "Who pays?")
    assert marks.points == 2
    assert "✗ 0 of 1: Bram. Not right. Next: Who pays?" in str(marks)


@pytest.mark.parametrize(
    "given", [{"a": "wish", "b": "wish", "c": "wish"}, {}, None, "wish", {"a": "?", "b": "?", "c": "?"}]
)
def test_saying_the_same_of_everything_earns_nothing(given):
    truth = {"a": "wish", "b": "duty", "c": "wish"}
    assert Marks().each(3, given, truth, TEXTS).points == 0


@pytest.mark.parametrize(
    ("given", "points"),
    [("L-1, L-2", 2), (["L-2", "L-1"], 2), ("L-1", 1), ("L-1, L-3", 0), ("L-1, L-2, L-3", 1), ("L-1 L-9", 0), ("", 0)],
)
def test_names_earn_by_what_is_right_and_lose_by_what_is_not(given, points):
    assert Marks().named(2, "Refuse", given, {"L-1", "L-2"}, ["L-1", "L-2", "L-3"], "Look again.").points == points


def test_in_a_notebook_an_account_is_its_points_and_its_words():
    marks = Marks().add(2, 0.5, "<b>Half.", "More.")
    bundle = marks._repr_mimebundle_()
    assert bundle["text/plain"] == "1.0" and "&lt;b&gt;Half." in bundle["text/html"]


@pytest.mark.parametrize("what", ["The loss is gone.", "Is the loss gone?", "“Is it gone?”"])
def test_what_was_asked_may_be_a_whole_sentence(what):
    assert str(Marks().add(1, 1, "Right.", what=what)) == f"✓ 1 of 1: {what} Right."


def test_three_thirds_are_a_whole():
    assert Marks().each(1, {"a": "x", "b": "y", "c": "x"}, {"a": "x", "b": "y", "c": "x"}, TEXTS).points == 1


def test_a_number_of_the_question_typed_back_earns_nothing_where_a_slip_gives_the_same_and_all_where_it_is_right():
    asked = {"slips": {"One of them.": 70}, "told": (3, 70)}
    assert Marks().number(1, "All", "70", 34.3, **asked).points == 0
    assert "stands in the question" in str(Marks().number(1, "All", "70", 34.3, **asked))
    assert Marks().number(1, "All", "70", 70, **asked).points == 1
    assert Marks().number(1, "All", "-34.3", 34.3, **asked).points == 0.5


def test_a_next_step_that_stands_above_is_not_said_again():
    marks = (
        Marks()
        .number(1, "A", "1", 5, next="Add.")
        .number(1, "B", "5", 5, next="Add.")
        .number(1, "C", "2", 5, next="Add.")
    )
    assert str(marks).splitlines() == ["✗ 0 of 1: A. 1 is not right. Next: Add.", "✓ 1 of 1: B. Right.",
                                       "✗ 0 of 1: C. 2 is not right."]  # fmt: skip
    assert marks._repr_mimebundle_()["text/html"].count("Next: Add.") == 1


def test_one_reason_that_takes_the_points_of_many_cells_is_said_in_full_once():
    said = {}
    gone = [Marks().add(most, 0, "There is no file.").told_after(said, name) for most, name in ((1, "a"), (3, "b"))]
    assert gone == ["✗ 0 of 1: There is no file.", "✗ 0 of 3: For the same reason as “a”, above."]
    assert Marks().add(1, 0, "There is no file.").told_after(said, "a") == gone[0]  # the cell itself, judged again
    wrong = [Marks().add(1, 0, "Not right.", next).told_after(said, next) for next in ("Add.", "Divide.")]
    assert wrong == ["✗ 0 of 1: Not right. Next: Add.", "✗ 0 of 1: Not right. Next: Divide."]


@pytest.mark.parametrize(
    ("typed", "points"), [("2.7", 1), ("2,7", 1), ("2.67", 1), ("2.6", 0), ("3", 0), ("2.8", 0), (2.7, 0.5), ("0.7", 0)]
)
def test_the_truth_rounded_to_the_decimals_that_were_typed_earns_all(typed, points):
    assert Marks().number(1, "Effort", typed, 8 / 3).points == points
    assert Marks().number(1, "Day", typed, 8 / 3, tolerance=1e-3).points == 0


@pytest.mark.parametrize(("typed", "truth"), [("2.3", 2.25), ("2.2", 2.25), ("0.13", 0.125), ("1.3", 1.25)])
def test_half_way_between_two_decimals_both_are_right(typed, truth):
    assert Marks().number(1, "Frequency", typed, truth).points == 1


@pytest.mark.parametrize(("typed", "points"), [("0.28", 0.5), ("0.27", 0.5), ("0.275", 0.5), ("0.3", 0), ("0.26", 0)])
def test_a_slip_rounded_to_the_decimals_that_were_typed_is_known_like_the_truth(typed, points):
    assert Marks().number(1, "Rate", typed, 1.375, slips={"That is for a day.": 0.275}).points == points


@pytest.mark.parametrize(
    ("typed", "truth", "points"),
    [
        ("12", 12.4, 0.5), ("20", 20.4, 0.5), (12, 12.4, 0.5), ("12.0", 12.4, 0.5), ("12 %", 12.4, 0.5),
        ("13", 12.4, 0), ("10", 12.4, 0), ("-12", 12.4, 0), ("2", 2.3, 0), ("10", 10.4, 0),
        ("0.3", 0.275, 0), ("0", 0.4, 0),
    ],
)  # fmt: skip
def test_the_truth_rounded_too_early_earns_half_where_it_is_no_guess(typed, truth, points):
    marks = Marks().number(1, "Weeks", typed, truth, unit="%")
    assert marks.points == points
    assert ("rounded too early. Next: Give one more decimal." in str(marks)) == (points == 0.5)


@given(st.integers(-10, 10), st.floats(-20, 20), st.sampled_from([str, int, float]))
def test_a_small_whole_number_that_is_guessed_is_never_taken_for_a_rounded_one(guess, truth, typed):
    assert "rounded" not in str(Marks().number(1, "x", typed(guess), truth))


ROOT = Path(__file__).parents[2]


def asked_numbers(assignment, folder, monkeypatch):
    """Every number that is asked for, as it is marked where another one was typed: positional and named arguments."""
    asked = []
    monkeypatch.setattr(
        Marks, "number", lambda *given, **named: asked.append((given[1:], named)) or number(*given, **named)
    )
    learner = next(one for one in made_up_class(ROOT, assignment) if one.name == "model")
    learner.write(ROOT / "release" / assignment, folder)
    sheet = folder / "answers" / "sheet.json"
    sheet.write_text(
        re.sub(r'": "[-−+]?[\d.,]+( ?%)?"', '": "98765.4"', sheet.read_text(encoding="utf-8")), encoding="utf-8"
    )
    monkeypatch.chdir(folder)
    names = {}
    for cell in nbformat.read(ROOT / "source" / assignment / f"{assignment}.ipynb", as_version=4).cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("locked") and cell.cell_type == "code" and not cell.source.startswith("assignment."):
            exec(cell.source, names)
    return asked


number = Marks.number


@pytest.mark.parametrize("assignment", [lesson.name for lesson in load(ROOT).assignments])
def test_no_question_of_the_course_pays_a_whole_number_from_0_to_10_as_rounded(assignment, tmp_path, monkeypatch):
    for (most, what, _, truth, *rest), named in asked_numbers(assignment, tmp_path / "work", monkeypatch):
        for guess in map(str, range(11)):
            marks = number(Marks(), most, what, guess, truth, *rest, **named)
            assert "rounded too early" not in str(marks), (what, guess, truth)
