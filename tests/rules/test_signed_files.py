"""Which signatures an issued document may carry: whose, in which role, with which certificate."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import names, signatures
from contracts.actors import Actor, Permission, Relation, Role
from contracts.aggregate import Decision, State
from contracts.documents import checks
from contracts.documents.checks import (
    CertificateStanding,
    CheckedFile,
    FoundSignature,
    Integrity,
    Level,
    Trust,
)
from contracts.refusals import Code, Refusal
from contracts.rules import permissions, signatories
from contracts.signatures import Issued, Place, RecordSignedFile, SignedFile, SigningFacts
from tests import builders
from tests.builders import START, uid

CONTRACT = names.contract(uid("contract"))
ISSUED, COPY = "a" * 64, "c" * 64
DOCUMENT = Issued(
    id=uid("D-21"),
    kind="D-21",
    aggregate=CONTRACT,
    sha256=ISSUED,
    size=1000,
    sealed=True,
    party=uid("Kade Zeven"),
)
PLACES = (
    Place(uid("Fatima"), "Fatima Aksoy", "netwerkbeheerder", may=True),
    Place(uid("Dirk"), "Dirk Van den Brande", "leidend ambtenaar", may=True),
)
SEAL = FoundSignature(
    field=checks.SEAL_FIELD,
    integrity=Integrity.ADDED_TO,
    signer="Stad Scheldeburg",
    level=Level.OWN_SEAL,
    trust=Trust.OWN,
    certificate=CertificateStanding.VALID,
    signs=1000,
)
DIRKS = FoundSignature(
    field="signature-2",
    integrity=Integrity.INTACT,
    signer="Dirk Van den Brande (Signature)",
    level=Level.QUALIFIED,
    trust=Trust.TRUSTED,
    certificate=CertificateStanding.VALID,
    certificate_ends=START + timedelta(days=100),
    family_name="VAN DEN BRANDE",
    given_names="Dirk Jozef",
    signs=2000,
)


def file(*found: FoundSignature, **changes: Any) -> SignedFile:
    """A copy with the seal and these signatures behind it."""
    checked = CheckedFile(
        sha256=COPY,
        size=2000,
        versions=("0" * 64, ISSUED, COPY),
        twin_sha256=None,
        signatures=(SEAL, *found),
        open_fields=(),
    )
    return SignedFile(document=DOCUMENT.id, found=checked.model_copy(update=changes))


def judged(
    signed: SignedFile | None,
    who: str = "Dirk",
    document: Issued | None = DOCUMENT,
    organisation: str = builders.CITY,
    **changes: Any,
) -> Decision | Refusal:
    """What becomes of a copy that somebody hands in."""
    state = State(
        kind="contract",
        aggregate=CONTRACT,
        organisation=builders.CITY,
        stage="running",
        edition="be-2026-01",
    )
    facts = SigningFacts(
        actor=Actor(person=uid(who), organisation=organisation, roles=frozenset()),
        relations=frozenset(),
        now=START,
        at=START,
        edition=None,  # type: ignore[arg-type]  # it reads no figure of the law
        document=document,
        places=PLACES,
        signed=signed,
    )
    command = RecordSignedFile(
        id="1",
        aggregate=CONTRACT,
        organisation=organisation,
        actor=uid(who),
        at=START,
        document=DOCUMENT.id,
        file=COPY,
        signed="d" * 64,
    )
    return signatures.DECIDE[RecordSignedFile](state, replace(facts, **changes), command)


def refused(answer: Decision | Refusal) -> Code:
    """The code of a refusal."""
    assert isinstance(answer, Refusal), answer
    return answer.code


def test_who_is_named_signs_and_hands_in() -> None:
    taken = judged(file(DIRKS))
    assert isinstance(taken, Decision)
    [event] = taken.events
    assert isinstance(event, signatures.SignedFileRecorded)
    assert (event.document, event.file, event.actor) == (DOCUMENT.id, COPY, uid("Dirk"))
    assert "Brande" not in event.model_dump_json()


def test_a_copy_that_is_recorded_already_adds_nothing() -> None:
    again = judged(file(DIRKS), recorded=True)
    assert again == Decision(())


CASES: dict[str, tuple[SignedFile, Code]] = {
    "a draft": (file(DIRKS, draft=True), Code.SIGNED_DRAFT),
    "another file": (file(DIRKS, versions=("0" * 64, COPY)), Code.SIGNED_ANOTHER_FILE),
    "the issued file itself": (file(), Code.SIGNED_BY_NOBODY),
    "a broken signature": (
        file(DIRKS.model_copy(update={"integrity": Integrity.BROKEN})),
        Code.SIGNED_FILE_ALTERED,
    ),
    "an unreadable signature": (
        file(FoundSignature(field="x", integrity=Integrity.BROKEN, signer="")),
        Code.SIGNED_FILE_ALTERED,
    ),
    "a seal that broke": (
        file(DIRKS, signatures=(SEAL.model_copy(update={"integrity": Integrity.BROKEN}), DIRKS)),
        Code.SIGNED_FILE_ALTERED,
    ),
    "an expired certificate": (
        file(DIRKS.model_copy(update={"certificate": CertificateStanding.EXPIRED})),
        Code.CERTIFICATE_EXPIRED,
    ),
    "one that ended, on the signer's own word": (
        file(DIRKS.model_copy(update={"certificate": CertificateStanding.ENDED_SINCE})),
        Code.CERTIFICATE_EXPIRED,
    ),
    "one not yet valid": (
        file(DIRKS.model_copy(update={"certificate": CertificateStanding.NOT_YET_VALID})),
        Code.CERTIFICATE_NOT_YET_VALID,
    ),
    "one that was revoked": (
        file(DIRKS.model_copy(update={"certificate": CertificateStanding.REVOKED})),
        Code.CERTIFICATE_REVOKED,
    ),
    "the place of another": (
        file(DIRKS.model_copy(update={"field": "signature-1"})),
        Code.SIGNER_NOT_NAMED,
    ),
    "a stranger": (
        file(DIRKS.model_copy(update={"field": "Elders", "given_names": "Jan"})),
        Code.SIGNER_NOT_NAMED,
    ),
    "a stranger beside who is named": (
        file(DIRKS, DIRKS.model_copy(update={"field": "Elders", "family_name": "Smets"})),
        Code.SIGNER_NOT_NAMED,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_does_not_count_is_refused_with_its_reason(case: str) -> None:
    signed, code = CASES[case]
    assert refused(judged(signed)) is code


def test_a_timestamp_proves_that_an_ended_certificate_was_valid() -> None:
    ended = {"certificate": CertificateStanding.ENDED_SINCE, "timestamped": True}
    assert isinstance(judged(file(DIRKS.model_copy(update=ended))), Decision)


def test_who_is_named_but_lost_the_role_is_refused() -> None:
    places = (PLACES[0], replace(PLACES[1], may=False))
    answer = judged(file(DIRKS), places=places)
    assert refused(answer) is Code.SIGNER_WRONG_ROLE
    assert isinstance(answer, Refusal)
    assert answer.facts["capacity"].value == "leidend ambtenaar"


def test_another_hands_in_only_what_a_known_issuer_vouches_for() -> None:
    assert isinstance(judged(file(DIRKS), who="Noor"), Decision)
    unknown = file(DIRKS.model_copy(update={"trust": Trust.UNKNOWN, "level": Level.ADVANCED}))
    assert refused(judged(unknown, who="Noor")) is Code.SIGNER_UNPROVEN
    assert isinstance(judged(unknown), Decision)


def test_a_seal_of_ours_is_nobodys_signature() -> None:
    ours = SEAL.model_copy(update={"field": "signature-2", "signs": 2000})
    assert refused(judged(file(ours))) is Code.SIGNER_NOT_NAMED


def test_what_has_no_seal_or_no_place_is_not_signed() -> None:
    assert refused(judged(file(DIRKS), document=replace(DOCUMENT, sealed=False))) is (
        Code.SIGNED_DRAFT
    )
    assert refused(judged(file(DIRKS), places=())) is Code.NO_PLACE_TO_SIGN


def test_what_does_not_belong_together_is_unknown() -> None:
    elsewhere = replace(DOCUMENT, aggregate=names.contract(uid("other")))
    for answer in (
        judged(file(DIRKS), document=None),
        judged(None),
        judged(file(DIRKS), document=elsewhere),
        judged(file(DIRKS, sha256="e" * 64)),
        judged(file(DIRKS), organisation=uid("Zilverdijk")),
    ):
        assert refused(answer) is Code.UNKNOWN_REFERENCE
    assert isinstance(judged(file(DIRKS), organisation=uid("Kade Zeven")), Decision)


@pytest.mark.parametrize(
    ("family", "given_names", "common", "name", "same"),
    [
        ("Peeters", "An Maria", "An Peeters (Signature)", "An Peeters", True),
        ("PEETERS", "An Maria", "", "Peeters An", True),
        ("Peeters", "An Maria", "", "Maria Peeters", True),
        ("Peeters", "An", "", "An Peeters-Janssens", False),
        ("Peeters-Janssens", "An", "", "An Peeters", False),
        ("Peeters", "An", "", "Peeters", False),
        ("Müller", "Zoë", "", "Zoe Muller", True),
        (None, None, "An Peeters (Signature)", "Peeters An", True),
        (None, None, "An Maria Peeters", "An Peeters", False),
        (None, None, "An", "An Peeters", False),
        (None, None, "", "–", False),
        (None, None, "(Signature)", "", False),
    ],
)
def test_a_name_is_the_same_however_it_is_written(
    family: str | None, given_names: str | None, common: str, name: str, same: bool
) -> None:
    found = FoundSignature(
        field="x",
        integrity=Integrity.INTACT,
        signer=common,
        family_name=family,
        given_names=given_names,
    )
    assert signatures.is_of(found, name) is same


WORDS = st.lists(st.text("abcdefghé", min_size=1, max_size=6), min_size=1, max_size=3)


@given(WORDS, WORDS, st.data())
def test_order_and_capitals_never_count(
    family: list[str], given_names: list[str], data: st.DataObject
) -> None:
    found = FoundSignature(
        field="x",
        integrity=Integrity.INTACT,
        signer="",
        family_name=" ".join(family),
        given_names=" ".join(given_names),
    )
    parts = data.draw(st.permutations([*family, *given_names]))
    assert signatures.is_of(found, " ".join(parts).upper())
    assert not signatures.is_of(found, " ".join([*parts, "z"]))


def test_a_document_is_signed_by_who_may_do_its_act() -> None:
    assert set(signatories.ACTS.values()) <= set(permissions.GRANTS)
    wouter = Actor(
        person=uid("Wouter"),
        organisation=builders.CITY,
        roles=frozenset({Role.DIRECTOR_GENERAL}),
    )
    nothing: frozenset[Relation] = frozenset()
    assert signatories.may_sign("D-12", wouter, nothing)
    assert not signatories.may_sign("D-12", wouter, frozenset({Relation.PROPOSER}))
    assert not signatories.may_sign("D-21", wouter, nothing)
    assert not signatories.may_sign("D-02", wouter, nothing)
    assert signatories.ACTS["D-07"] is Permission.OPEN_BIDS


def test_the_managing_official_signs_the_acceptance_without_a_seat() -> None:
    dirk = Actor(
        person=uid("Dirk"), organisation=builders.CITY, roles=frozenset({Role.CONTRACT_MANAGER})
    )
    manages = frozenset({Relation.CONTRACT_MANAGER})
    assert signatories.may_sign("D-21", dirk, manages)
    assert signatories.may_sign("D-19", dirk, manages)
    assert not signatories.may_sign("D-15", dirk, manages)
    assert not signatories.may_sign("D-21", dirk, frozenset())
    retired = dirk.model_copy(update={"roles": frozenset({Role.JURIST})})
    assert not signatories.may_sign("D-21", retired, manages)
