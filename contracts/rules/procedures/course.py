"""Whether Bestek can run a procedure: its steps as they are played, and what stands in the way.

Bestek plays one course of steps, of which some only where the procedure has them. A procedure
runs when what is left of its own steps, after those that the law lets the buyer leave out, is that
course in that order: a step that Bestek lacks is never skipped, and none is added to a procedure.
"""

from enum import StrEnum

from contracts.base import Message
from contracts.rules.procedures.shapes import AwardProcedure, LeftOut, Publication, Step

RUN = (
    Step.PREPARATION,
    Step.APPROVAL,
    Step.PUBLICATION,
    Step.SUBMISSION,
    Step.OPENING,
    Step.EXAMINATION,
    Step.EVALUATION,
    Step.PROPOSAL,
    Step.VISUM,
    Step.DECISION,
    Step.NOTIFICATION,
    Step.STANDSTILL,
    Step.CONCLUSION,
)
"""The steps that the workflows play, in their order."""


WHERE_FORESEEN = frozenset({Step.STANDSTILL})
"""Those of them that are played only where the procedure has them."""


class Why(StrEnum):
    """Why a step keeps a procedure from running."""

    NOT_BUILT = "not_built"
    """The procedure has the step, Bestek does not."""
    NOT_FORESEEN = "not_foreseen"
    """Bestek plays the step, the procedure does not have it."""
    OTHER_ORDER = "other_order"
    """Both have the step; the procedure has it elsewhere."""


class Obstacle(Message):
    """One step that keeps a procedure from running, and why."""

    step: Step
    why: Why


def left_out(procedure: AwardProcedure) -> tuple[LeftOut, ...]:
    """The steps that Bestek leaves out of a procedure because it lacks them and the law lets it;
    what must be announced for that stands in each."""
    return tuple(each for each in procedure.may_leave_out if not set(each.steps) <= set(RUN))


def steps(procedure: AwardProcedure) -> tuple[Step, ...]:
    """The steps of a procedure as Bestek plays it: without those that it leaves out."""
    without = {step for each in left_out(procedure) for step in each.steps}
    return tuple(step for step in procedure.steps if step not in without)


def obstacles(procedure: AwardProcedure) -> tuple[Obstacle, ...]:
    """What keeps Bestek from running a procedure; empty when it runs."""
    own = steps(procedure)
    played = [step for step in RUN if step in own or step not in WHERE_FORESEEN]
    found = [Obstacle(step=step, why=Why.NOT_BUILT) for step in own if step not in RUN]
    found += [Obstacle(step=step, why=Why.NOT_FORESEEN) for step in played if step not in own]
    if not found:
        pairs = zip(own, played, strict=True)
        found += [
            Obstacle(step=step, why=Why.OTHER_ORDER) for step, here in pairs if step is not here
        ]
    return tuple(found)


def runs(procedure: AwardProcedure) -> bool:
    """Whether Bestek can run a procedure."""
    return not obstacles(procedure)


def method(procedure: AwardProcedure) -> str:
    """The method of a procedure in the code list of OCDS 1.1: `open` when everybody may submit a
    bid, `selective` when those are selected who asked to, `limited` when the buyer asks whom it
    chooses."""
    if procedure.publication is Publication.NONE:
        return "limited"
    return "selective" if Step.REQUESTS in procedure.steps else "open"
