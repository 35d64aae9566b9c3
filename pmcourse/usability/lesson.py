"""What the lesson puts on the screen, each with one line in the notebook."""

from __future__ import annotations

from collections.abc import Mapping

from pmcourse.discovery.model import Discovery
from pmcourse.findings import Finding, costly
from pmcourse.kit.carry import made_before
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.exercise import Exercises, Reply, not_yet, right
from pmcourse.kit.kept import kept_in
from pmcourse.kit.quantity import quantities
from pmcourse.kit.questions import ChooseEach, Number, ShortText
from pmcourse.kit.rewrites import Rewrites
from pmcourse.kit.shares import adjusted_wald
from pmcourse.usability import checks, measures, plot
from pmcourse.usability.case import CASE, EVALUATORS, HERE, PROBLEMS, SESSIONS, TEXTS
from pmcourse.usability.found import Seen, people_for
from pmcourse.usability.model import Usability
from pmcourse.usability.watching import any_two, found, middle, occurrences
from pmcourse.usability.widget import PlanEditor, SeverityEditor, TestsLab, WatchEditor

exercise = Exercises("11-usability", HERE)
LINES = {
    "neutral": "neutral: nothing is given away",
    "leads": "leads: it says how something is, or what to feel",
    "helps": "helps: it shows where to look, or how to go on",
    "guess": "asks for a guess: about others, or about what would be",
}
WCAG = {
    "1.1.1": "1.1.1 a picture that says something has words",
    "1.4.1": "1.4.1 colour is never the only sign",
    "1.4.3": "1.4.3 contrast of text is 4.5 to 1 or more",
    "2.1.1": "2.1.1 all can be done with the keyboard",
    "2.5.8": "2.5.8 what is pressed measures 24 by 24 pixels, or has room around it",
    "3.3.1": "3.3.1 a mistake is named, in words",
    "4.1.3": "4.1.3 news is told to a screen reader as well",
}
SENTENCES = TEXTS["tasks"]
FACTS = TEXTS["facts"]
MET = {id: one["met"] for id, one in FACTS.items()}
SEEN = Seen(len(SESSIONS), tuple(MET.values()))
SHARE = 0.85
RATED = {id: f"{id} {PROBLEMS[id]}. {MET[id]} of {len(SESSIONS)} people. {one['text']}" for id, one in FACTS.items()}
REMEDIES = TEXTS["remedies"]


def evaluators() -> Drawing:
    """Who found which problem in which session, you beside the five evaluators."""
    marks = {"you": CASE.mine().value.marks, **EVALUATORS}
    hits = {name: found(SESSIONS, some, PROBLEMS).hits for name, some in marks.items()}
    table = {
        f"{one} {piece}": {name: (one, piece) in some for name, some in hits.items()}
        for one, piece in occurrences(SESSIONS, PROBLEMS)
    }
    return plot.problems(table, {row: PROBLEMS[row.split()[1]] for row in table})


def agreement() -> float:
    """Any-two agreement of the five evaluators."""
    return any_two([found(SESSIONS, marks, PROBLEMS).hits for marks in EVALUATORS.values()])


def shares() -> Drawing:
    """The same share, counted on more and more people."""
    return plot.intervals([(5, 6), (25, 30), (100, 120)])


def lab() -> TestsLab:
    """A thousand tests, with a slider."""
    return TestsLab()


def look(id: str, text: str) -> list[Finding]:
    """What is wrong with a new task."""
    return checks.task(text, TEXTS["words"]["labels"], TEXTS["topics"][id])


def _each(now: Mapping[str, str], truth: Mapping[str, str]) -> Reply:
    wrong = next((id for id, one in truth.items() if now.get(id) != one), None)
    return not_yet(wrong) if wrong else right()


@exercise("tasks", lambda: kept_in(CASE.mine(), "tasks", Rewrites(SENTENCES, look, "This check finds nothing.")))
def exercise_tasks(now: dict[str, str], _start: object) -> Reply:
    """Write four tasks anew."""
    left = [SENTENCES[id] for id, text in now.items() if look(id, text)]
    return not_yet(count=len(left), first=left[0]) if left else right()


@exercise("lines", lambda: ChooseEach(TEXTS["lines"]["texts"], LINES))
def exercise_lines(now: dict[str, str], _start: object) -> Reply:
    """Say what a moderator's line does."""
    return _each(now, TEXTS["lines"]["right"])


