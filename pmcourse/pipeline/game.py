"""The widgets that run a whole pipeline: gates in 500 worlds, and eight quarters by hand. They hold no rules."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets
import lazy_loader as lazy

from pmcourse.artifact import ArtifactFile
from pmcourse.controls import Html, Slider
from pmcourse.errors import CourseError
from pmcourse.kit.block import WIDE, bar, button, dropdown, field, hand_on, said
from pmcourse.kit.editor import Editor
from pmcourse.kit.fields import about
from pmcourse.kit.look import box, question_html, table_html
from pmcourse.pipeline import plot
from pmcourse.pipeline.checks import MONEY, readings
from pmcourse.pipeline.model import Order, Pipeline, Policy
from pmcourse.pipeline.worlds import ARRIVE, NAMES, QUARTERS, Setting, Worlds, Year, draw, play

np = lazy.load("numpy")

WORLDS = 500
LEFT_OUT = "Left out: evidence that ages, teams that learn, bets that need each other, competitors."
FIRST_GAME = 163  # the seed of a world that is neither rich nor poor
GOOD_GATES = Policy(first=4, second=8)  # in the lesson's game; the learner looks for such ones afterwards
LOUD = 0.8  # of all owners, so many are less loud than Noor


class PolicyEditor(Editor[Pipeline]):
    """Two gates and an order of payment, tried in 500 worlds after a guess. Worlds are not kept; the policy is."""

    called = "Gates of a whole pipeline"

    def __init__(self, file: ArtifactFile[Pipeline], setting: Setting, seed: int = 1) -> None:
        super().__init__(file)
        self._setting, self._seed, self._run_for = setting, seed, None
        titles = about(Policy)
        self.gates = {
            name: Slider(min=0, max=people, description=titles[name].title, unit=f" of {people}")
            for name, people in zip(("first", "second"), setting.asked, strict=True)
        }
        self.order = field(
            widgets.Dropdown(options=[one.value for one in Order], description=titles["order"].title, style=WIDE),
            "pmc-question",
        )
        for control in (*self.gates.values(), self.order):
            control.observe(self._chosen, names="value")
        self.guess = field(
            widgets.Text(description="My guess: it gains on average (thousands)", style=WIDE), "pmc-wide"
        )
        self.many = button(f"Run {WORLDS} worlds", self._many)
        self.shown = Html()
        self.begin(bar(self.undo, self.redo), Html(box(facts(setting))), *self.gates.values(), self.order,
                   bar(self.guess), self.many, self.shown, self.status)  # fmt: skip

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            for name, control in self.gates.items():
                control.value = min(getattr(self.value.policy, name), control.max)
            self.order.value = self.value.policy.order
        if self.value.policy != self._run_for:
            self.shown.value = ""  # worlds of another policy would be a false picture

    @said
    def _chosen(self, _change: Any) -> None:
        if not self._filling:
            gates = {name: control.value for name, control in self.gates.items()}
            self.put(self.value.change("policy", **gates, order=self.order.value))

    @said
    def _many(self, _button: Any) -> None:
        read = readings(self.guess.value, MONEY)
        guess = read[-1] if read else None
        if guess is None:
            raise CourseError("Guess first: type a number, below 0 for a loss. A wrong guess teaches most.")
        worlds = draw(self._setting, WORLDS, self._seed)
        mine = play(self.value.policy, worlds)
        gains = {
            "your gates": float(mine.gain.mean()),
            "nothing is funded": 0.0,
            "nothing is stopped": float(play(Policy(), worlds).gain.mean()),
            "the loudest first, nothing is stopped": float(play(Policy(order=Order.LOUDEST), worlds).gain.mean()),
            "who knows the truth": float(worlds.most.mean()),
        }
        good = float(((mine.stage == len(NAMES)) & worlds.good).sum()) / WORLDS
        spent = float(mine.spent.mean())
        rows = [
            ("You guessed", f"{guess:+g}"),
            *((name.capitalize(), f"{gain:+.0f} on average") for name, gain in gains.items()),
            ("Worlds in which you lose", f"{float((mine.gain < 0).mean()):.0%}"),
            ("You spend", f"{spent:.0f} of {QUARTERS * self._setting.budget}"),
            ("Bets that succeed", f"{good:.1f} in each world"),
            ("Cost per success", f"{spent / good:.0f}" if good else "nothing succeeds"),
        ]
        self._run_for = self.value.policy
        told = box(table_html(f"{WORLDS} worlds, in thousands", rows), role="status")
        self.shown.value = plot.policies(gains).svg() + told
        self.say("")


class PlayEditor(Editor[Pipeline]):
    """Eight quarters by hand: fund, hold or kill each bet, and see what others would have gained in the same world."""

    called = "Eight quarters by hand"

    def __init__(self, file: ArtifactFile[Pipeline], setting: Setting, ideas: list[str]) -> None:
        super().__init__(file)
        self._setting, self._ideas, self._shown_for = setting, ideas, None
        self.facts, self.rows, self.result = Html(), widgets.VBox(), Html()
        self.choices: dict[str, widgets.Dropdown] = {}
        self.next = button("End this quarter", self._ended)
        self.again = button("Play another world", self._anew)
        self.begin(
            bar(self.undo, self.redo), self.facts, self.rows, bar(self.next, self.again), self.result, self.status
        )

    @property
    def year(self) -> Year:
        """The game as it stands, in the quarter that is to be decided."""
        return replay(self.value, self._setting)

    def refresh(self) -> None:
        super().refresh()
        if self._shown_for == (now := (self.value.game, self.value.moves)):
            return
        self._shown_for = now
        year, over = self.year, len(self.value.moves) >= QUARTERS
        for control in self.choices.values():
            control.close()
        worlds, self.choices = year.worlds, {}
        for bet in np.flatnonzero(year.open[0]) if not over else ():
            options = {"fund": f"fund the {NAMES[year.stage[0, bet]]} for {year.price[0, bet]}", "kill": "kill"}
            self.choices[str(bet)] = dropdown(self._words(year, worlds, int(bet)), options, "hold")
        self.rows.children = tuple(self.choices.values())
        self.next.disabled = over
        told = f"Game {self.value.game + 1}, quarter {year.quarter} of {QUARTERS}. Money: {year.money[0]:g}."
        self.facts.value = question_html("The eight quarters are over." if over else told)
        self.result.value = result_html(year, worlds) if over else ""

    def _words(self, year: Year, worlds: Worlds, bet: int) -> str:
        stage, (few, many) = int(year.stage[0, bet]), self._setting.asked
        told = [f"{bet + 1}. {self._ideas[bet]}", f"brings {worlds.brings[0, bet]:.0f} if it is good"]
        told += [f"{worlds.counts[0, 0, bet]} of {few} act"] * (stage > 0)
        told += [f"then {worlds.counts[1, 0, bet]} of {many}"] * (stage > 1)
        told += ["Noor is loud about it"] * bool(worlds.loud[0, bet] > LOUD)
        return "; ".join(told)

    @said
    def _ended(self, _button: Any) -> None:
        move = {bet: control.value for bet, control in self.choices.items() if control.value}
        year, funded = self.year, [int(bet) for bet, said in move.items() if said == "fund"]
        price = int(sum(year.price[0, bet] for bet in funded))
        if price > year.money[0]:
            raise CourseError(f"That costs {price}, and there are {year.money[0]:g}. Hold or kill one of them.")
        self.say("")
        self.put(self.value.model_copy(update={"moves": (*self.value.moves, move)}))
        hand_on(self.next, self.again)

    @said
    def _anew(self, _button: Any) -> None:
        self.put(self.value.model_copy(update={"game": self.value.game + 1, "moves": ()}))


def replay(work: Pipeline, setting: Setting) -> Year:
    """Play the `moves` of a game; the quarter after them has begun, if there is one."""
    year = Year(draw(setting, 1, FIRST_GAME + work.game))
    year.begin()
    for move in work.moves[:QUARTERS]:
        funded, killed = np.zeros((2, *year.stage.shape), dtype=bool)
        for bet, action in move.items():
            if bet.isdigit() and int(bet) < QUARTERS * ARRIVE:
                (funded if action == "fund" else killed)[0, int(bet)] = True
        year.fund(funded & year.open, -np.arange(QUARTERS * ARRIVE)[None, :] + 0.0)
        year.killed |= killed
        if year.quarter < QUARTERS:
            year.begin()
    return year


def result_html(year: Year, worlds: Worlds) -> Any:
    """What a game gained, beside others in the same world."""
    gated = play(GOOD_GATES, worlds)
    good = int(((year.stage == len(NAMES)) & worlds.good).sum())
    rows = [
        ("You", f"{year.gain[0]:+.0f}; {good} of {int((year.stage == len(NAMES)).sum())} scaled bets were good"),
        ("Nothing is stopped", f"{play(Policy(), worlds).gain[0]:+.0f}"),
        ("Good gates", f"{gated.gain[0]:+.0f}"),
        ("Who knows the truth", f"{worlds.most[0]:+.0f}"),
    ]
    return box(table_html("Gain in this world, in thousands; chance plays a large part", rows), role="status")


def facts(setting: Setting) -> str:
    """What all worlds have in common, in words."""
    (few, many), (good, bad) = setting.asked, setting.acts
    first, second, third = setting.costs
    return (
        f"{QUARTERS} quarters with {setting.budget} (thousands) each; what is left is kept. {ARRIVE} ideas arrive a "
        f"quarter; {setting.good:.0%} of them are good. A concept test costs {first} and counts {few} people, a "
        f"fledgling costs {second} and counts {many}, scaling costs {third}. Where a bet is good {good:.0%} of people "
        f"act, and else {bad:.0%}. A good bet, scaled, brings about {setting.payoff:g}; a bad one brings nothing. "
        f"{LEFT_OUT}"
    )
