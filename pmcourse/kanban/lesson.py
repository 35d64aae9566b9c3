"""What the lesson puts on the screen, each with one line in the notebook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmcourse.findings import Finding
from pmcourse.kanban import checks, flow, plot
from pmcourse.kanban.cards import draw
from pmcourse.kanban.case import (
    BUSY,
    CASE,
    FLOOD,
    GAME,
    HERE,
    OPEN,
    OPTIONS,
    P85,
    READ,
    SAMPLES,
    TEAM,
    TEXTS,
)
from pmcourse.kanban.engine import Event, simulate
from pmcourse.kanban.game import DAYS as PLAYED
from pmcourse.kanban.game import PlayEditor, baseline, replay
from pmcourse.kanban.model import CALENDAR, DAYS, RATE, WEEKS, Flow
from pmcourse.kanban.rules import RulesEditor
from pmcourse.kanban.widget import RUN, Forecaster, LimitsEditor
from pmcourse.kanban.worlds import DAYS as LONG
from pmcourse.kanban.worlds import FREE, WEEK, WORLDS, tried
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.exercise import Exercises, Reply, not_yet, right
from pmcourse.kit.kept import kept_in
from pmcourse.kit.look import Panel, box, joined, table_html
from pmcourse.kit.quantity import quantities
from pmcourse.kit.questions import ChooseEach, Number, NumberTable, OrderLines

exercise = Exercises("10-kanban", HERE)
HIDDEN = 5000  # the first of the worlds in which limits are judged
LOW, LIMITS = (2, 2, 1), (2, 3, 1)  # that the text compares with
ANSWER = {"days": "Answer"}
OTHER = {"other": "The other board"}
READ_FROM = {"board": "Read from it"}
READ_IN = {"wip": "cards", "test": "cards", "rate": RATE}
LITTLE = {"days": "a card takes, on average", "cards": "that may be begun, for a mean of 6 days"}
AGES = {
    "fine": "fine: half of the cards were older",
    "watch": "watch it: more than half were younger",
    "today": "talk about it today: 85% were younger",
    "stop": "stop and help: 95% were younger",
}
CLASSES = {
    "expedite": "expedite: waiting costs much from now on",
    "fixed": "fixed date: waiting costs nothing until a day",
    "standard": "standard: each week costs about the same",
    "intangible": "intangible: nothing now, much one day",
}
RULES = {
    "limit": "a limit on what is begun in a column",
    "leave": "a rule for when a card may leave a column",
    "urgent": "a limit on urgent cards",
    "pull": "a rule for what is pulled next, and when options are refilled",
}


def flood() -> list[Event]:
    """What happens on the board where every wish is begun at once."""
    setting, seed = FLOOD
    return simulate(setting, FREE, seed, RUN)


def flood_shown() -> Panel:
    """Its cumulative flow, as a picture and as a table."""
    log = flood()
    table = table_html("Cards that came so far, to this column or further", plot.told(log, RUN, 10))
    return Panel(joined((plot.cumulative(log, RUN).svg(), box(table))))


def one_more_person() -> Drawing:
    """What one more person brings, by column; each with limits that fit."""
    people = {
        "as it is": ((1, 2, 1), (2, 4, 1)),
        "a second person in Analyse": ((2, 2, 1), (2, 4, 1)),
        "a third person in Build": ((1, 3, 1), (2, 5, 1)),
        "a second person in Test": ((1, 2, 2), (2, 4, 2)),
    }
    done = {name: tried(TEAM.setting._replace(people=who), limits, 0).weekly for name, (who, limits) in people.items()}
    return plot.bars(done, "cards done in a week", "{:.2f}")


def urgent_every(days: int) -> tuple[float, float, float]:
    """With an urgent card each so many days: others done in a week, urgent ones, and days that 85% of others take."""
    setting, times, urgent = TEAM.setting._replace(urgent=days), list[float](), 0
    for seed in range(WORLDS):
        ids = frozenset(card.id for card in draw(setting, seed, LONG) if card.urgent)
        log = simulate(setting, LIMITS, seed, LONG)
        times += flow.cycle_times(log, False, ids)
        urgent += len(flow.cycle_times(log, True, ids))
    weeks = WORLDS * LONG / WEEK
    return len(times) / weeks, urgent / weeks, flow.percentile(times, 0.85) or 0.0


def price_of_urgent() -> Drawing:
    """How long other cards take where urgent ones come."""
    names = {0: "no urgent card", 25: "one in five weeks", 10: "one in two weeks", 5: "one each week"}
    return plot.bars(
        {name: urgent_every(days)[2] for days, name in names.items()}, "days that 85% of the other cards take", "{:.0f}"
    )


def little_fails() -> Panel:
    """What Little's law says, and what is, on a board that is steady and on one that is flooded."""
    steady = flow.little(flow.pairs(simulate(TEAM.setting, LIMITS, 2, LONG)), 20, LONG)
    flooded = flow.little(flow.pairs(flood()), 20, RUN)
    rows = [
        (name, f"{one.wip:.1f} cards ÷ {one.rate:.2f} a day = {one.says:.0f} days; those that are done took "
               f"{one.cycle:.0f}") for name, one in (("With limits", steady), ("Every wish begun at once", flooded))
    ]  # fmt: skip
    return Panel(box(table_html("From day 20 on, on average", rows), role="status"))


def forecaster() -> Forecaster:
    """A forecast from the twelve weeks of the lesson, or from anybody's own."""
    return Forecaster()


def _near(given: Any, truth: float, unit: str) -> bool:
    read = quantities(given, unit)
    return any(abs(one - truth) <= 0.011 * truth + 0.006 for one in read)


