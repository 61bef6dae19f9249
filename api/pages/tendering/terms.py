"""The terms of the performance as fields of the draft's form, each beside what the law proposes."""

from decimal import Decimal

from api.pages.typed import TEXT, Reader
from contracts.base import Language
from contracts.rules.editions import Edition
from contracts.tendering import TenderDraft, terms
from contracts.tendering.draft import (
    PAYMENT_DAYS_MOST,
    WARRANTY_MONTHS_MOST,
    ContractTerms,
)
from infra.texts import formats
from infra.texts import terms as words
from infra.texts.catalogue import Texts

_HUNDRED = Decimal(100)


def fill(found: ContractTerms, language: Language) -> dict[str, str]:
    """The terms as texts by field; empty where the draft is silent."""

    def plain(value: Decimal | int | None) -> str:
        return "" if value is None else formats.plain(value, language)

    return {
        "bond_percent": plain(found.bond_percent),
        "bond_reason": found.bond_reason,
        "fine_percent": plain(found.fine_percent),
        "fine_ceiling_percent": plain(found.fine_ceiling_percent),
        "payment_days": plain(found.payment_days),
        "payment_reason": found.payment_reason,
        "payment_fair": "yes" if found.payment_fair else "",
        "warranty_months": plain(found.warranty_months),
    }


def read(form: Reader) -> ContractTerms:
    """The terms that a form holds."""

    def percent(name: str) -> Decimal | None:
        return form.number(name, Decimal(0), _HUNDRED)

    return ContractTerms(
        bond_percent=percent("bond_percent"),
        bond_reason=form.text("bond_reason", TEXT),
        fine_percent=percent("fine_percent"),
        fine_ceiling_percent=percent("fine_ceiling_percent"),
        payment_days=form.whole("payment_days", 1, PAYMENT_DAYS_MOST),
        payment_reason=form.text("payment_reason", TEXT),
        payment_fair=form.ticked("payment_fair"),
        warranty_months=form.whole("warranty_months", 1, WARRANTY_MONTHS_MOST),
    )


def proposals(draft: TenderDraft, edition: Edition, texts: Texts) -> dict[str, str]:
    """By field: what the law of this edition holds where the field stays empty."""
    found = terms.stated(draft, edition)
    return {each.term.value: words.proposal(each, texts) for each in found}
