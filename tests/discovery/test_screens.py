"""Screens: the keystroke-level model against its source, Fitts' law, contrast, and what leads where by brute force."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.discovery import checks
from pmcourse.discovery.case import FORM, MOST_SECONDS
from pmcourse.discovery.screens import Element, Kind, Screen, Screens, contrast, difficulty, seconds

COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


def kinds(findings):
    return [finding.criterion for finding in findings]


def change(work, id, **values):
    return work.changed(work.element(id).model_copy(update=values))


def mended():
    """Toolshed's form on its three screens, with every fault mended."""
    work = FORM.start
    for id in ("E-06", "E-08", "E-09"):
        work = work.without(id)
    work = change(work, "E-01", fails="what")
    for id in ("E-02", "E-03"):
        work = change(work, id, kind=Kind.CHOICE)
    for id in ("E-05", "E-07"):
        work = change(work, id, kind=Kind.KNOWN)
    for id in ("E-10", "E-11"):
        work = change(work, id, ink="#595959")
    work = change(work, "E-16", leads="what")
    return work.changed(Element(id="E-17", label="Back", screen="wrong", kind=Kind.BUTTON, leads="who"))


def test_the_two_methods_of_the_source_take_as_long_as_it_says():
    """Card, Moran & Newell 1980: one word replaced by another, with a key of .20 s: 8.4 s by keys, 6.2 s by mouse."""
    by_keys = "MK" + "MK" + "KKKKK" + "MK" + "KKKKK" + "MK" + "K"
    by_mouse = "H" + "P" + "K" + "H" + "MK" + "KKKKK" + "MK"
    assert seconds(by_keys, key=0.2) == pytest.approx(8.4)
    assert seconds(by_mouse, key=0.2) == pytest.approx(6.2)
    with pytest.raises(ValueError, match="got Q"):
        seconds("MQ")


def test_fitts_law_in_shannons_form():
    assert difficulty(256, 16) == pytest.approx(4.09, abs=0.005)  # log2(17); the form of 1954 gives 5
    assert difficulty(0, 10) == 0
    with pytest.raises(ValueError, match="above 0"):
        difficulty(1, 0)


def test_contrast_on_the_border_of_what_may_be_read():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005) and contrast("#777777", "#ffffff") < 4.5
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways_and_from_1_to_21(one, other):
    assert 1 <= contrast(one, other) == contrast(other, one) <= 21.000001


def test_a_colour_that_is_none_is_refused_with_the_rule():
    assert Element(id="E", label="x", ink="ABC").ink == "#aabbcc"
    with pytest.raises(ValueError, match="six signs"):
        Element(id="E", label="x", ink="grey")


def test_each_kind_of_element_takes_what_its_operators_take():
    made = {kind: Element(id="E", label="x", kind=kind, letters=10).seconds for kind in Kind}
    assert made[Kind.TEXT] == pytest.approx(1.35 + 1.1 + 0.2 + 0.4 + 10 * 0.28 + 0.4)
    assert made[Kind.CHOICE] == pytest.approx(1.35 + 2 * (1.1 + 0.2))
    assert made[Kind.BUTTON] == made[Kind.TICK] == pytest.approx(2.65)
    assert made[Kind.KNOWN] == 1.35 and made[Kind.NOTE] == 0


def test_a_slow_form_names_a_step_that_can_be_shortened():
    work = change(mended(), "E-03", kind=Kind.TEXT)
    (slow,) = checks.quick(work, work.seconds - 1)
    assert max(work.steps(), key=lambda one: one.seconds).label == "The thing"  # must be typed: too many for a list
    assert "Day" in str(slow) and "The thing" not in str(slow)


def test_the_form_at_the_start_has_every_fault_and_mended_it_has_none():
    seen = kinds(checks.screens(FORM.start, FORM.start, MOST_SECONDS))
    assert sorted(seen) == sorted(
        ["screen_dead", "screen_dead", "screen_mistake", "screen_contrast", "screen_contrast", "screen_slow"]
    )
    assert checks.screens(mended(), FORM.start, MOST_SECONDS) == []
    assert FORM.start.least() <= mended().seconds <= MOST_SECONDS < FORM.start.seconds


