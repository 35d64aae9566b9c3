"""What each graded cell of the assignment earns: one function a cell, one account of points each.

A function with a `key` or `judge` says only how much is answered as long as it has none. Programs and their faulty
copies are the variant's, and run here on rows that are data. Who programs may answer two questions by a function of
their own: it is called across the border of their room, data in and data out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import nullcontext, suppress

from pmcourse.artifact import answer
from pmcourse.building import checks, rewriting, variant
from pmcourse.building.case import CASE
from pmcourse.building.lesson import in_words
from pmcourse.building.machine import Program
from pmcourse.building.model import Building, Table, best, chosen, pairings, read, value
from pmcourse.building.mutants import KINDS, near, survivors
from pmcourse.building.orders import moves, right_orders
from pmcourse.building.own import MOST, Own, called, followed, rows_of
from pmcourse.errors import CourseError
from pmcourse.kit import readers
from pmcourse.kit.handed_in import HandedIn, account, answered, chosen_each, judged_each, unmoved
from pmcourse.kit.marks import HALF, Marks
from pmcourse.kit.quantity import quantities

FALSE = 0.3 / 3.5  # of the points for what is caught: what each row costs that fails on the right program
SOUND = 0.6  # of the most value, for which a plan that fits earns its part


@account(4)
def examples(own: Own | None = None, judge: bool = False) -> Marks:
    """The faulty copies that a table catches; the table of the widget, or the rows that `own` gives back."""
    rule, marks = variant.price(HandedIn().seed).program, Marks()
    made, told = rows_of(own, rule)
    tables = [] if made is None else [read(made, rule)]
    with suppress(CourseError) if tables else nullcontext():
        tables.append(read(_work().examples, rule))
    table = max(tables, key=lambda one: (_worth(one, rule), len(one.rows)))
    if not table.rows:
        said = told or next(iter(table.unread.values()), "no row is filled in")
        return marks.add(4, 0, f"There is no row that can be run: {said}.", "Fill in whole rows.")
    if not judge:
        return answered(4, 1, 1)
    wrong, caught = checks.false_rows(table, rule), _caught(table, rule)
    why = f"{caught.every - caught.left} of {caught.every} faulty copies are caught."
    left = Counter(one.kind for one in survivors(rule, list(table.rows.values())))
    if left:
        why += f" Not caught: {'; '.join(f'{KINDS[kind]} ({count})' for kind, count in left.items())}."
    if wrong:
        told_rows = ", ".join(map(str, wrong))
        why += f" Wrong for the right program: row {told_rows}. Such rows catch nothing, and each costs 0.3."
    if table.unread:
        why += f" Not read: {'; '.join(f'row {at}, {reason}' for at, reason in table.unread.items())}."
    hint = f"Work out row {wrong[0]} sentence by sentence. " if wrong else ""
    hint += "Put rows on both sides of each boundary, and where two rules meet." if left else ""
    marks.add(3.5, _worth(table, rule), f"{why} {told}".strip(), hint.strip(), "Faults caught")
    small = len(table.rows) <= variant.LEAN and caught.share == 1 and not wrong
    return marks.add(0.5, small, f"{len(table.rows)} rows.", f"At most {variant.LEAN} rows that catch it all.", "Small")


@account(2.5)
def criteria(judge: bool = False) -> Marks:
    """Four criteria, and the row that shows each."""
    work = HandedIn()
    found, rows = variant.criteria(work.seed)
    given = work.choices("criteria")
    if not judge:
        return answered(2.5, {id: one for id, one in given.items() if id in found}, 4)
    truth = {id: next(name for name, row in rows.items() if row == one.row) for id, one in found.items()}
    hint = "The row must be in the situation of Given, and have the result of Then."
    return Marks().each(2.5, given, truth, {id: one.words for id, one in found.items()}, hint)


@account(3)
def order(own: Own | None = None, judge: bool = False) -> Marks:
    """The lines of the refund, run in the order given; or a function of one's own that is called for all inputs."""
    work = HandedIn()
    rule, lines = variant.refund(work.seed).program, variant.refund_lines(work.seed)
    given = work.order("order", lines)
    moved = _ordered(rule, [lines[id] for id in given]) if given else None
    mine = _written(rule, own, judge)
    if not judge:
        return answered(3, given or (["own"] if mine else None), 1)
    return max((one for one in (moved, mine) if one), key=lambda one: one.points, default=unmoved(3))


