"""A sentence that is taken apart into who, what and what for while it is typed."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from pmcourse.controls import Html
from pmcourse.kit.block import WIDE, Block, field, said
from pmcourse.kit.colours import RED
from pmcourse.kit.look import box
from pmcourse.stories import panels

MOST = 600  # characters; a story is a sentence


class Anatomy(Block):
    """A story of the learner's to be taken apart. Nothing of it is kept."""

    called = "Story to take apart"

    def __init__(self, text: str) -> None:
        self.words = field(widgets.Textarea(value=text, description="Change the words", rows=2, style=WIDE))
        self._parts = Html(panels.anatomy_html(text))
        self.words.observe(self._typed, "value")
        self.begin(self.words, self._parts)

    @said
    def _typed(self, change: Any) -> None:
        self._parts.value = panels.anatomy_html(self.words.value[:MOST])

    def trouble(self, words: str) -> None:
        self._parts.value = box(words, RED, tinted=True, role="status")
