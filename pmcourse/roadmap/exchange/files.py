"""Roadmaps from and to files: the ending of the name says the form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pmcourse.artifact import dumps, loads
from pmcourse.artifact.disk import write_raw
from pmcourse.roadmap.exchange.gantt import from_gantt, is_gantt
from pmcourse.roadmap.exchange.imported import ExchangeError, Imported
from pmcourse.roadmap.exchange.keps import from_keps, is_keps
from pmcourse.roadmap.exchange.markdown import from_markdown, to_markdown
from pmcourse.roadmap.exchange.mermaid import to_mermaid
from pmcourse.roadmap.exchange.sheet import from_csv, headings_of, to_csv
from pmcourse.roadmap.forecast import ForecastError, forecast
from pmcourse.roadmap.model import Roadmap
from pmcourse.sheets import decode, load

LARGEST = 20_000_000  # bytes
FORMS = (".json", ".csv", ".md", ".mmd")  # that are read


def read_roadmap(
    path: Path | str, columns: Mapping[str, str] | None = None, units: Mapping[str, str] | None = None
) -> Imported:
    """The roadmap in a .json, .csv, .md or .mmd file (a sheet of KEPs is recognised by its columns).

    `columns` says which field a column of a foreign sheet holds, `units` the unit of its numbers. Raises ArtifactError,
    ExchangeError or SheetError.
    """
    path = Path(path)
    if path.suffix.lower() not in FORMS and path.is_file():
        raise ExchangeError(f"{path.name}: a roadmap must be in a .json, .csv, .md or .mmd file (got {path.suffix!r}).")
    return read_bytes(load(path), path.name, columns, units)


def read_bytes(
    raw: bytes,
    name: str,
    columns: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    encoding: str | None = None,
) -> Imported:
    """The roadmap in the bytes of a file called `name`; raises as `read_roadmap`, or SheetError for what is no text."""
    if len(raw) > LARGEST:
        raise ExchangeError(f"{name} must be at most {LARGEST:,} bytes (got {len(raw):,}).")
    text, _, notes = decode(raw, name, encoding)
    found = _read(text, name, columns, units)
    return replace(found, told=(*notes, *found.told))


def _read(text: str, name: str, columns: Mapping[str, str] | None, units: Mapping[str, str] | None) -> Imported:
    form = _form(name, text)
    if form != ".csv" and (columns or units):
        raise ExchangeError(f"--map and --unit are for CSV files; {name} is {form}, whose fields have names already.")
    if form == ".json":
        return Imported(loads(text.removeprefix("\ufeff"), Roadmap, name))
    try:
        if form == ".mmd" or (form == ".md" and is_gantt(text) and not re.search(r"^### ", text, re.MULTILINE)):
            return from_gantt(text)
        if form == ".md":
            return from_markdown(text)
        if not (columns or units) and is_keps(set(headings_of(text))):
            return from_keps(text)
        return from_csv(text, columns, units=units)
    except ExchangeError as error:
        raise ExchangeError(f"{name}: {error}") from None


def _form(name: str, text: str) -> str:
    """The form by the ending of the name; without one, as for standard input, by how the text begins."""
    ending = Path(name).suffix.lower()
    if ending in FORMS:
        return ending
    if ending and " " not in name:
        raise ExchangeError(f"{name}: a roadmap must be in a .json, .csv, .md or .mmd file (got {ending!r}).")
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("gantt"):
        return ".mmd"
    return ".json" if start.startswith("{") else ".md" if re.match(r"#{1,3} |> |\|", start) else ".csv"


def write_roadmap(path: Path | str, roadmap: Roadmap) -> None:
    """Write `roadmap` as .json, .csv, .md or .mmd (a Mermaid gantt chart, forecast where it can be), in one step.

    Raises ExchangeError for another ending or where the disk refuses.
    """
    path = Path(path)
    try:
        write_raw(path, as_bytes(roadmap, path.suffix))
    except OSError as error:
        raise ExchangeError(f"{path} cannot be written: {error.strerror}. Choose another place.") from None


def as_bytes(roadmap: Roadmap, form: str) -> bytes:
    """`roadmap` as the content of a file whose name ends in `form`; raises ExchangeError for another ending."""
    match form.lower():
        case ".json":
            return dumps(roadmap).encode()
        case ".csv":
            return to_csv(roadmap).encode("utf-8-sig")
        case ".md":
            return to_markdown(roadmap).encode()
        case ".mmd":
            try:
                seen = forecast(roadmap)
            except ForecastError:
                seen = None
            return to_mermaid(roadmap, seen).encode()
        case _:
            raise ExchangeError(f"The name must end in .json, .csv, .md or .mmd (got {form!r}).")
