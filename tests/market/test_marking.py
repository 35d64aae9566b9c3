"""The graded cells over many seeds: who is right earns all, who clicks earns next to nothing, near misses earn part."""

import random
from pathlib import Path
from statistics import mean

import pytest

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import class_facts
from pmcourse.kit.sheet_data import Sheet
from pmcourse.market import marking, variant

pytestmark = pytest.mark.usefixtures("desk")
CLASS = class_facts(Path(__file__).parents[2], "04-market")
JUDGED = ("segment", "holm", "curves", "funnel", "payback", "recall")
OPEN = ("share",)
WHOLE = {name: points for name, points in CLASS["POINTS"].items() if points}
OPTIONS = {"curves": variant.READINGS, "metrics": variant.KINDS, "stages": variant.GATES, "gates": variant.OPENS,
           "recall": variant.SHOWN}  # fmt: skip


def graded(seed, answers, group):
    """The account of each cell, for somebody who hands this in."""
    Path("answers").mkdir(exist_ok=True)
    Path("answers/sheet.json").write_text(dumps(Sheet(seed=seed, answers=answers)), encoding="utf-8")
    work = variant.case(seed).model_copy(update={"segment": group})
    Path("answers/market.json").write_text(dumps(work), encoding="utf-8")
    found = {name: getattr(marking, name)(key) for name, key in CLASS["BANKS"].items()}
    found |= {name: getattr(marking, name)(judge=True) for name in JUDGED}
    found |= {name: getattr(marking, name)() for name in OPEN}
    return found | {"retention": marking.retention("empty")}


def test_who_is_right_earns_all_whatever_the_seed():
    for seed in range(25):
        found = graded(seed, CLASS["answers"](seed), variant.survey(seed).need)
        assert {name: marks.points for name, marks in found.items()} == pytest.approx(WHOLE), seed


def clicked(seed, choose):
    """Answers of somebody who chooses by `choose(options, row number)`, and types what stands in the questions."""
    right, one = CLASS["answers"](seed), variant.answers(seed)
    answers = {
        id: {row: choose(list(options), at) for at, row in enumerate(right[id])} for id, options in OPTIONS.items()
    }
    cost, pays, _, _ = variant.bill(seed)
    typed_in = {
        "share": str(round(100 * one["very"] / sum(one.values()))),
        "holm": str(sum(p < 0.05 for p in variant.p_values(seed))),
        "triangle": {key: {"share": str(40 + 10 * (at % 2))} for at, key in enumerate(right["triangle"])},
        "blank": choose(list(variant.BLANK), 0),
        "funnel": {str(at): {"more": str(round(variant.funnel(seed).visitors * 0.05))} for at in range(3)},
        "mend": str(choose([0, 1, 2], 0)),
        "payback": {row: {"months": str(round(cost / pays))} for row in ("simple", "real")},
    }
    return answers | typed_in


SCRIPTS = {
    "anything": lambda luck: lambda options, _row: luck.choice(options),
    "first": lambda _luck: lambda options, _row: options[0],
    "last": lambda _luck: lambda options, _row: options[-1],
    "in turn": lambda _luck: lambda options, row: options[row % len(options)],
    "all but one": lambda _luck: lambda options, row: options[0 if row else -1],
}


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("group", ["share", "second", "most"])
def test_clicking_without_a_thought_earns_at_most_a_quarter(script, group):
    rules = {"share": lambda some: sorted(some, key=lambda one: -one.share)[0],
             "second": lambda some: sorted(some, key=lambda one: -one.share)[1],
             "most": lambda some: max(some, key=lambda one: one.very)}  # fmt: skip
    earned = []
    for seed in range(40):
        answers = clicked(seed, SCRIPTS[script](random.Random(seed)))
        found = graded(seed, answers, rules[group](variant.survey(seed).first).id)
        earned.append(sum(marks.points for marks in found.values()) / sum(WHOLE.values()))
    assert mean(earned) <= 0.25


