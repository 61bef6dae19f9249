"""Who may put a signature of their own under an issued document: whoever may do the act of which it
is the record.

Sources: the roles and separations of `permissions`; for the managing official, who has a place of
its own under the records of the acceptance also without a seat in its committee, RD 14 January
2013, art. 11 (who directs and checks the performance).
"""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.actors import Actor, Permission, Relation, Role
from contracts.rules import permissions

ACTS: Mapping[str, Permission] = MappingProxyType(
    {
        "D-07": Permission.OPEN_BIDS,
        "D-10": Permission.SCORE_BIDS,
        "D-12": Permission.REGISTER_DECISION,
        "D-15": Permission.CONCLUDE_CONTRACT,
        "D-18": Permission.CONFIRM_DELIVERY,
        "D-19": Permission.SIGN_OFF,
        "D-21": Permission.SIGN_OFF,
    }
)
"""The act behind each kind of document with places to sign; the other kinds have none."""

_MANAGED = frozenset({"D-19", "D-21"})


def may_sign(kind: str, actor: Actor, relations: frozenset[Relation]) -> bool:
    """Whether this person, tied so to the dossier, may sign a document of this kind now."""
    act = ACTS.get(kind)
    if act is None:
        return False
    if permissions.can(actor, act, relations).allowed:
        return True
    manages = Relation.CONTRACT_MANAGER in relations and Role.CONTRACT_MANAGER in actor.functions
    return kind in _MANAGED and manages
