"""The lesson on the screen: its exercises, its pictures and its widgets."""

from itertools import permutations

import pytest

from pmcourse.board import Refused
from pmcourse.findings import Verdict
from pmcourse.role import lesson
from pmcourse.role.case import CASE
from pmcourse.role.model import DUTIES, WEEKS, Hours, Levels, Much
from pmcourse.role.quarter import always, follow, moved, world

pytestmark = pytest.mark.usefixtures("desk")
CASES = lesson.CASES


def verdict(exercise):
    return exercise.judge().verdict


def told(exercise):
    exercise.check.click()
    return exercise.reply.value


def sorted_rightly():
    return {id: whose for id, (_, _, whose, _) in CASES["week"].items()}


def test_eighteen_cards_are_sorted_and_a_wrong_one_is_named_with_its_reason():
    exercise = lesson.exercise_sort()
    sort = exercise.widget
    assert verdict(exercise) is Verdict.NOT_ATTEMPTED
    for id, whose in sorted_rightly().items():
        lane = CASES["week"][id][0]
        sort.board.move(id, lane, "project" if whose == "product" else whose, 0)
    assert "Not where they belong: 6 of 18" in told(exercise)
    assert "it asks what is worth doing, and why" in exercise.reply.value
    for id, whose in sorted_rightly().items():
        sort.board.move(id, CASES["week"][id][0], whose, 0)
    assert verdict(exercise) is Verdict.RIGHT


def test_two_situations_may_be_seen_in_another_way_and_are_named_all_the_same():
    exercise = lesson.exercise_sort()
    exercise.widget.fill(sorted_rightly() | {"M4": "product", "W3": "project"})
    assert "Right" in told(exercise)
    assert "how sure the day is the other" in exercise.reply.value
    exercise.widget.fill(sorted_rightly() | {"M4": "product", "W3": "project", "M1": "both"})
    assert verdict(exercise) is Verdict.NOT_YET


def test_a_card_cannot_leave_its_day_and_one_that_goes_back_is_not_sorted():
    sort = lesson.exercise_sort().widget
    with pytest.raises(Refused, match="stays on its day"):
        sort.board.move("M1", "Friday", "product", 0)
    assert sort.value == {}
    sort.board.move("M1", "Monday", "product", 0)
    assert sort.value == {"M1": "product"}
    sort.board.move("M1", "Monday", "open", 0)
    assert (sort.value, len(sort.missing)) == ({}, 18)


def test_each_line_of_the_diary_belongs_to_another_responsibility():
    assert sorted(duty for _, duty in CASES["diary"].values()) == sorted(DUTIES)
    exercise = lesson.exercise_diary()
    right = {id: duty for id, (_, duty) in CASES["diary"].items()}
    exercise.widget.fill(right | {"d5": "users"})
    assert "Not right yet: 1 of 6. Look again at “Asked forty members" in told(exercise)
    exercise.widget.fill(right)
    assert verdict(exercise) is Verdict.RIGHT


@pytest.mark.parametrize(
    ("slot", "phrase", "says"),
    [
        ("difference", "taps", "is a feature"),
        ("whom", "council", "the council pays"),
        ("whom", "all", "whom would you visit"),
        ("difference", "better", "each rival says the same"),
        ("need", "shop", "which question does it answer"),
    ],
)
def test_a_wrong_phrase_is_told_why_it_does_not_fit(slot, phrase, says):
    exercise = lesson.exercise_mend()
    exercise.widget.fill(CASES["slots"])
    assert verdict(exercise) is Verdict.RIGHT
    exercise.widget.fill(CASES["slots"] | {slot: phrase})
    assert says in told(exercise)


def test_the_own_vision_is_shown_as_a_sentence_with_what_its_form_lacks_and_kept():
    fields = lesson.vision()
    assert "names nobody" in fields.below.value
    fields.controls["vision", "whom"].value = "people in flats"
    fields.controls["vision", "unlike"].value = "buying <b>one</b>"
    assert "names nobody" not in fields.below.value
    assert "For people in flats who loves things" in fields.below.value
    assert "buying &lt;b&gt;one&lt;/b&gt;" in fields.below.value
    assert lesson.vision().value.vision.whom == "people in flats"
    fields.undo.click()
    assert fields.controls["vision", "unlike"].value == ""


def test_a_text_that_is_too_long_is_refused_with_its_length_and_the_old_one_stays():
    fields = lesson.vision()
    fields.controls["vision", "whom"].value = "x" * 400
    assert "has 400 characters, and at most 300 can be kept" in fields.status.value
    assert fields.value.vision.whom == "everybody"


