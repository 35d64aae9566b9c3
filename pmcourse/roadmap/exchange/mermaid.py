"""A roadmap as a Mermaid gantt chart, which GitHub, GitLab and many wikis draw from text."""

from __future__ import annotations

import re

from pmcourse.roadmap.forecast import Forecast
from pmcourse.roadmap.model import Initiative, Roadmap
from pmcourse.roadmap.quarters import first_day, last_day

SURE = 0.85  # the share of trials in which a bar has ended
_AT_RISK = 0.5  # promises with a smaller chance are drawn as critical


def to_mermaid(roadmap: Roadmap, forecast: Forecast | None = None) -> str:
    """`roadmap` as the text of a gantt chart, one section an outcome.

    With a forecast, bars run from the median beginning to the day by which 85% of the trials have ended; without
    one, over the planned quarter. Promised days are milestones. What has neither is named in a comment.
    """
    lines = [
        "gantt",
        f"    title {_plain(roadmap.title)}",
        "    dateFormat YYYY-MM-DD",
        "    inclusiveEndDates",
        "    axisFormat %b %Y",
    ]
    if forecast:
        lines.append(f"    %% bars: median beginning to the day by which {SURE:.0%} of the trials have ended")
    groups = [(outcome.id, outcome.name) for outcome in roadmap.outcomes]
    known = {id for id, _ in groups}
    undated = []
    for id, name in [*groups, (None, "No outcome")]:
        members = [i for i in roadmap.initiatives if (i.outcome if i.outcome in known else None) == id]
        tasks = [task for one in members for task in _tasks(roadmap, one, forecast)]
        undated += [one for one in members if not _tasks(roadmap, one, forecast)]
        if tasks:
            lines += [f"    section {_plain(name)}", *(f"    {task}" for task in tasks)]
    lines += [f"    %% no dates: {_plain(one.id)} {_plain(one.title)}" for one in undated]
    return "\n".join(lines) + "\n"


def _tasks(roadmap: Roadmap, one: Initiative, forecast: Forecast | None) -> list[str]:
    number = roadmap.initiatives.index(one) + 1
    tasks = []
    begin = end = None
    if forecast and one.id in forecast.ids:
        begin, end = forecast.begins(0.5, one.id), forecast.day(SURE, one.id)
    elif one.quarter:
        begin, end = first_day(one.quarter), last_day(one.quarter)
    label = _plain(f"{one.id} {one.title}")
    if begin and end:
        tasks.append(f"{label} :{'done, ' if one.done else ''}i{number}, {begin}, {max(begin, end)}")
    if one.promise:
        risky = forecast and one.id in forecast.ids and forecast.chance(one.promise, one.id) < _AT_RISK
        tasks.append(f"{label}, promised :{'crit, ' if risky else ''}milestone, p{number}, {one.promise}, 0d")
    return tasks


def _plain(text: str) -> str:
    """`text` without the characters that end a label in Mermaid."""
    return " ".join(re.sub(r"[:;#%{}\[\]<>`\"]", " ", text).split()) or "untitled"
