"""Every learner's text can be read in feedback: laid out, or as it was typed with the reason."""

import contextlib
import threading
import time

import pytest
from jinja2 import Environment

from pmcourse.gradebook import feedback


def page(text, name="safe_markdown", resources=None):
    """`text` as a template of nbconvert's shows it."""
    environment = Environment()
    environment.filters["shown"] = getattr(feedback, name)
    template = environment.from_string("{{ text | shown }}")
    return template.render(text=text, cell={}, resources={} if resources is None else resources)


def test_a_picture_that_is_not_attached_costs_the_reader_nothing_of_the_text():
    shown = page("Dear *director*, ![a](attachment:none.png) yours & mine <b>")

    assert "missing attachment: none.png" in shown
    assert "Dear *director*, ![a](attachment:none.png) yours &amp; mine &lt;b&gt;" in shown


@pytest.mark.parametrize(("name", "text"), [("safe_markdown", r"\begin{a}" * 60_000), ("safe_code", "a." * 100_000)])
def test_a_text_that_takes_the_square_of_its_length_is_shown_as_it_was_typed(name, text):
    shown = page(text, name)

    assert "would take too long" in shown
    assert text in shown


def test_an_alarm_that_is_swallowed_where_it_is_raised_rings_again():
    until = time.process_time() + 10
    with pytest.raises(feedback._TooLong), feedback._processor_time(0.1, length=1):
        with contextlib.suppress(BaseException):  # as Python does it in a finalizer
            while time.process_time() < until:
                pass
        while time.process_time() < until:
            pass


def test_a_page_has_its_processor_time_over_all_texts():
    resources = {"processor_seconds": 0.05}

    first = page(r"\begin{a}" * 60_000, resources=resources)
    second = page("*short*", resources=resources)

    assert "would take too long" in first and "would take too long" in second
    assert "*short*" in second


def test_where_no_time_can_be_set_short_texts_are_laid_out_and_long_ones_are_not():
    shown = []
    thread = threading.Thread(target=lambda: shown.extend([page("*short*"), page("*long*" * 2000)]))
    thread.start()
    thread.join()

    assert "<em>short</em>" in shown[0]
    assert "would take too long" in shown[1] and "*long*" * 2000 in shown[1]


@pytest.mark.parametrize("text", ["<b>" * 3000, "> " * 3000 + "x", "[" * 5000, "![](attachment:)", "\x00"])
def test_odd_texts_raise_nothing(text):
    assert page(text) != ""
