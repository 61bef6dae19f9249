"""Writes the contract notice of a tender as an OCDS 1.1 release."""

from datetime import datetime
from typing import Any

import simplejson

from contracts.base import Language, Message, Money
from contracts.people import OrganisationCard
from contracts.rules import procedures
from contracts.rules.procedures import AwardProcedure, Step
from contracts.tendering import TenderDraft
from infra.notices import places
from infra.texts import procedures as names
from infra.texts.catalogue import Texts

OCID_PREFIX = "bestek"
"""Not a registered prefix: an installation that publishes OCDS registers its own."""


LANGUAGE = Language.NL
"""The language of the notice."""


class Published(Message):
    """What a notice says."""

    tender: str
    reference: str
    buyer: OrganisationCard
    draft: TenderDraft
    procedure: AwardProcedure
    dispatched_at: datetime


def tender_release(published: Published) -> bytes:
    """The release as UTF-8 JSON, amounts as the decimals they are. Same facts, same bytes."""
    when = published.dispatched_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    buyer = {"id": published.buyer.id, "name": published.buyer.name}
    release = {
        "ocid": f"{OCID_PREFIX}-{published.tender}",
        "id": f"{published.reference}-tender",
        "date": when,
        "tag": ["tender"],
        "initiationType": "tender",
        "language": LANGUAGE.value,
        "parties": [buyer | {"roles": ["buyer"]}],
        "buyer": buyer,
        "tender": _tender(published, when),
    }
    text: str = simplejson.dumps(release, ensure_ascii=False, indent=2, use_decimal=True)
    return text.encode()


def _money(money: Money) -> dict[str, Any]:
    return {"amount": money.amount, "currency": money.currency}


def _tender(published: Published, when: str) -> dict[str, Any]:
    draft, procedure = published.draft, published.procedure
    end = draft.submission_deadline
    found: dict[str, Any] = {
        "id": published.reference,
        "title": draft.title,
        "description": draft.description,
        "status": "active",
        "procurementMethod": procedures.method(procedure),
        "procurementMethodDetails": names.name(procedure.id, Texts(LANGUAGE)),
        "mainProcurementCategory": draft.category,
        "submissionMethod": ["electronicSubmission"],
        "awardCriteria": "ratedCriteria",
        "items": [
            {
                "id": item.id,
                "description": item.description,
                "classification": {"scheme": "CPV", "id": item.cpv},
                "relatedLot": item.lot,
                **places.written(draft.places),
            }
            for item in draft.items
        ],
        "lots": [{"id": lot.id, "title": lot.title, "status": "active"} for lot in draft.lots],
    }
    if draft.estimate is not None:
        found["value"] = _money(draft.estimate)
    if any(Step.NEGOTIATION in each.steps for each in procedures.left_out(procedure)):
        found["secondStage"] = {"noNegotiationNecessary": True}
    if end is not None:
        found["tenderPeriod"] = {
            "startDate": when,
            "endDate": end.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
    return found
