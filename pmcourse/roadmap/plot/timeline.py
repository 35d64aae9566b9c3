"""The timeline: when each initiative is worked on, how sure its end is, and what waits for what."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

from pmcourse.kit import shapes
from pmcourse.kit.colours import BLUE, INK, MUTED, PAPER, RED
from pmcourse.kit.drawing import Drawing, paper
from pmcourse.roadmap.draws import quantile
from pmcourse.roadmap.forecast import Forecast, Promise
from pmcourse.roadmap.quarters import first_day, later, quarter_of
from pmcourse.roadmap.texts import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MAYBE = "#a9cbe3"
_SURE = 0.85
_MOST_DAYS = 3650
_LABEL = 250  # points of space for the initiatives' names


def timeline(forecast: Forecast) -> Drawing:
    """A bar for each initiative: dark to the day by which half of the trials end, light on to 85% of them."""
    spans = _spans(forecast)
    rows = len(spans)
    figure, axes = paper(10.5, 1.6 + 0.36 * rows)
    axes.grid(False)
    reach = [end for _, _, end in spans.values() if end < _MOST_DAYS]
    promises = {p.id: p for p in forecast.promises() if p.kind == "initiative"}
    reach += [(p.day - forecast.roadmap.as_of).days for p in promises.values()]
    last = min(max(reach, default=90) * 1.03 + 22, _MOST_DAYS)
    _quarters(axes, forecast, last)
    for y, (id, (begin, middle, end)) in enumerate(spans.items()):
        begin, middle, end = (min(x, last) for x in (begin, middle, end))
        axes.barh(y, middle - begin, left=begin, height=0.52, color=BLUE, zorder=3)
        axes.barh(
            y, end - middle, left=middle, height=0.52, color=_MAYBE, edgecolor=BLUE, lw=0.8, hatch="///", zorder=3
        )
        if id in promises:
            _promise(axes, forecast, promises[id], y)
    _arrows(axes, forecast, spans)
    names = [forecast.roadmap.initiative(id) for id in spans]
    labels = [textwrap.shorten(f"{one.id}  {one.title}", 48, placeholder=" …") for one in names]
    axes.set_yticks(range(rows), labels, size=8.5, ha="left")
    axes.tick_params(axis="y", pad=_LABEL)
    axes.set(xlim=(0, last), ylim=(rows - 0.4, -0.6))
    axes.tick_params(length=0, labelcolor=INK)
    axes.spines[:].set_visible(False)
    figure.legend(
        handles=[
            shapes.Patch(color=BLUE, label="worked on, until half of the trials end (P50)"),
            shapes.Patch(facecolor=_MAYBE, edgecolor=BLUE, hatch="///", label="until 85% of the trials end (P85)"),
            shapes.Line2D([], [], color=INK, marker="D", ls="", ms=6, label="promised day, with the chance to keep it"),
            shapes.Line2D([], [], color=MUTED, marker=">", lw=1, ms=4, label="must end before"),
        ],
        loc="outside lower center", ncols=2, frameon=False, fontsize=8.5, labelcolor=INK,
    )  # fmt: skip
    return Drawing(figure, _timeline_alt(forecast))


def _timeline_alt(forecast: Forecast) -> str:
    """The timeline in words."""
    sentences = [f"Timeline of {len(forecast.ids)} initiatives, from {forecast.trials:,} trials."]
    promises = {p.id: p for p in forecast.promises() if p.kind == "initiative"}
    for id in _spans(forecast):
        middle, sure = (forecast.day(share, id) or "not in sight" for share in (0.5, _SURE))
        one = forecast.roadmap.initiative(id)
        waits = f", after {', '.join(one.after)}" if one.after else ""
        made = promises.get(id)
        kept = f", promised for {made.day} with a chance of {percent(made.chance)}" if made else ""
        sentences.append(f"{id} {one.title}: half of the trials end by {middle}, 85% by {sure}{waits}{kept}.")
    return " ".join(sentences)


def _spans(forecast: Forecast) -> dict[str, tuple[float, float, float]]:
    """Median beginning, median end and 85% end in days, in the order of beginning."""
    spans = {}
    for n, id in enumerate(forecast.ids):
        ends = [quantile(forecast.finish[n], share) for share in (0.5, _SURE)]
        spans[id] = (quantile(forecast.begin[n], 0.5), *ends)
    return dict(sorted(spans.items(), key=lambda item: item[1]))


def _quarters(axes: Axes, forecast: Forecast, last: float) -> None:
    as_of, quarter, ticks = forecast.roadmap.as_of, quarter_of(forecast.roadmap.as_of), []
    while (start := (first_day(quarter) - as_of).days) < last:
        end = (first_day(later(quarter, 1)) - as_of).days
        if len(ticks) % 2 == 0:
            axes.axvspan(max(start, 0), min(end, last), color="#f3f5f7", zorder=0)
        ticks.append(((max(start, 0) + min(end, last)) / 2, quarter if min(end, last) - max(start, 0) > 45 else ""))
        quarter = later(quarter, 1)
    step = -(-len(ticks) // 12)
    axes.set_xticks([x for x, _ in ticks[::step]], [name for _, name in ticks[::step]], size=9)
    axes.xaxis.tick_top()


def _promise(axes: Axes, forecast: Forecast, promise: Promise, y: float) -> None:
    x = (promise.day - forecast.roadmap.as_of).days + 1
    colour = INK if promise.chance >= _SURE else RED
    axes.plot(x, y, "D", color=PAPER if promise.chance < _SURE else colour, mec=colour, mew=1.6, ms=7, zorder=6)
    back = {"facecolor": PAPER, "edgecolor": "none", "pad": 1, "alpha": 0.9}
    axes.annotate(
        percent(promise.chance),
        (x, y), xytext=(8, 0), textcoords="offset points", size=8.5, weight="bold", color=colour, va="center",
        bbox=back, zorder=5,
    )  # fmt: skip


def _arrows(axes: Axes, forecast: Forecast, spans: dict[str, tuple[float, float, float]]) -> None:
    rows = {id: n for n, id in enumerate(spans)}
    for id, (begin, _, _) in spans.items():
        for before in forecast.roadmap.initiative(id).after:
            if before not in rows or not math.isfinite(begin):
                continue
            end, side = spans[before][1], 1 if rows[id] > rows[before] else -1
            at_once = begin - end < 6  # days: too near for an elbow
            goal = (begin + 2, rows[id] - 0.27 * side) if at_once else (begin, rows[id])
            bend = "arc3" if at_once else "angle,angleA=90,angleB=0,rad=0"
            axes.add_patch(
                shapes.FancyArrowPatch(
                    (end + 2 * at_once, rows[before] + 0.27 * side), goal, connectionstyle=bend, arrowstyle="-|>",
                    mutation_scale=9, color=MUTED, lw=1.1, zorder=2 if at_once else 2.5, shrinkA=0, shrinkB=0,
                )
            )  # fmt: skip
