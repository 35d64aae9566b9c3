"""What can be seen in a year of cohorts and in a group that was tried; lesson and grade use the same checks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pmcourse.findings import Finding
from pmcourse.kit import readers
from pmcourse.kit.catalogue import Catalogue
from pmcourse.kit.days import in_full
from pmcourse.kit.quantity import quantities
from pmcourse.market.growth import falls, rises
from pmcourse.market.model import Measure, NextStep, World

CATALOGUE = Catalogue(Path(__file__).parent / "texts.toml")
_NAMES = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
          "nine": "9", "ten": "10", "eleven": "11", "twelve": "12"}  # fmt: skip
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


def next_step(step: NextStep, measures: Mapping[str, Measure], decided: date) -> list[Finding]:
    """Whether the result of a whole next step could change anything: what is judged, from when on, and by what mark.

    What its sentences mean no program can say. Raises KeyError where the measure is not chosen.
    """
    of, found = measures[step.measure], []
    if not of.share:
        found.append(CATALOGUE.finding("next_total", text=of.text))
    elif step.mark >= 100:
        found.append(CATALOGUE.finding("next_over", mark=step.mark, now=of.now))
    elif step.mark <= of.now:
        found.append(CATALOGUE.finding("next_low", mark=step.mark, now=of.now))
    if step.day < of.known:
        found.append(CATALOGUE.finding("next_early", day=in_full(step.day), known=in_full(of.known)))
    elif step.day > decided:
        found.append(CATALOGUE.finding("next_late", day=in_full(step.day), decided=in_full(decided)))
    if readers.words(step.act) == readers.words(step.otherwise):
        found.append(CATALOGUE.finding("next_same"))
    elif short := [text for text, few in ((step.act, 4), (step.otherwise, 2)) if len(set(readers.words(text))) < few]:
        found.append(CATALOGUE.finding("next_short", text=short[0]))
    return found


def near(given: Any, truth: float, within: float = 0.6, unit: str = "%") -> bool:
    """Whether a number in `unit` was typed that is within `within` of the truth."""
    words = re.sub(r"\bmore\b", "", given) if isinstance(given, str) else given
    return any(abs(one - truth) <= within for one in quantities(words, unit))


def counted(given: Any) -> Any:
    """The count in `4 of 7` or `4/7`, where a number of things is asked for; anything else as it is."""
    match = re.fullmatch(r"\s*(\d+)\s*(?:/|of|out of)\s*\d+\s*\w*\s*", given) if isinstance(given, str) else None
    return match[1] if match else given


def first(given: Any, unit: str) -> float | None:
    """The number in `unit` that was typed; “more” and names of numbers are understood. None where there is none."""
    if isinstance(given, str):
        given = re.sub(r"\bmore\b", "", given, flags=re.IGNORECASE)
        given = re.sub(r"[a-z]+", lambda word: _NAMES.get(word[0].lower(), word[0]), given, flags=re.IGNORECASE)
    return next(iter(quantities(given, unit)), None)
