"""What the lesson says in numbers, against the model and against the lesson's own data."""

import re
from pathlib import Path
from statistics import mean, median

import nbformat
import pytest

from pmcourse.role import lesson, quarter
from pmcourse.role.model import DUTIES

ROOT = Path(__file__).parents[2]
SEEDS = lesson.QUARTERS


@pytest.fixture(scope="module")
def prose():
    """All that the notebook says, in one line."""
    notebook = nbformat.read(ROOT / "notebooks" / "01-role.ipynb", as_version=4)
    return " ".join(" ".join(cell.source for cell in notebook.cells).split())


@pytest.fixture(scope="module")
def totals():
    policies = dict(quarter.POLICIES) | {duty: quarter.always(quarter.without(duty)) for duty in DUTIES}
    return {name: [quarter.follow(seed, one).total for seed in SEEDS] for name, one in policies.items()}


def better(totals, name):
    even = totals["The same for all six"]
    return mean(mine > theirs for mine, theirs in zip(totals[name], even, strict=True))


def test_the_prose_gives_the_rules_of_the_quarter(prose):
    assert f"It starts at {quarter.START:g}" in prose
    faded = sorted(round(100 * (1 - kept)) for kept in quarter.KEPT)
    assert f"fades by {faded[0]}% to {faded[-1]}%" in prose
    assert "**three weeks ago**" in prose and quarter.DELAY == 3
    assert "Three **events** come between week 4 and week 13" in prose
    assert "in that week, the next one and the week of the event itself" in prose and quarter.WARNING == 3


def test_the_prose_gives_what_neglect_costs_and_when_it_shows(prose, totals):
    even = mean(totals["The same for all six"])
    lost = [round(100 * (1 - mean(totals[duty]) / even)) for duty in DUTIES]
    assert f"costs between {min(lost)}% and {max(lost)}%" in prose
    mine, theirs = (
        quarter.follow(1, quarter.always(hours)).values for hours in (quarter.without("users"), quarter.EVEN)
    )
    first = next(week for week, (one, other) in enumerate(zip(mine, theirs, strict=True), 1) if one != other)
    assert f'"in week {first}", "For three weeks nothing shows' in prose
    assert all(one < other for one, other in zip(mine[3:], theirs[3:], strict=True))


def test_the_prose_gives_how_five_fifteen_and_thirty_hours_do(prose, totals):
    five, fifteen, thirty = (better(totals, f"The same, but {hours} hours move to what comes") for hours in (5, 15, 30))
    assert five == 1 and "Five hours beat the same for all six in each of the 500 quarters" in prose
    assert f"{({7: 'Seven'})[len(quarter.POLICIES)]} simple ways" in prose
    assert f"Fifteen beat it in {fifteen:.0%} of them and thirty in {thirty:.0%}" in prose
    share = mean(totals["One responsibility a week, in turn"]) / mean(totals["The same for all six"])
    assert "in turn, brings about half" in prose and 0.45 < share < 0.58


def test_the_prose_gives_the_grid_of_rivals_as_it_is(prose):
    rivals = lesson.RIVALS
    assert rivals.widest(weighted=False) == "price" and rivals.widest() == "opening hours"
    assert f"Only {rivals.votes['price']} of 120 name price first, and {rivals.votes['opening hours']} name" in prose
    assert sum(rivals.votes.values()) == 120
    assert f"0.45 × 2 = **{rivals.weighted('opening hours'):.2f}**" in prose
    assert rivals.weight("opening hours") == 0.45 and rivals.gap("nearness") == -1
    assert "DIY shop has 4, Toolshed 2" in prose and "5 against our 2" in prose


def test_the_prose_gives_the_pays_as_they_are(prose):
    pay = lesson.PAY
    assert mean(pay) == 102_220 and median(pay) == 84_000
    assert f"{sum(pay):,}" in prose and f"{sum(pay[:-1]):,}" in lesson.exercise.texts("pay")["hints"][0]
    assert f'"{sum(one < mean(pay) for one in pay)} of 9", "One large pay' in prose
    moves = lesson.exercise.texts("pay")["right"]
    assert f"{mean(pay) - mean(pay[:-1]):,.2f}" in moves and f"{median(pay) - median(pay[:-1]):,.0f}" in moves
    listed = re.findall(r"\d[\d,]+", lesson.exercise.texts("pay")["task"])
    assert [int(one.replace(",", "")) for one in listed] == list(pay)
