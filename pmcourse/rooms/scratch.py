"""Files in a room's scratch folder: which of them are data, and how they get there."""

from __future__ import annotations

import base64
from pathlib import Path, PurePosixPath

WORK = "/tmp/work"
DATA = frozenset(  # kinds of file that are read and cannot be run
    [".json", ".csv", ".tsv", ".txt", ".md", ".html", ".xml", ".yaml", ".yml", ".toml", ".png", ".jpg", ".jpeg", ".svg"]
)


def write_file(name: str, data: str) -> None:
    """Put a file that was handed in, or one of the instructor's, into the scratch folder."""
    path = Path(WORK, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(base64.b64decode(data))


def is_data(name: str) -> bool:
    """Whether a file of this name is data: read by tests, never run."""
    return PurePosixPath(name).suffix.lower() in DATA


def safe_name(name: str) -> bool:
    """Whether `name` is a plain relative path that stays in the folder: no `..`, no odd characters, not too deep."""
    path = PurePosixPath(name)
    return (
        name == str(path)
        and 0 < len(name.encode("utf-8", "replace")) <= 400
        and not path.is_absolute()
        and 1 <= len(path.parts) <= 8
        and all(part not in ("..", ".") and len(part.encode("utf-8", "replace")) <= 200 for part in path.parts)
        and name.isprintable()
        and "\\" not in name
    )
