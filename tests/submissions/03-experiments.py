"""A made-up class for 03-experiments: what each learner hands in, the points it must earn, and why.

All of them work on the case of one seed but `other-seed`; whether seeds are alike is tested in tests/experiments.
"""

from pathlib import Path

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import Learner, hidden_key, usual_learners
from pmcourse.experiments import variant
from pmcourse.experiments.case import CASE as THE_CASE
from pmcourse.experiments.checks import first_count
from pmcourse.experiments.model import Boundary, Evidence, Harm
from pmcourse.experiments.shares import size
from pmcourse.experiments.worlds import bounds, cheapest, crossing, least_people
from pmcourse.kit.sheet_data import Sheet

SEED = 20261125
POINTS = {
    "slots": 4, "kinds": 2.5, "risk": 2, "first": 1, "tests": 2.5, "loop": 2, "rule": 4, "size": 3, "peek": 1.5,
    "plan": 4, "results": 3, "bakery": 3, "recall": 1, "memo": 0,
}  # fmt: skip
MEMO = (
    "Dear Ms Duarte, the receptionist offers thirty places by hand first. If nine are taken, we build it; if not, not."
)
ROOT = Path(__file__).parents[2]
OTHER = 4
HARMS, KNOWN = list(Harm), list(Evidence)
KEYS = {cell: hidden_key(ROOT, "03-experiments", cell) for cell in ("slots", "kinds", "tests", "loop", "recall")}


def alarms(seed):
    """False alarms of somebody who looks as often as the seed says, of 100."""
    return 100 * sum(map(sum, crossing(bounds(Boundary.NAIVE, variant.looks(seed)), 0.0)))


def answers(seed, **changes):
    """What somebody who is right in everything fills in; `changes` gives other answers, None for none."""
    before, after, a_week = variant.sample(seed)
    people = size(before, after)
    right = {
        "kinds": {id: KEYS["kinds"][id] for id in variant.kinds(seed)},
        "tests": {id: KEYS["tests"][id] for id in variant.tests(seed)},
        "loop": KEYS["loop"],
        "people": str(people),
        "weeks": f"{2 * people / a_week:.1f}",
        "peek": f"{alarms(seed):.0f}",
        "results": {id: kind for id, (_, kind) in variant.results(seed).items()},
        "bakery": variant.bakery(seed).truth,
        "recall": {id: KEYS["recall"][id] for id in variant.evidence(seed)},
    }
    return {id: answer for id, answer in (right | changes).items() if answer is not None}


def slots(seed):
    """The phrases that fit, by their slot."""
    fits = KEYS["slots"][variant.topic(seed)]
    return {slot: next(id for id in fits if id in texts) for slot, texts in variant.case(seed).phrases.items()}


def rule(seed, go=None):
    """A rule that keeps everything, or one that goes on from another count."""
    people, poor, good = variant.shares(seed)
    go = go or variant.good_counts(people, poor, good)[0]
    ends = {
        "shelve_from": 0,
        "shelve_to": go - 4,
        "pivot_from": go - 3,
        "pivot_to": go - 1,
        "go_from": go,
        "go_to": people,
    }
    return {"share": round(100 * go / people, 2), **ends}


def work(seed, slots_=None, rule_=None, plan=None, places=None, first=None):
    """What was made in the editors, right but for what is given."""
    made = variant.case(seed)
    best, _ = cheapest(variant.setting(seed))
    for id, (harm, evidence) in (variant.places(seed) if places is None else places).items():
        made = made.place(id, harm=harm, evidence=evidence)
    made = made.model_copy(update={"first": variant.riskiest(seed) if first is None else first})
    made = made.change("L-1", "hypothesis", **(slots(seed) if slots_ is None else slots_))
    made = made.change("L-1", "rule", **(rule(seed) if rule_ is None else rule_))
    return made.change("L-2", "plan", **(dict(best) if plan is None else plan))


def learner(name, why, lose=None, seed=SEED, made=None, memo=MEMO, editors=None, **changes):
    """The model's answers but for some; `lose` gives the points that differ from full marks."""
    files = {"answers/sheet.json": dumps(Sheet(seed=seed, answers=answers(seed, **changes)))}
    if made != "":
        files[f"answers/{THE_CASE.filename}"] = made or dumps(work(seed, **(editors or {})))
    return Learner(name, why, POINTS | (lose or {}), {"memo": memo}, files)


