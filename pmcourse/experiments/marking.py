"""What each graded cell of the assignment earns: one function a cell, one account of points each.

A function with a `key` or `judge` says only how much is answered as long as it has none. Facts of the case (people,
assumptions, costs) are the variant's, whatever was handed in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from math import ceil, sqrt

from pmcourse.artifact import answer
from pmcourse.experiments import checks, variant
from pmcourse.experiments.case import CASE
from pmcourse.experiments.model import Boundary, Experiment, Experiments
from pmcourse.experiments.shares import size as size_of
from pmcourse.experiments.worlds import bounds, cheapest, cost, crossing, promise, run
from pmcourse.findings import Finding
from pmcourse.kit import readers
from pmcourse.kit.handed_in import HandedIn, account, answered, chosen_each, judged_each, ordered
from pmcourse.kit.marks import Marks
from pmcourse.kit.shares import at_least

WORLDS = 20_000  # that nobody has seen; at 5% their error is 0.15%
NEAR_SIZE = 0.06  # pooled, unpooled, arcsine and Lehr's formula lie so near to each other
NEAR_GUESS = 2.5  # of 100: a thousand worlds are drawn, and the share is rounded
WASTEFUL = 1.0  # dearer than the cheapest plan by so much, nothing was planned
NEVER_STOPS, NEVER_GOES = (
    0.75,
    0.10,
)  # chances of going on where the idea is poor, or good: beyond them nothing is tested
NEARLY_FALSE, NEARLY_SEEN = 0.25, 0.65  # chances of going on with which a rule just misses a promise
SLOTS = {
    "action": "what is done",
    "whom": "for whom",
    "response": "what people then do",
    "metric": "what is counted",
    "threshold": "the threshold",
    "day": "the day",
}


@account(4)
def slots(key: Mapping[str, Collection[str]] | None = None) -> Marks:
    """Six slots: a point for each beyond two, for two come right by chance. `key`: topic -> phrases that fit."""
    work = HandedIn()
    given = dict(_mine("L-1").hypothesis)
    if key is None:
        return answered(4, {slot: one for slot, one in given.items() if one} or None, len(given))
    wrong = [slot for slot, one in given.items() if one not in key[variant.topic(work.seed)]]
    share = max(0, len(given) - len(wrong) - 2) / (len(given) - 2)
    if len(wrong) == len(given):
        return Marks().add(4, 0, "No slot is filled in as it should be yet.", "Read the lesson's worked example again.")
    named = ", ".join(SLOTS[slot] for slot in wrong)
    next = "Can somebody film the action? Do people act in the response, and is just that counted, with number and day?"
    return Marks().add(4, share, f"These do not fit: {named}." if wrong else "All six slots fit.", next)


@account(2.5)
def kinds(key: Mapping[str, str] | None = None) -> Marks:
    """Five kinds of hypothesis."""
    texts = variant.kinds(HandedIn().seed)
    return chosen_each(2.5, "kinds", texts, key, "People, their problem, their deed, their skill, or the machine?")


@account(2)
def risk(judge: bool = False) -> Marks:
    """Harm and evidence of five assumptions; three of ten placements come right by chance and earn nothing."""
    work = HandedIn()
    placed = {one.id: one for one in answer(CASE.filename, Experiments).assumptions}
    truth = variant.places(work.seed)
    said = [
        (getattr(placed.get(id), name, None), one)
        for id, two in truth.items()
        for name, one in zip(("harm", "evidence"), two, strict=True)
    ]
    if not judge:
        return answered(2, [one for one, _ in said if one] or None, len(said))
    right = sum(one is true for one, true in said)
    next = "The last sentence of each says what follows, the one before it what is known."
    return Marks().add(
        2, max(0, right - 3) / (len(said) - 3), f"{right} of {len(said)} are placed as the text says.", next
    )


@account(1)
def first(judge: bool = False) -> Marks:
    """The riskiest assumption."""
    work, given = HandedIn(), answer(CASE.filename, Experiments).first
    if not judge:
        return answered(1, given or None, 1)
    next = "Of those that could end the plan, which has least behind it?"
    return Marks().one(1, given, variant.riskiest(work.seed), next)


@account(2.5)
def tests(key: Mapping[str, str] | None = None) -> Marks:
    """Five tests."""
    texts = variant.tests(HandedIn().seed)
    return chosen_each(
        2.5, "tests", texts, key, "Is it why, whether, how to use it, or how much? Who knows who serves?"
    )


@account(2)
def loop(key: Sequence[str] | None = None) -> Marks:
    """Six steps in order; half where one of them stands elsewhere."""
    if key is None:
        return answered(2, HandedIn().answer("loop"), len(variant.LOOP))
    return ordered(2, "loop", key, "Three steps plan, from the end; then three steps do it.")


@account(4)
def rule() -> Marks:
    """Each count one decision; a turn at the rule's own share; and what it does where the idea is poor or good."""
    work, marks = HandedIn(), Marks()
    people, poor, good = variant.shares(work.seed)
    mine = _mine("L-1").rule.model_copy(update={"people": people})
    if mine.go_from is None:
        return marks.add(4, 0, "The rule does not say from which count you go on.", "Fill in the rule.")
    poorly, well = (at_least(mine.go_from, people, share) for share in (poor, good))
    if poorly > NEVER_STOPS or well < NEVER_GOES:
        always = "always go on, or nearly" if poorly > NEVER_STOPS else "never go on, or nearly"
        return marks.add(4, 0, f"By this rule you {always}, so no test is needed.", "From which share is it worth it?")
    _add(marks, 1, checks.shape(mine), "Each count has one decision.")
    _add(marks, 1, checks.threshold(mine), "Going on begins exactly at your own share.")
    sure = checks.undisputed(mine)
    wrong = checks.worth(sure, poor, good)
    why, next = " ".join(one.message for one in wrong), " ".join(one.hint for one in wrong)
    if wrong and sure != mine:
        why = f"A count with two decisions keeps no promise. {why}"
    near = poorly <= NEARLY_FALSE and at_least(sure.go_from, people, good) >= NEARLY_SEEN
    return marks.add(2, 0.5 if wrong and near else not wrong, why or "All three promises are kept.", next)


