"""The assignment on the screen: each question is one line in its notebook, and is kept on the answer sheet."""

from __future__ import annotations

from pmcourse.artifact import ArtifactFile, opened
from pmcourse.building import lesson, rewriting, variant
from pmcourse.building.case import CASE, TEXTS
from pmcourse.building.model import Building
from pmcourse.building.widget import ExampleEditor, PlanEditor, RotaEditor, listing, rewrites_html
from pmcourse.kit.look import Panel, box, table_html
from pmcourse.kit.questions import ChooseEach, NumberTable, OrderLines, Question
from pmcourse.kit.sheet import asked, my_seed


def price_facts() -> Panel:
    """What a booking costs."""
    return Panel(box(variant.price(my_seed()).words))


def examples() -> ExampleEditor:
    """The table of examples, kept in answers/building.json like all that is made in an editor."""
    return ExampleEditor(_mine(), variant.price(my_seed()).program, TEXTS["titles"], "the price", crowd=False)


def refund_facts() -> Panel:
    """What goes back when a booking is cancelled."""
    return Panel(box(variant.refund(my_seed()).words))


def criteria() -> Question:
    """Four criteria, and the row that shows each."""
    found, rows = variant.criteria(my_seed())
    shown = {id: f"{lesson.row_words(one)}: {one.expected:g} goes back" for id, one in rows.items()}
    return asked("criteria", ChooseEach({id: one.words for id, one in found.items()}, shown, once=True))


def order() -> Question:
    """The lines of the refund."""
    return asked("order", OrderLines("The refund, first line on top", variant.refund_lines(my_seed()), code=True))


def ride_facts() -> Panel:
    """The product never seen before."""
    return Panel(box(listing(variant.rides(my_seed())[0], "The price of one hire, from minutes, helmet, subscriber")))


def rides() -> Question:
    """What the price is after some lines."""
    rows = {
        name: f"{one.given['minutes']} minutes, {'a' if one.given['helmet'] else 'no'} helmet, "
        f"{'a' if one.given['subscriber'] else 'no'} subscriber"
        for name, one in variant.rides(my_seed())[1].items()
    }
    columns = {"3": "price after line 3", "5": "price after line 5", "7": "the price at the end"}
    return asked("rides", NumberTable("Two hires", rows, columns))


def rewrite_facts() -> Panel:
    """The program of today, and what four rewrites put in the place of some lines."""
    return Panel(rewrites_html(rewriting.rewrites(my_seed())))


def rewrites() -> Question:
    """Which rewrite does the same, and is simpler."""
    return asked("rewrites", ChooseEach({name: f"Rewrite {name}" for name in "ABCD"}, lesson.SAME))


def cycle() -> Question:
    """The steps of test first."""
    return asked("cycle", OrderLines("First on top", variant.cycle_lines(my_seed())))


def merge_facts() -> Panel:
    """The hire of a room, and five pairs of changes."""
    made = variant.merges(my_seed())
    rows = ((f"{at}. {who}", lesson.told(one)) for at, two in enumerate(made.pairs.values(), 1)
            for who, one in zip(("First", "Second"), two, strict=True))  # fmt: skip
    return Panel(box(listing(made.program, "The hire of a room, from hours, evening and club"))
                 + box(table_html("Changes; each example holds with the first change alone", rows)))  # fmt: skip


def merges() -> Question:
    """What happens when two changes come together."""
    return asked("merges", ChooseEach({id: f"Pair {id[1:]}" for id in variant.merges(my_seed()).pairs}, lesson.MEET))


def practices() -> Question:
    """Five situations."""
    return asked("practices", ChooseEach(variant.practices(my_seed()), lesson.PRACTICES))


def team_facts() -> Panel:
    """Who is in the team, who is away, who is new."""
    people, (round_, away), newcomer = variant.team(my_seed())
    return Panel(box(f"The team: {', '.join(people)}. {away} is away in round {round_}. {newcomer} is new."))


def rota() -> RotaEditor:
    """The pair rota."""
    return RotaEditor(_mine(), variant.team(my_seed()).people, variant.ROUNDS)


def game_facts() -> Panel:
    """What happened in the last iteration."""
    one = variant.game(my_seed())
    done = ", ".join(map(str, one.finished))
    return Panel(
        box(
            f"In the last iteration {one.planned} points were planned. Stories of {done} points were finished. One of "
            f"{one.nearly} points is nearly done; it is not on the list."
        )
    )


def plan() -> PlanEditor:
    """The stories of the next iteration."""
    return PlanEditor(_mine(), variant.game(my_seed()).stories)


def _mine() -> ArtifactFile[Building]:
    return opened(CASE.filename, Building, CASE.assignment)
