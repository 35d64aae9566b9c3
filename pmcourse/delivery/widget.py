"""The widgets that build a pipeline, show who sees a flag, and set a trial's mark; they hold no rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmcourse.artifact import ArtifactFile
from pmcourse.controls import Html, Lines, Slider
from pmcourse.delivery import line, plot, rollout
from pmcourse.delivery.checks import FLAGS, PEOPLE
from pmcourse.delivery.line import CHANGES, LEFT_OUT, Team
from pmcourse.delivery.model import MOST_IN_A_BATCH, Delivery, FlagRule, Stage
from pmcourse.kit.block import bar, button, dropdown, said
from pmcourse.kit.editor import Editor
from pmcourse.kit.fields import about
from pmcourse.kit.look import box, table_html


class PipelineEditor(Editor[Delivery]):
    """Stages to use or to leave out, their order, and the batch; `team` is what comes to the pipeline.

    `lead` (hours) and `through` (a share of faults) are its limits.
    """

    called = "Pipeline"

    def __init__(self, file: ArtifactFile[Delivery], team: Team, lead: float, through: float) -> None:
        super().__init__(file)
        self._team, self._lead, self._through, self._travelled = team, lead, through, None
        self.uses = {stage.id: dropdown(told(stage), {"use": "use it"}, "leave it out") for stage in file.value.stages}
        for control in self.uses.values():
            control.observe(self._chosen, names="value")
        self.order = Lines({}, "The order of what is used, first on top")
        self.order.observe(self._ordered, names="value")
        self.batch = Slider(min=1, max=MOST_IN_A_BATCH, description="Changes in a batch")
        self.batch.observe(self._batched, names="value")
        self.result, self.picture = Html(), Html()
        self.watch = button(f"Let {CHANGES} changes travel", self._travel)
        self.begin(bar(self.undo, self.redo), *self.uses.values(), self.order, self.batch, self.result, self.watch,
                   self.picture, self.status)  # fmt: skip

    @property
    def missing(self) -> list[str]:
        """A pipeline of nothing is no answer yet."""
        return [] if self.value.used else ["a stage to use"]

    def refresh(self) -> None:
        super().refresh()
        work = self.value
        with self.filling_in(), self.order.hold_trait_notifications():
            for id, control in self.uses.items():
                control.value = "use" if id in work.used else ""
            self.order.lines = {stage.id: told(stage) for stage in work.pipeline}
            self.order.value = list(work.used)
            self.batch.value = work.batch
        self.watch.disabled = not work.used
        if self._travelled != (now := (work.used, work.batch)):
            self._travelled, self.picture.value = now, ""  # another pipeline's picture would be a false one
            self.result.value = box(table_html("This pipeline", self._facts()), role="status")

    def _facts(self) -> list[tuple[str, str]]:
        stages, batch, team = self.value.pipeline, self.value.batch, self._team
        if not stages:
            return [("Nothing is used yet", "every fault comes through")]
        load = line.busy(stages, batch, team)
        grows = ", and it grows" if load >= 1 else ""
        hours = line.mean_lead(stages, batch, team)
        return [
            ("Faults that come through", f"{line.let_through(stages):.0%}; at most {self._through:.0%} may"),
            ("From change to release", f"{hours:.1f} hours on average{grows}; at most {self._lead:g} may be"),
            ("Cost", f"{line.minutes_a_change(stages, batch, team):.1f} minutes of the pipeline for each change"),
            ("The pipeline is busy", f"{load:.0%} of the time" if load < 1 else "always, and falls behind"),
            ("Batches that turn red", f"{1 - line.runs(stages, batch, team.fault)[0][1]:.0%}"),
        ]

    @said
    def _chosen(self, _change: Any) -> None:
        if not self._filling:
            wanted = [id for id, control in self.uses.items() if control.value]
            kept = [id for id in self.value.used if id in wanted]
            self.put(self.value.changed(used=(*kept, *(id for id in wanted if id not in kept))))

    @said
    def _ordered(self, _change: Any) -> None:
        if not self._filling:
            self.put(self.value.changed(used=tuple(self.order.value)))

    @said
    def _batched(self, _change: Any) -> None:
        if not self._filling:
            self.put(self.value.changed(batch=self.batch.value))

    @said
    def _travel(self, _button: Any) -> None:
        hours = line.lead_hours(self.value.pipeline, self.value.batch, self._team, worlds=1)[0]
        self.picture.value = plot.travel([float(one) for one in hours]).svg() + box(LEFT_OUT)


class FlagEditor(Editor[Delivery]):
    """A flag's rule in three parts; with `shown`, who of 100 people sees it, and what that does to 3,000."""

    called = "Flag"

    def __init__(self, file: ArtifactFile[Delivery], phrases: Mapping[str, Mapping[str, str]], shown: str = "") -> None:
        super().__init__(file)
        self._flag, self._drawn = shown, None
        self.parts = {name: dropdown(one.title, phrases[name]) for name, one in about(FlagRule).items()}
        for control in self.parts.values():
            control.observe(self._chosen, names="value")
        self.console = Html()
        self.begin(bar(self.undo, self.redo), *self.parts.values(), self.console, self.status)

    @property
    def missing(self) -> list[str]:
        """The parts that are open."""
        return [control.description for control in self.parts.values() if not control.value]

    def refresh(self) -> None:
        super().refresh()
        rule = self.value.flag
        with self.filling_in():
            for name, control in self.parts.items():
                control.value = getattr(rule, name)
        if self._flag and rule != self._drawn:
            self._drawn = rule
            self.console.value = box("Choose all three, to see who sees it.") if self.missing else self._console(rule)

    def _console(self, rule: FlagRule) -> str:
        seen = rollout.behaviour(rule, PEOPLE, (self._flag, FLAGS[1]))
        lost = "cannot be said: it changes with each visit" if rule.place == "visit" else f"{seen.lost:.0%} of them"
        rows = [
            ("See something else on their next visit", f"{seen.changes:.0%} of all"),
            ("Saw it at 5%, and not at 25%", lost),
            ("Are first in every flag", f"{seen.same:.0%} of those who are first, beyond chance"),
            ("Still see it after it is switched off", f"{seen.still:.0%} of those who had it"),
        ]
        return plot.people(rule, self._flag).svg() + box(
            table_html(f"Tried on {len(PEOPLE):,} people", rows), role="status"
        )

    @said
    def _chosen(self, _change: Any) -> None:
        if not self._filling:
            self.put(self.value.changed(flag=FlagRule(**{name: one.value for name, one in self.parts.items()})))


def told(stage: Stage) -> str:
    """A stage in words."""
    unit = "minute" if stage.minutes == 1 else "minutes"
    return f"{stage.title}: {stage.minutes:g} {unit}, catches {stage.catches:.0%} of the faults that reach it"
