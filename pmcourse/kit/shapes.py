"""matplotlib's shapes by their names, loaded when the first one is drawn: a lesson opens sooner without it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    **dict.fromkeys(("FancyArrowPatch", "FancyBboxPatch", "Patch", "Rectangle", "Circle", "Polygon"), "patches"),
    "Figure": "figure",
    "FuncFormatter": "ticker",
    "Line2D": "lines",
    "LinearSegmentedColormap": "colors",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"pmcourse.kit.shapes has {', '.join(sorted(_HOMES))} (got {name!r})")
    return getattr(import_module(f"matplotlib.{_HOMES[name]}"), name)
