"""Tenders by other procedures than the open one, from draft to award, on both databases.

One is of the law; the other is made up here, as a file: no code knows it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from api.commands import RefusedError
from api.pages.tendering import choosing
from api.pages.tendering.course import course as drawn
from contracts import awarding, tendering
from contracts.awarding import process as award
from contracts.base import Language, Money
from contracts.documents.award import NoStandstill
from contracts.refusals import Code
from contracts.rules import procedures
from contracts.rules.procedures import Procedures, Step
from contracts.tendering import TenderDraft
from infra import procedure_files
from infra.notices import ocds, release_writer
from infra.store.engine import Connection, Store
from infra.store.papers import award_decision, opening_record
from infra.store.papers.voice import Voice
from infra.store.queries import organisations
from infra.store.queries import tendering as tenders
from infra.texts.catalogue import Texts
from tests import builders, direct, opened
from tests.builders import uid
from tests.evaluated import AWARD, TENDER

SHIPPED = Path(procedure_files.__file__).parent / "procedures"
REASONS = "De raming ligt onder de drempel, en de markt biedt kant-en-klare toestellen."
NL = Texts(Language.NL)

CONTEST = """
id = "kiosk_contest"
form = "procedure"
article = "Act 17 June 2016 art. 41"
source = "a test"
steps = [
  "preparation", "approval", "publication", "submission", "opening", "auction", "examination",
  "evaluation", "proposal", "visum", "decision", "notification", "conclusion",
]
publication = "by_estimate"

[[may_leave_out]]
code = "negotiation"
steps = ["auction"]
article = "Act 17 June 2016 art. 45"
announced = true

[[grounds]]
code = "amount"
article = "Act 17 June 2016 art. 41 par.1 1"
kinds = ["services"]
below = "eu_threshold_works"

