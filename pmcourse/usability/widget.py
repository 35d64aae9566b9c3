"""What is moved in this lesson: sessions to watch and mark, problems to rate, a thousand tests; no rules here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import ipywidgets as widgets

from pmcourse.artifact import ArtifactFile
from pmcourse.controls import Html, Landing, Radios, Slider
from pmcourse.kit.block import WIDE, Block, bar, button, dropdown, field, said
from pmcourse.kit.colours import RED
from pmcourse.kit.editor import Editor
from pmcourse.kit.fields import about
from pmcourse.kit.look import box, joined, question_html, table_html
from pmcourse.usability import plot
from pmcourse.usability.found import Seen, share_found
from pmcourse.usability.measures import often, severity
from pmcourse.usability.model import IMPACTS, PERSISTENCES, Measure, Plan, Question, Rating, Usability, Who
from pmcourse.usability.watching import Event, Session
from pmcourse.usability.worlds import KINDS, PROBLEMS, TESTS
from pmcourse.usability.worlds import tests as run


class WatchEditor(Editor[Usability]):
    """Recorded sessions to watch at one's own speed, event by event. A tick at an event marks a problem there."""

    called = "Recorded sessions"

    def __init__(self, file: ArtifactFile[Usability], sessions: Sequence[Session]) -> None:
        super().__init__(file)
        self._sessions = {session.id: session for session in sessions}
        self._seen = {session.id: self._last_mark(session) or 1 for session in sessions}
        self.session = Radios({one.id: f"{one.id}: {one.who}" for one in sessions}, "Session to watch")
        self.session.value = sessions[0].id
        self.boxes = {event.id: self._box(event) for one in sessions for event in one.events}
        self.next = button("Next event", self._next)
        self.all = button("Show all of this session", self._rest)
        self.rows, self.shown = widgets.VBox(), Html()
        self.above, self.below = Landing(), Landing()
        self.session.observe(self._turned, names="value")
        self.begin(
            bar(self.undo, self.redo), self.session, self.above, self.rows, bar(self.next, self.all),
            self.below, self.shown, self.status,
        )  # fmt: skip

    @property
    def missing(self) -> list[str]:
        """Without a mark nothing is answered yet."""
        return [] if self.marks else ["an event in which you see a problem"]

    @property
    def marks(self) -> list[str]:
        """The marks on events of these sessions."""
        return [id for id in self.value.marks if id in self.boxes]

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            for id, control in self.boxes.items():
                control.value = id in self.value.marks
        self._show()

    def close(self) -> None:
        for control in self.boxes.values():
            control.close()
        super().close()

    def _box(self, event: Event) -> widgets.Checkbox:
        name = f"{event.at // 60}:{event.at % 60:02} {event.screen}. {event.text}"
        control = widgets.Checkbox(description=name, indent=False, style=WIDE)
        control.layout.width = "auto"
        control.observe(self._marked, names="value")
        return control

    def _last_mark(self, session: Session) -> int:
        return max((at for at, event in enumerate(session.events, 1) if event.id in self.value.marks), default=0)

    def _show(self) -> None:
        session = self._sessions[self.session.value]
        seen = max(self._seen[session.id], self._last_mark(session))
        self._seen[session.id] = seen
        shown = tuple(self.boxes[event.id] for event in session.events[:seen])
        if shown != self.rows.children:
            self.rows.children = shown
        self.next.disabled = self.all.disabled = seen == len(session.events)
        rows = []
        for one in self._sessions.values():
            screens: dict[str, int] = {}
            for event in one.events:
                if event.id in self.value.marks:
                    screens[event.screen] = screens.get(event.screen, 0) + 1
            told = ", ".join(f"{screen} {count}" for screen, count in screens.items()) or "none yet"
            rows.append((f"{one.id} {one.who}", f"{told} (seen: {self._seen[one.id]} of {len(one.events)} events)"))
        self.shown.value = box(table_html("Your marks, by person and screen", rows))

    @said
    def _turned(self, _change: Any) -> None:
        self._show()

    @said
    def _next(self, _button: Any) -> None:
        self._further(1)
        if self.next.disabled:
            self.below.lead()

    @said
    def _rest(self, _button: Any) -> None:
        self._further(len(self.boxes))
        self.above.lead()

    def _further(self, events: int) -> None:
        session = self._sessions[self.session.value]
        now = min(len(session.events), self._seen[session.id] + events)
        new = session.events[self._seen[session.id] : now]
        self._seen[session.id] = now
        self._show()
        self.say(
            joined([f"{new[-1].screen}. {new[-1].text}" if len(new) == 1 else f"{len(new)} more events are shown."])
        )

    @said
    def _marked(self, _change: Any) -> None:
        if not self._filling:
            kept = [id for id in self.value.marks if id not in self.boxes]
            self.put(self.value.marked([*kept, *(id for id, control in self.boxes.items() if control.value)]))


