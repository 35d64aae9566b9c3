"""Answers that are kept and filled in again; those that belong to what is made in a lesson are kept in the artefact."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from pmcourse.artifact import ArtifactFile, in_words
from pmcourse.errors import CourseError
from pmcourse.kit.questions import Question

Q = TypeVar("Q", bound=Question)


def filled_again(question: Question, answer: Any) -> bool:
    """Fill in what was answered before; whether all of it fits.

    It may not where the file was edited by hand, or the question has changed since.
    """
    question.fill(answer)
    return _as_typed(question.value) == _as_typed(answer)


def unfit(path: Path) -> str:
    """What to say where not all of it fits."""
    return f"Not all of the answer in {path} fits this question. What is missing here, please answer once more."


def _as_typed(answer: Any) -> Any:
    """An answer with each number in it as the text that a person would have typed; an empty one is None."""
    if isinstance(answer, Mapping):
        return {key: _as_typed(one) for key, one in answer.items()} or None
    if isinstance(answer, list | tuple):
        return [_as_typed(one) for one in answer] or None
    return None if answer is None else str(answer).strip() or None


def kept_in(file: ArtifactFile[Any], name: str, question: Q) -> Q:
    """`question`, whose answer is kept in the field `name` of the artefact, and is there again next time.

    It follows the artefact: where Undo of another widget takes the answer back, it goes here too.
    """
    empty = type(file.value).model_fields[name].get_default(call_default_factory=True)

    def keep() -> None:
        answer = empty if question.value is None else question.value
        try:
            file.put(type(file.value).model_validate(dict(file.value) | {name: answer}))
        except (ValidationError, CourseError) as error:
            why = in_words(error) if isinstance(error, ValidationError) else error
            question.trouble(f"{why} The old answer still counts.")
            return
        question.trouble(file.notice)

    def follow() -> None:
        answer = getattr(file.value, name)
        mine = question.value
        if question.comm is not None and answer != (tuple(mine) if isinstance(mine, list) else mine):
            question.follow(answer)

    question.kept = True
    question.fill(getattr(file.value, name))
    question.on_change(keep)
    file.observe(follow)
    return question
