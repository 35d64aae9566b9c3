"""Groups, curves and years as pictures, each with the words that say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmcourse.kit.colours import BLUE, INK, MUTED, SERIES
from pmcourse.kit.drawing import Drawing, paper
from pmcourse.kit.shares import at_least
from pmcourse.market.growth import RETURN, Year
from pmcourse.market.model import Group
from pmcourse.market.survey import MARK

_MARKERS = "osD^vP"


def groups(some: Sequence[Group], title: str) -> Drawing:
    """Each group's share of very disappointed with its interval, and the mark of 40%."""
    figure, axes = paper(6.4, 0.9 + 0.3 * len(some), left=0.36, right=0.97, bottom=0.16, top=0.98)
    told = []
    for at, one in enumerate(some):
        low, high = one.interval()
        axes.plot([100 * low, 100 * high], [at, at], color=BLUE, linewidth=2)
        axes.plot(100 * one.share, at, color=BLUE, marker="D")
        told.append(f"{one.name}: {one.share:.0%}, from {low:.0%} to {high:.0%}")
    axes.axvline(100 * MARK, color=INK, linestyle="--", linewidth=1)
    axes.set_yticks(range(len(some)), [one.name for one in some])
    axes.set(xlim=(0, 100), ylim=(len(some) - 0.5, -0.5), xlabel="very disappointed, in % (dashed: 40%)")
    return Drawing(figure, f"{title}. {'; '.join(told)}.")


def luck(groups: int, people: int, share: float) -> Drawing:
    """How often the best of `groups` shows so many very disappointed, where the truth is the same in all."""
    figure, axes = paper(6.4, 2.8)
    below = [(1 - at_least(k, people, share)) ** groups for k in range(people + 2)]
    chances = [below[k + 1] - below[k] for k in range(people + 1)]
    shown = [k for k in range(people + 1) if chances[k] > 0.0005]
    first = round(MARK * people)
    styles = [{"color": SERIES[1] if k >= first else SERIES[0], "hatch": "//" if k >= first else ""} for k in shown]
    for k, style in zip(shown, styles, strict=True):
        axes.bar(100 * k / people, 1000 * chances[k], width=80 / people, edgecolor="white", **style)
    axes.axvline(100 * (first - 0.5) / people, color=INK, linestyle="--", linewidth=1)
    axes.set(xlabel="best group of twelve: very disappointed, in %", ylabel="worlds of 1,000")
    above = 1 - below[first]
    return Drawing(
        figure,
        f"The best of {groups} groups of {people}, where the truth is {share:.0%} in all: between "
        f"{shown[0] / people:.0%} and {shown[-1] / people:.0%}. In {1000 * above:.0f} of 1,000 worlds it is "
        f"{MARK:.0%} or more.",
    )


def curves(some: Mapping[str, Sequence[float]], unit: str = "months after the first") -> Drawing:
    """Retention curves, in percent, each with its own marker."""
    figure, axes = paper(6.4, 3.0)
    told = []
    for at, (name, shares) in enumerate(some.items()):
        colour, marker = SERIES[at % len(SERIES)], _MARKERS[at % len(_MARKERS)]
        axes.plot(range(len(shares)), shares, color=colour, marker=marker, label=name)
        told.append(f"{name}: {', '.join(f'{share:.3g}%' for share in shares)}")
    axes.set(ylim=(0, 105), xlabel=unit, ylabel="% of the cohort")
    axes.legend(frameon=False, fontsize=9)
    return Drawing(figure, f"Retention, month by month from the first one. {'; '.join(told)}.")


def totals(year: Year) -> Drawing:
    """Active members at the end of each month, with those of the newest cohort apart."""
    figure, axes = paper(6.4, 2.4, left=0.12, right=0.97, bottom=0.22, top=0.96)
    months = range(1, len(year.totals) + 1)
    axes.bar(months, year.totals, color=SERIES[0], label="from earlier months", edgecolor="white")
    axes.bar(months, year.sign_ups, color=SERIES[1], hatch="//", edgecolor="white", label="signed up this month")
    axes.set(xlabel="month", ylabel="active members")
    axes.set_xticks(list(months)[::2])
    axes.legend(frameon=False, fontsize=9)
    told = ", ".join(f"{total:,.0f}" for total in year.totals)
    return Drawing(figure, f"Active members at the end of each month: {told}.")


def returns(year: Year) -> Drawing:
    """Each cohort's curve, the first one thick and dark, the last one thick and orange."""
    figure, axes = paper(6.4, 2.4, left=0.12, right=0.97, bottom=0.22, top=0.96)
    for at, shares in enumerate(year.shares):
        ends = {0: (SERIES[0], 2.2, "first cohort"), len(year.shares) - 1: (SERIES[1], 2.2, "last cohort")}
        colour, width, label = ends.get(at, (MUTED, 0.6, None))
        axes.plot(range(7), [100 * one for one in shares[:7]], color=colour, linewidth=width, label=label,
                  marker="o" if label else None)  # fmt: skip
    axes.axvline(RETURN, color=INK, linestyle="--", linewidth=1)
    axes.set(xlabel="months after signing up (dashed: month 3)", ylabel="% of the cohort", ylim=(0, 105))
    axes.set_yticks(range(0, 101, 25))
    axes.legend(frameon=False, fontsize=9)
    told = ", ".join(f"{one:.0%}" for one in year.returns)
    return Drawing(
        figure, f"Of each cohort, those who are there in month 3, from the first cohort to the last: {told}."
    )
