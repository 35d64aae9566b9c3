"""What the lesson says of its case is true, and every exercise can be solved and says what is missing until it is."""

import html
import json
import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from pmcourse.artifact import save
from pmcourse.backlog.case import CASE as BACKLOG
from pmcourse.backlog.sequence import best_order
from pmcourse.kit import progress
from pmcourse.roadmap import assignment, lesson
from pmcourse.roadmap.capacity import load
from pmcourse.roadmap.case import CASE
from pmcourse.roadmap.forecast import forecast
from pmcourse.roadmap.model import Outcome, Phase
from pmcourse.roadmap.queue import Method
from pmcourse.roadmap.what_if import Change, what_if
from pmcourse.skills import graded_cells
from pmcourse.stories.model import Story, StorySet

pytestmark = pytest.mark.usefixtures("desk")
ROOT = Path(__file__).parents[2]
MARCH = date(2027, 3, 31)
MEASURED = Outcome(
    id="banner", name="Less of the income depends on the council", metric="share of income", unit="%", baseline=60,
    target=45, by="2027-12-31",
)  # fmt: skip


@pytest.fixture
def file():
    return lesson.CASE.mine()


@pytest.fixture(scope="module")
def seen():
    return forecast(CASE.start)


def but(roadmap, id, **changes):
    return roadmap.with_initiative(roadmap.initiative(id).model_copy(update=changes))


def fitting():
    """Toolshed's roadmap with everything put right but the promises."""
    roadmap = but(CASE.start, "R-14", outcome="loans").without("R-09").without_outcome("banner")
    roadmap = but(roadmap, "R-10", quarter="2027-Q2")
    roadmap = but(roadmap, "R-08", quarter="2027-Q3", after=("R-05", "R-11"))
    return roadmap


def kept():
    """The same with the promises put right too: the report first in its quarter, and the cargo bike not promised."""
    return but(fitting().moved("R-07", "R-05"), "R-13", promise=None)


def said(exercise):
    exercise.check.click()
    return re.sub(r"<[^>]+>", " ", exercise.reply.value)


class TestWhatTheLessonSays:
    def test_only_borrow_is_planned_for_more_than_it_has(self):
        over = [key for key, weeks in load(CASE.start).items() if weeks > CASE.start.team(key[0]).capacity_in(key[1])]
        assert over == [("Borrow", "2027-Q1")]
        begun = [one for one in CASE.start.ahead if one.quarter == "2027-Q1" and "Borrow" in one.teams]
        largest = max(CASE.start.ahead, key=lambda one: one.effort.expected)
        assert len(begun) == 3 and largest.id == "R-10" and largest in begun

    def test_four_even_chances_are_one_in_six(self, seen):
        four = [
            seen.days(id) < (seen.day(0.5, id) - seen.roadmap.as_of).days + 1 for id in ("R-01", "R-02", "R-03", "R-04")
        ]
        assert np.all(four, axis=0).mean() == pytest.approx(0.17, abs=0.01)

    def test_the_report_has_a_chance_of_one_in_twenty_and_the_database_drives_it(self, seen):
        assert seen.chance(MARCH, "R-07") == pytest.approx(0.05, abs=0.01)
        assert seen.drivers("R-07")[0].id == "R-03" and seen.drivers("R-07")[0].share > 0.6

    def test_another_order_helps_the_report_more_than_half_a_team(self, seen):
        chances = [what_if(CASE.start, Change(capacity={team: 1.5})).chance(MARCH, "R-07") for team in ("Desk", "Core")]
        assert chances == pytest.approx([0.38, 0.38], abs=0.02)
        assert forecast(CASE.start.moved("R-07", "R-05")).chance(MARCH, "R-07") > 0.99

    def test_counted_in_stories_the_end_is_a_few_weeks_away(self, seen):
        counted = forecast(CASE.start, Method.THROUGHPUT)
        apart = [abs((seen.day(share) - counted.day(share)).days) for share in (0.5, 0.85, 0.95)]
        assert all(5 <= days <= 35 for days in apart)

    def test_the_sentence_for_the_team_holds_its_two_days(self, seen):
        assert (seen.day(0.5, "R-02"), seen.day(0.85, "R-02")) == (date(2026, 12, 20), date(2027, 1, 8))

    def test_what_the_other_order_moves_later_ends_about_four_days_later(self, seen):
        other = forecast(CASE.start.moved("R-07", "R-05"))
        later = {id: (other.day(0.5, id) - seen.day(0.5, id)).days for id in seen.ids}
        assert later["R-05"] == later["R-06"] == 4 and max(later.values()) == 5
        assert sum(days > 0 for days in later.values()) == 8

    def test_the_cargo_bike_is_a_promise_that_does_not_hold_as_planned(self, seen):
        bike = CASE.start.initiative("R-13")
        assert bike.promise == date(2027, 8, 31)
        assert seen.chance(bike.promise, "R-13") == pytest.approx(0.18, abs=0.01)

    def test_the_worked_example_is_worked_out_right_and_the_triangle_has_another_mean(self, seen):
        effort = CASE.start.initiative("R-01").effort
        assert effort.expected == 8.5 and (effort.low + effort.likely + effort.high) / 3 == 9.0
        assert seen.drawn[seen.ids.index("R-01")].mean() == pytest.approx(9.0, abs=0.05)

    def test_the_case_agrees_with_the_backlog_that_it_comes_from(self):
        words = {one.id: one.hypothesis for one in CASE.start.initiatives}
        assert "the day before" in words["R-04"] and "the day before" in BACKLOG.start.find("T-04").description
        assert "paper book" in words["R-02"] and "paper book" in BACKLOG.start.find("T-07").description

    def test_no_picture_says_that_anything_is_certain(self):
        assert "over 99%" in lesson.timeline().alt and "100%" not in lesson.timeline().alt

    @pytest.mark.parametrize("kind", ["board", "heat_map", "timeline", "fan", "fan_by_throughput"])
    def test_every_picture_has_words(self, kind):
        assert len(getattr(lesson, kind)().alt.split()) > 8


