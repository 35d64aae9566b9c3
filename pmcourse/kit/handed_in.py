"""What a learner handed in, as test cells read it; a test cell ends with an account, never with an error."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any, ParamSpec

from pmcourse.artifact import Invalid, Unreadable, answer
from pmcourse.errors import CourseError
from pmcourse.kit import readers
from pmcourse.kit.marks import Mark, Marks
from pmcourse.kit.sheet_data import Sheet

P = ParamSpec("P")
_ANEW = "Open its part of the assignment once more, see what is left, and hand in again."


class HandedIn:
    """The learner's answer sheet. Raises an ArtifactError, in the learner's words, where there is none to read."""

    def __init__(self) -> None:
        self.sheet = answer("sheet.json", Sheet)
        self._answers = readers.typed(self.sheet.answers)

    @property
    def seed(self) -> int:
        """The seed of the learner's own case. Raises CourseError where none was handed in."""
        if self.sheet.seed is None:
            raise CourseError("Your answer sheet has no case of its own yet. Open the assignment's first widget once.")
        return self.sheet.seed

    def answer(self, id: str) -> Any:
        """The answer to one question as a person would have typed it, None where there is none."""
        return self._answers.get(id)

    def table(self, id: str) -> defaultdict[str, dict[str, Any]]:
        """The cells of a table that was filled in, by row and column; what is missing, or is no table, is empty."""
        given = self.answer(id)
        rows = given.items() if isinstance(given, dict) else ()
        return defaultdict(dict, {row: cells for row, cells in rows if isinstance(cells, dict)})

    def choices(self, id: str) -> dict[str, str]:
        """What was chosen for each of several texts; what is no choice is left out."""
        given = self.answer(id)
        return {key: one for key, one in given.items() if isinstance(one, str)} if isinstance(given, dict) else {}

    def order(self, id: str, lines: Iterable[str]) -> list[str] | None:
        """The keys of `lines` as they were put in order; None as long as nothing was moved."""
        given = self.answer(id)
        return given if isinstance(given, list) and sorted(map(str, given)) == sorted(lines) else None


def account(most: float) -> Callable[[Callable[P, Marks]], Callable[P, Marks]]:
    """Wrap what marks one graded cell of `most` points: what cannot be read earns 0 and says why, without an error."""

    def decorate(mark: Callable[P, Marks]) -> Callable[P, Marks]:
        @wraps(mark)
        def marked(*args: P.args, **kwargs: P.kwargs) -> Marks:
            try:
                marks = mark(*args, **kwargs)
            except (Unreadable, Invalid) as error:
                return Marks().add(most, 0, f"{error} {_ANEW}")
            except CourseError as error:
                return Marks().add(most, 0, str(error))
            whole = sum(line.most for line in marks.lines)
            if abs(whole - most) > 1e-6:
                raise ValueError(f"{mark.__name__} must account for {most:g} points (got {whole:g})")
            return marks

        return marked

    return decorate


def answered(most: float, given: Any, count: int) -> Marks:
    """The account of the learner's own copy, where the key is not: how much is answered, not whether it is right."""
    done = len(given) if isinstance(given, dict | list) else int(given is not None)
    said = f"{done} of {count} answered." if count > 1 else "Answered." if done else "Not answered yet."
    marks = Marks()
    why = f"{said} Whether {'they are' if count > 1 else 'it is'} right is told when it is graded."
    marks.lines.append(Mark("", most, min(1.0, done / count), why, shows_points=False))
    return marks


def unmoved(most: float) -> Marks:
    """The account of lines that nobody has put in order."""
    return Marks().add(most, 0, "Not answered yet: nothing was moved.", "Move the lines.")


def ordered(most: float, id: str, truth: Sequence[str], next: str) -> Marks:
    """The account of lines that were put in order; half where one of them stands elsewhere."""
    given = HandedIn().order(id, truth)
    return unmoved(most) if given is None else Marks().in_order(most, given, truth, next)


def chosen_one(most: float, id: str, truth: str | None, next: str, wrong: str = "Not right.") -> Marks:
    """The account of one choice; without the `truth` it is told only whether it is answered."""
    given = HandedIn().answer(id)
    return answered(most, given, 1) if truth is None else Marks().one(most, given, truth, next, wrong)


def chosen_each(
    most: float,
    id: str,
    texts: Mapping[str, str],
    key: Mapping[str, str | Collection[str]] | None,
    next: str,
    chance: float = 1,
) -> Marks:
    """The account of a choice for each of several `texts`; `chance` of them come right by chance and earn nothing.

    `key` maps each text to its option; without it only how much is answered is told. Saying the same of everything
    earns nothing where not everything is the same. `chance` is what a guesser gets right: texts ÷ options. With 0 each
    text has a line of its own and an equal part (`Marks.each`), and a guesser keeps that share: fair only where options
    are many.
    """
    work = HandedIn()
    given = work.choices(id)
    if key is None:
        return answered(most, {one: said for one, said in given.items() if one in texts}, len(texts))
    if not chance:
        return Marks().each(most, work.answer(id), {one: key[one] for one in texts}, texts, next)
    said = {one: readers.plain(given.get(one)) for one in texts}
    if not any(said.values()):
        return Marks().add(most, 0, "Not answered yet.", next)
    if len(set(said.values())) == 1 and len({key[one] for one in texts}) > 1:
        return Marks().add(most, 0, "The same was said of everything.", next)
    wrong = [text for one, text in texts.items() if readers.choice(given.get(one), [key[one]]) is None]
    if not wrong:
        return Marks().add(most, 1, "All are right.")
    right = len(texts) - len(wrong)
    quoted = " ".join(text if text.startswith("“") else f"“{text}”" for text in wrong)
    by_chance = f"{chance:g} may come right by chance and earn nothing"
    why = f"{right} of {len(texts)} are right; {by_chance}. Not right: {quoted}"
    return Marks().add(most, max(0.0, right - chance) / (len(texts) - chance), why, next)


def judged_each(
    most: float, id: str, drawn: Mapping[str, tuple[str, str]], judge: bool, next: str, chance: float = 1
) -> Marks:
    """The same for texts that were `drawn` with their options; nothing is judged but where `judge` says so."""
    texts, key = ({one: pair[at] for one, pair in drawn.items()} for at in (0, 1))
    return chosen_each(most, id, texts, key if judge else None, next, chance)
