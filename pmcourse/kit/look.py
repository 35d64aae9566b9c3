"""One look for all lessons: findings, verdicts and tables, each readable without seeing colour.

Every block draws its own light background, so that it reads the same in JupyterLab's light and dark themes. What a
learner typed is escaped before it becomes HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape, unescape
from typing import Any

from pmcourse.findings import Finding, Severity, Verdict, gravest_first
from pmcourse.kit.colours import AMBER, BLUE, GREEN, INK, MUTED, PAPER, PURPLE, RED, TINTS

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
    return "".join(_one(finding, texts or {}) for finding in gravest_first(findings))


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
