"""The assignment's variants: solvable, without ties, alike in difficulty, and the same in grader and notebook."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.authoring.submissions import class_facts
from pmcourse.discovery import agreement, checks, variant
from pmcourse.discovery.critic import critic
from pmcourse.discovery.model import Role

SEEDS = st.integers(0, 10**9)
CLASS = class_facts(Path(__file__).parents[2], "02-discovery")
KEYS = CLASS["KEYS"]


@settings(max_examples=80)
@given(SEEDS)
def test_one_trouble_of_each_board_has_two_people_and_two_alternatives_and_the_other_has_one_person(seed):
    board = variant.board(seed)
    many, one = CLASS["cards_of"](seed, board.many), CLASS["cards_of"](seed, board.one)
    assert Counter(many.values()) == {Role.EVIDENCE: 2, Role.ALTERNATIVE: 2, Role.PROPOSITION: 1}
    assert len(checks.people([board.case.find(id) for id in many])) == 4
    assert len(checks.people([board.case.find(id) for id in one])) == 1 and Role.EVIDENCE in one.values()
    assert [card.id for card in board.case.cards if not card.who and card.role is not Role.PROPOSITION] == []
    assert sum(card.staff for card in board.case.cards) == 2 and len(board.case.cards) == 14
    assert checks.graph(CLASS["board"](seed)) == []


@settings(max_examples=80)
@given(SEEDS)
def test_every_sign_up_has_as_much_to_mend_and_can_be_mended_in_time(seed):
    start, mended = variant.form(seed), CLASS["form"](seed)
    faults = Counter(found.criterion for found in checks.screens(start, start, 1.25 * start.least()))
    assert faults == {"screen_dead": 2, "screen_mistake": 1, "screen_contrast": 2, "screen_slow": 1}
    assert checks.screens(mended, start, 1.25 * start.least()) == []


@settings(max_examples=80)
@given(SEEDS)
def test_the_machine_has_one_dead_end_and_one_screen_that_nobody_reaches(seed):
    machine = variant.machine(seed)
    assert len(machine.dead_ends) == 2 and len(machine.unreached) == 1 and 2 <= machine.presses <= 6
    assert machine.unreached[0] not in machine.dead_ends
    loops = {one for one, keys in machine.keys.items() if one in [there for _, there in keys]}
    assert len(loops - set(machine.dead_ends)) == 2  # a key that leads to its own screen is no sign of a dead end
    assert all(there in machine.keys for keys in machine.keys.values() for _, there in keys)


@settings(max_examples=80)
@given(SEEDS)
def test_the_experts_agree_well_on_every_drawing_and_one_code_for_all_is_worth_nothing(seed):
    key = {id: KEYS["quotations"][id] for id in variant.quotations(seed)}
    first, second = ({id: codes[at] for id, codes in key.items()} for at in (0, 1))
    assert agreement.kappa(list(first.values()), list(second.values())) >= 0.7
    for code in variant.CODES:
        assert agreement.nearest(dict.fromkeys(key, code), (first, second)) <= 0.001


def test_the_experts_agree_alike_over_two_thousand_seeds():
    kappas = []
    for seed in range(2000):
        codes = [KEYS["quotations"][id] for id in variant.quotations(seed)]
        kappas.append(agreement.kappa([one for one, _ in codes], [other for _, other in codes]))
    kappas.sort()
    assert kappas[0] > 0.75 and kappas[1000] == pytest.approx(0.78, abs=0.02) and kappas[-1] < 0.8


@pytest.mark.parametrize(
    ("cell", "drawn", "shown"),
    [("questions", variant.questions, 5), ("stages", variant.breakdowns, 5), ("sketches", variant.assumptions, 4),
     ("tasks", variant.tasks, 5), ("recall", variant.recall, 4), ("quotations", variant.quotations, 24)],
)  # fmt: skip
def test_every_item_of_a_bank_has_a_key_and_comes_up_about_as_often(cell, drawn, shown):
    count = Counter(id for seed in range(2000) for id in drawn(seed))
    assert set(count) == set(KEYS[cell])
    usual = 2000 * shown / len(count)
    assert 0.8 * usual < min(count.values()) and max(count.values()) < 1.2 * usual


def test_banks_hold_three_times_what_is_shown_and_no_choice_is_right_for_most():
    sizes = {"questions": 5, "stages": 5, "sketches": 4, "tasks": 5, "recall": 4, "mended": 3}
    assert all(len(KEYS[cell]) >= 3 * shown for cell, shown in sizes.items())
    for cell in ("questions", "stages", "sketches", "tasks"):
        right = Counter(KEYS[cell].values())
        assert max(right.values()) == min(right.values()) and len(right) >= 5


@pytest.mark.parametrize("cell", ["questions", "quotations", "stages", "sketches", "tasks", "recall"])
def test_the_order_of_a_bank_does_not_say_its_key(cell):
    """An id is seen on the answer sheet: no rule of the kind “every fifth” or “the first five” may earn much."""
    right = [CLASS["first"](one) for one in KEYS[cell].values()]
    kinds = sorted(set(right))
    usual = max(Counter(right).values()) / len(right)
    for step in range(2, 9):
        for group in (lambda at, step=step: at % step, lambda at, step=step: at // step):
            groups = {}
            for at, one in enumerate(right):
                groups.setdefault(group(at), []).append(one)
            if len(groups) <= 2 * len(kinds) and min(map(len, groups.values())) > 2:
                hits = sum(max(Counter(group).values()) for group in groups.values()) / len(right)
                assert hits < max(0.75, usual + 0.3)


def test_two_to_six_keys_lead_to_the_ticket_and_no_number_comes_up_too_often():
    presses = Counter(variant.machine(seed).presses for seed in range(500))
    assert set(presses) == {2, 3, 4, 5, 6} and max(presses.values()) < 0.3 * 500


@given(SEEDS)
def test_three_tasks_are_mended_by_three_of_six_sentences(seed):
    faulty, others = variant.mended(seed)
    assert len(faulty) == 3 and sorted(others) == sorted(f"{id}{letter}" for id in faulty for letter in "ab")


@pytest.mark.parametrize("seed", [0, 1, 20261125])
def test_one_seed_makes_the_same_case_again(seed):
    before = variant.board(seed), variant.form(seed), variant.machine(seed), variant.sums(seed)
    for made in (variant.board, variant.form, variant.machine, variant.sums):
        made.cache_clear()
    assert (variant.board(seed), variant.form(seed), variant.machine(seed), variant.sums(seed)) == before


def test_the_critic_finds_what_it_is_said_to_find_and_cannot_answer_the_assignment():
    """The lesson tells these figures: thirty questions, whose fault their authors say."""
    name = {"closed": "closed", "leading": "leading", "future": "ahead", "double": "double"}
    right = 0
    for id, text in variant.BANK["questions"].items():
        seen = {found.criterion.removeprefix("question_") for found in critic(text)}
        fault = KEYS["questions"][id]
        right += name[fault] in seen if fault in name else not seen
    assert (right, len(variant.BANK["questions"])) == (25, 30)


@settings(max_examples=50)
@given(st.integers(0, 10**9), st.randoms(use_true_random=False))
def test_a_sorting_in_which_one_code_is_mended_never_agrees_less_with_its_expert(seed, luck):
    ids = list(variant.quotations(seed))
    expert = [KEYS["quotations"][id][0] for id in ids]
    codes = sorted({code for both in KEYS["quotations"].values() for code in both})
    mine = [luck.choice([code for code in codes if code != right]) for right in expert]
    found = [agreement.kappa(mine, expert)]
    for at in luck.sample(range(len(ids)), len(ids)):
        mine[at] = expert[at]
        found.append(agreement.kappa(mine, expert))
    assert found == pytest.approx(sorted(found)) and found[-1] == 1
