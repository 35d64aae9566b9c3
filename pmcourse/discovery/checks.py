"""What can be seen in what was made of interviews: the same checks serve the lesson and the grade."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pmcourse.discovery.model import Card, Discovery, Problem, Role
from pmcourse.discovery.screens import LEAST_CONTRAST, Kind, Screens
from pmcourse.findings import Finding
from pmcourse.kit.catalogue import Catalogue

CATALOGUE = Catalogue(Path(__file__).parent / "texts.toml")
finding = CATALOGUE.finding

PEOPLE = 2  # who said something that happened to them: one may be alone with it
ALTERNATIVES = 2  # doing nothing is one
_LEAST_WORDS = 8  # of a job, all different
_MADE = {"app", "button", "page", "website", "site", "bike", "scanner", "database", "tool", "feature", "tablet"}


class Meant(NamedTuple):
    """What a quotation or an idea is about, and as what it can be used."""

    about: str
    roles: frozenset[Role]


def graph(work: Discovery) -> list[Finding]:
    """What each problem lacks, by structure alone: whoever reads no word of it would see the same."""
    if not work.problems:
        return [finding("no_problem")]
    return [found for problem in work.problems for found in _problem(work, problem)]


def people(cards: list[Card]) -> list[str]:
    """Who is heard in these cards, without the makers of the product."""
    return list(dict.fromkeys(card.who for card in cards if card.who and not card.staff))


def _problem(work: Discovery, problem: Problem) -> list[Finding]:
    evidence = work.used(problem.id, Role.EVIDENCE)
    found = []
    words = re.findall(r"\w+", problem.job.casefold())
    if len(set(words)) < _LEAST_WORDS or not {"when", "whenever", "if"} & set(words) or "want" not in words:
        found.append(finding("problem_words", problem.id))
    elif made := _MADE & set(words):
        found.append(finding("problem_solution", problem.id, word=min(made)))
    for card in (*evidence, *work.used(problem.id, Role.ALTERNATIVE)):
        if card.staff:
            found.append(finding("card_staff", card.id, who=card.who))
        elif not card.who:
            found.append(finding("card_nobody", card.id))
    who = people(evidence)
    if len(who) < PEOPLE:
        said = f"only {who[0]}" if who else "nobody who uses the product"
        found.append(finding("problem_evidence", problem.id, who=said))
    count = sum(bool(card.who) and not card.staff for card in work.used(problem.id, Role.ALTERNATIVE))
    if count < ALTERNATIVES:
        found.append(finding("problem_alternatives", problem.id, count=count or "no"))
    if not work.used(problem.id, Role.PROPOSITION):
        found.append(finding("problem_proposition", problem.id))
    return [*found, *_persona(work, problem)]


def _persona(work: Discovery, problem: Problem) -> list[Finding]:
    persona = work.find(problem.persona) if problem.persona else None
    if persona is None:
        return [finding("problem_persona", problem.id)]
    missing = [name for name, id in persona.quoted.items() if not id]
    found = [finding("persona_empty", persona.id, missing=", ".join(missing))] if missing else []
    for name, id in persona.quoted.items():
        card = work.find(id) if id else None
        if card is not None and (card.staff or not card.who):
            found.append(finding("persona_staff", persona.id, part=name, card=id))
    ids = [id for id in persona.quoted.values() if id]
    if len(set(ids)) < len(ids):
        found.append(finding("persona_twice", persona.id))
    return found


def meaning(work: Discovery, key: Mapping[str, Meant]) -> list[Finding]:
    """What only somebody who has read the words can see: two troubles in one, and cards used as what they are not.

    `key` says what each card is about; what a problem is about is what most of its evidence is about.
    """
    found = []
    for problem in work.problems:
        theme = theme_of(work, problem.id, key)
        for role in Role:
            for card in work.used(problem.id, role):
                meant = key.get(card.id)
                if meant is None or card.staff or (not card.who and role is not Role.PROPOSITION):
                    continue  # which `graph` tells
                if role not in meant.roles:
                    found.append(finding(f"card_no_{role.value}", card.id))
                elif theme and meant.about != theme:
                    found.append(finding("card_elsewhere", card.id))
        persona = work.find(problem.persona) if problem.persona else None
        quoted = persona.quoted.items() if persona else ()
        for part, id in quoted:
            if theme and id in key and not work.find(id).staff and key[id].about != theme:
                found.append(finding("persona_elsewhere", persona.id, part=part, card=id))
    return found


def theme_of(work: Discovery, problem: str, key: Mapping[str, Meant]) -> str:
    """What most of a problem's evidence is about; "" where there is none."""
    about = [key[card.id].about for card in work.used(problem, Role.EVIDENCE) if card.id in key and not card.staff]
    return max(about, key=about.count) if about else ""


