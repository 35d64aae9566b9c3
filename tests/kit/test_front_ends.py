"""Colours where the page is not JupyterLab's: VS Code and Colab give its light colours on a page that may be dark.

Colab changes two of them by its own theme, --jp-ui-font-color1 and --jp-layout-color2.
"""

import re
from pathlib import Path

import pytest

import pmcourse
from pmcourse.kit.colours import PAGE, TEXT
from pmcourse.kit.look import box, table_html

SHEETS = {path.stem: path.read_text("utf-8") for path in Path(pmcourse.__file__).parent.glob("*/static/*.css")}


@pytest.mark.parametrize("name", SHEETS)
def test_a_colour_of_the_lab_that_is_missing_has_another_in_its_place(name):
    assert re.findall(r"var\(--jp-[\w-]+\)", SHEETS[name]) == []


@pytest.mark.parametrize("name", ["kit", "board", "table"])
def test_what_brings_its_ink_brings_its_paper(name):
    root = re.search(r"^\.pmc-(?:kit|board|backlog) \{\n([^}]*)\}", SHEETS[name], re.M).group(1)
    assert re.search(r"^  color: ", root, re.M) and re.search(r"^  background: ", root, re.M)


@pytest.mark.parametrize("html", [box("words"), table_html("Caption", [("name", "words")])])
def test_so_does_what_is_shown_without_a_widget(html):
    assert f"color:{TEXT}" in html and f"background:{PAGE}" in html


@pytest.mark.parametrize("name", ["kit", "table", "lines"])
def test_a_button_takes_the_pair_that_its_front_end_gives(name):
    inks = re.findall(r"button \{[^}]*?(?<!-)color: ([^;]+);", SHEETS[name])
    assert inks == ["var(--jp-ui-font-color1, ButtonText)"]
