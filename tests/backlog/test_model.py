"""The backlog as data: what it refuses, what an edit returns, and which dependencies it sees."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.artifact import Invalid, dumps, loads
from pmcourse.backlog.model import Backlog, BacklogError, Item, Kano, Moscow

AMOUNTS = ("reach", "impact", "effort", "business_value", "time_criticality", "risk_opportunity", "cost_of_delay",
           "duration")  # fmt: skip
SCORES = (*AMOUNTS, "confidence", "importance", "satisfaction")


def backlog(*ids: str, **needs: str) -> Backlog:
    """Items in this order; `needs` maps an id to the ids it needs, one letter each."""
    return Backlog(items=tuple(Item(id=id, title=f"Item {id}", depends_on=tuple(needs.get(id, ""))) for id in ids))


class TestItem:
    def test_knows_nothing_until_told(self):
        item = Item(id="T-01", title="Book")
        assert all(getattr(item, field) is None for field in SCORES)
        assert item.moscow is None and item.kano == () and item.depends_on == ()

    @pytest.mark.parametrize("field", SCORES)
    @pytest.mark.parametrize("value", [-1, -0.001, math.nan, math.inf, -math.inf, 1e300, "many"])
    def test_refuses_a_value_that_is_no_sensible_number_and_names_item_field_and_value(self, field, value):
        with pytest.raises(BacklogError) as error:
            Item(id="T-01", title="Book").but(**{field: value})
        assert str(error.value).startswith(f"T-01: {field} ")
        assert repr(value) in str(error.value)

    @pytest.mark.parametrize("field", SCORES)
    def test_takes_zero_as_known(self, field):
        assert getattr(Item(id="T-01", title="Book").but(**{field: 0}), field) == 0

    def test_says_how_to_write_a_percentage(self):
        with pytest.raises(BacklogError, match=r"write 80% as 0\.8"):
            Item(id="T-01", title="Book").but(confidence=80)

    def test_can_forget_a_value_again(self):
        assert Item(id="T-01", title="Book", reach=5).but(reach=None).reach is None

    def test_reads_kano_answers_and_the_moscow_class_from_words(self):
        item = Item(id="a", title="a", moscow="must", kano=[["like", "dislike"]])
        assert item.moscow is Moscow.MUST
        assert item.kano == ((Kano.LIKE, Kano.DISLIKE),)

    def test_refuses_a_moscow_class_that_does_not_exist(self):
        with pytest.raises(BacklogError, match="moscow"):
            Item(id="a", title="a").but(moscow="perhaps")


class TestEdits:
    def test_refuses_the_same_id_twice_and_names_it(self):
        with pytest.raises(ValueError, match="'a' stands there twice"):
            backlog("a", "b", "a")

    def test_change_returns_a_new_backlog_and_leaves_the_old_one(self):
        old = backlog("a", "b")
        new = old.change("b", effort=3)
        assert new.find("b").effort == 3
        assert old.find("b").effort is None
        assert new.ids == old.ids

    def test_change_keeps_ids_because_dependencies_refer_to_them(self):
        with pytest.raises(BacklogError, match="id stays as it is"):
            backlog("a", "b").change("a", id="b")

    @pytest.mark.parametrize(("to", "ids"), [(0, "cab"), (1, "acb"), (2, "abc"), (-5, "cab"), (99, "abc")])
    def test_move_puts_an_item_at_a_place_and_stops_at_the_ends(self, to, ids):
        assert "".join(backlog("a", "b", "c").move("c", to).ids) == ids

    def test_add_and_remove(self):
        assert backlog("a").add(Item(id="b", title="b")).remove("a").ids == ("b",)

    def test_add_refuses_an_id_that_is_taken(self):
        with pytest.raises(BacklogError, match="'a' is taken"):
            backlog("a").add(Item(id="a", title="another"))

    @pytest.mark.parametrize("edit", ["find", "change", "remove"])
    def test_an_unknown_id_is_named_with_the_ids_there_are(self, edit):
        with pytest.raises(BacklogError, match=r"No item has the id 'z'\. The ids are: a, b"):
            getattr(backlog("a", "b"), edit)("z")

    @pytest.mark.parametrize(("ids", "what"), [("ab", "misses c"), ("abcz", "unknown z"), ("abca", "repeats a")])
    def test_reorder_names_what_is_wrong_with_an_order(self, ids, what):
        with pytest.raises(BacklogError, match=what):
            backlog("a", "b", "c").reorder(ids)

    @settings(deadline=None)
    @given(st.permutations("abcdef"))
    def test_reorder_gives_the_order_asked_for_and_loses_nothing(self, ids):
        old = backlog(*"abcdef").change("c", reach=7)
        new = old.reorder(ids)
        assert new.ids == tuple(ids)
        assert sorted(new.items, key=lambda item: item.id) == list(old.items)


class TestDependencies:
    def test_broken_names_each_need_that_comes_later(self):
        assert backlog("a", "b", "c", a="b", b="z", c="a").broken() == [("a", "b")]

    def test_unknown_names_each_need_that_is_not_there(self):
        assert backlog("a", "b", "c", a="b", b="z", c="a").unknown() == [("b", "z")]

    def test_needs_points_from_what_is_needed_and_leaves_out_what_is_unknown(self):
        assert set(backlog("a", "b", a="bz").needs().edges) == {("b", "a")}

    def test_without_a_circle_there_is_none(self):
        assert backlog(*"abcd", b="a", c="a", d="bc").circles() == []

    def test_a_circle_is_named_from_its_first_item_in_the_order_of_need(self):
        assert backlog(*"abcd", b="a", c="b", a="c", d="a").circles() == [("a", "b", "c")]

    def test_an_item_that_needs_itself_is_a_circle(self):
        assert backlog("a", "b", b="b").circles() == [("b",)]

    def test_each_knot_gives_one_shortest_circle_in_the_backlogs_order(self):
        knots = backlog(*"abcdef", d="e", e="d", a="c", c="b", b="ca")
        assert knots.circles() == [("a", "b", "c"), ("d", "e")]

    @settings(deadline=None)
    @given(st.dictionaries(st.sampled_from("abcdef"), st.text("abcdef", max_size=3)))
    def test_every_circle_named_is_one(self, needs):
        tangled = backlog(*"abcdef", **needs)
        graph = tangled.needs()
        for circle in tangled.circles():
            assert len(set(circle)) == len(circle)
            assert all(graph.has_edge(a, b) for a, b in zip(circle, (*circle[1:], circle[0]), strict=True))


numbers = st.none() | st.floats(0, 1e12)
items = st.builds(
    Item,
    id=st.uuids().map(str),
    title=st.text(min_size=1, max_size=10),
    description=st.text(max_size=10),
    confidence=st.none() | st.floats(0, 1),
    importance=st.none() | st.floats(0, 10),
    satisfaction=st.none() | st.floats(0, 10),
    **{field: numbers for field in AMOUNTS},
    moscow=st.none() | st.sampled_from(Moscow),
    kano=st.lists(st.tuples(st.sampled_from(Kano), st.sampled_from(Kano)), max_size=3).map(tuple),
    depends_on=st.lists(st.text(max_size=5), max_size=3).map(tuple),
    tags=st.lists(st.text(max_size=5), max_size=3).map(tuple),
    parent=st.text(max_size=5),
    extra=st.dictionaries(st.text(max_size=5), st.lists(st.text(max_size=5), max_size=2).map(tuple), max_size=2),
)


@settings(deadline=None)
@given(st.lists(items, max_size=4, unique_by=lambda item: item.id))
def test_what_is_written_is_read_back_the_same(written):
    whole = Backlog(title="Ours", items=tuple(written))
    assert loads(dumps(whole), Backlog) == whole


def test_a_file_with_a_wrong_value_is_refused_in_words():
    text = dumps(backlog("a")).replace('"title": "Item a"', '"title": "Item a", "effort": -2')
    with pytest.raises(Invalid, match=r"items\.0\.effort .*\(got -2\)"):
        loads(text, Backlog)
