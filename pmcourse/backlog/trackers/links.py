"""Links between items: from columns of an export or from a table of links, as what an item needs first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pmcourse.backlog.model import Backlog
from pmcourse.backlog.trackers.columns import LINK_TABLE, WAITED_FOR, WAITS
from pmcourse.kit.fields import plain
from pmcourse.sheets import BadRow, Row


@dataclass
class Needs:
    """What each item needs first, without repeats, in the order in which it was said."""

    of: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, item: str, need: str) -> None:
        self.of.setdefault(item, {})[need] = None

    def __getitem__(self, item: str) -> tuple[str, ...]:
        return tuple(self.of.get(item, ()))


@dataclass(frozen=True)
class Links:
    """A table of links. needs: item -> what it needs first. others: item -> kind of link -> items, for links that say
    nothing about the order. keys: every item named. set_aside: rows that are no link.
    """

    needs: Mapping[str, tuple[str, ...]]
    others: Mapping[str, Mapping[str, tuple[str, ...]]]
    keys: tuple[str, ...]
    set_aside: tuple[BadRow, ...]

    @property
    def notes(self) -> list[str]:
        """How many links say nothing about the order, by kind."""
        kinds = Counter(kind for found in self.others.values() for kind, keys in found.items() for _ in keys)
        if not kinds:
            return []
        said = ", ".join(f"{count} “{kind}”" for kind, count in kinds.most_common())
        return [f"Links that do not say what comes first are kept, but are no dependencies: {said}."]

    def missing(self, ids: Iterable[str]) -> list[str]:
        """A note on how many of the items that links start from are not among `ids`, and so left out."""
        known, starts = set(ids), {*self.needs, *self.others}
        if starts <= known:
            return []
        return [f"Links of {len(starts - known)} items are left out, because the backlog has no such items."]


def is_table(header: Iterable[str]) -> bool:
    """Whether these are the headings of a table of links."""
    return set(LINK_TABLE) <= {plain(heading) for heading in header}


def links_in(header: Iterable[str], rows: Iterable[Row]) -> Links:
    """The links in `rows` of a table with columns issuekey, linkedIssueKey and name, such as `is blocked by`."""
    names = [plain(heading) for heading in header]
    places = [names.index(name) for name in LINK_TABLE]
    needs, others, keys, faults = Needs(), {}, {}, []
    for row in rows:
        if row.blank:
            continue
        cells = [row.cells[at].strip() if at < len(row.cells) else "" for at in places]
        if row.fault or not all(cells):
            faults.append(BadRow(row.line, row.fault or "must name two items and the link between them", row.cells))
            continue
        item, other, name = cells
        keys |= {item: None, other: None}
        kind = re.sub(r"\s+", " ", name).casefold()
        if kind in WAITS:
            needs.add(item, other)
        elif kind in WAITED_FOR:
            needs.add(other, item)
        else:
            others.setdefault(item, {}).setdefault(name, {})[other] = None
    kept = {item: {name: tuple(found) for name, found in by.items()} for item, by in others.items()}
    return Links({item: needs[item] for item in needs.of}, kept, tuple(keys), tuple(faults))


def with_links(backlog: Backlog, links: Links) -> Backlog:
    """The backlog with the links of its items added: needs as dependencies, other links in `extra` by their kind."""
    items = []
    for item in backlog.items:
        needs, others = links.needs.get(item.id, ()), links.others.get(item.id, {})
        if needs or others:
            extra = {name: (*item.extra.get(name, ()), *keys) for name, keys in others.items()}
            item = item.but(depends_on=tuple(dict.fromkeys(item.depends_on + needs)), extra=item.extra | extra)
        items.append(item)
    return backlog.model_copy(update={"items": tuple(items)})
