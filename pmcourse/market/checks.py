"""What can be seen in a year of cohorts and in a group that was tried; lesson and grade use the same checks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pmcourse.findings import Finding
from pmcourse.kit.catalogue import Catalogue
from pmcourse.kit.quantity import quantities
from pmcourse.market.growth import falls, rises
from pmcourse.market.model import World

CATALOGUE = Catalogue(Path(__file__).parent / "texts.toml")
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


def near(given: Any, truth: float, within: float = 0.6, unit: str = "%") -> bool:
    """Whether a number in `unit` was typed that is within `within` of the truth."""
    return any(abs(one - truth) <= within for one in quantities(given, unit))
