"""What a person judged first (judged.toml) is judged alike by the hidden keys: other words for the right thing earn the
points or wait for a person, and words without a thought earn few."""

import ast
import json
import tomllib
from pathlib import Path

import pytest

from pmcourse.artifact import save
from pmcourse.kit.marks import Marks
from pmcourse.kit.sheet_data import Sheet
from pmcourse.stories import marking, variant, weighing, weighing_scenarios
from pmcourse.stories.model import Story
from pmcourse.stories.scenarios import read_what_can_be

ROOT = Path(__file__).parents[2]
JUDGED = tomllib.loads((Path(__file__).parent / "judged.toml").read_text(encoding="utf-8"))
NOTEBOOK = json.loads((ROOT / "source" / "07-stories" / "07-stories.ipynb").read_text(encoding="utf-8"))
CELLS = {c["metadata"].get("nbgrader", {}).get("grade_id"): "".join(c["source"]) for c in NOTEBOOK["cells"]}
BY_MACHINE = {
    about["grade_id"]: about["points"]
    for cell in NOTEBOOK["cells"]
    if (about := cell["metadata"].get("nbgrader", {})).get("grade") and not about["solution"]
}
MOST_FOR_WORDS, LEAST_FOR_RIGHT, SETS = 0.35, 0.9, 14
WRITTEN = {"stories": "later", "criteria": "steps", "split": "ways", "new-story": "wants", "stranger": "elsewhere"}
WHOLE = variant.case(1).find(variant.desk(1).ids[variant.LARGE])


def key(cell):
    """The hidden key of a graded cell."""
    return ast.literal_eval(ast.parse(CELLS[cell]).body[-1].value.args[0])


def marks_of(cell, name, text):
    """The account of `text`, alone."""
    if cell == "split":
        good, unsure, why = weighing.narrower(WHOLE, [Story(id="X-1a", text=text)], key(cell))
        return Marks().wait(1, why) if unsure else Marks().add(1, bool(good), why)
    if cell == "criteria":
        found, left = read_what_can_be(text)
        story = Story(id="X-1", text="As a learner, I want a place.", criteria=text)
        return weighing_scenarios.scenarios(Marks(), 1, story, found, left, key(cell)[name])
    if cell == "new-story":
        return weighing.story(Marks(), 1, "", text, key(cell), "", ())
    keys = key(cell)
    source = variant.BANK["drafts" if cell == "stories" else "strangers"][name]
    others = [keys[other] for other in keys if other != name]
    return weighing.story(Marks(), 1, "", text, keys[name], source.get("note") or source["says"], others)


def lines(label):
    return [
        pytest.param(cell, name, text, id=f"{cell}-{name}-{number}")
        for cell, names in JUDGED.items()
        for name, labels in names.items()
        for number, text in enumerate(labels.get(label, []), 1)
    ]


@pytest.mark.parametrize(("cell", "name", "text"), lines("right"))
def test_who_is_right_in_other_words_earns_the_points(cell, name, text):
    assert marks_of(cell, name, text).points >= LEAST_FOR_RIGHT


@pytest.mark.parametrize(("cell", "name", "text"), lines("words"))
def test_the_right_words_without_a_thought_earn_little(cell, name, text):
    assert marks_of(cell, name, text).points <= MOST_FOR_WORDS


@pytest.mark.parametrize(("cell", "name", "text"), lines("unfamiliar"))
def test_who_is_right_in_words_that_nobody_thought_of_earns_the_points_or_waits_for_a_person(cell, name, text):
    marks = marks_of(cell, name, text)
    assert marks.points + marks.waiting >= LEAST_FOR_RIGHT


@pytest.mark.parametrize(("cell", "name", "text"), lines("trouble"))
def test_who_wishes_for_the_trouble_itself_earns_nothing_before_a_person_has_read_it(cell, name, text):
    marks = marks_of(cell, name, text)
    assert marks.points == 0 and marks.waiting >= LEAST_FOR_RIGHT


def test_only_a_reason_that_the_key_knows_is_called_one():
    wish = "As a guide, I want to see when a school class comes, so that "
    assert "It has a reason." in str(marks_of("stranger", "museum", wish + "I can plan the tour."))
    assert "It has a reason." not in str(marks_of("stranger", "museum", wish + "my parrot sings the blues."))
    assert "Something stands after" in str(marks_of("stranger", "museum", wish + "my parrot sings the blues."))


SHORT = [
    pytest.param(cell, name, labels["wish"], end, id=f"{cell}-{name}-{end}")
    for cell, names in JUDGED.items()
    for name, labels in names.items()
    for end in labels.get("ends", [])
]


