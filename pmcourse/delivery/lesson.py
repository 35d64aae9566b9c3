"""What the lesson puts on the screen, each with one line in the notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmcourse.delivery import checks, plot
from pmcourse.delivery.case import (
    BAD,
    CASE,
    FAILED,
    FEW,
    HERE,
    LEAD,
    ONE,
    SIZES,
    TEAM,
    TEXTS,
    THROUGH,
    USUAL,
    log,
    told,
)
from pmcourse.delivery.keys import keys
from pmcourse.delivery.line import minutes_to_find, quickest, red
from pmcourse.delivery.model import Delivery
from pmcourse.delivery.rollout_widget import RolloutEditor
from pmcourse.delivery.whole import whole_way
from pmcourse.delivery.widget import FlagEditor, PipelineEditor
from pmcourse.delivery.widget import told as stage_told
from pmcourse.findings import Finding
from pmcourse.kit.carry import Brought
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.exercise import Exercises, Reply, not_yet, right
from pmcourse.kit.kept import kept_in
from pmcourse.kit.look import Panel, box, table_html
from pmcourse.kit.quantity import quantities
from pmcourse.kit.questions import ChooseEach, Number, NumberTable, OrderLines

exercise = Exercises("13-delivery", HERE)
POLICIES = {
    "mend": "mend the main line now, or take the change back",
    "small": "cut it smaller, and merge today what works",
    "flag": "merge it now, and hide it behind a flag",
    "test": "first write a test that shows the fault",
}
KEYS = {
    "lead": "change lead time",
    "recovery": "recovery time",
    "fail": "change fail rate",
    "none": "none of the keys",
}
ASKED = {
    "lead": ("Change lead time: the median of all changes", "hours"),
    "a_week": ("Deployment frequency, from the first release to the last, the first not counted", "releases a week"),
    "fail": ("Change fail rate", "%"),
    "recovery": ("Recovery time, the median", "hours"),
    "rework": ("Rework rate", "%"),
}
ORDER = ("browser", "load", "style", "contract", "unit")  # as the lines stand at the start


def releases() -> Drawing:
    """The 24 releases of the case."""
    return plot.log(SIZES, FAILED)


def batches() -> Drawing:
    """Lead time by the size of a batch."""
    return plot.batches(ONE, FEW, (1, 2, 3, 4, 8, 12, 20))


def whole() -> Brought:
    """The way of a wish over the board of the lesson on kanban and through the learner's pipeline."""
    return Brought("Show the whole way of a card", whole_way)


def key_log() -> Panel:
    """The log of seven releases."""
    return Panel(box(table_html("Seven releases of Toolshed", told(TEXTS["keys"]))))


def asked_of(rows: Sequence[Mapping[str, object]]) -> dict[str, float]:
    """The five keys of a log, in the units that are asked for."""
    made = keys(log(list(rows)))
    return {"lead": 24 * made.lead_days, "a_week": made.a_week, "fail": 100 * made.fail_rate,
            "recovery": made.recovery_hours, "rework": 100 * made.rework_rate}  # fmt: skip


def key_table() -> NumberTable:
    """A field for each key."""
    texts, units = ({id: one[at] for id, one in ASKED.items()} for at in (0, 1))
    return NumberTable("The five keys", {"log": "This log"}, texts, units)


def _each(now: Mapping[str, str], table: str) -> Reply:
    wrong = next((id for id, one in TEXTS[table]["right"].items() if now[id] != one), None)
    return not_yet(wrong) if wrong else right()


@exercise("red", lambda: Number("The chance that a batch of 8 is red", "%"))
def exercise_red(now: str, _start: object) -> Reply:
    """The chance of a red batch."""
    read = quantities(now, "%")
    if any(abs(one - 100 * red(8, FEW.fault)) < 0.6 for one in read):
        return right()
    return not_yet("added" if 24 in read else "green" if any(abs(one - 78) < 1 for one in read) else "not_yet")


@exercise("order", lambda: OrderLines("First on top", _lines()))
def exercise_order(now: list[str], _start: object) -> Reply:
    """The order that finds a fault soonest."""
    known = {stage.id: stage for stage in CASE.start.stages}
    mine = minutes_to_find([known[id] for id in now])
    least = minutes_to_find(quickest([known[id] for id in now]))
    return right(mine=mine) if mine <= 1.0005 * least else not_yet(mine=mine)


@exercise("build", lambda: PipelineEditor(CASE.mine(), TEAM, LEAD, THROUGH), about=lambda work: (work.used, work.batch))
def exercise_build(now: Delivery, _start: Delivery) -> list[Finding]:
    """A pipeline within two limits that costs little."""
    asked = (TEAM, LEAD, THROUGH)
    return checks.limits(now, *asked) or checks.cost(now, *asked)


@exercise("policy", lambda: kept_in(CASE.mine(), "policy", ChooseEach(TEXTS["policy"]["texts"], POLICIES)))
def exercise_policy(now: dict[str, str], _start: object) -> Reply:
    """What to do first on a shared main line."""
    return _each(now, "policy")


@exercise("flag", lambda: FlagEditor(CASE.mine(), TEXTS["flag"], "photos"), about=lambda work: work.flag)
def exercise_flag(now: Delivery, _start: Delivery) -> list[Finding]:
    """A rule that is stable, only grows, differs by flag, and can be switched off."""
    return checks.flag(now.flag)


@exercise("trial", lambda: RolloutEditor(CASE.mine(), USUAL, BAD, TEXTS["plan"]), about=lambda work: work.rollout)
def exercise_trial(now: Delivery, _start: Delivery) -> list[Finding]:
    """A plan in steps that grow, each with a mark that stops it."""
    return checks.plan(now.rollout, USUAL, BAD, TEXTS["plan"]["right"])


@exercise("keys", key_table)
def exercise_keys(now: dict[str, dict[str, str]], _start: object) -> Reply:
    """The five keys of a log."""
    for id, truth in asked_of(TEXTS["keys"]).items():
        unit = ASKED[id][1]
        near = max(0.01 * truth, 0.6 if unit == "%" else 0.06)
        if not any(abs(one - truth) <= near for one in quantities(now["log"][id], unit)):
            return not_yet(id)
    return right()


@exercise("improves", lambda: ChooseEach(TEXTS["improves"]["texts"], KEYS))
def exercise_improves(now: dict[str, str], _start: object) -> Reply:
    """Which key gets better first."""
    return _each(now, "improves")


def _lines() -> dict[str, str]:
    known = {stage.id: stage for stage in CASE.start.stages}
    return {id: stage_told(known[id]) for id in ORDER}