class SeverityEditor(Editor[Usability]):
    """Impact and persistence of each problem are chosen; the order by severity follows."""

    called = "Severity"

    def __init__(
        self, file: ArtifactFile[Usability], problems: Mapping[str, str], met: Mapping[str, int], people: int
    ) -> None:
        super().__init__(file)
        self._problems, self._met, self._people = problems, met, people
        titles = about(Rating)
        self.choices: dict[tuple[str, str], widgets.Dropdown] = {}
        shown: list[widgets.Widget] = []
        for id, text in problems.items():
            shown.append(Html(question_html(text)))
            for name, words in (("impact", IMPACTS), ("persistence", PERSISTENCES)):
                options = [("choose", None), *((word, value) for value, word in words.items())]
                control = widgets.Dropdown(options=options, description=f"{id} {titles[name].title}", style=WIDE)
                control.observe(lambda _change, id=id: self._chosen(id), names="value")
                self.choices[id, name] = field(control, "pmc-short")
            shown.append(bar(self.choices[id, "impact"], self.choices[id, "persistence"]))
        self.shown = Html()
        self.begin(bar(self.undo, self.redo), *shown, self.shown, self.status)

    @property
    def missing(self) -> list[str]:
        """What is not rated yet."""
        return [control.description for control in self.choices.values() if control.value is None]

    def refresh(self) -> None:
        super().refresh()
        with self.filling_in():
            for (id, name), control in self.choices.items():
                control.value = getattr(self.value.ratings.get(id, Rating()), name)
        rated = {id: self.value.ratings[id] for id in self._problems if self.value.ratings.get(id, Rating()).whole}
        values = {
            id: severity(self._met[id], self._people, one.impact or 0, one.persistence or 0)
            for id, one in rated.items()
        }
        rows = [
            (
                f"{values[id]}",
                f"{id}: {often(self._met[id], self._people)} × {rated[id].impact} × {rated[id].persistence}",
            )
            for id in sorted(values, key=lambda id: -values[id])
        ]
        caption = "Gravest first: frequency × impact × persistence" if rows else "Nothing is rated yet."
        self.shown.value = box(table_html(caption, rows), role="status")

    @said
    def _chosen(self, id: str) -> None:
        if not self._filling:
            given = {name: self.choices[id, name].value for name in ("impact", "persistence")}
            self.put(self.value.rated(id, Rating(**given)))


class PlanEditor(Editor[Usability]):
    """The plan of the next test: its question, its people and what is written down; what it would find follows.

    `before` is what the first test has shown; `personas` are those that people are to be like.
    """

    called = "Plan of a test"

    def __init__(self, file: ArtifactFile[Usability], before: Seen, personas: Collection[str] = ()) -> None:
        super().__init__(file)
        self._before, titles = before, about(Plan)
        self._personas = personas
        self.choices = {
            name: dropdown(titles[name].title, {one.value: one.value for one in kind})
            for name, kind in (("question", Question), ("who", Who), ("measure", Measure))
        }
        self.people = Slider(max=30, description=titles["people"].title, unit="")
        for control in (*self.choices.values(), self.people):
            control.observe(self._chosen, names="value")
        self.shown = Html()
        self.begin(bar(self.undo, self.redo), *self.choices.values(), self.people, self.shown, self.status)

    @property
    def missing(self) -> list[str]:
        """What is not chosen yet."""
        left = [control.description for control in self.choices.values() if not control.value]
        return left if self.value.plan.people else [*left, self.people.description]

    def refresh(self) -> None:
        super().refresh()
        plan, before = self.value.plan, self._before
        with self.filling_in():
            for name, control in self.choices.items():
                control.value = getattr(plan, name) or ""
            self.people.value = plan.people
        share = share_found(before.adjusted, before.people + plan.people)
        self.shown.value = box(
            f"With the {before.people} from before that is {before.people + plan.people} people. By Lewis' p they find "
            f"about {share:.0%} of all problems. Your tasks: {len(self.value.tasks)} are written."
            + f" Who of them is like your personas of the lesson on discovery ({'; '.join(self._personas)})?"
            * bool(self._personas),
            role="status",
        )  # fmt: skip

    @said
    def _chosen(self, _change: Any) -> None:
        if not self._filling:
            chosen = {name: control.value or None for name, control in self.choices.items()}
            self.put(self.value.planned(**chosen, people=self.people.value))


class TestsLab(Block):
    """A thousand tests of made-up products: what is found, and what the test's own table says."""

    called = "A thousand tests"

    def __init__(self, kinds: Collection[str] = tuple(KINDS)) -> None:
        self.people = Slider(min=2, max=20, value=6, description="People in each test", unit="")
        self.kind = field(widgets.Dropdown(options=list(kinds), description="Problems are", style=WIDE), "pmc-short")
        self.run, self.shown = button(f"Run {TESTS:,} tests", self._drawn), Html()
        for control in (self.people, self.kind):
            control.observe(self._drawn, names="value")
        self.begin(bar(self.people, self.kind, self.run), self.shown)

    def trouble(self, words: str) -> None:
        self.shown.value = box(words, RED)

    @said
    def _drawn(self, _change: Any) -> None:
        people, kind = self.people.value, self.kind.value
        one = run(people, kind)
        rows = [
            ("Chance that a person meets a problem", f"{one.p:.2f}"),
            ("as counted in the table of the test", f"{one.counted:.2f}"),
            ("Lewis' p", f"{one.adjusted:.2f}"),
            ("Problems found", f"{one.found:.0%}; by Lewis' p one would say {one.adjusted_found:.0%}"),
        ]
        told = f"{TESTS:,} tests with {people} people; {PROBLEMS} problems each"
        self.shown.value = joined([plot.tests(one, people).svg(), box(table_html(told, rows), role="status")])
