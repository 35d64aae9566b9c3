"""The assignment's variants: solvable, without ties, alike in difficulty, and no trick finds the answers."""

import random
import re
from collections import defaultdict
from itertools import permutations, product
from pathlib import Path
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import class_facts
from pmcourse.building import assignment, checks, lesson, marking, rewriting, variant
from pmcourse.building.merging import CLEAN, FAILS, STOPS, changed
from pmcourse.building.model import Building, Example, best, pairings, points, read, value, with_needs
from pmcourse.building.mutants import holds, mutants, row, sufficient, survivors
from pmcourse.building.orders import moves, right_orders
from pmcourse.kit.sheet_data import Sheet

pytestmark = pytest.mark.xdist_group("building")  # what one test has drawn the next one finds

CLASS = class_facts(Path(__file__).parents[2], "12-building")
KEY, SEEDS = CLASS["KEY"], range(60)
WHOLE = {name: most for name, most in CLASS["POINTS"].items() if most}
JUDGED = ("examples", "criteria", "order", "rewrites", "cycle", "merges")
OPEN = ("rides", "rota", "plan")


@settings(max_examples=15)
@given(st.integers(0, 10**9))
def test_every_seed_can_be_solved_and_asks_the_same(seed):
    rule = variant.price(seed).program
    assert variant.price.__wrapped__(seed).program == rule
    assert 22 <= len(mutants(rule)) <= 30 and len(sufficient(rule)) < variant.LEAN
    assert variant.catch(rule, variant.naive(rule)).share == 0 and variant.catch(rule, sufficient(rule)).share == 1
    program, found = variant.rides(seed)
    for ride in found.values():
        assert program.run(ride.given) == ride.values[2] and all(round(one, 2) == one for one in ride.values)
    made = rewriting.rewrites(seed)
    assert sorted(made.kinds) == list("ABCD") and made.today.complexity() == 5
    game = variant.game(seed)
    taken = best(game.stories, game.velocity)
    assert 6 <= points(taken) <= game.velocity < game.planned and all(one.points for one in taken)
    assert points(best(game.stories, game.velocity + game.nearly)) > game.velocity
    assert not checks.rota(CLASS["right_rota"](seed), *variant.team(seed))
    assert len(set(variant.practices(seed))) == 5


@settings(max_examples=40)
@given(st.integers(0, 10**9))
def test_pairs_of_changes_are_of_three_kinds_and_each_example_holds_with_the_own_change_alone(seed):
    room, pairs, kinds = variant.merges(seed)
    assert sorted(kinds.values()) == sorted([CLEAN, CLEAN, FAILS, FAILS, STOPS])
    for two in pairs.values():
        one = two[0]
        assert two[1].example is None
        assert holds(changed(room, [one]), [one.example]) and not holds(room, [one.example])
        assert round(one.example.expected, 2) == one.example.expected


@settings(max_examples=40)
@given(st.integers(0, 10**9))
def test_each_criterion_is_shown_by_one_row_and_the_left_over_rows_break_the_rule(seed):
    rule, (found, rows) = variant.refund(seed).program, variant.criteria(seed)
    assert len(found) == 4 and len(rows) == len(set(rows.values())) == 6
    for one in found.values():
        assert list(rows.values()).count(one.row) == 1
    assert sum(not holds(rule, [one]) for one in rows.values()) == 2
    said = {one.words.split("Then ")[1]: one.row.expected for one in found.values()}
    assert all(expected == 0 for words, expected in said.items() if words.startswith("nothing"))


@settings(max_examples=40)
@given(st.integers(0, 10**9))
def test_lines_begin_three_moves_or_more_from_every_right_order(seed):
    for lines, rights in (
        (variant.refund_lines(seed), list(right_orders(variant.refund(seed).program.lines))),
        (variant.cycle_lines(seed), [variant.cycle(seed)]),
    ):
        start = list(lines.values())
        assert moves(start, rights) >= 3 and len(set(start)) == len(start)


def test_right_orders_are_all_that_do_what_the_rule_says():
    rule = variant.refund(3).program
    right = set(right_orders(rule.lines))
    tried = random.Random(1).sample(list(permutations(rule.lines[:7])), 300)
    grid = list(zip(rule.grid, rule.behaviour, strict=True))
    for order in [*tried, *(one[:7] for one in right)]:
        mine = rule.having((*order, rule.lines[7]))
        assert ((*order, rule.lines[7]) in right) == all(mine.run(one) == result for one, result in grid)


