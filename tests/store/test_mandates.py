"""Mandates in the store: in force by day in Brussels, and what is done on them."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from contracts.actors import Mandate, Role
from contracts.envelope import CommitRequest, Outcome
from contracts.people.mandates import GiveMandate
from contracts.refusals import Code
from contracts.tendering import process
from infra.store import clock, commit, records
from infra.store.engine import Connection, Store
from infra.store.queries import mandates, people, tasks
from infra.store.tables.core import audit_entries, events
from infra.store.tables.people import roles
from tests import builders, lent, opened
from tests.builders import START, uid
from tests.lent import euros


async def held(store: Store, who: str, at: datetime) -> tuple[Mandate, ...]:
    """The mandates of a person at an instant."""
    return await store.read(lambda c: mandates.in_force(c, uid(who), at))


def code(outcome: Outcome) -> Code | None:
    """Why not; None when it was taken."""
    return outcome.refusal.code if outcome.refusal else None


@pytest.mark.parametrize(
    ("moment", "counts"),
    [
        # In UTC a day of Brussels begins at 23.00 the day before, in summer at 22.00.
        (datetime(2026, 1, 14, 22, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 1, 14, 23, 0, tzinfo=UTC), True),
        (datetime(2026, 4, 30, 21, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 4, 30, 22, 0, tzinfo=UTC), False),
    ],
)
async def test_a_mandate_counts_from_its_first_to_its_last_day_in_brussels(
    store: Store, moment: datetime, counts: bool
) -> None:
    first, last = date(2026, 1, 15), date(2026, 4, 30)
    given = await lent.give(store, Role.JURIST, "Ilse", "Bram", valid_from=first, valid_to=last)
    assert code(given) is None
    assert bool(await held(store, "Bram", moment)) is counts


async def test_a_mandate_that_is_ended_counts_no_more_from_that_moment(store: Store) -> None:
    given = await lent.give(store, Role.JURIST, "Ilse", "Bram", limit=euros("30000.00"))
    assert len(await held(store, "Bram", START)) == 1
    later = START + timedelta(days=2)
    await store.write(lambda c: clock.move(c, later))
    assert code(await lent.end(store, "Ilse", given.answer["mandate"])) is None
    again = await lent.end(store, "Ilse", given.answer["mandate"], "again")
    assert code(again) is Code.MANDATE_OVER
    (kept,) = await store.read(lambda c: mandates.of_organisation(c, builders.CITY))
    assert kept.ended_by == uid("Ilse")
    assert kept.ended_at is not None
    assert kept.ended_at >= later
    assert len(await held(store, "Bram", kept.ended_at - timedelta(microseconds=1))) == 1
    assert await held(store, "Bram", kept.ended_at) == ()
    assert kept.mandate.limit == euros("30000.00")


async def test_two_deputies_at_once_both_stand_in(store: Store) -> None:
    await lent.give(store, Role.JURIST, "Ilse", "Bram")
    await lent.give(store, Role.JURIST, "Ilse", "Noor", valid_from=date(2026, 1, 20))
    day = datetime(2026, 1, 21, 8, tzinfo=UTC)
    assert [m.titular for who in ("Bram", "Noor") for m in await held(store, who, day)] == [
        uid("Ilse"),
        uid("Ilse"),
    ]
    assert await held(store, "Noor", START) == ()


async def test_a_role_that_the_titular_lost_is_held_by_nobody_for_them(store: Store) -> None:
    await lent.give(store, Role.JURIST, "Ilse", "Bram")
    gone = roles.delete().where(roles.c.person == uid("Ilse"))
    await store.write(lambda c: c.execute(gone))
    assert await held(store, "Bram", START) == ()


@pytest.mark.parametrize(
    ("role", "titular", "holder", "by", "what", "expected"),
    [
        (Role.JURIST, "Ilse", "Ilse", "Ilse", {}, Code.CANNOT_DEPUTISE),
        (Role.JURIST, "Ilse", "Els", "Ilse", {}, Code.CANNOT_DEPUTISE),
        (Role.JURIST, "Ilse", "Joris", "Ilse", {}, Code.CANNOT_DEPUTISE),
        (Role.JURIST, "Ilse", "Kade Zeven person", "Ilse", {}, Code.CANNOT_DEPUTISE),
        (Role.FINANCE_DIRECTOR, "Koenraad", "Fatima", "Koenraad", {}, Code.CANNOT_DEPUTISE),
        (Role.OPENING_OFFICER, "Bram", "Ilse", "Bram", {}, Code.CANNOT_DEPUTISE),
        (Role.JURIST, "Bram", "Noor", "Bram", {}, Code.CANNOT_DEPUTISE),
        (Role.JURIST, "Ilse", "Bram", "Noor", {}, Code.MANDATE_OF_ANOTHER),
        (Role.JURIST, "Ilse", "nobody", "Ilse", {}, Code.UNKNOWN_REFERENCE),
        (Role.JURIST, "Kade Zeven person", "Bram", "Wouter", {}, Code.UNKNOWN_REFERENCE),
        (Role.JURIST, "Ilse", "Bram", "Els", {}, Code.NOT_ALLOWED),
        (
            Role.JURIST,
            "Ilse",
            "Bram",
            "Ilse",
            {"decided_on": date(2026, 1, 13)},
            Code.DECISION_IN_FUTURE,
        ),
        (
            Role.JURIST,
            "Ilse",
            "Bram",
            "Ilse",
            {"valid_from": date(2026, 1, 11)},
            Code.MANDATE_BACKDATED,
        ),
        (
            Role.JURIST,
            "Ilse",
            "Bram",
            "Ilse",
            {"valid_from": date(2026, 2, 2), "valid_to": date(2026, 2, 1)},
            Code.MANDATE_REVERSED,
        ),
        (Role.JURIST, "Ilse", "Bram", "Wouter", {}, None),
        (Role.FINANCE_DIRECTOR, "Koenraad", "Ilse", "Koenraad", {"acting": True}, None),
    ],
)
async def test_a_mandate_is_given_or_refused_with_its_reason(
    store: Store,
    role: Role,
    titular: str,
    holder: str,
    by: str,
    what: dict[str, Any],
    expected: Code | None,
) -> None:
    outcome = await lent.give(store, role, titular, holder, by=by, **what)
    assert code(outcome) is expected
    kept = await store.read(lambda c: mandates.of_organisation(c, builders.CITY))
    assert bool(kept) is (expected is None)


async def test_only_the_one_concerned_ends_a_mandate(store: Store) -> None:
    given = await lent.give(store, Role.JURIST, "Ilse", "Bram")
    mandate = given.answer["mandate"]
    assert code(await lent.end(store, "Noor", mandate)) is Code.UNKNOWN_REFERENCE
    assert code(await lent.end(store, "Bram", mandate)) is None


async def test_a_deputy_of_the_deputy_has_nothing(store: Store) -> None:
    await lent.give(store, Role.JURIST, "Ilse", "Bram")
    assert code(await lent.give(store, Role.JURIST, "Bram", "Noor")) is Code.CANNOT_DEPUTISE


# --- what is done on a mandate ------------------------------------------------------------------


async def submitted(store: Store) -> str:
    """A draft of Noor's that lies with its approvers; its hash."""

    def work(connection: Connection) -> str:
        draft_hash = records.put_content(connection, builders.draft())
        opened.give(connection, process.CreateTender, uid("Noor"), draft_hash=draft_hash)
        opened.give(connection, process.SubmitForApproval, uid("Noor"), draft_hash=draft_hash)
        return draft_hash

    return await store.write(work)


