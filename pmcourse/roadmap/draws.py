"""Random efforts and the arithmetic of trials: draws, quantiles, ranks."""

from __future__ import annotations

from enum import StrEnum

import lazy_loader as lazy

from pmcourse.roadmap.model import Estimate

np = lazy.load("numpy")


class Shape(StrEnum):
    """The shape drawn between low and high: triangular (Johnson 1997), or the rounder beta of PERT (Clark 1962)."""

    TRIANGULAR = "triangular"
    PERT = "pert"


def draw(estimate: Estimate, shape: Shape, trials: int, rng: np.random.Generator) -> np.ndarray:
    """`trials` amounts between low and high, of shape (trials,).

    Triangular by inversion (Johnson 1997, "The Triangular Distribution as a Proxy for the Beta Distribution"): the
    same luck gives a larger amount wherever the estimate is larger. PERT is the beta with shape parameters
    1 + 4 (likely - low) / (high - low) and 1 + 4 (high - likely) / (high - low) (Clark 1962, "The PERT Model for the
    Distribution of an Activity Time"); its mean is (low + 4 likely + high) / 6.
    """
    low, likely, high = estimate.low, estimate.likely, estimate.high
    width = high - low
    if width <= 0:
        return np.full(trials, low)
    if shape is Shape.PERT:
        peak = (likely - low) / width
        return low + width * rng.beta(1 + 4 * peak, 5 - 4 * peak, trials)
    luck = rng.random(trials)
    rising = low + np.sqrt(luck * (width * (likely - low)))
    falling = high - np.sqrt((1 - luck) * (width * (high - likely)))
    return np.where(luck * width < likely - low, rising, falling)


def quantile(values: np.ndarray, share: float) -> float:
    """The smallest of `values` that at least `share` of them do not exceed (no interpolation, so `inf` is fine)."""
    if not 0 <= share <= 1:
        raise ValueError(f"share must be from 0 to 1 (got {share})")
    at = min(max(int(np.ceil(share * len(values) - 1e-9)) - 1, 0), len(values) - 1)
    return float(np.partition(values, at)[at])


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 0; equal values share the mean of their ranks."""
    order = np.argsort(values)
    ordered = values[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    ends = np.append(starts[1:], len(values))
    found = np.empty(len(values))
    found[order] = np.repeat((starts + ends - 1) / 2, ends - starts)
    return found


def correlation(first: np.ndarray, second: np.ndarray) -> float:
    """Pearson's correlation, so Spearman's where both are ranks (1904); 0 where one of the two never changes."""
    first, second = first - first.mean(), second - second.mean()
    scale = float(np.sqrt(first @ first) * np.sqrt(second @ second))
    return float(first @ second) / scale if scale > 0 else 0.0
