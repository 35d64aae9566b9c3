"""What the roadmap lesson and its assignment put on the screen, each with one line in the notebook."""

from __future__ import annotations

from collections.abc import Collection

from pmcourse.backlog.model import Backlog
from pmcourse.findings import Finding
from pmcourse.kit import readers
from pmcourse.kit.carry import Carry, Earlier
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.exercise import Exercises, Reply, judged, not_yet, right
from pmcourse.kit.quantity import quantities
from pmcourse.kit.questions import ChooseEach, NumberTable
from pmcourse.roadmap import plot
from pmcourse.roadmap.arrangement import Down
from pmcourse.roadmap.carry import by_backlog, by_stories
from pmcourse.roadmap.case import CASE, HERE
from pmcourse.roadmap.checks import check
from pmcourse.roadmap.forecast import forecast
from pmcourse.roadmap.model import Roadmap
from pmcourse.roadmap.panels import SURE
from pmcourse.roadmap.queue import Method
from pmcourse.roadmap.texts import percent
from pmcourse.roadmap.widget import RoadmapWidget, Section
from pmcourse.stories.model import StorySet

MOST_DROPPED = 3  # initiatives that an exercise lets go
COUNCIL = ("R-01", "R-07")  # promised to the council, so not to be taken back
EXPECTED = {"R-02": ("R-02 as a whole", 1), "R-07": ("R-07 as a whole", 1), "R-03": ("R-03, the part of Core", 2)}
READERS = {
    "Of the council's two conditions none is met today, both by the end of March; two bets are on it.": "the board",
    "Scanning: half of the trials end by 20 December, 85% by 8 January; after that Desk is free.": "the team",
    "Next we want members to find a thing and reserve it. There is no day yet.": "sales",
    "The cargo bike delivers from 31 August 2027 on.": "nobody yet",
}
KINDS = {
    "Launch the sponsor's banner.": "output",
    "Volunteers check a thing in within two minutes.": "outcome",
    "The council renews the grant.": "impact",
    "All volunteers are trained on the scanner.": "output",
}
STOPS = {
    "If fewer than 10 of the 41 who phone book alone by 31 January, we stop and ask them why.": "can stop it",
    "When everything is finished we look whether it helped.": "cannot",
    "If members do not like it, we think again.": "cannot",
    "If two weeks with ten labels save Bram less than a minute a thing, we build no photos.": "can stop it",
}
exercise = Exercises("09-roadmap", HERE)


def editor(*parts: str, down: Down = Down.OUTCOMES) -> RoadmapWidget:
    """The learner's Toolshed roadmap, with all of its parts or those that are named."""
    return RoadmapWidget(CASE.mine(), parts or tuple(Section), down)


def carry() -> Carry:
    """Bring what was made in the lessons before onto the roadmap."""
    earlier = (
        Earlier(Backlog, "the lesson on backlogs (08)", by_backlog),
        Earlier(StorySet, "the lesson on user stories (07)", by_stories),
    )
    return Carry("Bring my stories and my backlog", CASE.mine(), earlier)


def board() -> Drawing:
    """Toolshed's roadmap as a board."""
    return plot.board(CASE.start)


def heat_map() -> Drawing:
    """How full Toolshed's teams are."""
    return plot.heat_map(CASE.start)


def timeline() -> Drawing:
    """When each of Toolshed's initiatives is worked on, from its estimates."""
    return plot.timeline(forecast(CASE.start))


def fan() -> Drawing:
    """How many of Toolshed's initiatives are done by when, from their estimates."""
    return plot.fan(forecast(CASE.start))


def fan_by_throughput() -> Drawing:
    """The same, from the stories that the teams finished in past weeks."""
    return plot.fan(forecast(CASE.start, Method.THROUGHPUT))


@exercise("kinds", lambda: ChooseEach(list(KINDS), ("output", "outcome", "impact")))
def exercise_kinds(now: dict[str, str], _start: object) -> Reply:
    """Tell output, outcome and impact apart."""
    wrong = next((text for text, kind in KINDS.items() if now[text] != kind), None)
    return not_yet(KINDS[wrong], text=wrong) if wrong else right()


@exercise("outcome", lambda: _looking_at("banner", editor("outcomes")), about=lambda roadmap: roadmap.outcomes)
def exercise_outcome(now: Roadmap, _start: Roadmap) -> Reply:
    """Turn an output into an outcome that can be measured."""
    found = _of(now, {"output_as_outcome", "outcome_unmeasured"})
    if any(one.criterion == "output_as_outcome" for one in found):  # here also where it is only worth a look
        return not_yet(findings=found)
    vague = next((one for one in now.outcomes if len(readers.words(one.metric)) < 2), None)
    if vague and not found:
        return not_yet("vague", name=vague.name, metric=vague.metric)
    return judged(found)


