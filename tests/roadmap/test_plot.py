import matplotlib.pyplot as plt
import pytest

from pmcourse.roadmap import plot
from pmcourse.roadmap.case import CASE
from pmcourse.roadmap.forecast import forecast
from pmcourse.roadmap.model import Roadmap, Team

START = CASE.start
SEEN = forecast(START, trials=300)
PICTURES = {
    "board": (plot.board, START),
    "heat_map": (plot.heat_map, START),
    "timeline": (plot.timeline, SEEN),
    "fan": (plot.fan, SEEN),
}


def texts(drawing):
    axes = drawing.figure.axes
    return {text.get_text() for one in axes for text in one.findobj(match=lambda a: hasattr(a, "get_text"))}


@pytest.mark.parametrize("name", PICTURES)
class TestEachPicture:
    def test_it_is_the_same_at_every_run(self, name):
        draw, data = PICTURES[name]
        assert draw(data).png == draw(data).png
        assert draw(data).svg() == draw(data).svg()
        assert draw(data).alt == draw(data).alt

    def test_it_leaves_no_figure_open(self, name):
        draw, data = PICTURES[name]
        draw(data)
        assert plt.get_fignums() == []


def test_every_card_is_on_the_board():
    shown = " ".join(texts(plot.board(START))).replace("\n", " ")
    assert all(initiative.title in shown for initiative in START.initiatives)


def test_the_heat_map_says_numbers_and_excess_in_its_cells():
    shown = texts(plot.heat_map(START))
    assert {"24.3 of 22", "▲ 2.3 too many", "13.8 of 16"} <= shown


def test_the_timeline_shows_the_chance_beside_each_promise():
    shown = texts(plot.timeline(SEEN))
    assert "over 99%" in shown and "100%" not in shown


def test_the_fan_names_the_three_days():
    legends = [text.get_text() for text in plot.fan(SEEN).figure.axes[0].get_legend().get_texts()]
    assert [text[:3] for text in legends] == ["P50", "P85", "P95"]


def test_words_say_what_pictures_show():
    assert "2027-Q1 24.3 of 22, 2.3 too many" in plot.heat_map(START).alt
    assert "Later: R-12" in plot.board(START).alt
    assert f"by {SEEN.day(0.5, 'R-01')}, 85% by {SEEN.day(0.85, 'R-01')}" in plot.timeline(SEEN).alt
    assert "14 initiatives" in plot.fan(SEEN).alt


def test_an_empty_roadmap_can_be_drawn():
    empty = Roadmap(as_of="2027-01-01", teams=(Team(id="T"),))
    for draw in (plot.board, plot.heat_map):
        assert draw(empty).png


def test_what_is_not_in_sight_can_be_drawn():
    teams = tuple(t.model_copy(update={"capacity": {"2026-Q4": 6, "2027-Q1": 0}}) for t in START.teams)
    endless = forecast(START.model_copy(update={"teams": teams}), trials=50)
    assert endless.day(0.5) is None
    assert plot.timeline(endless).png
    assert "not in sight" in plot.timeline(endless).alt
    assert plot.fan(endless).png
