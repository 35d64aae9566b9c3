"""Weighs the acceptance criteria that learners write for the assignment: what is done, what is new, what goes wrong.

A sign that can be wrong takes nothing away: what is sure earns or costs, and the rest waits for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from pmcourse.findings import costly
from pmcourse.kit.marks import Marks
from pmcourse.stories import copied, evidence
from pmcourse.stories.acceptance import check_acceptance
from pmcourse.stories.evidence import Key
from pmcourse.stories.model import Story
from pmcourse.stories.scenarios import Scenario
from pmcourse.stories.weighing import quoted
from pmcourse.stories.words import content

READ, ONE_WHEN, HAPPENS, SEEN, WRONG = 1 / 12, 1 / 6, 1 / 6, 1 / 4, 1 / 3  # of the points of a set of scenarios
_MEANT = re.compile(r"\b(?:want|wants|would like|plans?|tr(?:y|ies)|decides?|going to|about to|wish(?:es)?)\b", re.I)
_IS = re.compile(r"\b(?:is|are|was|were)\b", re.I)
_NOES = {"no", "not", "none", "never", "nobody", "nothing", "without", "cannot", "error"}
_KEYWORDS = "Begin each line with Given, When, Then or And."


def scenarios(
    marks: Marks,
    most: float,
    story: Story,
    found: Sequence[Scenario],
    left: Sequence[str],
    key: Key,
    shown: Iterable[str] = (),
) -> Marks:
    """Mark the scenarios that could be read; `left` are the lines that could not.

    Lines that were `shown` are not to be copied. What the key does not know, and nothing speaks against, waits.
    """
    dead = [one for one in found if nothing_new(one)]
    doubtful = [one for one in found if one not in dead and not happens(one)]
    steps = [step.text for one in found for step in one.steps]
    repeats, for_sure = copied.copies(" / ".join(steps), shown)
    if for_sure:
        return marks.add(most, 0, "The scenarios repeat the lines of the task.", "Find other people and numbers.")
    if len(dead) == len(found):
        why = f"The scenarios do not say what happens with {story.id}: lines repeat each other or say nothing."
        return marks.add(most, 0, why, "Take one person: what do they do, and what do they see then?")
    why = f"One line could not be read: “{left[0][:60]}”." if left else "All of it can be read."
    known = evidence.says(" ".join(steps), key["what"])
    if not known or repeats or len(dead) + len(doubtful) == len(found):
        if left:
            marks.add(READ * most, 0, why, _KEYWORDS)
        why = f"{quoted(_again(found))}: a program does not know these words, or whether they are about this story."
        return marks.wait((1 - READ if left else 1) * most, why)
    marks.add(READ * most, not left, why, _KEYWORDS)

    seen = [f for f in costly(check_acceptance(story.text, _again(found), story.id)) if f.criterion == "one_when"]
    one_when = seen[0].message if seen else "One When in each scenario."
    marks.add(ONE_WHEN * most, not seen, one_when, seen[0].hint if seen else "")

    sure = len(found) - len(doubtful)
    why = f"In {name_of(dead[0])} nothing new happens." if dead else "In each scenario something happens."
    marks.add(HAPPENS * most * sure / len(found), 1 - len(dead) / sure, why, "When: one act. Then: what is new.")
    if doubtful:
        why = f"{name_of(doubtful[0])}: a program cannot say whether something new happens in it."
        marks.wait(HAPPENS * most * len(doubtful) / len(found), why)
    _seen_outside(marks, SEEN * most, [step.text for one in found for step in one.of("then")])
    whole = [one for one in found if _when(one) and _then(one) and not _same(_then(one), _when(one))]
    return _one_goes_wrong(marks, WRONG * most, whole, key)


def _seen_outside(marks: Marks, most: float, thens: Sequence[str]) -> None:
    """Whether each Then can be seen by somebody outside."""
    inside = [text for text in thens if evidence.is_inside(text)]
    unsure = [text for text in thens if text not in inside and not evidence.observable(text)]
    sure = len(thens) - len(unsure)
    if sure:
        why = f"“{inside[0][:60]}” cannot be seen by somebody outside." if inside else "A Then tells what can be seen."
        next = "What does the person read, hear or hold afterwards?"
        marks.add(most * sure / len(thens), 1 - len(inside) / sure, why, next)
    if unsure:
        why = f"{quoted(*unsure)}: a program cannot say whether somebody outside sees this."
        marks.wait(most * len(unsure) / len(thens), why)


def _one_goes_wrong(marks: Marks, most: float, alive: Sequence[Scenario], key: Key) -> Marks:
    wrong = [one for one in alive if _goes_wrong(one, key)]
    if not wrong and any(evidence.differ(_then(one), _then(other)) for one, other in combinations(alive, 2)):
        ends = quoted(*(_then(one) for one in alive))
        return marks.wait(most, f"{ends}: a program cannot say whether one of these endings is a wrong one.")
    pairs = [(bad, one) for bad in wrong for one in alive if one is not bad and evidence.differ(_then(bad), _then(one))]
    own = [bad for bad, one in pairs if not _mirrored(bad, one)]
    if pairs and not own:
        why = f"{quoted(_again(pairs[0]))}: the two differ by a “no” or “not” alone; a person says what goes wrong."
        return marks.wait(most, why)
    next = "Take the likeliest trouble, and say what is then seen."
    if own and all(evidence.is_inside(_then(bad)) for bad in own):
        why = f"{name_of(own[0])} goes wrong, and nobody outside can see how it ends."
        return marks.add(most, 0.5, why, "What does the person read, hear or hold then?")
    why = "In no scenario something goes wrong."
    if wrong:
        why = "One scenario goes well and one goes wrong." if own else "No other scenario ends in another way."
    return marks.add(most, (1 if own else 0.5) if wrong else 0, why, next)


def _mirrored(one: Scenario, other: Scenario) -> bool:
    """Whether two scenarios have the same words that matter but for "no" and "not"."""
    mine, theirs = (set(content(f"{_before(s)} {_when(s)} {_then(s)}")) - _NOES for s in (one, other))
    return mine == theirs


def nothing_new(one: Scenario) -> bool:
    """Whether it is sure that nothing is done, or that what comes of it was told before."""
    when, then, before = _when(one), _then(one), _before(one)
    if not when or not then:
        return True
    if before and not _MEANT.search(before) and _same(when, before):
        return True
    return _same(then, when) or bool(before and _same(then, before)) or _is_itself(then)


def happens(one: Scenario) -> bool:
    """Whether it is sure that somebody does something, and something comes of it that was not said before."""
    when, then = _when(one), _then(one)
    before = _before(one)
    if nothing_new(one) or min(len(when.split()), len(then.split())) < 2 or not evidence.acts(when):
        return False
    done = not before or bool(_MEANT.search(before)) or not _told_in(when, before)
    return done and not _told_in(then, f"{when} {before}")


def _same(text: str, other: str) -> bool:
    """Whether two texts have the same words that matter, numbers and noes."""
    return set(content(text)) == set(content(other)) and evidence.amounts(text) == evidence.amounts(other)


def _is_itself(text: str) -> bool:
    """Whether a text says of something that it is what it is: "the waiting list is a waiting list"."""
    what, *said = _IS.split(text, maxsplit=1)
    return bool(said and content(what)) and _same(what, said[0])


def _told_in(text: str, before: str) -> bool:
    """Whether `text` says nothing that was not said `before`: no word that matters, no number, no "again"."""
    news = evidence.amounts(text) - evidence.amounts(before)
    return not news and set(content(text)) <= set(content(before))


def _goes_wrong(one: Scenario, about: Key) -> bool:
    return evidence.says(f"{one.name} {' '.join(step.text for step in one.steps)}", about["wrong"])


def _before(one: Scenario) -> str:
    return " ".join(step.text for step in one.of("given"))


def _when(one: Scenario) -> str:
    return " ".join(step.text for step in one.of("when"))


def _then(one: Scenario) -> str:
    return " ".join(step.text for step in one.of("then"))


def name_of(one: Scenario) -> str:
    """The scenario as a message calls it."""
    return f"“{one.name}”" if one.name else f"the scenario in line {one.line}"


def _again(found: Sequence[Scenario]) -> str:
    """The scenarios as plain Gherkin, for the checks."""
    lines = []
    for one in found:
        lines.append(f"Scenario: {one.name}")
        lines += [f"  {(step.kind or 'and').capitalize()} {step.text}" for step in one.steps]
    return "\n".join(lines)
