"""The roadmap lesson's exercises: each is done on the learner's own roadmap of Toolshed, and checked at once."""

from __future__ import annotations

from collections.abc import Collection
from html import escape

import ipywidgets as widgets

from pmcourse.findings import Finding, Verdict
from pmcourse.lesson import Exercise, judged
from pmcourse.lesson import Outcome as Judgement
from pmcourse.look import box
from pmcourse.roadmap.arrangement import Down
from pmcourse.roadmap.case import toolshed
from pmcourse.roadmap.checks import check
from pmcourse.roadmap.forecast import forecast
from pmcourse.roadmap.lesson import mine
from pmcourse.roadmap.model import Roadmap
from pmcourse.roadmap.panels import SURE, percent
from pmcourse.roadmap.widget import Part, RoadmapWidget

MOST_DROPPED = 3  # initiatives that an exercise lets go
COUNCIL = ("R-01", "R-07")  # promised to the council, so not to be taken back
_WIDE = {"description_width": "initial"}


def exercise_expected() -> Exercise:
    """Work out expected efforts, the last step left to the learner; then with a team's share."""
    asked = {"R-02 as a whole": ("R-02", 1), "R-07 as a whole": ("R-07", 1), "R-03, the part of Core": ("R-03", 2)}
    boxes = {
        label: widgets.BoundedFloatText(
            value=0, min=0, max=999, step=0.1, description=f"{label} (person-weeks)",
            style=_WIDE, layout={"width": "26rem", "max_width": "98%"},
        )
        for label in asked
    }  # fmt: skip

    def check_answers() -> Judgement:
        if not any(field.value for field in boxes.values()):
            return Verdict.NOT_ATTEMPTED, "Type a number of person-weeks into each of the three fields.", ()
        for label, (id, parts) in asked.items():
            effort = toolshed().initiative(id).effort
            given, truth = boxes[label].value, effort.expected / parts
            if abs(given - truth) <= 0.06:
                continue
            slips = {
                effort.likely / parts: "That is the most likely effort. The long tail counts too.",
                (effort.low + effort.likely + effort.high) / 3: "The middle number counts four times; divide by six.",
                effort.expected: "That is all of it. Two teams share it in equal parts.",
            }
            why = next((why for slip, why in slips.items() if abs(given - slip) <= 0.06), "Work it out once more.")
            return Verdict.NOT_YET, f"{label}: {why}", ()
        return Verdict.RIGHT, "Each is a little above the most likely: what goes wrong goes far wrong.", ()

    return Exercise(
        "09-expected",
        "R-02 is estimated at 8, 12 and 20 person-weeks: (8 + 4 × 12 + 20) ÷ 6 = ? R-07 at 4, 6 and 10. R-03 at 6, 9 "
        "and 16, in equal parts by Core and Borrow.",
        widgets.VBox(list(boxes.values())),
        check_answers,
        "agile-product-management",
        ("Low, plus four times the most likely, plus high: that divided by 6.", "8 + 48 + 20 = 76, and 76 ÷ 6 = 12.7."),
    )


def exercise_outcome() -> Exercise:
    """Turn an output into an outcome that can be measured."""
    return Exercise(
        "09-outcome",
        "“Launch the sponsor's banner” says what we make, not what changes for anybody. Turn it into an outcome with a "
        "metric, today's value, a target and a day; or take it off.",
        _looking_at("banner", RoadmapWidget(mine(), (Part.OUTCOMES,))),
        lambda: judged(
            _of(mine().value, {"output_as_outcome", "outcome_unmeasured"}),
            "Every outcome now says what changes, from where, to where, and by when.",
            "Not yet an outcome that can be measured:",
        ),
        "product-management",
        (
            "“banner” is open below. What should somebody do more, less or faster because of it?",
            "Whom does it serve? Noor, because the sponsor pays. “Income that does not depend on the council”, say.",
            "A share in percent is a fine metric: today's value, a target, a day such as 2027-12-31.",
        ),
    )


def exercise_lane() -> Exercise:
    """Give an initiative without an outcome a lane, or let it go."""
    return Exercise(
        "09-lane",
        "R-14 lies in the lane “No outcome”. Carry it into a lane that it serves: by mouse, or by keyboard (go to the "
        "card, Enter, arrow keys, Enter). Or take it off the roadmap, and be ready to say why.",
        _looking_at("R-14", RoadmapWidget(mine(), (Part.BOARD, Part.INITIATIVES))),
        lambda: judged(
            _of(mine().value, {"initiative_without_outcome", "outcome_without_initiative"}),
            "Everything on the roadmap is for something, and everything that we want has a bet on it.",
            "Something still hangs in the air:",
        ),
        "product-management",
        (
            "The lanes are outcomes: to carry a card into another lane is to say what it is for.",
            "Will a dark theme make members borrow more often? If you do not believe it, take R-14 off below.",
            "Did an outcome lose its last bet? Put one there, or take the outcome off.",
        ),
    )


