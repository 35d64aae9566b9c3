"""The two parts of a lesson: its core, and behind the summary what only those do who have more time."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from pmcourse.course import CONFIG, Lesson
from pmcourse.kit.bones import MORE_TIME, folder_of

_PLACE = {"core": "core", "more": f"part “{MORE_TIME}”"}
_CALL = re.compile(r"\bexercise_(\w+)\(")
_ORDER = ("## Summary", "finish(", "assignment(", f"## {MORE_TIME}", "## Sources")


def split(cells: list[dict]) -> tuple[list[dict], list[dict]]:
    """The cells of a lesson's core, and those of its part for who has more time; sources belong to neither."""
    core: list[dict] = []
    more: list[dict] = []
    into = core
    for cell in cells:
        text = "".join(cell["source"])
        if text.startswith("## Sources"):
            break
        if text.startswith(f"## {MORE_TIME}"):
            into = more
        into.append(cell)
    return core, more


def misplaced_parts(root: Path, lesson: Lesson, cells: list[dict]) -> Iterator[str]:
    """Where the parts of the lesson's notebook, its lesson.toml and its minutes do not say the same."""
    core, more = split(cells)
    if bool(more) != bool(lesson.more):
        yield (
            f"{CONFIG}: more={lesson.more} for {lesson.name}, and its notebook has "
            f"{'a' if more else 'no'} part “{MORE_TIME}”; give minutes to that part, and to no other"
        )
    for cell in core:
        if "".join(cell["source"]).startswith(f"**{MORE_TIME}"):
            yield (
                f"notebooks/{lesson.name}.ipynb, cell {cell['id']!r}: “{MORE_TIME}” stands in the core; "
                f"move the cell below “## {MORE_TIME}”"
            )
    found = [at for start in _ORDER for at, cell in enumerate(cells) if "".join(cell["source"]).startswith(start)]
    if found != sorted(found):
        yield f"notebooks/{lesson.name}.ipynb: its end must be in this order: {', '.join(_ORDER)}; move the cells"
    file = root / "pmcourse" / folder_of(lesson.name) / "lesson.toml"
    tables = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    stands = {name: part for part, cells in (("core", core), ("more", more)) for name in _calls(cells)}
    for name, table in tables.items():
        meant = "more" if table.get("bonus") else "core"
        if name not in stands:
            yield f"{file.name} of {lesson.name}: [{name}] stands nowhere in the notebook; call it there or remove it"
        elif stands[name] != meant:
            told = f"add bonus = true to [{name}]" if stands[name] == "more" else f"remove bonus = true from [{name}]"
            yield f"{file.name} of {lesson.name}: [{name}] stands in the notebook's {_PLACE[stands[name]]}; {told}"


def _calls(cells: list[dict]) -> Iterator[str]:
    for cell in cells:
        if cell["cell_type"] == "code":
            yield from _CALL.findall("".join(cell["source"]))
