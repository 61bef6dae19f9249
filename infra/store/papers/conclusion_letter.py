"""D-15, the letter that concludes the contract, from what was concluded."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from contracts import awarding, contracting
from contracts.awarding import AwardState, DecisionSheet, sheets
from contracts.base import Money, local_date
from contracts.contracting import ContractState, dues, term
from contracts.contracting.process import ContractOpened
from contracts.documents import award, conclusion, letter
from contracts.documents.imprint import Calculation, Price, calculation
from contracts.people import OrganisationCard
from contracts.rules import deadlines, scoring
from contracts.rules.citations import cited
from contracts.rules.editions import Edition
from contracts.rules.reckoning import Quantity
from contracts.tendering import TenderDraft
from infra.store import editions, records
from infra.store.engine import Connection
from infra.store.papers import contacts, fact
from infra.store.papers.imprint import Signatory, imprint, official, party, places, signed
from infra.store.papers.voice import Voice
from infra.store.queries import bidding as bids
from infra.store.queries import contracting as contracts
from infra.store.queries import organisations
from infra.store.queries import tendering as tenders
from infra.texts.catalogue import Texts

PEPPOL = "0208:{number}"
"""How Peppol names a Belgian enterprise: scheme 0208 and its ten digits."""

INSURANCE = "insurance_proof_period"
"""The parameter that holds the period to prove insurances (RD 14 January 2013, art. 24)."""

RATE_DECIMALS = 2


def model(connection: Connection, aggregate: str, voice: Voice) -> conclusion.ConclusionLetter:
    """The letter about one contract; LookupError when there is none, or no price of its bid."""
    state = contracts.state_of(connection, aggregate)
    concluded = fact.find(connection, aggregate, ContractOpened)
    at, day = concluded.event.at, local_date(concluded.event.at)
    tender = tenders.get(connection, state.tender)
    draft = records.bound(connection, state.draft_hash, TenderDraft)
    bid = next(b for b in bids.of_tender(connection, state.tender) if b.id == state.bid)
    bid_on = local_date(bid.received_at)
    price, months = _price(connection, state), draft.contract_months
    edition = editions.pinned(connection, state.edition)
    return conclusion.ConclusionLetter(
        imprint=imprint(connection, tender, at, voice, leaf=concluded.leaf),
        addressee=_addressee(connection, state),
        decision=_decision(connection, state),
        bid_on=bid_on,
        concluded_on=day,
        price=price,
        papers=tuple(_papers(tender, bid_on)),
        managing_official=official(connection, draft),
        duration=conclusion.Duration(months=months, last_day=term.last_day(day, months))
        if months
        else None,
        deliveries=tuple(_deliveries(state, draft)),
        bond=_bond(edition, draft, price.excluding, day, voice.texts),
        insurance=_insurance(edition, day, voice.texts),
        invoicing=_invoicing(organisations.get(connection, state.organisation), tender.reference),
        contact=_contact(connection, state, draft),
        signatures=places(signatories(connection, aggregate)),
    )


def _price(connection: Connection, state: ContractState) -> Price:
    agreed = contracts.price_of(connection, state)
    if agreed is None:
        raise LookupError(f"no price for {state.aggregate}")
    price, rate = agreed
    return Price(excluding=price, vat_percentage=rate, including=sheets.with_vat(price, rate))


def _addressee(connection: Connection, state: ContractState) -> letter.Addressee:
    card = organisations.get(connection, state.supplier)
    forms = {each.bid: each.form for each in bids.opened(connection, state.tender)}
    form = forms.get(state.bid)
    return letter.Addressee(
        party=party(card),
        attention=form.signatory if form else None,
        lines=tuple(line for line in card.address.splitlines() if line.strip()),
    )


def _decision(connection: Connection, state: ContractState) -> award.Decision | None:
    awarded = records.read_state(connection, state.award)
    if not isinstance(awarded, AwardState) or awarded.decision is None:
        return None
    sheet = records.bound(connection, awarded.decision, DecisionSheet)
    return award.Decision(body=sheet.organ, number=sheet.number, taken_on=sheet.date)


def _papers(tender: tenders.Tender, bid_on: date) -> Iterator[conclusion.OrderedPaper]:
    """The tender documents go before the bid, which fills them in."""
    kinds = conclusion.PaperKind
    if tender.published_at is not None:
        published = local_date(tender.published_at)
        yield conclusion.OrderedPaper(kind=kinds.TENDER_DOCUMENTS, day=published)
    yield conclusion.OrderedPaper(kind=kinds.BID, day=bid_on)


def _deliveries(state: ContractState, draft: TenderDraft) -> Iterator[conclusion.PlannedDelivery]:
    for number, milestone in enumerate(state.milestones, start=1):
        plan = contracting.plan_of(draft, state.aggregate, milestone.id)
        yield conclusion.PlannedDelivery(
            number=f"M{number}",
            title=plan.title,
            due_on=contracting.due_day(milestone.due),
            share=plan.share,
        )


def _bond(
    edition: Edition, draft: TenderDraft, price: Money, day: date, texts: Texts
) -> conclusion.AskedBond | None:
    """The bond of the documents, or by the default of the law where they are silent; None where
    the law of the contract gives no answer."""
    due = dues.bond(edition, draft, price)
    if due is None:
        return None
    source, doubtful = cited(due.articles[0]), not due.confirmed
    rate = next((each.value for each in due.steps if each.name is Quantity.RATE), None)
    if not rate:
        return conclusion.AskedBond(source=source, to_confirm=doubtful)
    return conclusion.AskedBond(
        rate=Decimal(scoring.show(rate, RATE_DECIMALS)),
        amount=due.amount,
        source=source,
        to_confirm=doubtful,
        proof=_told(dues.bond_proof(edition, day), texts),
    )


def _insurance(edition: Edition, day: date, texts: Texts) -> Calculation | None:
    if INSURANCE not in edition.parameters:
        return None
    term = deadlines.term_of(edition, INSURANCE, "conclusion")
    return _told(deadlines.compute(term, day), texts)


def _told(found: deadlines.Computed, texts: Texts) -> Calculation:
    return calculation(found, texts.say("documents.conclusion.event"))


def _invoicing(buyer: OrganisationCard, reference: str) -> conclusion.Invoicing:
    number = buyer.enterprise_number
    return conclusion.Invoicing(
        reference=reference, peppol=PEPPOL.format(number=number) if number else None
    )


def _contact(connection: Connection, state: ContractState, draft: TenderDraft) -> letter.Contact:
    """Who manages the contract; the file manager while nobody does."""
    manager = draft.team.contract_manager
    if manager is None:
        return contacts.file_manager(connection, state.tender)
    return contacts.of(organisations.person(connection, manager))


def signatories(connection: Connection, aggregate: str) -> tuple[Signatory, ...]:
    """Who concluded; nobody is named where the award was decided outside this dossier."""
    award = contracts.state_of(connection, aggregate).award
    return tuple(
        signed(connection, event)
        for event in records.read_events(connection, award)
        if isinstance(event, awarding.ContractConcluded)
    )
