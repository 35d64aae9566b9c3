"""Which column of a tracker's export is which field of an item."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pmcourse.backlog.model import FIELDS
from pmcourse.kit.columns import EXTRA, Column, columns_of
from pmcourse.kit.columns import ranked as ranked_by
from pmcourse.kit.fields import About, plain, recognised

_WAITED_FOR_BY = ("blocks", "blocking", "is depended on by", "is depended upon by", "is required by", "successors")
# What a column can hold: fields, and a link seen from its other end.
READ = {name: about for name, about in FIELDS.items() if about.headings} | {
    "waited_for_by": About("waited_for_by", "is needed by", headings=_WAITED_FOR_BY, kinds=(tuple,))
}
MANY = {"tags", "depends_on", "waited_for_by"}

# What a link's name says of the item that it stands at: it waits for the other, or the other waits for it.
WAITS = {"is blocked by", "blocked by", "depends on", "depends upon", "requires", "has to be done after", "needs",
         "follows"}  # fmt: skip
WAITED_FOR = {"blocks", "is depended on by", "is depended upon by", "is required by", "has to be done before",
              "precedes"}  # fmt: skip
# Jira heads a column with the link's type, and says on which side of it the item stands: the item at which
# "Inward issue link (Blocks)" stands "is blocked by" the other; at "Outward issue link (Depends)" it "depends on" it.
# In German and French the side alone is taken for sure: eingehend, ausgehend, entrant, sortant.
_JIRA_LINK = re.compile(
    r"[^(]*\b(?:(?P<inward>inward|eingehende?\w?|entrante?s?)|outward|ausgehende?\w?|sortante?s?)\b[^(]*"
    r"\((?P<kind>.+)\)"
)
_BY_WORD = re.compile(r".*\((?:block|bloqu|depend|dépend|abhäng)[^()]*\)")  # a link whose side is not known
_INWARD_WAITS = {"blocks", "block", "blocker", "blocked", "gantt end to start", "gantt finish to start", "precedes"}
_OUTWARD_WAITS = {"depends", "depend", "depends on", "dependency", "dependencies", "dependent", "requires", "required"}
LINK_TABLE = ("issuekey", "linkedissuekey", "name")


def role_of(heading: str) -> str:
    """The role that a column of this heading has where no other column is in its way."""
    return _taken_for(heading)[0]


def _taken_for(heading: str) -> tuple[str, str]:
    if link := _JIRA_LINK.fullmatch(heading.casefold().strip()):
        inward, kind = bool(link["inward"]), plain(link["kind"])
        role = EXTRA
        if kind in _INWARD_WAITS:
            role = "depends_on" if inward else "waited_for_by"
        elif kind in _OUTWARD_WAITS:
            role = "waited_for_by" if inward else "depends_on"
        return role, ""
    if level(heading):
        return "title", ""
    return recognised(heading, READ.values()) or (EXTRA, "")


def is_link(heading: str) -> bool:
    """Whether a column of this heading holds links of items, of whatever kind."""
    said = heading.casefold().strip()
    return bool(_JIRA_LINK.fullmatch(said) or _BY_WORD.fullmatch(said))


def level(heading: str) -> int:
    """The level of a column of Azure's tree, from 1: it writes an item's title into `Title 1`, its child's into
    `Title 2`. 0 for any other column."""
    match = re.fullmatch(r"title (\d)", plain(heading))
    return int(match[1]) if match else 0


def known(header: Sequence[str], mapping: Mapping[str, str] | None = None) -> int:
    """How many headings are recognised or mapped: tells a header that is split rightly from one that is not."""
    mapped = {plain(heading) for heading in mapping or ()}
    return sum(role_of(name) != EXTRA or plain(name) in mapped or plain(name) in LINK_TABLE for name in header)


def recognise(header: Sequence[str], mapping: Mapping[str, str] | None = None) -> list[Column]:
    """What each column of `header` is; `mapping` (heading -> field) wins over that. Raises CourseError."""
    return columns_of(header, READ, mapping, _taken_for)


def ranked(columns: Sequence[Column]) -> dict[str, list[int]]:
    """Field that holds one value -> its columns, the best heading first: the first that is filled counts."""
    return {field: places for field, places in ranked_by(columns, READ).items() if field not in MANY}
