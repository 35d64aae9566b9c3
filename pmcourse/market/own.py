"""A retention triangle from a file of the learner's own: `pmcourse market retention` as a widget."""

from __future__ import annotations

from markupsafe import Markup

from pmcourse.controls import Html, News
from pmcourse.kit.block import Block, said
from pmcourse.kit.colours import BLUE, RED
from pmcourse.kit.editor import loader
from pmcourse.kit.look import box, table_html
from pmcourse.market import plot
from pmcourse.market.periods import Period, in_periods
from pmcourse.market.retention import flattens

SAYS = {None: "too short to say whether it flattens", True: "flat by the rule", False: "not flat by the rule"}


class OwnFile(Block):
    """A button that reads a CSV of purchases or visits, and shows its triangle by month; nothing is kept."""

    called = "Your own file"

    def __init__(self) -> None:
        self.upload = loader("Choose a CSV file of purchases or visits", ".csv,.tsv,.txt", self._read)
        self.shown, self.status = Html(), News()
        self.begin(self.upload, self.status, self.shown)

    def trouble(self, words: str) -> None:
        self.shown.value, self.status.value = "", box(words, RED)

    @said
    def _read(self, raw: bytes, name: str) -> None:
        from pmcourse.kit.command import Columns  # loaded when a file is: a lesson opens sooner without them
        from pmcourse.market.reading import purchases

        found = purchases(raw, name, Columns())
        made = in_periods(found.rows, Period.MONTH)
        rows = []
        for cohort, people in made.counts.items():
            shares = ", ".join(f"{one / people[0]:.0%}" for one in people[1:]) or "no month after the first is over"
            rows.append((Period.MONTH.named(cohort), f"{people[0]:,} customers; month by month {shares}"))
        curve = made.average()
        told = f"{len(found.rows):,} rows of {name}; {len(found.set_aside):,} kept aside."
        self.status.value = box(f"{told} The curve is {SAYS[flattens(curve)]}.", BLUE)
        together = {"all cohorts that are old enough": [100 * one for one in curve]}
        picture = plot.curves(together).svg() if curve else Markup()
        self.shown.value = picture + box(table_html("Of each cohort, those who came again", rows))
