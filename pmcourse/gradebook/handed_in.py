"""What learners handed in, as it lies in submitted/: found, and read with limits."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path

from pmcourse.artifact import ArtifactError, answer
from pmcourse.gradebook.submission import Submission
from pmcourse.kit.sheet_data import Sheet
from pmcourse.nbgrader_settings import NOTEBOOK_MB

STAMP = "timestamp.txt"  # nbgrader's file that says when the work beside it was handed in
_LONGEST_STAMP = 100  # bytes
TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})? UTC"  # as nbgrader writes it


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
    """What was handed in. Of more than `file_mb` megabytes in all only so much that the grader sees it is too much.

    Stored outputs count nothing: a notebook that is too large with them is read without.
    """
    found: dict[str, bytes] = {}
    told = []
    left, most = int(file_mb * 1e6) + 1, int(NOTEBOOK_MB * 1e6)
    for name, path in files(folder):
        size = path.stat().st_size
        with open(path, "rb") as file:
            if left < size <= most and name.endswith(".ipynb"):
                most -= size
                data = without_outputs(file.read(size))
                told.append(
                    f"{name!r} had {size / 1e6:.0f} MB with what its cells had printed and drawn. That was left out, "
                    "and your cells ran anew. Next time clear the outputs first (menu Kernel)."
                )
            else:
                data = file.read(left)
        found[name] = data[:left]
        left -= len(found[name])
    return Submission(found, tuple(told))


_JSON = re.compile(rb'(?:"(?:[^"\\]++|\\.)*+"[\s,]*+)++|[\[\]{}]', re.DOTALL)
_OUTPUTS = re.compile(rb'"outputs"\s*+:\s*+(?=\[)')
_MOST_TOKENS = 2_000_000  # runs of texts, and brackets; in what is printed there are few
_CELL = 3  # how deep a cell's keys lie: notebook, list of cells, cell


def without_outputs(raw: bytes) -> bytes:
    """A notebook file with every cell's list of outputs empty. It is not parsed, which can take memory without measure.

    What is no notebook, or has more brackets than one has, comes back as it is or cut elsewhere.
    """
    kept, since, depth, begins = [], 0, 0, None
    for token in islice(_JSON.finditer(raw), _MOST_TOKENS):
        first = raw[token.start()]
        if first == 34:  # texts; the last of them may be a key
            at = raw.rfind(b'"outputs"', token.start(), token.end())
            named = depth == _CELL and begins is None and at >= 0 and _OUTPUTS.match(raw, at)
            if named and named.end() >= token.end():
                begins = named.end()
        elif first in b"[{":
            depth += 1
        else:
            depth -= 1
            if begins is not None and depth == _CELL:
                kept += [raw[since:begins], b"[]"]
                since, begins = token.end(), None
    return b"".join([*kept, raw[since:]])


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
        opened = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        return read_stamp(opened)
    finally:
        os.close(opened)


def read_stamp(folder: int) -> datetime | None:
    """As `timestamp`, of the folder with this descriptor. Reads nothing but a small plain file, and never waits."""
    try:
        file = os.open(STAMP, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError:
        return None
    try:
        about = os.fstat(file)
        if not stat.S_ISREG(about.st_mode) or about.st_size > _LONGEST_STAMP:
            return None
        return parse_time(os.read(file, _LONGEST_STAMP).decode("ascii").strip())
    except (OSError, UnicodeDecodeError):
        return None
    finally:
        os.close(file)


def parse_time(text: str) -> datetime | None:
    """A time as nbgrader writes it, such as `2027-01-31 23:59:00.5 UTC`, without its zone; None for anything else."""
    if not re.fullmatch(TIME, text):
        return None
    try:
        return datetime.fromisoformat(text.removesuffix(" UTC"))
    except ValueError:  # 30 February
        return None


def stamp_text(when: datetime) -> str:
    """`when` (UTC, without a zone) as nbgrader writes it."""
    return f"{when:%Y-%m-%d %H:%M:%S.%f} UTC"


def same_seed(submitted: Mapping[str, Path]) -> list[tuple[int, list[str]]]:
    """Seeds that more than one learner handed in, with those learners: by chance that is one in millions.

    `submitted` gives each learner's folder. An answer sheet that cannot be read has no seed.
    """
    found: dict[int, list[str]] = {}
    for learner, folder in submitted.items():
        with contextlib.suppress(ArtifactError):
            seed = answer("sheet.json", Sheet, folder / "answers").seed
            if seed is not None:
                found.setdefault(seed, []).append(learner)
    return sorted((seed, sorted(learners)) for seed, learners in found.items() if len(learners) > 1)