[[periods]]
of = "submission"
event = "notice_dispatched"
article = "Act 17 June 2016 art. 41 par.2"
base = "restricted_requests"
"""


CAPPED = CONTEST.replace(
    'below = "eu_threshold_works"',
    'below = "simplified_negotiated_limit_supplies_services"\napproved_too = true',
)


def simplified(**changes: object) -> TenderDraft:
    """A draft by the simplified negotiated procedure."""
    whole: dict[str, object] = {
        "procedure": "simplified_negotiated",
        "procedure_reasons": REASONS,
        "estimate": Money(amount=Decimal(185_000)),
    }
    return builders.draft(**(whole | changes))


@pytest.fixture
def with_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Procedures:
    """The product with one more file among its procedures: CONTEST, or the one of the test."""
    content = getattr(request, "param", CONTEST)
    (tmp_path / "kiosk_contest.toml").write_text(content, encoding="utf-8")
    known = procedure_files.read(SHIPPED, tmp_path)
    monkeypatch.setattr(procedure_files, "shipped", lambda: known)
    return known


@contextmanager
def refused(code: Code) -> Iterator[None]:
    """What is given inside is refused with this code."""
    with pytest.raises(AssertionError, match=f"Code.{code.name}:"):
        yield


def notice(connection: Connection) -> bytes:
    """The notice of the tender."""
    tender = tenders.get(connection, TENDER)
    assert tender.procedure is not None
    return release_writer.tender_release(
        release_writer.Published(
            tender=tender.id,
            reference=tender.reference,
            buyer=organisations.get(connection, tender.state.organisation),
            draft=tender.draft,
            procedure=tender.procedure,
            dispatched_at=datetime(2026, 1, 12, tzinfo=UTC),
        )
    )


async def test_a_simplified_negotiated_procedure_runs_to_its_contract(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for supplier, price in opened.PRICES.items():
        monkeypatch.setitem(opened.PRICES, supplier, str(Decimal(price) / 4))
    draft = simplified()
    course = direct.course(store, tmp_path)
    await course.evaluate(draft)
    await course.decide()
    # Below the European threshold no standstill is imposed: the contract can follow.
    assert (await course.state(AWARD)).stage is awarding.Stage.CONCLUDABLE
    await course.act(award.ConcludeContract, AWARD, "Bram", contract=uid("contract"))
    assert (await course.state(TENDER)).stage is tendering.Stage.CONCLUDED
    decision = await store.read(lambda c: award_decision.model(c, AWARD, Voice("x")))
    assert decision.procedure == (
        "vereenvoudigde onderhandelingsprocedure met voorafgaande bekendmaking"
    )
    assert decision.negotiation is not None
    ground, reasons = decision.negotiation.split("\n\n")
    assert "de raming ligt onder €\xa0216.000,00" in ground
    assert "art. 41" in ground
    assert reasons == REASONS
    assert decision.background[0] == (
        "De opdracht wordt gegund op basis van de eerste offertes, zonder onderhandelingen."
    )
    record = await store.read(lambda c: opening_record.model(c, TENDER, Voice("x")))
    assert record.procedure == decision.procedure


async def test_an_offer_far_above_the_threshold_keeps_its_standstill(
    store: Store, tmp_path: Path
) -> None:
    """More than 20 % above it, though the estimate was below (Act of 17 June 2013, art. 3)."""
    course = direct.course(store, tmp_path)
    await course.evaluate(simplified())
    await course.decide()
    state = await course.state(AWARD)
    assert isinstance(state, awarding.AwardState)
    assert state.stage is awarding.Stage.STANDSTILL
    assert state.standstill_ends == datetime(2026, 3, 17, 23, tzinfo=UTC)
    with pytest.raises(RefusedError) as early:
        await course.act(award.ConcludeContract, AWARD, "Bram", contract=uid("contract"))
    assert early.value.refusal.code is Code.STANDSTILL_RUNS


async def test_the_notice_says_the_procedure_and_is_read_as_it(store: Store) -> None:
    await store.write(lambda c: opened.publish(c, simplified()))
    content = await store.read(notice)
    assert b'"noNegotiationNecessary": true' in content
    found = ocds.read(content)
    assert found.draft.procedure == "simplified_negotiated"


async def test_the_ground_and_the_reasons_are_judged_when_a_draft_is_submitted(
    store: Store,
) -> None:
    above = simplified(estimate=Money(amount=Decimal("230000.00")))
    with refused(Code.PROCEDURE_ABOVE_LIMIT):
        await store.write(lambda c: opened.publish(c, above))
    with refused(Code.CHOICE_UNREASONED):
        await store.write(lambda c: opened.publish(c, simplified(procedure_reasons="")))
    restricted = builders.draft(procedure="restricted")
    with refused(Code.PROCEDURE_NOT_RUN):
        await store.write(lambda c: opened.publish(c, restricted))
    with refused(Code.PROCEDURE_UNKNOWN):
        await store.write(lambda c: opened.publish(c, builders.draft(procedure="secret")))


@pytest.mark.parametrize("with_a_file", [CAPPED], indirect=True)
async def test_an_award_above_the_limit_of_the_ground_is_not_proposed(
    store: Store, tmp_path: Path, with_a_file: Procedures
) -> None:
    """Where the file says that the amount to approve stays below the limit too."""
    course = direct.course(store, tmp_path)
    await course.evaluate(simplified(procedure="kiosk_contest"))
    with pytest.raises(RefusedError) as above:
        await course.decide()
    assert above.value.refusal.code is Code.AWARD_ABOVE_LIMIT
    assert (await course.state(AWARD)).stage is awarding.Stage.PROPOSING


async def test_a_procedure_that_no_code_knows_runs_by_its_file(
    store: Store, tmp_path: Path, with_a_file: Procedures, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = with_a_file.procedure("kiosk_contest")
    draft = builders.draft(procedure=known.id)
    assert known.id in choosing.ids(builders.draft())
    # Its own period: 30 days, which electronic submission does not shorten.
    now = builders.START
    early = draft.model_copy(update={"submission_deadline": now + timedelta(days=29)})
    with refused(Code.PERIOD_TOO_SHORT):
        await store.write(lambda c: opened.publish(c, early))
    course = direct.course(store, tmp_path)
    await course.evaluate(draft)
    # What was submitted stays what it runs by, whatever the file says afterwards, or without one.
    shipped = procedure_files.read(SHIPPED)
    monkeypatch.setattr(procedure_files, "shipped", lambda: shipped)
    tender = await store.read(lambda c: tenders.get(c, TENDER))
    assert tender.procedure == known
    # An auditor finds it under the hash that the advice told.
    assert tender.state.procedure == known.sha256
    shown = [each["step"] for each in drawn(tender, (), now, NL)]
    assert shown[-2:] == ["award", "conclusion"]
    assert "standstill" not in shown
    # A European notice would impose the standstill; this procedure has none.
    level, offer = procedures.Level.EUROPEAN, Money(amount=Decimal(600_000))
    bought = procedures.Bought.SERVICES
    assert procedures.standstill_is_mandatory(tender.edition, level, bought, offer)
    assert Step.STANDSTILL not in known.steps
    await course.decide()
    decision = await store.read(lambda c: award_decision.model(c, AWARD, Voice("x")))
    assert decision.procedure == "kiosk_contest"
    assert isinstance(decision.standstill, NoStandstill)
    await course.act(award.ConcludeContract, AWARD, "Bram", contract=uid("contract"))
    assert (await course.state(TENDER)).stage is tendering.Stage.CONCLUDED
