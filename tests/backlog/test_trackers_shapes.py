"""Exports of many tools: what of each is read, and that nothing of it is lost."""

import re
from pathlib import Path

import pytest

from pmcourse.backlog.trackers import SheetError, read_bytes, write_csv, write_jira

# tool: (its export, what is read of its first item)
SHAPES = {
    "Trello": (
        "Card ID,Card Name,Card URL,Card Description,Labels,List Name\nc9,Pay by card,https://t.example/c/9,Fast,money,Doing\n",
        {"id": "c9", "title": "Pay by card", "description": "Fast", "tags": ("money",)},
    ),
    "ClickUp": (
        "Task ID,Task Name,Task Content,Status,tags\n86a,Pay by card,Fast,open,money\n",
        {"id": "86a", "title": "Pay by card", "description": "Fast", "tags": ("money",)},
    ),
    "Aha!": (
        "Feature reference #,Feature name,Feature description,Feature tags\nAPP-1,Pay by card,Fast,money\n",
        {"id": "APP-1", "title": "Pay by card", "description": "Fast", "tags": ("money",)},
    ),
    "Jira in German": (
        "Zusammenfassung;Vorgangsschlüssel;Beschreibung;Stichwörter;Sprint\nPay by card;APP-1;Fast;money;x\n",
        {"id": "APP-1", "title": "Pay by card", "description": "Fast", "tags": ("money",)},
    ),
    "Jira in French": (
        "Résumé;Clé de ticket;Description;Étiquettes\nPay by card;APP-1;Fast;money\n",
        {"id": "APP-1", "title": "Pay by card", "description": "Fast", "tags": ("money",)},
    ),
    "Azure": (
        "ID,Work Item Type,Title 1,Title 2,Tags\n1,Epic,Money,,\n2,Story,,Pay by card,money\n",
        {"id": "1", "title": "Money"},
    ),
    "Monday": (
        "Our board;;\nNovember;;\nName;Item ID;Effort (days)\nPay by card;77;5\n",
        {"id": "77", "title": "Pay by card", "effort": 1.0},
    ),
    "Notion": (
        'Name,Tags,Blocked by,URL\nPay by card,money,"Set up, a bank (https://n.example/Set-up-2)",https://n.example/a/1\n'
        '"Set up, a bank",,,https://n.example/a/2\n',
        {"id": "1", "title": "Pay by card", "tags": ("money",), "depends_on": ("2",)},
    ),
    "a sheet in German": (
        "Titel;Reichweite;Wirkung;Zuversicht;Aufwand (Personentage);Abhängig von\n"
        "Pay by card;1200;2;80%;2,5;Set up\nSet up;10;1;50%;5;\n",
        {"reach": 1200.0, "impact": 2.0, "confidence": 0.8, "effort": 0.5, "depends_on": ("2",)},
    ),
    "a sheet in French": (
        "Titre;Valeur métier;Durée (jours);Dépend de\nPay by card;8;7;\nSet up;1;14;Pay by card\n",
        {"business_value": 8.0, "duration": 1.0},
    ),
    "Asana": (
        "Task ID,Name,Section/Column,Tags,Notes,Parent task,Blocked By (Dependencies),Blocking (Dependencies)\n"
        "12,Pay by card,Now,money,Fast,Money,Set up,Ship\n13,Set up,,,,,,\n14,Money,,,,,,\n15,Ship,,,,,,\n",
        {"id": "12", "tags": ("money",), "description": "Fast", "parent": "14", "depends_on": ("13",)},
    ),
    "Linear": (
        "ID,Team,Title,Description,Estimate,Labels,Parent issue,Blocked by\n"
        "APP-1,A,Pay by card,Fast,3,money,APP-2,APP-2\nAPP-2,A,Money,,,,,\n",
        {"id": "APP-1", "effort": 3.0, "parent": "APP-2", "depends_on": ("APP-2",)},
    ),
    "Productboard": (
        "Feature name,Feature description,Tags,Parent feature,Blocked by\n"
        "Pay by card,Fast,money,Money,Money (https://p.example/f/2)\nMoney,,,,\n",
        {"id": "1", "description": "Fast", "tags": ("money",), "parent": "2", "depends_on": ("2",)},
    ),
    "GitLab": (
        "Title,Description,Issue ID,URL,State,Labels,Weight\nPay by card,Fast,7,https://g.example/i/7,Open,money,3\n",
        {"id": "7", "title": "Pay by card", "tags": ("money",), "effort": 3.0},
    ),
    "GitHub": (
        'number,title,labels,body\n7,Pay by card,"[{""name"":""money""},{""name"":""a, b""}]",Fast\n',
        {"id": "7", "tags": ("money", "a, b"), "description": "Fast"},
    ),
    "a WSJF sheet": (
        "Job,UBV,TC,RR/OE Value,Job Size\nPay by card,8,5,3,2\n",
        {
            "title": "Pay by card",
            "business_value": 8.0,
            "time_criticality": 5.0,
            "risk_opportunity": 3.0,
            "effort": 2.0,
        },
    ),
    "Jira in French, with points": (
        "Résumé;Clé de ticket;Points de story\nPay by card;APP-1;2,5\n",
        {"id": "APP-1", "effort": 2.5},
    ),
    "SAFe": (
        "ID,Title,User-Business Value,Time Criticality,RR|OE,Job Size\n1,Pay by card,8,5,3,2\n",
        {"business_value": 8.0, "time_criticality": 5.0, "risk_opportunity": 3.0, "effort": 2.0},
    ),
}


