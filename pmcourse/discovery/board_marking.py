"""What the board of the assignment earns: whose trouble it is, what shows it, what people do today, and one idea."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmcourse.artifact import answer
from pmcourse.discovery import checks, variant
from pmcourse.discovery.model import Discovery, Problem, Role
from pmcourse.errors import CourseError
from pmcourse.kit.handed_in import HandedIn, account, answered
from pmcourse.kit.marks import Marks

MOST = 6.5
_USED = {"e": Role.EVIDENCE, "a": Role.ALTERNATIVE}


@account(MOST)
def board(key: Mapping[str, str] | None = None) -> Marks:
    """Evidence of two people, two alternatives of the same trouble, the idea that ends it, and whose trouble it is.

    What follows the learner's own trouble is right, even where that trouble is one person's.
    """
    case = variant.board(HandedIn().seed)
    mine = _board(case)
    begun = [one for one in mine.problems if mine.used(one.id, Role.EVIDENCE)]
    if key is None:
        return answered(MOST, [role for role in Role if any(mine.used(one.id, role) for one in begun)], 3)
    if not begun:
        why = "No quotation lies at a problem as what happened."
        return Marks().add(MOST, 0, why, "Begin with what happened to whom.")
    return max((_problem(case, mine, one, key) for one in begun), key=lambda marks: marks.points)


def _problem(case: variant.Board, mine: Discovery, problem: Problem, key: Mapping[str, str]) -> Marks:
    used = {role: [card.id for card in mine.used(problem.id, role)] for role in Role}
    roles = {id: _role(key, place) for id, place in case.places.items()}
    happened = [id for id in used[Role.EVIDENCE] if roles.get(id) is Role.EVIDENCE]
    about = [case.places[id][0] for id in happened]
    theme = max(sorted(set(about)), key=about.count) if about else ""
    marks = Marks()
    fits = {id for id, place in case.places.items() if place[0] == theme}
    truth = {id for id in fits if roles[id] is Role.ALTERNATIVE}
    _evidence(marks, mine, used[Role.EVIDENCE], happened, theme, case, truth)
    if not theme:
        return marks.add(3, 0, "The rest counts once something happened to somebody.", "What happened, to whom, when?")
    _part(marks, 1.5, "What they do today", used[Role.ALTERNATIVE], truth, happened,
          "Who gets round the same trouble, and who has given up? Each is one alternative.")  # fmt: skip
    ideas = {id for id in fits if roles[id] is Role.PROPOSITION}
    _part(marks, 0.5, "What we could make", used[Role.PROPOSITION], ideas, (),
          "Which one idea would end just this trouble?")  # fmt: skip
    if truth & set(used[Role.EVIDENCE]):
        why = "It counts once what happened is apart from what people do today."
        return marks.add(1, 0, why, "Move what people do today into its own column.", "Whose job")
    _persona(marks, mine, problem.persona, fits - ideas)
    return marks


def _role(key: Mapping[str, str], place: tuple[str, int]) -> Role:
    trouble, at = place
    return Role.PROPOSITION if at == len(key[trouble]) else _USED[key[trouble][at]]


def _evidence(
    marks: Marks, mine: Discovery, used: Sequence[str], happened: Sequence[str], theme: str, case: variant.Board,
    today: set[str],
) -> None:  # fmt: skip
    what, next = "What happened", "Keep what happened to two users at least, in one trouble. All else lies elsewhere."
    good = [id for id in happened if case.places[id][0] == theme]
    who = checks.people([mine.find(id) for id in good])
    staff = sum(mine.find(id).staff for id in used)
    elsewhere = len(happened) - len(good)
    of_others = case.of_others in used
    few = {0: "Nothing lies there that happened to a user.", 1: "It happened to one person only."}
    said = [few.get(len(who), f"It happened to {len(who)} people.")]
    if staff:
        said.append(f"What makers believe: {staff}.")
    if elsewhere:
        said.append(f"Of another trouble: {elsewhere}.")
    if of_others:
        said.append("One speaks of what others must feel.")
    if ideas := sum(not mine.find(id).who for id in used):
        said.append(f"Ideas of the team: {ideas}.")
    if instead := len(today & set(used)):
        said.append(f"What somebody does today instead, and not what went wrong: {instead}.")
    hits = (0, 0.4, 2)[min(len(who), checks.PEOPLE)]
    wrong = staff + elsewhere + of_others + ideas + instead / 2
    marks.add(3.5, max(0, hits - wrong) / 2, " ".join(said), next, what)


def _part(
    marks: Marks, most: float, what: str, used: Sequence[str], truth: set[str], elsewhere: Sequence[str], next: str
) -> None:
    """As many of `truth` as are used, less what is used and wrong; what was charged `elsewhere` costs nothing more."""
    hits, wrong = len(truth & set(used)), len(set(used) - truth - set(elsewhere))
    why = f"{hits} of {len(truth)} fit" + (f", {wrong} should not be there." if wrong else ".")
    marks.add(most, max(0.0, min(1.0, (hits - wrong) / len(truth))), why, next, what)


def _persona(marks: Marks, mine: Discovery, id: str, fits: set[str]) -> None:
    """Whether the problem has a persona of whom three things at least are quotations of people with this trouble."""
    persona = mine.find(id) if id else None
    what, next = "Whose job", "Fill thinks, sees, feels and does with quotations of people who have this trouble."
    if persona is None:
        marks.add(1, 0, "The problem is nobody's.", "Choose the persona under “Whose job”.", what)
        return
    quoted = [one for one in persona.quoted.values() if one]
    real = len(set(quoted) & fits)
    foreign = len(set(quoted) - fits)
    why = f"{real} of 4 are quotations of people with this trouble" + (f", {foreign} are not." if foreign else ".")
    marks.add(1, max(0, min(3, real) - foreign) / 3, why, next, what)


def _board(case: variant.Board) -> Discovery:
    """The handed-in board, on the quotations of the learner's own case. Raises CourseError where nothing was done."""
    mine = answer("discovery.json", Discovery)
    if sorted(card.id for card in mine.cards) != sorted(card.id for card in case.case.cards):
        raise CourseError("The board does not hold your fourteen cards, each once. Use the board of the assignment.")
    placed = [card.model_copy(update={"problem": one.problem, "role": one.role})
              for card in case.case.cards if (one := mine.find(card.id))]  # fmt: skip
    return mine.model_copy(update={"cards": tuple(placed)})
