"""A made-up class for 07-stories: what each learner hands in, the points it must earn, and why."""

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import Learner, add_cells, without_cell
from pmcourse.stories.case import CASE
from pmcourse.stories.model import Story

START = CASE.assignment
FULL = {
    "parts": 3, "no-stories": 1.5, "rules": 2.5, "structure": 4, "wording": 3, "criteria-read": 2,
    "criteria-quality": 4, "patterns": 2.5, "split": 3, "split-smaller": 1.5, "twice": 1.5, "new-story": 1.5,
    "skeleton": 3, "room": 2, "by-date": 1.5, "placed": 1, "letter": 0,
}  # fmt: skip
NONE = dict.fromkeys(FULL, 0)
OF_THE_FILE = (
    "structure", "wording", "criteria-read", "criteria-quality", "split", "split-smaller", "twice", "new-story",
    "skeleton", "room", "by-date", "placed",
)  # fmt: skip

PARTS = """parts = {
    "A": {"role": "parent", "means": "know when a class ends", "end": "plan my evening"},
    "B": {"role": "teacher", "means": "a list of names", "end": "I can greet people"},
}"""
RULES = 'rules = {1: "atomic", 2: "unambiguous", 3: "minimal", 4: "problem-oriented", 5: "well formed"}'
PATTERNS = """patterns = {
    1: "Operations", 2: "Defer performance", 3: "Major effort", 4: "Variations in data", 5: "Business rule variations",
}"""
LETTER = "Dear Ms Duarte, faces help. But first Karim finds a class, signs up, pays, comes in and gets his certificate."
ANSWERS = {
    "parts-answer": PARTS,
    "no-stories-answer": 'no_stories = ["b", "c", "e"]',
    "rules-answer": RULES,
    "patterns-answer": PATTERNS,
    "letter": LETTER,
}

TEXTS = {
    "LS-02": "As a learner, I want to be told when my class is cancelled, so that I do not travel to a locked door.",
    "LS-03": "As a learner in a wheelchair, I want to see which rooms I can reach, so that I can choose a class.",
    "LS-04": "As a learner, I want to get a certificate of attendance, so that my employer pays the fee.",
    "LS-05": "As a teacher, I want to tick who is there, so that I need not type names on Fridays.",
}
WAITING = """Scenario: A place is free again
  Given the pottery class is full and I am first on its waiting list
  When another learner cancels
  Then I get a message that a place is mine until noon

Scenario: Nobody cancels
  Given the pottery class is full and I am on its waiting list
  When the class begins
  Then I get a message that no place was free
"""
PAYING = """Scenario: The card is accepted
  Given a class costs 180
  When I pay the whole fee online
  Then I see that my place is sure

Scenario: The card is refused
  Given a class costs 180
  When my bank refuses the payment
  Then I read that my place is not sure, and how else I can pay
"""
HALVES = ("As a learner, I want to pay the fee in two equal parts, so that I can join with little money.", 5)
DAY = ("As a learner, I want to choose the day of the second part, so that it falls after my wages.", 3)
CANCEL = "As a learner, I want to cancel a class that I signed up for, so that somebody else gets my place."
STEPS = {"LS-02": "attend", "LS-03": "attend", "LS-04": "prove", "LS-05": "attend"}
MAY = ("LS-09", "LS-01", "LS-10", "LS-03", "LS-04")


def stories(
    texts=TEXTS, criteria=None, parts=(HALVES, DAY), drop=("LS-08",), new=CANCEL, steps=STEPS, may=MAY, links=None
):
    """The learner's stories: Lantern's with new texts, criteria, parts of LS-06, one more story, and a first slice."""
    made = START
    for id, text in texts.items():
        made = made.change(id, text=text)
    for id, text in ({"LS-07": WAITING, "LS-10": PAYING} if criteria is None else criteria).items():
        made = made.change(id, criteria=text)
    for number, (text, size) in enumerate(parts):
        id = f"LS-06{'abc'[number]}"
        made = made.add(Story(id=id, text=text, size=size, epic="LS-06", links=("L-02",), step="pay"))
    if new:
        made = made.add(Story(id="LS-11", text=new, size=3, links=("L-01",), step="enrol"))
    for id, step in steps.items():
        made = made.change(id, step=step)
    for id in may:
        made = made.change(id, slice="may")
    for id in links or ():
        made = made.change(id, links=links[id])
    for id in drop:
        made = made.remove(id)
    return made


def learner(name, why, lose=None, made=stories(), file_name=None, late_hours=0, edit=None, text=None, **cells):
    """The model's answers but for some cells; `lose` gives the points that differ from full marks."""
    cells = ANSWERS | {key.replace("_", "-"): source for key, source in cells.items()}
    text = dumps(made) if text is None and made is not None else text
    files = {} if text is None else {"answers/stories.json": text}
    return Learner(name, why, FULL | (lose or {}), cells, files, edit, file_name, late_hours)


