"""What the widgets and the lesson show about stories, as safe HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from pmcourse.findings import Finding, Severity, gravest_first
from pmcourse.kit.colours import AMBER, BLUE, GREEN, MUTED, RED, TINTS
from pmcourse.kit.look import box, findings_html, table_html
from pmcourse.stories.model import Story
from pmcourse.stories.parse import Parsed, parse
from pmcourse.stories.splitting import Pattern

_PARTS = (("role", "who", BLUE, "solid"), ("means", "what", GREEN, "double"), ("end", "what for", AMBER, "dashed"))


def anatomy_html(text: str) -> str:
    """A story with its role, means and end underlined and named; what is missing is said."""
    parsed = parse(text)
    spans = sorted(
        (getattr(parsed, part), name, colour, line) for part, name, colour, line in _PARTS if getattr(parsed, part)
    )
    html, at = [], 0
    for span, name, colour, line in spans:
        html += [escape(text[at : span.start]), _named(span.of(text), name, colour, line)]
        at = span.end
    html.append(escape(text[at:]))
    missing = _missing(parsed)
    told = f"<br><strong>Not said:</strong> {escape(missing)}." if missing else ""
    return box(f'<span style="line-height:2.6">{"".join(html)}</span>{told}')


def parts_html(story: Story) -> str:
    """Who wants what, and what for, each on a line of its own."""
    parsed = story.parsed
    lines = "".join(
        f'<div><strong style="color:{colour}">{name.capitalize()}:</strong> '
        + (escape(parsed.word(part)) or f'<em style="color:{MUTED}">not said</em>')
        + "</div>"
        for part, name, colour, _ in _PARTS
    )
    return box(lines)


def judgement_html(title: str, text: str, id: str, findings: Sequence[Finding], fine: str) -> str:
    """A heading, and below it the findings with the words that they mean underlined, or `fine` where there are none."""
    said = findings_html(findings, {id: text}) if findings else box(escape(fine), GREEN, TINTS["right"])
    return f'<div style="font-weight:600;margin-top:.5em">{escape(title)}</div>{said}'


def count(findings: Sequence[Finding]) -> str:
    """How many findings of each weight: "1 to fix, 2 to improve"."""
    words = {Severity.MUST: "to fix", Severity.SHOULD: "to improve", Severity.LOOK: "worth a second look"}
    parts = [
        f"{number} {word}"
        for severity, word in words.items()
        if (number := sum(f.severity is severity for f in findings))
    ]
    return ", ".join(parts) or "nothing to fix"


def wall_html(stories: Sequence[Story], findings: dict[str, list[Finding]]) -> str:
    """A list of stories, each with how many findings it has and the criteria that they are about."""

    def judged(story: Story) -> str:
        seen = findings[story.id]
        return f'{escape(story.text)}<br><strong style="color:{_colour(seen)}">{_mark(seen)}</strong>'

    rows = ((story.id, judged(story)) for story in stories)
    return box(table_html("What the checks see", rows))


def patterns_html(patterns: Sequence[Pattern]) -> str:
    """The nine patterns: name and question, with an example folded away."""
    parts = []
    for number, pattern in enumerate(patterns, 1):
        into = "".join(f"<li>{escape(part)}</li>" for part in pattern.parts)
        parts.append(
            f"<details><summary><strong>{number}. {escape(pattern.name)}.</strong> {escape(pattern.ask)}</summary>"
            f'<div style="margin:.2em 0 .6em 1.2em"><em>{escape(pattern.whole)}</em> becomes'
            f'<ul style="margin:.2em 0">{into}</ul></div></details>'
        )
    return box("".join(parts))


def _named(words: str, name: str, colour: str, line: str) -> str:
    return (
        f'<span style="border-bottom:3px {line} {colour}">{escape(words)}</span>'
        f'<strong style="color:{colour};font-size:.8em"> ({name})</strong>'
    )


def _missing(parsed: Parsed) -> str:
    return ", ".join(name for part, name, *_ in _PARTS if not getattr(parsed, part))


def _mark(findings: Sequence[Finding]) -> str:
    if not findings:
        return '<span aria-hidden="true">✓</span> Nothing to fix'
    names = ", ".join(dict.fromkeys(finding.criterion.replace("_", " ") for finding in findings))
    symbol = gravest_first(findings)[0].severity.symbol
    return f'<span aria-hidden="true">{symbol}</span> {count(findings).capitalize()}: {escape(names)}'


def _colour(findings: Sequence[Finding]) -> str:
    if not findings:
        return GREEN
    return {Severity.MUST: RED, Severity.SHOULD: AMBER, Severity.LOOK: BLUE}[gravest_first(findings)[0].severity]
