"""What simple ways to answer earn on many cases: guesses, one answer for all, and what reads no word."""

import random
from pathlib import Path
from statistics import mean

import pytest

from pmcourse.artifact import save
from pmcourse.authoring.submissions import class_facts
from pmcourse.discovery import board_marking, marking, variant
from pmcourse.discovery.model import Persona, Role
from pmcourse.kit.sheet_data import Sheet

pytestmark = pytest.mark.usefixtures("desk")
CLASS = class_facts(Path(__file__).parents[2], "02-discovery")
KEYS = CLASS["KEYS"]
CELLS = [cell for cell, most in CLASS["POINTS"].items() if most]


def earned(seed, answers, board, form):
    """The machine's points of each cell."""
    save("answers/sheet.json", Sheet(seed=seed, answers=answers))
    save("answers/discovery.json", board)
    save("answers/screens.json", form)
    given = {cell: (KEYS[cell],) for cell in KEYS} | {"machine": (True,)}
    rooms = {"board": board_marking}
    return {cell: getattr(rooms.get(cell, marking), cell)(*given.get(cell, ())).points for cell in CELLS}


def guesses(seed, luck):
    """Any choice for each question, any place for each card, any answer for each field."""
    right = CLASS["answers"](seed)
    options = {cell: sorted({CLASS["first"](one) for one in KEYS[cell].values()}) for cell in CLASS["BANKS"]}
    answers = {cell: {id: luck.choice(options[cell]) for id in right[cell]} for cell in options}
    sentences = list(variant.mended(seed)[1])
    screens = [one for one in variant.machine(seed).keys]
    answers |= {
        "mended": {id: luck.choice(sentences) for id in right["mended"]},
        "klm": {row: {"seconds": str(luck.randint(2, 20))} for row in right["klm"]},
        "fitts": str(luck.randint(1, 10)),
        "dead-end": luck.choice(screens),
        "unreached": luck.choice(screens),
        "presses": str(luck.randint(2, 6)),
    }
    board = variant.board(seed).case
    for card in board.cards:
        if luck.random() < 0.5:
            board = board.put(card.id, problem="PR-01", role=luck.choice(list(Role)))
    form = variant.form(seed)
    for one in form.elements:
        if luck.random() < 0.2:
            form = form.without(one.id)
        elif luck.random() < 0.3:
            form = form.changed(one.model_copy(update={"leads": luck.choice(form.ids), "kind": luck.choice(one.kinds)}))
    return answers, board, form


def test_who_guesses_everything_earns_a_fifth_at_the_most_over_many_cases():
    shares = []
    for seed in range(120):
        points = earned(seed, *guesses(seed, random.Random(seed)))
        shares.append(sum(points.values()) / 35)
    assert mean(shares) < 0.2 and max(shares) < 0.35


def test_who_is_right_earns_all_on_every_case():
    for seed in range(60):
        points = earned(seed, CLASS["answers"](seed), CLASS["board"](seed), CLASS["form"](seed))
        assert points == {cell: CLASS["POINTS"][cell] for cell in CELLS}, seed


@pytest.mark.parametrize(
    ("policy", "most"),
    [("all as evidence", 0), ("makers", 0), ("everybody who spoke once as evidence", 0.5), ("one person", 3.7)],
)
def test_boards_that_are_built_without_reading_earn_little_on_every_case(policy, most):
    for seed in range(40):
        drawn = variant.board(seed)
        cards = [card for card in drawn.case.cards if card.who]
        once = [card.id for card in cards if [other.who for other in cards].count(card.who) == 1 and not card.staff]
        used = {
            "all as evidence": {card.id: Role.EVIDENCE for card in drawn.case.cards},
            "makers": {card.id: Role.EVIDENCE for card in cards if card.staff},
            "everybody who spoke once as evidence": dict.fromkeys(once, Role.EVIDENCE),
            "one person": CLASS["cards_of"](seed, drawn.one),
        }[policy]
        quoted = {"makers": [card.id for card in cards if card.staff], "one person": list(used)[:3]}.get(
            policy, once[:4]
        )
        board = CLASS["board"](seed, used, quoted)
        points = earned(seed, {}, board, variant.form(seed))["board"]
        assert points <= most + (1 if policy == "all as evidence" else 0), (seed, points)


def test_a_persona_of_the_wrong_people_costs_its_point_alone():
    drawn = variant.board(3)
    staff = [card.id for card in drawn.case.cards if card.staff]
    board = CLASS["board"](3).changed(Persona(id="PE-01", name="x", think=staff[0], see=staff[1]))
    assert earned(3, {}, board, variant.form(3))["board"] == 5.5


def test_every_misconception_of_the_made_up_class_loses_something():
    right = {"model", "other-seed", "non-native", "programmer", "units", "two-problems", "late", "renamed",
             "extra-cells", "deleted-test", "early-error", "warns", "numpy"}  # fmt: skip
    earns_all = {one.name for one in CLASS["LEARNERS"] if sum(one.points.values()) == sum(CLASS["POINTS"].values())}
    assert earns_all == right
