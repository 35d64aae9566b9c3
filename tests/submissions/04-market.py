"""A made-up class for 04-market: what each learner hands in, the points it must earn, and why.

All of them work on the case of one seed but `other-seed`; whether seeds are alike is tested in tests/market.
"""

from math import ceil
from pathlib import Path

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import Learner, hidden_key, usual_learners, with_comma
from pmcourse.kit.sheet_data import Sheet
from pmcourse.market import variant
from pmcourse.market.case import CASE as THE_CASE
from pmcourse.market.funnel import payback
from pmcourse.market.survey import holm

SEED = 20261831  # every kind of item comes up, and no simple rule finds the step to mend
POINTS = {"share": 2, "segment": 2, "holm": 1.5, "retention": 3, "curves": 2.5, "funnel": 2.5, "payback": 2,
          "metrics": 2.5, "stages": 2.5, "gates": 2.5, "recall": 1, "letter": 0}  # fmt: skip
LETTER = "Dear Ms Duarte, many came, and four in ten came back. Let us ask those who stayed before we spread."
ROOT = Path(__file__).parents[2]
BANKS = {cell: hidden_key(ROOT, "04-market", cell) for cell in ("metrics", "stages", "gates")}


def answers(seed, **changes):
    """What somebody who is right in everything fills in; `changes` gives other answers, None for none."""
    one, made, path = variant.answers(seed), variant.cells(seed), variant.funnel(seed)
    cost, pays, costs, keep = variant.bill(seed)
    right = {
        "share": f"{100 * one['very'] / (one['very'] + one['somewhat'] + one['little']):.1f}",
        "holm": str(sum(holm(variant.p_values(seed)))),
        "triangle": {f"{c}{age}": {"share": f"{100 * made.share(c, age):.1f}"} for c, age in variant.CELLS},
        "blank": "empty",
        "curves": {id: kind for id, (_, kind) in variant.curves(seed).items()},
        "funnel": {str(at): {"more": f"{more:.1f}"} for at, more in enumerate(path.more)},
        "mend": str(path.best),
        "payback": {
            "simple": {"months": str(payback(cost, pays - costs))},
            "real": {"months": str(payback(cost, pays - costs, keep))},
        },
        **{name: {id: key[id] for id in getattr(variant, name)(seed)} for name, key in BANKS.items()},
        "recall": {id: kind for id, (_, kind) in variant.recall(seed).items()},
    }
    return {id: answer for id, answer in (right | changes).items() if answer is not None}


def learner(name, why, lose=None, seed=SEED, made=None, group=None, letter=LETTER, **changes):
    """The model's answers but for some; `lose` gives the points that differ from full marks."""
    files = {"answers/sheet.json": dumps(Sheet(seed=seed, answers=answers(seed, **changes)))}
    if made != "":
        chosen = {"segment": group or variant.survey(seed).need}
        files[f"answers/{THE_CASE.filename}"] = made or dumps(variant.case(seed).model_copy(update=chosen))
    return Learner(name, why, POINTS | (lose or {}), {"letter": letter}, files)


RIGHT, ONE, SURVEY = answers(SEED), variant.answers(SEED), variant.survey(SEED)
ROWS, MADE, PATH = variant.log(SEED), variant.cells(SEED), variant.funnel(SEED)
COST, PAYS, COSTS, KEEP = variant.bill(SEED)
FIRST = {name: min(month for who, month, _ in ROWS if who == name) for name, _, _ in ROWS}
OTHERS = [one for one in SURVEY.first if one.id != SURVEY.need]


def cells(count):
    """The five cells, by a way of counting: count(cohort, age) is in percent."""
    return {f"{c}{age}": {"share": f"{count(c, age):.1f}"} for c, age in variant.CELLS}


def hit(made):
    """Points for the triangle that come right all the same, each half a point, and the last question."""
    return 0.5 + sum(0.5 for key, one in made.items()
                     if abs(float(one["share"]) - float(RIGHT["triangle"][key]["share"])) <= 0.6)  # fmt: skip


def times(c, age):
    return 100 * sum(FIRST[who] == c and month == c + age for who, month, _ in ROWS) / MADE.counts[c][0]


def of_month_before(c, age):
    return 100 * MADE.counts[c][age] / (MADE.counts[c][age - 1] or 1)


def of_month(c, age):
    return 100 * MADE.counts[c][age] / len({who for who, month, _ in ROWS if month == c + age})


def wrong(id, count, options):
    """The answer to a question with many rows, `count` of them wrong."""
    changed = {row: next(one for one in options if one != RIGHT[id][row]) for row in list(RIGHT[id])[:count]}
    return RIGHT[id] | changed


