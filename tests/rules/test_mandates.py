"""Mandates: what a deputy may, up to which amount, and what is never lent."""

from decimal import Decimal

import pytest
from hypothesis import given

from contracts.actors import Mandate, Permission, Relation, Role
from contracts.base import Money
from contracts.rules import permissions
from contracts.rules.permissions import (
    GRANTS,
    LENT,
    NEVER_LENT,
    NOT_DEPUTISABLE,
    OF_THE_OFFICE,
    READS,
    Rule,
    can,
)
from tests.rules.test_permissions import (
    ACTS,
    AMOUNTS,
    DECIDED_ON,
    MANDATES,
    PAGE,
    RELATIONS,
    ROLES,
    TITULAR,
    actor,
)
from tests.rules.worked_pages import tables


@given(ROLES, ACTS, RELATIONS, MANDATES, AMOUNTS)
def test_a_mandate_is_never_stretched(
    roles: frozenset[Role],
    act: Permission,
    relations: frozenset[Relation],
    mandates: tuple[Mandate, ...],
    amount: Money | None,
) -> None:
    """Only ever within its limit, its currency, its role, and never what stays with a person."""
    verdict = can(actor(*roles, mandates=mandates), act, relations, amount)
    assert verdict.allowed is (verdict.rule in {Rule.ROLE, Rule.RELATION, Rule.MANDATE})
    if verdict.rule is not Rule.MANDATE:
        return
    used = verdict.mandate
    assert used in mandates
    assert used is not None
    assert used.role not in NEVER_LENT
    assert act not in NOT_DEPUTISABLE
    assert GRANTS[act][used.role] == frozenset()
    assert used.acting or act not in OF_THE_OFFICE
    if used.limit is not None and amount is not None:
        assert used.limit.currency == amount.currency
        assert amount.amount <= used.limit.amount


@given(ROLES, ACTS, RELATIONS, MANDATES, AMOUNTS)
def test_a_mandate_takes_nothing_away(
    roles: frozenset[Role],
    act: Permission,
    relations: frozenset[Relation],
    mandates: tuple[Mandate, ...],
    amount: Money | None,
) -> None:
    own = can(actor(*roles), act, relations, amount)
    if own.allowed:
        assert can(actor(*roles, mandates=mandates), act, relations, amount) == own


@pytest.mark.parametrize(
    ("act", "lent", "relations", "expected"),
    [
        (Permission.GRANT_VISUM, Role.FINANCE_DIRECTOR, (), Rule.MANDATE),
        (Permission.GRANT_VISUM, Role.FINANCE_DIRECTOR, (Relation.SCORER,), Rule.EVALUATOR),
        (Permission.APPROVE_LEGAL, Role.JURIST, (Relation.PREPARER,), Rule.PREPARER),
        (Permission.REGISTER_DECISION, Role.DIRECTOR_GENERAL, (Relation.PROPOSER,), Rule.PROPOSER),
        (Permission.RELEASE_PAYMENT, Role.FINANCE_DIRECTOR, (Relation.ACCEPTOR,), Rule.ACCEPTOR),
        (Permission.SCORE_BIDS, Role.EVALUATOR, (Relation.DECIDER,), Rule.NO_ROLE),
        (Permission.OPEN_BIDS, Role.OPENING_OFFICER, (), Rule.NO_ROLE),
        (Permission.DECLARE_INTEREST, Role.JURIST, (), Rule.NO_ROLE),
        (Permission.SIGN_OFF, Role.CONTRACT_MANAGER, (Relation.ACCEPTOR,), Rule.NO_ROLE),
        (Permission.REVEAL_RANKING, Role.COMMITTEE_CHAIR, (Relation.CHAIR,), Rule.NO_ROLE),
        (Permission.READ_EVALUATION, Role.JURIST, (), Rule.MANDATE),
        (Permission.READ_EVALUATION, Role.JURIST, (Relation.CONFLICTED,), Rule.CONFLICT),
        (Permission.READ_BIDS, Role.EVALUATOR, (Relation.EVALUATOR,), Rule.NO_ROLE),
        (Permission.READ_AUDIT_LOG, Role.AUDITOR, (), Rule.NO_ROLE),
        (Permission.SUBMIT_BID, Role.SUPPLIER, (), Rule.NO_ROLE),
    ],
)
def test_a_deputy_acts_by_decision_and_stays_bound_by_separation(
    act: Permission, lent: Role, relations: tuple[Relation, ...], expected: Rule
) -> None:
    mandate = lent_for(None, role=lent)
    deputy = actor(Role.PROJECT_MANAGER, mandates=(mandate,))
    verdict = can(deputy, act, frozenset(relations))
    assert verdict.rule is expected
    assert verdict.mandate == (mandate if expected is Rule.MANDATE else None)


