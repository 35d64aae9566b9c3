"""One part of an artefact, field by field, in words that people type; what is asked stands at the pydantic field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import EnumMeta
from typing import Any, TypeVar

import ipywidgets as widgets
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from pmcourse.artifact import broken_rule
from pmcourse.errors import CourseError
from pmcourse.kit.block import WIDE, bar, button
from pmcourse.kit.fields import about
from pmcourse.kit.quantity import doubt, quantities, quantity
from pmcourse.kit.refused import Refused

M = TypeVar("M", bound=BaseModel)
_SHOWN = 70  # characters of a title in the list


@dataclass(frozen=True)
class Records:
    """One kind of part of an artefact, such as the outcomes of a roadmap; each part has an `id`.

    `all`, `put` and `without` read and change an artefact, which they return; `new(id)` makes a part to be filled in.
    `write(part)` gives a field's text by its name, and `read(texts, name)` the part with what was typed into `name`;
    it raises ValueError, which says the rule. `named(artefact, kind)` are the ids that a field with `of=kind` may name.
    """

    cls: type[BaseModel]
    word: str
    title: str
    letter: str
    all: Callable[[Any], Sequence[Any]]
    put: Callable[[Any, Any], Any]
    without: Callable[[Any, str], Any]
    new: Callable[[str], Any]
    write: Callable[[Any], dict[str, str]]
    read: Callable[[Mapping[str, str], str], Any]
    named: Callable[[Any, str], dict[str, str]]

    @property
    def fields(self) -> dict[str, FieldInfo]:
        """The fields that have a title, and so are shown."""
        return {name: field for name, field in self.cls.model_fields.items() if field.title}


class Form(widgets.VBox):
    """Fields of one part of an artefact, chosen from a list; with buttons to add and to remove one, if not `fixed`.

    A field of an Enum is a choice of its values; of ids that a field names (`kit.fields`), one is chosen, or several
    are typed. `on_change(new, said)` gets the changed artefact and what was done, in words; `guard` wraps a callback so
    that a CourseError is told. What breaks a rule is not taken, is said, and stays in its field to be put right.
    """

    def __init__(
        self,
        records: Records,
        artefact: Any,
        on_change: Callable[[Any, str], None],
        guard: Callable[[Callable[..., None]], Callable[..., None]],
        fixed: bool = False,
    ) -> None:
        self._records, self._on_change, self._artefact = records, on_change, artefact
        self._quiet = False
        self.refused = Refused()  # by the part's id and the field's name
        word = records.word
        self.which = widgets.Dropdown(description=f"Look into this {word}", style=WIDE)
        self.which.layout.width = "auto"
        self.fields = {name: self._field(name, field) for name, field in records.fields.items()}
        for name, control in self.fields.items():
            control.observe(guard(lambda _change, name=name: self._edited(name)), names="value")
        self.add = button(f"Add one more {word}", guard(lambda _: self._add()))
        self.remove = button(f"Take this {word} off", guard(lambda _: self._remove()))
        self.which.observe(lambda _: self._quiet or self._fill(), names="value")
        others = () if fixed else (self.add, self.remove)
        super().__init__([bar(self.which, *others), bar(*self.fields.values())])
        self.show(artefact)

    def show(self, artefact: Any) -> None:
        """Show `artefact`; the part that was chosen stays chosen, if it is still there."""
        self._artefact = artefact
        titles = {one.id: getattr(one, self._records.title) for one in self._records.all(artefact)}
        for key in [key for key in self.refused if key[0] not in titles]:
            del self.refused[key]
        options = [(f"{id} {title}"[:_SHOWN], id) for id, title in titles.items()]
        self._quiet = True
        try:
            kept = self.which.value
            if list(self.which.options) != options:
                self.which.options = options
                ids = [id for _, id in options]
                self.which.value = kept if kept in ids else ids[0] if ids else None
        finally:
            self._quiet = False
        self._fill()

    def _field(self, name: str, field: FieldInfo) -> widgets.Text | widgets.Dropdown:
        said = about(self._records.cls)[name]
        if isinstance(field.annotation, EnumMeta):
            control = widgets.Dropdown(options=[one.value for one in field.annotation], style=WIDE)
        elif said.of and not _is_several(field):
            control = widgets.Dropdown(options=[("none", "")], style=WIDE)
        else:
            control = widgets.Text(continuous_update=False, style=WIDE)
        control.description = said.label
        control.layout.width = "100%" if said.wide else "22rem"
        return control

    @property
    def _one(self) -> Any:
        return next((one for one in self._records.all(self._artefact) if one.id == self.which.value), None)

    def _fill(self) -> None:
        one = self._one
        self._quiet = True
        try:
            texts = self._records.write(one) if one else {}
            texts |= {name: text for (id, name), (text, _) in self.refused.items() if one and id == one.id}
            for name, control in self.fields.items():
                control.disabled = one is None
                field = self._records.fields[name]
                text = texts.get(name, "" if field.is_required() or field.default is None else str(field.default))
                if (kind := about(self._records.cls)[name].of) and isinstance(control, widgets.Dropdown):
                    named = self._records.named(self._artefact, kind)
                    options = [("none", ""), *((shown, id) for id, shown in named.items())]
                    if list(control.options) != options:
                        control.options = options
                    text = text if text in named else ""
                if isinstance(control, widgets.Text) and one is None:
                    text = ""
                if control.value != text:
                    control.value = text
        finally:
            self._quiet = False
        self.remove.disabled = one is None

    def _edited(self, name: str) -> None:
        if self._quiet or self._one is None:
            return
        before, typed = self._one, self.fields[name].value
        named = about(self._records.cls)[name].label
        try:
            changed = self._read(before, name, typed)
        except CourseError as error:
            self.refused[before.id, name] = (typed, str(error))
            raise
        self.refused.pop((before.id, name), None)
        self._on_change(self._records.put(self._artefact, changed), f"{before.id}: “{named}” is changed.")

    def _read(self, before: Any, name: str, typed: str) -> Any:
        """The part with what was typed into a field. Raises CourseError, which says the rule."""
        try:
            changed = self._records.read(self._records.write(before) | {name: typed}, name)
        except ValueError as error:
            named = about(self._records.cls)[name].label
            raise CourseError(
                f"{before.id}: {named} {str(error).rstrip('.')} (got {typed[:60]!r}). The old value still counts. "
                "Type it once more."
            ) from None
        self._refuse_unknown(name, changed)
        return changed

    def _refuse_unknown(self, name: str, changed: Any) -> None:
        """Several ids must name what is there: here a slip of the keyboard can be told at once."""
        said = about(self._records.cls)[name]
        several = said.of and _is_several(self._records.fields[name])
        known = self._records.named(self._artefact, said.of) if several else None
        for id in getattr(changed, name) if known is not None else ():
            if id not in known:
                raise CourseError(
                    f"{changed.id}: {said.label} must be of {', '.join(known)} (got {id!r}). The old value still "
                    "counts. Put a semicolon between two of them."
                )

    def _add(self) -> None:
        taken = {one.id for one in self._records.all(self._artefact)} | set(self._records.named(self._artefact, ""))
        id = next(id for n in range(1, len(taken) + 2) if (id := f"{self._records.letter}-{n:02}") not in taken)
        self._on_change(self._records.put(self._artefact, self._records.new(id)), f"{id} is added. Fill in its fields.")
        self.which.value = id
        self.fields[self._records.title].focus()

    def _remove(self) -> None:
        if one := self._one:
            new = self._records.without(self._artefact, one.id)
            self._on_change(new, f"{one.id} is taken off. Undo brings it back.")


def typed_number(text: str, unit: str) -> float | None:
    """The number in `unit` that was typed; None where nothing was. Raises ValueError, which says what is in doubt.

    The field's name shows the unit, so a 1 where percent are asked for is 1%.
    """
    if unit == "%" and quantities(text, unit) == (100, 1):
        return 1.0
    number = quantity(text, unit) if text.strip() else None
    if text.strip() and number is None:
        raise ValueError(f"must be a number. {doubt(text, unit)}")
    return number


def made(cls: type[M], values: Mapping[str, Any]) -> M:
    """The part with these values. Raises ValueError, which says in words the first rule that they break."""
    try:
        return cls.model_validate(values)
    except ValidationError as error:
        raise ValueError(broken_rule(error.errors()[0])) from None


def _is_several(field: FieldInfo) -> bool:
    return field.get_default() == ()
