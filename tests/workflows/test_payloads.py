"""What Temporal keeps: ids, hashes, instants and small facts; never what a person wrote or offered.

A whole purchase is played with a mark in every text and a price of its own in every amount; then
the histories of all workflows are read, and the raw bytes of the server's database.
"""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from pydantic import BaseModel
from sqlalchemy import update
from temporalio.client import Client

from contracts import envelope, names
from contracts import people as people_acts
from contracts.awarding import DrawnLetters, SentLetters
from contracts.base import content_hash
from contracts.evaluation import ComputedRanking
from infra.store import clock
from infra.store.engine import Connection
from infra.store.tables.people import organisations, people
from infra.temporal.server import EmbeddedServer
from tests import builders, running
from tests.api_client import ApiClient
from tests.builders import uid
from tests.running import Running

MARK = "Geheimschrift"
PRICES = {"Kade Zeven": "612345.67", "Zilverdijk": "623456.78"}
VISUM = "750000.89"
SECRETS = (MARK, *PRICES.values(), VISUM, "740938.26", "8.75")
"""The mark, the offers, a visum, the offer with VAT, and a score."""

COMMITTEE = ("Griet", "Tine", "Yassin")
CONTRACTOR = "Kade Zeven person"


def draft() -> Any:
    """The builders' draft with the mark in all its texts."""
    whole = builders.draft(title=f"Servers {MARK}", description=MARK, budget_line=MARK)
    plain = whole.model_dump(mode="json")
    plain["estimate"]["amount"] = VISUM
    for name, field in (("lots", "title"), ("items", "description"), ("criteria", "name")):
        for part in plain[name]:
            part[field] += f" {MARK}"
    for milestone in plain["milestones"]:
        milestone["title"] += f" {MARK}"
        milestone["criteria"] = [f"Proef {MARK}"]
    return plain


