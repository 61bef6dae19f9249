"""Who may write what: every person of the cast at every write, as `contracts/rules` says.

Each write is tried in a stage that it belongs to, by everybody, with ids of one dossier. Expected
are the tables of `contracts.rules.permissions`, with the relations that the records hold; a write
that has no line here fails the test.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest

from activities.relay import Relay
from contracts.actors import Actor, Permission, Role
from contracts.aggregate import Command
from contracts.people import OrganisationCard, OrganisationKind, Person
from contracts.rules import permissions
from contracts.tendering import process as tendering
from infra.store import clock, people, records
from infra.store.engine import Connection
from infra.store.queries import people as actors
from tests import builders, contracted, opened, running
from tests.api.placing import TENDER, placed
from tests.api.test_writes import EXAMPLES, KEYED
from tests.api_client import ApiClient
from tests.builders import uid
from tests.evaluated import AWARD
from tests.running import Running
from tests.still import Still, noone

ELSEWHERE = uid("Stad Elders")
FOREIGN = {f"{role} elsewhere": role for role in Role if role not in (Role.SUPPLIER, Role.SYSTEM)}
EVERYBODY = (*builders.ROLES, *(f"{name} person" for name in builders.SUPPLIERS), *FOREIGN)

BUYER, MARKET, CONTRACTOR = "the buyer", "the buyer and the market", "the buyer and the contractor"
"""Who finds an aggregate at all, apart from administrators, who find none."""

OWN = "everybody, their own organisation"
P = Permission


@dataclass(frozen=True)
class Write:
    """One write: what it asks for, and who finds what it is about."""

    method: str
    path: str
    permission: Permission
    found_by: str = BUYER

    @property
    def route(self) -> tuple[str, str]:
        """As the application names it."""
        return self.method, self.path


TENDERS = "/tenders/{tender}"
EVALUATIONS = "/tenders/{tender}/evaluations/{number}"
AWARDS = "/tenders/{tender}/awards/{number}"
DELIVERIES = "/deliveries/{milestone}/{number}"
RULES = "/rules/{parameter}"

STAGES: dict[str, tuple[Write, ...]] = {
    "preparing": (
        Write("POST", "/tenders", P.CREATE_TENDER, OWN),
        Write("POST", "/mandates", P.ARRANGE_ABSENCE, OWN),
        Write("POST", "/mandates/{mandate}/end", P.ARRANGE_ABSENCE, OWN),
        Write("PUT", f"{TENDERS}/draft", P.EDIT_TENDER),
        Write("POST", f"{TENDERS}/submissions-for-approval", P.SUBMIT_FOR_APPROVAL),
        # Not published yet: for the market there is no such tender.
        Write("POST", f"{TENDERS}/bids", P.SUBMIT_BID),
        Write("POST", f"{TENDERS}/bid-files", P.SUBMIT_BID),
        Write("POST", f"{RULES}/own-figures", P.OVERRIDE_RULE, OWN),
        Write("POST", f"{RULES}/withdrawals", P.OVERRIDE_RULE, OWN),
    ),
    "approval": (
        Write("POST", f"{TENDERS}/approvals", P.APPROVE_LEGAL),
        Write("POST", f"{TENDERS}/publication", P.PUBLISH_TENDER),
    ),
    "published": (
        Write("POST", f"{TENDERS}/bid-files", P.SUBMIT_BID, MARKET),
        Write("POST", f"{TENDERS}/bids", P.SUBMIT_BID, MARKET),
        Write("PUT", f"{TENDERS}/draft", P.EDIT_TENDER, MARKET),
        Write("POST", f"{TENDERS}/publication", P.PUBLISH_TENDER, MARKET),
    ),
    "closed": (
        Write("POST", f"{TENDERS}/opening-confirmations", P.OPEN_BIDS, MARKET),
        Write("POST", f"{TENDERS}/bids/{{bid}}/late-decision", P.DECIDE_LATE_BID, MARKET),
    ),
    "opened": (
        Write("POST", f"{TENDERS}/evaluations", P.APPOINT_COMMITTEE, MARKET),
        Write("POST", "/documents/{document}/signatures", P.RECORD_SIGNATURE),
        Write("PUT", "/documents/{document}/copies/{language}", P.ASK_COPY),
        Write("PUT", f"{TENDERS}/undrawn", P.RETRY_DOCUMENT, MARKET),
    ),
    "declaring": (
        Write("POST", f"{EVALUATIONS}/declarations", P.DECLARE_INTEREST),
        Write("POST", f"{EVALUATIONS}/declarations/{{person}}/judgement", P.EXAMINE_BIDS),
        Write("POST", f"{EVALUATIONS}/replacements", P.APPOINT_COMMITTEE),
    ),
    "examining": (
        Write("PUT", f"{EVALUATIONS}/examination", P.EXAMINE_BIDS),
        Write("POST", f"{EVALUATIONS}/examination", P.EXAMINE_BIDS),
    ),
    "scoring": (
        Write("PUT", f"{EVALUATIONS}/scores/mine", P.SCORE_BIDS),
        Write("POST", f"{EVALUATIONS}/scores", P.SCORE_BIDS),
        Write("PUT", f"{EVALUATIONS}/consensus", P.RECORD_CONSENSUS),
        Write("POST", f"{EVALUATIONS}/consensus", P.RECORD_CONSENSUS),
        Write("POST", f"{EVALUATIONS}/ranking", P.REVEAL_RANKING),
        Write("POST", f"{EVALUATIONS}/tie", P.REVEAL_RANKING),
        Write("POST", f"{EVALUATIONS}/conclusion", P.REVEAL_RANKING),
    ),
    "proposing": (
        Write("PUT", f"{AWARDS}/proposal", P.PROPOSE_AWARD),
        Write("POST", f"{AWARDS}/proposal", P.PROPOSE_AWARD),
        Write("PUT", f"{AWARDS}/visum", P.GRANT_VISUM),
        Write("POST", f"{AWARDS}/visum", P.GRANT_VISUM),
        Write("POST", f"{AWARDS}/visum-refusals", P.GRANT_VISUM),
        Write("PUT", f"{AWARDS}/decision", P.REGISTER_DECISION),
        Write("POST", f"{AWARDS}/decision", P.REGISTER_DECISION),
    ),
    "standstill": (Write("POST", f"{AWARDS}/conclusion", P.CONCLUDE_CONTRACT),),
    "running": (
        Write(
            "POST",
            "/contracts/{contract}/milestones/{milestone}/deliveries",
            P.CONFIRM_DELIVERY,
            CONTRACTOR,
        ),
        Write("POST", "/contracts/{contract}/bond", P.CONFIRM_BOND, CONTRACTOR),
        Write(
            "POST",
            "/contracts/{contract}/milestones/{milestone}/payments",
            P.RELEASE_PAYMENT,
            CONTRACTOR,
        ),
    ),
    "verifying": (
        Write("PUT", f"{DELIVERIES}/sign-off", P.SIGN_OFF, CONTRACTOR),
        Write("POST", f"{DELIVERIES}/sign-off", P.SIGN_OFF, CONTRACTOR),
        Write("POST", f"{DELIVERIES}/remedy", P.CONFIRM_REMEDY, CONTRACTOR),
    ),
}

BY_PERSON = {
    # The rules let the roles; which person of a role it is, the phase says.
    "/tenders/{tender}/evaluations/{number}/declarations": "only a member declares",
}


# --- the stages ---------------------------------------------------------------------------------


async def _tendered(rest: Running, *acts: type[Command]) -> None:
    def work(connection: Connection) -> None:
        draft_hash = records.put_content(connection, builders.draft())
        for act in acts:
            opened.give(connection, act, uid("Noor"), draft_hash=draft_hash)

    await rest.parts.store.write(work)
    rest.parts.keyring.create_tender_key(TENDER)


async def preparing(rest: Running) -> None:
    """A draft of Noor's."""
    await _tendered(rest, tendering.CreateTender)


