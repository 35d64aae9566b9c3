"""What each graded cell of the assignment earns: one function a cell, one account of points each.

A function with a `key` says only how much is answered as long as it has none: the keys stand in source/ alone. Facts
of the case (efforts, costs, needs) are the variant's, whatever was handed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations

from pmcourse.artifact import answer
from pmcourse.backlog import variant
from pmcourse.backlog.checks import more_than
from pmcourse.backlog.kano import evaluate
from pmcourse.backlog.model import Backlog, Moscow
from pmcourse.backlog.scores import rice as rice_of
from pmcourse.backlog.sequence import best_order, cost_of_order
from pmcourse.errors import CourseError
from pmcourse.kit.handed_in import HandedIn, account, answered, chosen_each, chosen_one, judged_each, unmoved
from pmcourse.kit.marks import Marks
from pmcourse.kit.quantity import quantities

MOST_MUST = 0.6
LEAST_COULD, MOST_COULD = 0.1, 0.4
STEPS = {0.05: 1.0, 0.12: 0.6, 0.25: 0.3}  # of the least cost, what an order costs more -> of the points


@account(3)
def rice() -> Marks:
    """Three scores, a point each."""
    work, marks = HandedIn(), Marks()
    case, given = variant.case(work.seed), work.table("rice")
    typed = {id: quantities(given[id].get("score")) for id in variant.scored(work.seed)}
    # a number of the question may by chance be what a slip gives; typed in line after line it is a copy
    copied = sum(not {case.find(id).reach, case.find(id).effort}.isdisjoint(read) for id, read in typed.items()) > 1
    for id in variant.scored(work.seed):
        item = case.find(id)
        truth = rice_of(item).value
        slips = {
            "It is multiplied by the effort; the effort divides.": truth * item.effort**2,
            "The confidence is left out.": truth / item.confidence,
        }
        marks.number(1, id, given[id].get("score"), truth, next="Reach × impact × confidence ÷ effort.",
                     slips=slips, told=typed[id] if copied else ())  # fmt: skip
    return marks


@account(1)
def zero(key: str | None = None) -> Marks:
    """What an effort of 0 means."""
    return chosen_one(1, "zero", key, "Can a score be divided by 0?")


@account(3)
def quotients() -> Marks:
    """Three quotients, a point each."""
    work, marks = HandedIn(), Marks()
    case, given = variant.case(work.seed), work.table("quotients")
    for id in variant.scored(work.seed):
        item = case.find(id)
        slips = {"It is turned over: the cost is divided by the weeks.": item.duration / item.cost_of_delay}
        marks.number(1, id, given[id].get("quotient"), item.cost_of_delay / item.duration, slips=slips,
                     told=(item.cost_of_delay, item.duration), next="Cost of delay ÷ duration.")  # fmt: skip
    return marks


@account(2)
def needs() -> Marks:
    """No item before what it needs: half for one slip."""
    mine = _ordered()
    late = [f"{id} comes before {need}, which it needs." for id, need in mine.broken()]
    if not late:
        return Marks().add(2, 1, "Every item comes after what it needs.")
    return Marks().add(2, 0.5 if len(late) == 1 else 0, " ".join(late), "Move what is needed up, and check again.")


@account(5)
def order() -> Marks:
    """How little the order costs: all within 5% of the least; at most half where it breaks a need."""
    mine = _ordered()
    more = cost_of_order(mine) / best_order(mine).cost - 1
    share = next((share for most, share in STEPS.items() if more <= most), 0.0)
    hint = "Put the largest cost of delay ÷ duration first, with what it needs before it."
    if mine.broken():
        why = "An order in which a need comes too late cannot be done, whatever it costs: at most half of the points."
        return Marks().add(5, min(share, 0.5), why, hint)
    why = f"It costs {more_than(more, *STEPS)} than the cheapest order that keeps the needs."
    return Marks().add(5, share, why, hint)


@account(4)
def moscow() -> Marks:
    """The law; then, where it is seen and the time is used, Musts, room, reserve and what rests on what."""
    work, marks = HandedIn(), Marks()
    mine, room = _ordered(moved=False), variant.capacity(work.seed)
    classes = {item.id: item.moscow for item in mine.items}
    if missing := [id for id, one in classes.items() if one is None]:
        return marks.add(4, 0, f"{len(missing)} items have no class yet: {', '.join(missing[:4])}.", "Class each item.")
    effort = {one: sum(item.effort for item in mine.items if item.moscow is one) for one in Moscow}
    promised = effort[Moscow.MUST] + effort[Moscow.SHOULD] + effort[Moscow.COULD]
    if effort[Moscow.MUST] > room:
        why = f"Musts alone take {effort[Moscow.MUST]:g} of {room} person-weeks. If all is a Must, nothing is."
        return marks.add(4, 0, why, "Keep as Must what the law asks for and what 1 May is pointless without.")
    law = sum(classes[id] is Moscow.MUST for id in variant.LAW)
    why = ("Neither item that the law asks for is a Must.", "One item that the law asks for is no Must.",
           "What the law asks for is a Must.")[law]  # fmt: skip
    marks.add(1, law == 2, why, "Read the descriptions of the items: two of them name a duty.")
    if not law:
        return marks.add(3, 0, "The other rules count once one of the two is a Must.", "Make both a Must first.")
    if promised < room / 2:
        why = f"Must, Should and Could take only {promised:g} of {room} person-weeks."
        return marks.add(3, 0, f"{why} The other rules count from half on.", "Use the time that there is.")
    few = effort[Moscow.MUST] <= MOST_MUST * room
    marks.add(1, few, f"Musts take {effort[Moscow.MUST]:g} of {room} person-weeks.", "At most 60% of the time.")
    fits = promised <= room
    marks.add(1, fits, f"Must, Should and Could take {promised:g} of {room} person-weeks.", "Move some to Won't now.")
    spare = LEAST_COULD * room <= effort[Moscow.COULD] <= MOST_COULD * room
    marks.add(0.5, spare, f"Coulds take {effort[Moscow.COULD]:g} person-weeks.", "About a fifth is a good reserve.")
    weaker = [
        f"{item.id} rests on {need}"
        for item in mine.items
        for need in item.depends_on
        if _rank(classes[item.id]) > _rank(classes[need])
    ]
    if len({one for one in classes.values() if one is not Moscow.WONT}) < 2:
        return marks.add(0.5, 0, "Everything is promised alike.", "Say what may go first when time runs short.")
    rests = "; ".join(weaker[:3])
    why = f"{rests}, which is promised less." if weaker else "Nothing rests on something promised less."
    return marks.add(0.5, not weaker, why, "Raise what is needed.")


@account(2.5)
def kano(judge: bool = False) -> Marks:
    """Five classes."""
    drawn = {id: (id, evaluate(*pair)) for id, pair in variant.survey(HandedIn().seed).items()}
    return judged_each(2.5, "kano", drawn, judge, "Find the two answers in Kano's table.", chance=0)


@account(1.5)
def moved(judge: bool = False) -> Marks:
    """The item that moves farthest."""
    truth = variant.farthest(variant.case(HandedIn().seed)) if judge else None
    return chosen_one(1.5, "moved", truth, "Switch the method of the table and read which item moved farthest.")


@account(1)
def one_week() -> Marks:
    """The sum of all costs of delay."""
    work = HandedIn()
    costs = [item.cost_of_delay for item in variant.case(work.seed).items]
    slips = {"That is the mean; everything waits, so they add up.": sum(costs) / len(costs)}
    return Marks().number(1, "One week", work.answer("one-week"), sum(costs), next="All twelve wait: add up.",
                          slips=slips, unit="money a week")  # fmt: skip


@account(2)
def refuse(judge: bool = False) -> Marks:
    """Two items whose waiting is cheap and that nothing needs which is kept, a point each."""
    work = HandedIn()
    given = work.choices("refuse")
    if not judge:
        return answered(2, given, 2)
    case, chosen = variant.case(work.seed), {given[row] for row in ("first", "second") if row in given}
    if not chosen:
        return Marks().add(2, 0, "Not answered yet.", "Choose two.")
    why = [reason for id in sorted(chosen) if (reason := variant.why_not_refused(case, id, chosen))]
    if len(chosen) == 1:
        why.append("Only one item is named; two were asked for.")
    fine = 2 - len(why)
    rule = "No item that you keep may need it, and its cost of delay must lie below the middle of the twelve."
    return Marks().add(2, fine / 2, " ".join([f"{fine} of 2 can be refused.", *why]), rule)


@account(2)
def saved() -> Marks:
    """What the learner's own order saves against the start."""
    work = HandedIn()
    case = variant.case(work.seed)
    gain = cost_of_order(case) - cost_of_order(case, _ordered().ids)
    if gain <= 0:
        return Marks().add(2, 0, "Your order costs no less than the order at the start.", "Mend the order first.")
    return Marks().number(2, "Saved", work.answer("saved"), gain, unit="money",
                          next="The cost of the order at the start minus the cost of yours.")  # fmt: skip


