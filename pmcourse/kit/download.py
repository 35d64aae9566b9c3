"""A file that a learner takes along: saved beside the notebook, with a link to download it."""

from __future__ import annotations

import base64
import mimetypes
from html import escape
from pathlib import Path

from pmcourse.kit.colours import BLUE


def saved_html(text: str, path: Path) -> str:
    """Write `text` to `path`, and say where it is and how to download it: safe HTML.

    A disk that refuses is said in words; the download works all the same.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        where = f"Saved as {escape(path.name)} in the folder {escape(path.parent.name)}, beside this notebook."
    except OSError as error:
        where = f"{escape(path.name)} could not be written ({escape(error.strerror or str(error))})."
    kind = mimetypes.guess_type(path.name)[0] or "text/plain"
    data = base64.b64encode(text.encode()).decode()
    link = (
        f'<a style="color:{BLUE};text-decoration:underline" download="{escape(path.name)}" '
        f'href="data:{kind};charset=utf-8;base64,{data}">Download {escape(path.name)}</a>'
    )
    return f"{where} {link}"
