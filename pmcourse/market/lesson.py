"""What the lesson puts on the screen, each with one line in the notebook."""

from __future__ import annotations

from collections.abc import Mapping

from pmcourse.findings import Finding, Verdict
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.exercise import Exercises, Reply, not_yet, right
from pmcourse.kit.kept import kept_in
from pmcourse.kit.look import Panel, box, table_html
from pmcourse.kit.questions import ChooseEach, Number, NumberTable
from pmcourse.kit.shares import wilson
from pmcourse.market import checks, plot
from pmcourse.market.case import CASE, CASES, DECIDED, HERE, MEASURES, MEND, STEPS
from pmcourse.market.funnel import payback
from pmcourse.market.growth import kept
from pmcourse.market.model import Market
from pmcourse.market.own import OwnFile
from pmcourse.market.survey import passes
from pmcourse.market.widget import NextStepEditor, SegmentEditor, YearEditor

exercise = Exercises("04-market", HERE)
SECOND = {id: (very, people) for id, (very, people) in CASES["second"].items()}
FEW_TRIES = 2  # beyond that the second half took part in the search
BILL = (18, 6, 1, 0.8)  # to win a member; what a member pays a month, and costs; who stays from month to month


def own_file() -> OwnFile:
    """A triangle from a file of one's own."""
    return OwnFile()


def lucky() -> Drawing:
    """The best of twelve groups that are all alike."""
    return plot.luck(12, 20, 0.25)


def two_curves() -> Drawing:
    """One product that many come back to at first, and one that keeps fewer, but keeps them."""
    many, few = kept(0.0, 0.8, 8), kept(0.35, 0.3, 8)
    return plot.curves({"P": [100 * one for one in many], "Q": [100 * one for one in few]})


def log() -> Panel:
    """Who borrowed when."""
    return Panel(box(table_html("Loans, as the desk wrote them down. Today is 10 June.", CASES["log"].items())))


def curve_texts(curves: Mapping[str, list[float]], names: Mapping[str, str]) -> dict[str, str]:
    """Curves in words, for a question."""
    return {id: f"{names[id]}: {', '.join(f'{one:g}%' for one in shares)}" for id, shares in curves.items()}


def curves() -> Drawing:
    """Toolshed's five curves, without the month that is not over."""
    names = CASES["curve_names"]
    return plot.curves(
        {
            names[id].split(";")[0]: shares[: -1 if "not over" in names[id] else None]
            for id, shares in CASES["curves"].items()
        }
    )


def mend_facts() -> Panel:
    """The repair course's funnel."""
    shares = (f"{share:.0%} {step}" for share, step in zip(MEND.shares, STEPS, strict=True))
    costs = (f"{cost:g} to make more {step}" for cost, step in zip(MEND.costs, STEPS, strict=True))
    text = f"{MEND.visitors:,} visitors: {', of these '.join(shares)}. 5 points more would cost {', '.join(costs)}."
    return Panel(box(text))


@exercise("segment", lambda: SegmentEditor(CASE.mine(), SECOND), about=lambda work: (work.segment, work.opened))
def exercise_segment(now: Market, _start: Market) -> Reply:
    """Find a group, and try it on the other half of the answers."""
    if now.group(now.segment) is None or now.segment not in now.opened:
        return not_yet("closed")
    very, people = SECOND[now.segment]
    tries = len(now.opened)
    if passes(very, people, tries):
        return right(tries=tries) if tries <= FEW_TRIES else Reply(Verdict.RIGHT, "searched", slots={"tries": tries})
    low = wilson(very, people, 1 - 0.05 / tries)[0]
    return not_yet(name=now.group(now.segment).name, share=very / people, low=low)


@exercise(
    "triangle", lambda: NumberTable("Of the cohort, in %", CASES["triangle"], {"share": "came back"}, {"share": "%"})
)
def exercise_triangle(now: dict[str, dict[str, str]], _start: object) -> Reply:
    """Work out three cells of a triangle from a log."""
    for id, truth in CASES["triangle_key"].items():
        if not checks.near(now[id]["share"], truth):
            return not_yet(id)
    return right()


@exercise("curves", lambda: kept_in(CASE.mine(), "readings", _readings()))
def exercise_curves(now: Mapping[str, str], _start: object) -> Reply:
    """Say what five curves show."""
    return _compared(now, CASES["curve_key"])


@exercise("machine", lambda: YearEditor(CASE.mine()), about=lambda work: (work.world, work.guess))
def exercise_machine(now: Market, _start: Market) -> Reply | list[Finding]:
    """Build a year whose totals rise while each cohort is worse, and see it run."""
    return not_yet("run") if now.guess is None else checks.hollow(now.world)


@exercise("metrics", lambda: ChooseEach(CASES["metrics"], CASES["kinds"]))
def exercise_metrics(now: dict[str, str], _start: object) -> Reply:
    """Tell vanity from what one can act on."""
    return _compared(now, CASES["metric_key"])


@exercise("mend", lambda: kept_in(CASE.mine(), "funnel", _mend()))
def exercise_mend(now: Mapping[str, Mapping[str, str]], _start: object) -> Reply:
    """Work out what 5 points more bring at each step, and at what price."""
    for at in (1, 2):
        cells = now[str(at)]
        if not checks.near(cells["more"], MEND.more[at], 0.1, "people"):
            return not_yet("more", step=STEPS[at])
        if not checks.near(cells["each"], MEND.each[at], 0.6, "money"):
            return not_yet("each", step=STEPS[at])
    return right()


@exercise("payback", lambda: Number("The 18 are back in (a whole month)", "month"))
def exercise_payback(now: str, _start: object) -> Reply:
    """Months until a member has paid back, where some leave each month."""
    cost, pays, costs, keep = BILL
    truth, typed = payback(cost, pays - costs, keep), checks.first(now, "month") or 0
    if truth - 1 < typed <= truth:
        return right()
    simple = cost / (pays - costs)
    return not_yet("all_stay" if simple - 0.05 <= typed <= payback(cost, pays - costs) else "not_yet")


@exercise("canvas", lambda: ChooseEach(CASES["canvas"], CASES["boxes"], once=True))
def exercise_canvas(now: dict[str, str], _start: object) -> Reply:
    """Put six sentences into the boxes of a lean canvas."""
    return _compared(now, CASES["canvas_key"])


@exercise("stages", lambda: kept_in(CASE.mine(), "stages", ChooseEach(CASES["stages"], CASES["gates"])))
def exercise_stages(now: Mapping[str, str], _start: object) -> Reply:
    """Say at which stage each of five things is, and what opens the next."""
    return _compared(now, CASES["stage_key"])


@exercise("next", lambda: NextStepEditor(CASE.mine(), MEASURES, DECIDED), about=lambda work: work.next_step)
def exercise_next(now: Market, _start: Market) -> list[Finding]:
    """Say what you do next, and which number would turn you round."""
    return checks.next_step(now.next_step, MEASURES, DECIDED)


def _readings() -> ChooseEach:
    return ChooseEach(curve_texts(CASES["curves"], CASES["curve_names"]), CASES["readings"])


def _mend() -> NumberTable:
    rows = {str(at): STEPS[at] for at in (1, 2)}
    return NumberTable("5 points more at this step", rows, {"more": "customers more", "each": "what one of them costs"})


def _compared(given: Mapping[str, str], key: Mapping[str, str]) -> Reply:
    wrong = next((id for id, truth in key.items() if given.get(id) != truth), None)
    return not_yet(wrong) if wrong else right()
