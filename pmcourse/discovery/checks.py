"""What can be seen in what was made of interviews: the same checks serve the lesson and the grade."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pmcourse.discovery.model import Card, Discovery, Problem, Role
from pmcourse.findings import Finding
from pmcourse.kit.catalogue import Catalogue

CATALOGUE = Catalogue(Path(__file__).parent / "texts.toml")
finding = CATALOGUE.finding

PEOPLE = 2  # who said something that happened to them: one may be alone with it
ALTERNATIVES = 2  # doing nothing is one
_LEAST_WORDS = 8  # of a job


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
    if len(problem.job.split()) < _LEAST_WORDS:
        found.append(finding("problem_words", problem.id))
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
                if meant is None or card.staff or not card.who and role is not Role.PROPOSITION:
                    continue  # which `graph` tells
                if role not in meant.roles:
                    found.append(finding(f"card_no_{role.value}", card.id))
                elif theme and meant.about != theme:
                    found.append(finding("card_elsewhere", card.id))
    return found


def theme_of(work: Discovery, problem: str, key: Mapping[str, Meant]) -> str:
    """What most of a problem's evidence is about; "" where there is none."""
    about = [key[card.id].about for card in work.used(problem, Role.EVIDENCE) if card.id in key and not card.staff]
    return max(about, key=about.count) if about else ""