def fair(mine: Screens, start: Screens) -> Screens:
    """`mine` with the facts of the case put back: which screens there are, what is needed, how long an answer is."""
    elements = []
    for one in mine.elements:
        if was := start.element(one.id):
            facts = {name: getattr(was, name) for name in ("letters", "choices", "known", "risky")}
            one = one.model_copy(update=facts)
        elements.append(one)
    kept = {name: getattr(start, name) for name in ("title", "start", "goal", "needed", "screens")}
    return mine.model_copy(update=kept | {"elements": tuple(elements)})


def screens(mine: Screens, start: Screens, most: float) -> list[Finding]:
    """What is wrong with screens that began as `start` and may take `most` seconds."""
    work = fair(mine, start)
    return [*asked(work, start), *ways(work), *readable(work), *quick(work, most)]


def asked(work: Screens, start: Screens) -> list[Finding]:
    """Whether all that is needed is asked, in a way that can be answered."""
    found = []
    for id in work.passed_by():
        found.append(finding("screen_needed", id, label=start.element(id).label))
    for one in work.elements:
        was = start.element(one.id) or one
        if was.kind in (Kind.BUTTON, Kind.NOTE):
            continue
        if one.kind not in (*was.kinds, was.kind):
            found.append(finding(f"screen_{one.kind.name.lower()}", one.id, label=one.label))
    return found


def ways(work: Screens) -> list[Finding]:
    """Whether a way leads to the goal from wherever somebody can come to, mistakes too."""
    titles = {screen.id: screen.title for screen in work.screens}
    if not work.path():
        return [finding("screen_lost", work.start, goal=titles[work.goal])]
    found = [finding("screen_dead", id, title=titles[id]) for id in work.dead_ends()]
    reached, told = {one.screen for one in work.steps()}, {screen.id: screen.error for screen in work.screens}
    for one in work.elements:
        if one.risky and one.screen in reached and one.kind is Kind.TEXT:
            if one.fails not in titles:
                found.append(finding("screen_mistake", one.id, label=one.label))
            elif one.fails != one.screen and not told[one.fails]:
                found.append(finding("screen_fooled", one.id, label=one.label, there=titles[one.fails]))
    return found


def readable(work: Screens) -> list[Finding]:
    """What has too little contrast to be read by everybody (WCAG 2.2, 1.4.3)."""
    return [
        finding("screen_contrast", one.id, label=one.label, ratio=int(one.contrast * 100) / 100)
        for one in work.elements
        if one.screen and one.contrast < LEAST_CONTRAST
    ]


def quick(work: Screens, most: float) -> list[Finding]:
    """Whether the quickest way takes longer than `most` seconds; names the longest step that can be shortened."""
    if not work.path() or work.seconds <= most + 1e-9:
        return []
    slowest = max(work.steps(), key=lambda one: (one.id not in work.needed or one.seconds > one.least, one.seconds))
    return [finding("screen_slow", work.goal, seconds=work.seconds, most=most, slowest=slowest.label)]
