"""What each graded cell of the assignment earns: one function a cell, one account of points each.

A function with a `key` or `judge` says only how much is answered as long as it has none. Facts of the case are the
variant's, whatever was handed in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from pmcourse.artifact import answer
from pmcourse.kit import readers
from pmcourse.kit.handed_in import HandedIn, account, answered, chosen_each, unmoved
from pmcourse.kit.marks import HALF, Marks
from pmcourse.kit.quantity import quantities
from pmcourse.kit.shares import adjusted_wald
from pmcourse.usability import variant, watching
from pmcourse.usability.assignment import CLAIMS
from pmcourse.usability.case import CASE
from pmcourse.usability.found import people_for
from pmcourse.usability.measures import sus
from pmcourse.usability.model import Usability

NEAR, FAR = 0.006, 0.06  # of an own p from what a slip gives, or from the truth
LEAST = 3  # a middle evaluator who finds less is no measure
THINK, POINT, CLICK, HAND, KEY = 1.35, 1.10, 0.20, 0.40, 0.28  # Card, Moran & Newell (1980), as in 02-discovery


@account(2)
def tasks(judge: bool = False) -> Marks:
    """Three tasks, each chosen from four; one of three comes right by chance and earns nothing."""
    work = HandedIn()
    given, fair = [work.answer(f"task-{at}") for at in (1, 2, 3)], variant.tasks(work.seed).fair
    if not judge:
        return answered(2, [one for one in given if one], 3)
    right = sum(one == truth for one, truth in zip(given, fair, strict=True))
    if not any(given):
        return Marks().add(2, 0, "Not answered yet.", "Choose a task for each.")
    why = "All are right." if right == 3 else f"{right} of 3 are right; one comes right by chance and earns nothing."
    next = "Does a word of the screen stand in it, in any form? Does it give the way, or ask for an opinion?"
    return Marks().add(2, max(0, right - 1) / 2, why, next)


@account(2.5)
def lines(key: Mapping[str, str] | None = None) -> Marks:
    """Five lines of a moderator."""
    next = (
        "Would the person know more after it? Is there a judgement in it? Is it about others, or about what would be?"
    )
    return chosen_each(2.5, "lines", variant.lines(HandedIn().seed), key, next)


@account(5)
def sessions(key: Mapping[str, str] | None = None) -> Marks:
    """Problems found less false alarms, beside the middle evaluator; `key`: problem -> how hard it is to see."""
    seed = HandedIn().seed
    there = variant.sessions(seed)
    ids = {event.id for one in there for event in one.events}
    marks = [id for id in answer(CASE.filename, Usability).marks if id in ids]
    if not marks:
        return Marks().add(5, 0, "Nothing is marked yet.", "Watch a session, and tick what shows a problem.")
    if key is None:
        return answered(5, 1, 1)
    mine = watching.found(there, marks, key)
    least = max(LEAST, watching.middle(variant.watchers(seed, dict(key))))
    all_ = len(watching.occurrences(there, key))
    why = (
        f"Problems found: {len(mine.hits)} of {all_}. False alarms: {len(mine.alarms)}. That makes {mine.score}; the "
        f"middle evaluator has {least:g}."
    )
    next = "What is in the product, and in the way? What is loud may be none. Look again at what happens in silence."
    return Marks().add(5, min(1.0, mine.score / least), why, next)


@account(3.5)
def people() -> Marks:
    """p, Lewis' p and the people needed; what follows from an own p is right, where a slip gives that p."""
    work, marks = HandedIn(), Marks()
    one = variant.counts(work.seed)
    hits, next = (one.people, len(one.met), sum(one.met), one.once), "Hits ÷ (people × problems)."
    _number(marks, 1, "p as counted", work.answer("counted"), [100 * one.counted], 0.6, next, hits, "%")
    own = [seen / 100 for seen in quantities(work.answer("counted"), "%") if abs(seen - 100 * one.counted) > 0.6]
    own = [
        ((p - 1 / one.people) * (1 - 1 / one.people) + p / (1 + one.once / len(one.met))) / 2
        for p in own
        if 1 / one.people < p < 1 and abs(p - one.counted) < FAR
    ]
    given, next = work.answer("adjusted"), "Mean of (p - 1/n)(1 - 1/n) and p ÷ (1 + once ÷ problems)."
    truths = [100 * one.adjusted, *(100 * p for p in own)]
    _number(marks, 1.5, "Lewis' p", given, truths, 0.6, next, hits, "%")
    by_people = (one.normalised + one.counted / (1 + one.once / one.people)) / 2  # in place of "by problems"
    slips = [one.normalised, one.discounted, one.adjusted, *own, by_people]
    seen = [p / 100 for p in quantities(given, "%") if p < 100 * one.counted - 1]  # who does not adjust follows nothing
    known = [one.adjusted, *(p for p in seen if min(abs(p - slip) for slip in slips) < NEAR)]
    enough = [people_for(variant.SHARE, near) for p in known for near in (p, p - 0.005, p + 0.005) if 0 < near < 1]
    next = "The least whole n for which 1 - (1 - p)^n reaches it, those already tested included."
    given = re.sub(r"(?i)\bat least\b", "", str(work.answer("people") or ""))
    return _number(marks, 1, "People in all", given, [n for n in enough if n > one.people], 0.01, next, (), "people")


