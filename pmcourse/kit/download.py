"""A file that a learner takes along: saved beside the notebook, with a link to download it."""

from __future__ import annotations

import base64
import mimetypes
from pathlib import Path

from markupsafe import Markup

from pmcourse.kit.colours import BLUE, ink


def saved_html(text: str, path: Path) -> Markup:
    """Write `text` to `path`, and say where it is and how to download it.

    A disk that refuses is said in words; the download works all the same.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        where = f"Saved as {path.name} in the folder {path.parent.name}, beside this notebook."
    except OSError as error:
        where = f"{path.name} could not be written ({error.strerror or error})."
    kind = mimetypes.guess_type(path.name)[0] or "text/plain"
    data = base64.b64encode(text.encode()).decode()
    return Markup(
        '{} <a style="color:{}" download="{name}" href="data:{};charset=utf-8;base64,{}">Download {name}</a>'
    ).format(where, f"{ink(BLUE)};text-decoration:underline", kind, data, name=path.name)
