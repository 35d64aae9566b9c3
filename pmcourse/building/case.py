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
BOTH = (False, True)


def program(table: dict) -> Program:
    """A program as case.toml has it: a number from `least` to `most`, or yes and no, for each input."""
    inputs = {name: tuple(range(span[0], span[1] + 1)) if span else BOTH for name, span in table["inputs"].items()}
    return Program(inputs, tuple(table["code"].strip("\n").splitlines()))


FEE = program(TEXTS["fee"])
DEPOSIT = program(TEXTS["deposit"])
WEEKEND = program(TEXTS["weekend"])
REWRITES = {name: WEEKEND.having(tuple(code.strip("\n").splitlines())) for name, code in TEXTS["rewrites"].items()}
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
