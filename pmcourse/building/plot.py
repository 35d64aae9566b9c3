"""A crowd of faulty copies, and a debt that grows, as pictures, each with the words that say the same."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pmcourse.building.mutants import KINDS, Mutant
from pmcourse.kit.colours import INK, SERIES
from pmcourse.kit.drawing import Drawing, blank, paper


def crowd(copies: Sequence[Mutant], left: Collection[Mutant]) -> Drawing:
    """All faulty copies, one square each, by the kind of fault; those that are `left` are dark, with a cross."""
    by_kind = {kind: [one for one in copies if one.kind == kind] for kind in KINDS}
    rows = {kind: found for kind, found in by_kind.items() if found}
    figure, axes = blank(2.8 + 0.32 * max(map(len, rows.values())), 0.35 + 0.42 * len(rows))
    told = []
    for at, (kind, found) in enumerate(rows.items()):
        y = 0.3 + 0.42 * at
        axes.text(0.1, y, KINDS[kind], va="center", color=INK, fontsize=9)
        out = [one for one in found if one in left]
        for place, one in enumerate(sorted(found, key=lambda one: one not in left)):
            lives = one in left
            axes.text(2.8 + 0.32 * place, y, "✗" if lives else "✓", ha="center", va="center", fontsize=9,
                      color="white" if lives else SERIES[2], weight="bold", family="DejaVu Sans",
                      bbox={"boxstyle": "square,pad=0.35", "facecolor": SERIES[1] if lives else "#e8f3ee",
                            "edgecolor": SERIES[1] if lives else SERIES[2]})  # fmt: skip
        told.append(f"{KINDS[kind]}: {len(out)} of {len(found)} not caught")
    return Drawing(figure, f"{len(copies)} faulty copies, {len(left)} not caught. {'; '.join(told)}.")


def debt(saved: float, interest: float, weeks: int = 24) -> Drawing:
    """Days saved once, and days lost week by week."""
    figure, axes = paper(6.4, 2.4)
    even = saved / interest
    axes.plot([0, weeks], [saved, saved], color=SERIES[2], linestyle="--", label="saved once")
    axes.plot([0, weeks], [0, interest * weeks], color=SERIES[1], label="lost so far")
    axes.plot([even], [saved], "o", color=INK)
    axes.annotate(f"week {even:.0f}", (even, saved), xytext=(even - 4, saved + 1.5), color=INK, fontsize=9)
    axes.set(xlabel="weeks after the shortcut", ylabel="days of work", ylim=(0, interest * weeks * 1.1))
    axes.legend(frameon=False, fontsize=9)
    return Drawing(
        figure,
        f"A shortcut saves {saved:g} days once and costs {interest:g} a day each week: both are even in week "
        f"{even:.0f}; after {weeks} weeks {interest * weeks:g} days are lost.",
    )
