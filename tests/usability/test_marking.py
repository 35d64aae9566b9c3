"""The graded cells over many seeds: who is right earns all, who clicks earns next to nothing, near misses earn part."""

import random
from pathlib import Path
from statistics import mean

import pytest

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import class_facts
from pmcourse.kit.sheet_data import Sheet
from pmcourse.usability import marking, variant
from pmcourse.usability.assignment import CLAIMS
from pmcourse.usability.lesson import LINES, WCAG
from pmcourse.usability.model import Usability

pytestmark = pytest.mark.usefixtures("desk")
CLASS = class_facts(Path(__file__).parents[2], "11-usability")
JUDGED, OPEN = ("tasks", "measured", "satisfaction", "severity"), ("people", "recall")
WHOLE = {name: points for name, points in CLASS["POINTS"].items() if points}


def hand_in(seed, answers, ticks=()):
    """Lay out the two files as somebody hands them in."""
    Path("answers").mkdir(exist_ok=True)
    Path("answers/sheet.json").write_text(dumps(Sheet(seed=seed, answers=answers)), encoding="utf-8")
    Path("answers/usability.json").write_text(dumps(Usability(marks=tuple(ticks))), encoding="utf-8")


def graded(seed, answers, ticks):
    """The account of each cell, for somebody who hands this in."""
    hand_in(seed, answers, ticks)
    found = {name: getattr(marking, name)(key) for name, key in CLASS["KEYS"].items()}
    found |= {name: getattr(marking, name)(judge=True) for name in JUDGED}
    return found | {name: getattr(marking, name)() for name in OPEN}


def points(seed=CLASS["SEED"], ticks=None, **changes):
    """The points of each cell, for the right answers but for some."""
    found = graded(seed, CLASS["answers"](seed, **changes), CLASS["marks"](seed) if ticks is None else ticks)
    return {name: marks.points for name, marks in found.items()}


def test_who_is_right_earns_all_whatever_the_seed():
    for seed in range(15):
        assert points(seed) == pytest.approx(WHOLE), seed


def clicked(seed, choose, luck):
    """Answers of somebody who chooses by `choose(options, row)`, and types what stands in the questions."""
    one, seen = variant.measured(seed), variant.counts(seed)
    letters = list(variant.problems(seed))
    remedies = list(variant.phrases(seed, "remedies"))
    return {
        **{f"task-{at}": choose(list(some), at) for at, some in enumerate(variant.tasks(seed).choices, 1)},
        "lines": {id: choose(list(LINES), at) for at, id in enumerate(variant.lines(seed))},
        "wcag": {id: choose(list(WCAG), at) for at, id in enumerate(variant.wcag(seed))},
        "counted": str(seen.people),
        "adjusted": str(len(seen.met)),
        "people": "10",
        "low": str(one.claim - 20),
        "high": str(one.claim + 20),
        "claim": choose(list(CLAIMS), 0),
        "unturned": choose(["1", "2", "3"], 0),
        "mean": "68",
        "order": luck.sample(letters, len(letters)),
        "need": choose(list(variant.phrases(seed, "needs")), 0),
        "remedies": dict(zip(("one", "other"), luck.sample(remedies, 2), strict=True)),
        "recall": str(variant.characters(seed)),
    }


@pytest.mark.parametrize(
    "choose",
    [
        lambda luck: lambda options, at: options[0],
        lambda luck: lambda options, at: options[-1],
        lambda luck: lambda options, at: options[at % len(options)],
        lambda luck: lambda options, at: luck.choice(options),
    ],
    ids=["first", "last", "in turn", "any"],
)
def test_a_script_without_any_thought_earns_a_quarter_at_most(choose):
    shares = []
    for seed in range(30):
        luck = random.Random(seed)
        ticks = [event.id for one in variant.sessions(seed) for event in one.events if luck.random() < 0.2]
        found = graded(seed, clicked(seed, choose(luck), luck), ticks)
        shares.append(sum(marks.points for marks in found.values()) / sum(WHOLE.values()))
    assert mean(shares) < 0.15 and sorted(shares)[-3] <= 0.25


