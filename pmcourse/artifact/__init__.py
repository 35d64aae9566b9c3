"""What every artefact shares: plain typed data, JSON on disk, saved at every change, undone and redone.

An artefact is what a learner makes: a backlog, a set of stories, a roadmap. It is one JSON file that a person can
read. No edit is lost: a file that cannot be read is kept under another name, two kernels that save the same file
both keep their work, and when the disk refuses the edit stays in memory and the learner is told.
"""

from pmcourse.artifact.data import (
    Artifact,
    ArtifactError,
    Invalid,
    Missing,
    Unreadable,
    Value,
    WrongVersion,
    broken_rule,
    dumps,
    in_words,
    loads,
    refuse_twice,
)
from pmcourse.artifact.disk import LARGEST_ANSWER, answer, read, save
from pmcourse.artifact.file import ArtifactFile, merged, opened

__all__ = [
    "LARGEST_ANSWER",
    "Artifact",
    "ArtifactError",
    "ArtifactFile",
    "Invalid",
    "Missing",
    "Unreadable",
    "Value",
    "WrongVersion",
    "answer",
    "broken_rule",
    "dumps",
    "in_words",
    "loads",
    "merged",
    "opened",
    "read",
    "refuse_twice",
    "save",
]
