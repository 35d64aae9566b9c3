import subprocess
import sys

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import FancyBboxPatch
from matplotlib.text import Text

from pmcourse.stories.case import CASE
from pmcourse.stories.model import Story, StorySet
from pmcourse.stories.plot import story_map


def drawn(drawing):
    """The boxes and the words of the picture, as areas in pixels."""
    figure = drawing.figure
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    axes = figure.axes[0]
    boxes = [patch.get_window_extent(renderer) for patch in axes.patches if isinstance(patch, FancyBboxPatch)]
    words = {text.get_text(): Text.get_window_extent(text, renderer) for text in axes.texts}
    return boxes, words


def test_pictures_are_made_without_pyplot():
    code = "import sys, pmcourse.stories.plot; print('matplotlib.pyplot' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout.strip() == "False", run.stderr


def test_every_story_is_on_the_map_and_its_words_stay_in_its_box():
    boxes, words = drawn(story_map(CASE.start))
    for id in CASE.start.ids:
        text = next(area for said, area in words.items() if said.startswith(f"{id} "))
        assert any(box.x0 <= text.x0 and text.x1 <= box.x1 and box.y0 <= text.y0 and text.y1 <= box.y1 for box in boxes)


def test_no_two_boxes_cover_each_other():
    boxes, _ = drawn(story_map(CASE.start))
    assert not any(one.overlaps(other) for at, one in enumerate(boxes) for other in boxes[:at])


def test_the_gaps_of_the_first_release_are_drawn_and_those_of_later_ones_are_not():
    figure = story_map(CASE.start).figure
    assert [text.get_text() for text in figure.axes[0].texts].count("✗ nothing here") == 3


def test_the_words_say_what_lies_where_and_what_is_missing():
    words = story_map(CASE.start).alt
    assert "31 March (18 of 24 points): Find a thing: TS-01; Book it: TS-02, TS-13." in words
    assert "Nothing at: Pick it up, Bring it back, Look after it all." in words
    assert "No step yet: TS-07, TS-08" in words
    assert all(id in words for id in CASE.start.ids)


def test_an_empty_release_and_an_empty_set_can_be_drawn():
    assert "1 May (0 of 22 points): no story." in story_map(CASE.assignment).alt
    for stories in (CASE.assignment, StorySet(), StorySet(stories=(Story(id="S-1", text="<b>$x$</b>"),))):
        assert "<b>" not in story_map(stories).svg()
