import re

from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.roadmap.audience import Audience, view, view_markdown
from pmcourse.roadmap.case import CASE
from pmcourse.roadmap.forecast import forecast

DAY = re.compile(r"\d{4}-(?:\d\d-\d\d|Q\d)")


def days_in(rows):
    return {day for row in rows for cell in row.values() for day in DAY.findall(cell)}


class TestBoardAndSales:
    @given(st.sampled_from([Audience.BOARD, Audience.SALES]), st.sets(st.sampled_from(CASE.start.initiatives)))
    @settings(deadline=None)
    def test_no_day_is_shown_that_nobody_promised(self, audience, kept):
        some = tuple(i if i in kept else i.model_copy(update={"promise": None}) for i in CASE.start.initiatives)
        roadmap = CASE.start.model_copy(update={"initiatives": some})
        promised = {str(i.promise) for i in some if i.promise}
        assert days_in(view(roadmap, audience, forecast(roadmap, trials=20)).rows) == promised

    def test_the_board_sees_one_row_for_each_outcome(self):
        rows = view(CASE.start, Audience.BOARD).rows
        assert [row["outcome"] for row in rows] == [outcome.name for outcome in CASE.start.outcomes]
        assert rows[1]["measure"] == "time to check a thing in: 6 → 2 min"

    def test_sales_sees_what_it_is_good_for_and_no_effort(self):
        (first, *_) = view(CASE.start, Audience.SALES).rows
        assert first == {
            "when": "now",
            "what": "Booking that everyone can use",
            "why it helps": "A duty: the council's two conditions are met",
            "promised": "2027-03-31 (Mr Tan, town council)",
        }


class TestTeam:
    def test_it_sees_efforts_waits_and_the_forecast_as_a_range(self):
        rows = {row["initiative"][:4]: row for row in view(CASE.start, Audience.TEAM, forecast(CASE.start)).rows}
        assert rows["R-07"]["effort"] == "4 / 6 / 10 person-weeks"
        assert rows["R-07"]["waits for"] == "R-02"
        assert len(DAY.findall(rows["R-07"]["forecast"])) == 2

    def test_without_a_forecast_there_is_a_dash(self):
        assert {row["forecast"] for row in view(CASE.start, Audience.TEAM).rows} == {"–"}


def test_every_audience_sees_every_initiative_that_serves_an_outcome():
    for audience in Audience:
        page = view_markdown(CASE.start, view(CASE.start, audience))
        assert all(i.title in page for i in CASE.start.initiatives if i.outcome)


def test_what_is_done_is_shown_to_nobody():
    done = tuple(i.model_copy(update={"done": i.id == "R-01"}) for i in CASE.start.initiatives)
    roadmap = CASE.start.model_copy(update={"initiatives": done})
    for audience in Audience:
        assert "Booking that everyone can use" not in view_markdown(roadmap, view(roadmap, audience))