@pytest.mark.parametrize("tool", SHAPES)
def test_a_tools_own_export_is_read_as_it_is(tool):
    text, expected = SHAPES[tool]
    reading = read_bytes(text.encode())
    assert reading.set_aside == ()
    item = reading.backlog.items[0]
    assert {name: getattr(item, name) for name in expected} == expected


@pytest.mark.parametrize("tool", SHAPES)
@pytest.mark.parametrize("write", [write_csv, write_jira])
def test_what_was_read_is_written_back(tool, write):
    backlog = read_bytes(SHAPES[tool][0].encode()).backlog
    assert read_bytes(write(backlog).encode()).backlog.items == backlog.items


def test_what_has_no_field_is_kept():
    assert read_bytes(SHAPES["Trello"][0].encode()).backlog.items[0].extra["List Name"] == ("Doing",)


def test_a_tree_of_azures_gives_each_item_its_parent():
    rows = "1,Money,,\n2,,Pay,\n3,,,by card\n4,,,by bill\n5,,Refund,\n6,Desk,,\n"
    reading = read_bytes(f"ID,Title 1,Title 2,Title 3\n{rows}".encode())
    assert [item.title for item in reading.backlog.items] == ["Money", "Pay", "by card", "by bill", "Refund", "Desk"]
    assert [item.parent for item in reading.backlog.items] == ["", "1", "2", "2", "1", ""]


def test_lines_above_the_headings_are_told():
    reading = read_bytes(SHAPES["Monday"][0].encode())
    assert "The headings stand on line 3; above them: “Our board November”." in reading.notes


def test_headings_that_come_again_and_names_of_groups_are_no_items():
    reading = read_bytes(b"Board,,\nTo do,,\nName,Item ID,Tags\nPay,1,\nDone,,\nName,Item ID,Tags\nSing,2,\n")
    assert [item.title for item in reading.backlog.items] == ["Pay", "Sing"]
    assert any("names of groups: Done" in note for note in reading.notes)


def test_a_first_row_that_is_known_is_the_headings_whatever_follows():
    reading = read_bytes(b"Title\nName\nsummary\n")
    assert [item.title for item in reading.backlog.items] == ["Name", "summary"]


def test_names_in_brackets_without_quotation_marks_are_a_list_as_clickup_writes_it():
    found = read_bytes(b'Task ID,Task Name,tags\n1,One,"[a,b c]"\n2,Two,[]\n3,Three,[x]\n', "x.csv")
    assert [item.tags for item in found.backlog.items] == [("a", "b c"), (), ("x",)]


