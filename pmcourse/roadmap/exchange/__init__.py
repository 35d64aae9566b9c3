"""Roadmaps in the forms that people already use: CSV, Markdown, Mermaid, KEPs."""

from pmcourse.roadmap.exchange.files import as_bytes, read_bytes, read_roadmap, write_roadmap
from pmcourse.roadmap.exchange.imported import ExchangeError, Imported, Note
from pmcourse.roadmap.exchange.keps import from_keps
from pmcourse.roadmap.exchange.markdown import from_markdown, to_markdown
from pmcourse.roadmap.exchange.mermaid import to_mermaid
from pmcourse.roadmap.exchange.sheet import from_csv, to_csv

__all__ = [
    "ExchangeError",
    "Imported",
    "Note",
    "as_bytes",
    "from_csv",
    "from_keps",
    "from_markdown",
    "read_bytes",
    "read_roadmap",
    "to_csv",
    "to_markdown",
    "to_mermaid",
    "write_roadmap",
]