def one_move_further(orders):
    """All orders that one move makes of those given."""
    found = set()
    for one in orders:
        for at in range(len(one)):
            rest = (*one[:at], *one[at + 1 :])
            found |= {(*rest[:to], one[at], *rest[to:]) for to in range(len(one))}
    return found


@given(st.permutations(range(6)), st.permutations(range(6)))
def test_moves_are_the_fewest_that_brute_force_finds(order, right):
    near = one_move_further([tuple(order)])
    within = [{tuple(order)}, near, one_move_further(near)]
    fewest = next((away for away, orders in enumerate(within) if tuple(right) in orders), 3)
    assert min(3, moves(order, [right])) == fewest


def test_a_bank_has_enough_of_each_kind_and_neither_ids_nor_lengths_tell_which():
    texts = variant.BANKS["practices"]
    assert set(KEY) == set(texts) and len(texts) >= 25 and set(KEY.values()) == set(lesson.PRACTICES)
    by_kind = {kind: [id for id, one in KEY.items() if one == kind] for kind in lesson.PRACTICES}
    assert {len(ids) for ids in by_kind.values()} == {4}
    kinds = list(KEY.values())
    for period in (2, 3, 4, 7):
        assert all(len(set(kinds[at::period])) > 1 for at in range(period))
    means = [mean(len(texts[id]) for id in ids) for ids in by_kind.values()]
    assert max(means) - min(means) < 25
    for words in lesson.PRACTICES.values():
        assert not any(words in text for text in texts.values())


def graded(seed, answers, work):
    """The account of each cell, for somebody who hands this in."""
    Path("answers").mkdir(exist_ok=True)
    Path("answers/sheet.json").write_text(dumps(Sheet(seed=seed, answers=answers)), encoding="utf-8")
    Path("answers/building.json").write_text(dumps(work), encoding="utf-8")
    found = {name: getattr(marking, name)(judge=True) for name in JUDGED}
    found |= {name: getattr(marking, name)() for name in OPEN}
    return {name: marks.points for name, marks in (found | {"practices": marking.practices(KEY)}).items()}


@pytest.mark.usefixtures("desk")
def test_who_is_right_earns_all_whatever_the_seed():
    for seed in range(12):
        assert graded(seed, CLASS["answers"](seed), CLASS["work"](seed)) == pytest.approx(WHOLE, abs=0.01), seed


def clicked(seed, choose):
    """Answers of somebody who chooses by `choose(options, at)` everywhere, and moves one line up."""
    right, offered = CLASS["answers"](seed), {
        "criteria": list(variant.criteria(seed)[1]), "rewrites": list(lesson.SAME), "merges": list(lesson.MEET),
        "practices": list(lesson.PRACTICES),
    }  # fmt: skip
    answers = {id: {row: choose(options, at) for at, row in enumerate(right[id])} for id, options in offered.items()}
    for id, lines in (("order", variant.refund_lines(seed)), ("cycle", variant.cycle_lines(seed))):
        answers[id] = choose([sorted(lines), sorted(lines, reverse=True), [*list(lines)[1:], next(iter(lines))]], seed)
    numbers = [0, 1, 3, 7, 12]
    answers["rides"] = {
        name: {line: f"{choose(numbers, at):g}" for at, line in enumerate("357")} for name in ("short", "long")
    }
    team, game = variant.team(seed), variant.game(seed)
    rows = [
        Example(given={"evenings": str(choose([2, 5, 10, 20], at)), "card": choose(["yes", "no"], at),
                       "first": choose(["no", "yes"], at)}, expected=str(choose([0, 10, 20, 50], at)))
        for at in range(8)
    ]  # fmt: skip
    work = Building(
        examples=tuple(rows),
        rota=tuple(choose(list(pairings(team.people)), at) for at in range(4)),
        chosen=tuple(one.id for at, one in enumerate(game.stories) if choose([1, 0], at)),
    )
    return answers, work


LUCK = random.Random(5)
SCRIPTS = {
    "the first": lambda options, at: options[0],
    "the last": lambda options, at: options[-1],
    "in turn": lambda options, at: options[at % len(options)],
    "in turn, backwards": lambda options, at: options[-1 - at % len(options)],
    "any": lambda options, at: LUCK.choice(options),
}


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_without_a_thought_earns_a_quarter_at_most(script):
    earned = [graded(seed, *clicked(seed, SCRIPTS[script])) for seed in range(30)]
    assert mean(sum(one.values()) for one in earned) <= 0.25 * sum(WHOLE.values())
    for name, most in WHOLE.items():
        assert mean(one[name] for one in earned) <= 0.35 * most, name


