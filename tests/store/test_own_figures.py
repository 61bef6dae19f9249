"""Figures of an organisation's own in the store: put, withdrawn, and pinned by what begins then."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from contracts import names
from contracts.actors import Role
from contracts.aggregate import Command
from contracts.base import content_hash, local_date
from contracts.documents.award import StandstillRule
from contracts.envelope import CommitRequest, Outcome
from contracts.people import OrganisationCard, OrganisationKind, OwnFigure, Person
from contracts.people.process import OverrideParameter, WithdrawOverride
from contracts.refusals import Code
from contracts.rules.editions import Edition, Measure
from contracts.rules.errors import RuleError
from contracts.tendering import process
from infra import rulebook
from infra.store import audit, clock, commit, editions, outbox, people, records
from infra.store.engine import Connection, Store
from infra.store.papers import award_decision
from infra.store.papers.voice import Voice
from infra.store.queries import aggregates, own_figures
from infra.store.queries import tendering as tenders
from tests import builders, direct
from tests.builders import uid
from tests.evaluated import AWARD

CITY = names.organisation(builders.CITY)
REASON = "De gemeenteraad vraagt vijf dagen meer."


def figure(**changed: Any) -> OwnFigure:
    """A longer standstill, with changes."""
    given = {
        "parameter": "standstill",
        "unit": Measure.CALENDAR_DAYS,
        "value": Decimal(20),
        "reason": REASON,
    }
    return OwnFigure.model_validate(given | changed)


async def give(
    store: Store,
    kind: type[Command],
    contents: tuple[Any, ...],
    who: str = "Ilse",
    key: str = "",
    aggregate: str = CITY,
    **what: Any,
) -> Outcome:
    """One act, under a key that its content makes unless one is given."""
    command = kind(
        id=key or f"{kind.__name__}/{who}/{content_hash(repr(contents).encode())}",
        aggregate=aggregate,
        organisation=builders.CITY,
        actor=uid(who),
        at=await store.read(clock.now),
        **what,
    )
    request = CommitRequest(aggregate=aggregate, known=0, command=command)
    return await commit.commit(store, request, direct=True, contents=contents)


async def put(store: Store, own: OwnFigure | None = None, **how: Any) -> Outcome:
    """A figure of the city's own."""
    own = own or figure()
    return await give(store, OverrideParameter, (own,), figure=content_hash(own), **how)


async def withdraw(store: Store, parameter: str = "standstill", **how: Any) -> Outcome:
    """Back to the law."""
    text = "De raad volgt opnieuw de wet."
    reason = content_hash(text.encode())
    return await give(store, WithdrawOverride, (text,), parameter=parameter, reason=reason, **how)


async def create(store: Store, name: str) -> str:
    """A dossier by Noor that begins now; its aggregate."""
    draft = builders.draft()
    aggregate = names.tender(uid(name))
    outcome = await give(
        store,
        process.CreateTender,
        (draft,),
        who="Noor",
        key=name,
        aggregate=aggregate,
        draft_hash=content_hash(draft),
    )
    assert outcome.refusal is None
    return aggregate


async def edition_of(store: Store, aggregate: str) -> Edition:
    """The law that a tender pinned."""
    return (await store.read(lambda c: tenders.get(c, aggregate))).edition


async def own_now(store: Store) -> tuple[own_figures.Recorded, ...]:
    """What the city has in force."""
    return await store.read(lambda c: own_figures.in_force(c, builders.CITY, clock.now(c)))


def code(outcome: Outcome) -> Code | None:
    """Why not; None when it was taken."""
    return outcome.refusal.code if outcome.refusal else None


async def move(store: Store, hours: int) -> None:
    """Let time pass."""
    now = await store.read(clock.now)
    await store.write(lambda c: clock.move(c, now + timedelta(hours=hours)))


async def test_a_figure_is_recorded_with_reason_name_and_leaf(store: Store) -> None:
    outcome = await put(store)
    assert outcome.refusal is None
    assert outcome.state is not None
    assert (outcome.state.version, outcome.state.organisation) == (1, builders.CITY)
    (found,) = await own_now(store)
    assert (found.figure, found.by, found.edition) == (figure(), "Ilse", "be-2026-01")
    assert found.at == outcome.state.last
    assert found.ended_at is None
    events = await store.read(lambda c: records.read_events(c, CITY))
    assert [event.kind for event in events] == ["parameter_overridden"]
    assert await store.read(audit.count) == 1
    assert await store.read(audit.first_fault) is None


async def test_nothing_is_left_to_wake(store: Store) -> None:
    await put(store)
    later = await store.read(clock.now) + timedelta(days=400)
    assert await store.read(outbox.open_count) == 0
    assert await store.read(aggregates.unended) == []
    assert await store.read(lambda c: aggregates.behind(c, later)) == []
    assert await store.read(aggregates.unseen_count) == 0
    assert await store.read(aggregates.busy) == []


async def test_a_repeat_is_answered_as_the_first_time(store: Store) -> None:
    first, again = await put(store), await put(store)
    assert again.repeated
    assert again.answer == first.answer
    assert len(await own_now(store)) == 1
    assert await store.read(audit.count) == 1


async def test_first_acts_at_the_same_moment_all_count(store: Store) -> None:
    first = put(store, key="one")
    second = put(store, figure(parameter="bond_proof_period"), key="two")
    outcomes = await asyncio.gather(first, second, put(store, key="one"))
    assert [code(outcome) for outcome in outcomes] == [None] * 3
    found = await own_now(store)
    assert {each.figure.parameter for each in found} == {"standstill", "bond_proof_period"}
    assert await store.read(audit.count) == 2


