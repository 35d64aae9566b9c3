"""Roadmaps as Markdown that a person can read and edit, and back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from pmcourse.roadmap.exchange.cells import from_cells, to_cells
from pmcourse.roadmap.exchange.imported import ExchangeError, Imported, Note
from pmcourse.roadmap.exchange.sheet import assemble
from pmcourse.roadmap.model import Initiative, Outcome, Roadmap, Team

_LIVE = re.compile(r"([\\`*_\[\]<>|#~&])")  # characters that Markdown would take for its own
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>|#~&])")
_HEADING = re.compile(r"(#{1,3})\s+(.*)")
_FIELD = re.compile(r"[-*]\s+([A-Za-z_ ]+):\s*(.*)")
_SECTIONS = {"outcomes": Outcome, "teams": Team, "initiatives": Initiative}


def to_markdown(roadmap: Roadmap) -> str:
    """`roadmap` as Markdown: tables of outcomes and teams, a list for each initiative. `from_markdown` reads it."""
    lines = [f"# {_quiet(roadmap.title)}", ""]
    if roadmap.vision:
        lines += [f"> {_quiet(roadmap.vision)}", ""]
    lines += [f"As of {roadmap.as_of}", "", "## Outcomes", "", *_table(Outcome, roadmap.outcomes), ""]
    lines += ["## Teams", "", *_table(Team, roadmap.teams), "", "## Initiatives", ""]
    for one in roadmap.initiatives:
        cells = to_cells(one)
        lines += [f"### {_quiet(cells.pop('id'))}: {_quiet(cells.pop('title'))}", ""]
        lines += [f"- {_spoken(name)}: {_quiet(cell)}" for name, cell in cells.items() if cell]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def from_markdown(text: str, as_of: date | None = None) -> Imported:
    """The roadmap in `text`, written as `to_markdown` does; what cannot be used is in the notes, by line.

    A heading of the third level is an initiative, whatever the section. Raises ExchangeError where there is none.
    """
    head: dict[str, str] = {}
    tables: dict[str, list[tuple[int, list[str]]]] = {"outcomes": [], "teams": []}
    rows: list[tuple[int, dict[str, str]]] = []
    notes: list[Note] = []
    section = ""
    for line, raw in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        said = raw.strip()
        if heading := _HEADING.fullmatch(said):
            level, title = len(heading[1]), heading[2].strip()
            if level == 1:
                head["title"] = _loud(title)
            elif level == 2:
                section = title.casefold()
            else:
                id, colon, rest = title.partition(":")
                rows.append(
                    (line, {"id": _loud(id.strip()), "title": _loud(rest.strip())} if colon else {"title": title})
                )
                section = "initiatives"
        elif said.startswith("|") and section in tables:
            tables[section].append((line, [_loud(cell.strip()) for cell in _split(said)]))
        elif said.startswith(">") and not rows:
            head["vision"] = " ".join([head.get("vision", ""), _loud(said[1:].strip())]).strip()
        elif said.casefold().startswith("as of ") and not rows:
            head |= {"as_of": said[6:].strip(" ."), "line": str(line)}
        elif said and section == "initiatives" and rows:
            field = _FIELD.fullmatch(said)
            name = field[1].strip().casefold().replace(" ", "_") if field else ""
            if name in Initiative.model_fields:
                rows[-1][1][name] = _loud(field[2])
            else:
                notes.append(Note(line, name or "text", said, "is no field of an initiative", False))
    if not rows and not any(tables.values()):
        raise ExchangeError("There is no initiative in it: a line such as “### R-01: Title”, then “- Outcome: …”.")
    parts: dict[str, dict] = {"outcome": {}, "team": {}, "initiative": {}}
    for record, section in (("outcome", "outcomes"), ("team", "teams")):
        _read(record, _rows_of(tables[section]), parts, notes)
    _read("initiative", rows, parts, notes)
    return Imported(assemble(head, parts, notes, as_of), tuple(sorted(notes, key=lambda note: note.line)))


def _read(record: str, rows: Sequence[tuple[int, dict[str, str]]], parts: dict[str, dict], notes: list[Note]) -> None:
    for line, cells in rows:
        part, seen = from_cells(_SECTIONS[f"{record}s"], cells, line, parts[record])
        notes += seen
        if part is not None:
            parts[record][part.id] = part


def _rows_of(table: Sequence[tuple[int, list[str]]]) -> list[tuple[int, dict[str, str]]]:
    if not table:
        return []
    header = [name.casefold().replace(" ", "_") for name in table[0][1]]
    rules = [line for line, cells in table[1:2] if all(set(cell) <= set("-: ") for cell in cells)]
    return [(line, dict(zip(header, cells, strict=False))) for line, cells in table[1:] if line not in rules]


def _table(cls: type[Outcome] | type[Team], parts: Sequence[Outcome | Team]) -> list[str]:
    names = list(cls.model_fields)
    rows = [[_quiet(cell) for cell in to_cells(part).values()] for part in parts]
    lines = [[_spoken(name) for name in names], ["---"] * len(names), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines]


def _split(row: str) -> list[str]:
    """The cells of a table's row; a bar after a backslash belongs to the cell."""
    return re.findall(r"((?:\\.|[^|\\])*)\|", row.removeprefix("|") + ("" if row.endswith("|") else "|"))


def _spoken(field: str) -> str:
    return field.replace("_", " ").capitalize()


def _quiet(text: str) -> str:
    return _LIVE.sub(r"\\\1", text)


def _loud(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