class Purchase:
    """One purchase by the API, from draft to the certificate of its first delivery."""

    def __init__(self, running: Running, api: ApiClient) -> None:
        self.store = running.parts.store
        self.wake = running.parts.wake
        self.api = api
        self.tender = ""
        self.contract = ""
        self.milestone = ""

    async def post(self, who: str, path: str, body: Any = None) -> Any:
        """A write that must succeed."""
        return _taken(await self.api.post(who, path, body))

    async def bound(self, who: str, path: str, body: Any, act: str | None = None) -> Any:
        """A sheet written, and bound as it was read."""
        read = (await self.api.get(who, path)).json()
        saved = _taken(await self.api.put(who, path, {"version": read["version"], **body}))
        return await self.api.post(who, act or path, {"sha256": saved["sha256"]})

    async def reach(self, who: str, path: str, stage: str) -> Any:
        """Wait until the engine has brought something to a stage."""
        found: Any = None
        for _ in range(400):
            found = (await self.api.get(who, path)).json()
            if found.get("stage") == stage:
                return found
            await asyncio.sleep(0.05)
        raise AssertionError(f"{path} stays {found}, not {stage}")

    async def pass_until(self, moment: datetime, aggregate: str) -> None:
        """Let time pass."""
        await self.store.write(lambda c: clock.move(c, moment))
        await self.wake(aggregate)

    async def publish(self) -> None:
        """Sent back once, with a reason; then approved and published."""
        created = await self.post("Noor", "/tenders", {"draft": draft()})
        self.tender = created["aggregate"].split("/")[1]
        path = f"/tenders/{self.tender}"
        bound = {"draft_hash": (await self.api.get("Noor", path)).json()["draft_hash"]}
        await self.post("Noor", f"{path}/submissions-for-approval", bound)
        back = {"step": "legal", "decision": "return", "reason": MARK, **bound}
        await self.post("Ilse", f"{path}/approvals", back)
        await self.post("Noor", f"{path}/submissions-for-approval", bound)
        for who, step in (("Ilse", "legal"), ("Koenraad", "budget")):
            given = {"step": step, "decision": "approve", **bound}
            await self.post(who, f"{path}/approvals", given)
        await self.post("Bram", f"{path}/publication", bound)
        await self.reach("Bram", path, "published")

    async def receive_bids(self) -> None:
        """Two bids with a file each, and their opening."""
        path = f"/tenders/{self.tender}"
        for supplier, price in PRICES.items():
            content = f"{MARK} van {supplier}".encode()
            who = f"{supplier} person"
            sealed = _taken(await self.api.upload(who, f"{path}/bid-files", content))
            size = len(content)
            file = {"name": f"{MARK}.pdf", "sha256": content_hash(content), "size": size}
            form = {
                "price": {"amount": price},
                "vat_rate": "21",
                "validity_days": 120,
                "signatory": MARK,
                "files": [file],
            }
            await self.post(who, f"{path}/bids", {"form": form, "files": [sealed]})
        found = (await self.api.get("Bram", path)).json()
        closing = datetime.fromisoformat(found["deadline"]).replace(second=31)
        await self.pass_until(closing, names.tender(self.tender))
        await self.reach("Bram", path, "closed")
        for officer in ("Bram", "Lieve"):
            await self.post(officer, f"{path}/opening-confirmations")
        await self.reach("Bram", path, "opened")

    async def evaluate(self) -> None:
        """Declared, examined, scored, agreed and ranked."""
        tender = f"/tenders/{self.tender}"
        bound = {"draft_hash": (await self.api.get("Bram", tender)).json()["draft_hash"]}
        await self.post("Bram", f"{tender}/evaluations", bound)
        path = f"{tender}/evaluations/1"
        possible = {"choice": "possible", "statement": MARK}
        await self.post("Tine", f"{path}/declarations", possible)
        judged = f"{path}/declarations/{uid('Tine')}/judgement"
        await self.post("Ilse", judged, {"admit": True, "reason": MARK})
        for member in ("Griet", "Yassin"):
            await self.post(member, f"{path}/declarations", {"choice": "none"})
        bids = (await self.api.get("Ilse", f"{tender}/bids")).json()
        regular = {"not_excluded": True, "selected": True, "regular": True, "reason": MARK}
        rows = [{"bid": bid["bid"], **regular} for bid in bids]
        _taken(await self.bound("Ilse", f"{path}/examination", {"rows": rows}))
        scored = {"criterion": "K1", "score": "8.75", "motivation": MARK}
        cells = {"rows": [{"bid": bid["bid"], **scored} for bid in bids]}
        for member in COMMITTEE:
            mine = f"{path}/scores/mine"
            _taken(await self.bound(member, mine, cells, f"{path}/scores"))
        _taken(await self.bound("Griet", f"{path}/consensus", cells))
        await self.post("Griet", f"{path}/ranking")
        await self.reach("Griet", path, "ranked")
        await self.post("Griet", f"{path}/conclusion")

    async def award(self) -> None:
        """Proposed, refused once for its credit, decided, sent and concluded."""
        path = f"/tenders/{self.tender}/awards/1"
        await self.reach("Bram", path, "proposing")
        await self._propose(path)
        await self.post("Koenraad", f"{path}/visum-refusals", {"reason": MARK})
        await self._propose(path)
        today = (await self.store.read(clock.now)).date().isoformat()
        visum = {"number": MARK, "date": today, "remark": MARK, "amount": {"amount": "1.00"}}
        low = await self.bound("Koenraad", f"{path}/visum", visum)
        assert low.json()["code"] == "visum_too_low"
        assert "740.938,26" in low.json()["detail"], "told to who asked, from the store"
        visum["amount"] = {"amount": VISUM}
        _taken(await self.bound("Koenraad", f"{path}/visum", visum))
        winner = (await self.api.get("Bram", path)).json()["winner"]
        price = {"amount": PRICES["Kade Zeven"]}
        decision = {"organ": MARK, "number": MARK, "date": today, "winner": winner}
        _taken(await self.bound("Wouter", f"{path}/decision", decision | {"amount": price}))
        award = await self.reach("Bram", path, "standstill")
        ends = datetime.fromisoformat(award["standstill"]["ends"])
        await self.pass_until(ends, names.award(self.tender, 1))
        self.contract = (await self.post("Bram", f"{path}/conclusion"))["answer"]["contract"]

    async def _propose(self, path: str) -> None:
        begun = (await self.api.get("Bram", f"{path}/proposal")).json()["sheet"]
        advantages = [{**row, "text": MARK} for row in begun["advantages"]]
        body = {"motivation": MARK, "advantages": advantages}
        _taken(await self.bound("Bram", f"{path}/proposal", body))

    async def deliver(self) -> None:
        """The first delivery: a shortcoming, its remedy, the certificate."""
        contract = await self.reach("Dirk", f"/contracts/{self.contract}", "running")
        self.milestone = contract["milestones"][0]["id"]
        path = f"/deliveries/{self.milestone}/1"
        note = {
            "signatory": MARK,
            "deliverables": [{"name": MARK, "version": MARK}],
            "evidence": [{"criterion": f"Proef {MARK}", "text": MARK}],
            "remarks": MARK,
        }
        handed = f"/contracts/{self.contract}/milestones/{self.milestone}/deliveries"
        await self.post(CONTRACTOR, handed, note)
        await self.reach("Dirk", path, "verifying")
        until = (await self.store.read(clock.now)).date().replace(day=28).isoformat()
        proof = {"criterion": f"Proef {MARK}"}
        wanting = {
            "verdict": "shortcomings",
            "results": [{**proof, "result": "not_met"}],
            "shortcomings": [{**proof, "text": MARK, "severity": "blocking"}],
            "remedy_before": until,
            "remark": MARK,
        }
        met = [{**proof, "result": "met"}]
        accepted = {"verdict": "accepted", "results": met, "remark": MARK}
        await self._sign(path, {"Fatima": wanting, "Stijn": accepted}, 1)
        await self.reach("Dirk", path, "remedying")
        await self.post(CONTRACTOR, f"{path}/remedy", {"note": MARK})
        await self.reach("Dirk", path, "verifying")
        await self._sign(path, {"Fatima": accepted, "Stijn": accepted}, 2)
        await self.reach("Dirk", path, "certified")

    async def _sign(self, path: str, reports: dict[str, Any], number: int) -> None:
        for who, report in reports.items():
            body = {"round": number, "version": 0, "report": report}
            saved = _taken(await self.api.put(who, f"{path}/sign-off", body))
            await self.post(who, f"{path}/sign-off", {"sha256": saved["sha256"]})


