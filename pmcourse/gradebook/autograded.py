"""A folder in autograded/: a learner's graded notebook, and the files that belong to it."""

from __future__ import annotations

import shutil
from pathlib import Path

from pmcourse.gradebook import handed_in
from pmcourse.gradebook.key import AssignmentKey


def lay_out(folder: Path, submitted: Path, key: AssignmentKey, notebook: bytes) -> None:
    """Put the graded notebook and the files that belong to it into `folder`, as `nbgrader autograde` does.

    The old folder is replaced in one move, so that there is never half a submission.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    for left in folder.parent.glob(f".{folder.name}-*"):
        shutil.rmtree(left)
    new, old = (folder.with_name(f".{folder.name}-{what}") for what in ("new", "old"))
    new.mkdir()
    for name, path in handed_in.files(submitted):
        if not name.endswith(".ipynb"):
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, new / name)
    for name, data in {**key.files, f"{key.notebook}.ipynb": notebook}.items():
        _make_way(new, new / name)
        (new / name).write_bytes(data)
    for path in new.rglob("*"):
        if path.is_file():
            path.chmod(0o444)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    if old.exists():
        shutil.rmtree(old)


def _make_way(folder: Path, path: Path) -> None:
    """Let a file be written at `path` in `folder`, whatever a learner has put there or where its folders shall be."""
    for above in path.relative_to(folder).parents:
        if (folder / above).is_file():
            (folder / above).unlink()
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
