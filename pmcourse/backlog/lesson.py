"""What the backlog lesson and its assignment put on the screen, each with one line in the notebook."""

from __future__ import annotations

from pathlib import Path

import ipywidgets as widgets

from pmcourse import artifact
from pmcourse.artifact import ArtifactFile, read
from pmcourse.backlog import checks, plot
from pmcourse.backlog.methods import quadrants, rank
from pmcourse.backlog.model import Backlog
from pmcourse.backlog.sequence import best_order, cost_of_order
from pmcourse.backlog.widget import BacklogWidget
from pmcourse.findings import Verdict
from pmcourse.lesson import Exercise, Outcome, judged
from pmcourse.look import Picture

_HERE = Path(__file__).parent


def case() -> Backlog:
    """Toolshed's backlog as the lesson begins: 24 items in the order in which somebody thought of them."""
    return read(_HERE / "case.json", Backlog)


def assignment_case() -> Backlog:
    """Lantern's backlog as the assignment begins: 12 items."""
    return read(_HERE / "assignment.json", Backlog)


def opened(name: str, start: Backlog) -> ArtifactFile[Backlog]:
    """The learner's file answers/`name`."""
    return artifact.opened(name, Backlog, start)


def mine() -> ArtifactFile[Backlog]:
    """The learner's Toolshed backlog."""
    return opened("backlog.json", case())


def answer_table(*methods: str) -> BacklogWidget:
    """The assignment's table: Lantern's backlog, saved as answers/backlog.json at every change."""
    return BacklogWidget(opened("backlog.json", assignment_case()), methods or ("wsjf", "rice", "moscow"))


def picture(kind: str, backlog: Backlog | None = None) -> Picture:
    """A picture of the case with its alt text: `map`, `shift` or `delay`."""
    backlog = backlog or case()
    if kind == "map":
        return Picture(plot.value_effort_map(backlog), plot.value_effort_words(backlog))
    if kind == "shift":
        return Picture(plot.rank_shift(backlog, "rice", "wsjf"), plot.rank_shift_words(backlog, "rice", "wsjf"))
    if kind == "delay":
        by_rice = [row.id for row in rank(backlog, "rice")]
        orders = {"As written down": backlog.ids, "By RICE": by_rice, "Cheapest order": best_order(backlog).order}
        return Picture(plot.cost_over_time(backlog, orders), plot.cost_over_time_words(backlog, orders))
    raise ValueError(f"kind must be map, shift or delay (got {kind!r})")


def exercise_estimate() -> Exercise:
    """Put in RICE values for one item until it ranks first, without an effort that nobody would believe."""

    def check() -> Outcome:
        item, top = mine().value.find("T-07"), rank(mine().value, "rice")[0]
        if item == case().find("T-07"):
            return Verdict.NOT_ATTEMPTED, "T-07 is as it was. Change a value of it and press Enter.", ()
        if item.effort is not None and item.effort < 1:
            return (
                Verdict.NOT_YET,
                f"Nobody will believe {item.effort:g} person-weeks. Change what you can argue for.",
                (),
            )
        if top.id == "T-07":
            return (
                Verdict.RIGHT,
                "It leads. You also saw how easily a guess moves a rank: that is why we show them.",
                (),
            )
        return (
            Verdict.NOT_YET,
            f"{top.id} still leads. Which of the four numbers moves T-07 most for the least doubt?",
            (),
        )

    return Exercise(
        "08-estimate",
        "Bram says that 1,200 returns a quarter are written by hand, not 900, and that a scanner app would take two "
        "weeks. What would have to be true for T-07 to come first? Change its numbers and watch its rank.",
        BacklogWidget(mine(), ("rice",)),
        check,
        "backlog-management",
        (
            "Find T-07 in the table; type a number and press Enter.",
            "RICE divides by effort: halving the effort doubles the score.",
            "Reach times impact stands on top; an impact of 3 means massive.",
        ),
    )


def exercise_dependencies() -> Exercise:
    """Move items until no dependency is broken."""
    return Exercise(
        "08-dependencies",
        "Some items stand before what they need. Move them with the arrow buttons until no warning is left.",
        BacklogWidget(mine(), ("wsjf", "rice")),
        lambda: judged(
            checks.dependencies(mine().value),
            "Every item comes after what it needs.",
            "Some items still come too early.",
        ),
        "agile-product-management",
        (
            "Read the red lines: each names two items.",
            "T-13 carries three others; move it first.",
            "Undo takes back a slip.",
        ),
    )


def exercise_order() -> Exercise:
    """Find an order within 5% of the least cost of delay."""
    return Exercise(
        "08-order",
        "Bring the cost of delay to within 5% of the least possible, and keep every dependency.",
        BacklogWidget(mine(), ("wsjf",)),
        lambda: judged(
            [*checks.dependencies(mine().value), *checks.delay(mine().value)],
            f"{cost_of_order(mine().value):,.0f}: within 5% of the best. Any order as cheap as this is right.",
            "Not there yet: here is what still costs.",
        ),
        "backlog-management",
        (
            "“Sort by this method” puts the largest quotient first. Which dependencies does that break?",
            "An item that makes others possible is worth more than its own number says.",
            "After sorting, pull each needed item up to just above the first that needs it.",
        ),
    )


def exercise_moscow() -> Exercise:
    """Sort the items into MoSCoW classes by DSDM's rules."""

    def check() -> Outcome:
        items = mine().value.items
        without = [item.id for item in items if item.moscow is None]
        if len(without) == len(items):
            return Verdict.NOT_ATTEMPTED, "Choose a class for each item, in the table's column.", ()
        if without:
            some = ", ".join(without[:6]) + (" and others" if len(without) > 6 else "")
            return Verdict.NOT_YET, f"{len(without)} of {len(items)} items have no class yet: {some}.", ()
        return judged(
            checks.moscow(mine().value), "A release that can lose its Coulds and still make sense.", "Not balanced yet."
        )

    return Exercise(
        "08-moscow",
        "The release on 31 March has room for little. Give every item a class. Must may take 60% of the effort.",
        BacklogWidget(mine(), ("moscow",)),
        check,
        "agile-product-management",
        (
            "What would make the release illegal or pointless if it were missing? Only that is a Must.",
            "Won't this time does not count: it is agreed not to be done now.",
            "Keep about a fifth of the effort as Could.",
        ),
    )


def exercise_quadrant() -> Exercise:
    """Name the quadrant of three items."""
    truth = quadrants(case())
    asked = ("T-04", "T-20", "T-22")
    boxes = [
        widgets.Dropdown(
            options=["choose", *(q.value for q in dict.fromkeys(truth.values()))],
            description=f"{id} {case().find(id).title}",
            style={"description_width": "initial"},
            layout=widgets.Layout(width="auto"),
        )
        for id in asked
    ]

    def check() -> Outcome:
        if all(choice.value == "choose" for choice in boxes):
            return Verdict.NOT_ATTEMPTED, "Choose a field for each of the three.", ()
        wrong = [id for id, choice in zip(asked, boxes, strict=True) if choice.value != truth[id].value]
        if wrong:
            return Verdict.NOT_YET, f"Look again at {', '.join(wrong)}: is it above the middle in value? In effort?", ()
        return Verdict.RIGHT, "Value up, effort to the right: you can read the map.", ()

    return Exercise(
        "08-quadrant",
        "In which field of the map does each item lie?",
        widgets.VBox(boxes),
        check,
        "backlog-management",
        ("Find its mark in the picture above.", "Shape and colour are explained beside the map."),
    )
