"""P-22, the contract on one page, for people who were not there."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.drawings import steps
from api.pages import papers
from api.pages.contracting import milestones, money, shown
from api.pages.contracting.shown import File
from api.pages.page import Looking, Visit
from contracts.awarding import with_vat
from contracts.base import Identifier, Money, local_date
from contracts.contracting import Stage, Status, term
from contracts.documents.order import Order
from contracts.people import OrganisationCard
from contracts.tendering import TenderDraft
from infra.store import documents, records
from infra.store.documents import Document
from infra.store.engine import Connection
from infra.store.queries import awarding, dues, people
from infra.store.queries.awarding import Award
from infra.store.queries.contracting import MilestoneLine
from infra.texts import citations, formats, parameters

router = APIRouter(include_in_schema=False)

_FIGURES = 1
"""Decimals of a share."""


@dataclass(frozen=True)
class _Page:
    """The contract with what it rests on."""

    file: File
    draft: TenderDraft
    award: Award | None
    committee: tuple[str, ...]
    conclusion: Document | None
    bond: dues.Bond | None


def _read(connection: Connection, visit: Visit, contract: str) -> _Page:
    file = shown.read(connection, visit, contract)
    state = file.contract.state
    draft = records.bound(connection, state.draft_hash, TenderDraft)
    named = people.display_names(connection, draft.team.acceptance_committee)
    try:
        award = awarding.read(connection, state.award)
    except LookupError:
        award = None
    return _Page(
        file=file,
        draft=draft,
        award=award,
        committee=tuple(named[person] for person in draft.team.acceptance_committee),
        conclusion=documents.find(
            connection, Order(document="D-15", aggregate=state.aggregate).key
        ),
        bond=dues.of(connection, file.contract).bond,
    )


@router.get("/{lang}/contracts/{contract}")
async def contract_page(contract: Identifier, visit: Looking) -> Response:
    """The page."""
    page = await visit.services.store.read(lambda c: _read(c, visit, contract))
    file = page.file
    return visit.render(
        "contract.html",
        contract=file.head(visit),
        verdict=_verdict(file, visit),
        figures=_figures(file, visit),
        parties=_parties(file, visit),
        calendar=_calendar(page, visit),
        renewal=file.contract.renewal,
        people=_people(page, visit),
        grounds=_grounds(page, visit),
        papers=[papers.row(page.conclusion, visit)] if page.conclusion else [],
        payment=[
            {
                "title": f"{file.code(line)}. {line.title}",
                "share": formats.percentage(line.share, visit.language),
                "value": line.value,
                "standing": file.standing(line, visit),
            }
            for line in file.contract.milestones
        ],
        paid=_paid(file, visit),
        burn=_burn(file, visit),
        missing=money.missing_bond(page.bond, visit),
        action=file.action(visit),
    )


def _verdict(file: File, visit: Visit) -> str:
    contract, texts = file.contract, visit.texts
    if contract.state.stage is Stage.COMPLETED:
        return texts.say("contract.verdict_completed", name=contract.supplier.name)
    price = formats.money(contract.price, visit.language) if contract.price else "–"
    count = len(contract.milestones)
    return texts.plural("contract.verdict", count, name=contract.supplier.name, price=price)


def _figures(file: File, visit: Visit) -> list[dict[str, Any]]:
    contract, texts, language = file.contract, visit.texts, visit.language
    figures: list[dict[str, Any]] = []
    if contract.price is not None and contract.vat_rate is not None:
        including = with_vat(contract.price, contract.vat_rate)
        note = texts.say(
            "contract.price_including",
            amount=formats.money(including, language),
            rate=formats.percentage(contract.vat_rate, language),
        )
        price = formats.money(contract.price, language)
        figures.append(
            {"name": texts.say("contract.price_excluding"), "value": price, "note": note}
        )
    if (last := _last_day(file)) is not None and contract.months is not None:
        day = formats.day_short(last, language)
        figures.append(
            {
                "name": texts.say("contract.term"),
                "value": texts.plural("contract.months", contract.months),
                "note": texts.say("contract.until", day=day),
            }
        )
    figures.append(_accepted(file, visit))
    figures.append(_whose_turn(file, visit))
    return figures


def _accepted(file: File, visit: Visit) -> dict[str, Any]:
    lines = file.contract.milestones
    done = [line for line in lines if line.status is Status.ACCEPTED]
    share = sum((line.share for line in done), Decimal(0))
    return {
        "name": visit.texts.say("contract.accepted"),
        "value": formats.percentage(share, visit.language),
        "note": visit.texts.say("contract.accepted_note", accepted=len(done), count=len(lines)),
    }


def _whose_turn(file: File, visit: Visit) -> dict[str, Any]:
    texts, turn = visit.texts, file.turn()
    name = texts.say("contract.turn")
    if turn is None:
        return {"name": name, "value": texts.say("contract.turn_none"), "note": None}
    said = {
        "deliver": texts.say("contract.turn_deliver", code=turn.code),
        "verify": texts.say("contract.turn_verify", code=turn.code),
        "remedy": texts.say("contract.turn_remedy", code=turn.code),
    }
    note = None
    if turn.due is not None:
        note = texts.say("contract.by", day=formats.day_short(turn.due, visit.language))
    return {"name": name, "value": said[turn.kind], "note": note}


def _last_day(file: File) -> date | None:
    months = file.contract.months
    return term.last_day(local_date(file.contract.concluded_at), months) if months else None


def _parties(file: File, visit: Visit) -> list[dict[str, Any]]:
    contract, texts = file.contract, visit.texts
    return [
        _party(texts.say("contract.contractor"), contract.supplier, visit),
        _party(texts.say("contract.buyer"), contract.buyer, visit),
    ]


def _party(title: str, card: OrganisationCard, visit: Visit) -> dict[str, Any]:
    lines = [*card.address.splitlines()]
    if card.enterprise_number:
        number = card.enterprise_number
        written = f"{number[:4]}.{number[4:7]}.{number[7:]}"
        lines.append(visit.texts.say("contract.enterprise_number", number=written))
    return {"title": title, "name": card.name, "lines": [*lines, card.email]}


def _calendar(page: _Page, visit: Visit) -> list[dict[str, Any]]:
    """Conclusion, deliveries and the end of the term, in the order of their days."""
    file, texts, today = page.file, visit.texts, local_date(visit.now)
    concluded = local_date(file.contract.concluded_at)
    plans = {plan.id: plan.days_after_start for plan in page.draft.milestones}
    dates: list[tuple[date, str, str, str | None]] = [
        (concluded, texts.say("contract.concluded"), texts.say("contract.concluded_rule"), None)
    ]
    for line in file.contract.milestones:
        title = texts.say("contract.delivery_of", code=file.code(line), title=line.title)
        rule = texts.plural("contract.milestone_rule", plans[line.plan])
        dates.append((line.due, title, rule, file.place(line)))
    if (last := _last_day(file)) is not None and file.contract.months is not None:
        article = citations.cited(term.ARTICLE, texts)
        rule = texts.plural("contract.end_rule", file.contract.months, article=article)
        dates.append((last, texts.say("contract.end"), rule, None))
    return [
        {"day": day, "what": what, "rule": rule, "path": path, "gone": day < today}
        for day, what, rule, path in sorted(dates, key=lambda each: each[0])
    ]


def _people(page: _Page, visit: Visit) -> list[dict[str, str]]:
    texts = visit.texts
    return [
        {"name": texts.say("contract.manager"), "value": page.file.manager or "–"},
        {"name": texts.say("contract.committee"), "value": ", ".join(page.committee) or "–"},
    ]


def _grounds(page: _Page, visit: Visit) -> list[dict[str, str]]:
    texts, language = visit.texts, visit.language
    found = [{"name": texts.say("contract.tender"), "value": page.file.contract.reference}]
    decision = page.award.decision if page.award else None
    visum = page.award.visum if page.award and page.file.whole else None
    if decision is not None:
        said = texts.say(
            "contract.decision_text",
            number=decision.number,
            day=formats.day_short(decision.date, language),
            organ=decision.organ,
        )
        found.append({"name": texts.say("contract.decision"), "value": said})
    if visum is not None:
        day = formats.day_short(visum.date, language)
        said = texts.say("contract.visum_text", number=visum.number, day=day)
        found.append({"name": texts.say("contract.visum"), "value": said})
    edition = parameters.edition_name(page.file.contract.edition, texts)
    return [*found, {"name": texts.say("contract.edition"), "value": edition}]


def _paid(file: File, visit: Visit) -> dict[str, Any] | None:
    whole = milestones.total(file)
    if whole is None or not whole.amount:
        return None
    sums = {
        status: sum(
            (line.value.amount for line in _with_status(file, status) if line.value), Decimal(0)
        )
        for status in Status
    }
    kinds = (Status.ACCEPTED, Status.DELIVERED, Status.PLANNED)
    shares = [
        formats.percentage(
            Fraction(sums[kind]) * 100 / Fraction(whole.amount), visit.language, _FIGURES
        )
        for kind in kinds
    ]
    accepted, verifying, planned = (
        Money(amount=sums[kind], currency=whole.currency) for kind in kinds
    )
    return {
        "accepted": accepted,
        "verifying": verifying,
        "planned": planned,
        "total": whole,
        "shares": shares,
    }


def _with_status(file: File, status: Status) -> list[MilestoneLine]:
    return [line for line in file.contract.milestones if line.status is status]


def _burn(file: File, visit: Visit) -> steps.Drawing | None:
    whole = milestones.total(file)
    if whole is None:
        return None
    valued = [(line, line.value.amount) for line in file.contract.milestones if line.value]
    return steps.draw(
        local_date(file.contract.concluded_at),
        [steps.Step(line.due, amount) for line, amount in valued],
        [
            steps.Step(local_date(line.accepted_at), amount)
            for line, amount in valued
            if line.accepted_at
        ],
        whole.amount,
        local_date(visit.now),
    )