@pytest.mark.parametrize(
    ("choice", "price", "says"),
    [
        ("0,25", "0.30", "Right"),
        ("0.5 × 0.5 = 0.25", "about 0.30", "Right"),
        ("25", "30", "hundredfold"),
        ("1", "3", "that is the gap itself"),
        ("1.000", "3.000", "that is the gap itself"),
        ("0.25", "0.9", "weighted gap of price is not right"),
    ],
)
def test_weighted_gaps_are_judged_as_people_type_them(choice, price, says):
    exercise = lesson.exercise_gap()
    exercise.widget.fill({"choice": {"gap": choice}, "price": {"gap": price}})
    assert says in told(exercise)


def test_people_are_placed_by_their_facts_and_either_half_is_right_where_none_speaks():
    exercise = lesson.exercise_people()
    grid = exercise.widget
    assert verdict(exercise) is Verdict.NOT_ATTEMPTED
    grid.board.move("P1", "much", "much", 0)
    assert "Not placed yet: Mr Tan" in told(exercise)
    for id, (power, interest) in CASES["people"].items():
        grid.board.move(id, power or "little", interest or "little", 0)
    assert verdict(exercise) is Verdict.RIGHT
    assert "Keep satisfied: Mr Tan, town council" in grid.below.value
    grid.board.move("P4", "much", "much", 0)
    assert verdict(exercise) is Verdict.RIGHT
    grid.board.move("P3", "little", "much", 0)
    assert "He has no title" in told(exercise) and "more power" in exercise.reply.value
    grid.undo.click()
    assert verdict(exercise) is Verdict.RIGHT
    grid.board.move("P3", "much", "open", 0)
    assert grid.value.people[2].power is None
    assert Much.MUCH == "much"


def test_one_decision_goes_to_three_audiences_each_in_its_words():
    exercise = lesson.exercise_tell()
    right = {id: message for id, (_, message) in CASES["audiences"].items()}
    exercise.widget.fill(right)
    assert verdict(exercise) is Verdict.RIGHT
    exercise.widget.fill(right | {"sales": "grade"})
    assert "Sales: those words are the team" in told(exercise)
    exercise.widget.fill(right | {"board": "bad"})
    assert "a decision is about the work" in told(exercise)


def set_hours(widget, hours):
    for name, given in hours.items():
        widget.sliders[name].value = round(given)


def work_on(quarter):
    """Play to the end with the same hours, stopping at each piece of news."""
    stops = []
    while not quarter.rest.disabled:
        quarter.rest.click()
        stops.append(len(quarter.value.weeks) + 1)
    return stops


def test_work_goes_on_by_itself_until_there_is_news():
    quarter = lesson.exercise_quarter().widget
    first, *_ = world(1).events
    stops = work_on(quarter)
    assert stops[0] == first.told
    changes = [week for week in range(2, WEEKS + 1) if world(1).announced(week) != world(1).announced(week - 1)]
    assert stops == [*changes, WEEKS + 1]


def test_the_last_week_leaves_the_keyboard_at_what_can_be_done_next(focused):
    quarter = lesson.exercise_quarter().widget
    work_on(quarter)
    assert focused == [quarter.again]
    assert "-0.00" not in quarter.tables.value


def test_a_quarter_played_by_moving_some_hours_beats_the_even_split_and_is_kept():
    exercise = lesson.exercise_quarter()
    quarter, policy = exercise.widget, moved(8)
    assert verdict(exercise) is Verdict.NOT_ATTEMPTED
    for week in range(1, WEEKS + 1):
        hours = dict(zip(DUTIES, policy(week, world(1).announced(week)), strict=True))
        set_hours(quarter, hours)
        spare = 40 - quarter.value.hours.total
        set_hours(quarter, {"research": quarter.value.hours.research + spare})
        assert f"week {week} of 13" in quarter.news.value
        quarter.week.click()
    assert quarter.week.disabled and "Your quarter" in quarter.tables.value
    assert verdict(exercise) is Verdict.RIGHT
    assert len(lesson.exercise_quarter().widget.value.weeks) == WEEKS


