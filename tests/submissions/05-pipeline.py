"""A made-up class for 05-pipeline: what each learner hands in, the points it must earn, and why.

All of them work on the case of one seed but `other-seed`; whether seeds are alike is tested in tests/pipeline.
"""

from functools import cache
from pathlib import Path

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import Learner, hidden_key, usual_learners, with_comma
from pmcourse.kit.sheet_data import Sheet
from pmcourse.pipeline import portfolio, variant
from pmcourse.pipeline.case import CASE as THE_CASE
from pmcourse.pipeline.checks import BAD, GOOD
from pmcourse.pipeline.gates import good_counts
from pmcourse.pipeline.model import Order
from pmcourse.pipeline.value import committed, from_here, staged
from pmcourse.pipeline.worlds import best

SEED = 20261126
POINTS = {
    "tree": 3, "pool": 3, "sunk": 3, "newness": 2.5, "portfolio": 4, "gate": 4, "policy": 4, "fit": 4, "share": 1.5,
    "letter": 0,
}  # fmt: skip
LETTER = (
    "Dear Mr Alvim, you want more people to learn. 18 of 36 would miss it, and that may be 34%. The gate stays shut."
)
ROOT = Path(__file__).parents[2]
KEYS = {cell: hidden_key(ROOT, "05-pipeline", cell) for cell in ("newness", "gate")}


@cache
def right(seed):
    """What somebody who is right in everything fills in."""
    tree, pool, (all_, gone, very) = variant.tree(seed), variant.pool(seed), variant.answers(seed)
    worth = from_here(tree.stages, tree.payoff)
    return {
        "last": f"{worth[2]:.1f}",
        "staged": f"{worth[0]:.1f}",
        "committed": f"{committed(tree.stages, tree.payoff):.1f}",
        "passing": f"{pool.passing:.0f}",
        "worth": f"{pool.worth:.1f}",
        "sunk": {id: kind for id, (_, kind) in variant.sunk(seed).items()},
        "newness": {id: KEYS["newness"][id] for id in variant.newness(seed)},
        "fit": {id: kind for id, (_, kind) in variant.fit(seed).items()},
        "share": f"{100 * very / (all_ - gone):.0f}",
    }


def answers(seed, **changes):
    """The same; `changes` gives other answers, None for none."""
    return {id: answer for id, answer in (right(seed) | changes).items() if answer is not None}


def gate(seed):
    """A gate that is right in all its parts."""
    return KEYS["gate"][variant.topic(seed)] | {"least": good_counts(*variant.gate(seed), GOOD, BAD)[0]}


def work(seed, funded=None, gate_=None, policy=None):
    """What was made in the editors, right but for what is given."""
    made = variant.case(seed)
    bought = [bet.id for bet in portfolio.best(made)] if funded is None else funded
    made = made.model_copy(update={"funded": tuple(bought)})
    made = made.change("gate", **(gate(seed) if gate_ is None else gate_))
    return made.change("policy", **(dict(best(variant.setting(seed))[0]) if policy is None else policy))


def learner(name, why, lose=None, seed=SEED, made=None, letter=LETTER, editors=None, **changes):
    """The model's answers but for some; `lose` gives the points that differ from full marks."""
    files = {"answers/sheet.json": dumps(Sheet(seed=seed, answers=answers(seed, **changes)))}
    if made != "":
        files[f"answers/{THE_CASE.filename}"] = made or dumps(work(seed, **(editors or {})))
    return Learner(name, why, POINTS | (lose or {}), {"letter": letter}, files)


RIGHT, GATE, CASE, TREE, POOL = answers(SEED), gate(SEED), variant.case(SEED), variant.tree(SEED), variant.pool(SEED)
OTHER = 7  # a seed whose best portfolio has one of the two bets that need a third
OTHER_CASE = variant.case(OTHER)
ALL, GONE, VERY = variant.answers(SEED)
COUNTS = good_counts(*variant.gate(SEED), GOOD, BAD)
PEOPLE, (_, POOR) = variant.gate(SEED)
BEST = dict(best(variant.setting(SEED))[0])
PHRASES = variant.phrases(SEED)
BOUGHT = [bet.id for bet in portfolio.best(CASE)]
ENABLER = next(bet.id for bet in CASE.bets if not bet.payoff)
PAIR = [bet.id for bet in CASE.bets if bet.needs]
SPENT = {"go": "go_spent", "stop": "stop_spent"}
NO_EDITORS = {"portfolio": 0, "gate": 0, "policy": 0}


