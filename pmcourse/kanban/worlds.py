"""Limits tried in many worlds at once, beside the best that is known for the same people and work."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from pmcourse.kanban.cards import Setting, draw
from pmcourse.kanban.engine import Line
from pmcourse.kanban.flow import percentile
from pmcourse.kanban.model import Limits

WORLDS, DAYS = 40, 250
WEEK = 5  # working days
ENOUGH, NEARLY = 0.95, 0.92  # of the most that any limits finish
LATE = 1.1  # times the days that are allowed: half is earned up to there
CHANCE = 0.015, 1.03  # by so much a share, and days, may miss: so much the worlds that are drawn move them
FREE = (99, 99, 99)  # no limits at all


class Team(NamedTuple):
    """A setting, the days in which 85% of cards are to be done, and the limits that finish most in it."""

    setting: Setting
    within: int
    best: tuple[int, int, int]


class Tried(NamedTuple):
    """What limits did in many worlds: cards a week, and the days that half and 85% of cards took at most."""

    weekly: float
    half: float
    most: float


@cache
def tried(setting: Setting, limits: tuple[int, ...], seed: int, worlds: int = WORLDS) -> Tried:
    """The limits in worlds `seed`, `seed` + 1, …; the same cards for any limits."""
    times: list[float] = []
    for world in range(worlds):
        line = Line(draw(setting, seed + world, DAYS), setting, limits, logged=False).run(DAYS)
        times += (card.done - card.started for card in line.done)
    return Tried(len(times) / worlds / DAYS * WEEK, percentile(times, 0.5) or 0.0, percentile(times, 0.85) or 0.0)


def beside_best(team: Team, limits: Limits | Sequence[int], seed: int) -> tuple[Tried, float]:
    """What limits do, and the share that they finish of what the best ones finish in the same worlds."""
    mine = tried(team.setting, tuple(limits), seed)
    return mine, mine.weekly / tried(team.setting, team.best, seed).weekly


def earned(share: float, most: float, within: float) -> float:
    """1 where enough is finished, and in time; half where one or both are nearly so; else 0."""
    less, more = CHANCE
    if share >= ENOUGH - less and most <= more * within:
        return 1.0
    return 0.5 if share >= NEARLY - less and most <= more * LATE * within else 0.0
