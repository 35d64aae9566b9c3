"""A made-up class for 08-backlog: what each learner hands in, the points it must earn, and why.

All of them work on the case of one seed but `other-seed`; whether seeds are alike is tested in tests/backlog.
"""

from pathlib import Path

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import Learner, hidden_key, usual_learners, with_comma
from pmcourse.backlog import variant
from pmcourse.backlog.kano import evaluate
from pmcourse.backlog.methods import rank
from pmcourse.backlog.model import Moscow
from pmcourse.backlog.sequence import best_order, cost_of_order
from pmcourse.kit.sheet_data import Sheet

SEED = 20261125
POINTS = {
    "rice": 3, "zero": 1, "quotients": 3, "one-week": 1, "dependencies": 2, "order-cost": 5, "saved": 2,
    "moscow-rules": 4, "kano": 2.5, "moved": 1.5, "not-now": 2, "methods": 2.5, "clinic": 2, "recall": 1, "letter": 0,
}  # fmt: skip
LETTER = "Dear Ms Duarte, first the message about cancelled classes, then the photos, if a test brings bookings."
KEY = hidden_key(Path(__file__).parents[2], "08-backlog", "methods")


def answers(seed, **changes):
    """What somebody who is right in everything fills in; `changes` gives other answers by their id."""
    case = variant.case(seed)
    scored = {id: case.find(id) for id in variant.scored(seed)}
    jobs = best_order(variant.clinic(seed).backlog).order
    right = {
        "rice": {id: {"score": f"{i.reach * i.impact * i.confidence / i.effort:.1f}"} for id, i in scored.items()},
        "zero": "none",
        "quotients": {id: {"quotient": f"{i.cost_of_delay / i.duration:.1f}"} for id, i in scored.items()},
        "one-week": f"{sum(item.cost_of_delay for item in case.items):.0f}",
        "saved": f"{cost_of_order(case) - best_order(case).cost:.0f}",
        "kano": {id: evaluate(*pair) for id, pair in variant.survey(seed).items()},
        "moved": variant.farthest(case),
        "refuse": dict(zip(("first", "second"), variant.refusable(case)[:2], strict=True)),
        "methods": {id: KEY[id] for id in variant.situations(seed)},
        "clinic": list(jobs),
        "recall": {"a": "nothing", "b": "who wants it", "c": "what it is good for", "d": "what is wanted"},
    }
    return {id: answer for id, answer in (right | changes).items() if answer is not None}


def classes(seed):
    """Classes that keep every rule: the law and what it needs, a tenth of the time as Could, the rest by worth."""
    case, room = variant.case(seed), variant.capacity(seed)
    found = dict.fromkeys(case.ids, Moscow.WONT)
    for id in variant.LAW:
        for must in (id, *case.find(id).depends_on):
            found[must] = Moscow.MUST
    free = [item for item in case.items if found[item.id] is Moscow.WONT and not item.depends_on]
    by_worth = sorted(free, key=lambda item: item.cost_of_delay / item.duration)
    left = room - sum(case.find(id).effort for id, one in found.items() if one is Moscow.MUST)
    reserve = 0.0
    for item in by_worth:
        if reserve < 0.1 * room and reserve + item.effort <= 0.4 * room:
            found[item.id], reserve = Moscow.COULD, reserve + item.effort
    left -= reserve
    for item in reversed(by_worth):
        if found[item.id] is Moscow.WONT and item.effort <= left:
            found[item.id], left = Moscow.SHOULD, left - item.effort
    return found


def table(seed, order=None, chosen=None):
    """The handed-in table: the cheapest order and classes that keep every rule, or others."""
    case, chosen = variant.case(seed), classes(seed) if chosen is None else chosen
    backlog = case.reorder(order or best_order(case).order)
    for id in backlog.ids:
        backlog = backlog.change(id, moscow=chosen.get(id))
    return dumps(backlog)


def learner(name, why, lose=None, seed=SEED, order=None, chosen=None, made=None, letter=LETTER, **changes):
    """The model's answers but for some; `lose` gives the points that differ from full marks."""
    given = answers(seed, **{id.replace("_", "-"): answer for id, answer in changes.items()})
    files = {"answers/sheet.json": dumps(Sheet(seed=seed, answers=given))}
    if made != "":
        files["answers/backlog.json"] = made or table(seed, order, chosen)
    return Learner(name, why, POINTS | (lose or {}), {"letter": letter}, files)


CASE = variant.case(SEED)
RIGHT = answers(SEED)
BY_WSJF = [row.id for row in rank(CASE, "wsjf")]
BRANCH = next(  # a seed on which instalments, and the discount that needs them, both wait cheaply
    seed for seed in range(50) if not variant.why_not_refused(variant.case(seed), "L-02", {"L-02", "L-11"})
    and "L-11" in variant.refusable(variant.case(seed))
)  # fmt: skip
TABLE = ("dependencies", "order-cost", "saved", "moscow-rules")
NO_TABLE = dict.fromkeys(TABLE, 0)
MANY_LATE = {"dependencies": 0, "order-cost": 2.5}


