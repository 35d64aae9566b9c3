"""What the widgets and the lesson show about stories, as markup."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from pmcourse.findings import Finding, Severity, gravest_first
from pmcourse.kit.colours import AMBER, BLUE, GREEN, MUTED, RED, ink
from pmcourse.kit.look import box, findings_html, items, joined, table_html
from pmcourse.stories.model import Story
from pmcourse.stories.parse import Parsed, parse
from pmcourse.stories.splitting import Pattern

_PARTS = (("role", "who", BLUE, "solid"), ("means", "what", GREEN, "double"), ("end", "what for", AMBER, "dashed"))


def anatomy_html(text: str) -> Markup:
    """A story with its role, means and end underlined and named; what is missing is said."""
    parsed = parse(text)
    spans = sorted(
        (getattr(parsed, part), name, colour, line) for part, name, colour, line in _PARTS if getattr(parsed, part)
    )
    parts, at = [], 0
    for span, name, colour, line in spans:
        parts += [text[at : span.start], _named(span.of(text), name, colour, line)]
        at = span.end
    parts.append(text[at:])
    missing = _missing(parsed)
    told = Markup("<br><strong>Not said:</strong> {}.").format(missing) if missing else ""
    return box(Markup('<span style="line-height:2.6">{}</span>{}').format(joined(parts), told))


def parts_html(story: Story) -> Markup:
    """Who wants what, and what for, each on a line of its own."""
    parsed = story.parsed
    line = Markup('<div><strong style="color:{}">{}:</strong> {}</div>')
    unsaid = Markup('<em style="color:{}">not said</em>').format(ink(MUTED))
    return box(
        joined(line.format(ink(c), name.capitalize(), parsed.word(part) or unsaid) for part, name, c, _ in _PARTS)
    )


def judgement_html(title: str, text: str, id: str, findings: Sequence[Finding], fine: str) -> Markup:
    """A heading, and below it the findings with the words that they mean underlined, or `fine` where there are none."""
    said = findings_html(findings, {id: text}) if findings else box(fine, GREEN, tinted=True)
    return Markup('<div style="font-weight:600;margin-top:.5em">{}</div>{}').format(title, said)


def count(findings: Sequence[Finding]) -> str:
    """How many findings of each weight: "1 to fix, 2 to improve"."""
    words = {Severity.MUST: "to fix", Severity.SHOULD: "to improve", Severity.LOOK: "worth a second look"}
    parts = [
        f"{number} {word}"
        for severity, word in words.items()
        if (number := sum(f.severity is severity for f in findings))
    ]
    return ", ".join(parts) or "nothing to fix"


def wall_html(stories: Sequence[Story], findings: dict[str, list[Finding]]) -> Markup:
    """A list of stories, each with how many findings it has and the criteria that they are about."""

    def judged(story: Story) -> Markup:
        seen = findings[story.id]
        return Markup('{}<br><strong style="color:{}">{}</strong>').format(story.text, ink(_colour(seen)), _mark(seen))

    rows = ((story.id, judged(story)) for story in stories)
    return box(table_html("What the checks see", rows))


def patterns_html(patterns: Sequence[Pattern]) -> Markup:
    """The nine patterns: name and question, with an example folded away."""
    pattern = Markup(
        "<details><summary><strong>{}. {}.</strong> {}</summary>"
        '<div style="margin:.2em 0 .6em 1.2em"><em>{}</em> becomes'
        '<ul style="margin:.2em 0">{}</ul></div></details>'
    )
    told = (pattern.format(at, p.name, p.ask, p.whole, items(p.parts)) for at, p in enumerate(patterns, 1))
    return box(joined(told))


def _named(words: str, name: str, colour: str, line: str) -> Markup:
    return Markup(
        '<span style="border-bottom:3px {line} {colour}">{words}</span>'
        '<strong style="color:{colour};font-size:.75rem"> ({name})</strong>'
    ).format(words=words, name=name, colour=ink(colour), line=line)


def _missing(parsed: Parsed) -> str:
    return ", ".join(name for part, name, *_ in _PARTS if not getattr(parsed, part))


def _mark(findings: Sequence[Finding]) -> Markup:
    symbol, told = "✓", "Nothing to fix"
    if findings:
        symbol = gravest_first(findings)[0].severity.symbol
        names = ", ".join(dict.fromkeys(finding.criterion.replace("_", " ") for finding in findings))
        told = f"{count(findings).capitalize()}: {names}"
    return Markup('<span aria-hidden="true">{}</span> {}').format(symbol, told)


def _colour(findings: Sequence[Finding]) -> str:
    if not findings:
        return GREEN
    return {Severity.MUST: RED, Severity.SHOULD: AMBER, Severity.LOOK: BLUE}[gravest_first(findings)[0].severity]