def test_of_two_rows_in_one_situation_the_right_one_is_neither_the_smaller_nor_the_larger():
    smaller = []
    for seed in range(200):
        found, rows = variant.criteria(seed)
        right = {one.row.given: one.row.expected for one in found.values()}
        smaller += [right[one.given] < one.expected for one in rows.values() if one.expected != right[one.given]]
    assert len(smaller) == 400 and 0.4 < mean(smaller) < 0.6


COIN = 3 * (4 / 16 * 0.5 + 1 / 16)  # points of a coin that falls between the two kinds which counting leaves
DRAWN = range(500)


def earned(kinds, given):
    """What this answer to the four rewrites earns: two right may be chance, and the same of everything is nothing."""
    if len(set(given.values())) == 1 and given != kinds:
        return 0
    return 3 * max(0, sum(given[id] == kind for id, kind in kinds.items()) - 2) / 2


@pytest.mark.usefixtures("desk")
def test_rewrites_are_paid_as_these_tests_count():
    for seed in range(8):
        kinds = rewriting.rewrites(seed).kinds
        other = {id: {"lower": "other", "other": "same", "same": "lower"}[kind] for id, kind in kinds.items()}
        for right in range(5):
            given = {id: kind if at < right else other[id] for at, (id, kind) in enumerate(kinds.items())}
            points = graded(seed, CLASS["answers"](seed, rewrites=given), CLASS["work"](seed))["rewrites"]
            assert points == pytest.approx(earned(kinds, given), abs=0.01)


def looks(made, id):
    """What somebody sees of a rewrite who does not think: is it simpler, is it of the first part, which one is it."""
    return made.others[id].complexity() < made.today.complexity(), made.parts[id][0] == 1, id


def scripts():
    """Every answer that is fixed beforehand by letter, or by whether a rewrite is simpler and of the first part."""
    for kinds in product(("lower", "other", "same"), repeat=4):
        yield lambda look, kinds=kinds: kinds["ABCD".index(look[2])]
    every = product(("lower", "other"), ("lower", "other"), ("same", "other"), ("same", "other"))
    for first_simpler, simpler, first, rest in every:
        rules = {(True, True): first_simpler, (True, False): simpler, (False, True): first, (False, False): rest}
        yield lambda look, rules=rules: rules[look[:2]]


def test_no_answer_that_is_fixed_beforehand_earns_more_of_the_rewrites_than_a_coin():
    made = [rewriting.rewrites(seed) for seed in DRAWN]
    seen = [({id: looks(one, id) for id in one.kinds}, one.kinds) for one in made]
    best = max(
        mean(earned(kinds, {id: script(look) for id, look in looked.items()}) for looked, kinds in seen)
        for script in scripts()
    )
    assert best < COIN + 0.12, best  # three standard errors of 500 such seeds


def test_how_many_rewrites_do_the_same_and_how_many_are_simpler_is_drawn():
    made = [rewriting.rewrites(seed).kinds.values() for seed in DRAWN]
    same = [sum(kind != "other" for kind in kinds) for kinds in made]
    assert all(abs(same.count(many) / 500 - part / 16) < 0.06 for many, part in enumerate((1, 4, 6, 4, 1)))
    assert len({tuple(sorted(kinds)) for kinds in made}) >= 9


def test_two_learners_have_other_words_other_changes_and_other_things_to_think_of():
    made = [rewriting.rewrites(seed) for seed in range(60)]
    thought = set()  # a program and its rewrites without numbers and without the names of the story
    for one in made:
        texts = "/".join(line for program in (one.today, *one.others.values()) for line in program.lines)
        names = list(dict.fromkeys(re.findall(r"[a-z]+", texts.replace("if", "").replace("else", ""))))
        thought.add(re.sub(r"[a-z]+", lambda word, names=names: f"n{names.index(word[0])}" if word[0] in names else "",
                           re.sub(r"\d+", "0", texts)))  # fmt: skip
        assert len({first for first, _, _ in one.parts.values()}) > 1  # changes in two parts or more
        for id, (first, last, new) in one.parts.items():
            lines = one.today.lines
            assert one.others[id].lines == (*lines[: first - 1], *new, *lines[last:])
    assert len(thought) > 55 and len({one.words for one in made}) >= 5
    assert len({tuple(one.kinds.values()) for one in made}) >= 8


