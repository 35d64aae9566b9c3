"""When will it be done, and how sure is that: a roadmap played through ten thousand times.

How the teams work in the simulation, in plain words:

1. Teams take initiatives in the order of the board: from the nearest quarter to the farthest and, within one, from
   the top down. What an initiative waits for comes right before it.
2. A team works on one initiative at a time, with all its people. Several teams share an initiative in equal parts.
3. An initiative begins when its earliest day has come, everything that it waits for is done and all its teams are
   free. Each team is free again when its own part is done; the initiative is done when the last part is.
4. A team that has to wait stands idle: nobody jumps the queue. If that costs too much, change the order.
5. Each trial draws one effort for every initiative from its three-point estimate. Or, by throughput, one past week
   of the team's own for every week to come.

The order is the same in every trial. So less work, more capacity or an earlier start can never make anything later,
and a change is compared with the same luck (each initiative has random numbers of its own). Where a team has so few
past weeks that its pace is drawn as well, this holds on average.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import lazy_loader as lazy

from pmcourse.errors import CourseError
from pmcourse.roadmap.draws import Shape, correlation, draw, quantile, ranks
from pmcourse.roadmap.model import Initiative, Roadmap
from pmcourse.roadmap.queue import Method, amount, queue
from pmcourse.roadmap.supply import FEW, Bootstrap, Steady, Supply, as_date

np = lazy.load("numpy")

TRIALS = 10_000
MOST_WEEKS = 700  # how far throughput is played into the future


class ForecastError(CourseError):
    """Nothing can be forecast, or a setting breaks a rule."""


@dataclass(frozen=True)
class Promise:
    """A promised day and the chance (0 to 1) to keep it. `kind` is "initiative" or "outcome"."""

    id: str
    kind: str
    day: date
    chance: float


@dataclass(frozen=True)
class Driver:
    """How an initiative's effort moves the end: Spearman's rank correlation, and its share of all their squares."""

    id: str
    correlation: float
    share: float


@dataclass(frozen=True)
class Forecast:
    """What ten thousand trials say. Arrays are of shape (initiatives, trials), in the order of `ids`.

    `begin` and `finish` are days after the start of `as_of` (inf: not in sight), `drawn` the efforts drawn
    (person-weeks, or stories). `idle` is each team's mean days of standing idle between pieces of work, and
    `left_out` says for each initiative that could not be forecast why; `doubts` what makes the forecast itself unsure.
    """

    roadmap: Roadmap
    ids: tuple[str, ...]
    begin: np.ndarray
    finish: np.ndarray
    drawn: np.ndarray
    idle: Mapping[str, float]
    left_out: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()

    @property
    def trials(self) -> int:
        return self.finish.shape[1]

    def days(self, id: str | None = None) -> np.ndarray:
        """Days to the end of one initiative, or of everything forecast; shape (trials,). KeyError if not forecast."""
        return self.finish.max(axis=0) if id is None else self.finish[self._row(id)]

    def day(self, share: float, id: str | None = None) -> date | None:
        """The day by which `share` (0 to 1) of the trials are done: 0.5, 0.85 and 0.95 are P50, P85 and P95."""
        return as_date(self.roadmap.as_of, quantile(self.days(id), share))

    def begins(self, share: float, id: str) -> date | None:
        """The day by which `share` of the trials have begun an initiative."""
        return as_date(self.roadmap.as_of, quantile(self.begin[self._row(id)], share))

    def chance(self, day: date, id: str | None = None) -> float:
        """The share of trials (0 to 1) in which it is done by the end of `day`."""
        return float(np.mean(self.days(id) < (day - self.roadmap.as_of).days + 1))

    def promises(self) -> list[Promise]:
        """Every promised day of an initiative, and every outcome's day for all of its initiatives that are ahead."""
        found = []
        for one in self.roadmap.ahead:
            if one.promise and one.id in self.ids:
                found.append(Promise(one.id, "initiative", one.promise, self.chance(one.promise, one.id)))
        for outcome in self.roadmap.outcomes:
            serving = [i.id for i in self.roadmap.ahead if i.outcome == outcome.id]
            if outcome.by and serving and all(id in self.ids for id in serving):
                ends = self.finish[[self._row(id) for id in serving]].max(axis=0)
                kept = float(np.mean(ends < (outcome.by - self.roadmap.as_of).days + 1))
                found.append(Promise(outcome.id, "outcome", outcome.by, kept))
        return found

    def drivers(self, id: str | None = None) -> list[Driver]:
        """What moves the end of `id` (or of everything) most, strongest first.

        The share, normalised squared rank correlation, is a rule of thumb that holds where efforts are independent
        and act in one direction (Saltelli et al. 2008, "Global Sensitivity Analysis").
        """
        end = ranks(self.days(id))
        correlations = [correlation(ranks(drawn), end) for drawn in self.drawn]
        total = sum(c * c for c in correlations) or 1.0
        found = [Driver(id, c, c * c / total) for id, c in zip(self.ids, correlations, strict=True)]
        return sorted(found, key=lambda d: -d.share)

    def _row(self, id: str) -> int:
        try:
            return self.ids.index(id)
        except ValueError:
            raise KeyError(id) from None


