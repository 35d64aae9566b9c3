"""Cohen's kappa: the example of its source, brute force, and how much a number of quotations can show."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.discovery.agreement import kappa, nearest, worlds

CODES = st.sampled_from("abcde")
PAIRS = st.lists(st.tuples(CODES, CODES), min_size=1, max_size=30)


def sortings(table):
    """Two sortings whose cross table is `table`: rows are the first one's codes, columns the second one's."""
    pairs = [
        (str(row), str(column))
        for row, cells in enumerate(table)
        for column, count in enumerate(cells)
        for _ in range(count)
    ]
    return [one for one, _ in pairs], [other for _, other in pairs]


def test_the_two_judges_of_the_source_agree_less_than_by_chance():
    """Cohen 1960, table 1, in percent: .29 seen, .35 by chance."""
    assert kappa(*sortings([[25, 13, 12], [12, 2, 16], [3, 15, 2]])) == pytest.approx((0.29 - 0.35) / 0.65)


def test_a_textbook_example_of_fifty_things_gives_two_fifths():
    assert kappa(*sortings([[20, 5], [10, 15]])) == pytest.approx(0.4)


@given(PAIRS)
def test_kappa_is_what_counting_every_pair_of_things_gives(pairs):
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    seen = sum(a == b for a, b in pairs) / len(pairs)
    chance = sum(a == b for a in one for b in other) / len(pairs) ** 2
    expected = 0 if chance == 1 else (seen - chance) / (1 - chance)
    assert kappa(one, other) == pytest.approx(expected)
    assert kappa(one, other) == pytest.approx(kappa(other, one))
    assert kappa(one, other) <= 1


@given(st.lists(CODES, min_size=2, max_size=30), CODES)
def test_saying_the_same_of_everything_is_worth_nothing(expert, same):
    assert kappa([same] * len(expert), expert) == 0
    if len(Counter(expert)) > 1:
        assert kappa(expert, expert) == 1


def test_the_nearer_expert_counts_and_what_is_not_sorted_agrees_with_nobody():
    first, second = dict(zip("123456", "aabbcc", strict=True)), dict(zip("123456", "aabbca", strict=True))
    assert nearest(second, (first, second)) == 1 > nearest({"1": "a"}, (first, second)) > 0


def test_two_sortings_of_other_lengths_are_refused():
    with pytest.raises(ValueError, match="of the same things"):
        kappa("ab", "a")


def test_eight_quotations_show_little_and_twenty_four_more():
    few, many = worlds(8, 0.85), worlds(24, 0.85)
    assert 0.85 < sum(k >= 0.6 for k in few) / 1000 < 0.91
    assert sum(k >= 0.6 for k in many) / 1000 > 0.96
    assert worlds(8, 0.85) == few  # the same at every run
