"""A made-up class for 13-delivery: what each learner hands in, the points it must earn, and why.

All of them work on the case of one seed but `other-seed`; whether seeds are alike is tested in tests/delivery.
"""

from math import log2
from pathlib import Path

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import Learner, hidden_key, usual_learners, with_comma
from pmcourse.delivery import line, rollout, variant
from pmcourse.delivery.case import CASE as THE_CASE
from pmcourse.delivery.lesson import asked_of
from pmcourse.delivery.model import Rollout, Step
from pmcourse.kit.sheet_data import Sheet

SEED = 20261146
POINTS = {
    "pipeline": 4, "order": 3, "keys": 4, "flag": 3.5, "trial": 2, "moments": 2.5, "branches": 1.5, "policy": 3,
    "improves": 2.5, "bakery": 2.5, "little": 1.5, "letter": 0,
}  # fmt: skip
LETTER = (
    "Dear Ms Duarte, nobody could pay from 18:10 to 20:25. The test takes an hour by hand, so anyone might skip it. "
    "Let the pipeline run it. Watch the change fail rate: four of twelve failed, and I expect one."
)
ROOT = Path(__file__).parents[2]
KEYS = {cell: hidden_key(ROOT, "13-delivery", cell) for cell in ("policy", "improves")}


def answers(seed, **changes):
    """What somebody who is right in everything fills in; `changes` gives other answers, None for none."""
    (many, pair), (batch, fault, half), (rate, hours) = (
        variant.branches(seed),
        variant.bakery(seed),
        variant.little(seed),
    )
    right = {
        "order": [stage.id for stage in line.quickest(list(variant.order(seed).values()))],
        "keys": {"log": {id: f"{value:.1f}" for id, value in asked_of(variant.log(seed)).items()}},
        "moments": {id: kind for id, (_, kind) in variant.moments(seed).items()},
        "branches": f"{100 * rollout.collide(many, pair):.0f}",
        "policy": {id: KEYS["policy"][id] for id in variant.policy(seed)},
        "improves": {id: KEYS["improves"][id] for id in variant.improves(seed)},
        "red": f"{100 * line.red(batch, fault):.0f}",
        "runs": f"{log2(half):.0f}",
        "little": f"{rate * hours / 24:g}",
    }
    return {id: answer for id, answer in (right | changes).items() if answer is not None}


def work(seed, **changes):
    """What was made in the editors, right but for what is given."""
    one = variant.pipeline(seed)
    _, stages, batch = line.cheapest(one.stages, one.team, one.lead, one.through)
    right = {"used": tuple(stage.id for stage in stages), "batch": batch, "flag": rollout.RIGHT,
             "stop_from": variant.trial(seed).marks[0]} | changes  # fmt: skip
    step = Step(id="1", share=5, visits=variant.trial(seed).visits, stop_from=right.pop("stop_from"))
    return THE_CASE.assignment.changed(stages=one.stages, rollout=Rollout(steps=(step,)), **right)


def learner(name, why, lose=None, seed=SEED, made=None, letter=LETTER, editors=None, **changes):
    """The model's answers but for some; `lose` gives the points that differ from full marks."""
    files = {"answers/sheet.json": dumps(Sheet(seed=seed, answers=answers(seed, **changes)))}
    if made != "":
        files[f"answers/{THE_CASE.filename}"] = made or dumps(work(seed, **(editors or {})))
    return Learner(name, why, POINTS | (lose or {}), {"letter": letter}, files)


RIGHT, ONE, BEST = answers(SEED), variant.pipeline(SEED), work(SEED)
ORDER, TRIAL, LOG = variant.order(SEED), variant.trial(SEED), variant.log(SEED)
(MANY, PAIR), (BATCH, FAULT, HALF), (RATE, HOURS) = variant.branches(SEED), variant.bakery(SEED), variant.little(SEED)
NO_EDITORS = {"pipeline": 0, "flag": 0, "trial": 0}
UNITS = {"lead": "hours", "a_week": "a week", "fail": "%", "recovery": "h", "rework": "percent"}
CHANGES = sum(len(row["lead"]) for row in LOG)
FAILED = [row["mended"] for row in LOG if "mended" in row]


def rule(**changes):
    """The flag's rule with another part."""
    return {"flag": rollout.RIGHT.model_copy(update=changes)}


