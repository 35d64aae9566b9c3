"""A made-up class for 02-discovery: what each learner hands in, the points it must earn, and why.

All of them work on the case of one seed but `other-seed`; whether seeds are alike is tested in tests/discovery.
"""

from pathlib import Path

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import Learner, hidden_key, usual_learners, with_comma
from pmcourse.discovery import agreement, variant
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


def kappa_share(given):
    """What agreement with the nearer expert is worth where some are left out."""
    key = {id: KEYS["quotations"][id] for id in variant.quotations(SEED)}
    one, other = ({id: codes[at] for id, codes in key.items()} for at in (0, 1))
    theirs = agreement.kappa(list(one.values()), list(other.values()))
    return min(len(given) / len(key), agreement.nearest(given, (one, other)) / theirs)


HALF_CODES = round(4 * kappa_share(dict(list(RIGHT["quotations"].items())[:16])), 4)
LEARNERS = [
    learner("model", "right in everything: all that a machine can give; the statement waits for a person"),
    Learner("empty", "the untouched release earns nothing", dict.fromkeys(POINTS, 0)),
    learner("other-seed", "right on a case of their own", seed=7),
    learner(
        "non-native",
        "right, typed as people do: decimal commas and spaces; codes as the second expert does",
        klm={row: {"seconds": f" {with_comma(cell['seconds'])} "} for row, cell in RIGHT["klm"].items()},
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
        dict.fromkeys(POINTS, 0),
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
        screens=dumps(change(variant.form(SEED), "L-04", leads="done", ink="#000000")),
    ),
    learner(
        "loud-voice",
        "takes what one person tells three times for what many have",
        {"board": 0.7 + 3},
        made=dumps(board(SEED, ONE, [id for id, role in ONE.items() if role is not Role.PROPOSITION])),
    ),
    learner(
        "believes-makers",
        "what the makers believe counts as evidence",
        {"board": 6.5 - 1.75},
        made=dumps(board(SEED, MANY | {STAFF[0]: Role.EVIDENCE})),
    ),
    learner(
        "of-others",
        "takes what somebody says of others for something that happened",
        {"board": 6.5 - 1.75},
        made=dumps(board(SEED, MANY | {DRAWN.of_others: Role.EVIDENCE})),
    ),
    learner(
        "names-only",
        "reads no word, and lays down everybody who spoke once",
        {"board": 0},
        made=dumps(
            board(
                SEED,
                dict.fromkeys(
                    [*(id for id, r in MANY.items() if r is not Role.PROPOSITION), DRAWN.of_others], Role.EVIDENCE
                ),
            )
        ),
    ),
    learner(
        "one-number",
        "types one number into every field",
        {"klm": 1},
        klm=klm(screen=TIMES["typed"], saved=TIMES["typed"]),
    ),
    learner(
        "makers-only",
        "the problem rests on the makers alone",
        {"board": 0},
        made=dumps(board(SEED, dict.fromkeys(STAFF, Role.EVIDENCE), STAFF)),
    ),
    learner(
        "two-troubles",
        "takes two troubles for one",
        {"board": 6.5 - 1.75},
        made=dumps(board(SEED, MANY | dict([next((i, r) for i, r in ONE.items() if r is Role.EVIDENCE)]))),
    ),
    learner(
        "no-alternative",
        "takes what people do today for evidence, so nothing is left that they do",
        {"board": 6.5 - 1.75 - 1.5 - 1},
        made=dumps(board(SEED, {id: Role.EVIDENCE if r is Role.ALTERNATIVE else r for id, r in MANY.items()})),
    ),
    learner(
        "photos",
        "proposes what the director wants",
        {"board": 6.5 - 0.5},
        made=dumps(
            board(
                SEED,
                {id: role for id, role in MANY.items() if role is not Role.PROPOSITION}
                | {next(c.id for c in DRAWN.case.cards if c.text.startswith("Photos")): Role.PROPOSITION},
            )
        ),
    ),
    learner(
        "made-up-persona",
        "the persona is made of the makers' words",
        {"board": 6.5 - 1},
        made=dumps(board(SEED, quoted=[*STAFF, DRAWN.of_others])),
    ),
    learner("nobodys", "the problem is nobody's", {"board": 6.5 - 1}, made=dumps(board(SEED, persona=""))),
    learner("no-board", "never touched the board", {"board": 0}, made=""),
    learner("start-board", "leaves the board as it was", {"board": 0}, made=dumps(DRAWN.case)),
    learner("torn-board", "the board's file was cut off", {"board": 0}, made=dumps(BOARD)[:200]),
    learner("lesson-board", "hands in the board of the lesson", {"board": 0}, made=dumps(LESSON.start)),
    learner(
        "plundered-board",
        "the makers' cards are given to users: who said what is put back",
        {"board": 6.5 - 1.75},
        made=dumps(board(SEED, MANY).put(STAFF[0], problem="PR-01", staff=False, who="Grace, learner")),
    ),
    learner(
        "one-code",
        "gives every quotation one code",
        {"quotations": 0},
        quotations=dict.fromkeys(RIGHT["quotations"], "trouble"),
    ),
    learner("no-codes", "skips the quotations", {"quotations": 0}, quotations=None),
    learner(
        "closed-is-leading",
        "takes each closed question for a leading one",
        lost("questions", {"closed": "leading", "leading": "closed"}),
        questions=others("questions", {"closed": "leading", "leading": "closed"}),
    ),
    learner("hand-once", "forgets that the hand goes back", {"klm": 2.5}, klm=klm(typed=TIMES["typed"] - 0.4)),
    learner(
        "hand-once-and-on",
        "forgets it, and goes on rightly from there: one cause costs once",
        {"klm": 2.5},
        klm=klm(typed=TIMES["typed"] - 0.4, saved=TIMES["saved"] - 0.4),
    ),
    learner(
        "units",
        "types the units, as the fields name them",
        klm={row: {"seconds": f"about {cell['seconds']} sec."} for row, cell in RIGHT["klm"].items()},
        fitts=RIGHT["fitts"] + " bits",
        presses=RIGHT["presses"] + " keys",
    ),
    learner(
        "two-problems",
        "begins with one thing, and makes a whole problem beside it: the best one counts",
        made=dumps(board(SEED).changed(Problem(id="PR-02")).put(STAFF[0], problem="PR-02")),
    ),
    learner(
        "two-thirds-of-codes",
        "codes sixteen of twenty-four",
        {"quotations": HALF_CODES},
        quotations=dict(list(RIGHT["quotations"].items())[:16]),
    ),
    learner(
        "all-known",
        "calls everything filled in already, and takes the rest off",
        {"form": 0},
        screens=dumps(change(change(FORMED, "L-10", kind=Kind.KNOWN), "L-01", kind=Kind.KNOWN)),
    ),
    learner("no-button", "leaves the button out", {"klm": 2.5}, klm=klm(screen=TIMES["screen"] - 2.65)),
    learner(
        "signs-copied",
        "types the number of the question",
        {"klm": 0},
        klm={row: {"seconds": str(SUMS.signs)} for row in TIMES},
    ),
    learner(
        "form-of-1954",
        "takes the form of 1954",
        {"fitts": 0.5},
        fitts=f"{difficulty(2 * SUMS.distance / SUMS.width - 1, 1):.3f}",
    ),
    learner("no-form", "never touched the sign-up", {"form": 0}, screens=""),
    learner("start-form", "leaves the sign-up as it was", {"form": 0}, screens=dumps(variant.form(SEED))),
    learner(
        "empties-form",
        "takes off all that is asked: quick, and of no use",
        {"form": 0},
        screens=dumps(change(FORMED.without("L-01").without("L-05"), "L-04", leads="done")),
    ),
    learner(
        "drops-one",
        "takes off one thing that must be asked",
        {"form": 0.3 * 3.5},
        screens=dumps(FORMED.without("L-06")),
    ),
    learner(
        "colour-only",
        "mends the contrast, and calls it design",
        {"form": 1.5},
        screens=dumps(change(change(variant.form(SEED), "L-02", ink="#000000"), "L-12", ink="#000000")),
    ),
    learner(
        "dead-ends",
        "mends all but the ways back; two of three are left, for a list ends one by itself",
        {"form": round(6 - 4 / 3, 4)},
        screens=dumps(change(FORMED.without("X-0").without("L-16").without("X-1").without("X-2"), "L-01", fails="")),
    ),
    learner(
        "fills-in-all",
        "fills in what the account cannot know",
        {"form": 0.3 * 3.5},
        screens=dumps(change(FORMED, "L-10", kind=Kind.KNOWN)),
    ),
    learner(
        "short-answers",
        "changes in the file how many signs an answer has: facts are put back",
        {"form": 6 - 2.5},
        screens=dumps(
            variant.form(SEED).model_copy(
                update={
                    "elements": tuple(
                        one.model_copy(update={"ink": "#000000", "letters": 0, "fails": one.fails or "fault"})
                        for one in FORMED.changed(variant.form(SEED).element("L-07"))
                        .changed(variant.form(SEED).element("L-08"))
                        .changed(variant.form(SEED).element("L-03"))
                        .elements
                    )
                }
            )
        ),
    ),
    learner("lesson-form", "hands in the form of the lesson", {"form": 0}, screens=dumps(FORM.start)),
    learner(
        "sees-for-understands",
        "takes not seeing and not understanding for one, and way and button too",
        lost(
            "stages", WRONG := {"perceive": "interpret", "interpret": "perceive", "plan": "specify", "specify": "plan"}
        ),
        stages=others("stages", WRONG),
    ),
    learner(
        "asks-for-all",
        "would ask people about everything",
        {"sketches": 0},
        sketches=dict.fromkeys(RIGHT["sketches"], "interview"),
    ),
    learner(
        "way-for-word",
        "takes the way for a word, and two tasks in one for a fair one",
        lost("tasks", {"steps": "button", "button": "steps", "double": "fair"}),
        tasks=others("tasks", {"steps": "button", "button": "steps", "double": "fair"}),
    ),
    learner(
        "same-fault-again",
        "mends each task with the sentence that has the same fault",
        {"mended": 0},
        mended={id: f"{id}{'ab'.replace(KEYS['mended'][id], '')}" for id in RIGHT["mended"]},
    ),
    learner(
        "counts-screens",
        "counts the screens, not the keys",
        {"machine": 1.5},
        presses=str(variant.machine(SEED).presses + 1),
    ),
    learner("no-machine", "skips the machine", {"machine": 0}, dead_end=None, unreached=None, presses=None),
    learner("all-vision", "takes all duties for one", {"recall": 0}, recall=dict.fromkeys(RIGHT["recall"], "vision")),
    *usual_learners(learner("usual", "right in everything"), test="klm"),
]
