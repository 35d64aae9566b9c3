"""What learners handed in, as it lies in submitted/: found, read with limits, and collected without links."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import ignore_patterns, parse_utc

from pmcourse.grading.worker import Submission


class CollectWithoutLinks(ExchangeCollect):
    """nbgrader's collect, which does not follow links.

    A link that a learner put into the exchange could point to the tests or the gradebook, and collecting runs with the
    instructor's rights.
    """

    def do_copy(self, src: str, dest: str, log: object = None) -> None:
        ignored = ignore_patterns(
            exclude=self.coursedir.ignore, include=self.coursedir.include, max_file_size=self.coursedir.max_file_size,
            log=self.log,
        )  # fmt: skip

        def ignored_or_link(folder: str, names: list[str]) -> set[str]:
            links = {name for name in names if os.path.islink(os.path.join(folder, name))}
            return links | set(ignored(folder, names))

        shutil.copytree(src, dest, symlinks=True, ignore=ignored_or_link)
        if self.coursedir.groupshared:  # as nbgrader does it
            for folder, _, names in os.walk(dest):
                os.chmod(folder, (os.stat(folder).st_mode | 0o2770) & 0o2777)
                for path in (os.path.join(folder, name) for name in names):
                    os.chmod(path, (os.stat(path).st_mode | 0o660) & 0o777)


def folders(root: Path, assignment: str) -> dict[str, Path]:
    """The folder of each learner's submission of `assignment` in the project at `root`, by learner, in order."""
    found = sorted((root / "submitted").glob(f"*/{assignment}"))
    return {
        path.parent.name: path
        for path in found
        if path.is_dir() and not path.is_symlink() and not path.parent.name.startswith(".")
    }


def files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Each file in `folder` by its relative name with `/`, in a fixed order.

    Left out are links, what cannot be read, and what Jupyter and Python leave behind.
    """
    for place, inner, names in os.walk(folder):
        inner[:] = sorted(n for n in inner if n not in (".ipynb_checkpoints", "__pycache__", ".pytest_cache"))
        for name in sorted(names):
            path = Path(place, name)
            readable = not path.is_symlink() and path.is_file() and os.access(path, os.R_OK)
            if readable and not name.endswith(".pyc"):
                yield path.relative_to(folder).as_posix(), path


def read(folder: Path, file_mb: float) -> Submission:
    """What was handed in. Of more than `file_mb` megabytes in all only so much that the grader sees it is too much."""
    found: dict[str, bytes] = {}
    left = int(file_mb * 1e6) + 1
    for name, path in files(folder):
        with open(path, "rb") as file:
            found[name] = file.read(left)
        left -= len(found[name])
    return Submission(found)


def digest(submission: Submission) -> str:
    """SHA-256 of what was handed in: every name and every byte."""
    whole = hashlib.sha256()
    for name, data in sorted(submission.files.items()):
        whole.update(f"{len(name.encode('utf-8', 'surrogateescape'))}:{len(data)}:".encode())
        whole.update(name.encode("utf-8", "surrogateescape") + data)
    return whole.hexdigest()


def timestamp(folder: Path) -> datetime | None:
    """When the work in `folder` was handed in (UTC, without a zone); None where it does not say."""
    try:
        return parse_utc((folder / "timestamp.txt").read_text(encoding="utf-8").strip() or None)
    except (OSError, ValueError, OverflowError):
        return None
