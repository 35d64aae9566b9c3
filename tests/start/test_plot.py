from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.course import load
from pmcourse.start.plot import STRETCHES, way

LESSONS = load(Path(__file__).parents[2]).lessons


def test_the_words_of_the_way_name_every_lesson_in_order_with_its_minutes():
    words = way(LESSONS).alt
    places = [words.index(f"{lesson.name[:2]} {lesson.title} ({lesson.time})") for lesson in LESSONS]
    assert places == sorted(places)


def test_the_way_shows_the_number_of_every_lesson():
    shown = [text.get_text() for text in way(LESSONS).figure.axes[0].texts]
    assert [text for text in shown if text in {lesson.name[:2] for lesson in LESSONS}] == [
        lesson.name[:2] for lesson in LESSONS
    ]


@settings(max_examples=20)
@given(st.sets(st.integers(0, 14), min_size=1))
def test_any_part_of_the_course_has_its_way_and_only_the_stretches_that_it_reaches(numbers):
    drawing = way([LESSONS[0].model_copy(update={"name": f"{number:02}-x"}) for number in sorted(numbers)])
    heads = [text.get_text() for text in drawing.figure.axes[0].texts]
    ends = [first for _, first in STRETCHES[1:]] + [15]
    for (title, first), end in zip(STRETCHES, ends, strict=True):
        assert (title in heads) is any(first <= number < end for number in numbers)
