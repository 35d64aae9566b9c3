"""A bet asks for what its evidence opens, by a gate that stood before the result; the count of 03 is carried on."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.artifact import dumps
from pmcourse.experiments.case import CASE as EXPERIMENTS
from pmcourse.pipeline import checks, lesson
from pmcourse.pipeline.case import CASE
from pmcourse.pipeline.model import Bet, Source

FINE = {
    "B-6": {"asks": "0"},
    "B-7": {"source": Source.DID, "people": "9", "asks": "2", "least": "8", "written": "9 July 2027"},
    "B-8": {"source": Source.OPINION, "asks": "0"},
}


@pytest.fixture
def exercise(desk):
    return lesson.exercise_evidence()


def fill(exercise, typed=FINE):
    form = exercise.widget.form
    for id, fields in typed.items():
        form.which.value = id
        for name, text in fields.items():
            form.fields[name].value = text
    return exercise


def test_bets_that_ask_for_what_their_evidence_opens_pass_and_are_kept(exercise, reply):
    assert "○ Not attempted" in reply(exercise)
    assert "✓ Right" in reply(fill(exercise))
    school = next(bet for bet in CASE.mine().value.bets if bet.id == "B-7")
    assert (school.source, school.people, school.asks, school.written) == (Source.DID, 9, 2, date(2027, 7, 9))
    exercise.widget.undo.click()
    assert "still asks" not in reply(exercise) and "B-8 asks for 6 thousand" in reply(exercise)


@pytest.mark.parametrize(
    ("id", "typed", "said"),
    [("B-6", {"asks": "6"}, "9 of 40 came, and its gate opens from 12 on"),
     ("B-6", {"asks": "6", "least": "9", "written": "20 March 2027"}, "fits every result"),
     ("B-7", {"asks": "6"}, "that opens 2 at most"),
     ("B-7", {"source": Source.PAID}, "note does not say “people paid or acted”"),
     ("B-7", {"people": "12"}, "12 is not how many did it"), ("B-7", {"written": "10 July 2027"}, "fits every result"),
     ("B-7", {"least": "0"}, "decides nothing"), ("B-7", {"least": "21"}, "decides nothing"),
     ("B-7", {"least": "1"}, "100% of bad bets pass it"), ("B-7", {"least": "5"}, "59% of bad bets pass it"),
     ("B-7", {"least": "11"}, "only 41% of good bets pass it"), ("B-7", {"least": ""}, "without a gate"),
     ("B-8", {"asks": "0.5"}, "that opens 0 at most"),
     ("B-8", {"source": Source.NONE}, "not said where"),
     ("B-8", {"source": Source.DID}, "note does not say “people tell"),
     ("B-6", {"source": Source.STAYED}, "note does not say “users would miss it"),
     ("B-6", {"people": "40"}, "40 is not how many did it"), ("B-7", {"asks": "0"}, "B-7 asks for nothing")],
)  # fmt: skip
def test_each_bet_that_asks_too_much_or_by_a_late_gate_is_told_why(id, typed, said, exercise, reply):
    fill(exercise)
    assert said in reply(fill(exercise, {id: typed}))


@pytest.mark.parametrize(
    ("name", "typed"), [("written", "soon"), ("asks", "little"), ("people", "-3"), ("least", "8.5")]
)
def test_what_breaks_a_rule_is_refused_in_words_and_stays_to_be_put_right(name, typed, exercise):
    before = CASE.mine().value
    fill(exercise, {"B-7": {name: typed}})
    assert "The old value still counts" in exercise.widget.status.value and CASE.mine().value == before
    assert exercise.widget.form.fields[name].value == typed


def test_bets_are_not_judged_while_a_field_shows_what_was_refused(exercise, reply):
    fill(exercise)
    fill(exercise, {"B-7": {"written": "soon"}})
    assert "! Cannot be graded" in reply(exercise) and "such as" in reply(exercise)


def test_no_bet_of_the_case_can_be_added_or_taken_off(exercise):
    shown = exercise.widget.form.children[0].children
    assert exercise.widget.form.add not in shown and exercise.widget.form.remove not in shown


@pytest.mark.parametrize(("seen", "said"), [(14, "✓ Right"), (11, "11 of 40 came, and its gate opens from 13 on")])
def test_the_count_of_the_bike_from_the_lesson_on_experiments_decides_what_it_may_ask_for(seen, said, exercise, reply):
    earlier = EXPERIMENTS.start.change("E-1", "rule", go_from=13, go_to=40, seen=seen)
    Path("answers").mkdir(exist_ok=True)
    Path("answers/experiments.json").write_text(dumps(earlier), encoding="utf-8")
    exercise.widget.carry.bring.click()
    assert f"{seen} of 40 paid" in exercise.widget.carry.reply.value and f"{seen} of 40" in exercise.widget.notes.value
    assert "counted on 20 March 2027" in exercise.widget.notes.value
    fill(exercise, FINE | {"B-6": {"asks": "6"}})
    assert said in reply(exercise)


def test_without_a_count_from_03_the_case_keeps_its_own(exercise):
    exercise.widget.carry.bring.click()
    assert "Nothing from the lesson on experiments (03) yet" in exercise.widget.carry.reply.value
    Path("answers").mkdir(exist_ok=True)
    Path("answers/experiments.json").write_text(dumps(EXPERIMENTS.start), encoding="utf-8")
    exercise.widget.carry.bring.click()
    assert "no count of the two Saturdays yet" in exercise.widget.carry.reply.value
    assert CASE.mine().value == CASE.start


@given(
    st.sampled_from([one for one in Source if one is not Source.NONE]), st.integers(0, 30), st.floats(0, 30),
    st.integers(0, 25), st.integers(-5, 5), st.none() | st.integers(0, 20),
)  # fmt: skip
def test_a_bet_passes_just_when_nothing_speaks_against_it(source, people, asks, least, late, seen):
    day, before = date(2027, 5, 10), date(2027, 5, 10 + late)
    bet = Bet(id="B", title="B", horizon=1, cost=30, chance=1, payoff=1, source=source, people=people, asks=asks,
              asked=20, least=least, counted=day, written=before, seen=seen)  # fmt: skip
    enough = source is Source.OPINION or people >= checks.SEVERAL
    most = checks.MAY_ASK[source] if enough else 0
    tells_apart = 6 <= least <= 10  # of 20: fewer than half of the bad ones pass, and more than half of the good ones
    gate = 0 < least <= 20 and late < 0 and (tells_apart if seen is None else seen >= least)
    nothing = most > 0 and seen is None  # it could try something, and asks for nothing
    assert (not checks.claims([bet], (0.5, 0.25))) == (
        asks <= most and (gate or asks == 0) and not (nothing and asks == 0)
    )


def test_stronger_evidence_never_opens_less():
    opened = [checks.MAY_ASK[one] for one in Source if one is not Source.NONE]
    assert opened == sorted(opened) and opened[1:] == list(lesson.SETTING.costs)
