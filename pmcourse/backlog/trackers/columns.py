"""Which column of a tracker's export is which field of an item."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmcourse.errors import CourseError

# Field -> the headings that people and trackers use for it, the best first. Compared as `plain` makes them.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("issue key", "issuekey", "key", "id", "iid", "issue id", "issue iid", "issue number", "item id", "ticket",
           "ticket id", "number", "no"),
    "title": ("summary", "title", "issue title", "name", "item", "feature", "story", "user story", "task"),
    "description": ("description", "details", "body", "notes"),
    "reach": ("reach", "reach per quarter", "users reached"),
    "impact": ("impact",),
    "confidence": ("confidence", "confidence %"),
    "effort": ("story points", "storypoints", "story point estimate", "weight", "effort", "estimate", "job size",
               "size", "points", "person weeks", "effort person weeks"),
    "business_value": ("business value", "user business value", "user and business value", "value"),
    "time_criticality": ("time criticality", "urgency"),
    "risk_opportunity": ("risk opportunity", "risk reduction", "rr oe", "risk reduction or opportunity",
                         "risk reduction opportunity enablement", "opportunity enablement"),
    "cost_of_delay": ("cost of delay", "cod", "cost of delay per week"),
    "duration": ("duration", "duration weeks", "weeks"),
    "moscow": ("moscow", "moscow class", "moscow priority"),
    "kano": ("kano", "kano answers"),
    "importance": ("importance",),
    "satisfaction": ("satisfaction",),
    "parent": ("parent id", "parent", "parent key", "parent iid", "epic link"),
    "tags": ("labels", "label", "tags", "tag"),
    "depends_on": ("depends on", "depends upon", "blocked by", "is blocked by", "dependencies", "dependency", "needs",
                   "requires", "predecessors", "predecessor"),
}  # fmt: skip
MANY = {"tags", "depends_on", "waited_for_by"}
_WAITED_FOR_BY = ("blocks", "blocking", "is depended on by", "is depended upon by", "is required by", "successors")

# What a link's name says of the item that it stands at: it waits for the other, or the other waits for it.
WAITS = {"is blocked by", "blocked by", "depends on", "depends upon", "requires", "has to be done after", "needs",
         "follows"}  # fmt: skip
WAITED_FOR = {"blocks", "is depended on by", "is depended upon by", "is required by", "has to be done before",
              "precedes"}  # fmt: skip
# Jira heads a column with the link's type, and says on which side of it the item stands: the item at which
# "Inward issue link (Blocks)" stands "is blocked by" the other; at "Outward issue link (Depends)" it "depends on" it.
_JIRA_LINK = re.compile(r"(?P<side>inward|outward) (?:issue|work item) link \((?P<kind>.+)\)")
_INWARD_WAITS = {"blocks", "block", "blocker", "blocked", "gantt end to start", "gantt finish to start", "precedes"}
_OUTWARD_WAITS = {"depends", "depend", "depends on", "dependency", "dependencies", "dependent", "requires", "required"}
LINK_TABLE = ("issuekey", "linkedissuekey", "name")


@dataclass(frozen=True)
class Column:
    """What one column is: a field of an item, `waited_for_by` for links to items that wait, or `extra`.

    `several`: the heading stands more than once, so that each cell is one value, commas and all.
    """

    heading: str
    role: str
    several: bool = False


def plain(heading: str) -> str:
    """A heading as it is compared: lower case, single spaces, no punctuation, Jira's `Custom field (…)` unwrapped."""
    text = heading.casefold()
    if wrapped := re.fullmatch(r"\s*custom field \((.*)\)\s*", text, re.DOTALL):
        text = wrapped[1]
    text = re.sub(r"work item (key|id)\b", r"issue \1", text)
    if _JIRA_LINK.fullmatch(text.strip()):
        side, _, kind = text.strip().partition("(")
        kind = re.sub(r"[\W_]+", " ", kind).strip()
        return f"{side}({kind})"
    if text.strip() == "#":
        return "number"
    return re.sub(r"[^\w%]+|_+", " ", text).strip()


def role_of(heading: str) -> str:
    """The role that a column of this heading has where no other column is in its way."""
    if link := _JIRA_LINK.fullmatch(plain(heading)):
        inward = link["side"] == "inward"
        if link["kind"] in _INWARD_WAITS:
            return "depends_on" if inward else "waited_for_by"
        if link["kind"] in _OUTWARD_WAITS:
            return "waited_for_by" if inward else "depends_on"
        return "extra"
    for name in (plain(heading), _without_unit(heading)):
        if name in _WAITED_FOR_BY:
            return "waited_for_by"
        for field, names in FIELDS.items():
            if name in names:
                return field
    return "extra"


def _without_unit(heading: str) -> str:
    """`Effort (person-weeks)` or `Duration [weeks]` as `plain` makes it of the words before the bracket."""
    return plain(re.sub(r"[(\[].*", "", heading, flags=re.DOTALL))


def known(header: Sequence[str], mapping: Mapping[str, str] | None = None) -> int:
    """How many headings are recognised or mapped: tells a header that is split rightly from one that is not."""
    mapped = {plain(heading) for heading in mapping or ()}
    return sum(role_of(name) != "extra" or plain(name) in mapped or plain(name) in LINK_TABLE for name in header)


def recognise(header: Sequence[str], mapping: Mapping[str, str] | None = None) -> list[Column]:
    """What each column of `header` is; `mapping` (heading -> field) wins over what is recognised.

    A field may have several columns: `ranked` says which comes first. Raises CourseError for a mapping to a field,
    or of a column, that does not exist.
    """
    names = [plain(heading) for heading in header]
    counts = Counter(names)
    wanted = {}
    for heading, field in (mapping or {}).items():
        if field not in FIELDS:
            raise CourseError(f"A column can be mapped to one of {', '.join(FIELDS)} (got {field!r}).")
        if plain(heading) not in names:
            raise CourseError(f"No column is called {heading!r}. The columns are: {', '.join(header)}.")
        wanted[plain(heading)] = field
    columns = []
    for heading, name in zip(header, names, strict=True):
        role = wanted.get(name) or role_of(heading)
        if name not in wanted and role in wanted.values():
            role = "extra"
        columns.append(Column(heading, role, counts[name] > 1))
    return columns


def ranked(columns: Sequence[Column]) -> dict[str, list[int]]:
    """Field that holds one value -> its columns, the best heading first: the first that is filled counts."""
    found: dict[str, list[int]] = {}
    for at, column in enumerate(columns):
        if column.role not in MANY and column.role != "extra":
            found.setdefault(column.role, []).append(at)
    for field, places in found.items():
        order = {name: place for place, name in enumerate(FIELDS[field])}

        def place(at: int, field: str = field, order: dict[str, int] = order) -> int:
            mapped = role_of(columns[at].heading) != field
            return -1 if mapped else order.get(plain(columns[at].heading), len(order))

        places.sort(key=place)
    return found
