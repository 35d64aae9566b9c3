"""What is decided by choosing: one function a graded cell, one account of points each.

The second half of each task in which something is written is such a decision, about another matter than the words: it
needs that the situation was understood. A function with a `key` says only how much is answered as long as it has none:
the keys stand in source/ alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from pmcourse.kit.handed_in import HandedIn, account, answered, chosen_each, chosen_one
from pmcourse.kit.marks import Marks
from pmcourse.stories import variant


@account(2)
def missing(key: Mapping[str, str] | None = None) -> Marks:
    """What is missing in five lines of the bank."""
    texts = variant.items(HandedIn().seed, "missing")
    next = "Read it aloud: who wants it, what, and what is better for them afterwards?"
    return chosen_each(2, "missing", texts, key, next, chance=0)


@account(2)
def rules(key: Mapping[str, str] | None = None) -> Marks:
    """Which rule five stories of the bank break."""
    texts = variant.items(HandedIn().seed, "rules")
    next = "Look at the table of rules in the lesson: what would you change in this story?"
    return chosen_each(2, "rules", texts, key, next, chance=0)


@account(2)
def scenarios(key: Mapping[str, str] | None = None) -> Marks:
    """What is wrong with five scenarios of the bank."""
    texts = variant.items(HandedIn().seed, "scenarios")
    next = "What is done, by whom, and what is then seen that was not so before?"
    return chosen_each(2, "scenarios", texts, key, next, chance=0)


@account(2)
def later(key: Mapping[str, str] | None = None) -> Marks:
    """What six things, seen a month later, show of the trouble behind the two drafts."""
    texts = variant.later(HandedIn().seed)
    return chosen_each(2, "later", texts, key, "Who had the trouble? Is it smaller for them, and by what?", chance=2)


@account(1)
def elsewhere(key: Mapping[str, str] | None = None) -> Marks:
    """What four things, seen a month later, show of the trouble of the product never seen."""
    texts = variant.elsewhere(HandedIn().seed)
    return chosen_each(1, "elsewhere", texts, key, "Whose trouble was told? Is it smaller for them, and by what?")


@account(1.5)
def steps(key: Mapping[str, str] | None = None) -> Marks:
    """What five lines are for the story that was given criteria: Given, When, Then, or of another story."""
    texts = variant.steps(HandedIn().seed)
    return chosen_each(1.5, "steps", texts, key, "Is it so before, is it done, or is it new? Is it about this story?")


@account(1.25)
def ways(key: Mapping[str, str] | None = None) -> Marks:
    """What is to be said of five ways of splitting the large story."""
    next = "Take the first part alone: what can somebody do with it, and is it less than the whole?"
    return chosen_each(1.25, "ways", variant.items(HandedIn().seed, "ways"), key, next)


@account(1)
def wants(key: Mapping[str, str] | None = None) -> Marks:
    """Which of four wishes none of the ten stories tells yet."""
    texts = variant.wants(HandedIn().seed)
    return chosen_each(1, "wants", texts, key, "Look for it among the ten stories: who would be glad of it?")


@account(1)
def twins(judge: bool = False) -> Marks:
    """The two stories that say the same."""
    work = HandedIn()
    given = work.choices("twins")
    if not judge:
        return answered(1, given, 2)
    ids = variant.desk(work.seed).ids
    truth = {ids["twin"], ids[variant.twin(work.seed)]}
    next = "Two stories say the same where one piece of work would do for both."
    return Marks().one(1, set(given.values()), truth, next, wrong="Not these two.")


@account(1)
def recall(judge: bool = False) -> Marks:
    """The wish that helps most people for the least work."""
    truth = variant.best(variant.wishes(HandedIn().seed)) if judge else None
    return chosen_one(1, "recall", truth, "Divide the people by the weeks, for each wish.")