@pytest.mark.parametrize(("cell", "name", "wish", "end"), SHORT)
def test_a_short_true_reason_is_no_repetition_and_at_most_the_reason_waits(cell, name, wish, end):
    marks = marks_of(cell, name, f"{wish}, so that {end}.")
    assert marks.points >= 0.75 and marks.points + marks.waiting == pytest.approx(1)
    assert "comes back" not in str(marks)


@pytest.mark.parametrize("end", ["it is better for me", "everything is clear", "it works well", "I can do it"])
def test_an_end_in_hollow_words_waits_alone_and_is_called_that(end):
    marks = marks_of("stranger", "museum", f"As a guide, I want to see when a school class comes, so that {end}.")
    assert (marks.points, marks.waiting) == (pytest.approx(0.75), pytest.approx(0.25))
    assert "only small or hollow words" in str(marks) and "comes back" not in str(marks)


def test_an_end_that_says_the_wish_again_with_one_word_of_the_reason_in_it_waits():
    text = "As a baker, I want to know how many loaves people order, so that I bake as many loaves as people order."
    marks = marks_of("stranger", "bakery", text)
    assert marks.points + marks.waiting == pytest.approx(1) and marks.points < 0.5 and "comes back" in str(marks)


@pytest.mark.parametrize("cell", WRITTEN)
def test_what_a_program_reads_is_at_most_half_of_its_task(cell):
    assert BY_MACHINE[cell] <= BY_MACHINE[WRITTEN[cell]]


@pytest.mark.parametrize("seed", range(SETS))
def test_nonsense_in_the_right_words_earns_at_most_a_quarter_over_all_texts(seed, desk):
    def nonsense(cell, name, at=0):
        texts = JUDGED[cell][name]["nonsense"]
        return texts[(seed + at) % len(texts)]

    laid = variant.desk(seed)
    stories, large = laid.stories, laid.ids[variant.LARGE]
    for name in variant.drafts(seed):
        stories = stories.change(laid.ids[name], text=nonsense("stories", name))
    told = variant.told(seed)
    stories = stories.change(laid.ids[told], criteria=nonsense("criteria", told))
    for at, letter in enumerate("ab"):
        text = nonsense("split", variant.LARGE, at)
        stories = stories.add(Story(id=f"{large}{letter}", text=text, epic=large))
    save("answers/stories.json", stories.add(Story(id="LS-11", text=nonsense("new-story", "any"))))
    stranger = nonsense("stranger", variant.stranger(seed))
    save("answers/sheet.json", Sheet(seed=seed, answers={"stranger": stranger}))

    judges = {cell: getattr(marking, cell.replace("-", "_")) for cell in WRITTEN}
    points = {cell: judge(key(cell)).points for cell, judge in judges.items()}

    assert sum(points.values()) <= 0.25 * sum(BY_MACHINE.values())
    assert points["stories"] > 0  # or these words would not be the right ones, and show nothing


PEOPLE = "teacher boss company office employer learner student customer school group class visitor guide owner kitchen"


@pytest.mark.parametrize("role", PEOPLE.split())
@pytest.mark.parametrize("cell", ["stories", "stranger"])
def test_no_person_and_no_body_of_people_is_taken_for_a_thing(cell, role):
    for name, one in key(cell).items():
        wish = {"stories": "see it", "stranger": "see it"}[cell]
        text = f"As a {role} of the town, I want to {wish} on a page, so that I am at home in time."
        assert "cannot want" not in str(marks_of(cell, name, text)), (name, one)


@pytest.mark.parametrize(
    "role",
    [
        "person using a wheelchair",
        "person in a wheelchair",
        "learner unable to climb stairs",
        "employee whose firm pays back course fees",
        "somebody having to show a certificate",
        "commuter riding the bus",
        "first-time visitor booking by phone",
    ],
)
def test_somebody_told_by_a_thing_is_no_thing(role):
    text = f"As a {role}, I want to see how full the pool is, so that I need not wait."
    assert "cannot want" not in str(marks_of("stranger", "pool", text))


@pytest.mark.parametrize(
    "role",
    ["member card", "person's old bicycle list", "bicycle", "dog", "room", "loaf", "list", "wheelchair with wheels"],
)
def test_a_thing_cannot_want_anything(role):
    text = f"As a {role}, I want to see how full the pool is, so that I need not wait."
    assert marks_of("stranger", "pool", text).points == 0


@pytest.mark.parametrize("end", ["he pays", "my fees come back", "my taxes are paid", "my jobs pay"])
def test_a_word_of_three_letters_is_known_in_each_of_its_forms(end):
    text = f"As a learner, I want to get a certificate of attendance, so that {end}."
    assert marks_of("stories", "certificate", text).points == 1
