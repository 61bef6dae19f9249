"""Which opened prices stand out, for who examines the bids. A signal decides nothing.

Where the Belgian rule of fifteen percent obliges, it names the tenderers to question; elsewhere
the distance of each price to the median is information. The duty to ask first holds for both.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from contracts.bidding import OpenedBid
from contracts.evaluation.sheets import ExaminationSheet
from contracts.rules.procedures import AwardProcedure
from contracts.rules.scoring import abnormally_low
from contracts.rules.scoring.abnormally_low import Screened, Setting
from contracts.tendering.draft import Category, TenderDraft

RULE = "be_works_15/1"
INFORMATION = "below_median_70/1"
"""Its deviations are shown; whom it suspects is not, since no law draws its line."""
DUTY = "general_duty/1"

OTHER = "other"
"""Any procedure that the Belgian rule does not name."""


@dataclass(frozen=True)
class PriceSignal:
    """What the Belgian rule says of the opened prices, and how far each lies below a reference:
    the trimmed mean where the rule applies, else the median of all that count."""

    rule: Screened
    compared: Screened

    @property
    def to_question(self) -> frozenset[str]:
        """The bids whose tenderers the rule obliges to question; none where it does not apply."""
        return frozenset(self.rule.suspects)

    @property
    def deviations(self) -> Mapping[str, Fraction]:
        """By bid how far its price lies from the reference, in percent of it; below it negative.
        Empty when there is nothing to compare."""
        return {each.bid: -each.exact for each in self.compared.deviations}


def price_signal(
    draft: TenderDraft,
    procedure: AwardProcedure | None,
    bids: Iterable[OpenedBid],
    sheet: ExaminationSheet,
) -> PriceSignal:
    """The signal on the opened prices in the currency of the estimate. A bid counts unless the
    sheet finds its tenderer excluded or not selected; an irregular one still does, since its price
    may be why."""
    out = {row.bid for row in sheet.rows if False in (row.not_excluded, row.selected)}
    currency = draft.estimate.currency if draft.estimate else None
    prices = {
        bid.bid: Fraction(bid.form.price.amount)
        for bid in bids
        if bid.form and bid.form.price.currency == currency and bid.bid not in out
    }
    case = setting(draft, procedure)
    rule = abnormally_low.screen(RULE, prices, case)
    if rule.applies:
        return PriceSignal(rule, rule)
    return PriceSignal(rule, abnormally_low.screen(INFORMATION, prices, case))


def setting(draft: TenderDraft, procedure: AwardProcedure | None) -> Setting:
    """The contract as the policies ask for it. A draft does not say whether services belong to a
    sector sensitive to fraud, so their category stays unknown."""
    total = sum((Fraction(each.weight or 0) for each in draft.criteria), Fraction())
    price = sum(
        (Fraction(each.weight or 0) for each in draft.criteria if each.kind == "price"), Fraction()
    )
    known = draft.category is not Category.SERVICES
    return Setting(
        category=draft.category if known else None,
        procedure=(procedure.prices_examined_as or OTHER) if procedure else None,
        price_weight=price / total if total else None,
    )
