"""A delivery on Temporal's real server: sign-offs, a remedy, the certificate, the end."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from api.commands import RefusedError
from contracts import names
from contracts.acceptance import AcceptanceState, SignOffReport, Stage, Verdict, process
from contracts.acceptance.report import CriterionResult, Result, Severity, Shortcoming
from contracts.base import local_date
from contracts.contracting import Stage as ContractStage
from contracts.contracting import Status
from contracts.documents import AcceptanceCertificate
from contracts.envelope import Answer
from contracts.refusals import Code
from infra import documents as drawing
from infra.store import clock, documents, records
from infra.store.queries import acceptance as deliveries
from infra.store.queries import contracting as contracts
from tests import builders, contracted
from tests.builders import uid
from tests.contracted import CONTRACT, CONTRACTOR, CRITERIA, M1, M2, M3, deliver, until
from tests.histories.keeping import keep
from tests.workflows.conftest import Running

FIRST = names.acceptance(M1, 1)


def report(acceptance: str, criteria: tuple[str, ...], **changes: Any) -> SignOffReport:
    """A report in which everything is met."""
    whole = {
        "acceptance": acceptance,
        "round": 1,
        "verdict": Verdict.ACCEPTED,
        "results": tuple(CriterionResult(criterion=each, result=Result.MET) for each in criteria),
    }
    return SignOffReport.model_validate(whole | changes)


def wanting(before: date) -> SignOffReport:
    """A report with one grave shortcoming, to be remedied before a day."""
    return report(
        FIRST,
        CRITERIA,
        verdict=Verdict.SHORTCOMINGS,
        results=(
            CriterionResult(criterion=CRITERIA[0], result=Result.MET),
            CriterionResult(criterion=CRITERIA[1], result=Result.NOT_MET),
        ),
        shortcomings=(
            Shortcoming(
                criterion=CRITERIA[1],
                text="De meetproef haalt 82 % van de norm.",
                severity=Severity.BLOCKING,
            ),
        ),
        remedy_before=before,
    )


async def sign(running: Running, who: str, signed: SignOffReport, key: str) -> Answer:
    """One member's sign-off."""
    bound = await running.parts.store.write(lambda c: records.put_content(c, signed))
    command = process.SignOff(
        id=key,
        aggregate=signed.acceptance,
        organisation=builders.CITY,
        actor=uid(who),
        at=await running.commands.instant(),
        report=bound,
    )
    return await running.commands.send(command)


async def remedy(running: Running, key: str) -> Answer:
    """The contractor's word that the shortcomings are remedied."""
    store = running.parts.store
    note = await store.write(lambda c: records.put_content(c, "Twee schijven vervangen."))
    command = process.ConfirmRemedy(
        id=key,
        aggregate=FIRST,
        organisation=uid("Kade Zeven"),
        actor=CONTRACTOR,
        at=await running.commands.instant(),
        note=note,
    )
    return await running.commands.arrive(command)


async def accept(running: Running, milestone: str, criteria: tuple[str, ...]) -> None:
    """A delivery without a remark, from its confirmation to its certificate."""
    acceptance = names.acceptance(milestone, 1)
    await deliver(running, milestone, f"deliver {milestone}")
    await until(running, acceptance, lambda s: s.stage == Stage.VERIFYING)
    for who in ("Fatima", "Stijn"):
        await sign(running, who, report(acceptance, criteria), f"{who} {milestone}")
    await until(running, CONTRACT, lambda s: s.milestone(milestone).status == Status.ACCEPTED)


