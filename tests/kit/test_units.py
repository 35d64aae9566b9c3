import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.kit.units import examples, factor, scale_top
from pmcourse.roadmap.exchange.days import ORDERS

UNITS = ("person-weeks", "weeks", "people a quarter", "money a week", "0 to 1", "0 to 10", "0.25 to 3", "stories", "")


@pytest.mark.parametrize(
    ("given", "unit", "by"),
    [
        ("person-months", "person-weeks", 52 / 12),
        ("Man Days", "person-weeks", 1 / 5),
        ("PD", "person-weeks", 1 / 5),
        ("h", "person-weeks", 1 / 40),
        ("0.5 person-weeks", "person-weeks", 0.5),
        ("Personentage", "person-weeks", 1 / 5),
        ("PT", "person-weeks", 1 / 5),
        ("Nutzer pro Monat", "people a quarter", 3),
        ("jours", "weeks", 1 / 7),
        ("days", "weeks", 1 / 7),
        ("working days", "weeks", 1 / 5),
        ("2 weeks", "weeks", 2),
        ("users / month", "people a quarter", 3),
        ("customers per week", "people a quarter", 13),
        ("k users", "people a quarter", 1000),
        ("% of 20 000", "people a quarter", 200),
        ("% of 6000 per month", "people a quarter", 180),
        ("per month", "money a week", 12 / 52),
        ("k€/year", "money a week", 1000 / 52),
        ("€", "money a week", 1),
        ("%", "0 to 1", 0.01),
        ("1-10", "0 to 1", 0.1),
        ("out of 5", "0 to 1", 0.2),
        ("1 to 5", "0 to 10", 2),
        ("1-10", "0.25 to 3", 0.3),
        ("stories", "stories", 1),
    ],
)
def test_a_unit_that_is_known_has_its_factor(given, unit, by):
    assert factor(given, unit) == pytest.approx(by)


@pytest.mark.parametrize(
    ("given", "unit"),
    [("story points", "person-weeks"), ("team weeks", "person-weeks"), ("hours", "weeks"), ("%", "people a quarter"),
     ("sessions", "people a quarter"), ("%", "0.25 to 3"), ("points", "stories"), ("1 to 0", "0 to 1"),
     ("", "weeks")],
)  # fmt: skip
def test_what_cannot_be_converted_has_no_factor(given, unit):
    assert factor(given, unit) is None


@pytest.mark.parametrize("unit", UNITS[:6])
def test_each_example_that_people_are_shown_is_understood(unit):
    for example in examples(unit).removeprefix("or ").split(", "):
        assert factor(example.removeprefix("or ").split(" for ")[0], unit) is not None


@given(st.text(max_size=20), st.sampled_from(UNITS))
def test_any_text_has_a_factor_above_zero_or_none(text, unit):
    found = factor(text, unit)
    assert found is None or found >= 0


DOCUMENTED = Path(__file__).parents[2] / "docs" / "files.md"


@pytest.mark.parametrize("option", re.findall(r"--unit '([^']+)'", DOCUMENTED.read_text(encoding="utf-8")))
def test_each_unit_in_the_documentation_is_understood(option):
    column, unit = option.split("=")
    fields = {"Reach": "people a quarter", "Story Points": "person-weeks", "Sprints": "weeks"}
    assert unit in ORDERS if column == "Start" else factor(unit, fields[column]) or scale_top(unit)