class TestExercises:
    def test_none_is_right_before_anything_is_done(self, file):
        for name in dir(lesson):
            if name.startswith("exercise_"):
                assert "Not attempted" in said(getattr(lesson, name)())
        assert progress.progress_file().value.right == {}

    def test_expected_efforts_are_judged_one_by_one_with_the_likely_slip(self):
        it = lesson.exercise_expected()
        fields = it.widget.cells.values()
        assert "Not attempted" in said(it)
        for values, words in (
            ((12, 1, 1), "Low and high count too"),
            ((13.33, 1, 1), "counts four times"),
            ((12.67, 6.3, 9.7), "Two teams share it"),
            ((12.7, 6.3, 4.8), "Right"),
        ):
            for field, value in zip(fields, values, strict=True):
                field.value = str(value)
            assert words in said(it)

    def test_an_outcome_with_its_four_words_is_right_and_so_is_letting_it_go(self, file):
        it = lesson.exercise_outcome()
        file.put(CASE.start.with_outcome(MEASURED.model_copy(update={"name": "Launch the banner", "metric": ""})))
        assert "an output posing as an outcome" in said(it)
        file.put(CASE.start.with_outcome(MEASURED.model_copy(update={"baseline": None})))
        assert "no baseline" in said(it)
        file.put(CASE.start.with_outcome(MEASURED))
        assert "The checks pass" in said(it)
        file.put(CASE.start.without_outcome("banner"))
        assert "The checks pass" in said(it)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"name": "Launch the banner", "metric": "x"}, "an output posing as an outcome"),
            ({"name": "Launch the banner"}, "an output posing as an outcome"),
            ({"metric": "x"}, "is measured by “x”"),
            ({"target": 60}, "has the target that it already has"),
        ],
    )
    def test_a_silly_outcome_is_not_right(self, file, change, words):
        it = lesson.exercise_outcome()
        file.put(CASE.start.with_outcome(MEASURED.model_copy(update=change)))
        assert words in said(it) and "Right" not in said(it)

    @pytest.mark.parametrize(("name", "truth"), [("kinds", lesson.KINDS), ("stops", lesson.STOPS)])
    def test_sentences_are_judged_one_by_one(self, name, truth):
        it = getattr(lesson, f"exercise_{name}")()
        for text, choice in it.widget.choices.items():
            choice.value = truth[text]
        assert "Right" in said(it)
        text, choice = next(iter(it.widget.choices.items()))
        choice.value = next(kind for kind in truth.values() if kind != truth[text])
        assert f"“{text}" in html.unescape(said(it))

    def test_a_lane_for_the_homeless_card_is_right_and_so_is_dropping_it(self, file):
        it = lesson.exercise_lane()
        file.put(but(CASE.start, "R-13", outcome="banner"))
        assert "“Dark theme and ratings”, has no outcome" in said(it)
        file.put(but(CASE.start, "R-14", outcome="loans"))
        assert "Right" in said(it)
        file.put(CASE.start.without("R-14"))
        assert "Right" in said(it)

    def test_it_fits_when_room_waits_and_packaging_are_right(self, file):
        it = lesson.exercise_fit()
        file.put(but(CASE.start, "R-14", outcome="loans"))
        assert "2.3 too many" in said(it)
        file.put(fitting())
        assert "Right" in said(it)

    def test_dropping_everything_or_calling_it_done_is_no_way_to_fit(self, file):
        it = lesson.exercise_fit()
        roadmap = CASE.start
        for one in roadmap.ahead[7:]:
            roadmap = roadmap.without(one.id)
        file.put(roadmap)
        assert "Too much is gone" in said(it)
        file.put(but(fitting(), "R-07", done=True))
        assert "Too much is gone: R-07" in said(it)

    def test_promises_are_right_at_85_percent_and_the_councils_days_are_kept(self, file):
        it = lesson.exercise_promises()
        file.put(but(CASE.start, "R-14", outcome="loans"))
        assert "R-07 5%" in said(it)
        file.put(kept())
        assert "Right" in said(it)
        file.put(but(kept(), "R-07", promise=None))
        assert "That one is not ours to move" in said(it)
        file.put(but(kept(), "R-07", teams=()))
        assert "R-07 cannot be forecast: no team is named for it" in said(it)

    def test_each_sentence_has_its_reader(self):
        it = lesson.exercise_audience()
        assert "Not attempted" in said(it)
        choices = list(it.widget.choices.values())
        for choice, reader in zip(choices, ("the board", "the team", "sales", "sales"), strict=True):
            choice.value = reader
        assert "11 months ahead" in said(it)
        choices[3].value = "nobody yet"
        assert "Right" in said(it)


