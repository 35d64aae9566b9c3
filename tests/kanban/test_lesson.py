"""The lesson's exercises judge what a learner does, and what its text says is what the model says."""

import csv
import json
import re
from contextlib import suppress
from pathlib import Path

import pytest

from pmcourse.board import BoardError
from pmcourse.errors import CourseError
from pmcourse.findings import Verdict
from pmcourse.kanban import checks, flow, lesson, plot
from pmcourse.kanban.cards import BLOCKED, READY
from pmcourse.kanban.case import BUSY, CASE, FLOOD, GAME, OPEN, OPTIONS, P85, READ, SAMPLES, TEAM, TEXTS
from pmcourse.kanban.engine import simulate
from pmcourse.kanban.game import DAYS, PLACES, PlayEditor, baseline, do, find, opened, replay
from pmcourse.kanban.model import Flow, KanbanError
from pmcourse.kanban.widget import Forecaster
from pmcourse.kanban.worlds import DAYS as LONG
from pmcourse.kanban.worlds import WORLDS, beside_best, earned, tried

pytestmark = pytest.mark.usefixtures("desk")
NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "10-kanban.ipynb"


def words():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return " ".join(" ".join("".join(cell["source"]) for cell in cells).split())


def typed(**cells):
    return {row: {"days": text} for row, text in cells.items()}


@pytest.mark.parametrize(
    ("name", "cells", "said"),
    [
        ("clocks", {"lead": "22 days", "cycle": "8"}, "✓ Right"),
        ("clocks", {"lead": "8", "cycle": "8"}, "Amara's clock runs"),
        ("clocks", {"lead": "22", "cycle": "2"}, "keeps its first start"),
        ("clocks", {"lead": "22", "cycle": "11"}, "from the first start until"),
        ("clocks", {"lead": "23", "cycle": "9"}, "count the first day too"),
        ("cfd", {"wip": "18", "test": "12", "rate": "0,75"}, "✓ Right"),
        ("cfd", {"wip": "31", "test": "12", "rate": "0.75"}, "the top number of day 80 less"),
        ("cfd", {"wip": "18", "test": "25", "rate": "0.75"}, "reached Test, less"),
        ("cfd", {"wip": "18", "test": "12", "rate": "0.15"}, "divided by 8 weeks"),
        ("little", {"days": "15", "cards": "7"}, "✓ Right"),
        ("little", {"days": "15 days", "cards": "7,2"}, "✓ Right"),
        ("cfd", {"wip": "18 cards", "test": "12", "rate": "0.15 a day"}, "✓ Right"),
        ("cfd", {"wip": "18", "test": "12", "rate": "0.8"}, "Right, but rounded. Give two decimals"),
        ("clocks", {"lead": "3 weeks and a day", "cycle": "8"}, "Type the number alone"),
        ("little", {"days": "3 weeks", "cards": "at most 7"}, "✓ Right"),
        ("little", {"days": "15", "cards": "less than 8"}, "may be another number than 8"),
        ("little", {"days": "3", "cards": "7"}, "number of weeks"),
        ("little", {"days": "108", "cards": "7"}, "6 in a week of 5 days are 1.2"),
        ("little", {"days": "15", "cards": "36"}, "the other way"),
    ],
)
def test_numbers_are_judged_as_people_type_them(name, cells, said, reply):
    exercise = getattr(lesson, f"exercise_{name}")()
    assert exercise.judge().verdict is Verdict.NOT_ATTEMPTED
    row = {"little": "other", "cfd": "board"}.get(name)
    exercise.widget.fill({row: cells} if row else typed(**cells))
    assert said in reply(exercise)


@pytest.mark.parametrize("name", ["age", "classes", "policy"])
def test_a_choice_for_each_is_all_right_and_says_of_each_wrong_one_where_to_look(name, all_right):
    all_right(lesson, name, TEXTS[name]["right"])