def took(id, was, now):
    """Everything that is `was` taken for `now`, and the points that are left of five."""
    made = {row: now if one == was else one for row, one in RIGHT[id].items()}
    left = 0 if len(set(made.values())) == 1 else sum(made[row] == one for row, one in RIGHT[id].items())
    return {"lose": {id: round(POINTS[id] * left / len(made), 4)}, id: made}


def last_month_counts():
    """Curves read with the month that is not over: they all seem to fall."""
    made = {id: ("falls" if "not over" in text and kind != "early" else kind)
            for id, (text, kind) in variant.curves(SEED).items()}  # fmt: skip
    return {"lose": {"curves": 0.5 * sum(made[id] == kind for id, kind in RIGHT["curves"].items())}, "curves": made}


def in_points():
    """Curves read as flat where each of the last three months loses less than 5 points."""
    made = {}
    for id, (text, kind) in variant.curves(SEED).items():
        over = [float(part.removesuffix("%")) for part in text.split(", and ")[0].split(", ")]
        flat = all(before - after < 5 for before, after in zip(over[-4:], over[-3:], strict=False))
        made[id] = ("high" if over[-1] >= 20 else "low") if kind == "falls" and flat else kind
    return {"lose": {"curves": 0.5 * sum(made[id] == kind for id, kind in RIGHT["curves"].items())}, "curves": made}


