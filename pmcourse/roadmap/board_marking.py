"""What the board of the assignment earns: one function a graded cell, all on one piece of work.

Facts of the case (efforts, teams, real waits, given measures) are the variant's, whatever was handed in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import lazy_loader as lazy

from pmcourse.artifact import answer
from pmcourse.errors import CourseError
from pmcourse.findings import Severity
from pmcourse.kit import readers
from pmcourse.kit.handed_in import HandedIn, account, answered
from pmcourse.kit.marks import Marks
from pmcourse.roadmap import variant
from pmcourse.roadmap.capacity import quarters_away
from pmcourse.roadmap.case import fair, too_many_dropped, unfit, waits_taken_off
from pmcourse.roadmap.checks import dependencies, precision
from pmcourse.roadmap.fit import capacity, fullness
from pmcourse.roadmap.forecast import Forecast, ForecastError, forecast
from pmcourse.roadmap.model import Horizon, Initiative, Outcome, Roadmap, waiting
from pmcourse.roadmap.outcomes import check_outcomes
from pmcourse.roadmap.quarters import quarter_of
from pmcourse.roadmap.texts import percent

nx = lazy.load("networkx")

SOON = 7  # initiatives for now or next that a plan must hold to be judged
_ONE_PLACE = 0.75  # of them in one quarter or horizon: then nothing was put in order
_NEAR = 0.70  # a chance that earns half of a promise
_ROUNDING = 0.01  # a chance of 84% is as good as 85
_MUST_STAY = "{} must stay on the roadmap: it is judged as it stood at the start."
_UNPLANNED = "There is no plan to judge yet: the line of “room” says why."
_ABOUT = {"teach": r"attend|course|class|list|present|complete|absen|sheet",
          "pay": r"learner|people|pay|fee|split|reduc"}  # fmt: skip
_MOST_PERCENT = 100
_LACKS = re.compile(
    r"\b(?:without|gaps?|incomplete|not|no|never|missing|miss|lacks?|lacking|lost|lose|unknown|wrong)\b|n['’]t\b", re.I
)  # the other side of the same share: courses whose lists have gaps
_OUT_OF = re.compile(r"\b(?:out\s+of|of|in|per)\s+([1-9]\d{0,3})\b", re.I)  # “of 10 courses”
_ROUNDED = 1e-6
_MOST_TIMES = 20  # a target beyond so many times today's value is nobody's


@account(2)
def measured() -> Marks:
    """Two outcomes, a point each: half for today's value and a target, half for words that say what changes."""
    mine, _ = _handed_in()
    today, marks = variant.facts(HandedIn().seed), Marks()
    for id, value in today.items():
        if (outcome := mine.outcome(id)) is None:
            marks.add(1, 0, "It is not on the roadmap any more.", "Undo, or add it again with the same id.", id)
            continue
        share, why, next = _measure(outcome, value, mine)
        marks.add(1, share, why or "It says what changes, from where, to where and by when.", next, id)
    return marks


@account(1)
def purpose(key: Mapping[str, str] | None = None) -> Marks:
    """Each initiative serves an outcome that it can move, each outcome has an initiative.

    `key`: the outcomes that fit, for those that may begin under another one or under none.
    """
    mine, judged = _handed_in()
    start = variant.case(HandedIn().seed)
    if key is None:
        moved = [one.id for one in mine.initiatives if (was := start.initiative(one.id)) and was.outcome != one.outcome]
        return answered(1, moved + [one.id for one in start.initiatives if mine.initiative(one.id) is None], 3)
    if reason := too_many_dropped(mine, start):
        return Marks().add(1, 0, reason)
    astray = [id for id, fits in key.items() if start.initiative(id).outcome not in fits.split()]
    given = {one.id for one in start.outcomes}

    def is_mended(id: str) -> bool:
        """Dropped, under an outcome that fits, or under one of the learner's own."""
        one = judged.initiative(id)
        lane = one and judged.outcome(one.outcome)
        return one is None or (lane is not None and (lane.id in key[id].split() or lane.id not in given))

    mended = [id for id in astray if is_mended(id)]
    wanted = ("initiative_without_outcome", "outcome_without_initiative")
    lost = [one.message for one in check_outcomes(judged) if one.criterion in wanted and one.where.item not in astray]
    if len(judged.outcomes) < 3:
        lost.append("Fewer than three outcomes are left: a roadmap is for something.")
    wrong = len(astray) - len(mended) + len(lost)
    why = f"{len(mended)} of {len(astray)} that served nothing, or what they cannot move, are put right."
    return Marks().add(
        1, 1.0 if not wrong else 0.5 if wrong == 1 else 0.0,
        " ".join([why, *lost[:3]]) if wrong else "Everything is for something that it can move.",
        "Ask of each initiative: what would people do differently, and which outcome counts that?",
    )  # fmt: skip


