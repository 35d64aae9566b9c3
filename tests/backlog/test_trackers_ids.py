"""Ids where no column is called so, items named by something else than their id, and rows that are no items."""

import pytest

from pmcourse.backlog.trackers import read_bytes


def load(text):
    return read_bytes(text.encode())


def needs(text):
    reading = load(text)
    return {item.id: item.depends_on for item in reading.backlog.items}, reading.notes


class TestIds:
    @pytest.mark.parametrize("heading", ["Task ID", "Card ID", "Feature id", "Work item key", "Requirement number"])
    def test_a_column_of_ids_by_another_name_is_found(self, heading):
        assert load(f"{heading},Title\nT-7,one\nT-9,two\n").backlog.ids == ("T-7", "T-9")

    def test_an_address_that_ends_in_a_number_is_the_id_and_that_is_told(self):
        reading = load("Title,URL\none,https://x.example/a/issues/41\ntwo,https://x.example/a/issues/7?x=1\n")
        assert reading.backlog.ids == ("41", "7")
        assert "Ids were taken from the column “URL”." in reading.notes

    @pytest.mark.parametrize("cells", [("41", "41"), ("41", "")])
    def test_a_column_that_repeats_or_has_gaps_is_no_id(self, cells):
        reading = load("Sprint ID,Title\n{},one\n{},two\n".format(*cells))
        assert reading.backlog.ids == ("1", "2")
        assert "No column holds ids, so the rows were numbered from 1." in reading.notes


class TestLinks:
    @pytest.mark.parametrize(
        "link",
        ["B", "Book, a thing", "book, A thing", "Book, a thing (https://n.example/Book-a-thing-123)",
         "https://n.example/item/B-2", "Book, a thing https://n.example/item/B-2"],
    )  # fmt: skip
    def test_an_item_may_be_named_by_id_title_or_address(self, link):
        id = "B-2" if "B-2" in link else "B"
        found, notes = needs(f'Key,Title,Depends on\nA,Pay,"{link}"\n{id},"Book, a thing",\n')
        assert found == {"A": (id,), id: ()}
        assert not [note for note in notes if "not in the file" in note]

    def test_several_titles_in_one_cell_are_told_apart(self):
        found, notes = needs(
            'Key,Title,Blocked by\nA,Pay,"Book, a thing, Bring, B3"\nB1,"Book, a thing",\nB2,Bring,\nB3,x,\n'
        )
        assert found["A"] == ("B1", "B2", "B3")
        assert "Links that name an item by its title were read so: 2." in notes

    def test_a_title_that_two_items_have_leads_nowhere_and_is_told(self):
        found, notes = needs("Key,Title,Blocked by\nA,Pay,Book\nB1,Book,\nB2,Book,\n")
        assert found["A"] == ("Book",)
        assert any("title that several items have, such as “Book”" in note for note in notes)

    def test_a_parent_may_be_named_by_its_title(self):
        assert load("Key,Title,Parent\nA,Pay,Money\nE,Money,\n").backlog.find("A").parent == "E"

    def test_an_id_wins_over_a_title(self):
        assert needs("Key,Title,Needs\nA,Pay,B\nB,x,\nC,B,\n")[0]["A"] == ("B",)


class TestSums:
    @pytest.mark.parametrize("row", [",Total,7", ",Sum:,7", ",GRAND TOTAL,"])
    def test_a_last_row_of_sums_is_no_item(self, row):
        reading = load(f"ID,Title,Effort\nA,one,3\nB,two,4\n{row}\n")
        assert reading.backlog.ids == ("A", "B")
        assert "looks like a sum of other rows" in reading.set_aside[0].reason

    def test_without_ids_a_sum_is_seen_as_well(self):
        assert load("Title,Effort\none,3\nTotal,3\n").backlog.ids == ("1",)

    def test_an_item_that_is_called_so_and_has_an_id_is_one(self):
        assert load("ID,Title,Effort\nA,Total,3\n").backlog.ids == ("A",)

    def test_an_item_that_says_more_is_one(self):
        assert load("Title,Labels\nTotal,report\n").backlog.ids == ("1",)