def forecast(
    roadmap: Roadmap,
    method: Method = Method.ESTIMATES,
    shape: Shape = Shape.TRIANGULAR,
    trials: int = TRIALS,
    seed: int = 1,
) -> Forecast:
    """Play `roadmap` through `trials` times. The same roadmap and seed give the same forecast.

    Raises ForecastError where no initiative can be forecast; those that cannot are in `left_out`.
    """
    if not 1 <= trials <= 1_000_000:
        raise ForecastError(f"trials must be from 1 to 1,000,000 (got {trials}). 10,000 is plenty.")
    if seed < 0:
        raise ForecastError(f"seed must be zero or more (got {seed}). Any whole number will do.")
    order, left_out = queue(roadmap, method)
    if not order:
        advice = (
            "Give at least one initiative a team with capacity and an estimate."
            if method is Method.ESTIMATES
            else "Give at least one initiative a size in stories, and its team the stories finished in past weeks."
        )
        reasons = "; ".join(f"{id}: {why}" for id, why in list(left_out.items())[:3])
        raise ForecastError(
            f"Nothing can be forecast: no initiative is ready for it{f' ({reasons})' if reasons else ''}. {advice}"
        )
    drawn = np.stack([draw(amount(one, method), shape, trials, _luck(seed, one.id)) for one in order])
    if method is Method.ESTIMATES:
        return _play(roadmap, order, left_out, drawn, _capacities(roadmap, order, trials))
    pilot = _by_throughput(roadmap, order, left_out, drawn[:, :100], seed, MOST_WEEKS)
    weeks = min(int(1.25 * pilot.finish.max(initial=0, where=np.isfinite(pilot.finish)) / 7) + 13, MOST_WEEKS)
    found = _by_throughput(roadmap, order, left_out, drawn, seed, weeks)
    if weeks < MOST_WEEKS and not np.isfinite(found.finish).all():
        found = _by_throughput(roadmap, order, left_out, drawn, seed, MOST_WEEKS)
    return replace(found, doubts=tuple(_doubts(roadmap, order)))


def _doubts(roadmap: Roadmap, order: Sequence[Initiative]) -> Iterator[str]:
    """What is to be said of teams with few past weeks."""
    used = {id for one in order for id in one.teams}
    for team in roadmap.teams:
        if team.id in used and (weeks := len(team.throughput)) < FEW:
            yield (
                f"{team.id} has only {weeks} past week{'s' if weeks > 1 else ''} of throughput, so its pace is unsure: "
                "each trial also draws the pace (gamma and negative binomial), and days lie far apart. "
                f"From {FEW} weeks on, the weeks speak for themselves."
            )


def _by_throughput(
    roadmap: Roadmap,
    order: Sequence[Initiative],
    left_out: Mapping[str, str],
    drawn: np.ndarray,
    seed: int,
    weeks: int,
) -> Forecast:
    supplies = _throughputs(roadmap, order, drawn.shape[1], seed, weeks)
    return _play(roadmap, order, left_out, drawn, supplies)


def _luck(seed: int, *names: str) -> np.random.Generator:
    return np.random.default_rng([seed, *(zlib.crc32(name.encode()) for name in names)])


def _capacities(roadmap: Roadmap, order: Sequence[Initiative], trials: int) -> dict[str, Supply]:
    needed = {id for one in order for id in one.teams}
    return {team.id: Steady(team, roadmap.as_of, trials) for team in roadmap.teams if team.id in needed}


def _throughputs(
    roadmap: Roadmap, order: Sequence[Initiative], trials: int, seed: int, weeks: int
) -> dict[str, Supply]:
    needed = {id for one in order for id in one.teams}
    teams = [team for team in roadmap.teams if team.id in needed]
    return {team.id: Bootstrap(team, trials, weeks, _luck(seed, "team", team.id)) for team in teams}


def _play(
    roadmap: Roadmap,
    order: Sequence[Initiative],
    left_out: Mapping[str, str],
    drawn: np.ndarray,
    supplies: Mapping[str, Supply],
) -> Forecast:
    begin, finish = np.empty_like(drawn), np.empty_like(drawn)
    idle = dict.fromkeys(supplies, 0.0)
    row = {one.id: n for n, one in enumerate(order)}
    for n, one in enumerate(order):
        earliest = max((one.start - roadmap.as_of).days, 0) if one.start else 0
        teams = {id: supplies[id] for id in one.teams}
        begin[n] = np.maximum.reduce(
            [*(team.free for team in teams.values()), *(finish[row[a]] for a in one.after if a in row)]
        )
        np.maximum(begin[n], earliest, out=begin[n])
        in_sight = np.isfinite(begin[n])
        for id, team in teams.items():
            idle[id] += float(np.sum(begin[n][in_sight] - team.free[in_sight])) / drawn.shape[1]
        finish[n] = np.maximum.reduce([team.work(begin[n], drawn[n] / len(teams)) for team in teams.values()])
    return Forecast(roadmap, tuple(row), begin, finish, drawn, idle, left_out)
