"""A made-up class for 12-building: what each learner hands in, the points it must earn, and why.

All of them work on the case of one seed but `other-seed`; whether seeds are alike is tested in tests/building.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import Learner, hidden_key, usual_learners, with_comma, without_cell
from pmcourse.building import checks, rewriting, variant
from pmcourse.building.case import CASE as THE_CASE
from pmcourse.building.model import Building, Example, best, by_value, pairings, value
from pmcourse.building.mutants import sufficient
from pmcourse.kit.sheet_data import Sheet

SEED = 20261157
POINTS = {
    "examples": 4, "criteria": 2.5, "order": 3, "rides": 2.5, "rewrites": 3, "cycle": 2, "merges": 3, "practices": 3,
    "rota": 2, "plan": 3, "letter": 0,
}  # fmt: skip
LETTER = "Dear Ms Duarte, on Friday people look at prices. 9 evenings with a card cost 36; without rows it may be 72."
ROOT = Path(__file__).parents[2]
KEY = hidden_key(ROOT, "12-building", "practices")
FLAGS = {True: "yes", False: "no"}


def ordered(lines, texts):
    """The ids of `lines` in the order of `texts`."""
    ids = {text: id for id, text in lines.items()}
    return [ids[text] for text in texts]


def answers(seed, **changes):
    """What somebody who is right in everything fills in; `changes` gives other answers, None for none."""
    found, rows = variant.criteria(seed)
    right = {
        "criteria": {id: next(name for name, row in rows.items() if row == one.row) for id, one in found.items()},
        "order": ordered(variant.refund_lines(seed), variant.refund(seed).program.lines),
        "rides": {
            name: {column: f"{price:g}" for column, price in zip("357", ride.values, strict=True)}
            for name, ride in variant.rides(seed)[1].items()
        },
        "rewrites": rewriting.rewrites(seed).kinds,
        "cycle": ordered(variant.cycle_lines(seed), variant.cycle(seed)),
        "merges": variant.merges(seed).kinds,
        "practices": {id: KEY[id] for id in variant.practices(seed)},
    }
    return {id: answer for id, answer in (right | changes).items() if answer is not None}


def typed(rows):
    """Rows as they are typed into the table."""
    return tuple(
        Example(given={name: FLAGS[one] if isinstance(one, bool) else str(one) for name, one in row.given},
                expected=f"{row.expected:g}")
        for row in rows
    )  # fmt: skip


def right_rota(seed):
    """The first rota that keeps all rules."""
    one = variant.team(seed)

    def grown(rounds):
        if len(rounds) == variant.ROUNDS:
            return rounds if not checks.rota(rounds, *one) else None
        for pairing in pairings(one.people):
            if not checks.rota([*rounds, pairing], *one) and (whole := grown([*rounds, pairing])):
                return whole
        return None

    return tuple(grown([]))


@cache
def enough(seed):
    """A table that catches every faulty copy."""
    return sufficient(variant.price(seed).program)


def work(seed, examples=None, rota=None, chosen=None):
    """What was made in the editors, right but for what is given."""
    game = variant.game(seed)
    return Building(
        examples=typed(enough(seed)) if examples is None else tuple(examples),
        rota=right_rota(seed) if rota is None else tuple(rota),
        chosen=tuple(one.id for one in best(game.stories, game.velocity)) if chosen is None else tuple(chosen),
    )


def learner(name, why, lose=None, seed=SEED, made=None, letter=LETTER, editors=None, cells=None, **changes):
    """The model's answers but for some; `lose` gives the points that differ from full marks."""
    files = {"answers/sheet.json": dumps(Sheet(seed=seed, answers=answers(seed, **changes)))}
    if made != "":
        files[f"answers/{THE_CASE.filename}"] = made or dumps(work(seed, **(editors or {})))
    return Learner(name, why, POINTS | (lose or {}), {"letter": letter} | (cells or {}), files)


RIGHT, PRICE, TEAM, GAME = answers(SEED), variant.price(SEED).program, variant.team(SEED), variant.game(SEED)
MERGES, REWRITES, ROTA = variant.merges(SEED), rewriting.rewrites(SEED), right_rota(SEED)
ROWS = enough(SEED)
NO_EDITORS = {"examples": 0, "rota": 0, "plan": 0}
RIDES = RIGHT["rides"]
PART = round(2.5 / 6, 4)


def caught(rows):
    """What a table earns."""
    share = variant.catch(PRICE, rows).share
    return {"examples": round(3.5 * share + 0.5 * (share == 1 and len(rows) <= variant.LEAN), 4)}


def moved(id, line, to):
    """An order in which one line stands elsewhere."""
    order = [one for one in RIGHT[id] if one != line]
    return [*order[:to], line, *order[to:]]