RIGHT, SLOTS, PLACES = answers(SEED), slots(SEED), variant.places(SEED)
PEOPLE, POOR, GOOD = variant.shares(SEED)
COUNTS = variant.good_counts(PEOPLE, POOR, GOOD)
SETTING = variant.setting(SEED)
BEST, _ = cheapest(SETTING)
ONE_LOOK = {"people": least_people(Boundary.OBRIEN, 1, SETTING), "looks": 1, "boundary": Boundary.NAIVE}
PHRASES = variant.case(SEED).phrases
BEFORE, AFTER, A_WEEK = variant.sample(SEED)
NEEDED = size(BEFORE, AFTER)
ALWAYS = {"share": 200 / PEOPLE, "shelve_from": 0, "shelve_to": 0, "pivot_from": 1, "pivot_to": 1, "go_from": 2,
          "go_to": PEOPLE}  # fmt: skip
NO_EDITORS = dict.fromkeys(("slots", "risk", "first", "rule", "plan"), 0)


def wrong_slots(*names):
    """The slots, some of them with a phrase that does not fit."""
    return SLOTS | {name: next(id for id in PHRASES[name] if id != SLOTS[name]) for name in names}


def wrong(id, count, options):
    """The answer to a question with many rows, `count` of them wrong."""
    changed = {row: next(one for one in options if one != RIGHT[id][row]) for row in list(RIGHT[id])[:count]}
    return RIGHT[id] | changed


