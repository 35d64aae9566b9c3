"""The answer sheet: graded answers that are no artefact, filled in through the questions of the kit."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field, JsonValue

from pmcourse.artifact import Artifact, ArtifactFile, opened
from pmcourse.kit.colours import RED
from pmcourse.kit.look import box
from pmcourse.kit.questions import Question

FILE = "sheet.json"


class Sheet(Artifact):
    """Answers by the id of their question, as plain data and as typed; `seed` says which variant they answer."""

    kind: ClassVar[str] = "sheet"

    seed: int | None = Field(default=None, ge=0)
    answers: dict[str, JsonValue] = Field(default_factory=dict)


def sheet_file() -> ArtifactFile[Sheet]:
    """The learner's answer sheet, answers/sheet.json beside the notebook; two windows on it are merged."""
    return opened(FILE, Sheet, Sheet(), merge=_both)


def asked(id: str, question: Question) -> Question:
    """`question`, whose answer is kept under `id` on the answer sheet at every change, and is there again next time."""
    file = sheet_file()
    if id in file.value.answers:
        question.fill(file.value.answers[id])

    def keep() -> None:
        answers: dict[str, Any] = {**file.value.answers, id: question.value}
        if question.value in (None, {}, []):
            del answers[id]
        file.put(file.value.model_copy(update={"answers": answers}))
        if file.notice:
            question.status.value = box(file.notice, RED)

    question.on_change(keep)
    return question


def _both(mine: Sheet, theirs: Sheet) -> Sheet:
    """Both answers; the seed that was on the disk first stays, for its case may have been seen."""
    seed = mine.seed if theirs.seed is None else theirs.seed
    return Sheet(seed=seed, answers=theirs.answers | mine.answers)
