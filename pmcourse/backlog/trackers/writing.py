"""CSV out: in the shape that Jira imports, and as a plain table. No cell can run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence

from pmcourse.backlog.model import Backlog, Item
from pmcourse.backlog.trackers.columns import MANY, READ, role_of
from pmcourse.kit.references import values
from pmcourse.rows import harmless

_PLAIN = tuple(name for name in READ if name not in MANY)
_JIRA = {"id": "Issue key", "effort": "Story Points", "moscow": "MoSCoW"}
_Column = tuple[str, Callable[[Item], object]]


def write_csv(backlog: Backlog, sizes: Mapping[str, str] | None = None) -> str:
    """The backlog as a plain table: a column for each field, tags and needs in one cell each, separated by commas.

    Headings say the unit or scale, so that nobody has to guess it; `sizes` as in `Reading`. Where a tag or a need holds
    a comma itself, each stands in a column of its own, and the heading repeats.
    """
    columns = [(_with_unit(name, name, sizes or {}), _field(name)) for name in _PLAIN]
    for name in ("tags", "depends_on"):
        lists = [getattr(item, name) for item in backlog.items]
        if all(values(", ".join(found)) == list(found) for found in lists):
            columns.append((name, lambda item, name=name: ", ".join(getattr(item, name))))
        else:
            columns += _repeated(name, lambda item, name=name: getattr(item, name), backlog, least=2)
    return _text(backlog, [*columns, *_extra(backlog)])


def write_jira(backlog: Backlog, sizes: Mapping[str, str] | None = None) -> str:
    """The backlog as Jira's importer reads it: a heading repeats for each further label, link or other value.

    A need stands at the item that is waited for, as `Outward issue link (Blocks)`, because the importer makes links
    from the row's item outwards; one on an item that is not in the backlog stands at the item that waits, as `Inward`.
    A summary is one line, as Jira refuses others.
    """
    ids = set(backlog.ids)
    waiting: dict[str, list[str]] = {}
    for item in backlog.items:
        for need in item.depends_on:
            waiting.setdefault(need, []).append(item.id)
    columns = [
        (_JIRA.get(name) or _with_unit(name, name.replace("_", " ").capitalize(), sizes or {}), _field(name))
        for name in _PLAIN
    ]
    columns[_PLAIN.index("title")] = ("Summary", lambda item: _one_line(item.title))
    for heading, found in (
        ("Labels", lambda item: item.tags),
        ("Outward issue link (Blocks)", lambda item: waiting.get(item.id, ())),
        ("Inward issue link (Blocks)", lambda item: [need for need in item.depends_on if need not in ids]),
    ):
        awkward = any(values(value) != [value] for item in backlog.items for value in found(item))
        columns += _repeated(heading, found, backlog, least=2 if awkward else 0)
    return _text(backlog, [*columns, *_extra(backlog)])


def _with_unit(name: str, heading: str, sizes: Mapping[str, str]) -> str:
    unit = sizes.get(name, "").removeprefix("on ") or READ[name].unit
    return f"{heading} ({unit})" if unit else heading


def _one_line(text: str) -> str:
    lines = text.splitlines()
    return text if len(lines) < 2 else " ".join(line.strip() for line in lines if line.strip())


def _field(name: str) -> Callable[[Item], object]:
    def cell(item: Item) -> object:
        value = getattr(item, name)
        if name == "kano":
            return ", ".join(f"{have}/{have_not}" for have, have_not in value)
        if isinstance(value, float):
            return repr(value).removesuffix(".0")
        return value

    return cell


def _repeated(heading: str, found: Callable[[Item], Sequence[str]], backlog: Backlog, least: int = 0) -> list[_Column]:
    """As many columns of the same heading as an item has values, at least `least`."""
    width = max([least, *(len(found(item)) for item in backlog.items)])

    def at(place: int) -> Callable[[Item], object]:
        return lambda item: found(item)[place] if place < len(found(item)) else None

    return [(heading, at(place)) for place in range(width)]


def _extra(backlog: Backlog) -> list[_Column]:
    """Columns for what has no field. One whose heading would be taken for a field's is called `Other: …`."""
    columns = []
    for name in dict.fromkeys(name for item in backlog.items for name in item.extra):
        heading = name if role_of(name) == "extra" else f"Other: {name}"
        columns += _repeated(heading, lambda item, name=name: item.extra.get(name, ()), backlog)
    return columns


def _text(backlog: Backlog, columns: list[_Column]) -> str:
    """The table. Numbers stay bare, so that a spreadsheet counts with them; all other text is made harmless."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([harmless(heading) for heading, _ in columns])
    writer.writerows([harmless(cell(item)) for _, cell in columns] for item in backlog.items)
    return stream.getvalue()
