"""A made-up class for 02-discovery: what each learner hands in, the points it must earn, and why.

All of them work on the case of one seed but `other-seed`; whether seeds are alike is tested in tests/discovery.
"""

from pathlib import Path

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import Learner, hidden_key, usual_learners, with_comma
from pmcourse.discovery import variant
from pmcourse.discovery.case import CASE as LESSON
from pmcourse.discovery.case import FORM
from pmcourse.discovery.model import Persona, Problem, Role
from pmcourse.discovery.screens import Element, Kind, difficulty, seconds
from pmcourse.kit.sheet_data import Sheet

SEED = 20261125
ROOT = Path(__file__).parents[2]
BANKS = {  # graded cell -> what is drawn of its bank
    "questions": variant.questions, "quotations": variant.quotations, "stages": variant.breakdowns,
    "sketches": variant.assumptions, "tasks": variant.tasks, "recall": variant.recall,
}  # fmt: skip
KEYS = {cell: hidden_key(ROOT, "02-discovery", cell) for cell in (*BANKS, "board", "mended")}
POINTS = {
    "questions": 2.5, "quotations": 4, "board": 6.5, "klm": 3, "fitts": 1, "form": 6, "stages": 2.5, "sketches": 2,
    "tasks": 2.5, "mended": 1.5, "machine": 2.5, "recall": 1, "statement": 0,
}  # fmt: skip
STATEMENT = "Learners from far do not know whether their class takes place; two of them stood before a locked door."
JOB = "When I leave work for my class, I want to know that it takes place, so that I do not lose the evening."


def first(one):
    """The one right choice, or the first of several."""
    return one if isinstance(one, str) else one[0]


def times(seed):
    sums = variant.sums(seed)
    typed = seconds("MPBH" + "K" * sums.signs + "H")
    screen = sums.lists * seconds("MPBPB") + (sums.ticks + 1) * seconds("MPB")
    return {"typed": typed, "screen": screen, "saved": typed - seconds("M")}


def answers(seed, **changes):
    """What somebody who is right in everything fills in; `changes` gives other answers, None for none."""
    sums, machine = variant.sums(seed), variant.machine(seed)
    right = {cell: {id: first(KEYS[cell][id]) for id in drawn(seed)} for cell, drawn in BANKS.items()}
    right |= {
        "klm": {row: {"seconds": f"{time:.2f}"} for row, time in times(seed).items()},
        "fitts": f"{difficulty(sums.distance, sums.width):.2f}",
        "mended": {id: f"{id}{KEYS['mended'][id]}" for id in variant.mended(seed)[0]},
        "dead-end": machine.dead_ends[0],
        "unreached": machine.unreached[0],
        "presses": str(machine.presses),
    }
    changes = {id.replace("_", "-"): answer for id, answer in changes.items()}
    return {id: answer for id, answer in (right | changes).items() if answer is not None}


def role_of(board, id):
    trouble, at = board.places[id]
    letter = (KEYS["board"][trouble] + "p")[at]
    return {"e": Role.EVIDENCE, "a": Role.ALTERNATIVE, "p": Role.PROPOSITION}[letter]


def cards_of(seed, trouble):
    """The cards that tell of a trouble, with what each can be used as."""
    board = variant.board(seed)
    return {id: role_of(board, id) for id, place in board.places.items() if place[0] == trouble}


def board(seed, used=None, quoted=None, persona="PE-01"):
    """The handed-in board: what four people told of, or other cards in other roles; and who it is about."""
    drawn = variant.board(seed)
    used = cards_of(seed, drawn.many) if used is None else used
    work = drawn.case
    for id, role in used.items():
        work = work.put(id, problem="PR-01", role=role)
    said = [id for id, role in cards_of(seed, drawn.many).items() if role is not Role.PROPOSITION]
    parts = dict(zip(("think", "see", "feel", "do"), said if quoted is None else quoted, strict=False))
    work = work.changed(Persona(id="PE-01", name="Learners from far", **parts))
    return work.changed(Problem(id="PR-01", job=JOB, persona=persona))


def change(work, id, **values):
    return work.changed(work.element(id).model_copy(update=values))


