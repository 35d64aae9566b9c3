"""The words that the checks of a roadmap share."""

from __future__ import annotations

from pathlib import Path

from pmcourse.kit.catalogue import Catalogue
from pmcourse.roadmap.model import Initiative, Roadmap

finding = Catalogue(Path(__file__).parent / "texts.toml").finding


def number(weeks: float) -> str:
    return f"{weeks:.1f}".removesuffix(".0") if weeks == 0 or weeks >= 0.05 else "under 0.1"


def weeks(amount: float) -> str:
    return f"{number(amount)} person-week{'' if number(amount) == '1' else 's'}"


def percent(chance: float) -> str:
    """A chance in whole percent; no number of trials makes anything certain, so never 0% and never 100%."""
    shown = round(100 * chance)
    return "under 1%" if shown == 0 else "over 99%" if shown == 100 else f"{shown}%"


def place(roadmap: Roadmap, initiative: Initiative) -> str:
    """Where on the board it stands: its quarter, else its horizon in quotation marks."""
    return initiative.quarter or f"“{roadmap.horizon_of(initiative).value}”"
