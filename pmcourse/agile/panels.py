"""What the widgets say below their controls, as markup."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from pmcourse.agile.checks import faults
from pmcourse.agile.drift import Market
from pmcourse.agile.model import Action, Rule, Sprint
from pmcourse.agile.plot import rhythm
from pmcourse.kit.fields import about
from pmcourse.kit.look import box, table_html

LEFT_OUT = "Left out: items of different sizes, what a team learns by building, promises that a new plan breaks."


def sprint_html(now: Sprint) -> Markup:
    """Points and value so far, and which rule is broken."""
    told = [f"{now.points:g} of {now.capacity:g} points, value {now.value:g}."]
    told += [f"✗ {one.message}" for one in faults(now)] or ["The goal is met, and all of it fits."]
    return box(" ".join(told), role="status")


def rule_html(rule: Rule) -> Markup:
    """What the rule does, in a sentence."""
    many = "" if rule.leave == 1 else f"{rule.leave} "
    left = f", without the {many}lowest and the {many}highest of them" if rule.leave else ""
    return box(
        f"The interval runs from the lowest to the highest of the last {rule.sprints} sprints{left}.", role="status"
    )


def teams_html(level: float, held: float, price: float, least: float, count: int, guess: float) -> Markup:
    """What happened to many teams, beside the guess."""
    rows = [
        ("Asked for", f"{level * count:,.0f} of {count:,} teams inside"),
        ("You guessed", f"{guess:,.0f}"),
        ("In fact", f"{held * count:,.0f} of {count:,} inside: {held:.1%}"),
        ("Price", f"{price:.1f}: the width, and {2 / (1 - level):.0f} for each point outside, on average"),
        ("Least price of all rules", f"{least:.1f}: yours is {price / least - 1:.0%} above it"),
    ]
    return box(table_html(f"The next sprint of {count:,} made-up teams", rows), role="status")


def market_html(market: Market) -> Markup:
    """The setting in words."""
    return box(
        f"The worth of each item moves by about {market.change:.0%} a week, up or down. One planning takes "
        f"{10 * market.planning:g} of the team's 30 hours a week; an item takes 10.",
        role="status",
    )


def seasons_html(means: Mapping[int, float], guess: int, mine: int) -> Markup:
    """The mean of each rhythm over many seasons, as a table."""
    best = max(means.values())
    rows = [
        ("You guessed", rhythm(guess)),
        ("You chose", f"{rhythm(mine)}: {means[mine] / best - 1:+.1%} against the best"),
    ]
    rows += [(f"Planned {rhythm(every)}", f"{mean:.1f}") for every, mean in means.items()]
    return box(table_html("Value of twelve weeks, mean of a thousand seasons", rows)
               + Markup("<small>{}</small>").format(LEFT_OUT), role="status")  # fmt: skip


def action_html(slots: Mapping[str, str]) -> Markup:
    """The sentence that the slots make; an open one is a row of dots."""
    parts = (
        Markup("{}: <strong>{}</strong>").format(about(Action)[name].title, text or "…") for name, text in slots.items()
    )
    return box(Markup(". ").join(parts) + ".", role="status")
