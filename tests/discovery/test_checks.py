"""What the checks see in a board of quotations, and what the critic hears in a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcourse.discovery.case import CASE
from pmcourse.discovery.checks import Meant, graph, meaning
from pmcourse.discovery.critic import critic
from pmcourse.discovery.model import Discovery, Persona, Problem, Role

JOB = "When I bring a thing back on Saturday, I want to be gone soon, so that my hour is not lost."
GOOD = {"S-01": Role.EVIDENCE, "S-03": Role.EVIDENCE, "S-04": Role.ALTERNATIVE, "S-05": Role.ALTERNATIVE,
        "I-1": Role.PROPOSITION}  # fmt: skip


def board(*, roles=GOOD, job=JOB, **persona):
    work = CASE.start
    for id, role in roles.items():
        work = work.put(id, problem="PR-01", role=role)
    quoted = {"think": "S-02", "see": "S-03", "feel": "S-01", "do": "S-05"} | persona
    work = work.changed(Persona(id="PE-01", name="Bram", **quoted))
    return work.changed(Problem(id="PR-01", job=job, persona="PE-01"))


def kinds(findings):
    return {finding.criterion for finding in findings}


def test_a_board_that_keeps_every_rule_has_no_finding():
    assert graph(board()) == []


def test_the_board_at_the_start_lacks_everything():
    expected = {f"problem_{part}" for part in ("words", "evidence", "alternatives", "proposition", "persona")}
    assert kinds(graph(CASE.start)) == expected


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ({"roles": GOOD | {"S-03": Role.ALTERNATIVE}}, {"problem_evidence"}),
        ({"roles": {**GOOD, "S-11": Role.EVIDENCE}}, {"card_staff"}),
        ({"roles": {**GOOD, "I-4": Role.EVIDENCE}}, {"card_nobody"}),
        ({"roles": {id: role for id, role in GOOD.items() if id != "S-05"}}, {"problem_alternatives"}),
        ({"roles": {id: role for id, role in GOOD.items() if id != "I-1"}}, {"problem_proposition"}),
        ({"job": "A bigger book"}, {"problem_words"}),
        ({"feel": ""}, {"persona_empty"}),
        ({"feel": "S-11"}, {"persona_staff"}),
        ({"feel": "S-02"}, {"persona_twice"}),
    ],
)
def test_each_thing_that_is_missing_is_named_and_nothing_else(change, seen):
    assert kinds(graph(board(**change))) == seen


def test_two_quotations_of_one_person_are_the_evidence_of_one_person():
    work = board(roles={"S-01": Role.EVIDENCE, "S-02": Role.EVIDENCE, "S-04": Role.ALTERNATIVE,
                        "S-05": Role.ALTERNATIVE, "I-1": Role.PROPOSITION})  # fmt: skip
    assert "rests on only Bram" in graph(work)[0].message


def test_a_problem_that_is_taken_off_leaves_its_cards_aside():
    work = board().without("PR-01")
    assert work.problems == () and all(not card.problem for card in work.cards)
    assert kinds(graph(work)) == {"no_problem"}
    assert board().without("PE-01").find("PR-01").persona == ""


def test_what_the_words_mean_is_seen_with_a_key_only():
    key = {
        "S-01": Meant("line", frozenset({Role.EVIDENCE})),
        "S-03": Meant("line", frozenset({Role.EVIDENCE})),
        "S-04": Meant("line", frozenset({Role.ALTERNATIVE})),
        "S-05": Meant("line", frozenset({Role.ALTERNATIVE})),
        "S-09": Meant("form", frozenset({Role.EVIDENCE})),
        "I-1": Meant("line", frozenset({Role.PROPOSITION})),
    }
    assert meaning(board(), key) == []
    assert kinds(meaning(board(roles={**GOOD, "S-09": Role.EVIDENCE}), key)) == {"card_elsewhere"}
    assert kinds(meaning(board(roles={**GOOD, "S-05": Role.EVIDENCE}), key)) == {"card_no_evidence"}


@given(st.lists(st.tuples(st.sampled_from([card.id for card in CASE.start.cards]), st.sampled_from(list(Role)))))
def test_moving_cards_never_loses_one_and_the_checks_always_answer(moves):
    work = CASE.start
    for id, role in moves:
        work = work.put(id, problem="PR-01", role=role)
    assert [card.id for card in work.cards] == [card.id for card in CASE.start.cards]
    assert kinds(graph(work)) >= {"problem_words", "problem_persona"}


def test_ids_differ_and_an_unknown_card_is_refused():
    with pytest.raises(ValueError, match="ids must differ"):
        Discovery(problems=(Problem(id="A"), Problem(id="A")))
    with pytest.raises(ValueError, match="must be one of S-01"):
        CASE.start.put("X", problem="PR-01")


@pytest.mark.parametrize(
    ("question", "seen"),
    [
        ("Isn't the paper book terribly slow for you?", {"question_leading", "question_closed"}),
        ("Don't you find the form confusing?", {"question_leading", "question_closed"}),
        ("How happy would you be with a bigger book?", {"question_leading", "question_ahead"}),
        ("Do you use the booking form?", {"question_closed"}),
        ("Have you ever brought a thing back late?", {"question_closed"}),
        ("Would you use a cargo bike if we had one?", {"question_ahead", "question_closed"}),
        ("How did you find the drill, and what did you pay for it?", {"question_double"}),
        ("What did you do then? And who helped you?", {"question_double"}),
        ("How do most members bring your things home?", {"question_others"}),
        ("How do you bring a thing back?", {"question_general"}),
        ("Bring the thing back to me.", {"question_none"}),
        ("Book?", {"question_nobody"}),
        ("What happened the last time you brought a thing back?", set()),
        ("Tell me about the last time you booked something.", set()),
        ("Could you please tell me about the last time you booked something?", set()),
        ("How did you bring your things home when they were heavy?", set()),
        ("What did you pay in fees last month?", set()),
        ("How did you like the form the last time?", {"question_leading"}),
        ("Why did you not simply use the site last time?", {"question_leading"}),
        ("Tell me how others you know came back late last week.", {"question_others"}),
        ("What did you late late late last last?", {"question_nobody"}),
        ("Tell me how you found the drill.", set()),
        ("How do you use the saw?", {"question_general"}),
        ("What kept you from bringing the drill back in time?", set()),
        ("Who told you about the booking form?", set()),
        ("Tell me about a loan that you kept longer than agreed.", set()),
        ("Can we talk about something else with you?", {"question_closed"}),
        ("When did you last carry something home, and back again?", set()),
    ],
)
def test_the_critic_hears_what_the_words_show(question, seen):
    assert kinds(critic(question)) == seen


def test_a_question_about_something_else_mends_nothing():
    assert kinds(critic("What did you eat yesterday in the evening?", topic=("book", "return"))) == {"question_topic"}


@given(st.text(max_size=120))
def test_the_critic_answers_whatever_is_typed(text):
    assert all(found.message and found.hint for found in critic(text))
