"""The board in a real page: by keyboard alone, by drag, by buttons; in words, and readable in both themes."""

import re

import pytest
from playwright.sync_api import Locator, expect

CODE = """
from pmcourse.board import Board, Refused

columns = [{"id": f"Q{n}", "title": f"Q{n} 2027", "note": "5 of 6 weeks"} for n in (1, 2, 3)]
lanes = [{"id": "borrow", "title": "Borrow", "note": "members' app"}, {"id": "desk", "title": "Desk"}]
cards = [
    {"id": "T-01", "title": "Book a thing in three taps", "lane": "borrow", "column": "Q1", "badges": ["Could"]},
    {"id": "T-02", "title": "Booking that works with a screen reader", "lane": "borrow", "column": "Q1",
     "note": "3 weeks, for Amara and the council", "badges": ["Must", "grant"],
     "problems": ["✗ To fix: Borrow is 2 weeks over in Q1 2027. Move something out."]},
    {"id": "T-04", "title": "Reminder before a loan is due", "lane": "borrow", "column": "Q2"},
    {"id": "T-07", "title": "<b>Scan</b> a label to check a thing in", "lane": "desk", "column": "Q1"},
]
board = Board(columns, lanes, cards, label="Toolshed's year", column_word="quarter")

def rule(card, lane, column, position):
    if card == "T-07" and lane == "borrow":
        raise Refused("scanning is the work of the team Desk. Leave it in that lane.")

board.on_move(rule)
board
"""
LOOK = "print([c['id'] + ' ' + c['lane'] + ' ' + c['column'] for c in board.cards])"


@pytest.fixture(scope="module")
def opened(shared_page, lab):
    shared_page.open(lab.notebook("board", CODE, LOOK))
    return shared_page


@pytest.fixture
def page(opened):
    opened.size(1280)
    return opened


@pytest.fixture
def board(page):
    """The board as it begins: the cell is run anew."""
    page.run_cell("import Board")
    grid = page.page.get_by_role("grid", name="Toolshed's year")
    expect(grid).to_have_count(1)
    expect(card(grid, "T-01")).to_be_visible()
    return grid


def card(board: Locator, id: str) -> Locator:
    return board.get_by_role("group", name=re.compile(rf"^{id} "))


def in_cell(board: Locator, lane: str, quarter: str) -> Locator:
    cell = board.get_by_role("gridcell", name=re.compile(f"^Lane {lane}, quarter {quarter} 2027"))
    return cell.locator("[data-card]")


def says(page, words: str) -> None:
    expect(page.page.get_by_role("status").filter(has_text=words)).to_be_visible()


def kernel_has(page, words: str) -> None:
    """Run the last cell again: this is what the kernel knows."""
    page.run_cell("print(")
    expect(page.cell("print(").get_by_text(words)).to_be_visible()


def test_a_card_is_carried_by_keyboard_alone_and_every_step_is_said(page, board):
    card(board, "T-01").focus()
    keys = page.page.keyboard
    keys.press("ArrowDown")
    expect(card(board, "T-02")).to_be_focused()
    keys.press("Enter")
    says(
        page, "Picked up T-02, Booking that works with a screen reader. Lane Borrow, quarter Q1 2027, position 2 of 2."
    )
    keys.press("ArrowRight")
    says(page, "Lane Borrow, quarter Q2 2027, position 2 of 2.")
    keys.press("ArrowDown")
    says(page, "Lane Desk, quarter Q2 2027, position 1 of 1.")
    keys.press("ArrowDown")
    says(page, "T-02 cannot go further: no lane below.")
    page.picture("board-carried")
    keys.press("Enter")
    says(page, "T-02 is now here: Lane Desk, quarter Q2 2027, position 1 of 1.")
    expect(card(board, "T-02")).to_be_focused()
    kernel_has(page, "T-02 desk Q2")


def test_escape_puts_a_card_back(page, board):
    card(board, "T-01").focus()
    for key in ("Space", "ArrowRight", "Escape"):
        page.page.keyboard.press(key)
    says(page, "Put back T-01. Lane Borrow, quarter Q1 2027, position 1 of 2.")
    expect(in_cell(board, "Borrow", "Q1").first).to_be_focused()
    kernel_has(page, "T-01 borrow Q1")


