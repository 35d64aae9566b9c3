"""The graded cells over many seeds: who is right earns all, tricks earn little, what follows from a slip counts."""

import re
from pathlib import Path
from statistics import mean

import pytest

from pmcourse.artifact import dumps
from pmcourse.authoring.submissions import class_facts
from pmcourse.kit.sheet_data import Sheet
from pmcourse.pipeline import assignment, marking, portfolio, variant
from pmcourse.pipeline.value import staged

pytestmark = [pytest.mark.usefixtures("desk"), pytest.mark.xdist_group("pipeline")]  # one finds what another has drawn
CLASS = class_facts(Path(__file__).parents[2], "05-pipeline")
KEYS, WHOLE = CLASS["KEYS"], {name: points for name, points in CLASS["POINTS"].items() if points}
HIDDEN = {"sunk": True, "fit": True, "newness": KEYS["newness"], "gate": KEYS["gate"], "policy": True}


def graded(seed, cells=tuple(WHOLE), work=None, **changes):
    """The account of each cell, for somebody who is right in all but what is given."""
    Path("answers").mkdir(exist_ok=True)
    sheet = Sheet(seed=seed, answers=CLASS["answers"](seed, **changes))
    Path("answers/sheet.json").write_text(dumps(sheet), encoding="utf-8")
    given = ({} if "policy" in cells else {"policy": {"first": 1}}) | (work or {})  # to find the best ones takes long
    Path("answers/pipeline.json").write_text(dumps(CLASS["work"](seed, **given)), encoding="utf-8")
    names = {"portfolio": "choice"}
    return {
        cell: getattr(marking, names.get(cell, cell))(*([HIDDEN[cell]] if cell in HIDDEN else [])) for cell in cells
    }


def points(seed, cell, **given):
    return graded(seed, [cell], **given)[cell].points


def test_who_is_right_earns_all_whatever_the_seed():
    for seed in range(8):
        assert {name: marks.points for name, marks in graded(seed).items()} == pytest.approx(WHOLE), seed


SLIPS = {
    "forgets the cost": lambda one: one.stages[2].chance * one.payoff,
    "forgets the chance": lambda one: one.payoff - one.stages[2].cost,
    "takes what it brings": lambda one: one.payoff,
    "multiplies all chances": lambda one: (
        one.stages[0].chance * one.stages[1].chance * one.stages[2].chance * one.payoff - one.stages[2].cost
    ),
    "a slip of ten": lambda one: staged(one.stages[2:], one.payoff) + 10,
}


@pytest.mark.parametrize("slip", SLIPS)
def test_what_follows_from_a_slip_at_the_last_stage_counts_and_half_where_it_is_nothing(slip):
    for seed in range(40):
        one = variant.tree(seed)
        last = SLIPS[slip](one)
        follows = staged(one.stages[:2], max(0.0, last))
        if f"{follows:.1f}" in {f"{told:.1f}" for told in one.numbers}:
            continue
        account = graded(seed, ["tree"], last=f"{last:.1f}", staged=f"{follows:.1f}")["tree"]
        assert account.points == pytest.approx(2 if follows else 1.25), (seed, str(account))


POOL_SLIPS = {
    "the good ones that pass": lambda one: one.good * one.right / 100,
    "what the test is right in": lambda one: one.right,
    "the good ones": lambda one: one.good,
    "the bad ones that pass": lambda one: (100 - one.good) * (100 - one.right) / 100,
    "all": lambda one: 100,
    "a slip of three": lambda one: one.passing + 3,
}


@pytest.mark.parametrize("slip", POOL_SLIPS)
def test_what_follows_from_a_wrong_count_of_those_that_pass_counts(slip):
    for seed in range(40):
        one = variant.pool(seed)
        seen = POOL_SLIPS[slip](one)
        worth = one.worth_if(seen)
        if round(worth, 1) in (one.good, one.right, one.build, one.payoff):
            continue
        account = graded(seed, ["pool"], passing=f"{seen:g}", worth=f"{worth:.1f}")["pool"]
        assert account.points == 2, (seed, str(account))
        assert "It follows from your own number" in str(account)
        assert ("Bad ones pass too" in str(account)) is (slip == "the good ones that pass") or seen == least(one)


