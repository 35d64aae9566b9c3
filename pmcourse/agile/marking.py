"""What each graded cell of the assignment earns: one function a cell, one account of points each.

A function with a `key` or `judge` says only how much is answered as long as it has none. Facts of the case (sizes,
values, needs) are the variant's, whatever was handed in.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from pmcourse.agile import checks, variant
from pmcourse.agile.case import CASE
from pmcourse.agile.forecast import burned, to_go
from pmcourse.agile.model import Sprint, SprintError
from pmcourse.artifact import answer
from pmcourse.kit import readers
from pmcourse.kit.handed_in import HandedIn, account, answered, chosen_each
from pmcourse.kit.marks import HALF, Marks
from pmcourse.kit.shares import beside

TEAMS = 3000  # that nobody has seen; at 80% their error is 0.7%
SOME_VALUE = 0.85  # of the best sprint's: more than the goal alone, and no good choice yet
NEAR_LEVEL = 0.055


@account(2.5)
def principles(key: Mapping[str, str] | None = None) -> Marks:
    """Which principle each of five situations breaks."""
    next = "What would the team do instead, and which principle asks for that?"
    return chosen_each(2.5, "principles", variant.principles(HandedIn().seed), key, next, chance=0)


@account(4)
def rules(key: Mapping[str, str] | None = None) -> Marks:
    """Whose rule each of eight is."""
    next = "Who and when: Scrum. How to build: XP. How much at once, in small changes: Kanban. Else a habit."
    return chosen_each(4, "rules", variant.rules(HandedIn().seed), key, next, chance=2)


@account(4)
def sprint() -> Marks:
    """The sprint against the best one; an item whose need is missing is left out of it."""
    case, marks = variant.case(HandedIn().seed), Marks()
    chosen = answer(CASE.filename, Sprint).chosen
    if not chosen:
        return marks.add(4, 0, "Nothing is chosen.", "Choose the items of the sprint.")
    try:
        mine = case.choose(chosen)
    except SprintError:
        return marks.add(4, 0, "These are not the items of your assignment.", "Use the list of the assignment.")
    told = ""
    while lacking := [item.id for item in mine.picked if set(item.needs) - set(mine.chosen) and not item.goal]:
        told += f"{', '.join(lacking)} left out: what it needs is not chosen. "
        mine = mine.choose(id for id in mine.chosen if id not in lacking)
    if found := checks.faults(mine):
        why, next = (" ".join(getattr(one, part) for one in found) for part in ("message", "hint"))
        return marks.add(4, 0, told + why, next)
    share = checks.share_of_best(mine)
    earned = 1.0 if share >= checks.NEAR_BEST - 1e-9 else 0.375 if share >= SOME_VALUE else 0.125
    shown = beside(share, checks.NEAR_BEST)
    why = f"{told}The goal is met, it fits, and it has {shown:.0%} of the value that could fit."
    return marks.add(4, earned, why, "95% is asked for: compare sets of two or three items, not single ones.")


@account(3)
def interval() -> Marks:
    """The rule's intervals against the next sprint of 3,000 teams; their price only where they hold as asked."""
    work, marks = HandedIn(), Marks()
    level, mine = variant.level(work.seed), answer(CASE.filename, Sprint).rule
    if mine == variant.START:
        return marks.add(3, 0, "The rule is as it was at the start.", "Move a slider.")
    held, price = checks.tried(mine, level, TEAMS, work.seed + 1)
    off = abs(held - level)
    told = f"The interval held the next sprint in {held:.1%} of {TEAMS:,} teams; {level:.0%} is asked for."
    marks.add(2, 1.0 if off <= checks.NEAR_LEVEL else 0.5 if off <= NEAR_LEVEL else 0, told,
              "(n − 1 − 2 × left out at each end) ÷ (n + 1) is the chance. More sprints make it wider.")  # fmt: skip
    if off > checks.NEAR_LEVEL:
        return marks.add(1, 0, "The price counts only where it holds as asked.", "Mend that first.")
    more = price / checks.cheapest(level, TEAMS, work.seed + 1)[1] - 1
    return marks.add(1, more <= checks.NEAR_PRICE - 1, f"Its price is {more:.0%} above the least.",
                     "A shorter look back with fewer left out: old sprints are of another team.")  # fmt: skip


