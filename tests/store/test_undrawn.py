"""A document that cannot be drawn: kept with its reason, stopped, told, and tried again once."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from activities.documents import Desk, Drawer, Stopped
from activities.notifications import Notifier
from contracts import names
from contracts.actors import Actor
from contracts.documents.order import Order
from contracts.documents.undrawn import Reason
from contracts.refusals import Code
from infra.confined import TooHeavy
from infra.mail import Mailer
from infra.store import audit, clock, documents, outbox, undrawn
from infra.store.engine import Connection, Store
from infra.store.papers import tender_documents
from infra.store.papers.voice import Voice
from infra.store.queries import people, tasks
from infra.store.tables.core import outbox as rows
from infra.store.undrawn import Undrawn, Wanted
from infra.vault.keys import SealUnusable
from tests import builders, drawers, opened
from tests.builders import uid

DOSSIER = names.subject_of(opened.TENDER)
ORDER = Order(document="D-02", aggregate=opened.TENDER)


class Press:
    """Fails so many times, then works as the real one."""

    def __init__(self, real: Any, *failures: Exception) -> None:
        self.real = real
        self.failures = list(failures)
        self.asked = 0

    async def run(self, work: Any, *args: Any) -> Any:
        """One piece of work."""
        self.asked += 1
        if self.failures:
            raise self.failures.pop(0)
        return await self.real.run(work, *args)


@pytest.fixture
async def drawer(store: Store, tmp_path: Path) -> AsyncIterator[Drawer]:
    """What issues documents, over a store with one published tender."""
    await store.write(lambda c: opened.publish(c, builders.draft()))
    async with drawers.drawer(store, tmp_path) as found:
        yield found


def failing(drawer: Drawer, *failures: Exception) -> Press:
    """The drawer with a press that fails as told."""
    press = Press(drawer.press, *failures)
    object.__setattr__(drawer, "press", press)
    return press


def desk_of(drawer: Drawer, folder: Path) -> Desk:
    """A desk with this drawer."""
    mailer = Mailer(None, "bestek@localhost", folder / "mail")
    return Desk(drawer, Notifier(drawer.store, mailer, "http://x"), Voice("x"))


async def known(store: Store, key: str = ORDER.key) -> Undrawn | None:
    """What is known of the failures of a document."""
    return await store.read(lambda c: undrawn.find(c, key))


async def due(store: Store, desk: Desk) -> None:
    """A round of the desk in which every pause is over."""

    def hurry(connection: Connection) -> None:
        connection.execute(update(rows).values(retry_at=None))

    await store.write(hurry)
    await desk.deliver_open()


async def _actor(store: Store, who: str) -> Actor:
    def read(connection: Connection) -> Actor:
        found = people.actor(connection, uid(who), clock.now(connection))
        assert found is not None
        return found

    return await store.read(read)


async def test_too_heavy_twice_stops_and_is_told_with_its_reason(
    store: Store, drawer: Drawer, tmp_path: Path
) -> None:
    press, desk = failing(drawer, TooHeavy("x"), TooHeavy("x")), desk_of(drawer, tmp_path)
    await desk.deliver_open()
    once = await known(store)
    assert once is not None
    assert (once.failures, once.reason, once.stopped) == (1, Reason.TOO_HEAVY, False)
    assert await store.read(lambda c: undrawn.of_dossier(c, DOSSIER)) == []
    await due(store, desk)
    [told] = await store.read(lambda c: undrawn.of_dossier(c, DOSSIER))
    assert (told.failures, told.reason, told.stopped) == (2, Reason.TOO_HEAVY, True)
    assert (told.kind, told.aggregate) == ("D-02", opened.TENDER)
    # It is off the desk: nothing is spent on it any more, and nobody waits behind it.
    await due(store, desk)
    assert press.asked == 2
    open_orders = await store.read(
        lambda c: outbox.open_rows(c, clock.wall(c), frozenset({"document"}))
    )
    assert open_orders == []


async def test_a_person_has_it_tried_again_once_with_an_entry_in_the_log(
    store: Store, drawer: Drawer, tmp_path: Path
) -> None:
    failing(drawer, TooHeavy("x"), TooHeavy("x"))
    desk = desk_of(drawer, tmp_path)
    await desk.deliver_open()
    await due(store, desk)
    stuck = await known(store)
    assert stuck is not None
    before = await store.read(audit.count)
    noor = await _actor(store, "Noor")
    for _ in range(2):
        assert await store.write(lambda c: undrawn.again(c, stuck, noor)) is None
    assert await store.read(audit.count) == before + 1
    [entry] = await store.read(lambda c: audit.entries(c, before))
    told = json.loads(entry.body)
    assert (told["act"], told["document"]) == ("document_tried_again", ORDER.key)
    assert (told["actor"], told["reason"], told["failures"]) == (uid("Noor"), "too_heavy", 2)
    await desk.deliver_open()
    assert await known(store) is None
    done = await store.read(lambda c: documents.find(c, ORDER.key))
    assert done is not None
    assert done.kind == "D-02"
    # The page was old: the document is there, and the act does nothing.
    assert await store.write(lambda c: undrawn.again(c, stuck, noor)) is None
    assert await store.read(audit.count) == before + 2
    assert await store.read(audit.first_fault) is None


async def test_who_may_not_try_again_leaves_no_trace(
    store: Store, drawer: Drawer, tmp_path: Path
) -> None:
    failing(drawer, TooHeavy("x"), TooHeavy("x"))
    desk = desk_of(drawer, tmp_path)
    await desk.deliver_open()
    await due(store, desk)
    stuck, before = await known(store), await store.read(audit.count)
    assert stuck is not None
    for who in ("Ilse", "Kade Zeven person"):
        actor = await _actor(store, who)
        refusal = await store.write(lambda c, a=actor: undrawn.again(c, stuck, a))  # type: ignore[misc]
        assert refusal is not None
        assert refusal.code is Code.NOT_ALLOWED
    assert await known(store) == stuck
    assert await store.read(audit.count) == before


async def test_a_seal_that_fails_is_told_and_tried_for_ever(
    store: Store, drawer: Drawer, tmp_path: Path
) -> None:
    failing(drawer, *(SealUnusable("x") for _ in range(12)))
    desk = desk_of(drawer, tmp_path)
    for _ in range(12):
        await due(store, desk)
    [told] = await store.read(lambda c: undrawn.of_dossier(c, DOSSIER))
    assert (told.failures, told.reason, told.stopped) == (12, Reason.SEAL, False)
    await due(store, desk)
    assert await known(store) is None
    assert await store.read(lambda c: documents.find(c, ORDER.key)) is not None


async def test_the_text_of_an_error_is_kept_nowhere(store: Store, drawer: Drawer) -> None:
    def model_of(_: Connection) -> Any:
        raise ValueError("prijs 123456 van Kade Zeven")

    wanted = Wanted("a step", opened.TENDER, "D-07")
    with pytest.raises(Stopped) as stopped:
        await drawer.draw(wanted, model_of)
    assert stopped.value.args == ("a step", Reason.REFUSED)
    found = await known(store, "a step")
    assert found is not None
    assert "123456" not in repr(found)


async def test_a_step_that_stopped_spends_nothing_until_a_person_asks(
    store: Store, drawer: Drawer
) -> None:
    """The step itself is asked again by its workflow: it needs no order."""
    press = failing(drawer, TooHeavy("x"), TooHeavy("x"))
    wanted = Wanted("a step", opened.TENDER, "D-07")

    def model_of(connection: Connection) -> Any:
        return tender_documents.model(connection, opened.TENDER, Voice("x"))

    with pytest.raises(TooHeavy):
        await drawer.draw(wanted, model_of)
    for _ in range(3):
        with pytest.raises(Stopped):
            await drawer.draw(wanted, model_of)
    assert press.asked == 2
    stuck, noor = await known(store, "a step"), await _actor(store, "Noor")
    assert stuck is not None
    orders = await store.read(outbox.open_count)
    assert await store.write(lambda c: undrawn.again(c, stuck, noor)) is None
    assert await store.read(outbox.open_count) == orders
    assert (await drawer.draw(wanted, model_of)).document is not None


async def test_what_failed_keeps_no_new_document_waiting(store: Store, drawer: Drawer) -> None:
    def work(connection: Connection) -> list[str]:
        wall = clock.wall(connection)
        [failed] = outbox.open_rows(connection, wall, frozenset({"document"}))
        outbox.postpone(connection, failed, wall)
        outbox.add_order(connection, Order(document="D-10", aggregate=opened.TENDER))
        later = wall + outbox.LAST_RETRY
        found = outbox.open_rows(connection, later, frozenset({"document"}))
        return [Order.model_validate_json(row.body).document for row in found]

    assert await store.write(work) == ["D-10", "D-02"]


async def test_the_project_manager_finds_it_on_the_worklist(
    store: Store, drawer: Drawer, tmp_path: Path
) -> None:
    noor = await _actor(store, "Noor")

    async def waiting() -> list[str]:
        found = await store.read(lambda c: tasks.waiting_for(c, noor))
        return [row.aggregate for row in found if row.what == "retry_document"]

    failing(drawer, TooHeavy("x"), TooHeavy("x"))
    desk = desk_of(drawer, tmp_path)
    await desk.deliver_open()
    assert await waiting() == []
    await due(store, desk)
    assert await waiting() == [opened.TENDER]
    ilse = await _actor(store, "Ilse")
    others = await store.read(lambda c: tasks.waiting_for(c, ilse))
    assert "retry_document" not in {row.what for row in others}
