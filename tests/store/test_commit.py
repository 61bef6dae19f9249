"""The one transaction: what it records, what it refuses, what a repeat is answered."""

from contracts import names
from contracts.envelope import CommitRequest, Outcome
from contracts.refusals import Code
from contracts.tendering import Stage, process
from infra.store import audit, clock, commit, outbox, records
from infra.store.engine import Store
from tests import builders
from tests.builders import uid

TENDER = names.tender(uid("tender"))


async def create(store: Store, key: str = "create") -> Outcome:
    """A dossier by Noor."""
    draft = builders.draft()
    sha256 = await store.write(lambda c: records.put_content(c, draft))
    command = process.CreateTender(
        id=key,
        aggregate=TENDER,
        organisation=builders.CITY,
        actor=uid("Noor"),
        at=await store.read(clock.now),
        draft_hash=sha256,
    )
    request = CommitRequest(aggregate=TENDER, known=0, command=command)
    return await commit.commit(store, request, direct=True)


async def submit(store: Store, who: str = "Noor", key: str = "submit") -> Outcome:
    """The draft put before its approvers."""
    command = process.SubmitForApproval(
        id=key,
        aggregate=TENDER,
        organisation=builders.CITY,
        actor=uid(who),
        at=await store.read(clock.now),
        draft_hash=await store.write(lambda c: records.put_content(c, builders.draft())),
    )
    return await commit.commit(store, CommitRequest(aggregate=TENDER, known=0, command=command))


async def test_a_command_is_recorded_with_event_leaf_outbox_and_tasks(store: Store) -> None:
    outcome = await create(store)
    assert outcome.refusal is None
    assert outcome.state is not None
    assert (outcome.state.version, outcome.state.stage) == (1, Stage.PREPARING)
    assert outcome.answer["reference"] == "SS-2026-001"
    assert [e.kind for e in await store.read(lambda c: records.read_events(c, TENDER))] == [
        "tender_created"
    ]
    assert await store.read(audit.count) == 1
    assert await store.read(audit.first_fault) is None
    assert await store.read(outbox.open_count) == 1


async def test_a_repeat_is_answered_as_the_first_time(store: Store) -> None:
    first = await create(store)
    again = await create(store)
    assert again.repeated
    assert again.answer == first.answer
    assert await store.read(audit.count) == 1


async def test_another_body_under_the_same_key_is_refused(store: Store) -> None:
    await create(store)
    outcome = await submit(store, key="create")
    assert outcome.refusal is not None
    assert outcome.refusal.code is Code.KEY_REUSED


async def test_a_refusal_leaves_nothing_behind(store: Store) -> None:
    await create(store)
    outcome = await submit(store, who="Ilse")
    assert outcome.refusal is not None
    assert outcome.refusal.code is Code.NOT_ALLOWED
    assert await store.read(audit.count) == 1
    assert await store.read(lambda c: records.find_command(c, "submit")) is None


async def test_a_store_older_than_the_workflow_says_so(store: Store) -> None:
    await create(store)
    outcome = await commit.commit(store, CommitRequest(aggregate=TENDER, known=7))
    assert outcome.refusal is not None
    assert outcome.refusal.code is Code.STORE_BEHIND


async def test_an_act_stamped_ahead_of_the_clock_is_refused(store: Store) -> None:
    await create(store)
    command = process.SubmitForApproval(
        id="early",
        aggregate=TENDER,
        organisation=builders.CITY,
        actor=uid("Noor"),
        at=builders.DEADLINE,
        draft_hash="0" * 64,
    )
    outcome = await commit.commit(store, CommitRequest(aggregate=TENDER, known=0, command=command))
    assert outcome.refusal is not None
    assert outcome.refusal.code is Code.AT_IN_FUTURE