@pytest.mark.parametrize(
    ("share", "earned"), [("{:.0f} %", 2), ("about {:.0f} percent", 2), ("{:.1f}", 2), ("many", 0), ("", 0)]
)
def test_a_percentage_is_read_as_people_type_it(share, earned):
    answers = CLASS["answers"](3)
    assert graded(3, answers | {"share": share.format(float(answers["share"]))}, "g1")["share"].points == earned


@pytest.mark.parametrize("form", ["{}", "month {}", "in month {}", "{} months", "{}th month"])
def test_a_month_is_read_as_people_type_it(form):
    answers = CLASS["answers"](3)
    typed = {row: {"months": form.format(one["months"])} for row, one in answers["payback"].items()}
    assert graded(3, answers | {"payback": typed}, "g1")["payback"].points == 2


def test_a_segment_that_is_none_is_not_answered():
    found = graded(3, CLASS["answers"](3), "")
    assert found["segment"].points == 0 and "Not answered yet" in str(found["segment"])


def test_one_empty_field_costs_only_itself():
    answers = CLASS["answers"](5)
    triangle = {key: one for key, one in answers["triangle"].items() if key != "01"}
    payback = {"simple": answers["payback"]["simple"]}
    found = graded(5, answers | {"triangle": triangle, "payback": payback}, "g1")
    assert found["retention"].points == 2.5 and found["payback"].points == 1


@pytest.mark.parametrize("typed", ["3 weeks", "soon", "4 or 5"])
def test_what_is_no_month_is_told_so_and_not_called_unanswered(typed):
    answers = CLASS["answers"](5)
    payback = answers["payback"] | {"simple": {"months": typed}}
    account = graded(5, answers | {"payback": payback}, "g1")["payback"]
    assert account.points == 1 and f"“{typed}”" in str(account) and "Not answered yet" not in str(account)


def test_accounts_name_what_somebody_who_reads_the_letter_must_see():
    found = graded(8, CLASS["answers"](8), variant.survey(8).need)
    assert CLASS["answers"](8)["share"] in str(found["share"])
    assert variant.case(8).group(variant.survey(8).need).name in str(found["segment"])
    assert CLASS["answers"](8)["triangle"]["03"]["share"] in str(found["retention"])


def test_one_slip_in_the_funnel_costs_once_and_the_step_follows_ones_own_numbers():
    answers, path = CLASS["answers"](4), variant.funnel(4)
    for typed in ([1.3 * more for more in path.more], [path.customers + more for more in path.more]):
        given = answers | {"funnel": {str(at): {"more": f"{one:.1f} more"} for at, one in enumerate(typed)}}
        assert graded(4, given, "g1")["funnel"].points == 2
    own = [0.55 * path.more[0], 1.8 * path.more[1], 0.7 * path.more[2]]
    price = [cost / more for cost, more in zip(path.costs, own, strict=True)]
    given = {
        "funnel": {str(at): {"more": f"{one:.2f}"} for at, one in enumerate(own)},
        "mend": str(price.index(min(price))),
    }
    assert graded(4, answers | given, "g1")["funnel"].points == 1
    far = {"funnel": {str(at): {"more": str(900 + at)} for at in range(3)}}
    assert graded(4, answers | far, "g1")["funnel"].points == 0


@pytest.mark.parametrize("form", ["{} of 7", "{} of 7 groups", "{}/7", "{} groups"])
def test_a_count_of_seven_is_read_as_people_type_it(form):
    answers = CLASS["answers"](6)
    assert graded(6, answers | {"holm": form.format(answers["holm"])}, "g1")["holm"].points == 1.5


def test_without_the_key_nothing_is_given_away():
    graded(9, CLASS["answers"](9) | {"curves": {}}, "g1")
    for name in (*CLASS["BANKS"], *JUDGED):
        assert "Not right" not in str(getattr(marking, name)())
