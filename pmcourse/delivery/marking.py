"""What each graded cell of the assignment earns: one function a cell, one account of points each.

A function with a `key` or `judge` says only how much is answered as long as it has none. Facts of the case are the
variant's, whatever was handed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log2

from pmcourse.artifact import answer
from pmcourse.delivery import checks, line, rollout, variant
from pmcourse.delivery.case import CASE
from pmcourse.delivery.lesson import ASKED, asked_of
from pmcourse.delivery.model import Delivery, DeliveryError
from pmcourse.kit.handed_in import HandedIn, account, answered, chosen_each, judged_each, unmoved
from pmcourse.kit.marks import HALF, Marks
from pmcourse.kit.quantity import quantities

Key = Mapping[str, str]
_HARDLY = 1.05  # times the lead time that is allowed
_WHOLE = 0.6  # percent: what a share may differ by, where whole percent are asked for


@account(4)
def pipeline() -> Marks:
    """Both limits as they are shown, and then the cost beside the least; hardly too slow halves what that earns."""
    one, marks = variant.pipeline(HandedIn().seed), Marks()
    mine = answer(CASE.filename, Delivery)
    ids = {stage.id for stage in one.stages}
    if not mine.used or not set(mine.used) <= ids:
        return marks.add(4, 0, "No stage is used yet.", "Choose stages.")
    work = CASE.assignment.changed(stages=one.stages, used=mine.used, batch=mine.batch)
    limits = (one.team, one.lead, one.through)
    broken = checks.limits(work, *limits)
    hours = line.mean_lead(work.pipeline, work.batch, one.team)
    hardly = [finding.criterion for finding in broken] == ["slow"] and hours <= _HARDLY * one.lead
    if broken and not hardly:
        return marks.add(4, 0, " ".join(finding.message for finding in broken), broken[0].hint)
    times = round(checks.times_the_least(work, *limits), 2)
    part = 1.0 if times <= checks.NEAR else 0.75 if times <= 1.25 else HALF if times <= 1.5 else 0.25
    found = [*broken, *checks.cost(work, *limits)]
    why = " ".join(finding.message for finding in found) or "Both limits are kept, at hardly more than the least cost."
    return marks.add(4, part * (HALF if hardly else 1), why, found[0].hint if found else "")


@account(3)
def order() -> Marks:
    """Stages in order, beside the order that finds a fault soonest."""
    work = HandedIn()
    stages = variant.order(work.seed)
    given = work.order("order", stages)
    if given is None:
        return unmoved(3)
    mine = line.minutes_to_find([stages[id] for id in given])
    more = mine / line.minutes_to_find(line.quickest(list(stages.values()))) - 1
    part = 1.0 if more <= 0.05 else HALF if more <= 0.1 else 0.0
    why = f"A fault is found after {mine:.1f} minutes on average" + (
        "." if part == 1 else f", {more:.0%} later than it could be."
    )
    return Marks().add(3, part, why, "Minutes divided by what is caught; the least first.")


@account(4)
def keys() -> Marks:
    """Five keys of a log."""
    work, marks = HandedIn(), Marks()
    rows, table = variant.log(work.seed), work.table("keys")["log"]
    days, failed = rows[-1]["day"], sum("mended" in row for row in rows)
    hints = {
        "lead": f"All {sum(len(row['lead']) for row in rows)} changes in order; the one in the middle.",
        "a_week": f"Day 1 to day {days} are {(days - 1) / 7:g} weeks.",
        "fail": f"Releases that failed, of all {len(rows)}.",
        "recovery": f"Only the {failed} releases that failed have such a time. Of two the median is their mean.",
        "rework": f"Releases made only to mend the one before, of all {len(rows)}.",
    }
    for id, truth in asked_of(rows).items():
        what = ASKED[id][0].partition(":")[0].partition(",")[0]
        unit = ASKED[id][1]
        marks.number(0.8, what, table.get(id), truth, _WHOLE / truth if unit == "%" else 0.02, hints[id], unit=unit)
    return marks


@account(3.5)
def flag(judge: bool = False) -> Marks:
    """What the rule does to people whom nobody has seen: one fault costs half, more cost all."""
    work = HandedIn()
    mine = answer(CASE.filename, Delivery).flag
    done = {part: one for part, one in dict(mine).items() if one}
    if not judge or len(done) < len(variant.PARTS):
        return (
            answered(3.5, done, 3)
            if not judge
            else Marks().add(3.5, 0, "The rule is not whole yet.", "Choose all three.")
        )
    if not all(one in variant.BANKS["flag"][part] for part, one in done.items()):
        raise DeliveryError("Your rule for the flag cannot be read. Choose its three parts once more.")
    begin = work.seed % 10**6 * 1000
    names = rollout.faults(rollout.behaviour(mine, range(begin, begin + 5000), (f"video-{begin}", f"firms-{begin}")))
    found = [one for one in checks.flag(mine) if one.criterion in names]
    why = (
        " ".join(one.message for one in found) or "Stable, only growing, other people for each flag, and gone at once."
    )
    return Marks().add(3.5, {0: 1.0, 1: HALF}.get(len(names), 0.0), why, found[0].hint if found else "")


@account(2)
def trial(judge: bool = False) -> Marks:
    """The mark of a trial release."""
    one, count = variant.trial(HandedIn().seed), answer(CASE.filename, Delivery).rollout.mark
    if not judge:
        return answered(2, count, 1)
    if count is None:
        return Marks().add(2, 0, "There is no mark yet.", "Move the slider.")
    wrong = checks.stop(rollout.stops(count, one.visits, one.usual, one.bad), one.limits)
    near = not wrong or min(abs(count - mark) for mark in one.marks) == 1
    why = wrong[0].message if wrong else "It stops few good releases and most bad ones."
    return Marks().add(2, 0 if wrong and not near else HALF if wrong else 1, why, wrong[0].hint if wrong else "")


@account(2.5)
def moments(judge: bool = False) -> Marks:
    """Four moments at which a mark was set before."""
    return judged_each(
        2.5, "moments", variant.moments(HandedIn().seed), judge, "Is the mark reached? Are all visits seen?"
    )


@account(1.5)
def branches() -> Marks:
    """The chance that some two of several branches collide."""
    work = HandedIn()
    many, pair = variant.branches(work.seed)
    pairs, truth, given = many * (many - 1) // 2, 100 * rollout.collide(many, pair), work.answer("branches")
    next = "Count the pairs. Then: what is the chance that no pair collides?"
    if any(abs(one - 100 * pairs * pair) < 0.01 for one in quantities(given, "%")):
        return Marks().add(1.5, 0, "Pairs were added up. That counts two collisions at once twice.", next)
    slips = {"That is the chance that none collides.": 100 * (1 - pair) ** pairs}
    told = (many, 100 * pair)
    return Marks().number(1.5, "", given, truth, _WHOLE / truth, next=next, slips=slips, told=told, unit="%")


@account(3)
def policy(key: Key | None = None) -> Marks:
    """Four situations on a shared main line."""
    next = "Is the main line broken? Too large? Not to be seen? Or back again?"
    return chosen_each(3, "policy", variant.policy(HandedIn().seed), key, next)


@account(2.5)
def improves(key: Key | None = None) -> Marks:
    """Five changes, and the key that gets better."""
    next = "Faster to people? Sooner mended? Rarer broken? Or nothing of it?"
    return chosen_each(2.5, "improves", variant.improves(HandedIn().seed), key, next, chance=1.25)


@account(2.5)
def bakery() -> Marks:
    """A red batch, and runs by halving, of a product never seen."""
    work, marks = HandedIn(), Marks()
    batch, fault, many = variant.bakery(work.seed)
    truth, given = 100 * line.red(batch, fault), work.answer("red")
    next = "How often are all of them without a fault?"
    if any(abs(one - 100 * batch * fault) < 0.01 for one in quantities(given, "%")):
        marks.add(1.5, 0, "Shares were added up. That counts two faults in one batch twice.", next, "A red batch")
    else:
        slips = {"That is the chance that the batch is green.": 100 * (1 - fault) ** batch}
        told = (batch, 100 * fault)
        marks.number(1.5, "A red batch", given, truth, _WHOLE / truth, next=next, slips=slips, told=told, unit="%")
    next = "Half, then half of the half, until one is left."
    return marks.number(1, "Runs", work.answer("runs"), log2(many), next=next, told=(many,), unit="runs")


@account(1.5)
def little() -> Marks:
    """Changes on their way, by Little's law."""
    work = HandedIn()
    rate, hours = variant.little(work.seed)
    if rate * hours in quantities(work.answer("little"), "changes"):
        return Marks().add(
            1.5, 0, "Hours and days are mixed.", "The rate is for a day. How many days is each on its way?"
        )
    next, told = "Rate × time, both in days.", (rate, hours)
    return Marks().number(1.5, "", work.answer("little"), rate * hours / 24, next=next, told=told, unit="changes")
