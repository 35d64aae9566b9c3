"""A made-up class for 07-stories: what each learner hands in, the points it must earn, and why.

All of them work on the desk of one seed but `other-seed`; whether seeds are alike is tested in tests/stories.
"""

from pathlib import Path

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import Learner, hidden_key, usual_learners
from pmcourse.kit.sheet_data import Sheet
from pmcourse.stories import variant
from pmcourse.stories.case import CASE
from pmcourse.stories.model import Story

SEED = 20261126
POINTS = {
    "missing": 2, "rules": 2, "stories": 2, "later": 2, "scenarios": 2, "criteria": 1.5, "steps": 1.5, "split": 1.25,
    "ways": 1.25, "twins": 1, "new-story": 0.5, "wants": 1, "placed": 1, "release": 3.5, "stranger": 1,
    "elsewhere": 1, "recall": 1, "why": 0,
}  # fmt: skip
WHY = "The end is hers: an evening at home. A line on the first page would do. I would ask learners when they leave."
OF_THE_FILE = ("stories", "criteria", "split", "new-story", "placed", "release")
NO_FILE = dict.fromkeys(OF_THE_FILE, 0)
DRAWN = {  # the banks, and what of each lies before one learner
    "missing": lambda seed: variant.items(seed, "missing"), "rules": lambda seed: variant.items(seed, "rules"),
    "scenarios": lambda seed: variant.items(seed, "scenarios"), "ways": lambda seed: variant.items(seed, "ways"),
    "later": variant.later, "steps": variant.steps, "wants": variant.wants, "elsewhere": variant.elsewhere,
}  # fmt: skip
BY_CHANCE = {"later": 2, "steps": 1, "ways": 1, "wants": 1, "elsewhere": 1}  # what may come right, and earns nothing
KEYS = {bank: hidden_key(Path(__file__).parents[2], "07-stories", bank) for bank in DRAWN}
TEXTS = {
    "cancelled": "As a learner, I want to be told when my class is cancelled, so that I do not travel in vain.",
    "rooms": "As a learner in a wheelchair, I want to see which rooms I can reach, so that I can choose a class.",
    "certificate": "As a learner, I want to get a certificate of attendance, so that my employer pays the fee.",
    "attendance": "As a teacher, I want to tick who is there, so that I need not type names on Fridays.",
}
STRANGER = {
    "pool": "As a mother, I want to see at home how full the pool is, so that my children need not queue in vain.",
    "bakery": "As a baker, I want to know in the morning how many loaves are ordered, so that I throw none away.",
    "vet": "As a dog owner, I want to be reminded when an injection is due, so that my dog can travel.",
    "museum": "As a guide, I want to see which school groups come when, so that each class has a room of its own.",
    "repair": "As a customer, I want to get a message when my bicycle is ready, so that I need not call.",
}
CRITERIA = {
    "waiting": """Scenario: A place is free again
  Given the pottery class is full and I am first on its waiting list
  When another learner cancels
  Then I get a message that a place is mine until noon

Scenario: Nobody cancels
  Given the pottery class is full and I am on its waiting list
  When the class begins
  Then I get a message that no place was free
""",
    "whole": """Scenario: The card is accepted
  Given a class costs 180
  When I pay the whole fee online
  Then I see that my place is sure

Scenario: The card is refused
  Given a class costs 180
  When my bank refuses the payment
  Then I read that my place is not sure, and how else I can pay
""",
    "phone": """Scenario: A place is free
  Given pottery has two free places
  When I sign up for the class on my phone
  Then I see my name on its list

Scenario: The class is full
  Given pottery has no free place
  When I sign up for the class on my phone
  Then I read that the class is full, and how to wait
""",
}
HALVES = "As a learner, I want to pay the fee in two equal parts, so that I can join with little money."
DAY = "As a learner, I want to choose the day of the second part, so that it falls after my wages."
CANCEL = "As a learner, I want to cancel a class that I signed up for, so that somebody else gets my place."
STEPS = {"cancelled": "attend", "rooms": "browse", "certificate": "prove", "attendance": "attend"}
MAY = ("rooms", "certificate", "phone", "whole", "cancelled")
DRAFTS = variant.drafts(SEED)
TOLD = variant.told(SEED)
DESK = variant.desk(SEED)


