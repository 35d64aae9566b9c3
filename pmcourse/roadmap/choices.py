"""What can be chosen of a forecast and of a view. Nothing heavy is loaded here, so that commands start at once."""

from __future__ import annotations

from enum import StrEnum


class Method(StrEnum):
    """What the forecast draws at random."""

    ESTIMATES = "estimates"
    THROUGHPUT = "throughput"


class Shape(StrEnum):
    """The shape drawn between low and high: triangular (Johnson 1997), or the rounder beta of PERT (Clark 1962)."""

    TRIANGULAR = "triangular"
    PERT = "pert"


class Audience(StrEnum):
    """Who looks at the roadmap."""

    BOARD = "board"
    SALES = "sales"
    TEAM = "team"
