"""What can be seen in a sprint, a forecast's rule and a definition of done; lesson and grade use the same checks."""

from __future__ import annotations

import math
import re
from pathlib import Path

from pmcourse.agile.choosing import best, needed_for
from pmcourse.agile.forecast import cheapest, tried
from pmcourse.agile.model import Rule, Sprint
from pmcourse.findings import Finding
from pmcourse.kit import readers
from pmcourse.kit.catalogue import Catalogue
from pmcourse.kit.quantity import quantity
from pmcourse.kit.shares import beside
from pmcourse.kit.units import unit_of_time

CATALOGUE = Catalogue(Path(__file__).parent / "texts.toml")
finding = CATALOGUE.finding

WEEKS = 2  # of a sprint, of both teams
NEAR_BEST = 0.95  # of the most value that fits
NEAR_LEVEL = 0.04  # by which the share of teams may miss what was asked for
NEAR_PRICE = 1.08  # times the least price of an interval
_VAGUE = re.compile(
    r"\b(good|nice|clean|proper(?:ly)?|easy|easily|fast|quick(?:ly)?|modern|user[- ]friendly|enough|careful(?:ly)?|"
    r"quality|perfect(?:ly)?|intuitive|stable|satisfied|happy|reasonabl[ey]|appropriate(?:ly)?|"
    r"robust|thorough(?:ly)?|sufficient(?:ly)?|clear(?:ly)?|well documented|as possible)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?P<sign>\bminus\b|[-−–+])?\s*[€$£¥]?\s*(?P<digits>\d(?:[\d.,'’ \u00a0\u202f]*\d)?)\s*(?P<thousands>k\b)?",
    re.IGNORECASE,
)
_PLANS = re.compile(
    r"\b(by|until|before|on) (monday|tuesday|wednesday|thursday|friday|saturday|sunday|\d{1,2} \w+)\b", re.IGNORECASE
)


def faults(sprint: Sprint) -> list[Finding]:
    """Whether the sprint meets its goal, has what its items need, and fits into its points."""
    found, chosen = [], set(sprint.chosen)
    forced = needed_for([item.id for item in sprint.items if item.goal], sprint.items)
    if missing := [id for id in forced if id not in chosen]:
        found.append(finding("goal", ids=", ".join(missing)))
    for item in sprint.picked:
        if item.id not in forced and (lacks := [id for id in item.needs if id not in chosen]):
            found.append(finding("needs", item=item.id, ids=", ".join(lacks)))
    if sprint.points > sprint.capacity + 1e-9:
        found.append(finding("capacity", points=sprint.points, capacity=sprint.capacity))
    return found


def share_of_best(sprint: Sprint) -> float:
    """The value of the chosen items as a share of the most that fits."""
    ids = best(sprint.items, sprint.capacity)
    most = sum(item.value for item in sprint.items if item.id in ids)
    return sprint.value / most if most else 1.0


def sprint(now: Sprint) -> list[Finding]:
    """All that keeps a sprint from being a good one."""
    found = faults(now)
    if not found and (share := share_of_best(now)) < NEAR_BEST - 1e-9:
        full = now.points > now.capacity - 1e-9
        found.append(finding("full" if full else "value", share=beside(share, NEAR_BEST), least=NEAR_BEST,
                             left=now.capacity - now.points))  # fmt: skip
    return found


def rule(now: Rule, level: float, count: int = 3000, seed: int = 1) -> list[Finding]:
    """Whether the intervals of a rule hold the next sprint as often as asked for, and are no wider than they must be.

    Tried on made-up teams.
    """
    held, price = tried(now, level, count, seed)
    if abs(held - level) > NEAR_LEVEL:
        return [finding("too_seldom" if held < level else "too_often", held=held, level=level, count=count)]
    least = cheapest(level, count, seed)[1]
    return [finding("dear", more=price / least - 1)] if price > NEAR_PRICE * least else []


def is_near(given: object, truth: float, whole: bool = False) -> bool:
    """Whether a typed number is `truth` to one decimal; with `whole`, the next whole number is right as well."""
    return any(
        abs(one - truth) <= 0.06 or (whole and one == math.ceil(truth - 1e-9)) for one in readers.readings(bare(given))
    )


def is_near_sprints(given: object, truth: float) -> bool:
    """The same for a count of sprints, which may be rounded up; where it was typed as a time, in weeks."""
    if not (isinstance(given, str) and any(map(unit_of_time, re.findall(r"[^\W\d_]+", _outside(given))))):
        return is_near(given, truth, whole=True)
    weeks = quantity(_outside(given), "weeks")
    if weeks is None:
        return False
    return is_near(weeks, WEEKS * truth, whole=True) or is_near(weeks / WEEKS, truth, whole=True)


def bare(given: object) -> object:
    """The one number in what was typed, with its sign and without words or units around it; else what was typed.

    A minus may be a hyphen, a dash, the word, or brackets as in accounts; `k` behind it means thousands.
    """
    if not isinstance(given, str):
        return given
    text = given.strip().rpartition("=")[2].strip()
    found = list(_NUMBER.finditer(_outside(text)))
    if len(found) != 1:
        return given
    [one] = found
    below = one["sign"] not in (None, "", "+") or (text.startswith("(") and text.endswith(")"))
    digits = one["digits"].strip()
    if one["thousands"]:
        read = readers.readings(digits)
        digits = f"{1000 * read[0]:g}" if read else digits
    return f"{'-' if below else ''}{digits}"


def _outside(given: str) -> str:
    """What stands outside of brackets, such as those of `5 sprints (10 weeks)`; all, where no number does."""
    outside = re.sub(r"\([^()]*\)", " ", given)
    return outside if any(map(str.isdigit, outside)) else given


def lines(done: tuple[str, ...]) -> list[Finding]:
    """What may be vague in one's own definition of done; a program cannot know, so it only asks for a second look."""
    found = []
    for line in done:
        if said := _VAGUE.search(line):
            found.append(finding("vague", line=line, word=said[0]))
        elif said := _PLANS.search(line):
            found.append(finding("planned", line=line, word=said[0]))
    return found
