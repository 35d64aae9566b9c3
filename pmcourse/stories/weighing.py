"""Weighs what learners write for the assignment: a story, a set of scenarios, the parts of a story.

Form earns at most half; the rest is for evidence (`evidence`) that what is written was meant.
"""

from __future__ import annotations

from collections.abc import Sequence

from pmcourse.findings import costly, quality
from pmcourse.kit.marks import Marks
from pmcourse.stories import evidence
from pmcourse.stories.acceptance import check_acceptance
from pmcourse.stories.checks import check_story
from pmcourse.stories.evidence import Key
from pmcourse.stories.model import Story
from pmcourse.stories.parse import parse
from pmcourse.stories.scenarios import Scenario

WHO, WHAT, WHY, WORDING = 0.15, 0.35, 0.25, 0.25  # of the points of one story
MOST_FOREIGN = 3  # words of other drafts: so few are by chance, a pile of keywords has more
_FORM = {"well_formed", "full_sentence"}  # marked with the parts themselves


def parts(text: str) -> tuple[str, str, str]:
    """Who, what and what for, in whatever order they were written."""
    found = parse(text)
    return found.word("role"), found.word("means"), found.word("end")


def story(
    marks: Marks, most: float, what: str, text: str, key: Key, source: str, others: Sequence[Key], besides: int = 1
) -> Marks:
    """Mark one story: who, what and what for must be those of the case; the wording is a quarter.

    It may touch the matter of `besides` others, for words are few; a pile of keywords touches them all.
    """
    who, means, end = parts(text)
    here = evidence.about(text, key, source)
    made = evidence.is_sentence(text) and not evidence.is_pile(means) and not evidence.is_pile(end)
    if not made or not here or evidence.is_thing(who, key):
        return marks.add(most, 0, "It is not about what is asked.", "Say who is helped, what they want, and why.", what)
    other = evidence.foreign(means, key, others, source)
    if len(other) > (MOST_FOREIGN if besides else 0):
        return marks.add(most, 0, "It asks for several drafts at once.", "Keep to this one.", what)
    if source and (evidence.is_copied(means, source) or evidence.is_copied(end, source)):
        return marks.add(most, 0, "It repeats the task.", "Say what the person could then do.", what)
    if evidence.swapped(text, key) or (means and end and evidence.same(means, end, 0.9)):
        why = "What is wanted, and what it is good for, stand in each other's place or are the same."
        return marks.add(most, 0, why, "After “I want”: what is built. After “so that”: what is better then.", what)
    if not means or not _helps(who, means, end, key, source) or len(other) > len(here):
        why = "It does not ask for what would help here." if means else f"{what} does not say what is wanted."
        return marks.add(most, 0, why, "What could the person then do that they cannot do today?", what)
    named = bool(who) and evidence.is_person(who, key, others)
    marks.add(WHO * most, named, "It says who wants it." if named else f"{what} does not say who is helped.".strip(),
              "Begin with “As a …”: the person who has the trouble.", what)  # fmt: skip
    again = bool(end) and evidence.repeats(end, f"{who} {means}")
    marks.add(WHAT * most, 0.5 if again else 1,
              "What is wanted comes back as what it is good for." if again else "It asks for what would help.",
              "After “I want”: what is built. After “so that”: what is better then.", what)  # fmt: skip
    good = bool(end) and not again and evidence.is_good(end, means, key)
    marks.add(WHY * most, good, "It says what is better then." if good else f"{what} does not say what for." if not end
              else "What follows “so that” is not what is better for this person.",
              "Add “so that …”: what is better for this person afterwards?", what)  # fmt: skip
    if again:
        return marks.add(WORDING * most, 0, "Its wording counts once it has a reason.", what=what)
    seen = [finding for finding in costly(check_story(text)) if finding.criterion not in _FORM]
    why = " ".join(finding.message for finding in seen) or "Nothing to fix in its wording."
    return marks.add(WORDING * most, quality(seen), why, " ".join(finding.hint for finding in seen), what)


