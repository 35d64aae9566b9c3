"""A made-up class for 06-agile: what each learner hands in, the points it must earn, and why.

All of them work on the case of one seed but `other-seed`; whether seeds are alike is tested in tests/agile.
"""

from pathlib import Path

from pmcourse.agile import variant
from pmcourse.agile.case import CASE
from pmcourse.agile.choosing import KEYS as BY
from pmcourse.agile.choosing import best, greedy
from pmcourse.agile.forecast import burned
from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import Learner, hidden_key, usual_learners
from pmcourse.kit.sheet_data import Sheet

SEED = 20261130
POINTS = {
    "principles": 2.5, "rules": 4, "sprint": 4, "interval": 3, "burnup": 3, "rhythm": 2, "done": 3, "retro": 2,
    "lifts": 2, "recall": 2, "letter": 0,
}  # fmt: skip
LETTER = "Dear Ms Duarte, at our pace it takes five sprints; with new wishes it may take eight. I write again in May."
ROOT = Path(__file__).parents[2]
OTHER = 5
KEYS = {cell: hidden_key(ROOT, "06-agile", cell) for cell in ("principles", "rules", "done", "retro")}


def answers(seed, **changes):
    """What somebody who is right in everything fills in; `changes` gives other answers, None for none."""
    right = {cell: {id: KEYS[cell][id] for id in getattr(variant, cell)(seed)} for cell in KEYS}
    right |= {
        "burnup": {id: {"n": f"{value:.1f}"} for id, value in burned(*variant.burn(seed)).items()},
        "rhythm": {id: str(variant.GOOD[market][0]) for id, (_, market) in variant.markets(seed).items()},
        "lifts": str(variant.lifts_truth(seed)),
        "worth": {id: {"n": str(bet.worth)} for id, bet in variant.bets(seed).items()},
        "goes-on": variant.bets_truth(seed),
    }
    right |= {id.replace("_", "-"): answer for id, answer in changes.items()}
    return {id: answer for id, answer in right.items() if answer is not None}


def work(seed, chosen=None, rule=None):
    """What was made in the editors, right but for what is given."""
    made = variant.case(seed)
    ids = best(made.items, made.capacity) if chosen is None else chosen
    return made.choose(ids).but(rule=cheapest_that_holds(seed) if rule is None else rule)


def cheapest_that_holds(seed):
    """A rule by the formula (n - 1) / (n + 1)."""
    level = variant.level(seed)
    return {"sprints": round((1 + level) / (1 - level)), "leave": 0}


def learner(name, why, lose=None, seed=SEED, made=None, letter=LETTER, editors=None, **changes):
    """The model's answers but for some; `lose` gives the points that differ from full marks."""
    files = {"answers/sheet.json": dumps(Sheet(seed=seed, answers=answers(seed, **changes)))}
    if made != "":
        files[f"answers/{CASE.filename}"] = made or dumps(work(seed, **(editors or {})))
    return Learner(name, why, POINTS | (lose or {}), {"letter": letter}, files)


RIGHT, START = answers(SEED), variant.case(SEED)
BEST, LEVEL = best(START.items, START.capacity), variant.level(SEED)
READ, BETS = burned(*variant.burn(SEED)), variant.bets(SEED)
PAST, HELD, OF = variant.lifts(SEED)
NEEDED = next(item.needs[0] for item in START.items if item.goal)
PAIR = next(item for item in START.items if item.id in BEST and item.needs and not item.goal)
FASTER = READ["left"] / (READ["left"] / READ["still"] + READ["added"] / 5)
NO_EDITORS = {"sprint": 0, "interval": 0}


def wrong(id, count, options):
    """The answer to a question with many rows, `count` of them wrong."""
    changed = {row: next(one for one in options if one != RIGHT[id][row]) for row in list(RIGHT[id])[:count]}
    return RIGHT[id] | changed


def set_points(most, items, misses):
    """What so many misses leave of a set of four options."""
    return round(most * max(0, items - misses - items / 4) / (items - items / 4), 4)


def swapped(id, one, two):
    """Everything that is `one` is taken for `two`."""
    return {row: two if said == one else said for row, said in RIGHT[id].items()}


def hit(id, one):
    """How many of the drawn items have this key."""
    return sum(said == one for said in RIGHT[id].values())


