"""A made-up class for 01-role: what each learner hands in, the points it must earn, and why.

All of them work on the case of one seed but `other-seed`; whether seeds are alike is tested in tests/role.
"""

import random
from pathlib import Path

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import Learner, hidden_key, usual_learners, with_comma
from pmcourse.kit.sheet_data import Sheet
from pmcourse.role import variant
from pmcourse.role.case import CASE as THE_CASE
from pmcourse.role.model import DUTIES, VISION, Much

SEED = 20261174
POINTS = {
    "situations": 3, "diary": 2.5, "phrases": 3.5, "vision": 0, "gaps": 2, "widest": 1, "people": 3, "steps": 1,
    "left-out": 1, "pay": 2, "claims": 2, "elsewhere": 2, "recall": 1, "why": 0,
}  # fmt: skip
ROOT = Path(__file__).parents[2]
KEY = {
    name: hidden_key(ROOT, "01-role", name)
    for name in ("situations", "diary", "phrases", "people", "steps", "left-out", "claims", "elsewhere")
}
WRITTEN = {
    "vision": "For retired people who do not go out after dark, Lantern shows first what is by day and near.",
    "why": "You want the page on 1 May. If nobody watches learners, all looks well until June, when they still ring.",
}


def answers(seed, **changes):
    """What somebody who is right in everything fills in; `changes` gives other answers by their id."""
    shown, rivals, pay = variant.phrases(seed)[1], variant.rivals(seed), variant.pay(seed)
    right = {
        **{
            name: {id: KEY[name][id] for id in variant.items(seed, name)}
            for name in ("situations", "diary", "claims", "elsewhere")
        },
        "phrases": {slot: id for id, slot in KEY["phrases"].items() if id in shown},
        "gaps": {name: {"gap": f"{rivals.weighted(name):.2f}"} for name in rivals.votes},
        "widest": rivals.widest(),
        "steps": KEY["steps"],
        "left-out": KEY["left-out"],
        "pay": {"mean": {"value": f"{pay.mean:.2f}"}, "median": {"value": f"{pay.median:.2f}"}},
        "recall": variant.by_week(variant.wishes(seed)),
    }
    return {id: answer for id, answer in (right | changes).items() if answer is not None}


def places(seed):
    """Where each of the learner's people belongs; where a card is silent, in the half with much of it."""
    return {one.id: tuple(half or "much" for half in KEY["people"][one.id]) for one in variant.case(seed).people}


def grid(seed, placed):
    """The handed-in grid of people."""
    work = variant.case(seed)
    for id, (power, interest) in placed.items():
        work = work.place(id, Much(power), Much(interest))
    return dumps(work)


def learner(name, why, lose=None, seed=SEED, placed=None, made=None, written=WRITTEN, **changes):
    """The model's answers but for some; `lose` gives the points that differ from full marks."""
    given = answers(seed, **{id.replace("_", "-"): answer for id, answer in changes.items()})
    files = {"answers/sheet.json": dumps(Sheet(seed=seed, answers=given))}
    if made != "":
        files["answers/role.json"] = made or grid(seed, places(seed) | (placed or {}))
    return Learner(name, why, POINTS | (lose or {}), written, files)


RIGHT, RIVALS, PAY, PLACES = answers(SEED), variant.rivals(SEED), variant.pay(SEED), places(SEED)
SHOWN, WISHES = variant.phrases(SEED)[1], variant.wishes(SEED)
LEFT_OVER = [id for id in SHOWN if id not in KEY["phrases"]]


def said(name, **instead):
    """The answers to a bank's items, with another one wherever `instead` names the right one; and what that costs."""
    given = {id: instead.get(one, one) for id, one in RIGHT[name].items()}
    wrong = sum(given[id] != one for id, one in RIGHT[name].items())
    assert wrong, f"nothing of {name} is wrong in this case: take another seed"
    return given, POINTS[name] * (1 - wrong / len(given))


def mistaken(name, why, about, **instead):
    """A learner who takes one answer of a bank for another."""
    given, points = said(about, **instead)
    return learner(name, why, {about: points}, **{about: given})


