"""Makes findings: the words that learners read stand in a lesson's texts.toml, one table for each thing seen."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pmcourse.errors import CourseError
from pmcourse.findings import Finding, Severity, Where

_NEEDED = ("skill", "severity", "message", "why", "hint")


@dataclass(frozen=True)
class Catalogue:
    """The findings of one lesson, from `file`: a table for each kind with skill, severity, message, why and hint.

    `criterion` may name the rule where several kinds are about one; `rewrite` may give a better wording. A table
    `[defaults]` says what holds where a kind says nothing. Texts hold {slots}; `item` is always one.
    """

    file: Path

    @cached_property
    def entries(self) -> dict[str, dict[str, str]]:
        """All kinds with their texts, in the order of the file. Raises CourseError where one lacks a text."""
        tables = tomllib.loads(self.file.read_text(encoding="utf-8"))
        defaults = tables.pop("defaults", {})
        whole = {kind: {"criterion": kind} | defaults | table for kind, table in tables.items()}
        for kind, entry in whole.items():
            for key in _NEEDED:
                if key not in entry:
                    raise CourseError(f"{self.file.name}: [{kind}] has no {key!r}. Add it.")
        return whole

    @property
    def criteria(self) -> tuple[str, ...]:
        """The ids of all rules, in the order of the file."""
        return tuple(dict.fromkeys(entry["criterion"] for entry in self.entries.values()))

    def finding(
        self,
        kind: str,
        item: str = "",
        span: tuple[int, int] | None = None,
        severity: Severity | None = None,
        **slots: Any,
    ) -> Finding:
        """The finding `kind` about `item` (an id, or "" for the whole), its slots filled; `severity` for this time.

        Raises CourseError where the file has no such kind or a slot is not filled.
        """
        if kind not in self.entries:
            raise CourseError(f"{self.file.name} has no [{kind}]. It has: {', '.join(self.entries)}.")
        entry, slots = self.entries[kind], {"item": item} | slots
        try:
            message, why, hint, rewrite = (
                entry.get(key, "").format(**slots) for key in ("message", "why", "hint", "rewrite")
            )
        except (KeyError, IndexError) as error:
            raise CourseError(f"{self.file.name}: [{kind}] wants the slot {error}, which nobody gave.") from None
        start, end = span or (None, None)
        return Finding(
            skill=entry["skill"],
            criterion=entry["criterion"],
            severity=severity or Severity(entry["severity"]),
            message=message,
            why=why,
            hint=hint,
            where=Where(item=item, start=start, end=end) if item else None,
            rewrite=rewrite,
        )
