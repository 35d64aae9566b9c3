"""What the lesson puts on the screen, each with one line in the notebook."""

from __future__ import annotations

from pmcourse.agile import checks, plot
from pmcourse.agile.case import CASE, DESK, DONE, HERE, LEVEL, REAL, SCOPE, SPRING, SUMMER
from pmcourse.agile.drift import good, means
from pmcourse.agile.forecast import burned, promise
from pmcourse.agile.model import Action, Sprint
from pmcourse.agile.own import OwnItems
from pmcourse.agile.widget import ActionEditor, DoneEditor, ForecastEditor, RhythmEditor, SprintEditor
from pmcourse.findings import Finding
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.exercise import Exercises, Reply, not_yet, right
from pmcourse.kit.look import Panel, box, table_html
from pmcourse.kit.quantity import quantities
from pmcourse.kit.questions import ChooseEach, Number, NumberTable
from pmcourse.kit.variant import bank

exercise = Exercises("06-agile", HERE)
WORDS = bank(HERE / "words.toml")
SITUATIONS = {
    "p1": "At the end of the month the team shows slides of the screens. There is nothing to try.",
    "p2": "Mr Tan asks for the loans of each district. The answer: “The list was signed in autumn.”",
    "p3": "Three Sundays were worked, and the next sprint is planned as if it went on like that.",
    "p4": "Noor's wishes reach Femi by a form. The two sit two desks apart.",
    "p5": "The team builds a system for plug-ins, in case somebody wants one some day.",
}
BROKEN = {"p1": "working", "p2": "change", "p3": "pace", "p4": "face", "p5": "simple"}
RULES = {
    "r1": "At most three cards may stand in “testing” at the same time.",
    "r2": "Those who build meet each day, for 15 minutes at most.",
    "r3": "Each piece of code is written by two people at one screen.",
    "r4": "Velocity must rise by five percent from sprint to sprint.",
    "r5": "One person is accountable for the order of the product backlog.",
    "r6": "A test is written before the code that it tests.",
    "r7": "Start with what you do now. Roles and titles stay as they are, at first.",
    "r8": "Each estimate must be one of the numbers 1, 2, 3, 5, 8 and 13.",
}
WHOSE = {
    "r1": "kanban", "r2": "scrum", "r3": "xp", "r4": "none", "r5": "scrum", "r6": "xp", "r7": "kanban", "r8": "none"
}  # fmt: skip
SENTENCES = {
    "d1": "All automatic checks pass.",
    "d2": "The code is clean.",
    "d3": "The report shows the loans of each district.",
    "d4": "Somebody who did not write it has read each change.",
    "d5": "It is finished by Friday.",
    "d6": "Each new screen was used once with a screen reader.",
    "d7": "Members like it.",
    "d8": "A label that is torn can be typed in.",
}
SORTED = {"d1": "line", "d2": "wish", "d3": "story", "d4": "line", "d5": "plan", "d6": "line", "d7": "wish",
          "d8": "story"}  # fmt: skip
FITS = Action(what="w2", owner="o3", sign="s2", day="d4")
DESK_CHANCE = 7 / 9
BURNED = burned(DONE, SCOPE)


def burn_up() -> Drawing:
    """Toolshed's points, done and wanted."""
    return plot.burn_up(DONE, SCOPE)


def real() -> Panel:
    """What three rules would have said of real sprints."""
    rows = [
        (name, f"{count} sprints: at least the worst of the last six {worst:.0%}; between their lowest and highest "
         f"{between:.0%}; inside the 80% interval of their mean {mean:.0%}")
        for name, (count, worst, between, mean) in REAL.items()
    ]  # fmt: skip
    return Panel(box(table_html("Real sprints, each against the six before it", rows)))


def rhythms() -> Drawing:
    """What each rhythm brings in the lesson's spring."""
    return plot.rhythms(means(SPRING))


def own_items() -> OwnItems:
    """The best sprint from a file of the learner's own."""
    return OwnItems()


def own_done() -> DoneEditor:
    """A definition of done in the learner's own words."""
    return DoneEditor(CASE.mine())


def _sorted(now: dict[str, str], truth: dict[str, str]) -> Reply:
    wrong = next((id for id, one in truth.items() if now[id] != one), None)
    return not_yet(wrong) if wrong else right()


@exercise("principles", lambda: ChooseEach(SITUATIONS, WORDS["principles"]))
def exercise_principles(now: dict[str, str], _start: object) -> Reply:
    """Say which principle is broken."""
    return _sorted(now, BROKEN)


@exercise("rules", lambda: ChooseEach(RULES, WORDS["rules"]))
def exercise_rules(now: dict[str, str], _start: object) -> Reply:
    """Say whose rule each one is."""
    return _sorted(now, WHOSE)


@exercise("sprint", lambda: SprintEditor(CASE.mine()), about=lambda work: work.chosen)
def exercise_sprint(now: Sprint, _start: Sprint) -> list[Finding]:
    """Choose a sprint that meets its goal and wastes little."""
    return checks.sprint(now)


@exercise("promise", lambda: Number("The most that the desk team can promise", "points"))
def exercise_promise(now: str, _start: object) -> Reply:
    """Work out a promise from eight sprints."""
    read, truth = quantities(now, "points"), promise(DESK, DESK_CHANCE)
    if truth in read:
        return right()
    return not_yet("worst" if min(DESK) in read else "mean" if any(one > 13 for one in read) else "not_yet")


@exercise("interval", lambda: ForecastEditor(CASE.mine(), LEVEL), about=lambda work: work.rule)
def exercise_interval(now: Sprint, _start: Sprint) -> list[Finding]:
    """Find a rule whose intervals hold as often as they say."""
    return checks.rule(now.rule, LEVEL)


@exercise("burnup", lambda: NumberTable("Read the burn-up", WORDS["burn"], {"n": ""}))
def exercise_burnup(now: dict, _start: object) -> Reply:
    """Read a burn-up to its end."""
    for id, truth in BURNED.items():
        near = checks.is_near_sprints if id in ("still", "growing") else checks.is_near
        if not near(now[id]["n"], truth):
            return not_yet(id)
    return right()


@exercise("rhythm", lambda: RhythmEditor(CASE.mine(), SUMMER), about=lambda work: work.every)
def exercise_rhythm(now: Sprint, _start: Sprint) -> Reply:
    """Find how often to plan again."""
    return right() if now.every in good(SUMMER) else not_yet("often")


@exercise("done", lambda: ChooseEach(SENTENCES, WORDS["done"]))
def exercise_done(now: dict[str, str], _start: object) -> Reply:
    """Sort sentences that somebody wants in the definition of done."""
    return _sorted(now, SORTED)


@exercise("action", lambda: ActionEditor(CASE.mine()), about=lambda work: work.action)
def exercise_action(now: Sprint, _start: Sprint) -> Reply:
    """Give a retrospective's action an owner, a sign and a day."""
    wrong = next((got for (_, got), (_, fit) in zip(now.action, FITS, strict=True) if got != fit), None)
    return right() if wrong is None else not_yet(wrong if wrong in exercise.texts("action") else "not_yet")
