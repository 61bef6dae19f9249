"""Who may do what: pure functions over roles, relations and mandates. Denied by default.

`can` judges one act on one dossier; `visible` and `sees` filter lists and details by the same
scope, so that a list and its detail cannot disagree. A mandate lends the acts of a role and the
reading that they need, and widens the scope as the role itself would. What the *stage* of a dossier
forbids (a ranking not yet shown, an award not yet sent) is judged by the phase, not here.
The table and the separations are printed in `docs/permissions.md`, which a test compares.

Sources: Act of 17 June 2016, art. 6 (conflicts of interest); decreet lokaal bestuur, art. 177 and
266 (visum by the financial director, before the commitment); separation of duties is the practice
of audit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from contracts.actors import Actor, Mandate, Permission, Relation, Role
from contracts.base import Identifier, Message, Money


class Rule(StrEnum):
    """Why an act is allowed or forbidden. Stable: the catalogue and the audit log use them."""

    ROLE = "role"
    """Allowed: a role holds the permission."""
    RELATION = "role_and_relation"
    """Allowed: a role holds it for those with this relation to the dossier."""
    MANDATE = "mandate"
    """Allowed: as a deputy, by a decision."""
    NO_ROLE = "no_role"
    NO_RELATION = "no_relation"
    MANDATE_LIMIT = "mandate_limit"
    """The mandate that would allow it does not reach so high an amount."""
    NOT_THE_OFFICE = "mandate_is_not_the_office"
    """The act belongs to the office, and the mandate only delegates."""
    ONLY_THE_ENGINE = "only_the_engine"
    ADMINISTRATOR = "administrator_has_no_business"
    AUDITOR = "auditor_writes_nothing"
    PREPARER = "preparer_does_not_approve"
    APPROVER = "one_approval_per_person"
    PROPOSER = "proposer_does_not_decide"
    VISUM_GIVER = "visum_giver_does_not_decide"
    DECIDER = "decider_does_not_grant_visum"
    EVALUATOR = "evaluator_does_not_decide"
    CONFLICT = "conflict_of_interest"
    BIDDER = "bidder_does_not_judge"
    CONTRACTOR = "contractor_does_not_accept"
    ACCEPTOR = "acceptor_does_not_pay"


class Verdict(Message):
    """The answer, with the rule that gave it."""

    allowed: bool
    rule: Rule
    mandate: Mandate | None = None
    """The one that allows the act, or the widest of those that do not suffice."""
    amount: Money | None = None
    """What the act commits, where a mandate does not reach it."""


class Scope(Message):
    """What an actor finds in lists: all of one organisation, or what concerns its own party."""

    organisation: Identifier
    whole: bool = False
    """Every dossier of the organisation."""
    published: bool = False
    """Tenders that are public, of any buyer."""
    party: bool = False
    """Bids, awards and contracts to which the organisation itself is party."""


_P = Permission
_R = Role
_ANY: frozenset[Relation] = frozenset()
_COMMITTEE = frozenset({Relation.EVALUATOR, Relation.CHAIR})
_CHAIR = frozenset({Relation.CHAIR})
_Holders = Mapping[Role, frozenset[Relation]]
_PREPARERS: _Holders = {_R.PROJECT_MANAGER: _ANY, _R.FILE_MANAGER: _ANY}
_MEMBERS: _Holders = {_R.EVALUATOR: _COMMITTEE, _R.COMMITTEE_CHAIR: _COMMITTEE}
_CONTRACTOR: _Holders = {_R.SUPPLIER: frozenset({Relation.CONTRACTOR})}
_BUYERS: _Holders = {
    role: _ANY for role in Role if role not in {_R.ADMINISTRATOR, _R.SUPPLIER, _R.SYSTEM}
}
_FOLLOWERS: _Holders = dict.fromkeys(
    (
        _R.PROJECT_MANAGER,
        _R.FILE_MANAGER,
        _R.JURIST,
        _R.FINANCE_DIRECTOR,
        _R.DIRECTOR_GENERAL,
        _R.AUDITOR,
    ),
    _ANY,
)
"""Who follows an award without sitting in its committee."""

GRANTS: Mapping[Permission, Mapping[Role, frozenset[Relation]]] = MappingProxyType(
    {
        _P.CREATE_TENDER: _PREPARERS,
        _P.EDIT_TENDER: _PREPARERS,
        _P.SUBMIT_FOR_APPROVAL: _PREPARERS,
        _P.APPROVE_LEGAL: {_R.JURIST: _ANY},
        _P.APPROVE_BUDGET: {_R.FINANCE_DIRECTOR: _ANY},
        _P.PUBLISH_TENDER: {_R.FILE_MANAGER: _ANY},
        _P.STOP_TENDER: {_R.FILE_MANAGER: _ANY, _R.DIRECTOR_GENERAL: _ANY},
        _P.SUBMIT_BID: {_R.SUPPLIER: _ANY},
        _P.OPEN_BIDS: {_R.OPENING_OFFICER: _ANY},
        _P.DECIDE_LATE_BID: {_R.FILE_MANAGER: _ANY, _R.JURIST: _ANY},
        _P.APPOINT_COMMITTEE: {_R.FILE_MANAGER: _ANY, _R.COMMITTEE_CHAIR: _CHAIR},
        _P.EXAMINE_BIDS: {_R.JURIST: _ANY},
        _P.DECLARE_INTEREST: {**_MEMBERS, _R.JURIST: _ANY},
        _P.SCORE_BIDS: _MEMBERS,
        _P.RECORD_CONSENSUS: {_R.COMMITTEE_CHAIR: _CHAIR},
        _P.REVEAL_RANKING: {_R.COMMITTEE_CHAIR: _CHAIR},
        _P.PROPOSE_AWARD: {_R.FILE_MANAGER: _ANY, _R.COMMITTEE_CHAIR: _CHAIR},
        _P.GRANT_VISUM: {_R.FINANCE_DIRECTOR: _ANY},
        _P.REGISTER_DECISION: {_R.DIRECTOR_GENERAL: _ANY},
        _P.CONCLUDE_CONTRACT: {_R.FILE_MANAGER: _ANY},
        _P.CONFIRM_DELIVERY: _CONTRACTOR,
        _P.CONFIRM_REMEDY: _CONTRACTOR,
        _P.SIGN_OFF: {
            _R.CONTRACT_MANAGER: frozenset({Relation.ACCEPTOR}),
            _R.ACCEPTANCE_MEMBER: frozenset({Relation.ACCEPTOR}),
        },
        _P.CONFIRM_BOND: {
            _R.FINANCE_DIRECTOR: _ANY,
            _R.CONTRACT_MANAGER: frozenset({Relation.CONTRACT_MANAGER}),
        },
        _P.RELEASE_PAYMENT: {_R.FINANCE_DIRECTOR: _ANY},
        _P.OVERRIDE_RULE: {_R.JURIST: _ANY},
        _P.ARRANGE_ABSENCE: {role: _ANY for role in _BUYERS if role is not _R.AUDITOR},
        _P.RETRY_DOCUMENT: _PREPARERS,
        # Who hands a signed copy in need not have signed it: the certificate says who did.
        _P.RECORD_SIGNATURE: {
            **{role: _ANY for role in _BUYERS if role is not _R.AUDITOR},
            **_CONTRACTOR,
        },
        _P.ASK_COPY: {
            **{role: _ANY for role in _BUYERS if role is not _R.AUDITOR},
            _R.SUPPLIER: _ANY,
        },
        _P.READ_TENDER: {**_BUYERS, _R.SUPPLIER: _ANY},
        _P.READ_BIDS: {
            **_MEMBERS,
            _R.FILE_MANAGER: _ANY,
            _R.JURIST: _ANY,
            _R.AUDITOR: _ANY,
            _R.OPENING_OFFICER: frozenset({Relation.OPENER}),
        },
        _P.READ_EVALUATION: {**_MEMBERS, _R.JURIST: _ANY, _R.AUDITOR: _ANY},
        _P.READ_RANKING: {**_MEMBERS, **_FOLLOWERS},
        _P.READ_AWARD: {**_BUYERS, _R.SUPPLIER: frozenset({Relation.BIDDER})},
        _P.READ_CONTRACT: {**_BUYERS, **_CONTRACTOR},
        _P.READ_RULES: _BUYERS,
        _P.READ_AUDIT_LOG: {_R.AUDITOR: _ANY},
        _P.RECORD_OUTCOME: {_R.SYSTEM: _ANY},
    }
)
"""Which role holds which permission; with relations, only who has one of them. Every permission
has its line, so that a new one is denied until somebody decides about it."""

READS = frozenset(permission for permission in Permission if permission.value.startswith("read_"))
"""The permissions that change nothing."""

_DECISIONS = frozenset({_P.GRANT_VISUM, _P.REGISTER_DECISION})
_JUDGING = frozenset(
    {
        _P.OPEN_BIDS,
        _P.DECIDE_LATE_BID,
        _P.APPOINT_COMMITTEE,
        _P.EXAMINE_BIDS,
        _P.SCORE_BIDS,
        _P.RECORD_CONSENSUS,
        _P.REVEAL_RANKING,
        _P.PROPOSE_AWARD,
        _P.GRANT_VISUM,
        _P.REGISTER_DECISION,
        _P.READ_BIDS,
        _P.READ_EVALUATION,
        _P.READ_RANKING,
    }
)


@dataclass(frozen=True)
class Separation:
    """Who has one of these relations to a dossier does none of these acts on it."""

    rule: Rule
    relations: frozenset[Relation]
    acts: frozenset[Permission]


SEPARATIONS = (
    Separation(Rule.CONFLICT, frozenset({Relation.CONFLICTED}), _JUDGING),
    Separation(Rule.BIDDER, frozenset({Relation.BIDDER}), _JUDGING),
    Separation(
        Rule.PREPARER,
        frozenset({Relation.PREPARER}),
        frozenset({_P.APPROVE_LEGAL, _P.APPROVE_BUDGET}),
    ),
    Separation(
        Rule.APPROVER,
        frozenset({Relation.APPROVER}),
        frozenset({_P.APPROVE_LEGAL, _P.APPROVE_BUDGET}),
    ),
    Separation(Rule.PROPOSER, frozenset({Relation.PROPOSER}), _DECISIONS),
    Separation(
        Rule.EVALUATOR,
        frozenset({Relation.EVALUATOR, Relation.CHAIR, Relation.SCORER}),
        _DECISIONS,
    ),
    Separation(
        Rule.VISUM_GIVER, frozenset({Relation.VISUM_GIVER}), frozenset({_P.REGISTER_DECISION})
    ),
    Separation(Rule.DECIDER, frozenset({Relation.DECIDER}), frozenset({_P.GRANT_VISUM})),
    Separation(Rule.CONTRACTOR, frozenset({Relation.CONTRACTOR}), frozenset({_P.SIGN_OFF})),
    Separation(Rule.ACCEPTOR, frozenset({Relation.ACCEPTOR}), frozenset({_P.RELEASE_PAYMENT})),
)
"""Judged in this order; the first that applies is the reason given. An approver is one of the
present round: a draft that comes back may be approved again by the same people."""

NOT_DEPUTISABLE = frozenset(
    {
        *(_P.OPEN_BIDS, _P.DECLARE_INTEREST, _P.SCORE_BIDS, _P.ARRANGE_ABSENCE, _P.RECORD_OUTCOME),
        *(_P.RECORD_SIGNATURE, _P.ASK_COPY),
    }
)
"""Acts of a person, not of a function: an alternate is appointed instead. What is lent is not lent
on, and what nearly everybody may do needs no lending."""

OF_THE_OFFICE = frozenset({_P.GRANT_VISUM})
"""Acts that no delegation reaches: only who replaces the holder of the office by law does them
(decreet lokaal bestuur, art. 166 and 266; to be confirmed by a jurist)."""

NEVER_LENT = frozenset({_R.ADMINISTRATOR, _R.AUDITOR, _R.SUPPLIER, _R.SYSTEM})
"""Roles that stand apart from the business of the buyer: nobody holds them for someone else."""

LENT: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        role: frozenset(
            permission
            for permission, holders in GRANTS.items()
            if role not in NEVER_LENT
            and permission not in NOT_DEPUTISABLE
            and holders.get(role) == _ANY
        )
        for role in Role
    }
)
"""What a mandate for a role lends: its acts, and the reading that they need. What a role holds only
for those whom a dossier appoints (a chair, a member that accepts) is not lent: the dossier appoints
somebody else."""


def can(
    actor: Actor,
    permission: Permission,
    relations: frozenset[Relation],
    amount: Money | None = None,
) -> Verdict:
    """Whether the actor may do this on a dossier to which it has these relations.

    The dossier lies in the actor's scope (`sees`), or is one to which it is party. `relations`
    are the actor's own, also when it acts as a deputy: separation of duties looks at the person
    who acts. `amount` is what the act commits, excluding VAT; a mandate counts as far as its
    limit, which says nothing of amounts in another currency.
    """
    if denial := _by_nature(actor, permission) or _by_separation(permission, relations):
        return Verdict(allowed=False, rule=denial)
    own = _granted(actor.roles, permission, relations)
    if own in (Rule.ROLE, Rule.RELATION):
        return Verdict(allowed=True, rule=own)
    lending = [mandate for mandate in actor.mandates if permission in LENT[mandate.role]]
    return _lent(lending, permission, amount) if lending else Verdict(allowed=False, rule=own)


def _lent(lending: list[Mandate], permission: Permission, amount: Money | None) -> Verdict:
    """The verdict over somebody to whom these mandates lend the act."""
    office = [m for m in lending if m.acting or permission not in OF_THE_OFFICE]
    if not office:
        return Verdict(allowed=False, rule=Rule.NOT_THE_OFFICE, mandate=lending[0])
    enough = next((mandate for mandate in office if reaches(mandate, amount)), None)
    if enough is not None:
        return Verdict(allowed=True, rule=Rule.MANDATE, mandate=enough)
    widest = max(office, key=lambda mandate: mandate.limit.amount if mandate.limit else 0)
    return Verdict(allowed=False, rule=Rule.MANDATE_LIMIT, mandate=widest, amount=amount)


def reaches(mandate: Mandate, amount: Money | None) -> bool:
    """Whether an act that commits this amount, if any, stays within the limit of a mandate."""
    if mandate.limit is None or amount is None:
        return True
    same = mandate.limit.currency == amount.currency
    return same and amount.amount <= mandate.limit.amount


def holds(actor: Actor, permission: Permission) -> bool:
    """Whether a role of the actor, held or lent, is among those that hold the permission; which
    dossier it is, and how much the act commits, is left aside."""
    lent = any(permission in LENT[mandate.role] for mandate in actor.mandates)
    return lent or bool(actor.roles & GRANTS[permission].keys())


def _by_nature(actor: Actor, permission: Permission) -> Rule | None:
    engine = Role.SYSTEM in actor.roles
    if engine != (permission is Permission.RECORD_OUTCOME):
        return Rule.ONLY_THE_ENGINE
    if Role.ADMINISTRATOR in actor.roles:
        return Rule.ADMINISTRATOR
    if Role.AUDITOR in actor.roles and permission not in READS:
        return Rule.AUDITOR
    return None


def _by_separation(permission: Permission, relations: frozenset[Relation]) -> Rule | None:
    for separation in SEPARATIONS:
        if permission in separation.acts and separation.relations & relations:
            return separation.rule
    return None


def _granted(
    roles: frozenset[Role], permission: Permission, relations: frozenset[Relation]
) -> Rule:
    needed = [asked for role, asked in GRANTS[permission].items() if role in roles]
    if not needed:
        return Rule.NO_ROLE
    if _ANY in needed:
        return Rule.ROLE
    return Rule.RELATION if any(asked & relations for asked in needed) else Rule.NO_RELATION


def visible(actor: Actor) -> Scope:
    """What the actor's lists hold. An administrator and the engine find no dossiers."""
    if Role.ADMINISTRATOR in actor.roles:
        return Scope(organisation=actor.organisation)
    supplier = Role.SUPPLIER in actor.roles
    return Scope(
        organisation=actor.organisation,
        whole=any(role in _BUYERS for role in actor.roles)
        or any(LENT[mandate.role] for mandate in actor.mandates),
        published=supplier,
        party=supplier,
    )


def sees(
    scope: Scope,
    buyer: Identifier,
    *,
    published: bool = False,
    parties: frozenset[Identifier] = frozenset(),
) -> bool:
    """Whether one record lies in a scope. `buyer` owns it, `parties` are the organisations whose
    bid, award or contract it is, and `published` is true of a tender that is public."""
    return (
        (scope.whole and buyer == scope.organisation)
        or (scope.published and published)
        or (scope.party and scope.organisation in parties)
    )
