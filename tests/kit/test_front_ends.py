"""Colours where JupyterLab's own are missing: VS Code's page is dark with light colours, Colab knows only two of them."""

import re
from pathlib import Path

import pytest

import pmcourse

PACKAGE = Path(pmcourse.__file__).parent
SHEETS = sorted(PACKAGE.glob("*/static/*.css"))
BARE = re.compile(r"var\(--jp-[\w-]+\)")
# Colab's widget manager gives no more than --jp-ui-font-color1 and --jp-layout-color2.
INK = re.compile(r"var\(--jp-(?:ui|content)-font-color0, (?!var\(--jp-ui-font-color1, )")
SHEET = re.compile(r"var\(--jp-layout-color[01], (?!var\(--jp-layout-color2, )")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_a_colour_of_the_lab_that_is_missing_has_another_in_its_place(sheet):
    text = sheet.read_text("utf-8")
    assert [*BARE.findall(text), *INK.findall(text), *SHEET.findall(text)] == []


@pytest.mark.parametrize("name", ["kit", "board", "table"])
def test_what_brings_its_ink_brings_its_paper(name):
    (sheet,) = (path for path in SHEETS if path.stem == name)
    root = re.search(r"^\.pmc-(?:kit|board|backlog) \{\n([^}]*)\}", sheet.read_text("utf-8"), re.M).group(1)
    assert re.search(r"^  color: ", root, re.M) and re.search(r"^  background: ", root, re.M)
