"""Who may stand in for whom in a role: judged when a mandate is given.

What one dossier forbids (a deputy who prepared it, scored in it, has a conflict in it) is judged at
the act, by `permissions.can`. Here stands what no dossier can make right: roles that are never
lent, people who may hold none for another, and pairs of duties that one person must not unite.

Sources: the house rules on absence (product specification, 2.3); decreet lokaal bestuur, art. 166
(replacement of the financial director, to be confirmed by a jurist). A mandate on a mandate is
refused: who holds a role for another cannot lend it again.
"""

from enum import StrEnum

from contracts.actors import Actor, Permission, Role
from contracts.rules.permissions import GRANTS, LENT, NEVER_LENT, READS


class Reason(StrEnum):
    """Why somebody cannot stand in. Stable: the catalogue says them under `cannot_deputise.*`."""

    SAME_PERSON = "same_person"
    OTHER_ORGANISATION = "other_organisation"
    NOT_HELD = "role_not_held"
    """The one who would be replaced does not hold the role itself."""
    NEVER_LENT = "role_never_lent"
    APPOINTED = "role_by_appointment"
    """What the role does, it does for who is appointed in a dossier: another is appointed there."""
    ALREADY_HELD = "role_already_held"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    SUPPLIER = "supplier"
    ACCEPTS_AND_PAYS = "accepts_and_pays"


_OUTSIDE = {
    Role.ADMINISTRATOR: Reason.ADMINISTRATOR,
    Role.AUDITOR: Reason.AUDITOR,
    Role.SUPPLIER: Reason.SUPPLIER,
}
"""Who holds one of these roles holds no other for somebody else."""

_ACCEPTS = frozenset(GRANTS[Permission.SIGN_OFF])
_PAYS = frozenset(GRANTS[Permission.RELEASE_PAYMENT])

LENDABLE = tuple(role for role in Role if LENT[role] - READS)
"""The roles that can be lent: those with an act that a mandate lends."""


def reason(titular: Actor, role: Role, holder: Actor) -> Reason | None:
    """Why `holder` cannot stand in for `titular` in a role; None when they can.

    Roles that are lent now count for nothing here, on either side.
    """
    if titular.person == holder.person:
        return Reason.SAME_PERSON
    if titular.organisation != holder.organisation:
        return Reason.OTHER_ORGANISATION
    if role not in titular.roles:
        return Reason.NOT_HELD
    if role in NEVER_LENT:
        return Reason.NEVER_LENT
    if role not in LENDABLE:
        return Reason.APPOINTED
    return _of_holder(role, holder.roles)


def _of_holder(role: Role, held: frozenset[Role]) -> Reason | None:
    for outside, why in _OUTSIDE.items():
        if outside in held:
            return why
    if role in held:
        return Reason.ALREADY_HELD
    if (role in _PAYS and held & _ACCEPTS) or (role in _ACCEPTS and held & _PAYS):
        return Reason.ACCEPTS_AND_PAYS
    return None