def other(slot):
    """The gate with a phrase that does not fit."""
    return GATE | {slot: next(id for id in PHRASES[slot] if id != GATE[slot])}


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


LEARNERS = [
    learner("model", "right in everything: all that a machine can give; the letter waits for a person"),
    Learner("empty", "the untouched release earns nothing", dict.fromkeys(POINTS, 0)),
    learner("other-seed", "right on a case of their own", seed=OTHER),
    learner(
        "non-native",
        "right, typed as people do: decimal commas, words around numbers, another count and gates nearby",
        last=with_comma(RIGHT["last"]) + " thousand",
        staged="about " + with_comma(RIGHT["staged"]),
        committed=RIGHT["committed"].replace("-", "loss of "),
        passing=RIGHT["passing"] + " of 100 ideas",
        worth=with_comma(RIGHT["worth"]),
        share=RIGHT["share"] + " %",
        editors={"gate_": GATE | {"least": COUNTS[-1]}, "policy": BEST | {"order": Order.FRESH}},
        letter="Dear Mr Alvim, idea is good for people. But numbers not enough yet, we ask more users.",
    ),
    learner(
        "programmer",
        "computes everything and types all digits",
        last=repr(from_here(TREE.stages, TREE.payoff)[2]),
        staged=repr(staged(TREE.stages, TREE.payoff)),
        committed=repr(committed(TREE.stages, TREE.payoff)),
        passing=repr(POOL.passing),
        worth=repr(POOL.worth),
        share=repr(100 * VERY / (ALL - GONE)),
    ),
    learner(
        "stuffer",
        "clicks the same everywhere, types the method's words and numbers of the question, funds everything",
        dict.fromkeys(POINTS, 0),
        last=str(TREE.payoff),
        staged="expected value",
        committed=str(TREE.payoff),
        passing=str(POOL.right),
        worth=str(POOL.payoff),
        sunk=dict.fromkeys(RIGHT["sunk"], "stop"),
        newness=dict.fromkeys(RIGHT["newness"], "h3"),
        fit=dict.fromkeys(RIGHT["fit"], "few"),
        share=str(VERY),
        editors={
            "funded": [bet.id for bet in CASE.bets],
            "gate_": {slot: other(slot)[slot] for slot in variant.SLOTS} | {"least": 0},
            "policy": {"first": 0, "second": 1},
        },
        letter="Stage gate, sunk cost, product/market fit, pipeline, horizon, MVP, lean.",
    ),
    learner("at-once", "takes the worth of all at once for the worth with the right to stop", {"tree": 1.5},
            staged=RIGHT["committed"]),
    learner("follows", "a slip at the last stage, and right from there: one cause costs once", {"tree": 2},
            last=f"{from_here(TREE.stages, TREE.payoff)[2] + 10:.1f}",
            staged=f"{staged(TREE.stages[:2], from_here(TREE.stages, TREE.payoff)[2] + 10):.1f}"),
    learner("no-sign", "forgets that a loss has a sign: half of that part", {"tree": 2.75},
            committed=RIGHT["committed"].strip("-")),
    learner("no-tree", "skips the tree", {"tree": 0}, last=None, staged=None, committed=None),
    learner("base-rate", "takes the good ones that pass for all that pass, and is right from there", {"pool": 2},
            passing=f"{POOL.good * POOL.right / 100:.0f}",
            worth=f"{POOL.good * POOL.right / 100 * (POOL.payoff - POOL.build) / 100:.1f}"),
    learner("hundred", "forgets to divide by 100: half of that part", {"pool": 2}, worth=f"{100 * POOL.worth:.0f}"),
    learner("only-passing", "counts right what passes, and has no worth", {"pool": 1}, worth=None),
    set_learner("sunk-cost", "goes on where much is spent", "sunk", 3, ("stop",), "go_spent", 2),
    set_learner("always-kills", "stops all, for what is spent is lost", "sunk", 3, ("go", "stop"), "stop_spent", 2),
    set_learner("one-new-thing", "takes what is new in one way for new in both", "newness", 2.5, ("h2t", "h2b"), "h3"),
    set_learner("technology-only", "sees new technology alone", "newness", 2.5, ("h2b",), "h1"),
    learner("sorter", "funds by value for each unit of cost", {"portfolio": 0},
            editors={"funded": [bet.id for bet in portfolio.greedy(CASE)]}),
    learner("no-enabler", "leaves out what brings nothing by itself, and funds what needs it", {"portfolio": 0},
            editors={"funded": [id for id in BOUGHT if id != ENABLER]}),
    learner("no-long", "forgets horizon 3", {"portfolio": 2},
            editors={"funded": [bet.id for bet in portfolio.best(CASE, long=False)]}),
    learner("whole-chain", "funds all that hangs together, whatever it is worth, on a case where that does not pay",
            {"portfolio": 0}, seed=OTHER, editors={"funded": [bet.id for bet in portfolio.whole_chain(OTHER_CASE)]}),
    learner("over", "funds everything", {"portfolio": 0}, editors={"funded": [bet.id for bet in CASE.bets]}),
    learner("pair", "funds only the database and what needs it: horizon 3 is forgotten", {"portfolio": None},
            editors={"funded": [ENABLER, *PAIR]}),
    learner("vanity", "counts what comes out alike", {"gate": 1.5}, editors={"gate_": other("measure")}),
    learner("friends", "counts people who choose themselves", {"gate": 3.25}, editors={"gate_": other("whom")}),
    learner("afterwards", "writes the rule when something is known", {"gate": 3.25}, editors={"gate_": other("day")}),
    learner("always-open", "a gate that every bet passes", {"gate": 2.5}, editors={"gate_": GATE | {"least": 0}}),
    learner("bad-share", "opens at what a bad bet brings", {"gate": 2.5},
            editors={"gate_": GATE | {"least": round(POOR * PEOPLE)}}),
    learner("never-kills", "stops nothing behind the second gate", {"policy": 0},
            editors={"policy": {"first": 0, "second": 1}}),
    learner("kills-all", "kills what is not perfect", {"policy": 0},
            editors={"policy": {"first": variant.setting(SEED).asked[0], "second": 10}}),
    learner("policy-untouched", "left the gates as they were", {"policy": 0}, editors={"policy": {}}),
    set_learner("believes-share", "looks at the share and not at its interval", "fit", 4, ("few",), "open"),
    set_learner("no-curve", "does not look at the months", "fit", 4, ("leaving",), "open"),
    learner("all-answers", "divides by all answers", {"share": 0}, share=f"{100 * VERY / ALL:.1f}"),
    learner("no-editors", "never touched an editor", NO_EDITORS, made=""),
    learner("torn", "the file of the editors was cut off", NO_EDITORS, made=dumps(work(SEED))[:90]),
    learner(
        "plundered",
        "what bets bring is changed: facts are put back",
        {"portfolio": 0},
        made=dumps(
            work(SEED, funded=[bet.id for bet in portfolio.greedy(CASE)]).model_copy(
                update={"bets": tuple(bet.model_copy(update={"payoff": 9999}) for bet in CASE.bets)}
            )
        ),
    ),
    *usual_learners(learner("usual", "right in everything"), test="tree"),
]  # fmt: skip


def pair_points():
    """What the enabler with its pair earns: half of what its worth earns, for horizon 3 gets nothing."""
    share = portfolio.value(portfolio.chosen(CASE, [ENABLER, *PAIR])) / portfolio.value(portfolio.best(CASE))
    return {"portfolio": 4 * (1 if share >= 0.9 else 0.5 if share >= 0.75 else 0) / 2}


for one in LEARNERS:
    if None in one.points.values():
        one.points.update(pair_points())