def test_a_split_that_suits_a_quarter_by_chance_is_not_praised_for_heeding_the_news():
    quarters = (dict(zip(DUTIES, hours, strict=True)) for hours in set(permutations((8, 7, 7, 6, 6, 6))))
    lucky = next(
        hours for hours in quarters
        if follow(1, always(Hours(**hours))).total >= follow(1, always(Hours())).total + lesson.MARGIN
    )  # fmt: skip
    exercise = lesson.exercise_quarter()
    set_hours(exercise.widget, lucky)
    work_on(exercise.widget)
    assert "paid no heed to what was announced" in told(exercise)


def test_a_quarter_that_falls_short_says_which_event_cost_most_and_when_it_was_announced():
    exercise = lesson.exercise_quarter()
    quarter = exercise.widget
    set_hours(quarter, dict.fromkeys(DUTIES, 4) | {"team": 20})
    work_on(quarter)
    worst = told(exercise)
    assert "Watch the market" in worst and "week 6" in worst and "announced in week 4" in worst
    quarter.undo.click()
    quarter.week.click()
    assert "Weeks left: 2." in told(exercise)
    quarter.again.click()
    assert (quarter.value.quarter, quarter.value.weeks) == (2, ())


def test_more_than_forty_hours_are_refused_in_words_and_nothing_is_worked():
    quarter = lesson.exercise_quarter().widget
    quarter.sliders["users"].value = 20
    assert "53 of 40 hours are given, 13 too many" in quarter.news.value
    quarter.week.click()
    assert "Take 13 away" in quarter.status.value
    assert quarter.value.weeks == ()


def test_the_quarter_stands_as_picture_and_as_tables():
    quarter = lesson.exercise_quarter().widget
    assert quarter.picture.value == ""
    quarter.week.click()
    quarter.week.click()
    assert 'role="img"' in quarter.picture.value and "Six stocks after week 2" in quarter.picture.value
    assert quarter.tables.value.count("<caption") == 2
    assert quarter.value.hours == Hours()


def test_own_levels_and_a_plan_are_judged_by_their_form_alone():
    exercise = lesson.exercise_grow()
    fields = exercise.widget
    assert verdict(exercise) is Verdict.NOT_ATTEMPTED
    for name in Levels.model_fields:
        fields.controls["now", name].value = "2"
    assert "0 of 6 skills have both levels" in told(exercise)
    for name in Levels.model_fields:
        fields.controls["wanted", name].value = "4" if name == "empathy" else "2"
    assert "To grow: User empathy by 2" in fields.below.value
    fields.controls["plan", "skill"].value = "empathy"
    fields.controls["plan", "step"].value = "Talk with five members about loans"
    assert "No day is given." in told(exercise)
    fields.controls["plan", "day"].value = "soon"
    assert "no day that can be read" in told(exercise)
    fields.controls["plan", "sign"].value = "Femi asks about my notes"
    fields.controls["plan", "day"].value = "31 March 2027"
    assert verdict(exercise) is Verdict.RIGHT


@pytest.mark.parametrize(
    ("mean", "median", "says"),
    [
        ("83,497.50", "81,500", "Right"),
        ("83.497,5", "81500", "Right"),
        ("83500", "81,500", "Right"),
        ("83.5k", "about 81,500 dollars", "Right"),
        ("102,220", "81,500", "mean is not right"),
        ("83497.5", "79000", "median is not right"),
    ],
)
def test_mean_and_median_are_judged_as_people_type_them(mean, median, says):
    exercise = lesson.exercise_pay()
    exercise.widget.fill({"mean": {"value": mean}, "median": {"value": median}})
    assert says in told(exercise)


def test_only_the_claim_that_names_who_answered_when_and_what_is_right():
    exercise = lesson.exercise_claim()
    for claim in CASES["claims"]:
        exercise.widget.fill(claim)
        assert verdict(exercise) is (Verdict.RIGHT if claim == "those" else Verdict.NOT_YET)
        assert exercise.judge().key in lesson.exercise.texts("claim")


def test_the_marks_of_rivals_stand_in_a_table_that_can_be_scrolled_by_keyboard():
    assert 'tabindex="0" role="group" aria-label="Marks of all rivals"' in lesson.marks().html
    assert lesson.marks().html.count("<tr") == 1 + len(lesson.RIVALS.votes)


@pytest.mark.parametrize("picture", ["gaps", "neglect", "many_quarters", "pays"])
def test_each_picture_says_in_words_what_it_shows(picture):
    drawing = getattr(lesson, picture)()
    assert drawing.png.startswith(b"\x89PNG")
    assert len(drawing.alt.split()) > 15
    assert CASE.start.vision.product == "Toolshed"
