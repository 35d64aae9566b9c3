"""What the widgets say below their controls, as markup."""

from __future__ import annotations

from collections.abc import Mapping

import lazy_loader as lazy
from markupsafe import Markup

from pmcourse.experiments.checks import NAMES, first_count
from pmcourse.experiments.model import Hypothesis, Plan, Rule
from pmcourse.experiments.shares import at_least
from pmcourse.experiments.worlds import Setting, Worlds, cost, promise
from pmcourse.kit.fields import about
from pmcourse.kit.look import box, table_html

np = lazy.load("numpy")

LEFT_OUT = "Left out: effects that fade, days of the week, people who come twice."


def hypothesis_html(slots: Mapping[str, str]) -> Markup:
    """The sentence that the slots make; an open one is a row of dots."""
    parts = (
        Markup("{} <strong>{}</strong>").format(about(Hypothesis)[name].title, text or "…")
        for name, text in slots.items()
    )
    return box(Markup(" ").join(parts) + ".", role="status")


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
    return box(table_html("If in truth so many would do it, the rule says in so many worlds:", rows), role="status")


def plan_html(plan: Plan, setting: Setting) -> Markup:
    """How long the plan takes at most, and how far apart its looks are."""
    days = 2 * plan.people / setting.a_day
    return box(
        f"Today {setting.before:.0%} do it. {setting.points:g} points more would be worth having. "
        f"{setting.a_day:,} people come a day, so the plan takes at most {days:.1f} days, with a look every "
        f"{days / plan.looks:.1f} days. A person in the test costs {setting.per_person:g}, and a look costs "
        f"{setting.per_look:g}.",
        role="status",
    )


def drawn_html(seen: Worlds, plan: Plan) -> Markup:
    """What one test said."""
    said = {1: "It says: better.", -1: "It says: worse.", 0: "It ends without a difference."}[int(seen.said[0])]
    after = f"after look {int(seen.looks[0])} of {plan.looks}"
    return box(f"{said} It ended {after}, with a difference of {100 * seen.seen[0]:+.1f} points.", role="status")


def worlds_html(seen: Worlds, plan: Plan, setting: Setting, truth: float, guess: float) -> Markup:
    """What a thousand worlds said, beside the guess and the theory."""
    found = int(np.count_nonzero(seen.said))
    better = seen.said > 0
    said = promise(plan, setting)
    people = 2 * plan.people * float(seen.looks.mean()) / plan.looks
    rows = [
        ("You guessed", f"{guess:g} of 1,000"),
        ("Says better or worse", f"{found} of 1,000: better {int(better.sum())}, worse {int((seen.said < 0).sum())}"),
        ("The truth", f"{100 * (truth - setting.before):+.1f} points"),
        (
            "Seen where it says better",
            f"{100 * seen.seen[better].mean():+.1f} points in the mean" if better.any() else "–",
        ),
        ("People needed in the mean", f"{people:,.0f} of {2 * plan.people:,} planned"),
        ("By theory", f"false alarms {said.false_alarm:.1%}, power {said.power:.0%}, cost {cost(said, setting):,.0f}"),
    ]
    return box(table_html("A thousand worlds", rows) + Markup("<small>{}</small>").format(LEFT_OUT), role="status")