def gain(order):
    return f"{cost_of_order(CASE) - cost_of_order(CASE, order):.2f}"


def _beside(rows, column, *ways):
    """The right number of each row, written in these ways."""
    return [{column: way.format(cells[column])} for cells, way in zip(rows.values(), ways, strict=True)]


def one_late():
    """The cheapest order with one need turned round, and nothing else broken."""
    order = list(best_order(CASE).order)
    for item in CASE.items:
        for need in item.depends_on:
            other = [id for id in order if id != item.id]
            other.insert(other.index(need), item.id)
            if len(CASE.reorder(other).broken()) == 1:
                return other
    raise AssertionError("no need can be broken alone")


LEARNERS = [
    learner("model", "right in everything: all that a machine can give; the letter waits for a person"),
    Learner("empty", "the untouched release earns nothing", dict.fromkeys(POINTS, 0)),
    learner("other-seed", "right on a case of their own", seed=7),
    learner(
        "non-native",
        "right, typed as people do: decimal commas, spaces between thousands, other refusals, words around nothing",
        rice={id: {"score": with_comma(cell["score"])} for id, cell in RIGHT["rice"].items()},
        quotients={id: {"quotient": f" {with_comma(cell['quotient'])} "} for id, cell in RIGHT["quotients"].items()},
        one_week=f"{int(RIGHT['one-week']):,}".replace(",", " "),
        refuse=dict(zip(("first", "second"), variant.refusable(CASE)[-2:], strict=True)),
        letter="Dear Ms Duarte, photo is good. But first message for closed class: it cost much each week.",
    ),
    learner(
        "words-around-numbers",
        "right, with units, currencies, an equals sign and a working beside the numbers",
        rice=dict(
            zip(RIGHT["rice"], _beside(RIGHT["rice"], "score", "= {}", "{} points", "100 × 2 × 0.5 = {}"), strict=True)
        ),
        quotients=dict(
            zip(
                RIGHT["quotients"],
                _beside(RIGHT["quotients"], "quotient", "{} per week", "about {}", "{},-"),
                strict=True,
            )
        ),
        one_week=f"{int(RIGHT['one-week']):,} € a week".replace(",", "."),
        saved=f"ca. {float(RIGHT['saved']):,.0f} EUR (see the table)".replace(",", " "),
    ),
    learner(
        "programmer",
        "computes everything and types all digits",
        rice={
            id: {
                "score": repr(
                    CASE.find(id).reach * CASE.find(id).impact * CASE.find(id).confidence / CASE.find(id).effort
                )
            }
            for id in RIGHT["rice"]
        },
        saved=repr(cost_of_order(CASE) - best_order(CASE).cost),
    ),
    learner(
        "stuffer",
        "clicks the same everywhere, moves one item, pastes the method's words",
        {
            "rice": 0,
            "zero": 0,
            "quotients": 0,
            "one-week": 0,
            "dependencies": 0,
            "order-cost": 0,
            "saved": 0,
            "moscow-rules": 0,
            "kano": 0,
            "moved": 0,
            "not-now": 0,
            "methods": 0,
            "clinic": 0,
            "recall": 0,
        },
        rice={id: {"score": "RICE"} for id in RIGHT["rice"]},
        zero="first",
        quotients={id: {"quotient": "100"} for id in RIGHT["quotients"]},
        one_week="100",
        saved="100",
        kano=dict.fromkeys(RIGHT["kano"], "must-be"),
        moved=next(id for id in CASE.ids if id != RIGHT["moved"]),
        refuse={"first": "L-05", "second": "L-07"},
        methods=dict.fromkeys(RIGHT["methods"], "questionnaire"),
        clinic=RIGHT["clinic"][::-1],
        recall=dict.fromkeys("abcd", "nothing"),
        order=[CASE.ids[1], CASE.ids[0], *CASE.ids[2:]],
        chosen=dict.fromkeys(CASE.ids, Moscow.MUST),
        letter="RICE WSJF MoSCoW Kano backlog stakeholder value value value.",
    ),
    learner(
        "copies-the-reach",
        "types the first number of each line: where that is what a slip gives too, it is a copy all the same",
        {"rice": 0},
        seed=1,
        rice={id: {"score": f"{variant.case(1).find(id).reach:g}"} for id in variant.scored(1)},
    ),
    learner(
        "effort-as-value",
        "multiplies by the effort",
        {"rice": 1.5},
        rice={
            id: {"score": f"{float(cell['score']) * CASE.find(id).effort ** 2:.1f}"}
            for id, cell in RIGHT["rice"].items()
        },
    ),
    learner(
        "without-confidence",
        "forgets the confidence",
        {"rice": 1.5},
        rice={
            id: {"score": f"{float(cell['score']) / CASE.find(id).confidence:.1f}"}
            for id, cell in RIGHT["rice"].items()
        },
    ),
    learner("zero-first", "takes an effort of 0 for a bargain", {"zero": 0}, zero="first"),
    learner(
        "score-as-cost",
        "takes the RICE score for the cost of delay",
        {"quotients": 0},
        quotients={
            id: {"quotient": f"{float(RIGHT['rice'][id]['score']) / CASE.find(id).duration + 1:.1f}"}
            for id in RIGHT["rice"]
        },
    ),
    learner(
        "mean-week", "takes the mean for the sum", {"one-week": 0.5}, one_week=f"{float(RIGHT['one-week']) / 12:.2f}"
    ),
    learner(
        "needs-ignored",
        "sorts by the quotient and stops: cheap on paper, but needs come too late",
        MANY_LATE,
        order=BY_WSJF,
        saved=gain(BY_WSJF),
    ),
    learner(
        "one-need-late",
        "one need comes too late",
        {"dependencies": 1, "order-cost": 2.5},
        order=one_late(),
        saved=gain(one_late()),
    ),
    learner("saved-sign", "subtracts the wrong way round", {"saved": 1}, saved=f"-{RIGHT['saved']}"),
    learner(
        "everything-must",
        "everything is a Must, so nothing is",
        {"moscow-rules": 0},
        chosen=dict.fromkeys(CASE.ids, Moscow.MUST),
    ),
    learner(
        "everything-must-but-photos",
        "everything is a Must but what Ms Duarte asks for",
        {"moscow-rules": 0},
        chosen=dict.fromkeys(CASE.ids, Moscow.MUST) | {"L-09": Moscow.WONT},
    ),
    learner(
        "law-and-little-else",
        "finds the law, and promises nothing more",
        {"moscow-rules": 1},
        chosen=dict.fromkeys(CASE.ids, Moscow.WONT) | dict.fromkeys(variant.LAW, Moscow.MUST),
    ),
    learner(
        "law-forgotten",
        "makes what the law asks for a Could",
        {"moscow-rules": 0},
        chosen=classes(SEED) | dict.fromkeys(variant.LAW, Moscow.COULD),
    ),
    learner(
        "half-of-the-law",
        "sees one of the two duties, and keeps every other rule: only the law's point is lost",
        {"moscow-rules": 3},
        chosen=classes(SEED) | {"L-10": Moscow.SHOULD},
    ),
    learner(
        "unclassed",
        "leaves items without a class",
        {"moscow-rules": 0},
        chosen={id: Moscow.MUST for id in variant.LAW},
    ),
    learner(
        "kano-half",
        "mixes up must-be and attractive",
        {"kano": 1.5},
        kano={
            id: {"must-be": "attractive", "attractive": "must-be"}.get(one, one) for id, one in RIGHT["kano"].items()
        },
    ),
    learner(
        "refuses-the-base",
        "refuses what others need",
        {"not-now": 1},
        refuse={"first": "L-05", "second": RIGHT["refuse"]["first"]},
    ),
    learner(
        "refuses-one-twice",
        "names one good item twice: it is one",
        {"not-now": 1},
        refuse=dict.fromkeys(("first", "second"), "L-09"),
    ),
    learner("refuses-one", "leaves the second open", {"not-now": 1}, refuse={"first": RIGHT["refuse"]["second"]}),
    learner(
        "refuses-a-branch",
        "refuses instalments and the discount that needs them: nothing that is kept needs either",
        seed=BRANCH,
        refuse={"first": "L-02", "second": "L-11"},
    ),
    learner(
        "all-rice",
        "answers RICE to every situation",
        {"methods": 0},
        methods=dict.fromkeys(RIGHT["methods"], "rice"),
    ),
    learner(
        "clinic-by-quotient",
        "sorts the clinic's jobs and forgets the need",
        {"clinic": 0},
        clinic=[row.id for row in rank(variant.clinic(SEED).backlog, "wsjf")],
    ),
    learner("no-table", "never touched the table", NO_TABLE, made=""),
    learner("torn-table", "the table's file was cut off", NO_TABLE, made=table(SEED)[:200]),
    learner(
        "plundered-table",
        "the table's numbers are changed so that every order is good: facts are put back",
        MANY_LATE,
        made=dumps(
            CASE.reorder(BY_WSJF).model_copy(
                update={
                    "items": tuple(
                        CASE.find(id).but(cost_of_delay=0, depends_on=(), moscow=classes(SEED)[id]) for id in BY_WSJF
                    )
                }
            )
        ),
        saved=gain(BY_WSJF),
    ),
    learner(
        "other-case",
        "hands in the table of another seed: only its order and classes count, and the order is that of the start",
        {"dependencies": 0, "order-cost": 0, "saved": 0},
        made=table(7, order=list(CASE.ids), chosen=classes(SEED)),
    ),
    *usual_learners(learner("usual", "right in everything"), test="quotients"),
]
