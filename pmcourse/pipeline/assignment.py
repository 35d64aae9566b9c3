"""The assignment on the screen: each question is one line in its notebook, and is kept on the answer sheet."""

from __future__ import annotations

from pmcourse.artifact import ArtifactFile, opened
from pmcourse.kit.look import Panel, box
from pmcourse.kit.questions import ChooseEach, Number, Question
from pmcourse.kit.sheet import asked, my_seed
from pmcourse.pipeline import variant
from pmcourse.pipeline.case import CASE
from pmcourse.pipeline.checks import BAD, GOOD, MONEY, OF_100
from pmcourse.pipeline.game import PolicyEditor
from pmcourse.pipeline.lesson import DECISIONS, GATES, NEWNESS
from pmcourse.pipeline.model import Pipeline
from pmcourse.pipeline.widget import GateEditor, PortfolioEditor


def tree_facts() -> Panel:
    """The bet in three stages."""
    one = variant.tree(my_seed())
    told = " ".join(
        f"Stage {at} costs {stage.cost:g} and goes well in {stage.chance:.0%} of cases."
        for at, stage in enumerate(one.stages, 1)
    )
    return Panel(box(f"{told} If all go well, the bet brings {one.payoff:g}. All in thousands."))


def last() -> Question:
    """Worth at the last stage."""
    return asked("last", Number("Stages 1 and 2 went well. What is the bet worth now, before stage 3 is paid?", MONEY))


def staged() -> Question:
    """Worth with the right to stop."""
    return asked("staged", Number("What is it worth at the start, if you may stop after each stage?", MONEY))


def committed() -> Question:
    """Worth without."""
    return asked("committed", Number("What is it worth at the start, if all stages are paid whatever happens?", MONEY))


def pool_facts() -> Panel:
    """The product never seen before."""
    one = variant.pool(my_seed())
    return Panel(
        box(
            f"You have never seen this product: a swimming pool tries new evenings. {one.good} of 100 are good. "
            f"To build one costs {one.build}; a good one brings {one.payoff}, a bad one nothing (in thousands). "
            f"Before, the pool holds a trial evening. It is right in {one.right}% of good and of bad ideas."
        )
    )


def passing() -> Question:
    """How many pass."""
    return asked("passing", Number("How many of 100 ideas pass the trial evening?", OF_100))


def worth() -> Question:
    """What the test makes of an idea."""
    question = "What is one idea worth, if only those that pass are built? Before the price of the trial; one decimal"
    return asked("worth", Number(question, MONEY))


def sunk() -> Question:
    """Four things that are half done."""
    return asked("sunk", ChooseEach({id: text for id, (text, _) in variant.sunk(my_seed()).items()}, DECISIONS))


def newness() -> Question:
    """How new five ideas are."""
    return asked("newness", ChooseEach(variant.newness(my_seed()), NEWNESS))


def portfolio() -> PortfolioEditor:
    """The bets, kept in answers/pipeline.json like all that is made in an editor."""
    return PortfolioEditor(_mine(), worth=False)


def gate_facts() -> Panel:
    """What the gate is for."""
    seed = my_seed()
    people, (good, bad) = variant.gate(seed)
    return Panel(
        box(
            f"The gate is for {variant.BANKS[variant.topic(seed)]['what']}. {people} are counted. From earlier bets "
            f"you know: if a bet is good {good:.0%} of them act, and if it is bad {bad:.0%}. Let through at least "
            f"{GOOD:.0%} of good bets, and at most {BAD:.0%} of bad ones."
        )
    )


def gate() -> GateEditor:
    """The gate."""
    seed = my_seed()
    return GateEditor(_mine(), variant.phrases(seed), variant.gate(seed)[0])


def policy() -> PolicyEditor:
    """The gates of the whole pipeline."""
    return PolicyEditor(_mine(), variant.setting(my_seed()))


def fit() -> Question:
    """Four pieces of evidence at the scaling gate."""
    return asked("fit", ChooseEach({id: text for id, (text, _) in variant.fit(my_seed()).items()}, GATES))


def share() -> Question:
    """From the lesson on product/market fit: a share of the right people."""
    all_, gone, very = variant.answers(my_seed())
    return asked(
        "share",
        Number(
            f"{all_} people answer Ellis' question. {gone} no longer use it; {very} would be very disappointed. What "
            "share is that, as the survey counts it?",
            "%",
        ),
    )


def letter_facts() -> Panel:
    """The evidence of part 8 once more, for whoever writes the letter and whoever reads it."""
    return Panel(box(" ".join(text for text, _ in variant.fit(my_seed()).values())))


def _mine() -> ArtifactFile[Pipeline]:
    return opened(CASE.filename, Pipeline, variant.case(my_seed()))
