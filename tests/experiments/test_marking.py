"""The graded cells over many seeds: who is right earns all, who clicks earns next to nothing, near misses earn part."""

import random
from pathlib import Path

import pytest

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import class_facts
from pmcourse.experiments import marking, variant
from pmcourse.experiments.model import Boundary
from pmcourse.kit.sheet_data import Sheet

pytestmark = pytest.mark.usefixtures("desk")
CLASS = class_facts(Path(__file__).parents[2], "03-experiments")
KEYED = ("slots", "kinds", "tests", "loop", "recall")
JUDGED = ("risk", "first", "peek", "results", "bakery")
OPEN = ("rule", "size", "plan")
WHOLE = {**CLASS["POINTS"]}


def hand_in(seed, answers, work):
    """Lay out the two files as somebody hands them in."""
    Path("answers").mkdir(exist_ok=True)
    Path("answers/sheet.json").write_text(dumps(Sheet(seed=seed, answers=answers)), encoding="utf-8")
    Path("answers/experiments.json").write_text(dumps(work), encoding="utf-8")


def graded(seed, answers, work):
    """The points of each cell."""
    hand_in(seed, answers, work)
    found = {name: getattr(marking, name)(CLASS["KEYS"][name]) for name in KEYED}
    found |= {name: getattr(marking, name)(judge=True) for name in JUDGED}
    found |= {name: getattr(marking, name)() for name in OPEN}
    return found


def test_who_is_right_earns_all_whatever_the_seed():
    for seed in range(12):
        for name, marks in graded(seed, CLASS["answers"](seed), CLASS["work"](seed)).items():
            assert marks.points == pytest.approx(WHOLE[name]), f"seed {seed}, {name}: {marks}"


def clicked(seed):
    """Answers of somebody who chooses anything anywhere."""
    luck = random.Random(seed)
    right = CLASS["answers"](seed)
    options = {"kinds": variant.KINDS, "tests": variant.TESTS, "results": variant.NEXT, "bakery": variant.DECISIONS,
               "recall": variant.SOURCES}  # fmt: skip
    answers = {id: {row: luck.choice(list(options[id])) for row in right[id]} for id in options}
    answers |= {"loop": luck.sample(list(variant.LOOP), 6), "peek": "5", "people": "1000", "weeks": "2"}
    case = variant.case(seed)
    people, _, _ = variant.shares(seed)
    ends = sorted(luck.sample(range(people), 2))
    return answers, CLASS["work"](
        seed,
        slots_={slot: luck.choice(list(texts)) for slot, texts in case.phrases.items()},
        rule_={"share": luck.choice((10, 25, 50)), "shelve_from": 0, "shelve_to": ends[0], "pivot_from": ends[0] + 1,
               "pivot_to": ends[1], "go_from": ends[1] + 1, "go_to": people},
        plan={"people": luck.choice((500, 1000, 6000)), "looks": luck.choice((1, 5, 20)),
              "boundary": luck.choice(list(Boundary))},
        places={one.id: (luck.choice(CLASS["HARMS"]), luck.choice(CLASS["KNOWN"])) for one in case.assumptions},
        first=luck.choice([one.id for one in case.assumptions]),
    )  # fmt: skip


def test_who_clicks_anything_earns_at_most_a_quarter_in_the_mean():
    whole = sum(WHOLE.values())
    shares = [sum(marks.points for marks in graded(seed, *clicked(seed)).values()) / whole for seed in range(20)]
    assert sum(shares) / len(shares) < 0.25
    assert max(shares) < 0.5


def sly(seed):
    """Answers by tricks alone: longest phrases, one answer everywhere but once, numbers of the question, extremes."""
    case, right = variant.case(seed), CLASS["answers"](seed)
    people, _, _ = variant.shares(seed)
    most = {"kinds": "demand", "tests": "concierge", "results": "broken", "bakery": "void", "recall": "would"}
    once = {"kinds": "functional", "tests": "ab", "results": "better", "bakery": "go", "recall": "count"}
    answers = {id: dict.fromkeys(right[id], one) | {next(iter(right[id])): once[id]} for id, one in most.items()}
    answers |= {"loop": ["g4", *(id for id in variant.loop(seed) if id != "g4")], "peek": "18", "weeks": "2"}
    answers["people"] = str(variant.sample(seed)[2])
    return answers, CLASS["work"](
        seed,
        slots_={slot: max(texts, key=lambda id: len(texts[id])) for slot, texts in case.phrases.items()},
        rule_={
            "share": 5,
            "shelve_from": 0,
            "shelve_to": 0,
            "pivot_from": 1,
            "pivot_to": 1,
            "go_from": 2,
            "go_to": people,
        },
        plan={"people": 6000, "looks": 1, "boundary": Boundary.OBRIEN},
        places={one.id: (CLASS["HARMS"][2], CLASS["KNOWN"][0]) for one in case.assumptions},
        first=case.assumptions[0].id,
    )


