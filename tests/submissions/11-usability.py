"""A made-up class for 11-usability: what each learner hands in, the points it must earn, and why.

All of them work on the case of one seed but `other-seed`; whether seeds are alike is tested in tests/usability.
"""

from functools import cache
from pathlib import Path

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import Learner, hidden_key, usual_learners, with_comma
from pmcourse.kit.shares import adjusted_wald
from pmcourse.kit.sheet_data import Sheet
from pmcourse.usability import marking, variant, watching
from pmcourse.usability.case import CASE as THE_CASE
from pmcourse.usability.found import people_for
from pmcourse.usability.measures import sus
from pmcourse.usability.model import Usability

SEED = 20261126
POINTS = {
    "tasks": 2, "lines": 2.5, "sessions": 5, "people": 3.5, "measured": 2.5, "satisfaction": 3, "severity": 3,
    "wcag": 2.5, "need": 3.5, "recall": 1.5, "report": 0,
}  # fmt: skip
LETTER = "Dear Ms Duarte, 3 of 11 gave up, at each visit. That goes first, though more people met the arrows."
ROOT = Path(__file__).parents[2]
KEYS = {cell: hidden_key(ROOT, "11-usability", cell) for cell in ("lines", "sessions", "wcag", "need")}


def pair(seed, kinds):
    """Remedies of these kinds, each another one."""
    known = KEYS["need"][variant.topic(seed)]
    found = []
    for kind in kinds:
        texts = variant.phrases(seed, "remedies")
        found.append(next(id for id in texts if known.get(id, "none") == kind and id not in found))
    return dict(zip(("one", "other"), found, strict=True))


def need(seed, right=True):
    """The need, or another phrase."""
    known = KEYS["need"][variant.topic(seed)]
    return next(id for id in variant.phrases(seed, "needs") if (known.get(id) == "need") == right)


@cache
def right(seed):
    """What somebody who is right in everything fills in."""
    seen, one, people = variant.counts(seed), variant.measured(seed), variant.answers(seed)
    low, high = (100 * end for end in adjusted_wald(one.done, one.people))
    who = next(at for at, some in enumerate(people) if variant.unturned(some))
    scores = [sus(some) for at, some in enumerate(people) if at != who]
    return {
        **{f"task-{at}": id for at, id in enumerate(variant.tasks(seed).fair, 1)},
        "lines": {id: KEYS["lines"][id] for id in variant.lines(seed)},
        "counted": f"{100 * seen.counted:.1f}",
        "adjusted": f"{100 * seen.adjusted:.1f}",
        "people": str(people_for(variant.SHARE, seen.adjusted)),
        "low": f"{low:.0f}",
        "high": f"{high:.0f}",
        "claim": one.verdict,
        "unturned": str(who + 1),
        "mean": f"{sum(scores) / len(scores):.1f}",
        "order": variant.ranked(variant.problems(seed)),
        "wcag": {id: KEYS["wcag"][id] for id in variant.wcag(seed)},
        "need": need(seed),
        "remedies": pair(seed, ("page", "service")),
        "recall": f"{3.45 + 0.28 * variant.characters(seed):.1f}",
    }


def answers(seed, **changes):
    """The same; `changes` gives other answers, None for none."""
    return {id: answer for id, answer in (right(seed) | changes).items() if answer is not None}


def marks(seed, keep=lambda piece: True, more=()):
    """One tick at each problem that `keep` keeps, and `more` ticks."""
    found = {}
    for session in variant.sessions(seed):
        for event in session.events:
            if event.piece in KEYS["sessions"] and keep(event.piece):
                found.setdefault(event.piece, event.id)
    return [*found.values(), *more]


def learner(name, why, lose=None, seed=SEED, made=None, letter=LETTER, ticks=None, **changes):
    """The model's answers but for some; `lose` gives the points that differ from full marks."""
    files = {"answers/sheet.json": dumps(Sheet(seed=seed, answers=answers(seed, **changes)))}
    if made != "":
        work = Usability(marks=tuple(marks(seed) if ticks is None else ticks))
        files[f"answers/{THE_CASE.filename}"] = made or dumps(work)
    return Learner(name, why, POINTS | (lose or {}), {"report": letter}, files)


RIGHT, SEEN, ONE = answers(SEED), variant.counts(SEED), variant.measured(SEED)
PEOPLE, MADE, SESSIONS = variant.answers(SEED), variant.problems(SEED), variant.sessions(SEED)
WHO = int(RIGHT["unturned"]) - 1
EVENTS = [event for session in SESSIONS for event in session.events]
MIDDLE = max(marking.LEAST, watching.middle(variant.watchers(SEED, KEYS["sessions"])))
LABELS = variant.tasks(SEED).choices
LOW, HIGH = (100 * end for end in adjusted_wald(ONE.done, ONE.people))


