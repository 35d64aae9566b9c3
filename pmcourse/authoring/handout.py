"""A learner's copy of the lessons: brought once, corrected later, with all that the learner made left as it is.

`python -P -m pmcourse.authoring.handout LESSONS COURSE -- PROGRAM …` does that and becomes the program, for a hub that
starts a server: whatever goes wrong is said, and the server starts all the same.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pmcourse.kit.trust import trust

HANDED_OUT = ("notebooks", "release", "course_config.py", "nbgrader_config.py")
GIVEN = ".handed-out.json"  # in the learner's folder: what was given last, by path
TOLD = "corrected.txt"  # beside it: what was kept of the learner's, and when
_NOT_OURS = ("answers", ".ipynb_checkpoints", "__pycache__")


def hand_out(lessons: Path, course: Path) -> list[str]:
    """Bring to `course` what `lessons` holds and `course` does not, or has as it was handed out before.

    A notebook counts as the learner's as soon as a cell of it was changed; running it changes none. Where such a file
    was corrected since, the learner's is kept beside it, with -mine in its name. Files that are not in `lessons`, such
    as answers/ and work/, are not looked at. Returns a sentence for each file that was kept, or could not be brought;
    the learner finds them in corrected.txt.
    """
    if not lessons.is_dir():
        return [f"The lessons are not brought up to date: there is no folder {lessons}."]
    course.mkdir(parents=True, exist_ok=True)
    given = _given(course / GIVEN)
    told = []
    for source in _files(lessons):
        name = source.relative_to(lessons).as_posix()
        try:
            told += _bring(source, course / name, given, name)
        except (OSError, ValueError) as error:
            told.append(f"{name} could not be brought ({error}). It is tried again at the next start.")
    trust(course / name for name in given if _is_as_given(lessons / name, course / name))
    _write(course / GIVEN, json.dumps(given, indent=1).encode())
    if told:
        with (course / TOLD).open("a", encoding="utf-8") as file:
            file.writelines(f"{datetime.now():%Y-%m-%d} {line}\n" for line in told)
    return told


def _bring(source: Path, target: Path, given: dict[str, str], name: str) -> list[str]:
    """Bring one file, and note it in `given`. Raises ValueError for a notebook that is not whole."""
    content = source.read_bytes()
    new = _meaning(name, content)
    there = _meaning_there(target)
    told = []
    if there not in (None, new):
        if there != given.get(name):  # it is the learner's
            if new == given.get(name):  # and nothing was corrected
                return []
            kept = _free(target)
            target.rename(kept)
            told.append(f"{name} was corrected. What you had changed in it is kept as {kept.name}, beside it.")
        there = None
    if there is None:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, content)
    given[name] = new
    return told


def _is_as_given(source: Path, target: Path) -> bool:
    """Whether a notebook is to the byte the course's own: only that may be trusted in the learner's name."""
    with contextlib.suppress(OSError):
        return source.suffix == ".ipynb" and source.read_bytes() == target.read_bytes()
    return False


def _meaning(name: str, content: bytes) -> str:
    """What a file says, as a hash: of a notebook its cells without their outputs. Raises ValueError for no notebook."""
    if name.endswith(".ipynb"):
        try:
            cells = json.loads(content)["cells"]
            sources = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
        except (KeyError, TypeError, RecursionError):
            raise ValueError("it is not a whole notebook") from None
        content = json.dumps(sources).encode()
    return hashlib.sha256(content).hexdigest()


def _meaning_there(target: Path) -> str | None:
    try:
        content = target.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except IsADirectoryError:
        return "a folder of the learner's"
    with contextlib.suppress(ValueError):
        return _meaning(target.name, content)
    return "damaged: the learner's"


def _given(path: Path) -> dict[str, str]:
    with contextlib.suppress(OSError, ValueError):
        found = json.loads(path.read_bytes())
        if isinstance(found, dict):
            return found
    return {}


def _files(lessons: Path) -> Iterator[Path]:
    for name in HANDED_OUT:
        place = lessons / name
        if place.is_file():
            yield place
        for path in sorted(place.rglob("*")):
            if path.is_file() and not set(path.relative_to(lessons).parts) & set(_NOT_OURS):
                yield path


def _free(path: Path) -> Path:
    names = (path.with_stem(f"{path.stem}-mine{number}") for number in ["", *range(2, 10_000)])
    return next(name for name in names if not os.path.lexists(name))


def _write(path: Path, content: bytes) -> None:
    """In one step: cut off, either the old file is there or the new one."""
    handle, draft = tempfile.mkstemp(prefix=".handing-out-", dir=path.parent)
    try:
        with open(handle, "wb") as file:
            file.write(content)
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise


def main() -> None:
    """Hand out, say what is to be said, and become the program that was named."""
    lessons, course, _, *program = sys.argv[1:]
    try:
        for line in hand_out(Path(lessons), Path(course)):
            print(line, file=sys.stderr)
    except Exception as error:
        print(f"The lessons are not brought up to date: {error}", file=sys.stderr)
    os.execv(shutil.which(program[0]) or program[0], program)


if __name__ == "__main__":
    main()
