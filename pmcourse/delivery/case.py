"""Where the lesson and its assignment begin, and the log of releases that the lesson reads."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from pmcourse.delivery.keys import Release
from pmcourse.delivery.line import Team
from pmcourse.delivery.model import Delivery, Stage
from pmcourse.kit.case import Case

HERE = Path(__file__).parent
CASE = Case(Delivery, HERE)
TEXTS = tomllib.loads((HERE / "case.toml").read_text(encoding="utf-8"))
TEAM = Team(rate=2, fault=0.06)
LEAD, THROUGH = 3.0, 0.2  # hours, and the share of faults, that the lesson's pipeline may have
ONE = (Stage(id="all", title="All tests", minutes=30, catches=1),)  # with which batches are compared
FEW = Team(rate=2, fault=0.03)
USUAL, BAD = 0.01, 0.03  # shares of visits with a fault: of the lesson's usual and bad releases
SIZES, FAILED = (
    TEXTS["log"]["sizes"],
    TEXTS["log"]["failed"],
)  # changes in each of 24 releases; places of the failed ones
_BEGIN = datetime(2027, 5, 3, 9)


def log(rows: list[dict[str, object]]) -> list[Release]:
    """Releases as rows of day, hours of lead time, and, where it failed, hours until it was mended."""
    return [
        Release(
            name=f"R{at}",
            released=(day := _BEGIN + timedelta(days=row["day"] - 1)),
            changes=tuple(day - timedelta(hours=hours) for hours in row["lead"]),
            failed="mended" in row,
            recovered=day + timedelta(hours=row["mended"]) if "mended" in row else None,
            unplanned=bool(row.get("unplanned")),
        )
        for at, row in enumerate(rows, 1)
    ]


def told(rows: list[dict[str, object]]) -> list[tuple[str, str]]:
    """The same in words, by release."""
    found = []
    for at, row in enumerate(rows, 1):
        waited = " and ".join(_hours(hours) for hours in row["lead"])
        many = "1 change, which" if len(row["lead"]) == 1 else f"{len(row['lead'])} changes, which"
        parts = [f"day {row['day']}", f"{many} had waited {waited}"]
        if "mended" in row:
            by_next = at < len(rows) and rows[at].get("unplanned")
            parts.append(f"failed, {f'mended by R{at + 1}' if by_next else 'taken back'} after {_hours(row['mended'])}")
        parts += ["made only to mend the one before"] * bool(row.get("unplanned"))
        found.append((f"R{at}", "; ".join(parts)))
    return found


def _hours(many: float) -> str:
    return f"{many:g} hour{'s' * (many != 1)}"