def test_a_forecast_says_why_the_mean_is_no_promise(reply):
    exercise = lesson.exercise_forecast()
    for given, said in (
        ("8", "kept in 56% of cases"),
        ("9 weeks", "first week with 85%"),
        ("10 weeks", "✓ Right"),
        ("50 days", "✓ Right"),
        ("week 10", "✓"),
    ):
        exercise.widget.fill(given)
        assert said in reply(exercise)


def test_what_is_pulled_next_follows_the_rules_and_two_equal_cards_may_be_swapped(reply):
    exercise, best = lesson.exercise_order(), checks.pulled(OPTIONS, P85)
    assert best[:4] == ["o5", "o6", "o2", "o3"]
    for order, said in (
        (best, "✓ Right"),
        ([*best[:4], best[5], best[4]], "✓ Right"),
        ([best[1], best[0], *best[2:]], "What is urgent comes first"),
        (["o5", "o2", "o6", "o3", "o4", "o1"], "right before it"),
        (["o5", "o3", "o6", "o2", "o4", "o1"], "due in 10 days"),
        (["o5", "o6", "o2", "o4", "o3", "o1"], "8 ÷ 4"),
    ):
        exercise.widget.fill(order)
        assert said in reply(exercise)


def test_limits_are_judged_in_worlds_that_nobody_sees(reply):
    exercise = lesson.exercise_limits()
    editor = exercise.widget
    assert "○ Not attempted" in reply(exercise)
    for limits, said in (
        ((2, 4, 1), "✓ Right"),
        ((1, 2, 1), "of the most that any limits finish"),
        ((3, 9, 1), "85% of cards take up to"),
    ):
        for control, limit in zip(editor.limits.values(), limits, strict=True):
            control.value = limit
        assert said in reply(exercise)
    editor.many.click()
    assert "40 worlds of 250 days" in editor.tried.value
    editor.once.click()
    assert "Cumulative flow" in editor.shown.value and "Cycle times" in editor.shown.value
    editor.take.click()
    rows = list(csv.DictReader((CASE.mine().path.parent / "flow-events.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == len(editor.events) and set(rows[0]) == {"day", "card", "event", "column"}
    editor.limits["test"].value = 2
    assert editor.shown.value == "" and editor.tried.value == ""
    editor.take.click()
    assert "Run 100 days first" in editor.status.value
    editor.undo.click()
    assert editor.limits["test"].value == 1


def test_limits_with_two_faults_are_told_one_so_that_no_two_hints_pull_apart(reply):
    exercise = lesson.exercise_limits()
    for control, limit in zip(exercise.widget.limits.values(), (3, 4, 2), strict=True):
        control.value = limit
    said = reply(exercise)
    assert len(checks.flows(TEAM, (3, 4, 2), lesson.HIDDEN)) == 2
    assert "of the most that any limits finish" in said and "85% of cards take up to" not in said


def test_no_hint_is_the_answer():
    hints = " ".join(lesson.exercise.texts("limits")["hints"])
    assert not checks.flows(TEAM, (2, 3, 1), lesson.HIDDEN) and "Analyse at 2" not in hints


def test_a_better_board_never_earns_less():
    assert earned(0.96, 25, 26) == 1 and earned(0.93, 25, 26) == 0.5 == earned(0.96, 28, 26) and earned(0.5, 5, 26) == 0
    points = [[earned(share / 100, days, 26) for share in range(50, 101)] for days in range(60, 10, -1)]
    assert all(row == sorted(row) for row in points)
    assert all(list(column) == sorted(column) for column in zip(*points, strict=True))


def test_no_simple_limits_are_enough_in_the_lesson():
    for limits in ((1, 1, 1), (1, 2, 1), (2, 2, 2), (3, 3, 3), (4, 4, 4), BUSY, (6, 9, 6), (2, 4, 2), (3, 6, 3)):
        assert checks.flows(TEAM, limits, lesson.HIDDEN)
    assert not checks.flows(TEAM, (2, 4, 1), lesson.HIDDEN)


def test_a_run_is_kept_with_its_limits_and_makes_the_same_log_again(new_kernel):
    editor = lesson.exercise_limits().widget
    editor.once.click()
    editor.once.click()
    log = editor.events
    new_kernel()
    again = lesson.exercise_limits().widget
    assert again.events == log and "Cumulative flow" in again.shown.value
    again.once.click()
    assert again.events != log  # another world, not the first one anew
    again.undo.click()
    assert again.events == log
    again.limits["test"].value -= 1
    assert again.events == [] and CASE.mine().value.run is None


def test_limits_that_nobody_has_set_are_no_rules_of_a_board(reply):
    editor = lesson.rules()
    assert "Nothing is decided for your board yet." in editor.sheet.value
    editor.fields["p1"].value = "In Build each of us has one card, so two at most."
    assert "so two at most" in editor.sheet.value and "5 at most" not in editor.sheet.value


def test_classes_order_and_rules_stand_on_one_sheet_with_the_limits_and_can_be_taken_along(reply, new_kernel):
    for name, right in (("classes", TEXTS["classes"]["right"]), ("order", checks.pulled(OPTIONS, P85))):
        exercise = getattr(lesson, f"exercise_{name}")()
        exercise.widget.fill(right)
        exercise.widget._answered()
        assert "✓ Right" in reply(exercise)
    lesson.exercise_limits().widget.limits["build"].value = 4
    editor = lesson.rules()
    editor.fields["p1"].value = "In Build each of us has one card, so two at most."
    assert editor.heard.value == ""
    for typed, said in (("fewer cards", "hardly a rule yet"), ("Noor may have some urgent cards", "names no number"),
                        ("We try to have 1 urgent card", "agree on “try”")):  # fmt: skip
        editor.fields["p3"].value = typed
        assert said in editor.heard.value
    new_kernel()
    editor = lesson.rules()
    assert editor.fields["p3"].value == "We try to have 1 urgent card"
    for words in ("4 at most", "class of service: expedite", "The server is full", "so two at most"):
        assert words in editor.sheet.value
    editor.take.click()
    text = (CASE.mine().path.parent / "flow-rules.txt").read_text(encoding="utf-8")
    assert "Build: 4 at most" in text and "Rule: In Build each of us" in text and "Pulled as number 1" in text
    editor.fields["p3"].value = ""
    assert "p3" not in CASE.mine().value.policies
    again = lesson.exercise_classes().widget
    assert again.value == TEXTS["classes"]["right"]


def without_pictures(editor, line):
    """One is drawn for each day, and the first game shows them."""
    return ""


def play(editor, morning):
    """Each morning `morning(line)` moves cards on a board like the editor's; then the day ends."""
    while not editor.end.disabled:
        morning(editor)
        editor.end.click()


def pulls_the_oldest(editor):
    for at in reversed(range(len(PLACES) - 1)):
        for card in [card for card in editor.board.cards if card["column"] == PLACES[at]]:
            try:
                editor.board.move(card["id"], card["lane"] if card["lane"] == "aside" else "work", PLACES[at + 1], 0)
            except CourseError:
                continue


def test_a_game_is_played_day_by_day_and_compared_with_a_board_that_pulls_the_oldest(reply, monkeypatch):
    exercise = lesson.exercise_play()
    editor = exercise.widget
    assert "○ Not attempted" in reply(exercise) and "Day 1 of 15" in editor.facts.value
    pulls_the_oldest(editor)
    editor.end.click()
    assert "It is day 2 of 15" in reply(exercise) and "Day 2 of 15" in editor.facts.value
    play(editor, pulls_the_oldest)
    assert "Cumulative flow" in editor.result.value and "Who pulls only the oldest" in editor.result.value
    base = baseline(editor.value, TEXTS["game"], GAME)
    assert base >= 5 and "✓ Right" in reply(exercise) and f"{base}" in reply(exercise)
    assert lesson.exercise_play().widget.facts.value == editor.facts.value
    editor.take.click()
    assert "flow-played.csv" in editor.status.value
    editor.again.click()
    assert "Game 2. Day 1 of 15" in editor.facts.value
    monkeypatch.setattr(PlayEditor, "_flow", without_pictures)
    play(editor, lambda editor: None)
    assert "✗ Not yet" in reply(exercise)


def board(game=0):
    return opened(TEXTS["game"], GAME, game)


def test_the_boards_rules_refuse_with_the_card_the_rule_and_what_is():
    line = board()
    first, full = line.waiting[0], line.columns[0]
    assert len(full) == line.limits[0]
    with pytest.raises(KanbanError, match="Analyse holds 2 of 2: it is full"):
        do(line, first, "Analyse", "work")
    with pytest.raises(KanbanError, match="one column at a time"):
        do(line, first, "Test", "work")
    with pytest.raises(KanbanError, match="not begun yet"):
        do(line, first, "Options", "aside")
    working = next(card for at in line.columns for card in at if card.state not in (READY, BLOCKED))
    with pytest.raises(KanbanError, match=f"{working.id} is {working.state}"):
        do(line, working, PLACES[working.column + 2], "work")
    do(line, first, "Analyse", "urgent")
    assert len(line.columns[0]) == line.limits[0] + 1
    with pytest.raises(KanbanError, match="Only 1 card at a time may be urgent"):
        do(line, line.waiting[0], "Analyse", "urgent")
    needs = find(line, "K-04")
    if needs.column == 0:
        needs.state = READY
        line.done = []
        with pytest.raises(KanbanError, match="needs K-02, which is not done yet"):
            do(line, needs, "Build", "work")


def test_a_card_that_is_put_back_keeps_what_was_done_of_it():
    line = board()
    card = next(card for card in line.columns[1] if card.state not in (READY, BLOCKED))
    left = card.left
    line.limits = (9, 9, 9)
    do(line, card, "Analyse", "work")
    assert card.state == READY and card.column == 0
    do(line, card, "Build", "work")
    assert card.left == left


def test_a_card_that_is_set_aside_waits_and_leaves_its_people_to_others():
    line = board()
    card = next(card for card in line.columns[1] if card.state not in (READY, BLOCKED))
    do(line, card, "Build", "aside")
    left = card.left
    line.run(line.env.now + 1)
    assert card.left == left
    do(line, card, "Build", "work")
    line.run(line.env.now + 1)
    assert card.left < left or card.state == BLOCKED


def test_doing_all_that_noor_calls_urgent_helps_no_more_cards_to_their_end():
    """Whatever urgent cards gain others lose: over twenty games no more is done than by the oldest first."""
    urgent = {f"K-{at:02}" for at, one in enumerate(TEXTS["game"], 1) if one.get("urgent")}
    assert len(urgent) == 4
    done = [0, 0]
    for game in range(20):
        line = board(game)
        for _ in range(DAYS):
            for at in reversed(range(len(PLACES) - 1)):
                place = line.columns[at - 1] if at else line.waiting
                for card in sorted(place, key=lambda card: card.id not in urgent):
                    try:
                        do(line, card, PLACES[at + 1], "urgent" if card.id in urgent else "work")
                    except KanbanError:
                        continue
            line.run(line.env.now + 1)
        done[0] += len(line.done)
        done[1] += baseline(Flow(game=game), TEXTS["game"], GAME)
    assert done[0] <= 1.02 * done[1]


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("otherwise", [(), ("work",)])
def test_in_the_first_game_who_makes_all_of_noors_cards_urgent_finishes_less_than_the_bar(first, otherwise):
    """Whether these are pulled before all others or in their turn, and whether they go on when the lane is full."""
    line, urgent = board(), {f"K-{at:02}" for at, one in enumerate(TEXTS["game"], 1) if one.get("urgent")}
    for _ in range(DAYS):
        for at in reversed(range(len(PLACES) - 1)):
            place = list(line.columns[at - 1] if at else line.waiting)
            for card in sorted(place, key=lambda card: first and card.id not in urgent):
                for lane in ("urgent", *otherwise) if card.id in urgent else ("work",):
                    with suppress(KanbanError):
                        do(line, card, PLACES[at + 1], lane)
                        break
        line.run(line.env.now + 1)
    assert len(line.done) < baseline(Flow(), TEXTS["game"], GAME)


def test_a_file_that_somebody_edited_makes_no_board_that_its_rules_forbid():
    start = board()
    near = {card.id for card in (*start.columns[-1], *start.done)}
    moves = tuple({"day": 0, "card": f"K-{at:02}", "to": "Done", "lane": "work"} for at in range(1, 16))
    line = replay(Flow(moves=moves, days=1), TEXTS["game"], GAME)
    assert {card.id for card in line.done} <= near


def test_the_board_refuses_what_is_not_on_it():
    editor = lesson.exercise_play().widget
    with pytest.raises(BoardError):
        editor.board.move("K-99", "work", "Build", 0)


@pytest.mark.parametrize(
    ("weeks", "items", "said"),
    [("", "14", "Type whole numbers"), ("2, x", "14", "Type whole numbers"), ("2,1", "", "Type whole numbers"),
     ("1.5", "3", "Type whole numbers"), ("0, 0", "3", "Nothing was done")],
)  # fmt: skip
def test_a_forecast_of_nothing_is_refused_in_words(weeks, items, said):
    widget = Forecaster()
    widget.weeks.value, widget.items.value = weeks, items
    widget.go.click()
    assert said in widget.status.value and widget.shown.value == ""


def test_a_forecast_says_on_how_few_samples_it_stands():
    widget = Forecaster()
    widget.weeks.value, widget.items.value = "2 0 3; 1", "14"
    widget.go.click()
    assert "from 4 past weeks" in widget.shown.value and "under 10 weeks the far end" in widget.shown.value
    widget.weeks.value = ", ".join(map(str, SAMPLES))
    widget.go.click()
    assert "far end" not in widget.shown.value and "86%" in widget.shown.value


@pytest.mark.parametrize(("weeks", "items", "sure"), [("3", "5", 2), ("3", "3", 1), ("2, 2, 2", "7", 4)])
def test_where_past_weeks_are_all_alike_the_week_is_told_in_which_all_are_done(weeks, items, sure):
    widget = Forecaster()
    widget.weeks.value, widget.items.value = weeks, items
    widget.go.click()
    assert f"Week {sure}" in widget.shown.value and "100%" in widget.shown.value
    assert "1 past weeks" not in widget.shown.value
    assert not any(f"Week {week}<" in widget.shown.value for week in range(1, sure))


def test_a_forecast_says_up_to_how_many_cards_it_reads():
    widget = Forecaster()
    widget.weeks.value, widget.items.value = "2, 3", "1000000"
    widget.go.click()
    assert "from 1 to 1,000" in widget.status.value


def test_what_an_option_needs_is_called_by_the_name_that_is_shown():
    shown = lesson.exercise_order().widget.lines.lines
    [needing] = [text for text in shown.values() if "needs" in text]
    named = needing.split("needs “")[1].rstrip("”")
    assert any(text.startswith(f"{named}:") for text in shown.values())


def test_numbers_in_the_text_are_the_models():
    text = words()
    busy, limited = (tried(TEAM.setting, limits, 0) for limits in (BUSY, lesson.LOW))
    assert checks.flows(TEAM, lesson.LOW, lesson.HIDDEN)  # what the text tells is not the exercise's answer
    assert (
        f"{limited.weekly:.2f} cards in a week, against {busy.weekly:.2f}" in text
        and 1.3 < limited.weekly / busy.weekly < 1.37
    )
    assert f"at most {limited.most:.0f} days, against {busy.most:.0f}" in text
    told = lesson.one_more_person().alt
    for name, number in (("as it is", "1.71"), ("in Test", "2.09"), ("in Build", "1.82"), ("in Analyse", "1.73")):
        assert f"{name}: {number}" in told and number in text
    lines = plot.lines(lesson.flood(), 100)
    assert (
        lines["Analyse"][80] - lines["Done"][80] == READ["wip"]
        and lines["Test"][80] - lines["Done"][80] == READ["test"]
    )
    assert (lines["Done"][80] - lines["Done"][40]) / 8 == READ["rate"]
    assert f"{FLOOD[0].rate} a day" in text
    ends = {name: counts[-1] for name, counts in flow.bands(lesson.flood(), 100).items()}
    assert ends == {"Done": 15, "Test": 17, "Build": 2, "Analyse": 10}
    assert "17 cards wait there, and 2 in Build. Analyse has 10" in text and "Only 15 are done" in text
    fails = lesson.little_fails().html
    assert (
        "= 85 days; those that are done took 27" in fails and "it says 85 days" in text and "took 27 on average" in text
    )
    assert "= 17 days; those that are done took 17" in fails
    none, often = lesson.urgent_every(0), lesson.urgent_every(10)
    assert f"instead of {none[2]:.0f} days" in text and round(often[2]) == 30 and "about 30 days" in text
    assert f"{often[0]:.2f} of them are finished in a week, not {none[0]:.2f}" in text
    assert f"{often[0] + often[1]:.2f}" == "1.67" and "it is 1.67 again" in text
    assert f"{flow.chances(SAMPLES, OPEN)[7]:.0%}" == "56%" and flow.weeks_for(SAMPLES, OPEN, 0.85) == 10
    assert OPEN / (sum(SAMPLES) / 12) == 8 and "2, 0, 3, 1, 2, 4, 0, 2, 1, 3, 2 and 1 cards" in text
    setting = TEAM.setting
    assert setting.work == (1.6, 3.6, 2.4) and "about 1.6, 3.6 and 2.4 days" in text and setting.back == 0.15
    assert 160 / 8 == 20 and "160 ÷ 8 = 20 months" in text
    assert (
        busy.most / tried(setting, (2, 4, 1), 0).most > 3
        and "less than a third" in lesson.exercise.texts("limits")["right"]
    )
    assert "26 days" in lesson.exercise.texts("limits")["task"] and TEAM.within == 26


def test_the_table_of_ages_is_that_of_the_board():
    left = {"Analyse": [], "Build": [], "Test": []}
    for seed in range(WORLDS):
        log, begun, where = simulate(TEAM.setting, (1, 3, 1), seed, LONG), {}, {}
        for event in log:
            if event.what in ("pulled", "back", "done"):
                begun.setdefault(event.card, event.day)
                before = "Test" if event.what == "done" else where.get(event.card)
                if before and (event.what == "done" or before != event.column):
                    left[before].append(event.day - begun[event.card])
                where[event.card] = event.column
    for name, days in left.items():
        row = re.search(rf"\| {name} \| (\d+) \| (\d+) \| (\d+) \|", words())
        assert [int(one) for one in row.groups()] == pytest.approx(
            [flow.percentile(days, s) for s in (0.5, 0.85, 0.95)], abs=0.6
        )


def test_the_best_limits_of_the_lesson_are_the_best_of_all():
    best = beside_best(TEAM, TEAM.best, 0)[0].weekly
    for limits in ((2, 6, 1), (1, 9, 1), (2, 5, 1), (3, 5, 1), (2, 6, 2), (1, 7, 1), (4, 6, 1)):
        assert tried(TEAM.setting, limits, 0).weekly <= 1.01 * best


def test_pictures_say_in_words_what_they_show():
    assert "Day 80: Analyse 31, Build 27, Test 25, Done 13" in lesson.flood_shown().html
    assert "<svg" in lesson.flood_shown().html and "Day 90" in lesson.flood_shown().html
    assert "one each week: 44" in lesson.price_of_urgent().alt


def test_who_plays_exactly_like_the_bar_reaches_it_in_every_game(reply, monkeypatch):
    monkeypatch.setattr(PlayEditor, "_flow", without_pictures)
    exercise = lesson.exercise_play()
    for _ in range(4):
        play(exercise.widget, pulls_the_oldest)
        assert "✓ Right" in reply(exercise)
        exercise.widget.again.click()
