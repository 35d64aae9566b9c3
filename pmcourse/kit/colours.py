"""The colours of all lessons, each told apart without seeing colour. Nothing is loaded here."""

from __future__ import annotations

# Okabe & Ito (2008), "Color universal design", darkened where text needs more contrast.
INK = "#1a1a1a"
PAPER = "#ffffff"
MUTED = "#595959"
BLUE = "#0072b2"
GREEN = "#00664b"
RED = "#a33f00"
AMBER = "#7a5200"
PURPLE = "#8a3a6b"
SERIES = (BLUE, "#d55e00", "#008060", PURPLE, "#8c6d00", "#56757f")  # for lines, bars and dots, each >= 3:1 on paper
TINTS = {"must": "#fdeee6", "look": "#eef3f7"}  # in pictures

# On a page, words and boxes follow JupyterLab's theme; elsewhere they are dark on light.
TEXT = f"var(--jp-content-font-color0, {INK})"
PAGE = f"var(--jp-layout-color0, {PAPER})"


def ink(colour: str) -> str:
    """`colour` as CSS for words and edges: mixed with the theme's ink, so that it can be read in light and in dark."""
    return f"color-mix(in srgb, {colour} 70%, {TEXT})"


def tint(colour: str) -> str:
    """A breath of `colour` as CSS for the background of a box."""
    return f"color-mix(in srgb, {colour} 9%, {PAGE})"
