"""The answer sheet: graded answers that are no artefact, filled in through the questions of the kit."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from pmcourse.artifact import ArtifactFile, merged, opened
from pmcourse.kit.colours import RED
from pmcourse.kit.kept import filled_again, unfit
from pmcourse.kit.look import box
from pmcourse.kit.questions import Question
from pmcourse.kit.sheet_data import Sheet

PATH = Path("answers/sheet.json")
SEEDS = 10**9


def sheet_file() -> ArtifactFile[Sheet]:
    """The learner's answer sheet, answers/sheet.json beside the notebook; two windows on it are merged."""
    return opened(PATH.name, Sheet, Sheet(), merge=_both)


def my_seed() -> int:
    """The learner's seed: the one on their answer sheet, drawn and kept there the first time."""
    file = sheet_file()
    if file.value.seed is None:
        file.put(file.value.model_copy(update={"seed": secrets.randbelow(SEEDS)}))
    return file.value.seed


def asked(id: str, question: Question) -> Question:
    """`question`, whose answer is kept under `id` on the answer sheet at every change, and is there again next time."""
    file = sheet_file()
    if id in file.value.answers and not filled_again(question, file.value.answers[id]):
        question.trouble(unfit(PATH))
    told = question.status.value

    def keep() -> None:
        if told and question.status.value == told:
            question.trouble("")
        answers: dict[str, Any] = {**file.value.answers, id: question.value}
        if question.value in (None, {}, []):
            del answers[id]
        file.put(file.value.model_copy(update={"answers": answers}))
        if file.notice:
            question.status.value = box(file.notice, RED)

    question.on_change(keep)
    return question


def _both(common: Sheet, mine: Sheet, theirs: Sheet) -> Sheet:
    """The newer answer to each question; the seed that was on the disk first stays, for its case may have been seen."""
    seed = mine.seed if theirs.seed is None else theirs.seed
    return Sheet(seed=seed, answers=merged(common.answers, mine.answers, theirs.answers))
