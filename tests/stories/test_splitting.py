import pytest

from pmcourse.findings import Severity
from pmcourse.stories.checks import check_story
from pmcourse.stories.model import Story
from pmcourse.stories.parse import parse
from pmcourse.stories.splitting import check, patterns

WHOLE = Story(
    id="S-1", text="As a volunteer, I want to manage my shifts, so that the desk is staffed.", size=13, links=("T-17",)
)


def part(id, text, size=3, links=("T-17",)):
    return Story(id=id, text=text, size=size, links=links, epic="S-1")


SEE = part("S-1a", "As a volunteer, I want to see my shifts, so that I know when I am expected.")
TAKE = part("S-1b", "As a volunteer, I want to take a free shift, so that the desk is staffed.", 5)


def criteria(*parts):
    return [(finding.criterion, finding.where.item) for finding in check(WHOLE, parts)]


def test_two_parts_that_are_smaller_stories_of_their_own_are_a_split():
    assert check(WHOLE, (SEE, TAKE)) == []


def test_one_part_is_no_split():
    assert criteria(SEE) == [("split_count", "S-1")]
    assert criteria() == [("split_count", "S-1")]


def test_a_part_that_is_no_story_is_named():
    assert ("split_story", "S-1c") in criteria(SEE, part("S-1c", "Shift database"))


def test_a_part_that_repeats_another_or_the_whole_is_named_whatever_its_case_and_signs():
    again = part("S-1c", "as a volunteer I want to SEE my shifts so that I am on time")
    assert criteria(SEE, again) == [("split_same", "S-1c")]
    assert criteria(SEE, part("S-1c", WHOLE.text)) == [("split_same", "S-1c")]


@pytest.mark.parametrize("size", [None, 13, 20])
def test_a_part_without_a_smaller_size_is_named(size):
    assert criteria(SEE, TAKE.but(size=size)) == [("split_size", "S-1b")]


def test_a_part_that_the_backlog_would_lose_is_named():
    assert criteria(SEE, TAKE.but(links=())) == [("split_link", "S-1b")]


def test_a_layer_of_the_software_is_only_worth_a_second_look():
    layer = part("S-1c", "As a volunteer, I want to have a table of shifts in the database, so that they are kept.")
    found = check(WHOLE, (SEE, layer))
    assert [(f.criterion, f.severity) for f in found] == [("split_layer", Severity.LOOK)]
    assert layer.text[found[0].where.start : found[0].where.end] == "database"


def test_the_nine_patterns_are_those_of_lawrence_and_green_in_their_order():
    assert [pattern.name for pattern in patterns()] == [
        "Workflow steps",
        "Operations",
        "Business rule variations",
        "Variations in data",
        "Data entry methods",
        "Major effort",
        "Simple or complex",
        "Defer performance",
        "Break out a spike",
    ]


@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern.id)
def test_each_patterns_example_is_a_split_into_stories(pattern):
    assert len(pattern.parts) >= 2 and len(pattern.quiz_parts) >= 2
    assert parse(pattern.whole).is_story
    for text in pattern.parts:
        must = [finding.message for finding in check_story(text) if finding.severity is not Severity.LOOK]
        assert must == [], text