@pytest.mark.parametrize(
    ("limit", "amount", "expected"),
    [
        (None, "999999999.99", Rule.MANDATE),
        ("30000.00", "30000.00", Rule.MANDATE),
        ("30000.00", "30000.01", Rule.MANDATE_LIMIT),
        ("30000.00", None, Rule.MANDATE),
    ],
)
def test_a_mandate_reaches_up_to_and_including_its_limit(
    limit: str | None, amount: str | None, expected: Rule
) -> None:
    mandate = lent_for(limit)
    asked = None if amount is None else Money(amount=Decimal(amount))
    verdict = can(actor(mandates=(mandate,)), Permission.GRANT_VISUM, frozenset(), asked)
    assert verdict.rule is expected
    assert verdict.mandate == mandate
    assert verdict.amount == (asked if expected is Rule.MANDATE_LIMIT else None)


def test_the_mandate_with_the_higher_limit_serves_and_is_the_one_told() -> None:
    low, high = lent_for("10.00"), lent_for("100.00")
    deputy = actor(mandates=(low, high))

    def asked(amount: int) -> permissions.Verdict:
        money = Money(amount=Decimal(amount))
        return can(deputy, Permission.GRANT_VISUM, frozenset(), money)

    assert asked(50).mandate == high
    assert asked(500).mandate == high
    assert not asked(500).allowed


def test_a_limit_says_nothing_of_another_currency() -> None:
    asked = Money(amount=Decimal(5), currency="GBP")
    verdict = can(actor(mandates=(lent_for("10.00"),)), Permission.GRANT_VISUM, frozenset(), asked)
    assert verdict.rule is Rule.MANDATE_LIMIT


def test_a_visum_asks_the_legal_replacement_not_a_delegation() -> None:
    delegated = lent_for(None, acting=False)
    deputy = actor(mandates=(delegated,))
    assert can(deputy, Permission.GRANT_VISUM, frozenset()).rule is Rule.NOT_THE_OFFICE
    assert can(deputy, Permission.APPROVE_BUDGET, frozenset()).rule is Rule.MANDATE
    both = actor(mandates=(delegated, lent_for(None)))
    assert can(both, Permission.GRANT_VISUM, frozenset()).allowed


def test_own_role_goes_before_a_mandate() -> None:
    jurist = actor(Role.JURIST, mandates=(lent_for(None, role=Role.JURIST),))
    verdict = can(jurist, Permission.APPROVE_LEGAL, frozenset())
    assert (verdict.rule, verdict.mandate) == (Rule.ROLE, None)


def test_a_mandate_opens_the_lists_of_who_has_no_role() -> None:
    deputy = actor(mandates=(lent_for(None),))
    assert permissions.visible(deputy).whole
    assert not permissions.visible(actor()).whole


def lent_for(limit: str | None, role: Role = Role.FINANCE_DIRECTOR, acting: bool = True) -> Mandate:
    """A role, by a decision with a limit."""
    return Mandate(
        role=role,
        titular=TITULAR,
        decision="2026_CBS_00012",
        decided_on=DECIDED_ON,
        limit=None if limit is None else Money(amount=Decimal(limit)),
        acting=acting,
    )


def test_the_page_shows_what_a_mandate_lends() -> None:
    *_, lent = tables(PAGE)
    assert lent == [
        {"role": role.value, "lends": ", ".join(sorted(acts)), "with a mandate": _who(role)}
        for role, acts in ((role, LENT[role] - READS) for role in Role)
    ]


def _who(role: Role) -> str:
    if role in NEVER_LENT:
        return "never"
    return "yes" if LENT[role] - READS else "no: appointed in the dossier"


def test_the_page_names_what_stays_with_a_person_and_with_an_office() -> None:
    text = PAGE.read_text(encoding="utf-8").split("## Deputies")[1]
    for act in NOT_DEPUTISABLE | OF_THE_OFFICE:
        assert act.value in text
