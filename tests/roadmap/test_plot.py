import matplotlib.pyplot as plt
import pytest

from pmcourse.look import Picture, svg
from pmcourse.roadmap import plot
from pmcourse.roadmap.case import toolshed
from pmcourse.roadmap.forecast import forecast
from pmcourse.roadmap.model import Roadmap, Team

CASE = toolshed()
SEEN = forecast(CASE, trials=300)
PICTURES = {
    "board": (plot.board, plot.board_alt, CASE),
    "heat_map": (plot.heat_map, plot.heat_map_alt, CASE),
    "timeline": (plot.timeline, plot.timeline_alt, SEEN),
    "fan": (plot.fan, plot.fan_alt, SEEN),
}


def texts(figure):
    return {text.get_text() for axes in figure.axes for text in axes.findobj(match=lambda a: hasattr(a, "get_text"))}


@pytest.mark.parametrize("name", PICTURES)
class TestEachPicture:
    def test_it_is_the_same_at_every_run(self, name):
        draw, alt, data = PICTURES[name]
        assert Picture(draw(data), alt(data)).png == Picture(draw(data), alt(data)).png
        assert svg(draw(data), alt(data)) == svg(draw(data), alt(data))

    def test_it_leaves_no_figure_open(self, name):
        draw, _, data = PICTURES[name]
        draw(data)
        assert plt.get_fignums() == []


def test_every_card_is_on_the_board():
    shown = " ".join(texts(plot.board(CASE))).replace("\n", " ")
    assert all(initiative.title in shown for initiative in CASE.initiatives)


def test_the_heat_map_says_numbers_and_excess_in_its_cells():
    shown = texts(plot.heat_map(CASE))
    assert {"24.3 of 22", "▲ 2.3 too many", "13.8 of 16"} <= shown


def test_the_timeline_shows_the_chance_beside_each_promise():
    shown = texts(plot.timeline(SEEN))
    assert f"{SEEN.promises()[0].chance:.0%}" in shown


def test_the_fan_names_the_three_days():
    legends = [text.get_text() for text in plot.fan(SEEN).axes[0].get_legend().get_texts()]
    assert [text[:3] for text in legends] == ["P50", "P85", "P95"]


def test_words_say_what_pictures_show():
    assert "2027-Q1 24.3 of 22, 2.3 too many" in plot.heat_map_alt(CASE)
    assert "Later: R-12" in plot.board_alt(CASE)
    assert f"by {SEEN.day(0.5, 'R-01')}, 85% by {SEEN.day(0.85, 'R-01')}" in plot.timeline_alt(SEEN)
    assert "14 initiatives" in plot.fan_alt(SEEN)


def test_an_empty_roadmap_can_be_drawn():
    empty = Roadmap(as_of="2027-01-01", teams=(Team(id="T"),))
    for draw in (plot.board, plot.heat_map):
        assert Picture(draw(empty), "empty").png


def test_what_is_not_in_sight_can_be_drawn():
    teams = tuple(t.model_copy(update={"capacity": {"2026-Q4": 6, "2027-Q1": 0}}) for t in CASE.teams)
    endless = forecast(CASE.model_copy(update={"teams": teams}), trials=50)
    assert endless.day(0.5) is None
    assert Picture(plot.timeline(endless), plot.timeline_alt(endless)).png
    assert "not in sight" in plot.timeline_alt(endless)
    assert Picture(plot.fan(endless), plot.fan_alt(endless)).png
