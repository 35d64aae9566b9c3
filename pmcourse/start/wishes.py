"""Three wishes and the weeks that each takes: the first thing that a newcomer changes, in three fields."""

from __future__ import annotations

from typing import Annotated, Any

import ipywidgets as widgets
from markupsafe import Markup
from pydantic import Field

from pmcourse.artifact import Artifact, ArtifactFile
from pmcourse.errors import CourseError
from pmcourse.kit import readers
from pmcourse.kit.block import bar, field, said
from pmcourse.kit.editor import Editor
from pmcourse.kit.look import box

Weeks = Annotated[float, Field(gt=0, le=100)]
PEOPLE = {"reminder": ("A reminder", 400), "map": ("A map", 90), "delivery": ("Delivery", 1000)}


class Wishes(Artifact):
    """Weeks of work of the three wishes of `PEOPLE`."""

    kind = "wishes"

    reminder: Weeks = 2
    map: Weeks = 1
    delivery: Weeks = 10

    def best(self) -> str:
        """The wish that helps most people for each week of work."""
        return max(PEOPLE, key=lambda wish: PEOPLE[wish][1] / getattr(self, wish))


class WishesWidget(Editor[Wishes]):
    """Three fields, and a sentence that says at once which wish helps most people a week."""

    called = "Three wishes"

    def __init__(self, file: ArtifactFile[Wishes]) -> None:
        super().__init__(file)
        self.weeks = {
            wish: field(widgets.Text(description=f"{title}, {people:,} people: weeks", continuous_update=False))
            for wish, (title, people) in PEOPLE.items()
        }
        self.result = widgets.HTML()
        for wish, control in self.weeks.items():
            control.observe(lambda change, wish=wish: self._filling or self._typed(wish, change["new"]), names="value")
        self.begin(bar(*self.weeks.values()), self.result, self.status, bar(self.undo, self.redo))

    def refresh(self) -> None:
        """Show the weeks and what follows."""
        super().refresh()
        with self.filling_in():
            for wish, control in self.weeks.items():
                control.value = f"{getattr(self.value, wish):g}"
        title, people = PEOPLE[self.value.best()]
        weeks = getattr(self.value, self.value.best())
        told = Markup("First: <strong>{}</strong>. It helps {:,.0f} people a week.").format(title, people / weeks)
        self.result.value = box(told)

    @said
    def _typed(self, wish: str, text: str) -> None:
        weeks: Any = readers.number(text)
        if weeks is None or not 0 < weeks <= 100:
            title = PEOPLE[wish][0]
            raise CourseError(f"{title}: weeks must be above 0 and at most 100 (got {text!r}). Type it again.")
        self.say("")
        self.put(self.value.model_copy(update={wish: weeks}))