@pytest.mark.parametrize(
    ("work", "seen"),
    [
        (mended().without("E-02"), ["screen_needed"]),
        (change(mended(), "E-04", leads="rules"), ["screen_needed", "screen_needed"]),
        (change(mended(), "E-01", kind=Kind.KNOWN), ["screen_known"]),
        (change(mended(), "E-01", kind=Kind.CHOICE), ["screen_choice"]),
        (change(mended(), "E-02", kind=Kind.TICK), ["screen_tick"]),
        (change(mended(), "E-02", kind=Kind.NOTE), ["screen_needed", "screen_note"]),
        (change(mended(), "E-13", leads=""), ["screen_lost"]),
        (change(change(mended(), "E-03", kind=Kind.TEXT), "E-16", leads=""), ["screen_dead"]),
        (mended().without("E-17"), []),
        (change(change(mended(), "E-07", kind=Kind.TEXT, fails="booked"), "E-02", kind=Kind.CHOICE),
         ["screen_fooled", "screen_needed"]),
        (change(mended(), "E-01", letters=0, risky=False, fails=""), ["screen_mistake"]),
        (change(mended(), "E-13", ink="#777777"), ["screen_contrast"]),
    ],
)  # fmt: skip
def test_each_fault_is_named_and_facts_are_put_back(work, seen):
    found = kinds(checks.screens(work, FORM.start, MOST_SECONDS + 20))
    assert sorted(found) == sorted(seen)


def small(links, fields):
    """Four screens; `links`: pairs of screens that a button joins; `fields`: the screen of each typed field."""
    elements = [
        *(Element(id=f"B-{at}", label="Go", screen=str(a), kind=Kind.BUTTON, leads=str(b))
          for at, (a, b) in enumerate(links)),
        *(Element(id=f"F-{at}", label="Field", screen=str(on)) for at, on in enumerate(fields)),
    ]  # fmt: skip
    return Screens(start="0", goal="3", screens=tuple(Screen(id=str(n), title=str(n)) for n in range(4)),
                   elements=tuple(elements))  # fmt: skip


LINKS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=8, unique=True)
FIELDS = st.lists(st.integers(0, 3), max_size=5)


@given(LINKS, FIELDS)
def test_the_quickest_way_and_the_dead_ends_are_those_of_trying_every_way(links, fields):
    work = small(links, fields)
    best, reach = math.inf, {0}
    for length in range(4):
        for middle in itertools.permutations((1, 2), length) if length < 3 else ():
            way = [0, *middle, 3]
            if all(step in links for step in itertools.pairwise(way)):
                asked = sum(1.35 + 1.1 + 0.2 + 0.8 + 12 * 0.28 for on in fields if on in way[:-1])
                best = min(best, asked + 2.65 * (len(way) - 1))
    for _ in range(4):
        reach |= {b for a, b in links if a in reach}
    ends = {3}
    for _ in range(4):
        ends |= {a for a, b in links if b in ends}
    assert work.seconds == pytest.approx(best)
    assert work.dead_ends() == [str(n) for n in range(4) if n in reach - ends]


@given(LINKS, FIELDS, st.integers(0, 3))
def test_one_more_field_never_makes_the_way_shorter(links, fields, on):
    assert small(links, [*fields, on]).seconds >= small(links, fields).seconds


@given(st.sets(st.sampled_from([one.id for one in FORM.start.elements])), st.data())
def test_no_form_that_asks_what_is_needed_is_quicker_than_the_least(gone, data):
    work = FORM.start
    for id in sorted(gone):
        work = work.without(id)
    for one in work.elements:
        if one.kinds:
            work = change(work, one.id, kind=data.draw(st.sampled_from(one.kinds)))
    if not checks.asked(work, FORM.start):
        assert work.seconds >= FORM.start.least() - 1e-9


def test_the_least_is_what_one_screen_with_the_quickest_answers_takes():
    options = [one.kinds for id in FORM.start.needed if (one := FORM.start.element(id))]
    needed = [FORM.start.element(id) for id in FORM.start.needed]
    times = [
        sum(one.model_copy(update={"kind": kind}).seconds for one, kind in zip(needed, chosen, strict=True)) + 2.65
        for chosen in itertools.product(*options)
    ]
    assert FORM.start.least() == pytest.approx(min(times)) == pytest.approx(23.27)
