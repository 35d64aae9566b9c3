"""What each graded cell of the assignment earns: one function a cell, one account of points each.

A function with a `key` says only how much is answered as long as it has none: the keys stand in source/ alone. What
was said, how long an answer is and which screens there are is the variant's, whatever was handed in. The board is
marked in `board_marking`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmcourse.artifact import answer
from pmcourse.discovery import agreement, checks, variant
from pmcourse.discovery.screens import CLICK, H, K, M, Screens, difficulty, seconds
from pmcourse.kit import readers
from pmcourse.kit.handed_in import HandedIn, account, answered, chosen_each
from pmcourse.kit.marks import Marks

Key = Mapping[str, str | Sequence[str]]
TIMES = ((1.25, 1.0), (1.5, 0.6), (1.8, 0.3))  # of the least seconds -> share of the points
_BACK = "Bring back what is needed, with Undo, so that everybody is asked and can answer."


@account(2.5)
def questions(key: Key | None = None) -> Marks:
    """The fault of five questions."""
    next = "Say it aloud to a friend: what could they answer?"
    return chosen_each(2.5, "questions", variant.questions(HandedIn().seed), key, next, chance=0)


@account(4)
def quotations(key: Mapping[str, Sequence[str]] | None = None) -> Marks:
    """Kappa with the nearer of two experts, of what the experts have with each other; all of it from there on."""
    work = HandedIn()
    texts, given = variant.quotations(work.seed), work.choices("quotations")
    if key is None:
        return answered(4, given, len(texts))
    left = [id for id in texts if id not in given]
    if len(left) == len(texts):
        return Marks().add(4, 0, "Not answered yet.", "Choose a code for each quotation.")
    first, second = ({id: key[id][at] for id in texts} for at in (0, 1))
    mine = agreement.nearest(given, (first, second))
    theirs = agreement.kappa(list(first.values()), list(second.values()))
    share = max(0.0, min(1 - len(left) / len(texts), mine / theirs))
    why = f"Your kappa with the nearer expert is {mine:.2f}; the two have {theirs:.2f} with each other."
    if left:
        why += f" {len(left)} of {len(texts)} have no code."
    elif len(set(given.values())) == 1:
        why += " One code for everything says nothing."
    return Marks().add(4, share, why, "Did it happen to the speaker? Is it what they do instead? Or what they believe?")


@account(3)
def klm() -> Marks:
    """Three times, a point each."""
    work, marks = HandedIn(), Marks()
    sums, given = variant.sums(work.seed), work.table("klm")
    typed = seconds("MPBH" + "K" * sums.signs + "H")
    screen = sums.lists * seconds("MPBPB") + (sums.ticks + 1) * seconds("MPB")
    slips = {
        "typed": {"The hand moves twice: to the keys, and back.": typed - H, "The click is left out.": typed - CLICK,
                  "A key takes 0.28 seconds here.": typed - sums.signs * (K - 0.2)},
        "screen": {"The button is left out.": screen - seconds("MPB"),
                   "A list is two clicks: one opens it, one chooses.": screen - sums.lists * seconds("PB"),
                   "Who ticks thinks first: M.": screen - sums.ticks * seconds("M")},
        "saved": {"Who checks thinks once, no more: one M.": typed - 2 * seconds("M")},
    }  # fmt: skip
    truths = {"typed": typed, "screen": screen, "saved": typed - seconds("M")}
    nexts = {"typed": "M, P, B, H, a K for each character, H.", "screen": "A list is M P B P B, the rest M P B each.",
             "saved": "The seconds of the field, less one M."}  # fmt: skip
    names = {"typed": "The field", "screen": "The screen", "saved": "What is saved"}
    said = {row: given[row].get("seconds") for row in truths}
    own = readers.number(said["typed"])
    if own is not None and typed / 2 <= own <= 2 * typed:  # a slip in the field is paid for there
        truths["saved"] = min(typed, own, key=lambda one: abs((readers.number(said["saved"]) or 0) + M - one)) - M
    for row, truth in truths.items():
        told = (float(sums.signs),)
        marks.number(1, names[row], said[row], truth, 0.005, nexts[row], slips[row], told)
    return marks


@account(1)
def fitts() -> Marks:
    """The difficulty in bits."""
    work = HandedIn()
    sums = variant.sums(work.seed)
    without = difficulty(sums.distance - sums.width, sums.width)
    slips = {"That is the form of 1954.": without + 1, "The 1 is left out.": without}
    return Marks().number(1, "Bits", work.answer("fitts"), difficulty(sums.distance, sums.width), 0.01,
                          "log2(distance ÷ width + 1)", slips, (sums.distance, sums.width))  # fmt: skip


@account(6)
def form() -> Marks:
    """Quick, with a way back from everywhere, and readable; all of it only while the form still asks what it must."""
    start = variant.form(HandedIn().seed)
    handed = answer("screens.json", Screens)
    mine, marks = checks.fair(handed, start), Marks()
    if mine == start:
        return marks.add(6, 0, "The screens are as they were.", "Choose an element, and change it.")
    asked = {found.where.item: found.message for found in checks.asked(mine, start)
             if found.where.item in start.needed}  # fmt: skip
    if len(asked) > 1 or not mine.path():
        why = "No way leads to the end." if not mine.path() else " ".join(asked.values())
        return marks.add(6, 0, why, _BACK)
    rest = 0.3 if asked else 1.0  # a form that does not ask what it must is quick and readable for nothing
    _time(marks, mine, start, list(asked.values()))
    for most, what, look, count in ((2, "Ways back", checks.ways, len(checks.ways(start))),
                                    (1.5, "Contrast", checks.readable, len(checks.readable(start)))):  # fmt: skip
        left = look(mine)
        said = " ".join(dict.fromkeys(found.message for found in left)) or "Nothing to fix."
        next = " ".join(dict.fromkeys(found.hint for found in left))
        if asked:
            said += " It counts little as long as something needed cannot be answered."
            next = f"{next} {_BACK}".strip()
        marks.add(most, rest * max(0.0, 1 - len(left) / count), said, next, what)
    return marks


def _time(marks: Marks, mine: Screens, start: Screens, faults: Sequence[str]) -> None:
    ratio = mine.seconds / start.least()
    share = next((share for most, share in TIMES if ratio <= most + 0.002), 0.0)  # the limit is shown to a tenth
    why = f"{mine.seconds:.1f} seconds; {start.least():.1f} can be reached."
    if faults:
        share, why = 0.0, " ".join(faults)
    ahead = "Ask less, offer lists where there are few answers, use what the account knows."
    marks.add(2.5, share, why, _BACK if faults else ahead, "Time")


@account(2.5)
def stages(key: Key | None = None) -> Marks:
    """Five breakdowns."""
    next = "What has the person done, seen and understood already?"
    return chosen_each(2.5, "stages", variant.breakdowns(HandedIn().seed), key, next, chance=0)


@account(2)
def sketches(key: Key | None = None) -> Marks:
    """Four assumptions."""
    next = "What would you have to see to give the assumption up?"
    return chosen_each(2, "sketches", variant.assumptions(HandedIn().seed), key, next, chance=0)


@account(2.5)
def tasks(key: Key | None = None) -> Marks:
    """Five tasks."""
    next = "Could somebody do it who has never seen the page, and not be led?"
    return chosen_each(2.5, "tasks", variant.tasks(HandedIn().seed), key, next, chance=0)


@account(1.5)
def mended(key: Mapping[str, str] | None = None) -> Marks:
    """Three tasks mended."""
    faulty = variant.mended(HandedIn().seed)[0]
    truth = key and {id: f"{id}{key[id]}" for id in faulty}
    next = "It must ask for the same thing, by a reason instead of a way."
    return chosen_each(1.5, "mended", faulty, truth, next, chance=0)


@account(2.5)
def machine(judge: bool = False) -> Marks:
    """The machine's dead end, the screen that nobody reaches, and the shortest way."""
    work, marks = HandedIn(), Marks()
    truth = variant.machine(work.seed)
    given = {name: work.answer(name) for name in ("dead-end", "unreached", "presses")}
    if not judge:
        return answered(2.5, [one for one in given.values() if one is not None], 3)
    reach = "Follow the keys from there. Does any way lead to the ticket?"
    lost = given["dead-end"] in truth.dead_ends
    why = "Right." if lost else "Not right." if given["dead-end"] else "Not answered yet."
    marks.add(1, lost, why, reach)
    marks.one(0.5, given["unreached"], truth.unreached[0], "Which screen stands behind no arrow?")
    next = "Count the arrows of the shortest way, not the screens."
    return marks.number(1, "Keys", given["presses"], truth.presses, 0.001, next)


@account(1)
def recall(key: Key | None = None) -> Marks:
    """Four entries of a diary."""
    next = "Look at the six duties: what is this work for?"
    return chosen_each(1, "recall", variant.recall(HandedIn().seed), key, next, chance=0)