def watched(ticks):
    """What so many ticks earn."""
    return round(5 * min(1, watching.found(SESSIONS, ticks, KEYS["sessions"]).score / MIDDLE), 4)


def turned(id, of, into):
    """The answers of one question, where `of` was taken for `into`, with what that earns."""
    given = {row: into if said in of else said for row, said in RIGHT[id].items()}
    right = sum(given[row] == truth for row, truth in RIGHT[id].items())
    same = len(set(given.values())) == 1 < len(set(RIGHT[id].values()))
    return {"lose": {id: 0 if same else round(POINTS[id] * max(0, right - 1) / (len(given) - 1), 4)}, id: given}


def by(rule):
    """The order by another rule, with what that earns."""
    order = sorted(MADE, key=lambda id: -rule(MADE[id]))
    return {"lose": {"severity": 3 * max(0, 1 - 0.25 * variant.swaps(order, RIGHT["order"]))}, "order": order}


FEW = marks(SEED)[:2]
LOUD = [event.id for event in EVENTS if "?" in event.text]
UNTURNED = [sum(2.5 * (said - 1) for said in one) for at, one in enumerate(PEOPLE) if at != WHO]
PLAIN = 1.96 * (ONE.done * (ONE.people - ONE.done) / ONE.people**3) ** 0.5
NO_SESSIONS = {"sessions": 0}

