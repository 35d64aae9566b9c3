"""A made-up class for 10-kanban: what each learner hands in, the points it must earn, and why.

All of them work on the case of one seed but `other-seed`; whether seeds are alike is tested in tests/kanban.
"""

from pathlib import Path

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import Learner, hidden_key, usual_learners, with_comma
from pmcourse.kanban import variant
from pmcourse.kanban.case import CASE as THE_CASE
from pmcourse.kit.sheet_data import Sheet

SEED = 20261125
POINTS = {"mean": 2, "situations": 5, "order": 4, "steps": 2, "recall": 1, "why": 0}
LETTER = "Photos help people to trust us, but for the photos four short jobs would each wait nine days longer."
ROOT = Path(__file__).parents[2]
SITUATION_KEY = hidden_key(ROOT, "10-kanban", "situations")


def answers(seed, **changes):
    """What somebody who is right in everything fills in; `changes` gives other answers, None for none."""
    first, second, third = variant.strange(seed)
    right = {
        "mean": f"{(3 * first + 2 * second + third) / 3:.2f}",
        "situations": {id: SITUATION_KEY[id] for id in variant.situations(seed)},
        "steps": list(variant.STEPS),
        "recall": hidden_key(ROOT, "10-kanban", "recall"),
    }
    return {id: answer for id, answer in (right | changes).items() if answer is not None}


def learner(name, why, lose=None, seed=SEED, order=None, made=None, **changes):
    """The model's answers but for some; `lose` gives the points that differ from full marks."""
    case = variant.case(seed)
    files = {"answers/sheet.json": dumps(Sheet(seed=seed, answers=answers(seed, **changes)))}
    if made != "":
        files[f"answers/{THE_CASE.filename}"] = made or dumps(case.reorder(order or case.shortest_first().ids))
    return Learner(name, why, POINTS | (lose or {}), {"why": LETTER}, files)


CASE, RIGHT = variant.case(SEED), answers(SEED)
BEST = CASE.shortest_first().ids
SIZES = variant.strange(SEED)
SITUATIONS = RIGHT["situations"]
WRONG = {"shorter": "longer", "longer": "same", "same": "shorter"}


def wrong(count):
    """The situations, `count` of them wrong."""
    return SITUATIONS | {id: WRONG[SITUATIONS[id]] for id in list(SITUATIONS)[:count]}


LEARNERS = [
    learner("model", "right in everything: all that a machine can give; the letter waits for a person"),
    Learner("empty", "the untouched release earns nothing", dict.fromkeys(POINTS, 0)),
    learner("other-seed", "right on a case of their own", seed=7),
    learner("non-native", "right, typed as people do: a decimal comma", mean=with_comma(RIGHT["mean"])),
    learner(
        "programmer",
        "computes everything and types all digits",
        mean=repr((3 * SIZES[0] + 2 * SIZES[1] + SIZES[2]) / 3),
    ),
    learner(
        "stuffer",
        "clicks the same everywhere, types the method's words, leaves the lists as they are",
        dict.fromkeys(POINTS, 0),
        mean="flow",
        situations=dict.fromkeys(SITUATIONS, "same"),
        steps=None,
        recall=dict.fromkeys(variant.RECALL, "product"),
        order=CASE.ids,
    ),
    learner("mean-of-sizes", "forgets that jobs wait", {"mean": 1}, mean=f"{sum(SIZES) / 3:.2f}"),
    learner("total", "gives when the last one is done", {"mean": 0}, mean=str(sum(SIZES))),
    learner("no-number", "skips the sum", {"mean": 0}, mean=None),
    *(learner(f"wrong-{n}", f"{n} situations are wrong", {"situations": 5 - n}, situations=wrong(n)) for n in (1, 3)),
    learner("no-situations", "skips the situations", {"situations": 0}, situations=None),
    learner("longest-first", "does the largest job first", {"order": 0}, order=BEST[::-1]),
    learner("start-order", "leaves the order as it was", {"order": 0}, order=CASE.ids),
    learner("no-order", "never touched the list", {"order": 0}, made=""),
    learner("torn-order", "the list's file was cut off", {"order": 0}, made=dumps(CASE)[:60]),
    learner(
        "plundered",
        "the sizes are changed so that every order is good: facts are put back",
        {"order": 0},
        made=dumps(
            CASE.reorder(BEST[::-1]).model_copy(
                update={"jobs": tuple(job.model_copy(update={"days": 1}) for job in CASE.reorder(BEST[::-1]).jobs)}
            )
        ),
    ),
    learner("lesson-file", "hands in the file of the lesson", {"order": 0}, made=dumps(THE_CASE.start)),
    learner("one-step", "one step stands elsewhere", {"steps": 1}, steps=["size", "list", "sort", "look"]),
    learner("steps-reversed", "the steps are turned round", {"steps": 0}, steps=list(variant.STEPS)[::-1]),
    learner("forgot", "mixes two managers up", {"recall": 0.75}, recall=RIGHT["recall"] | {"day": "product"}),
    *usual_learners(learner("usual", "right in everything"), test="mean"),
]
