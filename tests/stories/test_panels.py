from pmcourse.stories.case import CASE, found
from pmcourse.stories.checks import check_story
from pmcourse.stories.model import Story
from pmcourse.stories.panels import (
    anatomy_html,
    count,
    judgement_html,
    parts_html,
    patterns_html,
    wall_html,
)
from pmcourse.stories.splitting import patterns

EVIL = "As a <script>alert(1)</script>, I want <b>bold</b>, so that <i>it runs</i>."


def test_the_parts_of_a_story_are_named_in_words_beside_them():
    html = anatomy_html("In order to sleep, as an engineer I need backups")
    assert html.index("sleep") < html.index("(what for)") < html.index("engineer") < html.index("(who)")
    assert "Not said" not in html


def test_what_a_story_does_not_say_is_said():
    assert "Not said:</strong> what for." in anatomy_html("As a member, I want to see the stock.")
    assert "Not said:</strong> who, what, what for." in anatomy_html("Dark theme")
    assert parts_html(Story(id="S", text="Dark theme")).count("not said") == 3


def test_what_people_wrote_never_becomes_html():
    story = Story(id="S", text=EVIL, criteria=EVIL)
    pages = [anatomy_html(EVIL), parts_html(story), judgement_html("x", EVIL, "S", check_story(EVIL, "S"), "fine")]
    pages += [wall_html([story], {"S": check_story(EVIL, "S")})]
    for html in pages:
        assert "<script>" not in html and "<b>bold" not in html and "<i>it" not in html


def test_a_finding_underlines_the_words_that_it_means():
    text = "As a member, I want a nice page, so that I find the door open."
    html = judgement_html("x", text, "1", check_story(text), "fine")
    assert ">nice</mark>" in html


def test_a_story_without_findings_is_told_so_and_what_a_program_cannot_see():
    assert "read it aloud" in judgement_html("x", "", "1", [], "Now read it aloud.").lower()
    assert count([]) == "nothing to fix"


def test_findings_are_counted_by_weight_in_words():
    assert count(check_story("Dark theme")).endswith("to fix")
    assert "to improve" in count(check_story("As a member, I want to see the stock."))


def test_the_wall_shows_every_note_with_a_sign_and_a_word():
    stories = CASE.start
    html = wall_html(stories.stories, found(stories))
    assert all(f">{id}</th>" in html for id in stories.ids)
    assert html.count("Nothing to fix") + html.count(": ") >= len(stories.ids)


def test_the_nine_patterns_can_be_unfolded():
    assert patterns_html(patterns()).count("<details>") == 9
