"""What the widgets say below their controls, as markup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import lazy_loader as lazy
from markupsafe import Markup

from pmcourse.experiments.checks import NAMES, counts, first_count, twice_decided
from pmcourse.experiments.model import Hypothesis, Plan, Rule
from pmcourse.experiments.worlds import Setting, Worlds, regret, spent
from pmcourse.kit.fields import about
from pmcourse.kit.look import box, table_html
from pmcourse.kit.shares import at_least

if TYPE_CHECKING:
    from numpy import ndarray

np = lazy.load("numpy")

LEFT_OUT = "Left out: effects that fade, days of the week, people who come twice."


def hypothesis_html(slots: Mapping[str, str]) -> Markup:
    """The sentence that the slots make; an open one is a row of dots."""
    parts = {
        name: Markup("{} <strong>{}</strong>").format(about(Hypothesis)[name].title, text or "…")
        for name, text in slots.items()
    }
    halves = (list(parts.values())[:3], list(parts.values())[3:])
    return box(Markup(" ").join(Markup(" ").join(half) + "." for half in halves), role="status")


def chances_html(rule: Rule, truths: tuple[float, ...]) -> Markup:
    """How often the rule gives each decision, for each truth; empty as long as something is open."""
    if rule.share is None or any(None in ends for ends in rule.ranges.values()):
        return box("Fill in the share and all counts to see what the rule would do.")

    def chance(low: int, high: int, share: float) -> float:
        return max(0.0, at_least(low, rule.people, share) - at_least(high + 1, rule.people, share))

    rows = [("Your share", f"{rule.share:g}% of {rule.people} people: {first_count(rule.share, rule.people)} or more")]
    for share in truths:
        said = (f"{NAMES[name]} {chance(low, high, share):.0%}" for name, (low, high) in rule.ranges.items())
        rows.append((f"{share:.0%} of all people", ", ".join(said)))
    if twice := twice_decided(rule):
        rows.append(
            ("Two decisions", f"for {counts(twice)}. They stand in both shares, so a line adds up to more than 100%")
        )
    if rule.seen is not None:
        said = " and ".join(NAMES[name] for name in rule.decisions(rule.seen)) or "nothing: there is no decision for it"
        rows.append(("Counted afterwards", f"{rule.seen} of {rule.people}: the rule says {said}"))
    return box(table_html("If in truth so many would do it, the rule says so often:", rows), role="status")


def plan_html(plan: Plan, setting: Setting) -> Markup:
    """How long the plan takes at most, how far apart its looks are, and what is at stake."""
    days = 2 * plan.people / setting.a_day
    return box(
        f"Today {setting.before:.0%} do it. {setting.points:g} points more would be worth having: {setting.worth:,.0f} "
        f"in all, and half of that is spent to build it. {setting.a_day:,} people come a day, so the plan takes at "
        f"most {days:.1f} days, with a look every {days / plan.looks:.1f} days. A person in the test costs "
        f"{setting.per_person:g}, and a look costs {setting.per_look:g}. Where the truth is hidden, half of the worlds "
        "have no effect, a quarter has a third of it, and a quarter has all of it.",
        role="status",
    )


def drawn_html(seen: Worlds, plan: Plan, setting: Setting, after: float) -> Markup:
    """What one test said, and what the truth was."""
    said = {1: "It says: better.", -1: "It says: worse.", 0: "It ends without a difference."}[int(seen.said[0])]
    look = f"after look {int(seen.looks[0])} of {plan.looks}"
    truth = f"{100 * (after - setting.before):+.1f} points" if after != setting.before else "no effect at all"
    told = Markup("{} It ended {}, with a difference of {:+.1f} points. <strong>The truth of this world: {}.</strong>")
    return box(told.format(said, look, 100 * seen.seen[0], truth), role="status")


def worlds_html(seen: Worlds, plan: Plan, setting: Setting, after: ndarray, guess: float) -> Markup:
    """What a thousand worlds said, beside the guess; `after` is the truth of each."""
    better = seen.said > 0
    rows = [("You guessed", f"{guess:g} of {len(after):,} say better or worse"),
            ("In fact", f"{int(np.count_nonzero(seen.said))} of {len(after):,}")]  # fmt: skip
    for truth in np.unique(after):
        of = after == truth
        told = f"{int((better & of).sum())} say better, {int(((seen.said < 0) & of).sum())} worse"
        if (better & of).any():
            told += f"; those that say better saw {100 * seen.seen[better & of].mean():+.1f} points on average"
        rows.append((f"{int(of.sum())} worlds, truth {100 * (truth - setting.before):+.1f} points", told))
    people, lost = 2 * plan.people * seen.looks / plan.looks, spent(seen, plan, setting)
    mine = regret(better, after, setting, lost).mean()
    never = regret(np.zeros_like(better), after, setting).mean()
    rows += [
        ("People in the test", f"{people.mean():,.0f} on average, of {2 * plan.people:,} planned"),
        ("What the test costs", f"{lost.mean():,.0f} on average"),
        ("Lost by test and decision", f"{mine:,.0f} on average, against somebody who knows the truth"),
        ("Lost if nobody ever builds", f"{never:,.0f} on average"),
    ]  # fmt: skip
    return box(table_html("A thousand worlds", rows) + Markup("<small>{}</small>").format(LEFT_OUT), role="status")