def answers(seed, **changes):
    """What somebody who is right in everything fills in; `changes` gives other answers by their id."""
    ids = variant.desk(seed).ids
    right = {bank: {id: KEYS[bank][id] for id in drawn(seed)} for bank, drawn in DRAWN.items()}
    right |= {
        "twins": {"first": ids["twin"], "second": ids[variant.twin(seed)]},
        "stranger": STRANGER[variant.stranger(seed)],
        "recall": variant.best(variant.wishes(seed)),
    }
    return {id: answer for id, answer in (right | changes).items() if answer is not None}


def made(seed=SEED, texts=TEXTS, criteria=None, parts=(HALVES, DAY), new=CANCEL, steps=STEPS, may=MAY, size=5):
    """The learner's stories: the desk with new texts, criteria, parts of the large story, one more, and a release."""
    desk = variant.desk(seed)
    stories, ids = desk.stories, desk.ids
    for name in variant.drafts(seed):
        if name in texts:
            stories = stories.change(ids[name], text=texts[name])
    told = variant.told(seed)
    stories = stories.change(ids[told], criteria=CRITERIA[told] if criteria is None else criteria)
    for number, text in enumerate(parts):
        id = f"{ids['flexible']}{'abc'[number]}"
        stories = stories.add(Story(id=id, text=text, size=size, epic=ids["flexible"], step="pay"))
    if new:
        stories = stories.add(Story(id="LS-11", text=new, size=3, links=("L-12",), step="enrol"))
    for name, step in steps.items():
        stories = stories.change(ids[name], step=step)
    for name in may:
        stories = stories.change(ids.get(name, name), slice="may")
    return stories


def learner(name, why, lose=None, stories=None, seed=SEED, text=None, letter=WHY, pending=(), **changes):
    """The model's answers but for some; `lose` gives the points that differ from full marks, `pending` what waits."""
    sheet = Sheet(seed=seed, answers=answers(seed, **changes))
    files = {"answers/sheet.json": dumps(sheet)}
    if text != "":
        files["answers/stories.json"] = text or dumps(stories or made(seed))
    return Learner(name, why, POINTS | (lose or {}), {"why": letter}, files, pending=pending)


def mixed(bank, **instead):
    """The right answers of a bank with some truths taken for others."""
    return {id: instead.get(said, said) for id, said in answers(SEED)[bank].items()}


def plundered(stories):
    """The same with tiny sizes, and a first release with room for all."""
    first, *rest = stories.slices
    tiny = tuple(story.but(size=0.1) for story in stories.stories)
    return stories.model_copy(update={"stories": tiny, "slices": (first.model_copy(update={"room": 900}), *rest)})


def lost(bank, *names):
    """Points of a bank where these answers are wrong."""
    said = list(answers(SEED)[bank].values())
    chance = BY_CHANCE.get(bank, 0)
    right = len(said) - sum(one in names for one in said)
    return round(POINTS[bank] * max(0, right - chance) / (len(said) - chance), 4)


def first_draft(text):
    """Texts in which the first draft of the desk says something else."""
    return TEXTS | {DRAFTS[0]: text}


