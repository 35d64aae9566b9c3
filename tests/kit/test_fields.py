import pytest

from pmcourse.backlog.model import Item
from pmcourse.kit.fields import about, plain, recognised
from pmcourse.roadmap.model import Initiative, Outcome


@pytest.mark.parametrize(
    ("heading", "field", "unit"),
    [
        ("Effort (person-months)", "effort", "person-months"),
        ("Custom field (Effort (days))", "effort", "days"),
        ("Effort in days", "effort", "days"),
        ("Reach / month", "reach", "month"),
        ("Reach per quarter", "reach", "per quarter"),
        ("Duration [days]", "duration", "days"),
        ("Cost of delay per month", "cost_of_delay", "per month"),
        ("Confidence %", "confidence", "%"),
        ("Confidence (1-10)", "confidence", "1-10"),
        ("Person-days", "effort", "person days"),
        ("Story Points", "effort", "story points"),
        ("Effort", "effort", ""),
        ("Title (short)", "title", "short"),
    ],
)
def test_a_heading_says_its_field_and_its_unit(heading, field, unit):
    assert recognised(heading, about(Item).values()) == (field, unit)


@pytest.mark.parametrize("heading", ["Effort spent", "Sprint", "Reach of the team", "", "(%)"])
def test_other_words_are_no_field(heading):
    assert recognised(heading, about(Item).values()) is None


@pytest.mark.parametrize("cls", [Item, Initiative, Outcome])
def test_no_heading_belongs_to_two_fields(cls):
    names = [name for one in about(cls).values() if one.headings for name in one.names]
    assert len(names) == len(set(names))


def test_the_type_of_a_field_is_known_under_its_rules():
    fields = about(Initiative)
    assert fields["confidence"].is_number and fields["teams"].holds(tuple) and not fields["title"].is_number


def test_headings_are_compared_without_case_and_punctuation():
    assert plain(" Custom field (Cost-of_Delay) ") == plain("cost of delay") == "cost of delay"
