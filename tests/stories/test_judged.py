"""What a person judged first (judged.toml) is judged alike by the hidden keys: other words for the right thing earn the
points, and the right words without a thought earn few."""

import ast
import json
import tomllib
from pathlib import Path

import pytest

from pmcourse.kit.marks import Marks
from pmcourse.stories import variant, weighing
from pmcourse.stories.model import Story
from pmcourse.stories.scenarios import read_what_can_be

ROOT = Path(__file__).parents[2]
JUDGED = tomllib.loads((Path(__file__).parent / "judged.toml").read_text(encoding="utf-8"))
NOTEBOOK = json.loads((ROOT / "source" / "07-stories" / "07-stories.ipynb").read_text(encoding="utf-8"))
CELLS = {c["metadata"].get("nbgrader", {}).get("grade_id"): "".join(c["source"]) for c in NOTEBOOK["cells"]}
MOST_FOR_WORDS, LEAST_FOR_RIGHT = 0.35, 0.9
WHOLE = variant.case(1).find(variant.desk(1).ids[variant.LARGE])


def key(cell):
    """The hidden key of a graded cell."""
    return ast.literal_eval(ast.parse(CELLS[cell]).body[-1].value.args[0])


def share(cell, name, text):
    """What `text` earns, of 1."""
    if cell == "split":
        return float(bool(weighing.narrower(WHOLE, [Story(id="X-1a", text=text)], key(cell))[0]))
    if cell == "criteria":
        found, left = read_what_can_be(text)
        story = Story(id="X-1", text="As a learner, I want a place.", criteria=text)
        marks = weighing.scenarios(Marks(), story, found, left, key(cell)[name])
    elif cell == "new-story":
        marks = weighing.story(Marks(), 1, "", text, key(cell), "", ())
    else:
        keys = key(cell)
        source = variant.BANK["drafts" if cell == "stories" else "strangers"][name]
        others = [keys[other] for other in keys if other != name]
        marks = weighing.story(Marks(), 1, "", text, keys[name], source.get("note") or source["says"], others)
    return marks.points / sum(line.most for line in marks.lines)


def lines(label):
    return [
        pytest.param(cell, name, text, id=f"{cell}-{name}-{number}")
        for cell, names in JUDGED.items()
        for name, labels in names.items()
        for number, text in enumerate(labels.get(label, []), 1)
    ]


@pytest.mark.parametrize(("cell", "name", "text"), lines("right"))
def test_who_is_right_in_other_words_earns_the_points(cell, name, text):
    assert share(cell, name, text) >= LEAST_FOR_RIGHT


@pytest.mark.parametrize(("cell", "name", "text"), lines("words"))
def test_the_right_words_without_a_thought_earn_little(cell, name, text):
    assert share(cell, name, text) <= MOST_FOR_WORDS