LEARNERS = [
    learner("model", "right in everything: all that a machine can give; the memo waits for a person"),
    Learner("empty", "the untouched release earns nothing", dict.fromkeys(POINTS, 0)),
    learner("other-seed", "right on a case of their own", seed=7),
    learner(
        "non-native",
        "right, typed as people do: decimal commas, words around numbers, another rule and a plan with one look",
        people=f"{NEEDED // 1000} {NEEDED % 1000:03}" if NEEDED > 999 else str(NEEDED),
        weeks=f"{-(-2 * NEEDED // A_WEEK)} weeks",
        peek=f"about {alarms(SEED) + 1.5:.0f} of 100",
        editors={"rule_": rule(SEED, COUNTS[-1]), "plan": ONE_LOOK},
        memo="Dear Ms Duarte, idea is good. But first we try with few people by hand, and see number.",
    ),
    learner(
        "programmer",
        "computes everything and types all digits",
        people=repr(float(NEEDED)),
        weeks=repr(2 * NEEDED / A_WEEK),
        peek=repr(alarms(SEED) / 100),
        editors={"plan": dict(BEST) | {"people": BEST.people + 3}},
    ),
    learner(
        "stuffer",
        "clicks the first of everything, types the method's words and numbers of the question",
        dict.fromkeys(POINTS, 0) | {"risk": 0.2857},
        kinds=dict.fromkeys(RIGHT["kinds"], "demand"),
        tests=dict.fromkeys(RIGHT["tests"], "ab"),
        loop=None,
        people="sample size",
        weeks=str(A_WEEK),
        peek="5",
        results=dict.fromkeys(RIGHT["results"], "better"),
        bakery=dict.fromkeys(RIGHT["bakery"], "pivot"),
        recall=dict.fromkeys(RIGHT["recall"], "count"),
        editors={
            "slots_": wrong_slots("action", "whom", "response", "metric"),
            "places": dict.fromkeys(PLACES, (Harm.PLAN, Evidence.MEASURED)),
            "first": next(id for id in PLACES if id != variant.riskiest(SEED)),
            "rule_": ALWAYS | {"share": 0, "shelve_to": 1, "go_from": 1},
            "plan": {"people": 900, "looks": 14, "boundary": Boundary.NAIVE},
        },
        memo="MVP hypothesis build measure learn pivot A/B test significance lean.",
    ),
    learner("wish", "an action that is praise and a response that is a feeling", {"slots": 2},
            editors={"slots_": wrong_slots("action", "response")}),
    learner("vanity", "counts what flatters", {"slots": 3}, editors={"slots_": wrong_slots("metric")}),
    learner("no-slots", "left the hypothesis open", {"slots": 0}, editors={"slots_": {}}),
    learner("own-words", "words of their own that nobody can check", {"slots": 0},
            editors={"slots_": dict.fromkeys(SLOTS, "We believe in growth")}),
    learner("kinds-mixed", "takes two kinds for others", {"kinds": 1.25}, kinds=wrong("kinds", 2, variant.KINDS)),
    learner("all-demand", "everything is about demand", {"kinds": 0}, kinds=dict.fromkeys(RIGHT["kinds"], "demand")),
    learner("sayers", "takes what people say for what they do", {"risk": None},
            editors={"places": {id: (harm, Evidence.SOME if known is Evidence.SAID else known)
                                for id, (harm, known) in PLACES.items()}}),
    learner("unplaced", "chose the first, and placed nothing", {"risk": 0}, editors={"places": {}}),
    learner("least-known", "tries what is least known, though nothing hangs on it", {"first": 0},
            editors={"first": next(id for id, (harm, known) in PLACES.items()
                                   if known is Evidence.GUESS and harm is not Harm.END)}),
    learner("always-ab", "tests everything with an A/B test", {"tests": 0}, tests=dict.fromkeys(RIGHT["tests"], "ab")),
    learner("tests-mixed", "two tests are wrong", {"tests": 1.25}, tests=wrong("tests", 2, variant.TESTS)),
    learner("builds-first", "begins by building", {"loop": 1},
            loop=["g1", *(id for id in KEYS["loop"] if id != "g1")]),
    learner("loop-turned", "the steps are turned round", {"loop": 0}, loop=KEYS["loop"][::-1]),
    learner("gap", "a count has no decision", {"rule": 3},
            editors={"rule_": rule(SEED) | {"pivot_from": COUNTS[0] - 2}}),
    learner("hopes", "goes on only from the share hoped for", {"rule": 2},
            editors={"rule_": rule(SEED, first_count(100 * GOOD, PEOPLE))}),
    learner("break-even", "goes on from the share that just pays", {"rule": 2},
            editors={"rule_": rule(SEED, first_count(100 * POOR, PEOPLE))}),
    learner("always-go", "a rule that always goes on tests nothing", {"rule": 0},
            editors={"rule_": ALWAYS}),
    learner("two-thresholds", "the rule turns elsewhere than it says", {"rule": 3},
            editors={"rule_": rule(SEED) | {"share": rule(SEED)["share"] + 8}}),
    learner("no-rule", "left the rule open", {"rule": 0}, editors={"rule_": {}}),
    learner("both-arms", "gives both arms together, and the right weeks", {"size": 2},
            people=str(2 * NEEDED)),
    learner("one-arm-weeks", "forgets that both arms need visitors", {"size": 2.5},
            weeks=f"{NEEDED / A_WEEK:.1f}"),
    learner("follows", "a wrong size, and weeks that follow from it: one cause costs once", {"size": 1},
            people=str(round(NEEDED * 1.5)), weeks=f"{3 * NEEDED / A_WEEK:.1f}"),
    learner("five-percent", "believes that looks change nothing", {"peek": 0}, peek="5"),
    learner("peeks", "enough people, fourteen looks at 1.96", {"plan": 0},
            editors={"plan": {"people": BEST.people, "looks": 14, "boundary": Boundary.NAIVE}}),
    learner("too-small", "half of the people: calm, and nearly blind", {"plan": 1},
            editors={"plan": {"people": BEST.people // 2, "looks": 1, "boundary": Boundary.NAIVE}}),
    learner("too-dear", "three times the people: everybody is asked, and nothing is planned", {"plan": 0},
            editors={"plan": {"people": 3 * BEST.people, "looks": 1, "boundary": Boundary.NAIVE}}),
    learner("plan-untouched", "the plan of the start", {"plan": 0}, editors={"plan": {}}),
    learner("reads-early", "acts on what is not finished, and trusts arms that were filled badly", {"results": None},
            results={id: "better" if kind in ("on", "broken") else kind for id, kind in RIGHT["results"].items()}),
    learner("bakery-counts-all", "counts friends, and people who were asked until it fitted", {"bakery": 2},
            bakery={id: "go" if kind == "void" else kind for id, kind in RIGHT["bakery"].items()}),
    learner("forgot", "takes one source for another", {"recall": 0.6667}, recall=wrong("recall", 1, variant.SOURCES)),
    learner("no-editors", "never touched an editor", NO_EDITORS, made=""),
    learner("torn", "the file of the editors was cut off", NO_EDITORS, made=dumps(work(SEED))[:90]),
    learner(
        "plundered",
        "people of the case are changed: facts are put back, and the rule reaches beyond them",
        {"rule": 3},
        made=dumps(work(SEED).change("L-1", "rule", people=900, go_to=900)),
    ),
    learner(
        "other-case",
        "hands in what was made for another seed: calm looks are all that fits",
        {"slots": 0, "risk": 0, "first": 0, "rule": 0, "plan": 1},
        made=dumps(work(OTHER)),
    ),
    *usual_learners(learner("usual", "right in everything"), test="size"),
]  # fmt: skip


def lost(name):
    """What a learner loses whose slip hits so many parts as the seed gives it."""
    if name == "sayers":
        hit = sum(known is Evidence.SAID for _, known in PLACES.values())
        return {"risk": round(2 * max(0, 10 - hit - 3) / 7, 4)}
    hit = sum(kind in ("on", "broken") for kind in RIGHT["results"].values())
    return {"results": 3.0 - hit}


for one in LEARNERS:
    if None in one.points.values():
        one.points.update(lost(one.name))
