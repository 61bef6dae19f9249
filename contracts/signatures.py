"""A document that was signed elsewhere comes back: which signatures it may carry, and whose.

An act beside the workflow of what the document is about, as payments are: it may come in any stage,
also after the last, and nothing waits for it. What is found in the file is found before, in a
process with limits; here it is judged.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from contracts import aggregate
from contracts.actors import Permission
from contracts.aggregate import Command, Decision, Event, Facts, State
from contracts.base import Identifier, Message, Sha256, local_date
from contracts.documents.checks import (
    CertificateStanding,
    CheckedFile,
    FoundSignature,
    Integrity,
    Trust,
    place_of,
)
from contracts.refusals import Code, Refusal, refuse

# --- nouns ------------------------------------------------------------------------------------


class SignedFile(Message):
    """A signed copy of a document as it was found when it came in: a bound content."""

    document: Identifier
    found: CheckedFile


@dataclass(frozen=True)
class Issued:
    """The document that was signed, as the register has it."""

    id: Identifier
    kind: str
    aggregate: str
    sha256: Sha256
    """The file as it was issued."""
    size: int
    """Its bytes; what signs more of a file came later."""
    sealed: bool
    """Whether it was issued under a seal; a draft never is."""
    party: Identifier | None
    """The contractor, where the document is for one."""


@dataclass(frozen=True)
class Place:
    """A place to sign: whose it is, and whether this person may sign there now."""

    person: Identifier
    name: str
    capacity: str
    may: bool


# --- command and event ------------------------------------------------------------------------


class RecordSignedFile(Command):
    """Record a signed copy of a document of this aggregate; `signed` is the hash of a SignedFile,
    `file` that of the copy itself."""

    permission: ClassVar[Permission] = Permission.RECORD_SIGNATURE
    kind: Literal["record_signed_file"] = "record_signed_file"
    document: Identifier
    file: Sha256
    signed: Sha256


class SignedFileRecorded(Event):
    """A signed copy was judged and is kept. Who signed it stands in its content, not here."""

    kind: Literal["signed_file_recorded"] = "signed_file_recorded"
    document: Identifier
    file: Sha256
    signed: Sha256


@dataclass(frozen=True)
class SigningFacts(Facts):
    """What RecordSignedFile is judged by."""

    document: Issued | None = None
    """None when there is no such document."""
    places: tuple[Place, ...] = ()
    """Those of the document, in its order."""
    signed: SignedFile | None = None
    recorded: bool = False
    """Whether this very copy is in the register already."""


# --- judging ----------------------------------------------------------------------------------


def _record(state: State, facts: SigningFacts, command: RecordSignedFile) -> Decision | Refusal:
    document, signed = facts.document, facts.signed
    if document is None or signed is None or document.aggregate != state.aggregate:
        return refuse(Code.UNKNOWN_REFERENCE)
    if (signed.document, signed.found.sha256) != (document.id, command.file):
        return refuse(Code.UNKNOWN_REFERENCE)
    if facts.actor.organisation not in {state.organisation, document.party}:
        return refuse(Code.UNKNOWN_REFERENCE)
    if facts.recorded:
        return Decision(())
    if refusal := _unusable(document, signed.found) or _unsigned(document, facts, signed.found):
        return refusal
    event = SignedFileRecorded(
        at=facts.at,
        actor=command.actor,
        document=document.id,
        file=command.file,
        signed=command.signed,
    )
    return Decision((event,))


def added(found: CheckedFile, size: int) -> tuple[FoundSignature, ...]:
    """The signatures that came after the first `size` bytes, those of the issued document."""
    return tuple(each for each in found.signatures if each.signs > size or not each.signs)


def _unusable(document: Issued, found: CheckedFile) -> Refusal | None:
    """Why this file is not the issued document with something sound behind it."""
    if found.draft or not document.sealed:
        return refuse(Code.SIGNED_DRAFT, "file")
    if document.sha256 not in found.versions:
        return refuse(Code.SIGNED_ANOTHER_FILE, "file")
    if any(each.integrity is Integrity.BROKEN for each in found.signatures):
        return refuse(Code.SIGNED_FILE_ALTERED, "file")
    if not added(found, document.size):
        return refuse(Code.SIGNED_BY_NOBODY, "file")
    return None


def _unsigned(document: Issued, facts: SigningFacts, found: CheckedFile) -> Refusal | None:
    """Why one of the signatures that were added does not count under this document."""
    if not facts.places:
        return refuse(Code.NO_PLACE_TO_SIGN, "file")
    for each in added(found, document.size):
        if refusal := _untimely(each) or _not_whose(each, facts):
            return refusal
    return None


def _untimely(found: FoundSignature) -> Refusal | None:
    """What is wrong with the certificate at the moment of signing. Only a timestamp proves that a
    certificate which has ended was used before."""
    if found.certificate is CertificateStanding.NOT_YET_VALID:
        return refuse(Code.CERTIFICATE_NOT_YET_VALID, "file", signer=found.signer)
    if found.certificate is CertificateStanding.REVOKED:
        return refuse(Code.CERTIFICATE_REVOKED, "file", signer=found.signer)
    ends, standing = found.certificate_ends, found.certificate
    ended = standing is CertificateStanding.ENDED_SINCE and not found.timestamped
    if ends is not None and (ended or standing is CertificateStanding.EXPIRED):
        day = local_date(ends)
        return refuse(Code.CERTIFICATE_EXPIRED, "file", signer=found.signer, day=day)
    return None if found.holds else refuse(Code.SIGNED_FILE_ALTERED, "file")


def _not_whose(found: FoundSignature, facts: SigningFacts) -> Refusal | None:
    """Why who signed is not who may sign here: the place is another's, the role is not held, or
    nothing but a name that anybody can write says who it was."""
    places = tuple(_open_to(found, facts.places))
    named = [place for place in places if is_of(found, place.name)]
    if not named:
        names = ", ".join(f"{place.name} ({place.capacity})" for place in places)
        return refuse(Code.SIGNER_NOT_NAMED, "file", signer=found.signer, named=names)
    able = [place for place in named if place.may]
    if not able:
        place = named[0]
        return refuse(Code.SIGNER_WRONG_ROLE, "file", signer=found.signer, capacity=place.capacity)
    own = any(place.person == facts.actor.person for place in able)
    if not own and found.trust is not Trust.TRUSTED:
        return refuse(Code.SIGNER_UNPROVEN, "file", signer=found.signer)
    return None


def _open_to(found: FoundSignature, places: tuple[Place, ...]) -> Iterator[Place]:
    """The one place whose field was filled in; all of them for a field that a tool made."""
    fields = [place_of(index) for index in range(len(places))]
    for field, place in zip(fields, places, strict=True):
        if found.field == field or found.field not in fields:
            yield place


# --- names ------------------------------------------------------------------------------------

_PURPOSE = re.compile(r"\([^)]*\)")
"""What an identity card puts behind the name: `(Signature)`."""


def is_of(found: FoundSignature, name: str) -> bool:
    """Whether the name in a certificate is that of this person, however it is written.

    Accents, capitals and the order of the parts do not count. Where the certificate tells family
    and given names apart, it may have given names that the person does not use; else it has the
    same parts and no other.
    """
    wanted = _parts(name)
    if not found.family_name or not found.given_names:
        return sorted(_parts(_PURPOSE.sub("", found.signer))) == sorted(wanted) != []
    family, given = set(_parts(found.family_name)), set(_parts(found.given_names))
    used = set(wanted)
    return bool(family) and family <= used <= family | given and bool(used & given)


def _parts(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name)
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return re.findall(r"[^\W\d_]+", letters.casefold())


DECIDE: Mapping[type[Command], aggregate.Decide] = {RecordSignedFile: _record}

EVOLVE: Mapping[type[Event], aggregate.Evolve] = {SignedFileRecorded: aggregate.unchanged}