def solved_lesson():
    """The lesson's own case, well done."""
    opening = "As a member, I want to see when a lending point is open, so that I go on time."
    made = CASE.start.change("TS-06", text=opening)
    for id in ("TS-02", "TS-13"):
        made = made.change(id, slice="summer")
    for id in ("TS-03", "TS-14", "TS-04", "TS-12"):
        made = made.change(id, slice="march")
    return made.remove("TS-15")


def relinked():
    """The lesson's stories under the assignment's ids and links."""
    made, borrowed = stories(), solved_lesson().stories
    for story, other in zip(made.stories, borrowed, strict=False):
        made = made.change(story.id, text=other.text)
    return made


OTHER_TEXTS = {
    "LS-02": "As a learner who lives far away, I need to hear of a cancelled class an hour before, so I can stay in",
    "LS-03": "In order to sign up without a phone call, as a wheelchair user I want to know the way to each room.",
    "LS-04": "as an employee, i want to print proof of the hours that i attended, so that i can take the time off work",
    "LS-05": "As a teacher I want to record attendance on the spot so that my Friday is free.",
}
OTHER_PARTS = (
    ("As a learner, I want to agree on a later date for half of the fee, so that I can join before my wages come.", 5),
    ("As a learner, I want to see what I still owe, so that I am not surprised.", 2),
    ("As a bursar, I want to grant a fourth part in hardship, so that nobody leaves for want of money.", 3),
)
OTHER_WAITING = """Given pottery is full
And Ana waits for a place in it
When Ben gives his place back
Then Ana gets an offer of the place

Scenario: The offer expires
Given Ana has an offer of a place in pottery
When noon passes and she has not answered
Then the next learner on the waiting list gets the offer
"""
OTHER_MADE = stories(
    OTHER_TEXTS,
    {"LS-07": OTHER_WAITING, "LS-10": PAYING},
    OTHER_PARTS,
    drop=(),
    new="As a learner, I want to read what a class covers, so that I can choose the right level.",
    steps=STEPS | {"LS-03": "browse", "LS-02": "attend"},
    may=("LS-09", "LS-07", "LS-10", "LS-02", "LS-03", "LS-04"),
).change("LS-08", text="As a teacher, I want to see how many people wait for my class, so that I get a larger room.")
NO_END = {id: text.split(", so that")[0] + "." for id, text in TEXTS.items()}
FROM_CODE = (
    "desk = lesson.CASE.answer()\nfrom pmcourse.artifact import loads\n"
    f"desk.put(loads({dumps(stories())!r}, type(case)))"
)
SUNNY = """Scenario: A place for me
  Given I am first on the waiting list of pottery
  When another learner gives a place back
  Then I get a message that the place is mine
"""
TWO_WHENS = """Scenario: A place, then none
  Given the pottery class is full and I am first on its waiting list
  When another learner cancels
  Then I get a message that a place is mine
  When noon is over
  Then I get a message that the place is lost
"""

