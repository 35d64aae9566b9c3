"""What the accounts of the assignment say: why a point is lost, without giving the hidden answer away."""

import re
from pathlib import Path
from statistics import mean

import pytest

from pmcourse.authoring.submissions import class_facts
from pmcourse.role import marking, variant
from pmcourse.role.lesson import MANAGERS
from pmcourse.role.model import DUTIES

CLASS = class_facts(Path(__file__).parents[2], "01-role")
KEY, SEED = CLASS["KEY"], CLASS["SEED"]
OPTIONS = {
    "situations": MANAGERS,
    "diary": DUTIES,
    "claims": variant.OPTIONS["claims"],
    "elsewhere": variant.OPTIONS["elsewhere"],
}


@pytest.fixture
def hand_in(desk):
    """A function that lays out what the learner with this name of the class hands in, or a learner of one's own."""

    def lay_out(learner):
        if isinstance(learner, str):
            learner = next(one for one in CLASS["LEARNERS"] if one.name == learner)
        for name, text in learner.files.items():
            (desk / name).parent.mkdir(exist_ok=True)
            (desk / name).write_text(text, encoding="utf-8")

    return lay_out


@pytest.mark.parametrize("name", OPTIONS)
def test_each_wrong_choice_has_a_reason_of_its_own_that_names_no_other(name, hand_in):
    wrong = marking._WRONG[name]
    assert set(wrong) == set(OPTIONS[name])
    for option in OPTIONS[name]:
        ids = list(variant.items(SEED, name))
        given = {id: KEY[name][id] for id in ids} | {ids[0]: option}
        if option == KEY[name][ids[0]]:
            continue
        hand_in(CLASS["learner"]("one", "one choice is wrong", **{name: given}))
        marks = getattr(marking, name)(KEY[name])
        assert [line.why for line in marks.lines if line.share < 1] == [wrong[option]]


def test_a_phrase_of_another_slot_one_of_none_and_one_used_twice_are_told_apart(hand_in):
    said, right = marking._WRONG["phrases"], CLASS["RIGHT"]["phrases"]
    turned = right | {"whom": right["need"], "need": right["whom"]}
    hand_in(CLASS["learner"]("turned", "swaps two slots", phrases=turned))
    assert [line.why for line in marking.phrases(KEY["phrases"]).lines].count(said["other"]) == 2
    hand_in("feature-as-difference")
    assert said["none"] in str(marking.phrases(KEY["phrases"]))
    hand_in("one-phrase-twice")
    assert [line.why for line in marking.phrases(KEY["phrases"]).lines].count(said["twice"]) == 2


def test_whoever_reads_the_letters_sees_the_right_gaps_and_whom_the_phrases_were_about(hand_in):
    hand_in("model")
    gaps = CLASS["RIGHT"]["gaps"]
    assert [line.why for line in marking.gaps().lines] == [f"{gaps[name]['gap']} is right." for name in gaps]
    facts, shown = variant.phrases(SEED)
    first = str(marking.phrases(KEY["phrases"]).lines[0])
    assert shown[CLASS["RIGHT"]["phrases"]["whom"]] in first
    assert first.split("(where ")[1].split(")")[0] in facts


def test_without_the_key_an_account_says_how_much_is_answered_and_not_whether_it_is_right(hand_in):
    hand_in("model")
    for name in (*OPTIONS, "phrases", "people", "steps", "left_out", "widest"):
        told = str(getattr(marking, name)())
        assert re.match(r"● (Answered|\d+ of \d+ answered)\. Whether", told), told
    hand_in("stuffer")
    assert "All six stand in one field" in str(marking.people(KEY["people"]))
    assert "The same was said of everything" in str(marking.diary(KEY["diary"]))


def test_chance_earns_about_a_seventh():
    shares = [sum(CLASS["clicker"](seed).points.values()) / sum(CLASS["POINTS"].values()) for seed in range(200)]
    assert mean(shares) <= 0.2 and max(shares) <= 0.35


def test_the_file_of_another_case_is_not_taken_for_an_answer(hand_in):
    hand_in("lesson-file")
    assert marking.people(KEY["people"]).points == 0
    assert "Nobody is placed yet" in str(marking.people(KEY["people"]))
