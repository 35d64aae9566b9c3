"""Where the lesson and its assignment begin: Toolshed's late fee as a program, and what the exercises are about."""

import tomllib
from pathlib import Path

from pmcourse.building.machine import Program
from pmcourse.building.merging import Change
from pmcourse.building.model import Building, Story
from pmcourse.building.mutants import row
from pmcourse.kit.case import Case

HERE = Path(__file__).parent
CASE = Case(Building, HERE)
TEXTS = tomllib.loads((HERE / "case.toml").read_text(encoding="utf-8"))


def code(text: str, **numbers: object) -> tuple[str, ...]:
    """The lines of a text, with `numbers` in the places of their names."""
    return tuple(text.format(**numbers).strip("\n").splitlines())


def program(table: dict, **numbers: object) -> Program:
    """A program as case.toml has it. For each input: yes and no, a range of two whole numbers, or all its values."""
    inputs = {
        name: tuple(range(span[0], span[1] + 1) if len(span) == 2 else span or (False, True))
        for name, span in table["inputs"].items()
    }
    return Program(inputs, code(table["code"], **numbers))


FEE = program(TEXTS["fee"])
DEPOSIT = program(TEXTS["deposit"])
WEEKEND = program(TEXTS["weekend"])
REWRITES = {name: WEEKEND.having(code(lines)) for name, lines in TEXTS["rewrites"].items()}
NAIVE = [row(dict(zip(FEE.inputs, given, strict=True)), fee) for *given, fee in TEXTS["naive"]["rows"]]
PAIRS = {
    name: tuple(
        Change(one["line"], one["text"], row(dict(zip(FEE.inputs, one["row"], strict=False)), one["row"][-1]))
        for one in two
    )
    for name, two in TEXTS["merge"].items()
}
PEOPLE, ROUNDS, AWAY, NEWCOMER = ("Femi", "Ines", "Joris", "Kofi", "Lea"), 4, (2, "Kofi"), "Lea"
STORIES = tuple(Story(*head, points or None, needs) for *head, points, needs in TEXTS["plan"]["stories"])
VELOCITY = 10
SAVED, INTEREST = 6.0, 0.5  # days that a shortcut saves once, and costs each week
