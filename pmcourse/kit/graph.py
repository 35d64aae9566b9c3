"""What waits for what: knots and circles in a directed graph, for every lesson that has things that need each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import lazy_loader as lazy

if TYPE_CHECKING:
    from collections.abc import Hashable

nx = lazy.load("networkx")


def knots(graph: nx.DiGraph) -> list[list[Hashable]]:
    """The nodes that wait for each other in circles: a list for each knot, all in the graph's order."""
    place = {node: at for at, node in enumerate(graph)}
    found = [
        sorted(knot, key=place.__getitem__)
        for knot in nx.strongly_connected_components(graph)
        if len(knot) > 1 or graph.has_edge(*knot, *knot)
    ]
    return sorted(found, key=lambda knot: place[knot[0]])


def circles(graph: nx.DiGraph) -> list[tuple[Hashable, ...]]:
    """One circle for each knot: a shortest through its first node, from that node along the edges."""
    return [_circle(graph.subgraph(knot), knot[0]) for knot in knots(graph)]


def _circle(graph: nx.DiGraph, start: Hashable) -> tuple[Hashable, ...]:
    ways = (nx.shortest_path(graph, after, start) for after in graph[start])
    return (start, *min(ways, key=len)[:-1])