OTHER_TEXTS = {
    "cancelled": "As learner who live far I want get message when class is cancelled, so I not travel for nothing",
    "rooms": "As person in wheelchair I need to know which room have no stairs so that I can take part in class",
    "certificate": "as employee i want to print proof of my attendance, so that my boss give me money back",
    "attendance": "As teacher I want mark on my phone which student is present so I don't type again on friday",
}
OTHER_STRANGER = {
    "pool": "as visitor with children i want check if there is still place in the pool so i dont wait for nothing",
    "bakery": "As baker I want to see the orders of customers early so that I not bake too much",
    "vet": "as owner of dog i want get sms when next vaccination is due so that i not forget it",
    "museum": "As guide I would like that school groups announce when they come, so that I have time for each class",
    "repair": "As customer I want to look on internet if my bike is repaired so that I don't must call",
}
OTHER_CRITERIA = {
    "waiting": """- given: pottery is full, and Ana wait for place
- when: Ben give his place back
- then: Ana get offer of the place

**Scenario 2:** offer is late
1. GIVEN Ana has offer of place in pottery
2. WHEN noon is over and she not answered
3. THEN next learner on waiting list get the offer
""",
    "whole": """- given: class cost 180 and my card is good
- when: I pay whole fee
- then: I see message that place is mine

**Scenario 2:** card is bad
1. GIVEN my card is expired
2. WHEN I try to pay the fee
3. THEN I see how I can pay in other way
""",
    "phone": """- given: class have free place
- when: I register for the class with phone
- then: I get mail with my name and the day

**Scenario 2:** class is full
1. GIVEN all places in class are taken
2. WHEN I register for the class with phone
3. THEN I see that class is full and other class on same day
""",
}
OTHER_MADE = made(
    texts=OTHER_TEXTS,
    criteria=OTHER_CRITERIA[TOLD],
    parts=(
        "As learner I want pay half of fee later so I can join before I get my wage",
        "as learner i want see how much i still owe so that i am not surprised",
    ),
    new="As learner I want read what a class is about so that I can choose the right level",
    steps=STEPS | {"rooms": "enrol"},
    may=MAY,
)
ELSEWISE_TEXTS = {
    "cancelled": "As learner which live far, I want that the school tell me soon when the class is not today, so that "
    "I not travel for nothing.",
    "rooms": "I want to see where there is a ramp, so that I do not turn up in vain, as a learner on crutches.",
    "certificate": "In order to reclaim the fee, I'd like to get a diploma, as an employee.",
    "attendance": "So that my Friday nights are mine again, as a teacher I would like to hand over the register once "
    "instead of copying it out.",
}
NUDGED = "In order to travel with Rex, I'd like the practice to nudge me before a jab runs out, as an owner."
ELSEWISE_CRITERIA = {  # one ending is said within the other, and one Then differs from its Given by a number alone
    "waiting": """Given two people wait for a place
When Ana gives her place back
Then one person waits, and Ben gets a message with the place

Given the last learner keeps his place
When the class begins
Then no message with the place comes
""",
    "whole": """Given a class costs 180
When I pay the whole fee online
Then I see the fee is paid

Given my card is empty
When I pay the whole fee online
Then I see the fee is not paid
""",
    "phone": """Given there are three places left in Tango
When Ana signs up with one thumb
Then two places are left

Given the class is full
When I sign up with my phone
Then I see no places are left
""",
}
SUNNY = {name: text.split("\n\n")[0] for name, text in CRITERIA.items()}[TOLD]
INSIDE = {
    "waiting": CRITERIA["waiting"].replace(
        "I get a message that a place is mine until noon", "the flag is set in the database"
    ),
    "whole": CRITERIA["whole"].replace("I see that my place is sure", "the flag is set in the database"),
    "phone": CRITERIA["phone"].replace("I see my name on its list", "the flag is set in the database"),
}[TOLD]
SECOND_WHEN = CRITERIA[TOLD].rstrip() + "\n  When I come back the next day\n  Then I see the same page\n"
NOTHING_TWICE = "Given waiting list\nWhen waiting list\nThen waiting list\n"
SWAPPED = {
    "cancelled": "As a learner, I want to not travel to a locked door, so that I am told when my class is cancelled.",
    "rooms": "As a learner in a wheelchair, I want to choose a class, so that I see which rooms I can reach.",
    "certificate": "As a learner, I want my employer to pay the fee, so that I get a certificate of attendance.",
    "attendance": "As a teacher, I want my Friday evening free, so that I can tick who is there.",
}
PILE = (
    "As a learner learner teacher, I want message class cancelled wheelchair rooms certificate attendance names, so "
    "that travel door employer fee Friday time."
)
SAME_CHOICES = {
    "later": dict.fromkeys(variant.later(SEED), "smaller"),
    "steps": dict.fromkeys(variant.steps(SEED), "then"),
    "ways": dict.fromkeys(variant.items(SEED, "ways"), "alone"),
    "wants": dict.fromkeys(variant.wants(SEED), "new"),
    "elsewhere": dict.fromkeys(variant.elsewhere(SEED), "smaller"),
}
NONSENSE = {
    "cancelled": "As a learner, I want to hear the bus of the teacher who is off sick, so that I do not get wet at the "
    "babysitter.",
    "rooms": "As a learner in a wheelchair, I want to look at the lift of my timetable, so that the stairs can choose "
    "a class with me.",
    "certificate": "As an employee, I want to print the stamp of my evening, so that my boss pays the certificate for "
    "the rain.",
    "attendance": "As a teacher, I want to tick the Friday of each name, so that my evening does not type me a second "
    "time.",
}
NONSENSE_STRANGER = {
    "pool": "As a mother, I want to see how many children the queue has, so that the pool waits at home for an hour.",
    "bakery": "As a baker, I want to know in which loaf the morning is ordered, so that I throw no customer away.",
    "vet": "As a dog owner, I want to remind the injection of my dog, so that the practice can travel in time.",
    "museum": "As a guide, I want to book a room into each school class, so that the groups guide nobody in the time.",
    "repair": "As a customer, I want to be told when the phone is repaired, so that my bicycle need not call the hand.",
}
NONSENSE_CRITERIA = {
    "waiting": """Given the pottery is a learner of the waiting list
When a place joins the class on Tuesday
Then I see that the list waits for me

Given the waiting list has cancelled
When no place gives the learner back
Then the class reads that it is not full of me
""",
    "whole": """Given the fee has a bank
When the card pays the money with my place
Then I read that the amount is a class

Given the fee has no bank
When the place refuses to pay its card
Then the money sees that I am not online
""",
    "phone": """Given the phone has free places in it
When the class signs up for my phone
Then I see that the form is a class

Given the phone is full
When no form registers the place
Then the class reads that the phone is not a course
""",
}
UNKNOWN = {  # right in words that the key does not hold
    "cancelled": "As a nurse from the valley, I want a wink at four if the maestro lies in bed, so that my shoes keep "
    "dry.",
    "attendance": "As a lecturer, I want to hold up my pad to a lens, so that my kids see me before dark.",
}