def clicker(seed):
    """Somebody who answers everything by chance: about a seventh of it rightly, on average over many."""
    luck = random.Random(seed)
    options = {
        "situations": ["product", "project", "both", "neither"],
        "diary": list(DUTIES),
        "claims": ["fine", "middle", "others", "elsewhere", "cause"],
        "elsewhere": ["desirable", "feasible", "viable", "nothing"],
    }
    changes = {name: {id: luck.choice(known) for id in RIGHT[name]} for name, known in options.items()}
    hits = {
        name: POINTS[name] * sum(changes[name][id] == one for id, one in RIGHT[name].items()) / len(RIGHT[name])
        for name in options
    }
    changes["phrases"] = dict(zip(VISION, luck.sample(list(SHOWN), 7), strict=True))
    either = {RIGHT["phrases"]["benefit"], RIGHT["phrases"]["difference"]}
    fine = {slot: either if slot in ("benefit", "difference") else {id} for slot, id in RIGHT["phrases"].items()}
    hits["phrases"] = 0.5 * sum(id in fine[slot] for slot, id in changes["phrases"].items())
    placed = {id: (luck.choice(list(Much)), luck.choice(list(Much))) for id in PLACES}
    hits["people"] = 0.5 * sum(
        all(truth in ("", one) for truth, one in zip(KEY["people"][id], place, strict=True))
        for id, place in placed.items()
    )
    lost = {"gaps": 0, "widest": 0, "steps": 0, "left-out": 0, "pay": 0, "recall": 0}
    return learner(
        "clicker", "answers everything by chance", lost | hits, placed=placed, steps=None, recall=None, left_out="none",
        gaps={name: {"gap": f"{RIVALS.weight(name):.2f}"} for name in RIVALS.votes},
        widest=RIVALS.widest(weighted=False),
        pay={"mean": {"value": "50000"}, "median": {"value": "50000"}}, **changes,
    )  # fmt: skip