@exercise("watch", lambda: WatchEditor(CASE.mine(), SESSIONS), about=lambda work: work.marks)
def exercise_watch(now: Usability, _start: Usability) -> Reply:
    """Watch four sessions and mark the problems."""
    mine = found(SESSIONS, now.marks, PROBLEMS)
    least = middle([found(SESSIONS, marks, PROBLEMS).score for marks in EVALUATORS.values()])
    slots = {"hits": len(mine.hits), "alarms": len(mine.alarms), "least": f"{least:g}"}
    if mine.score >= least:
        return right(**slots)
    return not_yet("alarms" if len(mine.alarms) > 2 else "not_yet", **slots)


@exercise("people", lambda: Number(f"People in all, to find {SHARE:.0%} of the problems", "people"))
def exercise_people(now: str, _start: object) -> Reply:
    """How many people it takes, from the matrix of the four sessions."""
    read, truth, plain = quantities(now, "people"), people_for(SHARE, SEEN.adjusted), people_for(SHARE, SEEN.counted)
    if truth in read:
        return right()
    return not_yet("counted" if plain in read else "not_yet")


@exercise("enough", lambda: Number("Lower end of the interval for 3 of 4", "%"))
def exercise_enough(now: str, _start: object) -> Reply:
    """The lower end of an interval."""
    read, low = quantities(now, "%"), 100 * adjusted_wald(3, 4)[0]
    if any(abs(one - low) < 0.6 for one in read):
        return right()
    plain = any(abs(one - 75) < 0.1 for one in read)
    return not_yet("plain" if plain else "not_yet")


@exercise("sus", lambda: Number("Ali's score", "of 100"))
def exercise_sus(now: str, _start: object) -> Reply:
    """Score ten answers."""
    ali = TEXTS["sus"]["Ali"]
    read, truth = quantities(now, "of 100"), measures.sus(ali)
    if truth in read:
        return right()
    unturned = 2.5 * sum(one - 1 for one in ali)
    return not_yet("times" if truth / 2.5 in read else "turned" if unturned in read else "not_yet")


@exercise("severity", lambda: SeverityEditor(CASE.mine(), RATED, MET, len(SESSIONS)), about=lambda work: work.ratings)
def exercise_severity(now: Usability, _start: Usability) -> Reply:
    """Rate six problems."""
    for id, one in FACTS.items():
        for name, truth in zip(("impact", "persistence"), one["right"], strict=True):
            if getattr(now.ratings[id], name) != truth:
                return not_yet(name, problem=id, text=one["text"])
    return right()


@exercise(
    "items",
    lambda: kept_in(CASE.mine(), "needs", ChooseEach(TEXTS["items"]["texts"], TEXTS["items"]["options"], once=True)),
)
def exercise_items(now: dict[str, str], _start: object) -> Reply:
    """Turn grave problems into needs for the backlog."""
    return _each(now, TEXTS["items"]["right"])


@exercise(
    "remedies",
    lambda: kept_in(CASE.mine(), "remedies", ChooseEach(
        {"one": "One remedy", "other": "Another one, of another kind"}, REMEDIES["options"], once=True
    )),
)  # fmt: skip
def exercise_remedies(now: dict[str, str], _start: object) -> Reply:
    """Two unlike remedies for one need."""
    kinds = [REMEDIES["kinds"][id] for id in now.values()]
    if len(set(now.values())) == 1:
        return not_yet("same")
    if bad := next((id for id in now.values() if not REMEDIES["kinds"][id]), None):
        return not_yet(bad)
    return right() if len(set(kinds)) == 2 else not_yet("alike")


@exercise("wcag", lambda: ChooseEach(TEXTS["wcag"]["texts"], WCAG))
def exercise_wcag(now: dict[str, str], _start: object) -> Reply:
    """Name the criterion that is broken."""
    return _each(now, TEXTS["wcag"]["right"])


def _personas() -> list[str]:
    """Those for whom the learner looked in the lesson on discovery; none where there are none yet."""
    mine, _ = made_before(Discovery, "the lesson on discovery (02)")
    return [one.name for one in mine.personas] if mine else []


@exercise("plan", lambda: PlanEditor(CASE.mine(), SEEN, _personas()), about=lambda work: work.plan)
def exercise_plan(now: Usability, _start: Usability) -> Reply:
    """Plan the next test, with the tasks that were written."""
    found = checks.plan(now.plan, SEEN, SHARE)
    left = [id for id in SENTENCES if not now.tasks.get(id) or look(id, now.tasks[id])]
    if costly(found):
        return not_yet(findings=found)
    return right(found, count=len(left))._replace(key="tasks" if left else "right")


@exercise("report", lambda: kept_in(CASE.mine(), "report", ShortText("Your report to Noor, about 80 words", rows=7)))
def exercise_report(now: str, _start: object) -> list[Finding]:
    """Write a report of the first test."""
    return checks.report(now, [session.who.split(",")[0] for session in SESSIONS])
