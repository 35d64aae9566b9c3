"""Things to try out: screens to shorten, and how much a number of quotations can show."""

from __future__ import annotations

from typing import Any

from pmcourse.artifact import ArtifactFile
from pmcourse.controls import Html, Slider
from pmcourse.discovery import agreement, checks, plot
from pmcourse.discovery.forms import ELEMENTS
from pmcourse.discovery.screens import Kind, Screens
from pmcourse.kit.block import Block, bar, said
from pmcourse.kit.colours import RED
from pmcourse.kit.editor import Editor
from pmcourse.kit.form import Form
from pmcourse.kit.look import box, findings_html, joined, table_html


class ScreensWidget(Editor[Screens]):
    """Elements of screens, edited one by one; time and faults of the quickest way follow each change."""

    called = "Screens"

    def __init__(self, file: ArtifactFile[Screens], start: Screens, most: float) -> None:
        super().__init__(file)
        self._start, self._most = start, most
        self.form = Form(ELEMENTS, file.value, self.edited, self.guarded)
        self.refused = [self.form.refused]
        self.result = Html()
        self.begin(bar(self.undo, self.redo), self.status, self.form, self.result)

    def refresh(self) -> None:
        super().refresh()
        self.form.show(self.value)
        work = checks.fair(self.value, self._start)
        seen = checks.screens(self.value, self._start, self._most)
        length = f"{work.seconds:.1f} seconds from start to goal" if work.path() else "No way leads to the goal"
        self.result.value = joined(
            [box(f"{length}; {_count(len(seen))}.", role="status"), _map(work), findings_html(seen),
             plot.walk(work).svg(), _table(work)]
        )  # fmt: skip


class KappaLab(Block):
    """A thousand made-up coders with an expert: how far their kappas spread, by number of quotations."""

    called = "A thousand coders"

    def __init__(self) -> None:
        self.number = Slider(min=4, max=48, step=4, value=8, description="Quotations", unit="")
        self.agrees = Slider(min=20, max=100, step=5, value=85, description="A coder agrees in", unit="%")
        self.shown = Html()
        for slider in (self.number, self.agrees):
            slider.observe(self._drawn, names="value")
        self.begin(bar(self.number, self.agrees), self.shown)
        self._drawn(None)

    def trouble(self, words: str) -> None:
        self.shown.value = box(words, RED)

    @said
    def _drawn(self, _change: Any) -> None:
        n, agrees = self.number.value, self.agrees.value / 100
        found = agreement.worlds(n, agrees)
        ordered = sorted(found)
        rows = [
            ("lowest of the middle 900", f"{ordered[50]:.2f}"),
            ("middle", f"{ordered[500]:.2f}"),
            ("highest of the middle 900", f"{ordered[949]:.2f}"),
            ("reach .6", f"{sum(k >= plot.ENOUGH for k in found)} of 1,000"),
        ]
        self.shown.value = joined(
            [plot.kappas({n: found}, agrees).svg(), table_html(f"Kappa of 1,000 coders, {n} quotations each", rows)]
        )


def _count(faults: int) -> str:
    return f"{faults or 'no'} fault{'' if faults == 1 else 's'}"


def _map(work: Screens) -> str:
    """What stands on each screen, and what leads where."""
    titles = {screen.id: screen.title for screen in work.screens}
    rows = []
    for screen in work.screens:
        on = []
        for one in work.on(screen.id):
            if one.kind is Kind.BUTTON:
                on.append(f"{one.id} [{one.label}] → {titles.get(one.leads, 'nowhere')}")
            else:
                fails = f", mistake → {titles.get(one.fails, 'nowhere')}" if one.risky and one.kind is Kind.TEXT else ""
                on.append(f"{one.id} {one.label}{fails}")
        mark = {work.start: " (start)", work.goal: " (goal)"}.get(screen.id, "")
        rows.append((f"{screen.title}{mark}", "; ".join(on) or "nothing"))
    return table_html("Each screen, what stands on it, and where that leads", rows)


def _table(work: Screens) -> str:
    rows = [
        (one.label, f"{one.seconds:.2f} s, {one.kind.value}: {_short(one.operators)}; contrast {one.contrast:.1f}")
        for one in work.steps()
    ]
    return table_html("The quickest way, step by step. M think, P point, B click, H hand, K key", rows)


def _short(operators: str) -> str:
    """MPBHKKKH as M P B H 3K H."""
    before, _, after = operators.partition("K")
    keys = operators.count("K")
    return " ".join([*before, *([f"{keys}K"] if keys else []), *after.lstrip("K")])
