"""A figure and its alt text, together: shown in a notebook as a picture, in a widget as SVG, the same at every run."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import sys
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from pmcourse.kit import shapes
from pmcourse.kit.colours import MUTED, PAPER

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Without a program and without ids, so that it works wherever HTML is shown, in an output as in a widget.
_ENLARGED = Markup(
    "<style>.pmc-picture {{ overflow: auto; }}"
    ".pmc-enlarge > summary {{ width: fit-content; padding: 4px 0; font-size: 0.8125rem; cursor: pointer; }}"
    ".pmc-enlarge[open] + .pmc-picture :is(img, svg) {{ width: max(100%, var(--pmc-full)) !important;"
    " max-width: none !important; }}</style>"
    '<details class="pmc-enlarge"><summary>Full size</summary></details>'
    '<div class="pmc-picture" tabindex="0" role="group" aria-label="Picture" style="--pmc-full:{}px">{}</div>'
)
_FULL_DPI = 150  # at which the smallest words of a picture are as large as those of the page
MATHS = r"$\mathdefault{"  # matplotlib's own numbers on a logarithmic axis


@dataclass(frozen=True)
class Drawing:
    """`figure` with `alt`, the words that say the same.

    JupyterLab 4.6 gives a PNG no alt text, whatever its metadata say, so the HTML form comes first there; nbconvert
    reads the metadata, and where HTML is dropped (GitHub) the same PNG is shown.
    """

    figure: Figure = field(repr=False)
    alt: str

    @property
    def png(self) -> bytes:
        """The picture as PNG, the same bytes at every run."""
        data = _drawn(self.figure, "png", {"Software": None}, dpi=110)
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            pyplot.close(self.figure)  # pyplot keeps its figures, and would show this one a second time
        return data

    def svg(self) -> Markup:
        """The picture as SVG text for a widget, with its alt text as the image's label."""
        import matplotlib

        with matplotlib.rc_context({"svg.hashsalt": "pmcourse", "svg.fonttype": "path"}):
            text = _drawn(self.figure, "svg", {"Date": None}).decode()
        own = hashlib.sha256(self.alt.encode()).hexdigest()[:8]  # two pictures on one page must not share names
        text = re.sub(r'( id="|href="#|url\(#)', rf"\g<1>{own}-", text)
        drawing = text[text.index("<svg") :].replace(
            "<svg ", '<svg style="max-width:100%;height:auto" aria-hidden="true" focusable="false" ', 1
        )
        return self._enlarged(Markup('<div role="img" aria-label="{}">{}</div>').format(self.alt, Markup(drawing)))

    def _enlarged(self, picture: Markup) -> Markup:
        return _ENLARGED.format(round(self.figure.get_figwidth() * _FULL_DPI), picture)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict, dict]:
        data = base64.b64encode(self.png).decode()
        image = Markup('<img alt="{}" style="max-width:100%" src="data:image/png;base64,{}">').format(self.alt, data)
        html = self._enlarged(image)
        bundle = {"text/html": str(html), "image/png": data, "text/plain": self.alt}
        return bundle, {"image/png": {"alt": self.alt}}


def paper(width: float, height: float, **edges: float) -> tuple[Figure, Axes]:
    """A figure of `width` x `height` inches with quiet axes; `edges` (left, right, bottom, top) are shares of it.

    Without edges the axes take the room that their words leave.
    """
    figure = shapes.Figure(figsize=(width, height), facecolor=PAPER, layout=None if edges else "constrained")
    if edges:
        figure.subplots_adjust(**edges)
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(MUTED)
    axes.tick_params(colors=MUTED)
    axes.grid(axis="y", color="#ececec", linewidth=0.8)
    axes.set_axisbelow(True)
    return figure, axes


def blank(width: float, height: float) -> tuple[Figure, Axes]:
    """A sheet of `width` x `height` inches without axes: a point is so many inches from the left and from the top."""
    figure = shapes.Figure(figsize=(width, height), facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.axis("off")
    return figure, axes


def _drawn(figure: Figure, format: str, metadata: dict[str, None], **options: Any) -> bytes:
    from matplotlib.text import Text

    for text in figure.findobj(Text):
        if MATHS not in text.get_text():
            text.set_parse_math(False)  # "from $5 to $10" is what a learner wrote, and no formula
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # a box stands for it; the alt text has it
        figure.savefig(stream, format=format, metadata=metadata, facecolor=PAPER, **options)
    return stream.getvalue()