@account(2.5)
def measured(judge: bool = False) -> Marks:
    """Both ends of an interval, and what may be claimed."""
    work, marks = HandedIn(), Marks()
    one = variant.measured(work.seed)
    low, high = (100 * end for end in adjusted_wald(one.done, one.people))
    told, next = (one.done, one.people, one.claim), "Share = (done + 1.92) ÷ (people + 3.84); half = 1.96 × √(…)."
    _number(marks, 1, "Lower end", work.answer("low"), [low], 0.7, next, told, "%")
    _number(marks, 0.5, "Upper end", work.answer("high"), [high], 0.7, next, told, "%")
    said = readers.choice(work.answer("claim"), list(CLAIMS))
    if not judge:
        marks.lines += answered(1, said, 1).lines
        return marks
    return marks.one(1, said, one.verdict, "Where does the claim lie: above, in or below the interval?")


@account(3)
def satisfaction(judge: bool = False) -> Marks:
    """Who did not turn round, and the mean score of the others."""
    work, marks = HandedIn(), Marks()
    people = variant.answers(work.seed)
    who = next(at for at, one in enumerate(people) if variant.unturned(one))
    mean = sum(sus(one) for at, one in enumerate(people) if at != who) / (len(people) - 1)
    told = "Odd statements: answer - 1. Even ones: 5 - answer. The sum × 2.5. Then the mean of two."
    said = work.answer("unturned")
    truths = [mean]
    if (own := readers.choice(said, ["1", "2", "3"])) and int(own) != who + 1:  # what follows from it is right
        truths.append(sum(sus(one) for at, one in enumerate(people) if at != int(own) - 1) / (len(people) - 1))
    _number(marks, 2, "Mean score", work.answer("mean"), truths, 0.6, told, (), "of 100")
    if not judge:
        marks.lines += answered(1, said, 1).lines
        return marks
    return marks.one(1, said, str(who + 1), "Who agrees with praise and with complaint alike?")


@account(3)
def severity(judge: bool = False) -> Marks:
    """The order by the rule: a quarter less for each pair that stands the other way round."""
    work = HandedIn()
    made = variant.problems(work.seed)
    given, truth = work.order("order", made), variant.ranked(made)
    if given is None:
        return unmoved(3)
    if not judge:
        return answered(3, 1, 1)
    wrong = variant.swaps(given, truth)
    why = "All six stand right." if not wrong else f"{wrong} of 15 pairs stand the other way round."
    next = "Frequency (1 to 3) × impact (1 to 4) × persistence (1 to 3), each by the words of the lesson's table."
    return Marks().add(3, max(0.0, 1 - 0.25 * wrong), why, next)


@account(2.5)
def wcag(key: Mapping[str, str] | None = None) -> Marks:
    """Five faults and their criteria."""
    return chosen_each(2.5, "wcag", variant.wcag(HandedIn().seed), key, "Who is shut out, and by what?")


@account(3.5)
def need(key: Mapping[str, Mapping[str, str]] | None = None) -> Marks:
    """The need, and two remedies; `key`: topic -> phrase -> "need", or the kind of remedy."""
    work, marks = HandedIn(), Marks()
    chosen, pair = work.answer("need"), work.choices("remedies")
    if key is None:
        return answered(3.5, [one for one in (chosen, *pair.values()) if one], 3)
    kinds = key[variant.topic(work.seed)]
    next = "Who wants to do what, and what for? What is built, what the school wants, and “everything” are no needs."
    marks.add(1.5, kinds.get(str(chosen)) == "need", "Right." if kinds.get(str(chosen)) == "need" else "Not right." if
              chosen else "Not answered yet.", next, "The need")  # fmt: skip
    seen = [kinds.get(id, "") for id in dict.fromkeys(pair.values())]
    if len(seen) < 2:
        share, why = 0.0, "Two different ones are asked for."
    elif not all(one in ("page", "service") for one in seen):
        share, why = 0.0, "One of them does not meet the need." if any(seen) else "Neither meets the need."
    else:
        alike = len(set(seen)) == 1
        share, why = (HALF, "Both meet it, and are of one kind.") if alike else (1.0, "Both meet it, in two ways.")
    return marks.add(2, share, why, "One that changes the page, and one that does without it.", "Two unlike remedies")


@account(1.5)
def recall() -> Marks:
    """Seconds by the keystroke-level model."""
    work = HandedIn()
    many = variant.characters(work.seed)
    truth = THINK + POINT + CLICK + 2 * HAND + many * KEY
    next = "M 1.35, P 1.10, B 0.20, H 0.40 (twice), K 0.28 for each character."
    return _number(Marks(), 1.5, "", work.answer("recall"), [truth], 0.06, next, (many,), "seconds")


def _number(
    marks: Marks, most: float, what: str, given: object, truths: Collection[float], near: float, hint: str,
    told: Collection[float], unit: str,
) -> Marks:  # fmt: skip
    """All of `most` for a number `near` one of `truths`: the first is the case's, others follow from own ones."""
    if any(abs(one - truth) <= near for one in quantities(given, unit) for truth in truths):
        return marks.add(most, 1, "Right.", what=what)
    return marks.number(most, what, given, next(iter(truths)), 0.001, hint, told=told, unit=unit)
