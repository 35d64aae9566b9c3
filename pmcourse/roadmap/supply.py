"""How fast a team gets through work, over all trials at once: from its capacity, or from its own past throughput.

Time is a float array of shape (trials,): days after the roadmap's `as_of`. `inf` means "not in sight".
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Protocol

import lazy_loader as lazy

from pmcourse.roadmap.model import Team
from pmcourse.roadmap.quarters import first_day, later, quarter_of

np = lazy.load("numpy")

YEARS_IN_SIGHT = 30
FEW = 10  # past weeks: with fewer, a forecast says how little they tell
_ROUNDING = 1e-3  # stories; thirds of a story add up to whole ones
_STANDSTILL = 1e-9  # person-weeks given to a quarter of none, so that time can be read off the curve


class Supply(Protocol):
    """One team in all trials. `free` is when it has ended what it was given so far."""

    free: np.ndarray

    def work(self, begin: np.ndarray, amount: np.ndarray) -> np.ndarray:
        """Give the team `amount` of work that cannot begin before `begin`; returns when it is done."""


class Steady:
    """A team with so many person-weeks in a quarter, spread evenly over its days. Amounts are person-weeks.

    After the last stated quarter its capacity goes on; 30 years on, nothing is in sight.
    """

    def __init__(self, team: Team, as_of: date, trials: int) -> None:
        now = quarter_of(as_of)
        days, done = [0.0], [0.0]
        last = max([*team.capacity, now])
        quarter = now
        while quarter <= last:
            start, end = first_day(quarter), first_day(later(quarter, 1))
            share = (end - max(start, as_of)).days / (end - start).days
            days.append(float((end - as_of).days))
            done.append(done[-1] + max((team.capacity_in(quarter) or 0.0) * share, _STANDSTILL))
            quarter = later(quarter, 1)
        goes_on = team.capacity_in(last) or 0.0
        if goes_on > 0:
            days.append(days[-1] + YEARS_IN_SIGHT * 365.25)
            done.append(done[-1] + goes_on * 4 * YEARS_IN_SIGHT)
        self._days, self._done = np.array(days), np.array(done)
        self.free = np.zeros(trials)

    def work(self, begin: np.ndarray, amount: np.ndarray) -> np.ndarray:
        level = np.interp(begin, self._days, self._done) + amount
        self.free = np.maximum(begin, np.interp(level, self._done, self._days, right=np.inf))
        return self.free


class Bootstrap:
    """A team that in each week to come ends as many stories as in one of its past weeks, drawn with replacement.

    Amounts are stories. What is left of a week goes to the next initiative, unless the team has to wait for it.
    Source: Magennis (2011), "Forecasting and Simulating Software Development Projects"; Vacanti (2015), "Actionable
    Agile Metrics for Predictability". With fewer than `FEW` past weeks, see `_few`.
    """

    def __init__(self, team: Team, trials: int, weeks: int, rng: np.random.Generator) -> None:
        past = np.array(team.throughput, dtype=np.float32)
        self._weeks = weeks
        self._bits = weeks.bit_length()
        self._trial = np.arange(trials)
        # Stories ended up to the end of each week; never enough after the last, so that a search stays inside.
        self._done = np.full((1 << self._bits, trials), np.inf, dtype=np.float32)
        self._done[0] = 0
        drawn = _few(past, weeks, trials, rng) if len(past) < FEW else _past(past, weeks, trials, rng)
        for n, ended in enumerate(drawn):  # ten times as fast as cumsum down the rows
            np.add(self._done[n], ended, out=self._done[n + 1])
        self._flat = self._done.ravel()
        self._level = np.zeros(trials, dtype=np.float32)
        self.free = np.zeros(trials)

    def work(self, begin: np.ndarray, amount: np.ndarray) -> np.ndarray:
        trials = len(self._trial)
        week = np.ceil(np.minimum(begin / 7, self._weeks)).astype(np.intp)
        reached = self._flat.take(week * trials + self._trial)
        self._level = np.where(begin > self.free, reached, self._level) + amount.astype(np.float32)
        goal = self._level - _ROUNDING
        short = self._trial  # where in `_flat` the last week stands that falls short of the goal, in all trials at once
        for bit in reversed(range(self._bits)):
            further = short + (trials << bit)
            short = np.where(self._flat.take(further, mode="clip") < goal, further, short)
        ended = 7.0 * (short // trials + (goal > 0))
        in_sight = (self._done[self._weeks] >= goal) & np.isfinite(begin)
        self.free = np.where(in_sight, np.maximum(ended, begin), np.inf)
        return self.free


def _past(past: np.ndarray, weeks: int, trials: int, rng: np.random.Generator) -> np.ndarray:
    """Past weeks in any order, shape (weeks, trials)."""
    return past.take(rng.integers(0, len(past), size=(weeks, trials), dtype=np.uint16), mode="clip")


def _few(past: np.ndarray, weeks: int, trials: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Stories ended in each week to come, shape (trials,), where few past weeks leave open what the team's pace is.

    Each trial draws a pace from the gamma distribution that the past weeks and Jeffreys' prior leave (Gelman et al.
    2013, "Bayesian Data Analysis", 2.6), and each week a count around it. Variance is `spread` times the mean, as
    estimated (McCullagh & Nelder 1989, 4.5) but as if two weeks more had said 1.5, and at least 1: Poisson at 1, else
    negative binomial.
    """
    mean = float(past.mean())
    said = float(past.var(ddof=1)) / mean * (len(past) - 1) if len(past) > 1 else 0.0
    spread = max((said + 2 * 1.5) / (len(past) + 1), 1.0)
    pace = np.maximum(rng.gamma((past.sum() + 0.5) / spread, spread / len(past), trials), 1e-9)
    for _ in range(weeks):
        yield rng.negative_binomial(pace / (spread - 1), 1 / spread) if spread > 1 else rng.poisson(pace)


def as_date(as_of: date, days: float) -> date | None:
    """The day on which something ends that ends `days` after the start of `as_of`; None if not in sight."""
    return as_of + timedelta(days=int(days)) if np.isfinite(days) else None
