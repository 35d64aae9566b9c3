"""What each graded cell of the assignment earns: one function a cell, one account of points each.

Without its key a function says only how much is answered; what arithmetic gives needs no key. People, marks and pays
are the variant's, whatever was handed in.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pmcourse.artifact import answer
from pmcourse.kit import readers
from pmcourse.kit.handed_in import HandedIn, account, answered, chosen_one, ordered
from pmcourse.kit.marks import Marks
from pmcourse.role import variant
from pmcourse.role.case import CASE, HERE
from pmcourse.role.model import VISION, Role

Key = Mapping[str, str]
_WRONG = tomllib.loads((HERE / "wrong.toml").read_text(encoding="utf-8"))  # why an answer is wrong, by what it was
_NOT_RIGHT, _TWICE = "Not right.", "twice"


@account(3)
def situations(key: Key | None = None) -> Marks:
    """Whose job six situations are."""
    return _bank(3, "situations", key, "What is decided there: what and why, when and for how much, both, neither?")


@account(2.5)
def diary(key: Key | None = None) -> Marks:
    """Which responsibility five lines belong to."""
    return _bank(2.5, "diary", key, "What did she come away with? See the table of the six responsibilities.")


@account(2)
def claims(key: Key | None = None) -> Marks:
    """What four sentences do with a figure."""
    return _bank(2, "claims", key, "Who answered, when and where, and was it a mean?")


@account(2)
def elsewhere(key: Key | None = None) -> Marks:
    """What is not shown yet of four products."""
    return _bank(2, "elsewhere", key, "Who wants it, does it work, who pays: which of the three has nobody looked at?")


@account(3.5)
def phrases(key: Key | None = None) -> Marks:
    """Seven slots, half a point each; `key` gives the slot of each phrase that has one."""
    work = HandedIn()
    given = work.choices("phrases")
    if key is None:
        return answered(3.5, given, len(VISION))
    facts, shown = variant.phrases(work.seed)
    truth = {slot: {id for id, of in key.items() if id in shown and of == slot} for slot in VISION}
    truth["benefit"] = truth["difference"] = truth["benefit"] | truth["difference"]  # each answers the alternative
    once = {slot: id for slot, id in given.items() if list(given.values()).count(id) == 1}
    next = "Read the sentence aloud with it: could you visit such a person and see whether it is true?"
    what = {
        slot: f"{title}: “{shown[given[slot]]}”" if given.get(slot) in shown else title
        for slot, title in VISION.items()
    }
    what["whom"] += f" (where {facts.split(': ')[1].split(',')[0].split('.')[0]})"  # for those who read the own vision
    why = {slot: "none" if id not in key else "other" if slot in once else "twice" for slot, id in given.items()}
    wrong = {slot: _WRONG["phrases"][one] for slot, one in why.items()}
    return Marks().each(3.5, {slot: once.get(slot, _TWICE) for slot in given}, truth, what, next, wrong)


@account(2)
def gaps() -> Marks:
    """Four weighted gaps, half a point each."""
    work, marks = HandedIn(), Marks()
    given, rivals = work.table("gaps"), variant.rivals(work.seed)
    next = "The share of the people asked, times the best rival's mark less Lantern's."
    for name in rivals.votes:
        slips = {"The votes stand in the place of their share.": rivals.votes[name] * rivals.gap(name)}
        typed = given[name].get("gap")
        marks.number(0.5, name, typed, rivals.weighted(name), 0.03, next, slips, [rivals.votes[name]])
        if marks.lines[-1].share == 1:  # whoever reads the letter must see it
            marks.lines[-1] = replace(marks.lines[-1], why=f"{typed} is right.")
    return marks


@account(1)
def widest(judge: bool = False) -> Marks:
    """The gap that weighs most."""
    work = HandedIn()
    given, rivals = work.answer("widest"), variant.rivals(work.seed)
    if not judge:
        return answered(1, given, 1)
    wrong = {
        max(rivals.votes, key=rivals.votes.__getitem__): "Most people named it, but another gap weighs more.",
        rivals.widest(weighted=False): "It is the widest gap, and not the one that weighs most.",
    }.get(str(given), _NOT_RIGHT)
    return Marks().one(1, given, rivals.widest(), "Compare the weighted gaps.", wrong)


@account(3)
def people(key: Mapping[str, Sequence[str]] | None = None) -> Marks:
    """Six people by power and interest, half a point each; a half that no fact speaks of ("") may be either."""
    case, mine = variant.case(HandedIn().seed), answer(CASE.filename, Role)
    placed = {one.id: (one.power, one.interest) for one in mine.people if one.power and one.interest}
    if key is None:
        return answered(3, {one.id: 1 for one in case.people if one.id in placed}, len(case.people))
    marks = Marks()
    if len({placed.get(one.id) for one in case.people}) == 1:
        why = "All six stand in one field." if placed else "Nobody is placed yet."
        return marks.add(3, 0, why, "What does each card say of power, and what of interest?")
    for one in case.people:
        half = zip(key[one.id], placed.get(one.id, ()), strict=False)
        hit = one.id in placed and all(truth in ("", said) for truth, said in half)
        why = "Right." if hit else "Not right." if one.id in placed else "Not placed yet."
        marks.add(0.5, hit, why, "What can they stop or give, and what do they do to learn about it?", one.name)
    return marks


@account(1)
def steps(key: Sequence[str] | None = None) -> Marks:
    """The four steps in order."""
    given = HandedIn().answer("steps")
    if key is None:
        return answered(1, given, 1)
    return ordered(1, "steps", key, "Which step rests on which?")


@account(1)
def left_out(key: str | None = None) -> Marks:
    """Which steps can be left out."""
    return chosen_one(1, "left-out", key, "Which steps are ways to something, and which are the thing itself?")


@account(2)
def pay() -> Marks:
    """Mean and median, a point each."""
    work = HandedIn()
    given, truth = work.table("pay"), variant.pay(work.seed)
    swapped, next = "That is the other one of the two.", "Add up all eight and divide by eight."
    typed = {name: given[name].get("value") for name in ("mean", "median")}
    twice = readers.readings(typed["mean"]) == readers.readings(typed["median"])  # no mix-up of two numbers
    slips = {} if twice else {swapped: truth.median}
    marks = Marks().number(1, "Mean", typed["mean"], truth.mean, 0.002, next, slips, truth.given)
    slips = ({} if twice else {swapped: truth.mean}) | {"The list was not put in order first.": truth.unsorted}
    next = "Put them in order. The median lies halfway between the fourth and the fifth."
    return marks.number(1, "Median", typed["median"], truth.median, 0.002, next, slips, truth.given)


@account(1)
def recall() -> Marks:
    """Four wishes by what they bring for each week of work."""
    work = HandedIn()
    truth = variant.by_week(variant.wishes(work.seed))
    return ordered(1, "recall", truth, "People divided by weeks, for each of the four.")


def _bank(most: float, name: str, key: Key | None, next: str) -> Marks:
    work = HandedIn()
    given, texts = work.choices(name), variant.items(work.seed, name)
    if key is None:
        return answered(most, given, len(texts))
    what = {id: text.rstrip(".?") for id, text in texts.items()}
    wrong = {id: _WRONG[name].get(one, "") for id, one in given.items()}
    return Marks().each(most, given, {id: key[id] for id in texts}, what, next, wrong)
