"""One look for all lessons: findings, verdicts and tables, each readable without seeing colour.

Every block takes ink and background from JupyterLab's theme, together, so that dark is dark. A plain text is escaped
wherever it is put into markup (MarkupSafe), so what a learner typed cannot become HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from typing import Any

from markupsafe import Markup, escape

from pmcourse.findings import Finding, Severity, Verdict, gravest_first
from pmcourse.kit.colours import AMBER, BLUE, GREEN, MUTED, PAGE, PURPLE, RED, TEXT, ink, tint

_SEVERITY = {Severity.MUST: RED, Severity.SHOULD: AMBER, Severity.LOOK: BLUE}
_VERDICT = {
    Verdict.NOT_ATTEMPTED: MUTED,
    Verdict.NOT_YET: RED,
    Verdict.RIGHT: GREEN,
    Verdict.CANNOT_BE_GRADED: PURPLE,
}


def stop_after(words: str) -> str:
    """The full stop that `words` need as a sentence: none where they, or a quotation at their end, have an end."""
    return "" if not words or words.rstrip("”’").endswith((".", "?", "!")) else "."


def box(content: str, colour: str = BLUE, tinted: bool = False, role: str = "") -> Markup:
    """`content` with a coloured edge, on paper or `tinted`; a plain text is escaped, markup stays what it is."""
    return Markup(
        '<div{} style="background:{};color:{};border-left:5px solid {};'
        'padding:.5em .8em;margin:.3em 0;line-height:1.45;overflow-wrap:anywhere">{}</div>'
    ).format(
        Markup(' role="{}"').format(role) if role else "", tint(colour) if tinted else PAGE, TEXT, ink(colour), content
    )


def question_html(text: str) -> Markup:
    """A question or a task."""
    return box(Markup("<strong>{}</strong>").format(text))


def joined(parts: Iterable[str]) -> Markup:
    """All `parts` one after another, plain texts escaped."""
    return Markup("").join(parts)


def items(parts: Iterable[str]) -> Markup:
    """Each of `parts` as an item of a list."""
    return joined(Markup("<li>{}</li>").format(part) for part in parts)


def table_html(caption: str, rows: Iterable[tuple[str, str]]) -> Markup:
    """Rows of a name and a text or markup; colours of its own keep the dark theme from writing white on white."""
    cell = f"text-align:left;vertical-align:top;padding:.15em .8em .15em 0;color:{TEXT}"
    row = Markup(
        f'<tr style="background:none"><th scope="row" style="{cell};white-space:nowrap">{{}}</th>'
        f'<td style="{cell}">{{}}</td></tr>'
    )
    return Markup(
        f'<table style="border-collapse:collapse;color:{TEXT};background:{PAGE}">'
        f'<caption style="color:{TEXT};text-align:left">{{}}</caption>{{}}</table>'
    ).format(caption, joined(row.format(*one) for one in rows))


def verdict_html(verdict: Verdict, message: str = "", word: str = "") -> Markup:
    """A verdict as symbol, word (its own, or `word`) and colour, then the message, announced to screen readers."""
    colour = _VERDICT[verdict]
    told = Markup('<strong style="color:{}"><span aria-hidden="true">{}</span> {}</strong>{}').format(
        ink(colour), verdict.symbol, word or verdict.value.capitalize(), f" – {message}" if message else ""
    )
    return box(told, colour, tinted=True, role="status")


def findings_html(findings: Sequence[Finding], texts: Mapping[str, str] | None = None) -> Markup:
    """What checks found, gravest first: word, symbol, colour, what, why, next step, and the words meant, underlined.

    `texts` gives each item's own words by its id.
    """
    return joined(_one(finding, texts or {}) for finding in gravest_first(findings))


def _one(finding: Finding, texts: Mapping[str, str]) -> Markup:
    severity = finding.severity
    colour = _SEVERITY[severity]
    told = Markup('<strong style="color:{}"><span aria-hidden="true">{}</span> {}:</strong> {}').format(
        ink(colour), severity.symbol, severity.word, finding.message
    )
    if finding.where and finding.where.item in texts:
        told += Markup("<br><em>{}</em>").format(_marked(texts[finding.where.item], finding))
    told += Markup("<br><strong>Why:</strong> {}<br><strong>Next:</strong> {}").format(finding.why, finding.hint)
    if finding.rewrite:
        told += Markup("<br><strong>Compare:</strong> <em>{}</em>").format(finding.rewrite)
    return box(told, colour, tinted=True)


def _marked(text: str, finding: Finding) -> str:
    where = finding.where
    if where is None or where.start is None or where.end is None:
        return text
    return Markup(
        '{}<mark style="background:none;color:{};text-decoration:underline wavy {};font-weight:600">{}</mark>{}'
    ).format(
        text[: where.start], TEXT, ink(_SEVERITY[finding.severity]), text[where.start : where.end], text[where.end :]
    )


class Panel:
    """Markup for a notebook's output (a plain text is escaped), with the same words as text where HTML is dropped."""

    def __init__(self, html: str) -> None:
        self.html = escape(html)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        words = " ".join(unescape(re.sub(r"<[^>]+>", " ", self.html)).split())
        return {"text/html": str(self.html), "text/plain": words}
