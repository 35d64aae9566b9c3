"""What the widgets say of the artefact, as markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from pmcourse.kit.colours import AMBER, BLUE, PAGE, TEXT
from pmcourse.kit.fields import about
from pmcourse.kit.look import box, findings_html, items, joined
from pmcourse.role import checks
from pmcourse.role.model import DUTIES, WEEK, WEEKS, Levels, Much, Rivals, Role
from pmcourse.role.quarter import EVEN, EVENTS, Run, always, follow, world

SKILLS = {name: said.title for name, said in about(Levels).items()}
ADVICE = {
    (Much.MUCH, Much.MUCH): "Manage closely",
    (Much.MUCH, Much.LITTLE): "Keep satisfied",
    (Much.LITTLE, Much.MUCH): "Keep informed",
    (Much.LITTLE, Much.LITTLE): "Monitor",
}


def vision_html(work: Role) -> Markup:
    """The sentence, and what its form lacks."""
    told = box(Markup("<strong>{}</strong>").format(work.vision.sentence))
    return told + findings_html(checks.vision(work.vision))


def plan_html(work: Role) -> Markup:
    """Which skills are to grow most."""
    wide = [f"{SKILLS[name]} by {by}" for name, by in work.skill_gaps().items() if by > 0]
    said = f"To grow: {', '.join(wide)}." if wide else "No skill has a level now and a higher one wanted yet."
    return box(f"{said} The numbers are your own opinion. Ask somebody who has seen you work.")


def people_html(work: Role) -> Markup:
    """The same as words: who stands in which field."""
    fields = {
        advice: ", ".join(one.name for one in work.people if (one.power, one.interest) == place) or "nobody"
        for place, advice in ADVICE.items()
    }
    return box(Markup("<ul>{}</ul>").format(items(f"{advice}: {names}" for advice, names in fields.items())))


def news_html(work: Role) -> Markup:
    """The hours that are given, and what is announced for this week and the next ones."""
    left = WEEK - work.hours.total
    hours = f"{work.hours.total} of {WEEK} hours are given" + (f", {-left} too many." if left < 0 else ".")
    week = len(work.weeks) + 1
    if week > WEEKS:
        return box(hours)
    told = [
        f"{EVENTS[event.duty]} at the end of week {event.week}. It hits “{DUTIES[event.duty]}”."
        for event in world(work.quarter).announced(week)
    ]
    lines = [f"Quarter {work.quarter}, week {week} of {WEEKS}. {hours}", *told]
    return box(Markup("<br>").join(lines), AMBER if told else BLUE, tinted=bool(told))


def quarter_html(work: Role, run: Run) -> Markup:
    """The stocks and the weeks so far as tables; when the quarter is over, its total beside the even split's."""
    before, after, hours = run.stocks[-2], run.stocks[-1], work.weeks[-1].each
    stocks = (
        (title, f"{after[at]:.2f}", f"{round(after[at] - before[at], 2) + 0.0:+.2f}", str(hours[at]))
        for at, title in enumerate(DUTIES.values())
    )
    weeks = (
        (str(week), f"{value:.1f}", f"{loss:.1f}" if loss else "")
        for week, (value, loss) in enumerate(zip(run.values, run.losses, strict=True), 1)
    )
    now = _table(f"Stocks after week {len(work.weeks)}", ("stock", "now", "change", "hours"), stocks)
    told = _table("The weeks", ("week", "worth", "an event cost"), weeks)
    tables = Markup("<details><summary>The weeks as a table</summary>{}</details>").format(told)
    end = box(ending(work, run)) if len(work.weeks) == WEEKS else Markup("")
    return end + now + tables


def ending(work: Role, run: Run) -> Markup:
    """What the whole quarter came to, what its events were, and what it had rewarded without telling."""
    even = follow(work.quarter, always(EVEN)).total
    this = world(work.quarter)
    most = list(DUTIES.values())[max(range(len(DUTIES)), key=lambda at: this.weights[at])]
    lost = [f"“{EVENTS[e.duty]}” in week {e.week} cost {run.losses[e.week - 1]:.1f}" for e in this.events]
    words = Markup(
        "Your quarter: <strong>{:.1f}</strong>. The same hours for all six, every week: {:.1f}. {}. "
        "What counted most in this quarter, and nobody could know: {}."
    )
    return words.format(run.total, even, "; ".join(lost), most)


def rivals_html(rivals: Rivals) -> Markup:
    """A competitor grid as a table: the marks, and how many people named each criterion."""
    rows = [
        (name.capitalize(), *(str(marks[name]) for marks in rivals.marks.values()), str(votes))
        for name, votes in rivals.votes.items()
    ]
    caption = f"Marks from 1 (poor) to 5 (good), and what {sum(rivals.votes.values())} people said matters most to them"
    table = _table(caption, ("criterion", *rivals.marks, "people"), rows)
    wide = Markup('<div tabindex="0" role="group" aria-label="Marks of all rivals" style="overflow:auto">{}</div>')
    return wide.format(table)


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    cell = f"text-align:left;padding:.1em .8em .1em 0;color:{TEXT}"
    head = joined(Markup('<th scope="col" style="{}">{}</th>').format(cell, name) for name in heads)
    lines = joined(
        Markup('<tr style="background:none"><th scope="row" style="{}">{}</th>{}</tr>').format(
            cell, first, joined(Markup('<td style="{}">{}</td>').format(cell, one) for one in rest)
        )
        for first, *rest in rows
    )
    return Markup(
        '<table style="border-collapse:collapse;color:{};background:{}">'
        '<caption style="text-align:left;color:{}">{}</caption>'
        '<thead><tr style="background:none">{}</tr></thead><tbody>{}</tbody></table>'
    ).format(TEXT, PAGE, TEXT, caption, head, lines)
