"""The widgets that plan how a release reaches everybody, and set a trial's mark; they hold no rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from pmcourse.artifact import ArtifactFile
from pmcourse.controls import Html, Slider
from pmcourse.delivery import plot, rollout
from pmcourse.delivery.model import Delivery, Rollout, Step
from pmcourse.kit.block import bar, dropdown, said
from pmcourse.kit.editor import Editor
from pmcourse.kit.fields import about
from pmcourse.kit.form import Form, Records, made, typed_number
from pmcourse.kit.look import box, table_html

FIRST_SHARE = 5  # percent of people who see a trial release


class RolloutEditor(Editor[Delivery]):
    """The steps of a roll-out, what stops them, and what happens then; and what the mark of a step would do.

    `usual` and `bad` are the shares of visits that end in a fault; `phrases` are offered for each part of the plan.
    """

    called = "Roll-out"

    def __init__(
        self, file: ArtifactFile[Delivery], usual: float, bad: float, phrases: Mapping[str, Mapping[str, str]]
    ) -> None:
        super().__init__(file)
        self._rates = (usual, bad)
        self._drawn: tuple[tuple[int, int] | None, Markup] = (None, Markup())  # mark and visits, and their picture
        self.form = Form(STEPS, file.value, self.edited, self.guarded, fixed=True)
        self.refused = [self.form.refused]
        self.form.which.observe(lambda _change: self._draw(), names="value")
        titles = about(Rollout)
        self.parts = {name: dropdown(titles[name].title, phrases[name]) for name in ("measure", "informs", "act")}
        for control in self.parts.values():
            control.observe(self._chosen, names="value")
        self.picture = Html()
        self.begin(bar(self.undo, self.redo), self.form, self.picture, *self.parts.values(), self.status)

    @property
    def missing(self) -> list[str]:
        """The parts that are open, and steps without a mark."""
        steps = [f"the mark of step {one.id}" for one in self.value.rollout.steps if one.stop_from is None]
        return [*steps, *(control.description for control in self.parts.values() if not control.value)]

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            for name, control in self.parts.items():
                control.value = getattr(self.value.rollout, name)
        self.form.show(self.value)
        self._draw()

    def _draw(self) -> None:
        """What the mark of the step that is looked into does to good and to bad releases."""
        step = next((one for one in self.value.rollout.steps if one.id == self.form.which.value), None)
        if step is None or step.stop_from is None:
            self.picture.value = box("Type a mark to see which releases it stops.")
            return
        tried = rollout.stops(step.stop_from, step.visits, *self._rates)
        rows = [("100 good releases", f"{100 * tried.good:.0f} are stopped"),
                ("100 bad releases", f"{100 * tried.bad:.0f} are stopped")]  # fmt: skip
        told = table_html(f"Step {step.id}, {step.words}, on average", rows)
        mark = (step.stop_from, step.visits)
        if self._drawn[0] != mark:
            self._drawn = mark, plot.trial(*mark, *self._rates).svg()
        self.picture.value = self._drawn[1] + box(told, role="status")

    @said
    def _chosen(self, _change: Any) -> None:
        if not self._filling:
            parts = {name: control.value for name, control in self.parts.items()}
            self.put(self.value.changed(rollout=self.value.rollout.model_copy(update=parts)))


class TrialEditor(Editor[Delivery]):
    """The count of faults that ends the first step of a roll-out, its trial of so many `visits`; at most `most`."""

    called = "Trial release"

    def __init__(self, file: ArtifactFile[Delivery], visits: int, most: int) -> None:
        super().__init__(file)
        self._visits = visits
        self.count = Slider(min=0, max=most, description="Stop from this many faults on")
        self.count.observe(self._counted, names="value")
        self.begin(bar(self.undo, self.redo), self.count, self.status)

    @property
    def missing(self) -> list[str]:
        """Without a count there is no rule."""
        return [] if self.value.rollout.mark else ["a count above 0"]

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            self.count.value = min(self.value.rollout.mark or 0, self.count.max)

    @said
    def _counted(self, _change: Any) -> None:
        if not self._filling:
            step = Step(id="1", share=FIRST_SHARE, visits=self._visits, stop_from=self.count.value or None)
            self.put(self.value.changed(rollout=self.value.rollout.with_step(step)))


def _write(step: Step) -> dict[str, str]:
    return {name: "" if value is None else f"{value:g}" if name != "id" else value for name, value in step}


def _read(texts: Mapping[str, str], _name: str) -> Step:
    """The step with what was typed. Raises ValueError, which says the rule."""
    numbers = {key: typed_number(text, about(Step)[key].unit) for key, text in texts.items() if key != "id"}
    return made(Step, {"id": texts["id"], **numbers})


STEPS = Records(
    cls=Step,
    word="step",
    title="words",
    letter="S",
    all=lambda work: work.rollout.steps,
    put=lambda work, step: work.changed(rollout=work.rollout.with_step(step)),
    without=lambda work, _id: work,
    new=lambda id: Step(id=id, share=100, visits=1),
    write=_write,
    read=_read,
    named=lambda work, _kind: {one.id: one.words for one in work.rollout.steps},
)