@account(2)
def waits() -> Marks:
    """The circle is broken at the wait that is not real, and nothing stands before what it waits for."""
    mine, judged = _handed_in()
    marks, found = Marks(), dependencies(judged)
    gone = waits_taken_off(mine, variant.case(HandedIn().seed))
    circle = [one.message for one in found if one.criterion == "dependency_circular"]
    wrong = " ".join(circle)
    if not wrong and mine.initiative("N-04") is None:
        wrong = _MUST_STAY.format("N-04")
    share = 0.0 if wrong or len(gone) > 1 else 0.5 if gone else 1.0
    taken_off = f"Real waits are taken off: {', '.join(gone)}. They count all the same."
    why = wrong or (taken_off if gone else "The circle is broken at the right wait.")
    marks.add(1, share, why, "Only one wait of the circle is not real: which of the two can be done without the other?")
    early = [one.message for one in found if one.criterion in ("dependency_broken", "team_unknown")]
    if _no_plan(judged):
        return marks.add(1, 0, _UNPLANNED, "Mend that first.")
    share = 1.0 if not early else 0.5 if len(early) == 1 else 0.0
    why = " ".join(early[:3]) or "Everything comes after what it waits for."
    return marks.add(1, share, why, "Move what is waited for to an earlier time.")


@account(3)
def room() -> Marks:
    """No team has more work in a quarter, or in “next” as a whole, than it can do; half where one place is too full."""
    mine, judged = _handed_in()
    if reason := too_many_dropped(mine, variant.case(HandedIn().seed)):
        return Marks().add(3, 0, reason)
    if reason := _no_plan(judged):
        return Marks().add(3, 0, reason, "Put some of it into now, some into next, and the rest into later.")
    full = [*capacity(judged), *(one for one in fullness(judged) if one.where.item == Horizon.NEXT.value
                                 and one.severity is not Severity.LOOK)]  # fmt: skip
    why = " ".join(one.message for one in full) or "Every team has room for what is planned."
    share = 1.0 if not full else 0.5 if len(full) == 1 else 0.0
    return Marks().add(3, share, why, " ".join(one.hint for one in full[:2]))


@account(1)
def launch() -> Marks:
    """The launch waits for its packaging, which is planned in time; half where it only comes in time."""
    mine, judged = _handed_in()
    pack, offer = judged.initiative("N-09"), judged.initiative("N-08")
    if gone := [one.id for one in (pack, offer) if mine.initiative(one.id) is None]:
        return Marks().add(1, 0, _MUST_STAY.format(gone[0]), "Undo, or add it again with the same id.")
    if quarters_away(judged, pack)[0] > quarters_away(judged, offer)[1]:
        why = "N-09, the packaging, is planned after N-08, the launch."
        return Marks().add(1, 0, why, "Move N-09 to the time of N-08 or before.")
    waits_for_it = pack.id in nx.descendants(waiting(judged), offer.id)
    if not waits_for_it and _no_plan(judged):
        return Marks().add(1, 0, _UNPLANNED, "Plan the packaging, and let the launch wait for it.")
    why = "The launch waits for its packaging." if waits_for_it else "N-09 is in time, but N-08 does not wait for it."
    return Marks().add(1, 1.0 if waits_for_it else 0.5, why, "Write N-09 into “Waits for” of N-08.")


@account(3)
def promises() -> Marks:
    """The two that stay, a point each; the third for all others, only with one of the two."""
    mine, judged = _handed_in()
    marks, seen = Marks(), _seen(judged)
    firm = 0.0
    for id, day in variant.PROMISED.items():
        if mine.initiative(id) is None:
            marks.add(1, 0, _MUST_STAY.format(id), "Undo, or add it again with the same id.", id)
            continue
        promise = mine.initiative(id).promise
        if promise is None or promise > day:
            marks.add(1, 0, f"It was promised by {day}. That day is not ours to move.", "Put the day back.", id)
            continue
        share, why = _chance(seen, judged.initiative(id))
        firm += share
        marks.add(1, share, why, "What stands before it in its team's order? What does that wait for?", id)
    others = [one for one in judged.ahead if one.promise and one.id not in variant.PROMISED]
    weak = [f"{one.id}: {why}" for one in others for share, why in [_chance(seen, one)] if share < 1]
    why = " ".join(weak) if weak else "All other promises can be kept." if others else "No other day is promised."
    if not firm:
        why = "This point counts only where one of the two days above is kept."
        return marks.add(1, 0, why, "Put the two days above right first.", "The others")
    return marks.add(1, not weak, why, "Move it up, promise later, or take the promise back.", "The others")


@account(1)
def honesty() -> Marks:
    """No promised day lies more than two quarters ahead, and at most half of the initiatives have one."""
    _, judged = _handed_in()
    far = [one.message for one in precision(judged) if one.severity is Severity.SHOULD]
    days = [one.id for one in judged.ahead if one.promise]
    if not far and len(days) > len(judged.ahead) / 2:
        far = [f"{len(days)} of {len(judged.ahead)} initiatives have a promised day. Who could keep them all?"]
    return Marks().add(1, not far, " ".join(far) or "No day is promised that nobody can know.",
                       "Take the day back, and say “later”.")  # fmt: skip