@account(3)
def size() -> Marks:
    """People in each arm, and weeks; weeks that follow from one's own people are right."""
    work = HandedIn()
    before, after, a_week = variant.sample(work.seed)
    people, weeks, truth = _bare(work.answer("people")), _bare(work.answer("weeks")), size_of(before, after)
    gap, old = after - before, before * (1 - before)
    corrected = truth / 4 * (1 + sqrt(1 + 4 / (truth * gap))) ** 2  # for continuity (Fleiss 1981)
    marks, read = Marks(), readers.readings(people)
    if any(abs(one - corrected) <= NEAR_SIZE * corrected for one in read):
        marks.add(2, 1, "Right.", what="People in each arm")
    else:
        slips = {
            "That is both arms together.": 2 * truth,
            "Both shares vary; here only that of today does.": 2 * 7.85 * old / gap**2,
            "Both shares vary; here the noise of no difference is that of today alone.": (
                (1.96 * sqrt(2 * old) + 0.8416 * sqrt(old + after * (1 - after))) / gap
            )
            ** 2,
        }
        marks.number(2, "People in each arm", people, truth, NEAR_SIZE, slips=slips, told=(a_week,),
                     next="7.85 × (a × (1 − a) + b × (1 − b)) ÷ (b − a)².")  # fmt: skip
    own = [one for one in read if truth / 3 <= one <= 3 * truth and one != a_week]
    if any(_fits(readers.readings(weeks), 2 * one / a_week) for one in (truth, *own)):
        return marks.add(1, 1, "Right.", what="Weeks")
    slips = {"That is one arm; both need visitors.": truth / a_week}
    return marks.number(1, "Weeks", weeks, 2 * truth / a_week, NEAR_SIZE, slips=slips, told=(a_week,),
                        next="Both arms together, divided by the visitors of a week.")  # fmt: skip


@account(1.5)
def peek(judge: bool = False) -> Marks:
    """False alarms of many looks, nearly."""
    work = HandedIn()
    given = work.answer("peek")
    if not judge:
        return answered(1.5, given, 1)
    truth = 100 * sum(map(sum, crossing(bounds(Boundary.NAIVE, variant.looks(work.seed)), 0.0)))
    read = readers.readings(_bare(given))
    near = any(abs(scale * one - truth) <= NEAR_GUESS for one in read for scale in (1, 100))
    why = f"Right, within {NEAR_GUESS} of 100." if near else "Too far off." if read else "No number yet."
    next = "Draw a thousand worlds without an effect, with so many looks, in the test plan."
    return Marks().add(1.5, near, why, next)