async def approve(store: Store, who: str, draft_hash: str) -> Outcome:
    """Somebody gives the legal approval."""
    command = process.ApproveLegal(
        id=f"{uid(who)}/approve",
        aggregate=opened.TENDER,
        organisation=builders.CITY,
        actor=uid(who),
        at=await store.read(clock.now),
        draft_hash=draft_hash,
    )
    request = CommitRequest(aggregate=opened.TENDER, known=0, command=command)
    return await commit.commit(store, request, direct=True)


async def test_what_a_deputy_does_is_recorded_as_done_for_the_titular(store: Store) -> None:
    draft_hash = await submitted(store)
    await lent.give(store, Role.JURIST, "Ilse", "Bram")
    assert code(await approve(store, "Bram", draft_hash)) is None
    found = await store.read(lambda c: records.read_events(c, opened.TENDER))
    assert (found[-1].actor, found[-1].on_behalf_of) == (uid("Bram"), uid("Ilse"))
    assert [event.on_behalf_of for event in found[:-1]] == [None, None]

    def told(connection: Connection) -> tuple[Any, Any]:
        row = connection.execute(
            select(events.c.actor, events.c.on_behalf_of).where(events.c.on_behalf_of.is_not(None))
        ).one()
        last = select(audit_entries.c.body).order_by(audit_entries.c.seq.desc()).limit(1)
        return tuple(row), json.loads(connection.execute(last).scalar_one())

    row, entry = await store.read(told)
    assert row == (uid("Bram"), uid("Ilse"))
    assert entry["actor"] == uid("Bram")
    assert entry["on_behalf_of"] == uid("Ilse")
    assert entry["decision"] == lent.DECISION


