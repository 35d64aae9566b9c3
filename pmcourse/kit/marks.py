"""An account of points: what each part earned, why, and what to do next, in words for learners.

A test cell ends with an account. Its number is the cell's points; its text reaches the learner from every cell, hidden
or open, so no line may give the hidden answer away.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from pmcourse.findings import Finding, costly, quality
from pmcourse.kit import readers
from pmcourse.kit.look import items, stop_after
from pmcourse.kit.quantity import quantities, unread

_USUAL = 0.01  # of the truth: what an answer may differ by
HALF = 0.5  # of the points, where the way is right and a sign, a unit or a decimal is not


@dataclass(frozen=True)
class Mark:
    """One line of an account: `share` (0 to 1) of `most` points, what was asked, why, and the next step.

    Without `shows_points` nothing is judged yet: the share is how much is answered. One that `waits` earns nothing so
    far: a person reads it, and may give up to `most`.
    """

    what: str
    most: float
    share: float
    why: str
    next: str = ""
    shows_points: bool = True
    waits: bool = False

    @property
    def points(self) -> float:
        return round(self.most * self.share, 4)

    @property
    def symbol(self) -> str:
        if self.waits:
            return "◐"
        return "✓" if self.share == 1 else "✗" if self.share == 0 else "▲"

    def __str__(self) -> str:
        if not self.shows_points:
            return f"{'●' if self.share == 1 else '○'} {self.why}"
        lead = f"{self.symbol} {round(self.points, 2):g} of {round(self.most, 2):g}"
        waits = f"A person reads this: up to {_points(self.most)} more." if self.waits else ""
        next = f"Next: {self.next}" if self.next else ""
        parts = [self.what + stop_after(self.what), self.why, waits, next]
        return f"{lead}: " + " ".join(part for part in parts if part)


def _points(number: float) -> str:
    return f"{round(number, 2):g} point{'' if number == 1 else 's'}"


class Marks:
    """Points earned so far, with a line for each part."""

    def __init__(self) -> None:
        self.lines: list[Mark] = []

    @property
    def points(self) -> float:
        return round(sum(line.most * line.share for line in self.lines), 4)

    @property
    def waiting(self) -> float:
        """Points that wait for a person, beside those that are earned."""
        return round(sum(line.most for line in self.lines if line.waits), 4)

    def add(self, most: float, share: float | bool, why: str, next: str = "", what: str = "") -> Marks:
        """Earn `share` (0 to 1, or whether) of `most` points. Raises ValueError for a share that is none."""
        share = float(share)
        if not 0 <= share <= 1:
            raise ValueError(f"a share must be from 0 to 1 (got {share!r})")
        self.lines.append(Mark(what, most, share, why, next if share < 1 else ""))
        return self

    def wait(self, most: float, why: str, what: str = "") -> Marks:
        """Leave up to `most` points to a person, where a program cannot say what something is worth: `why`.

        The cell then stands in the formgrader's list of what is to be graded by hand; what a person gives there is
        given for the whole cell.
        """
        self.lines.append(Mark(what, most, 0, why, waits=True))
        return self

    def weigh(self, most: float, what: str, findings: Sequence[Finding]) -> Marks:
        """Earn the share of `most` that `quality` gives for `findings`, and name what they saw."""
        seen = costly(findings)
        why = " ".join(f"{finding.message} {finding.why}" for finding in seen) or "Nothing to fix."
        return self.add(most, quality(findings), why, " ".join(dict.fromkeys(finding.hint for finding in seen)), what)

    def number(
        self,
        most: float,
        what: str,
        given: Any,
        truth: float,
        tolerance: float = _USUAL,
        next: str = "Work it out once more.",
        slips: Mapping[str, float] | None = None,
        told: Collection[float] = (),
        unit: str = "",
    ) -> Marks:
        """A number within `tolerance` of the truth (a share of it; absolute where the truth is 0) earns all.

        So does the truth rounded to the decimals that were typed, unless the tolerance is less than usual; a slip is
        read alike. `unit` is the truth's, as the question shows it: words and units around a number are understood
        (`kit.quantity`). A wrong sign, or a hundredfold (a share in percent) earns half; so does one of `slips`, which
        maps what went wrong, in words, to the number that it gives, and the truth rounded too early, if two digits are
        left: one alone may be a guess. `told` are the numbers that stand in the question: who copies one has worked
        out nothing, even where a slip gives the same.
        """
        read = quantities(given, unit)
        if given is None or (isinstance(given, str) and not given.strip()):
            return self.add(most, 0, "Not answered yet.", next, what)
        if not read:
            return self.add(most, 0, *unread(str(given)[:40], unit), what)
        near = _near(tolerance)
        if any(near(value, truth) for value in read):
            return self.add(most, 1, "Right.", what=what)
        if set(read) & set(told):
            return self.add(most, 0, f"{str(given)[:40]} stands in the question, and is not the answer.", next, what)
        rounded = tolerance >= _USUAL and isinstance(given, str)
        if rounded and any(_decimals(value) and _rounds_to(value, truth) for value in read):
            return self.add(most, 1, "Right.", what=what)
        if tolerance >= _USUAL and any(_rounds_to(value, truth) for value in read):
            return self.add(most, HALF, "Right, but rounded too early.", "Give one more decimal.", what)
        known = {"The sign is wrong.": -truth, "It is a hundred times too large: a share or a percentage?": 100 * truth}
        known |= {"It is a hundred times too small: a share or a percentage?": truth / 100} | dict(slips or {})
        for why, slip in known.items():
            if slip != truth and any(
                near(value, slip) or (rounded and _decimals(value) and _rounds_to(value, slip)) for value in read
            ):
                return self.add(most, HALF, why, next, what)
        return self.add(most, 0, f"{str(given)[:40]} is not right.", next, what)

    def one(self, most: float, given: Any, truth: Any, next: str = "", wrong: str = "Not right.") -> Marks:
        """One right choice, or set of choices: all of `most` for it. `wrong` says why another one earns nothing."""
        hit = given == truth
        return self.add(most, hit, "Right." if hit else wrong if given else "Not answered yet.", next)

    def each(
        self,
        most: float,
        given: Any,
        truth: Mapping[str, str | Collection[str]],
        texts: Mapping[str, str],
        next: str = "",
        wrong: Mapping[str, str] | None = None,
    ) -> Marks:
        """One choice for each of several texts: an equal part of `most` for each that is right.

        `truth` gives the right option, or all that are right, by the text's key; `wrong` says why what was chosen for
        a text is not right. Saying the same of everything earns nothing where not everything is the same.
        """
        given = given if isinstance(given, Mapping) else {}
        right = {key: {one} if isinstance(one, str) else set(one) for key, one in truth.items()}
        said = {key: readers.plain(given.get(key)) for key in truth}
        if len(truth) > 2 and len(set(said.values())) == 1 and not set.intersection(*right.values()):
            why = "The same was said of everything." if any(said.values()) else "Not answered yet."
            return self.add(most, 0, why, next)
        for key in truth:
            hit = readers.choice(given.get(key), sorted(right[key])) is not None
            why = (wrong or {}).get(key) or "Not right."
            why = "Right." if hit else why if said[key] else "Not answered yet."
            self.add(most / len(truth), hit, why, next, texts[key])
        return self

    def in_order(self, most: float, given: Sequence[str], truth: Sequence[str], next: str = "") -> Marks:
        """Lines in order; half where one of them stands elsewhere."""
        if list(given) == list(truth):
            return self.add(most, 1, "Right.")
        near = one_apart(given, truth)
        why = "One line stands elsewhere." if near else "Several lines stand elsewhere."
        return self.add(most, HALF if near else 0, why, next)

    def named(
        self, most: float, what: str, given: Any, truth: Collection[str], known: Iterable[str], next: str
    ) -> Marks:
        """Several names, in any order: an equal part for each right one, and as much taken off for each wrong one."""
        found = readers.names(given, known)
        if not found:
            why = "Not answered yet." if found == [] else "It names something that is not there."
            return self.add(most, 0, why, next, what)
        hits = len(set(found) & set(truth))
        misses = len(set(found) - set(truth))
        share = max(0.0, (hits - misses) / len(truth))
        why = f"{hits} of {len(truth)} are right" + (f", {misses} should not be there." if misses else ".")
        return self.add(most, min(1.0, share), why, next, what)

    @property
    def told(self) -> list[str]:
        """The lines as they are shown: a next step that stands above already is not said again."""
        found, said = [], set()
        for line in self.lines:
            found.append(str(replace(line, next="") if line.next in said else line))
            said.add(line.next)
        return found

    def told_after(self, said: dict[str, str], name: str) -> str:
        """The text of the cell `name`, where one reason that left earlier cells without points is not said once more.

        `said` maps each such reason to the first cell in which it stands; it is filled.
        """
        one = self.lines[0] if len(self.lines) == 1 else None
        if one is None or one.share or one.waits or one.what or one.next:
            return str(self)
        first = said.setdefault(one.why, name)
        return str(self if first == name else replace(one, why=f"For the same reason as “{first}”, above."))

    def __str__(self) -> str:
        return "\n".join(self.told)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        html = Markup('<ul style="list-style:none;padding:0">{}</ul>').format(items(self.told))
        return {"text/plain": repr(self.points), "text/html": str(html)}


def one_apart(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two orders of the same lines are the same but for at most one line, which stands elsewhere."""
    return any([id for id in one if id != out] == [id for id in other if id != out] for out in one)


def _near(tolerance: float) -> Callable[[float, float], bool]:
    return lambda value, truth: abs(value - truth) <= tolerance * (abs(truth) if truth else 1) + 1e-12


def _decimals(value: float) -> int:
    """How many decimals are typed in `value`."""
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def _rounds_to(value: float, truth: float) -> bool:
    """Whether `value` is the truth rounded to its decimals, and has two digits or more: one is soon guessed."""
    digits = len(f"{value:.6f}".replace(".", "").strip("-0"))
    return (digits > 1 or abs(value) > 10) and abs(value - truth) <= 0.5 * 10 ** -_decimals(value) + 1e-9
