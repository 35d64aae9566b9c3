"""Roadmaps from and to files: the ending of the name says the form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pmcourse.artifact import loads, save
from pmcourse.roadmap.exchange.imported import ExchangeError, Imported
from pmcourse.roadmap.exchange.keps import from_keps, is_keps
from pmcourse.roadmap.exchange.markdown import from_markdown, to_markdown
from pmcourse.roadmap.exchange.mermaid import to_mermaid
from pmcourse.roadmap.exchange.sheet import from_csv, rows_of, to_csv
from pmcourse.roadmap.forecast import ForecastError, forecast
from pmcourse.roadmap.model import Roadmap
from pmcourse.sheets import decode

LARGEST = 20_000_000  # bytes


def read_roadmap(path: Path | str, columns: Mapping[str, str] | None = None) -> Imported:
    """The roadmap in a .json, .csv or .md file (a sheet of KEPs is recognised by its columns).

    `columns` says which column of a foreign sheet holds a field. Raises ArtifactError or ExchangeError.
    """
    path = Path(path)
    if not path.is_file():
        raise ExchangeError(f"There is no file {path}. Check its name, and the folder that you are in.")
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise ExchangeError(f"{path.name} must be at most {LARGEST:,} bytes (got {size:,}).")
        raw = path.read_bytes()
    except OSError as error:
        raise ExchangeError(f"{path.name} cannot be opened: {error.strerror}. Check its name and place.") from None
    return read_bytes(raw, path.name, columns)


def read_bytes(raw: bytes, name: str, columns: Mapping[str, str] | None = None) -> Imported:
    """The roadmap in the bytes of a file called `name`; raises as `read_roadmap`, or SheetError for what is no text."""
    ending = Path(name).suffix.lower()
    if ending == ".json":
        return Imported(loads(decode(raw, name)[0], Roadmap, name))
    if ending not in (".csv", ".md"):
        raise ExchangeError(f"{name}: a roadmap must be in a .json, .csv or .md file (got {ending!r}).")
    text = decode(raw, name)[0]
    try:
        if ending == ".md":
            return from_markdown(text)
        first = next(rows_of(text), None)
        if first and not columns and is_keps(set(first[1])):
            return from_keps(text)
        return from_csv(text, columns)
    except ExchangeError as error:
        raise ExchangeError(f"{name}: {error}") from None


def write_roadmap(path: Path | str, roadmap: Roadmap) -> None:
    """Write `roadmap` as .json, .csv, .md or .mmd (a Mermaid gantt chart, forecast where it can be).

    Raises ExchangeError for another ending or where the disk refuses.
    """
    path = Path(path)
    try:
        _write(path, roadmap)
    except OSError as error:
        raise ExchangeError(f"{path} cannot be written: {error.strerror}. Choose another place.") from None


def _write(path: Path, roadmap: Roadmap) -> None:
    match path.suffix.lower():
        case ".json":
            save(path, roadmap)
        case ".csv":
            path.write_text(to_csv(roadmap), encoding="utf-8-sig", newline="")
        case ".md":
            path.write_text(to_markdown(roadmap), encoding="utf-8")
        case ".mmd":
            try:
                seen = forecast(roadmap)
            except ForecastError:
                seen = None
            path.write_text(to_mermaid(roadmap, seen), encoding="utf-8")
        case ending:
            raise ExchangeError(f"{path.name}: the name must end in .json, .csv, .md or .mmd (got {ending!r}).")