async def test_a_contract_runs_to_its_final_certificate(running: Running) -> None:
    await contracted.conclude(running.parts.store)
    await accept(running, M1, CRITERIA)
    await accept(running, M2, ("Back-up",))
    await accept(running, M3, ("Uitwijk",))
    await until(running, CONTRACT, lambda s: s.stage == ContractStage.COMPLETED)
    await keep(running, CONTRACT, "three-deliveries")
    store = running.parts.store
    found = await store.read(lambda c: contracts.get(c, CONTRACT))
    values = [line.value.amount for line in found.milestones if line.value]
    assert [str(value) for value in values] == ["244938.27", "244938.27", "122469.13"]
    assert sum(values) == contracted.PRICE.amount
    assert [line.status for line in found.milestones] == [Status.ACCEPTED] * 3
    drawn = await store.read(lambda c: documents.of_dossier(c, found.state.dossier))
    assert Counter(d.kind for d in drawn) == {"D-02": 1, "D-15": 1, "D-18": 3, "D-21": 3}
    assert {d.party for d in drawn if d.kind != "D-02"} == {uid("Kade Zeven")}
    certificates = [d for d in drawn if d.kind == "D-21"]
    last = await running.parts.files.read(certificates[-1].sha256)
    twin = AcceptanceCertificate.model_validate_json(drawing.twin_of(last))
    assert twin.kind == "final"


async def test_a_shortcoming_is_remedied_before_the_certificate(running: Running) -> None:
    await contracted.conclude(running.parts.store)
    store = running.parts.store
    await deliver(running, M1, "deliver")
    await until(running, FIRST, lambda s: s.stage == Stage.VERIFYING)
    today = local_date(await running.commands.instant())
    before = today + timedelta(days=14)
    await sign(running, "Fatima", wanting(before), "Fatima 1")
    with pytest.raises(RefusedError) as refused:
        await sign(running, "Fatima", wanting(before), "Fatima again")
    assert refused.value.refusal.code is Code.ALREADY_SIGNED_OFF
    answer = await sign(running, "Stijn", report(FIRST, CRITERIA), "Stijn 1")
    assert answer.stage == Stage.REMEDYING
    state = await until(running, FIRST, lambda s: s.stage == Stage.REMEDYING)
    due = state.next_due
    assert due is not None
    await store.write(lambda c: clock.move(c, due.at))
    await running.parts.wake(FIRST)
    overdue = await until(running, FIRST, lambda s: not s.agenda)
    assert overdue.stage == Stage.REMEDYING
    await remedy(running, "remedy")
    second = await until(running, FIRST, lambda s: s.stage == Stage.VERIFYING)
    assert isinstance(second, AcceptanceState)
    assert (second.round, len(second.unsigned)) == (2, 2)
    for who in ("Stijn", "Fatima"):
        await sign(running, who, report(FIRST, CRITERIA, round=2), f"{who} 2")
    await until(running, FIRST, lambda s: s.stage == Stage.CERTIFIED)
    delivery = await store.read(lambda c: deliveries.get(c, FIRST))
    assert [r.complete for r in delivery.rounds] == [True, True]
    assert delivery.rounds[1].remedy == "Twee schijven vervangen."
    document = await store.read(lambda c: documents.get(c, delivery.certificate or "none"))
    assert document is not None
    twin = AcceptanceCertificate.model_validate_json(
        drawing.twin_of(await running.parts.files.read(document.sha256))
    )
    (remark,) = twin.remarks
    assert remark.remedy_by == before - timedelta(days=1)
    assert remark.remedied_on == before
    assert [s.name for s in twin.signatures] == ["Stijn", "Fatima", "Dirk"]
    await keep(running, FIRST, "remedied")


async def test_nobody_accepts_tacitly(running: Running) -> None:
    await contracted.conclude(running.parts.store)
    await deliver(running, M1, "deliver")
    state = await until(running, FIRST, lambda s: s.stage == Stage.VERIFYING)
    assert isinstance(state, AcceptanceState)
    await running.parts.store.write(lambda c: clock.move(c, state.verification_ends))
    await running.parts.wake(FIRST)
    late = await until(running, FIRST, lambda s: s.version > state.version)
    assert (late.stage, late.agenda) == (Stage.VERIFYING, ())
