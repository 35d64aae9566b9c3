"""What stands in the fields of an editor and was not taken: it stays there, and nothing is judged meanwhile."""

from __future__ import annotations

from collections.abc import Hashable


class Refused(dict[Hashable, tuple[str, str]]):
    """The text that was typed, and why it was refused, by its field."""

    @property
    def unread(self) -> str:
        """Why what stands in the fields is not taken, "" where all of it is."""
        return " ".join(why for _, why in self.values())

    def forget(self) -> str:
        """Let go of what was refused; returns the words that say so, or ""."""
        lost = ", ".join(f"“{text}”" for text, _ in self.values())
        self.clear()
        return f" What you had typed and was not taken is gone: {lost}." if lost else ""