@account(3)
def burnup() -> Marks:
    """A burn-up read to its end; what follows rightly from one's own points added and left counts as right.

    What was typed stands in the account, for whoever reads the letter.
    """
    work, marks = HandedIn(), Marks()
    typed, (done, scope) = work.table("burnup"), variant.burn(work.seed)
    truths = burned(done, scope)
    follows = to_go(done, *(_own(typed[id].get("n"), truths[id]) for id in ("added", "left")))
    hints = {
        "added": "How high does the upper line begin and end?",
        "left": "How far are the two lines from each other at the end?",
        "still": "What is left ÷ points done in a sprint, on average over all five.",
        "growing": "What is left ÷ (points done in a sprint − points added in a sprint).",
    }
    for id, truth in truths.items():
        given, whole = typed[id].get("n"), id in follows
        hit = checks.is_near_sprints(given, truth) if whole else checks.is_near(given, truth)
        own_way = not hit and whole and 0 < follows[id] < math.inf and checks.is_near_sprints(given, follows[id])
        said = "right" if hit else "it follows from your own numbers" if own_way else "not right"
        why = "Not answered yet." if given in (None, "") else f"You typed {str(given)[:20]}: {said}."
        marks.add(1 if whole else 0.5, hit or own_way, why, hints[id], variant.WORDS["burn"][id])
    return marks


@account(2)
def rhythm(judge: bool = False) -> Marks:
    """How often three teams should plan again; two of them pay half, where not all got the same."""
    work = HandedIn()
    teams, given = variant.markets(work.seed), work.choices("rhythm")
    if not judge:
        return answered(2, given, len(teams))
    next = "Set both sliders to the team's numbers, and draw a thousand seasons."
    if len(set(given.values())) < 2:
        return Marks().add(2, 0, "The same was said of all three." if given else "Not answered yet.", next)
    wrong = [name for id, (name, one) in teams.items() if given.get(id) not in map(str, variant.GOOD[one])]
    share = {0: 1.0, 1: 0.5}.get(len(wrong), 0.0)
    return Marks().add(2, share, f"Not right: {'; '.join(wrong)}." if wrong else "All three lose at most 1.5%.", next)


@account(3)
def done(key: Mapping[str, str] | None = None) -> Marks:
    """Eight sentences for a definition of done."""
    next = "Can it hold for every item? Would two people agree? Does it say when or who?"
    return chosen_each(3, "done", variant.done(HandedIn().seed), key, next, chance=2)


@account(2)
def retro(key: Mapping[str, str] | None = None) -> Marks:
    """What is missing in five actions of a retrospective."""
    next = "Who sees to it? What is done in another way? By what shall we see that it helped?"
    return chosen_each(2, "retro", variant.retro(HandedIn().seed), key, next, chance=1.25)


@account(2)
def lifts(judge: bool = False) -> Marks:
    """A promise for a product never seen."""
    work = HandedIn()
    given, truth = work.answer("lifts"), variant.lifts_truth(work.seed)
    if not judge:
        return answered(2, given, 1)
    past, _, of = variant.lifts(work.seed)
    next = f"Sort the {len(past)} numbers. The k-th lowest is reached in ({of} − k) of {of} weeks."
    read = readers.readings(checks.bare(given))
    if not read:
        return Marks().add(2, 0, "No number yet.", next)
    low = "That promise is kept more often than asked: more can be promised."
    wrong = low if min(read) < truth else "That promise is kept too seldom."
    return Marks().add(2, truth in read, "Right." if truth in read else wrong, next)


@account(2)
def recall() -> Marks:
    """What going on is worth from today, for two bets; which of them go on may follow from one's own numbers."""
    work, marks = HandedIn(), Marks()
    typed, own = work.table("worth"), {}
    for id, bet in variant.bets(work.seed).items():
        given = typed[id].get("n")
        own[id] = _own(given, bet.worth)
        hit = checks.is_near(given, bet.worth)
        slip = checks.is_near(given, -bet.worth)
        why = "Right." if hit else "The sign is wrong." if slip else "Not right." if given else "Not answered yet."
        hint = "Chance × what it brings − what is still to be paid. What is spent is gone."
        marks.add(0.75, hit or (slip and HALF), why, hint, f"The {id} one")
    if not marks.points:
        return marks.add(0.5, 0, "Which one goes on counts only with one worth worked out.", "Mend that first.")
    truth, given = variant.bets_truth(work.seed), work.answer("goes-on")
    if given != truth and given == variant.going_on(own):
        return marks.add(0.5, 1, "It follows from your own numbers.")
    return marks.one(0.5, given, truth, "Where is the worth from today above 0?")


def _own(given: object, truth: float) -> float:
    """The number that somebody goes on with: what was typed, or the truth where no number was."""
    return next(iter(readers.readings(checks.bare(given))), truth)
