"""What can be seen in a decision rule and in a plan; lesson and grade use the same checks."""

from __future__ import annotations

import math
from pathlib import Path

from pmcourse.experiments.model import Plan, Rule
from pmcourse.experiments.shares import POWER
from pmcourse.experiments.worlds import Setting, cheapest, cost, promise
from pmcourse.findings import Finding
from pmcourse.kit.catalogue import Catalogue
from pmcourse.kit.shares import at_least, beside

CATALOGUE = Catalogue(Path(__file__).parent / "texts.toml")
finding = CATALOGUE.finding

NAMES = {"shelve": "shelve", "pivot": "change and try again", "go": "go on"}
FALSE_GO = 0.10  # chance of going on where only the poor share of people does it
SEEN_GO = 0.80  # chance of going on where the good share does
SHELVED = 0.50  # chance of shelving where only half of the poor share does
FALSE_ALARM = 0.055  # 5%, with a little room for rounding
ENOUGH_POWER = 0.79
SLIPS = 2  # counts with two decisions, if each range begins where the one before ends
NEAR = 1.2  # times the cost of the cheapest plan


def shape(rule: Rule) -> list[Finding]:
    """Whether each count from nobody to everybody has exactly one decision, and the decisions stand in order."""
    open_ones = [NAMES[name] for name, ends in rule.ranges.items() if None in ends]
    if open_ones:
        return [finding("rule_open", names=", ".join(open_ones))]
    for name, (low, high) in rule.ranges.items():
        if low > high or high > rule.people:
            return [finding("rule_ends", name=NAMES[name], low=low, high=high, people=rule.people)]
    found = []
    if gaps := [count for count in range(rule.people + 1) if not rule.decisions(count)]:
        found.append(finding("rule_gap", counts=counts(gaps)))
    if twice := twice_decided(rule):
        found.append(finding("rule_overlap", counts=counts(twice)))
    if not found and not rule.shelve_to < rule.pivot_from <= rule.pivot_to < rule.go_from:
        found.append(finding("rule_order"))
    return found


def threshold(rule: Rule) -> list[Finding]:
    """Whether going on begins exactly at the rule's own share."""
    if rule.share is None:
        return [finding("rule_no_share")]
    if rule.go_from is None:
        return [finding("rule_open", names=NAMES["go"])]
    if rule.go_from == first_count(rule.share, rule.people):
        return []
    return [finding("rule_threshold", share=rule.share, people=rule.people, go=rule.go_from)]


def twice_decided(rule: Rule) -> list[int]:
    """The counts that have more than one decision."""
    return [count for count in range(rule.people + 1) if len(rule.decisions(count)) > 1]


def undisputed(rule: Rule) -> Rule:
    """The rule without the counts that have two decisions, where these are more than a slip at each turn."""
    if len(twice_decided(rule)) <= SLIPS:
        return rule
    closed = {name: ends for name, ends in rule.ranges.items() if None not in ends}
    new = {}
    if "shelve" in closed:
        new["shelve_to"] = min(rule.shelve_to, *(low - 1 for name, (low, _) in closed.items() if name != "shelve"))
    if "go" in closed:
        new["go_from"] = max(rule.go_from, *(high + 1 for name, (_, high) in closed.items() if name != "go"))
    return rule.model_copy(update=new)


def worth(rule: Rule, poor: float, good: float) -> list[Finding]:
    """How the rule does where the truth is the share `poor`, which just pays, half of that, or the share `good`."""
    found = []
    if rule.shelve_to is not None:
        shelved = 1 - at_least(rule.shelve_to + 1, rule.people, poor / 2)
        if shelved < SHELVED:
            found.append(finding("rule_never_shelves", half=poor / 2, chance=beside(shelved, SHELVED), least=SHELVED))
    if (wrong := at_least(rule.go_from, rule.people, poor)) > FALSE_GO:
        found.append(finding("rule_false_go", poor=poor, chance=beside(wrong, FALSE_GO), most=FALSE_GO))
    if (seen := at_least(rule.go_from, rule.people, good)) < SEEN_GO:
        found.append(finding("rule_missed", good=good, chance=beside(seen, SEEN_GO), least=SEEN_GO))
    return found


def plan(now: Plan, setting: Setting) -> list[Finding]:
    """Whether an A/B test raises few false alarms, sees what is worth having, and costs no more than it must."""
    said = promise(now, setting)
    found = []
    if said.false_alarm > FALSE_ALARM:
        found.append(finding("plan_false_alarm", chance=said.false_alarm))
    if said.power < ENOUGH_POWER:
        found.append(finding("plan_power", chance=said.power, points=setting.points, least=POWER))
    price, (_, least) = cost(said, setting), cheapest(setting)
    if price > NEAR * least:
        found.append(finding("plan_cost", more=price / least - 1, looks=said.looks, people=said.people))
    return found


def first_count(share: float, people: int) -> int:
    """The least count that is `share` percent of `people`, or more; a share is typed with one or two decimals."""
    return math.ceil(share * people / 100 - 0.05)


def counts(numbers: list[int]) -> str:
    """A few counts in words: 8 to 11, or 3 and 20."""
    if len(numbers) > 1 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{numbers[0]} to {numbers[-1]}"
    return ", ".join(map(str, numbers[:6])) + (" and others" if len(numbers) > 6 else "")
