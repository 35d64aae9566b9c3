"""Which column of a tracker's export is which field of an item."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmcourse.backlog.model import FIELDS
from pmcourse.errors import CourseError
from pmcourse.kit.fields import plain, recognised, unit_in

READ = {name: about for name, about in FIELDS.items() if about.headings}  # the fields that a column can hold
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

    `several`: the heading stands more than once, so that each cell is one value, commas and all. `unit` is what the
    heading says of the unit, if anything.
    """

    heading: str
    role: str
    several: bool = False
    unit: str = ""


def role_of(heading: str) -> str:
    """The role that a column of this heading has where no other column is in its way."""
    return _column(heading).role


def _column(heading: str) -> Column:
    if link := _JIRA_LINK.fullmatch(heading.casefold().strip()):
        inward, kind = link["side"] == "inward", plain(link["kind"])
        role = "extra"
        if kind in _INWARD_WAITS:
            role = "depends_on" if inward else "waited_for_by"
        elif kind in _OUTWARD_WAITS:
            role = "waited_for_by" if inward else "depends_on"
        return Column(heading, role)
    if plain(heading) in _WAITED_FOR_BY:
        return Column(heading, "waited_for_by")
    if level(heading):
        return Column(heading, "title")
    field, unit = recognised(heading, READ.values()) or ("extra", "")
    return Column(heading, field, unit=unit)


def level(heading: str) -> int:
    """The level of a column of Azure's tree, from 1: it writes an item's title into `Title 1`, its child's into
    `Title 2`. 0 for any other column."""
    match = re.fullmatch(r"title (\d)", plain(heading))
    return int(match[1]) if match else 0


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
        if field not in READ and field != "extra":
            raise CourseError(f"A column can be mapped to one of {', '.join(READ)}, or extra (got {field!r}).")
        if plain(heading) not in names:
            raise CourseError(f"No column is called {heading!r}. The columns are: {', '.join(header)}.")
        wanted[plain(heading)] = field
    columns = []
    for heading, name in zip(header, names, strict=True):
        found = _column(heading)
        role, unit = wanted.get(name) or found.role, found.unit
        if name in wanted and role != found.role:
            unit = unit_in(heading, READ[role]) if role in READ else ""
        if name not in wanted and role in wanted.values():
            role = "extra"
        columns.append(Column(heading, role, counts[name] > 1, unit))
    return columns


def ranked(columns: Sequence[Column]) -> dict[str, list[int]]:
    """Field that holds one value -> its columns, the best heading first: the first that is filled counts."""
    found: dict[str, list[int]] = {}
    for at, column in enumerate(columns):
        if column.role not in MANY and column.role != "extra":
            found.setdefault(column.role, []).append(at)
    for field, places in found.items():
        order = {name: place for place, name in enumerate(READ[field].names)}

        def place(at: int, field: str = field, order: dict[str, int] = order) -> int:
            mapped = role_of(columns[at].heading) != field
            return -1 if mapped else order.get(plain(columns[at].heading), len(order))

        places.sort(key=place)
    return found
