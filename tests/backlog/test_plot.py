import itertools
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from pmcourse.backlog import plot
from pmcourse.backlog.case import CASE
from pmcourse.backlog.model import Backlog, BacklogError, Item
from pmcourse.kit.labels import place, spread

POINTS = st.lists(st.tuples(st.floats(0, 500), st.floats(0, 300)), max_size=40)
MARK = 4.0


def boxes(drawing):
    """The boxes of all words drawn in the picture."""
    figure = drawing.figure
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    axes = figure.axes[0]
    return {text.get_text(): Text.get_window_extent(text, renderer) for text in axes.texts if text.get_text()}


def two(**more):
    return Backlog(items=(Item(id="A", title="Alpha", **more), Item(id="B", title="Beta", **more)))


def test_pictures_are_made_without_pyplot():
    code = "import sys, pmcourse.backlog.plot; print('matplotlib.pyplot' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout.strip() == "False", run.stderr


def test_no_two_labels_of_the_map_cover_each_other_and_each_item_is_named():
    found = boxes(plot.value_effort_map(CASE.start))
    named = [id for label in found for id in label.split(", ")]
    assert sorted(named) == sorted(CASE.start.ids)
    apart = list(found.values())
    assert not any(one.overlaps(other) for at, one in enumerate(apart) for other in apart[:at])


def test_the_map_says_the_quadrant_by_shape_as_well_as_by_colour():
    handles = plot.value_effort_map(CASE.start).figure.axes[0].collections
    shapes = {handle.get_paths()[0].vertices.tobytes() for handle in handles}
    colours = {tuple(handle.get_facecolor()[0]) for handle in handles}
    assert len(shapes) == len(colours) == 4


def test_the_maps_words_name_each_item_and_where_the_fields_part():
    words = plot.value_effort_map(CASE.start).alt
    assert all(id in words for id in CASE.start.ids)
    assert "effort from 2 and value from 5 count as high" in words


def test_a_map_without_values_says_that_it_is_empty():
    assert "empty" in plot.value_effort_map(two()).alt
    assert plot.value_effort_map(two()).svg()


def test_items_at_the_same_spot_share_a_label():
    assert "A, B" in boxes(plot.value_effort_map(two(effort=2, business_value=5)))


def test_labels_without_room_are_left_out_and_counted():
    many = Backlog(
        items=tuple(Item(id=f"LONG-{n}", title="x", effort=1 + n / 1e3, business_value=5) for n in range(90))
    )
    assert any("labels left out" in text.get_text() for text in plot.value_effort_map(many).figure.texts)


def test_the_rank_shift_names_the_farthest_movers_on_both_sides_without_overlap():
    found = boxes(plot.rank_shift(CASE.start, "rice", "wsjf"))
    assert sum("T-03" in label for label in found) == 2
    assert len(found) == 2 * plot.MOST_SHIFTS
    apart = list(found.values())
    assert not any(one.overlaps(other) for at, one in enumerate(apart) for other in apart[:at])


def test_the_rank_shift_says_up_and_down_by_dash_and_marker_as_well_as_by_colour():
    lines = plot.rank_shift(CASE.start, "rice", "wsjf").figure.axes[0].lines
    assert {"-", "--"} <= {line.get_linestyle() for line in lines}
    assert {"^", "v"} <= {line.get_marker() for line in lines}


def test_the_rank_shifts_words_give_ranks_under_both_methods_and_how_many_are_left_out():
    words = plot.rank_shift(CASE.start, "rice", "wsjf").alt
    assert words.startswith("Ranks under RICE and WSJF (cost of delay): T-03 from 23 to 1; ")
    assert words.endswith("10 more move less far.")


def test_a_rank_shift_without_moves_says_so():
    assert plot.rank_shift(two(), "rice", "wsjf").alt.endswith("no item moves.")


def test_the_cost_curve_ends_at_the_cost_that_its_label_and_words_give():
    orders = {"Mine": CASE.start.ids, "Upside down": CASE.start.ids[::-1]}
    drawing = plot.cost_over_time(CASE.start, orders)
    ends = {f"{line.get_ydata()[-1]:,.0f}" for line in drawing.figure.axes[0].lines}
    assert ends == {label.split("\n")[1] for label in boxes(drawing)}
    assert all(end in drawing.alt for end in ends)


def test_orders_that_cost_nearly_the_same_have_labels_apart():
    orders = {f"Order {n}": CASE.start.ids for n in range(4)}
    apart = list(boxes(plot.cost_over_time(CASE.start, orders)).values())
    assert not any(one.overlaps(other) for at, one in enumerate(apart) for other in apart[:at])


def test_an_order_that_misses_items_has_no_curve():
    with pytest.raises(BacklogError, match="misses T-02"):
        plot.cost_over_time(CASE.start, {"Short": ["T-01"]})


def test_an_empty_backlog_has_pictures_and_words():
    nothing = Backlog()
    for drawing in (
        plot.value_effort_map(nothing),
        plot.rank_shift(nothing, "rice", "wsjf"),
        plot.cost_over_time(nothing, {"Mine": ()}),
        plot.cost_over_time(nothing, {}),
    ):
        assert drawing.svg() and drawing.alt


def test_the_same_backlog_gives_the_same_picture():
    assert plot.value_effort_map(CASE.start).svg() == plot.value_effort_map(CASE.start).svg()


@given(st.lists(st.floats(-1e3, 1e3), max_size=30), st.floats(0.1, 50))
def test_labels_on_a_line_keep_their_distance_and_their_order(wanted, gap):
    places = spread(wanted, gap)
    pairs = sorted(zip(places, wanted, strict=True))
    assert all(b[0] - a[0] >= gap - 1e-6 for a, b in itertools.pairwise(pairs))
    assert [w for _, w in pairs] == sorted(wanted)


@given(st.lists(st.integers(0, 30), unique=True, max_size=20))
def test_labels_that_do_not_collide_stay_where_they_are_wanted(wanted):
    assert spread(wanted, 1) == pytest.approx(wanted)


@given(POINTS)
def test_labels_cover_no_mark_and_no_other_label_and_stay_inside(points):
    size, frame = (30.0, 11.0), (500.0, 300.0)
    placed = []
    for (x, y), vector in zip(points, place(points, [size] * len(points), frame, MARK), strict=True):
        if vector is not None:
            middle = (x + vector[0], y + vector[1])
            placed.append((middle[0] - 15, middle[1] - 5.5, middle[0] + 15, middle[1] + 5.5))
    marks = [(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in points]
    for at, box in enumerate(placed):
        assert box[0] >= 0 and box[1] >= 0 and box[2] <= frame[0] and box[3] <= frame[1]
        for other in (*placed[:at], *marks):
            assert box[2] <= other[0] or other[2] <= box[0] or box[3] <= other[1] or other[3] <= box[1]
