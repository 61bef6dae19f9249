"""Who acts: roles, permissions and the relations of a person to one dossier.

The tables that join them are rules: `contracts/rules/permissions.py`.
"""

from datetime import date
from enum import StrEnum

from contracts.base import Identifier, Message, Money, Reference

SYSTEM = "00000000-0000-7000-8000-000000000000"
"""The actor of what the engine itself records: ticks, dispatches, drawn documents."""


class Role(StrEnum):
    """A function that a person holds in an organisation."""

    PROJECT_MANAGER = "project_manager"
    FILE_MANAGER = "file_manager"
    JURIST = "jurist"
    FINANCE_DIRECTOR = "finance_director"
    DIRECTOR_GENERAL = "director_general"
    OPENING_OFFICER = "opening_officer"
    EVALUATOR = "evaluator"
    COMMITTEE_CHAIR = "committee_chair"
    CONTRACT_MANAGER = "contract_manager"
    ACCEPTANCE_MEMBER = "acceptance_member"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SUPPLIER = "supplier"
    SYSTEM = "system"


class Relation(StrEnum):
    """What ties a person to one dossier; read under the lock from the records."""

    PREPARER = "preparer"
    APPROVER = "approver"
    OPENER = "opener"
    EVALUATOR = "evaluator"
    CHAIR = "chair"
    CONFLICTED = "conflicted"
    SCORER = "scorer"
    PROPOSER = "proposer"
    VISUM_GIVER = "visum_giver"
    DECIDER = "decider"
    CONTRACTOR = "contractor"
    BIDDER = "bidder"
    CONTRACT_MANAGER = "contract_manager"
    ACCEPTOR = "acceptor"


class Permission(StrEnum):
    """One act that can be allowed or forbidden; each command names exactly one."""

    CREATE_TENDER = "create_tender"
    EDIT_TENDER = "edit_tender"
    SUBMIT_FOR_APPROVAL = "submit_for_approval"
    APPROVE_LEGAL = "approve_legal"
    APPROVE_BUDGET = "approve_budget"
    PUBLISH_TENDER = "publish_tender"
    STOP_TENDER = "stop_tender"
    SUBMIT_BID = "submit_bid"
    OPEN_BIDS = "open_bids"
    DECIDE_LATE_BID = "decide_late_bid"
    APPOINT_COMMITTEE = "appoint_committee"
    EXAMINE_BIDS = "examine_bids"
    DECLARE_INTEREST = "declare_interest"
    SCORE_BIDS = "score_bids"
    RECORD_CONSENSUS = "record_consensus"
    REVEAL_RANKING = "reveal_ranking"
    PROPOSE_AWARD = "propose_award"
    GRANT_VISUM = "grant_visum"
    REGISTER_DECISION = "register_decision"
    CONCLUDE_CONTRACT = "conclude_contract"
    CONFIRM_DELIVERY = "confirm_delivery"
    CONFIRM_REMEDY = "confirm_remedy"
    SIGN_OFF = "sign_off"
    CONFIRM_BOND = "confirm_bond"
    RELEASE_PAYMENT = "release_payment"
    OVERRIDE_RULE = "override_rule"
    ARRANGE_ABSENCE = "arrange_absence"
    RETRY_DOCUMENT = "retry_document"
    RECORD_SIGNATURE = "record_signature"
    ASK_COPY = "ask_copy"
    READ_TENDER = "read_tender"
    READ_BIDS = "read_bids"
    READ_EVALUATION = "read_evaluation"
    READ_RANKING = "read_ranking"
    READ_AWARD = "read_award"
    READ_CONTRACT = "read_contract"
    READ_RULES = "read_rules"
    READ_AUDIT_LOG = "read_audit_log"
    RECORD_OUTCOME = "record_outcome"
    """Only the engine: what came of a timer, a step or a follow-up."""


class Mandate(Message):
    """A role held for someone else, by a decision, up to and including an amount excluding VAT;
    without `limit`, for any amount."""

    role: Role
    titular: Identifier
    decision: Reference
    decided_on: date
    """The day of the decision, in Brussels."""
    limit: Money | None = None
    acting: bool = False
    """Whether the decision makes the deputy the acting holder of the office, as the law has it
    for the financial director (decreet lokaal bestuur, art. 166, to be confirmed), and does not
    only delegate."""


class Actor(Message):
    """A signed-in person (or the engine) with the roles held in one organisation.

    `mandates` are those in force at the moment of the act or of the look. They travel with the
    person, so that whatever judges an actor judges it as a deputy too.
    """

    person: Identifier
    organisation: Identifier
    roles: frozenset[Role]
    mandates: tuple[Mandate, ...] = ()

    @property
    def functions(self) -> frozenset[Role]:
        """The roles held, and those lent now."""
        return self.roles | {mandate.role for mandate in self.mandates}


def system(organisation: str) -> Actor:
    """The engine, acting for an organisation."""
    return Actor(person=SYSTEM, organisation=organisation, roles=frozenset({Role.SYSTEM}))