@exercise(
    "expected",
    lambda: NumberTable(
        "Expected effort", {id: label for id, (label, _) in EXPECTED.items()}, {"weeks": "effort"},
        {"weeks": "person-weeks"},
    ),
)  # fmt: skip
def exercise_expected(now: dict[str, dict[str, str]], _start: object) -> Reply:
    """Work out expected efforts, the last step left to the learner; then with a team's share."""
    for id, (label, parts) in EXPECTED.items():
        effort = CASE.start.initiative(id).effort
        given = quantities(now[id]["weeks"], "person-weeks")
        slips = {
            "likely": effort.likely / parts,
            "mean": (effort.low + effort.likely + effort.high) / 3,
            "whole": effort.expected,
        }
        if not _near(given, effort.expected / parts):
            return not_yet(next((key for key, slip in slips.items() if _near(given, slip)), "not_yet"), label=label)
    return right()


@exercise(
    "lane",
    lambda: _looking_at("R-14", editor("board", "initiatives")),
    about=lambda roadmap: [(one.id, one.outcome) for one in roadmap.initiatives],
)
def exercise_lane(now: Roadmap, _start: Roadmap) -> list[Finding]:
    """Give an initiative without an outcome a lane, or let it go."""
    return _of(now, {"initiative_without_outcome", "outcome_without_initiative"})


@exercise("stops", lambda: ChooseEach(list(STOPS), ("can stop it", "cannot")))
def exercise_stops(now: dict[str, str], _start: object) -> Reply:
    """Tell rules that can stop a bet from those that cannot."""
    wrong = next((text for text, kind in STOPS.items() if now[text] != kind), None)
    return not_yet(STOPS[wrong], text=wrong) if wrong else right()


@exercise("fit", lambda: editor("board", "initiatives"), about=lambda roadmap: roadmap.initiatives)
def exercise_fit(now: Roadmap, start: Roadmap) -> Reply:
    """Move initiatives until teams have room, waits are kept and each launch has its packaging."""
    rules = {"capacity_exceeded", "dependency_broken", "dependency_circular", "launch_without_packaging"}
    return _lost(now, start) or judged(_of(now, rules))


@exercise(
    "promises",
    lambda: editor("board", "initiatives", "forecast", down=Down.PRIORITY),
    about=lambda roadmap: roadmap.initiatives,
)
def exercise_promises(now: Roadmap, start: Roadmap) -> Reply:
    """Order and promise so that each promise has a chance of at least 85%."""
    if lost := _lost(now, start):
        return lost
    seen = forecast(now)
    kept = {one.id: one for one in seen.promises() if one.kind == "initiative"}
    for id in COUNCIL:
        day, promise = start.initiative(id).promise, now.initiative(id).promise
        if promise is None or promise > day:
            return not_yet("moved", id=id, day=day)
        if id not in kept:
            return not_yet("unseen", id=id, why=seen.left_out.get(id, "it is done"))
    weak = ", ".join(f"{one.id} {percent(one.chance)}" for one in kept.values() if one.chance < SURE)
    return not_yet(sure=SURE, weak=weak) if weak else right()


@exercise("audience", lambda: ChooseEach(list(READERS), ("the board", "sales", "the team", "nobody yet")))
def exercise_audience(now: dict[str, str], _start: object) -> Reply:
    """Say for whom a sentence of the roadmap is written, and which sentence nobody should write."""
    wrong = next((text for text, reader in READERS.items() if now[text] != reader), None)
    return not_yet(READERS[wrong], text=wrong) if wrong else right()


def _near(given: Collection[float], truth: float) -> bool:
    return any(abs(one - truth) <= 0.06 for one in given)


def _looking_at(id: str, widget: RoadmapWidget) -> RoadmapWidget:
    """`widget` with the outcome or initiative `id` open in its form, where it is still there."""
    which = widget.forms[0].which
    if id in [option for _, option in which.options]:
        which.value = id
    return widget


def _of(roadmap: Roadmap, criteria: Collection[str]) -> list[Finding]:
    return [one for one in check(roadmap) if one.criterion in criteria]


def _lost(now: Roadmap, start: Roadmap) -> Reply | None:
    """The verdict on a roadmap from which too much was taken, or called done, to be solved."""
    left = {one.id for one in now.ahead}
    gone = [one.id for one in start.initiatives if one.id not in left]
    if any(id in gone for id in COUNCIL) or len(gone) > MOST_DROPPED:
        return not_yet("lost", gone=", ".join(gone), council=" and ".join(COUNCIL), most=MOST_DROPPED)
    return None
