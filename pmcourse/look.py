"""One look for all lessons: colours, findings, verdicts and pictures, each readable without seeing colour.

Every block draws its own light background, so that it reads the same in JupyterLab's light and dark themes. What a
learner typed is escaped before it becomes HTML.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import sys
import warnings
from collections.abc import Iterable, Mapping, Sequence
from html import escape, unescape
from typing import Any

import matplotlib
from matplotlib.figure import Figure
from matplotlib.text import Text

from pmcourse.findings import Finding, Severity, Verdict

# Okabe & Ito (2008), "Color universal design", darkened where text needs more contrast.
INK = "#1a1a1a"
PAPER = "#ffffff"
MUTED = "#595959"
BLUE = "#0072b2"
GREEN = "#00664b"
RED = "#a33f00"
AMBER = "#7a5200"
PURPLE = "#8a3a6b"
SERIES = (BLUE, "#d55e00", "#008060", PURPLE, "#8c6d00", "#56757f")  # for lines, bars and dots, each >= 3:1 on paper
MATHS = r"$\mathdefault{"  # matplotlib's own numbers on a logarithmic axis
TINTS = {"must": "#fdeee6", "should": "#fdf5df", "look": "#eef3f7", "right": "#e6f4ef"}
_SEVERITY = {Severity.MUST: RED, Severity.SHOULD: AMBER, Severity.LOOK: BLUE}
_VERDICT = {
    Verdict.NOT_ATTEMPTED: (MUTED, "#f2f2f2"),
    Verdict.NOT_YET: (RED, TINTS["must"]),
    Verdict.RIGHT: (GREEN, TINTS["right"]),
    Verdict.CANNOT_BE_GRADED: (PURPLE, "#f7edf3"),
}


def box(html: str, colour: str = BLUE, tint: str = PAPER, role: str = "") -> str:
    """`html`, which is already safe, on its own background with a coloured edge."""
    attribute = f' role="{role}"' if role else ""
    return (
        f'<div{attribute} style="background:{tint};color:{INK};border-left:5px solid {colour};'
        f'padding:.5em .8em;margin:.3em 0;line-height:1.45;overflow-wrap:anywhere">{html}</div>'
    )


def table_html(caption: str, rows: Iterable[tuple[str, str]]) -> str:
    """Rows of a name and safe HTML; the colours of its own keep JupyterLab's dark theme from writing white on white."""
    cell = f"text-align:left;vertical-align:top;padding:.15em .8em .15em 0;color:{INK}"
    body = "".join(
        f'<tr style="background:none"><th scope="row" style="{cell};white-space:nowrap">{escape(name)}</th>'
        f'<td style="{cell}">{html}</td></tr>'
        for name, html in rows
    )
    return (
        f'<table style="border-collapse:collapse;color:{INK}"><caption style="color:{INK};text-align:left">'
        f"{escape(caption)}</caption>{body}</table>"
    )


def verdict_html(verdict: Verdict, message: str = "") -> str:
    """A verdict as symbol, word and colour, then the message, announced to screen readers."""
    colour, tint = _VERDICT[verdict]
    text = f" – {escape(message)}" if message else ""
    return box(
        f'<strong style="color:{colour}"><span aria-hidden="true">{verdict.symbol}</span> '
        f"{verdict.value.capitalize()}</strong>{text}",
        colour,
        tint,
        role="status",
    )


def findings_html(findings: Sequence[Finding], texts: Mapping[str, str] | None = None) -> str:
    """What checks found, gravest first: word, symbol, colour, what, why, next step, and the words meant, underlined.

    `texts` gives each item's own words by its id.
    """
    order = list(Severity)
    return "".join(_one(finding, texts or {}) for finding in sorted(findings, key=lambda f: order.index(f.severity)))


def _one(finding: Finding, texts: Mapping[str, str]) -> str:
    severity = finding.severity
    colour = _SEVERITY[severity]
    parts = [
        f'<strong style="color:{colour}"><span aria-hidden="true">{severity.symbol}</span> {severity.word}:</strong> '
        f"{escape(finding.message)}"
    ]
    if finding.where and finding.where.item in texts:
        parts.append(f"<br><em>{_marked(texts[finding.where.item], finding)}</em>")
    parts.append(f"<br><strong>Why:</strong> {escape(finding.why)}<br><strong>Next:</strong> {escape(finding.hint)}")
    if finding.rewrite:
        parts.append(f"<br><strong>Compare:</strong> <em>{escape(finding.rewrite)}</em>")
    return box("".join(parts), colour, TINTS[severity.value])


def _marked(text: str, finding: Finding) -> str:
    where = finding.where
    if where is None or where.start is None or where.end is None:
        return escape(text)
    colour = _SEVERITY[finding.severity]
    mark = f'<mark style="background:none;color:{INK};text-decoration:underline wavy {colour};font-weight:600">'
    return (
        escape(text[: where.start])
        + mark
        + escape(text[where.start : where.end])
        + "</mark>"
        + escape(text[where.end :])
    )


class Panel:
    """Safe HTML for a notebook's output, with the same words as plain text where HTML is dropped."""

    def __init__(self, html: str) -> None:
        self.html = html

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        words = " ".join(unescape(re.sub(r"<[^>]+>", " ", self.html)).split())
        return {"text/html": self.html, "text/plain": words}


class Picture:
    """A figure with its alt text, for a notebook's output.

    JupyterLab 4.6 gives a PNG no alt text, whatever its metadata say, so the HTML form comes first there; nbconvert
    reads the metadata, and where HTML is dropped (GitHub) the same PNG is shown. The bytes are the same at every run.
    """

    def __init__(self, figure: Figure, alt: str) -> None:
        self.alt = alt
        self.png = _drawn(figure, "png", {"Software": None}, dpi=110)
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            pyplot.close(figure)  # pyplot keeps its figures, and would show this one a second time

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict, dict]:
        data = base64.b64encode(self.png).decode()
        html = f'<img alt="{escape(self.alt)}" style="max-width:100%" src="data:image/png;base64,{data}">'
        bundle = {"text/html": html, "image/png": data, "text/plain": self.alt}
        return bundle, {"image/png": {"alt": self.alt}}


def svg(figure: Figure, alt: str) -> str:
    """`figure` as SVG text for a widget, the same at every run, with its alt text as the image's label."""
    with matplotlib.rc_context({"svg.hashsalt": "pmcourse", "svg.fonttype": "path"}):
        text = _drawn(figure, "svg", {"Date": None}).decode()
    own = hashlib.sha256(alt.encode()).hexdigest()[:8]  # two pictures on one page must not share names
    text = re.sub(r'( id="|href="#|url\(#)', rf"\g<1>{own}-", text)
    drawing = text[text.index("<svg") :].replace(
        "<svg ", '<svg style="max-width:100%;height:auto" aria-hidden="true" focusable="false" ', 1
    )
    return f'<div role="img" aria-label="{escape(alt)}">{drawing}</div>'


def _drawn(figure: Figure, format: str, metadata: dict[str, None], **options: Any) -> bytes:
    for text in figure.findobj(Text):
        if MATHS not in text.get_text():
            text.set_parse_math(False)  # "from $5 to $10" is what a learner wrote, and no formula
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # a box stands for it; the alt text has it
        figure.savefig(stream, format=format, metadata=metadata, facecolor=PAPER, **options)
    return stream.getvalue()
