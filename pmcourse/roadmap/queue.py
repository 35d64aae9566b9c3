"""In which order the teams take up the work, and what cannot be forecast and why."""

from __future__ import annotations

from enum import StrEnum

import lazy_loader as lazy

from pmcourse.kit.graph import knots
from pmcourse.roadmap.capacity import quarters_away
from pmcourse.roadmap.model import Estimate, Initiative, Roadmap

nx = lazy.load("networkx")


class Method(StrEnum):
    """What the forecast draws at random."""

    ESTIMATES = "estimates"
    THROUGHPUT = "throughput"


def amount(initiative: Initiative, method: Method) -> Estimate | None:
    """How much work an initiative is: person-weeks, or stories by throughput; None where nobody has said."""
    return initiative.effort if method is Method.ESTIMATES else initiative.size


def queue(roadmap: Roadmap, method: Method) -> tuple[list[Initiative], dict[str, str]]:
    """The initiatives ahead in the order in which they are worked on, and a reason for each that cannot be forecast.

    Nearest column of the board first, then the order of the list; what an initiative waits for comes before it.
    """
    ahead = {i.id: i for i in sorted(roadmap.ahead, key=lambda i: quarters_away(roadmap, i)[0])}
    gone = {i.id for i in roadmap.initiatives if i.done}
    graph = nx.DiGraph()
    graph.add_nodes_from(ahead)
    graph.add_edges_from((id, after) for id, one in ahead.items() for after in one.after if after in ahead)
    left_out = {id: "it waits in a circle" for knot in knots(graph) for id in knot}
    order: dict[str, Initiative] = {}
    for id in nx.dfs_postorder_nodes(graph):  # in the order of the graph, and what is waited for first
        one = ahead[id]
        before = [after for after in one.after if after not in gone]
        if id in left_out:
            continue
        if reason := _reason(roadmap, one, method, before, order):
            left_out[id] = reason
        else:
            order[id] = one
    return list(order.values()), left_out


def _reason(roadmap: Roadmap, one: Initiative, method: Method, before: list[str], order: dict[str, Initiative]) -> str:
    for id in before:
        if id not in order:
            on_roadmap = roadmap.initiative(id) is not None
            return f"it waits for {id}, which {'cannot be forecast' if on_roadmap else 'is not on the roadmap'}"
    if not one.teams:
        return "no team is named for it"
    for id in one.teams:
        team = roadmap.team(id)
        if team is None:
            return f"its team {id} is not on the roadmap"
        if method is Method.ESTIMATES and not any(team.capacity.values()):
            return f"its team {id} has no capacity"
        if method is Method.THROUGHPUT and not any(team.throughput):
            return f"its team {id} has no past weeks in which it finished a story"
    if amount(one, method) is None:
        return "its effort is not estimated" if method is Method.ESTIMATES else "its size in stories is not known"
    return ""