@account(2.5)
def rides() -> Marks:
    """The price after some lines; what follows rightly from an own number is right."""
    work, marks = HandedIn(), Marks()
    program, found = variant.rides(work.seed)
    cells = work.table("rides")
    if len({str(text) for row in ("short", "long") for text in cells[row].values()}) == 1:
        return marks.add(2.5, 0, "The same stands everywhere.", "Line by line: what does each line change?")
    for name, ride in found.items():
        before, after, hits = None, 0, False
        for line, truth in zip((3, 5, 7), ride.values, strict=True):
            right = [truth]
            if before is not None and (line == 5 or hits):  # a last line may change nothing, and would follow from all
                right.append(_from(program, ride, before, after, line))
            given = quantities(cells[name].get(str(line)))
            hit = any(near(one, other) for one in given for other in right)
            why = "Right." if hit else "Not right." if given else "Not answered yet."
            what = f"{ride.given['minutes']} minutes, {'at the end' if line == 7 else f'after line {line}'}"
            marks.add(2.5 / 6, hit, why, "Line by line: only the lines that are run change the price.", what)
            before, after, hits = given[0] if len(given) == 1 else None, line, hits or hit
    return marks


@account(3)
def rewrites(judge: bool = False) -> Marks:
    """Four rewrites."""
    made = rewriting.rewrites(HandedIn().seed)
    texts = {id: (f"Rewrite {id}", kind) for id, kind in made.kinds.items()}
    return judged_each(3, "rewrites", texts, judge, "Try each boundary. Then count: one, and one for each “if”.", 2)


@account(2)
def cycle(judge: bool = False) -> Marks:
    """The steps of test first."""
    work = HandedIn()
    lines = variant.cycle_lines(work.seed)
    given = work.order("cycle", lines)
    if not judge:
        return answered(2, given, 1)
    if not given:
        return unmoved(2)
    away = moves([lines[id] for id in given], [variant.cycle(work.seed)])
    return _by_moves(2, away, "A row is seen to fail first. After each change all rows are run.")


@account(3)
def merges(judge: bool = False) -> Marks:
    """Five pairs of changes."""
    made = variant.merges(HandedIn().seed)
    texts = {id: (f"Pair {id[1:]}", kind) for id, kind in made.kinds.items()}
    return judged_each(3, "merges", texts, judge, "The lines first. Then the example, with both changes in.", 3)


@account(3)
def practices(key: Mapping[str, str] | None = None) -> Marks:
    """Five situations."""
    texts = variant.practices(HandedIn().seed)
    return chosen_each(3, "practices", texts, key, "When did the trouble begin, and who could have ended it?")


@account(2)
def rota() -> Marks:
    """The pair rota, by its rules; a round that is open breaks one."""
    one = variant.team(HandedIn().seed)
    known = pairings(one.people)
    rounds = [said if said in known else "" for said in _work().rota[: variant.ROUNDS]]
    rounds += [""] * (variant.ROUNDS - len(rounds))
    if not any(rounds):
        return Marks().add(2, 0, "Not answered yet.", "Choose a pairing for each round.")
    broken = checks.rota(rounds, *one)
    share = {0: 1.0, 1: HALF}.get(len(broken) + rounds.count(""), 0.0)
    said, hints = [found.message for found in broken], [found.hint for found in broken]
    if not all(rounds):
        said, hints = [*said, "Not answered: some rounds."], [*hints, "Choose a pairing for each round."]
    return Marks().add(2, share, " ".join(said) or "All rules are kept.", " ".join(hints))


