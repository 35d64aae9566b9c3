"""What the account of a graded cell says of answers that a learner types."""

import pytest

from pmcourse.artifact import dumps
from pmcourse.kanban import marking, variant
from pmcourse.kit.marks import Marks
from pmcourse.kit.sheet import sheet_file
from pmcourse.kit.sheet_data import Sheet

pytestmark = pytest.mark.usefixtures("desk")


def account(name, seed, **answers):
    """The account of one cell for a sheet with these answers."""
    file = sheet_file().path
    file.parent.mkdir(exist_ok=True)
    file.write_text(dumps(Sheet(seed=seed, answers=answers)), encoding="utf-8")
    return getattr(marking, name)()


def test_no_slip_that_the_account_names_stands_in_the_question_so_that_it_earns_its_half_in_every_case(monkeypatch):
    """What stands in the question earns nothing, so the same slip would be worth half in one case and nothing in another."""
    seen, number = [], Marks.number

    def watched(self, most, what, given, truth, tolerance=0.01, next="", slips=None, told=(), unit=""):
        seen.append(what)
        for why, slip in (slips or {}).items():
            assert not any(abs(slip - one) <= tolerance * abs(one) for one in told), (seed, what, why, slip)
        return number(self, most, what, given, truth, tolerance, next, slips, told, unit)

    monkeypatch.setattr(Marks, "number", watched)
    for seed in range(80):
        for name in ("clocks", "little", "picture", "forecast"):
            account(name, seed)
    assert len(seen) == 9 * 80


def test_a_clock_that_starts_anew_gives_another_median_and_costs_once():
    for seed in range(80):
        one = variant.clocks(seed)
        assert one.anew != one.median and one.cycle.anew != one.cycle.cycle
        right = {"lead": f"{one.lead.lead}", "cycle": f"{one.cycle.cycle}", "median": f"{one.median:g}"}
        anew = {"cycle": f"{one.cycle.anew}", "median": f"{one.anew:g}"}
        assert account("clocks", seed, **right).points == 3
        assert account("clocks", seed, **right | anew).points == 2
        assert account("clocks", seed, **right | {"median": anew["median"]}).points == 2
        assert account("clocks", seed, **right | {"cycle": anew["cycle"]}).points == 2


def test_a_chance_may_be_one_off_the_whole_percent_that_the_instrument_shows():
    for seed in range(30):
        one = variant.weeks(seed)
        shown = int(f"{one.chance / 100:.0%}"[:-1])
        for off, points in ((-2, 0), (-1, 1), (0, 1), (1, 1), (2, 0)):
            assert account("forecast", seed, weeks="", chance=f"{shown + off} %").points == points
        assert account("forecast", seed, weeks="", chance=repr(one.chance)).points == 1
