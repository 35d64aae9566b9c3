"""What the account of a graded cell says of answers that a learner types."""

import pytest

from pmcourse.artifact import dumps
from pmcourse.kanban import assignment, marking, records, variant
from pmcourse.kit.marks import Marks
from pmcourse.kit.sheet import sheet_file
from pmcourse.kit.sheet_data import Sheet

pytestmark = pytest.mark.usefixtures("desk")


def account(name, seed, judged=False, **answers):
    """The account of one cell for a sheet with these answers: the learner's own, or the judge's."""
    file = sheet_file().path
    file.parent.mkdir(exist_ok=True)
    file.write_text(dumps(Sheet(seed=seed, answers=answers)), encoding="utf-8")
    return getattr(marking, name)(**{"judge": True} if judged else {})


def test_no_slip_that_the_account_names_stands_in_the_question_so_that_it_earns_its_half_in_every_case(monkeypatch):
    """What stands in the question earns nothing, so a slip would be worth half in one case and nothing in another."""
    seen, number = [], Marks.number

    def watched(self, most, what, given, truth, tolerance=0.01, next="", slips=None, told=(), unit=""):
        seen.append(what)
        for why, slip in (slips or {}).items():
            assert not any(abs(slip - one) <= tolerance * abs(one) for one in told), (seed, what, why, slip)
        return number(self, most, what, given, truth, tolerance, next, slips, told, unit)

    monkeypatch.setattr(Marks, "number", watched)
    for seed in range(30):
        for name in ("clocks", "little", "picture", "forecast"):
            account(name, seed)
    assert len(seen) == 9 * 30


def test_a_clock_that_starts_anew_gives_another_median_and_costs_once():
    for seed in range(30):
        one = records.clocks(seed)
        assert one.anew != one.median and one.cycle.anew != one.cycle.cycle
        right = {"lead": f"{one.lead.lead}", "cycle": f"{one.cycle.cycle}", "median": f"{one.median:g}"}
        anew = {"cycle": f"{one.cycle.anew}", "median": f"{one.anew:g}"}
        assert account("clocks", seed, **right).points == 3
        assert account("clocks", seed, **right | anew).points == 2
        assert account("clocks", seed, **right | {"median": anew["median"]}).points == 2
        assert account("clocks", seed, **right | {"cycle": anew["cycle"]}).points == 2


def test_a_chance_may_be_one_off_the_whole_percent_that_the_instrument_shows():
    for seed in range(30):
        one = records.weeks(seed)
        shown = int(f"{one.chance / 100:.0%}"[:-1])
        for off, points in ((-2, 0), (-1, 1), (0, 1), (1, 1), (2, 0)):
            assert account("forecast", seed, weeks="", chance=f"{shown + off} %").points == points
        assert account("forecast", seed, weeks="", chance=repr(one.chance)).points == 1


@pytest.mark.parametrize(
    ("cell", "typed"),
    [
        ("little", lambda one: {"minutes": f"{one.minutes / 60:.4f} h", "room": f"at most {one.room:g}"}),
        ("little", lambda one: {"minutes": "{:.0f} h {:.0f} min".format(*divmod(one.minutes, 60))}),
        ("little", lambda one: {"room": f"{one.room:g} people max."}),
        ("picture", lambda one: {"rate": f"{one.rate / 5:.3f} a day", "progress": f"{one.progress} cards"}),
        ("picture", lambda one: {"rate": f"{one.rate:.2f} per 5 days", "progress": f"{one.progress}"}),
        ("forecast", lambda one: {"weeks": f"{5 * one.right} days", "chance": f"{one.chance:.0f}"}),
        ("clocks", lambda one: {"lead": f"{one.lead.lead / 5} weeks", "cycle": f"{one.cycle.cycle} working days"}),
    ],
)
def test_what_the_screen_takes_in_another_unit_the_grade_takes_and_nothing_else(cell, typed):
    """Screen and grade share one reader and one unit, so that neither says what the other denies."""
    drawn = {"little": variant.office, "picture": variant.picture, "forecast": records.weeks, "clocks": records.clocks}
    for seed in range(12):
        answers = typed(drawn[cell](seed))
        lines = account(cell, seed, **answers).lines
        assert sum(line.why == "Right." for line in lines) == len(answers), lines
        for name, answer in answers.items():
            question = getattr(assignment, name)()
            question.fill(answer)
            assert question.unread == "" and question.status.value == ""


def test_the_column_where_cards_pile_up_is_told_by_the_judge_alone():
    for seed in range(6):
        right = variant.picture(seed).bottleneck
        other = next(one for one in variant.COLUMNS if one != right)
        told = [str(account("picture", seed, bottleneck=one)) for one in (right, other)]
        assert told[0] == told[1] and "Whether it is right is told when it is graded" in told[0]
        points = [account("picture", seed, judged=True, bottleneck=one).points for one in (right, other)]
        assert points == [0.5, 0]