def test_tricks_without_a_thought_earn_at_most_a_quarter_in_the_mean():
    whole = sum(WHOLE.values())
    shares = [sum(marks.points for marks in graded(seed, *sly(seed)).values()) / whole for seed in range(20)]
    assert sum(shares) / len(shares) < 0.25


@pytest.mark.parametrize("decimals", [2, 1])
def test_a_share_that_was_rounded_still_turns_at_its_count(decimals):
    for seed in range(15):
        people, poor, good = variant.shares(seed)
        for go in variant.good_counts(people, poor, good):
            rule = CLASS["rule"](seed, go) | {"share": round(100 * go / people, decimals)}
            hand_in(seed, {}, CLASS["work"](seed, rule_=rule))
            assert marking.rule().points == 4, (seed, go, str(marking.rule()))


def test_a_rule_that_just_misses_a_promise_earns_half_of_that_part():
    near = 0
    for seed in range(30):
        people, poor, good = variant.shares(seed)
        counts = variant.good_counts(people, poor, good)
        for go in (counts[0] - 1, counts[-1] + 1):
            hand_in(seed, {}, CLASS["work"](seed, rule_=CLASS["rule"](seed, go)))
            points = marking.rule().points
            assert points in (2, 3)
            near += points == 3
    assert near > 40


def test_a_rule_that_contradicts_itself_keeps_no_promise_and_a_slip_at_each_turn_costs_once():
    for seed in range(15):
        people, poor, good = variant.shares(seed)
        counts = variant.good_counts(people, poor, good)
        rule = CLASS["rule"](seed, counts[len(counts) // 2])
        everywhere = {"pivot_from": 0, "pivot_to": people, "shelve_to": people}
        hand_in(seed, {}, CLASS["work"](seed, rule_=rule | everywhere))
        marks = marking.rule()
        assert marks.points == 1 and "A count with two decisions keeps no promise." in str(marks)
        hand_in(
            seed, {}, CLASS["work"](seed, rule_=rule | {"pivot_from": rule["shelve_to"], "pivot_to": rule["go_from"]})
        )
        assert marking.rule().points == 3


@pytest.mark.parametrize("factor", [0.95, 1.05])
def test_other_formulas_for_the_size_are_right_and_weeks_may_be_whole(factor):
    for seed in range(20):
        answers = CLASS["answers"](seed)
        people = round(factor * int(answers["people"]))
        weeks = 2 * people / variant.sample(seed)[2]
        for said in (f"{weeks:.1f}", str(-(-weeks // 1))):
            hand_in(seed, answers | {"people": str(people), "weeks": said}, CLASS["work"](seed))
            assert marking.size().points == 3, str(marking.size())


@pytest.mark.parametrize("said", ["{} in 100", "{} out of 100", "{} of 100", "about {} per 100", "{}%", "0.{:02}"])
def test_a_share_of_false_alarms_may_be_said_in_many_ways(said):
    answers = CLASS["answers"](7)
    right = round(float(answers["peek"].rstrip("%")))
    marks = graded(7, answers | {"peek": said.format(right)}, CLASS["work"](7))["peek"]
    assert marks.points == 1.5, str(marks)


def test_every_lost_point_says_why_and_what_next():
    answers, work = clicked(5)
    for name, marks in graded(5, answers, work).items():
        for line in marks.lines:
            assert line.share == 1 or (line.why and line.next), (name, line)


def test_without_a_key_only_how_much_is_answered_is_told():
    hand_in(3, CLASS["answers"](3), CLASS["work"](3))
    for name in (*KEYED, *JUDGED):
        assert all(not line.shows_points for line in getattr(marking, name)().lines), name
        assert "Right" not in str(getattr(marking, name)())
