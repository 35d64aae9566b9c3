"""The lesson's pictures, each with its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean, median, quantiles

from pmcourse.kit.colours import BLUE, INK, MUTED, RED, SERIES
from pmcourse.kit.drawing import Drawing, paper
from pmcourse.kit.labels import spread
from pmcourse.role.model import DUTIES, WEEKS, Rivals
from pmcourse.role.quarter import Run, World

_MARKS = ("o", "s", "^", "D", "v", "P")


def stocks(run: Run, world: World) -> Drawing:
    """How the six stocks went, and where an event struck that has come so far."""
    figure, axes = paper(8, 3.4, left=0.07, right=0.72, bottom=0.15, top=0.95)
    weeks = range(len(run.stocks))
    places = spread([run.stocks[-1][at] for at in range(len(DUTIES))], 0.075)
    told = []
    for at, (title, colour) in enumerate(zip(DUTIES.values(), SERIES, strict=True)):
        line = [each[at] for each in run.stocks]
        axes.plot(weeks, line, color=colour, marker=_MARKS[at], markersize=4, linewidth=1.5)
        axes.text(WEEKS + 0.4, places[at], f"{title} {line[-1]:.2f}", color=colour, va="center", fontsize=9)
        told.append(f"{title} from {line[0]:.2f} to {line[-1]:.2f}")
    for event in world.events:
        if event.week < len(run.stocks):
            height = run.stocks[event.week][list(DUTIES).index(event.duty)]
            axes.plot(event.week, height, "X", color=RED, markersize=12, markeredgecolor="white", zorder=3)
            told.append(
                f"in week {event.week} an event struck {DUTIES[event.duty]} and cost {run.losses[event.week - 1]:.1f}"
            )
    axes.set(
        xlim=(-0.3, WEEKS + 0.3), ylim=(0, 1), xticks=range(0, WEEKS + 1), xlabel="week", ylabel="stock (✗ an event)"
    )
    return Drawing(figure, f"Six stocks after week {len(run.stocks) - 1}: {'; '.join(told)}.")


def values(runs: Mapping[str, Run]) -> Drawing:
    """What the product of each week was worth, for several ways to spend the same quarter."""
    figure, axes = paper(7, 3, left=0.09, right=0.72, bottom=0.16, top=0.95)
    told = []
    for (name, run), colour, style in zip(runs.items(), (BLUE, SERIES[1]), ("-", "--"), strict=True):
        axes.plot(range(1, WEEKS + 1), run.values, style, color=colour, marker="o", markersize=4)
        axes.text(WEEKS + 0.3, run.values[-1], name, color=colour, va="center", fontsize=9)
        told.append(
            f"{name}: {run.values[2]:.1f} in week 3, {run.values[7]:.1f} in week 8, {run.values[-1]:.1f} in week 13"
        )
    axes.set(
        xlim=(0.5, WEEKS + 0.3), ylim=(0, 10), xticks=range(1, WEEKS + 1), xlabel="week", ylabel="worth of the week"
    )
    return Drawing(figure, f"Worth of the product week by week. {'. '.join(told)}.")


def policies(totals: Mapping[str, Sequence[float]]) -> Drawing:
    """For each way to spend a quarter: the mean of many quarters, and the range of eight in ten of them."""
    figure, axes = paper(8, 0.7 + 0.42 * len(totals), left=0.42, right=0.97, bottom=0.2, top=0.97)
    told = []
    for at, (name, each) in enumerate(totals.items()):
        low, *_, high = quantiles(each, n=10)
        axes.plot((low, high), (at, at), color=BLUE, linewidth=5, alpha=0.35, solid_capstyle="butt")
        axes.plot(mean(each), at, "o", color=BLUE)
        axes.text(mean(each), at - 0.18, f"{mean(each):.0f}", ha="center", fontsize=8, color=INK)
        told.append(f"{name}: mean {mean(each):.0f}, eight in ten between {low:.0f} and {high:.0f}")
    axes.set_yticks(range(len(totals)), list(totals))
    axes.invert_yaxis()
    axes.grid(axis="x", color="#ececec")
    axes.set_xlabel("worth of a quarter, less what events cost")
    return Drawing(figure, f"{'; '.join(told)}.")


def gaps(rivals: Rivals) -> Drawing:
    """Our mark and the best rival's for each criterion, with the gap and the weighted gap."""
    figure, axes = paper(8, 0.8 + 0.5 * len(rivals.votes), left=0.24, right=0.66, bottom=0.2, top=0.95)
    told = []
    for at, name in enumerate(rivals.votes):
        own, gap = rivals.marks[rivals.own][name], rivals.gap(name)
        axes.plot((own, own + gap), (at, at), color=MUTED, linewidth=2, zorder=1)
        axes.plot(own, at, "o", color=BLUE, markersize=9)
        axes.plot(own + gap, at, "D", color=SERIES[1], markersize=8)
        text = f"{rivals.weight(name):.0%} × {gap:+d} = {rivals.weighted(name):+.2f}"
        axes.text(5.35, at, text, va="center", fontsize=10, color=INK)
        told.append(f"{name}: ours {own}, the best rival {own + gap}, weight {rivals.weight(name):.0%}, weighted gap "
                    f"{rivals.weighted(name):+.2f}")  # fmt: skip
    axes.set_yticks(range(len(rivals.votes)), list(rivals.votes))
    axes.set(
        xlim=(0.8, 5.2),
        ylim=(len(rivals.votes) - 0.5, -0.5),
        xticks=range(1, 6),
        xlabel=f"mark: ● {rivals.own}, ◆ the best rival",
    )
    return Drawing(figure, f"{'; '.join(told)}.")


def pay(given: Sequence[float]) -> Drawing:
    """Each pay as a dot, with the mean and the median."""
    figure, axes = paper(8, 1.7, left=0.03, right=0.97, bottom=0.35, top=0.8)
    axes.plot([one / 1000 for one in given], [0] * len(given), "o", color=BLUE, markersize=8)
    for name, value, colour, side in (("median", median(given), INK, "right"), ("mean", mean(given), RED, "left")):
        axes.axvline(value / 1000, color=colour, linestyle="--")
        axes.text(value / 1000, 0.75, f" {name} {value:,.0f} ", ha=side, color=colour, fontsize=10)
    axes.set(ylim=(-1, 1.3), yticks=[], xlabel="pay in thousands of dollars a year")
    axes.spines["left"].set_visible(False)
    below = sum(one < mean(given) for one in given)
    words = f"{len(given)} pays from {min(given):,.0f} to {max(given):,.0f}: median {median(given):,.0f}, mean "
    return Drawing(figure, f"{words}{mean(given):,.0f}. {below} of {len(given)} lie below the mean.")
