import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.kit.graph import circles, knots

ARROWS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=16)


@given(ARROWS)
def test_a_circle_is_found_exactly_where_there_is_no_order(arrows):
    graph = nx.DiGraph(arrows)
    assert (not circles(graph)) == nx.is_directed_acyclic_graph(graph)
    assert len(circles(graph)) == len(knots(graph))
    for circle in circles(graph):
        assert all(graph.has_edge(*step) for step in zip(circle, [*circle[1:], circle[0]], strict=True))
        assert len(set(circle)) == len(circle)


def test_circles_stand_in_the_order_of_the_graph_and_begin_with_their_first_node():
    graph = nx.DiGraph()
    graph.add_nodes_from("dacbe")
    graph.add_edges_from([("a", "b"), ("b", "c"), ("c", "a"), ("b", "a"), ("d", "d"), ("e", "a")])
    assert knots(graph) == [["d"], ["a", "c", "b"]]
    assert circles(graph) == [("d",), ("a", "b")]