def turned(id, of, into):
    """The answers of one question, where `of` was taken for `into`."""
    return {row: into if said in of else said for row, said in RIGHT[id].items()}


def left(id, most, given, chance=1):
    """What the answers earn, of which so many come right by chance."""
    right = sum(given[row] == truth for row, truth in RIGHT[id].items())
    return {id: 0 if len(set(given.values())) == 1 else round(most * max(0, right - chance) / (len(given) - chance), 4)}


def set_learner(name, why, id, most, of, into, chance=1):
    """A learner with one mistaken idea in one question."""
    given = turned(id, of, into)
    return learner(name, why, left(id, most, given, chance), **{id: given})


def chose(stories):
    """A learner's plan of other stories."""
    return {"chosen": [one.id for one in stories]}


def without_own(notebook):
    """An edit that deletes the cells for those who program."""
    for cell in ("examples-own", "order-own"):
        without_cell(cell)(notebook)


def a_refund(last, until=-3):
    """The refund as a function, its lines up to `until` and then `last`."""
    lines = (*variant.refund(SEED).program.lines[:until], *last)
    return "def my_refund(paid, days, cancelled, member):\n" + "\n".join(f"    {line}" for line in lines)


FUNCTION = a_refund(variant.refund(SEED).program.lines[-3:])
OWN_ROWS = "def my_rows():\n    return " + repr([(*[one for _, one in row.given], row.expected) for row in ROWS])
NEARLY = best(GAME.stories, GAME.velocity + GAME.nearly)
MIDDLE = variant.naive(PRICE)
ONE_SIDE = [row for row in ROWS if dict(row.given)["evenings"] > 2]
CRITERIA, SHOWN = variant.criteria(SEED)
SAME_GIVEN = {
    id: next(
        (name for name, row in SHOWN.items() if row.given == one.row.given and row != one.row), RIGHT["criteria"][id]
    )
    for id, one in CRITERIA.items()
}
BY_VALUE = by_value(GAME.stories, GAME.velocity, {one.id: one.value for one in GAME.stories})
SOUND = {one.criterion for one in checks.plan(BY_VALUE, GAME.stories, GAME.velocity)} <= {"worth"} and value(
    BY_VALUE
) >= 0.6 * value(best(GAME.stories, GAME.velocity))
TWICE = (ROTA[0], *ROTA[:3])