def test_one_problem_more_earns_more_and_one_false_alarm_less():
    seed = CLASS["SEED"]
    every = CLASS["marks"](seed)
    events = [event.id for one in variant.sessions(seed) for event in one.events]
    harmless = [id for id in events if id not in CLASS["marks"](seed, more=()) and id not in every]
    earned = [points(ticks=every[:count])["sessions"] for count in range(1, len(every) + 1)]
    assert earned == sorted(earned) and earned[0] > 0 and earned[-1] == 5
    keyed = {
        event.id for one in variant.sessions(seed) for event in one.events if event.piece in CLASS["KEYS"]["sessions"]
    }
    wrong = next(id for id in harmless if id not in keyed)
    assert points(ticks=[*every[:3], wrong])["sessions"] < points(ticks=every[:3])["sessions"]


@pytest.mark.parametrize(("p", "n"), [("80", "2"), ("60", "3"), ("20", "9"), ("15", "12"), ("18", "10"), ("25", "7")])
def test_a_fixed_p_with_the_people_that_follow_from_it_does_not_pay_over_many_seeds(p, n):
    earned = []
    for seed in range(30):
        hand_in(seed, CLASS["answers"](seed, adjusted=p, people=n))
        earned.append(marking.people().points - 1)
    assert min(earned) >= 0 and mean(earned) < 0.3 * 2.5


SEEN = variant.counts(CLASS["SEED"])
RIGHT = CLASS["answers"](CLASS["SEED"])


@pytest.mark.parametrize(
    ("changes", "cell", "share"),
    [
        ({"counted": f"{SEEN.counted:.3f}"}, "people", 1),
        ({"counted": f"{sum(SEEN.met)}/{SEEN.people * len(SEEN.met)}"}, "people", 1),
        ({"counted": f"about {100 * SEEN.counted:.0f} percent"}, "people", 1),
        ({"adjusted": f"{100 * SEEN.adjusted:.0f}"}, "people", 1),
        ({"counted": None}, "people", 2.5 / 3.5),
        ({"people": f"{RIGHT['people']} people in all"}, "people", 1),
        ({"people": f"at least {RIGHT['people']}"}, "people", 1),
        ({"counted": f"{sum(SEEN.met)} ÷ {SEEN.people * len(SEEN.met)}"}, "people", 1),
        ({"mean": RIGHT["mean"] + " %"}, "satisfaction", 1),
        ({"low": RIGHT["low"] + " %", "high": "0." + RIGHT["high"]}, "measured", 1),
        ({"low": None}, "measured", 1.5 / 2.5),
        ({"mean": RIGHT["mean"] + "/100"}, "satisfaction", 1),
        ({"mean": f"{float(RIGHT['mean']):.0f}"}, "satisfaction", 1),
        ({"recall": RIGHT["recall"] + " sec."}, "recall", 1),
        ({"remedies": dict(zip(("other", "one"), RIGHT["remedies"].values(), strict=True))}, "need", 1),
        ({"remedies": None}, "need", 1.5 / 3.5),
        ({"order": RIGHT["order"][::-1]}, "severity", 0),
    ],
)
def test_what_people_type_is_understood_and_one_empty_field_costs_its_own_part(changes, cell, share):
    assert points(**changes)[cell] == pytest.approx(share * WHOLE[cell], abs=1e-3)


def test_every_lost_point_says_why_and_what_next():
    found = graded(7, clicked(7, lambda options, at: options[0], random.Random(7)), ["L1-01"])
    for name, marks in found.items():
        for line in marks.lines:
            assert line.why and (line.share == 1 or line.next), name


def test_without_its_key_a_cell_says_only_how_much_is_answered():
    points()
    assert "3 of 3 answered" in str(marking.tasks()) and "5 of 5 answered" in str(marking.lines())
    assert "Answered. Whether it is right" in str(marking.sessions())
    assert "3 of 3 answered" in str(marking.need()) and "Answered" in str(marking.severity())
    assert "Answered" in str(marking.measured()) and "Answered" in str(marking.satisfaction())
