"""The standstill of one award: whether the law imposes it, and when it ends.

The decision, the letters and the agenda count it here, so that what is printed is what holds.
"""

from datetime import date

from contracts.awarding.sheets import AwardProposal
from contracts.rules import deadlines, procedures
from contracts.rules.deadlines import Computed, Term
from contracts.rules.editions import Edition
from contracts.rules.procedures import AwardProcedure, Bought, Step
from contracts.tendering import TenderDraft


def term(
    procedure: AwardProcedure, draft: TenderDraft, proposal: AwardProposal, edition: Edition
) -> Term:
    """The standstill before it is applied; `mandatory` says whether the law imposes it. A
    procedure without that step has none.

    ValueError for a draft without category or estimate: such a draft was never published.
    """
    if draft.category is None or draft.estimate is None:
        raise ValueError("a published version names its category and estimate")
    bought = Bought(draft.category)
    level = procedures.publication_level(procedure, edition, bought, draft.estimate)
    found = procedures.standstill(edition, level, bought, proposal.amount)
    foreseen = found.mandatory and Step.STANDSTILL in procedure.steps
    return found.model_copy(update={"mandatory": foreseen})


def counted(
    procedure: AwardProcedure,
    draft: TenderDraft,
    proposal: AwardProposal,
    edition: Edition,
    sent_on: date,
) -> Computed | None:
    """The standstill of letters whose last dispatch was on a day; None where none is imposed."""
    found = term(procedure, draft, proposal, edition)
    return deadlines.compute(found, sent_on) if found.mandatory else None
