"""Checks of what the roadmap is for: outcomes that can be measured, and bets that serve them."""

from __future__ import annotations

import re

from pmcourse.findings import Finding
from pmcourse.roadmap.model import Outcome, Roadmap
from pmcourse.roadmap.texts import finding

_BUILDING = re.compile(
    r"(?:to\s+)?(?:(?:add|build|buil|creat|deliver|deploy|design|develop|finish|implement|integrat|install|introduc|"
    r"launch|migrat|mov|offer|publish|put\s+in|redesign|refactor|releas|replac|rewrit|roll\s+out|set\s+up|ship|"
    r"switch|upgrad)(?:e|es|s|t|ed|ing|ting|ping)?)\b",
    re.IGNORECASE,
)
_COUNTS_OUTPUT = re.compile(
    r"\b(?:features?|releases?|story\s+points?|stories|tickets?|epics?|lines\s+of\s+code|velocity)\b"
    r"|\b(?:launched|shipped|released|delivered|deployed|built|rolled\s+out)\b"
    # people complete lists and courses, do things without help, and live far away: only the team's work is an output
    r"|\b(?:portals?|projects?|milestones?|modules?|pages?|screens?|apps?|systems?|websites?|software|initiatives?"
    r"|tasks?|work|migrations?|integrations?|roll-?outs?)\b(?:\W+\w+){0,2}?\W+completed?\b"
    r"|(?:%|\bper\s?cent)\s+completed?\b"
    r"|\bdone\b(?!\s+(?:without|alone|online|from)\b)|(?<!\bwho\s)(?<!\bthat\s)(?<!\bpeople\s)\blive\b",
    re.IGNORECASE,
)


def check_outcomes(roadmap: Roadmap) -> list[Finding]:
    """What can be said against the outcomes and against how initiatives serve them."""
    found = []
    for outcome in roadmap.outcomes:
        found += _output(roadmap, outcome) + _unmeasured(outcome)
        if not any(i.outcome == outcome.id for i in roadmap.initiatives):
            found.append(finding("outcome_without_initiative", outcome.id, name=outcome.name))
    return found + _purposeless(roadmap)


def _purposeless(roadmap: Roadmap) -> list[Finding]:
    found = []
    known = ", ".join(o.id for o in roadmap.outcomes) or "none yet"
    for one in roadmap.ahead:
        if roadmap.outcome(one.outcome) is None:
            lost = f"the outcome {one.outcome}, which is not on the roadmap" if one.outcome else "no outcome"
            found.append(finding("initiative_without_outcome", one.id, title=one.title, lost=lost, known=known))
        elif not one.hypothesis:
            found.append(finding("hypothesis_missing", one.id, title=one.title, outcome=one.outcome))
    return found


def _output(roadmap: Roadmap, outcome: Outcome) -> list[Finding]:
    verb = _BUILDING.match(outcome.name)
    span = verb.span() if verb else None
    rest = _plain(outcome.name[verb.end() :] if verb else outcome.name)
    twin = next((i for i in roadmap.initiatives if rest and _plain(i.title) in (rest, _plain(outcome.name))), None)
    slots = {"name": outcome.name, "goal": _goal(outcome)}
    if twin:
        return [finding("output_is_initiative", outcome.id, span, twin=twin.id, **slots)]
    if verb:
        kind = "output_with_metric" if outcome.metric else "output_as_outcome"
        return [finding(kind, outcome.id, span, verb=verb[0], **slots)]
    if counted := _COUNTS_OUTPUT.search(outcome.metric):
        return [finding("output_counted", outcome.id, counted=counted[0], **slots)]
    return []


def _unmeasured(outcome: Outcome) -> list[Finding]:
    slots = {"name": outcome.name, "goal": _goal(outcome)}
    missing = [
        word
        for word, value in (("metric", outcome.metric), ("baseline", outcome.baseline), ("target", outcome.target))
        if value in ("", None)
    ]
    if missing:
        return [finding("outcome_unmeasured", outcome.id, missing=" and no ".join(missing), **slots)]
    if outcome.baseline == outcome.target:
        target = f"{outcome.target:g} {outcome.unit}".rstrip()
        return [finding("outcome_reached", outcome.id, target=target, **slots)]
    return [finding("outcome_without_day", outcome.id, **slots)] if outcome.by is None else []


def _goal(outcome: Outcome) -> str:
    baseline, target = (
        f"⟨{word}⟩" if value is None else f"{value:g} {outcome.unit}".strip()
        for word, value in (("today", outcome.baseline), ("target", outcome.target))
    )
    return f"{outcome.metric or '⟨metric⟩'} from {baseline} to {target} by {outcome.by or '⟨day⟩'}"


def _plain(text: str) -> str:
    words = re.findall(r"\w+", text.casefold())
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words)
