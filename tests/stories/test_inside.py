"""What is inside of a product, and what people see outside."""

import pytest

from pmcourse.stories.inside import inside


@pytest.mark.parametrize(
    "text",
    [
        "a row is written into the table WAIT",
        "the queue holds one job for each learner",
        "the flag PAID is set in the database",
        "my name is saved in the field",
        "the status field says PAID",
        "the cache is emptied",
        "the server stores it",
    ],
)
def test_words_in_a_makers_sense_are_inside(text):
    assert inside(text)


@pytest.mark.parametrize(
    "text",
    [
        "I see my place in the queue",
        "Li reads that the queue is closed",
        "the table of places shows Ana",
        "she records her payment",
        "I read that the server is down",
        "we meet at the playing field",
    ],
)
def test_the_same_words_in_their_plain_sense_are_outside(text):
    assert not inside(text)