LEARNERS = [
    learner("model", "right in everything: all that a machine can give; the report waits for a person"),
    Learner("empty", "the untouched release earns nothing", dict.fromkeys(POINTS, 0)),
    learner("other-seed", "right on a case of their own", seed=7),
    learner(
        "non-native",
        "right, typed as people do: decimal commas, words around numbers, shares as percent",
        counted=with_comma(RIGHT["counted"]) + " %",
        adjusted="about " + with_comma(f"{SEEN.adjusted:.3f}"),
        people=RIGHT["people"] + " persons",
        low=RIGHT["low"] + "%",
        high="ca. " + RIGHT["high"],
        mean=with_comma(RIGHT["mean"]) + " of 100",
        recall=with_comma(RIGHT["recall"]) + " seconds",
        letter="Dear Ms Duarte, more persons have met the arrow. But 3 of 11 gave up, always. So this is first.",
    ),
    learner(
        "programmer",
        "computes everything and types all digits",
        counted=repr(100 * SEEN.counted),
        adjusted=repr(SEEN.adjusted),
        people=people_for(variant.SHARE, SEEN.adjusted),
        low=repr(LOW),
        high=repr(HIGH),
        recall=repr(3.45 + 0.28 * variant.characters(SEED)),
    ),
    learner(
        "stuffer",
        "clicks the same everywhere, ticks every event, types numbers of the question and the method's words",
        dict.fromkeys(POINTS, 0) | {"tasks": None},
        **dict.fromkeys(("task-1", "task-2", "task-3"), "1"),
        lines=dict.fromkeys(RIGHT["lines"], "leads"),
        ticks=[event.id for event in EVENTS],
        counted=str(SEEN.people),
        adjusted=str(SEEN.people),
        people=str(SEEN.people),
        low=str(ONE.claim),
        high="100",
        claim="share",
        unturned=str((WHO + 1) % 3 + 1),
        mean="68",
        order=list(MADE)[::-1],
        wcag=dict.fromkeys(RIGHT["wcag"], "4.1.3"),
        need=need(SEED, right=False),
        remedies=pair(SEED, ("page", "none")),
        recall="0.28",
        letter="Usability, SUS, WCAG, severity, evaluator effect, iterate, empathy, user-centred.",
    ),
    learner("reads-labels", "takes the words of the screen into the task", {"tasks": 0},
            **{f"task-{at}": next(id for id, text in some.items() if id != RIGHT[f"task-{at}"] and "Please" in text)
               if any("Please" in text and id != RIGHT[f"task-{at}"] for id, text in some.items())
               else next(id for id in some if id != RIGHT[f"task-{at}"]) for at, some in enumerate(LABELS, 1)}),
    learner("one-task-wrong", "one slip among three tasks", {"tasks": 1},
            **{"task-2": next(id for id in LABELS[1] if id != RIGHT["task-2"])}),
    learner("helper", "takes help for a neutral line", **turned("lines", ("helps",), "neutral")),
    learner("guesser", "takes a guess for a neutral line", **turned("lines", ("guess",), "neutral")),
    learner("easy-ones", "sees only what is easy to see", {"sessions": None},
            ticks=marks(SEED, lambda piece: KEYS["sessions"][piece] == "e")),
    learner("loud", "ticks whatever is said as a question", {"sessions": None}, ticks=LOUD),
    learner("jumpy", "finds all, and takes two harmless things for problems", {"sessions": None},
            ticks=marks(SEED, more=[e.id for e in EVENTS if e.piece not in KEYS["sessions"]][:2])),
    learner("twice", "ticks both events of each problem: each counts once", ticks=[
        event.id for event in EVENTS if event.piece in KEYS["sessions"]]),
    learner("few", "gives up after two problems", {"sessions": None}, ticks=FEW),
    learner("no-sessions", "never watched a session", NO_SESSIONS, made=""),
    learner("torn", "the file of the marks was cut off", NO_SESSIONS, made=dumps(Usability(marks=tuple(FEW)))[:40]),
    learner("unknown-marks", "marks of other sessions count for nothing", NO_SESSIONS, ticks=["S1-02", "S3-05"]),
    learner("unadjusted", "believes p as it is counted", {"people": 1}, adjusted=RIGHT["counted"],
            people=str(people_for(variant.SHARE, SEEN.counted))),
    learner("follows", "takes one correction alone, right from there: one cause costs once", {"people": 2},
            adjusted=f"{100 * SEEN.discounted:.1f}", people=str(people_for(variant.SHARE, SEEN.discounted))),
    learner("constant", "types one p and one n that would fit many cases", {"people": 1}, adjusted="80", people="2"),
    learner("more-people", "says how many more, not how many in all", {"people": 2.5},
            people=str(int(RIGHT["people"]) - SEEN.people)),
    learner("plain-wald", "takes the plain interval", {"measured": 1},
            low=f"{100 * (ONE.done / ONE.people - PLAIN):.1f}", high=f"{100 * (ONE.done / ONE.people + PLAIN):.1f}"),
    learner("point", "reads the claim off the share as counted", {"measured": 1.5}, claim="share"),
    learner("unreversed", "scores the even statements like the odd ones", {"satisfaction": 1},
            mean=f"{sum(UNTURNED) / len(UNTURNED):.1f}"),
    learner("all-five", "keeps who agrees with everything", {"satisfaction": 1},
            mean=f"{sum(map(sus, PEOPLE)) / len(PEOPLE):.1f}"),
    learner("no-faker", "does not see who agrees with all", {"satisfaction": 2}, unturned=str((WHO + 1) % 3 + 1)),
    *(learner(f"by-{rule.replace(' ', '-')}", f"takes another rule for that of severity: {rule}", **by(key))
      for rule, key in variant.WRONG.items()),
    learner("one-swap", "two neighbours have changed places", {"severity": 2.25},
            order=[*RIGHT["order"][:2], RIGHT["order"][3], RIGHT["order"][2], *RIGHT["order"][4:]]),
    learner("unmoved", "left the order as it was", {"severity": 0}, order=None),
    learner("colour-blind", "takes colour for contrast", **turned("wcag", ("1.4.1",), "1.4.3")),
    learner("no-ears", "takes silent news for a missing text", **turned("wcag", ("4.1.3",), "1.1.1")),
    learner("solution", "takes what is no need for one", {"need": 2}, need=need(SEED, right=False)),
    learner("two-alike", "two remedies of one kind: half", {"need": 2.5}, remedies=pair(SEED, ("page", "page"))),
    learner("useless", "a remedy that helps nobody", {"need": 1.5}, remedies=pair(SEED, ("none", "service"))),
    learner("hand-once", "forgets the way of the hand back", {"recall": 0},
            recall=f"{3.05 + 0.28 * variant.characters(SEED):.2f}"),
    *usual_learners(learner("usual", "right in everything"), test="recall"),
]  # fmt: skip

for one in LEARNERS:
    if one.points.get("sessions", 0) is None:
        ticks = {"easy-ones": marks(SEED, lambda piece: KEYS["sessions"][piece] == "e"), "loud": LOUD, "few": FEW,
                 "jumpy": marks(SEED, more=[e.id for e in EVENTS if e.piece not in KEYS["sessions"]][:2])}  # fmt: skip
        one.points["sessions"] = watched(ticks[one.name])
    if one.points.get("tasks", 0) is None:
        firsts = sum(RIGHT[f"task-{at}"] == "1" for at in (1, 2, 3))
        one.points["tasks"] = max(0, firsts - 1)
