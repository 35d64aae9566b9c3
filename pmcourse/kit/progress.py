"""What a learner has done in the lessons so far: one small artefact beside the notebooks."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field

from pmcourse.artifact import Artifact, ArtifactFile, merged, opened

PATH = Path("answers/progress.json")


class Progress(Artifact):
    """By exercise's id: the skill of each that was right, the predictions made, and what was answered."""

    kind: ClassVar[str] = "progress"

    right: dict[str, str] = Field(default_factory=dict)
    predictions: dict[str, str] = Field(default_factory=dict)
    answers: dict[str, Any] = Field(default_factory=dict)


def progress_file() -> ArtifactFile[Progress]:
    """The progress of the lessons in the current folder; one and the same object as long as the kernel runs.

    Two lessons that are open at once write the same file: what the other one has saved is taken in.
    """
    file = opened(PATH.name, Progress, Progress(), merge=_both)
    file.refresh()
    return file


def remember_right(exercise: str, skill: str) -> None:
    """Remember that an exercise was right, and which skill it trains."""
    file = progress_file()
    file.put(file.value.model_copy(update={"right": file.value.right | {exercise: skill}}))


def remember_prediction(exercise: str, choice: str, late: bool = False) -> None:
    """Remember a prediction; one that was made before stays, unless this one was only `late` in arriving."""
    file = progress_file()
    made, known = {exercise: choice}, file.value.predictions
    file.put(file.value.model_copy(update={"predictions": known | made if late else made | known}))


def remember_answer(exercise: str, answer: Any) -> None:
    """Remember what is answered in an exercise, as plain data, right or wrong."""
    file = progress_file()
    file.put(file.value.model_copy(update={"answers": file.value.answers | {exercise: answer}}))


def news() -> str:
    """What the learner must be told about the file, once: that it was unreadable or could not be saved. Else ""."""
    file = progress_file()
    told, file.notice = file.notice, ""
    return told


def _both(common: Progress, mine: Progress, theirs: Progress) -> Progress:
    return Progress(
        right=mine.right | theirs.right,
        predictions=mine.predictions | theirs.predictions,
        answers=merged(common.answers, mine.answers, theirs.answers),
    )