LEARNERS = [
    learner("model", "right in everything: all that a machine can give; the letter waits for a person"),
    Learner("empty", "the untouched release earns nothing", dict.fromkeys(POINTS, 0)),
    learner("other-seed", "right on a case of their own", seed=7),
    learner(
        "non-native",
        "right, typed as people do: decimal commas, words around numbers, eight rows of which some say the same",
        {"examples": 3.5},
        editors={"examples": [
            Example(given=one.given | {"evenings": one.given["evenings"] + " evenings"},
                    expected=with_comma(one.expected) + " €")
            for one in (*typed(ROWS), *typed(MIDDLE))
        ][:8]},
        rides={name: {column: "about " + with_comma(price) for column, price in cells.items()}
               for name, cells in RIDES.items()},
        letter="Dear Ms Duarte, Friday is important, I understand. But row 9 evenings with card is 36, we may lose it.",
    ),
    learner(
        "programmer",
        "answers both questions by functions of their own, and types all digits",
        cells={"examples-own": OWN_ROWS, "order-own": FUNCTION},
        order=None,
        editors={"examples": []},
        rides={name: {column: repr(float(price)) for column, price in cells.items()} for name, cells in RIDES.items()},
    ),
    learner(
        "stuffer",
        "clicks the same everywhere, writes the same row eight times, types numbers of the question",
        dict.fromkeys(POINTS, 0),
        criteria=dict.fromkeys(RIGHT["criteria"], "r1"),
        order=[*list(variant.refund_lines(SEED))[1:], next(iter(variant.refund_lines(SEED)))],
        rides={name: dict.fromkeys("357", RIDES["long"]["7"]) for name in RIDES},
        rewrites=dict.fromkeys("ABCD", "lower"),
        cycle=[*list(variant.cycle_lines(SEED))[1:], next(iter(variant.cycle_lines(SEED)))],
        merges=dict.fromkeys(RIGHT["merges"], "fails"),
        practices=dict.fromkeys(RIGHT["practices"], "test"),
        editors={
            "examples": [Example(given={"evenings": "10", "card": "yes", "first": "yes"}, expected="0")] * 8,
            "rota": [next(iter(pairings(TEAM.people)))] * 4,
            "chosen": [one.id for one in GAME.stories],
        },
        letter="Technical debt, test first, refactoring, continuous integration, pair programming, quality.",
    ),
    learner("middle-rows", "only rows that everybody thinks of", {"examples": 0}, editors={"examples": typed(MIDDLE)}),
    learner("no-boundary", "leaves out the row of the smallest numbers", caught(ONE_SIDE),
            editors={"examples": typed(ONE_SIDE)}),
    learner("false-alarm", "one row more, whose result is wrong: 0.3, and the small table", {"examples": 3.2},
            editors={"examples": (*typed(ROWS), typed([MIDDLE[0]._replace(expected=1)])[0])}),
    learner("one-field-empty", "one more row that is not filled in costs nothing",
            editors={"examples": (*typed(ROWS), Example(given={"evenings": "3"}))}),
    learner("long-table", "eight rows that catch all: all but the half point for a small table", {"examples": 3.5},
            editors={"examples": (*typed(ROWS), *typed(MIDDLE), *typed(MIDDLE))[:8]}),
    learner("own-fails", "a function that fails is told, and the table counts", cells={"examples-own":
            "def my_rows():\n    return [1 / 0]"}),
    learner("own-nearly", "a function that forgets that nobody owes anything: a third", {"order": 2}, order=None,
            cells={"order-own": a_refund(variant.refund(SEED).program.lines[-2:])}),
    learner("own-two", "a function that forgets the office and the members: two thirds", {"order": 1}, order=None,
            cells={"order-own": a_refund(["back = max(back, 0)", "return back"], -4)}),
    learner("own-slip", "a function with a boundary that is off by one: a third", {"order": 2}, order=None,
            cells={"order-own": FUNCTION.replace("days < ", "days <= ", 1)}),
    learner("own-half", "a function that forgets the members: a third", {"order": 2}, order=None,
            cells={"order-own": a_refund(["back = max(back, 0)", "return back"])}),
    learner("own-constant", "gives back one number for all inputs", {"order": 0}, order=None,
            cells={"order-own": "def my_refund(*all):\n    return 0"}),
    replace(learner("own-gone", "the cells for programmers are deleted: nothing is lost"), edit=without_own),
    learner("same-situation", "looks at Given and not at Then", {"criteria": 1.25}, criteria=SAME_GIVEN),
    learner("no-criteria", "skips the criteria", {"criteria": 0}, criteria=None),
    learner("one-line", "one line in a wrong place: half", {"order": 1.5},
            order=moved("order", RIGHT["order"][5], 6)),
    learner("other-order", "another order that does the same", order=[RIGHT["order"][2], *RIGHT["order"][:2],
                                                                      *RIGHT["order"][3:]]),
    learner("untouched-order", "moved a line and moved it back", {"order": 0}, order=list(variant.refund_lines(SEED))),
    learner("slip", "a slip at line 3, and right from there: one cause costs once", {"rides": 2.5 - PART},
            rides=RIDES | {"long": RIDES["long"] | {"3": f"{float(RIDES['long']['3']) + 2.3:g}",
                                                    "5": f"{float(RIDES['long']['5']) + 1.15:g}"}}),
    learner("no-least", "does not see the least, and is right from there", {"rides": 2.5 - PART},
            rides=RIDES | {"short": RIDES["short"] | dict.fromkeys("57", f"{float(RIDES['short']['3']) / 2:g}")}),
    set_learner("always-simpler", "takes what does the same for simpler", "rewrites", 3, ("same",), "lower", 2),
    set_learner("looks-alike", "takes what changes something for the same", "rewrites", 3, ("other",), "same", 2),
    learner("code-first", "writes the code before the row: half", {"cycle": 1},
            cycle=moved("cycle", RIGHT["cycle"][2], 0)),
    set_learner("trusts-the-tool", "what comes together works", "merges", 3, ("fails",), "clean", 3),
    set_learner("fears-merging", "two changes never agree", "merges", 3, ("clean",), "fails", 3),
    set_learner("pairs-for-all", "pairs cure everything but tired people", "practices", 3,
                ("own", "test", "refactor", "integrate", "customer"), "pair"),
    learner("pair-twice", "the second round is the first once more", {"rota": 0}, editors={"rota": TWICE}),
    learner("open-round", "one round is open: half", {"rota": 1}, editors={"rota": (*ROTA[:3], "")}),
    learner("nearly-done", "counts what is nearly done: too many points", {"plan": 0}, editors=chose(NEARLY)),
    learner("by-value", "goes down the list by value: another plan is worth more", {"plan": float(SOUND)},
            editors=chose(BY_VALUE)),
    learner("no-enabler", "leaves out what brings little by itself, and takes what needs it", {"plan": 0},
            editors=chose([one for one in GAME.stories if one.needs])),
    learner("no-editors", "never touched an editor", NO_EDITORS, made=""),
    learner("torn", "the file of the editors was cut off", NO_EDITORS, made=dumps(work(SEED))[:90]),
    *usual_learners(learner("usual", "right in everything"), test="rides"),
]  # fmt: skip