LEARNERS = [
    learner("model", "the model solution earns all that a machine can give; the letter waits for a person"),
    Learner("empty", "the untouched release earns nothing", NONE),
    learner(
        "right-in-other-words",
        "other texts and forms, another new story, a duplicate made into something else, another first slice",
        made=OTHER_MADE,
    ),
    learner(
        "right-small-words",
        "articles and capital letters, a tuple, names of rules and patterns spelt in their own way",
        parts_answer='parts = {"A": {"role": "a parent", "means": "to know when a class ends", "end": "to plan my '
        'evening"}, "B": {"role": "Teacher", "means": "list of names", "end": "greet people"}}',
        no_stories_answer='no_stories = ("E", "b ", "c")',
        rules_answer=RULES.replace("problem-oriented", "Problem oriented").replace("well formed", "well_formed"),
        patterns_answer=PATTERNS.replace("Business rule", "business-rule"),
    ),
    learner("right-from-code", "uses no widget, and puts the stories from code", made=None, stories_answer=FROM_CODE),
    learner(
        "no-reasons",
        "says who wants what, and never what for",
        {"structure": 2, "wording": 2.25},
        made=stories(NO_END),
    ),
    learner(
        "two-wishes",
        "keeps two wishes in one story",
        {"wording": 2.8125},
        made=stories(TEXTS | {"LS-03": "As a learner in a wheelchair, I want to see the rooms without steps and book a "
                                       "helper, so that I can choose a class."}),
    ),
    learner(
        "vague",
        "keeps two vague words",
        {"wording": 2.625},
        made=stories(TEXTS | {"LS-04": "As a learner, I want a modern, user-friendly certificate, so that they pay."}),
    ),
    learner(
        "drafts-left",
        "rewrites none of the four drafts",
        {"structure": 0, "wording": 0},
        made=stories({}),
    ),
    learner(
        "links-lost",
        "rewrites the drafts, and cuts their links to the backlog",
        {"structure": 0, "skeleton": 1.8, "by-date": 0, "placed": 0},
        made=stories(links=dict.fromkeys(TEXTS, ())),
    ),
    learner(
        "only-sunshine",
        "criteria in which nothing ever goes wrong",
        {"criteria-quality": 3},
        made=stories(criteria={"LS-07": SUNNY, "LS-10": PAYING.split("\n\n")[0]}),
    ),
    learner(
        "two-whens",
        "one scenario that tells two stories",
        {"criteria-quality": 3.5},
        made=stories(criteria={"LS-07": TWO_WHENS, "LS-10": PAYING}),
    ),
    learner(
        "prose-criteria",
        "one set of criteria in plain prose",
        {"criteria-read": 1, "criteria-quality": 2},
        made=stories(criteria={"LS-07": WAITING, "LS-10": "Paying works, and everybody is happy."}),
    ),
    learner(
        "empty-promise",
        "a Then that says no more than that it works",
        {"criteria-quality": 3.5},
        made=stories(
            criteria={"LS-07": WAITING, "LS-10": PAYING.replace("I see that my place is sure", "everything works")}
        ),
    ),
    learner(
        "split-by-layer",
        "splits into layers of the software, which are headings",
        {"split": 2},
        made=stories(parts=(("Database for payments", 5), ("Screen for payments", 3))),
    ),
    learner("split-copies", "two parts that say the same", {"split": 2}, made=stories(parts=(HALVES, HALVES))),
    learner("split-no-smaller", "parts as large as the whole", {"split-smaller": 0},
            made=stories(parts=((HALVES[0], 13), (DAY[0], 20)))),
    learner("one-part", "splits off one part, and no second", {"split": 0, "split-smaller": 0},
            made=stories(parts=(HALVES,))),
    learner("said-twice", "leaves both stories about the waiting list", {"twice": 0}, made=stories(drop=())),
    learner(
        "both-gone",
        "deletes both stories about the waiting list",
        {"twice": 0, "criteria-read": 1, "criteria-quality": 2},
        made=stories(drop=("LS-07", "LS-08")),
    ),
    learner("nothing-new", "adds no story", {"new-story": 0}, made=stories(new="")),
    learner(
        "everything-in-may",
        "puts every story into the first release",
        {"room": 0},
        made=stories(drop=(), may=tuple(id for id in START.ids if id != "LS-08")).remove("LS-08"),
    ),
    learner(
        "a-gap",
        "a release in which nobody can pay",
        {"skeleton": 2.4},
        made=stories(may=("LS-09", "LS-01", "LS-03", "LS-04")),
    ),
    learner(
        "law-forgotten",
        "leaves out what the law asks for; the steps are touched by other stories",
        {"by-date": 0, "skeleton": 2.4},
        made=stories(may=("LS-09", "LS-07", "LS-10", "LS-05")),
    ),
    learner(
        "whole-lines",
        "copies the whole line as every part",
        {"parts": 0},
        parts_answer='A = "in order to plan my evening, as a parent I need to know when a class ends"\n'
        'B = "As a teacher I\'d like a list of names so I can greet people"\n'
        'parts = {"A": dict.fromkeys(("role", "means", "end"), A), "B": dict.fromkeys(("role", "means", "end"), B)}',
    ),
    learner("all-are-none", "calls every note no story", {"no-stories": 0},
            no_stories_answer='no_stories = list("abcdef")'),
    learner(
        "rules-mixed-up",
        "takes atomic for minimal, and the other way round",
        {"rules": 1.5},
        rules_answer=RULES.replace("atomic", "x").replace("minimal", "atomic").replace('"x"', '"minimal"'),
    ),
    learner(
        "patterns-mixed-up",
        "takes rules for data",
        {"patterns": 1.5},
        patterns_answer=PATTERNS.replace('4: "Variations in data"', '4: "Business rule variations"')
        .replace('5: "Business rule variations"', '5: "Variations in data"'),
    ),
    learner("late", "a day and a half late: full points, and the late policy takes its share", late_hours=36),
    learner("renamed", "calls the notebook my-homework.ipynb", file_name="my-homework.ipynb"),
    learner("extra-cells", "adds ten cells of own trials", edit=add_cells),
    learner("deleted-test", "deletes a test cell, which is put back", edit=without_cell("skeleton")),
    learner("deleted-answer", "deletes the answer about the parts", {"parts": 0}, edit=without_cell("parts-answer")),
    learner(
        "corrupt-artefact",
        "the file of stories was cut off",
        dict.fromkeys(OF_THE_FILE, 0),
        text=dumps(stories())[:900],
    ),
    learner("no-widget", "never touched the editor or the map", dict.fromkeys(OF_THE_FILE, 0), made=None),
    learner(
        "other-case",
        "hands in the lesson's stories instead of the assignment's",
        dict.fromkeys(OF_THE_FILE, 0),
        made=solved_lesson(),
    ),
    learner(
        "other-case-relinked",
        "puts the lesson's stories under the assignment's ids and links",
        dict.fromkeys(OF_THE_FILE, 0),
        made=relinked(),
    ),
    learner(
        "prints",
        "right, but prints and warns on the way",
        rules_answer="import sys, warnings\nprint('hello')\nwarnings.warn('careful')\n"
        "print('to stderr', file=sys.stderr)\n" + RULES,
    ),
    learner(
        "early-error",
        "an error in the first answer does not spoil the rest",
        {"parts": 0},
        parts_answer='parts = {"A": {"role": "parent"',
    ),
]  # fmt: skip
