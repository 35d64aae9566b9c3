"""The assignment on the screen: each question is one line in its notebook, and is kept on the answer sheet."""

from __future__ import annotations

from pmcourse.artifact import ArtifactFile, opened
from pmcourse.delivery import variant
from pmcourse.delivery.case import CASE, told
from pmcourse.delivery.lesson import KEYS, POLICIES, key_table
from pmcourse.delivery.model import Delivery
from pmcourse.delivery.rollout import stops
from pmcourse.delivery.rollout_widget import TrialEditor
from pmcourse.delivery.widget import FlagEditor, PipelineEditor
from pmcourse.delivery.widget import told as stage_told
from pmcourse.kit.look import Panel, box, table_html
from pmcourse.kit.questions import ChooseEach, Number, OrderLines, Question
from pmcourse.kit.sheet import asked, my_seed
from pmcourse.kit.variant import draw


def pipeline_facts() -> Panel:
    """What comes to Lantern's pipeline, and its limits."""
    one = variant.pipeline(my_seed())
    return Panel(
        box(
            f"{one.team.rate:g} changes come in an hour, and {one.team.fault:.0%} of them have a fault. At most "
            f"{one.through:.0%} of faults may come through. From a change to its release it may take {one.lead:g} "
            "hours on average."
        )
    )


def pipeline() -> PipelineEditor:
    """The stages, their order, and the batch, kept in answers/delivery.json like all that is made in an editor."""
    one = variant.pipeline(my_seed())
    return PipelineEditor(_mine(), one.team, one.lead, one.through)


def order() -> Question:
    """Five stages in order."""
    stages = variant.order(my_seed())
    return asked("order", OrderLines("First on top", {id: stage_told(stage) for id, stage in stages.items()}))


def key_log() -> Panel:
    """The log of releases."""
    return Panel(box(table_html("Releases of Lantern", told(variant.log(my_seed())))))


def keys() -> Question:
    """The five keys."""
    return asked("keys", key_table())


def flag() -> FlagEditor:
    """The rule of the flag."""
    return FlagEditor(_mine(), variant.phrases(my_seed()))


def trial_facts() -> Panel:
    """What is known of the trial, and what each mark would do."""
    one = variant.trial(my_seed())
    rows = []
    for count in marks_shown(my_seed()):
        tried = stops(count, one.visits, one.usual, one.bad)
        rows.append((f"from {count} faults on", f"{tried.good:.1%} of good releases, {tried.bad:.1%} of bad ones"))
    told = (
        f"The trial lasts {one.visits} visits. Usually {one.usual:.1%} of visits end in a fault; a bad release makes "
        f"{one.bad:.2%}. Stop at most {one.limits.good:.0%} of good releases, and at least {one.limits.bad:.0%} of bad "
        "ones."
    )
    return Panel(box(told) + box(table_html("What each mark stops", rows)))


def marks_shown(seed: int) -> range:
    """Thirteen marks, among them those that are right; where they stand is drawn."""
    first = max(1, variant.trial(seed).marks[0] - draw(seed, "trial table").randint(1, 11))
    return range(first, first + 13)


def trial() -> TrialEditor:
    """The mark."""
    one = variant.trial(my_seed())
    return TrialEditor(_mine(), one.visits, round(2 * one.bad * one.visits))


def moments() -> Question:
    """Four moments of trials."""
    return asked(
        "moments", ChooseEach({id: text for id, (text, _) in variant.moments(my_seed()).items()}, variant.MOVES)
    )


def branches() -> Question:
    """The chance that some two branches collide."""
    many, pair = variant.branches(my_seed())
    question = (
        f"{many} branches are open. Any two collide with a chance of {pair:.0%}. The chance that some two collide"
    )
    return asked("branches", Number(question, "%"))


def policy() -> Question:
    """What should happen first."""
    return asked("policy", ChooseEach(variant.policy(my_seed()), POLICIES))


def improves() -> Question:
    """Which key gets better first."""
    return asked("improves", ChooseEach(variant.improves(my_seed()), KEYS))


def bakery_red() -> Question:
    """A red batch of a product never seen."""
    batch, fault, _ = variant.bakery(my_seed())
    question = f"{fault:.0%} of changes have a fault, and {batch} go out together. The chance that the batch is red"
    return asked("red", Number(question, "%"))


def bakery_runs() -> Question:
    """Runs that find a fault by halving."""
    many = variant.bakery(my_seed())[2]
    question = (
        f"One of {many} changes has a fault. How many runs find it by halving, each time with half of what is left?"
    )
    return asked("runs", Number(question, "runs"))


def little() -> Question:
    """From the lesson on kanban."""
    rate, hours = variant.little(my_seed())
    told = f"{rate} changes come in each 24 hours. Each is released {hours} hours later on average."
    return asked("little", Number(f"{told} How many are on their way on average", "changes"))


def _mine() -> ArtifactFile[Delivery]:
    seed = my_seed()
    return opened(CASE.filename, Delivery, CASE.assignment.changed(stages=variant.pipeline(seed).stages))