LEARNERS = [
    learner("model", "right in everything: all that a machine can give; the last answer waits for a person"),
    Learner("empty", "the untouched release earns nothing", dict.fromkeys(POINTS, 0)),
    learner("other-seed", "right on a desk of their own", seed=7),
    learner("third-seed", "right on another desk", seed=8),
    learner(
        "non-native",
        "right ideas in other words, without articles and capitals; criteria as a list, with bold and numbers",
        stories=OTHER_MADE,
        stranger=OTHER_STRANGER[variant.stranger(SEED)],
        letter="The end is good for her, because evening is lost. Cheaper is note. I ask learner: when you leave?",
    ),
    learner(
        "elsewise",
        "right in words that the key does not hold: the class is not today, the register, a nudge; endings that differ "
        "by a not or a number",
        stories=made(texts=ELSEWISE_TEXTS, criteria=ELSEWISE_CRITERIA[TOLD]),
        stranger=(OTHER_STRANGER | {"vet": NUDGED})[variant.stranger(SEED)],
    ),
    learner(
        "programmer",
        "right, all in lower case, the keywords in capitals, a tag, a comment, and And instead of commas",
        stories=made(
            texts={name: text.lower() for name, text in TEXTS.items()},
            criteria="@smoke\n# pottery\n"
            + CRITERIA[TOLD].replace(", and", "\n  And").upper().replace("SCENARIO", "Scenario"),
        ),
        stranger=STRANGER[variant.stranger(SEED)].lower(),
    ),
    learner(
        "stuffer",
        "the same everywhere, keywords of the lesson and of the notes in every field",
        dict.fromkeys(POINTS, 0),
        stories=made(
            texts=dict.fromkeys(TEXTS, PILE),
            criteria="Given waiting list class fee card\nWhen waiting list class fee card\nThen message place see\n",
            parts=(
                "As a learner, I want to pay part 1, so that it is paid.",
                "As a learner, I want to pay part 2, so that it is paid.",
            ),
            new="As a xyz, I want foo, so that bar.",
            steps=dict.fromkeys(STEPS, "attend"),
            may=tuple(DESK.ids),
            size=1,
        ),
        missing=dict.fromkeys(answers(SEED)["missing"], "who"),
        rules=dict.fromkeys(answers(SEED)["rules"], "atomic"),
        scenarios=dict.fromkeys(answers(SEED)["scenarios"], "many"),
        **SAME_CHOICES,
        twins={"first": "LS-01", "second": "LS-02"},
        stranger="As a user, I want INVEST value story queue school bicycle dog loaves, so that value time.",
        recall=max(variant.wishes(SEED), key=lambda id: variant.wishes(SEED)[id][1]),
        letter="INVEST value role means end story story story.",
    ),
    learner(
        "template-nonsense",
        "fills in the form with nothing, and once with nonsense",
        {"stories": 0, "stranger": 0, "new-story": 0},
        stories=made(
            texts=dict.fromkeys(TEXTS, "As a xyz, I want foo, so that bar."),
            new="As a banana, I want to eat the moon, so that it is night.",
        ),
        stranger="As a xyz, I want foo, so that bar.",
    ),
    learner(
        "copies-the-task",
        "puts the notes into the form",
        {"stories": 0, "stranger": 0},
        stories=made(
            texts={
                name: f"As a learner, I want {draft['note']}, so that {draft['note']}"
                for name, draft in variant.BANK["drafts"].items()
            }
        ),
        stranger=variant.BANK["strangers"][variant.stranger(SEED)]["says"],
    ),
    learner("swaps-means-and-ends", "what and what for change places", {"stories": 0}, stories=made(texts=SWAPPED)),
    learner(
        "no-reasons",
        "says who wants what, and never what for",
        {"stories": 1.5},
        stories=made(texts={name: text.split(", so that")[0] + "." for name, text in TEXTS.items()}),
    ),
    learner(
        "vague",
        "keeps two vague words in one story",
        {"stories": 1.875},
        stories=made(
            texts=first_draft(TEXTS[DRAFTS[0]].replace("I want to", "I want in a modern and user-friendly way to", 1))
        ),
    ),
    learner(
        "takes-the-other-trouble",
        "one story helps in the trouble of the other draft",
        {"stories": 1},
        stories=made(texts=first_draft(TEXTS[DRAFTS[1]])),
    ),
    learner(
        "grammatical-nonsense",
        "the right words in sentences without sense, and the same chosen everywhere: words earn at most half of a task",
        dict.fromkeys(POINTS, 0) | {"stories": 2, "criteria": 1.5, "split": 1.25, "new-story": 0.5, "stranger": 1},
        stories=made(
            texts=NONSENSE,
            criteria=NONSENSE_CRITERIA[TOLD],
            parts=(
                "As a learner, I want to pay my wages with half of the fee, so that the class owes me a month.",
                "As a learner, I want to choose the bill of the day, so that the second part can afford a grant.",
            ),
            new="As a teacher, I want to lend the evening to a room, so that the course can read its own name.",
            steps={},
            may=(),
        ),
        missing=dict.fromkeys(answers(SEED)["missing"], "who"),
        rules=dict.fromkeys(answers(SEED)["rules"], "atomic"),
        scenarios=dict.fromkeys(answers(SEED)["scenarios"], "many"),
        **SAME_CHOICES,
        twins=None,
        stranger=NONSENSE_STRANGER[variant.stranger(SEED)],
        recall=None,
    ),
    learner(
        "unknown-words",
        "right in words that no key holds: nothing so far, and a person gives the points",
        {"stories": 0},
        pending=("stories",),
        stories=made(texts=UNKNOWN),
    ),
    learner(
        "use-is-success",
        "takes what is used for a trouble that is smaller",
        {bank: lost(bank, "used") for bank in ("later", "elsewhere")},
        later=mixed("later", used="smaller"),
        elsewhere=mixed("elsewhere", used="smaller"),
    ),
    learner(
        "all-that-falls",
        "takes what would be so anyway, or is better elsewhere, for a trouble that is smaller",
        {bank: lost(bank, "anyway", "other") for bank in ("later", "elsewhere")},
        later=mixed("later", anyway="smaller", other="smaller"),
        elsewhere=mixed("elsewhere", anyway="smaller", other="smaller"),
    ),
    learner(
        "given-is-when",
        "takes what is so before for what is done",
        {"steps": lost("steps", "given")},
        steps=mixed("steps", given="when"),
    ),
    learner(
        "any-two-are-parts",
        "takes layers and single steps for parts of use alone",
        {"ways": lost("ways", "inside", "acts")},
        ways=mixed("ways", inside="alone", acts="alone"),
    ),
    learner(
        "told-is-a-piece",
        "takes a wish that a story tells already for a piece of a larger one",
        {"wants": lost("wants", "same")},
        wants=mixed("wants", same="piece"),
    ),
    learner("drafts-left", "rewrites none of the drafts", {"stories": 0}, stories=made(texts={})),
    learner(
        "only-sunshine", "criteria in which nothing ever goes wrong", {"criteria": 1}, stories=made(criteria=SUNNY)
    ),
    learner("inside", "a Then that only the database knows", {"criteria": 1.3125}, stories=made(criteria=INSIDE)),
    learner("two-whens", "one scenario that tells two stories", {"criteria": 1.25}, stories=made(criteria=SECOND_WHEN)),
    learner("says-nothing", "the same words after each keyword", {"criteria": 0}, stories=made(criteria=NOTHING_TWICE)),
    learner(
        "prose-criteria", "plain prose", {"criteria": 0}, stories=made(criteria="It works, and everybody is happy.")
    ),
    learner(
        "one-line-too-many",
        "a sentence without keyword in criteria that are right: that line costs, and nothing else",
        {"criteria": 1.375},
        stories=made(criteria="Please read carefully.\n" + CRITERIA[TOLD]),
    ),
    learner(
        "split-by-number",
        "calls the parts part 1 and part 2",
        {"split": 0},
        stories=made(
            parts=(
                HALVES.replace("the fee in two equal parts", "part 1"),
                HALVES.replace("the fee in two equal parts", "part 2"),
            )
        ),
    ),
    learner(
        "split-by-layer",
        "splits into layers of the software",
        {"split": 0},
        stories=made(
            parts=(
                "As a learner, I want a database for payments, so that it works.",
                "As a learner, I want a payment server, so that I can pay.",
            )
        ),
    ),
    learner("split-copies", "two parts that say the same", {"split": 0.875}, stories=made(parts=(HALVES, HALVES))),
    learner("one-part", "splits off one part, and no second", {"split": 0}, stories=made(parts=(HALVES,))),
    learner(
        "sizes-of-one",
        "gives every part the size 1: sizes are not marked, and parts weigh what the whole weighs",
        stories=made(size=1),
    ),
    learner(
        "parts-for-nothing",
        "puts parts of size 1 into a full release: together they weigh what the whole weighs",
        {"release": 0.625},
        stories=made(size=1, may=(*MAY[:3], f"{DESK.ids['flexible']}a", "cancelled")),
    ),
    learner(
        "not-the-twins",
        "takes two stories about paying for the same",
        {"twins": 0},
        twins={"first": DESK.ids["flexible"], "second": DESK.ids["phone"]},
    ),
    learner("nothing-new", "adds no story", {"new-story": 0}, stories=made(new="")),
    learner(
        "new-is-old",
        "the new story says what another one says, in other words",
        {"new-story": 0},
        stories=made(new="As a student, I want to sign up for a class on the phone, so that I can do it anywhere."),
    ),
    learner(
        "old-becomes-new",
        "makes another story out of the one that is there twice, and adds none: new is what it says",
        stories=made(new="").change(DESK.ids["twin"], text=CANCEL),
    ),
    learner("nothing-placed", "gives no story a step", {"placed": 0}, stories=made(steps={})),
    learner(
        "all-in-one-step",
        "puts all four under one step",
        {"placed": 0},
        stories=made(steps=dict.fromkeys(STEPS, "prove")),
    ),
    learner(
        "misplaced",
        "takes the certificate for something that comes first",
        {"placed": 0.75},
        stories=made(steps=STEPS | {"certificate": "browse"}),
    ),
    learner(
        "everything-in-may",
        "puts every story into the first release",
        {"release": 0},
        stories=made(may=tuple(DESK.ids)),
    ),
    learner("nothing-in-may", "leaves the first release empty", {"release": 0}, stories=made(may=())),
    learner(
        "a-gap",
        "a release in which nobody can pay",
        {"release": 1.75},
        stories=made(may=[n for n in MAY if n != "whole"]),
    ),
    learner(
        "only-the-drafts",
        "puts the four drafts into the first release: nobody can sign up or pay",
        {"release": 1},
        stories=made(may=("cancelled", "rooms", "certificate", "attendance")),
    ),
    learner(
        "smallest-first",
        "takes the smallest stories until the release is full",
        {"release": 0.5},
        stories=made(may=variant.smallest_first(DESK)),
    ),
    learner(
        "a-list-is-a-sign-up",
        "takes the waiting list for the way to sign up",
        {"release": 1.75},
        stories=made(may=("waiting", *(name for name in MAY if name != "phone"))),
    ),
    learner(
        "law-forgotten",
        "leaves out one of the stories that the law asks for",
        {"release": 2},
        stories=made(may=("weekday", *MAY[1:])),
    ),
    learner(
        "plundered",
        "the sizes in the file are made small, and the room large: facts are put back",
        {"release": 0},
        stories=plundered(made(may=tuple(DESK.ids))),
    ),
    learner(
        "everything-is-whole",
        "takes lines without a reason for whole, and swapped ones too",
        {"missing": lost("missing", "why", "swapped")},
        missing=mixed("missing", why="nothing", swapped="nothing"),
    ),
    learner(
        "atomic-minimal",
        "takes atomic for minimal, and the other way round",
        {"rules": lost("rules", "atomic", "minimal")},
        rules=mixed("rules", atomic="minimal", minimal="atomic"),
    ),
    learner(
        "inside-is-fine",
        "thinks that a database may be the outcome",
        {"scenarios": lost("scenarios", "inside")},
        scenarios=mixed("scenarios", inside="fine"),
    ),
    learner(
        "most-people",
        "takes the wish that helps most people",
        {"recall": 0},
        recall=max(variant.wishes(SEED), key=lambda id: variant.wishes(SEED)[id][1]),
    ),
    learner("no-widget", "never touched editor and map", NO_FILE, text=""),
    learner("torn-stories", "the file of stories was cut off", NO_FILE, text=dumps(made())[:900]),
    learner("the-lessons-stories", "hands in the lesson's stories", NO_FILE, text=dumps(CASE.start)),
    learner("another-desk", "hands in the stories of another seed as the own ones", NO_FILE, text=dumps(made(7))),
    *usual_learners(learner("usual", "right in everything"), test="missing"),
]