LEARNERS = [
    learner("model", "right in everything: all that a machine can give; the letter waits for a person"),
    Learner("empty", "the untouched release earns nothing", dict.fromkeys(POINTS, 0)),
    learner("other-seed", "right on a case of their own", seed=7),
    learner(
        "non-native",
        "right, typed as people do: sprints rounded up, words around numbers, a comma in thousands, another good rule",
        burnup={
            "added": {"n": f"{READ['added']:.0f} points"}, "left": {"n": f"about {READ['left']:.0f}"},
            "still": {"n": f"{int(READ['still']) + 1} sprints (weeks: twice as many)"},
            "growing": {"n": f"{READ['growing']:.1f}".replace(".", ",")},
        },
        rhythm={id: str(variant.GOOD[market][-1]) for id, (_, market) in variant.markets(SEED).items()},
        lifts=f"{variant.lifts_truth(SEED)} lifts (2 of the list)",
        worth={id: {"n": f"{bet.worth:,} €".replace("-", "– ")} for id, bet in BETS.items()},
        letter="Dear Ms Duarte, five sprint if nothing come new, eight if wishes come. I tell again after two sprint.",
    ),
    learner(
        "programmer",
        "computes everything and types all digits",
        burnup={id: {"n": repr(float(value))} for id, value in READ.items()},
        worth={id: {"n": repr(bet.chance * bet.brings - bet.to_go)} for id, bet in BETS.items()},
        lifts=repr(float(variant.lifts_truth(SEED))),
        editors={"rule": {"sprints": 10, "leave": 0}},
    ),
    learner(
        "stuffer",
        "takes all items, the longest look back, one option everywhere, and numbers of the question",
        dict.fromkeys(POINTS, 0),
        principles=dict.fromkeys(RIGHT["principles"], "early"),
        rules=dict.fromkeys(RIGHT["rules"], "scrum"),
        done=dict.fromkeys(RIGHT["done"], "line"),
        retro=dict.fromkeys(RIGHT["retro"], "whole"),
        rhythm=dict.fromkeys(RIGHT["rhythm"], "3"),
        burnup={id: {"n": str(variant.burn(SEED)[0][-1])} for id in READ},
        lifts=str(min(PAST)),
        worth={id: {"n": str(bet.brings)} for id, bet in BETS.items()},
        goes_on="both",
        editors={"chosen": [item.id for item in START.items], "rule": {"sprints": 20, "leave": 0}},
        letter="Agile velocity sprint backlog burn-up MVP stakeholder transparency commitment.",
    ),
    learner("clicker", "answers one item otherwise than all others", {"principles": None, "rules": None, "done": None,
            "retro": None},
            **{id: dict.fromkeys(RIGHT[id], one) | {next(iter(RIGHT[id])): two}
               for id, one, two in (("principles", "early", "change"), ("rules", "scrum", "none"),
                                    ("done", "line", "wish"), ("retro", "whole", "owner"))}),
    learner("principles-mixed", "two principles are wrong", {"principles": 1.5},
            principles=wrong("principles", 2, variant.WORDS["principles"])),
    learner("all-scrum", "takes Kanban's rules for Scrum's", {"rules": set_points(4, 8, hit("rules", "kanban"))},
            rules=swapped("rules", "kanban", "scrum")),
    learner("habits", "takes habits for rules of Scrum", {"rules": set_points(4, 8, hit("rules", "none"))},
            rules=swapped("rules", "none", "scrum")),
    learner("dearest", "takes the dearest first", {"sprint": None},
            editors={"chosen": greedy(START.items, START.capacity, BY["the dearest first"])}),
    learner("ratio", "takes the best for each point first", {"sprint": None},
            editors={"chosen": greedy(START.items, START.capacity, BY["the best for each point first"])}),
    learner("no-goal", "forgets what the goal needs", {"sprint": 0},
            editors={"chosen": [id for id in BEST if id != NEEDED]}),
    learner("overfull", "takes everything", {"sprint": 0}, editors={"chosen": [item.id for item in START.items]}),
    learner("goal-only", "takes what the goal needs, and nothing else", {"sprint": 0.5},
            editors={"chosen": [NEEDED, next(item.id for item in START.items if item.goal)]}),
    learner("half-pair", "takes what needs something without what it needs", {"sprint": None},
            editors={"chosen": [id for id in BEST if id != PAIR.needs[0]]}),
    learner("no-sprint", "chose nothing", {"sprint": 0}, editors={"chosen": []}),
    learner("too-short", "looks back over four sprints only", {"interval": 0},
            editors={"rule": {"sprints": 4, "leave": 0}}),
    learner("too-sure", "looks back over twenty sprints, lowest to highest", {"interval": 0},
            editors={"rule": {"sprints": 20, "leave": 0}}),
    learner("rule-untouched", "left the rule as it was", {"interval": 0}, editors={"rule": dict(variant.START)}),
    learner("scope-stands", "believes that nothing more will be added", {"burnup": 2},
            burnup=RIGHT["burnup"] | {"growing": RIGHT["burnup"]["still"]}),
    learner("adds-growth", "makes the team faster by what is added", {"burnup": 2},
            burnup=RIGHT["burnup"] | {"growing": {"n": f"{FASTER:.1f}"}}),
    learner("rounds-down", "rounds sprints down: two thirds of a sprint are not needed, they think", {"burnup": 1},
            burnup=RIGHT["burnup"] | {id: {"n": str(int(READ[id]))} for id in ("still", "growing")}),
    learner("always-weekly", "plans every week, whatever changes", {"rhythm": 0},
            rhythm=dict.fromkeys(RIGHT["rhythm"], "1")),
    learner("one-calm-team", "plans the calm team too often", {"rhythm": 1},
            rhythm=RIGHT["rhythm"] | {id: "2" for id, one in RIGHT["rhythm"].items() if one == "12"}),
    learner("wishes", "takes wishes for a definition of done", {"done": set_points(3, 8, hit("done", "wish"))},
            done=swapped("done", "wish", "line")),
    learner("stories-too", "puts each story into it", {"done": set_points(3, 8, hit("done", "story"))},
            done=swapped("done", "story", "line")),
    learner("content", "finds nothing missing where the sign is", {"retro": set_points(2, 5, hit("retro", "sign"))},
            retro=swapped("retro", "sign", "whole")),
    learner("promises-the-mean", "promises the middle of the weeks", {"lifts": 0}, 
            lifts=str(sorted(PAST)[len(PAST) // 2])),
    learner("promises-the-worst", "promises the worst week", {"lifts": 0}, lifts=str(min(PAST))),
    learner("sunk", "counts what is spent, and so stops what should go on", {"recall": 0},
            worth={id: {"n": str(bet.worth - bet.spent)} for id, bet in BETS.items()}, goes_on="none"),
    learner("sign-lost", "forgets the minus", {"recall": None},
            worth={id: {"n": str(abs(bet.worth))} for id, bet in BETS.items()}),
    learner("no-editors", "never touched an editor", NO_EDITORS, made=""),
    learner("torn", "the file of the editors was cut off", NO_EDITORS, made=dumps(work(SEED))[:90]),
    learner("plundered", "sizes and capacity are changed: facts of the case are put back", {"sprint": 0},
            made=dumps(work(SEED).but(capacity=900).choose(item.id for item in START.items))),
    *usual_learners(learner("usual", "right in everything"), test="sprint"),
]  # fmt: skip


def of_sprint(ids):
    """What a sprint of these items earns, which fits and meets its goal."""
    share = START.choose(ids).value / START.choose(BEST).value
    return 4 if share >= 0.95 else 1.5 if share >= 0.85 else 0.5


def lost(one):
    """What a learner earns whose slip hits as much as the seed gives it."""
    if one.name == "sign-lost":
        right = sum(bet.worth > 0 for bet in BETS.values())
        return {"recall": 0.75 * right + 0.375 * (len(BETS) - right) + 0.5}
    if one.name == "half-pair":
        return {"sprint": of_sprint(id for id in BEST if id not in (PAIR.id, PAIR.needs[0]))}
    if one.name in ("dearest", "ratio"):
        key = BY["the dearest first" if one.name == "dearest" else "the best for each point first"]
        return {"sprint": of_sprint(greedy(START.items, START.capacity, key))}
    said = {"principles": ("early", "change"), "rules": ("scrum", "none"), "done": ("line", "wish"),
            "retro": ("whole", "owner")}  # fmt: skip
    earned = {}
    for id, (most, other) in said.items():
        hits = sum(RIGHT[id][row] == (other if at == 0 else most) for at, row in enumerate(RIGHT[id]))
        count = len(RIGHT[id])
        earned[id] = round(2.5 * hits / 5, 4) if id == "principles" else set_points(POINTS[id], count, count - hits)
    return earned


for one in LEARNERS:
    if None in one.points.values():
        one.points.update(lost(one))
