"""A question whose answer belongs to what is made in the lesson: it is kept in the artefact, not on an answer sheet."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ValidationError

from pmcourse.artifact import ArtifactFile, in_words
from pmcourse.errors import CourseError
from pmcourse.kit.questions import Question

Q = TypeVar("Q", bound=Question)


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