def _cells(now: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {row: cells.get("days", "") for row, cells in now.items()}


def _options() -> dict[str, str]:
    return {
        id: one.told(f"“{OPTIONS[one.needs].title}”" if one.needs else "")  # the lesson shows no ids
        for id, one in OPTIONS.items()
    }


def _each(now: Mapping[str, str], table: str) -> Reply:
    wrong = next((id for id, one in TEXTS[table]["right"].items() if now[id] != one), None)
    return not_yet(wrong) if wrong else right()


@exercise("clocks", lambda: NumberTable("Two clocks", TEXTS["clocks"]["rows"], ANSWER, {"days": CALENDAR}))
def exercise_clocks(now: Mapping[str, Mapping[str, str]], _start: object) -> Reply:
    """Tell lead time from cycle time."""
    given = _cells(now)
    if _near(given["lead"], 23, CALENDAR) or _near(given["cycle"], 9, CALENDAR):
        return not_yet("inclusive")
    if not _near(given["lead"], 22, CALENDAR):
        return not_yet("lead")
    if _near(given["cycle"], 8, CALENDAR):
        return right()
    return not_yet("again" if _near(given["cycle"], 2, CALENDAR) else "cycle")


@exercise("cfd", lambda: NumberTable("The board", READ_FROM, TEXTS["cfd"]["columns"], READ_IN))
def exercise_cfd(now: Mapping[str, Mapping[str, str]], _start: object) -> Reply:
    """Read a cumulative flow diagram."""
    given = now["board"]
    wrong = next((one for one, truth in READ.items() if not _near(given[one], truth, READ_IN[one])), None)
    rounded = wrong == "rate" and any(round(READ[wrong], 1) == one for one in quantities(given[wrong], READ_IN[wrong]))
    return not_yet("rounded" if rounded else wrong) if wrong else right()


@exercise("play", lambda: PlayEditor(CASE.mine(), TEXTS["game"], GAME), about=lambda work: (work.days, work.moves))
def exercise_play(now: Flow, _start: Flow) -> Reply:
    """Run a board by hand."""
    if now.days < PLAYED:
        return not_yet("unfinished", day=now.days + 1)
    took = flow.cycle_times(replay(now, TEXTS["game"], GAME).log)
    base = baseline(now, TEXTS["game"], GAME)
    said = {"done": len(took), "base": base}
    return right(**said, mean=sum(took) / len(took)) if len(took) >= max(1, base) else not_yet(**said)


@exercise("limits", lambda: LimitsEditor(CASE.mine(), TEAM), about=lambda work: work.limits)
def exercise_limits(now: Flow, _start: Flow) -> list[Finding]:
    """Choose limits that let work flow."""
    return checks.flows(TEAM, now.limits, HIDDEN)[:1]  # of two, “finish more” and “take less”, the hints pull apart


@exercise(
    "little", lambda: NumberTable("18 cards, 6 done in a week", OTHER, LITTLE, {"days": DAYS, "cards": "cards at most"})
)
def exercise_little(now: Mapping[str, Mapping[str, str]], _start: object) -> Reply:
    """Use Little's law both ways, with units."""
    given = now["other"]
    if not _near(given["days"], 15, DAYS):
        return not_yet("weeks" if _near(given["days"], 3, DAYS) else "days")
    return right() if any(_near(given["cards"], one, "cards at most") for one in (7, 7.2)) else not_yet("cards")


@exercise("age", lambda: ChooseEach(TEXTS["age"]["texts"], AGES))
def exercise_age(now: dict[str, str], _start: object) -> Reply:
    """Read the age of cards."""
    return _each(now, "age")


@exercise("classes", lambda: kept_in(CASE.mine(), "classes", ChooseEach(TEXTS["classes"]["texts"], CLASSES)))
def exercise_classes(now: dict[str, str], _start: object) -> Reply:
    """Give cards their class of service."""
    return _each(now, "classes")


@exercise("order", lambda: kept_in(CASE.mine(), "order", OrderLines("First on top", _options())))
def exercise_order(now: list[str], _start: object) -> Reply:
    """Put options in the order in which they are pulled."""
    best = checks.pulled(OPTIONS, P85)
    if now[0] != best[0]:
        return not_yet("urgent")
    if now.index("o6") + 1 != now.index("o2"):
        return not_yet("needs")
    if now.index("o2") != 2:
        return not_yet("fixed")
    return right() if now.index("o3") == 3 else not_yet()


@exercise("policy", lambda: ChooseEach(TEXTS["policy"]["texts"], RULES))
def exercise_policy(now: dict[str, str], _start: object) -> Reply:
    """Turn a complaint into a rule of the board."""
    return _each(now, "policy")


@exercise("forecast", lambda: Number("In which week, with 85%?", WEEKS))
def exercise_forecast(now: str, _start: object) -> Reply:
    """Say when cards are done, with a chance."""
    read = quantities(now, WEEKS)
    if any(abs(one - (flow.weeks_for(SAMPLES, OPEN, 0.85) or 0)) < 0.01 for one in read):
        return right()
    return not_yet("mean" if any(abs(one - 8) < 0.01 for one in read) else "not_yet")


def rules() -> RulesEditor:
    """Rules in the learner's own words, and all rules of the board as they stand."""
    options = {id: one.title for id, one in OPTIONS.items()}
    return RulesEditor(CASE.mine(), TEXTS["policy"]["texts"], TEXTS["classes"]["texts"], options)


def busy() -> Drawing:
    """How much is finished, with everybody busy and with limits."""
    names = {"everybody begins what they can (5, 9, 5)": BUSY, "with limits (2, 2, 1)": LOW}
    return plot.bars(
        {name: tried(TEAM.setting, limits, 0).weekly for name, limits in names.items()},
        "cards done in a week",
        "{:.2f}",
    )