def test_arrow_keys_go_through_empty_cells_and_the_notebooks_shortcuts_stay_out(page, board):
    card(board, "T-07").focus()
    page.page.keyboard.press("ArrowRight")
    expect(board.get_by_role("gridcell", name="Lane Desk, quarter Q2 2027, no cards")).to_be_focused()
    for key in ("x", "d", "d", "a", "m"):  # in the notebook: cut, delete, insert a cell, make it Markdown
        page.page.keyboard.press(key)
    page.page.keyboard.press("ArrowUp")
    expect(card(board, "T-04")).to_be_focused()
    assert page.page.evaluate("jupyterapp.shell.currentWidget.model.toJSON().cells.map((cell) => cell.cell_type)") == [
        "code",
        "code",
    ]


def test_tab_enters_the_board_once_and_leaves_it_by_the_cards_button(page, board):
    expect(board.locator('[tabindex="0"]')).to_have_count(2)
    card(board, "T-01").focus()
    page.page.keyboard.press("Tab")
    expect(board.get_by_role("button", name="Move… T-01")).to_be_focused()


def test_a_card_is_dragged_between_two_others(page, board):
    card(board, "T-04").drag_to(card(board, "T-02"), target_position={"x": 20, "y": 3})
    says(page, "T-04 is now here: Lane Borrow, quarter Q1 2027, position 2 of 3.")
    expect(in_cell(board, "Borrow", "Q1")).to_have_count(3)
    kernel_has(page, "T-04 borrow Q1")


def test_buttons_move_a_card_without_any_drag_and_keep_the_focus(page, board):
    board.get_by_role("button", name="Move… T-04").click()
    menu = board.get_by_role("group", name="Move T-04")
    menu.get_by_role("button", name="Right").click()
    says(page, "T-04 is now here: Lane Borrow, quarter Q3 2027, position 1 of 1.")
    expect(menu.get_by_role("button", name="Right")).to_be_focused()
    menu.get_by_role("button", name="Right").click()
    says(page, "T-04 cannot go further: no quarter to the right.")
    menu.get_by_role("button", name="Next lane").click()
    says(page, "T-04 is now here: Lane Desk, quarter Q3 2027, position 1 of 1.")
    page.picture("board-menu")
    page.page.keyboard.press("Escape")
    expect(board.get_by_role("button", name="Move… T-04")).to_be_focused()
    kernel_has(page, "T-04 desk Q3")


def test_a_refused_move_goes_back_and_says_why(page, board):
    card(board, "T-07").focus()
    for key in ("Enter", "ArrowUp", "Enter"):
        page.page.keyboard.press(key)
    says(page, "T-07 was not moved. Scanning is the work of the team Desk. Leave it in that lane.")
    expect(in_cell(board, "Desk", "Q1")).to_contain_text("T-07 was not moved.")


def test_what_people_wrote_is_shown_as_text_and_never_run_as_html(page, board):
    expect(card(board, "T-07")).to_contain_text("<b>Scan</b> a label")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_grave_and_nothing_is_cut_off_at_any_width(page, board, theme):
    page.theme(theme)
    board.get_by_role("button", name="Move… T-04").click()
    card(board, "T-02").focus()
    page.sidebar(False)
    for width in (1280, 800, 400):
        page.size(width)
        page.accessible()
        page.picture(f"board-{theme}-{width}")
        over = board.locator("[data-card]").evaluate_all(
            "all => all.map((card) => card.scrollWidth - card.clientWidth)"
        )
        assert max(over) <= 0
    assert board.evaluate("grid => grid.scrollWidth - grid.clientWidth") <= 0


def test_only_cards_that_changed_are_made_again(shared_page, lab):
    page = shared_page
    many = (
        "from pmcourse.board import Board\n"
        "cards = [{'id': f'C-{n}', 'title': f'Card {n}', 'lane': 'a', 'column': str(n % 4)} for n in range(200)]\n"
        "columns = [{'id': str(n), 'title': str(n)} for n in range(4)]\n"
        "board = Board(columns, [{'id': 'a', 'title': 'A'}], cards, 'Many')\n"
        "board"
    )
    change = "board.cards = [{**c, 'note': 'new'} if c['id'] == 'C-7' else c for c in board.cards]"
    page.open(lab.notebook("many", many, change))
    page.run_cell("from pmcourse")
    grid = page.page.get_by_role("grid", name="Many")
    expect(grid.locator("[data-card]")).to_have_count(200)
    page.page.evaluate(
        """() => {
            window.touched = new Set();
            new MutationObserver((all) => all.forEach(({ target, type }) => type === 'childList'
                && window.touched.add(target.dataset?.card ?? target.className))
            ).observe(document.querySelector('[role=grid]'), { childList: true, subtree: true });
        }"""
    )
    page.run_cell("board.cards")
    expect(grid.locator("[data-card='C-7']")).to_contain_text("new")
    assert page.page.evaluate("() => [...window.touched]") == ["C-7"]


