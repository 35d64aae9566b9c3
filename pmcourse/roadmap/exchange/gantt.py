"""Mermaid's gantt charts in: what a bar and a milestone say of a roadmap, and what they do not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from pmcourse.roadmap.exchange.cells import from_cells
from pmcourse.roadmap.exchange.days import day
from pmcourse.roadmap.exchange.imported import ExchangeError, Imported, Note
from pmcourse.roadmap.exchange.sheet import assemble, outcome_named
from pmcourse.roadmap.model import Initiative, Outcome
from pmcourse.roadmap.quarters import quarter_of

_TAGS = {"done", "active", "crit", "milestone", "vert"}
_SETTINGS = re.compile(r"(?:dateFormat|axisFormat|tickInterval|excludes|includes|todayMarker|weekday|weekend|"
                       r"inclusiveEndDates|topAxis|displayMode|acc\w+|click)\b.*")  # fmt: skip
_OWN_ID = re.compile(r"([A-Z][A-Z0-9]*-\d+)\s+(.+)")
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(d|w|M|y)")
_TOKENS = {"YYYY": "%Y", "YY": "%y", "MM": "%m", "M": "%m", "DD": "%d", "D": "%d"}
_DAYS = {"d": 1, "w": 7, "M": 30, "y": 365}
_PROMISED = ", promised"
_NO_OUTCOME = "no outcome"


def is_gantt(text: str) -> bool:
    """Whether `text` is a gantt chart, alone or in a fenced block of Markdown."""
    return bool(re.search(r"^\s*gantt\s*$", text, re.MULTILINE))


@dataclass
class _Chart:
    """What has been read of a chart so far."""

    notes: list[Note] = field(default_factory=list)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    found: dict[str, Initiative] = field(default_factory=dict)
    ends: dict[str, date] = field(default_factory=dict)  # Mermaid's id of a bar -> its last day
    ids: dict[str, str] = field(default_factory=dict)  # Mermaid's id -> the initiative's
    milestones: list[tuple[int, str, date]] = field(default_factory=list)
    form: str = ""  # of its days, as strptime takes it; "" for 2027-03-31
    last: date | None = None  # the last day of the bar above, after which one without a start begins

    def task(self, line: int, label: str, meta: str, goal: str) -> None:
        """A line with a colon: a bar, or a milestone."""
        parts = [part.strip() for part in meta.split(",") if part.strip()]
        tags = {part for part in parts if part in _TAGS}
        name, start, end, after = self._times([part for part in parts if part not in _TAGS])
        if "milestone" in tags:
            if start:
                self.milestones.append((line, label.removesuffix(_PROMISED), start))
            else:
                self.notes.append(Note(line, "milestone", meta.strip(), "has no day that can be read", False))
            return
        self.last = end or self.last
        own = _OWN_ID.fullmatch(label)
        cells = {
            "id": own[1] if own else f"R-{len(self.found) + 1:02}",
            "title": own[2] if own else label,
            "done": "yes" if "done" in tags else "",
            "after": "; ".join(self.ids[one] for one in after if one in self.ids),
            "quarter": quarter_of(end) if end else "",
        }
        if goal and goal.casefold() != _NO_OUTCOME:
            cells["outcome"] = self.outcomes.setdefault(goal, outcome_named(goal, len(self.outcomes) + 1)).id
        if not end:
            self.notes.append(Note(line, "quarter", meta.strip(), "has no end that can be read", False))
        one, seen = from_cells(Initiative, cells, line, self.found)
        self.notes += seen
        if one:
            self.found[one.id] = one
            self.ids[name or one.id] = one.id
            if end:
                self.ends[name or one.id] = end

    def in_form(self, line: int, form: str) -> None:
        """Read days as `dateFormat` says: YYYY, MM and DD, with whatever signs between them."""
        found = re.sub("YYYY|YY|MM?|DD?", lambda token: _TOKENS[token[0]], form)
        if re.search(r"[A-Za-z]", found.replace("%Y", "").replace("%y", "").replace("%m", "").replace("%d", "")):
            self.notes.append(Note(line, "dateFormat", form, "is not known; days are read where they are clear", False))
        elif found != "%Y-%m-%d":
            self.form = found

    def _day(self, text: str) -> date | None:
        try:
            return datetime.strptime(text, self.form).date() if self.form else day(text)
        except ValueError:
            return None

    def _times(self, parts: list[str]) -> tuple[str, date | None, date | None, list[str]]:
        """Mermaid's id of a bar, its first and last day, and the ids that it begins after."""
        name = parts.pop(0) if len(parts) > 2 or (len(parts) == 2 and not self._is_start(parts[0])) else ""
        after: list[str] = []
        start = self.last
        if len(parts) > 1:
            if parts[0].startswith("after "):
                after = parts[0].split()[1:]
                start = max((self.ends[one] for one in after if one in self.ends), default=None)
            else:
                start = self._day(parts[0])
        last = parts[-1] if parts else ""
        if length := _LENGTH.fullmatch(last):
            days = round(float(length[1]) * _DAYS[length[2]])
            return name, start, start + timedelta(days=max(days - 1, 0)) if start else None, after
        end = self._day(last)
        return name, start if len(parts) > 1 else end, end, after

    def _is_start(self, part: str) -> bool:
        return part.startswith("after ") or self._day(part) is not None

    def promise(self) -> None:
        """Give each milestone to the initiative that it names."""
        titles = {one.title: one.id for one in self.found.values()}
        for line, label, promised in self.milestones:
            own = _OWN_ID.fullmatch(label)
            id = own[1] if own else titles.get(label, "")
            if id in self.found:
                self.found[id] = self.found[id].model_copy(update={"promise": promised})
            else:
                self.notes.append(Note(line, "milestone", label, "names no bar of the chart", False))


def from_gantt(text: str, as_of: date | None = None) -> Imported:
    """The roadmap in a gantt chart: bars are initiatives, sections outcomes, `after` what they wait for.

    A bar gives the quarter in which it ends; its days are no promise and are not kept. A milestone whose name is an
    initiative's, with or without `, promised`, is that initiative's promised day. Raises ExchangeError without any bar.
    """
    chart, title, goal, inside = _Chart(), "", "", False
    for line, raw in enumerate(text.splitlines(), 1):
        said = raw.split("%%")[0].strip()
        if said == "gantt":
            inside = True
        elif said.startswith("```"):
            inside = False
        elif inside and said.startswith("dateFormat "):
            chart.in_form(line, said.removeprefix("dateFormat ").strip())
        elif not inside or not said or _SETTINGS.fullmatch(said):
            continue
        elif said.startswith("title "):
            title = said[6:].strip()
        elif said.startswith("section "):
            goal = said[8:].strip()
        elif ":" in said:
            label, _, meta = said.rpartition(" :") if " :" in said else said.partition(":")
            chart.task(line, label.strip(), meta, goal)
        else:
            chart.notes.append(Note(line, "text", said, "is no part of a gantt chart that is known", False))
    if not chart.found:
        raise ExchangeError("There is no bar in the gantt chart: a line such as “Go :a1, 2027-01-04, 30d”.")
    chart.promise()
    used = {one.outcome for one in chart.found.values()}
    outcomes = {one.id: one for one in chart.outcomes.values() if one.id in used}
    parts = {"initiative": chart.found, "team": {}, "outcome": outcomes}
    told = ("A bar was read as the quarter in which it ends; its days were not kept.",)
    return Imported(assemble({"title": title}, parts, chart.notes, as_of), tuple(chart.notes), told)
