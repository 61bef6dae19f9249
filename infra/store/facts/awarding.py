"""Facts of an award: the chosen bid, the ranking, and the sheets that are named or bound."""

from typing import Any

from contracts.aggregate import Command, Facts
from contracts.awarding import AwardFacts, AwardProposal, AwardState, DecisionSheet, VisumSheet
from contracts.awarding import process as acts
from contracts.bidding import OpenedBid
from contracts.evaluation import RankingResult
from contracts.names import subject_of, tender
from contracts.tendering import TenderDraft
from infra.store import records
from infra.store.engine import Connection
from infra.store.facts.reading import Readers, base_of, base_within, tender_of
from infra.store.queries import bidding as bids
from infra.store.queries import procedures


def _bid(connection: Connection, tender_aggregate: str, bid: str) -> OpenedBid | None:
    found = bids.opened(connection, tender_aggregate)
    return next((opened for opened in found if opened.bid == bid), None)


def _opened(
    connection: Connection, state: None, command: acts.OpenAward, base: Facts
) -> AwardFacts:
    found = tender_of(connection, tender(subject_of(command.aggregate)), command.organisation)
    if found is None:
        return AwardFacts(**base_of(base))
    suppliers = {bid.id: bid.supplier for bid in bids.of_tender(connection, found.aggregate)}
    return AwardFacts(
        **base_within(connection, base, found),
        tender=found,
        supplier=suppliers.get(command.winner),
        bid=_bid(connection, found.aggregate, command.winner),
    )


def _proposed(
    connection: Connection, state: AwardState, command: acts.ProposeAward, base: Facts
) -> AwardFacts:
    return AwardFacts(
        **base_of(base),
        **_course(connection, state, command),
        bid=_bid(connection, state.tender, state.winner),
        ranking=records.bound(connection, state.ranking, RankingResult),
        proposal=records.read_content(connection, command.proposal, AwardProposal),
    )


def _course(connection: Connection, state: AwardState, command: Command) -> dict[str, Any]:
    """What was announced, and the procedure by which the tender runs."""
    draft = records.bound(connection, state.draft_hash, TenderDraft)
    found = tender_of(connection, state.tender, command.organisation)
    procedure = procedures.of_tender(connection, found, draft) if found else None
    return {"draft": draft, "procedure": procedure}


def _bound_proposal(connection: Connection, state: AwardState) -> AwardProposal | None:
    if state.proposal is None:
        return None
    return records.bound(connection, state.proposal, AwardProposal)


def _granted(
    connection: Connection, state: AwardState, command: acts.GrantVisum, base: Facts
) -> AwardFacts:
    return AwardFacts(
        **base_of(base),
        proposal=_bound_proposal(connection, state),
        visum=records.read_content(connection, command.visum, VisumSheet),
    )


def _decided(
    connection: Connection, state: AwardState, command: acts.RegisterDecision, base: Facts
) -> AwardFacts:
    return AwardFacts(
        **base_of(base),
        proposal=_bound_proposal(connection, state),
        decision=records.read_content(connection, command.decision, DecisionSheet),
    )


def _sent(
    connection: Connection, state: AwardState, command: acts.RecordLettersSent, base: Facts
) -> AwardFacts:
    return AwardFacts(
        **base_of(base),
        **_course(connection, state, command),
        proposal=_bound_proposal(connection, state),
    )


def _plain(connection: Connection, state: Any, command: Any, base: Facts) -> AwardFacts:
    return AwardFacts(**base_of(base))


READERS: Readers = {
    acts.OpenAward: _opened,
    acts.ProposeAward: _proposed,
    acts.GrantVisum: _granted,
    acts.RefuseVisum: _plain,
    acts.RegisterDecision: _decided,
    acts.RecordDocuments: _plain,
    acts.RecordLettersSent: _sent,
    acts.RecordOutdatedLetters: _plain,
    acts.ConcludeContract: _plain,
}
