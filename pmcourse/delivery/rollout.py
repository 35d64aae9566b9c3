"""Who sees a feature behind a flag, when a trial release stops, and how often branches collide.

Flags: Hodgson 2017. A person's place is a hash, as in Kohavi, Tang & Xu 2020. Trial release ("canary"): Humble &
Farley 2010; its rule is a test fixed before, with the chances of a binomial count.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from math import comb
from typing import NamedTuple

from pmcourse.delivery.model import FlagRule
from pmcourse.kit.shares import at_least

PLACES = ("visit", "person", "flag", "age")  # what a place may be drawn from
GROWS = ("stay", "anew", "next", "half")  # what may happen to those who see it when the share grows
OFF = ("beats", "new", "release", "ask")  # what switching off may do
RIGHT = FlagRule(place="flag", grows="stay", off="beats")
SHARES = (0.05, 0.25, 1.0)
_AGES = 1000


class Behaviour(NamedTuple):
    """What a rule does to people: shares from 0 to 1.

    `changes`: see something else on their next visit; `lost`: saw it at 5% and do not at 25%; `same`: those first in
    one flag who are first in another, too, beyond chance; `still`: see it after it is switched off.
    """

    changes: float
    lost: float
    same: float
    still: float


def place(rule: FlagRule, flag: str, person: int, visit: int, share: float) -> float:
    """A person's place, from 0 to 1: who stands below the share sees the feature."""
    match rule.place:
        case "visit":
            found = _hashed(f"{flag}:{person}:{visit}")
        case "person":
            found = _hashed(str(person))
        case "flag":
            found = _hashed(f"{flag}:{person}")
        case "age":
            found = (person % _AGES) / _AGES  # the oldest accounts come first
        case other:
            raise KeyError(other)
    anew = rule.grows == "anew" or (rule.grows == "half" and _hashed(f"half:{person}") < 0.5)
    before = SHARES[: SHARES.index(share)]
    return (found - sum(before)) % 1 if rule.grows == "next" else (found + 0.4 * len(before)) % 1 if anew else found


def sees(rule: FlagRule, flag: str, person: int, share: float, visit: int = 0, off: bool = False) -> bool:
    """Whether a person sees the feature on a visit; `off`: it was switched off after that person's last visit."""
    if off and (rule.off == "beats" or (rule.off == "new" and not sees(rule, flag, person, share, visit))):
        return False
    return place(rule, flag, person, visit, share) < share


def behaviour(rule: FlagRule, people: range, flags: tuple[str, str]) -> Behaviour:
    """What a rule does to `people` at 25%, and on the way to it from 5%. Raises KeyError where the rule is open."""
    low, share = SHARES[:2]
    first, second = ({one for one in people if sees(rule, flag, one, share)} for flag in flags)
    early = {one for one in people if sees(rule, flags[0], one, low)}
    again = {one for one in people if sees(rule, flags[0], one, share, visit=1)}
    still = {one for one in people if sees(rule, flags[0], one, share, off=True)}
    many = len(people)
    same = len(first & second) / max(1, len(first))
    return Behaviour(
        len(first ^ again) / many, len(early - first) / max(1, len(early)), max(0.0, same - share) / (1 - share),
        len(still) / max(1, len(first)),
    )  # fmt: skip


def faults(seen: Behaviour) -> list[str]:
    """What of a rule's behaviour does harm: "changes", "lost", "same", "still"; a few of a hundred are chance."""
    return [name for name, share in seen._asdict().items() if share > 0.1]


class Stops(NamedTuple):
    """Shares of good and of bad releases that a rule stops."""

    good: float
    bad: float


LIMITS = Stops(0.10, 0.85)  # of good releases at most, and of bad ones at least


def stops(count: int, visits: int, usual: float, bad: float) -> Stops:
    """What a rule "stop from `count` faults in so many visits on" does; `usual` and `bad` are shares of faults.

    To a tenth of a percent, as it is shown and judged.
    """
    return Stops(round(at_least(count, visits, usual), 3), round(at_least(count, visits, bad), 3))


def good_counts(visits: int, usual: float, bad: float, limits: Stops = LIMITS) -> list[int]:
    """The counts that stop few good releases and most bad ones."""
    found = []
    for count in range(1, visits + 1):
        tried = stops(count, visits, usual, bad)
        if tried.bad < limits.bad:  # and any higher count stops fewer
            break
        if tried.good <= limits.good:
            found.append(count)
    return found


def collide(branches: int, pair: float) -> float:
    """The chance that some two of several branches collide, if any two do with the chance `pair`, independently."""
    return 1 - (1 - pair) ** comb(branches, 2)


@lru_cache(2**14)  # the same people are met at each share, and by the next rule
def _hashed(text: str) -> float:
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big") / 2**64