def _taken(answer: httpx2.Response) -> Any:
    assert answer.is_success, answer.text
    return answer.json()


def _mark_everybody(connection: Connection) -> None:
    for table in (people, organisations):
        connection.execute(update(table).values(name=table.c.name + f" {MARK}"))


async def _histories(client: Client) -> dict[str, bytes]:
    """Each workflow's history as it was kept, by its id."""
    kept = {}
    async for found in client.list_workflows():
        history = await client.get_workflow_handle(found.id).fetch_history()
        kept[found.id] = b"".join(event.SerializeToString() for event in history.events)
    return kept


@pytest.mark.faults
async def test_temporal_keeps_nothing_that_a_person_wrote_or_offered(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path / "temporal")
    await server.start()
    try:
        async with (
            running.run(server.address, "default", tmp_path / "data") as at_work,
            ApiClient(at_work.app, at_work.parts.store, keys=MARK) as api,
        ):
            await at_work.parts.store.write(_mark_everybody)
            purchase = Purchase(at_work, api)
            await purchase.publish()
            await purchase.receive_bids()
            await purchase.evaluate()
            await purchase.award()
            await purchase.deliver()
            histories = await _histories(at_work.parts.client)
    finally:
        await server.stop()
    assert set(histories) == {
        names.tender(purchase.tender),
        names.evaluation(purchase.tender, 1),
        names.award(purchase.tender, 1),
        names.contract(purchase.contract),
        names.acceptance(purchase.milestone, 1),
    }
    for history in histories.values():
        assert b"commit" in history
        assert _secrets_in(history) == []
    kept = {path.name: path.read_bytes() for path in (tmp_path / "temporal").glob("temporal.db*")}
    assert b"submit_scores" in kept["temporal.db"], "the bytes are searched as they are kept"
    for content in kept.values():
        assert _secrets_in(content) == []


