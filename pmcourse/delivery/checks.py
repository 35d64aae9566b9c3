"""What can be seen in a pipeline, a flag's rule and a trial release; lesson and grade use the same checks."""

from __future__ import annotations

from pathlib import Path

from pmcourse.delivery import line, rollout
from pmcourse.delivery.line import Team
from pmcourse.delivery.model import Delivery, FlagRule
from pmcourse.findings import Finding
from pmcourse.kit.catalogue import Catalogue
from pmcourse.kit.shares import beside

finding = Catalogue(Path(__file__).parent / "texts.toml").finding

NEAR = 1.1  # times the least minutes a change
PEOPLE = range(3000)  # on whom a rule is tried
FLAGS = ("photos", "maps")  # two features whose rules are alike


def limits(work: Delivery, team: Team, lead: float, through: float) -> list[Finding]:
    """Whether few enough faults come through, and changes are released soon enough (`lead` in hours)."""
    found, stages = [], work.pipeline
    if round(share := line.let_through(stages), 2) > through + 1e-9:  # as it is shown
        found.append(finding("through", share=share, most=through))
    if stages and round(hours := line.mean_lead(stages, work.batch, team), 1) > lead + 1e-9:
        full = line.busy(stages, work.batch, team) >= 1
        found.append(finding("overload" if full else "slow", hours=hours, most=lead))
    return found


def times_the_least(work: Delivery, team: Team, lead: float, through: float) -> float:
    """Minutes a change, as a multiple of the least that keeps both limits."""
    least = line.cheapest(work.stages, team, lead, through)[0]
    return line.minutes_a_change(work.pipeline, work.batch, team) / least


def cost(work: Delivery, team: Team, lead: float, through: float) -> list[Finding]:
    """Whether a pipeline that keeps the limits costs hardly more than it must."""
    times = times_the_least(work, team, lead, through)
    return [finding("dear", more=times - 1)] if round(times, 2) > NEAR else []


def flag(rule: FlagRule, people: range = PEOPLE, flags: tuple[str, str] = FLAGS) -> list[Finding]:
    """What a flag's rule does to people that does harm."""
    seen = rollout.behaviour(rule, people, flags)
    return [finding(name, share=getattr(seen, name)) for name in rollout.faults(seen)]


def stop(tried: rollout.Stops, limits: rollout.Stops = rollout.LIMITS) -> list[Finding]:
    """Whether a trial release stops for what is chance, or goes on where it should not."""
    found = []
    if tried.good > limits.good:
        found.append(finding("jumpy", share=beside(tried.good, limits.good), most=limits.good))
    if tried.bad < limits.bad:
        found.append(finding("blind", share=beside(tried.bad, limits.bad), least=limits.bad))
    return found