@account(4)
def plan() -> Marks:
    """The plan in 20,000 worlds: false alarms, power, and, only with both, cost."""
    work, marks = HandedIn(), Marks()
    setting, mine = variant.setting(work.seed), _mine("L-2").plan
    if mine == CASE.assignment.find("L-2").plan:
        return marks.add(4, 0, "The plan is as it was at the start.", "Move a slider or choose a boundary.")
    still = run(mine, setting.before, setting.before, WORLDS, work.seed + 1)
    moved = run(mine, setting.before, setting.after, WORLDS, work.seed + 2)
    alarms, power = float((still.said != 0).mean()), float((moved.said > 0).mean())
    calm, keen = alarms <= 0.06, power >= 0.78
    more = cost(promise(mine, setting), setting) / cheapest(setting)[1] - 1
    dear = f"It costs {max(more, 0):.0%} more than the cheapest plan that does what is asked for."
    if more > WASTEFUL:
        return marks.add(
            4, 0, f"{dear} Asking everybody, as often as can be, is no plan.", "Far fewer people or looks."
        )
    told = f"Without an effect it finds one in {alarms:.1%} of {WORLDS:,} worlds."
    if power < 0.5:
        told += " That counts only with a power of half or more."
    marks.add(1, calm and power >= 0.5, told, "Look once, or take a boundary that is made for several looks.")
    told = f"What is worth having is found in {power:.0%} of worlds."
    if alarms > 0.1:
        told += " That counts only with few false alarms."
    marks.add(1.5, keen and alarms <= 0.1, told, "80% is asked for: more people in each arm.")
    if not (calm and keen):
        return marks.add(1.5, 0, "The cost counts only with few false alarms and enough power.", "Mend these first.")
    share = 1.0 if more <= 0.2 else 0.5 if more <= 0.4 else 0.0
    return marks.add(1.5, share, dear, "At most 20% more: fewer people, or fewer looks.")


@account(3)
def results(judge: bool = False) -> Marks:
    """What follows from four results."""
    next = "First the arms, then the planned end, then the interval."
    return judged_each(3, "results", variant.results(HandedIn().seed), judge, next)


@account(3)
def bakery(judge: bool = False) -> Marks:
    """Four results of a product never seen."""
    one = variant.bakery(HandedIn().seed)
    next = "Were those asked who should be? Then: what does the rule say?"
    return chosen_each(3, "bakery", one.results, one.truth if judge else None, next)


@account(1)
def recall(key: Mapping[str, str] | None = None) -> Marks:
    """Four pieces of evidence."""
    texts = variant.evidence(HandedIn().seed)
    return chosen_each(1, "recall", texts, key, "Did somebody do it, or say it? About themselves, or others?")


def _mine(id: str) -> Experiment:
    """The learner's experiment. Raises CourseError where it cannot be read, or is not there."""
    return answer(CASE.filename, Experiments).find(id)


def _add(marks: Marks, most: float, findings: Sequence[Finding], fine: str) -> Marks:
    if not findings:
        return marks.add(most, 1, fine)
    return marks.add(
        most, 0, " ".join(one.message for one in findings), " ".join(dict.fromkeys(one.hint for one in findings))
    )


def _bare(given: object) -> object:
    """The one number in what was typed, without words, unit or a sign before and after it; else what was typed."""
    if not isinstance(given, str):
        return given
    found = re.fullmatch(
        r"\D*?([+−-]?\d[\d.,'’\u00a0\u202f ]*?)(?:\s*(?:%|(?:out of|of|in|per) 100)?\s*[^\d]*)", given.strip()
    )
    return found[1] if found else given


def _fits(read: Collection[float], weeks: float) -> bool:
    """Whether so many weeks were meant, or as many whole ones as a size near to it takes."""
    whole = {ceil(weeks * (1 + near)) for near in (-NEAR_SIZE, 0, NEAR_SIZE)}
    return any(one in whole or abs(one - weeks) <= NEAR_SIZE * weeks for one in read)