def form(seed):
    """The handed-in screens: what nobody needs is gone, what is known is filled in, each mistake has a way back."""
    work = variant.form(seed)
    for id in ("L-03", "L-07", "L-08"):
        work = work.without(id)
    for one in work.elements:
        work = change(work, one.id, ink="#000000")
    work = change(change(work, "L-05", kind=Kind.KNOWN), "L-06", kind=Kind.KNOWN)
    work = change(change(work, "L-02", kind=Kind.CHOICE), "L-01", fails="fault")
    for at, (screen, home) in enumerate((("full", "class"), ("fault", "class"), ("card", "pay"))):
        work = work.changed(Element(id=f"X-{at}", label="Back", screen=screen, kind=Kind.BUTTON, leads=home))
    return work


BOARD, FORMED, RIGHT = board(SEED), form(SEED), answers(SEED)
DRAWN = variant.board(SEED)
MANY, ONE = cards_of(SEED, DRAWN.many), cards_of(SEED, DRAWN.one)
STAFF = [card.id for card in DRAWN.case.cards if card.staff]
TIMES, SUMS = times(SEED), variant.sums(SEED)


def learner(name, why, lose=None, seed=SEED, made=None, screens=None, **changes):
    """The model's answers but for some; `lose` gives the points that differ from full marks; "" hands in no file."""
    files = {"answers/sheet.json": dumps(Sheet(seed=seed, answers=answers(seed, **changes)))}
    for file, text, right in (("discovery", made, board), ("screens", screens, form)):
        if text != "":
            files[f"answers/{file}.json"] = text or dumps(right(seed))
    return Learner(name, why, POINTS | (lose or {}), {"statement": STATEMENT}, files)


def others(cell, wrong):
    """The right choices of a bank, but for those for which `wrong` gives another."""
    return {id: wrong.get(choice, choice) for id, choice in RIGHT[cell].items()}


def lost(cell, wrong):
    """The points of a bank that are left where `others` answers."""
    hits = [given in ([KEYS[cell][id]] if isinstance(KEYS[cell][id], str) else KEYS[cell][id])
            for id, given in others(cell, wrong).items()]  # fmt: skip
    return {cell: POINTS[cell] * sum(hits) / len(hits)}


def klm(**values):
    return {row: {"seconds": f"{values.get(row, time):.2f}"} for row, time in TIMES.items()}


def twin(role):
    """The second expert's codes."""
    return {id: KEYS["quotations"][id][role] for id in variant.quotations(SEED)}


LEARNERS = [
    learner("model", "right in everything: all that a machine can give; the statement waits for a person"),
    Learner("empty", "the untouched release earns nothing", dict.fromkeys(POINTS, 0)),
    learner("other-seed", "right on a case of their own", seed=7),
    learner(
        "non-native",
        "right, typed as people do: decimal commas and words; codes as the second expert does",
        klm={row: {"seconds": with_comma(cell["seconds"]) + " s"} for row, cell in RIGHT["klm"].items()},
        fitts=with_comma(RIGHT["fitts"]),
        presses=f" {RIGHT['presses']} ",
        quotations=twin(1),
    ),
    learner(
        "programmer",
        "computes everything and types all digits",
        klm={row: {"seconds": repr(time)} for row, time in TIMES.items()},
        fitts=repr(difficulty(SUMS.distance, SUMS.width)),
    ),
    learner(
        "stuffer",
        "clicks the same everywhere, lays every card to the problem, types the method's words",
        dict.fromkeys(POINTS, 0) | {"form": 1.5},
        questions=dict.fromkeys(RIGHT["questions"], "leading"),
        quotations=dict.fromkeys(RIGHT["quotations"], "trouble"),
        stages=dict.fromkeys(RIGHT["stages"], "perceive"),
        sketches=dict.fromkeys(RIGHT["sketches"], "paper"),
        tasks=dict.fromkeys(RIGHT["tasks"], "button"),
        mended=dict.fromkeys(RIGHT["mended"], next(iter(RIGHT["mended"].values()))[:-1] + "x"),
        recall=dict.fromkeys(RIGHT["recall"], "market"),
        klm={row: {"seconds": "M P B H K"} for row in TIMES},
        fitts="log2",
        dead_end="Help" if variant.machine(SEED).dead_ends != ["Help"] else "Pay",
        unreached=variant.machine(SEED).dead_ends[0],
        presses="9",
        made=dumps(board(SEED, {card.id: Role.EVIDENCE for card in DRAWN.case.cards}, STAFF)),
        screens=dumps(change(change(variant.form(SEED), "L-04", ink="#000000"), "L-09", ink="#000000")),
    ),
]
