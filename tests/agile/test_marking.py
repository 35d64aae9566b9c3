"""The graded cells of 06: a unit that is another one is no number of sprints, and one cause costs once."""

import math
from pathlib import Path

import pytest

from pmcourse.agile import marking, variant
from pmcourse.agile.forecast import burned
from pmcourse.artifact import dumps
from pmcourse.kit.sheet_data import Sheet

pytestmark = pytest.mark.usefixtures("desk")
SEED = 3
DONE, SCOPE = variant.burn(SEED)
READ = burned(DONE, SCOPE)


def graded(cell, **answers):
    """The account of a cell for somebody who hands this in."""
    Path("answers").mkdir(exist_ok=True)
    Path("answers/sheet.json").write_text(dumps(Sheet(seed=SEED, answers=answers)), encoding="utf-8")
    return cell()


def burnup(**typed):
    return graded(marking.burnup, burnup={id: {"n": str(value)} for id, value in (READ | typed).items()})


def weeks(sprints, form):
    return form.format(2 * sprints)


@pytest.mark.parametrize("form", ["{:.1f} weeks", "about {:.1f} weeks", "{:.1f} weeks (two a sprint)", "{:.0f} weeks"])
def test_sprints_may_be_told_as_weeks(form):
    whole = math.ceil if form == "{:.0f} weeks" else lambda sprints: sprints
    told = {id: weeks(whole(READ[id]), form) for id in ("still", "growing")}
    assert burnup(**told).points == 3


def test_a_number_of_weeks_is_no_number_of_sprints():
    told = {id: f"{math.ceil(READ[id])} weeks" for id in ("still", "growing")}
    assert burnup(**told).points == 1
    assert burnup(still=f"{math.ceil(READ['still'])} sprints (weeks: twice as many)").points == 3


def test_what_follows_from_ones_own_points_counts_as_right():
    own = burned([*DONE[:-1], DONE[-1]], [*SCOPE[:-1], SCOPE[-1] + 7])
    left = READ["left"] + 7
    pace = (DONE[-1] - DONE[0]) / (len(DONE) - 1)
    growth = READ["added"] / (len(DONE) - 1)
    account = burnup(left=left, still=f"{left / pace:.1f}", growing=f"{left / (pace - growth):.1f}")
    assert account.points == 2.5 and "it follows from your own numbers" in str(account)
    account = burnup(added=own["added"], growing=f"{READ['left'] / (pace - own['added'] / (len(DONE) - 1)):.1f}")
    assert account.points == 2.5
    assert burnup(left=left, still=READ["still"] + 3, growing=READ["growing"] + 5).points == 0.5
    assert burnup(left="0", still="0", growing="0").points == 0.5


def test_the_choice_may_follow_from_ones_own_worths():
    worths = {id: bet.worth for id, bet in variant.bets(SEED).items()}
    turned = {"first": -worths["first"], "second": worths["second"]}
    typed = {id: {"n": str(worth)} for id, worth in turned.items()}
    account = graded(marking.recall, worth=typed, **{"goes-on": variant.going_on(turned)})
    assert account.points == 0.375 + 0.75 + 0.5 and "It follows from your own numbers." in str(account)
    other = next(one for one in ("first", "second", "both", "none")
                 if one not in (variant.going_on(turned), variant.bets_truth(SEED)))  # fmt: skip
    assert graded(marking.recall, worth=typed, **{"goes-on": other}).points == 0.375 + 0.75
    sunk = {id: {"n": str(bet.worth - bet.spent)} for id, bet in variant.bets(SEED).items()}
    assert graded(marking.recall, worth=sunk, **{"goes-on": "none"}).points == 0
