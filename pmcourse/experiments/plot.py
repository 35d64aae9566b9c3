"""Assumptions, rules, tests and results as pictures, each with the words that say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import lazy_loader as lazy

from pmcourse.experiments.checks import NAMES
from pmcourse.experiments.model import Assumption, Evidence, Harm, Plan, Rule
from pmcourse.experiments.worlds import Worlds, bounds
from pmcourse.kit.colours import BLUE, GREEN, INK, MUTED, SERIES
from pmcourse.kit.drawing import Drawing, paper
from pmcourse.kit.shares import at_least

if TYPE_CHECKING:
    from pmcourse.experiments.shares import Difference

np = lazy.load("numpy")

_COLOURS = {"shelve": "#d55e00", "pivot": "#8c6d00", "go": "#008060"}
_HATCHES = {"shelve": "//", "pivot": "..", "go": ""}
_SHOWN = 40  # paths of z


def assumption_map(assumptions: Sequence[Assumption]) -> Drawing:
    """Harm against evidence; the riskiest stand at the top left."""
    figure, axes = paper(6.4, 3.2, left=0.14, right=0.98, bottom=0.2, top=0.97)
    harms, known = list(Harm), list(Evidence)
    spots: dict[tuple[int, int], list[str]] = {}
    for one in assumptions:
        if one.harm and one.evidence:
            spots.setdefault((known.index(one.evidence), harms.index(one.harm)), []).append(one.id)
    axes.axvspan(-0.5, 1.5, ymin=2 / 3, color="#fdeee6")
    axes.text(-0.45, 2.42, "try these first", color=MUTED, va="top", fontsize=9)
    for (x, y), ids in spots.items():
        axes.text(x, y, ", ".join(ids), ha="center", va="center", color=INK, fontsize=10, weight="bold")
    axes.set(xlim=(-0.5, 3.5), ylim=(-0.5, 2.5), xlabel="what is known")
    axes.set_xticks(range(4), ["nobody\nlooked", "people\nsay so", "a few\ndid so", "many did,\ncounted"])
    axes.set_yticks(range(3), ["a detail\nchanges", "the plan\nchanges", "the idea\nis dead"])
    told = [f"{one.id}: if it is false, {one.harm}; {one.evidence}" for one in assumptions if one.harm and one.evidence]
    return Drawing(figure, f"Map of assumptions. {'. '.join(told) or 'None is placed yet'}.")


def rule_strip(rule: Rule) -> Drawing:
    """Which count leads to which decision."""
    figure, axes = paper(6.4, 1.3, left=0.02, right=0.98, bottom=0.42, top=0.75)
    for name, (low, high) in rule.ranges.items():
        if low is not None and high is not None and low <= high:
            style = {"color": _COLOURS[name], "hatch": _HATCHES[name], "edgecolor": "white", "linewidth": 0.5}
            axes.barh(0, high - low + 1, left=low - 0.5, label=NAMES[name], **style)
    axes.set(xlim=(-0.5, rule.people + 0.5), xlabel=f"people who do it, of {rule.people}")
    axes.set_yticks([])
    if any(None not in ends for ends in rule.ranges.values()):
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3, frameon=False, fontsize=9)
    told = [
        f"{NAMES[name]} from {low} to {high}" for name, (low, high) in rule.ranges.items() if None not in (low, high)
    ]
    return Drawing(figure, f"The rule for {rule.people} people: {'; '.join(told) or 'nothing is said yet'}.")


def by_chance(hits: int, people: int, share: float) -> Drawing:
    """How often each count comes, if each of `people` does it with the chance `share`."""
    figure, axes = paper(6.4, 2.8)
    chances = [at_least(k, people, share) - at_least(k + 1, people, share) for k in range(people + 1)]
    shown = [k for k in range(people + 1) if chances[k] > 0.0005]
    colours = [SERIES[2] if k >= hits else SERIES[1] for k in shown]
    axes.bar(shown, [1000 * chances[k] for k in shown], color=colours, hatch=["" if k >= hits else "//" for k in shown],
             edgecolor="white")  # fmt: skip
    axes.axvline(hits - 0.5, color=INK, linestyle="--", linewidth=1)
    axes.set(xlabel=f"people who pay, of {people}", ylabel="worlds of 1,000")
    axes.set_xticks([k for k in shown if k % 2 == 0])
    below = 1 - at_least(hits, people, share)
    return Drawing(
        figure,
        f"If {share:.0%} of all people would pay, {people} of them bring between {shown[0]} and {shown[-1]}, mostly "
        f"about {share * people:.0f}. In {1000 * below:.0f} of 1,000 worlds it is fewer than {hits}.",
    )


def alarms(looks: Sequence[int], chances: Sequence[float]) -> Drawing:
    """False alarms by the number of looks."""
    figure, axes = paper(6.4, 2.8)
    axes.plot(looks, [100 * one for one in chances], color=BLUE, marker="o")
    for at, chance in zip(looks, chances, strict=True):
        axes.annotate(
            f"{100 * chance:.0f}%", (at, 100 * chance), xytext=(0, 7), textcoords="offset points", ha="center"
        )
    axes.axhline(5, color=MUTED, linestyle="--", linewidth=1)
    axes.set(xlabel="looks", ylabel="false alarms (%)", ylim=(0, 30))
    axes.set_xticks(list(looks))
    told = ", ".join(f"{at}: {100 * chance:.0f}%" for at, chance in zip(looks, chances, strict=True))
    return Drawing(figure, f"False alarms where no effect exists, by the number of looks at z beyond 1.96. {told}.")


def paths(seen: Worlds, plan: Plan, title: str) -> Drawing:
    """The z of up to forty tests, look by look, and the boundary; those that stopped are drawn thick to that look."""
    figure, axes = paper(6.4, 3.2, left=0.09, right=0.98, bottom=0.15, top=0.9)
    heights, at = bounds(plan.boundary, plan.looks), list(range(1, plan.looks + 1))
    few = seen.paths[:_SHOWN]
    for z, said, looks in zip(few, seen.said, seen.looks, strict=False):
        colour, width = ((SERIES[2], 1.6) if said > 0 else (SERIES[1], 1.6)) if said else (MUTED, 0.6)
        axes.plot(at[:looks], z[:looks], color=colour, linewidth=width, marker="o" if looks == 1 else None, alpha=0.8)
        if said:
            axes.plot(looks, z[looks - 1], color=colour, marker="^" if said > 0 else "v")
    for sign in (1, -1):
        axes.plot(at, [sign * one for one in heights], color=INK, linestyle="--", marker="_", linewidth=1)
    axes.set(xlabel="look", ylabel="z", title=title, xlim=(0.5, plan.looks + 0.5), ylim=(-6, 6))
    axes.set_xticks(at)  # there is no half of a look
    stopped = int(np.count_nonzero(seen.said[: len(few)]))
    first, last = round(float(heights[0]), 2), round(float(heights[-1]), 2)
    return Drawing(
        figure,
        f"{title}: the z of {len(few)} tests over {plan.looks} look{'s' if plan.looks > 1 else ''}. {stopped} of them "
        f"pass the boundary, which is {first} at the first look and {last} at the last.",
    )


def winners(seen: Worlds, truth: float) -> Drawing:
    """The differences that tests saw, those that found a winner apart; `truth` in points."""
    figure, axes = paper(6.4, 2.8)
    won, bins = seen.said > 0, np.arange(-8, 12.5, 1)
    points = 100 * seen.seen
    axes.hist([points[won], points[~won]], bins=bins, stacked=True, color=[SERIES[2], "#c8c8c8"],
              label=["says that it is better", "does not"], edgecolor="white")  # fmt: skip
    axes.axvline(truth, color=INK, linestyle="--", linewidth=1)
    axes.set(xlabel="difference seen, in points (dashed: the truth)", ylabel="worlds")
    axes.legend(frameon=False, fontsize=9)
    mean = points[won].mean()
    return Drawing(
        figure,
        f"Differences seen in {len(points):,} worlds where the truth is {truth:+g} points. {np.mean(won):.0%} of the "
        f"tests say that it is better; on average these show {mean:+.1f} points.",
    )


def intervals(results: Mapping[str, Difference], unit: str) -> Drawing:
    """Differences with their intervals, one below the other, and a line at no difference."""
    figure, axes = paper(6.4, 0.9 + 0.5 * len(results))
    told = []
    for at, (name, one) in enumerate(results.items()):
        low, mid, high = 100 * one.low, 100 * one.difference, 100 * one.high
        axes.plot([low, high], [at, at], color=BLUE, linewidth=2)
        axes.plot(mid, at, color=GREEN, marker="D")
        told.append(f"{name}: {mid:+.2f} points, 95% from {low:+.2f} to {high:+.2f}")
    axes.axvline(0, color=INK, linestyle="--", linewidth=1)
    axes.set_yticks(range(len(results)), list(results))
    axes.set(ylim=(len(results) - 0.5, -0.5), xlabel=unit)
    return Drawing(figure, f"{unit}. {'; '.join(told)}.")