@account(3)
def plan() -> Marks:
    """The stories that were chosen, beside the most that fits into what was finished last time."""
    game = variant.game(HandedIn().seed)
    taken = chosen(game.stories, _work().chosen)
    if not taken:
        return Marks().add(3, 0, "Nothing is chosen yet.", "Take some stories.")
    found = checks.plan(taken, game.stories, game.velocity)
    share = value(taken) / value(best(game.stories, game.velocity))
    hint, broken = " ".join(one.hint for one in found), [one for one in found if one.criterion != "worth"]
    sound = not broken and share >= SOUND
    why = " ".join(one.message for one in found) or "What is chosen fits, and can be done."
    marks = Marks().add(1, sound, why, hint, "It fits")
    if any(one.criterion == "over" for one in found):
        return marks.add(2, 0, "Too many points are chosen.", hint, "Value")
    part = 1.0 if share >= checks.NEAR else HALF if share >= 0.85 else 0.0
    said = {1.0: "It is worth nearly as much as can be.", HALF: "A little more value would fit."}
    return marks.add(2, part, said.get(part, "Much more value would fit."), "Compare whole sets.", "Value")


def _work() -> Building:
    return answer(CASE.filename, Building)


def _worth(table: Table, rule: Program) -> float:
    """The share that a table earns: what it catches, less a little for each row that is wrong."""
    return max(0.0, _caught(table, rule).share - FALSE * len(checks.false_rows(table, rule)))


def _caught(table: Table, rule: Program) -> variant.Caught:
    return variant.catch(rule, list(table.rows.values()))


def _written(rule: Program, own: Own | None, judge: bool) -> Marks | None:
    """What a function of the learner's own earns; None where it is left as it was."""
    grid = list(rule.grid)
    first, told = called(own, *grid[0].values())
    if first is None and not told:
        return None
    if not judge:
        return Marks().add(3, 0, "")
    results = [readers.number(called(own, *given.values())[0]) for given in grid]
    wrong = [at for at, (got, right) in enumerate(zip(results, rule.behaviour, strict=True))
             if got is None or not near(got, right)]  # fmt: skip
    why, made = f"Your function is right for {len(grid) - len(wrong)} of {len(grid)} inputs.", followed(rule, results)
    if made is None:
        why += f" More than {MOST - 1} of its rules are not followed."
    elif made.forgotten:
        why += f" Not followed: {'; '.join(variant.refund_rules()[at] for at in made.forgotten)}. Each costs 1 point."
    if made and made.differs:
        why += " Beyond that, some inputs give something else, which costs 1 point."
    if wrong:
        given, got = grid[wrong[0]], results[wrong[0]]
        why += f" For {in_words(given)} it gives {'no number' if got is None else f'{got:g}'}."
    hint = "Read the rule sentence by sentence, and try the boundaries: each number in it, and one less."
    return Marks().add(3, made.share if made else 0, f"{why} {told}".strip(), hint)


def _ordered(rule: Program, lines: Sequence[str]) -> Marks:
    hint = "What a line reads must stand above it. Then try a small refund, and a class that the school cancels late."
    if rule.having(tuple(lines)).behaviour == rule.behaviour:
        return _by_moves(3, 0, hint)
    return _by_moves(3, max(1, moves(lines, list(right_orders(rule.lines)))), hint)


def _by_moves(most: float, away: int, hint: str) -> Marks:
    said = {0: "It is in order.", 1: "One line stands in a wrong place."}
    why = said.get(away, "Several lines stand in a wrong place.")
    return Marks().add(most, {0: 1.0, 1: HALF}.get(away, 0.0), why, hint)


def _from(program: Program, ride: variant.Ride, price: float, after: int, until: int) -> float:
    """The price after line `until`, if it was `price` after line `after`."""
    rest = program.having((*program.lines[after : min(until, 6)], "return price"))
    return rest.run({**ride.given, "price": price}) or 0.0
