"""A person reads every answer in words, but one that is hardly begun or copied."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.kit.letters import refusal

INTRO = "**Lantern** is the booking site of an evening school: 1,800 learners, 140 classes, one team."
TASK = (
    "## 10. A letter (4 points)\n\nMs Duarte would like photos of all teachers now. Write her about 80 words: what you "
    "will do first instead, why, in her terms, and what would change your mind. A person reads it, with this rubric."
)
OWN = "Dear Ms Duarte, cancelled classes cost us 1,800 a week, so the message about them goes out before the photos."


@pytest.mark.parametrize(
    "letter",
    [
        OWN,
        "Fotos später: zuerst die Nachricht, wenn ein Kurs ausfällt, denn das kostet uns jede Woche viel.",
        "亲爱的杜阿尔特女士，照片很重要，但是首先我们要告诉学员课程取消的消息，因为每周有一千八百人白跑一趟，这比照片更贵。",
        f"> Write her about 80 words: what you will do first instead, why, in her terms\n\n{OWN} {OWN.upper()}",
    ],
)
def test_a_letter_in_own_words_of_any_language_is_read(letter):
    assert refusal(letter, [INTRO, TASK]) == ""


@pytest.mark.parametrize(
    ("letter", "why"),
    [
        ("", "Nothing is written here."),
        (" \n\t", "Nothing is written here."),
        ("…", "Nothing is written here."),
        ("xyz", "It has 1 word; about 80 are asked for."),
        ("Photos come later.", "It has 3 words; about 80 are asked for."),
        (TASK, "Most of it stands in the assignment."),
        (INTRO, "Most of it stands in the assignment."),
        (TASK.partition("Write")[2].upper().replace(",", ""), "Most of it stands in the assignment."),
        (f"Dear Ms Duarte, {TASK.partition('Write')[2]}", "Most of it stands in the assignment."),
    ],
)
def test_what_is_empty_hardly_begun_or_copied_is_refused_with_its_reason(letter, why):
    assert refusal(letter, [INTRO, TASK]).startswith(why)


def test_one_word_is_enough_where_the_task_asks_for_no_number_of_words():
    assert refusal("Because.", ["Double a number, and write why."]) == ""
    assert refusal("Because.", []) == ""


OTHER = ["we", "show", "that", "people", "leave", "before", "they", "see", "photos", "so", "prices", "matter"]


@given(st.text(max_size=300), st.lists(st.text(max_size=100), max_size=3))
def test_any_text_is_read_or_refused(letter, tasks):
    assert isinstance(refusal(letter, tasks), str)


@given(st.lists(st.sampled_from(OTHER), min_size=8))
def test_words_that_are_not_the_tasks_are_never_called_copied(words):
    assert refusal(" ".join(words), [INTRO, TASK]) == ""
