"""Releases in the history of a git repository: its tags, or what was merged into its main line."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from fnmatch import fnmatch
from pathlib import Path

from pmcourse.delivery.keys import Release
from pmcourse.errors import CourseError


class By(StrEnum):
    """What counts as a release."""

    TAGS = "tags"
    MERGES = "merges"


@dataclass(frozen=True)
class Commit:
    """Its parents, the first one that of its own line, and when it was made, in seconds since 1970."""

    parents: tuple[str, ...]
    made: int


def releases(repo: Path, by: By = By.TAGS, pattern: str = "*") -> tuple[list[Release], list[str]]:
    """The releases of `repo` with the times of their changes, oldest first, and notes.

    A change belongs to the first release that holds it. Tags are those whose name fits `pattern`. Raises CourseError
    where there is no git, no history, or no release.
    """
    commits = {
        sha: Commit(tuple(parents.split()), int(made))
        for sha, parents, made in _rows(repo, "log", "--all", "--format=%H%x09%P%x09%ct")
    }
    notes = []
    if _git(repo, "rev-parse", "--is-shallow-repository").strip() == "true":
        notes.append("This copy is shallow: older changes are not in it. Fetch all of it: git fetch --unshallow.")
    ends = _tags(repo, commits, pattern) if by is By.TAGS else _merges(repo, commits)
    if not ends:
        other = "No tag fits. Say --by merges, or another --tags." if by is By.TAGS else "No merge is on its main line."
        raise CourseError(f"{repo} has no release. {other}")
    found, seen = [], set[str]()
    late = 0
    for name, sha, when in sorted(ends, key=lambda one: one[2]):
        new = list(_unseen(commits, sha, seen))
        changes = [commits[one].made for one in new if by is By.TAGS or one != sha]
        late += sum(made > when for made in changes)
        made = tuple(_time(made) for made in changes if made <= when)
        found.append(Release(name, _time(when), made))
    if late:
        notes.append(f"{late:,} changes carry a time after their release, and are left out: a clock was wrong.")
    return found, notes


def _tags(repo: Path, commits: Mapping[str, Commit], pattern: str) -> list[tuple[str, str, int]]:
    form = "--format=%(refname:short)%09%(objectname)%09%(*objectname)%09%(creatordate:unix)"
    rows = _rows(repo, "for-each-ref", "refs/tags", form)
    return [
        (name, inner or own, int(when))
        for name, own, inner, when in rows
        if when and (inner or own) in commits and fnmatch(name, pattern)
    ]


def _merges(repo: Path, commits: Mapping[str, Commit]) -> list[tuple[str, str, int]]:
    line = [sha for (sha,) in _rows(repo, "rev-list", "--first-parent", "HEAD")]
    return [(sha[:12], sha, commits[sha].made) for sha in line if len(commits[sha].parents) > 1]


def _unseen(commits: Mapping[str, Commit], end: str, seen: set[str]) -> Iterable[str]:
    """Commits that `end` holds and no earlier release held; they are seen from now on."""
    waiting = [end]
    while waiting:
        sha = waiting.pop()
        if sha not in seen and sha in commits:
            seen.add(sha)
            yield sha
            waiting.extend(commits[sha].parents)


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _rows(repo: Path, *command: str) -> Iterable[tuple[str, ...]]:
    return (tuple(line.split("\t")) for line in _git(repo, *command).splitlines() if line)


def _git(repo: Path, *command: str) -> str:
    """What git says. Raises CourseError, in git's own words where it refuses."""
    asked = ["git", "--no-pager", "-c", "core.fsmonitor=false", "-C", str(repo), *command]
    try:
        run = subprocess.run(asked, capture_output=True, env=os.environ | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"})
    except FileNotFoundError:
        raise CourseError("The program git is not on this machine. Install it, or give a CSV of releases.") from None
    if run.returncode:
        said = run.stderr.decode(errors="replace").strip().splitlines()
        raise CourseError(f"{repo} cannot be read as a git repository: {said[0] if said else 'git gave no reason'}.")
    return run.stdout.decode(errors="replace")
