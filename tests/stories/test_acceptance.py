import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.findings import Severity
from pmcourse.stories.acceptance import CriteriaError, check_acceptance, read
from pmcourse.stories.scenarios import read_what_can_be

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "gherkin"

STORY = "As a reader, I want to renew a loan, so that I can finish the book."
GOOD = """\
Scenario: Renew in time
  Given a loan that ends on 3 May
  When I renew the loan on 2 May
  Then the loan ends on 24 May

Scenario: Too late
  Given a loan that ended on 3 May
  When I renew the loan on 4 May
  Then I read "This book is overdue: bring it back"
  And the loan still ends on 3 May
"""


def said(criteria, criterion, story=STORY):
    """What one criterion says: (the words underlined, severity)."""
    found = [finding for finding in check_acceptance(story, criteria) if finding.criterion == criterion]
    return [(criteria[f.where.start : f.where.end], f.severity) for f in found]


class TestRead:
    def test_scenarios_with_their_steps_and_lines(self):
        one, two = read(GOOD)
        assert (one.name, two.name, two.line) == ("Renew in time", "Too late", 6)
        assert [(step.kind, step.line) for step in two.steps] == [("given", 7), ("when", 8), ("then", 9), ("then", 10)]

    @pytest.mark.parametrize(
        "above",
        ["", "Scenario: x\n", "Feature: x\nScenario: x\n", "# language: en\n", "@quick\nFeature: f\nScenario: x\n"],
    )
    def test_the_headings_may_be_left_out(self, above):
        scenario = read(f"{above}Given a\nWhen b\nThen c\n")[0]
        first = above.count("\n") + 1
        assert [step.line for step in scenario.steps] == [first, first + 1, first + 2]

    def test_the_language_of_the_country_is_read(self):
        scenario = read("# language: de\nAngenommen ein Buch\nWenn ich es leihe\nDann habe ich es\n")[0]
        assert [(step.kind, step.line) for step in scenario.steps] == [("given", 2), ("when", 3), ("then", 4)]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_line_ends_of_every_system_and_a_byte_order_mark_are_read(self, end):
        assert read("\ufeff" + GOOD.replace("\n", end)) == read(GOOD)

    def test_background_rule_and_examples_are_read(self):
        text = """\
Feature: Loans
  Background:
    Given a reader
  Rule: Fees
    Scenario Outline: Fee
      When <days> pass
      Then the fee is <fee>
      Examples:
        | days | fee |
        | 1    | 0   |
        | 9    | 2   |
"""
        scenario = read(text)[0]
        assert [step.text for step in scenario.of("given")] == ["a reader"]
        assert (scenario.tables[0].heading, scenario.tables[0].rows) == (("days", "fee"), (("1", "0"), ("9", "2")))

    @pytest.mark.parametrize("text", ["", "\n\n", "# only a remark", "Feature: nothing yet"])
    def test_where_there_is_no_scenario_there_is_none(self, text):
        assert read(text) == ()

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("The loan can be renewed.", 1),
            ("Given a\nWhen b\nor else it fails\n", 3),
            ("Scenario: x\n  Given a\n  Wen b\n", 3),
            ("Given a table\n | a | b |\n | 1 |\n", 3),
            ("# language: klingon\nGiven a\n", 1),
            ("\n\nScenario: x\n  Given a\n  oops\n", 5),
        ],
    )
    def test_what_is_not_gherkin_is_refused_with_its_line(self, text, line):
        with pytest.raises(CriteriaError, match=f"^Line {line}: ") as refused:
            read(text)
        assert refused.value.line == line

    def test_the_message_quotes_the_line_and_says_what_may_stand_there(self):
        with pytest.raises(CriteriaError, match=r"“Wen b” cannot stand here\. A line begins with .*Given, When, Then"):
            read("Scenario: x\n  Given a\n  Wen b\n")


