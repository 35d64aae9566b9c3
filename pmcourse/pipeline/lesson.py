"""What the lesson puts on the screen, each with one line in the notebook."""

from __future__ import annotations

from collections.abc import Mapping

from pmcourse.findings import Finding
from pmcourse.kit.drawing import Drawing
from pmcourse.kit.exercise import Exercises, Reply, not_yet, right
from pmcourse.kit.questions import ChooseEach, Number
from pmcourse.kit.shares import beside
from pmcourse.pipeline import checks, plot
from pmcourse.pipeline.case import ACTS, CASE, HERE, PEOPLE, PRAISE, SETTING, SHARES, TEXTS, THREE, TWO
from pmcourse.pipeline.checks import MONEY, is_near, readings
from pmcourse.pipeline.evidence import EvidenceEditor, asking
from pmcourse.pipeline.game import GOOD_GATES, WORLDS, PlayEditor, PolicyEditor, replay
from pmcourse.pipeline.gates import lets_through
from pmcourse.pipeline.model import Order, Pipeline, Policy
from pmcourse.pipeline.value import committed, from_here, with_test
from pmcourse.pipeline.widget import GateEditor, PortfolioEditor
from pmcourse.pipeline.worlds import QUARTERS, best, draw, play

exercise = Exercises("05-pipeline", HERE)
COUNTED = {id: SHARES if id == ACTS else PRAISE for id in TEXTS["gate"]["measure"]}
GATE = {"whom": "w3", "measure": ACTS, "day": "d2"}
DECISIONS = {
    "go": "go on, for what is still to come pays",
    "go_spent": "go on, for so much is spent already",
    "stop": "stop, for what is still to come does not pay",
    "stop_spent": "stop, for so much is spent already",
}
NEWNESS = {
    "h1": "horizon 1: known technology, known business",
    "h2t": "horizon 2: new technology, known business",
    "h2b": "horizon 2: known technology, new business",
    "h3": "horizon 3: both are new",
}
GATES = {
    "open": "open the gate",
    "few": "not yet: too few answers to be sure",
    "leaving": "not yet: people still leave",
    "silent": "not yet: this says nothing about fit",
}


def tree() -> Drawing:
    """The two stages of the worked example."""
    return plot.tree(*TWO)


def without_gates() -> Drawing:
    """What some policies gain in 500 worlds."""
    worlds = draw(SETTING, WORLDS, 1)
    tried = {
        "nothing is funded": None,
        "nothing is stopped": Policy(),
        "the loudest first, nothing is stopped": Policy(order=Order.LOUDEST),
    }
    return plot.policies({name: float(play(one, worlds).gain.mean()) if one else 0.0 for name, one in tried.items()})


def _each(now: Mapping[str, str], table: str) -> Reply:
    wrong = next((id for id, one in TEXTS[table]["right"].items() if now[id] != one), None)
    return not_yet(wrong) if wrong else right()


@exercise("tree", lambda: Number("Worth of the bet, if it is paid stage by stage", MONEY))
def exercise_tree(now: str, _start: object) -> Reply:
    """Work out what a bet in three stages is worth."""
    read, worth = readings(now, MONEY), from_here(*THREE)
    found = {"right": worth[0], "at_once": committed(*THREE), "stage_2": worth[1], "stage_3": worth[2]}
    key = next((key for key, value in found.items() for one in read if is_near(one, value)), "not_yet")
    if key == "not_yet" and any(is_near(-one, found["at_once"]) for one in read):
        key = "at_once"
    return right() if key == "right" else not_yet(key)


@exercise("test", lambda: Number("Worth of one idea, if only those that pass are built", MONEY))
def exercise_test(now: str, _start: object) -> Reply:
    """Price a test that errs."""
    read, truth = readings(now, MONEY), with_test(0.2, 0.75, 100, 400).worth
    if any(is_near(one, truth) for one in read):
        return right()
    return not_yet("hundred" if any(is_near(one, 100 * truth) for one in read) else "not_yet")


@exercise("sunk", lambda: ChooseEach(TEXTS["sunk"]["texts"], DECISIONS))
def exercise_sunk(now: dict[str, str], _start: object) -> Reply:
    """Go on or stop, whatever is spent."""
    spent = [id for id, one in now.items() if one.endswith("_spent")]
    if spent:
        named = ", ".join(TEXTS["sunk"]["texts"][id].partition(":")[0] for id in spent)
        return not_yet("spent", named=named)
    return _each(now, "sunk")


@exercise("gate", lambda: GateEditor(CASE.mine(), TEXTS["gate"], PEOPLE, COUNTED), about=lambda work: work.gate)
def exercise_gate(now: Pipeline, _start: Pipeline) -> Reply | list[Finding]:
    """Write a gate that can fail."""
    return checks.fits(now.gate, GATE) or checks.separates(lets_through(now.gate.least, PEOPLE, SHARES))


@exercise("evidence", lambda: EvidenceEditor(CASE.mine()), about=asking)
def exercise_evidence(now: Pipeline, _start: Pipeline) -> list[Finding]:
    """Let each bet ask for what its evidence carries."""
    return checks.as_known(now.bets, TEXTS["evidence"]) or checks.claims(asking(now), SHARES)


@exercise("newness", lambda: ChooseEach(TEXTS["newness"]["texts"], NEWNESS))
def exercise_newness(now: dict[str, str], _start: object) -> Reply:
    """Say how new ideas are."""
    return _each(now, "newness")


@exercise("portfolio", lambda: PortfolioEditor(CASE.mine()), about=lambda work: work.funded)
def exercise_portfolio(now: Pipeline, _start: Pipeline) -> list[Finding]:
    """Choose bets for a budget."""
    return checks.rules(now) or checks.worth(now)


@exercise("play", lambda: PlayEditor(CASE.mine(), SETTING, TEXTS["game"]["ideas"]), about=lambda work: work.moves)
def exercise_play(now: Pipeline, _start: Pipeline) -> Reply:
    """Run a pipeline for eight quarters."""
    if len(now.moves) < QUARTERS:
        return not_yet("unfinished", quarter=len(now.moves) + 1)
    year = replay(now, SETTING)
    mine, never, gated = (
        float(one.gain[0]) for one in (year, play(Policy(), year.worlds), play(GOOD_GATES, year.worlds))
    )
    if mine > 0 and (mine > never or (year.killed.any() and mine >= gated / 2)):
        return right(gain=mine)
    if not year.spent[0]:
        return not_yet("idle")
    return not_yet("never" if mine == never else "not_yet", gain=mine)


@exercise("policy", lambda: PolicyEditor(CASE.mine(), SETTING), about=lambda work: work.policy)
def exercise_policy(now: Pipeline, _start: Pipeline) -> Reply:
    """Set the gates of a whole pipeline."""
    worlds = draw(SETTING, WORLDS, 1)
    mine, most = (float(play(one, worlds).gain.mean()) for one in (now.policy, best(SETTING)[0]))
    if mine >= checks.NEAR * most:
        return right(gain=mine)
    return not_yet(gain=mine, share=beside(max(0, mine / most), checks.NEAR))


@exercise("fit", lambda: ChooseEach(TEXTS["fit"]["texts"], GATES))
def exercise_fit(now: dict[str, str], _start: object) -> Reply:
    """Say whether evidence opens the scaling gate."""
    return _each(now, "fit")
