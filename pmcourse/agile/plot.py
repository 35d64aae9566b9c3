"""Sprints, forecasts and rhythms as pictures, each with the words that say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import lazy_loader as lazy

from pmcourse.agile.model import Sprint
from pmcourse.kit.colours import BLUE, GREEN, INK, MUTED, RED, SERIES
from pmcourse.kit.drawing import Drawing, paper

if TYPE_CHECKING:
    from numpy import ndarray

np = lazy.load("numpy")


def sprint_bar(sprint: Sprint) -> Drawing:
    """The chosen items end to end, and where the sprint is full."""
    figure, axes = paper(6.4, 1.3)
    begin, told = 0.0, []
    for at, item in enumerate(sprint.picked):
        axes.barh(0, item.points, left=begin, color=SERIES[at % len(SERIES)], edgecolor="white")
        name, style = f"{item.id}\ngoal" if item.goal else item.id, {"color": "white", "weight": "bold", "fontsize": 8}
        axes.text(begin + item.points / 2, 0, name, ha="center", va="center", **style)
        begin += item.points
        told.append(f"{item.id} {item.points:g}")
    axes.axvline(sprint.capacity, color=INK, linestyle="--", linewidth=1)
    axes.set(xlim=(0, max(sprint.capacity, begin) * 1.08 + 0.5), xlabel="points (dashed: what fits)")
    axes.set_yticks([])
    said = ", ".join(told) or "nothing is chosen"
    return Drawing(figure, f"The sprint: {said}. {begin:g} of {sprint.capacity:g} points.")


def burn_up(done: Sequence[float], scope: Sequence[float]) -> Drawing:
    """Points done in all and points wanted in all, at the start and after each sprint."""
    figure, axes = paper(6.4, 3)
    at = range(len(done))
    axes.plot(at, scope, color=RED, linestyle="--", marker="s", label="wanted in all")
    axes.plot(at, done, color=BLUE, marker="o", label="done in all")
    for x, (low, high) in enumerate(zip(done, scope, strict=True)):
        axes.annotate(f"{low:g}", (x, low), xytext=(0, -13), textcoords="offset points", ha="center", fontsize=8)
        axes.annotate(f"{high:g}", (x, high), xytext=(0, 6), textcoords="offset points", ha="center", fontsize=8)
    axes.set(xlabel="sprints", ylabel="points", ylim=(-0.12 * max(scope), 1.15 * max(scope)))
    axes.set_xticks(list(at))
    axes.legend(frameon=False, fontsize=9, loc="center left")
    told = "; ".join(f"after {x}: {low:g} of {high:g}" for x, (low, high) in enumerate(zip(done, scope, strict=True)))
    return Drawing(figure, f"Burn-up: points done of points wanted, by sprint. {told}.")


def intervals(low: ndarray, high: ndarray, seen: ndarray) -> Drawing:
    """The interval of each of some teams, and where its next sprint lay."""
    figure, axes = paper(6.4, 2.8, left=0.1, right=0.98, bottom=0.11, top=0.96)
    inside, at = (low <= seen) & (seen <= high), np.arange(len(seen))
    axes.vlines(at, low, high, color=MUTED, linewidth=3, alpha=0.6)
    axes.plot(at[inside], seen[inside], "o", color=GREEN)
    axes.plot(at[~inside], seen[~inside], "X", color=RED)
    axes.set(xlabel="teams (dot: inside, cross: outside)", ylabel="points in the next sprint")
    axes.set_xticks([])
    return Drawing(
        figure,
        f"{len(seen)} teams: each one's interval and its next sprint. {int(inside.sum())} lie inside, "
        f"{len(seen) - int(inside.sum())} outside. The intervals are {float((high - low).mean()):.0f} points wide in "
        "the mean.",
    )


def season(values: Mapping[str, Sequence[float]]) -> Drawing:
    """What was delivered so far, week by week, for each way of planning."""
    figure, axes = paper(6.4, 3, left=0.1, right=0.98, bottom=0.17, top=0.96)
    told = []
    for at, (name, week) in enumerate(values.items()):
        so_far = np.cumsum(week)
        axes.plot(range(1, len(so_far) + 1), so_far, label=name, color=SERIES[at], marker="os^D"[at], markersize=4)
        told.append(f"{name}: {so_far[-1]:.0f}")
    axes.set(xlabel="week", ylabel="value delivered so far")
    axes.legend(frameon=False, fontsize=9)
    return Drawing(figure, f"Value delivered in one season of twelve weeks. {'; '.join(told)}.")


def rhythms(means: Mapping[int, float]) -> Drawing:
    """The mean value of each rhythm."""
    figure, axes = paper(6.4, 2.6, left=0.1, right=0.98, bottom=0.12, top=0.96)
    names = [rhythm(every) for every in means]
    best = max(means.values())
    bars = axes.bar(range(len(means)), list(means.values()),
                    color=[SERIES[2] if mean == best else "#9aa5ad" for mean in means.values()])  # fmt: skip
    axes.bar_label(bars, fmt="%.0f", fontsize=9)
    axes.set_xticks(range(len(means)), names, fontsize=8)
    axes.set(ylabel="value, mean", ylim=(0, 1.15 * best + 1))
    told = ", ".join(f"{name} {mean:.0f}" for name, mean in zip(names, means.values(), strict=True))
    return Drawing(figure, f"Mean value of twelve weeks by rhythm of planning: {told}.")


def rhythm(every: int) -> str:
    """How often, in words."""
    return {1: "every week", 12: "once"}.get(every, f"every {every} weeks")
