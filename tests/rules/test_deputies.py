"""Who may stand in for whom, and why not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.actors import Actor, Mandate, Permission, Role
from contracts.rules import deputies
from contracts.rules.deputies import LENDABLE, Reason
from contracts.rules.permissions import GRANTS, LENT, NEVER_LENT, READS
from tests.builders import uid

CITY, COMPANY = uid("city"), uid("company")


def person(name: str, *roles: Role, organisation: str = CITY) -> Actor:
    """Somebody with roles."""
    return Actor(person=uid(name), organisation=organisation, roles=frozenset(roles))


@pytest.mark.parametrize(
    ("role", "holder", "expected"),
    [
        (Role.JURIST, (Role.PROJECT_MANAGER,), None),
        (Role.JURIST, (Role.FINANCE_DIRECTOR,), None),
        (Role.FILE_MANAGER, (), None),
        (Role.FINANCE_DIRECTOR, (Role.JURIST,), None),
        (Role.DIRECTOR_GENERAL, (Role.JURIST, Role.EVALUATOR), None),
        (Role.FILE_MANAGER, (Role.AUDITOR,), Reason.AUDITOR),
        (Role.DIRECTOR_GENERAL, (Role.JURIST, Role.ADMINISTRATOR), Reason.ADMINISTRATOR),
        (Role.JURIST, (Role.SUPPLIER,), Reason.SUPPLIER),
        (Role.FINANCE_DIRECTOR, (Role.ACCEPTANCE_MEMBER,), Reason.ACCEPTS_AND_PAYS),
        (Role.FINANCE_DIRECTOR, (Role.CONTRACT_MANAGER,), Reason.ACCEPTS_AND_PAYS),
        (Role.JURIST, (Role.JURIST,), Reason.ALREADY_HELD),
        (Role.OPENING_OFFICER, (Role.JURIST,), Reason.APPOINTED),
        (Role.EVALUATOR, (Role.JURIST,), Reason.APPOINTED),
        (Role.COMMITTEE_CHAIR, (Role.JURIST,), Reason.APPOINTED),
        (Role.ACCEPTANCE_MEMBER, (Role.JURIST,), Reason.APPOINTED),
        (Role.AUDITOR, (Role.JURIST,), Reason.NEVER_LENT),
        (Role.ADMINISTRATOR, (Role.JURIST,), Reason.NEVER_LENT),
    ],
)
def test_a_deputy_is_taken_or_refused_with_the_reason(
    role: Role, holder: tuple[Role, ...], expected: Reason | None
) -> None:
    assert deputies.reason(person("Ilse", role), role, person("Bram", *holder)) is expected


def test_nobody_stands_in_for_themselves() -> None:
    ilse = person("Ilse", Role.JURIST)
    assert deputies.reason(ilse, Role.JURIST, ilse) is Reason.SAME_PERSON


def test_a_deputy_is_of_the_same_organisation() -> None:
    other = person("Nele", Role.FILE_MANAGER, organisation=COMPANY)
    ilse = person("Ilse", Role.JURIST)
    assert deputies.reason(ilse, Role.JURIST, other) is Reason.OTHER_ORGANISATION


def test_what_is_lent_to_somebody_is_not_lent_on() -> None:
    lent = Mandate(
        role=Role.JURIST, titular=uid("Ilse"), decision="D1", decided_on=date(2026, 1, 5)
    )
    bram = person("Bram", Role.FILE_MANAGER).model_copy(update={"mandates": (lent,)})
    assert deputies.reason(bram, Role.JURIST, person("Noor")) is Reason.NOT_HELD


@given(
    st.sampled_from(Role),
    st.frozensets(st.sampled_from(Role)),
    st.frozensets(st.sampled_from(Role)),
)
def test_no_deputy_accepts_and_pays_nor_stands_outside(
    role: Role, titular: frozenset[Role], holder: frozenset[Role]
) -> None:
    """Whatever roles meet: the one who stands in never unites what must stay apart."""
    if deputies.reason(person("a", *titular), role, person("b", *holder)) is not None:
        return
    united = holder | {role}
    assert role in titular
    assert role in LENDABLE
    assert not holder & NEVER_LENT - {Role.SYSTEM}
    accepts = united & GRANTS[Permission.SIGN_OFF].keys()
    pays = united & GRANTS[Permission.RELEASE_PAYMENT].keys()
    # Who holds both roles in own right is judged in each dossier.
    assert not (accepts and pays) or (accepts <= holder and pays <= holder)


def test_a_role_is_lendable_when_it_does_something_without_appointment() -> None:
    assert {role for role in Role if LENT[role] - READS} == set(LENDABLE)
