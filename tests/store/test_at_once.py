"""The same thing asked many times at the same moment is done once and answered alike."""

import asyncio

from contracts import names
from contracts.base import content_hash
from contracts.envelope import CommitRequest, Outcome
from contracts.refusals import Code
from contracts.tendering import process
from infra.store import audit, clock, commit, records, uploads
from infra.store.engine import Store
from infra.store.uploads import Upload
from tests import builders, opened
from tests.builders import uid

MANY = 8
TENDER = names.tender(uid("tender"))


async def opening(store: Store, key: str = "create") -> CommitRequest:
    """A dossier to be opened by Noor."""
    command = process.CreateTender(
        id=key,
        aggregate=TENDER,
        organisation=builders.CITY,
        actor=uid("Noor"),
        at=await store.read(clock.now),
        draft_hash=await store.write(lambda c: records.put_content(c, builders.draft())),
    )
    return CommitRequest(aggregate=TENDER, known=0, command=command)


async def together(store: Store, *requests: CommitRequest) -> list[Outcome]:
    """All of them committed at once."""
    return await asyncio.gather(*(commit.commit(store, each, direct=True) for each in requests))


async def test_a_dossier_is_opened_once(store: Store) -> None:
    outcomes = await together(store, *[await opening(store)] * MANY)
    assert [outcome.refusal for outcome in outcomes] == [None] * MANY
    assert [outcome.repeated for outcome in outcomes].count(False) == 1
    assert len({outcome.answer["reference"] for outcome in outcomes}) == 1
    assert await store.read(audit.count) == 1


async def test_a_key_is_given_to_one_body_only(store: Store) -> None:
    first = await opening(store)
    assert first.command is not None
    another = first.command.model_copy(update={"draft_hash": content_hash(b"another")})
    second = first.model_copy(update={"command": another})
    outcomes = await together(store, *[first, second] * (MANY // 2))
    taken = [outcome for outcome in outcomes if outcome.refusal is None]
    refused = [outcome.refusal.code for outcome in outcomes if outcome.refusal is not None]
    assert len(taken) == MANY // 2
    assert refused == [Code.KEY_REUSED] * (MANY // 2)


async def test_a_sealed_file_is_registered_once(store: Store) -> None:
    await store.write(lambda c: opened.publish(c, builders.draft()))
    at = await store.read(clock.now)
    sealed = [
        Upload(content_hash(f"{n}".encode()), 100, uid("tender"), uid("Kade Zeven"), at, "one key")
        for n in range(MANY)
    ]

    async def add(upload: Upload) -> Upload:
        return await store.write(lambda c: uploads.add(c, upload))

    kept = await asyncio.gather(*(add(each) for each in sealed))
    assert len({each.sha256 for each in kept}) == 1
    found = await store.read(lambda c: uploads.beginning(c, "one"))
    assert found == kept[0]


async def test_a_rehearsal_leaves_nothing(store: Store) -> None:
    outcome = await commit.rehearse(store, await opening(store))
    assert outcome.refusal is None
    assert outcome.state is not None
    assert await store.read(audit.count) == 0
    assert await store.read(lambda c: records.read_state(c, TENDER)) is None
