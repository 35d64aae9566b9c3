"""What can be seen in a year of cohorts and in a group that was tried; lesson and grade use the same checks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pmcourse.findings import Finding
from pmcourse.kit import readers
from pmcourse.kit.catalogue import Catalogue
from pmcourse.market.growth import falls, rises
from pmcourse.market.model import World

CATALOGUE = Catalogue(Path(__file__).parent / "texts.toml")
_BEFORE = re.compile(
    r"^(?:about|approximately|approx\.?|around|roughly|circa|ca\.?|month|in|≈|~|=|\+)\s*", re.IGNORECASE
)
_AFTER = re.compile(
    r"\s*(?:%|percent|per cent|months?|mo\.?|people|learners|customers|groups?|of the cohort)$", re.IGNORECASE
)
PROUD, POOR = 1500, 0.20  # active members that Noor is proud of; a return that nobody should be proud of


def hollow(world: World) -> list[Finding]:
    """What is missing from a year whose totals rise while every cohort is worse than the one before."""
    year, found = world.run(), []
    if not rises(year.totals):
        month = next(at for at in range(1, len(year.totals)) if year.totals[at] <= year.totals[at - 1]) + 1
        found.append(CATALOGUE.finding("totals", month=month))
    if year.totals[-1] < PROUD:
        found.append(CATALOGUE.finding("few", total=year.totals[-1], proud=PROUD))
    if not falls(year.returns):
        found.append(CATALOGUE.finding("cohorts"))
    elif year.returns[-1] >= POOR:
        found.append(CATALOGUE.finding("good", share=year.returns[-1], poor=POOR))
    return found


def typed(given: Any) -> tuple[float, ...]:
    """Every number that may have been meant where a number with a unit is asked: the unit, a % too, is only a unit.

    A quotient is a share in percent: `2/4` is 50.
    """
    if not isinstance(given, str):
        return readers.readings(given)
    text = given.strip()
    while (shorter := _AFTER.sub("", _BEFORE.sub("", text))) != text:
        text = shorter.strip()
    text = re.sub(r"(\d)\s+of\s+(\d)", r"\1/\2", text)
    read = readers.readings(text)
    return tuple(100 * one for one in read) if "/" in text and "%" not in text else read


def near(given: Any, truth: float, within: float = 0.6) -> bool:
    """Whether a number within `within` of the truth was typed."""
    return any(abs(one - truth) <= within for one in typed(given))