def _secrets_in(content: bytes) -> list[str]:
    return [secret for secret in SECRETS if secret.encode() in content]


# --- the shapes themselves ----------------------------------------------------------------------

PATTERNS = {
    r"^[0-9a-f]{64}$",
    r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
    r"^D-[0-9]{2}[a-d]?$",
}
FREE = {
    "id": "the person's id and a uuid: api.acts.acting.command_id; of the engine, what fell due",
    "command": "as id",
    "aggregate": "the kind of an aggregate and its uuid",
    "tender": "as aggregate",
    "evaluation": "as aggregate",
    "award": "as aggregate",
    "contract": "as aggregate",
    "what": "which instant of the agenda; written in the code",
    "stage": "a stage; written in the code",
    "edition": "the hash of an edition of the rules",
    "key": "an aggregate and a step; written in the code",
    "field": "the path of a field, and ids within it",
    "reference": "the reference of the dossier, which operators find it by",
    "event": "the law as the editions say it",
    "parameter": "the law as the editions say it",
    "article": "the law as the editions say it",
    "source": "the law as the editions say it",
    "holiday": "the law as the editions say it",
    "answer": "ids, instants and the reference: the answers of the commands",
    "facts": "without words and amounts: Refusal.without_contents",
}
"""The texts that no pattern binds, and why they may travel."""

STAYS = (*people_acts.DECIDE, *people_acts.EVOLVE)
"""What is done to an organisation is committed directly: it has no workflow, and nothing of it
reaches Temporal."""
TRAVELS: tuple[type[BaseModel], ...] = (
    *(each for each in (*envelope.DECIDE, *envelope.EVOLVE) if each not in STAYS),
    *(behaviour.state for behaviour in envelope.BEHAVIOURS.values()),
    envelope.Tick,
    envelope.CommitRequest,
    envelope.Outcome,
    envelope.Answer,
    envelope.Start,
    envelope.StepRequest,
    envelope.StepResult,
    ComputedRanking,
    DrawnLetters,
    SentLetters,
)


def _free(name: str, schema: dict[str, Any], shapes: dict[str, Any]) -> set[str]:
    """The fields of a shape that could hold any text or any number."""
    if "$ref" in schema:
        named = schema["$ref"].rsplit("/", 1)[1]
        stays = named in {shape.__name__ for shape in STAYS}
        return set() if stays else _free(name, shapes[named], shapes)
    if "enum" in schema or "const" in schema:
        return set()
    if "properties" in schema:
        fields = schema["properties"].items()
        return set().union(*(_free(field, each, shapes) for field, each in fields))
    choices = schema.get("anyOf", []) + schema.get("oneOf", []) + schema.get("prefixItems", [])
    if choices or "items" in schema:
        parts = choices or [schema["items"]]
        return set().union(*(_free(name, each, shapes) for each in parts))
    bound = schema.get("pattern") in PATTERNS or schema.get("format") in ("date", "date-time")
    return set() if bound or schema["type"] in ("integer", "boolean", "null") else {name}


@pytest.mark.parametrize("shape", TRAVELS, ids=lambda shape: shape.__name__)
def test_a_message_has_no_room_for_contents(shape: type[BaseModel]) -> None:
    whole = shape.model_json_schema(mode="serialization")
    assert _free(shape.__name__, whole, whole.get("$defs", {})) - set(FREE) == set()


def test_an_organisation_has_no_workflow_that_could_be_told() -> None:
    assert not names.has_workflow(names.organisation(builders.uid("Noor")))
