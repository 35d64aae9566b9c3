"""Weighs what learners write for the assignment: a story, and the parts of a story (scenarios: `weighing_scenarios`).

A program sees words, and not whether they were meant: right words in a sentence without sense look right. So a text
earns at most half of its task; the other half is a decision that cannot be had from words (`marking`). And a program
does not know all words: where it knows none, and finds no sign of nonsense (`evidence`), a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pmcourse.findings import Finding, costly, quality
from pmcourse.kit.marks import Marks
from pmcourse.stories import copied, evidence, roles, trouble
from pmcourse.stories.checks import check_story
from pmcourse.stories.evidence import Key
from pmcourse.stories.model import Story
from pmcourse.stories.parse import parse
from pmcourse.stories.words import content

WHO, WHAT, WHY, WORDING = 0.15, 0.35, 0.25, 0.25  # of the points of one story
MOST_FOREIGN = 3  # words of other drafts: so few are by chance, a pile of keywords has more
FRAME = 7  # words of "As a ..., I want to ..., so that ..."
LONGEST = 600  # characters of a text that are quoted
_FORM = {"well_formed", "full_sentence"}  # marked with the parts themselves
_BEGIN = "Begin with “As a …”: the person who has the trouble."
_PLACES = "After “I want”: what is built. After “so that”: what is better then."
_AFTERWARDS = "Add “so that …”: what is better for this person afterwards?"


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
    here, sources = evidence.about(text, key, source), (source, *shown)
    means = means if content(means) else ""
    if evidence.is_placeholder(text) or evidence.is_heap(means, end) or not evidence.has_verb(text):
        return marks.add(most, 0, "Nobody could say what is wanted.", "Say who wants what, and what for.", what)
    if roles.is_thing(who):
        return marks.add(most, 0, f"“{who}” cannot want anything.", _BEGIN, what)
    other = evidence.foreign(means, key, others, source)
    if len(other) > (MOST_FOREIGN if besides else 0):
        return marks.add(most, 0, "It asks for several drafts at once.", "Keep to this one.", what)
    repeats, for_sure = copied.copies(text, sources, copied.size(who) + FRAME)
    if for_sure:
        return marks.add(most, 0, "It repeats the task.", "Say what the person could then do.", what)
    if evidence.swapped(text, key):
        why = "What is wanted, and what it is good for, stand in each other's place."
        return marks.add(most, 0, why, _PLACES, what)
    if len(other) > max(1, len(here)):
        why = "It asks for what helps in another trouble."
        return marks.add(most, 0, why, "What could the person then do that they cannot do today?", what)
    repeated = bool(end) and all(copied.copies(end, sources))
    again = bool(end) and evidence.repeats(end, means, who)
    known = bool(end) and not repeated and evidence.knows(end, means, key)
    good = bool(end) and not again and not repeated and evidence.is_good(end, means, key)
    reason = bool(end) and not repeated and (known or not again)
    elsewhere = not end and evidence.may_end(_after_wish(text))  # "…, to have Friday free": no "so that"
    form = _FORM | {"minimal"} if elsewhere else _FORM
    seen = [finding for finding in costly(check_story(text)) if finding.criterion not in form]
    doubtful = repeats or not evidence.is_sentence(text) or evidence.is_pile(means) or evidence.is_pile(end)
    if not means and not (who and elsewhere):
        why = f"{what} does not say what is wanted.".strip()
        return marks.add(most, 0, why, "What could the person then do that they cannot do today?", what)
    doubtful = doubtful or trouble.is_wished(means, end, key) or trouble.is_only_told(means, end, source)
    if doubtful or not means or not here or not _helps(who, means, end, key, source):
        return _unknown(marks, most, what, text, who, elsewhere or reason, seen)
    _who(marks, WHO * most, what, who, key, others)
    marks.add(WHAT * most, 0.5 if again else 1,
              "What is wanted comes back as what it is good for." if again
              else "It uses words of the matter; a program cannot see whether they make sense.",
              _PLACES, what)  # fmt: skip
    if again and known:
        why = (
            f"{quoted(text)}: what is wanted comes back after “so that”; a person says whether a reason is there, too."
        )
        return marks.wait((WHAT / 2 + WHY + WORDING) * most, why, what)
    if elsewhere:
        why = f"{quoted(text)}: no “so that” was found; a person says whether it tells what for."
        marks.wait(WHY * most, why, what)
    elif reason and not good:
        few = (
            "only small or hollow words follow “so that”; a person says"
            if evidence.is_hollow(end, means)
            else ("a program cannot say")
        )
        why = f"{quoted(end)}: {few} whether this is better for the person."
        marks.wait(WHY * most, why, what)
    else:
        why = "What follows “so that” repeats the task." if repeated else _no_why(what, end)
        marks.add(WHY * most, good, _a_reason(known) if good else why, _AFTERWARDS, what)
    if again:
        return marks.add(WORDING * most, 0, "Its wording counts once it has a reason.", _AFTERWARDS, what)
    why = " ".join(finding.message for finding in seen) or "Nothing to fix in its wording."
    return marks.add(WORDING * most, quality(seen), why, " ".join(finding.hint for finding in seen), what)


def _who(marks: Marks, most: float, what: str, who: str, key: Key, others: Sequence[Key]) -> None:
    if who and roles.is_somebody_else(who, key, others):
        marks.wait(most, f"“{who}”: a program cannot say whether they have this trouble.", what)
    elif not who or roles.is_maker(who, key):
        marks.add(most, 0, _no_who(what), _BEGIN, what)
    else:
        marks.add(most, 1, "It says who wants it.", what=what)


def _after_wish(text: str) -> str:
    """What is wanted and all that follows it, where no "so that" parts them; all where nothing is wanted."""
    found = parse(text).means
    return text[found.start :] if found else text


def quoted(*texts: str) -> str:
    """What somebody wrote, for the person who reads it: the formgrader shows the account, and not the files."""
    return " / ".join(f"“{' '.join(text.split())[:LONGEST]}”" for text in texts)


def _unknown(marks: Marks, most: float, what: str, text: str, who: str, reason: bool, seen: Sequence[Finding]) -> Marks:
    """A story in words that the key does not know, of `who` and perhaps with a `reason`: what its form lacks is lost,
    and the rest waits for a person."""
    rest = most
    for part, lacks, why, next in (
        (WHO, 0 if who else 1, _no_who(what), _BEGIN),
        (WHY, 0 if reason else 1, _no_why(what, parts(text)[2]), _AFTERWARDS),
        (WORDING, 1 - quality(seen), " ".join(f.message for f in seen), " ".join(f.hint for f in seen)),
    ):
        if lacks:
            marks.add(part * lacks * most, 0, why, next, what)
            rest -= part * lacks * most
    return marks.wait(rest, f"{quoted(text)}: a program does not know these words, or whether this would help.", what)


def _a_reason(known: bool) -> str:
    return "It has a reason." if known else "Something stands after “so that”; a program does not know its words."


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


def narrower(whole: Story, pieces: Sequence[Story], about: str) -> tuple[list[Story], list[Story], str]:
    """The parts that are narrower than the whole, differ, and are about the same; those of which a program cannot say
    what they are about; and what is wrong with the others."""
    good: list[Story] = []
    unsure: list[Story] = []
    why = ""
    for part in pieces:
        means, end = part.means, parts(part.text)[2]
        more = evidence.adds(means, whole.means)
        kept = [*good, *unsure]
        if evidence.names_inside(part.text):
            why = f"{part.id} is a part of the software: alone it is of use to nobody."
        elif evidence.is_placeholder(part.text) or evidence.is_heap(means, end) or len(content(part.text)) < 2:
            why = f"{part.id} says nothing that somebody could use of {whole.id}."
        elif not more:
            why = f"{part.id} does not say in what it is narrower than {whole.id}."
        elif any(
            evidence.most_like(part.text, [other.text], 0.99)
            and evidence.amounts(means) == evidence.amounts(other.means)
            for other in kept
        ):
            why = f"{part.id} wants the same as another part."
        else:
            said = evidence.is_sentence(part.text) and not evidence.is_pile(means) and not evidence.is_pile(end)
            known = evidence.is_in_parts(means) or evidence.says(" ".join(more), about)
            (good if said and known else unsure).append(part)
    return good, unsure, why or f"Narrower than {whole.id}: {', '.join(part.id for part in good)}."
