import csv
import io
import json

import pytest

from pmcourse.artifact import save
from pmcourse.roadmap.case import CASE
from pmcourse.roadmap.exchange import read_roadmap
from pmcourse.roadmap.model import Estimate, Initiative, Outcome, Roadmap, Team


@pytest.fixture
def case(tmp_path):
    save(tmp_path / "case.json", CASE.start)
    return tmp_path / "case.json"


@pytest.fixture
def sound(tmp_path):
    """A roadmap that nothing can be said against."""
    one = Initiative(
        id="A", title="Tell members", outcome="o", hypothesis="They forget.", effort=Estimate(low=1, likely=2, high=3),
        teams=("T",), quarter="2027-Q1", promise="2027-03-31",
    )  # fmt: skip
    outcome = Outcome(id="o", name="Things come back", metric="late", baseline=18, target=8, by="2027-06-30")
    team = Team(id="T", capacity={"2027-Q1": 12}, throughput=(1, 2))
    save(tmp_path / "a.json", Roadmap(as_of="2027-01-04", outcomes=(outcome,), teams=(team,), initiatives=(one,)))
    return tmp_path / "a.json"


class TestForecast:
    def test_days_chances_and_drivers_are_printed_and_a_broken_promise_is_status_1(self, run, case):
        result = run("forecast", case, "--format", "json", "--trials", 500)
        rows = {row["initiative"]: row for row in json.loads(result.stdout)}
        assert result.exit_code == 1
        assert rows["R-07"]["promised"] == "2027-03-31" and rows["R-07"]["chance"] < 85
        assert rows["R-01"]["p50"] <= rows["R-01"]["p85"] <= rows["R-01"]["p95"]
        assert sum(row["drives"] or 0 for row in rows.values()) == pytest.approx(100, abs=1)
        assert "everything" in rows and "grant" in rows

    def test_days_are_whole_on_a_narrow_screen_and_promises_stand_in_a_table_of_their_own(self, run, case, monkeypatch):
        monkeypatch.setenv("COLUMNS", "80")
        ends, promises = run("forecast", case, "--trials", 500).stdout.split("Promises, and the chance")
        assert ends.count("2026-1") >= 6 and "…" not in ends + promises
        assert "2027-03-31" in promises and "all work for" in promises

    def test_promises_that_hold_are_status_0(self, run, sound):
        assert run("forecast", sound, "--trials", 200).exit_code == 0

    def test_how_sure_a_promise_must_be_can_be_said(self, run, case):
        assert run("forecast", case, "--trials", 100, "--sure", 0).exit_code == 0

    def test_throughput_needs_sizes_and_says_what_is_left_out(self, refused, sound):
        assert "its size in stories is not known" in refused("forecast", sound, "--method", "throughput")

    def test_few_past_weeks_are_warned_of_and_nothing_is_certain(self, run, sound):
        base = read_roadmap(sound).roadmap
        sized = base.initiatives[0].model_copy(update={"pieces": Estimate(low=1, likely=1, high=1)})
        save(sound, base.with_initiative(sized))
        result = run("forecast", sound, "--method", "Throughput")
        assert "T has only 2 past weeks of throughput" in result.stderr
        assert "100.0" not in result.stdout and "100%" not in result.stdout

    def test_what_is_left_out_is_said_and_is_status_1(self, run, case):
        save(case, CASE.start.with_initiative(CASE.start.initiative("R-04").model_copy(update={"teams": ()})))
        result = run("forecast", case, "--trials", 50, "--sure", 0)
        assert result.exit_code == 1
        assert result.stderr == "R-04 is not in the forecast: no team is named for it.\n"

    @pytest.mark.parametrize("option", [("--sure", 120), ("--trials", 0), ("--seed", -1)])
    def test_bad_options_are_refused(self, refused, case, option):
        assert "must be" in refused("forecast", case, *option)


class TestCheck:
    def test_findings_are_rows_and_status_1(self, run, case):
        result = run("check", case, "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(result.stdout)))
        assert result.exit_code == 1
        assert ("Borrow", "capacity_exceeded", "must") in [(r["item"], r["criterion"], r["severity"]) for r in rows]

    def test_nothing_to_say_is_status_0(self, run, sound):
        result = run("check", sound, "--format", "json")
        assert (result.exit_code, json.loads(result.stdout)) == (0, [])


class TestShow:
    def test_each_audience_gets_its_columns(self, run, case):
        for audience, column in (("board", "measure"), ("sales", "why it helps"), ("team", "effort")):
            rows = json.loads(run("show", case, "--audience", audience, "--format", "json").stdout)
            assert column in rows[0]

    def test_a_roadmap_that_cannot_be_forecast_is_shown_all_the_same(self, run, tmp_path):
        (tmp_path / "x.csv").write_text("title\nSing\n")
        result = run("show", tmp_path / "x.csv", "--format", "json")
        assert (result.exit_code, len(json.loads(result.stdout))) == (0, 1)


class TestConvert:
    @pytest.mark.parametrize("ending", ["csv", "md", "json"])
    def test_nothing_is_lost(self, run, case, tmp_path, ending):
        assert run("convert", case, tmp_path / f"out.{ending}").exit_code == 0
        assert read_roadmap(tmp_path / f"out.{ending}").roadmap == CASE.start

    def test_a_file_that_exists_is_not_replaced_unless_forced(self, run, refused, case, tmp_path):
        (tmp_path / "out.md").write_text("mine")
        assert "is not replaced" in refused("convert", case, tmp_path / "out.md")
        assert run("convert", case, tmp_path / "out.md", "--force").exit_code == 0

    def test_a_row_that_is_set_aside_is_named_by_line_and_is_status_1(self, run, tmp_path):
        (tmp_path / "x.csv").write_text("id,What,Owner\nA,Sing,T\nA,Dance,T\n")
        result = run("convert", tmp_path / "x.csv", tmp_path / "x.json", "--map", "What=title")
        assert result.exit_code == 1
        assert "line 3, id" in result.stderr
        assert read_roadmap(tmp_path / "x.json").roadmap.initiatives[0].title == "Sing"

    def test_a_bad_file_or_map_is_refused(self, refused, case, tmp_path):
        assert "There is no file" in refused("convert", tmp_path / "none.csv", tmp_path / "out.md")
        assert "COLUMN=FIELD" in refused("convert", case, tmp_path / "out.md", "--map", "What")

    @pytest.mark.parametrize("cells", ["start\nSing,3/1/2027", "confidence\nSing,8\nDance,3"])
    def test_a_column_that_could_mean_two_things_is_status_1(self, run, tmp_path, cells):
        (tmp_path / "x.csv").write_text(f"title,{cells}\n")
        result = run("convert", tmp_path / "x.csv", "-", "--to", "csv")
        assert (result.exit_code, "--unit" in result.stderr) == (1, True)
