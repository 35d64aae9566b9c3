"""Weighs what learners write for the assignment: a story, a set of scenarios, the parts of a story.

A program sees words, and not whether they were meant: right words in a sentence without sense look right. So a text
earns at most half of its task; the other half is a decision that cannot be had from words (`marking`). And a program
does not know all words: where it knows none, and finds no sign of nonsense (`evidence`), a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from pmcourse.findings import Finding, costly, quality
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
READ, ONE_WHEN, HAPPENS, SEEN, WRONG = 1 / 12, 1 / 6, 1 / 6, 1 / 4, 1 / 3  # of the points of a set of scenarios
LONGEST = 600  # characters of a text that are quoted
_FORM = {"well_formed", "full_sentence"}  # marked with the parts themselves
_BEGIN = "Begin with “As a …”: the person who has the trouble."
_PLACES = "After “I want”: what is built. After “so that”: what is better then."
_AFTERWARDS = "Add “so that …”: what is better for this person afterwards?"
_KEYWORDS = "Begin each line with Given, When, Then or And."


def parts(text: str) -> tuple[str, str, str]:
    """Who, what and what for, in whatever order they were written."""
    found = parse(text)
    return found.word("role"), found.word("means"), found.word("end")


def story(
    marks: Marks,
    most: float,
    what: str,
    text: str,
    key: Key,
    source: str,
    others: Sequence[Key],
    besides: int = 1,
    shown: Iterable[str] = (),
) -> Marks:
    """Mark one story: who, what and what for must be those of the case; the wording is a quarter.

    It may touch the matter of `besides` others, for words are few; a pile of keywords touches them all. `source` and
    what else was `shown` are not to be copied. What the key does not know, and nothing speaks against, waits.
    """
    who, means, end = parts(text)
    here = evidence.about(text, key, source)
    made = evidence.is_sentence(text) and not evidence.is_pile(means) and not evidence.is_pile(end)
    if not made or evidence.is_thing(who, key):
        return marks.add(most, 0, "Nobody could say what is wanted.", "Say who wants what, and what for.", what)
    other = evidence.foreign(means, key, others, source)
    if len(other) > (MOST_FOREIGN if besides else 0):
        return marks.add(most, 0, "It asks for several drafts at once.", "Keep to this one.", what)
    if any(evidence.is_copied(part, told) for part in (means, end) for told in (source, *shown)):
        return marks.add(most, 0, "It repeats the task.", "Say what the person could then do.", what)
    if evidence.swapped(text, key) or (means and end and evidence.same(means, end, 0.9)):
        why = "What is wanted, and what it is good for, stand in each other's place or are the same."
        return marks.add(most, 0, why, _PLACES, what)
    if not means or len(other) > len(here):
        why = "It asks for what helps in another trouble." if means else f"{what} does not say what is wanted.".strip()
        return marks.add(most, 0, why, "What could the person then do that they cannot do today?", what)
    again = bool(end) and evidence.repeats(end, f"{who} {means}")
    good = bool(end) and not again and evidence.is_good(end, means, key)
    seen = [finding for finding in costly(check_story(text)) if finding.criterion not in _FORM]
    if not here or not _helps(who, means, end, key, source):
        return _unknown(marks, most, what, text, (who, end), good, seen)
    named = bool(who) and evidence.is_person(who, key, others)
    marks.add(WHO * most, named, "It says who wants it." if named else _no_who(what), _BEGIN, what)
    marks.add(WHAT * most, 0.5 if again else 1,
              "What is wanted comes back as what it is good for." if again else "Its words are about what would help.",
              _PLACES, what)  # fmt: skip
    marks.add(WHY * most, good, "It gives a reason." if good else _no_why(what, end), _AFTERWARDS, what)
    if again:
        return marks.add(WORDING * most, 0, "Its wording counts once it has a reason.", _AFTERWARDS, what)
    why = " ".join(finding.message for finding in seen) or "Nothing to fix in its wording."
    return marks.add(WORDING * most, quality(seen), why, " ".join(finding.hint for finding in seen), what)


def quoted(*texts: str) -> str:
    """What somebody wrote, for the person who reads it: the formgrader shows the account, and not the files."""
    return " / ".join(f"“{' '.join(text.split())[:LONGEST]}”" for text in texts)


def _unknown(
    marks: Marks, most: float, what: str, text: str, found: tuple[str, str], good: bool, seen: Sequence[Finding]
) -> Marks:
    """A story in words that the key does not know, in which who and what for were `found`: what its form lacks is lost,
    and the rest waits for a person."""
    who, end = found
    if end and not good:
        return marks.add(most, 0, "It does not say what would help here.", _AFTERWARDS, what)
    rest = most
    for part, lacks, why, next in (
        (WHO, 0 if who else 1, _no_who(what), _BEGIN),
        (WHY, 0 if end else 1, _no_why(what, end), _AFTERWARDS),
        (WORDING, 1 - quality(seen), " ".join(f.message for f in seen), " ".join(f.hint for f in seen)),
    ):
        if lacks:
            marks.add(part * lacks * most, 0, why, next, what)
            rest -= part * lacks * most
    return marks.wait(rest, f"{quoted(text)}: a program does not know these words, or whether this would help.", what)


def _no_who(what: str) -> str:
    return f"{what} does not say who is helped.".strip()


def _no_why(what: str, end: str) -> str:
    if end:
        return "What follows “so that” is not what is better for this person."
    return f"{what} does not say what for.".strip()


def _helps(who: str, means: str, end: str, key: Key, source: str) -> bool:
    """Whether the wish speaks of the matter; or does what could help in it, for the person who has the trouble."""
    if evidence.about(means, key, source):
        return True
    does = evidence.says(means, key["what"].split("|")[0])
    return does and evidence.says(who, key["who"]) and evidence.is_good(end, means, key)


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
    alive = [one for one in found if happens(one)]
    steps = [step.text for one in found for step in one.steps]
    if any(evidence.is_copied(step, told) for step in steps for told in shown):
        return marks.add(most, 0, "The scenarios repeat the lines of the task.", "Find other people and numbers.")
    if not alive:
        why = f"The scenarios do not say what happens with {story.id}: lines repeat each other or say nothing."
        return marks.add(most, 0, why, "Take one person: what do they do, and what do they see then?")
    why = f"One line could not be read: “{left[0][:60]}”." if left else "All of it can be read."
    known = evidence.says(" ".join(steps), key["what"])
    if not known:
        if left:
            marks.add(READ * most, 0, why, _KEYWORDS)
        why = f"{quoted(_again(found))}: a program does not know these words, or whether they are about this story."
        return marks.wait((1 - READ if left else 1) * most, why)
    marks.add(READ * most, not left, why, _KEYWORDS)

    seen = [f for f in costly(check_acceptance(story.text, _again(found), story.id)) if f.criterion == "one_when"]
    one_when = seen[0].message if seen else "One When in each scenario."
    marks.add(ONE_WHEN * most, not seen, one_when, seen[0].hint if seen else "")

    dead = [one for one in found if one not in alive]
    why = f"In {name_of(dead[0])} nothing new happens." if dead else "In each scenario something happens."
    marks.add(HAPPENS * most, len(alive) / len(found), why, "When: one act. Then: what is new.")
    _seen_outside(marks, SEEN * most, [step.text for one in found for step in one.of("then")])
    return _one_goes_wrong(marks, WRONG * most, alive, key)


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
    differ = any(evidence.differ(_then(bad), _then(one)) for bad in wrong for one in alive if one is not bad)
    why = "In no scenario something goes wrong."
    if wrong:
        why = "One scenario goes well and one goes wrong." if differ else "No other scenario ends in another way."
    share = (1 if differ else 0.5) if wrong else 0
    return marks.add(most, share, why, "Take the likeliest trouble, and say what is then seen.")


def narrower(whole: Story, pieces: Sequence[Story], about: str) -> tuple[list[Story], list[Story], str]:
    """The parts that are narrower than the whole, differ, and are about the same; those of which a program cannot say
    what they are about; and what is wrong with the others."""
    good: list[Story] = []
    unsure: list[Story] = []
    why = ""
    for part in pieces:
        end = parts(part.text)[2]
        if evidence.names_inside(part.text):
            why = f"{part.id} is a part of the software: alone it is of use to nobody."
        elif not evidence.is_sentence(part.text) or evidence.is_pile(part.means) or evidence.is_pile(end):
            why = f"{part.id} says nothing that somebody could use of {whole.id}."
        elif not evidence.adds(part.means, whole.means):
            why = f"{part.id} does not say in what it is narrower than {whole.id}."
        elif evidence.most_like(part.text, [other.text for other in [*good, *unsure]], 0.99):
            why = f"{part.id} wants the same as another part."
        else:
            (good if evidence.says(part.text, about) else unsure).append(part)
    return good, unsure, why or f"{len(good)} parts, each narrower than {whole.id}."


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