def test_the_numbers_of_two_lines_do_not_tell_whether_their_changes_agree():
    seen = defaultdict(list)
    for seed in range(250):
        for id, two in variant.merges(seed).pairs.items():
            seen[frozenset(one.line for one in two)].append(variant.merges(seed).kinds[id])
    for kinds in seen.values():
        assert set(kinds) == {STOPS} or 0.25 < kinds.count(FAILS) / len(kinds) < 0.75


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("typed", ["7", "4", "2.5", "0", "10"])
def test_one_number_in_all_cells_is_no_run_of_a_program(typed):
    for seed in range(3):
        same = {name: dict.fromkeys("357", typed) for name in ("short", "long")}
        assert graded(seed, CLASS["answers"](seed, rides=same), CLASS["work"](seed))["rides"] == 0


@pytest.mark.usefixtures("desk")
def test_who_forgets_a_line_loses_that_line_alone():
    for seed in range(20):
        values = {name: ride.values for name, ride in variant.rides(seed)[1].items()}
        program, found = variant.rides(seed)
        most = float(program.lines[5].split(",")[1].strip(" )"))
        least = float(program.lines[3].split(",")[1].strip(" )"))
        no_half = {
            name: {"3": one[0], "5": max(one[0], least), "7": min(max(one[0], least), most)}
            for name, one in values.items()
        }
        typed = {name: {line: f"{price:g}" for line, price in cells.items()} for name, cells in no_half.items()}
        Path("answers").mkdir(exist_ok=True)
        Path("answers/sheet.json").write_text(dumps(Sheet(seed=seed, answers={"rides": typed})), encoding="utf-8")
        lost = sum(ride.given["subscriber"] for ride in found.values())  # for the others that line does nothing
        assert marking.rides().points == pytest.approx(2.5 * (6 - lost) / 6, abs=0.01), (seed, found)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.usefixtures("desk")
def test_who_computes_with_what_the_question_says_of_each_hire_is_right(seed):
    Path("answers").mkdir(exist_ok=True)
    Path("answers/sheet.json").write_text(dumps(Sheet(seed=seed)), encoding="utf-8")
    program, found = variant.rides(seed)
    for name in found:
        words = assignment.rides().cells[name, "7"].description
        minutes, helmet, subscriber = re.match(r"(\d+) minutes, (a|no) helmet, (a|no) subscriber:", words).groups()
        said = {"minutes": int(minutes), "helmet": helmet == "a", "subscriber": subscriber == "a"}
        assert program.run(said) == found[name].values[2], words


def test_every_line_of_a_drawn_program_is_run_for_some_input():
    for seed in range(40):
        today = rewriting.rewrites(seed).today
        ran = {step.line for given in today.grid for step in today.steps(given)[0]}
        dead = [line for at, line in enumerate(today.lines, 1) if at not in ran and "=" in line and "if" not in line]
        assert dead == [], (seed, dead)


def test_the_numbers_of_the_listing_are_not_the_prices_of_both_rides_for_everybody():
    hits = {"least": 0, "most": 0}
    for seed in range(60):
        program, found = variant.rides(seed)
        least, most = (float(program.lines[at].split(",")[1].strip(" )")) for at in (3, 5))
        short, long = (ride.values for ride in found.values())
        hits["least"] += short[1] == short[2] == least / 2
        hits["most"] += long[2] == most
    assert max(hits.values()) < 0.75 * 60, hits


def test_who_takes_along_what_a_story_needs_does_not_earn_all_without_comparing():
    for seed in range(60):
        one = variant.game(seed)
        most = value(best(one.stories, one.velocity))
        for key in ({s.id: s.value for s in one.stories}, {s.id: s.value / (s.points or 99) for s in one.stories}):
            assert value(with_needs(one.stories, one.velocity, key)) < 0.95 * most


def test_a_careful_table_is_worth_nearly_the_same_whatever_comes_last():
    shares = {True: [], False: []}
    for seed in range(60):
        rule = variant.price(seed).program
        since = int(re.search(r"evenings >= (\d+)", rule.lines[2])[1])
        ways = [(since - 1, False, False), (since, False, False), (20, False, False), (20, True, False),
                (1, False, True), (2, False, True)]  # fmt: skip
        given = [dict(zip(("evenings", "card", "first"), one, strict=True)) for one in ways]
        half_last = rule.lines[-2].startswith("if card")
        shares[half_last].append(variant.catch(rule, [row(one, rule.run(one)) for one in given]).share)
    means = [sum(found) / len(found) for found in shares.values()]
    assert min(means) > 0.85 and min(map(min, shares.values())) > 0.6, shares


