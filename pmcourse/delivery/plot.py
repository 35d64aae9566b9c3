"""Batches, travelling changes, releases, a trial release and people behind a flag as pictures, each with its words."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pmcourse.delivery import line, rollout
from pmcourse.delivery.line import Team
from pmcourse.delivery.model import FlagRule, Stage
from pmcourse.kit.colours import INK, MUTED, SERIES
from pmcourse.kit.drawing import Drawing, blank, paper
from pmcourse.kit.shares import just

_EDGES = {"left": 0.1, "right": 0.98, "bottom": 0.2, "top": 0.96}  # of pictures that are drawn at each step


def log(sizes: Sequence[int], failed: Collection[int]) -> Drawing:
    """How many changes each release held, and which releases failed."""
    figure, axes = paper(6.4, 2.6)
    places = range(len(sizes))
    axes.bar(places, sizes, color=[SERIES[1] if at in failed else SERIES[0] for at in places],
             hatch=["//" if at in failed else "" for at in places], edgecolor="white")  # fmt: skip
    for at in failed:
        axes.text(at, sizes[at] + 0.5, "failed", ha="center", fontsize=9, color=INK)
    axes.set(xlabel="releases, one after another", ylabel="changes in it")
    axes.set_xticks([])
    largest = sorted(sizes, reverse=True)[: len(failed)]
    told = ", ".join(str(sizes[at]) for at in failed)
    return Drawing(
        figure,
        f"{len(sizes)} releases with {min(sizes)} to {max(sizes)} changes. Those with {told} changes failed; the "
        f"largest hold {', '.join(map(str, largest))}.",
    )


def batches(stages: Sequence[Stage], team: Team, sizes: Sequence[int]) -> Drawing:
    """Mean hours from a change to its release, by the size of the batch."""
    figure, axes = paper(6.4, 2.8)
    hours = [line.mean_lead(stages, size, team) for size in sizes]
    axes.plot(sizes, hours, color=SERIES[0], marker="o")
    for size, value in zip(sizes, hours, strict=True):
        axes.annotate(f"{value:.1f}", (size, value), textcoords="offset points", xytext=(6, 5), fontsize=9, color=INK)
    axes.set(xlabel="changes in a batch", ylabel="hours to the release", ylim=(0, max(hours) * 1.15))
    told = ", ".join(f"{size}: {value:.1f}" for size, value in zip(sizes, hours, strict=True))
    return Drawing(figure, f"Mean hours from a change to its release, by changes in a batch: {told}.")


def travel(hours: Sequence[float]) -> Drawing:
    """Hours to its release of each of 200 changes in one world."""
    figure, axes = paper(6.4, 2.4, **_EDGES)
    axes.vlines(range(1, len(hours) + 1), 0, hours, color=SERIES[0], linewidth=1.4)
    axes.set(xlabel="changes, one after another", ylabel="hours to the release", ylim=(0, max(hours) * 1.1))
    quarter = len(hours) // 4
    first, last = (sum(some) / quarter for some in (hours[:quarter], hours[-quarter:]))
    return Drawing(
        figure,
        f"{len(hours)} changes in one world. The first quarter of them takes {first:.1f} hours on average, the last "
        f"quarter {last:.1f}; the longest {max(hours):.1f}.",
    )


def trial(count: int, visits: int, usual: float, bad: float) -> Drawing:
    """How many faults good and bad releases show in a trial, and where it stops."""
    figure, axes = paper(6.4, 2.6, **_EDGES)
    counts = range(round(2.2 * bad * visits) + 2)
    for at, (name, share) in enumerate((("good", usual), ("bad", bad))):
        many = [100 * just(k, visits, share) for k in counts]
        axes.bar([k - 0.2 + 0.4 * at for k in counts], many, width=0.4, color=SERIES[2 - at], edgecolor="white",
                 hatch="//" * at, label=f"{name} releases")  # fmt: skip
    axes.axvline(count - 0.5, color=INK, linestyle="--", linewidth=1)
    axes.set(xlabel=f"faults in {visits} visits (dashed: it stops from here on)", ylabel="releases of 100")
    axes.legend(frameon=False, fontsize=9)
    tried = rollout.stops(count, visits, usual, bad)
    return Drawing(figure, f"Stop from {count} faults in {visits} visits on: {tried.good:.0%} of good releases and "
                           f"{tried.bad:.0%} of bad ones are stopped.")  # fmt: skip


def people(rule: FlagRule, flag: str, many: int = 100) -> Drawing:
    """Who of `many` people sees a feature at 5, 25 and 100%."""
    crowd = range(0, 1000, 1000 // many)[:many]
    figure, axes = blank(6.4, 2.1)
    axes.set_aspect("equal")
    told = []
    for row, share in enumerate(rollout.SHARES):
        axes.text(0.1, 0.42 + row * 0.6, f"{share:.0%}", va="center", fontsize=9, color=INK)
        seen = [at for at, one in enumerate(crowd) if rollout.sees(rule, flag, one, share, visit=row)]
        rest = sorted({*range(many)} - {*seen})
        for some, size, colour in ((seen, 6, SERIES[0]), (rest, 1.5, MUTED)):
            across = [0.75 + (at % 50) * 0.111 for at in some]
            down = [0.32 + row * 0.6 + (at // 50) * 0.2 for at in some]
            axes.plot(across, down, "o", markersize=size, color=colour)
        told.append(f"at {share:.0%} {len(seen)} see it: {', '.join(str(at + 1) for at in seen[:20]) or 'nobody'}")
    told[-1] = f"at {rollout.SHARES[-1]:.0%} {len(seen)} see it"
    return Drawing(figure, f"{many} people, the same in each row; a large dot sees the feature. {'; '.join(told)}.")
