"""What can be seen in the instruction of a task, in a plan and in a report; lesson and grade use the same checks.

A fair task gives a reason and an aim, and none of the way (Dumas & Redish 1999). The check reads English and knows
words, not people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from pmcourse.findings import Finding
from pmcourse.kit.catalogue import Catalogue
from pmcourse.kit.shares import adjusted_wald
from pmcourse.usability.found import Seen, people_for, share_found
from pmcourse.usability.model import Measure, Plan, Question, Who

finding = Catalogue(Path(__file__).parent / "texts.toml").finding

_STEPS = re.compile(
    r"\b(click|press|tap|scroll|swipe|hover|double-click|enter your|type in|tick|go to|log ?in|sign in|select|"
    r"look (at|for) the (word|picture|button|top|bottom|left|right)|"
    r"open the (menu|list|page|form|tab)|(from|in) the (menu|list|drop-?down))(s|ed|ing)?\b"
)
_OPINION = re.compile(
    r"\b(do you (like|think|find)|did you (like|find)|would you (like it|use|buy|pay|recommend)|what do you think|"
    r"would you say|"
    r"how (easy|hard|nice|good|quick|clear|simple)|your opinion|rate\b|is it (easy|clear|nice|good))"
)
_SECOND = re.compile(r"\b(and then|after that|afterwards|also|as well as|secondly|when you have done)\b")
_REASON = re.compile(
    r"\b(want|wants|need|needs|have|has|had|are|is|was|were|must|cannot|your|because|so that|would like|plan|planning|"
    r"broke|broken|lost|next|on (mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_NEARLY = 2  # percentage points by which an end of an interval may be rounded or read off
_REPORT = 50  # words: with fewer one of who, how sure and what first is missing
_DOUBLED = 0.1  # of all words
_LEAST = 6  # words: with fewer nobody knows what to do


def task(text: str, labels: Sequence[str], topic: Sequence[str] = (), item: str = "") -> list[Finding]:
    """What is wrong with the instruction of a task.

    `labels` are the words of the screen; `topic` beginnings of words of which one must be in it.
    """
    said = " ".join(text.casefold().replace("’", "'").split())
    words = re.findall(r"[\w']+", said)
    if len(words) < _LEAST or _stutters(words):
        return [finding("task_nobody", item)]
    if topic and not any(word.startswith(tuple(topic)) for word in words):
        return [finding("task_topic", item, topic=", ".join(topic[:3]))]
    found = []
    if label := on_screen(said, labels):
        found.append(finding("task_label", item, label=label))
    if hit := _STEPS.search(said):
        found.append(finding("task_steps", item, words=hit[0]))
    if hit := _OPINION.search(said):
        found.append(finding("task_opinion", item, words=hit[0]))
    if hit := _SECOND.search(said):
        found.append(finding("task_two", item, words=hit[0]))
    if not found and not _REASON.search(said):
        found.append(finding("task_reason", item))
    return found


def plan(one: Plan, before: Seen, share: float) -> list[Finding]:
    """What is wrong with the plan of a test that is to find `share` of all problems, after a first one (`before`).

    People are counted by Lewis' p (2001).
    """
    found = []
    if one.question is not Question.STUCK:
        found.append(finding("plan_question"))
    wanted = people_for(share, before.adjusted) - before.people
    if one.people < wanted:
        said = share_found(before.adjusted, before.people + one.people)
        found.append(finding("plan_few", people=one.people, before=before.people, found=said, share=share))
    elif one.people > 2 * wanted:
        found.append(finding("plan_many", people=one.people))
    if one.who is not Who.MIXED:
        found.append(finding("plan_who", who=one.who))
    if one.measure is not Measure.EVENTS:
        found.append(finding("plan_measure", measure=one.measure))
    return found


def report(text: str, people: Sequence[str]) -> list[Finding]:
    """What a report of a test lacks that can be seen by words: its length, who did what, and how sure it is."""
    words = re.findall(r"[\w']+", text.casefold())
    found = []
    if len(words) < _REPORT:
        found.append(finding("report_short", words=len(words), least=_REPORT))
    elif _stutters(words):
        found.append(finding("report_again"))
    if not set(words) & {name.casefold() for name in people}:
        found.append(finding("report_who", people=", ".join(people)))
    if not _is_sure(text, len(people)):
        found.append(finding("report_sure"))
    return found


def _is_sure(text: str, people: int) -> bool:
    """Whether two numbers in a row are the ends of an adjusted Wald interval for a share of so many people."""
    typed = [float(one.replace(",", ".")) for one in _NUMBER.findall(text)]
    ends = [100 * one if one < 1 else one for one in typed]
    wanted = [[100 * end for end in adjusted_wald(hits, people)] for hits in range(people + 1)]
    return any(
        abs(low - least) <= _NEARLY and abs(high - most) <= _NEARLY
        for low, high in pairwise(ends)
        for least, most in wanted
    )


def _stutters(words: Sequence[str]) -> bool:
    """Whether many words follow themselves, more than in what somebody heard ("button, button"), or most come again."""
    doubled = sum(one == other for one, other in pairwise(words))
    return doubled > _DOUBLED * len(words) or len(set(words)) < 0.5 * len(words)


def on_screen(text: str, labels: Sequence[str]) -> str:
    """The first of `labels` that `text` uses, in any of its forms; "" for none."""
    said = " ".join(text.casefold().split())
    return next((label for label in labels if re.search(rf"\b{_stem(label)}", said)), "")


def _stem(label: str) -> str:
    """A label so that its other forms are found: reserve, reserving, reservation; sign up, signing somebody up."""
    first, *rest = label.casefold().split()
    stem = re.escape(first[:-1] if first.endswith(("e", "y")) and len(first) > 3 else first)
    ending = r"(e|y|s|es|ies|d|ed|ied|ing|ation|ations|ment)?"
    return stem + ending + "".join(rf"(\s+\w+)?\s+{re.escape(word)}" for word in rest) + r"\b"