def test_a_table_is_worth_more_the_more_it_catches_and_rows_by_chance_are_worth_less_than_a_thought():
    luck, few, thought = random.Random(3), [], []
    for seed in range(20):
        rule = variant.price(seed).program
        every = [row(one, result) for one, result in zip(rule.grid, rule.behaviour, strict=True)]
        rows, shares = [], []
        for one in luck.sample(every, 8):
            rows.append(one)
            shares.append(variant.catch(rule, rows).share)
        assert shares == sorted(shares)
        few.append(shares[4])
        thought.append(variant.catch(rule, sufficient(rule)).share)
    assert 0.2 < mean(few) < 0.75 and mean(thought) == 1


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.data())
def test_one_right_row_more_never_earns_less(seed, data):
    rule = variant.price(seed % 20).program
    every = [row(one, result) for one, result in zip(rule.grid, rule.behaviour, strict=True)]
    rows = data.draw(st.lists(st.sampled_from(every), max_size=7))
    more = data.draw(st.sampled_from(every))
    assert variant.catch(rule, [*rows, more]).share >= variant.catch(rule, rows).share
    assert len(survivors(rule, [*rows, more])) <= len(survivors(rule, rows))


def test_one_table_or_order_or_plan_does_not_serve_all_seeds():
    tables = [sufficient(variant.price(seed).program) for seed in range(12)]
    shares = [
        marking._worth(read(CLASS["typed"](tables[0]), variant.price(seed).program), variant.price(seed).program)
        for seed in range(1, 12)
    ]
    assert mean(shares) < 0.25
    assert len({tuple(variant.refund_lines(seed)) for seed in SEEDS}) == len(SEEDS)
    plans = [
        frozenset(one.id for one in best(variant.game(seed).stories, variant.game(seed).velocity)) for seed in SEEDS
    ]
    assert max(map(plans.count, plans)) <= 0.1 * len(SEEDS)


@pytest.mark.usefixtures("desk")
def test_an_account_says_which_rows_cannot_be_run_are_wrong_or_are_missing():
    right = CLASS["typed"](sufficient(variant.price(4).program))
    for examples, said in (
        ([], "no row that can be run: no row is filled in"),
        ([Example(given={"evenings": "3"})], "no row that can be run: “card” is missing"),
        (right[:2], "Not caught: "),
        ((*right, right[0].model_copy(update={"expected": "1"})), f"Work out row {len(right) + 1} sentence"),
        ((*right, Example(expected="1.200")), f"row {len(right) + 1}, “evenings” is missing"),
    ):
        graded(4, CLASS["answers"](4), CLASS["work"](4, examples=examples))
        assert said in str(marking.examples(judge=True))


@pytest.mark.usefixtures("desk")
def test_who_programs_is_judged_by_the_same_copies_and_the_better_answer_counts():
    rule = variant.price(4).program
    rows = [(*[one for _, one in made.given], made.expected) for made in sufficient(rule)]
    graded(4, CLASS["answers"](4), CLASS["work"](4, examples=[]))
    assert marking.examples(lambda: lambda: rows, judge=True).points == 4
    assert marking.examples(lambda: lambda: [list(one) for one in rows], judge=True).points == 4
    assert marking.examples(lambda: lambda: rows[:1], judge=True).points < 2.5
    assert marking.examples(lambda: lambda: 7, judge=True).points == 0
    assert "ended with ZeroDivisionError" in str(marking.examples(lambda: lambda: 1 / 0, judge=True))
    assert marking.examples(lambda: gone, judge=True).points == 0  # noqa: F821
    assert "9 rows; the first 8 count" in str(marking.examples(lambda: lambda: rows[:1] * 9, judge=True))
    refund = variant.refund(4).program
    assert (
        marking.order(lambda: lambda *all: refund.run(dict(zip(refund.inputs, all, strict=True))), judge=True).points
        == 3
    )
    graded(4, CLASS["answers"](4, order=None), CLASS["work"](4))
    for wrong in (0, 50, None, "half", True):
        assert marking.order(lambda wrong=wrong: lambda *all: wrong, judge=True).points == 0
    assert marking.order(lambda: lambda paid, *rest: paid, judge=True).points == 0


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_each_further_right_row_catches_as_much_or_more(seed, luck):
    rule = variant.price(seed).program
    rows = [row(given, rule.run(given)) for given in luck.sample(list(rule.grid), 8)]
    shares = [variant.catch(rule, rows[:many]).share for many in range(1, 9)]
    assert shares == sorted(shares)
