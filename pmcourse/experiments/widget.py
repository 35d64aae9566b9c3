"""The widgets that edit the artefact, one for each part of it; they hold no rules."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from pmcourse.artifact import ArtifactFile
from pmcourse.controls import Html, Radios
from pmcourse.errors import CourseError
from pmcourse.experiments import plot
from pmcourse.experiments.model import (
    Evidence,
    Experiment,
    Experiments,
    Harm,
    Hypothesis,
    Kind,
    Method,
    Rule,
)
from pmcourse.experiments.panels import chances_html, hypothesis_html
from pmcourse.kit.block import WIDE, bar, choose, dropdown, field, said
from pmcourse.kit.colours import RED
from pmcourse.kit.editor import Editor
from pmcourse.kit.fields import about
from pmcourse.kit.look import question_html
from pmcourse.kit.quantity import doubt, quantity
from pmcourse.kit.refused import Refused


class AssumptionsEditor(Editor[Experiments]):
    """For each assumption what follows if it is false and what is known; then the one to be tried first; a map."""

    called = "Assumptions"

    def __init__(self, file: ArtifactFile[Experiments]) -> None:
        super().__init__(file)
        self._drawn: Any = None
        self.controls: dict[tuple[str, str], widgets.Dropdown] = {}
        rows: list[widgets.Widget] = []
        for one in file.value.assumptions:
            for name, kind in (("harm", Harm), ("evidence", Evidence)):
                title = about(type(one))[name].heading
                self.controls[one.id, name] = dropdown(f"{one.id}. {title}:", kind, width="pmc-short")
                self.controls[one.id, name].observe(self._placed, names="value")
            rows += [
                Html(question_html(f"{one.id}. {one.text}")),
                bar(self.controls[one.id, "harm"], self.controls[one.id, "evidence"]),
            ]
        self.first = Radios({one.id: one.id for one in file.value.assumptions}, "Which one do you try first?")
        self.first.observe(self._placed, names="value")
        self.picture = Html()
        self.begin(bar(self.undo, self.redo), *rows, self.first, self.picture, self.status)

    @property
    def missing(self) -> list[str]:
        """What is not placed or chosen yet."""
        left = [one.id for one in self.value.assumptions if not (one.harm and one.evidence)]
        return left + ([] if self.value.first else ["which one you try first"])

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            for one in self.value.assumptions:
                for name in ("harm", "evidence"):
                    if (one.id, name) in self.controls:
                        self.controls[one.id, name].value = getattr(one, name) or ""
            ids = [one.id for one in self.value.assumptions]
            self.first.value = self.value.first if self.value.first in ids else None
        if self.value.assumptions != self._drawn:
            self._drawn = self.value.assumptions
            self.picture.value = plot.assumption_map(self._drawn).svg()

    @said
    def _placed(self, _change: Any) -> None:
        if self._filling:
            return
        new = self.value
        for one in self.value.assumptions:
            typed = {name: self.controls[one.id, name].value or None for name in ("harm", "evidence")}
            new = new.place(one.id, **typed)
        self.put(new.model_copy(update={"first": self.first.value or ""}))


class HypothesisEditor(Editor[Experiments]):
    """A hypothesis by its six slots, each with phrases to choose from, and the whole sentence.

    `kind`: it is also asked what the hypothesis is about.
    """

    called = "Hypothesis"

    def __init__(self, file: ArtifactFile[Experiments], experiment: str, kind: bool = False) -> None:
        super().__init__(file)
        self.about = dropdown(about(Experiment)["about"].heading, Kind)
        self.about.observe(self._chosen, names="value")
        self._kinds = {"about": self.about} if kind else {}
        self.id = experiment
        self.slots: dict[str, widgets.Dropdown] = {}
        for name, one in about(Hypothesis).items():
            self.slots[name] = dropdown(one.heading, file.value.phrases.get(name, {}))
            self.slots[name].observe(self._chosen, names="value")
        self.sentence = Html()
        self.begin(bar(self.undo, self.redo), *self.slots.values(), *self._kinds.values(), self.sentence, self.status)

    @property
    def missing(self) -> list[str]:
        """The slots that are open."""
        return [control.description for control in (*self.slots.values(), *self._kinds.values()) if not control.value]

    @property
    def _now(self) -> Hypothesis:
        return self.value.find(self.id).hypothesis

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            for name, control in self.slots.items():
                choose(control, getattr(self._now, name))
            for name, control in self._kinds.items():
                control.value = getattr(self.value.find(self.id), name) or ""
        self.sentence.value = hypothesis_html(self.value.said(self.id))

    @said
    def _chosen(self, _change: Any) -> None:
        if not self._filling:
            slots = {name: control.value or "" for name, control in self.slots.items()}
            kinds = {name: control.value or None for name, control in self._kinds.items()}
            self.put(self.value.change(self.id, "hypothesis", **slots).change(self.id, **kinds))


class RuleEditor(Editor[Experiments]):
    """A decision rule by its counts, as a strip, and what it would do if the truth were this or that.

    `truths` are the shares of people for which that is shown. `whole`: kind of test and result are asked for too.
    """

    called = "Decision rule"

    def __init__(
        self, file: ArtifactFile[Experiments], experiment: str, truths: tuple[float, ...], whole: bool = False
    ) -> None:
        super().__init__(file)
        self.id, self._truths = experiment, truths
        self._drawn: Rule | None = None
        self._turned_back = Refused()  # by the field's name
        self.refused = [self._turned_back]
        self.test = dropdown(about(Experiment)["test"].heading, Method)
        self.test.observe(self._tested, names="value")
        self._asked = [self.test] if whole else []
        self.fields: dict[str, widgets.Text] = {}
        for name in ("share", *(f"{one}_{end}" for one in ("shelve", "pivot", "go") for end in ("from", "to")), "seen"):
            title = about(Rule)[name].label
            first = name.removesuffix("_to")
            description = (
                title[:1].upper() + title[1:]
                if first == name
                else f"{about(Rule)[f'{first}_from'].title.split(':')[0]}: to"
            )
            self.fields[name] = field(
                widgets.Text(description=description, continuous_update=False, style=WIDE), "pmc-short"
            )
            self.fields[name].observe(lambda change, name=name: self._typed(name), names="value")
        self.shown = Html()
        rows = [bar(self.fields[f"{one}_from"], self.fields[f"{one}_to"]) for one in ("shelve", "pivot", "go")]
        last = bar(*[self.fields["seen"]] if whole else ())
        share = bar(self.fields["share"])
        self.begin(bar(self.undo, self.redo), *self._asked, share, *rows, last, self.shown, self.status)

    @property
    def missing(self) -> list[str]:
        """The fields that are empty; the result comes later."""
        left = [name for name in self.fields if name != "seen" and getattr(self.rule, name) is None]
        return [one.description for one in (*self._asked, *(self.fields[name] for name in left)) if not one.value]

    @property
    def rule(self) -> Rule:
        """The rule now."""
        return self.value.find(self.id).rule

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            self.test.value = self.value.find(self.id).test or ""
            for name, control in self.fields.items():
                value = getattr(self.rule, name)
                text = "" if value is None else f"{value:g}"
                control.value, _ = self._turned_back.get(name, (text, ""))
        if self.rule != self._drawn:
            self._drawn = self.rule
            self.shown.value = plot.rule_strip(self.rule).svg() + chances_html(self.rule, self._truths)

    @said
    def _tested(self, _change: Any) -> None:
        if not self._filling:
            self.put(self.value.change(self.id, test=self.test.value or None))

    @said
    def _typed(self, name: str) -> None:
        if self._filling:
            return
        text = self.fields[name].value
        self._turned_back.pop(name, None)
        try:
            new = self.value.change(self.id, "rule", **{name: self._read(name, text)})
        except CourseError as error:
            self._turned_back[name] = (text, f"{self.fields[name].description}: {error}")
            raise CourseError(self.unread) from None
        self.say(self.unread, RED)
        self.put(new)

    def _read(self, name: str, text: str) -> float | None:
        """The number that was typed into a field. Raises CourseError, which says the rule."""
        unit = "%" if name == "share" or "%" in text else "people"
        value = quantity(text, unit)
        if text.strip() and value is None:
            raise CourseError(f"{doubt(text, unit)} The old value still counts.")
        if value is None:
            return None
        if name != "share" and unit == "%":
            value = value / 100 * self.rule.people
        most, what = 100, "A share lies between 0% and 100%"
        if name != "share":
            most = self.rule.people
            what = f"{most} people are asked, so a count lies between 0 and {most}"
        if not 0 <= value <= most:
            raise CourseError(f"{what} (got {text[:40]}). The old value still counts.")
        if name == "share":
            return value
        if abs(value - round(value)) > 1e-9:
            raise CourseError(f"People are counted whole (got {text[:40]}). The old value still counts.")
        return round(value)
