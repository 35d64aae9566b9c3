"""What the board's widget says as markup: findings, promises with their chances, and what an audience sees."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from pmcourse.findings import Finding, Severity
from pmcourse.kit.colours import AMBER, GREEN, MUTED, RED, ink
from pmcourse.kit.look import box, findings_html, items, joined
from pmcourse.roadmap.audience import Audience, View
from pmcourse.roadmap.checks import texts
from pmcourse.roadmap.exchange import Imported
from pmcourse.roadmap.forecast import Forecast, Promise
from pmcourse.roadmap.model import Roadmap
from pmcourse.roadmap.texts import percent

SURE = 0.85  # the least chance with which a day should be promised
_DOUBTFUL = 0.5
_MOST_SHOWN = 20  # findings; a roadmap read from elsewhere may have hundreds of one kind
_MOST_NAMED = 5  # notes on a file, each with its line
_READERS = {Audience.BOARD: "the board", Audience.SALES: "sales", Audience.TEAM: "the team"}
_CELL = "padding:.25em .8em .25em 0;text-align:left;vertical-align:top"


def chance_words(chance: float) -> tuple[str, str]:
    """Symbol and word for a chance, and its colour: what is read is the word."""
    if chance >= SURE:
        return "✓ likely", GREEN
    return ("▲ doubtful", AMBER) if chance >= _DOUBTFUL else ("✗ unlikely", RED)


def findings_panel(roadmap: Roadmap, findings: Sequence[Finding]) -> Markup:
    """All findings, the gravest first, under a line that counts them; those worth a second look can be unfolded."""
    grave = [one for one in findings if one.severity is not Severity.LOOK]
    looks = [one for one in findings if one.severity is Severity.LOOK]
    if not findings:
        fine = Markup("<strong>✓ No rule is broken.</strong> Whether it is the right roadmap, no rule can say.")
        return box(fine, GREEN)
    head = f"{_count(len(grave), 'thing')} to put right." if grave else "✓ No rule is broken."
    some = f" The first {_MOST_SHOWN} are shown." if len(grave) > _MOST_SHOWN else ""
    grave = sorted(grave, key=lambda one: list(Severity).index(one.severity))[:_MOST_SHOWN]
    shown = box(Markup("<strong>{}</strong>{}").format(head, some), RED if grave else GREEN)
    shown += findings_html(grave, texts(roadmap))
    if looks:
        folded = Markup('<details><summary style="cursor:pointer">{} worth a second look</summary>{}</details>')
        listed = findings_html(looks[:_MOST_SHOWN], texts(roadmap))
        shown += box(folded.format(_count(len(looks), "thing"), listed), MUTED)
    return shown


def news_of(before: Sequence[Finding], after: Sequence[Finding]) -> str:
    """What a change broke and what it mended, in words; "" where neither."""
    grave = [[one.message for one in found if one.severity is not Severity.LOOK] for found in (before, after)]
    new = [message for message in grave[1] if message not in grave[0]]
    gone = len([message for message in grave[0] if message not in grave[1]])
    said = ""
    if new:
        more = f" And {len(new) - 2} more, below." if len(new) > 2 else ""
        said = f" New to put right: {' '.join(new[:2])}{more}"
    if gone and not new:
        said = f" {_count(gone, 'problem')} less." + (" No rule is broken any more." if not grave[1] else "")
    return said


def promises_panel(now: Forecast, before: Forecast | None = None) -> Markup:
    """Each promise with its chance, and when everything is done; with `before`, what a what-if changes."""
    old = {(one.kind, one.id): one.chance for one in before.promises()} if before else {}
    head = ["promise", "day", "chance", *(["without what-if"] if before else []), "decided most by"]
    rows = []
    for one in now.promises():
        word, colour = chance_words(one.chance)
        cells = [
            _name(now.roadmap, one),
            f"{one.day.day} {one.day:%b %Y}",
            Markup('<strong style="color:{}">{} {}</strong>').format(ink(colour), percent(one.chance), word),
        ]
        if before:
            was = old.get((one.kind, one.id))
            cells.append(percent(was) if was is not None else "–")
        rows.append([*cells, _driver(now, one)])
    ends = ", ".join(f"P{share}: {_day(now, share)}" for share in (50, 85, 95))
    was = f" (without what-if P85: {_day(before, 85)})" if before else ""
    left = joined(Markup("<br>{} is not in the forecast: {}.").format(id, why) for id, why in now.left_out.items())
    title = "What if: the chance of each promise" if before else "The chance of each promise"
    shown = table_html(title, head, rows) if rows else "Nothing is promised."
    told = Markup('{}<p style="margin:.4em 0 0">Everything is done by {}{}.{}</p>')
    return box(told.format(shown, ends, was, left))


def view_panel(view: View) -> Markup:
    """What one audience sees, as a table."""
    rows = [[row[column] for column in view.columns] for row in view.rows]
    shown = table_html(f"As {_READERS[view.audience]} sees it", view.columns, rows)
    return box(Markup('<p style="margin:0 0 .4em">{}</p>{}').format(view.note, shown))


def table_html(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    """A table whose first column heads its rows; cells are texts or markup."""
    top = Markup('<th scope="col" style="{}">{}</th>')
    first = Markup('<th scope="row" style="{};font-weight:600">{}</th>')
    other = Markup('<td style="{}">{}</td>')
    body = (first.format(_CELL, row[0]) + joined(other.format(_CELL, cell) for cell in row[1:]) for row in rows)
    return Markup(
        '<div style="overflow-x:auto" tabindex="0" role="group" '
        'aria-label="{caption}"><table style="border-collapse:collapse">'
        '<caption style="text-align:left;font-weight:600">{caption}</caption>'
        "<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    ).format(
        caption=caption,
        head=joined(top.format(_CELL, name) for name in head),
        body=joined(Markup("<tr>{}</tr>").format(cells) for cells in body),
    )


def loaded_html(imported: Imported, name: str) -> Markup:
    """What came in from a file and what did not, by line."""
    count = _count(len(imported.roadmap.initiatives), "initiative")
    lines = [*imported.told, *(str(note) for note in imported.notes[:_MOST_NAMED])]
    if len(imported.notes) > _MOST_NAMED:
        lines.append(f"and {len(imported.notes) - _MOST_NAMED} more")
    some = Markup("<ul>{}</ul>").format(items(lines)) if lines else ""
    return Markup("{} loaded from {}. Undo brings the old ones back.{}").format(count, name, some)


def _driver(seen: Forecast, one: Promise) -> str:
    """Whose effort decides most whether a promise is kept; asked only where it is in doubt."""
    if one.kind == "outcome" or one.chance >= SURE:
        return "–"
    driver = seen.drivers(one.id)[0]
    return f"{driver.id} ({driver.share:.0%})" if driver.share else "nothing drawn"


def _name(roadmap: Roadmap, one: Promise) -> str:
    if one.kind == "outcome":
        return f"all work for “{roadmap.outcome(one.id).name}”"
    initiative = roadmap.initiative(one.id)
    to = f" (to {initiative.promised_to})" if initiative.promised_to else ""
    return f"{one.id} {initiative.title}{to}"


def _day(seen: Forecast, share: int) -> str:
    day = seen.day(share / 100)
    return f"{day.day} {day:%b %Y}" if day else "not in sight"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
