"""What of a room's outputs goes into a notebook: well formed, within one budget, and read in no time."""

import json

from hypothesis import given
from hypothesis import strategies as st

from pmcourse.rooms.outputs import Budget, clean

TEXTS = st.text(max_size=300)
OUTPUTS = st.one_of(
    st.builds(lambda text: {"output_type": "stream", "name": "stdout", "text": text}, TEXTS),
    st.builds(lambda text: {"output_type": "display_data", "data": {"text/plain": text}}, TEXTS),
    st.builds(lambda text: {"output_type": "error", "ename": "E", "evalue": text, "traceback": [text]}, TEXTS),
    st.dictionaries(TEXTS, TEXTS, max_size=3),
    TEXTS,
)


def size(outputs):
    return sum(len(json.dumps(output, ensure_ascii=False).encode()) for output in outputs)


@given(st.lists(st.lists(OUTPUTS, max_size=6), max_size=6), st.integers(0, 3000))
def test_all_cells_together_never_put_more_into_the_notebook_than_the_budget(cells, most):
    budget = Budget(most)
    kept = [clean(outputs, budget=budget) for outputs in cells]

    assert sum(map(size, kept)) == most - budget.left <= most
    if not budget.is_over:
        assert kept == [clean(outputs) for outputs in cells]


@given(st.text(min_size=1, max_size=500), st.integers(100, 400))
def test_of_a_text_that_is_too_long_the_beginning_is_kept(text, most):
    (whole,) = clean([{"output_type": "stream", "name": "stdout", "text": text}]) or [{"text": ""}]
    kept = clean([{"output_type": "stream", "name": "stdout", "text": text}], budget=Budget(most))

    assert all(whole["text"].startswith(one["text"]) for one in kept)


def test_pictures_are_kept_and_what_is_none_is_left_out():
    def shown(picture):
        return clean([{"output_type": "display_data", "data": {"image/png": picture}}])

    assert shown("aGk=\n")[0]["data"] == {"image/png": "aGk=\n"}
    assert shown("a G\nk = \n") != []
    assert shown('" onerror="x') == shown("aGk=aGk=") == shown("=" * 9) == []
    assert shown(" " * 1_000_000 + "!") == shown("=" * 1_000_000) == []  # would take hours if it were tried every way