@pytest.mark.parametrize(
    "title", ["Total", "Total (3 items)", "Total: 3", "Gesamtsumme", "Durchschnitt", "Moyenne", "Avg", "Sous-total"]
)
def test_a_last_line_of_sums_is_no_item_in_whatever_words(title):
    found = read_bytes(f"Name,Effort\nOne,2\nTwo,4\n{title},6\n".encode(), "x.csv")
    assert [item.title for item in found.backlog.items] == ["One", "Two"]
    assert found.set_aside[0].line == 4


@pytest.mark.parametrize("title", ["Total cost on the invoice", "Sum up a loan", "Average rating (stars) shown"])
def test_an_item_about_sums_is_an_item(title):
    assert len(read_bytes(f"Name,Effort\n{title},6\n".encode(), "x.csv").backlog.items) == 1


GERMAN = """\
Zusammenfassung;Vorgangsschlüssel;Vorgangs-ID;Benutzerdefiniertes Feld (Story Points);Übergeordnet
Zahlen;BIB-1;10001;3,5;10002
Wählen;BIB-2;10002;2,0;
"""
FRENCH = (
    "Résumé;Clé de ticket;Champ personnalisé (Story Points);Ticket parent\nZahlen;BIB-1;3,5;BIB-2\nChoisir;BIB-2;2;\n"
)


@pytest.mark.parametrize("text", [GERMAN, FRENCH])
def test_fields_of_ones_own_and_parents_are_read_in_german_and_french_as_in_english(text):
    reading = read_bytes(text.encode("cp1252"))
    assert [(item.id, item.effort, item.parent) for item in reading.backlog.items] == [
        ("BIB-1", 3.5, "BIB-2"),
        ("BIB-2", 2, ""),
    ]
    assert any("is a size, not a time" in note for note in reading.notes)


def test_a_column_of_other_classes_is_kept_and_takes_no_row_with_it():
    reading = read_bytes(b"ID,Title,Kano,MoSCoW\nA,one,Must-be,High\nB,two,Attractive,Low\n")
    assert [item.extra for item in reading.backlog.items] == [
        {"Kano": ("Must-be",), "MoSCoW": ("High",)},
        {"Kano": ("Attractive",), "MoSCoW": ("Low",)},
    ]
    assert "“Kano” holds no Kano answers (“Must-be” on line 2). The column is kept, not used." in reading.notes
    assert any("holds no MoSCoW class" in note for note in reading.notes)


def test_one_wrong_class_or_answer_spoils_its_own_row_and_says_what_is_right():
    reading = read_bytes(b"ID,Title,Kano,MoSCoW\nA,one,like/dislike,Must\nB,two,Attractive,Could\nC,three,,Now\n")
    assert [item.id for item in reading.backlog.items] == ["A"]
    first, second = (row.reason for row in reading.set_aside)
    assert "Kano must be pairs of like, expect" in first and "got 'Attractive'" in first
    assert "moscow" in second and "now" in second


ISSUES = b"""[
 {"number": 7, "title": "Pay, by card", "body": "Fast\\nand safe", "labels": [{"name": "money, fast"}, {"name": "app"}],
  "assignees": [{"login": "bo"}], "milestone": {"title": "v2"}, "closed": false, "weight": 3},
 {"number": 8, "title": "Renew", "labels": [], "milestone": null}
]"""


def test_a_list_of_issues_in_json_is_read_as_gh_writes_it():
    first, second = read_bytes(ISSUES, "issues.json").backlog.items
    assert (first.id, first.title, first.description, first.effort) == ("7", "Pay, by card", "Fast\nand safe", 3)
    assert first.tags == ("money, fast", "app")
    assert (first.extra["milestone"], first.extra["closed"]) == (("v2",), ("no",))
    assert (second.id, second.title, second.extra) == ("8", "Renew", {})


@pytest.mark.parametrize(("raw", "said"), [(b"[]", "an empty list"), (b"[1, 2]", "list of objects")])
def test_a_list_in_json_without_items_is_refused(raw, said):
    with pytest.raises(SheetError, match=said):
        read_bytes(raw, "x.json")


@pytest.mark.parametrize("raw", [b"<html><table>", b"\xef\xbb\xbf\n<!DOCTYPE html>", b'<?xml version="1.0"?><rss>'])
def test_a_web_page_that_is_called_a_sheet_is_refused_as_what_it_is(raw):
    with pytest.raises(SheetError, match="is a web page or XML, not CSV"):
        read_bytes(raw, "jira.xls")