@account(2.5)
def methods(key: Mapping[str, str] | None = None) -> Marks:
    """Which method fits: five situations of the bank."""
    next = "What is asked, and what does each method need?"
    return chosen_each(2.5, "methods", variant.situations(HandedIn().seed), key, next, chance=0)


@account(2)
def clinic() -> Marks:
    """The order of a product never seen: by what it costs beside the best, and whether it keeps the need."""
    work = HandedIn()
    case = variant.clinic(work.seed)
    if (given := work.order("clinic", case.jobs)) is None:
        return unmoved(2)
    after, first = case.needs
    kept = [o for o in permutations(case.jobs) if o.index(first) < o.index(after)]
    least = min(cost_of_order(case.backlog, o) for o in kept)
    more = cost_of_order(case.backlog, given) / least - 1
    if given.index(first) > given.index(after):
        return Marks().add(2, 0, "One job comes before what it needs.", "Move what is needed up.")
    share = 1.0 if more < 1e-9 else 0.5 if more <= 0.1 else 0.0
    return Marks().add(2, share, f"It costs {more_than(more, 0.1)} than the cheapest.", "Divide, then mind the need.")


@account(1)
def recall(key: Mapping[str, str] | None = None) -> Marks:
    """What is missing in four lines."""
    return chosen_each(1, "recall", variant.RECALL, key, "Who wants what, and what for?", chance=0)


def _ordered(moved: bool = True) -> Backlog:
    """The handed-in order and classes on the facts of the learner's own case. Raises CourseError where it cannot be."""
    case, mine = variant.case(HandedIn().seed), answer("backlog.json", Backlog)
    if sorted(mine.ids) != sorted(case.ids):
        raise CourseError("The table does not hold Lantern's twelve items, each once. Use the table of the assignment.")
    if moved and mine.ids == case.ids:
        raise CourseError("The order is as it was at the start. Move items with the arrow buttons.")
    facts = case.reorder(mine.ids)
    return facts.model_copy(update={"items": tuple(i.but(moscow=mine.find(i.id).moscow) for i in facts.items)})


def _rank(one: Moscow) -> int:
    return (Moscow.WONT, Moscow.COULD, Moscow.SHOULD, Moscow.MUST).index(one)
