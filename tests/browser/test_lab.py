import re

import pytest
from playwright.sync_api import expect

NOTIFICATIONS = "@jupyterlab/apputils-extension:notification"


def test_nobody_is_asked_about_news_or_updates(page, lab):
    page.open()
    settings = page.page.request.get(f"{lab.url}/lab/api/settings/{NOTIFICATIONS}").json()
    assert settings["schema"]["properties"]["fetchNews"]["default"] == "false"
    expect(page.page.get_by_text("Would you like to get notified")).to_have_count(0)


def test_the_whole_project_can_be_reached_and_not_only_the_lessons(page, lab):
    page.open()
    names = {entry["name"] for entry in page.page.request.get(f"{lab.url}/api/contents").json()["content"]}
    assert {"notebooks", "release"} <= names


def test_the_formgrader_opens_and_knows_the_assignments(page):
    page.open()
    page.command("nbgrader:open-formgrader")
    frame = page.page.frame_locator("iframe")
    expect(frame.get_by_role("link", name="08-backlog", exact=True)).to_be_visible()


def test_a_pictures_words_arrive_in_the_page(page, lab):
    page.open(
        lab.notebook(
            "picture",
            "from matplotlib.figure import Figure\n"
            "from pmcourse.kit.drawing import Drawing\n"
            "figure = Figure()\n"
            "axes = figure.subplots()\n"
            "Drawing(figure, 'A line that goes up, from 1 to 2.')",
        )
    )
    page.run_all()
    expect(page.page.get_by_role("img", name="A line that goes up, from 1 to 2.")).to_be_visible()
    page.accessible()


@pytest.mark.parametrize("how", ["an output", "a widget"])
def test_a_picture_is_opened_at_full_size_by_keyboard_and_closed_again(page, lab, how):
    shown = "drawing" if how == "an output" else "Html(drawing.svg())"
    page.open(
        lab.notebook(
            "large",
            "from pmcourse.controls import Html\n"
            "from pmcourse.kit.drawing import Drawing, paper\n"
            "figure, axes = paper(9, 3)\n"
            f"drawing = Drawing(figure, 'Nothing yet.')\n{shown}",
        )
    )
    page.run_all()
    page.size(800)
    picture = page.page.get_by_role("img", name="Nothing yet.")
    if how == "a widget":
        picture = picture.locator("svg")
    expect(picture).to_be_visible()
    small = picture.bounding_box()["width"]
    larger = page.page.locator("summary", has_text="Full size")
    for key, full in (("Enter", True), ("Space", False), ("Space", True)):
        larger.press(key)
        expect(page.page.locator("details[open]", has=larger)).to_have_count(int(full))
        width = picture.bounding_box()["width"]
        assert width == (pytest.approx(1350, abs=2) if full else small) and small < 800
    page.accessible()


def test_only_the_newest_table_of_a_cell_follows_the_file(page, lab):
    table = (
        "from pmcourse.backlog.case import CASE\n"
        "from pmcourse.backlog.widget import BacklogWidget\n"
        "BacklogWidget(CASE.mine())"
    )
    page.open(lab.notebook("again", table, "print('followed by', len(CASE.mine()._observers))"))
    for _ in range(3):
        page.run_cell("BacklogWidget")
    page.run_cell("print(")
    expect(page.cell("print(").get_by_text("followed by 1", exact=True)).to_be_visible()
    page.cell("BacklogWidget").get_by_role("button", name="Undo").wait_for()


PALE = "color:#bbb;background:#fff"
UNREADABLE = {  # and the rule that it breaks, or that axe cannot judge, with what is told of it
    f'<em style="{PALE}">pale</em>': r"color-contrast, violations.*\n *<em .*>pale",
    f'<span style="{PALE}">✗</span>': r"color-contrast, violations.*\n *<span .*>✗",
    '<p style="color:#bbb;background:linear-gradient(red,red)">lost</p>': r"color-contrast, incomplete.*\n *<p .*>lost",
    '<style>#a::before {content: "✗"; color: #bbb}</style><p id="a">W</p>': r'color-contrast of "✗": ::before of <p',
    "<button></button>": r"button-name, violations.*\n *<button",
    'Read <a href="#" style="color:#00507d;text-decoration:none">this</a>.': r"link-in-text-block, violations.*\n *<a",
}


def test_what_cannot_be_read_is_found_out_of_sight_too(page, lab):
    above = f'<b style="{PALE}">above</b>'
    shown = [above, *["<p>Well</p>" * 40] * 3, "".join(f"<div>{html}</div>" for html in UNREADABLE)]
    page.open(lab.notebook("pale", "from IPython.display import HTML", *(f"HTML({html!r})" for html in shown)))
    page.run_all()  # and the last cell is in sight
    with pytest.raises(AssertionError) as told:
        page.look("pale", ("light", 1280))
    for rule in (r"color-contrast, violations.*\n *<b .*>above", *UNREADABLE.values()):
        assert re.search(rule, str(told.value)), rule


def test_the_keyboard_s_focus_goes_along_where_the_pressed_button_is_greyed(lab, page):
    code = 'Prediction("99-focus", "Which?", ["one", "two"], "two", "Because.")'
    page.open(lab.notebook("focus", "from pmcourse.kit.bones import Hints, Prediction", code, 'Hints("Only this.")'))
    page.run_all()
    for cell, name, told in (
        (code, "Lock my guess and show", "Because."),
        ("Hints(", "Show a hint (1 of 1)", "Only this."),
    ):
        shown = page.cell(cell)
        if shown.get_by_role("radio").count():
            shown.get_by_role("radio").first.check()
        shown.get_by_role("button", name=name).focus()
        page.page.keyboard.press("Enter")
        expect(shown.locator(":focus")).to_contain_text(told)