LEARNERS = [
    learner("model", "right in everything: all that a machine can give; the letter waits for a person"),
    Learner("empty", "the untouched release earns nothing", dict.fromkeys(POINTS, 0)),
    learner("other-seed", "right on a case of their own", seed=7),
    learner(
        "non-native",
        "right, typed as people do: decimal commas, signs, words around numbers, whole percent",
        share=f"about {float(RIGHT['share']):.0f} %",
        holm=f"{RIGHT['holm']} of 7 groups",
        triangle={key: {"share": f"{float(one['share']):.0f} percent"} for key, one in RIGHT["triangle"].items()},
        funnel={key: {"more": with_comma(one["more"])} for key, one in RIGHT["funnel"].items()},
        payback={row: {"months": f"month {one['months']}"} for row, one in RIGHT["payback"].items()},
        letter="Dear Ms Duarte, many is not same as stay. First we speak with people which come back.",
    ),
    learner(
        "programmer",
        "computes everything, types all digits, quotients, and a part of a month",
        share=repr(100 * ONE["very"] / (ONE["very"] + ONE["somewhat"] + ONE["little"])),
        triangle={f"{c}{age}": {"share": f"{MADE.counts[c][age]}/{MADE.counts[c][0]}"} for c, age in variant.CELLS},
        funnel={str(at): {"more": repr(more)} for at, more in enumerate(PATH.more)},
        payback=RIGHT["payback"] | {"simple": {"months": repr(COST / (PAYS - COSTS))}},
    ),
    learner(
        "stuffer",
        "clicks the same everywhere, types the method's words and numbers of the question",
        dict.fromkeys(POINTS, 0),
        share="40",
        holm="7",
        triangle={key: {"share": "50"} for key in RIGHT["triangle"]},
        blank="far",
        curves=dict.fromkeys(RIGHT["curves"], "high"),
        funnel={key: {"more": "5"} for key in RIGHT["funnel"]},
        mend="0",
        payback={row: {"months": "retention"} for row in RIGHT["payback"]},
        metrics=dict.fromkeys(RIGHT["metrics"], "act"),
        stages=dict.fromkeys(RIGHT["stages"], "fledgling"),
        gates=dict.fromkeys(RIGHT["gates"], "open"),
        recall=dict.fromkeys(RIGHT["recall"], "better"),
        group=max(OTHERS, key=lambda one: one.people).id,
        letter="Product/market fit, cohort, AARRR, lean, retention, pivot, growth, engine.",
    ),
    learner("all-answers", "leaves those in the denominator who no longer use it", {"share": 0},
            share=f"{100 * ONE['very'] / sum(ONE.values()):.1f}"),
    learner("somewhat-too", "counts the somewhat disappointed as well", {"share": 0},
            share=f"{100 * (ONE['very'] + ONE['somewhat']) / (sum(ONE.values()) - ONE['gone']):.1f}"),
    learner("as-a-share", "0.45 where % are asked for can mean 45% only", share=f"{float(RIGHT['share']) / 100:.3f}"),
    learner("largest-share", "takes the largest share of the others, from a handful of people", {"segment": 0},
            group=max(OTHERS, key=lambda one: one.share).id),
    learner("most-answers", "takes the group with most answers “very disappointed”", {"segment": 0},
            group=max(OTHERS, key=lambda one: one.very).id),
    learner("below-05", "counts every p-value below .05", {"holm": 0},
            holm=str(sum(p <= 0.05 for p in variant.p_values(SEED)))),
    learner("no-stop", "holds each p-value against its own bar, and does not stop", {"holm": 0},
            holm=str(sum(p <= 0.05 / (7 - at) for at, p in enumerate(sorted(variant.p_values(SEED)))))),
    learner("bonferroni", "holds all p-values against .05 ÷ 7", {"holm": 0},
            holm=str(sum(p <= 0.05 / 7 for p in variant.p_values(SEED)))),
    learner("counts-bookings", "counts bookings instead of people", {"retention": hit(cells(times))},
            triangle=cells(times)),
    learner("of-month-before", "divides by those of the month before", {"retention": hit(cells(of_month_before))},
            triangle=cells(of_month_before)),
    learner("of-the-month", "divides by all who booked in that month", {"retention": hit(cells(of_month))},
            triangle=cells(of_month)),
    learner("zero", "takes a month that is not over for 0%", {"retention": 2.5}, blank="zero"),
    learner("last-month", "reads the month that is not over as a fall", **last_month_counts()),
    learner("points", "takes 5 points for 5% of those still there", **in_points()),
    learner("any-flat", "does not look how high a flat curve lies", **took("curves", "low", "high")),
    learner("no-waiting", "reads a curve that is too young", **took("curves", "early", "falls")),
    learner("added", "5 points of all visitors at every step", {"funnel": 0},
            funnel={str(at): {"more": f"{PATH.visitors * 0.05:.1f}"} for at in range(3)}),
    learner("totals", "types all who then book, not how many more", {"funnel": 2},
            funnel={str(at): {"more": f"{PATH.customers + more:.1f}"} for at, more in enumerate(PATH.more)}),
    learner("one-factor", "one slip in those at the end, carried through: one cause costs once", {"funnel": 2},
            funnel={str(at): {"more": f"{1.2 * more:.1f} learners more"} for at, more in enumerate(PATH.more)}),
    learner("narrowest", "mends the narrowest step", {"funnel": 1.5}, mend=str(PATH.narrowest)),
    learner("cheapest", "mends where 5 points cost least", {"funnel": 1.5},
            mend=str(PATH.costs.index(min(PATH.costs)))),
    learner("mend-only", "chose the step, and worked out nothing", {"funnel": 0}, funnel=None),
    learner("nobody-leaves", "the same month twice, as if nobody left", {"payback": 1},
            payback={row: RIGHT["payback"]["simple"] for row in RIGHT["payback"]}),
    learner("price-only", "forgets what a learner costs", {"payback": 0},
            payback={"simple": {"months": str(ceil(COST / PAYS))},
                     "real": {"months": str(payback(COST, PAYS, KEEP))}}),
    learner("proud", "takes what grows with people for something to act on", **took("metrics", "size", "act")),
    learner("sums", "takes a sum since the start for something to act on", **took("metrics", "only", "act")),
    learner("paid-is-fit", "takes payment for fit", **took("stages", "fledgling", "mature")),
    learner("wished-for", "takes an idea for a problem that was shown", **took("stages", "idea", "concept")),
    learner("asked-is-paid", "takes a problem that was shown for a demand", **took("stages", "concept", "fledgling")),
    learner("believes-words", "takes promises for deeds", **took("gates", "said", "open")),
    learner("believes-totals", "takes totals for people who stay", **took("gates", "total", "open")),
    learner("any-sample", "takes a handful for enough", **took("gates", "few", "open")),
    learner("no-mark", "opens gates whose mark is missed", **took("gates", "missed", "open")),
    learner("stages-mixed", "two stages are wrong", {"stages": 1.5}, stages=wrong("stages", 2, variant.GATES)),
    learner("trusts-arms", "reads a result whose arms were filled badly", **took("recall", "broken", "better")),
    learner("no-editor", "never touched the survey", {"segment": 0}, made=""),
    learner("torn", "the survey's file was cut off", {"segment": 0}, made=dumps(variant.case(SEED))[:70]),
    learner("plundered", "all groups are made to hold: facts are put back", {"segment": 0}, made=dumps(
        variant.case(SEED).model_copy(update={"segment": OTHERS[0].id, "groups": tuple(
            one.model_copy(update={"very": 90, "somewhat": 5, "little": 5}) for one in SURVEY.first)}))),
    learner("lesson-file", "hands in the file of the lesson", {"segment": 0},
            made=dumps(THE_CASE.start.model_copy(update={"segment": "repair"}))),
    *usual_learners(learner("usual", "right in everything"), test="holm"),
]  # fmt: skip