LEARNERS = [
    learner("model", "right in everything: all that a machine can give; the two texts wait for a person"),
    Learner("empty", "the untouched release earns nothing", dict.fromkeys(POINTS, 0)),
    learner("other-seed", "right on a case of their own", seed=7),
    learner(
        "non-native",
        "right, typed as people do: decimal commas, spaces between thousands, a plus sign, the other half of the grid",
        gaps={name: {"gap": f"+{with_comma(cell['gap'])}"} for name, cell in RIGHT["gaps"].items()},
        pay={
            "mean": {"value": f"{PAY.mean:,.2f}".replace(",", " ").replace(".", ",")},
            "median": {"value": f"€ {PAY.median:.0f}"},
        },
        made=grid(SEED, {id: tuple(half or "little" for half in KEY["people"][id]) for id in PLACES}),
        written={
            "vision": "For old people what not like dark. Lantern show class in day.",
            "why": "You want 1 May, I also.",
        },
    ),
    learner(
        "programmer",
        "computes everything and types all digits",
        gaps={name: {"gap": repr(RIVALS.weighted(name))} for name in RIVALS.votes},
        pay={"mean": {"value": repr(PAY.mean)}, "median": {"value": repr(PAY.median)}},
    ),
    learner(
        "stuffer",
        "clicks the same everywhere, types what stands in the question, leaves the lists as they are",
        dict.fromkeys(POINTS, 0),
        situations=dict.fromkeys(RIGHT["situations"], "product"),
        diary=dict.fromkeys(RIGHT["diary"], "vision"),
        claims=dict.fromkeys(RIGHT["claims"], "fine"),
        elsewhere=dict.fromkeys(RIGHT["elsewhere"], "viable"),
        phrases=dict.fromkeys(VISION, RIGHT["phrases"]["product"]),
        gaps={name: {"gap": str(RIVALS.votes[name])} for name in RIVALS.votes},
        widest=RIVALS.widest(weighted=False),
        placed=dict.fromkeys(PLACES, ("much", "much")),
        steps=None,
        left_out="degree-skills",
        pay={name: {"value": f"{PAY.given[0]}"} for name in ("mean", "median")},
        recall=None,
        written={"vision": "vision strategy user need benefit difference", "why": "stakeholder vision market research"},
    ),
    clicker(2),
    mistaken("both-as-product", "gives what both do to the product manager", "situations", both="product"),
    mistaken("neither-as-project", "gives what simply is done to the project manager", "situations", neither="project"),
    mistaken("users-as-research", "takes needs for feedback", "diary", users="research"),
    mistaken("research-as-users", "takes feedback for needs", "diary", research="users"),
    mistaken("mean-is-middle", "lets a mean pass for the middle", "claims", middle="fine"),
    mistaken("cause-passes", "lets a difference pass for a cause", "claims", cause="fine"),
    mistaken(
        "works-so-wanted", "does not miss the wish where a thing works and pays", "elsewhere", desirable="nothing"
    ),
    learner(
        "feature-as-difference",
        "puts something left over where the difference belongs",
        {"phrases": 3},
        phrases=RIGHT["phrases"] | {"difference": LEFT_OVER[0]},
    ),
    learner(
        "benefit-as-difference",
        "swaps the benefit and what answers the alternative, which reads as well",
        {},
        phrases=RIGHT["phrases"]
        | {"difference": RIGHT["phrases"]["benefit"], "benefit": RIGHT["phrases"]["difference"]},
    ),
    learner(
        "gap-without-weight",
        "never weighs, and so finds the widest gap",
        {"gaps": 0, "widest": 0},
        gaps={name: {"gap": str(RIVALS.gap(name))} for name in RIVALS.votes},
        widest=RIVALS.widest(weighted=False),
    ),
    learner(
        "votes-for-share",
        "multiplies by the number of votes",
        {"gaps": 1},
        gaps={name: {"gap": str(RIVALS.votes[name] * RIVALS.gap(name))} for name in RIVALS.votes},
    ),
    learner(
        "percent",
        "leaves the weight in per cent",
        {"gaps": 1},
        gaps={name: {"gap": f"{100 * RIVALS.weighted(name):.0f}"} for name in RIVALS.votes},
    ),
    learner("most-named", "takes what most people name", {"widest": 0}, widest=max(RIVALS.votes, key=RIVALS.votes.get)),
    learner(
        "loud-is-powerful",
        "gives power to those who ask, and none to those who are silent",
        {"people": 0.5 * sum(power in ("", interest or "much") for power, interest in map(KEY["people"].get, PLACES))},
        placed={id: (KEY["people"][id][1] or "much",) * 2 for id in PLACES},
    ),
    learner("nobody-placed", "never touched the grid", {"people": 0}, made=""),
    learner("torn-grid", "the grid's file was cut off", {"people": 0}, made=grid(SEED, PLACES)[:80]),
    learner("lesson-file", "hands in the file of the lesson", {"people": 0}, made=dumps(THE_CASE.start)),
    learner(
        "one-placed",
        "places one person only",
        {"people": 0.5},
        made=grid(SEED, dict(list(PLACES.items())[:1])),
    ),
    learner(
        "one-step", "one step stands elsewhere", {"steps": 0.5}, steps=["skills", "degree", "certificate", "apply"]
    ),
    learner("steps-reversed", "the steps are turned round", {"steps": 0}, steps=KEY["steps"][::-1]),
    learner("needs-a-degree", "thinks that all four are required", {"left-out": 0}, left_out="none"),
    learner(
        "one-phrase-twice",
        "puts one right phrase into two slots",
        {"phrases": 2.5},
        phrases=RIGHT["phrases"] | {"need": RIGHT["phrases"]["whom"]},
    ),
    learner("mean-twice", "types the mean for both", {"pay": 1}, pay=dict.fromkeys(RIGHT["pay"], RIGHT["pay"]["mean"])),
    learner(
        "mean-for-median",
        "swaps the two",
        {"pay": 1},
        pay={"mean": RIGHT["pay"]["median"], "median": RIGHT["pay"]["mean"]},
    ),
    learner(
        "not-in-order",
        "takes the middle of the list as it came in",
        {"pay": 1.5},
        pay=RIGHT["pay"] | {"median": {"value": f"{PAY.unsorted:.1f}"}},
    ),
    learner(
        "by-people",
        "puts first what helps most people",
        {"recall": 0},
        recall=sorted(WISHES, key=lambda id: -WISHES[id][1]),
    ),
    learner(
        "by-weeks",
        "puts first what is done soonest",
        {"recall": 0},
        recall=sorted(WISHES, key=lambda id: WISHES[id][2]),
    ),
    learner(
        "as-they-were",
        "moves a line and puts it back",
        {"recall": 0, "steps": 0},
        recall=list(WISHES),
        steps=list(variant.steps(SEED)),
    ),
    *usual_learners(learner("usual", "right in everything"), test="gaps"),
]