def exercise_fit() -> Exercise:
    """Move initiatives until teams have room, waits are kept and each launch has its packaging."""

    def check_fit() -> Judgement:
        if lost := _lost(mine().value):
            return lost
        rules = {"capacity_exceeded", "dependency_broken", "dependency_circular", "launch_without_packaging"}
        return judged(
            _of(mine().value, rules),
            "It fits, it waits for what it needs, and nothing is launched bare.",
            "It does not fit yet:",
        )

    return Exercise(
        "09-fit",
        "Move cards until no team has more work in a quarter than hands, nothing is planned before what it waits for, "
        f"and each launch waits for its packaging. Up to {MOST_DROPPED} initiatives may go, but not the council's two.",
        RoadmapWidget(mine(), (Part.BOARD, Part.INITIATIVES)),
        check_fit,
        "agile-product-management",
        (
            "The head of each column says how full each team is.",
            "R-11 is the packaging of R-08. Write R-11 into “Waits for” of R-08, and then look at their quarters.",
            "R-10 is the largest thing in 2027-Q1. Must finding and reserving begin before the database has moved?",
            "The banner is a launch too. It needs packaging of its own, or another phase, or to go.",
        ),
    )


def exercise_promises() -> Exercise:
    """Order and promise so that each promise has a chance of at least 85%."""

    def check_promises() -> Judgement:
        roadmap = mine().value
        if lost := _lost(roadmap):
            return lost
        seen = forecast(roadmap)
        kept = {one.id: one for one in seen.promises() if one.kind == "initiative"}
        for id in COUNCIL:
            day = toolshed().initiative(id).promise
            if roadmap.initiative(id).promise is None or roadmap.initiative(id).promise > day:
                return Verdict.NOT_YET, f"The council was promised {id} by {day}. That one is not ours to move.", ()
            if id not in kept:
                return Verdict.NOT_YET, f"{id} cannot be forecast: {seen.left_out.get(id, 'it is done')}.", ()
        if weak := [one for one in kept.values() if one.chance < SURE]:
            said = ", ".join(f"{one.id} {percent(one.chance)}" for one in weak)
            return (
                Verdict.NOT_YET,
                f"Still below {SURE:.0%}: {said}. Move it up, or promise later, or take it back.",
                (),
            )
        return Verdict.RIGHT, "Every promise that is left can be made with a straight face.", ()

    return Exercise(
        "09-promises",
        f"Bring every promise to a chance of at least {SURE:.0%}. The council's two stay as they are; Noor's you may "
        "move or take back (field “Promised for”), if you dare to tell her.",
        RoadmapWidget(mine(), (Part.BOARD, Part.INITIATIVES, Part.FORECAST), Down.PRIORITY),
        check_promises,
        "agile-product-management",
        (
            "Try the sliders first: they change nothing for good.",
            "Who stands before R-07 in the queue of its team, and what does that one wait for?",
            "Within a quarter, what stands on top is worked on first.",
        ),
    )


def exercise_audience() -> Exercise:
    """Say for whom a sentence of the roadmap is written, and which sentence nobody should write."""
    truth = {
        "Of the council's two conditions none is met today, both by the end of March; two bets are on it.": "the board",
        "Scanning: half of the trials end by 20 December, 85% by 8 January; after that Desk is free.": "the team",
        "Next we want members to find a thing and reserve it. There is no day yet.": "sales",
        "The cargo bike delivers from 30 November 2027 on.": "nobody yet",
    }
    readers = ("choose", "the board", "sales", "the team", "nobody yet")
    boxes = [
        widgets.Dropdown(options=readers, description=f"Sentence {number} is for", style=_WIDE)
        for number in range(1, len(truth) + 1)
    ]
    rows = [
        part
        for number, (text, choice) in enumerate(zip(truth, boxes, strict=True), 1)
        for part in (widgets.HTML(box(f"<strong>{number}.</strong> {escape(text)}")), choice)
    ]

    def check_audiences() -> Judgement:
        if all(choice.value == "choose" for choice in boxes):
            return Verdict.NOT_ATTEMPTED, "Choose a reader for each of the four sentences.", ()
        for (text, reader), choice in zip(truth.items(), boxes, strict=True):
            if choice.value != reader:
                return Verdict.NOT_YET, f"“{text}” {_READERS[reader]}", ()
        return Verdict.RIGHT, "One roadmap, three readers, and no day that nobody can keep.", ()

    return Exercise(
        "09-audience",
        "For whom is each sentence written?",
        widgets.VBox(rows),
        check_audiences,
        "product-management",
        (
            "The board decides on outcomes, sales talks to customers, the team does the work.",
            "A range of days helps those who plan the work; told to a customer it becomes its first half.",
            "One of the four was promised to a newspaper, 14 months ahead.",
        ),
    )


_READERS = {
    "the board": "names an outcome, its value and the bets on it. Who decides about that?",
    "the team": "speaks of trials and of who is free. Who needs that to plan the week?",
    "sales": "tells a direction without a day. Who talks to members about what is coming?",
    "nobody yet": "is a day 14 months ahead, as if it were known. Who could answer for it?",
}


def _looking_at(id: str, widget: RoadmapWidget) -> RoadmapWidget:
    """`widget` with the outcome or initiative `id` open in its form, where it is still there."""
    which = widget.forms[0].which
    if id in [option for _, option in which.options]:
        which.value = id
    return widget


def _of(roadmap: Roadmap, criteria: Collection[str]) -> list[Finding]:
    return [one for one in check(roadmap) if one.criterion in criteria]


def _lost(roadmap: Roadmap) -> Judgement | None:
    """The verdict on a roadmap from which too much was taken, or called done, to be solved."""
    left = {one.id for one in roadmap.ahead}
    gone = [one.id for one in toolshed().initiatives if one.id not in left]
    if any(id in gone for id in COUNCIL) or len(gone) > MOST_DROPPED:
        return (
            Verdict.NOT_YET,
            f"Too much is gone: {', '.join(gone)}. Keep {' and '.join(COUNCIL)}, and drop at most {MOST_DROPPED}.",
            (),
        )
    return None
