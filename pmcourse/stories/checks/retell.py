"""Tells a story again, for a rewrite to compare with."""

from __future__ import annotations


def told(role: str, wish: str, end: str) -> str:
    """The story in Connextra's form: `wish` begins with its verb ("want to renew a loan"); `end` may be ""."""
    article = (
        "" if role.lower().startswith(("a ", "an ", "the ", "[")) else "an " if role[:1].lower() in "aeio" else "a "
    )
    return f"As {article}{role}, I {wish}{f', so that {end}' if end else ''}."


def told_end_first(role: str, wish: str, end: str) -> str:
    """The same with the end first: "In order to finish the book, as a reader, I want to renew a loan."."""
    return f"In order to {end}, as{told(role, wish, '').removeprefix('As')}"
