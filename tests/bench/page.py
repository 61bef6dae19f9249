"""The page of the score matrix (P-13), fetched over loopback from the running application."""

import tempfile
import time
from decimal import Decimal
from pathlib import Path

import httpx2

from bestek import listening, web
from contracts.actors import Role
from contracts.evaluation import Examination, ExaminationSheet, Score, ScoreSheet, process
from contracts.people import OrganisationCard, OrganisationKind, Person
from contracts.tendering.draft import Criterion
from infra.store import accounts, clock, drafts, people
from infra.store.engine import Connection
from infra.store.queries.evaluation import SCORES
from tests import builders, direct, opened
from tests.builders import uid
from tests.evaluated import EVALUATION, TENDER, Course
from tests.running import NOWHERE, at_rest

GETS = 50
WARM_UP = 5
BIDDERS = tuple(f"Bidder {number}" for number in range(1, 9))
QUALITY = tuple(
    Criterion(id=f"K{number}", name=f"Criterion {number}", kind="quality", weight=Decimal(6))
    for number in range(1, 13)
)
PRICE = Criterion(id="K13", name="Price", kind="price", weight=Decimal(28), formula="P1/1")
SESSION = "session-of-the-benchmark"
PATH = f"/nl/{TENDER.replace('tender/', 'tenders/')}/evaluation/scores"


async def measure() -> None:
    """Print p50 and p95 of the page, for a member who has filled in every cell."""
    with tempfile.TemporaryDirectory(prefix="bestek-bench-") as name:
        folder = Path(name)
        async with at_rest(NOWHERE, "default", folder, lazy=True) as running:
            parts = running.parts
            await parts.store.write(_bidders)
            await _scoring(direct.course(parts.store, folder))
            await parts.store.write(_filled)
            with listening.bind("127.0.0.1", 0) as taken:
                port = taken.getsockname()[1]
                async with web.serving(parts, taken):
                    await _fetch(f"http://127.0.0.1:{port}")


async def _fetch(url: str) -> None:
    cookies = {"bestek_session": SESSION}
    taken: list[float] = []
    size = 0
    async with httpx2.AsyncClient(base_url=url, cookies=cookies, trust_env=False) as client:
        for number in range(-WARM_UP, GETS):
            began = time.perf_counter()
            answer = await client.get(PATH)
            if answer.status_code != httpx2.codes.OK:
                print(f"page of the matrix: not measured, it answers {answer.status_code}")
                return
            size = len(answer.content)
            if number >= 0:
                taken.append(1000 * (time.perf_counter() - began))
    taken.sort()
    print(
        f"page of the matrix (8 bids x 12)     {taken[GETS // 2]:7.1f} ms (p50), "
        f"{taken[GETS * 95 // 100]:.1f} ms (p95) of {GETS}, {size / 1024:.0f} KiB"
    )


def _bidders(connection: Connection) -> None:
    for name in BIDDERS:
        card = OrganisationCard(
            id=uid(name),
            kind=OrganisationKind.SUPPLIER,
            name=f"{name} nv",
            address="Dok 7\n9999 Scheldeburg",
            seat="Scheldeburg",
            email=f"{uid(name)[:8]}@example.org",
        )
        person = Person(
            id=uid(f"{name} person"),
            organisation=uid(name),
            name=f"{name} person",
            function=Role.SUPPLIER.value,
            department="Sales",
            email=card.email,
        )
        people.add_organisation(connection, card)
        people.add_person(connection, person, (Role.SUPPLIER,))


async def _scoring(course: Course) -> None:
    """From opened bids to the members' own scores."""
    draft = builders.draft(criteria=(*QUALITY, PRICE))
    prices = {name: f"{600_000 + 10_000 * place}.00" for place, name in enumerate(BIDDERS)}
    await course.store.write(lambda c: opened.tender(c, draft, prices))
    await course.start()
    await course.declare()
    rows = tuple(
        Examination(bid=opened.bid(name), not_excluded=True, selected=True, regular=True)
        for name in BIDDERS
    )
    sheet = await course.bind(ExaminationSheet(evaluation=EVALUATION, rows=rows))
    await course.act(process.RecordExamination, EVALUATION, "Ilse", sheet=sheet)


def _filled(connection: Connection) -> None:
    """Tine's sheet with every cell in it, and her session."""
    motivation = "The plan names each step, who takes it and how it is proven. " * 3
    rows = tuple(
        Score(bid=opened.bid(name), criterion=each.id, score=Decimal("7.5"), motivation=motivation)
        for name in BIDDERS
        for each in QUALITY
    )
    tine = uid("Tine")
    drafts.save(
        connection,
        EVALUATION,
        SCORES.name,
        ScoreSheet(evaluation=EVALUATION, person=tine, rows=rows),
        by=tine,
        at=clock.now(connection),
        known=0,
        author=SCORES.author(tine),
    )
    accounts.start_session(connection, SESSION, tine, clock.wall(connection))
