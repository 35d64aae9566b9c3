"""Colours where the page is not JupyterLab's: VS Code and Colab give its light colours on a page that may be dark.

Colab changes two of them by its own theme, --jp-ui-font-color1 and --jp-layout-color2. And the order in which a front
end reads the style sheets is its own.
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


@pytest.mark.parametrize("kind", ["color", "label-color", "readout-color"])
def test_the_words_that_ipywidgets_writes_take_the_ink_of_the_kits_paper(kind):
    root = re.search(r"^\.pmc-kit \{\n([^}]*)\}", SHEETS["kit"], re.M).group(1)
    assert f"--jp-widgets-{kind}: var(--pmc-ink);" in root


def _weight(selector):
    """How heavy a browser weighs a selector: classes and states, then elements."""
    names = re.findall(r"[.:][\w-]+", selector)
    return len(names), len(re.findall(r"(?:^|[\s>])([a-z]+)", selector))


def _rules(sheet):
    """Selector, whom it is of at last (`button`, `input:focus-visible`) and what it sets, for each rule of a sheet."""
    for selectors, body in re.findall(r"([^{}]+)\{([^}]*)\}", re.sub(r"/\*.*?\*/", "", sheet, flags=re.S)):
        for selector in re.split(r",\s*", selectors.strip()):
            yield selector, selector.split()[-1], set(re.findall(r"(?:^|[;\s])([a-z-]+):", body))


@pytest.mark.parametrize("name", ["lines", "radios", "slider"])
def test_a_control_keeps_its_own_measures_whichever_sheet_comes_last(name):
    kit = [rule for rule in _rules(SHEETS["kit"]) if re.fullmatch(r"\.pmc-kit [a-z]+(?::[\w-]+)?", rule[0])]
    assert kit
    for selector, whose, sets in _rules(SHEETS[name]):
        for general, of, too in kit:
            if whose == of and sets & too:
                assert _weight(selector) > _weight(general), f"{selector} and {general} both set {sets & too}"


def test_a_width_in_a_row_is_no_height_in_a_column():
    """A basis of `flex` is a width in a row and a height in a column: it left a field of 16rem empty below its line."""
    based = [
        selector
        for selector, _, sets in _rules(SHEETS["kit"])
        if "flex" in sets and re.search(r"\.pmc-(short|wide)\b", selector)
    ]
    assert based and all(".pmc-bar > " in selector for selector in based)