PLAIN = [
    ("Given", "a loan that ends on 3 May"), ("And", "a reader who is 8"), ("When", "I renew it on 2 May"),
    ("Then", "it ends on 24 May"), ("But", "I cannot renew it again"),
]  # fmt: skip
DECORATIONS = [
    "{} {}", "{}: {}", "{}, {}", "{} - {}", "{} – {}", "{}: **{}**", "**{}** {}", "**{}:** {}", "**{} {}**", "_{}_ {}",
    "__{}__ {}", "*{}* {}", "***{}*** {}", "`{}` {}", "[{}] {}", "({}) {}", "<b>{}</b> {}", '"{}" {}', "{} … {}",
    "- {} {}", "* {} {}", "+ {} {}", "• {} {}", "– {} {}", "a) {} {}", "(b) {} {}", "c. {} {}", "1) {} {}", "(2) {} {}",
    "3. {} {}", "1.2. {} {}", "iv) {} {}", "- [ ] {} {}", "- [x] {} {}", "[ ] {} {}", "☐ {} {}", "> {} {}", "> - {} {}",
    ">> **{}** {}", "### {} {}", "    {} {}", "\t{} {}", "\u00a0{}\u00a0{}", "{}：{}", "- **{}:** {}", "{} 1: {}",
    "{}\n{}", "**{}**\n  {}", "- {}:\n  - {}", "{}:\n\n{}", "> {}\n> {}",
]  # fmt: skip
IN_ONE_LINE = [
    "{}, when {}, then {}", "{} / When {} / Then {}", "{}; when {}; then {}", "{}. When {}. Then {}.",
    "{} When {} Then {}",
    "{} when {} then {}", "{} → When {} → Then {}", "{} | When {} | Then {}", "{}, **when** {}, **then** {}",
    "{}, when {},\nthen {}", "{},\nwhen {}, then {}", "{}, WHEN {}, THEN {}", "{} - when {} - then {}",
]  # fmt: skip


def steps(criteria):
    return [(step.kind, step.text.rstrip(".")) for scenario in read(criteria) for step in scenario.steps]


class TestAsPeopleWriteThem:
    """A decoration is no part of what is said: lesson, command and grade read through it."""

    @pytest.mark.parametrize("decoration", DECORATIONS)
    def test_each_decoration_reads_as_the_plain_scenario(self, decoration):
        plain = "\n".join(f"{word} {text}" for word, text in PLAIN)
        assert steps("\n".join(decoration.format(*step) for step in PLAIN)) == steps(plain)
        assert len(steps(plain)) == 5

    @given(st.data())
    def test_so_does_any_mixture_of_them_in_capitals_or_none(self, data):
        plain = "\n".join(f"{word} {text}" for word, text in PLAIN)
        case = st.sampled_from([str, str.upper, str.lower])
        lines = [data.draw(st.sampled_from(DECORATIONS)).format(data.draw(case)(word), text) for word, text in PLAIN]
        assert steps("\n".join(lines)) == steps(plain)
        assert read_what_can_be("\n".join(lines))[1] == ()

    @pytest.mark.parametrize("form", IN_ONE_LINE)
    @pytest.mark.parametrize(
        "before", ["Given ", "- **Given** ", "GIVEN: ", "Given that ", "Scenario 1: given ", "AC 1 – Given "]
    )
    def test_a_scenario_in_one_line_is_three_steps(self, form, before):
        parts = ("a loan that ends on 3 May", "I renew it", "it ends on 24 May")
        assert steps(before + form.format(*parts)) == list(zip(("given", "when", "then"), parts, strict=True))

    def test_steps_of_one_line_are_underlined_where_they_stand(self):
        one = "Scenario: No, x\nGiven a loan, when I renew it, then it works\n"
        assert said(one, "observable") == [("works", Severity.SHOULD)]
        assert said(one, "one_when") == []

    def test_a_list_below_a_keyword_is_its_steps(self):
        assert steps("Given\n- a loan\n- a reader\nWhen\n- I renew it\nThen\n1. it ends\n2. I see\n") == [
            ("given", "a loan"), ("given", "a reader"), ("when", "I renew it"), ("then", "it ends"), ("then", "I see")
        ]  # fmt: skip

    def test_several_scenarios_with_numbers_of_criteria_are_several(self):
        first = "Acceptance criteria:\nAC1: In time\nGiven a\nWhen b\nThen c\n"
        text = f"{first}\n**AC 2 – Too late**\n- given d, when e, then f"
        assert [(one.name, len(one.steps)) for one in read(text)] == [("In time", 3), ("Too late", 3)]

    def test_a_title_that_begins_with_a_keyword_stays_a_title_where_a_line_below_begins_with_it(self):
        one = read("Scenario: Given name is empty, then filled\nGiven a\nWhen b\nThen c")[0]
        assert one.name == "Given name is empty, then filled" and len(one.steps) == 3

    @pytest.mark.parametrize(
        "kept",
        ["When I type a title, then press Enter\nThen it is found", "Given one who came when I did\nWhen b\nThen c"],
    )
    def test_words_in_a_sentence_are_no_keywords_where_a_line_begins_with_them(self, kept):
        assert [text for _, text in steps(kept)] == [line.partition(" ")[2] for line in kept.splitlines()]

    def test_a_table_of_a_quotation_and_its_ruler_are_a_table(self):
        text = "> Scenario Outline: x\n> When <a>\n> Then <b>\n> Examples:\n> | a | b |\n> |---|---|\n> | 1 | 2 |"
        assert read(text)[0].tables[0].rows == (("1", "2"),)

    def test_what_cannot_be_read_is_told_once_and_the_rest_is_read(self):
        text = "Given a loan\nWen I renew it\nThen it ends\n"
        scenarios, left = read_what_can_be(text)
        assert [step.line for step in scenarios[0].steps] == [1, 3] and left == ("Wen I renew it",)
        assert [one.criterion for one in check_acceptance(STORY, text)] == ["acceptance_read"]