def key(**changes):
    """The table of keys with other values."""
    return {"keys": {"log": RIGHT["keys"]["log"] | changes}}


def set_points(id, most, given):
    """What a choice for each earns: a quarter of them comes right by chance."""
    right, count = sum(given[row] == truth for row, truth in RIGHT[id].items()), len(RIGHT[id])
    if len(set(given.values())) == 1:
        return {id: 0}
    return {id: round(most * max(0, right - count / 4) / (count - count / 4), 4)}


def set_learner(name, why, id, most, of, into):
    """A learner with one mistaken idea in one question."""
    given = {row: into if said in of else said for row, said in RIGHT[id].items()}
    return learner(name, why, set_points(id, most, given), **{id: given})


LEARNERS = [
    learner("model", "right in everything: all that a machine can give; the letter waits for a person"),
    Learner("empty", "the untouched release earns nothing", dict.fromkeys(POINTS, 0)),
    learner("other-seed", "right on a case of their own", seed=7),
    learner(
        "non-native",
        "right, typed as people do: decimal commas, words and units around numbers, another batch nearby",
        keys={"log": {id: f"about {with_comma(text)} {UNITS[id]}" for id, text in RIGHT["keys"]["log"].items()}},
        branches=RIGHT["branches"] + " %",
        red=f"{line.red(BATCH, FAULT):.2f} = {RIGHT['red']} percent",
        runs=RIGHT["runs"] + " runs",
        little="= " + with_comma(RIGHT["little"]) + " changes",
        editors={"batch": BEST.batch - 1, "stop_from": TRIAL.marks[-1]},
        letter="Dear Ms Duarte, learners can not pay for two hours. Test is too long, I make it automatic.",
    ),
    learner(
        "programmer",
        "computes everything and types all digits",
        keys={"log": {id: repr(value) for id, value in asked_of(LOG).items()}},
        branches=repr(100 * rollout.collide(MANY, PAIR)),
        red=repr(100 * line.red(BATCH, FAULT)),
        runs=repr(log2(HALF)),
        little=repr(RATE * HOURS / 24),
    ),
    learner(
        "stuffer",
        "uses all, clicks the same everywhere, types numbers of the question and the method's words",
        dict.fromkeys(POINTS, 0),
        order=list(reversed(ORDER)),
        keys={"log": dict.fromkeys(RIGHT["keys"]["log"], "9")},
        moments=dict.fromkeys(RIGHT["moments"], "allow"),
        branches=f"{MANY * 100 * PAIR:g}",
        policy=dict.fromkeys(RIGHT["policy"], "flag"),
        improves=dict.fromkeys(RIGHT["improves"], "lead"),
        red=str(BATCH),
        runs=str(HALF),
        little=str(RATE),
        editors={"used": tuple(stage.id for stage in ONE.stages), "batch": 10, "stop_from": 1}
        | rule(place="visit", grows="next", off="new"),
        letter="CI/CD, DORA, trunk, canary, feature flag, blameless postmortem, pipeline.",
    ),
    learner("all-stages", "uses every stage, so that the run is too long", {"pipeline": 0},
            editors={"used": tuple(stage.id for stage in ONE.stages)}),
    learner("one-by-one", "believes that a batch of one is always best: the queue has no end", {"pipeline": 0},
            editors={"batch": 1}),
    learner("fast-only", "one quick stage alone: too many faults come through", {"pipeline": 0},
            editors={"used": BEST.used[:1], "batch": 2}),
    learner("too-small", "keeps both limits with a batch that is too small, and pays for it", {"pipeline": None},
            editors={"batch": BEST.batch * 2 // 3}),
    learner("shortest-first", "begins with the shortest stage", {"order": 0},
            order=sorted(ORDER, key=lambda id: ORDER[id].minutes)),
    learner("surest-first", "begins with the stage that catches most", {"order": 0},
            order=sorted(ORDER, key=lambda id: -ORDER[id].catches)),
    learner("mean-lead", "takes the mean for the median", {"keys": 3.2},
            **key(lead=f"{sum(hours for row in LOG for hours in row['lead']) / CHANGES:.1f}")),
    learner("nine-releases", "counts the first release as well", {"keys": 3.2},
            **key(a_week=f"{7 * len(LOG) / (LOG[-1]['day'] - 1):.2f}")),
    learner("share", "gives a rate as a share, which is read as percent too",
            {"keys": 4}, **key(fail=f"{len(FAILED) / len(LOG):.3f}")),
    learner("no-rework", "counts what failed as rework", {"keys": 3.2},
            **key(rework=f"{100 * len(FAILED) / len(LOG):.1f}")),
    learner("no-keys", "left the log", {"keys": 0}, keys=None),
    learner("each-visit", "draws a place at each visit", {"flag": 1.75},
            editors=rule(place="visit")),
    learner("same-people", "draws a place from the person alone: the same are first in all flags", {"flag": 1.75},
            editors=rule(place="person")),
    learner("oldest-first", "goes by the age of the account", {"flag": 1.75}, editors=rule(place="age")),
    learner("takes-turns", "takes it from the first when others get it", {"flag": 1.75}, editors=rule(grows="next")),
    learner("slow-off", "takes it away with the next release", {"flag": 1.75}, editors=rule(off="release")),
    learner("no-rule", "left the flag open", {"flag": 0}, editors=rule(place="", grows="", off="")),
    learner("mean-mark", "stops at what a good release shows on average", {"trial": 0},
            editors={"stop_from": max(1, round(TRIAL.usual * TRIAL.visits))}),
    learner("bad-mark", "stops where even bad releases seldom come", {"trial": 0},
            editors={"stop_from": round(1.6 * TRIAL.bad * TRIAL.visits)}),
    learner("beside", "one count beside the mark: half", {"trial": 1}, editors={"stop_from": TRIAL.marks[-1] + 1}),
    set_learner("never-stops", "lets a mark be higher when it is reached", "moments", 2.5, ("back",), "allow"),
    set_learner("hasty", "goes on before all visits are seen", "moments", 2.5, ("count",), "on"),
    set_learner("nervous", "stops below the mark", "moments", 2.5, ("count", "on"), "back"),
    learner("adds-pairs", "adds up pairs", {"branches": 0},
            branches=f"{100 * PAIR * MANY * (MANY - 1) / 2:.0f}"),
    learner("per-branch", "goes by branches and not by pairs", {"branches": 0},
            branches=f"{100 * (1 - (1 - PAIR) ** MANY):.0f}"),
    set_learner("flags-all", "hides behind a flag what is too large, too", "policy", 3, ("small",), "flag"),
    set_learner("mends-only", "mends a fault once more, without a test", "policy", 3, ("test",), "mend"),
    set_learner("all-speed", "believes that all that helps is speed", "improves", 2.5, ("recovery", "fail"), "lead"),
    set_learner("believes-all", "believes that whatever is done helps", "improves", 2.5, ("none",), "fail"),
    learner("adds-up", "adds up shares of faults: nothing for that part", {"bakery": 1},
            red=f"{100 * BATCH * FAULT:.0f}"),
    learner("one-each", "tries each change: no halving", {"bakery": 1.5}, runs=str(HALF - 1)),
    learner("hours-days", "mixes hours and days", {"little": 0}, little=str(RATE * HOURS)),
    learner("no-editors", "never touched an editor", NO_EDITORS, made=""),
    learner("torn", "the file of the editors was cut off", NO_EDITORS, made=dumps(BEST)[:90]),
    learner(
        "rebuilt",
        "what stages cost is changed: facts are put back",
        {"pipeline": 0},
        made=dumps(
            work(SEED, used=tuple(stage.id for stage in ONE.stages)).changed(
                stages=[stage.model_copy(update={"minutes": 0.1, "catches": 0.9}) for stage in ONE.stages]
            )
        ),
    ),
    *usual_learners(learner("usual", "right in everything"), test="pipeline"),
]  # fmt: skip


def small_batch():
    """What a pipeline earns whose batch is too small: by its cost beside the least."""
    least = line.cheapest(ONE.stages, ONE.team, ONE.lead, ONE.through)[0]
    times = line.minutes_a_change(BEST.pipeline, BEST.batch * 2 // 3, ONE.team) / least
    return {"pipeline": 4 * (1 if times <= 1.1 else 0.75 if times <= 1.25 else 0.5 if times <= 1.5 else 0)}


for one in LEARNERS:
    if None in one.points.values():
        one.points.update(small_batch())