def _handed_in() -> tuple[Roadmap, Roadmap]:
    """The handed-in roadmap as it is, and on the facts of the learner's case. Raises CourseError where it cannot be."""
    start, mine = variant.case(HandedIn().seed), answer("roadmap.json", Roadmap)
    if why := unfit(mine, start):
        raise CourseError(why)
    return mine, fair(mine, start)


def _seen(roadmap: Roadmap) -> Forecast | None:
    try:
        return forecast(roadmap)
    except ForecastError:
        return None


def _chance(seen: Forecast | None, one: Initiative) -> tuple[float, str]:
    """What a promise earns by its chance, and why."""
    if seen is None or one.id not in seen.ids:
        return 0.0, f"It cannot be forecast: {seen.left_out.get(one.id, 'it is done') if seen else 'nothing can be'}."
    chance = seen.chance(one.promise, one.id)
    share = 1.0 if chance >= variant.SURE - _ROUNDING else 0.5 if chance >= _NEAR else 0.0
    return share, f"Its chance is {percent(chance)}; {variant.SURE:.0%} are asked for."


def _measure(outcome: Outcome, today: float, mine: Roadmap) -> tuple[float, str, str]:
    """What one outcome earns, what is missing, and the next step. Without today's value, which the task gives, it earns
    nothing."""
    whole = _MOST_PERCENT if outcome.id == "teach" else None  # a share has another side: courses whose lists have gaps
    values = [today, *([whole - today] if whole and _LACKS.search(outcome.metric) else [])]
    of, now = next(
        ((of, value) for of in _scales(outcome) for value in values
         if outcome.baseline is not None and abs(outcome.baseline * of - value) <= _ROUNDED), (1.0, None),
    )  # fmt: skip
    if now is None:
        has = "nothing" if outcome.baseline is None else f"{outcome.baseline:g}"
        why = f"Today's value is given in the task, and {has} stands here."
        return 0.0, why, "Write the value that the task gives into “Today”."
    faults, target = [], None if outcome.target is None else outcome.target * of
    if target is None:
        faults.append(("It has no target.", "Write into “Target” what you want to reach."))
    elif not (target > today if now == today else 0 <= target < now):
        faults.append(("The target is no better than today.", "Write a better value than today's into “Target”."))
    elif target > (whole or _MOST_TIMES * today):
        faults.append(("Nobody could reach the target.", "Write a target into “Target” that people can reach."))
    faults += _unsaid(outcome, mine)[:1]
    return 1 - len(faults) / 2, " ".join(why for why, _ in faults), " ".join(next for _, next in faults)


def _unsaid(outcome: Outcome, mine: Roadmap) -> list[tuple[str, str]]:
    """What the words and the day of an outcome leave open, each with the next step."""
    faults = [
        (one.message, "Say what people will do differently.")
        for one in check_outcomes(mine)
        if one.criterion == "output_as_outcome" and one.where.item == outcome.id
    ]
    if len(readers.words(outcome.metric)) < 2 or not re.search(_ABOUT[outcome.id], outcome.metric, re.IGNORECASE):
        faults.append(("The metric does not say what is counted.", "Say in “Measured by” what, and of whom."))
    day = "Write a day of the next three years into “By”."
    if outcome.by is None:
        faults.append(("It has no day.", day))
    elif outcome.by <= mine.as_of:
        faults.append(("The day by which it should be reached is past.", day))
    elif int(quarter_of(outcome.by)[:4]) > mine.as_of.year + 3:
        faults.append(("The day by which it should be reached is more than three years away.", day))
    return faults


def _scales(outcome: Outcome) -> list[float]:
    """By what today's value may be multiplied: a share may be in percent, from 0 to 1, or so many “of 10 courses”."""
    of = _OUT_OF.search(f"{outcome.unit} {outcome.metric}")
    found = [1.0, *([_MOST_PERCENT / int(of[1])] if of else []), float(_MOST_PERCENT)]
    return found if outcome.id == "teach" else found[:1]


def _no_plan(judged: Roadmap) -> str:
    """Why what is planned cannot be judged as a plan, "" where it can."""
    start = variant.case(HandedIn().seed)
    ours = [one for one in judged.ahead if start.initiative(one.id)]
    soon = [one for one in ours if judged.horizon_of(one) is not Horizon.LATER]
    if len(soon) < SOON:
        return f"Only {len(soon)} of Lantern's initiatives are for now or next. At least {SOON} should be."
    places = [one.quarter or judged.horizon_of(one).value for one in soon]
    most = max(places, key=places.count)
    if places.count(most) > _ONE_PLACE * len(soon):
        return f"{places.count(most)} of {len(soon)} initiatives stand in {most}: nothing is put in order."
    return ""