async def test_what_begins_then_is_judged_by_it_and_what_ran_is_not(store: Store) -> None:
    law = rulebook.edition_for(local_date(await store.read(clock.now)))
    older = await create(store, "older")
    await put(store)
    newer = await create(store, "newer")
    await move(store, 1)
    await withdraw(store)
    last = await create(store, "last")
    assert (await edition_of(store, older)).sha256 == law.sha256
    assert (await edition_of(store, last)).sha256 == law.sha256
    found = await edition_of(store, newer)
    assert (found.id, found.number("standstill")) == (law.id, Decimal(20))
    replaced = found.parameter("standstill").override
    assert replaced is not None
    assert (replaced.original, replaced.reason, replaced.by) == (15, REASON, "Ilse")
    assert found.sha256 != law.sha256


async def test_a_pinned_edition_is_found_again_after_the_figure_is_gone(store: Store) -> None:
    await put(store)
    aggregate = await create(store, "newer")
    pinned = (await edition_of(store, aggregate)).sha256
    await withdraw(store)
    again = await store.read(lambda c: editions.pinned(c, pinned))
    assert again.sha256 == pinned
    with pytest.raises(RuleError, match="edition_missing"):
        await store.read(lambda c: editions.pinned(c, "0" * 64))


async def test_another_figure_takes_the_place_of_the_first(store: Store) -> None:
    await put(store)
    await put(store, figure(value=Decimal(25)))
    (found,) = await own_now(store)
    assert found.figure.value == 25
    latest, first = await store.read(lambda c: own_figures.every(c, builders.CITY))
    assert latest == found
    assert (first.ended_at, first.ended_by, first.ended_reason) == (latest.at, "Ilse", None)


async def test_a_withdrawal_keeps_what_was_with_its_reason(store: Store) -> None:
    await put(store)
    assert code(await withdraw(store)) is None
    assert await own_now(store) == ()
    (found,) = await store.read(lambda c: own_figures.every(c, builders.CITY))
    assert (found.figure.value, found.ended_by) == (20, "Ilse")
    assert found.ended_reason == "De raad volgt opnieuw de wet."
    assert code(await withdraw(store, key="again")) is Code.OVERRIDE_MISSING


@pytest.mark.parametrize(
    ("own", "refused"),
    [
        (figure(parameter="standstil"), Code.PARAMETER_UNKNOWN),
        (figure(unit=Measure.WORKING_DAYS), Code.OVERRIDE_UNIT_DIFFERS),
        (figure(value="twenty"), Code.OVERRIDE_VALUE_UNUSABLE),
        (figure(value=Decimal(0)), Code.OVERRIDE_OUT_OF_RANGE),
        (figure(value=Decimal(15)), Code.OVERRIDE_CHANGES_NOTHING),
    ],
)
async def test_a_figure_that_cannot_be_is_refused(
    store: Store, own: OwnFigure, refused: Code
) -> None:
    assert code(await put(store, own)) is refused
    assert await store.read(audit.count) == 0
    assert await store.read(lambda c: records.read_state(c, CITY)) is None


async def test_only_the_jurists_of_the_organisation_act(store: Store) -> None:
    await store.write(_neighbour)
    assert code(await put(store, who="Noor")) is Code.NOT_ALLOWED
    assert code(await put(store, who="Els")) is Code.NOT_ALLOWED
    assert code(await put(store, who="Neel")) is Code.UNKNOWN_REFERENCE
    assert code(await put(store, who="Kade Zeven person")) is Code.UNKNOWN_REFERENCE
    await put(store)
    assert code(await withdraw(store, who="Neel")) is Code.UNKNOWN_REFERENCE
    assert len(await own_now(store)) == 1


def _neighbour(connection: Connection) -> None:
    """A jurist of another buyer."""
    card = OrganisationCard(
        id=builders.NEIGHBOUR,
        kind=OrganisationKind.BUYER,
        name="Gemeente Polderkant",
        email="info@polderkant.example",
    )
    people.add_organisation(connection, card)
    neel = Person(
        id=uid("Neel"),
        organisation=builders.NEIGHBOUR,
        name="Neel",
        email="neel@polderkant.example",
    )
    people.add_person(connection, neel, (Role.JURIST,))


async def test_a_figure_under_an_unknown_hash_is_refused(store: Store) -> None:
    outcome = await give(store, OverrideParameter, (), figure="0" * 64)
    assert code(outcome) is Code.UNKNOWN_REFERENCE


async def test_a_figure_that_the_edition_of_the_day_lacks_is_left_out_and_can_go(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(store)
    await put(store, figure(parameter="bond_proof_period"))
    law = rulebook.edition_for(local_date(await store.read(clock.now)))
    kept = {name: each for name, each in law.parameters.items() if name != "standstill"}
    without = law.model_copy(update={"parameters": kept})
    monkeypatch.setattr(rulebook, "edition_for", lambda day: without)
    now = await store.read(clock.now)
    found = await store.read(lambda c: editions.in_force(c, builders.CITY, now))
    assert "standstill" not in found.parameters
    assert found.number("bond_proof_period") == 20
    assert code(await withdraw(store)) is None


async def test_a_decision_tells_its_own_periods_from_those_of_the_law(
    store: Store, tmp_path: Path
) -> None:
    await put(store)
    await put(store, figure(parameter="annulment_application", value=Decimal(90)))
    course = direct.course(store, tmp_path)
    await course.evaluate()
    await course.decide()
    model = await store.read(lambda c: award_decision.model(c, AWARD, Voice("x")))
    assert [(each.length, each.law) for each in model.remedies] == [(15, None), (90, 60)]
    assert isinstance(model.standstill, StandstillRule)
    assert (model.standstill.length, model.standstill.law) == (20, 15)
