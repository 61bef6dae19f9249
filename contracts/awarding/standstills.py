"""The standstill of one award: whether the law imposes it, and when it ends.

The decision, the letters and the agenda count it here, so that what is printed is what holds.
"""

from datetime import date

from contracts.awarding.sheets import AwardProposal
from contracts.rules import deadlines, procedures
from contracts.rules.deadlines import Computed, Term
from contracts.rules.editions import Edition
from contracts.tendering import TenderDraft


def term(draft: TenderDraft, proposal: AwardProposal, edition: Edition) -> Term:
    """The standstill before it is applied; `mandatory` says whether the law imposes it.

    ValueError for a draft without category or estimate: such a draft was never published.
    """
    if draft.category is None or draft.estimate is None:
        raise ValueError("a published version names its category and estimate")
    level = procedures.publication_level(edition, draft.category, draft.estimate)
    return procedures.standstill(edition, level, draft.category, proposal.amount)


def counted(
    draft: TenderDraft, proposal: AwardProposal, edition: Edition, sent_on: date
) -> Computed | None:
    """The standstill of letters whose last dispatch was on a day; None where none is imposed."""
    found = term(draft, proposal, edition)
    return deadlines.compute(found, sent_on) if found.mandatory else None
