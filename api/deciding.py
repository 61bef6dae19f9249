"""What of an award a reader may know. All raise RefusedError, as `reading` does."""

from datetime import datetime
from typing import TypeVar

from pydantic import BaseModel

from api import reading
from api.commands import RefusedError
from api.evaluating import SheetRead
from api.identity import SignedIn
from contracts import names
from contracts.actors import Permission
from contracts.awarding import AwardProposal, AwardState
from contracts.refusals import Code, refuse
from contracts.rules import permissions
from infra.store import access, sheets
from infra.store.engine import Connection
from infra.store.queries import awarding
from infra.store.queries.awarding import Award, Letter
from infra.store.sheets import Sheet

M = TypeVar("M", bound=BaseModel)


def _inside(connection: Connection, me: SignedIn, tender: str) -> None:
    """The buyer's own people only: tenderers read their letter, not the file."""
    if not permissions.visible(me.actor).whole:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    reading.readable_tender(connection, me, tender, Permission.READ_AWARD)


def numbers(connection: Connection, me: SignedIn, tender: str) -> tuple[AwardState, ...]:
    """The awards of a tender."""
    _inside(connection, me, tender)
    return awarding.numbers(connection, tender)


def award(connection: Connection, me: SignedIn, tender: str, number: int) -> Award:
    """The whole of one award."""
    _inside(connection, me, tender)
    return _award(connection, tender, number)


def _award(connection: Connection, tender: str, number: int) -> Award:
    try:
        return awarding.read(connection, names.award(tender, number))
    except LookupError as error:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE)) from error


def own_letter(
    connection: Connection, me: SignedIn, tender: str, number: int
) -> tuple[Award, Letter, datetime]:
    """The letter to the reader's organisation and when it was sent; unknown before that."""
    reading.readable_tender(connection, me, tender, Permission.READ_AWARD)
    found = _award(connection, tender, number)
    own = [each for each in found.letters if each.document.party == me.actor.organisation]
    if not own or found.sent_at is None:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    return found, own[0], found.sent_at


def proposal(
    connection: Connection, me: SignedIn, tender: str, number: int
) -> SheetRead[AwardProposal]:
    """The proposal that is being written; begun from the ranking while nobody wrote in it."""
    state = award(connection, me, tender, number).state
    _may_write(connection, me, tender, awarding.PROPOSAL)
    saved = sheets.read(connection, state.aggregate, awarding.PROPOSAL, me.actor.person)
    if saved is None:
        return SheetRead(awarding.begun_proposal(connection, state), 0, None, False)
    bound = state.proposal == saved.sha256
    return SheetRead(saved.content, saved.version, saved.sha256, bound)


def sheet(
    connection: Connection, me: SignedIn, tender: str, number: int, kind: Sheet[M]
) -> tuple[int, str | None, M | None]:
    """Version, hash and content of a sheet, for who may write it."""
    state = award(connection, me, tender, number).state
    _may_write(connection, me, tender, kind)
    saved = sheets.read(connection, state.aggregate, kind, me.actor.person)
    return (saved.version, saved.sha256, saved.content) if saved else (0, None, None)


def _may_write(connection: Connection, me: SignedIn, tender: str, kind: Sheet[M]) -> None:
    held = reading.relations_of(connection, me, tender)
    verdict = permissions.can(me.actor, kind.permission, held)
    if refusal := access.permission_refusal(verdict):
        raise RefusedError(refusal)
