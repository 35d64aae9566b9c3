"""A tree, a gate and policies as pictures, each with the words that say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmcourse.kit.colours import INK, MUTED, SERIES
from pmcourse.kit.drawing import Drawing, blank, paper
from pmcourse.kit.shares import at_least, just
from pmcourse.pipeline.model import Stage
from pmcourse.pipeline.value import from_here


def tree(stages: Sequence[Stage], payoff: float) -> Drawing:
    """The stages of a bet from left to right, with cost, chance, and the worth at each."""
    figure, axes = blank(6.6, 2.3)
    step, worth, told = 6.0 / (len(stages) + 1), from_here(stages, payoff), []
    for at, stage in enumerate(stages):
        x = 0.3 + at * step
        axes.text(x + 0.45, 0.7, f"stage {at + 1}\npay {stage.cost:g}", ha="center", va="center", color=INK, fontsize=9,
                  bbox={"boxstyle": "round", "facecolor": "#eef3f7", "edgecolor": SERIES[0]})  # fmt: skip
        axes.text(x + 0.45, 0.17, f"worth {worth[at]:g}", ha="center", va="center", color=INK, weight="bold")
        arrow = {"arrowstyle": "->", "color": MUTED}
        axes.annotate("", (x + step, 0.7), (x + 0.9, 0.7), arrowprops=arrow)
        axes.text(x + (0.9 + step) / 2, 0.55, f"{stage.chance:.0%}", ha="center", color=INK, fontsize=9)
        axes.annotate("", (x + 0.45, 1.7), (x + 0.45, 1.0), arrowprops=arrow)
        axes.text(x + 0.52, 1.4, f"{1 - stage.chance:.0%}", color=INK, fontsize=9)
        axes.text(x + 0.45, 1.9, "stop: 0", ha="center", va="center", color=INK, fontsize=9)
        told.append(
            f"stage {at + 1} costs {stage.cost:g}, goes well in {stage.chance:.0%}, and is worth {worth[at]:g} at its "
            "start"
        )
    axes.text(0.3 + len(stages) * step + 0.4, 0.7, f"brings\n{payoff:g}", ha="center", va="center", color=INK,
              fontsize=9, bbox={"boxstyle": "round", "facecolor": "#e8f3ee", "edgecolor": SERIES[2]})  # fmt: skip
    return Drawing(
        figure,
        f"A bet in {len(stages)} stages, from left to right: {'; '.join(told)}. At the end it brings {payoff:g}.",
    )


def gate(least: int, people: int, shares: tuple[float, float]) -> Drawing:
    """How many people act for good and for bad bets, and where the gate stands."""
    figure, axes = paper(6.4, 2.6, left=0.1, right=0.98, bottom=0.2, top=0.96)
    counts, told = list(range(people + 1)), []
    for at, (name, share) in enumerate(zip(("good", "bad"), shares, strict=True)):
        many = [100 * just(k, people, share) for k in counts]
        axes.bar([k - 0.2 + 0.4 * at for k in counts], many, width=0.4, color=SERIES[2 - at], label=f"{name} bets",
                 hatch="//" if at else "", edgecolor="white")  # fmt: skip
        told.append(f"{at_least(least, people, share):.0%} of {name} bets pass")
    axes.axvline(least - 0.5, color=INK, linestyle="--", linewidth=1)
    axes.set(xlabel=f"people who act, of {people} (dashed: the gate)", ylabel="bets of 100")
    axes.set_xticks(counts[::2])
    axes.legend(frameon=False, fontsize=9)
    return Drawing(figure, f"A gate from {least} of {people} people on: {' and '.join(told)}.")


def policies(gains: Mapping[str, float]) -> Drawing:
    """What each of several policies gains, as bars."""
    high = 0.7 + 0.35 * len(gains)
    figure, axes = paper(6.4, high, left=0.42, right=0.97, bottom=0.55 / high, top=1 - 0.1 / high)
    names = list(gains)
    axes.barh(
        range(len(names)), list(gains.values()), color=[SERIES[0 if value >= 0 else 1] for value in gains.values()]
    )
    for at, value in enumerate(gains.values()):
        axes.text(max(value, 0) + 5, at, f"{value:+.0f}", va="center", color=INK, fontsize=9)
    axes.axvline(0, color=INK, linewidth=1)
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.set(xlabel="gain on average, in thousands", xlim=(min(0, *gains.values()) * 1.1, max(gains.values()) * 1.15))
    return Drawing(figure, f"Gain on average, in thousands. {'; '.join(f'{n}: {v:+.0f}' for n, v in gains.items())}.")