async def approval(rest: Running) -> None:
    """A version that lies with its approvers."""
    await _tendered(rest, tendering.CreateTender, tendering.SubmitForApproval)


async def published(rest: Running) -> None:
    """A tender that takes bids."""
    await rest.parts.store.write(lambda c: opened.publish(c, builders.draft()))
    rest.parts.keyring.create_tender_key(TENDER)


async def closed(rest: Running) -> None:
    """A tender past its deadline."""
    await published(rest)
    await rest.parts.store.write(lambda c: clock.move(c, builders.DEADLINE + timedelta(minutes=1)))
    await rest.parts.store.write(opened.close)


async def at_opened(rest: Running) -> None:
    """A tender with opened bids, and the record of its opening."""
    await rest.parts.store.write(opened.tender)
    await rest.parts.store.write(lambda c: opened.record(c, uid("D-12")))


async def declaring(rest: Running) -> None:
    """A committee before its declarations."""
    await Still(rest).open()


async def examining(rest: Running) -> None:
    """A committee without interests."""
    course = Still(rest)
    await course.open()
    await course.declare()


async def scoring(rest: Running) -> None:
    """Bids that can be scored."""
    course = Still(rest)
    await course.open()
    await course.declare()
    await course.examine()


async def proposing(rest: Running) -> None:
    """An award that can be proposed."""
    await Still(rest).evaluate()


async def standstill(rest: Running) -> None:
    """Letters that were sent."""
    course = Still(rest)
    await course.evaluate()
    await course.decide()
    await course.reach(AWARD, "standstill")


async def at_running(rest: Running) -> None:
    """A concluded contract."""
    await contracted.conclude(rest.parts.store)


async def verifying(rest: Running) -> None:
    """A delivery with its committee."""
    await contracted.conclude(rest.parts.store)
    await contracted.deliver(rest, contracted.M1, "delivery")
    await Relay(rest.parts.store, noone).deliver_open()