class TestCarry:
    def test_without_earlier_work_it_says_so_and_changes_nothing(self, file):
        it = lesson.carry()
        it.bring.click()
        assert "Nothing from the lesson on backlogs (08) yet" in it.reply.value
        assert file.value == CASE.start

    def test_the_order_of_the_backlog_becomes_the_order_of_the_initiatives(self, file):
        backlog = BACKLOG.start
        save("answers/backlog.json", backlog.reorder(["T-03", *(id for id in backlog.ids if id != "T-03")]))
        it = lesson.carry()
        it.bring.click()
        assert [one.id for one in file.value.initiatives][:2] == ["R-07", "R-01"]
        assert "From your backlog, the order: R-07, R-01" in it.reply.value
        file.undo()
        assert file.value == CASE.start

    def test_the_cheapest_order_of_the_backlog_keeps_every_promise_by_itself(self, file):
        backlog = BACKLOG.start
        save("answers/backlog.json", backlog.reorder(best_order(backlog).order))
        lesson.carry().bring.click()
        assert all(one.chance > 0.85 for one in forecast(file.value).promises())

    def test_stories_make_initiatives_at_least_as_large(self, file):
        stories = [Story(id=f"S-{n}", text="As a member, I want it.", links=("T-04",)) for n in range(9)]
        save("answers/stories.json", StorySet(stories=tuple(stories)))
        it = lesson.carry()
        it.bring.click()
        assert file.value.initiative("R-04").pieces.low == 9
        assert "R-04 has 9" in it.reply.value

    def test_a_file_that_cannot_be_read_is_told_of_and_changes_nothing(self, file):
        Path("answers").mkdir()
        Path("answers/backlog.json").write_text("{")
        it = lesson.carry()
        it.bring.click()
        assert "backlog.json is not JSON" in it.reply.value and file.value == CASE.start


class TestAssignment:
    def test_it_has_ten_graded_cells_and_trains_both_skills(self):
        cells = [cell for cell in graded_cells(ROOT / "source") if cell.assignment == "09-roadmap"]
        assert len(cells) >= 10
        skills = {skill for cell in cells for skill in cell.skills}
        assert skills == {"agile-product-management", "product-management", "backlog-management"}

    def test_every_question_is_shown_answered_and_there_again(self):
        questions = ("kinds", "expected", "kept", "together", "reading", "driver", "desk", "ferry", "recall")
        assert all(getattr(assignment, name)().missing for name in questions)
        first = assignment.recall()
        next(iter(first.choices.values())).value = "A"
        assert list(assignment.recall().value.values()) == ["A"]
        for name in ("trials", "at_start", "facts", "ferry_facts"):
            assert len(getattr(assignment, name)()._repr_mimebundle_()["text/plain"].split()) > 8

    def test_the_board_of_the_assignment_shows_lanterns_roadmap(self):
        widget = assignment.board()
        assert {card["id"] for card in widget.board.cards} == {one.id for one in CASE.assignment.ahead}
        widget.board.move("N-03", ":all", "2027-Q1", 0)
        assert json.loads(Path("answers/roadmap.json").read_text())["title"] == "Lantern"

    def test_every_phase_of_a_vision_is_on_both_roadmaps(self):
        for roadmap in (CASE.start, CASE.assignment):
            assert {one.phase for one in roadmap.initiatives} == set(Phase)
