import csv
import io
import re

from hypothesis import assume, given
from hypothesis import strategies as st

from pmcourse.backlog.model import Backlog, Item, Kano, Moscow
from pmcourse.backlog.trackers import READ, read_bytes, recognise, write_csv, write_jira

letters = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\r\t,;'\"=+-@[]{}/")
texts = st.text(letters, max_size=12).filter(lambda text: text == "" or text.strip())
filled = texts.filter(bool)
names = filled.map(str.strip)
headings = names.filter(lambda name: recognise([name])[0].role == "extra")
amounts = st.none() | st.floats(0, 1e9)
shares = st.none() | st.floats(0, 1)
tens = st.none() | st.floats(0, 10)


def said(text):
    return " ".join(text.casefold().split())


@st.composite
def backlogs(draw):
    ids = draw(st.lists(names, min_size=1, max_size=5, unique=True))
    known = st.sampled_from(ids) | names
    items = [
        Item(
            id=id,
            title=draw(filled),
            description=draw(texts),
            reach=draw(amounts),
            impact=draw(amounts),
            confidence=draw(shares),
            effort=draw(amounts),
            business_value=draw(amounts),
            time_criticality=draw(amounts),
            risk_opportunity=draw(amounts),
            cost_of_delay=draw(amounts),
            duration=draw(amounts),
            moscow=draw(st.none() | st.sampled_from(Moscow)),
            kano=draw(st.lists(st.tuples(st.sampled_from(Kano), st.sampled_from(Kano)), max_size=3)),
            importance=draw(tens),
            satisfaction=draw(tens),
            depends_on=draw(st.lists(known, max_size=3, unique=True)),
            tags=draw(st.lists(filled, max_size=3, unique=True)),
            parent=draw(st.just("") | known),
            extra=draw(st.dictionaries(headings, st.lists(filled, min_size=1, max_size=3), max_size=2)),
        )
        for id in ids
    ]
    titles = {said(item.title) for item in items}  # a link may name an item by its title: here it names none
    assume(not any(said(link) in titles for item in items for link in (*item.depends_on, item.parent)))
    assume(not any(said(", ".join(item.depends_on)) in titles for item in items))
    return Backlog(items=items)


def again(text):
    reading = read_bytes(text.encode())
    assert reading.set_aside == ()
    return reading.backlog


def rows(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def loose(backlog):
    """The items with their needs in no order, for links have none, and titles without regard to lines and spaces."""
    return [
        item.but(depends_on=tuple(sorted(item.depends_on)), title=" ".join(item.title.split()))
        for item in backlog.items
    ]


@given(backlogs())
def test_a_plain_table_and_jiras_shape_read_again_are_the_same_backlog_and_no_cell_begins_like_a_formula(backlog):
    """But for the order of links, which Jira's shape does not keep."""
    plain, jiras = write_csv(backlog), write_jira(backlog)
    assert again(plain).items == backlog.items
    assert loose(again(jiras)) == loose(backlog)
    for row in (*rows(plain), *rows(jiras)):
        assert not [cell for cell in row if re.match(r"\s*[=+\-@]|[\t\r]", cell)]


def test_a_formula_is_made_harmless_and_comes_back_unchanged():
    backlog = Backlog(items=[Item(id="-1", title='=HYPERLINK("http://x")', description="'=already", tags=["@all"])])
    text = write_jira(backlog)
    assert "'=HYPERLINK" in text
    assert again(text) == backlog


def test_a_summary_for_jira_is_one_line_and_a_plain_table_keeps_the_lines():
    backlog = Backlog(items=[Item(id="A", title="Pay\r\n  by card\n")])
    assert rows(write_jira(backlog))[1][1] == "Pay by card"
    assert again(write_csv(backlog)).items == backlog.items


def test_a_heading_that_is_a_formula_is_made_harmless_too():
    backlog = Backlog(items=[Item(id="A", title="one", extra={"=1+1": ["x"]})])
    assert "'=1+1" in rows(write_csv(backlog))[0]
    assert again(write_csv(backlog)) == backlog


def test_jira_gets_one_label_a_column_and_links_from_the_item_that_is_waited_for():
    items = [
        Item(id="T-05", title="Late fees", effort=3, tags=["money", "card"], depends_on=["T-24", "X-9"]),
        Item(id="T-24", title="Provider", effort=0.5),
    ]
    head, first, second = rows(write_jira(Backlog(items=items)))
    assert head[:3] == ["Issue key", "Summary", "Description"]
    assert [cell for name, cell in zip(head, first, strict=True) if name == "Labels"] == ["money", "card"]
    assert second[head.index("Outward issue link (Blocks)")] == "T-05"
    assert first[head.index("Inward issue link (Blocks)")] == "X-9"
    assert (first[head.index("Story Points")], second[head.index("Story Points")]) == ("3", "0.5")


def test_a_heading_repeats_as_often_as_an_item_has_values():
    backlog = Backlog(
        items=[Item(id="A", title="one", extra={"Sprint": ["S1", "S2", "S1"]}), Item(id="B", title="two")]
    )
    assert rows(write_jira(backlog))[0].count("Sprint") == 3
    assert again(write_jira(backlog)) == backlog


def test_a_kept_column_never_takes_the_place_of_a_field():
    backlog = Backlog(items=[Item(id="A", title="one", effort=9, extra={"Story Points": ["3"]})])
    assert again(write_csv(backlog)).items[0].effort == 9
    assert again(write_csv(backlog)).items[0].extra == {"Other: Story Points": ("3",)}


def test_tags_share_a_cell_in_a_plain_table_unless_one_holds_a_comma():
    plain = Backlog(items=[Item(id="A", title="one", tags=["x", "y"])])
    assert "x, y" in rows(write_csv(plain))[1]
    odd = Backlog(items=[Item(id="A", title="one", tags=["x, y"])])
    assert rows(write_csv(odd))[0].count("tags") == 2


def test_every_field_has_a_column_in_both_shapes():
    backlog = Backlog(items=[Item(id="A", title="one", tags=["x"], depends_on=["B"])])
    for write in (write_csv, write_jira):
        roles = {column.role for column in recognise(rows(write(backlog))[0])}
        assert set(READ) - {"waited_for_by"} <= roles  # written as what the other item needs


def test_an_empty_backlog_is_headings_alone():
    assert len(rows(write_csv(Backlog()))) == 1
    assert again(write_jira(Backlog())) == Backlog()
