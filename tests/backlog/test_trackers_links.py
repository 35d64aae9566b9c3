import pytest

from pmcourse.backlog.model import Backlog, Item
from pmcourse.backlog.trackers import SheetError, read_bytes, read_csv, read_links, with_links

TABLE = """\
idissuelink,issuekey,linkedIssueKey,name
1,A-1,A-2,is blocked by
2,A-2,A-3,blocks
3,A-2,A-1,blocks
4,A-1,A-4,relates to
5,A-1,,blocks

6,A-3,A-4,Depends Upon
7,A-1,A-5,relates to
"""


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "links.csv"
    path.write_text(TABLE)
    return path


class TestReadLinks:
    @pytest.mark.parametrize(
        "name", ["is blocked by", "Blocked by", "depends on", "depends upon", "requires", "has to be done after"]
    )
    def test_the_item_waits_for_the_linked_one(self, tmp_path, name):
        path = tmp_path / "links.csv"
        path.write_text(f"issuekey,linkedIssueKey,name\nA,B,{name}\n")
        assert read_links(path).needs == {"A": ("B",)}

    @pytest.mark.parametrize(
        "name",
        ["blocks", "is depended on by", "is depended upon by", "is required by", "has to be done before", "Precedes"],
    )
    def test_the_linked_item_waits_for_this_one(self, tmp_path, name):
        path = tmp_path / "links.csv"
        path.write_text(f"issuekey,linkedIssueKey,name\nA,B,{name}\n")
        assert read_links(path).needs == {"B": ("A",)}

    def test_a_need_said_from_both_sides_counts_once(self, table):
        assert read_links(table).needs == {"A-1": ("A-2",), "A-3": ("A-2", "A-4")}

    def test_links_without_an_order_are_kept_by_their_kind_and_told(self, table):
        links = read_links(table)
        assert links.others == {"A-1": {"relates to": ("A-4", "A-5")}}
        assert "2 “relates to”" in links.notes[0]

    def test_a_row_that_names_no_other_item_is_kept_aside_by_its_line(self, table):
        assert [bad.line for bad in read_links(table).set_aside] == [6]

    def test_another_table_is_refused_with_the_columns_it_must_have(self, tmp_path):
        path = tmp_path / "other.csv"
        path.write_text("ID,Title\n1,x\n")
        with pytest.raises(SheetError, match=r"issuekey, linkedIssueKey and name \(got ID, Title\)"):
            read_links(path)


class TestWithLinks:
    def test_needs_are_added_to_those_known_and_other_links_are_kept(self, table):
        start = Backlog(items=[Item(id="A-1", title="one", depends_on=["Z"]), Item(id="A-2", title="two")])
        backlog = with_links(start, read_links(table))
        assert backlog.find("A-1").depends_on == ("Z", "A-2")
        assert backlog.find("A-1").extra == {"relates to": ("A-4", "A-5")}
        assert backlog.find("A-2") == start.find("A-2")

    def test_links_of_items_that_the_backlog_does_not_have_are_counted(self, table):
        assert "Links of 1 items are left out" in read_links(table).missing(["A-1"])[0]
        assert read_links(table).missing(["A-1", "A-3"]) == []


def test_a_table_of_links_alone_is_a_backlog_of_the_items_it_names(table):
    reading = read_csv(table)
    assert reading.backlog.ids == ("A-1", "A-2", "A-3", "A-4", "A-5")
    assert reading.backlog.find("A-3").depends_on == ("A-2", "A-4")
    assert reading.backlog.find("A-1").extra == {"relates to": ("A-4", "A-5")}


def test_a_circle_of_links_loads_and_can_be_named():
    reading = read_bytes(b"issuekey,linkedIssueKey,name\nA,B,blocks\nB,A,blocks\nC,A,blocks\n")
    assert [set(circle) for circle in reading.backlog.circles()] == [{"A", "B"}]


def told_of(csv):
    found = read_bytes(csv.encode(), "x.csv")
    return {item.id: item.depends_on for item in found.backlog.items}, " ".join(found.notes)


@pytest.mark.parametrize(
    ("heading", "needs"),
    [
        ("Inward issue link (Blocks)", ("B",)),
        ("Eingehende Verknüpfung (Blocks)", ("B",)),
        ("Lien entrant (Blocks)", ("B",)),
        ("Ausgehende Verknüpfung (Dependency)", ("B",)),
        ("Lien sortant (Depends)", ("B",)),
    ],
)
def test_the_side_of_a_link_is_read_in_german_and_french_too(heading, needs):
    needed, notes = told_of(f"Key,Summary,{heading}\nA,One,B\nB,Two,\n")
    assert needed["A"] == needs and heading not in notes


@pytest.mark.parametrize(
    "heading",
    ["Verknüpfung (Blocks)", "Lien (Bloque)", "Eingehende Verknüpfung (Blockiert)", "Inward issue link (Relates)",
     "Ticket lié (Dépend de)", "Outward issue link (Blockade)"],
)  # fmt: skip
def test_links_whose_order_is_not_known_are_named_with_what_to_say(heading):
    needed, notes = told_of(f"Key,Summary,{heading},{heading}\nA,One,B,\nB,Two,,\n")
    assert needed["A"] == ()
    assert notes.count(f"“{heading}”") == 1 and f"--map '{heading}=depends_on'" in notes
    assert heading not in told_of(f"Key,Summary,{heading}\nA,One,\nB,Two,\n")[1]  # nothing stands in it


def test_a_column_can_be_said_to_hold_what_waits_or_no_link_of_order():
    csv = b"Key,Summary,Lien (Bloque)\nA,One,B\nB,Two,\n"
    found = read_bytes(csv, "x.csv", {"Lien (Bloque)": "waited_for_by"})
    assert {item.id: item.depends_on for item in found.backlog.items} == {"A": (), "B": ("A",)}
    assert read_bytes(csv, "x.csv", {"Lien (Bloque)": "extra"}).notes == ()


@pytest.mark.parametrize("field", ["depends_on", "waited_for_by", "tags"])
def test_a_further_column_of_needs_or_tags_takes_no_other_away(field):
    heading = {"depends_on": "Depends on", "waited_for_by": "Blocks", "tags": "Labels"}[field]
    found = read_bytes(
        f"Key,Summary,{heading},More\nA,One,B,C\nB,Two,,\nC,Three,,\n".encode(), "x.csv", {"More": field}
    )
    if field == "waited_for_by":
        assert [item.depends_on for item in found.backlog.items] == [(), ("A",), ("A",)]
    else:
        assert getattr(found.backlog.items[0], field) == ("B", "C")
