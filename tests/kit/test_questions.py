"""Each question keeps its answer as plain data, says what is missing, and is filled in again from what was kept."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ipywidgets import Dropdown, Text, Textarea

from pmcourse.artifact import read
from pmcourse.kit.questions import ChooseEach, ChooseOne, Number, NumberTable, OrderLines, ShortText
from pmcourse.kit.sheet import asked, sheet_file
from pmcourse.kit.sheet_data import Sheet
from pmcourse.role.widget import Sort

pytestmark = pytest.mark.usefixtures("desk")


def one():
    return ChooseOne("Which first?", {"a": "The reminder", "b": "The map"})


def each():
    return ChooseEach({"x": "Noor: growth", "y": "Mr Tan: the grant"}, ["wish", "duty"])


def order():
    return OrderLines("Put these in order", {"1": "first", "2": "second", "3": "third"})


def number():
    return Number("How long?", "weeks")


def text():
    return ShortText("Why?")


def table():
    return NumberTable(
        "Fill in", {"T-1": "Reminder", "T-2": "Map"}, {"reach": "reach", "effort": "effort"}, {"effort": "weeks"}
    )


def sort():
    cards = {"a": ("Monday", "Talks to a customer"), "x": ("Monday", "Writes code")}
    return Sort("A week", cards, {"1": "Product manager", "2": "Project manager"})


def test_a_table_whose_column_has_no_words_names_each_field_by_its_row():
    table = NumberTable("Read the burn-up", {"left": "Points left now", "days": "Time left"}, {"n": ""}, {})
    assert table.missing == ["Points left now", "Time left"]


def answer_one(question):
    question.choice.value = "b"
    return "b"


def answer_each(question):
    question.choices["x"].value, question.choices["y"].value = "wish", "duty"
    return {"x": "wish", "y": "duty"}


def answer_order(question):
    question.lines.value = ["2", "1", "3"]
    return ["2", "1", "3"]


def answer_number(question):
    question.text.value = "2,5"
    return "2,5"


def answer_text(question):
    question.text.value = "Because."
    return "Because."


def answer_table(question):
    for at, cell in enumerate(question.cells.values()):
        cell.value = str(at)
    return {"T-1": {"reach": "0", "effort": "1"}, "T-2": {"reach": "2", "effort": "3"}}


KINDS = [(one, answer_one), (each, answer_each), (order, answer_order), (number, answer_number), (text, answer_text),
         (table, answer_table)]  # fmt: skip


@pytest.mark.parametrize(("make", "answer"), KINDS, ids=[make.__name__ for make, _ in KINDS])
class TestEachKind:
    def test_it_begins_unanswered_and_says_so(self, make, answer):
        question = make()
        assert question.value == question.start and question.missing

    def test_an_answer_is_plain_data_and_nothing_is_missing_then(self, make, answer):
        question, told = make(), []
        question.on_change(lambda: told.append(question.value))
        wanted = answer(question)
        assert question.value == wanted == told[-1] and not question.missing
        assert json.loads(json.dumps(question.value)) == wanted

    def test_what_was_kept_is_there_again_and_filling_in_is_nobodys_answer(self, make, answer):
        kept = answer(make())
        question, told = make(), []
        question.on_change(lambda: told.append(True))
        question.fill(kept)
        assert question.value == kept and told == []

    @pytest.mark.parametrize("nonsense", [None, 5, "nowhere", ["?"], {"?": "?"}, {"x": 3, "T-1": "no"}])
    def test_what_does_not_fit_is_left_out(self, make, answer, nonsense):
        question = make()
        question.fill(nonsense)
        answer(question)
        assert not question.missing

    def test_it_is_kept_on_the_sheet_and_filled_in_the_next_time(self, make, answer):
        kept = answer(asked("q1", make()))
        assert read("answers/sheet.json", Sheet).answers == {"q1": kept}
        assert asked("q1", make()).value == kept


def test_an_answer_that_is_taken_back_leaves_the_sheet():
    question = asked("q1", number())
    question.text.value = "3"
    question.text.value = ""
    assert sheet_file().value.answers == {}


def test_of_two_windows_on_a_sheet_neither_puts_back_what_the_other_changed(other_kernel):
    def answered(id, value):
        asked(id, text()).text.value = value

    first = asked("q1", text())
    first.text.value = "I wrote this before lunch."
    other_kernel(answered, "q1", "I wrote this after lunch.")
    answered("q2", "And this is new.")
    kept = read("answers/sheet.json", Sheet).answers
    assert kept == {"q1": "I wrote this after lunch.", "q2": "And this is new."}


def test_a_kept_answer_that_does_not_fit_its_question_is_told_until_it_is_answered(new_kernel):
    asked("q1", each()).choices["x"].value = "wish"
    file = sheet_file()
    file.put(file.value.model_copy(update={"answers": {"q1": {"x": "perhaps"}}}))
    new_kernel()
    again = asked("q1", each())
    assert "Not all of the answer in answers/sheet.json fits this question." in again.status.value
    again.choices["x"].value = "wish"
    assert again.status.value == ""


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
    | st.sampled_from(["a", "x", "1", "2", "3", "T-1", "effort", "wish"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["a", "x", "y", "T-1", "T-2", "effort", "1"]), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


@pytest.mark.parametrize("make", [one, each, order, number, text, table, sort])
@settings(max_examples=40, deadline=None)
@given(kept=ANYTHING)
def test_whatever_a_file_holds_a_question_opens_and_what_fits_no_answer_is_left_out(make, kept):
    question = make()
    question.fill(kept)
    again = make()
    again.fill(question.value)
    assert again.value == question.value


def test_each_control_is_named_by_its_question():
    controls = [*each().choices.values(), number().text, text().text, *table().cells.values()]
    names = [control.description for control in controls]
    assert names == ["Noor: growth", "Mr Tan: the grant", "How long? (weeks)", "Why?", "Reminder: reach",
                     "Reminder: effort (weeks)", "Map: reach", "Map: effort (weeks)"]  # fmt: skip
    assert all(isinstance(control, Dropdown | Text | Textarea) for control in controls)


def test_a_number_that_could_be_two_is_asked_back_where_it_was_typed():
    question = number()
    question.text.value = "1.200"
    assert "1.200" in question.status.value and "1200" in question.status.value and question.number is None
    assert "counts if one of them is right" in question.status.value
    question.text.value = "soon"
    assert "is not a number" in question.status.value and "counts" not in question.status.value
    question.text.value = "1200"
    assert question.status.value == "" and question.number == 1200


@pytest.mark.parametrize(("typed", "told"), [("52,800", ""), ("about $52,800", ""), ("52.800", "two ways"),
                                             ("52,800 cats or more", "may be another number")])  # fmt: skip
def test_thousands_as_the_course_writes_them_raise_no_doubt(typed, told):
    question = number()
    question.text.value = typed
    assert told in question.status.value and bool(told) == bool(question.status.value)


def test_a_cell_of_a_table_that_is_no_number_is_named():
    question = table()
    question.cells["T-2", "effort"].value = "<b>soon"
    assert "Map: effort (weeks)" in question.status.value and "<b>" not in question.status.value


def test_a_matching_says_what_was_chosen_twice():
    question = ChooseEach(["x", "y"], ["wish", "duty"], once=True)
    question.choices["x"].value = question.choices["y"].value = "wish"
    assert "more than once: wish" in question.status.value
    question.choices["y"].value = "duty"
    assert question.status.value == ""


def test_two_windows_on_one_sheet_keep_both_answers(new_kernel):
    answer_number(asked("mine", number()))
    new_kernel()
    answer_text(asked("theirs", text()))
    assert set(read("answers/sheet.json", Sheet).answers) == {"mine", "theirs"}