def _helps(who: str, means: str, end: str, key: Key, source: str) -> bool:
    """Whether the wish speaks of the matter; or does what could help in it, for the person who has the trouble."""
    if evidence.about(means, key, source):
        return True
    does = evidence.says(means, key["what"].split("|")[0])
    return does and evidence.says(who, key["who"]) and evidence.is_good(end, means, key)


def scenarios(marks: Marks, story: Story, found: Sequence[Scenario], left: Sequence[str], key: Key) -> Marks:
    """Mark the scenarios that could be read (3 points); `left` are the lines that could not."""
    alive = [one for one in found if happens(one)]
    if not alive or not evidence.says(" ".join(_said(one) for one in found), key["what"]):
        why = (
            f"The scenarios do not say what happens with {story.id}: lines repeat each other or speak of other things."
        )
        return marks.add(3, 0, why, "Take one person: what do they do, and what do they see then?")
    why = f"One line could not be read: “{left[0][:60]}”." if left else "All of it can be read."
    marks.add(0.25, not left, why, "Begin each line with Given, When, Then or And.")

    seen = [f for f in costly(check_acceptance(story.text, _again(found), story.id)) if f.criterion == "one_when"]
    marks.add(0.5, not seen, seen[0].message if seen else "One When in each scenario.", seen[0].hint if seen else "")

    dead = [one for one in found if one not in alive]
    why = f"In {name_of(dead[0])} nothing new happens." if dead else "In each scenario something happens."
    marks.add(0.5, len(alive) / len(found), why, "When: one act. Then: what is new.")

    thens = [step.text for one in found for step in one.of("then")]
    inside = [text for text in thens if not evidence.observable(text)]
    why = f"“{inside[0][:60]}” cannot be seen by somebody outside." if inside else "Each Then can be seen from outside."
    marks.add(0.75, 1 - len(inside) / len(thens), why, "What does the person read, hear or hold afterwards?")

    wrong = [one for one in alive if _goes_wrong(one, key)]
    differ = any(evidence.differ(_then(bad), _then(one)) for bad in wrong for one in alive if one is not bad)
    why = "In no scenario something goes wrong."
    if wrong:
        why = "One scenario goes well and one goes wrong." if differ else "No other scenario ends in another way."
    share = (1 if differ else 0.5) if wrong else 0
    return marks.add(1, share, why, "Take the likeliest trouble, and say what is then seen.")


def narrower(whole: Story, parts: Sequence[Story], about: str) -> tuple[list[Story], str]:
    """The parts that are narrower than the whole, differ, and are about the same; and what is wrong with the others."""
    good: list[Story] = []
    why = ""
    for part in parts:
        if evidence.names_inside(part.text):
            why = f"{part.id} is a part of the software: alone it is of use to nobody."
        elif not evidence.is_sentence(part.text) or not evidence.says(part.text, about):
            why = f"{part.id} says nothing that somebody could use of {whole.id}."
        elif not evidence.adds(part.means, whole.means):
            why = f"{part.id} does not say in what it is narrower than {whole.id}."
        elif evidence.most_like(part.text, [other.text for other in good], 0.99):
            why = f"{part.id} wants the same as another part."
        else:
            good.append(part)
    return good, why or f"{len(good)} parts, each narrower than {whole.id}."


def happens(one: Scenario) -> bool:
    """Whether somebody does something, and something comes of it that was not said before."""
    when, then = " ".join(s.text for s in one.of("when")), _then(one)
    before = " ".join(s.text for s in one.of("given"))
    if min(len(when.split()), len(then.split())) < 2 or not evidence.has_verb(when):
        return False
    if not evidence.has_small_words(_said(one)) or (before and evidence.same(when, before, 0.99)):
        return False
    known = f"{when} {before}"
    return not evidence.same(then, known, 0.99) or bool(evidence.amounts(then) - evidence.amounts(known))


def _goes_wrong(one: Scenario, about: Key) -> bool:
    return evidence.says(f"{one.name} {' '.join(step.text for step in one.steps)}", about["wrong"])


def _then(one: Scenario) -> str:
    return " ".join(step.text for step in one.of("then"))


def _said(one: Scenario) -> str:
    return " ".join(step.text for step in one.steps)


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
