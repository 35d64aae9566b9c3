"""Sentences to be written better: what a check sees stands under each field at once."""

import pytest

from pmcourse.findings import Finding, Severity
from pmcourse.kit.rewrites import Rewrites

pytestmark = pytest.mark.usefixtures("desk")


def look(id, text):
    said = {"skill": "design-thinking", "criterion": "long", "severity": Severity.MUST, "why": "w", "hint": "h"}
    return [Finding(message=f"{id} is too long.", **said)] if len(text) > 5 else []


def test_what_is_wrong_stands_under_its_own_field_and_goes_when_it_is_mended():
    widget = Rewrites({"a": "One?", "b": "Two?"}, look, "Fine.")
    assert widget.missing == ["One?", "Two?"]
    widget.fields["a"].value = "much longer"
    assert "a is too long." in widget.heard["a"].value and widget.heard["b"].value == ""
    widget.fields["a"].value = "short"
    assert "Fine." in widget.heard["a"].value
    assert widget.value == {"a": "short"} and widget.missing == ["Two?"]
    widget.fields["a"].value = " "
    assert widget.heard["a"].value == ""


def test_what_was_kept_is_there_again():
    widget = Rewrites({"a": "One?", "b": "Two?"}, look)
    widget.fill({"a": "kept for long", "b": None, "c": "unknown"})
    assert widget.value == {"a": "kept for long"} and "a is too long." in widget.heard["a"].value