def least(one):
    return one.good * one.right / 100


def test_numbers_of_the_question_that_are_copied_earn_nothing():
    for seed in range(20):
        one, other = variant.tree(seed), variant.pool(seed)
        assert points(seed, "tree", last=str(one.payoff), staged=str(one.payoff), committed=str(one.payoff)) == 0
        copied = (other.good, other.right, other.build, other.payoff)
        assert all(points(seed, "pool", passing=str(a), worth=str(b)) == 0 for a in copied for b in copied)


@pytest.mark.parametrize("written", ["{} of 100", "{}%", "{} %", "{} ideas", "about {}", "{}/100", "0.{}"])
def test_so_many_of_100_are_read_as_people_type_them_on_the_screen_as_in_the_grade(written):
    seed = 3
    typed = written.format(f"{variant.pool(seed).passing:.0f}")
    question = assignment.Number("How many of 100 ideas pass the trial evening?", marking.OF_100)
    question.fill(typed)
    assert question.status.value == "" and points(seed, "pool", passing=typed) == 3


@pytest.mark.parametrize(
    "written", ["loss of {}", "a loss of {}", "{} loss", "minus {}", "−{}", "-{} thousand", "-{}k"]
)
def test_a_loss_is_read_as_people_type_it_on_the_screen_as_in_the_grade(written):
    seed = 5
    typed = written.format(CLASS["answers"](seed)["committed"].strip("-"))
    question = assignment.Number("What is it worth?", marking.MONEY)
    question.fill(typed)
    assert question.status.value == "" and points(seed, "tree", committed=typed) == 3


def test_a_number_that_was_rounded_too_early_earns_half_and_what_was_typed_is_quoted():
    worth = {seed: variant.pool(seed).worth for seed in range(99)}
    seed = next(seed for seed, one in worth.items() if one > 11 and abs(one - round(one)) > 0.3)
    account = graded(seed, ["pool"], worth=f"{variant.pool(seed).worth:.0f}")["pool"]
    assert account.points == 2 and "rounded too early. Next: Give one more decimal." in str(account)
    assert "7 thousand is not right" in str(graded(seed, ["tree"], last="7 thousand")["tree"])
    told = f"{variant.tree(seed).payoff}"
    assert f": Before stage 3. {told} stands in the question" in str(graded(seed, ["tree"], last=told)["tree"])


def by_name(seed, names):
    """Ids of what is bought in the order of some words of titles, while the budget lasts."""
    case, bought = variant.case(seed), []
    for name in names:
        bet = next(one for one in case.bets if name in one.title)
        if portfolio.cost(bought) + bet.cost <= case.budget:
            bought.append(bet)
    return [bet.id for bet in bought]


CHAIN = ("One list", "cancelled", "follow on")
LISTS = {
    "the chain and the school abroad": (*CHAIN, "abroad", "Vouchers", "Larger"),
    "the chain and the program": (*CHAIN, "program", "Vouchers", "Larger"),
    "one follower": ("One list", "cancelled", "abroad", "Vouchers", "Larger", "Invoices"),
    "no chain": ("abroad", "Vouchers", "Larger", "Invoices", "program"),
    "both of horizon 3": (*CHAIN, "abroad", "program", "Larger"),
}


@pytest.mark.parametrize("which", LISTS)
def test_no_list_of_names_buys_the_portfolio_of_all_learners(which):
    earned = [points(seed, "portfolio", work={"funded": by_name(seed, LISTS[which])}) for seed in range(60)]
    assert mean(earned) <= 1.6


def test_who_sorts_and_stops_at_nothing_earns_half_at_most():
    def sorted_(seed):
        return [bet.id for bet in portfolio.greedy(variant.case(seed))]

    earned = [points(seed, "portfolio", work={"funded": sorted_(seed)}) for seed in range(60)]
    assert mean(earned) <= 1 and max(earned) <= 2
    assert all(bet.value > 0 for seed in range(60) for bet in portfolio.greedy(variant.case(seed)))