async def test_a_preparer_who_deputises_for_the_jurist_does_not_approve_own_work(
    store: Store,
) -> None:
    draft_hash = await submitted(store)
    assert code(await lent.give(store, Role.JURIST, "Ilse", "Noor")) is None
    outcome = await approve(store, "Noor", draft_hash)
    assert code(outcome) is Code.SEPARATION_OF_DUTIES
    assert outcome.refusal is not None
    assert outcome.refusal.facts["rule"].value == "permission_rule.preparer_does_not_approve"


@pytest.mark.parametrize(
    ("limit", "expected"), [("650000.00", None), ("649999.99", Code.MANDATE_LIMIT)]
)
async def test_an_approval_counts_the_estimate_against_the_limit(
    store: Store, limit: str, expected: Code | None
) -> None:
    draft_hash = await submitted(store)
    await lent.give(store, Role.JURIST, "Ilse", "Bram", limit=euros(limit))
    outcome = await approve(store, "Bram", draft_hash)
    assert code(outcome) is expected
    if expected is not None:
        assert outcome.refusal is not None
        assert {name: fact.value for name, fact in outcome.refusal.facts.items()} == {
            "decision": lent.DECISION,
            "date": "2026-01-05",
            "limit": "649999.99 EUR",
            "amount": "650000 EUR",
        }


async def test_on_the_day_after_the_deputy_is_nobody_again(store: Store) -> None:
    draft_hash = await submitted(store)
    await lent.give(store, Role.JURIST, "Ilse", "Bram", valid_to=lent.FIRST)
    await store.write(lambda c: clock.move(c, START + timedelta(days=1)))
    assert code(await approve(store, "Bram", draft_hash)) is Code.NOT_ALLOWED


async def test_a_task_waits_for_the_deputy_and_stays_with_the_titular(store: Store) -> None:
    await submitted(store)
    await lent.give(store, Role.JURIST, "Ilse", "Bram")

    def waiting(connection: Connection, who: str) -> dict[str, str | None]:
        actor = people.actor(connection, uid(who), START)
        assert actor is not None
        return {row.what: row.on_behalf_of for row in tasks.waiting_for(connection, actor)}

    assert await store.read(lambda c: waiting(c, "Bram")) == {"approve_legal": uid("Ilse")}
    assert await store.read(lambda c: waiting(c, "Ilse")) == {"approve_legal": None}


async def test_a_repeat_of_a_mandate_gives_it_once(store: Store) -> None:
    first = await lent.give(store, Role.JURIST, "Ilse", "Bram")
    again = await lent.give(store, Role.JURIST, "Ilse", "Bram")
    assert (first.repeated, again.repeated) == (False, True)
    assert len(await store.read(lambda c: mandates.of_organisation(c, builders.CITY))) == 1


def test_a_limit_is_never_below_zero() -> None:
    with pytest.raises(ValueError, match="a limit is not below zero"):
        GiveMandate.model_validate({"limit": {"amount": "-1.00"}})