ROADMAP = """
from pmcourse.board import Board

columns = [{"id": f"Q{n}", "title": f"Quarter {n}", "fills": [{"words": "Desk 8 of 16", "share": n / 4}]}
           for n in range(1, 7)]
lanes = [{"id": f"L{n}", "title": f"Lane {n}", "note": "members"} for n in range(7)]
cards = [{"id": f"{lane['id']}-{column['id']}", "title": "Book a thing in three taps", "note": "3 weeks",
          "lane": lane["id"], "column": column["id"], "badges": ["Must"], "problems": ["Move something out."]}
         for lane in lanes for column in columns if column["id"] != "Q3"]
board = Board(columns, lanes, cards, label="Six quarters")
board
"""
# Whether the board has scrolled beyond a place and has come to rest: it stands where it stood a frame ago.
RESTS_BEYOND = """([grid, before]) => {
    const rests = grid.dataset.was === String(grid.scrollLeft);
    grid.dataset.was = grid.scrollLeft;
    return rests && grid.scrollLeft > before;
}"""


@pytest.fixture(scope="module")
def roadmap(shared_page, lab):
    shared_page.open(lab.notebook("six", ROADMAP))
    shared_page.sidebar(False)
    shared_page.size(1000)
    shared_page.run_cell("import Board")
    board = shared_page.page.get_by_role("grid", name="Six quarters")
    expect(card(board, "L0-Q1")).to_be_visible()
    return board


def test_heads_stay_in_sight_while_the_board_scrolls_and_cover_no_focused_card(roadmap):
    roadmap.evaluate("grid => grid.scrollIntoView()")
    card(roadmap, "L6-Q6").focus()
    head, lane = roadmap.get_by_role("columnheader", name="Quarter 6"), roadmap.get_by_role("rowheader", name="Lane 6")
    expect(head).to_be_in_viewport(ratio=0.9)
    expect(lane).to_be_in_viewport(ratio=0.9)
    for key, id in (("PageUp", "L5-Q6"), ("PageUp", "L4-Q6"), ("PageUp", "L3-Q6"), ("PageUp", "L2-Q6")):
        roadmap.page.keyboard.press(key)
        expect(card(roadmap, id)).to_be_focused()
        heads, focused = head.bounding_box(), card(roadmap, id).bounding_box()
        assert focused["y"] >= heads["y"] + heads["height"] - 1


def test_columns_out_of_sight_are_named_on_a_button_that_brings_them(roadmap):
    roadmap.evaluate("grid => { grid.scrollIntoView(); grid.scrollTo(0, 0); }")
    more = roadmap.page.get_by_role("button", name=re.compile("^Scroll to .*Quarter 6"))
    while not roadmap.evaluate("grid => grid.scrollLeft + grid.clientWidth >= grid.scrollWidth - 1"):
        before = roadmap.evaluate("grid => grid.scrollLeft")
        more.click()
        roadmap.page.wait_for_function(RESTS_BEYOND, arg=[roadmap.element_handle(), before])
    expect(more).to_have_count(0)
    expect(roadmap.get_by_role("columnheader", name="Quarter 6")).to_be_in_viewport(ratio=1)


def test_an_empty_column_is_narrow(roadmap):
    width = {n: roadmap.get_by_role("columnheader", name=f"Quarter {n}").bounding_box()["width"] for n in (2, 3)}
    assert width[3] < 0.7 * width[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_words_and_edges_can_be_told_from_what_is_behind_them(roadmap, shared_page, theme):
    shared_page.theme(theme)
    words = ".pmc-title, .pmc-facts, .pmc-problems li, .pmc-note, .pmc-fill, .pmc-move, strong"
    assert min(shared_page.contrasts(roadmap.locator(words))) >= 4.5
    assert min(shared_page.contrasts(roadmap.locator(".pmc-card"), "borderLeftColor")) >= 3  # of seven lanes
    assert min(shared_page.contrasts(roadmap.locator(".pmc-card"), "borderTopColor")) >= 3