def numbers(text):
    spent, left, chance, brings = map(
        int, re.search(r": (\d+) spent. (\d+) still .* in (\d+)% .* brings (\d+)", text).groups()
    )
    return spent, left, chance, brings


SUNK = {
    **{f"brings more than {many} times": lambda s, left, c, b, many=many: b > many * left for many in (1, 1.5, 2, 3)},
    **{f"goes well in {much}%": lambda s, left, c, b, much=much: c >= much for much in (30, 50, 70)},
    "brings much": lambda s, left, c, b: b > 20,
    "little is left": lambda s, left, c, b: left < 10,
    "the whole pays": lambda s, left, c, b: c * b > 100 * (s + left),
    "little is spent": lambda s, left, c, b: s < 5,
}


@pytest.mark.parametrize("rule", SUNK)
def test_no_rule_that_leaves_out_a_number_decides_what_goes_on(rule):
    earned = []
    for seed in range(100):
        said = {id: "go" if SUNK[rule](*numbers(text)) else "stop" for id, (text, _) in variant.sunk(seed).items()}
        earned.append(points(seed, "sunk", sunk=said))
    assert mean(earned) <= 1.2


def test_gates_of_the_lesson_earn_next_to_nothing_elsewhere():
    for pair in ({"first": 4, "second": 7}, {"first": 5, "second": 9}):
        assert mean(points(seed, "policy", work={"policy": pair}) for seed in range(8)) <= 0.6


def test_no_account_says_that_gates_gain_more_than_the_best_ones():
    for seed in range(8):
        (low, high), people = sorted(variant.setting(seed).acts), variant.setting(seed).asked
        midway = [round((low + high) / 2 * many) for many in people]
        pair = dict(zip(("first", "second"), midway, strict=True))
        told = str(graded(seed, ["policy"], work={"policy": pair})["policy"])
        share = re.search(r"(\d+)% of what", told)
        assert int(share[1]) <= 100 if share else "average: as much as the best gates" in told


def test_the_size_of_a_survey_and_the_whole_loss_do_not_tell_whether_a_gate_opens():
    earned = []
    for seed in range(100):
        said = {}
        for id, (text, _) in variant.fit(seed).items():
            months = [float(one) for one in re.findall(r"(\d+\.\d)%", text)]
            people = re.search(r"of (\d+) users", text)
            small = people and int(people[1]) < 50
            said[id] = (
                "silent" if not people else "few" if small else "leaving" if months[3] < 0.8 * months[0] else "open"
            )
        earned.append(points(seed, "fit", fit=said))
    assert mean(earned) <= 2.4


CUES = {"whom": r"order|turn|list", "measure": r"\bpay|move", "day": r"\bno |nobody|before"}


def test_cue_words_do_not_write_the_gate():
    hits = {slot: 0.0 for slot in CUES}
    for topic in variant.TOPICS:
        for slot, cue in CUES.items():
            texts = variant.BANKS[topic][slot]
            cued = [id for id, text in texts.items() if re.search(cue, text)]
            hits[slot] += (KEYS["gate"][topic][slot] in cued) / len(cued) / 3
    assert max(hits.values()) <= 0.6


def test_a_name_stands_for_one_thing_in_one_assignment():
    case = {bet.title.casefold() for bet in variant.case(1).bets}
    halfway, features = (set(map(str.casefold, variant.BANKS[name])) for name in ("halfway", "features"))
    whole = [*case, *halfway, *features, *(variant.BANKS[topic]["what"].casefold() for topic in variant.TOPICS)]
    whole.append("trial evening")
    for at, one in enumerate(whole):
        assert not [other for other in whole[at + 1 :] if one in other or other in one], one


def test_more_people_than_the_school_has_do_not_sign_up():
    for text in variant.BANKS["silent"]:
        assert "on its list" not in text or int(re.search(r"\d+", text)[0]) < 1800


def test_the_letter_shows_the_evidence_of_part_8_to_whoever_reads_it():
    graded(11)
    shown = assignment.letter_facts()._repr_mimebundle_()["text/plain"]
    texts = [text for text, _ in variant.fit(assignment.my_seed()).values()]
    assert len(texts) == 4 and all(text in shown for text in texts)