class TestSamples:
    """The test data of the makers of Gherkin, where they are at hand."""

    @pytest.fixture(autouse=True)
    def samples(self):
        if not SAMPLES.is_dir():
            pytest.skip(f"NOT CHECKED: there are no sample files at {SAMPLES}")

    def test_every_good_file_is_read(self):
        files = sorted((SAMPLES / "good").glob("*.feature"))
        assert files
        for file in files:
            read(file.read_bytes().decode())

    def test_every_bad_file_is_refused_with_its_line(self):
        files = sorted((SAMPLES / "bad").glob("*.feature"))
        assert files
        for file in files:
            errors = file.with_name(f"{file.name}.errors.ndjson").read_text(encoding="utf-8").splitlines()
            first = json.loads(errors[0])["parseError"]["source"]["location"]["line"]
            with pytest.raises(CriteriaError) as refused:
                read(file.read_bytes().decode())
            assert (file.name, refused.value.line) == (file.name, first)


class TestCheck:
    def test_nothing_is_said_against_good_criteria(self):
        assert check_acceptance(STORY, GOOD) == []

    @pytest.mark.parametrize("criteria", ["", "  \n", "Feature: Loans"])
    def test_without_a_scenario_that_alone_is_said(self, criteria):
        assert [(f.criterion, f.severity) for f in check_acceptance(STORY, criteria)] == [
            ("acceptance_read", Severity.MUST)
        ]

    def test_what_cannot_be_read_is_underlined(self):
        assert said("Given a loan\n  Wen I renew it\n", "acceptance_read") == [("Wen I renew it", Severity.MUST)]

    @pytest.mark.parametrize(
        ("steps", "words", "severity"),
        [
            ("Given a loan\nThen it ends", "Scenario: No, x", Severity.MUST),
            ("When I renew\nThen it ends\nWhen I pay\nThen I am done", "When I pay", Severity.MUST),
            ("When I log in\nAnd I renew\nThen it ends", "And I renew", Severity.LOOK),
        ],
    )
    def test_a_scenario_has_one_when(self, steps, words, severity):
        assert said(f"Scenario: No, x\n{steps}\n", "one_when") == [(words, severity)]

    @pytest.mark.parametrize(
        ("outcome", "words", "severity"),
        [
            ("", "Scenario: No, x", Severity.MUST),
            ("Then it works", "works", Severity.SHOULD),
            ("Then the list is shown quickly", "quickly", Severity.SHOULD),
            ("Then the cache is empty", "cache", Severity.LOOK),
        ],
    )
    def test_an_outcome_can_be_observed(self, outcome, words, severity):
        assert said(f"Scenario: No, x\nWhen I renew\n{outcome}\n", "observable") == [(words, severity)]

    def test_then_within_a_step_is_let_be_where_the_scenario_has_its_own(self):
        criteria = "When I type a title, then press Enter\nThen I do not see the book\n"
        assert check_acceptance("", criteria) == []

    def test_a_measure_makes_quickly_observable(self):
        assert said("When I renew\nThen the list is shown quickly: in 2 seconds\n", "observable") == []

    def test_one_happy_scenario_is_not_enough(self):
        happy = GOOD.partition("\n\n")[0]
        assert said(happy, "failure_path") == [("Scenario: Renew in time", Severity.SHOULD)]

    def test_several_happy_scenarios_are_worth_a_look(self):
        happy = GOOD.partition("\n\n")[0]
        assert said(f"{happy}\n\n{happy}", "failure_path") == [("Scenario: Renew in time", Severity.LOOK)]

    OUTLINE = "Scenario Outline: No\nGiven <a>\nWhen I renew\nThen I read <b>\nExamples:\n{}"

    @pytest.mark.parametrize(
        ("table", "severities"),
        [
            ("| a | b |\n| 1 | 2 |", []),
            ("| a |\n| 1 |", [Severity.MUST]),
            ("| a | b | c |\n| 1 | 2 | 3 |", [Severity.SHOULD]),
            ("| a | b |\n| 1 | 2 |\n| 1 | 2 |", [Severity.SHOULD]),
            ("| a | b |", [Severity.MUST]),
        ],
    )
    def test_examples_fit_the_steps(self, table, severities):
        found = said(self.OUTLINE.format(table), "examples_agree")
        assert [severity for _, severity in found] == severities

    def test_names_to_fill_in_need_examples(self):
        assert said("When I renew <book>\nThen I do not have <book>\n", "examples_agree")[0][1] is Severity.MUST

    def test_a_scenario_about_something_else_is_worth_a_look_and_costs_nothing(self):
        other = "Scenario: Wrong password\nWhen I sign in wrongly\nThen I see an error\n"
        assert said(other, "story_agrees") == [("Scenario: Wrong password", Severity.LOOK)]

    def test_another_person_than_the_storys_is_worth_a_look(self):
        criteria = "Given I am a librarian\nWhen I renew a loan\nThen it does not end\n"
        assert said(criteria, "story_agrees") == [("librarian", Severity.LOOK)]
        assert said(criteria.replace("librarian", "reader"), "story_agrees") == []

    def test_criteria_of_what_is_no_story_are_checked_too(self):
        assert said("Given a loan\nThen it ends\n", "one_when", story="Loans")


_LINES = """Feature: f;Scenario: s;Scenario Outline: <a>;Given I am a <a>;When x;Then it works;And y;* z;Examples:;
| a | b |;| 1 |;| 1 | 2 |;\"\"\";
# language: fr;@tag;@a b;;Background:;oops;Rule: r;But not""".replace("\n", "").split(";")
LINES = st.lists(st.sampled_from(_LINES), max_size=14)


@settings(max_examples=300, deadline=None)
@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from([STORY, "", "Loans"]))
def test_any_lines_have_an_answer_whose_places_lie_inside_them(lines, end, story):
    criteria = end.join(lines)
    for finding in check_acceptance(story, criteria):
        where = finding.where
        assert where.start is None or 0 <= where.start <= where.end <= len(criteria)
    try:
        read(criteria)
    except CriteriaError as error:
        assert 1 <= error.line <= len(lines) + 1


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    try:
        read(text)
    except CriteriaError as error:
        assert error.line >= 1