REACHED: dict[str, Callable[[Running], Awaitable[None]]] = {
    "preparing": preparing,
    "approval": approval,
    "published": published,
    "closed": closed,
    "opened": at_opened,
    "declaring": declaring,
    "examining": examining,
    "scoring": scoring,
    "proposing": proposing,
    "standstill": standstill,
    "running": at_running,
    "verifying": verifying,
}


# --- the matrix ---------------------------------------------------------------------------------


def _add_elsewhere(connection: Connection) -> None:
    """Another buyer, with somebody in every role."""
    people.add_organisation(
        connection,
        OrganisationCard(
            id=ELSEWHERE,
            kind=OrganisationKind.BUYER,
            name="Stad Elders",
            address="Dorp 1\n9998 Elders",
            seat="Elders",
            email="info@elders.example",
        ),
    )
    for name, role in FOREIGN.items():
        person = Person(
            id=uid(name),
            organisation=ELSEWHERE,
            name=name,
            function=role.value,
            department="Aankoop",
            email=f"{role.value}@elders.example",
        )
        people.add_person(connection, person, (role,))


@pytest.fixture
async def rest(tmp_path: Path) -> AsyncIterator[Running]:
    """The application at rest, with a second buyer."""
    async with running.at_rest(running.NOWHERE, "default", tmp_path, lazy=True) as at_rest:
        await at_rest.parts.store.write(_add_elsewhere)
        yield at_rest


@pytest.fixture
async def quiet(rest: Running) -> AsyncIterator[ApiClient]:
    """Everybody, over that application."""
    async with ApiClient(rest.app, rest.parts.store) as client:
        yield client


def finds(actor: Actor, write: Write) -> bool:
    """Whether this person knows that there is such a thing."""
    if write.found_by == OWN:
        return True
    if actor.organisation == builders.CITY:
        return Role.ADMINISTRATOR not in actor.roles
    supplier = Role.SUPPLIER in actor.roles
    if write.found_by == MARKET:
        return supplier
    return write.found_by == CONTRACTOR and actor.organisation == uid("Kade Zeven")


async def expected(rest: Running, who: str, write: Write) -> tuple[int, ...]:
    """The refusals that this person must get for this write; none when it is allowed."""

    def read(connection: Connection) -> tuple[Actor, permissions.Verdict]:
        actor = actors.actor(connection, uid(who), clock.now(connection))
        assert actor is not None
        held = actors.relations(connection, TENDER, uid(who))
        return actor, permissions.can(actor, write.permission, held)

    actor, verdict = await rest.parts.store.read(read)
    if not finds(actor, write):
        return (404,)
    return () if verdict.allowed else (403, 404)


async def tried(api: ApiClient, who: str, write: Write) -> httpx2.Response:
    """The answer to this write by this person."""
    path = placed(write.path)
    key = uid(f"{who} {write.method} {write.path}")
    headers = {"Authorization": f"Bearer {await api.token(who)}", "Idempotency-Key": key}
    body = EXAMPLES.get(write.route)
    return await api.http.request(write.method, path, headers=headers, json=body)


@pytest.mark.parametrize("stage", STAGES)
async def test_everybody_writes_what_the_rules_let_them(
    quiet: ApiClient, rest: Running, stage: str
) -> None:
    await REACHED[stage](rest)
    wrong = []
    for write in STAGES[stage]:
        for who in EVERYBODY:
            refusals = await expected(rest, who, write)
            answer = await tried(quiet, who, write)
            found = answer.json()
            denied = found.get("code") in ("not_allowed", "separation_of_duties")
            hidden = found.get("code") == "unknown_reference"
            fits = {
                (): not denied and (not hidden or write.route in UNWRITTEN),
                (403, 404): (answer.status_code == 403 and denied) or hidden,
                (404,): answer.status_code == 404 and hidden,
            }[refusals]
            if not fits and not (denied and write.path in BY_PERSON and not refusals):
                wrong.append((who, write.method, write.path, refusals, answer.text))
    assert wrong == [], "\n".join(map(str, wrong))


UNWRITTEN = {
    ("POST", f"{path}/{sheet}")
    for path, sheet in (
        (EVALUATIONS, "examination"),
        (EVALUATIONS, "scores"),
        (EVALUATIONS, "consensus"),
        (AWARDS, "proposal"),
        (AWARDS, "visum"),
        (AWARDS, "decision"),
        (DELIVERIES, "sign-off"),
    )
} | {
    ("POST", f"{TENDERS}/evaluations"),
    ("PUT", f"{TENDERS}/undrawn"),
    ("POST", "/mandates"),
    ("POST", "/mandates/{mandate}/end"),
    ("POST", f"{EVALUATIONS}/declarations/{{person}}/judgement"),
    ("POST", f"{EVALUATIONS}/replacements"),
}
"""Their examples name what was never written: who may bind it is told that it is not there."""


def test_every_write_has_its_line() -> None:
    listed = {write.route for writes in STAGES.values() for write in writes}
    assert listed == set(KEYED)
    assert set(REACHED) == set(STAGES)
