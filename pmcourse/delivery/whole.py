"""The whole way of a wish, from its first day of work to people: the board of the lesson on kanban, then the pipeline.

Days are working days of eight hours. Left out: the days until a wish is begun, and what is found after its release.
"""

from __future__ import annotations

from markupsafe import Markup

from pmcourse.delivery.case import CASE, TEAM
from pmcourse.delivery.line import mean_lead
from pmcourse.errors import CourseError
from pmcourse.kanban.case import CASE as START
from pmcourse.kanban.case import TEAM as BOARD
from pmcourse.kanban.model import Flow, Limits
from pmcourse.kanban.worlds import tried
from pmcourse.kit.carry import made_before
from pmcourse.kit.look import box, joined, table_html

LIMITS = Limits(analyse=2, build=3, test=1)  # those of that lesson's text, where nobody has set any
HOURS, MONTH = 8, 20  # of a working day; working days


def whole_way() -> Markup:
    """Where the days go, as a table. Raises CourseError as long as no pipeline is built."""
    work = CASE.mine().value
    if not work.used:
        raise CourseError("Build a pipeline in “Build it” above first: then its hours are known.")
    mine, told = made_before(Flow, "the lesson on kanban (10)")
    mine = mine if mine and mine.limits != START.start.limits else None
    limits = mine.limits if mine else LIMITS
    board = tried(BOARD.setting, tuple(limits), 0)
    hours = mean_lead(work.pipeline, work.batch, TEAM)
    stages = "1 stage" if len(work.used) == 1 else f"{len(work.used)} stages"
    rows = [
        (f"On {'your' if mine else 'the'} board, limits {', '.join(map(str, limits))}",
         f"half of the cards are done within {board.half:.0f} days, 85% within {board.most:.0f}"),
        (f"Through your pipeline, {stages}, batches of {work.batch}",
         f"{hours:.1f} hours on average, or {hours / HOURS:.1f} days" if hours >= 0.5 else "less than half an hour"),
        ("Where a release waits for the end of a month", f"{MONTH / 2:.0f} days more on average: half of {MONTH}"),
    ]  # fmt: skip
    part = "is hardly any of it" if hours / HOURS < board.half / 10 else "is a good part of it"
    end = f"The pipeline {part}. Limits shorten the first row, batches the second, and a decision the third."
    return joined([box(told)] * bool(told) + [box(table_html("From the first day of work to people", rows)), box(end)])
