"""The widget in which each bet that asks for money gets its evidence and its own gate; it holds no rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmcourse.artifact import ArtifactFile
from pmcourse.controls import Html
from pmcourse.experiments.model import Experiments
from pmcourse.kit import readers
from pmcourse.kit.block import bar
from pmcourse.kit.carry import Carry, Earlier
from pmcourse.kit.days import in_full
from pmcourse.kit.editor import Editor
from pmcourse.kit.fields import about
from pmcourse.kit.form import Form, Records, made, typed_number
from pmcourse.kit.look import box, table_html
from pmcourse.pipeline.model import Bet, Pipeline, Source

BIKE, RIDES = "B-6", "E-1"  # the bet, and the experiment of 03 that tried it
_NUMBERS = ("people", "asks", "least")


def asking(work: Pipeline) -> list[Bet]:
    """The bets of which something is known: they ask for the next money."""
    return [bet for bet in work.bets if bet.known]


class EvidenceEditor(Editor[Pipeline]):
    """For each bet that asks: from where it is known, of how many, what it asks for, and its gate with its day."""

    called = "Evidence"

    def __init__(self, file: ArtifactFile[Pipeline]) -> None:
        super().__init__(file)
        self.notes = Html()
        self.carry = Carry("Bring my count of the bike from lesson 03", file, [CARRIED])
        self.form = Form(BETS, file.value, self.edited, self.guarded, fixed=True)
        self.refused = [self.form.refused]
        self.begin(self.notes, self.carry, bar(self.undo, self.redo), self.form, self.status)

    def refresh(self) -> None:
        super().refresh()
        self.notes.value = box(
            table_html("What is known", [(f"{bet.id} {bet.title}", bet.known) for bet in asking(self.value)])
        )
        self.form.show(self.value)


def by_rides(now: Pipeline, earlier: Experiments) -> tuple[Pipeline, str]:
    """The bike's bet with the count and the mark of the two Saturdays; as it was where nobody has counted."""
    bike = next((bet for bet in now.bets if bet.id == BIKE), None)
    rule = next((one.rule for one in earlier.experiments if one.id == RIDES), None)
    if bike is None or rule is None or rule.seen is None or rule.go_from is None:
        return now, "There is no count of the two Saturdays yet, so the case's own stays."
    day = f", counted on {in_full(bike.counted)}" if bike.counted else ""
    told = f"{rule.seen} of {rule.people} paid for a delivery{day}. "
    told += f"You had written before: go on from {rule.go_from} on."
    new = {"known": told, "source": Source.PAID, "people": rule.seen, "seen": rule.seen, "asked": rule.people,
           "least": rule.go_from}  # fmt: skip
    return now.with_bet(bike.model_copy(update=new)), told


CARRIED = Earlier(Experiments, "the lesson on experiments (03)", by_rides)


def _write(bet: Bet) -> dict[str, str]:
    values = bet.model_dump(mode="json")
    numbers = {name: "" if values[name] is None else f"{values[name]:g}" for name in _NUMBERS}
    return {"whole": bet.model_dump_json(), "source": values["source"], "written": values["written"] or "", **numbers}


def _read(texts: Mapping[str, str], name: str) -> Bet:
    """The bet with what was typed into `name`. Raises ValueError, which says the rule."""
    before, text = Bet.model_validate_json(texts["whole"]), texts[name].strip()
    value: Any = text
    if name == "written":
        value = readers.day(text) if text else None
        if text and value is None:
            raise ValueError("must be a day with its year, such as 5 March 2027")
    elif name in _NUMBERS:
        number = typed_number(text, about(Bet)[name].unit)
        value = Bet.model_fields[name].get_default() if number is None else number
    return made(Bet, dict(before) | {name: value})


BETS = Records(
    cls=Bet,
    word="bet",
    title="title",
    letter="B",
    all=asking,
    put=Pipeline.with_bet,
    without=lambda work, _id: work,
    new=lambda id: Bet(id=id, title="A new bet", horizon=2, cost=0, chance=0, payoff=0),
    write=_write,
    read=_read,
    named=lambda work, _kind: {bet.id: bet.title for bet in work.bets},
)
