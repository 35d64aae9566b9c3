"""What can be seen in a pipeline, a flag's rule and a roll-out; lesson and grade use the same checks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pmcourse.delivery import line, rollout
from pmcourse.delivery.line import Team
from pmcourse.delivery.model import Delivery, FlagRule, Rollout, Step
from pmcourse.findings import Finding
from pmcourse.kit.catalogue import Catalogue
from pmcourse.kit.shares import beside

finding = Catalogue(Path(__file__).parent / "texts.toml").finding

NEAR = 1.1  # times the least minutes a change
PEOPLE = range(3000)  # on whom a rule is tried
FIRST = 10  # percent of people, at most, at the first step
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


def plan(work: Rollout, usual: float, bad: float, right: Mapping[str, str]) -> list[Finding]:
    """Whether a roll-out begins small, only grows, reaches all, and stops each step by a mark that tells good from bad.

    `usual` and `bad` are shares of visits with a fault; `right` names the phrase of measure, of who is told, and of
    what is done.
    """
    shares, found = [one.share for one in work.steps], []
    if not shares or shares[0] > FIRST:
        found.append(finding("first_large", share=shares[0] if shares else 100, most=FIRST))
    if shrinks := next((n for n, m in zip(work.steps[1:], shares, strict=False) if n.share <= m), None):
        found.append(finding("shrinks", shrinks.id, share=shrinks.share))
    if shares and shares[-1] != 100:
        found.append(finding("not_all", share=shares[-1]))
    found += [one for step in work.steps for one in _mark(step, usual, bad)]
    return found + [finding(part) for part, phrase in right.items() if getattr(work, part) != phrase]


def _mark(step: Step, usual: float, bad: float) -> list[Finding]:
    """Whether the mark of one step can tell a good release from a bad one, and does."""
    if not rollout.good_counts(step.visits, usual, bad):
        return [finding("short", step.id, visits=step.visits)]
    if step.stop_from is None:
        return [finding("no_mark", step.id)]
    return stop(rollout.stops(step.stop_from, step.visits, usual, bad), item=step.id)


def stop(tried: rollout.Stops, limits: rollout.Stops = rollout.LIMITS, item: str = "") -> list[Finding]:
    """Whether a trial release stops for what is chance, or goes on where it should not."""
    found, what = [], f"The mark of step {item}" if item else "This rule"
    if tried.good > limits.good:
        found.append(finding("jumpy", item, what=what, share=beside(tried.good, limits.good), most=limits.good))
    if tried.bad < limits.bad:
        found.append(finding("blind", item, what=what, share=beside(tried.bad, limits.bad), least=limits.bad))
    return found