def test_what_a_plain_table_and_jira_get_says_its_unit_also_where_it_is_none():
    reading = read_bytes(b"ID,Title,Reach (1-5),Story Points,Importance (1-5),Confidence\nA,one,3,5,4,80%\n")
    for write in (write_csv, write_jira):
        again = read_bytes(write(reading.backlog, reading.sizes).encode())
        assert again.backlog.items == reading.backlog.items
        assert dict(again.sizes) == {"effort": "story points", "reach": "on 1-5"}


# tool: an export in which the first item needs the second, or is a part of it
LINKED = {
    "Jira": "Issue key,Summary,Story Points,Inward issue link (Blocks)\nA-1,Pay,3,A-2\nA-2,Set up,1,\n",
    "GitHub": "number,title,weight,Depends on\n1,Pay,3,#2\n2,Set up,1,\n",
    "GitLab": "Issue ID,Title,Weight,Depends on\n1,Pay,3,#2\n2,Set up,1,\n",
    "Linear": "ID,Title,Estimate,Blocked by\nA-1,Pay,3,A-2\nA-2,Set up,2,\n",
    "Azure": "ID,Title 1,Title 2\n1,Money,\n2,,Pay\n",
    "Trello": "Card ID,Card Name,Card URL,Blocked by\nc1,Pay,,https://t.example/c/x/2-up\n"
    "c2,Set up,https://t.example/c/x/2-up,\n",
    "ClickUp": "Task ID,Task Name,Parent ID\nk1,Pay,k2\nk2,Set up,\n",
    "Aha!": "Feature reference #,Feature name,Depends on\nA-1,Pay,Set up\nA-2,Set up,\n",
    "Monday": "Our board,,\nName,Item ID,Dependent On\nPay,1,Set up\nSet up,2,\n",
    "Notion": "Name,Blocked by,URL\nPay,Set up (https://n.example/Set-up-2),https://n.example/a/1\nSet up,,https://n.example/a/2\n",
    "Asana": "Task ID,Name,Parent task,Blocking (Dependencies)\n1,Pay,Set up,\n2,Set up,,Pay\n",
    "Productboard": "Feature name,Parent feature,Blocked by\nPay,Money,Money (https://p.example/f/2)\nMoney,,\n",
    "spreadsheets": "Title,Needs,Effort (days)\nPay,Set up,5\nSet up,,2.5\n",
}
PAGE = (Path(__file__).parents[2] / "docs" / "files.md").read_text(encoding="utf-8")
TABLE = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE[PAGE.index("| from |") :].split("\n\n")[0].splitlines()[2:]
]
TOOLS = {name.strip(): row for row in TABLE for name in re.sub(r"\(.*?\)", "", row[0]).split(",")}


def test_an_address_names_the_item_whose_id_it_ends_in():
    items = read_bytes(b"ID,Title,Blocked by\nA-1,Pay,https://j.example/browse/A-2\nA-2,Set up,\n").backlog.items
    assert items[0].depends_on == ("A-2",)


def test_the_page_names_the_tools_whose_exports_are_tried_here():
    assert set(TOOLS) == set(LINKED)


@pytest.mark.parametrize("tool", TOOLS)
def test_what_the_page_says_of_a_tools_links_and_units_is_so(tool):
    _, _, links, units, back = TOOLS[tool]
    reading = read_bytes(LINKED[tool].encode())
    first, second = reading.backlog.items
    tree = [first, second] if "tree" not in links else [second, first]
    assert tree[0].depends_on == (tree[1].id,) or tree[0].parent == tree[1].id
    notes = " ".join(reading.notes)
    assert ("is a size, not a time" in notes, "were multiplied" in notes) == ("told" in units, "in heading" in units)
    write = write_jira if "jira" in back else write_csv
    again = read_bytes(write(reading.backlog, reading.sizes).encode())
    assert (again.backlog.items, dict(again.sizes)) == (reading.backlog.items, dict(reading.sizes))
